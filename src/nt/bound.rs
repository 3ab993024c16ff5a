//! The check for a token in doubt without trying completions: what is given in all of them, and in some at most.
//!
//! Each line applies surely, perhaps or not, each right is walked on its own, and nothing is remembered of which doubts go
//! together. So the answer contains every true one and may contain more.

use super::access::{limit, privilege_for, second_time, unsupported};
use super::matching::{Side, Sieve, same};
use super::owner::{OWNERS, names_owner_rights, owner_is_restricting};
use super::perhaps::condition_sids;
use super::walk::{Line, Pass, Walk, meant};
use super::{
    AccessMask, Ace, AclState, AppData, Certainty, InvalidCheck, SecurityDescriptor, Sid, Token,
    Unsupported, Wish,
};

/// What a check can come to at most, and comes to at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Some completion may be granted the request; if false, none is.
    pub may_be_granted: bool,
    /// Some completion may be refused it; if false, none is.
    pub may_be_refused: bool,
    /// Rights that every completion's handle holds.
    pub certain: AccessMask,
    /// Rights outside of which no completion's handle holds any.
    pub possible: AccessMask,
    /// What in the descriptor is not judged.
    pub unsupported: Option<Unsupported>,
}

/// How surely something holds over all completions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Surely {
    No,
    Perhaps,
    Yes,
}

/// Rights that are given perhaps, and those of them that are given surely.
#[derive(Clone, Copy)]
struct Given {
    possible: AccessMask,
    certain: AccessMask,
}

/// Bounds the answers of all completions of a token.
///
/// # Errors
/// Those of `access_check`, but for groups held perhaps.
pub fn bound(
    descriptor: &SecurityDescriptor,
    token: &Token,
    wish: &Wish,
) -> Result<Bound, InvalidCheck> {
    let explicit = wish.desired.without(AccessMask::MAXIMUM_ALLOWED);
    if wish.desired.is_empty() {
        return Err(InvalidCheck::NothingAsked);
    }
    if explicit.intersects(AccessMask::GENERIC) {
        return Err(InvalidCheck::GenericNotMapped(
            explicit & AccessMask::GENERIC,
        ));
    }
    let (_, limit) = limit(descriptor, token, wish)?;
    let not_rights = AccessMask::GENERIC | AccessMask::MAXIMUM_ALLOWED;
    let plain = AccessMask(u32::MAX).without(not_rights);
    if let Some(unsupported) = unsupported(descriptor, wish) {
        return Ok(Bound {
            may_be_granted: true,
            may_be_refused: true,
            certain: AccessMask::NONE,
            possible: plain,
            unsupported: Some(unsupported),
        });
    }
    let candidates = if explicit == wish.desired {
        explicit
    } else {
        explicit | plain.without(AccessMask::ACCESS_SYSTEM_SECURITY)
    };
    let bounding = Bounding {
        walk: Walk {
            descriptor,
            token,
            wish,
            explicit,
            sieve: Sieve::of(token),
        },
        left: candidates & limit.unwrap_or(plain),
    };
    let owns = bounding.owns();
    let mut given = bounding.given(owns != Surely::No);
    if owns == Surely::Perhaps {
        let otherwise = bounding.given(false);
        given.possible |= otherwise.possible;
        given.certain = given.certain & otherwise.certain;
    }
    let granted = |rights: AccessMask| rights.contains(explicit) && !rights.is_empty();
    let or_none = |rights| {
        if granted(rights) {
            rights
        } else {
            AccessMask::NONE
        }
    };
    Ok(Bound {
        may_be_granted: granted(given.possible),
        may_be_refused: !granted(given.certain),
        certain: or_none(given.certain),
        possible: or_none(given.possible),
        unsupported: None,
    })
}

struct Bounding<'a> {
    walk: Walk<'a>,
    /// What is asked and left by integrity.
    left: AccessMask,
}

impl Bounding<'_> {
    /// What is given, if owning gives something and if it does not.
    fn given(&self, owns: bool) -> Given {
        let Walk {
            token,
            wish,
            explicit,
            ..
        } = self.walk;
        let by_privilege = (explicit & self.left)
            .bits()
            .filter(|bit| privilege_for(token, *bit).is_some())
            .fold(AccessMask::NONE, AccessMask::union);
        let mut before = by_privilege;
        if owns {
            before |= self.left & OWNERS;
        }
        let open = self
            .left
            .without(before)
            .without(AccessMask::ACCESS_SYSTEM_SECURITY);
        let again = second_time(token, wish.kind, explicit & open, open);
        let first = self.pass(Pass::Own, open);
        let second = self.pass(Pass::Restricting, again);
        let (within, surely_within) = if token.app_container.is_some() {
            let container = self.pass(Pass::Container, self.left);
            (container.possible, container.certain)
        } else {
            (self.left, self.left)
        };
        let once = open.without(again);
        Given {
            possible: (before | (first.possible & (once | second.possible))) & within,
            certain: (before | (first.certain & (once | second.certain))) & surely_within,
        }
    }

    fn pass(&self, pass: Pass, wanted: AccessMask) -> Given {
        let Walk {
            descriptor,
            wish,
            explicit,
            ..
        } = self.walk;
        if !matches!(descriptor.dacl, AclState::Present(_)) && pass != Pass::Container {
            let all = wanted & (explicit | wish.kind.mapping().all);
            return Given {
                possible: all,
                certain: all,
            };
        }
        let mut open = wanted;
        let mut perhaps_denied = AccessMask::NONE;
        let mut given = Given {
            possible: AccessMask::NONE,
            certain: AccessMask::NONE,
        };
        for ace in descriptor.dacl.aces().iter().filter(|ace| ace.is_live()) {
            let here = ace.mask & open;
            let Some(line) = Line::of(&ace.kind, &wish.rules) else {
                continue;
            };
            let applies = self.applies(pass, ace, &line);
            if here.is_empty() || applies == Surely::No {
                continue;
            }
            match line.side {
                Side::Allow => given.possible |= here,
                Side::Deny => {}
            }
            match (line.side, applies) {
                (_, Surely::No) | (Side::Allow, Surely::Perhaps) => {}
                (Side::Deny, Surely::Perhaps) => perhaps_denied |= here,
                (Side::Deny, Surely::Yes) => open = open.without(here),
                (Side::Allow, Surely::Yes) => {
                    given.certain |= here.without(perhaps_denied);
                    open = open.without(here);
                }
            }
        }
        given
    }

    fn applies(&self, pass: Pass, ace: &Ace, line: &Line<'_>) -> Surely {
        let server = line
            .server
            .map_or(Surely::Yes, |server| self.matches(pass, line.side, server));
        self.matches(pass, line.side, &ace.sid)
            .min(server)
            .min(self.holds(line))
    }

    fn holds(&self, line: &Line<'_>) -> Surely {
        let Walk {
            descriptor, token, ..
        } = self.walk;
        match line.condition {
            Some(AppData::Condition(condition))
                if condition_sids(condition, descriptor, token)
                    .iter()
                    .any(|sid| in_doubt(token, sid)) =>
            {
                Surely::Perhaps
            }
            Some(data) if !self.walk.holds(line.side, data) => Surely::No,
            Some(_) | None => Surely::Yes,
        }
    }

    fn matches(&self, pass: Pass, side: Side, sid: &Sid) -> Surely {
        let Walk {
            descriptor,
            token,
            wish,
            ..
        } = self.walk;
        let Some(sid) = meant(sid, descriptor, wish) else {
            return Surely::No;
        };
        if !self.walk.matches(pass, side, &sid) {
            Surely::No
        } else if pass == Pass::Own && token.user != sid && in_doubt(token, &sid) {
            Surely::Perhaps
        } else {
            Surely::Yes
        }
    }

    fn owns(&self) -> Surely {
        let Walk {
            descriptor,
            token,
            wish,
            ..
        } = self.walk;
        match (&descriptor.owner, &descriptor.dacl) {
            (Some(owner), AclState::Present(_))
                if owner_is_restricting(token, owner)
                    && !names_owner_rights(descriptor, wish)
                    && token.matches_allow(owner) =>
            {
                if in_doubt(token, owner) {
                    Surely::Perhaps
                } else {
                    Surely::Yes
                }
            }
            (Some(_) | None, _) => Surely::No,
        }
    }
}

/// Whether the token holds this SID, as a group of its own or of its device, only perhaps.
fn in_doubt(token: &Token, sid: &Sid) -> bool {
    let mut groups = token.groups.iter().chain(&token.device_groups);
    groups.any(|group| same(&group.sid, sid) && group.certainty != Certainty::Held)
}

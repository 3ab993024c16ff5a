//! The access check: may this token have these rights on an object with this descriptor?
//!
//! Every right is settled on its own, by the first step that speaks of it: integrity, then privileges, then what an owner
//! has, then the DACL in stored order; a restricted token has to pass the last two with its restricting SIDs as well. The
//! request is granted when each of its rights is. This gives what Windows' walk of the whole request gives (MS-DTYP 2.5.3;
//! a law compares the two), and tells for each right what settled it.

use super::mandatory::Label;
use super::matching::Sieve;
use super::owner::{OWNERS, owns};
use super::walk::{Pass, Walk};
use super::{
    AccessMask, AclState, Certainty, Decision, InvalidCheck, ObjectKind, Privilege, Reason,
    Restriction, SecurityDescriptor, Status, Token, Unsupported, UnsupportedKind, Wish,
    reason::Further,
};

/// What a request may hold and a maximum may come to: all but generic bits and MAXIMUM_ALLOWED itself.
const NOT_RIGHTS: AccessMask = AccessMask::GENERIC.union(AccessMask::MAXIMUM_ALLOWED);

/// Decides a request as the kernel does when an object is opened.
///
/// With MAXIMUM_ALLOWED the answer holds all that could be had; other bits beside it are required. A descriptor without
/// owner is owned by nobody. What the user-mode function AccessCheck refuses beyond that is `api_check`'s.
///
/// # Errors
/// The request has no bit or generic ones, the label names no level, or the token holds a group *perhaps*.
///
/// ```
/// use poolproof::nt::{AccessMask, Ace, AceFlags, AclState, ObjectKind, SecurityDescriptor, Sid, Token, Wish, access_check};
/// let everyone = Sid::of(1, &[0]);
/// let mut token = Token::of(Sid::of(5, &[21, 1, 2, 3, 1001]));
/// token.groups.push(poolproof::nt::Group::enabled(everyone));
/// let mut descriptor = SecurityDescriptor::default();
/// descriptor.dacl = AclState::of(vec![Ace::allow(everyone, AccessMask(0x3), AceFlags::NONE)]);
/// let read = access_check(&descriptor, &token, &Wish::new(ObjectKind::File, AccessMask(0x1))).unwrap();
/// assert_eq!(read.granted, AccessMask(0x1));
/// ```
pub fn access_check(
    descriptor: &SecurityDescriptor,
    token: &Token,
    wish: &Wish,
) -> Result<Decision, InvalidCheck> {
    let explicit = wish.desired.without(AccessMask::MAXIMUM_ALLOWED);
    let maximum = wish.desired.intersects(AccessMask::MAXIMUM_ALLOWED);
    if wish.desired.is_empty() {
        return Err(InvalidCheck::NothingAsked);
    }
    if explicit.intersects(AccessMask::GENERIC) {
        return Err(InvalidCheck::GenericNotMapped(
            explicit & AccessMask::GENERIC,
        ));
    }
    if let Some(sid) = perhaps(token) {
        return Err(InvalidCheck::HeldPerhaps(sid));
    }
    let mut settled = Settled::new(token);
    let candidates = if maximum {
        let plain = AccessMask(u32::MAX)
            .without(NOT_RIGHTS)
            .without(AccessMask::ACCESS_SYSTEM_SECURITY);
        explicit | plain
    } else {
        explicit
    };

    // Integrity, before all else.
    let (label, limit) = limit(descriptor, token, wish)?;
    if let Some(unsupported) = unsupported(descriptor, wish) {
        return Ok(settled.decision(Status::Unknown(unsupported), AccessMask::NONE));
    }
    let cut = limit.map_or(AccessMask::NONE, |limit| candidates.without(limit));
    settled.first(cut, Reason::Integrity(label.level));

    // Privileges, for rights that are named in the request.
    let mut open = candidates.without(cut);
    for bit in (explicit & open & BY_PRIVILEGE).bits() {
        if let Some(privilege) = privilege_for(token, bit) {
            settled.first(bit, Reason::Privilege(privilege));
            open = open.without(bit);
        }
    }
    let system = open & AccessMask::ACCESS_SYSTEM_SECURITY;
    settled.first(system, Reason::PrivilegeNeeded(Privilege::Security));
    open = open.without(system);

    // What an owner has.
    let sieve = Sieve::of(token);
    if owns(descriptor, token, wish, &sieve) {
        settled.first(open & OWNERS, Reason::ImplicitOwner);
        open = open.without(OWNERS);
    }

    // The list, once with the token's SIDs and once more with the restricting ones.
    let walk = Walk {
        descriptor,
        token,
        wish,
        explicit,
        sieve,
    };
    walk.pass(Pass::Own, open, &mut settled.first);
    if let Some(further) = &mut settled.further {
        let again = second_time(token, wish.kind, explicit & open, open);
        let mut second = [Reason::NotAsked; 32];
        walk.pass(Pass::Restricting, again, &mut second);
        take(&mut further.second, again, &second);
        if token.app_container.is_some() {
            let asked = candidates.without(cut);
            let mut container = [Reason::NotAsked; 32];
            walk.pass(Pass::Container, asked, &mut container);
            take(&mut further.container, asked, &container);
        }
    }

    let given = settled.given(candidates);
    let missing = explicit.without(given);
    let status = if missing.intersects(cut) {
        Status::AccessDenied
    } else if missing.intersects(system) {
        Status::PrivilegeNotHeld
    } else if !missing.is_empty() || given.is_empty() {
        Status::AccessDenied
    } else {
        Status::Granted
    };
    let granted = match status {
        Status::Granted => given,
        Status::AccessDenied | Status::PrivilegeNotHeld | Status::Unknown(_) => AccessMask::NONE,
    };
    Ok(settled.decision(status, granted))
}

const BY_PRIVILEGE: AccessMask = AccessMask::ACCESS_SYSTEM_SECURITY.union(AccessMask::WRITE_OWNER);

/// The enabled privilege that gives this right to whoever names it in a request.
pub(super) fn privilege_for(token: &Token, bit: AccessMask) -> Option<Privilege> {
    let enabled = |privilege| token.privileges.is_enabled(privilege).then_some(privilege);
    if bit == AccessMask::ACCESS_SYSTEM_SECURITY {
        enabled(Privilege::Security)
    } else if bit == AccessMask::WRITE_OWNER {
        enabled(Privilege::TakeOwnership).or_else(|| enabled(Privilege::Relabel))
    } else {
        None
    }
}

/// A group that the token holds only perhaps.
fn perhaps(token: &Token) -> Option<super::Sid> {
    token
        .groups
        .iter()
        .chain(&token.device_groups)
        .find(|group| matches!(group.certainty, Certainty::Perhaps(_)))
        .map(|group| group.sid)
}

/// The label, and what it leaves to the token if it takes anything away.
pub(super) fn limit(
    descriptor: &SecurityDescriptor,
    token: &Token,
    wish: &Wish,
) -> Result<(Label, Option<AccessMask>), InvalidCheck> {
    if !wish.rules.integrity || token.integrity.is_none() {
        return Ok((Label::DEFAULT, None));
    }
    let label = Label::of(descriptor).map_err(InvalidCheck::NotALevel)?;
    Ok((label, label.limit(token, wish.kind)))
}

/// The first line of the SACL that would have a say and is not modelled. All three kinds are younger than claims, so
/// a Windows without these does not know them and skips them.
pub(super) fn unsupported(descriptor: &SecurityDescriptor, wish: &Wish) -> Option<Unsupported> {
    let lines = descriptor.sacl.aces().iter().zip(0..);
    lines
        .filter(|(ace, _)| wish.rules.claims && ace.is_live())
        .find_map(|(ace, line)| {
            let what = UnsupportedKind::of(&ace.kind)?;
            Some(Unsupported { what, line })
        })
}

/// Which of the rights left open must be granted to the restricting SIDs as well.
///
/// A write-restricted token needs that for rights that write; a request that names one takes all that it names along.
pub(super) fn second_time(
    token: &Token,
    kind: ObjectKind,
    asked: AccessMask,
    open: AccessMask,
) -> AccessMask {
    match &token.restriction {
        Restriction::None => AccessMask::NONE,
        Restriction::Restricted(_) => open,
        Restriction::WriteRestricted(_) => {
            let writes = write_rights(kind);
            let along = if asked.intersects(writes) {
                asked
            } else {
                AccessMask::NONE
            };
            (open & writes) | along
        }
    }
}

/// What writes, for a write-restricted token.
fn write_rights(kind: ObjectKind) -> AccessMask {
    let generic = kind.mapping();
    generic.write.without(generic.read.union(generic.execute))
        | AccessMask::DELETE
        | AccessMask::WRITE_DAC
        | AccessMask::WRITE_OWNER
        | AccessMask::ACCESS_SYSTEM_SECURITY
}

/// The evidence while it is gathered.
struct Settled {
    first: [Reason; 32],
    further: Option<Box<Further>>,
}

impl Settled {
    fn new(token: &Token) -> Settled {
        let plain = token.restriction == Restriction::None && token.app_container.is_none();
        Settled {
            first: [Reason::NotAsked; 32],
            further: (!plain).then(|| {
                Box::new(Further {
                    second: [None; 32],
                    container: [None; 32],
                })
            }),
        }
    }

    fn first(&mut self, bits: AccessMask, reason: Reason) {
        super::walk::settle(&mut self.first, bits, reason);
    }

    /// Of these rights, those that every pass lets through.
    fn given(&self, candidates: AccessMask) -> AccessMask {
        let further = self.further.as_deref();
        let mut given = AccessMask::NONE;
        let mut left = candidates.0;
        while left != 0 {
            let i = left.trailing_zeros() as usize;
            left &= left - 1;
            let through = |pass: Option<Reason>| pass.is_none_or(Reason::grants);
            let rest = further.is_none_or(|f| through(f.second[i]) && through(f.container[i]));
            if self.first[i].grants() && rest {
                given |= AccessMask(1 << i);
            }
        }
        given
    }

    fn decision(self, status: Status, granted: AccessMask) -> Decision {
        Decision {
            status,
            granted,
            first: self.first,
            further: self.further,
        }
    }
}

fn take(into: &mut [Option<Reason>; 32], bits: AccessMask, from: &[Reason; 32]) {
    for bit in bits.bits() {
        let i = bit.0.trailing_zeros() as usize;
        into[i] = Some(from[i]);
    }
}

/// Whether a descriptor lets everybody in because it has no list to look at.
pub(super) fn without_list(dacl: &AclState) -> Option<Reason> {
    match dacl {
        AclState::Absent => Some(Reason::NoDacl),
        AclState::Null => Some(Reason::NullDacl),
        AclState::Present(_) => None,
    }
}

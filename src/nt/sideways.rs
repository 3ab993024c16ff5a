//! The check turned sideways: one list and many tokens, each line walked once.
//!
//! For every SID there are the tokens that match allow lines by it and those that match deny lines; a right goes line by line
//! to all tokens that are still undecided. What such sets cannot say (conditions, restricted tokens, groups held perhaps,
//! privileges that give rights) is left to `access_check`: those tokens are in no answer, and such lists have none. A law holds
//! that both give the same.

use rustc_hash::FxHashMap;

use super::{
    AccessMask, AclState, Certainty, IntegrityLevel, Label, ObjectKind, Privilege, Restriction,
    Rules, SecurityDescriptor, Sid, Token, Wish,
    access::{privilege_for, unsupported},
    matching::Side,
    owner::{OWNERS, names_owner_rights},
    walk::{Line, meant},
};

/// A set of tokens, by their places.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Several(pub Box<[u64]>);

/// Tokens, by the SIDs that they hold.
#[derive(Clone, Debug)]
pub struct Bearers {
    count: usize,
    plain: Several,
    by_sid: FxHashMap<Sid, [Several; 2]>,
    by_level: Vec<(IntegrityLevel, Several)>,
}

impl Several {
    /// None of so many.
    pub fn none(count: usize) -> Several {
        Several(vec![0; count.div_ceil(64)].into_boxed_slice())
    }

    /// Puts in the one at that place.
    pub fn insert(&mut self, at: usize) {
        self.0[at / 64] |= 1 << (at % 64);
    }

    /// Whether the one at that place is in it.
    pub fn contains(&self, at: usize) -> bool {
        self.0[at / 64] >> (at % 64) & 1 == 1
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    fn combine(&mut self, other: &Several, with: impl Fn(u64, u64) -> u64) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word = with(*word, *other);
        }
    }

    /// Those of the other too.
    pub fn unite(&mut self, other: &Several) {
        self.combine(other, |one, other| one | other);
    }

    /// Only those that are in both.
    pub fn keep(&mut self, other: &Several) {
        self.combine(other, |one, other| one & other);
    }

    /// Without those of the other.
    pub fn remove(&mut self, other: &Several) {
        self.combine(other, |one, other| one & !other);
    }
}

impl Bearers {
    /// These tokens, by their places; none where answers are not to be about a token.
    pub fn new(tokens: &[Option<Token>]) -> Bearers {
        let count = tokens.len();
        let none = || Several::none(count);
        let mut bearers = Bearers {
            count,
            plain: none(),
            by_sid: FxHashMap::default(),
            by_level: Vec::new(),
        };
        for (at, token) in tokens.iter().enumerate() {
            let Some(token) = token.as_ref().filter(|token| is_plain(token)) else {
                continue;
            };
            bearers.plain.insert(at);
            bearers.hold(at, &token.user, !token.user_deny_only, true);
            for group in &token.groups {
                let attributes = group.attributes;
                let (allows, denies) = (attributes.matches_allow(), attributes.matches_deny());
                bearers.hold(at, &group.sid, allows, denies);
            }
            if let Some(level) = token.integrity.filter(|_| token.no_write_up) {
                let known = bearers.by_level.iter().position(|(one, _)| *one == level);
                let place = known.unwrap_or_else(|| {
                    bearers.by_level.push((level, none()));
                    bearers.by_level.len() - 1
                });
                bearers.by_level[place].1.insert(at);
            }
        }
        bearers
    }

    fn hold(&mut self, at: usize, sid: &Sid, allows: bool, denies: bool) {
        let none = || Several::none(self.count);
        let sides = self.by_sid.entry(*sid).or_insert_with(|| [none(), none()]);
        for (side, matches) in sides.iter_mut().zip([allows, denies]) {
            if matches {
                side.insert(at);
            }
        }
    }

    /// The tokens that answers are about; the others have to be asked for one by one.
    pub fn plain(&self) -> &Several {
        &self.plain
    }

    /// For each of these rights, a single bit each, the tokens that are granted it when they ask for it alone. `None` if
    /// `access_check` has to be asked for this list.
    pub fn granted(
        &self,
        descriptor: &SecurityDescriptor,
        kind: ObjectKind,
        rules: Rules,
        rights: &[AccessMask],
    ) -> Option<Vec<Several>> {
        let wish = Wish {
            rules,
            ..Wish::new(kind, AccessMask::MAXIMUM_ALLOWED)
        };
        if unsupported(descriptor, &wish).is_some() {
            return None;
        }
        let label = match rules.integrity {
            true => Some(Label::of(descriptor).ok()?),
            false => None,
        };
        let mut found = match &descriptor.dacl {
            AclState::Absent | AclState::Null => vec![self.plain.clone(); rights.len()],
            AclState::Present(_) => self.walk(descriptor, &wish, rights)?,
        };
        if let Some(label) = label {
            let left = label.policy.leaves(kind);
            let lower = self
                .by_level
                .iter()
                .filter(|(level, _)| *level < label.level);
            for (_, several) in lower {
                for (right, granted) in rights.iter().zip(&mut found) {
                    if !left.contains(*right) {
                        granted.remove(several);
                    }
                }
            }
        }
        Some(found)
    }

    fn walk(
        &self,
        descriptor: &SecurityDescriptor,
        wish: &Wish,
        rights: &[AccessMask],
    ) -> Option<Vec<Several>> {
        let none = || Several::none(self.count);
        let mut granted = vec![none(); rights.len()];
        let mut open = vec![self.plain.clone(); rights.len()];
        let owner = descriptor
            .owner
            .filter(|_| !names_owner_rights(descriptor, wish));
        if let Some([owners, _]) = owner.and_then(|owner| self.by_sid.get(&owner)) {
            for (at, right) in rights.iter().enumerate() {
                if OWNERS.contains(*right) {
                    granted[at].unite(owners);
                    open[at].remove(owners);
                }
            }
        }
        for ace in descriptor.dacl.aces().iter().filter(|ace| ace.is_live()) {
            let Some(line) = Line::of(&ace.kind, &wish.rules) else {
                continue;
            };
            if line.condition.is_some() || line.server.is_some() {
                return None;
            }
            let sid = meant(&ace.sid, descriptor, wish);
            let Some([allows, denies]) = sid.and_then(|sid| self.by_sid.get(&sid)) else {
                continue;
            };
            for (at, right) in rights.iter().enumerate() {
                if !ace.mask.contains(*right) {
                    continue;
                }
                match line.side {
                    Side::Allow => {
                        let mut here = open[at].clone();
                        here.keep(allows);
                        granted[at].unite(&here);
                        open[at].remove(allows);
                    }
                    Side::Deny => open[at].remove(denies),
                }
            }
        }
        Some(granted)
    }
}

/// Whether sets of SIDs say everything about a token.
fn is_plain(token: &Token) -> bool {
    let held = |group: &super::Group| group.certainty == Certainty::Held;
    let helps = AccessMask::ACCESS_SYSTEM_SECURITY
        .union(AccessMask::WRITE_OWNER)
        .bits()
        .any(|right| privilege_for(token, right).is_some());
    token.restriction == Restriction::None
        && token.app_container.is_none()
        && token.groups.iter().all(held)
        && token.device_groups.iter().all(held)
        && !helps
        && !token.privileges.is_enabled(Privilege::Relabel)
}

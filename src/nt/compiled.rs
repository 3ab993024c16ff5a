//! The check for millions of questions: SIDs as small numbers, a token as a table, a list as a row of words.
//!
//! A server has few distinct descriptors and few distinct tokens; each is compiled once and the pair is checked by numbers.
//! What the numbers cannot say (conditions, restricted tokens, groups held perhaps) is left to `access_check`: the answer
//! is then `None`, never a guess. A law holds that both give the same.

use rustc_hash::FxHashMap;

pub use super::memo::Memo;

use super::access::{privilege_for, unsupported};
use super::matching::Side;
use super::owner::{OWNERS, names_owner_rights};
use super::walk::{Line, meant};
use super::{
    AccessMask, AclState, Certainty, Group, IntegrityLevel, Label, ObjectKind, Privilege,
    Restriction, Rules, SecurityDescriptor, Sid, Token, Wish,
};

/// Numbers for SIDs. Compiled tokens and descriptors mean something only beside the table that they were made with.
#[derive(Clone, Debug, Default)]
pub struct SidTable {
    numbers: FxHashMap<Sid, u32>,
}

impl SidTable {
    /// The number of a SID, a new one if it has none yet. Numbers begin at 1.
    pub fn intern(&mut self, sid: &Sid) -> u32 {
        let next = self.numbers.len() as u32 + 1;
        *self.numbers.entry(*sid).or_insert(next)
    }

    /// How many SIDs have a number.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether no SID has a number.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }
}

/// A token as a table from numbers of SIDs to whether they match allow lines, and deny lines.
#[derive(Clone, Debug)]
pub struct CompiledToken {
    /// An open table: each place is empty (0) or a key with the two bits below. It is at least half empty.
    slots: Box<[u32]>,
    shift: u32,
    /// `None` where no integrity check is made.
    level: Option<IntegrityLevel>,
    relabel: bool,
    by_privilege: AccessMask,
    needs_general: bool,
}

const ALLOWS: u32 = 1;
const DENIES: u32 = 2;
const FLAGS: u32 = 2;

/// A number made ready to be looked up: spread over 30 bits, one to one (the factor is odd), with two free bits below.
fn key(number: u32) -> u32 {
    number.wrapping_mul(0x9E37_79B9) << FLAGS
}

impl CompiledToken {
    /// Compiles a token.
    pub fn new(token: &Token, sids: &mut SidTable) -> CompiledToken {
        let size = (4 * (token.groups.len() + 1)).next_power_of_two();
        let mut compiled = CompiledToken {
            slots: vec![0; size].into_boxed_slice(),
            shift: 32 - size.trailing_zeros(),
            level: token.integrity.filter(|_| token.no_write_up),
            relabel: token.privileges.is_enabled(Privilege::Relabel),
            by_privilege: AccessMask::ACCESS_SYSTEM_SECURITY
                .union(AccessMask::WRITE_OWNER)
                .bits()
                .filter(|bit| privilege_for(token, *bit).is_some())
                .fold(AccessMask::NONE, AccessMask::union),
            needs_general: token.restriction != Restriction::None
                || token.app_container.is_some()
                || token.groups.iter().any(is_doubtful)
                || token.device_groups.iter().any(is_doubtful),
        };
        let user = if token.user_deny_only {
            DENIES
        } else {
            ALLOWS | DENIES
        };
        compiled.insert(key(sids.intern(&token.user)), user);
        for group in &token.groups {
            let allows = if group.attributes.matches_allow() {
                ALLOWS
            } else {
                0
            };
            let denies = if group.attributes.matches_deny() {
                DENIES
            } else {
                0
            };
            compiled.insert(key(sids.intern(&group.sid)), allows | denies);
        }
        compiled
    }

    fn insert(&mut self, key: u32, flags: u32) {
        if flags == 0 {
            return;
        }
        let wrap = self.slots.len() - 1;
        let mut at = (key >> self.shift) as usize;
        while self.slots[at] != 0 && (self.slots[at] ^ key) >> FLAGS != 0 {
            at = (at + 1) & wrap;
        }
        self.slots[at] |= key | flags;
    }

    /// Whether the token has one of these bits for the SID of this key.
    #[inline]
    fn matches(&self, key_and_flags: u32) -> bool {
        let wrap = self.slots.len() - 1;
        let mut at = (key_and_flags >> self.shift) as usize;
        loop {
            let slot = self.slots[at & wrap];
            if slot == 0 {
                return false;
            }
            if (slot ^ key_and_flags) >> FLAGS == 0 {
                return slot & key_and_flags & (ALLOWS | DENIES) != 0;
            }
            at += 1;
        }
    }
}

fn is_doubtful(group: &Group) -> bool {
    group.certainty != Certainty::Held
}

/// A descriptor on an object of one kind, under one set of rules.
#[derive(Clone, Debug)]
pub struct CompiledDescriptor {
    /// `None` where everybody may do everything.
    lines: Option<Box<[CompiledLine]>>,
    /// The owner's key, asking for allow lines, where owning gives something; else 0.
    implicit_owner: u32,
    /// `None` where no integrity check is made.
    label: Option<Label>,
    left_to_lower: AccessMask,
    all: AccessMask,
    needs_general: bool,
}

/// A live line that may match somebody.
#[derive(Clone, Copy, Debug)]
struct CompiledLine {
    mask: u32,
    /// The key of its SID, then which of the token's two bits it asks for.
    sid_and_side: u32,
}

impl CompiledDescriptor {
    /// Compiles a descriptor. PRINCIPAL SELF stands for nobody.
    pub fn new(
        descriptor: &SecurityDescriptor,
        kind: ObjectKind,
        rules: Rules,
        sids: &mut SidTable,
    ) -> CompiledDescriptor {
        let wish = Wish {
            rules,
            ..Wish::new(kind, AccessMask::MAXIMUM_ALLOWED)
        };
        let mut needs_general = unsupported(descriptor, &wish).is_some();
        let label = match Label::of(descriptor) {
            _ if !rules.integrity => None,
            Ok(label) => Some(label),
            Err(_) => {
                needs_general = true;
                None
            }
        };
        let lines = match &descriptor.dacl {
            AclState::Absent | AclState::Null => None,
            AclState::Present(acl) => {
                let mut lines = Vec::with_capacity(acl.aces.len());
                for ace in acl.aces.iter().filter(|ace| ace.is_live()) {
                    let Some(line) = Line::of(&ace.kind, &rules) else {
                        continue;
                    };
                    needs_general |= line.condition.is_some() || line.server.is_some();
                    let asks = match line.side {
                        Side::Allow => ALLOWS,
                        Side::Deny => DENIES,
                    };
                    if let Some(sid) = meant(&ace.sid, descriptor, &wish) {
                        lines.push(CompiledLine {
                            mask: ace.mask.0,
                            sid_and_side: key(sids.intern(&sid)) | asks,
                        });
                    }
                }
                Some(lines.into_boxed_slice())
            }
        };
        let owner = descriptor
            .owner
            .filter(|_| lines.is_some() && !names_owner_rights(descriptor, &wish));
        CompiledDescriptor {
            lines,
            implicit_owner: owner.map_or(0, |owner| key(sids.intern(&owner)) | ALLOWS),
            label,
            left_to_lower: label.map_or(AccessMask::NONE, |label| label.policy.leaves(kind)),
            all: kind.mapping().all,
            needs_general,
        }
    }
}

/// What a token may do to an object: each right that it would be given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// Rights that are given when a request names them, also by a privilege.
    pub if_named: AccessMask,
    /// What MAXIMUM_ALLOWED alone comes to.
    pub maximum: AccessMask,
}

pub(super) const NOT_RIGHTS: AccessMask = AccessMask::GENERIC.union(AccessMask::MAXIMUM_ALLOWED);

/// Whether a request without MAXIMUM_ALLOWED is granted; `None` if `access_check` has to be asked, which also says
/// what is wrong with a request that has no bit or generic ones.
#[inline]
pub fn check(
    descriptor: &CompiledDescriptor,
    token: &CompiledToken,
    desired: AccessMask,
) -> Option<bool> {
    if descriptor.needs_general
        || token.needs_general
        || desired.is_empty()
        || desired.intersects(NOT_RIGHTS)
    {
        return None;
    }
    if let Some(left) = left_by_label(descriptor, token)
        && !left.contains(desired)
    {
        return Some(false);
    }
    let mut wanted = desired.without(token.by_privilege).0;
    if AccessMask(wanted).intersects(AccessMask::ACCESS_SYSTEM_SECURITY) {
        return Some(false);
    }
    let Some(lines) = &descriptor.lines else {
        return Some(true);
    };
    if AccessMask(wanted).intersects(OWNERS) && owns(descriptor, token) {
        wanted &= !OWNERS.0;
    }
    for line in lines {
        if wanted == 0 {
            break;
        }
        if line.mask & wanted != 0 && applies(line, token) {
            if line.sid_and_side & DENIES != 0 {
                return Some(false);
            }
            wanted &= !line.mask;
        }
    }
    Some(wanted == 0)
}

/// All that a token may do to an object; `None` if `access_check` has to be asked.
pub fn rights(descriptor: &CompiledDescriptor, token: &CompiledToken) -> Option<Rights> {
    if descriptor.needs_general || token.needs_general {
        return None;
    }
    let plain = AccessMask(u32::MAX)
        .without(NOT_RIGHTS)
        .without(AccessMask::ACCESS_SYSTEM_SECURITY);
    let (by_list, maximum) = match &descriptor.lines {
        None => (plain, descriptor.all),
        Some(lines) => {
            let mut allowed = AccessMask::NONE;
            let mut open = plain;
            if owns(descriptor, token) {
                allowed = OWNERS;
                open = open.without(OWNERS);
            }
            for line in lines {
                let here = AccessMask(line.mask) & open;
                if !here.is_empty() && applies(line, token) {
                    open = open.without(here);
                    if line.sid_and_side & ALLOWS != 0 {
                        allowed |= here;
                    }
                }
            }
            (allowed, allowed)
        }
    };
    let left = left_by_label(descriptor, token).unwrap_or(AccessMask(u32::MAX));
    Some(Rights {
        if_named: (by_list | token.by_privilege) & left,
        maximum: maximum & left,
    })
}

#[inline]
fn applies(line: &CompiledLine, token: &CompiledToken) -> bool {
    token.matches(line.sid_and_side)
}

#[inline]
fn owns(descriptor: &CompiledDescriptor, token: &CompiledToken) -> bool {
    descriptor.implicit_owner != 0 && token.matches(descriptor.implicit_owner)
}

#[inline]
fn left_by_label(descriptor: &CompiledDescriptor, token: &CompiledToken) -> Option<AccessMask> {
    let label = descriptor.label?;
    let lower = token.level? < label.level;
    lower.then(|| {
        if token.relabel {
            descriptor.left_to_lower.union(AccessMask::WRITE_OWNER)
        } else {
            descriptor.left_to_lower
        }
    })
}

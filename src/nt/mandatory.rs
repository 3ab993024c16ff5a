//! Mandatory integrity: what a label leaves to a token of a lower level.
//!
//! It is asked before everything else: neither owning the object, nor a privilege, nor the absence of a list helps a
//! lower token past it.

use super::{
    AccessMask, AceKind, IntegrityLevel, ObjectKind, Privilege, SecurityDescriptor, Sid, Token,
};

/// What the policy bits of a label forbid to lower tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LabelPolicy(pub u32);

impl LabelPolicy {
    /// `NW`.
    pub const NO_WRITE_UP: LabelPolicy = LabelPolicy(1);
    /// `NR`.
    pub const NO_READ_UP: LabelPolicy = LabelPolicy(2);
    /// `NX`.
    pub const NO_EXECUTE_UP: LabelPolicy = LabelPolicy(4);

    /// The rights on an object of this kind that lower tokens keep.
    ///
    /// Each forbidden way of access loses its rights, except those that a way still allowed needs as well. A label
    /// without any policy leaves what GENERIC_ALL stands for.
    pub const fn leaves(self, kind: ObjectKind) -> AccessMask {
        let generic = kind.mapping();
        let read = generic.read.union(AccessMask::READ_CONTROL);
        let write = generic
            .write
            .union(AccessMask::DELETE)
            .union(AccessMask::WRITE_DAC)
            .union(AccessMask::WRITE_OWNER)
            .union(AccessMask::ACCESS_SYSTEM_SECURITY);
        let execute = generic
            .execute
            .without(generic.read)
            .union(AccessMask::SYNCHRONIZE);
        let ways = [(1, write), (2, read), (4, execute)];
        if self.0 & 7 == 0 {
            return generic.all;
        }
        let mut left = generic
            .read
            .union(generic.execute)
            .union(AccessMask::SYNCHRONIZE)
            .union(AccessMask::READ_CONTROL);
        if self.0 & 1 == 0 {
            left = left.union(generic.all);
        }
        let mut kept = AccessMask::NONE;
        let mut lost = AccessMask::NONE;
        let mut i = 0;
        while i < ways.len() {
            let (bit, rights) = ways[i];
            if self.0 & bit == 0 {
                kept = kept.union(rights);
            } else {
                lost = lost.union(rights);
            }
            i += 1;
        }
        left.without(lost.without(kept))
    }
}

/// The label of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its level.
    pub level: IntegrityLevel,
    /// What it forbids to lower tokens.
    pub policy: LabelPolicy,
}

impl Label {
    /// What an object without a label has: Medium, no writing up.
    pub const DEFAULT: Label = Label {
        level: IntegrityLevel::MEDIUM,
        policy: LabelPolicy::NO_WRITE_UP,
    };

    /// The label that counts: the first one in the SACL that is not inherit-only, else the default one.
    ///
    /// # Errors
    /// That label's SID is not an integrity level, and is returned.
    pub fn of(descriptor: &SecurityDescriptor) -> Result<Label, Sid> {
        let first = descriptor
            .sacl
            .aces()
            .iter()
            .find(|ace| ace.kind == AceKind::MandatoryLabel && ace.is_live());
        match first {
            None => Ok(Label::DEFAULT),
            Some(ace) => Ok(Label {
                level: IntegrityLevel::of(&ace.sid).ok_or(ace.sid)?,
                policy: LabelPolicy(ace.mask.0),
            }),
        }
    }

    /// What this label leaves to a token on an object of this kind; `None` where it takes nothing away, because
    /// the token is not lower or does not obey NO_WRITE_UP, or has no level to check.
    pub fn limit(&self, token: &Token, kind: ObjectKind) -> Option<AccessMask> {
        let level = token.integrity.filter(|_| token.no_write_up)?;
        if level >= self.level {
            return None;
        }
        let left = self.policy.leaves(kind);
        Some(if token.privileges.is_enabled(Privilege::Relabel) {
            left.union(AccessMask::WRITE_OWNER)
        } else {
            left
        })
    }
}

impl IntegrityLevel {
    /// The level that a SID means: S-1-16 and one number.
    pub fn of(sid: &Sid) -> Option<IntegrityLevel> {
        match (sid.authority(), sid.sub_authorities()) {
            (16, [level]) => Some(IntegrityLevel(*level)),
            _ => None,
        }
    }
}

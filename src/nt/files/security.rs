//! Reading and changing what stands on an object: the rights for each part, and who may become its owner.

use crate::nt::{AccessMask, GroupAttributes, IntegrityLevel, Privilege, Sid, Token};

/// A part of a descriptor (SECURITY_INFORMATION).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SecurityPart {
    /// OWNER_SECURITY_INFORMATION.
    Owner,
    /// GROUP_SECURITY_INFORMATION.
    Group,
    /// DACL_SECURITY_INFORMATION.
    Dacl,
    /// LABEL_SECURITY_INFORMATION, though it is kept in the SACL.
    Label,
    /// SACL_SECURITY_INFORMATION: what is audited.
    Sacl,
}

/// What a handle needs for reading these parts.
pub fn to_read(parts: &[SecurityPart]) -> AccessMask {
    let right = |part: &SecurityPart| match part {
        SecurityPart::Owner | SecurityPart::Group | SecurityPart::Dacl | SecurityPart::Label => {
            AccessMask::READ_CONTROL
        }
        SecurityPart::Sacl => AccessMask::ACCESS_SYSTEM_SECURITY,
    };
    parts
        .iter()
        .map(right)
        .fold(AccessMask::NONE, AccessMask::union)
}

/// What a handle needs for changing these parts.
pub fn to_write(parts: &[SecurityPart]) -> AccessMask {
    let right = |part: &SecurityPart| match part {
        SecurityPart::Owner | SecurityPart::Group | SecurityPart::Label => AccessMask::WRITE_OWNER,
        SecurityPart::Dacl => AccessMask::WRITE_DAC,
        SecurityPart::Sacl => AccessMask::ACCESS_SYSTEM_SECURITY,
    };
    parts
        .iter()
        .map(right)
        .fold(AccessMask::NONE, AccessMask::union)
}

/// STATUS_INVALID_OWNER: the token may not make that SID an owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnerRefusal(pub Sid);

/// Whether a token may make that SID the owner of an object, beside holding WRITE_OWNER on it.
///
/// It may give an object to its user, and to a group of its own that has the owner attribute. With SeRestorePrivilege to anybody.
///
/// # Errors
/// Anybody else.
pub fn may_set_owner(token: &Token, owner: &Sid) -> Result<(), OwnerRefusal> {
    let own = token.user == *owner && !token.user_deny_only;
    let group = token.group(owner).is_some_and(|group| {
        group.attributes.contains(GroupAttributes::OWNER)
            && !group
                .attributes
                .contains(GroupAttributes::USE_FOR_DENY_ONLY)
    });
    if own || group || token.privileges.is_enabled(Privilege::Restore) {
        Ok(())
    } else {
        Err(OwnerRefusal(*owner))
    }
}

/// Whether a token may put that label on an object, beside holding WRITE_OWNER on it: up to its own level, with
/// SeRelabelPrivilege above it too.
pub fn may_set_label(token: &Token, level: IntegrityLevel) -> bool {
    token.integrity.is_none_or(|own| level <= own)
        || token.privileges.is_enabled(Privilege::Relabel)
}

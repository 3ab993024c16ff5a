//! What happens to a descriptor when it is put on an object: generic bits become the rights of that kind of object.
//!
//! Windows maps when a descriptor is set, never while it checks. A generic bit that is still in a live line during
//! a check grants nothing (MS-DTYP 2.4.3 and 2.5.3.4).

use super::{Ace, AceKind, Acl, AclState, ObjectKind, SecurityDescriptor};

impl SecurityDescriptor {
    /// This descriptor as it stands once it is put on an object of that kind.
    ///
    /// Generic bits of live lines are mapped. Inherit-only lines keep theirs for the children, which may be of another kind.
    pub fn attach(&self, kind: ObjectKind) -> SecurityDescriptor {
        SecurityDescriptor {
            dacl: attach_list(&self.dacl, kind),
            sacl: attach_list(&self.sacl, kind),
            ..self.clone()
        }
    }
}

fn attach_list(list: &AclState, kind: ObjectKind) -> AclState {
    match list {
        AclState::Absent => AclState::Absent,
        AclState::Null => AclState::Null,
        AclState::Present(acl) => AclState::Present(Acl {
            revision: acl.revision,
            aces: acl.aces.iter().map(|ace| attach_ace(ace, kind)).collect(),
        }),
    }
}

/// One line as it stands once it is put on an object of that kind.
pub(super) fn attach_ace(ace: &Ace, kind: ObjectKind) -> Ace {
    let mut ace = ace.clone();
    if ace.is_live() && speaks_of_rights(&ace.kind) {
        ace.mask = kind.mapping().map(ace.mask);
    }
    ace
}

/// Whether the mask of such a line is a set of rights. Labels hold policy bits, and attributes and policies nothing.
pub(super) fn speaks_of_rights(kind: &AceKind) -> bool {
    match kind {
        AceKind::Allow
        | AceKind::Deny
        | AceKind::Audit
        | AceKind::Alarm
        | AceKind::AllowCompound { .. }
        | AceKind::AllowObject(_)
        | AceKind::DenyObject(_)
        | AceKind::AuditObject(_)
        | AceKind::AlarmObject(_)
        | AceKind::AllowCallback(_)
        | AceKind::DenyCallback(_)
        | AceKind::AllowCallbackObject(..)
        | AceKind::DenyCallbackObject(..)
        | AceKind::AuditCallback(_)
        | AceKind::AlarmCallback(_)
        | AceKind::AuditCallbackObject(..)
        | AceKind::AlarmCallbackObject(..)
        | AceKind::AccessFilter(_) => true,
        AceKind::MandatoryLabel
        | AceKind::ResourceAttribute(_)
        | AceKind::ScopedPolicy
        | AceKind::TrustLabel
        | AceKind::Unknown { .. } => false,
    }
}

//! What a new object gets: the table of explicit list, parent's lines and creator's default (MS-DTYP 2.5.3.4).

use super::{Heir, inherit_lines};
use crate::nt::{
    Ace, AceFlags, AceKind, Acl, AclState, Control, IntegrityLevel, ObjectKind, SecurityDescriptor,
    Sid, Token, attach::attach_ace,
};

/// The descriptor of a new object: under that parent, with that explicit descriptor, made by that creator.
///
/// `creator` is the effective token. Owner and group are the explicit ones, else the token's. For the
/// DACL, with "usable" a parent with a line that such a child takes:
///
/// | explicit DACL | usable parent | the child's DACL |
/// |---|---|---|
/// | given | | the explicit one |
/// | given | yes, auto-inherit | explicit lines, then the parent's; the parent's not if protected |
/// | given as a default | yes | the parent's |
/// | given as a default | no | the explicit one |
/// | none | yes | the parent's |
/// | none | no | the token's default, or none at all |
///
/// A NULL list stays NULL. Auto-inherit mode is on when the parent's descriptor has `AI`, as on NTFS.
pub fn create(
    parent: Option<&SecurityDescriptor>,
    explicit: Option<&SecurityDescriptor>,
    creator: &Token,
    kind: ObjectKind,
) -> SecurityDescriptor {
    let none = SecurityDescriptor::default();
    let parent = parent.unwrap_or(&none);
    let explicit = explicit.unwrap_or(&none);
    let owner = explicit
        .owner
        .or(creator.default_owner)
        .unwrap_or(creator.user);
    let group = explicit.group.or(creator.primary_group);
    let birth = Birth {
        kind,
        owner,
        group,
        parent: parent.control,
        explicit: explicit.control,
    };
    let (dacl, dacl_control) = birth.list(&DACL, &parent.dacl, &explicit.dacl, || {
        creator.default_dacl.clone()
    });
    let (sacl, sacl_control) = birth.list(&SACL, &parent.sacl, &explicit.sacl, || AclState::Absent);
    let kept = Control(explicit.control.0 & Control::RESOURCE_MANAGER_VALID.0);
    SecurityDescriptor {
        owner: Some(owner),
        group,
        dacl,
        sacl: with_label(sacl, creator),
        control: kept.union(dacl_control).union(sacl_control),
        resource_manager: explicit.resource_manager,
    }
}

/// The control flags of one of the two lists.
struct ListFlags {
    defaulted: Control,
    inherit_required: Control,
    auto_inherited: Control,
    protected: Control,
}

const DACL: ListFlags = ListFlags {
    defaulted: Control::DACL_DEFAULTED,
    inherit_required: Control::DACL_INHERIT_REQUIRED,
    auto_inherited: Control::DACL_AUTO_INHERITED,
    protected: Control::DACL_PROTECTED,
};

const SACL: ListFlags = ListFlags {
    defaulted: Control::SACL_DEFAULTED,
    inherit_required: Control::SACL_INHERIT_REQUIRED,
    auto_inherited: Control::SACL_AUTO_INHERITED,
    protected: Control::SACL_PROTECTED,
};

/// What decides about both lists of a new object.
struct Birth {
    kind: ObjectKind,
    owner: Sid,
    group: Option<Sid>,
    parent: Control,
    explicit: Control,
}

impl Birth {
    fn list(
        &self,
        flags: &ListFlags,
        parent: &AclState,
        explicit: &AclState,
        default: impl FnOnce() -> AclState,
    ) -> (AclState, Control) {
        let auto = self.parent.contains(flags.auto_inherited);
        let heir = Heir {
            kind: self.kind,
            owner: Some(self.owner),
            group: self.group,
            auto,
        };
        let inherited = || -> Vec<Ace> {
            let lines = inherit_lines(parent.aces(), &heir);
            lines.into_iter().map(|(ace, _)| ace).collect()
        };
        let usable = parent.aces().iter().any(|ace| heir.takes(ace));
        let protected = self.explicit.contains(flags.protected);
        let defaulted = self.explicit.contains(flags.defaulted);
        let asked = flags.inherit_required.union(flags.auto_inherited);
        // AI that a caller sends is kept only together with AR, and AR itself is not stored.
        let marked = auto || self.explicit.contains(asked);
        let marks = |protected| {
            let auto = if marked {
                flags.auto_inherited
            } else {
                Control(0)
            };
            let protected = if protected {
                flags.protected
            } else {
                Control(0)
            };
            auto.union(protected)
        };
        match explicit {
            AclState::Null | AclState::Present(_) if defaulted && usable => {
                (AclState::of(inherited()), marks(false))
            }
            AclState::Null => (AclState::Null, marks(protected)),
            AclState::Present(acl) => {
                let mut aces: Vec<Ace> = self.own_lines(acl, auto, protected);
                if auto && !protected && !defaulted {
                    aces.extend(inherited());
                }
                let list = Acl {
                    revision: acl.revision,
                    aces,
                };
                (AclState::Present(list), marks(protected))
            }
            AclState::Absent if usable => (AclState::of(inherited()), marks(false)),
            AclState::Absent => match default() {
                AclState::Present(acl) => {
                    let aces = self.own_lines(&acl, false, false);
                    (AclState::of(aces), Control(0))
                }
                AclState::Absent | AclState::Null => (AclState::Absent, Control(0)),
            },
        }
    }

    /// Explicit lines, attached. In auto-inherit mode lines that say they are inherited are not believed: they go, or, where the
    /// list is protected, stay as explicit ones. Placeholders stay as they are and match nobody.
    fn own_lines(&self, acl: &Acl, auto: bool, protected: bool) -> Vec<Ace> {
        acl.aces
            .iter()
            .filter(|ace| !auto || protected || !ace.is_inherited())
            .map(|ace| {
                let mut ace = attach_ace(ace, self.kind);
                if auto {
                    ace.flags = ace.flags.without(AceFlags::INHERITED);
                }
                ace
            })
            .collect()
    }
}

/// A creator below Medium labels what it makes with its own level, unless a label was passed or inherited.
fn with_label(sacl: AclState, creator: &Token) -> AclState {
    let is_label = |ace: &Ace| ace.kind == AceKind::MandatoryLabel && ace.is_live();
    let level = match creator.integrity {
        Some(level) if level < IntegrityLevel::MEDIUM => level,
        Some(_) | None => return sacl,
    };
    if sacl.aces().iter().any(is_label) {
        return sacl;
    }
    let mut aces = sacl.aces().to_vec();
    aces.push(Ace {
        kind: AceKind::MandatoryLabel,
        flags: AceFlags::NONE,
        mask: super::NO_WRITE_UP,
        sid: Sid::of(16, &[level.0]),
    });
    AclState::of(aces)
}

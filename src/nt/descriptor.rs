//! What stands on an object: its owner, its group and its two lists, with the three states a list can be in.

use super::{Ace, Sid};

/// The entries of a list, in stored order. An empty one lets nobody in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Acl {
    /// The revision byte that was read (2, or 4 with object entries); 0 lets the writer choose.
    pub revision: u8,
    /// The entries.
    pub aces: Vec<Ace>,
}

/// A list in a descriptor. The three states are never merged: without a DACL, or with a NULL one, everybody
/// may do everything; with an empty one nobody may do anything (access-control model, MS-DTYP 2.4.6).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum AclState {
    /// The "present" bit is clear.
    #[default]
    Absent,
    /// Present, and there is none: SDDL `NO_ACCESS_CONTROL`.
    Null,
    /// Present.
    Present(Acl),
}

impl AclState {
    /// The entries, none for a list that is absent or NULL. Callers that decide access must tell those apart.
    pub fn aces(&self) -> &[Ace] {
        match self {
            AclState::Absent | AclState::Null => &[],
            AclState::Present(acl) => &acl.aces,
        }
    }

    /// A present list of these entries.
    pub fn of(aces: Vec<Ace>) -> AclState {
        AclState::Present(Acl { revision: 0, aces })
    }
}

/// A security descriptor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SecurityDescriptor {
    /// The owner. `None` means that nobody owns the object, not that the owner is unknown.
    pub owner: Option<Sid>,
    /// The primary group, of interest to inheritance only.
    pub group: Option<Sid>,
    /// Who may do what.
    pub dacl: AclState,
    /// What is audited, and labels, attributes and policies.
    pub sacl: AclState,
    /// The control flags that are not told by the fields above.
    pub control: Control,
    /// Resource manager bits, 0 for none.
    pub resource_manager: u8,
}

/// Control flags of a descriptor, without "present" and "self-relative", which the form implies.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Control(pub u16);

impl Control {
    /// OD.
    pub const OWNER_DEFAULTED: Control = Control(0x0001);
    /// GD.
    pub const GROUP_DEFAULTED: Control = Control(0x0002);
    /// DD.
    pub const DACL_DEFAULTED: Control = Control(0x0008);
    /// SD.
    pub const SACL_DEFAULTED: Control = Control(0x0020);
    /// DT.
    pub const DACL_TRUSTED: Control = Control(0x0040);
    /// SS.
    pub const SERVER_SECURITY: Control = Control(0x0080);
    /// DC, SDDL `AR` in `D:`.
    pub const DACL_INHERIT_REQUIRED: Control = Control(0x0100);
    /// SC, SDDL `AR` in `S:`.
    pub const SACL_INHERIT_REQUIRED: Control = Control(0x0200);
    /// DI, SDDL `AI` in `D:`.
    pub const DACL_AUTO_INHERITED: Control = Control(0x0400);
    /// SI, SDDL `AI` in `S:`.
    pub const SACL_AUTO_INHERITED: Control = Control(0x0800);
    /// PD, SDDL `P` in `D:`: nothing is inherited.
    pub const DACL_PROTECTED: Control = Control(0x1000);
    /// PS, SDDL `P` in `S:`.
    pub const SACL_PROTECTED: Control = Control(0x2000);
    /// RM: the resource manager byte holds something.
    pub const RESOURCE_MANAGER_VALID: Control = Control(0x4000);

    /// Whether every flag of `other` is set.
    pub const fn contains(self, other: Control) -> bool {
        self.0 & other.0 == other.0
    }

    /// The flags of both.
    pub const fn union(self, other: Control) -> Control {
        Control(self.0 | other.0)
    }

    /// The flags that are here and not in `other`.
    pub const fn without(self, other: Control) -> Control {
        Control(self.0 & !other.0)
    }
}

impl std::fmt::Debug for Control {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:#06x}", self.0)
    }
}

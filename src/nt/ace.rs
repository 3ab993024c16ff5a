//! One line of a list: an access control entry, of every kind that Windows knows, and of those it does not.

use super::{AccessMask, Claim, Condition, Sid};

/// One access control entry (MS-DTYP 2.4.4).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ace {
    /// What the entry does, with the parts that only this kind has.
    pub kind: AceKind,
    /// Inheritance and audit flags.
    pub flags: AceFlags,
    /// The rights it speaks of; for a label the policy bits. None for a kind that we do not know.
    pub mask: AccessMask,
    /// Whom it speaks of. `S-1-0-0`, whom nobody is, for a kind that we do not know.
    pub sid: Sid,
}

/// What an entry does (the types of MS-DTYP 2.4.4.1, and three newer ones).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum AceKind {
    /// 0x00, SDDL `A`.
    Allow,
    /// 0x01, `D`.
    Deny,
    /// 0x02, `AU`.
    Audit,
    /// 0x03, `AL`.
    Alarm,
    /// 0x04: obsolete; both SIDs would have to match.
    AllowCompound {
        /// The kind of compound entry, 1 (impersonation) in all that were ever made.
        compound: u16,
        /// Two reserved bytes, kept.
        reserved: u16,
        /// The server's SID.
        server: Sid,
    },
    /// 0x05, `OA`.
    AllowObject(ObjectTypes),
    /// 0x06, `OD`.
    DenyObject(ObjectTypes),
    /// 0x07, `OU`.
    AuditObject(ObjectTypes),
    /// 0x08, `OL`.
    AlarmObject(ObjectTypes),
    /// 0x09, `XA`.
    AllowCallback(AppData),
    /// 0x0A, `XD`.
    DenyCallback(AppData),
    /// 0x0B, `ZA`.
    AllowCallbackObject(ObjectTypes, AppData),
    /// 0x0C.
    DenyCallbackObject(ObjectTypes, AppData),
    /// 0x0D, `XU`.
    AuditCallback(AppData),
    /// 0x0E.
    AlarmCallback(AppData),
    /// 0x0F.
    AuditCallbackObject(ObjectTypes, AppData),
    /// 0x10.
    AlarmCallbackObject(ObjectTypes, AppData),
    /// 0x11, `ML`: the SID is the integrity level, the mask the policy.
    MandatoryLabel,
    /// 0x12, `RA`: an attribute of the object, an operand of conditions. Kept as bytes where it cannot be read.
    ResourceAttribute(Result<Claim, Vec<u8>>),
    /// 0x13, `SP`: the central access policy that applies.
    ScopedPolicy,
    /// 0x14, `TL`: the process trust label.
    TrustLabel,
    /// 0x15, `FL`: an access filter.
    AccessFilter(AppData),
    /// Any other type: kept, never judged.
    Unknown {
        /// The type byte.
        type_byte: u8,
        /// All that follows the header.
        body: Vec<u8>,
    },
}

/// The GUIDs of an object entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ObjectTypes {
    /// The property, property set, class or extended right that the entry speaks of.
    pub object: Option<Guid>,
    /// The class of child that inherits the entry.
    pub inherited: Option<Guid>,
}

/// A GUID, its sixteen bytes as they are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Guid(pub [u8; 16]);

/// The application data behind a callback entry.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum AppData {
    /// A conditional expression: data that begins with `artx` and could be read to its end.
    Condition(Condition),
    /// Anything else, kept; in a check it counts as a condition that is unknown.
    Opaque(Vec<u8>),
}

/// The flags byte of an entry.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct AceFlags(pub u8);

impl AceFlags {
    /// No flag: the entry is for this object only.
    pub const NONE: AceFlags = AceFlags(0);
    /// `OI`: files below inherit it.
    pub const OBJECT_INHERIT: AceFlags = AceFlags(0x01);
    /// `CI`: folders below inherit it.
    pub const CONTAINER_INHERIT: AceFlags = AceFlags(0x02);
    /// `NP`: only the next level inherits it.
    pub const NO_PROPAGATE: AceFlags = AceFlags(0x04);
    /// `IO`: it does not count for this object.
    pub const INHERIT_ONLY: AceFlags = AceFlags(0x08);
    /// `ID`: it came from above.
    pub const INHERITED: AceFlags = AceFlags(0x10);
    /// `CR`: critical.
    pub const CRITICAL: AceFlags = AceFlags(0x20);
    /// `SA`: audit successes; on a filter, `TP`.
    pub const SUCCESSFUL_ACCESS: AceFlags = AceFlags(0x40);
    /// `FA`: audit failures.
    pub const FAILED_ACCESS: AceFlags = AceFlags(0x80);

    /// Whether every flag of `other` is set.
    pub const fn contains(self, other: AceFlags) -> bool {
        self.0 & other.0 == other.0
    }

    /// The flags of both.
    pub const fn union(self, other: AceFlags) -> AceFlags {
        AceFlags(self.0 | other.0)
    }

    /// The flags that are here and not in `other`.
    pub const fn without(self, other: AceFlags) -> AceFlags {
        AceFlags(self.0 & !other.0)
    }
}

impl std::ops::BitOr for AceFlags {
    type Output = AceFlags;
    fn bitor(self, other: AceFlags) -> AceFlags {
        self.union(other)
    }
}

impl std::fmt::Debug for AceFlags {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:#04x}", self.0)
    }
}

impl Ace {
    /// A plain allow line.
    pub fn allow(sid: Sid, mask: AccessMask, flags: AceFlags) -> Ace {
        Ace {
            kind: AceKind::Allow,
            flags,
            mask,
            sid,
        }
    }

    /// A plain deny line.
    pub fn deny(sid: Sid, mask: AccessMask, flags: AceFlags) -> Ace {
        Ace {
            kind: AceKind::Deny,
            flags,
            mask,
            sid,
        }
    }

    /// Whether the entry counts for the object that it stands on: all but inherit-only ones.
    pub fn is_live(&self) -> bool {
        !self.flags.contains(AceFlags::INHERIT_ONLY)
    }

    /// Whether the entry came from a folder above.
    pub fn is_inherited(&self) -> bool {
        self.flags.contains(AceFlags::INHERITED)
    }
}

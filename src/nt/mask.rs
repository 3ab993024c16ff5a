//! Which rights: an access mask as a set of thirty-two bits.

use std::fmt;

/// A set of rights on an object (MS-DTYP 2.4.3). What a bit means depends on the kind of object, see `rights`.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccessMask(pub u32);

impl AccessMask {
    /// No right.
    pub const NONE: AccessMask = AccessMask(0);
    /// Delete the object.
    pub const DELETE: AccessMask = AccessMask(0x0001_0000);
    /// Read owner, group, DACL and label.
    pub const READ_CONTROL: AccessMask = AccessMask(0x0002_0000);
    /// Change the DACL.
    pub const WRITE_DAC: AccessMask = AccessMask(0x0004_0000);
    /// Change owner, group and label.
    pub const WRITE_OWNER: AccessMask = AccessMask(0x0008_0000);
    /// Wait on the object.
    pub const SYNCHRONIZE: AccessMask = AccessMask(0x0010_0000);
    /// Read and change the SACL; only SeSecurityPrivilege gives it.
    pub const ACCESS_SYSTEM_SECURITY: AccessMask = AccessMask(0x0100_0000);
    /// In a request only: as much as can be had.
    pub const MAXIMUM_ALLOWED: AccessMask = AccessMask(0x0200_0000);
    /// All rights of the kind, before mapping.
    pub const GENERIC_ALL: AccessMask = AccessMask(0x1000_0000);
    /// Execution, before mapping.
    pub const GENERIC_EXECUTE: AccessMask = AccessMask(0x2000_0000);
    /// Writing, before mapping.
    pub const GENERIC_WRITE: AccessMask = AccessMask(0x4000_0000);
    /// Reading, before mapping.
    pub const GENERIC_READ: AccessMask = AccessMask(0x8000_0000);
    /// The four generic bits.
    pub const GENERIC: AccessMask = AccessMask(0xF000_0000);

    /// Whether every bit of `other` is here.
    pub const fn contains(self, other: AccessMask) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether some bit of `other` is here.
    pub const fn intersects(self, other: AccessMask) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether no bit is here.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The bits of both.
    pub const fn union(self, other: AccessMask) -> AccessMask {
        AccessMask(self.0 | other.0)
    }

    /// The bits that are here and not in `other`.
    pub const fn without(self, other: AccessMask) -> AccessMask {
        AccessMask(self.0 & !other.0)
    }

    /// The single bits, lowest first.
    pub fn bits(self) -> impl Iterator<Item = AccessMask> {
        (0..32)
            .map(|n| AccessMask(1 << n))
            .filter(move |bit| self.intersects(*bit))
    }
}

impl std::ops::BitOr for AccessMask {
    type Output = AccessMask;
    fn bitor(self, other: AccessMask) -> AccessMask {
        self.union(other)
    }
}

impl std::ops::BitOrAssign for AccessMask {
    fn bitor_assign(&mut self, other: AccessMask) {
        self.0 |= other.0;
    }
}

impl std::ops::BitAnd for AccessMask {
    type Output = AccessMask;
    fn bitand(self, other: AccessMask) -> AccessMask {
        AccessMask(self.0 & other.0)
    }
}

impl fmt::Display for AccessMask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "0x{:08x}", self.0)
    }
}

impl fmt::Debug for AccessMask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#x}", self.0)
    }
}

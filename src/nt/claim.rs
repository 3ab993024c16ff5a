//! Attributes of users, devices and objects: the operands of conditional lines (MS-DTYP 2.4.10.1).

use super::Sid;

/// A named attribute with its values, all of one type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Claim {
    /// The name, compared without regard to case.
    pub name: String,
    /// CLAIM_SECURITY_ATTRIBUTE flags, kept; 0x2 makes string comparison case-sensitive.
    pub flags: u32,
    /// The values.
    pub values: ClaimValues,
}

/// The values of an attribute.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ClaimValues {
    /// Type 1.
    Integers(Vec<i64>),
    /// Type 2.
    Unsigned(Vec<u64>),
    /// Type 3.
    Strings(Vec<String>),
    /// Type 5.
    Sids(Vec<Sid>),
    /// Type 6.
    Booleans(Vec<bool>),
    /// Type 16.
    Octets(Vec<Vec<u8>>),
}

/// What a token says of its user and of the device that it came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// `@User.…`
    pub user: Vec<Claim>,
    /// `@Device.…`
    pub device: Vec<Claim>,
    /// Attributes without a prefix, which an application hands to the check.
    pub local: Vec<Claim>,
}

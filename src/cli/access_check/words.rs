//! The words of a case: names and numbers in JSON, read straight into what they mean.
//!
//! Each reads a borrowed string and keeps nothing of it, so that a case costs no more memory than its token.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

use crate::cli::args::object_kind;
use crate::nt::{
    AccessMask, AliasError, Domains, GroupAttributes, IntegrityLevel, ObjectKind, Privilege, Sid,
    by_alias,
};

/// Something that is written as a string, some of it as a number too.
pub(super) trait Word: Sized {
    /// What has to stand there.
    const EXPECTED: &'static str;

    /// From a string.
    ///
    /// # Errors
    /// The sentence that says what is wrong.
    fn from_text(text: &str) -> Result<Self, String>;

    /// From a number, where one may stand.
    fn from_number(_: u32) -> Option<Self> {
        None
    }
}

/// A word as serde reads it.
pub(super) struct Of<T>(pub(super) T);

impl<'de, T: Word> Deserialize<'de> for Of<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Of<T>, D::Error> {
        deserializer.deserialize_any(Reading(PhantomData))
    }
}

struct Reading<T>(PhantomData<T>);

impl<T: Word> Visitor<'_> for Reading<T> {
    type Value = Of<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Of<T>, E> {
        T::from_text(text).map(Of).map_err(E::custom)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Of<T>, E> {
        u32::try_from(number)
            .ok()
            .and_then(T::from_number)
            .map(Of)
            .ok_or_else(|| {
                let found = serde::de::Unexpected::Unsigned(number);
                E::invalid_value(found, &T::EXPECTED)
            })
    }
}

impl Word for Sid {
    const EXPECTED: &'static str =
        "a SID, `S-1-5-32-545`, or two letters that stand for one everywhere, `BU`";

    fn from_text(text: &str) -> Result<Sid, String> {
        if text.len() != 2 {
            return text
                .parse()
                .map_err(|error: crate::nt::SidError| format!("`{text}` is no SID: {error}"));
        }
        by_alias(text, &Domains::NONE).map_err(|error| match error {
            AliasError::Unknown => format!("no account has the letters `{text}`"),
            AliasError::NeedsDomain(role) => {
                format!("`{text}` is an account of {role}; write its SID")
            }
        })
    }
}

impl Word for ObjectKind {
    const EXPECTED: &'static str = "a kind of object";

    fn from_text(text: &str) -> Result<ObjectKind, String> {
        object_kind(text)
    }
}

impl Word for AccessMask {
    const EXPECTED: &'static str = "a mask: a number of 32 bits, or a string such as `0x120089`";

    fn from_text(text: &str) -> Result<AccessMask, String> {
        text.strip_prefix("0x")
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .map(AccessMask)
            .ok_or_else(|| {
                format!("`{text}` is no mask; write a number, or `0x` and up to eight digits")
            })
    }

    fn from_number(number: u32) -> Option<AccessMask> {
        Some(AccessMask(number))
    }
}

impl Word for IntegrityLevel {
    const EXPECTED: &'static str = "an integrity level: a name or the last number of its SID";

    fn from_text(text: &str) -> Result<IntegrityLevel, String> {
        Ok(match text {
            "untrusted" => IntegrityLevel::UNTRUSTED,
            "low" => IntegrityLevel::LOW,
            "medium" => IntegrityLevel::MEDIUM,
            "medium-plus" => IntegrityLevel::MEDIUM_PLUS,
            "high" => IntegrityLevel::HIGH,
            "system" => IntegrityLevel::SYSTEM,
            "protected" => IntegrityLevel::PROTECTED,
            _ => {
                return Err(format!(
                    "no integrity level is called `{text}`; there are untrusted, low, medium, medium-plus, high, \
                     system, protected, and numbers"
                ));
            }
        })
    }

    fn from_number(number: u32) -> Option<IntegrityLevel> {
        Some(IntegrityLevel(number))
    }
}

impl Word for Privilege {
    const EXPECTED: &'static str = "a privilege, `SeSecurityPrivilege`";

    fn from_text(text: &str) -> Result<Privilege, String> {
        Privilege::by_name(text).ok_or_else(|| format!("no privilege is called `{text}`"))
    }
}

/// One word of a list of attributes.
impl Word for GroupAttributes {
    const EXPECTED: &'static str = "an attribute of a group";

    fn from_text(text: &str) -> Result<GroupAttributes, String> {
        Ok(match text {
            "enabled" => GroupAttributes::ENABLED,
            "deny-only" => GroupAttributes::USE_FOR_DENY_ONLY,
            "owner" => GroupAttributes::OWNER,
            "mandatory" => GroupAttributes::MANDATORY,
            _ => {
                return Err(format!(
                    "no attribute is called `{text}`; there are enabled, deny-only, owner and mandatory, and `[]` \
                     for a disabled group"
                ));
            }
        })
    }
}

/// Whether a token's integrity level counts.
pub(super) struct NoWriteUp(pub(super) bool);

impl Word for NoWriteUp {
    const EXPECTED: &'static str = "a policy, `off` or `on`";

    fn from_text(text: &str) -> Result<NoWriteUp, String> {
        match text {
            "off" => Ok(NoWriteUp(false)),
            "on" => Ok(NoWriteUp(true)),
            _ => Err(format!("a policy is `off` or `on`, not `{text}`")),
        }
    }
}

//! What can be wrong with a text, and what a text cannot say.

use std::fmt;
use std::ops::Range;

use crate::nt::{DomainRole, SidError};

/// Why a text is no SDDL, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SddlError {
    /// The bytes of the text that are wrong; empty at its end.
    pub at: Range<usize>,
    /// Those bytes.
    pub found: String,
    /// What is wrong with them.
    pub problem: SddlProblem,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SddlProblem {
    /// Something else was expected here.
    Expected(&'static str),
    /// No part of a descriptor begins so.
    Component,
    /// A part stands there twice.
    Repeated,
    /// No such type of entry.
    Type,
    /// An entry of the other list.
    WrongList {
        /// Whether it stands in `D:`.
        in_dacl: bool,
    },
    /// No such entry flag.
    Flag,
    /// No such right.
    Right,
    /// A blank where Windows refuses one.
    Blank,
    /// A GUID on an entry that has none.
    NoGuidHere,
    /// No account has these letters.
    Alias,
    /// An account of a domain whose SID was not given.
    NeedsDomain(DomainRole),
    /// A SID that cannot be.
    Sid(SidError),
    /// A number that does not fit.
    NumberTooLarge,
    /// A `!` that does not stand before a bracket.
    NotBracket,
    /// An attribute without `@` on the right of an operator.
    LocalOnTheRight,
    /// Too many open brackets.
    TooDeep,
    /// An entry with a condition where its type has none.
    NoConditionHere,
}

impl SddlError {
    /// The sentence: what is wrong, with the text's own words.
    pub fn message(&self) -> String {
        let found = &self.found;
        match &self.problem {
            SddlProblem::Expected(what) if found.is_empty() => {
                format!("expected {what}, but the text ends")
            }
            SddlProblem::Expected(what) => format!("expected {what}, not `{found}`"),
            SddlProblem::Component => format!("`{found}` begins no part of a descriptor"),
            SddlProblem::Repeated => format!("`{found}` stands there twice"),
            SddlProblem::Type => format!("no entry has the type `{found}`"),
            SddlProblem::WrongList { in_dacl: true } => {
                format!("an entry of type `{found}` cannot stand in `D:`")
            }
            SddlProblem::WrongList { in_dacl: false } => {
                format!("an entry of type `{found}` cannot stand in `S:`")
            }
            SddlProblem::Flag => format!("no entry has the flag `{found}`"),
            SddlProblem::Right => format!("no right is called `{found}`"),
            SddlProblem::Blank => "Windows refuses a blank here".to_owned(),
            SddlProblem::NoGuidHere => {
                format!("an entry of this type has no GUID, but here is `{found}`")
            }
            SddlProblem::Alias => format!("no account has the letters `{found}`"),
            SddlProblem::NeedsDomain(role) => {
                format!("`{found}` is an account of {role}, whose SID is not known")
            }
            SddlProblem::Sid(error) => format!("`{found}` is no SID: {}", error.reason()),
            SddlProblem::NumberTooLarge => format!("`{found}` does not fit into 64 bits"),
            SddlProblem::NotBracket => "`!` needs a bracket after it".to_owned(),
            SddlProblem::LocalOnTheRight => {
                format!("`{found}` stands on the right of an operator without `@`")
            }
            SddlProblem::TooDeep => "more than 64 brackets are open".to_owned(),
            SddlProblem::NoConditionHere => "an entry of this type has six fields".to_owned(),
        }
    }

    /// What to write instead, where that can be said.
    pub fn help(&self) -> Option<String> {
        let help = match &self.problem {
            SddlProblem::Component => match self.found.as_str() {
                "o" | "g" | "d" | "s" => format!("write `{}:`", self.found.to_uppercase()),
                _ => "a descriptor is `O:` owner, `G:` group, `D:` list, `S:` list".to_owned(),
            },
            SddlProblem::Type => {
                "types are A D OA OD XA XD ZA in `D:`, AU AL OU OL XU ML RA SP TL FL in `S:`"
                    .to_owned()
            }
            SddlProblem::WrongList { in_dacl: true } => {
                "audit entries, labels, attributes and policies stand in `S:`".to_owned()
            }
            SddlProblem::WrongList { in_dacl: false } => {
                "entries that allow or deny stand in `D:`".to_owned()
            }
            SddlProblem::Flag => "flags are OI CI NP IO ID CR SA FA, in capitals".to_owned(),
            SddlProblem::Right => {
                "rights are numbers, or letters such as GA, FA, FR, KA, RC, WD, CC".to_owned()
            }
            SddlProblem::Alias => {
                "an account is written as S-1-… or as two letters such as BA".to_owned()
            }
            SddlProblem::NeedsDomain(role) => match role {
                DomainRole::Machine => "say which: `machine sid S-1-5-21-…`".to_owned(),
                DomainRole::Domain | DomainRole::ForestRoot => {
                    "say which: `domain NAME has sid S-1-5-21-…`".to_owned()
                }
            },
            SddlProblem::NotBracket => "write `!(…)`".to_owned(),
            SddlProblem::LocalOnTheRight => {
                "on the right stand values, or @User. @Device. @Resource. attributes".to_owned()
            }
            SddlProblem::NoConditionHere => {
                "conditions need the types XA, XD, ZA, XU or FL, attributes the type RA".to_owned()
            }
            SddlProblem::Expected(_)
            | SddlProblem::Repeated
            | SddlProblem::Blank
            | SddlProblem::NoGuidHere
            | SddlProblem::Sid(_)
            | SddlProblem::NumberTooLarge
            | SddlProblem::TooDeep => return None,
        };
        Some(help)
    }
}

impl fmt::Display for SddlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (at character {})", self.message(), self.at.start + 1)
    }
}

impl std::error::Error for SddlError {}

/// What of a descriptor cannot be said in SDDL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsayable {
    /// Where it stands.
    pub place: UnsayablePlace,
    /// Why.
    pub why: UnsayableWhy,
}

/// A part of a descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnsayablePlace {
    /// The owner.
    Owner,
    /// The group.
    Group,
    /// An entry of the DACL, counted from 0.
    Dacl(usize),
    /// An entry of the SACL, counted from 0.
    Sacl(usize),
}

/// Why an entry cannot be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnsayableWhy {
    /// SDDL has no letters for its type.
    Type,
    /// It stands in a list that SDDL does not allow it in.
    WrongList,
    /// Its data are no condition.
    Data,
    /// Its condition is not one that text can express.
    Condition,
    /// Its attribute could not be read, or has a name or text with a quotation mark.
    Attribute,
    /// A SID without sub-authorities.
    Sid,
}

impl fmt::Display for Unsayable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            UnsayablePlace::Owner => f.write_str("the owner")?,
            UnsayablePlace::Group => f.write_str("the group")?,
            UnsayablePlace::Dacl(line) => write!(f, "entry {} of the DACL", line + 1)?,
            UnsayablePlace::Sacl(line) => write!(f, "entry {} of the SACL", line + 1)?,
        }
        f.write_str(" cannot be said in SDDL: ")?;
        f.write_str(match self.why {
            UnsayableWhy::Type => "its type has no letters",
            UnsayableWhy::WrongList => "its type belongs into the other list",
            UnsayableWhy::Data => "its data are no condition",
            UnsayableWhy::Condition => "its condition has no form in text",
            UnsayableWhy::Attribute => "its attribute has no form in text",
            UnsayableWhy::Sid => "a SID without sub-authorities has no form in text",
        })
    }
}

impl std::error::Error for Unsayable {}

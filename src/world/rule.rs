//! What Windows and IIS do, in a sentence of our own with the document that says so.

use std::fmt;

/// A rule of Windows or IIS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rule {
    /// What it says.
    pub says: &'static str,
    /// Which document says so.
    pub source: &'static str,
}

impl Rule {
    /// A rule with its document.
    pub const fn of(says: &'static str, source: &'static str) -> Rule {
        Rule { says, source }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.says, self.source)
    }
}

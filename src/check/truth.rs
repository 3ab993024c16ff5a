//! Three values: what holds in every completion of what is known, in none, or in some.

use crate::{query::Verdict, text::Diagnostic};

/// Whether something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Truth {
    /// In every completion.
    Holds,
    /// In none.
    Fails,
    /// In some.
    Open,
}

/// Why a clause was not evaluated to its end.
#[derive(Clone, Debug)]
pub enum Stop {
    /// A name in it is unknown, or a verb means nothing there.
    Wrong(Box<Diagnostic>),
    /// A budget was used up, or somebody interrupted.
    Interrupted,
}

impl From<Box<Diagnostic>> for Stop {
    fn from(complaint: Box<Diagnostic>) -> Stop {
        Stop::Wrong(complaint)
    }
}

impl Truth {
    /// `true` holds.
    pub fn of(known: bool) -> Truth {
        if known { Truth::Holds } else { Truth::Fails }
    }

    /// What a verdict comes to.
    pub fn of_verdict(verdict: Verdict) -> Truth {
        match verdict {
            Verdict::Yes => Truth::Holds,
            Verdict::No(_) => Truth::Fails,
            Verdict::Unknown => Truth::Open,
        }
    }

    /// The opposite.
    #[must_use]
    pub fn denied(self) -> Truth {
        match self {
            Truth::Holds => Truth::Fails,
            Truth::Fails => Truth::Holds,
            Truth::Open => Truth::Open,
        }
    }
}

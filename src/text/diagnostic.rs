//! A complaint as plain data: headline, place, help. Whoever shows it decides how it looks.

use super::Place;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing is lost.
    Note,
    /// Something was not understood or not used; the answer says where that matters.
    Warning,
    /// It cannot go on as asked.
    Error,
}

/// What is wrong with something that somebody wrote or handed over.
///
/// The headline is lower case without a full stop, with the user's words in backticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// A stable name, `unknown-name`.
    pub code: &'static str,
    /// What is wrong, in one line.
    pub headline: String,
    /// Where.
    pub place: Option<Place>,
    /// What to write under the underlined words.
    pub label: String,
    /// Names or words that may have been meant, the nearest first.
    pub candidates: Vec<String>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error with this headline.
    pub fn error(code: &'static str, headline: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: Severity::Error,
            code,
            headline: headline.into(),
            place: None,
            label: String::new(),
            candidates: Vec::new(),
            help: None,
        }
    }

    /// A warning with this headline.
    pub fn warning(code: &'static str, headline: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: Severity::Warning,
            ..Diagnostic::error(code, headline)
        }
    }

    /// A note with this headline.
    pub fn note(code: &'static str, headline: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: Severity::Note,
            ..Diagnostic::error(code, headline)
        }
    }

    /// At this place, with these words under it.
    #[must_use]
    pub fn at(mut self, place: Place, label: impl Into<String>) -> Diagnostic {
        self.place = Some(place);
        self.label = label.into();
        self
    }

    /// With this help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }

    /// With what may have been meant.
    #[must_use]
    pub fn candidates(mut self, candidates: Vec<String>) -> Diagnostic {
        self.candidates = candidates;
        self
    }
}

//! What serves a URL, as it is written: the process, the threads, whose request it is, and the stages of a request.

use super::syntax::Account;
pub use crate::iis::request::Stage;

/// What of a URL's process acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// `the process of URL`
    Process,
    /// `the thread of URL`: with the token that a request puts on it.
    Thread,
    /// `a worker thread of URL`: one that the code starts.
    WorkerThread,
}

impl Part {
    /// Every part.
    pub const ALL: [Part; 3] = [Part::Process, Part::Thread, Part::WorkerThread];

    /// The words before the URL.
    pub fn words(self) -> &'static str {
        match self {
            Part::Process => "the process of",
            Part::Thread => "the thread of",
            Part::WorkerThread => "a worker thread of",
        }
    }
}

/// Whose request it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Requester {
    /// `requested by anonymous`
    Anonymous,
    /// `requested by joe`
    Account(Account),
}

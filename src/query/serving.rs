//! What serves a URL, as it is written: the process, the threads, whose request it is, and the stages of a request.

use super::syntax::Account;

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

/// What a request goes through, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// The configuration is read.
    Configuration,
    /// Who asks is found out.
    Authentication,
    /// A static file is opened.
    StaticFile,
    /// A script is opened by its engine.
    Script,
    /// The application's code runs.
    Code,
    /// The code has reverted to the process.
    AfterRevert,
    /// A page is compiled.
    Compilation,
    /// What was made is kept.
    Cache,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Stage; 8] = [
        Stage::Configuration,
        Stage::Authentication,
        Stage::StaticFile,
        Stage::Script,
        Stage::Code,
        Stage::AfterRevert,
        Stage::Compilation,
        Stage::Cache,
    ];

    /// As it is written.
    pub fn words(self) -> &'static str {
        match self {
            Stage::Configuration => "configuration",
            Stage::Authentication => "authentication",
            Stage::StaticFile => "static file",
            Stage::Script => "script",
            Stage::Code => "code",
            Stage::AfterRevert => "after revert",
            Stage::Compilation => "compilation",
            Stage::Cache => "cache",
        }
    }
}

//! What has to go well for a request, step by step: which token, which object, which rights, and what IIS answers otherwise.
//!
//! No access is checked here. A step tells what is asked; whoever has tokens and lists answers it.

use super::{response::Response, settings::Configured, stage::Stage};
use crate::{
    nt::{AccessMask, Privilege},
    world::{FactId, Handler, Logon, MappedUrl, Name, ObjectNoun, ProcessId, Who, WinPath},
};

/// GENERIC_READ of a file: what IIS asks for a file that it sends or hands to an engine.
pub const READ: AccessMask = AccessMask(0x0012_0089);
/// GENERIC_READ and GENERIC_EXECUTE of a file: what starting a program asks.
pub const READ_AND_EXECUTE: AccessMask = AccessMask(0x0012_00A9);
/// What writing a file into a cache asks of its folder: FILE_ADD_FILE.
pub const ADD_FILE: AccessMask = AccessMask(0x0000_0002);

/// Who sends a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Requester {
    /// Nobody in particular; never asked to authenticate.
    Anonymous,
    /// Somebody who authenticates by the site's scheme; anonymous is not tried first.
    Authenticated,
}

/// What hosting says of a URL, as far as its stages need it.
#[derive(Clone, Debug, PartialEq)]
pub struct Served {
    /// Where the URL leads.
    pub mapped: MappedUrl,
    /// Its path, as asked.
    pub url: Name,
    /// What handles it; `None` for static content.
    pub handler: Option<Handler>,
    /// The process that is the server's core for it.
    pub core: Option<ProcessId>,
    /// The process in which its code runs; `None` where each request has one of its own, or nobody knows.
    pub host: Option<ProcessId>,
    /// The pool that must be there to serve it, from 6.0 on.
    pub pool: Option<Name>,
}

/// Whose token a step is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Whose {
    /// That process's; `None` where nobody knows which it is.
    Process(Option<ProcessId>),
    /// An account's that the configuration names, logged on so.
    Account(Who, Logon),
    /// The one who asks, logged on so.
    Client(Logon),
    /// The account of this machine in its domain.
    Machine,
    /// Nobody's: an anonymous logon.
    Nobody,
}

/// What a step asks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Ask {
    /// To open an object.
    Open {
        /// Which.
        path: WinPath,
        /// What it is, where that is known.
        noun: Option<ObjectNoun>,
        /// With which rights.
        rights: AccessMask,
    },
    /// To be logged on.
    LogOn(Logon),
    /// To hold these privileges.
    Hold(&'static [Privilege]),
    /// The pool has to start.
    Start(Name),
    /// Nothing is asked: it is refused by what is configured, in a sentence.
    Refused(String),
    /// Nothing is asked: it is told who it is.
    Nothing,
}

/// One step of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// In which stage.
    pub stage: Stage,
    /// Whose token.
    pub whose: Whose,
    /// What that token is here: `the user of the request`, `the worker process`.
    pub role: &'static str,
    /// What is asked of it.
    pub ask: Ask,
    /// What IIS answers if it is refused.
    pub refused: Response,
    /// Whether a refusal is a refusal of the request.
    pub decides: bool,
    /// The rule that makes this step, with its citation.
    pub rule: &'static str,
    /// What somebody told us that makes it so.
    pub facts: Vec<FactId>,
}

/// A request in steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What serves it.
    pub served: Served,
    /// Who sends it.
    pub requester: Requester,
    /// What is configured for it.
    pub configured: Configured,
    /// The steps, in the order in which IIS takes them.
    pub steps: Vec<Step>,
    /// Whose token content is opened with.
    pub user: Whose,
    /// Whether a browser that is refused as anonymous could authenticate: the schemes, in words.
    pub falls_through_to: Vec<&'static str>,
    /// What else to know.
    pub remarks: Vec<&'static str>,
}

impl Plan {
    /// The steps of a stage.
    pub fn of(&self, stage: Stage) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(move |step| step.stage == stage)
    }
}

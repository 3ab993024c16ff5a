//! What has to go well for a request, step by step: which token, which object, which rights, and what IIS answers otherwise.
//!
//! No access is checked here. A step tells what is asked; whoever has lists answers it.

use super::{files::Governing, response::Response, stage::Stage};
use crate::{
    iis::{Bearer, Hosting, Requester, Rule},
    nt::{AccessMask, Privilege},
    world::{FactId, LogonMethod, Name, ObjectNoun, ProcessId, Scheme, WinPath},
};

/// GENERIC_READ of a file: what IIS asks for a file that it sends or hands to an engine.
pub const READ: AccessMask = AccessMask(0x0012_0089);
/// GENERIC_READ and GENERIC_EXECUTE of a file: what starting a program asks.
pub const READ_AND_EXECUTE: AccessMask = AccessMask(0x0012_00A9);
/// What keeping something in a cache asks of its folder: FILE_ADD_FILE.
pub const ADD_FILE: AccessMask = AccessMask(0x0000_0002);

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
    /// To be logged on in that way.
    LogOn(LogonMethod),
    /// To hold these privileges.
    Hold(&'static [Privilege]),
    /// The pool has to start.
    Start(Name),
    /// The process of its code has to start, which is not the server's own.
    Process(ProcessId),
    /// Nothing is asked: it is refused by what is configured, in a sentence.
    Refused(String),
    /// Nothing is asked: it is told who it is.
    Nothing,
}

/// One step of a request.
#[derive(Clone, Debug)]
pub struct Step {
    /// In which stage.
    pub stage: Stage,
    /// Whose token; `None` where nobody knows.
    pub bearer: Option<Bearer>,
    /// What that token is here: `the user of the request`, `the worker process`.
    pub role: &'static str,
    /// What is asked of it.
    pub ask: Ask,
    /// What IIS answers if it is refused.
    pub refused: Response,
    /// Whether a refusal is a refusal of the request.
    pub decides: bool,
    /// The rule that makes this step.
    pub rule: Rule,
    /// What somebody told us that makes it so.
    pub facts: Vec<FactId>,
}

/// A request in steps, made in one of the ways that the site offers.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What serves it.
    pub hosting: Hosting,
    /// Who sends it.
    pub requester: Requester,
    /// By which scheme the sender authenticates; `None` for an anonymous request.
    pub scheme: Option<Scheme>,
    /// The web.config files on the way.
    pub governing: Governing,
    /// The steps, in the order in which IIS takes them.
    pub steps: Vec<Step>,
    /// What else to know.
    pub remarks: Vec<&'static str>,
}

impl Plan {
    /// The steps of a stage.
    pub fn of(&self, stage: Stage) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(move |step| step.stage == stage)
    }
}

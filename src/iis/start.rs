//! Does it start? A pool's worker, a service, a component's server: each needs a logon, and a logon needs several things.
//!
//! The answer is a list of conditions in the order in which Windows and IIS ask them, each with the facts and rules that it stands on and
//! with what is logged where it fails. What is not known stays open, and the conditions are judged together: the same unknown
//! membership may give a right and take it away.

mod account;
mod application;
mod component;
mod logged;
mod pool;
mod service;

pub use account::{LogonFailures, account, needs_password};
pub use application::{application, process};
pub use component::component;
pub use logged::Logged;
pub use pool::pool;
pub use service::{service, token_of_service};

use std::collections::BTreeSet;

use crate::{
    iis::NoHost,
    nt::{Sid, Unknown},
    world::{FactId, Logon, Name, PrincipalId, TokenFacts},
};

/// What must hold for something to start.
#[derive(Clone, Debug)]
pub struct Conditions {
    /// What is to start.
    pub what: Starting,
    /// The account that is logged on for it; `None` where none is, or nobody knows which.
    pub account: Option<PrincipalId>,
    /// How it is logged on.
    pub logon: Option<Logon>,
    /// The token that it gets, or would get.
    pub token: Option<TokenFacts>,
    /// The conditions, in the order in which they are asked.
    pub conditions: Vec<Condition>,
}

/// What is to start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Starting {
    /// The worker process of a pool.
    Pool(Name),
    /// A service.
    Service(Name),
    /// A component's server.
    Component(Name),
    /// The processes of an application, by its site and URL.
    Application(Name),
    /// A process of an account, whatever it is.
    Account(PrincipalId),
}

/// One condition.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Which one.
    pub kind: ConditionKind,
    /// What is needed, as a clause: `svc may log on as a batch job (SeBatchLogonRight)`.
    pub needs: String,
    /// Whether it holds.
    pub holds: Holds,
    /// What it stands on.
    pub because: Vec<Basis>,
    /// What is not known, where it is open.
    pub gaps: Vec<OpenEnd>,
    /// What Windows or IIS logs where it does not hold.
    pub logged: Vec<Logged>,
}

/// The conditions that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ConditionKind {
    /// It is known, and this version has it.
    Identity,
    /// It is an account that can log on, not a group.
    Account,
    /// What is to start is not switched off.
    Enabled,
    /// The account is not disabled.
    AccountEnabled,
    /// The stored password is right.
    Password,
    /// A right to log on in that way.
    LogonRight,
    /// No right that forbids it.
    NotDenied,
    /// The group of workers of IIS 6.0.
    GroupOfWorkers,
    /// Somebody is at the console.
    Console,
}

/// Whether a condition holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holds {
    /// In every completion of what is known.
    Yes,
    /// In none.
    No,
    /// If one of these memberships is real.
    IfAny(Vec<Unknown>),
    /// Unless one of these memberships is real.
    UnlessAny(Vec<Unknown>),
    /// It is not known, and hangs on no membership.
    Unknown,
}

/// What a condition stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    /// In a sentence, with the citation where it is a rule.
    pub says: String,
    /// The SID of the token that matters, for whoever wants to know why it is there.
    pub holder: Option<Sid>,
    /// The facts.
    pub facts: Vec<FactId>,
}

/// What is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenEnd {
    /// A membership, by its number in the token.
    Membership(Unknown),
    /// Something else: what, and the fact that leaves it open.
    Other(String, Option<FactId>),
}

/// What the conditions come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Starts {
    /// In every completion.
    Yes,
    /// In none.
    No,
    /// In some.
    Unknown,
}

/// Why the question has no answer: there is no such thing here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotHere {
    /// Nobody said which IIS this is.
    NoVersion,
    /// Pools begin with the worker process mode of IIS 6.0.
    NoPools,
    /// Nothing is called so.
    Unknown,
    /// No process hosts it, and why.
    NoHost(NoHost),
}

impl Conditions {
    /// Whether it starts, exactly: every completion of the unknown memberships is thought of at once.
    ///
    /// A condition that hangs on memberships wants one of some, or none of others. All can hold together if each that wants one can
    /// have one that no other forbids.
    pub fn starts(&self) -> Starts {
        let mut all = true;
        let mut forbidden: BTreeSet<Unknown> = BTreeSet::new();
        for condition in &self.conditions {
            match &condition.holds {
                Holds::Yes => {}
                Holds::No => return Starts::No,
                Holds::IfAny(_) | Holds::Unknown => all = false,
                Holds::UnlessAny(unknowns) => {
                    all = false;
                    forbidden.extend(unknowns);
                }
            }
        }
        let possible = self
            .conditions
            .iter()
            .all(|condition| match &condition.holds {
                Holds::IfAny(unknowns) => {
                    unknowns.iter().any(|unknown| !forbidden.contains(unknown))
                }
                Holds::Yes | Holds::No | Holds::UnlessAny(_) | Holds::Unknown => true,
            });
        match (all, possible) {
            (true, _) => Starts::Yes,
            (false, false) => Starts::No,
            (false, true) => Starts::Unknown,
        }
    }

    /// The conditions that keep it from starting: those that fail; where none does alone, those that are open.
    pub fn failing(&self) -> impl Iterator<Item = &Condition> {
        let failed = self
            .conditions
            .iter()
            .any(|condition| condition.holds == Holds::No);
        self.conditions
            .iter()
            .filter(move |condition| match condition.holds {
                Holds::Yes => false,
                Holds::No => true,
                Holds::IfAny(_) | Holds::UnlessAny(_) | Holds::Unknown => !failed,
            })
    }
}

impl Condition {
    /// A condition that holds.
    fn met(kind: ConditionKind, needs: impl Into<String>, because: Vec<Basis>) -> Condition {
        Condition {
            kind,
            needs: needs.into(),
            holds: Holds::Yes,
            because,
            gaps: Vec::new(),
            logged: Vec::new(),
        }
    }

    /// A condition that does not hold, with what is logged then.
    fn failed(
        kind: ConditionKind,
        needs: impl Into<String>,
        because: Vec<Basis>,
        logged: Vec<Logged>,
    ) -> Condition {
        Condition {
            holds: Holds::No,
            logged,
            ..Condition::met(kind, needs, because)
        }
    }

    /// A condition of which nobody knows whether it holds.
    fn open(
        kind: ConditionKind,
        needs: impl Into<String>,
        gap: OpenEnd,
        logged: Vec<Logged>,
    ) -> Condition {
        Condition {
            holds: Holds::Unknown,
            gaps: vec![gap],
            logged,
            ..Condition::met(kind, needs, Vec::new())
        }
    }
}

impl Basis {
    /// A rule of Windows or IIS.
    fn rule(says: impl Into<String>) -> Basis {
        Basis {
            says: says.into(),
            holder: None,
            facts: Vec::new(),
        }
    }

    /// Something that somebody said.
    fn said(says: impl Into<String>, facts: Vec<FactId>) -> Basis {
        Basis {
            says: says.into(),
            holder: None,
            facts,
        }
    }
}

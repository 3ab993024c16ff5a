//! A clause as it was written: every node with the place where it stands. Nothing is looked up here.
//!
//! Equality ignores places, so that a clause equals what is read from its printed form.

use crate::{
    query::syntax::{Actor, ActorKind, Core, Modifier, Set, Written},
    text::Source,
    world::Name,
};

/// What a sentence of an `.inv` file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// `assert`: it must hold in one world.
    Assert,
    /// `invariant`: is there any world in which it fails?
    Invariant,
}

/// A sentence of an `.inv` file: `assert "NAME": CLAUSE`.
#[derive(Clone, Debug)]
pub struct Insisted {
    /// What it is for.
    pub purpose: Purpose,
    /// What it is called.
    pub name: Written<String>,
    /// What must hold.
    pub clause: Written<Clause>,
    /// The lines of the file that it stands on: the spans of its nodes are places in them.
    pub source: Source,
    /// The number of the first of these lines, from 1.
    pub line: u32,
}

impl PartialEq for Insisted {
    fn eq(&self, other: &Insisted) -> bool {
        self.purpose == other.purpose && self.name == other.name && self.clause == other.clause
    }
}

/// A claim, or several put together.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "most clauses are what is said, and boxes would stand around nearly all of them"
)]
pub enum Clause {
    /// `if PREMISE then CONCLUSION`
    If {
        /// What is supposed.
        premise: Box<Written<Clause>>,
        /// What follows.
        conclusion: Box<Written<Clause>>,
    },
    /// `for every pool P and every other pool Q where CLAUSE: CLAUSE`
    For {
        /// Whom it ranges over; never empty.
        ranges: Vec<Written<Ranged>>,
        /// Only those of whom this holds.
        such_that: Option<Box<Written<Clause>>>,
        /// What is claimed of them.
        body: Box<Written<Clause>>,
    },
    /// All of them; at least two.
    And(Vec<Written<Clause>>),
    /// One of them; at least two.
    Or(Vec<Written<Clause>>),
    /// `not CLAUSE`
    Not(Box<Written<Clause>>),
    /// `pool A can read C:\x`
    Said(Said),
}

/// `every pool P`, `some other site S`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranged {
    /// Whether it is said of every one; else of at least one.
    pub every: bool,
    /// Only those who are no other variable of the same kind.
    pub other: bool,
    /// Of which kind.
    pub kind: ClauseKind,
    /// What it is called in what follows.
    pub variable: Name,
}

/// What a clause can range over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ClauseKind {
    /// Those who act.
    Actor(ActorKind),
    /// COM classes.
    Component,
    /// Services.
    Service,
}

/// Something said of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Of whom.
    pub subject: Whom,
    /// What.
    pub predicate: Predicate,
}

/// Of whom something is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    /// `pool A`, `P and Q`
    Named(Written<Set<Actor>>),
    /// `no pool P except B where CLAUSE`, `at least 2 sites`
    Ranged {
        /// How many.
        count: Count,
        /// Only those who are no variable of the same kind.
        other: bool,
        /// Of which kind.
        kind: Written<ClauseKind>,
        /// What it is called in `where`.
        variable: Option<Name>,
        /// Not these.
        except: Option<Written<Set<Actor>>>,
        /// Only those of whom this holds.
        such_that: Option<Box<Written<Clause>>>,
    },
    /// `only {A, B}`, `nobody except A`: no account that is none of these and in none of these groups.
    Only {
        /// These.
        who: Written<Set<Actor>>,
    },
    /// `nobody`: no account.
    Nobody,
}

/// How many of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// `no`
    No,
    /// `every`
    Every,
    /// `some`, `any`, `at least N`
    AtLeast(u32),
    /// `at most N`
    AtMost(u32),
    /// `exactly N`
    Exactly(u32),
}

/// What is said: one question for each verb, whose subject is [`subject`], all with the same object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Predicate {
    /// `cannot`, `is not`, `does not`.
    pub denied: bool,
    /// Whether `and` joins the verbs; else `or`.
    pub all: bool,
    /// The questions; never empty.
    pub claims: Vec<Written<Core>>,
    /// `with weaknesses`
    pub modifiers: Vec<Written<Modifier>>,
}

/// Stands for the subject in the questions of a predicate. No text can hold it.
pub(super) const SUBJECT: &str = "\u{f8ff}";

/// The name that stands for the subject in the questions of a [`Predicate`].
pub fn subject() -> Name {
    Name::new(SUBJECT)
}

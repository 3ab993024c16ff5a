//! What can be said of two, and of what belongs to somebody, as it is written.

use super::syntax::{Account, Actor, Set, Target, Wanted, Written};
use crate::world::Name;

/// Whether something can be done now, or can be come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// `can V`: with the tokens that somebody holds now.
    Now,
    /// `can come to V`: by everything that code of theirs can bring about.
    BySteps,
}

/// A relation between two that have content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// `protected from`: one way.
    Protected,
    /// `isolated from`: both ways.
    Isolated,
    /// `strictly isolated from`: both ways, and nothing that one can write and the other can read.
    StrictlyIsolated,
}

impl Relation {
    /// Every relation.
    pub const ALL: [Relation; 3] = [
        Relation::Protected,
        Relation::Isolated,
        Relation::StrictlyIsolated,
    ];

    /// The words before `from`.
    pub fn words(self) -> &'static str {
        match self {
            Relation::Protected => "protected",
            Relation::Isolated => "isolated",
            Relation::StrictlyIsolated => "strictly isolated",
        }
    }
}

/// Objects by what they are to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Belonging {
    /// `content of pool B`: what is served, and the caches.
    Content(Written<Account>),
    /// `what pool B reads or runs`: the content, and what governs and is loaded by its processes.
    Used(Written<Account>),
    /// `what others than pool B read or run`: the same of every other process on the machine, and what configures all of it.
    Beside(Written<Account>),
    /// `stored secrets`: the files in which passwords and keys stand that somebody who reads them can use.
    Secrets,
    /// `folders above SET`
    Above(Box<Written<Set<Target>>>),
}

/// What `list … where` asks of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Whether it must not hold.
    pub denied: bool,
    /// What.
    pub says: Predicate,
}

/// What can be said of one of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Predicate {
    /// `identity is P`
    IdentityIs(Written<Account>),
    /// `is a member of G`
    MemberOf(Written<Account>),
    /// `is isolated from A`
    Related(Relation, Written<Actor>),
    /// `can [come to] V O`
    Can(Way, Written<Wanted>, Written<Set<Target>>),
    /// `can become P`
    Becomes(Written<Actor>),
    /// `starts`
    Starts,
    /// `holds PRIVILEGE`
    Holds(Written<Name>),
}

//! The table of rules: what follows from what, each with its clause, its sentence, its document and the versions it holds for.
//!
//! Rules only add claims. No rule asks for something not to be so: what stands in the way (a locked section, a disabled account,
//! a policy) is a fact about the server, and the clause is then not there.

use super::{RuleId, RuleSet};

/// A rule of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is called, `E5`.
    pub name: &'static str,
    /// Whether and how it counts.
    pub kind: Kind,
    /// Its Horn clauses.
    pub clause: &'static str,
    /// What it says, in a sentence.
    pub says: &'static str,
    /// Which document says so.
    pub source: &'static str,
    /// The versions of IIS that it holds for.
    pub versions: &'static str,
}

/// Whether and how a rule counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// It follows from permissions and configuration.
    Granted,
    /// A known weakness: it counts only if it is asked for.
    Weakness,
    /// It says what a word means, and is no step.
    Definition,
}

/// Every rule; a [`RuleId`] is a place in it.
pub const RULES: &[Row] = &[];

/// The rule of that name, whatever its case.
pub fn by_name(name: &str) -> Option<RuleId> {
    (0..)
        .map(RuleId)
        .zip(RULES)
        .find(|(_, rule)| rule.name.eq_ignore_ascii_case(name))
        .map(|(id, _)| id)
}

/// A rule.
pub fn rule(id: RuleId) -> &'static Row {
    &RULES[usize::from(id.0)]
}

fn of_kinds(kinds: &[Kind]) -> RuleSet {
    (0..)
        .map(RuleId)
        .zip(RULES)
        .filter(|(_, rule)| kinds.contains(&rule.kind))
        .fold(RuleSet::NONE, |set, (id, _)| set.with(id))
}

/// What counts unless something else is asked for: all but the known weaknesses.
pub fn granted() -> RuleSet {
    of_kinds(&[Kind::Granted, Kind::Definition])
}

/// Every rule, known weaknesses too.
pub fn all() -> RuleSet {
    of_kinds(&[Kind::Granted, Kind::Weakness, Kind::Definition])
}

/// The rules that only say what a word means: to apply one is no step.
pub fn definitions() -> RuleSet {
    of_kinds(&[Kind::Definition])
}

//! The table of rules: what follows from what, each with its clause, its sentence, its document and the versions it holds for.
//!
//! Rules only add claims. No rule asks for something not to be so: what stands in the way (a locked section, a disabled account,
//! a policy) is a fact about the server, and the clause is then not there.

mod accounts;
mod code;
mod meanings;
mod objects;
mod system;
mod table;

use std::fmt::{self, Write};

use super::{RuleId, RuleSet, ground::Sink};

pub use table::RULES;

/// A rule of the table.
#[derive(Clone, Copy)]
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
    /// Puts its clauses over the model into a program.
    pub(super) emit: fn(&mut Sink<'_, '_>),
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
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

/// The rule of that name in this program's own tables.
///
/// # Panics
/// If the table has no such row.
pub(super) fn named(name: &str) -> RuleId {
    by_name(name).expect("a name of the table")
}

/// The rules of these names beside what counts anyway, and without those of the others.
///
/// # Errors
/// The first name that no rule has.
pub fn chosen(with: &[&str], without: &[&str]) -> Result<RuleSet, String> {
    let find = |name: &&str| by_name(name).ok_or_else(|| (*name).to_owned());
    let mut rules = granted();
    for name in with {
        rules = rules.with(find(name)?);
    }
    for name in without {
        rules = rules.without(find(name)?);
    }
    Ok(rules)
}

/// How many rules of a set are steps: definitions are none.
pub fn steps_in(rules: RuleSet) -> usize {
    let ids = (0..).map(RuleId).zip(RULES);
    ids.filter(|(id, row)| rules.contains(*id) && row.kind != Kind::Definition)
        .count()
}

/// The table in Markdown.
pub fn table() -> String {
    let mut text = String::from(
        "| rule | kind | clause | in words | versions | source |\n|---|---|---|---|---|---|\n",
    );
    for row in RULES {
        let kind = match row.kind {
            Kind::Granted => "granted",
            Kind::Weakness => "known weakness",
            Kind::Definition => "definition",
        };
        let clause = row.clause.replace('|', "or");
        writeln!(
            text,
            "| {} | {kind} | `{clause}` | {} | {} | {} |",
            row.name, row.says, row.versions, row.source
        )
        .expect("a text takes everything");
    }
    text
}

//! Which rules of the grammar mark a form that this version cannot answer, and what such a form is called.

use std::fmt;

use super::grammar::Rule;

/// Forms that the language has and this version cannot answer yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LaterForm {
    /// `compare W1 with W2`
    Compare,
    /// `no pool …`, `only {…}`, `every other pool`, `at least N`: clauses of invariants
    Clause,
}

/// The form that this rule marks, if it marks one.
pub(super) fn form(rule: Rule) -> Option<LaterForm> {
    Some(match rule {
        Rule::later_compare => LaterForm::Compare,
        Rule::kw_no | Rule::kw_only | Rule::kw_at_least | Rule::kw_every_other => LaterForm::Clause,
        _ => return None,
    })
}

impl LaterForm {
    /// Every form.
    pub const ALL: [LaterForm; 2] = [LaterForm::Compare, LaterForm::Clause];

    /// The words by which a user knows the form, `come to`.
    pub fn words(self) -> &'static str {
        match self {
            LaterForm::Compare => "compare",
            LaterForm::Clause => "no …, only … and at least …",
        }
    }
}

impl fmt::Display for LaterForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

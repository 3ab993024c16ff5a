//! Which rules of the grammar mark a form that this version cannot answer, and what such a form is called.

use std::fmt;

use super::grammar::Rule;

/// Forms that the language has and this version cannot answer yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LaterForm {
    /// `how …`
    How,
    /// `can S come to V O`
    ComeTo,
    /// `can S become P`
    Become,
    /// `is B protected from A`
    Protected,
    /// `is A [strictly] isolated from B`, `are all pools isolated from each other`, `which pairs … are not isolated`
    Isolated,
    /// `content of P`, `what P reads or runs`, `folders above SET`, and `is O in content of P`
    Content,
    /// `list KINDS where CLAUSE`
    ListWhere,
    /// `compare W1 with W2`
    Compare,
    /// `no pool …`, `only {…}`, `every other pool`, `at least N`: clauses of invariants
    Clause,
}

/// The form that this rule marks, if it marks one.
pub(super) fn form(rule: Rule) -> Option<LaterForm> {
    Some(match rule {
        Rule::later_how => LaterForm::How,
        Rule::kw_come_to => LaterForm::ComeTo,
        Rule::kw_become => LaterForm::Become,
        Rule::kw_protected_from => LaterForm::Protected,
        Rule::kw_isolated_from | Rule::later_are_all | Rule::later_pairs => LaterForm::Isolated,
        Rule::kw_content_of | Rule::kw_reads_or_runs | Rule::later_above | Rule::later_is_in => {
            LaterForm::Content
        }
        Rule::later_list_where => LaterForm::ListWhere,
        Rule::later_compare => LaterForm::Compare,
        Rule::kw_no | Rule::kw_only | Rule::kw_at_least | Rule::kw_every_other => LaterForm::Clause,
        _ => return None,
    })
}

impl LaterForm {
    /// Every form.
    pub const ALL: [LaterForm; 9] = [
        LaterForm::How,
        LaterForm::ComeTo,
        LaterForm::Become,
        LaterForm::Protected,
        LaterForm::Isolated,
        LaterForm::Content,
        LaterForm::ListWhere,
        LaterForm::Compare,
        LaterForm::Clause,
    ];

    /// The words by which a user knows the form, `come to`.
    pub fn words(self) -> &'static str {
        match self {
            LaterForm::How => "how can",
            LaterForm::ComeTo => "come to",
            LaterForm::Become => "become",
            LaterForm::Protected => "protected from",
            LaterForm::Isolated => "isolated",
            LaterForm::Content => "content of and what … reads or runs",
            LaterForm::ListWhere => "list … where",
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

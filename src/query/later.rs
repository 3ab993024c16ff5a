//! Which rules of the grammar mark a form that this version cannot answer, and what such a form is called.

use std::fmt;

use super::{grammar::Rule, syntax::LaterForm};

/// The form that this rule marks, if it marks one.
pub(super) fn form(rule: Rule) -> Option<LaterForm> {
    Some(match rule {
        Rule::later_what_if => LaterForm::WhatIf,
        Rule::later_how => LaterForm::How,
        Rule::kw_come_to => LaterForm::ComeTo,
        Rule::kw_become => LaterForm::Become,
        Rule::kw_request => LaterForm::Request,
        Rule::kw_launch | Rule::kw_activate | Rule::kw_access | Rule::kw_use => LaterForm::Com,
        Rule::kw_stop | Rule::kw_configure => LaterForm::Service,
        // `does S start` is found first by its own rule.
        Rule::kw_start => LaterForm::Service,
        Rule::kw_protected_from => LaterForm::Protected,
        Rule::kw_isolated_from | Rule::later_are_all | Rule::later_pairs => LaterForm::Isolated,
        Rule::later_where => LaterForm::RunsWhere,
        Rule::kw_process_of | Rule::kw_thread_of | Rule::kw_worker_thread_of => {
            LaterForm::ProcessOf
        }
        Rule::later_component | Rule::later_filter | Rule::later_service_process => {
            LaterForm::Server
        }
        Rule::later_serves => LaterForm::Serves,
        Rule::kw_content_of
        | Rule::kw_token_of
        | Rule::kw_reads_or_runs
        | Rule::later_above
        | Rule::later_is_in => LaterForm::Content,
        Rule::later_share => LaterForm::ShareIdentity,
        Rule::later_list_where => LaterForm::ListWhere,
        Rule::later_compare => LaterForm::Compare,
        Rule::kw_no | Rule::kw_only | Rule::kw_at_least | Rule::kw_every_other => LaterForm::Clause,
        _ => return None,
    })
}

/// The form of a `does` question, by the words after its subject.
pub(super) fn form_of_does(rule: Rule) -> Option<LaterForm> {
    match rule {
        Rule::kw_start => Some(LaterForm::Starts),
        Rule::kw_run_as => Some(LaterForm::RunsAs),
        Rule::kw_hold => Some(LaterForm::Holds),
        _ => None,
    }
}

impl LaterForm {
    /// Every form.
    pub const ALL: [LaterForm; 21] = [
        LaterForm::WhatIf,
        LaterForm::How,
        LaterForm::ComeTo,
        LaterForm::Become,
        LaterForm::Request,
        LaterForm::Com,
        LaterForm::Service,
        LaterForm::Protected,
        LaterForm::Isolated,
        LaterForm::RunsWhere,
        LaterForm::ProcessOf,
        LaterForm::Server,
        LaterForm::Serves,
        LaterForm::Starts,
        LaterForm::RunsAs,
        LaterForm::Holds,
        LaterForm::Content,
        LaterForm::ShareIdentity,
        LaterForm::ListWhere,
        LaterForm::Compare,
        LaterForm::Clause,
    ];

    /// The words by which a user knows the form, `come to`.
    pub fn words(self) -> &'static str {
        match self {
            LaterForm::WhatIf => "if … then",
            LaterForm::How => "how can",
            LaterForm::ComeTo => "come to",
            LaterForm::Become => "become",
            LaterForm::Request => "request",
            LaterForm::Com => "launch, activate, access and use of components",
            LaterForm::Service => "start, stop and configure of services",
            LaterForm::Protected => "protected from",
            LaterForm::Isolated => "isolated",
            LaterForm::RunsWhere => "where does … run",
            LaterForm::ProcessOf => "the process of and the thread of",
            LaterForm::Server => "component, filter and service as somebody who acts",
            LaterForm::Serves => "which identity serves",
            LaterForm::Starts => "does … start",
            LaterForm::RunsAs => "does … run as",
            LaterForm::Holds => "does … hold",
            LaterForm::Content => "content of, token of and what … reads or runs",
            LaterForm::ShareIdentity => "share an identity",
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

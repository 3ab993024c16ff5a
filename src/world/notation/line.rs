//! Which reader a sentence, and a line below a sentence, belongs to.

use pest::iterators::{Pair, Pairs};

use super::{
    grammar::Rule,
    names::{Here, Read},
};
use crate::world::Statement;

impl Here<'_> {
    /// A line under an object, a component, a service or a task.
    pub fn line_of(&self, statement: &mut Statement, line: Pairs<'_, Rule>) -> Read<()> {
        match statement {
            Statement::Object(object) => self.object_clauses(object, line),
            Statement::Component(component) => self.component_below(component, line),
            Statement::Running(running) => self.running_below(running, line),
            Statement::Service(service) => self.service_below(&mut service.list, line),
            Statement::Task(task) => self.task_below(&mut task.list, line),
            Statement::Server(_)
            | Statement::User { .. }
            | Statement::Group { .. }
            | Statement::Member { .. }
            | Statement::MachineSid { .. }
            | Statement::Domain { .. }
            | Statement::Right { .. }
            | Statement::Pool(_)
            | Statement::Site(_)
            | Statement::Application(_)
            | Statement::VirtualFolder(_)
            | Statement::Iis(_)
            | Statement::Account(_)
            | Statement::Machine(_)
            | Statement::MachineCom { .. }
            | Statement::Process(_)
            | Statement::Gap(_)
            | Statement::Undescribed { .. } => Ok(()),
        }
    }

    /// A sentence without lines below it: its facts.
    pub fn statements(&self, sentence: Pair<'_, Rule>) -> Read<Vec<Statement>> {
        match sentence.as_rule() {
            Rule::statement_server => self.server(sentence),
            Rule::statement_user | Rule::statement_group => self.account(sentence),
            Rule::statement_member => self.memberships(sentence),
            Rule::statement_members_unknown | Rule::statement_groups_unknown => {
                self.unknown_accounts(sentence)
            }
            Rule::statement_permissions_unknown
            | Rule::statement_owner_unknown
            | Rule::statement_inherited_unknown => self.unknown_object(sentence),
            Rule::statement_machine_sid => self.machine_sid(sentence),
            Rule::statement_domain => self.domain(sentence),
            Rule::statement_right => self.right(sentence),
            Rule::statement_pool => self.pool(sentence),
            Rule::statement_undescribed => self.undescribed(sentence),
            Rule::statement_logged_on
            | Rule::statement_disabled
            | Rule::statement_wrong_password
            | Rule::statement_password_changed
            | Rule::statement_members_changed => self.account_state(sentence),
            Rule::statement_filter
            | Rule::statement_extensions
            | Rule::statement_cgi
            | Rule::statement_asp_net
            | Rule::statement_cache
            | Rule::statement_section
            | Rule::statement_web_config => self.iis_setting(sentence),
            Rule::statement_search_path => Ok(self.search_path(sentence)),
            Rule::statement_patch => self.missing_patch(sentence),
            Rule::statement_names_in => self.names_in(sentence),
            Rule::statement_reading => self.reading(sentence),
            _ => Err(self.slip(sentence)),
        }
    }
}

//! A statement that is taken back, and a thing that is removed with all that describes it.

use super::{
    Subject,
    edit::{Done, Edit, nothing, unknown},
};
use crate::world::{IisSetting, PoolIdentity, PoolStatement, ServiceStatement, Statement};

impl Edit<'_> {
    /// What the statement says; an error if nobody says so.
    pub fn take_back(&mut self, statement: &Statement) -> Done {
        match statement {
            Statement::Member { member, group } => self.take_back_member(member, group),
            Statement::Right { right, holders } => self.take_back_right(right, holders),
            Statement::Pool(said) => self.take_back_pool(said),
            Statement::Account(said) => self.take_back_state(said),
            Statement::Service(said) => self.take_back_service(said),
            Statement::Running(said) => {
                let is_it = |old: &Statement| matches!(old, Statement::Running(old) if old.component == said.component);
                match self.take_out(is_it) {
                    0 => Err(nothing(format!(
                        "component `{}` is not said to be running",
                        said.component
                    ))),
                    _ => Ok(()),
                }
            }
            Statement::Server(_)
            | Statement::User { .. }
            | Statement::Group { .. }
            | Statement::MachineSid { .. }
            | Statement::Domain { .. }
            | Statement::Site(_)
            | Statement::Application(_)
            | Statement::VirtualFolder(_)
            | Statement::Object(_)
            | Statement::Iis(_)
            | Statement::Machine(_)
            | Statement::Component(_)
            | Statement::MachineCom { .. }
            | Statement::Task(_)
            | Statement::Process(_)
            | Statement::Gap(_)
            | Statement::Undescribed { .. } => self.unsay(statement),
        }
    }

    fn take_back_pool(&mut self, said: &PoolStatement) -> Done {
        self.must_be(
            "pool",
            &said.name,
            self.server.pools().map(|(known, _)| &known.name),
        )?;
        let same_identity = |old: &Option<PoolIdentity>| match (&said.identity, old) {
            (Some(PoolIdentity::Account(said)), Some(PoolIdentity::Account(old))) => {
                self.same(said, old)
            }
            (said, old) => said == old,
        };
        let holds = |old: &PoolStatement| {
            (said.identity.is_none() || same_identity(&old.identity))
                && old.manual_group_membership >= said.manual_group_membership
                && old.logs_on_as_service >= said.logs_on_as_service
                && old.ignores_web_config >= said.ignores_web_config
        };
        let about = |statement: &Statement| matches!(statement, Statement::Pool(old) if old.name == said.name && holds(old));
        if !self.facts.iter().any(|fact| about(&fact.statement)) {
            return Err(nothing(format!("nobody says so of pool `{}`", said.name)));
        }
        self.each(|old| {
            let Statement::Pool(old) = old else {
                return false;
            };
            if old.name != said.name {
                return false;
            }
            if said.identity.is_some() {
                old.identity = None;
            }
            old.manual_group_membership &= !said.manual_group_membership;
            old.logs_on_as_service &= !said.logs_on_as_service;
            old.ignores_web_config &= !said.ignores_web_config;
            true
        });
        Ok(())
    }

    fn take_back_service(&mut self, said: &ServiceStatement) -> Done {
        self.must_be(
            "service",
            &said.name,
            self.server.services().map(|(known, _)| &known.name),
        )?;
        let holds = |old: &ServiceStatement| {
            let same_account = match (&said.account, &old.account) {
                (Some(said), Some(old)) => self.same(said, old),
                (Some(_), None) => false,
                (None, _) => true,
            };
            same_account
                && (said.program.is_none() || said.program == old.program)
                && old.disabled >= said.disabled
        };
        let about = |statement: &Statement| matches!(statement, Statement::Service(old) if old.name == said.name && holds(old));
        if !self.facts.iter().any(|fact| about(&fact.statement)) {
            return Err(nothing(format!(
                "nobody says so of service `{}`",
                said.name
            )));
        }
        self.each(|old| {
            let Statement::Service(old) = old else {
                return false;
            };
            if old.name != said.name {
                return false;
            }
            if said.account.is_some() {
                old.account = None;
            }
            if said.program.is_some() {
                old.program = None;
            }
            old.disabled &= !said.disabled;
            true
        });
        Ok(())
    }

    /// Everything that describes a thing.
    pub fn remove(&mut self, subject: &Subject) -> Done {
        let (kind, name, gone) = match subject {
            Subject::Pool(name) => (
                "pool",
                name,
                self.take_out(|old| matches!(old, Statement::Pool(old) if old.name == *name)),
            ),
            Subject::Site(name) => (
                "site",
                name,
                self.take_out(|old| {
                    matches!(old, Statement::Site(old) if old.name == *name)
                        || matches!(old, Statement::Application(old) if old.site == *name)
                        || matches!(old, Statement::VirtualFolder(old) if old.site == *name)
                        || matches!(old, Statement::Iis(IisSetting::Filter { site: Some(old), .. }) if old == name)
                }),
            ),
            Subject::Application(site, url) => {
                let known = self.server.applications();
                let known = known.map(|(known, _)| (&known.site, &known.url));
                let site = self.site_of("application", site.as_ref(), url, known)?;
                let is_it = |old: &Statement| matches!(old, Statement::Application(old) if old.site == site && old.url == *url);
                ("application", url, self.take_out(is_it))
            }
            Subject::VirtualFolder(site, url) => {
                let known = self.server.virtual_folders();
                let known = known.map(|(known, _)| (&known.site, &known.url));
                let site = self.site_of("virtual folder", site.as_ref(), url, known)?;
                let is_it = |old: &Statement| matches!(old, Statement::VirtualFolder(old) if old.site == site && old.url == *url);
                ("virtual folder", url, self.take_out(is_it))
            }
            Subject::Account(name) => ("account", name, self.remove_account(name)),
            Subject::Component(name) => (
                "component",
                name,
                self.take_out(|old| {
                    matches!(old, Statement::Component(old) if old.name == *name)
                        || matches!(old, Statement::Running(old) if old.component == *name)
                }),
            ),
            Subject::Service(name) => (
                "service",
                name,
                self.take_out(|old| matches!(old, Statement::Service(old) if old.name == *name)),
            ),
            Subject::Task(name) => (
                "task",
                name,
                self.take_out(|old| matches!(old, Statement::Task(old) if old.name == *name)),
            ),
            Subject::Filter(path) => {
                let windows = self.server.windows();
                let path = path.expanded(windows);
                let is_it = |old: &Statement| matches!(old, Statement::Iis(IisSetting::Filter { path: old, .. }) if old.expanded(windows) == path);
                return match self.take_out(is_it) {
                    0 => Err(nothing(format!("there is no filter `{path}`"))),
                    _ => Ok(()),
                };
            }
            Subject::Object(path) => {
                let windows = self.server.windows();
                let path = path.expanded(windows);
                let is_it = |old: &Statement| matches!(old, Statement::Object(old) if old.path.expanded(windows) == path);
                return match self.take_out(is_it) {
                    0 => Err(nothing(format!("nobody describes `{path}`"))),
                    _ => Ok(()),
                };
            }
        };
        if gone == 0 {
            return Err(Box::new(unknown(kind, name, Vec::new())));
        }
        Ok(())
    }
}

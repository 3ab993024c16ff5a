//! A statement that is added: beside what is there, or in place of what can only be one.

use super::edit::{Done, Edit, cannot};
use crate::world::{
    ApplicationStatement, Gap, Name, PoolIdentity, PoolStatement, ServerStatement, Statement,
    VirtualFolderStatement,
};

impl Edit<'_> {
    /// One statement of the notation.
    pub fn say(&mut self, statement: &Statement) -> Done {
        match statement {
            Statement::Server(said) => self.say_server(said)?,
            Statement::User { .. } | Statement::Group { .. } => self.say_account(statement),
            Statement::Member { member, group } => self.say_member(member, group)?,
            Statement::MachineSid { .. } => {
                let is_old = |old: &Statement| matches!(old, Statement::MachineSid { .. });
                self.replace(is_old, statement.clone());
            }
            Statement::Domain { name, .. } => {
                let is_old = |old: &Statement| matches!(old, Statement::Domain { name: known, .. } if known == name);
                self.replace(is_old, statement.clone());
            }
            Statement::Right { right, holders } => self.say_right(right, holders)?,
            Statement::Pool(said) => self.say_pool(said)?,
            Statement::Site(said) => {
                self.must_be_known(super::settings::whom(&said.settings))?;
                let changed = self.each(|old| {
                    let Statement::Site(old) = old else {
                        return false;
                    };
                    if old.name != said.name {
                        return false;
                    }
                    old.folder = said.folder.clone();
                    super::settings::merge(&mut old.settings, &said.settings);
                    true
                });
                if changed == 0 {
                    self.push(statement.clone());
                }
            }
            Statement::Application(said) => self.say_application(said)?,
            Statement::VirtualFolder(said) => self.say_virtual_folder(said)?,
            Statement::Iis(said) => self.say_iis(said)?,
            Statement::Account(said) => self.say_state(said)?,
            Statement::Machine(said) => self.say_machine(said),
            Statement::Component(said) => self.say_component(said)?,
            Statement::Running(said) => {
                self.must_be(
                    "component",
                    &said.component,
                    self.server.components().map(|(known, _)| &known.name),
                )?;
                self.must_be_known([&said.identity])?;
                let is_old = |old: &Statement| matches!(old, Statement::Running(old) if old.component == said.component);
                self.replace(is_old, statement.clone());
            }
            Statement::Service(said) => self.say_service(said)?,
            Statement::Task(said) => self.say_task(said)?,
            Statement::Gap(gap) => self.say_gap(gap)?,
            Statement::Undescribed { .. } => {
                let is_old = |old: &Statement| matches!(old, Statement::Undescribed { .. });
                self.replace(is_old, statement.clone());
            }
            Statement::Object(said) => self.there_is(&super::ObjectName {
                noun: Some(said.noun),
                path: said.path.clone(),
            })?,
            // Lists are said line by line, and processes follow from configuration.
            Statement::MachineCom { .. } | Statement::Process(_) => {
                self.push(statement.clone());
            }
        }
        Ok(())
    }

    /// The clauses that are said, of every sentence about the server.
    fn say_server(&mut self, said: &ServerStatement) -> Done {
        if let Some(name) = self.server.name()
            && *name != said.name
        {
            return Err(cannot(
                format!("this server is called `{name}`"),
                format!("write `server {name} …`"),
            ));
        }
        let changed = self.each(|old| {
            let Statement::Server(old) = old else {
                return false;
            };
            old.iis = said.iis.or(old.iis);
            old.isolation_mode |= said.isolation_mode;
            if said.windows.is_some() {
                // A service pack is one of a Windows.
                old.windows = said.windows;
                old.service_pack = said.service_pack;
            }
            old.service_pack = said.service_pack.or(old.service_pack);
            old.domain = said.domain.clone().or(old.domain.take());
            old.domain_controller |= said.domain_controller;
            true
        });
        if changed == 0 {
            self.push(Statement::Server(said.clone()));
        }
        Ok(())
    }

    fn say_pool(&mut self, said: &PoolStatement) -> Done {
        self.must_be(
            "pool",
            &said.name,
            self.server.pools().map(|(known, _)| &known.name),
        )?;
        if let Some(PoolIdentity::Account(who)) = &said.identity {
            self.must_be_known([who])?;
        }
        let changed = self.each(|old| {
            let Statement::Pool(old) = old else {
                return false;
            };
            if old.name != said.name {
                return false;
            }
            old.identity = said.identity.clone().or(old.identity.take());
            old.manual_group_membership |= said.manual_group_membership;
            old.logs_on_as_service |= said.logs_on_as_service;
            old.ignores_web_config |= said.ignores_web_config;
            true
        });
        if changed == 0 {
            // It is only named, by a site or an application.
            self.push(Statement::Pool(said.clone()));
        }
        Ok(())
    }

    fn say_application(&mut self, said: &ApplicationStatement) -> Done {
        self.must_be_site(&said.site)?;
        self.must_be_known(super::settings::whom(&said.settings))?;
        let changed = self.each(|old| {
            let Statement::Application(old) = old else {
                return false;
            };
            if old.site != said.site || old.url != said.url {
                return false;
            }
            old.folder = said.folder.clone();
            super::settings::merge(&mut old.settings, &said.settings);
            true
        });
        if changed == 0 {
            self.push(Statement::Application(said.clone()));
        }
        Ok(())
    }

    fn say_virtual_folder(&mut self, said: &VirtualFolderStatement) -> Done {
        self.must_be_site(&said.site)?;
        self.must_be_known(&said.account)?;
        let changed = self.each(|old| {
            let Statement::VirtualFolder(old) = old else {
                return false;
            };
            if old.site != said.site || old.url != said.url {
                return false;
            }
            old.folder = said.folder.clone();
            old.account = said.account.clone().or(old.account.take());
            true
        });
        if changed == 0 {
            self.push(Statement::VirtualFolder(said.clone()));
        }
        Ok(())
    }

    pub(super) fn must_be_site(&self, name: &Name) -> Done {
        self.must_be(
            "site",
            name,
            self.server.sites().map(|(known, _)| &known.name),
        )
    }

    fn say_gap(&mut self, gap: &Gap) -> Done {
        match gap {
            Gap::MembersOf(who) | Gap::GroupsOf(who) => self.must_be_known([who])?,
            Gap::PermissionsOf(_) | Gap::OwnerOf(_) | Gap::InheritedLinesOf(_) => {}
        }
        self.push_once(&Statement::Gap(gap.clone()));
        Ok(())
    }
}

//! Changes of components, services and tasks, their lists apart.

use super::edit::{Done, Edit};
use crate::world::{
    ComponentIdentity, ComponentStatement, ServiceStatement, Statement, TaskStatement,
};

impl Edit<'_> {
    /// The clauses of a component; one that nobody knows is declared by what it is.
    pub fn say_component(&mut self, said: &ComponentStatement) -> Done {
        if said.form.is_none() {
            self.must_be(
                "component",
                &said.name,
                self.server.components().map(|(known, _)| &known.name),
            )?;
        }
        if let Some(ComponentIdentity::Account(who)) = &said.identity {
            self.must_be_known([who])?;
        }
        let changed = self.each(|old| {
            let Statement::Component(old) = old else {
                return false;
            };
            if old.name != said.name {
                return false;
            }
            old.class = said.class.clone().or(old.class.take());
            old.form = said.form.clone().or(old.form.take());
            old.identity = said.identity.clone().or(old.identity.take());
            old.unregistered |= said.unregistered;
            true
        });
        if changed == 0 {
            self.push(Statement::Component(said.clone()));
        }
        Ok(())
    }

    /// The clauses of a service; one that nobody knows is declared by its program.
    pub fn say_service(&mut self, said: &ServiceStatement) -> Done {
        if said.program.is_none() {
            self.must_be(
                "service",
                &said.name,
                self.server.services().map(|(known, _)| &known.name),
            )?;
        }
        self.must_be_known(&said.account)?;
        let changed = self.each(|old| {
            let Statement::Service(old) = old else {
                return false;
            };
            if old.name != said.name {
                return false;
            }
            old.account = said.account.clone().or(old.account.take());
            old.program = said.program.clone().or(old.program.take());
            old.disabled |= said.disabled;
            true
        });
        if changed == 0 {
            self.push(Statement::Service(said.clone()));
        }
        Ok(())
    }

    /// The clauses of a task; one that nobody knows is declared by its program.
    pub fn say_task(&mut self, said: &TaskStatement) -> Done {
        if said.program.is_none() {
            self.must_be(
                "task",
                &said.name,
                self.server.tasks().map(|(known, _)| &known.name),
            )?;
        }
        self.must_be_known([&said.account])?;
        let changed = self.each(|old| {
            let Statement::Task(old) = old else {
                return false;
            };
            if old.name != said.name {
                return false;
            }
            old.account = said.account.clone();
            old.program = said.program.clone().or(old.program.take());
            true
        });
        if changed == 0 {
            self.push(Statement::Task(said.clone()));
        }
        Ok(())
    }
}

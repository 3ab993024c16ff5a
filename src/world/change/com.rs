//! Changes of launch and access lists, of components and of the machine, and of the lists of services and tasks.
//!
//! A component's first own line begins its own list in place of the machine's default. A list of the machine is the stated
//! one, else the documented one as lines. Lines of old lists, which hold bit 1 alone, are written out before a newer one joins them.

use super::{
    ListOf, NewLine, OldLines,
    edit::{Done, Edit, cannot, nothing},
    list::{Rows, effect_of},
};
use crate::{
    nt::{AccessMask, AclState, ObjectKind, SecurityDescriptor},
    world::{
        ComLine, ComList, Effect, Listing, MachineList, Name, Statement, Who, notation::ComKind,
    },
};

/// Bit 1, which every allow line holds.
const EXECUTE: u32 = 0x1;

impl Edit<'_> {
    /// A line in a list.
    pub fn line(&mut self, list: &ListOf, line: &NewLine) -> Done {
        self.must_be_known([&line.who])?;
        match list {
            ListOf::Object(object) => self.object_line(object, line),
            ListOf::Service(_) | ListOf::Task(_) => {
                self.program_list(list, |edit, rows| rows.put(line, 0, edit))
            }
            ListOf::Launch(_) | ListOf::Access(_) | ListOf::Machine(_) => {
                let new = ComLine {
                    effect: line.effect,
                    who: line.who.clone(),
                    mask: line.mask,
                    origin: self.origin.clone(),
                };
                self.com_list(list, |_, lines, kind| {
                    put(lines, new, kind);
                    Ok(())
                })
            }
        }
    }

    /// Lines that are taken back.
    pub fn no_line(&mut self, list: &ListOf, old: &OldLines) -> Done {
        self.must_be_known([&old.who])?;
        match list {
            ListOf::Object(object) => self.object_no_line(object, old),
            ListOf::Service(_) | ListOf::Task(_) => {
                self.program_list(list, |edit, rows| {
                    match rows.take_back(old, ObjectKind::Service, edit) {
                        0 => Err(no_such_line(old)),
                        _ => Ok(()),
                    }
                })
            }
            ListOf::Launch(_) | ListOf::Access(_) | ListOf::Machine(_) => {
                self.com_list(list, |edit, lines, kind| take_back(lines, old, kind, edit))
            }
        }
    }

    /// The whole list, in SDDL.
    pub fn sddl(&mut self, list: &ListOf, text: &std::sync::Arc<str>) -> Done {
        match list {
            ListOf::Object(object) => self.object_list(object, &Listing::Sddl(text.clone())),
            ListOf::Service(_) | ListOf::Task(_) => {
                self.put_listing(list, Listing::Sddl(text.clone()))
            }
            ListOf::Launch(_) | ListOf::Access(_) | ListOf::Machine(_) => {
                self.put_com(list, ComList::Sddl(text.clone()))
            }
        }
    }

    /// `allows nobody`
    pub fn empty(&mut self, list: &ListOf) -> Done {
        match list {
            ListOf::Object(object) => self.object_empty(object),
            ListOf::Service(_) | ListOf::Task(_) => self.put_listing(list, Listing::default()),
            ListOf::Launch(_) | ListOf::Access(_) | ListOf::Machine(_) => {
                self.put_com(list, ComList::Lines(Vec::new()))
            }
        }
    }

    /// Lets `change` edit the list of a service or a task.
    fn program_list(
        &mut self,
        of: &ListOf,
        change: impl FnOnce(&Edit<'_>, &mut Rows) -> Done,
    ) -> Done {
        let (stated, whole) = self.listing_of(of)?;
        let mut rows = Rows::of(&stated, &whole, ObjectKind::Service, self.server)?;
        change(self, &mut rows)?;
        let list = rows.listing(None)?;
        self.put_listing(of, list)
    }

    /// The list that a service or a task has: its own, else Windows' default for services, else none.
    fn listing_of(&self, of: &ListOf) -> Done<(Listing, crate::world::Origin)> {
        let own = |statement: &Statement| {
            if let (Statement::Service(service), ListOf::Service(name)) = (statement, of)
                && service.name == *name
            {
                return Some(service.list.clone());
            }
            if let (Statement::Task(task), ListOf::Task(name)) = (statement, of)
                && task.name == *name
            {
                return Some(task.list.clone());
            }
            None
        };
        let known = self
            .facts
            .iter()
            .find_map(|fact| Some((own(&fact.statement)?, fact)));
        match (known, of) {
            (Some((Some(list), fact)), _) => Ok((list, fact.origin.clone())),
            (Some((None, _)), ListOf::Service(name)) => {
                let Some((text, document)) = self.server.default_of_services() else {
                    return Err(cannot(
                        format!(
                            "which list service `{name}` has by default is not known on this Windows"
                        ),
                        "say the whole list first: `service NAME sddl \"…\"`",
                    ));
                };
                Ok((
                    Listing::Sddl(text.into()),
                    crate::world::Origin::Document(document.into()),
                ))
            }
            (Some((None, fact)), _) => Ok((Listing::default(), fact.origin.clone())),
            (None, _) => {
                self.must_be_listed(of)?;
                Err(nothing("nobody describes it"))
            }
        }
    }

    fn put_listing(&mut self, of: &ListOf, list: Listing) -> Done {
        self.must_be_listed(of)?;
        for fact in &mut self.facts {
            if let (Statement::Service(service), ListOf::Service(name)) = (&mut fact.statement, of)
                && service.name == *name
            {
                service.list = Some(list.clone());
            }
            if let (Statement::Task(task), ListOf::Task(name)) = (&mut fact.statement, of)
                && task.name == *name
            {
                task.list = Some(list.clone());
            }
        }
        Ok(())
    }

    /// Whose list it is, is there.
    fn must_be_listed(&self, of: &ListOf) -> Done {
        match of {
            ListOf::Service(name) => self.must_be(
                "service",
                name,
                self.server.services().map(|(known, _)| &known.name),
            ),
            ListOf::Task(name) => self.must_be(
                "task",
                name,
                self.server.tasks().map(|(known, _)| &known.name),
            ),
            ListOf::Launch(name) | ListOf::Access(name) => self.must_be(
                "component",
                name,
                self.server.components().map(|(known, _)| &known.name),
            ),
            ListOf::Object(_) | ListOf::Machine(_) => Ok(()),
        }
    }

    /// Lets `change` edit a launch or access list.
    fn com_list(
        &mut self,
        of: &ListOf,
        change: impl FnOnce(&Edit<'_>, &mut Vec<ComLine>, ComKind) -> Done,
    ) -> Done {
        self.must_be_listed(of)?;
        let mut lines = match of {
            ListOf::Machine(which) => self.machine_lines(*which)?,
            ListOf::Launch(name) | ListOf::Access(name) => self.own_lines(of, name)?,
            ListOf::Object(_) | ListOf::Service(_) | ListOf::Task(_) => Vec::new(),
        };
        change(self, &mut lines, kind_of(of))?;
        self.put_com(of, ComList::Lines(lines))
    }

    fn own_lines(&self, of: &ListOf, name: &Name) -> Done<Vec<ComLine>> {
        for fact in &self.facts {
            let Statement::Component(component) = &fact.statement else {
                continue;
            };
            let list = match of {
                ListOf::Access(_) => &component.access,
                ListOf::Launch(_)
                | ListOf::Object(_)
                | ListOf::Service(_)
                | ListOf::Task(_)
                | ListOf::Machine(_) => &component.launch,
            };
            if component.name == *name
                && let Some(list) = list
            {
                return self.as_lines(list, &fact.origin);
            }
        }
        Ok(Vec::new())
    }

    /// The machine's list: as stated, else as documented.
    fn machine_lines(&self, which: MachineList) -> Done<Vec<ComLine>> {
        if let Some((list, id)) = self.server.machine_com(which) {
            return self.as_lines(list, self.server.origin(id));
        }
        let machines = self.server.com_machines();
        let mut defaults: Vec<_> = machines
            .iter()
            .map(|machine| self.server.com_default(which, machine))
            .collect();
        defaults.dedup();
        if let ([_, _, ..], Some(machine)) = (defaults.as_slice(), machines.first()) {
            return Err(cannot(
                format!(
                    "what the list holds is not known: {}",
                    machine.open.join("; ")
                ),
                "say which service pack it is, or the whole list: `machine launch default sddl \"…\"`",
            ));
        }
        match self.server.com_default_stated(which) {
            Some(list) => self.as_lines(&list, self.origin),
            None => Err(cannot(
                "this Windows has no such list",
                "limits came with Windows XP SP2 and Windows Server 2003 SP1",
            )),
        }
    }

    fn as_lines(&self, list: &ComList, whole: &crate::world::Origin) -> Done<Vec<ComLine>> {
        let text = match list {
            ComList::Lines(lines) => {
                let mut lines = lines.clone();
                for line in lines.iter_mut().filter(|line| line.origin.is_unsaid()) {
                    line.origin = whole.clone();
                }
                return Ok(lines);
            }
            ComList::Sddl(text) => text,
        };
        let only_sddl = || {
            cannot(
                "the list holds entries that only SDDL can say",
                "say the whole list: `… sddl \"…\"`",
            )
        };
        let descriptor = SecurityDescriptor::from_sddl(text, &self.server.accounts().domains())
            .map_err(|_| only_sddl())?;
        let AclState::Present(acl) = &descriptor.dacl else {
            return Err(only_sddl());
        };
        let line = |ace: &crate::nt::Ace| {
            let effect = effect_of(ace).filter(|_| ace.flags.0 == 0 && ace.mask.0 & !0x1F == 0);
            Some(ComLine {
                effect: effect?,
                who: Who::Sid(ace.sid),
                mask: ace.mask,
                origin: whole.clone(),
            })
        };
        acl.aces
            .iter()
            .map(|ace| line(ace).ok_or_else(only_sddl))
            .collect()
    }

    fn put_com(&mut self, of: &ListOf, list: ComList) -> Done {
        self.must_be_listed(of)?;
        if let ListOf::Machine(which) = of {
            let which = *which;
            let at = self
                .facts
                .iter()
                .position(|fact| is_list(&fact.statement, which));
            let origin = at.map_or(self.origin, |at| &self.facts[at].origin).clone();
            self.facts.retain(|fact| !is_list(&fact.statement, which));
            let fact = crate::world::Fact {
                statement: Statement::MachineCom { which, list },
                origin,
            };
            self.facts
                .insert(at.unwrap_or(self.facts.len()).min(self.facts.len()), fact);
            return Ok(());
        }
        for fact in &mut self.facts {
            let Statement::Component(component) = &mut fact.statement else {
                continue;
            };
            match of {
                ListOf::Launch(name) if component.name == *name => {
                    component.launch = Some(list.clone());
                }
                ListOf::Access(name) if component.name == *name => {
                    component.access = Some(list.clone());
                }
                ListOf::Launch(_)
                | ListOf::Access(_)
                | ListOf::Object(_)
                | ListOf::Service(_)
                | ListOf::Task(_)
                | ListOf::Machine(_) => {}
            }
        }
        Ok(())
    }
}

fn is_list(statement: &Statement, wanted: MachineList) -> bool {
    matches!(statement, Statement::MachineCom { which, .. } if *which == wanted)
}

fn kind_of(list: &ListOf) -> ComKind {
    match list {
        ListOf::Access(_)
        | ListOf::Machine(MachineList::AccessDefault | MachineList::AccessLimit) => ComKind::Access,
        ListOf::Launch(_)
        | ListOf::Machine(MachineList::LaunchDefault | MachineList::LaunchLimit)
        | ListOf::Object(_)
        | ListOf::Service(_)
        | ListOf::Task(_) => ComKind::Launch,
    }
}

/// A denial first, a grant last, all in one format.
fn put(lines: &mut Vec<ComLine>, new: ComLine, kind: ComKind) {
    let is_old = |line: &ComLine| line.mask.0 == EXECUTE;
    let mut new = new;
    if is_old(&new) != lines.iter().all(is_old) || lines.is_empty() {
        lines.iter_mut().for_each(|line| write_out(line, kind));
        if !lines.is_empty() {
            write_out(&mut new, kind);
        }
    }
    match new.effect {
        Effect::Deny => lines.insert(0, new),
        Effect::Allow => lines.push(new),
    }
}

/// Bit 1 alone stands for every right.
fn write_out(line: &mut ComLine, kind: ComKind) {
    if line.mask.0 == EXECUTE {
        line.mask = kind.all();
    }
}

fn take_back(lines: &mut Vec<ComLine>, old: &OldLines, kind: ComKind, edit: &Edit<'_>) -> Done {
    let mut taken = 0;
    let mut partly = false;
    let mut kept = Vec::new();
    for line in lines.drain(..) {
        if line.effect != old.effect || !edit.same(&line.who, &old.who) {
            kept.push(line);
            continue;
        }
        let Some(rights) = old.rights else {
            taken += 1;
            continue;
        };
        let mut line = line;
        let before = line.clone();
        write_out(&mut line, kind);
        let all = kind.all().0;
        // Bit 1 is no right of its own.
        let rest = line.mask.0 & all & !(rights.0 & !EXECUTE);
        if rest == line.mask.0 & all {
            kept.push(before);
            continue;
        }
        taken += 1;
        if rest & !EXECUTE != 0 {
            partly = true;
            // A partial denial leaves bit 1 out, for it would deny everything.
            let bit = if line.effect == Effect::Deny {
                0
            } else {
                EXECUTE
            };
            line.mask = AccessMask(rest & !EXECUTE | bit);
            kept.push(line);
        }
    }
    if partly {
        kept.iter_mut().for_each(|line| write_out(line, kind));
    }
    *lines = kept;
    match taken {
        0 => Err(no_such_line(old)),
        _ => Ok(()),
    }
}

fn no_such_line(old: &OldLines) -> Box<crate::text::Diagnostic> {
    let verb = match old.effect {
        Effect::Allow => "allow",
        Effect::Deny => "deny",
    };
    nothing(format!("it does not {verb} `{}` that", old.who))
}

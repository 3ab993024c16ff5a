//! The facts of a world, sorted by what they are about.

use std::collections::BTreeSet;

use super::FactId;
use crate::{
    text::Diagnostic,
    world::{
        AccountState, Anonymous, ApplicationSettings, ComList, ComponentIdentity, Fact, Gap,
        Handler, IisSetting, Name, Origin, PoolIdentity, PrincipalKind, ServerStatement, Statement,
        Who, WindowsVersion,
        accounts::{Declaration, Mentions, Scope},
    },
};

/// The facts by what they are about, in the order given.
#[derive(Default)]
pub(super) struct Sorted {
    pub servers: Vec<FactId>,
    pub accounts: Vec<FactId>,
    pub members: Vec<FactId>,
    pub sids: Vec<FactId>,
    pub rights: Vec<FactId>,
    pub pools: Vec<FactId>,
    pub sites: Vec<FactId>,
    pub applications: Vec<FactId>,
    pub virtual_folders: Vec<FactId>,
    pub objects: Vec<FactId>,
    pub processes: Vec<FactId>,
    pub gaps: Vec<FactId>,
    pub undescribed: Vec<FactId>,
    pub iis: Vec<FactId>,
    pub account_states: Vec<FactId>,
    pub machine_states: Vec<FactId>,
    pub components: Vec<FactId>,
    pub machine_com: Vec<FactId>,
    pub running: Vec<FactId>,
    pub services: Vec<FactId>,
    pub tasks: Vec<FactId>,
}

impl Sorted {
    pub fn of(facts: &[Fact]) -> Sorted {
        let mut sorted = Sorted::default();
        for (id, fact) in (0..).map(FactId).zip(facts) {
            let list = match &fact.statement {
                Statement::Server(_) => &mut sorted.servers,
                Statement::User { .. } | Statement::Group { .. } => &mut sorted.accounts,
                Statement::Member { .. } => &mut sorted.members,
                Statement::MachineSid { .. } | Statement::Domain { .. } => &mut sorted.sids,
                Statement::Right { .. } => &mut sorted.rights,
                Statement::Pool(_) => &mut sorted.pools,
                Statement::Site(_) => &mut sorted.sites,
                Statement::Application(_) => &mut sorted.applications,
                Statement::VirtualFolder(_) => &mut sorted.virtual_folders,
                Statement::Object(_) => &mut sorted.objects,
                Statement::Process(_) => &mut sorted.processes,
                Statement::Gap(_) => &mut sorted.gaps,
                Statement::Undescribed { .. } => &mut sorted.undescribed,
                Statement::Iis(_) => &mut sorted.iis,
                Statement::Account(_) => &mut sorted.account_states,
                Statement::Machine(_) => &mut sorted.machine_states,
                Statement::Component(_) => &mut sorted.components,
                Statement::MachineCom { .. } => &mut sorted.machine_com,
                Statement::Running(_) => &mut sorted.running,
                Statement::Service(_) => &mut sorted.services,
                Statement::Task(_) => &mut sorted.tasks,
            };
            list.push(id);
        }
        sorted
    }

    /// What is said of the machine as a whole: of several statements each fills in what the ones before leave open.
    pub fn machine(&self, facts: &[Fact], diagnostics: &mut Vec<Diagnostic>) -> ServerStatement {
        let mut said: Vec<(&ServerStatement, &Origin)> = self
            .servers
            .iter()
            .filter_map(|id| {
                let fact = &facts[id.0 as usize];
                let Statement::Server(server) = &fact.statement else {
                    return None;
                };
                Some((server, &fact.origin))
            })
            .collect();
        said.sort_by_key(|(server, _)| {
            (
                server.iis.is_none(),
                server.iis,
                server.name.clone(),
                server.windows,
                server.service_pack,
                server.domain.clone(),
            )
        });
        let Some(((first, _), rest)) = said.split_first() else {
            return ServerStatement {
                name: Name::from(""),
                iis: None,
                isolation_mode: false,
                windows: None,
                service_pack: None,
                domain: None,
                domain_controller: false,
            };
        };
        let mut machine = (*first).clone();
        for (server, origin) in rest {
            let differs = server.name != machine.name
                || (server.iis.is_some() && server.iis != machine.iis)
                || (server.windows.is_some()
                    && machine.windows.is_some()
                    && server.windows != machine.windows);
            if differs {
                let headline = format!(
                    "`{}` and `{}` are described as one server",
                    machine.name, server.name
                );
                diagnostics.push(
                    origin
                        .mark(Diagnostic::warning("two-servers", headline))
                        .help("one world is one server; what is said first in order counts"),
                );
            }
            machine.iis = machine.iis.or(server.iis);
            machine.windows = machine.windows.or(server.windows);
            machine.service_pack = machine.service_pack.or(server.service_pack);
            machine.domain = machine.domain.clone().or_else(|| server.domain.clone());
            machine.isolation_mode |= server.isolation_mode;
            machine.domain_controller |= server.domain_controller;
        }
        machine
    }

    pub fn scope(
        &self,
        facts: &[Fact],
        machine: &ServerStatement,
        windows: WindowsVersion,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Scope {
        let mut machine_sids = BTreeSet::new();
        let mut domain_sids = BTreeSet::new();
        for id in &self.sids {
            match &facts[id.0 as usize].statement {
                Statement::MachineSid { sid } => {
                    machine_sids.insert(*sid);
                }
                Statement::Domain { name, sid } => {
                    domain_sids.insert((name.clone(), *sid));
                }
                Statement::Server(_)
                | Statement::User { .. }
                | Statement::Group { .. }
                | Statement::Member { .. }
                | Statement::Right { .. }
                | Statement::Pool(_)
                | Statement::Site(_)
                | Statement::Application(_)
                | Statement::VirtualFolder(_)
                | Statement::Object(_)
                | Statement::Process(_)
                | Statement::Gap(_)
                | Statement::Undescribed { .. }
                | Statement::Iis(_)
                | Statement::Account(_)
                | Statement::Machine(_)
                | Statement::Component(_)
                | Statement::MachineCom { .. }
                | Statement::Running(_)
                | Statement::Service(_)
                | Statement::Task(_) => {}
            }
        }
        if machine_sids.len() > 1 {
            diagnostics.push(Diagnostic::warning(
                "two-machine-sids",
                "the machine is said to have several SIDs; the first in order counts",
            ));
        }
        Scope {
            machine: (!machine.name.as_str().is_empty()).then(|| machine.name.clone()),
            domain: machine.domain.clone(),
            controller: machine.domain_controller,
            windows,
            machine_sid: machine_sids.first().copied(),
            domain_sids: domain_sids.into_iter().collect(),
        }
    }

    pub fn pool_names<'a>(&self, facts: &'a [Fact]) -> BTreeSet<&'a Name> {
        let of = |id: &FactId| match &facts[id.0 as usize].statement {
            Statement::Pool(pool) => Some(&pool.name),
            Statement::Site(site) => site.settings.pool.as_ref(),
            Statement::Application(application) => application.settings.pool.as_ref(),
            Statement::Process(process) => process.pool.as_ref(),
            Statement::Server(_)
            | Statement::User { .. }
            | Statement::Group { .. }
            | Statement::Member { .. }
            | Statement::MachineSid { .. }
            | Statement::Domain { .. }
            | Statement::Right { .. }
            | Statement::VirtualFolder(_)
            | Statement::Object(_)
            | Statement::Gap(_)
            | Statement::Undescribed { .. }
            | Statement::Iis(_)
            | Statement::Account(_)
            | Statement::Machine(_)
            | Statement::Component(_)
            | Statement::MachineCom { .. }
            | Statement::Running(_)
            | Statement::Service(_)
            | Statement::Task(_) => None,
        };
        let all = [
            &self.pools,
            &self.sites,
            &self.applications,
            &self.processes,
        ];
        let mut names: Vec<&Name> = all.into_iter().flatten().filter_map(of).collect();
        // Of several spellings the first in order, whatever order the facts came in.
        names.sort_by_key(|name| name.as_str());
        let mut unique = BTreeSet::new();
        for name in names {
            if !unique.contains(name) {
                unique.insert(name);
            }
        }
        unique
    }

    pub fn declarations<'a>(&self, facts: &'a [Fact]) -> Vec<Declaration<'a>> {
        let declaration = |id: &FactId| {
            let fact = &facts[id.0 as usize];
            let (name, sid, kind) = if let Statement::User { name, sid } = &fact.statement {
                (name, *sid, PrincipalKind::User)
            } else if let Statement::Group { name, sid } = &fact.statement {
                (name, *sid, PrincipalKind::Group)
            } else {
                return None;
            };
            Some(Declaration {
                name,
                sid,
                kind,
                fact: *id,
            })
        };
        self.accounts.iter().filter_map(declaration).collect()
    }

    /// Every account that a fact speaks of, descriptors excepted.
    pub fn mentions<'a>(&self, facts: &'a [Fact]) -> Mentions<'a> {
        let mut mentions = Mentions::default();
        let speaking = [
            &self.members,
            &self.rights,
            &self.pools,
            &self.sites,
            &self.applications,
            &self.virtual_folders,
            &self.processes,
            &self.gaps,
            &self.iis,
            &self.account_states,
            &self.components,
            &self.machine_com,
            &self.running,
            &self.services,
            &self.tasks,
        ];
        for id in speaking.into_iter().flatten() {
            let fact = &facts[id.0 as usize];
            mentioned(&fact.statement, &mut |who, kind| {
                mentions.add(who, kind, &fact.origin);
            });
        }
        mentions
    }

    /// The facts in the order of what they say; of equal ones only the first.
    pub fn in_order(&self, facts: &[Fact], ids: &[FactId]) -> Vec<FactId> {
        let nameless = |_: &Statement| Some((Name::from(""), Name::from("")));
        self.named(facts, ids, nameless)
    }

    /// The facts in the order of their names; of equal ones only the first.
    pub fn named(
        &self,
        facts: &[Fact],
        ids: &[FactId],
        name: impl Fn(&Statement) -> Option<(Name, Name)>,
    ) -> Vec<FactId> {
        let mut keyed: Vec<((Name, Name), FactId)> = ids
            .iter()
            .filter_map(|id| Some((name(&facts[id.0 as usize].statement)?, *id)))
            .collect();
        // Of several descriptions of one thing the first in order comes first, whatever order the facts came in.
        keyed.sort_by(|(a, one), (b, other)| {
            let text = |id: &FactId| format!("{:?}", facts[id.0 as usize].statement);
            a.cmp(b).then_with(|| text(one).cmp(&text(other)))
        });
        keyed.dedup_by(|(a, one), (b, other)| {
            a == b && facts[one.0 as usize] == facts[other.0 as usize]
        });
        keyed.into_iter().map(|(_, id)| id).collect()
    }
}

fn mentioned(statement: &Statement, say: &mut dyn FnMut(&Who, PrincipalKind)) {
    use PrincipalKind::{Group, Unknown, User};
    let settings = |settings: &ApplicationSettings, say: &mut dyn FnMut(&Who, PrincipalKind)| {
        if let Some(Anonymous::Account(who)) = &settings.anonymous {
            say(who, User);
        }
        for handler in &settings.handlers {
            if let Handler::AspNetImpersonating(Some(who)) = handler {
                say(who, User);
            }
        }
    };
    match statement {
        Statement::Member { member, group } => {
            say(member, Unknown);
            say(group, Group);
        }
        Statement::Right { holders, .. } => holders.iter().for_each(|who| say(who, Unknown)),
        Statement::Pool(pool) => {
            if let Some(PoolIdentity::Account(who)) = &pool.identity {
                say(who, User);
            }
        }
        Statement::Site(site) => settings(&site.settings, say),
        Statement::Application(application) => settings(&application.settings, say),
        Statement::VirtualFolder(folder) => folder.account.iter().for_each(|who| say(who, User)),
        Statement::Process(process) => {
            process.identity.iter().for_each(|who| say(who, User));
            process.injected.iter().for_each(|who| say(who, Unknown));
        }
        Statement::Gap(Gap::MembersOf(who)) => say(who, Group),
        Statement::Gap(Gap::GroupsOf(who)) => say(who, Unknown),
        Statement::Gap(Gap::PermissionsOf(_) | Gap::OwnerOf(_) | Gap::InheritedLinesOf(_))
        | Statement::Server(_)
        | Statement::User { .. }
        | Statement::Group { .. }
        | Statement::MachineSid { .. }
        | Statement::Domain { .. }
        | Statement::Object(_)
        | Statement::Machine(_)
        | Statement::Undescribed { .. } => {}
        Statement::Iis(setting) => match setting {
            IisSetting::AspNet { runs_as } => say(runs_as, User),
            IisSetting::WebConfig { settings: set, .. } => settings(set, say),
            IisSetting::Filter { .. }
            | IisSetting::InProcessExtensions { .. }
            | IisSetting::Cgi { .. }
            | IisSetting::Cache { .. }
            | IisSetting::Section { .. } => {}
        },
        Statement::Account(state) => match state {
            AccountState::LoggedOn { who, .. } => who.iter().for_each(|who| say(who, User)),
            AccountState::Disabled { who } | AccountState::WrongPassword { who } => say(who, User),
            AccountState::MembersChangedBy { group, by } => {
                say(group, Group);
                by.iter().for_each(|who| say(who, Unknown));
            }
            AccountState::PasswordChangedBy { user, by } => {
                say(user, User);
                by.iter().for_each(|who| say(who, Unknown));
            }
        },
        Statement::Component(component) => {
            if let Some(ComponentIdentity::Account(who)) = &component.identity {
                say(who, User);
            }
            com_lines(component.launch.iter().chain(&component.access), say);
        }
        Statement::MachineCom { list, .. } => com_lines([list], say),
        Statement::Running(running) => {
            say(&running.identity, User);
            com_lines(&running.access, say);
        }
        Statement::Service(service) => service.account.iter().for_each(|who| say(who, User)),
        Statement::Task(task) => say(&task.account, User),
    }
}

fn com_lines<'a>(
    lists: impl IntoIterator<Item = &'a ComList>,
    say: &mut dyn FnMut(&Who, PrincipalKind),
) {
    for list in lists {
        if let ComList::Lines(lines) = list {
            lines
                .iter()
                .for_each(|line| say(&line.who, PrincipalKind::Unknown));
        }
    }
}

//! Facts in, server and complaints out; it never fails.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::DiGraph;

use super::{Edge, FactId, Node, Server};
use crate::{
    text::Diagnostic,
    world::{
        Accounts, Fact, Gap, IisVersion, Name, Origin, PoolIdentity, PrincipalId, PrincipalKind,
        ServerStatement, Statement, Who, WindowsVersion,
        accounts::{Declaration, Mentions, Scope},
        memberships,
        objects::Objects,
        rights::Rights,
    },
};

impl Server {
    /// The server that these facts make, and what was wrong with them.
    pub fn build(facts: impl Into<Vec<Fact>>) -> (Server, Vec<Diagnostic>) {
        let facts: Vec<Fact> = facts.into();
        let mut diagnostics = Vec::new();
        let sorted = Sorted::of(&facts);
        let machine = sorted.machine(&facts, &mut diagnostics);
        let windows = machine
            .windows
            .or(machine.iis.map(IisVersion::first_windows))
            .unwrap_or(WindowsVersion::W10);
        let scope = sorted.scope(&facts, &machine, windows, &mut diagnostics);
        let mut objects = Objects::intern(&facts, &sorted.objects);
        let pools = sorted.pool_names(&facts);
        let mut mentions = sorted.mentions(&facts);
        objects.mentions(&facts, &mut mentions);
        let declarations = sorted.declarations(&facts);
        let accounts = Accounts::gather(scope, &declarations, mentions, &pools, &mut diagnostics);
        objects.settle(&facts, &sorted.gaps, &sorted.undescribed, &mut diagnostics);
        let rights = Rights::gather(&facts, &sorted.rights, &accounts, windows, &machine);
        let mut server = Server {
            name: (!machine.name.as_str().is_empty()).then(|| machine.name.clone()),
            iis: machine.iis,
            windows,
            service_pack: machine.service_pack,
            domain: machine.domain.clone(),
            controller: machine.domain_controller,
            isolation_mode: machine.isolation_mode,
            graph: DiGraph::new(),
            processes: sorted.named(&facts, &sorted.processes, |statement| {
                let Statement::Process(process) = statement else {
                    return None;
                };
                Some((process.name.clone(), Name::from("")))
            }),
            pools: sorted.named(&facts, &sorted.pools, |statement| {
                let Statement::Pool(pool) = statement else {
                    return None;
                };
                Some((pool.name.clone(), Name::from("")))
            }),
            sites: sorted.named(&facts, &sorted.sites, |statement| {
                let Statement::Site(site) = statement else {
                    return None;
                };
                Some((site.name.clone(), Name::from("")))
            }),
            applications: sorted.named(&facts, &sorted.applications, |statement| {
                let Statement::Application(application) = statement else {
                    return None;
                };
                Some((application.site.clone(), application.url.clone()))
            }),
            virtual_folders: sorted.named(&facts, &sorted.virtual_folders, |statement| {
                let Statement::VirtualFolder(folder) = statement else {
                    return None;
                };
                Some((folder.site.clone(), folder.url.clone()))
            }),
            unknown_members: Vec::new(),
            unknown_groups: Vec::new(),
            rights,
            objects,
            accounts,
            facts,
        };
        server.complain_of_duplicates(&mut diagnostics);
        server.fill_graph(&sorted);
        (server, diagnostics)
    }

    fn complain_of_duplicates(&self, diagnostics: &mut Vec<Diagnostic>) {
        for (kind, ids) in [("pool", &self.pools), ("site", &self.sites)] {
            for pair in ids.windows(2) {
                let name = |id: FactId| match &self.fact(id).statement {
                    Statement::Pool(pool) => Some(pool.name.clone()),
                    Statement::Site(site) => Some(site.name.clone()),
                    Statement::Server(_)
                    | Statement::User { .. }
                    | Statement::Group { .. }
                    | Statement::Member { .. }
                    | Statement::MachineSid { .. }
                    | Statement::Domain { .. }
                    | Statement::Right { .. }
                    | Statement::Application(_)
                    | Statement::VirtualFolder(_)
                    | Statement::Object(_)
                    | Statement::Process(_)
                    | Statement::Gap(_)
                    | Statement::Undescribed { .. } => None,
                };
                if name(pair[0]) == name(pair[1]) {
                    let shown = name(pair[1])
                        .map(|name| name.to_string())
                        .unwrap_or_default();
                    let headline = format!("{kind} `{shown}` is described twice, differently");
                    let help = format!("the other is at {}", self.origin(pair[0]));
                    diagnostics.push(
                        self.origin(pair[1])
                            .mark(Diagnostic::warning("two-descriptions", headline))
                            .help(help),
                    );
                }
            }
        }
    }

    fn fill_graph(&mut self, sorted: &Sorted) {
        let nodes = self.accounts.len() + self.processes.len() + self.objects.len();
        let mut graph = DiGraph::with_capacity(nodes, sorted.members.len() + 64);
        for (id, _) in self.accounts.iter() {
            graph.add_node(Node::Principal(id));
        }
        for (id, _) in self.processes() {
            graph.add_node(Node::Process(id));
        }
        for id in self.objects.ids() {
            graph.add_node(Node::Resource(id));
        }
        let mut memberships: BTreeMap<(PrincipalId, PrincipalId), FactId> = BTreeMap::new();
        for id in &sorted.members {
            let Statement::Member { member, group } = &self.fact(*id).statement else {
                continue;
            };
            if let (Some(member), Some(group)) =
                (self.accounts.look_up(member), self.accounts.look_up(group))
            {
                memberships.entry((member, group)).or_insert(*id);
            }
        }
        for ((member, group), fact) in &memberships {
            graph.add_edge(self.node(*member), self.node(*group), Edge::MemberOf(*fact));
        }
        for (member, group, citation) in memberships::documented(self) {
            if !memberships.contains_key(&(member, group)) {
                let edge = Edge::DocumentedMemberOf(citation);
                graph.add_edge(self.node(member), self.node(group), edge);
            }
        }
        for (id, process) in self.processes() {
            let fact = self.process_fact(id);
            let node = self.process_node(id);
            let who = process.identity.as_ref();
            if let Some(identity) = who.and_then(|who| self.accounts.look_up(who)) {
                graph.add_edge(node, self.node(identity), Edge::RunsAs(fact));
            }
            for injected in &process.injected {
                if let Some(group) = self.accounts.look_up(injected) {
                    graph.add_edge(node, self.node(group), Edge::Holds(fact));
                }
            }
        }
        let mut members = BTreeMap::new();
        let mut groups = BTreeMap::new();
        for id in &sorted.gaps {
            let (who, into) = match self.gap(*id) {
                Some(Gap::MembersOf(who)) => (who, &mut members),
                Some(Gap::GroupsOf(who)) => (who, &mut groups),
                Some(Gap::PermissionsOf(_) | Gap::OwnerOf(_) | Gap::InheritedLinesOf(_)) | None => {
                    continue;
                }
            };
            if let Some(who) = self.accounts.look_up(who) {
                into.entry(who).or_insert(*id);
            }
        }
        self.unknown_members = members.into_iter().collect();
        self.unknown_groups = groups.into_iter().collect();
        self.graph = graph;
    }
}

/// The facts by what they are about, in the order given.
#[derive(Default)]
struct Sorted {
    servers: Vec<FactId>,
    accounts: Vec<FactId>,
    members: Vec<FactId>,
    sids: Vec<FactId>,
    rights: Vec<FactId>,
    pools: Vec<FactId>,
    sites: Vec<FactId>,
    applications: Vec<FactId>,
    virtual_folders: Vec<FactId>,
    objects: Vec<FactId>,
    processes: Vec<FactId>,
    gaps: Vec<FactId>,
    undescribed: Vec<FactId>,
}

impl Sorted {
    fn of(facts: &[Fact]) -> Sorted {
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
            };
            list.push(id);
        }
        sorted
    }

    /// What is said of the machine as a whole: of several statements each fills in what the ones before leave open.
    fn machine(&self, facts: &[Fact], diagnostics: &mut Vec<Diagnostic>) -> ServerStatement {
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

    fn scope(
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
                | Statement::Undescribed { .. } => {}
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

    fn pool_names<'a>(&self, facts: &'a [Fact]) -> BTreeSet<&'a Name> {
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
            | Statement::Undescribed { .. } => None,
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

    fn declarations<'a>(&self, facts: &'a [Fact]) -> Vec<Declaration<'a>> {
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
    fn mentions<'a>(&self, facts: &'a [Fact]) -> Mentions<'a> {
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
        ];
        for id in speaking.into_iter().flatten() {
            let fact = &facts[id.0 as usize];
            mentioned(&fact.statement, &mut |who, kind| {
                mentions.add(who, kind, &fact.origin);
            });
        }
        mentions
    }

    /// The facts in the order of their names; of equal ones only the first.
    fn named(
        &self,
        facts: &[Fact],
        ids: &[FactId],
        name: impl Fn(&Statement) -> Option<(Name, Name)>,
    ) -> Vec<FactId> {
        // Of two that are called the same, what they say decides which comes first, not who spoke first.
        let mut keyed: Vec<((Name, Name), String, FactId)> = ids
            .iter()
            .filter_map(|id| {
                let statement = &facts[id.0 as usize].statement;
                Some((name(statement)?, format!("{statement:?}"), *id))
            })
            .collect();
        keyed.sort();
        keyed.dedup_by(|(a, _, one), (b, _, other)| {
            a == b && facts[one.0 as usize] == facts[other.0 as usize]
        });
        keyed.into_iter().map(|(_, _, id)| id).collect()
    }
}

fn mentioned(statement: &Statement, say: &mut dyn FnMut(&Who, PrincipalKind)) {
    use PrincipalKind::{Group, Unknown, User};
    let settings = |settings: &crate::world::ApplicationSettings,
                    say: &mut dyn FnMut(&Who, PrincipalKind)| {
        if let Some(crate::world::Anonymous::Account(who)) = &settings.anonymous {
            say(who, User);
        }
        for handler in &settings.handlers {
            if let crate::world::Handler::AspNetImpersonating(Some(who)) = handler {
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
        | Statement::Undescribed { .. } => {}
    }
}

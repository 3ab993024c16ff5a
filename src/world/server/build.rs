//! Facts in, server and complaints out; it never fails.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::DiGraph;

use super::{Edge, FactId, Node, Server, sorted::Sorted};
use crate::{
    text::Diagnostic,
    world::{
        Accounts, Fact, Gap, IisVersion, MachineState, Name, PrincipalId, Statement,
        WindowsVersion, defaults, memberships, objects::Objects, readings, rights::Rights,
    },
};

impl Server {
    /// The server that these facts make, and what was wrong with them.
    pub fn build(facts: impl Into<Vec<Fact>>) -> (Server, Vec<Diagnostic>) {
        let mut facts: Vec<Fact> = facts.into();
        let mut diagnostics = Vec::new();
        let sorted = Sorted::of(&facts);
        let machine = sorted.machine(&facts, &mut diagnostics);
        let windows = machine
            .windows
            .or(machine.iis.map(IisVersion::first_windows))
            .unwrap_or(WindowsVersion::W10);
        let scope = sorted.scope(&facts, &machine, windows, &mut diagnostics);
        let mut objects = Objects::intern(&facts, &sorted.objects, windows);
        let pools: BTreeSet<Name> = sorted.pool_names(&facts).into_iter().cloned().collect();
        let mut mentions = sorted.mentions(&facts);
        objects.mentions(&facts, &mut mentions);
        let declarations = sorted.declarations(&facts);
        let named = pools.iter().collect();
        let accounts = Accounts::gather(scope, &declarations, mentions, &named, &mut diagnostics);
        objects.settle(
            &facts,
            &sorted.gaps,
            &sorted.undescribed,
            windows,
            &mut diagnostics,
        );
        let stated = facts.len();
        if objects.have_defaults() {
            let documented = defaults::Machine {
                windows,
                statement: &machine,
                pools: pools.iter().collect(),
                readings: defaults::Machine::readings(&facts),
            }
            .facts(|name| accounts.local_account(name).is_some());
            facts.extend(documented);
            objects.document(&facts, stated);
        }
        complain_of_readings(&facts, &mut diagnostics);
        let rights = Rights::gather(&facts, &sorted.rights, &accounts, windows, &machine);
        let mut server = Server {
            stated,
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
            iis_settings: sorted.in_order(&facts, &sorted.iis),
            account_states: sorted.in_order(&facts, &sorted.account_states),
            machine_states: sorted.in_order(&facts, &sorted.machine_states),
            components: sorted.named(&facts, &sorted.components, |statement| {
                let Statement::Component(component) = statement else {
                    return None;
                };
                Some((component.name.clone(), Name::from("")))
            }),
            machine_com: sorted.in_order(&facts, &sorted.machine_com),
            running: sorted.in_order(&facts, &sorted.running),
            services: sorted.named(&facts, &sorted.services, |statement| {
                let Statement::Service(service) = statement else {
                    return None;
                };
                Some((service.name.clone(), Name::from("")))
            }),
            tasks: sorted.named(&facts, &sorted.tasks, |statement| {
                let Statement::Task(task) = statement else {
                    return None;
                };
                Some((task.name.clone(), Name::from("")))
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

/// Says which readings mean nothing.
fn complain_of_readings(facts: &[Fact], diagnostics: &mut Vec<Diagnostic>) {
    for fact in facts {
        let Statement::Machine(MachineState::Reading { topic, reading }) = &fact.statement else {
            continue;
        };
        let known = readings::by_topic(topic.as_str());
        let (headline, help) = match known {
            Some(_) if readings::is_known(topic.as_str(), reading.as_str()) => continue,
            Some(row) if row.can_be_switched() => (
                format!("`{topic}` has no reading `{reading}`"),
                format!(
                    "say `{} is read as A` or `B`: {}; or {}",
                    row.topic, row.a, row.b
                ),
            ),
            Some(row) => (
                format!("which reading of `{topic}` holds cannot be chosen"),
                format!("{}: the model takes {}", row.about, row.taken()),
            ),
            None => (
                format!("there is no contradiction `{topic}`"),
                String::from("they are X1 to X32; `:assume` at the prompt lists them"),
            ),
        };
        diagnostics.push(
            fact.origin
                .mark(Diagnostic::warning("unknown-reading", headline))
                .help(help),
        );
    }
}

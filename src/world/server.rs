//! The server that facts make: principals, memberships, processes and resources in one graph, behind typed ids.
//!
//! Ids belong to one server. Building never fails: what cannot be used is said in a diagnostic. Names, tokens and
//! lists do not depend on the order of the facts.

mod build;
mod sorted;

use petgraph::graph::{DiGraph, NodeIndex};

use super::{
    AccountState, Accounts, ApplicationStatement, ComList, ComponentStatement, Fact, Gap,
    IisSetting, IisVersion, MachineList, MachineState, Name, Origin, PoolStatement, Principal,
    PrincipalId, ProcessStatement, RunningStatement, ServiceStatement, SiteStatement, Statement,
    TaskStatement, Unresolved, VirtualFolderStatement, Who, WindowsVersion, objects::Objects,
    rights::Rights,
};
use crate::nt;

/// A fact of one server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FactId(pub(crate) u32);

/// A process of one server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProcessId(pub(crate) u32);

/// A described object of one server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResourceId(pub(crate) u32);

/// What stands in the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    /// A principal.
    Principal(PrincipalId),
    /// A process.
    Process(ProcessId),
    /// A described object.
    Resource(ResourceId),
}

/// How two things of the graph belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Principal → group: a fact says so.
    MemberOf(FactId),
    /// Principal → group: every Windows of this version says so; the citation.
    DocumentedMemberOf(&'static str),
    /// Process → principal: whose token it has.
    RunsAs(FactId),
    /// Process → principal: put into its token.
    Holds(FactId),
}

/// A server: what facts say, ready to be asked.
#[derive(Debug)]
pub struct Server {
    /// What was said first, then what documents tell.
    facts: Vec<Fact>,
    /// How many were said.
    stated: usize,
    name: Option<Name>,
    iis: Option<IisVersion>,
    windows: WindowsVersion,
    service_pack: Option<u8>,
    domain: Option<Name>,
    controller: bool,
    isolation_mode: bool,
    accounts: Accounts,
    graph: DiGraph<Node, Edge>,
    processes: Vec<FactId>,
    pools: Vec<FactId>,
    sites: Vec<FactId>,
    applications: Vec<FactId>,
    virtual_folders: Vec<FactId>,
    iis_settings: Vec<FactId>,
    account_states: Vec<FactId>,
    machine_states: Vec<FactId>,
    components: Vec<FactId>,
    machine_com: Vec<FactId>,
    running: Vec<FactId>,
    services: Vec<FactId>,
    tasks: Vec<FactId>,
    unknown_members: Vec<(PrincipalId, FactId)>,
    unknown_groups: Vec<(PrincipalId, FactId)>,
    rights: Rights,
    objects: Objects,
}

impl Server {
    /// What the server is called, if anybody said.
    pub fn name(&self) -> Option<&Name> {
        self.name.as_ref()
    }

    /// Which IIS it runs, if anybody said.
    pub fn iis(&self) -> Option<IisVersion> {
        self.iis
    }

    /// IIS 6.0 in IIS 5.0 isolation mode.
    pub fn isolation_mode(&self) -> bool {
        self.isolation_mode
    }

    /// Which Windows it is: as said, else the first that shipped its IIS, else Windows 10.
    pub fn windows(&self) -> WindowsVersion {
        self.windows
    }

    /// Its service pack, if anybody said.
    pub fn service_pack(&self) -> Option<u8> {
        self.service_pack
    }

    /// The domain that it is in.
    pub fn domain(&self) -> Option<&Name> {
        self.domain.as_ref()
    }

    /// Whether it is a domain controller.
    pub fn is_domain_controller(&self) -> bool {
        self.controller
    }

    /// What its Windows knows in an access check.
    pub fn rules(&self) -> nt::Rules {
        nt::Rules {
            integrity: self.windows >= WindowsVersion::Vista,
            owner_rights: self.windows >= WindowsVersion::Vista,
            conditional: self.windows >= WindowsVersion::W7,
            claims: self.windows >= WindowsVersion::W8,
        }
    }

    /// What documents tell of objects that nobody described, where the world says that these have default permissions.
    pub fn documented_facts(&self) -> impl Iterator<Item = (FactId, &Fact)> {
        let facts = self.facts.get(self.stated..).unwrap_or_default();
        let first = u32::try_from(self.stated).expect("fewer than 2^32 facts");
        (first..).map(FactId).zip(facts)
    }

    /// What was said, without what documents tell.
    pub fn stated_facts(&self) -> impl Iterator<Item = (FactId, &Fact)> {
        self.facts().take(self.stated)
    }

    /// Every fact, those that were given in their order and then what documents tell.
    pub fn facts(&self) -> impl Iterator<Item = (FactId, &Fact)> {
        (0..).map(FactId).zip(&self.facts)
    }

    /// A fact.
    pub fn fact(&self, id: FactId) -> &Fact {
        &self.facts[id.0 as usize]
    }

    /// Where a fact was said.
    pub fn origin(&self, id: FactId) -> &Origin {
        &self.fact(id).origin
    }

    /// Its principals and their names.
    pub fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    /// Every principal, in an order that depends on names only.
    pub fn principals(&self) -> impl Iterator<Item = (PrincipalId, &Principal)> {
        self.accounts.iter()
    }

    /// A principal.
    pub fn principal(&self, id: PrincipalId) -> &Principal {
        self.accounts.get(id)
    }

    /// Who is meant, see [`Accounts::resolve`].
    ///
    /// # Errors
    /// Nobody is called so, or several are.
    pub fn resolve(&self, who: &Who) -> Result<PrincipalId, Unresolved> {
        self.accounts.resolve(who)
    }

    /// The graph of all of it.
    pub fn graph(&self) -> &DiGraph<Node, Edge> {
        &self.graph
    }

    /// Its processes, in the order of their names.
    pub fn processes(&self) -> impl Iterator<Item = (ProcessId, &ProcessStatement)> {
        let statement = |id| self.process_statement(id).map(|statement| (id, statement));
        (0..self.processes.len())
            .filter_map(move |at| statement(ProcessId(u32::try_from(at).ok()?)))
    }

    /// A process.
    pub fn process(&self, id: ProcessId) -> Option<&ProcessStatement> {
        self.process_statement(id)
    }

    /// The fact that makes a process.
    pub fn process_fact(&self, id: ProcessId) -> FactId {
        self.processes[id.0 as usize]
    }

    /// The processes that work for that pool.
    pub fn processes_of_pool(&self, pool: &Name) -> Vec<ProcessId> {
        self.processes()
            .filter(|(_, process)| process.pool.as_ref() == Some(pool))
            .map(|(id, _)| id)
            .collect()
    }

    /// Its pools, in the order of their names, each with the fact that declares it.
    pub fn pools(&self) -> impl Iterator<Item = (&PoolStatement, FactId)> {
        self.statements(&self.pools, |statement| {
            let Statement::Pool(pool) = statement else {
                return None;
            };
            Some(pool)
        })
    }

    /// The pool of that name.
    pub fn pool(&self, name: &Name) -> Option<(&PoolStatement, FactId)> {
        self.pools().find(|(pool, _)| pool.name == *name)
    }

    /// Its sites, in the order of their names.
    pub fn sites(&self) -> impl Iterator<Item = (&SiteStatement, FactId)> {
        self.statements(&self.sites, |statement| {
            let Statement::Site(site) = statement else {
                return None;
            };
            Some(site)
        })
    }

    /// Its applications but the root ones, in the order of their sites and URLs.
    pub fn applications(&self) -> impl Iterator<Item = (&ApplicationStatement, FactId)> {
        self.statements(&self.applications, |statement| {
            let Statement::Application(application) = statement else {
                return None;
            };
            Some(application)
        })
    }

    /// Its virtual folders, in the order of their sites and URLs.
    pub fn virtual_folders(&self) -> impl Iterator<Item = (&VirtualFolderStatement, FactId)> {
        self.statements(&self.virtual_folders, |statement| {
            let Statement::VirtualFolder(folder) = statement else {
                return None;
            };
            Some(folder)
        })
    }

    /// What is said of IIS as a whole, in the order of what it says.
    pub fn iis_settings(&self) -> impl Iterator<Item = (&IisSetting, FactId)> {
        self.statements(&self.iis_settings, |statement| {
            let Statement::Iis(said) = statement else {
                return None;
            };
            Some(said)
        })
    }

    /// The states of accounts that are told.
    pub fn account_states(&self) -> impl Iterator<Item = (&AccountState, FactId)> {
        self.statements(&self.account_states, |statement| {
            let Statement::Account(said) = statement else {
                return None;
            };
            Some(said)
        })
    }

    /// How the machine is set up, and how documents about it are read.
    pub fn machine_states(&self) -> impl Iterator<Item = (&MachineState, FactId)> {
        self.statements(&self.machine_states, |statement| {
            let Statement::Machine(said) = statement else {
                return None;
            };
            Some(said)
        })
    }

    /// Its components, in the order of their names.
    pub fn components(&self) -> impl Iterator<Item = (&ComponentStatement, FactId)> {
        self.statements(&self.components, |statement| {
            let Statement::Component(said) = statement else {
                return None;
            };
            Some(said)
        })
    }

    /// The components that are said to be running.
    pub fn running(&self) -> impl Iterator<Item = (&RunningStatement, FactId)> {
        self.statements(&self.running, |statement| {
            let Statement::Running(said) = statement else {
                return None;
            };
            Some(said)
        })
    }

    /// Its services, in the order of their names.
    pub fn services(&self) -> impl Iterator<Item = (&ServiceStatement, FactId)> {
        self.statements(&self.services, |statement| {
            let Statement::Service(said) = statement else {
                return None;
            };
            Some(said)
        })
    }

    /// Its tasks, in the order of their names.
    pub fn tasks(&self) -> impl Iterator<Item = (&TaskStatement, FactId)> {
        self.statements(&self.tasks, |statement| {
            let Statement::Task(said) = statement else {
                return None;
            };
            Some(said)
        })
    }

    /// The list that is said to be the machine's own for COM; of several the first in order.
    pub fn machine_com(&self, wanted: MachineList) -> Option<(&ComList, FactId)> {
        self.machine_com.iter().find_map(|id| {
            let Statement::MachineCom { which, list } = &self.fact(*id).statement else {
                return None;
            };
            (*which == wanted).then_some((list, *id))
        })
    }

    /// Which reading of a contradiction between documents was chosen, `A` of `X1`; [`super::readings`] lists them.
    pub fn reading(&self, wanted: &str) -> Option<(&Name, FactId)> {
        self.machine_states().find_map(|(state, fact)| match state {
            MachineState::Reading { topic, reading } if topic.is(wanted) => Some((reading, fact)),
            MachineState::Reading { .. }
            | MachineState::SearchPath { .. }
            | MachineState::NamesIn { .. }
            | MachineState::MissingPatch { .. } => None,
        })
    }

    /// The described objects.
    pub fn objects(&self) -> &Objects {
        &self.objects
    }

    /// Groups whose members are not all known, each with the fact that says so.
    pub fn unknown_members(&self) -> &[(PrincipalId, FactId)] {
        &self.unknown_members
    }

    /// Principals whose groups are not all known, each with the fact that says so.
    pub fn unknown_groups(&self) -> &[(PrincipalId, FactId)] {
        &self.unknown_groups
    }

    /// The document by which every such Windows has this membership, if one does.
    pub(in crate::world) fn documented_membership(
        &self,
        member: PrincipalId,
        group: PrincipalId,
    ) -> Option<&'static str> {
        let edges = self
            .graph
            .edges_connecting(self.node(member), self.node(group));
        edges.map(|edge| edge.weight()).find_map(|edge| match edge {
            Edge::DocumentedMemberOf(citation) => Some(*citation),
            Edge::MemberOf(_) | Edge::RunsAs(_) | Edge::Holds(_) => None,
        })
    }

    /// Who holds which privilege and logon right.
    pub fn rights(&self) -> &Rights {
        &self.rights
    }

    /// The gap that a fact states.
    pub fn gap(&self, id: FactId) -> Option<&Gap> {
        let Statement::Gap(gap) = &self.fact(id).statement else {
            return None;
        };
        Some(gap)
    }

    pub(super) fn node(&self, id: PrincipalId) -> NodeIndex {
        NodeIndex::new(id.0 as usize)
    }

    pub(super) fn process_node(&self, id: ProcessId) -> NodeIndex {
        NodeIndex::new(self.accounts.len() + id.0 as usize)
    }

    fn process_statement(&self, id: ProcessId) -> Option<&ProcessStatement> {
        let fact = self.fact(self.processes[id.0 as usize]);
        let Statement::Process(process) = &fact.statement else {
            return None;
        };
        Some(process)
    }

    fn statements<'a, T: 'a>(
        &'a self,
        ids: &'a [FactId],
        pick: impl Fn(&'a Statement) -> Option<&'a T> + 'a,
    ) -> impl Iterator<Item = (&'a T, FactId)> {
        ids.iter()
            .filter_map(move |id| pick(&self.fact(*id).statement).map(|picked| (picked, *id)))
    }
}

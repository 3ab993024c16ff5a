//! What a process loads, reads, runs, obeys, is handed and stores: worked out from configuration, once, each with the reason.
//!
//! No access is checked here, and no described object is walked: what is served are folders with exceptions. The work is linear in
//! applications; what many of them ask for is looked up once.

mod components;
mod hosts;
mod map;
mod obeys;
mod places;
mod programs;
mod regions;
mod runs;
mod secrets;
mod settings;
mod tokens;
mod used;

use rustc_hash::FxHashMap;

use super::version::Version;
use crate::world::{
    FactId, Footprint, Name, ProcessId, Rule, Server,
    footprint::{ApplicationName, HostId, Role, Securable, Why},
};

/// Every process that could run somebody's code, with all that it has to do with by configuration.
pub fn footprint(server: &Server) -> Footprint {
    let mut survey = Survey {
        server,
        version: Version::of_server(server),
        footprint: Footprint::default(),
        processes: FxHashMap::default(),
        used: FxHashMap::default(),
    };
    survey.of_processes();
    if let Some(version) = survey.version.clone() {
        let map = map::Map::of(server);
        let mut rules = settings::Rulebook::of(server);
        let held: Vec<settings::Held> = map
            .mounts
            .iter()
            .map(|mount| rules.held(&version, &map, mount))
            .collect();
        survey.of_applications(&version, (&map, &held), rules);
        survey.of_the_server(&version);
        survey.of_stored_passwords(&version, (&map, &held));
    }
    survey.of_services();
    survey.of_tasks();
    survey.of_component_servers();
    survey.of_machine();
    survey.footprint
}

/// A footprint that is being made.
struct Survey<'a> {
    server: &'a Server,
    version: Option<Version>,
    footprint: Footprint,
    /// The hosts of processes, by name.
    processes: FxHashMap<Name, HostId>,
    /// Where a use stands in the footprint, by what it is and why: two reasons are two uses.
    used: FxHashMap<(HostId, Securable, Role, &'static str), usize>,
}

impl Survey<'_> {
    /// A host, with its name.
    fn process(&self, name: &Name) -> Option<HostId> {
        self.processes.get(name).copied()
    }

    /// Says that a host uses something: for that application, or for all of it. What is used twice is told once.
    fn uses(
        &mut self,
        host: HostId,
        application: Option<&ApplicationName>,
        (what, role): (Securable, Role),
        why: Why,
    ) {
        use std::collections::hash_map::Entry;
        match self.used.entry((host, what, role, why.rule.says)) {
            Entry::Occupied(known) => {
                let known = &mut self.footprint.uses[*known.get()];
                match application {
                    // What the whole host uses, it uses for every application.
                    None => known.applications.clear(),
                    Some(application)
                        if !known.applications.is_empty()
                            && known.applications.last() != Some(application) =>
                    {
                        known.applications.push(application.clone());
                    }
                    Some(_) => {}
                }
                for fact in why.facts {
                    if !known.why.facts.contains(&fact) {
                        known.why.facts.push(fact);
                    }
                }
            }
            Entry::Vacant(free) => {
                let (host, what, role, _) = free.key().clone();
                free.insert(self.footprint.uses.len());
                self.footprint.uses.push(crate::world::footprint::Use {
                    host,
                    applications: application.into_iter().cloned().collect(),
                    what,
                    role,
                    why,
                });
            }
        }
    }
}

/// A reason.
fn why(rule: &'static Rule, facts: impl Into<Vec<FactId>>) -> Why {
    Why {
        rule,
        facts: facts.into(),
    }
}

/// The process that a host is.
fn process_of(footprint: &Footprint, id: HostId) -> Option<ProcessId> {
    use crate::world::footprint::HostKind;
    match footprint.host(id).kind {
        HostKind::Process(process) => Some(process),
        HostKind::Child(_) | HostKind::Service(_) | HostKind::Task(_) | HostKind::Component(_) => {
            None
        }
    }
}

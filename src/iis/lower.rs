//! From pools, sites and applications to processes: facts in, the same facts with what IIS makes of them out.

mod accounts;
mod pools;
mod processes;

use std::{collections::BTreeSet, sync::Arc};

use super::version::{DEFAULT_POOL, Generation, Version};
use crate::{
    text::Diagnostic,
    world::{Fact, MappedUrl, Name, Origin, Server, ServerStatement, Statement},
};

/// The server that these facts make once IIS has made processes of pools.
pub fn serve(facts: Vec<Fact>) -> (Server, Vec<Diagnostic>) {
    let (facts, mut diagnostics) = lower(facts);
    let (server, more) = Server::build(facts);
    diagnostics.extend(more);
    (server, diagnostics)
}

/// The pool that serves a URL: the application's, else the site's, else the default one.
pub fn pool_of(url: &MappedUrl) -> Name {
    url.pool.clone().unwrap_or_else(|| Name::from(DEFAULT_POOL))
}

/// Adds what IIS makes of its configuration: processes, pools that are only named, and the accounts and memberships that setup
/// makes. What is given stays, and comes first.
pub fn lower(mut facts: Vec<Fact>) -> (Vec<Fact>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let Some((machine, origin)) = machine(&facts) else {
        diagnostics.extend(without_version(&facts));
        return (facts, diagnostics);
    };
    let (machine, origin) = (machine.clone(), origin.clone());
    let (mut plan, _) = Server::build(configuration(&facts, &[]));
    let Some(version) = Version::of_server(&plan) else {
        return (facts, diagnostics);
    };
    let mut added = Vec::new();
    match version.generation {
        Generation::Workers => {
            added = pools::named_pools(&facts);
            let described = pools::described_pools(&facts, &added);
            for (pool, said) in described.values() {
                added.push(pools::worker(
                    pool,
                    said,
                    &machine,
                    &version,
                    &mut diagnostics,
                ));
            }
            plan = Server::build(configuration(&facts, &added)).0;
        }
        Generation::Inetinfo => {
            diagnostics.extend(pools::without_pools(&facts, &version));
            added.push(processes::core(&origin));
        }
    }
    added.extend(processes::of_applications(
        &plan,
        &version,
        &mut diagnostics,
    ));
    diagnostics.extend(processes::misplaced(&plan, &version));
    added.extend(accounts::workers_group(&facts, &version, &origin));
    added.extend(accounts::by_setup(&facts, &added, &plan, &version, &origin));
    let known: BTreeSet<String> = derived(&facts);
    added.retain(|fact| !known.contains(&key(&fact.statement)));
    facts.extend(added);
    (facts, diagnostics)
}

/// What configuration there is: a small server of it alone, to ask where applications run.
fn configuration(facts: &[Fact], added: &[Fact]) -> Vec<Fact> {
    let is_configuration = |fact: &&Fact| {
        matches!(
            &fact.statement,
            Statement::Server(_)
                | Statement::Pool(_)
                | Statement::Site(_)
                | Statement::Application(_)
                | Statement::VirtualFolder(_)
                | Statement::Iis(_)
                | Statement::Machine(_)
        )
    };
    let workers = added
        .iter()
        .filter(|fact| matches!(fact.statement, Statement::Pool(_) | Statement::Process(_)));
    facts
        .iter()
        .filter(is_configuration)
        .chain(workers)
        .cloned()
        .collect()
}

/// What to say where there are pools and nobody says which IIS it is.
fn without_version(facts: &[Fact]) -> Option<Diagnostic> {
    let is_pool = |fact: &Fact| matches!(fact.statement, Statement::Pool(_));
    facts.iter().any(is_pool).then(|| {
        Diagnostic::warning(
            "no-version",
            "nobody says which IIS this is, so its pools have no processes",
        )
        .help("say `server NAME runs IIS 10.0`")
    })
}

/// What was said of the machine first in order, as the server reads it.
fn machine(facts: &[Fact]) -> Option<(&ServerStatement, &Origin)> {
    let said = facts.iter().filter_map(|fact| {
        let Statement::Server(server) = &fact.statement else {
            return None;
        };
        server.iis.map(|iis| (iis, server, &fact.origin))
    });
    said.min_by_key(|(iis, server, _)| {
        (
            *iis,
            server.name.clone(),
            server.windows,
            server.service_pack,
        )
    })
    .map(|(_, server, origin)| (server, origin))
}

/// A rule's fact.
fn follows(says: &str, from: Vec<Origin>, statement: Statement) -> Fact {
    let says = Arc::from(says);
    Fact {
        statement,
        origin: Origin::Rule { says, from },
    }
}

/// What an earlier lowering added, by what it is.
fn derived(facts: &[Fact]) -> BTreeSet<String> {
    facts
        .iter()
        .map(|fact| &fact.statement)
        .filter(|statement| {
            matches!(
                statement,
                Statement::Process(_)
                    | Statement::Pool(_)
                    | Statement::User { .. }
                    | Statement::Group { .. }
                    | Statement::Member { .. }
            )
        })
        .map(key)
        .collect()
}

/// What says the same says it in the same words.
fn key(statement: &Statement) -> String {
    crate::world::fold(&format!("{statement:?}"))
}

//! From pools to processes.

use std::collections::BTreeSet;

use poolproof::{
    iis,
    search::sketch,
    world::{Fact, Name, PoolStatement, Statement},
};
use proptest::prelude::*;

fn texts(facts: &[Fact]) -> BTreeSet<String> {
    facts
        .iter()
        .map(|fact| format!("{:?}", fact.statement))
        .collect()
}

proptest! {
    /// What is given stays as it was given, and first: lowering explains, it does not replace.
    #[test]
    fn lowering_keeps_what_it_was_given(facts in sketch::worlds()) {
        let (lowered, _) = iis::lower(facts.clone());
        prop_assert_eq!(&lowered[..facts.len()], &facts[..]);
    }

    /// What was lowered once is not lowered again, so it does not matter who does it.
    #[test]
    fn lowering_twice_is_lowering_once(facts in sketch::worlds()) {
        let (once, _) = iis::lower(facts);
        let (twice, _) = iis::lower(once.clone());
        prop_assert_eq!(once, twice);
    }

    /// Processes follow from what is said, not from the order in which it is said.
    #[test]
    fn lowering_does_not_depend_on_order(
        (facts, shuffled) in sketch::worlds().prop_flat_map(|facts| (Just(facts.clone()), Just(facts).prop_shuffle()))
    ) {
        prop_assert_eq!(texts(&iis::lower(facts).0), texts(&iis::lower(shuffled).0));
    }

    /// Every pool that is described or named has one worker process, and every worker has a pool.
    #[test]
    fn every_pool_has_one_worker(facts in sketch::worlds()) {
        let (server, _) = iis::serve(facts);
        let pools: BTreeSet<Name> = server.pools().map(|(pool, _): (&PoolStatement, _)| pool.name.clone()).collect();
        for pool in &pools {
            prop_assert_eq!(server.processes_of_pool(pool).len(), 1, "{}", pool);
        }
        for (_, process) in server.processes() {
            let pool = process.pool.clone();
            prop_assert!(pool.is_some_and(|pool| pools.contains(&pool)), "{}", process.name);
        }
    }

    /// A site or an application always has a pool that exists.
    #[test]
    fn every_site_is_served_by_a_described_pool(facts in sketch::worlds()) {
        let (server, _) = iis::serve(facts);
        for (site, _) in server.sites() {
            if let Ok(mapped) = server.map_url(Some(site.name.as_str()), "/any/where") {
                prop_assert!(server.pool(&iis::pool_of(&mapped)).is_some());
            }
        }
    }

    /// A process's token holds what IIS puts into it, whoever it runs as.
    #[test]
    fn a_worker_holds_what_is_put_into_its_token(facts in sketch::worlds()) {
        let (server, _) = iis::serve(facts);
        for (id, process) in server.processes() {
            let Some(token) = server.token_of_process(id) else { continue };
            for who in &process.injected {
                let key = server.principal(server.resolve(who).expect("a rule names it")).key();
                prop_assert!(token.token.group(&key).is_some() || token.token.user == key);
            }
        }
    }
}

/// Statements that nobody writes are made by rules only, with what they were made from.
#[test]
fn processes_say_what_they_follow_from() {
    let pool = sketch::said(Statement::Pool(PoolStatement {
        name: Name::from("A"),
        identity: None,
        manual_group_membership: false,
        logs_on_as_service: false,
        ignores_web_config: false,
    }));
    let (facts, diagnostics) = iis::lower(vec![pool]);
    assert_eq!(facts.len(), 1);
    assert_eq!(
        diagnostics.len(),
        1,
        "without a version there are no processes, and somebody says so"
    );
}

//! What code can come to do: the fast closure against the specification, on small servers.

mod changes;
mod naming;

use std::collections::BTreeSet;

use poolproof::{
    iis,
    reach::{Bound, Bring, ClaimId, Reach, check_derivation, rules},
    search::reach_worlds::{servers, servers_with_gaps},
    world::{Fact, Logon, print},
};
use proptest::{
    prelude::*,
    sample::{Index, select},
};

use self::naming::{both, fast, plain, rule_set, telling};
use super::checking::altered;
use crate::spec::reach::{
    Switches, World, close,
    judge::{Subject, judged},
    world::Choice,
};

/// Somebody of these servers.
fn subjects() -> impl Strategy<Value = Subject> {
    select(vec![
        Subject::Pool("Red".into()),
        Subject::Pool("Green".into()),
        Subject::Application("Shop".into(), "/".into()),
        Subject::Application("Hr".into(), "/".into()),
        Subject::Anonymous,
        Subject::User("ann".into(), Logon::Interactive),
        Subject::User("bob".into(), Logon::Network),
    ])
}

/// A world of which everything is known; none if configuration alone leaves something open.
fn known(facts: Vec<Fact>) -> Option<World> {
    let (server, _) = iis::serve(facts.clone());
    let footprint = iis::footprint(&server);
    // A component that runs as whoever is logged on runs as nobody knows whom.
    let nobody_knows = footprint
        .hosts
        .iter()
        .any(|host| host.identities.is_empty());
    let open = nobody_knows || World::choices(&footprint).len() > 1;
    (!open).then(|| World::of(facts, &[], &Choice::default()).ok())?
}

fn switches(weaknesses: bool) -> Switches {
    Switches {
        weaknesses,
        ..Switches::default()
    }
}

fn text(facts: &[Fact]) -> String {
    print(facts)
}

proptest! {
    /// The rules say what follows from what; that claims are numbered, classes told apart and clauses indexed changes nothing.
    #[test]
    fn both_closures_agree(facts in servers(), subject in subjects(), weaknesses in any::<bool>()) {
        let Some(world) = known(facts.clone()) else { return Ok(()) };
        let Some(actor) = subject.actor(&world) else { return Ok(()) };
        let switches = switches(weaknesses);
        let slow = plain(&close(&world, &actor, &switches));
        for bound in [Bound::Known, Bound::Possible] {
            let found = fast(&world, &actor, rule_set(&switches), bound);
            prop_assert!(found == slow, "{subject:?} {bound:?}\n{}\n{}", telling(&found, &slow), text(&facts));
        }
    }

    /// A rule that is switched off is off for both.
    #[test]
    fn both_closures_agree_without_a_rule(facts in servers(), subject in subjects(), off in select(crate::spec::reach::names())) {
        let Some(world) = known(facts.clone()) else { return Ok(()) };
        let Some(actor) = subject.actor(&world) else { return Ok(()) };
        let mut switches = switches(true);
        switches.without.insert(off);
        let slow = plain(&close(&world, &actor, &switches));
        // What SYSTEM comes to by the accounts of the machine it comes to by E30, and is told by nothing else.
        prop_assume!(off != "E30" || !slow.contains("system"));
        let found = fast(&world, &actor, rule_set(&switches), Bound::Known);
        prop_assert!(found == slow, "{subject:?} without {off}\n{}\n{}", telling(&found, &slow), text(&facts));
    }

    /// Whoever alters a derivation, and is believed, has said what the specification derives too.
    #[test]
    fn an_altered_derivation_checks_only_if_the_specification_derives_it(
        facts in servers(), subject in subjects(), at in any::<Index>(), how in any::<Index>(),
    ) {
        let Some(world) = known(facts.clone()) else { return Ok(()) };
        let Some(actor) = subject.actor(&world) else { return Ok(()) };
        let reach = Reach::new(&world.server, &world.footprint, naming::brought(&world, &actor));
        let slow = plain(&close(&world, &actor, &switches(true)));
        let seeds = reach.seeds(&actor, Bound::Known);
        let costs = reach.program().shortest(&seeds, reach.truth(Bound::Known), rules::all());
        let every = reach.program().claims().len().div_ceil(20);
        let some = (0..).map(ClaimId).take(reach.program().claims().len()).step_by(every);
        for tree in some.filter_map(|id| costs.derivation(id)) {
            let other = altered(&tree, at, how, reach.program().claims());
            let is_believed = check_derivation(&other, &reach, &actor, Bound::Known, rules::all()).is_ok();
            let name = naming::told(&world, &reach, other.claim);
            if let (true, Some(name)) = (is_believed && !slow.contains("system"), name) {
                prop_assert!(slow.contains(&name), "{name}\n{}", text(&facts));
            }
        }
    }

    /// What guessed passwords give is left out on large servers: it is nothing to whoever cannot read the account database.
    #[test]
    fn who_cannot_read_the_account_database_guesses_nothing(facts in servers(), subject in subjects()) {
        let Some(world) = known(facts.clone()) else { return Ok(()) };
        let Some(actor) = subject.actor(&world) else { return Ok(()) };
        let whole = naming::brought(&world, &actor);
        let less = Bring { without_guessing: true, ..whole.clone() };
        let reach = Reach::new(&world.server, &world.footprint, less.clone());
        let rules = match reach.reads_account_database(&actor, rules::all()) {
            true => rules::granted(),
            false => rules::all(),
        };
        for bound in [Bound::Known, Bound::Possible] {
            let with = naming::fast_with(&world, &actor, rules, bound, whole.clone());
            let without = naming::fast_with(&world, &actor, rules, bound, less.clone());
            prop_assert!(with == without, "{subject:?} {bound:?}\n{}\n{}", telling(&with, &without), text(&facts));
        }
    }

    /// Rules only add claims.
    #[test]
    fn without_a_rule_nothing_is_added(facts in servers(), subject in subjects(), off in select(crate::spec::reach::names())) {
        let Some(world) = known(facts) else { return Ok(()) };
        let Some(actor) = subject.actor(&world) else { return Ok(()) };
        let with = plain(&close(&world, &actor, &switches(true)));
        let mut fewer = switches(true);
        fewer.without.insert(off);
        let without = plain(&close(&world, &actor, &fewer));
        let system = with.contains("system");
        prop_assert!(system || without.is_subset(&with), "{:?}", without.difference(&with).collect::<Vec<_>>());
    }

    /// What is not known is filled in, in every way: yes holds in each of these worlds, and what is no holds in none.
    #[test]
    fn yes_is_yes_and_no_is_no_in_every_completion(facts in servers_with_gaps(), subject in subjects()) {
        let Some(judged) = judged(&facts, &subject, &[], &switches(false)) else { return Ok(()) };
        let Some((yes, possible)) = both(&facts, &subject, rules::granted()) else { return Ok(()) };
        let known: BTreeSet<String> = judged.sometimes.iter().map(|claim| naming::class(claim)).collect();
        // Objects and accounts that only one of the two speaks of are compared by nobody.
        let wrong: Vec<&String> = yes.iter().filter(|claim| !judged.always.contains(*claim) && known.contains(&naming::class(claim))).collect();
        prop_assert!(wrong.is_empty(), "{subject:?} not in every one of {}: {wrong:#?}\n{}", judged.worlds, text(&facts));
        let missing: BTreeSet<String> = judged.sometimes.difference(&possible).cloned().collect();
        let mut nobodys = naming::nobodys(&facts, &missing);
        // SYSTEM need not be told whom it knows and what it joins: it acts as everybody here.
        let accounts = |claim: &&String| ["knows ", "joins ", "acts as "].iter().any(|start| claim.starts_with(start));
        if possible.contains("system") {
            nobodys.extend(missing.iter().filter(accounts).cloned());
        }
        let missing: Vec<&String> = missing.difference(&nobodys).collect();
        prop_assert!(missing.is_empty(), "{subject:?} in some of {}: {missing:#?}\n{}", judged.worlds, text(&facts));
    }
}

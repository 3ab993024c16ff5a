//! What a change to a world does to claims, and what stands behind an answer.

use poolproof::{
    iis,
    reach::{
        Bound, Bring, Claim, ClaimId, Derivation, Program, Reach, Reached, RuleSet, Truth, rules,
    },
    search::reach_worlds::{allows, servers, servers_with_gaps},
    world::{AccessLine, Effect, Fact, Listing, Name, Origin, Statement, Who},
};
use proptest::{prelude::*, sample::Index, strategy::ValueTree};

use super::{
    naming::{actor, both, telling},
    subjects, text,
};

/// The world with one more allow line at the end of a list, and what is there, if a list in lines is there.
fn with_line(facts: &[Fact], line: &AccessLine, at: Index) -> Option<Vec<Fact>> {
    let listed = |fact: &&Fact| matches!(&fact.statement, Statement::Object(object) if matches!(object.list, Listing::Lines(_)));
    let count = facts.iter().filter(listed).count();
    let chosen = (count > 0).then(|| at.index(count))?;
    let mut seen = 0;
    let mut changed = facts.to_vec();
    for fact in &mut changed {
        if let Statement::Object(object) = &mut fact.statement
            && let Listing::Lines(lines) = &mut object.list
        {
            if seen == chosen {
                lines.push(line.clone());
            }
            seen += 1;
        }
    }
    Some(changed)
}

/// Whether a derivation is one: every step is a clause of the program whose conditions hold, every leaf is a beginning.
fn is_proof(
    derivation: &Derivation,
    seeds: &[ClaimId],
    program: &Program,
    truth: &Truth,
    rules: RuleSet,
) -> bool {
    let Some(step) = &derivation.step else {
        return program
            .find(&derivation.claim)
            .is_some_and(|claim| seeds.contains(&claim));
    };
    let clause = program.clause(step.clause);
    let premises: Vec<Claim> = clause
        .premises
        .iter()
        .map(|claim| program.claim(*claim))
        .collect();
    clause.rule == step.rule
        && rules.contains(step.rule)
        && program.claim(clause.conclusion) == derivation.claim
        && clause.conditions.iter().all(|id| truth.holds(*id))
        && step.from.iter().map(|from| from.claim).eq(premises)
        && step
            .from
            .iter()
            .all(|from| is_proof(from, seeds, program, truth, rules))
}

/// The cost of every claim, by going over all clauses until nothing gets cheaper.
fn costs(reach: &Reach<'_>, seeds: &[ClaimId], rules: RuleSet) -> Vec<Option<u32>> {
    let program = reach.program();
    let truth = reach.truth(Bound::Known);
    let free = rules::definitions();
    let mut costs: Vec<Option<u32>> = vec![None; program.claims().len()];
    for seed in seeds {
        costs[seed.0 as usize] = Some(0);
    }
    loop {
        let before = costs.clone();
        for clause in program.clauses() {
            let holds =
                rules.contains(clause.rule) && clause.conditions.iter().all(|id| truth.holds(*id));
            let premises: Option<Vec<u32>> = clause
                .premises
                .iter()
                .map(|claim| costs[claim.0 as usize])
                .collect();
            let (true, Some(premises)) = (holds, premises) else {
                continue;
            };
            let step = u32::from(!free.contains(clause.rule));
            let cost = premises.iter().sum::<u32>() + step;
            let known = &mut costs[clause.conclusion.0 as usize];
            *known = Some(known.map_or(cost, |known| known.min(cost)));
        }
        if costs == before {
            return costs;
        }
    }
}

proptest! {
    /// An allow line lets in and keeps nobody out, one for OWNER RIGHTS excepted, which takes from the owner.
    #[test]
    fn more_allow_lines_remove_no_claim(facts in servers(), subject in subjects(), (line, at) in allows()) {
        prop_assume!(line.who != Who::Name(Name::from("OWNER RIGHTS")));
        let Some(more) = with_line(&facts, &line, at) else { return Ok(()) };
        let before = both(&facts, &subject, rules::all());
        let after = both(&more, &subject, rules::all());
        let (Some((before, _)), Some((after, _))) = (before, after) else { return Ok(()) };
        prop_assert!(before.is_subset(&after), "{}\n{}", telling(&before, &after), text(&more));
    }

    /// Who is nobody to anybody changes nothing for anybody.
    #[test]
    fn an_account_that_nobody_mentions_changes_no_claim_about_others(facts in servers_with_gaps(), subject in subjects()) {
        let mut more = facts.clone();
        more.push(Fact {
            statement: Statement::User { name: Name::from("zed"), sid: None },
            origin: Origin::Unsaid,
        });
        let (server, _) = iis::serve(more.clone());
        let zed = server.resolve(&Who::Name(Name::from("zed"))).expect("it is said");
        let zed = server.principal(zed).key().to_string();
        let others = |(yes, possible): (std::collections::BTreeSet<String>, std::collections::BTreeSet<String>)| {
            let about = |claims: std::collections::BTreeSet<String>| -> std::collections::BTreeSet<String> {
                claims.into_iter().filter(|claim| !claim.ends_with("zed") && !claim.ends_with(&zed)).collect()
            };
            (about(yes), about(possible))
        };
        let before = both(&facts, &subject, rules::granted()).map(others);
        let after = both(&more, &subject, rules::granted()).map(others);
        prop_assert_eq!(before, after, "{}", text(&facts));
    }

    /// Facts have no order.
    #[test]
    fn the_order_of_facts_does_not_matter((facts, shuffled) in servers_with_gaps().prop_flat_map(|facts| (Just(facts.clone()), Just(facts).prop_shuffle())), subject in subjects()) {
        let one = both(&facts, &subject, rules::all());
        let other = both(&shuffled, &subject, rules::all());
        prop_assert_eq!(one, other, "{}", text(&facts));
    }

    /// A yes has a proof, the shortest there is; a no has a set that is not left.
    #[test]
    fn answers_stand_on_shortest_proofs_and_on_certificates(facts in servers_with_gaps(), subject in subjects(), weaknesses in any::<bool>()) {
        let (server, _) = iis::serve(facts.clone());
        let footprint = iis::footprint(&server);
        let Some(actor) = actor(&server, &footprint, &subject) else { return Ok(()) };
        let bring = Bring {
            tokens: actor.wields.iter().map(|held| held.token.clone()).collect(),
            ..Bring::default()
        };
        let reach = Reach::new(&server, &footprint, bring);
        let rules = if weaknesses { rules::all() } else { rules::granted() };
        let seeds = reach.seeds(&actor, Bound::Known);
        let costs = costs(&reach, &seeds, rules);
        let program = reach.program();
        for (claim, cost) in program.claims().to_vec().into_iter().zip(costs) {
            match (reach.come_to(&actor, &[claim], rules), cost) {
                (Reached::Yes(derivation), Some(cost)) => {
                    prop_assert!(derivation.claim == claim);
                    prop_assert!(is_proof(&derivation, &seeds, program, reach.truth(Bound::Known), rules), "{derivation:#?}");
                    prop_assert_eq!(derivation.steps(rules::definitions()), cost);
                }
                (Reached::No { certificate, .. }, None) => {
                    let checked = certificate.check(program, reach.truth(Bound::Possible), rules);
                    prop_assert_eq!(checked, Ok(()));
                }
                (Reached::Unknown { possible, .. }, None) => {
                    let seeds = reach.seeds(&actor, Bound::Possible);
                    prop_assert!(is_proof(&possible, &seeds, program, reach.truth(Bound::Possible), rules));
                }
                (found, cost) => prop_assert!(false, "{} costs {cost:?}: {found:?}\n{}", reach.words(&claim), text(&facts)),
            }
        }
    }
}

/// A line that denies is no allow line: the strategy makes allow lines alone.
#[test]
fn lines_to_add_are_allow_lines() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for _ in 0..50 {
        let (line, _) = allows()
            .new_tree(&mut runner)
            .expect("a strategy that refuses nothing")
            .current();
        assert!(line.effect == Effect::Allow);
    }
}

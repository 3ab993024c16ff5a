//! The checker of derivations and certificates, which trusts the facts and the rules and nothing else.

use poolproof::{
    iis,
    reach::{
        Bound, Bring, Certificate, Claim, ClaimId, Derivation, Escape, Misstep, Reach, RuleId,
        actor::Actor, check_certificate, check_derivation, rules,
    },
    search::reach_worlds::{servers, servers_with_gaps},
    world::{Fact, Footprint, Server, print},
};
use proptest::{prelude::*, sample::Index};

/// How many derivations of one actor are looked at.
const SOME: usize = 40;

/// Somebody with code in one host.
fn in_host(footprint: &Footprint, which: Index) -> Option<Actor> {
    let hosts: Vec<_> = footprint.ids().map(|(host, _)| host).collect();
    (!hosts.is_empty()).then(|| Actor {
        code: vec![*which.get(&hosts)],
        ..Actor::default()
    })
}

/// What a test is done with.
struct Case<'a> {
    reach: &'a Reach<'a>,
    actor: Actor,
    bound: Bound,
}

impl Case<'_> {
    /// Claims that the actor comes to, spread over all.
    fn some(&self) -> Vec<(ClaimId, Derivation)> {
        let truth = self.reach.truth(self.bound);
        let seeds = self.reach.seeds(&self.actor, self.bound);
        let shortest = self.reach.program().shortest(&seeds, truth, rules::all());
        let ids = (0..).map(ClaimId).take(self.reach.program().claims().len());
        let all: Vec<(ClaimId, Derivation)> = ids
            .filter_map(|id| Some((id, shortest.derivation(id)?)))
            .filter(|(_, tree)| !matches!(tree.claim, Claim::WieldsOneOf(_)))
            .collect();
        let every = all.len().div_ceil(SOME).max(1);
        all.into_iter().step_by(every).collect()
    }

    fn check(&self, derivation: &Derivation) -> Result<(), Misstep> {
        check_derivation(
            derivation,
            self.reach,
            &self.actor,
            self.bound,
            rules::all(),
        )
    }

    fn tell(&self, misstep: &Misstep, facts: &[Fact]) -> String {
        let rule = misstep.rule.map(|rule| rules::rule(rule).name);
        let claim = self.reach.words(&misstep.claim);
        format!("{claim} by {rule:?}: {}\n{}", misstep.fault, print(facts))
    }
}

fn with_case<T>(
    facts: &[Fact],
    which: Index,
    bound: Bound,
    ask: impl FnOnce(&Case<'_>) -> T,
) -> Option<T> {
    let (server, _): (Server, _) = iis::serve(facts.to_vec());
    let footprint = iis::footprint(&server);
    let actor = in_host(&footprint, which)?;
    let bring = Bring::default();
    let reach = Reach::new(&server, &footprint, bring);
    Some(ask(&Case {
        reach: &reach,
        actor,
        bound,
    }))
}

/// One thing changed, somewhere in the tree.
pub(super) fn altered(tree: &Derivation, at: Index, how: Index, claims: &[Claim]) -> Derivation {
    let mut tree = tree.clone();
    let count = 1 + tree.applications() as usize * 2;
    let mut left = at.index(count);
    change(&mut tree, &mut left, how, claims);
    tree
}

fn change(tree: &mut Derivation, left: &mut usize, how: Index, claims: &[Claim]) {
    if *left > 0 {
        *left -= 1;
        for from in tree.step.iter_mut().flat_map(|step| &mut step.from) {
            change(from, left, how, claims);
        }
        return;
    }
    *left = usize::MAX;
    let Some(step) = &mut tree.step else {
        tree.claim = *how.get(claims);
        return;
    };
    match how.index(4) {
        0 => tree.claim = *how.get(claims),
        1 => step.rule = RuleId(u8::try_from(how.index(rules::RULES.len())).expect("few rules")),
        2 => drop(step.from.pop()),
        _ => tree.step = None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// What is found stands on facts and rules alone, so whoever has these can follow every step of it.
    #[test]
    fn every_derivation_checks(facts in servers(), which in any::<Index>()) {
        with_case(&facts, which, Bound::Known, |case| {
            for (_, tree) in case.some() {
                let found = case.check(&tree);
                prop_assert!(found.is_ok(), "{}", case.tell(&found.expect_err("a misstep"), &facts));
            }
            Ok(())
        }).unwrap_or(Ok(()))?;
    }

    /// The same of what may be: it is so in some completion of what is not known, step by step.
    #[test]
    fn every_possible_derivation_checks(facts in servers_with_gaps(), which in any::<Index>()) {
        with_case(&facts, which, Bound::Possible, |case| {
            for (_, tree) in case.some() {
                let found = case.check(&tree);
                prop_assert!(found.is_ok(), "{}", case.tell(&found.expect_err("a misstep"), &facts));
            }
            Ok(())
        }).unwrap_or(Ok(()))?;
    }

    /// Whoever changes a derivation cannot prove what is not so.
    #[test]
    fn an_altered_derivation_proves_only_what_is_so(
        facts in servers(), which in any::<Index>(), at in any::<Index>(), how in any::<Index>(),
    ) {
        with_case(&facts, which, Bound::Known, |case| {
            let program = case.reach.program();
            let seeds = case.reach.seeds(&case.actor, Bound::Known);
            let closed = program.close(&seeds, case.reach.truth(Bound::Known), rules::all());
            for (_, tree) in case.some() {
                let other = altered(&tree, at, how, program.claims());
                if other != tree && case.check(&other).is_ok() {
                    let id = program.find(&other.claim);
                    prop_assert!(id.is_some_and(|id| closed.holds(id)), "{}\n{}", case.reach.words(&other.claim), print(&facts));
                }
            }
            Ok(())
        }).unwrap_or(Ok(()))?;
    }

    /// What is begun with, or a rule, that is taken away is missed.
    #[test]
    fn a_derivation_needs_what_it_begins_with_and_its_rules(facts in servers(), which in any::<Index>()) {
        with_case(&facts, which, Bound::Known, |case| {
            for (_, tree) in case.some() {
                let nobody = Actor::default();
                prop_assert!(check_derivation(&tree, case.reach, &nobody, case.bound, rules::all()).is_err());
                if let Some(step) = &tree.step {
                    let fewer = rules::all().without(step.rule);
                    prop_assert!(check_derivation(&tree, case.reach, &case.actor, case.bound, fewer).is_err());
                }
            }
            Ok(())
        }).unwrap_or(Ok(()))?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// What is not come to has a certificate out of which no rule leads, whatever it is tried on.
    #[test]
    fn no_rule_leads_out_of_a_certificate(facts in servers_with_gaps(), which in any::<Index>()) {
        with_case(&facts, which, Bound::Possible, |case| {
            let program = case.reach.program();
            let seeds = case.reach.seeds(&case.actor, Bound::Possible);
            let closed = program.close(&seeds, case.reach.truth(Bound::Possible), rules::granted());
            let certificate = Certificate::of(program, &closed, &seeds, &[]).expect("no target");
            match check_certificate(&certificate, case.reach, &case.actor, rules::granted()) {
                Err(Escape::Leads { rule, from, to }) => {
                    let from: Vec<String> = from.iter().map(|claim| case.reach.words(claim)).collect();
                    let told = format!("{} from {from:?} to {}", rules::rule(rule).name, case.reach.words(&to));
                    prop_assert!(false, "{told}\n{}", print(&facts));
                }
                found => prop_assert_eq!(found, Ok(()), "{}", print(&facts)),
            }
            Ok(())
        }).unwrap_or(Ok(()))?;
    }

    /// A set that lacks something which follows from the rest of it is no certificate.
    #[test]
    fn a_certificate_that_lacks_what_follows_is_turned_down(
        facts in servers(), which in any::<Index>(), left_out in any::<Index>(),
    ) {
        with_case(&facts, which, Bound::Possible, |case| {
            let program = case.reach.program();
            let seeds = case.reach.seeds(&case.actor, Bound::Possible);
            let closed = program.close(&seeds, case.reach.truth(Bound::Possible), rules::granted());
            let mut certificate = Certificate::of(program, &closed, &seeds, &[]).expect("no target");
            certificate.claims.retain(|claim| !matches!(claim, Claim::WieldsOneOf(_)));
            certificate.claims.remove(left_out.index(certificate.claims.len()));
            prop_assert!(check_certificate(&certificate, case.reach, &case.actor, rules::granted()).is_err());
            Ok(())
        }).unwrap_or(Ok(()))?;
    }
}

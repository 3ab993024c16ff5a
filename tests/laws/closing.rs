//! What follows from clauses over claims, whatever they mean.

use std::collections::BTreeSet;

use poolproof::reach::{
    Breach, Certificate, Claim, ClaimId, Clause, Closer, ConditionId, Derivation, Missing,
    ObjectId, Power, Program, RuleId, RuleSet, TokenId, Truth,
};
use poolproof::world::footprint::HostId;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::many;
use crate::spec::closing::Question;

/// Few claims, so that clauses meet; of several kinds, in an order that is not that of their numbers.
const CLAIMS: [Claim; 7] = [
    Claim::System,
    Claim::Code(HostId(0)),
    Claim::Wields(TokenId(1)),
    Claim::Code(HostId(1)),
    Claim::May(ObjectId(0), Power::Delete),
    Claim::Wields(TokenId(0)),
    Claim::Writes(ObjectId(0)),
];
const CONDITIONS: u32 = 3;
const RULES: u8 = 3;

/// A small program and what is asked of it, as data.
#[derive(Clone, Debug)]
struct Small {
    clauses: Vec<Clause>,
    seeds: Vec<ClaimId>,
    holds: Vec<bool>,
    rules: Vec<bool>,
    definitions: Vec<bool>,
}

impl Small {
    fn program(&self) -> Program {
        let clauses = self.clauses.clone();
        Program::new(CLAIMS.to_vec(), CONDITIONS as usize, clauses).defining(self.definitions())
    }

    fn definitions(&self) -> RuleSet {
        switched_on(&self.definitions)
    }

    fn truth(&self) -> Truth {
        let mut truth = Truth::none(CONDITIONS as usize);
        for (at, holds) in (0..).zip(&self.holds) {
            truth.set(ConditionId(at), *holds);
        }
        truth
    }

    fn rules(&self) -> RuleSet {
        switched_on(&self.rules)
    }

    fn ask<T>(&self, ask: impl FnOnce(&Question<'_>) -> T) -> T {
        ask(&Question {
            program: &self.program(),
            seeds: self.seeds.clone(),
            truth: &self.truth(),
            rules: self.rules(),
        })
    }

    fn closure(&self) -> BTreeSet<ClaimId> {
        self.ask(|question| question.closure())
    }
}

fn switched_on(rules: &[bool]) -> RuleSet {
    let numbered = (0..).map(RuleId).zip(rules);
    numbered
        .filter(|(_, on)| **on)
        .map(|(rule, _)| rule)
        .collect()
}

fn claim_ids() -> impl Strategy<Value = ClaimId> {
    (0..u32::try_from(CLAIMS.len()).expect("few claims")).prop_map(ClaimId)
}

fn clauses() -> impl Strategy<Value = Clause> {
    let conditions = vec((0..CONDITIONS).prop_map(ConditionId), 0..=2);
    (0..RULES, vec(claim_ids(), 0..=3), conditions, claim_ids()).prop_map(
        |(rule, premises, conditions, conclusion)| Clause {
            rule: RuleId(rule),
            premises: premises.into(),
            conditions: conditions.into(),
            conclusion,
        },
    )
}

fn seeds() -> impl Strategy<Value = Vec<ClaimId>> {
    vec(claim_ids(), 0..=2)
}

/// Most conditions hold and most rules are on: else little would follow.
fn small() -> impl Strategy<Value = Small> {
    let mostly = || select(&[true, true, true, false][..]);
    let holds = vec(mostly(), CONDITIONS as usize);
    let rules = vec(mostly(), RULES as usize);
    let definitions = vec(any::<bool>(), RULES as usize);
    (vec(clauses(), 0..=12), seeds(), holds, rules, definitions).prop_map(
        |(clauses, seeds, holds, rules, definitions)| Small {
            clauses,
            seeds,
            holds,
            rules,
            definitions,
        },
    )
}

fn set(claims: impl IntoIterator<Item = ClaimId>) -> BTreeSet<ClaimId> {
    claims.into_iter().collect()
}

/// Whether every step is by a clause that counts and every leaf is a seed; how many steps there are.
fn stands(tree: &Derivation, question: &Question<'_>) -> Option<u32> {
    let claim = question.program.find(&tree.claim)?;
    let Some(step) = &tree.step else {
        return question.seeds.contains(&claim).then_some(0);
    };
    let clause = question.program.clause(step.clause);
    let premises = clause.premises.iter().map(|id| question.program.claim(*id));
    let fits = question.counts(clause)
        && clause.conclusion == claim
        && clause.rule == step.rule
        && premises.eq(step.from.iter().map(|from| from.claim));
    if !fits {
        return None;
    }
    let own = u32::from(!question.program.definitions().contains(step.rule));
    step.from
        .iter()
        .try_fold(own, |sum, from| Some(sum + stands(from, question)?))
}

/// The rules and claims of a tree, without the numbers of clauses.
fn shape(tree: &Derivation) -> String {
    let Some(step) = &tree.step else {
        return format!("{:?}", tree.claim);
    };
    let from: Vec<String> = step.from.iter().map(shape).collect();
    format!("{:?} by {} ({})", tree.claim, step.rule.0, from.join(", "))
}

proptest! {
    #![proptest_config(many())]

    /// What is reached at once is what is reached by firing every clause until nothing is new.
    #[test]
    fn closing_is_firing_until_nothing_is_new(small in small()) {
        let closed = small.program().close(&small.seeds, &small.truth(), small.rules());
        prop_assert_eq!(closed.len(), small.closure().len());
        prop_assert_eq!(set(closed.iter()), small.closure());
    }

    /// The room that is kept from one program to the next keeps nothing of it.
    #[test]
    fn a_closer_that_was_used_closes_like_a_new_one(smalls in vec(small(), 1..4)) {
        let mut closer = Closer::new();
        for small in smalls {
            let closed = closer.close(&small.program(), &small.seeds, &small.truth(), small.rules());
            prop_assert_eq!(set(closed.iter()), small.closure());
        }
    }

    /// A set that is closed needs no second look: more seeds go on from it.
    #[test]
    fn going_on_from_a_closed_set_is_closing_with_both(small in small(), more in seeds()) {
        let (program, truth, rules) = (small.program(), small.truth(), small.rules());
        let closed = program.close(&small.seeds, &truth, rules);
        let seeds: Vec<ClaimId> = small.seeds.iter().chain(&more).copied().collect();
        let both = program.close(&seeds, &truth, rules);
        let mut closer = Closer::new();
        prop_assert_eq!(closer.extend(&program, &closed, &more, &truth, rules), &both);
    }

    /// Actors do not meet: what one has is of no use to another.
    #[test]
    fn closing_together_is_closing_each(small in small(), actors in vec(seeds(), 0..5)) {
        let (program, truth, rules) = (small.program(), small.truth(), small.rules());
        let mut closer = Closer::new();
        let together = closer.close_together(&program, actors.iter().map(Vec::as_slice), &truth, rules);
        for (at, seeds) in actors.iter().enumerate() {
            let alone = Small { seeds: seeds.clone(), ..small.clone() }.closure();
            let here = (0..).map(ClaimId).zip(together).filter(|(_, who)| *who >> at & 1 == 1);
            prop_assert_eq!(set(here.map(|(id, _)| id)), alone);
        }
    }

    /// The table of everybody says of each what closing for that one says, however claims and actors were put together in it.
    #[test]
    fn all_at_once_is_closing_each(small in small(), actors in vec(seeds(), 0..9)) {
        let (program, truth, rules) = (small.program(), small.truth(), small.rules());
        let all = program.all(&actors, &truth, rules);
        let each: Vec<BTreeSet<ClaimId>> = actors
            .iter()
            .map(|seeds| Small { seeds: seeds.clone(), ..small.clone() }.closure())
            .collect();
        for claim in (0..).map(ClaimId).take(CLAIMS.len()) {
            let who: Vec<usize> = (0..actors.len()).filter(|actor| each[*actor].contains(&claim)).collect();
            prop_assert_eq!(all.count(claim), who.len());
            prop_assert_eq!(all.actors(claim).collect::<Vec<_>>(), who);
        }
    }

    /// A shortest way is one than which no tree is smaller, a part that is used twice counted twice and definitions not at all.
    #[test]
    fn the_cost_is_that_of_the_smallest_tree(small in small()) {
        let (program, truth) = (small.program(), small.truth());
        let shortest = program.shortest(&small.seeds, &truth, small.rules());
        for claim in (0..).map(ClaimId).take(CLAIMS.len()) {
            prop_assert_eq!(shortest.cost(claim), small.ask(|question| question.least(claim)));
        }
    }

    /// What is shown is a tree of that cost, of clauses that count, on what the actor begins with; and nothing is shown of what
    /// it does not come to. Looking for one claim alone finds the same tree.
    #[test]
    fn a_derivation_has_the_cost_and_stands_on_clauses(small in small()) {
        let (program, truth, rules) = (small.program(), small.truth(), small.rules());
        let shortest = program.shortest(&small.seeds, &truth, rules);
        for claim in (0..).map(ClaimId).take(CLAIMS.len()) {
            let tree = shortest.derivation(claim);
            prop_assert_eq!(tree.as_ref().map(|tree| tree.steps(small.definitions())), shortest.cost(claim));
            if let Some(tree) = &tree {
                prop_assert_eq!(tree.claim, program.claim(claim));
                prop_assert_eq!(small.ask(|question| stands(tree, question)), shortest.cost(claim));
            }
            prop_assert_eq!(program.derive(&small.seeds, claim, &truth, rules), tree);
        }
    }

    /// Numbers are given in the order of facts, and that has no meaning: neither for what follows nor for the way that is shown.
    #[test]
    fn the_order_of_claims_and_clauses_does_not_matter(
        small in small(), places in Just((0..7_u32).collect::<Vec<u32>>()).prop_shuffle(), turned in any::<bool>(),
    ) {
        let moved = |id: &ClaimId| ClaimId(places[id.0 as usize]);
        let mut claims = CLAIMS.to_vec();
        for (from, to) in places.iter().enumerate() {
            claims[*to as usize] = CLAIMS[from];
        }
        let mut clauses: Vec<Clause> = small.clauses.iter().map(|clause| Clause {
            premises: clause.premises.iter().map(moved).collect(),
            conclusion: moved(&clause.conclusion),
            ..clause.clone()
        }).collect();
        if turned {
            clauses.reverse();
        }
        let seeds: Vec<ClaimId> = small.seeds.iter().map(moved).collect();
        let (program, truth, rules) = (small.program(), small.truth(), small.rules());
        let other = Program::new(claims, CONDITIONS as usize, clauses).defining(small.definitions());
        for claim in (0..).map(ClaimId).take(CLAIMS.len()) {
            let tree = program.derive(&small.seeds, claim, &truth, rules);
            let same = other.derive(&seeds, moved(&claim), &truth, rules);
            prop_assert_eq!(tree.as_ref().map(shape), same.as_ref().map(shape));
        }
    }

    /// Rules only add: a further clause, a condition that holds too, a rule that is switched on never take a claim away.
    #[test]
    fn more_clauses_conditions_and_rules_never_remove_a_claim(
        small in small(), clause in clauses(), condition in 0..CONDITIONS as usize, rule in 0..RULES as usize,
    ) {
        let before = small.closure();
        let mut more = small.clone();
        more.clauses.push(clause);
        more.holds[condition] = true;
        more.rules[rule] = true;
        let after = more.program().close(&more.seeds, &more.truth(), more.rules());
        prop_assert!(set(after.iter()).is_superset(&before));
    }

    /// Without a rule exactly those claims go of which no tree does without it.
    #[test]
    fn a_claim_whose_every_proof_uses_a_rule_disappears_without_it(small in small(), rule in 0..RULES) {
        let rule = RuleId(rule);
        let without = small.program().close(&small.seeds, &small.truth(), small.rules().without(rule));
        for claim in (0..).map(ClaimId).take(CLAIMS.len()) {
            let other_way = small.ask(|question| question.least_without(claim, rule));
            prop_assert_eq!(without.holds(claim), other_way.is_some());
        }
    }

    /// A set is taken for a certificate exactly if it holds the seeds, no clause leads out of it, and it lacks the targets.
    #[test]
    fn a_certificate_is_accepted_only_if_it_is_closed(
        small in small(), held in vec(claim_ids(), 0..7), close in any::<bool>(), target in claim_ids(),
    ) {
        let mut held = set(held);
        if close {
            let seeds = held.iter().chain(&small.seeds).copied().collect();
            held = Small { seeds, ..small.clone() }.closure();
        }
        let program = small.program();
        let claims = |ids: &mut dyn Iterator<Item = &ClaimId>| ids.map(|id| program.claim(*id)).collect();
        let certificate = Certificate {
            seeds: claims(&mut small.seeds.iter()),
            claims: claims(&mut held.iter()),
            targets: claims(&mut [target].iter()),
        };
        let closed = small.ask(|question| question.is_closed(&held));
        let found = certificate.check(&program, &small.truth(), small.rules());
        prop_assert_eq!(found.is_ok(), closed && !held.contains(&target));
        if let Err(Breach::Leads(clause)) = found {
            prop_assert!(!held.contains(&program.clause(clause).conclusion));
        }
    }

    /// What is not come to has a certificate, and what is come to has none.
    #[test]
    fn there_is_a_certificate_exactly_for_what_is_not_come_to(small in small(), target in claim_ids()) {
        let (program, truth, rules) = (small.program(), small.truth(), small.rules());
        let closed = program.close(&small.seeds, &truth, rules);
        let certificate = Certificate::of(&program, &closed, &small.seeds, &[target]);
        prop_assert_eq!(certificate.is_some(), !small.closure().contains(&target));
        if let Some(certificate) = certificate {
            prop_assert_eq!(certificate.check(&program, &truth, rules), Ok(()));
        }
    }

    /// A nearest step lacks one thing only: with it the clause fires and says something new. What it is said to lead to costs so
    /// many steps more, what is there already counting as nothing; and none that is left out leads there by fewer.
    #[test]
    fn a_nearest_step_lacks_one_thing(small in small(), target in claim_ids(), most in 0..4_usize) {
        let (program, truth, rules) = (small.program(), small.truth(), small.rules());
        let closed = program.close(&small.seeds, &truth, rules);
        let then = |conclusion: ClaimId| {
            let seeds = closed.iter().chain([conclusion]).collect();
            Small { seeds, ..small.clone() }.ask(|question| question.least(target))
        };
        let near = program.nearest(&closed, &[target], &truth, rules, most);
        prop_assert!(near.len() <= most);
        for near in &near {
            let clause = program.clause(near.clause);
            prop_assert!(!closed.holds(clause.conclusion));
            let lacks_claim = |id: &ClaimId| near.lacks == Missing::Claim(*id);
            let lacks_condition = |id: &ConditionId| near.lacks == Missing::Condition(*id);
            prop_assert!(clause.premises.iter().all(|id| closed.holds(*id) != lacks_claim(id)));
            prop_assert!(clause.conditions.iter().all(|id| truth.holds(*id) != lacks_condition(id)));
            if !closed.holds(target) {
                prop_assert_eq!(near.then, then(clause.conclusion));
            }
        }
        if closed.holds(target) {
            return Ok(());
        }
        let every = program.nearest(&closed, &[target], &truth, rules, usize::MAX);
        let cost = |then: Option<u32>| then.unwrap_or(u32::MAX);
        prop_assert!(every.is_sorted_by_key(|near| cost(near.then)));
        let first: Vec<u32> = every.iter().take(most).map(|near| cost(near.then)).collect();
        prop_assert_eq!(near.iter().map(|near| cost(near.then)).collect::<Vec<_>>(), first);
    }
}

/// A chain as long as a farm is large is neither too deep to be searched nor to be shown.
#[test]
fn long_chains_are_closed_and_shown() {
    let length = 1_000;
    let claims = (0..=length).map(|host| Claim::Code(HostId(host))).collect();
    let clauses = (0..length).map(|host| Clause {
        rule: RuleId(0),
        premises: [ClaimId(host)].into_iter().collect(),
        conditions: [].into_iter().collect(),
        conclusion: ClaimId(host + 1),
    });
    let program = Program::new(claims, 0, clauses.collect());
    let (truth, last) = (Truth::none(0), ClaimId(length));
    let tree = program.derive(&[ClaimId(0)], last, &truth, RuleSet::ALL);
    assert_eq!(tree.map(|tree| tree.applications()), Some(length));
    let all = program.all(&[[ClaimId(0)], [last]], &truth, RuleSet::ALL);
    assert_eq!(all.actors(last).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(all.actors(ClaimId(1)).collect::<Vec<_>>(), [0]);
}

/// A way that doubles with every step is longer than anybody could read: it is counted, and not written down.
#[test]
fn a_tree_that_is_too_large_is_counted_and_not_shown() {
    let length = 40;
    let claims = (0..=length).map(|host| Claim::Code(HostId(host))).collect();
    let clauses = (0..length).map(|host| Clause {
        rule: RuleId(0),
        premises: [ClaimId(host), ClaimId(host)].into_iter().collect(),
        conditions: [].into_iter().collect(),
        conclusion: ClaimId(host + 1),
    });
    let program = Program::new(claims, 0, clauses.collect());
    let truth = Truth::none(0);
    let shortest = program.shortest(&[ClaimId(0)], &truth, RuleSet::ALL);
    assert_eq!(shortest.cost(ClaimId(3)), Some(7));
    assert_eq!(
        shortest
            .derivation(ClaimId(3))
            .map(|tree| tree.applications()),
        Some(7)
    );
    assert_eq!(shortest.cost(ClaimId(length)), Some(u32::MAX - 1));
    assert_eq!(shortest.derivation(ClaimId(length)), None);
}

//! How an actor comes to a claim by the fewest applications of rules.
//!
//! The measure is the number of rules applied in the tree, a part that is needed twice counted twice. It is found as a way in a
//! graph is by Dijkstra's method, with Knuth's generalisation to clauses of several premises: the cheapest claim that is still
//! open cannot become cheaper, since every rule costs one.

use std::{cmp::Reverse, collections::BinaryHeap};

use super::{ClaimId, Clause, ClauseId, Derivation, Program, RuleSet, Step, Truth};

/// What each claim costs at least, in applications of rules.
#[derive(Clone, Debug)]
pub struct Shortest<'a> {
    program: &'a Program,
    truth: &'a Truth,
    rules: RuleSet,
    // Of a claim that is not settled it may be more than it need be, but not less than that of any that is.
    costs: Vec<u32>,
    // What the search was for, and was left when it was found.
    only: Option<u32>,
}

/// What a claim costs that nobody comes to.
const NEVER: u32 = u32::MAX;

/// The most that a claim can cost: more than this is counted as this.
const MOST: u32 = NEVER - 1;

/// The most steps of a tree that anybody is shown. Trees that double with each step are soon larger than memory.
pub const LONGEST: u32 = 10_000;

impl Program {
    /// What every claim costs an actor that begins with these.
    pub fn shortest<'a>(
        &'a self,
        seeds: &[ClaimId],
        truth: &'a Truth,
        rules: RuleSet,
    ) -> Shortest<'a> {
        let mut shortest = Shortest::nothing(self, truth, rules);
        shortest.search(seeds, None);
        shortest
    }

    /// The shortest derivation of that one claim, if the actor comes to it. It looks no further than it must.
    pub fn derive(
        &self,
        seeds: &[ClaimId],
        target: ClaimId,
        truth: &Truth,
        rules: RuleSet,
    ) -> Option<Derivation> {
        let mut shortest = Shortest::nothing(self, truth, rules);
        shortest.search(seeds, Some(target));
        shortest.derivation(target)
    }
}

impl<'a> Shortest<'a> {
    fn nothing(program: &'a Program, truth: &'a Truth, rules: RuleSet) -> Shortest<'a> {
        Shortest {
            program,
            truth,
            rules,
            costs: vec![NEVER; program.claims().len()],
            only: None,
        }
    }

    fn search(&mut self, seeds: &[ClaimId], target: Option<ClaimId>) {
        let mut open = BinaryHeap::new();
        for seed in seeds {
            self.costs[seed.0 as usize] = 0;
            open.push(Reverse((0, *seed)));
        }
        for clause in self.program.from_nothing() {
            self.offer(*clause, &mut open);
        }
        while let Some(Reverse((cost, claim))) = open.pop() {
            if cost > self.costs[claim.0 as usize] {
                continue;
            }
            if target == Some(claim) {
                self.only = Some(cost);
                return;
            }
            for clause in self.program.needing(claim) {
                self.offer(*clause, &mut open);
            }
        }
    }

    /// The conclusion may be had by that clause.
    fn offer(&mut self, clause: ClauseId, open: &mut BinaryHeap<Reverse<(u32, ClaimId)>>) {
        let clause = self.program.clause(clause);
        let Some(cost) = self.cost_by(clause) else {
            return;
        };
        let conclusion = &mut self.costs[clause.conclusion.0 as usize];
        if cost < *conclusion && clause.is_open(self.truth, self.rules) {
            *conclusion = cost;
            open.push(Reverse((cost, clause.conclusion)));
        }
    }

    /// What the conclusion costs by that clause; `None` while a premise is missing.
    fn cost_by(&self, clause: &Clause) -> Option<u32> {
        clause.premises.iter().try_fold(1_u32, |sum, premise| {
            let cost = self.costs[premise.0 as usize];
            (cost != NEVER).then(|| sum.saturating_add(cost).min(MOST))
        })
    }

    /// How many times a rule must be applied to come to the claim: none to what the actor begins with, `None` if it never does.
    pub fn cost(&self, claim: ClaimId) -> Option<u32> {
        let cost = self.costs[claim.0 as usize];
        let settled = self.only.is_none_or(|only| cost < only) || self.only == Some(cost);
        (cost != NEVER && settled).then_some(cost)
    }

    /// The tree of that cost: of several, at each claim the one whose rule comes first in the table, and then the one whose
    /// premises come first in the order of claims. `None` also if it has more than [`LONGEST`] steps.
    pub fn derivation(&self, claim: ClaimId) -> Option<Derivation> {
        let cost = self.cost(claim)?;
        (cost <= LONGEST).then(|| self.tree(claim, cost))
    }

    fn tree(&self, claim: ClaimId, cost: u32) -> Derivation {
        let step = (cost > 0).then(|| {
            let clause = self.best(claim, cost);
            let Clause { rule, premises, .. } = self.program.clause(clause);
            let from = premises
                .iter()
                .map(|premise| self.tree(*premise, self.costs[premise.0 as usize]));
            Step {
                rule: *rule,
                clause,
                from: from.collect(),
            }
        });
        Derivation {
            claim: self.program.claim(claim),
            step,
        }
    }

    fn best(&self, claim: ClaimId, cost: u32) -> ClauseId {
        let by_cost = self.program.concluding(claim).iter().filter(|id| {
            let clause = self.program.clause(**id);
            self.cost_by(clause) == Some(cost) && clause.is_open(self.truth, self.rules)
        });
        let first = by_cost.min_by(|one, other| {
            let key = |id: ClauseId| {
                let clause = self.program.clause(id);
                let premises = clause.premises.iter();
                (
                    clause.rule,
                    premises.map(|claim| self.program.claim(*claim)),
                )
            };
            let ((rule, premises), (other_rule, others)) = (key(**one), key(**other));
            rule.cmp(&other_rule)
                .then_with(|| premises.cmp(others))
                .then(one.cmp(other))
        });
        *first.expect("a claim that costs something has the cost of a clause")
    }
}

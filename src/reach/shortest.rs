//! How an actor comes to a claim by the fewest applications of rules.
//!
//! The measure is the number of rules applied in the tree, a part that is needed twice counted twice; rules that only say what a
//! word means are no steps, and the fewest of them is the second measure. It is found as a way in a graph is by Dijkstra's method,
//! with Knuth's generalisation to clauses of several premises: the cheapest claim that is still open cannot become cheaper.

use std::collections::BTreeMap;

use super::{ClaimId, Clause, ClauseId, Derivation, Program, RuleSet, Step, Truth};

/// What each claim costs at least, in applications of rules.
#[derive(Clone, Debug)]
pub struct Shortest<'a> {
    program: &'a Program,
    truth: &'a Truth,
    rules: RuleSet,
    // Of a claim that is not settled it may be more than it need be, but not less than that of any that is.
    costs: Vec<Cost>,
    // What the search was for, and was left when it was found.
    only: Option<Cost>,
}

/// What a claim costs: first the steps count, and then the applications of rules, definitions too.
///
/// The second is more for a claim than for what it stands on, so that no claim of a cheapest tree stands on itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cost {
    pub steps: u32,
    pub applications: u32,
}

impl Cost {
    /// Of what is there already.
    pub const NOTHING: Cost = Cost {
        steps: 0,
        applications: 0,
    };

    /// Of a claim that nobody comes to.
    pub const NEVER: Cost = Cost {
        steps: u32::MAX,
        applications: u32::MAX,
    };

    /// The cost by a clause whose premises cost that; `None` while one of them is missing. More than can be counted is as much
    /// as can be.
    pub fn by(
        program: &Program,
        clause: &Clause,
        mut of: impl FnMut(ClaimId) -> Cost,
    ) -> Option<Cost> {
        let most = u32::MAX - 1;
        let own = Cost {
            steps: u32::from(!program.definitions().contains(clause.rule)),
            applications: 1,
        };
        clause.premises.iter().try_fold(own, |sum, premise| {
            let cost = of(*premise);
            (cost != Cost::NEVER).then(|| Cost {
                steps: sum.steps.saturating_add(cost.steps).min(most),
                applications: sum.applications.saturating_add(cost.applications).min(most),
            })
        })
    }
}

/// The most rules in a tree that anybody is shown. Trees that double with each step are soon larger than memory.
pub const LONGEST: u32 = 1_000;

/// Claims that were offered and not taken up, by their cost. Many cost the same, so it is a short list of long ones.
type Open = BTreeMap<Cost, Vec<ClaimId>>;

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
            costs: vec![Cost::NEVER; program.claims().len()],
            only: None,
        }
    }

    fn search(&mut self, seeds: &[ClaimId], target: Option<ClaimId>) {
        let mut open = Open::new();
        for seed in seeds {
            self.costs[seed.0 as usize] = Cost::NOTHING;
        }
        open.insert(Cost::NOTHING, seeds.to_vec());
        for clause in self.program.from_nothing() {
            self.offer(*clause, &mut open);
        }
        while let Some((cost, claims)) = open.pop_first() {
            if target.is_some_and(|target| self.costs[target.0 as usize] == cost) {
                self.only = Some(cost);
                return;
            }
            for claim in claims {
                // It may have been offered for less since.
                if self.costs[claim.0 as usize] == cost {
                    for clause in self.program.needing(claim) {
                        self.offer(*clause, &mut open);
                    }
                }
            }
        }
    }

    /// The conclusion may be had by that clause.
    fn offer(&mut self, clause: ClauseId, open: &mut Open) {
        let clause = self.program.clause(clause);
        let Some(cost) = self.cost_by(clause) else {
            return;
        };
        let conclusion = &mut self.costs[clause.conclusion.0 as usize];
        if cost < *conclusion && clause.is_open(self.truth, self.rules) {
            *conclusion = cost;
            open.entry(cost).or_default().push(clause.conclusion);
        }
    }

    fn cost_by(&self, clause: &Clause) -> Option<Cost> {
        Cost::by(self.program, clause, |claim| self.costs[claim.0 as usize])
    }

    /// How many steps the claim takes at least: none what the actor begins with, `None` what it never comes to.
    pub fn cost(&self, claim: ClaimId) -> Option<u32> {
        self.settled(claim).map(|cost| cost.steps)
    }

    fn settled(&self, claim: ClaimId) -> Option<Cost> {
        let cost = self.costs[claim.0 as usize];
        let settled = self.only.is_none_or(|only| cost <= only);
        (cost != Cost::NEVER && settled).then_some(cost)
    }

    /// The tree of that cost: of several, at each claim the one whose rule comes first in the table, and then the one whose
    /// premises come first in the order of claims. `None` also if more than [`LONGEST`] rules are applied in it.
    pub fn derivation(&self, claim: ClaimId) -> Option<Derivation> {
        let cost = self.settled(claim)?;
        (cost.applications <= LONGEST).then(|| self.tree(claim, cost))
    }

    fn tree(&self, claim: ClaimId, cost: Cost) -> Derivation {
        let step = (cost != Cost::NOTHING).then(|| {
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

    fn best(&self, claim: ClaimId, cost: Cost) -> ClauseId {
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

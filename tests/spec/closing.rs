//! What follows from clauses: fire everything until nothing is new; try every tree; look at every clause.

use std::collections::BTreeSet;

use poolproof::reach::{ClaimId, Clause, Program, RuleId, RuleSet, Truth};

/// A program with what is asked of it.
pub struct Question<'a> {
    /// The clauses.
    pub program: &'a Program,
    /// What the actor begins with.
    pub seeds: Vec<ClaimId>,
    /// Which conditions hold.
    pub truth: &'a Truth,
    /// Which rules there are.
    pub rules: RuleSet,
}

impl Question<'_> {
    /// Whether the clause counts here.
    pub fn counts(&self, clause: &Clause) -> bool {
        self.rules.contains(clause.rule)
            && clause
                .conditions
                .iter()
                .all(|condition| self.truth.holds(*condition))
    }

    /// Everything that follows: every clause is fired again and again, until nothing is new.
    pub fn closure(&self) -> BTreeSet<ClaimId> {
        let mut set: BTreeSet<ClaimId> = self.seeds.iter().copied().collect();
        loop {
            let before = set.len();
            for clause in self.program.clauses() {
                if self.counts(clause) && clause.premises.iter().all(|claim| set.contains(claim)) {
                    set.insert(clause.conclusion);
                }
            }
            if set.len() == before {
                return set;
            }
        }
    }

    /// The steps of the smallest tree for that claim, definitions not counted, by trying every tree in which no claim stands on itself.
    pub fn least(&self, claim: ClaimId) -> Option<u32> {
        self.least_above(claim, &mut Vec::new(), None)
    }

    /// The same without one rule.
    pub fn least_without(&self, claim: ClaimId, rule: RuleId) -> Option<u32> {
        self.least_above(claim, &mut Vec::new(), Some(rule))
    }

    fn least_above(
        &self,
        claim: ClaimId,
        above: &mut Vec<ClaimId>,
        without: Option<RuleId>,
    ) -> Option<u32> {
        if self.seeds.contains(&claim) {
            return Some(0);
        }
        if above.contains(&claim) {
            return None;
        }
        above.push(claim);
        let mut least = None;
        for clause in self.program.clauses() {
            if clause.conclusion != claim || !self.counts(clause) || Some(clause.rule) == without {
                continue;
            }
            let mut steps = Some(u32::from(!self.program.definitions().contains(clause.rule)));
            for premise in &clause.premises {
                let below = self.least_above(*premise, above, without);
                steps = steps.zip(below).map(|(sum, steps)| sum + steps);
            }
            least = [least, steps].into_iter().flatten().min();
        }
        above.pop();
        least
    }

    /// Whether the set holds the seeds and no clause leads out of it.
    pub fn is_closed(&self, set: &BTreeSet<ClaimId>) -> bool {
        let leads_out = |clause: &Clause| {
            self.counts(clause)
                && clause.premises.iter().all(|claim| set.contains(claim))
                && !set.contains(&clause.conclusion)
        };
        self.seeds.iter().all(|seed| set.contains(seed))
            && !self.program.clauses().iter().any(leads_out)
    }
}

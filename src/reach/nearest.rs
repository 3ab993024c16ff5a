//! Which steps an actor nearly has: clauses that lack one thing, a claim or a condition.
//!
//! Those come first that would lead on to what was asked for, and of these the ones from which the fewest further steps do,
//! what the actor has already being counted as nothing.

use std::{
    cmp::{Ordering, Reverse},
    collections::{BinaryHeap, VecDeque},
};

use super::{
    ClaimId, Clause, ClauseId, Closed, ConditionId, Program, RuleSet, Truth, shortest::Cost,
};

/// A clause that lacks one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NearClause {
    /// Which clause.
    pub clause: ClauseId,
    /// What it lacks.
    pub lacks: Missing,
    /// How many further steps would lead to what was asked for; `None` if it would not be come to.
    pub then: Option<u32>,
}

/// What a clause lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// A claim that the actor does not come to, of several that the clause needs.
    Claim(ClaimId),
    /// A condition that does not hold.
    Condition(ConditionId),
}

/// No way was found yet.
const NEVER: u32 = u32::MAX;

impl Program {
    /// The nearest steps, at most so many, out of what an actor comes to (`closed`, by these rules where these conditions
    /// hold) to any of the targets.
    pub fn nearest(
        &self,
        closed: &Closed,
        targets: &[ClaimId],
        truth: &Truth,
        rules: RuleSet,
        most: usize,
    ) -> Vec<NearClause> {
        let distances = self.distances(targets, truth, rules);
        let mut near: Vec<(u32, NearClause)> = Vec::new();
        for (id, clause) in (0..).map(ClauseId).zip(self.clauses()) {
            if let Some(lacks) = lack(clause, closed, truth, rules) {
                let least = distances[clause.conclusion.0 as usize];
                let then = None;
                near.push((
                    least,
                    NearClause {
                        clause: id,
                        lacks,
                        then,
                    },
                ));
            }
        }
        near.sort_by(|(one_least, one), (other_least, other)| {
            let by_distance = one_least.cmp(other_least);
            by_distance.then_with(|| self.compare(one.clause, other.clause))
        });
        // A distance leaves out that a step may need more than one thing: it is never more than the steps really are.
        let mut leading: Vec<NearClause> = Vec::new();
        let mut ahead = Ahead::new(self, closed);
        for (least, candidate) in &near {
            let full = leading.len() >= most;
            let worst = leading.last().and_then(|near| near.then);
            if *least == NEVER || (full && worst.is_some_and(|worst| worst <= *least)) {
                break;
            }
            let from = self.clause(candidate.clause).conclusion;
            if let Some(then) = ahead.steps(from, targets, truth, rules) {
                let found = NearClause {
                    then: Some(then),
                    ..*candidate
                };
                let at = leading.partition_point(|other| other.then <= Some(then));
                leading.insert(at, found);
                leading.truncate(most);
            }
        }
        let is_shown = |near: &NearClause, shown: &[NearClause]| {
            shown.iter().any(|other| other.clause == near.clause)
        };
        for (_, other) in &near {
            if leading.len() >= most {
                break;
            }
            if !is_shown(other, &leading) {
                leading.push(*other);
            }
        }
        leading
    }

    /// How many steps from each claim lead to a target, if whatever else they need were there.
    fn distances(&self, targets: &[ClaimId], truth: &Truth, rules: RuleSet) -> Vec<u32> {
        let mut distances = vec![NEVER; self.claims().len()];
        let mut open: VecDeque<(u32, ClaimId)> = VecDeque::new();
        for target in targets {
            distances[target.0 as usize] = 0;
            open.push_back((0, *target));
        }
        while let Some((known, claim)) = open.pop_front() {
            if known > distances[claim.0 as usize] {
                continue;
            }
            for id in self.concluding(claim) {
                let clause = self.clause(*id);
                if !clause.is_open(truth, rules) {
                    continue;
                }
                let is_step = !self.definitions().contains(clause.rule);
                let distance = known + u32::from(is_step);
                for premise in &clause.premises {
                    let before = &mut distances[premise.0 as usize];
                    if distance >= *before {
                        continue;
                    }
                    *before = distance;
                    // What is no further away comes before all that is.
                    match is_step {
                        true => open.push_back((distance, *premise)),
                        false => open.push_front((distance, *premise)),
                    }
                }
            }
        }
        distances
    }

    /// By the order of rules, then by that of claims.
    fn compare(&self, one: ClauseId, other: ClauseId) -> Ordering {
        let parts = |id: ClauseId| {
            let clause = self.clause(id);
            let claims = [clause.conclusion]
                .into_iter()
                .chain(clause.premises.clone());
            (clause.rule, claims.map(|claim| self.claim(claim)))
        };
        let ((rule, claims), (other_rule, others)) = (parts(one), parts(other));
        let by_rule = rule.cmp(&other_rule);
        by_rule
            .then_with(|| claims.cmp(others))
            .then(one.cmp(&other))
    }
}

/// The one thing that the clause lacks, if it is one and the clause would say something new. A clause of one premise that lacks
/// just that has nothing to begin with, so it is not near.
fn lack(clause: &Clause, closed: &Closed, truth: &Truth, rules: RuleSet) -> Option<Missing> {
    if !rules.contains(clause.rule) || closed.holds(clause.conclusion) {
        return None;
    }
    let claims = clause
        .premises
        .iter()
        .filter(|claim| !closed.holds(**claim));
    let conditions = clause.conditions.iter().filter(|id| !truth.holds(**id));
    let mut lacking = claims
        .map(|claim| Missing::Claim(*claim))
        .chain(conditions.map(|id| Missing::Condition(*id)));
    let first = lacking.next()?;
    // The same thing may be needed twice.
    if lacking.any(|other| other != first) {
        return None;
    }
    let begins = match first {
        Missing::Claim(claim) => clause.premises.iter().any(|other| *other != claim),
        Missing::Condition(_) => true,
    };
    begins.then_some(first)
}

/// A search out of what an actor has, kept from one start to the next.
struct Ahead<'a> {
    program: &'a Program,
    closed: &'a Closed,
    costs: Vec<Cost>,
    touched: Vec<ClaimId>,
    open: BinaryHeap<Reverse<(Cost, ClaimId)>>,
}

impl<'a> Ahead<'a> {
    fn new(program: &'a Program, closed: &'a Closed) -> Ahead<'a> {
        Ahead {
            program,
            closed,
            costs: vec![Cost::NEVER; program.claims().len()],
            touched: Vec::new(),
            open: BinaryHeap::new(),
        }
    }

    /// How many steps the cheapest target takes, given that claim besides what there is.
    fn steps(
        &mut self,
        from: ClaimId,
        targets: &[ClaimId],
        truth: &Truth,
        rules: RuleSet,
    ) -> Option<u32> {
        self.open.clear();
        for claim in self.touched.drain(..) {
            self.costs[claim.0 as usize] = Cost::NEVER;
        }
        self.offer(from, Cost::NOTHING);
        while let Some(Reverse((cost, claim))) = self.open.pop() {
            if cost > self.costs[claim.0 as usize] {
                continue;
            }
            if targets.contains(&claim) {
                return Some(cost.steps);
            }
            for id in self.program.needing(claim) {
                let clause = self.program.clause(*id);
                let cost = Cost::by(self.program, clause, |premise| {
                    match self.closed.holds(premise) {
                        true => Cost::NOTHING,
                        false => self.costs[premise.0 as usize],
                    }
                });
                if let Some(cost) = cost
                    && clause.is_open(truth, rules)
                {
                    self.offer(clause.conclusion, cost);
                }
            }
        }
        None
    }

    fn offer(&mut self, claim: ClaimId, cost: Cost) {
        let known = &mut self.costs[claim.0 as usize];
        if !self.closed.holds(claim) && cost < *known {
            *known = cost;
            self.touched.push(claim);
            self.open.push(Reverse((cost, claim)));
        }
    }
}

//! Steps that an actor nearly has: applications of rules towards a target that lack one thing.

use super::{
    Bound, Claim, ClaimId, Condition, Lacks, Near, Reach, RuleSet,
    actor::Actor,
    ground::{Keep, Sink},
};

/// How many are told.
const MOST: usize = 3;

/// How many are looked at: of those that differ in the token alone, one is told.
const LOOKED_AT: usize = 32;

impl Reach<'_> {
    /// Applications of rules that lack one thing each, those first from which the fewest steps lead to a target; one for each thing
    /// that would follow. That somebody is no administrator is told only where there is nothing better to tell.
    pub fn nearest(&self, actor: &Actor, targets: &[ClaimId], rules: RuleSet) -> Vec<Near> {
        // Clauses that hold in no completion are missing from a program that was made to be closed.
        let whole = self
            .everything
            .get_or_init(|| Sink::fill(&self.model, Keep::Everything));
        let again = |claims: &[ClaimId]| -> Vec<ClaimId> {
            let claims = claims.iter().map(|id| self.claim(*id));
            claims
                .filter_map(|claim| whole.program.find(&claim))
                .collect()
        };
        let seeds = again(&self.seeds(actor, Bound::Possible));
        let targets = again(targets);
        let closed = whole.program.close(&seeds, &whole.possible, rules);
        let found = whole
            .program
            .nearest(&closed, &targets, &whole.possible, rules, LOOKED_AT);
        let found = found.into_iter().map(|near| {
            let clause = whole.program.clause(near.clause);
            let claims = clause.premises.iter().map(|id| whole.program.claim(*id));
            let lacks = match near.lacks {
                super::nearest::Missing::Claim(id) => Lacks::Claim(whole.program.claim(id)),
                super::nearest::Missing::Condition(id) => {
                    Lacks::Condition(whole.conditions[id.0 as usize].clone())
                }
            };
            Near {
                rule: clause.rule,
                conclusion: whole.program.claim(clause.conclusion),
                has: claims
                    .filter(|claim| lacks != Lacks::Claim(*claim))
                    .collect::<Vec<Claim>>(),
                lacks,
            }
        });
        let mut told: Vec<Near> = Vec::new();
        for near in found {
            let follows = |other: &Near| (other.rule, other.conclusion);
            if !told.iter().any(|other| follows(other) == follows(&near)) {
                told.push(near);
            }
        }
        told.sort_by_key(|near| matches!(near.lacks, Lacks::Condition(Condition::Powerful { .. })));
        told.truncate(MOST);
        told
    }
}

//! Why an actor does not come to something: a set of claims that it cannot leave.
//!
//! A set that holds what the actor begins with and is closed under all clauses holds everything that it ever comes to. So if a
//! target is not in it, the actor never comes to it. Whoever doubts that needs only look at the set, one clause after the other.

use std::collections::BTreeSet;

use super::{Claim, ClaimId, ClauseId, Closed, Program, RuleSet, Truth};

/// A set of claims that an actor does not leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// What the actor begins with.
    pub seeds: Vec<Claim>,
    /// Everything that it may come to, in the order of claims.
    pub claims: Vec<Claim>,
    /// What it is said not to come to.
    pub targets: Vec<Claim>,
}

/// Why a certificate is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Breach {
    /// The actor begins with that, and it is not in the set.
    Seed(Claim),
    /// That is in the set, and was said not to be.
    Target(Claim),
    /// That clause leads out of the set.
    Leads(ClauseId),
}

impl Certificate {
    /// The certificate of a closed set; `None` if one of the targets is in it.
    pub fn of(
        program: &Program,
        closed: &Closed,
        seeds: &[ClaimId],
        targets: &[ClaimId],
    ) -> Option<Certificate> {
        if targets.iter().any(|target| closed.holds(*target)) {
            return None;
        }
        let claims = |ids: &[ClaimId]| ids.iter().map(|id| program.claim(*id)).collect();
        let mut held: Vec<Claim> = closed.iter().map(|id| program.claim(id)).collect();
        held.sort_unstable();
        Some(Certificate {
            seeds: claims(seeds),
            claims: held,
            targets: claims(targets),
        })
    }

    /// Whether it is one, by the clauses of that program.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn check(&self, program: &Program, truth: &Truth, rules: RuleSet) -> Result<(), Breach> {
        let set: BTreeSet<Claim> = self.claims.iter().copied().collect();
        if let Some(seed) = self.seeds.iter().find(|seed| !set.contains(seed)) {
            return Err(Breach::Seed(*seed));
        }
        if let Some(target) = self.targets.iter().find(|target| set.contains(target)) {
            return Err(Breach::Target(*target));
        }
        for (at, clause) in (0..).zip(program.clauses()) {
            let in_set = |claim: &ClaimId| set.contains(&program.claim(*claim));
            let applies = rules.contains(clause.rule)
                && clause.conditions.iter().all(|id| truth.holds(*id))
                && clause.premises.iter().all(in_set);
            if applies && !in_set(&clause.conclusion) {
                return Err(Breach::Leads(ClauseId(at)));
            }
        }
        Ok(())
    }
}

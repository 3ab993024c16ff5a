//! How an actor came to something: a tree of steps, each by a rule, down to what it began with.

use super::{Claim, ClauseId, RuleId};

/// Why an actor has come to a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derivation {
    /// What it came to.
    pub claim: Claim,
    /// By which step; `None` for what it began with.
    pub step: Option<Step>,
}

/// One application of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The rule.
    pub rule: RuleId,
    /// Which clause of the program.
    pub clause: ClauseId,
    /// How it came to each premise, in the order of the rule.
    pub from: Vec<Derivation>,
}

impl Derivation {
    /// How many times a rule is applied in it, shared parts counted each time.
    pub fn steps(&self) -> u32 {
        let Some(step) = &self.step else { return 0 };
        step.from
            .iter()
            .fold(1, |sum, from| sum.saturating_add(from.steps()))
    }
}

//! How an actor came to something: a tree of steps, each by a rule, down to what it began with.

use super::{Claim, ClauseId, RuleId, RuleSet};

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
    /// How many steps there are in it, a part that is used twice counted twice. To apply one of these definitions is no step.
    pub fn steps(&self, definitions: RuleSet) -> u32 {
        self.sum(&|step| u32::from(!definitions.contains(step.rule)))
    }

    /// How many times a rule is applied in it, definitions too.
    pub fn applications(&self) -> u32 {
        self.sum(&|_| 1)
    }

    fn sum(&self, count: &impl Fn(&Step) -> u32) -> u32 {
        let Some(step) = &self.step else { return 0 };
        let from = step.from.iter();
        from.fold(count(step), |sum, from| sum.saturating_add(from.sum(count)))
    }

    /// Every derivation in it: what a step stands on before what it comes to, this one last.
    pub fn in_order(&self) -> Vec<&Derivation> {
        let mut found = Vec::new();
        self.collect(&mut found);
        found
    }

    fn collect<'a>(&'a self, found: &mut Vec<&'a Derivation>) {
        let from = self.step.iter().flat_map(|step| &step.from);
        from.for_each(|from| from.collect(found));
        found.push(self);
    }
}

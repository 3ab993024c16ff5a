//! What can be wrong with a derivation.

use std::fmt;

use crate::reach::{Claim, Flaw, RuleId};

/// The first step of a derivation that does not follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misstep {
    /// What it was to come to.
    pub claim: Claim,
    /// By which rule; `None` for what the actor was said to begin with.
    pub rule: Option<RuleId>,
    /// What is wrong.
    pub fault: Fault,
}

/// Why a step does not follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The actor does not begin with that.
    NotBegun,
    /// The rule does not count, or there is none of that number.
    Rule,
    /// The rule does not lead from such claims to such a claim.
    Shape,
    /// The facts do not say what the rule needs.
    Lacks(&'static str),
    /// It is so only in some completions of what is not known.
    NotCertain,
    /// The proof of a grant is of another token, object or right.
    OtherProof,
    /// The proof of a grant is none.
    Proof(Box<Flaw>),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::NotBegun => f.write_str("the actor does not begin with it"),
            Fault::Rule => f.write_str("the rule does not count"),
            Fault::Shape => f.write_str("the rule does not lead from such claims to such a claim"),
            Fault::Lacks(what) => f.write_str(what),
            Fault::NotCertain => {
                f.write_str("it is so only in some completions of what is not known")
            }
            Fault::OtherProof => f.write_str("the proof of the grant is of something else"),
            Fault::Proof(flaw) => write!(f, "the proof of the grant does not hold: {flaw}"),
        }
    }
}

//! What follows from the facts. In this version: what a token may do to an object now, on which every further step stands.
//!
//! What [`direct`] finds becomes a [`Proof`]: data that [`verify`] accepts or rejects with code of its own.

pub mod actor;
mod claim;
mod derivation;
mod direct;
mod ground;
mod model;
mod program;
mod proof;
mod reached;
pub mod rules;
mod verify;

pub use claim::{Claim, ObjectId, Power, TokenId, TokenSetId};
pub use derivation::{Derivation, Step};
pub use direct::{
    Asked, Blocked, Case, Direct, Outcome, Place, Settled, Situation, Unsaid, direct,
};
pub use ground::{Condition, Ground};
pub use model::{Bring, Object};
pub use program::{Bound, ClaimId, Clause, ClauseId, ConditionId, RuleId, RuleSet, Truth};
pub use proof::{Bearer, Bypass, Doubt, Held, List, Proof, Round, Thing, Tried};
pub use reached::{Grounds, Lacks, Near, Reach, Reached};
pub use verify::{Flaw, NotChecked, verify};

//! What follows from the facts. In this version: what a token may do to an object now, on which every further step stands.
//!
//! What [`direct`] finds becomes a [`Proof`]: data that [`verify`] accepts or rejects with code of its own.

pub mod actor;
mod all;
mod certificate;
mod claim;
mod close;
mod derivation;
mod direct;
mod nearest;
mod program;
mod proof;
mod shortest;
mod verify;

pub use all::All;
pub use certificate::{Breach, Certificate};
pub use claim::{Claim, ObjectId, Power, TokenId};
pub use close::{Closed, Closer};
pub use derivation::{Derivation, Step};
pub use direct::{
    Asked, Blocked, Case, Direct, Outcome, Place, Settled, Situation, Unsaid, direct,
};
pub use nearest::{Lack, Near};
pub use program::{Bound, ClaimId, Clause, ClauseId, ConditionId, Program, RuleId, RuleSet, Truth};
pub use proof::{Bearer, Bypass, Doubt, Held, List, Proof, Round, Thing, Tried};
pub use shortest::{LONGEST, Shortest};
pub use verify::{Flaw, NotChecked, verify};

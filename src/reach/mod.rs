//! What follows from the facts: what a token may do to an object now, on which every further step stands, and what somebody can
//! come to by steps.
//!
//! What [`direct`] finds becomes a [`Proof`]: data that [`verify`] accepts or rejects with code of its own. The [`rules`] applied
//! to one server are a [`Program`], and [`Reach`] asks it.

pub mod actor;
mod all;
mod certificate;
mod check;
mod claim;
mod close;
mod derivation;
mod direct;
mod ground;
mod grounds;
mod model;
mod near;
mod nearest;
mod parts;
mod program;
mod proof;
mod reached;
pub mod rules;
mod shortest;
mod verify;
mod words;

pub use all::All;
pub use certificate::{Breach, Certificate};
pub use check::{Escape, Fault, Misstep, check_certificate, check_derivation};
pub use claim::{Claim, ObjectId, Power, TokenId, TokenSetId};
pub use close::{Closed, Closer};
pub use derivation::{Derivation, Step};
pub use direct::{
    Asked, Blocked, Case, Direct, Outcome, Place, Settled, Situation, Unsaid, direct,
};
pub use ground::{Condition, Ground};
pub use model::{Bring, Holds, Object, bits_of};
pub use nearest::{Missing, NearClause};
pub use parts::{Belonging, Parts, Target};
pub use program::{Bound, ClaimId, Clause, ClauseId, ConditionId, Program, RuleId, RuleSet, Truth};
pub use proof::{Bearer, Bypass, Doubt, Held, List, Proof, Round, Thing, Tried};
pub use reached::{Grounds, Lacks, Near, Reach, Reached};
pub use rules::Kind;
pub use shortest::{LONGEST, Shortest};
pub use verify::{Flaw, NotChecked, verify};
pub use words::power_words;

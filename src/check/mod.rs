//! Insisting: whether what must hold does hold in one server, and by which witness it fails.

mod answers;
mod findings;
mod inside;
mod lower;
mod meaning;
mod packs;
mod predicate;
mod sense;
mod truth;
mod witness;

pub use answers::{Answers, Live};
pub use findings::{Finding, Outcome, check, check_all, check_by};
pub use lower::{Env, Node, Part, What, open, with};
pub use meaning::{Invariant, Judged, holds, judge, premise};
pub use packs::{PACKS, Pack, RULES, Rule, pack};
pub use sense::complaints;
pub use truth::{Stop, Truth};
pub use witness::{Binding, Claimed, Witness};

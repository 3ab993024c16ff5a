//! Clauses: what assertions and invariants claim, from text to syntax and back. What they mean is another room's.

pub mod syntax;

mod complain;
mod cut;
mod expand;
mod parse;
mod predicate;
mod print;
mod substitute;

pub use super::mistakes::CLAIMED;
pub use expand::{Bound, Naming, accounts, has_members, leaves, named_by, of_kind};
pub use parse::{asked, clause, file};
pub use substitute::{Bindings, bind};

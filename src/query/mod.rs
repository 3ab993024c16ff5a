//! Asking: text → syntax → meaning → answer.
//!
//! A question is read into [`syntax`] as it was written, without looking anything up; what its names mean is the next stage.

pub mod syntax;

mod complete;
mod grammar;
mod guard;
mod later;
mod mistakes;
mod nouns;
mod parse;
mod print;
mod words;

pub use complete::{Completion, NameSource, complete};
pub use guard::{DEEPEST, LONGEST};
pub use parse::parse;
pub use words::Names;

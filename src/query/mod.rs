//! Asking: text → syntax → meaning → answer.
//!
//! A question is read into [`syntax`] as it was written, without looking anything up; its names and rights are resolved in one
//! server; the answer is data, with the evidence that it was found by.

pub mod clause;
pub mod syntax;

mod answer;
mod ask;
mod complete;
mod declared;
mod engine;
mod eval;
mod expect;
mod grammar;
mod guard;
mod kinds;
mod meaning;
mod mistakes;
mod modifiers;
mod names;
mod narrowing;
mod nouns;
mod parse;
mod print;
mod print_actors;
mod print_names;
mod print_relating;
mod read_can;
mod read_relating;
mod read_things;
mod relating;
mod resolve;
mod serve;
mod server_names;
mod serving;
mod stopped;
mod supposed;
#[cfg(test)]
mod tripwire;
mod words;
mod written;

pub use answer::{
    Answer, Claim, Evidence, Ground, KindOfNo, ListedGroup, ListedPrivilege, Note, Row, Said,
    TokenListing, Verdict, Wanted,
};
pub use ask::{Asker, answer, ask};
pub use complete::{Completion, NameSource, Names, complete};
pub use engine::{Engine, LazyFootprint};
pub use eval::{Given, Grant, Plain, plain, protection};
pub use guard::{DEEPEST, LONGEST};
pub use parse::parse;
pub use resolve::{Made, Object, Resolver, Subject, Thing};

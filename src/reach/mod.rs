//! What follows from the facts. In this version: what a token may do to an object now, on which every further step stands.
//!
//! The answer of [`direct`] is a proof or a refusal as data; [`verify`] accepts or rejects it with code of its own.

mod direct;
// verify

pub use direct::{
    Asked, Blocked, Case, Direct, Outcome, Place, Settled, Situation, Unsaid, direct,
};

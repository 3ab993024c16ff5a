//! The specification: slow, obvious, and the judge of the fast code.

pub mod condition;
pub mod text;

//! The specification: slow, obvious, and the judge of the fast code.

pub mod access;
pub mod answers;
pub mod change;
pub mod clause;
pub mod closing;
pub mod com;
pub mod condition;
pub mod footprint;
pub mod inherit;
pub mod integrity;
pub mod logon;
pub mod perhaps;
pub mod processes;
pub mod reach;
pub mod request;
mod small_condition;
pub mod start;
pub mod text;
pub mod walk;

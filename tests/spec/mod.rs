//! The specification: slow, obvious, and the judge of the fast code.

pub mod access;
mod condition;
pub mod integrity;
pub mod perhaps;
pub mod walk;

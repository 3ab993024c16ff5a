//! What several tests need.
pub mod command;

//! What several tests need.

pub mod command;
pub mod snapshots;

//! What several tests need.

pub mod lines;
pub mod snapshots;

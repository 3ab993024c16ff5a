//! What several tests need.

pub mod snapshots;

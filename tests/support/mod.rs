//! What several tests need.

pub mod lines;
pub mod questions;
pub mod snapshots;

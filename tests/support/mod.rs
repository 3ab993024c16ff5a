//! What several tests need.

pub mod lines;
pub mod question_names;
pub mod questions;
pub mod snapshots;

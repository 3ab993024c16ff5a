//! What several tests need.

pub mod command;
pub mod lines;
pub mod question_names;
pub mod question_sets;
pub mod questions;
pub mod served;
pub mod snapshots;
pub mod stories;
pub mod transcript;
pub mod worlds;

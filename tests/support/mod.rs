//! What several tests need.

pub mod lines;

//! What several tests need.

pub mod questions;

//! The `poolproof` program.

fn main() {}

//! All tests in one binary, in reading order.

mod support;

mod spec;

mod forms;

mod laws;

mod import;
mod server;

mod exhaustive;
mod tables;

mod asking;
mod claims;
mod cli;
mod isolation;
mod notation;
mod packs;
mod queries;
mod real;
mod shape;
mod stories;

mod transcripts;

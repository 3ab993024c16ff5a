//! All tests in one binary, in reading order.

mod support;

mod spec;

mod forms;

mod laws;

mod import;
mod server;

mod exhaustive;
mod tables;

mod notation;
mod queries;
mod stories;

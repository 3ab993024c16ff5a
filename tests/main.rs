//! All tests in one binary, in reading order.

mod support;

mod spec;

mod laws;

mod import;
mod server;

mod tables;

//! All tests in one binary, in reading order.

mod support;

mod spec;

mod forms;

mod laws;

mod server;

mod tables;

mod exhaustive;

mod cli;

mod shape;

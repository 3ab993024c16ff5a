//! Who can do what on a Windows server that runs IIS, and why.
//!
//! The order of the rooms below is the architecture: a room looks only at rooms above it.

pub mod nt;

pub mod text;

pub mod world;

pub mod iis;

pub mod import;

pub mod reach;

pub mod query;

pub mod check;

pub mod search;

pub mod report;

pub mod cli;

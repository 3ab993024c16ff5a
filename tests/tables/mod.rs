//! Tables: cases as data, each with a name that a failure tells.

mod above_the_check;
mod access;
mod access_rows;
mod accounts;
mod com_claims;
mod com_defaults;
mod defaults;
mod elevation;
mod footprint;
mod inheritance;
mod processes;
mod reach_rules;
mod rights;
mod stages;
mod starting;
mod tokens;
mod whoami;

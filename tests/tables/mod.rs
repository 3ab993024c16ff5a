//! Tables: cases as data, each with a name that a failure tells.

mod above_the_check;
mod access;
mod access_rows;
mod com_claims;
mod com_defaults;
mod elevation;
mod inheritance;
mod starting;
mod tokens;
mod whoami;
mod stages;
mod accounts;
mod defaults;
mod rights;

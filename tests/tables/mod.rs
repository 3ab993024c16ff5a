//! Tables: cases as data, each with a name that a failure tells.

mod above_the_check;
mod access;
mod access_rows;
mod accounts;
mod defaults;
mod elevation;
mod inheritance;
mod rights;
mod starting;
mod tokens;
mod whoami;

//! The world notation: facts as sentences that a person writes, one a line.

mod access;
mod accounts;
mod complain;
#[cfg(test)]
mod coverage;
mod grammar;
mod names;
mod object;
mod print;
mod read;
mod sentence;
mod server;
mod site;
mod spell;

pub(super) use accounts::check_right;
pub(super) use names::is_path;
pub(super) use object::check_sddl;
pub use print::{access_line, print};
pub use read::read;
pub use sentence::sentence;

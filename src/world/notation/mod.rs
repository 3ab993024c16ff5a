//! The world notation: facts as sentences that a person writes, one a line.

mod access;
mod accounts;
mod complain;
mod grammar;
mod names;
mod object;
mod print;
mod read;
mod server;
mod site;

pub use print::print;
pub use read::read;

//! The commands, as they are typed.

mod access_check;
mod access_lines;
mod arguments;
mod ask;
mod cases;
mod check;
mod claims;
mod documents;
mod hunt;
mod import;
mod prompt;
mod readings;
mod sddl;

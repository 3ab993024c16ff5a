//! The commands, as they are typed.

mod access_check;
mod access_lines;
mod arguments;
mod cases;
mod documents;
mod sddl;

//! The commands, as they are typed.

mod access_check;
mod arguments;
mod documents;
mod sddl;

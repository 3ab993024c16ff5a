//! The world notation: facts as sentences that a person writes, one a line.

mod access;
mod accounts;
mod change;
mod change_lists;
mod com_words;
mod complain;
mod component;
#[cfg(test)]
mod coverage;
mod grammar;
mod iis;
mod line;
mod names;
mod object;
mod print;
mod print_change;
mod print_com;
mod print_line;
mod print_machine;
mod print_settings;
mod program;
mod read;
mod sentence;
mod server;
mod service_words;
mod settings;
mod site;
mod spell;
mod states;

pub(super) use accounts::check_right;
pub use change::changes;
pub(super) use com_words::COM_RIGHTS;
pub use com_words::ComKind;
pub(super) use component::is_class;
pub(super) use iis::has_folder;
pub(super) use names::{is_path, who_is};
pub(super) use object::check_sddl;
pub use print::print;
pub use print_change::{in_one_line, print_change, print_changes};
pub use print_com::com_line;
pub use print_line::access_line;
pub use print_settings::settings as clauses;
pub use read::read;
pub use sentence::sentence;

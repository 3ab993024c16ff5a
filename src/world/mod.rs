//! What there is: facts with their places, and the server that they make.
//!
//! It holds IIS settings as data and does not know what they mean: to it a worker process is just a process.

mod fact;
mod json;
mod name;
mod notation;
mod path;
mod rights_words;
mod sayable;
mod verbs;
mod version;

pub use fact::*;
pub use json::{SCHEMA, from_json, to_json};
pub use name::{Name, fold};
pub use notation::{access_line, print, read};
pub use path::WinPath;
pub use rights_words::{editor_right, rights_in_words};
pub use verbs::{Meaning, Reading, Verb};
pub use version::{IisVersion, WindowsVersion};

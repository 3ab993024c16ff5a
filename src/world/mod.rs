//! What there is: facts with their places, and the server that they make.
//!
//! It holds IIS settings as data and does not know what they mean: to it a worker process is just a process.

mod fact;
mod name;
mod path;
mod verbs;
mod version;

pub use fact::*;
pub use name::{Name, fold};
pub use path::WinPath;
pub use verbs::{Meaning, Reading, Verb};
pub use version::{IisVersion, WindowsVersion};

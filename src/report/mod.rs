//! Telling: what was found out as data with names, and from these data one function a format.

pub mod descriptor;
pub mod diagnostics;
pub mod hunt;

mod coverage;
mod findings;
mod json;
mod prose;
mod rights;
mod text;
mod token;
mod view;

pub use coverage::coverage;
pub use findings::{FindingsView, claim_text, findings_text};
pub use json::{findings_json, json};
pub use rights::rights_of;
pub use text::text;
pub use token::whoami;
pub use view::{EvidenceView, FactView, RowView, View, WantedView};

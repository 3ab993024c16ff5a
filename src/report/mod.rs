//! Telling: one view of an answer, and one file for each format that it is told in.

mod json;
mod prose;
mod text;
mod view;

pub use json::json;
pub use text::text;
pub use view::{EvidenceView, FactView, RowView, View, WantedView};

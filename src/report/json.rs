//! An answer for programs: one JSON object a question, schema `poolproof/answer/1`.

use super::{FindingsView, View};

/// The view as a JSON object over several lines.
pub fn json(view: &View) -> String {
    // A view holds texts, numbers and lists only, which always have a JSON form.
    serde_json::to_string_pretty(view).expect("a view has no keys that are not texts")
}

/// Findings as a JSON object over several lines, schema `poolproof/check/1`.
pub fn findings_json(view: &FindingsView) -> String {
    serde_json::to_string_pretty(view).expect("a view has no keys that are not texts")
}

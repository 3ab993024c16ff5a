//! Words, places, complaints: where something was written, and what is wrong with it.
//!
//! This room does not know what any text means.

mod diagnostic;
mod lines;
mod near;
mod source;

pub use diagnostic::{Diagnostic, Severity};
pub use lines::{Line, lines};
pub use near::nearest;
pub use source::{Excerpt, Place, Source, SourceName, Span};

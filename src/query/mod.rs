//! Asking: text → syntax → meaning → answer.
//!
//! A question is read into [`syntax`] as it was written, without looking anything up; what its names mean is the next stage.

pub mod syntax;

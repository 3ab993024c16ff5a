//! Telling: what was found out as data with names, and from these data one function a format.

pub mod descriptor;
pub mod diagnostics;

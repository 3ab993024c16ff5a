//! Artefacts through the import: real ones, and small ones of our own.

mod questions;
mod real;
mod real_iis;
mod small;

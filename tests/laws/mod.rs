//! What is true of every server: a sentence a test.

mod files;
mod impersonate;
mod inherit;
mod restrict;

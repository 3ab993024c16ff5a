//! What is true of every server: a sentence a test.

mod binary;
mod condition;
mod sddl;
mod sid;

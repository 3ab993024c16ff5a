//! What is true of every server: a sentence a test.

mod binary;
mod condition;
mod names;
mod notation;
mod sddl;
mod sid;

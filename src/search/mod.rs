//! What we doubt ourselves with: strategies that make small worlds and their parts.
//!
//! Laws use them in the tests; they are ordinary code, so that a user can doubt a server with the same ones.

pub mod access;
pub mod artefacts;
pub mod changes;
pub mod conditions;
pub mod facts;
pub mod forms;
pub mod hosting;
pub mod hunt;
pub mod inheritance;
pub mod machine_facts;
pub mod questions;
mod reach_parts;
pub mod reach_worlds;
mod settings_facts;
pub mod sketch;
pub mod small_conditions;
pub mod starting;

//! What is true of every server: a sentence a test.

use proptest::prelude::ProptestConfig;

pub mod access;
mod actors;
mod advice;
mod answers;
mod bad_input;
mod binary;
mod change;
mod checking;
mod clauses;
mod closing;
mod com;
mod command;
mod condition;
mod create;
mod defaults;
mod files;
mod footprint;
mod ground;
mod groups;
mod hunt;
mod hunt_clauses;
mod hunt_steps;
mod impersonate;
mod import;
mod import_damage;
mod inherit;
mod integrity;
mod lines;
mod logon;
mod lower;
mod maximum;
mod names;
mod notation;
mod owner;
mod perhaps;
mod privilege;
mod processes;
mod question;
mod reach;
mod reaching;
mod request;
mod restrict;
mod restricted;
mod sddl;
mod server;
mod sid;
mod start;

/// Ten times the usual number of cases, for laws that are cheap and matter most.
pub fn many() -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig {
        cases: 10 * usual.cases,
        ..usual
    }
}

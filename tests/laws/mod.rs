//! What is true of every server: a sentence a test.

use proptest::prelude::ProptestConfig;

pub mod access;
mod groups;
mod import;
mod import_damage;
mod integrity;
mod lines;
mod maximum;
mod owner;
mod perhaps;
mod privilege;
mod restricted;

/// Ten times the usual number of cases, for laws that are cheap and matter most.
pub fn many() -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig {
        cases: 10 * usual.cases,
        ..usual
    }
}

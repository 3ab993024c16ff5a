//! What is true of every server: a sentence a test.

use proptest::prelude::ProptestConfig;

mod access;

/// Ten times the usual number of cases, for laws that are cheap and matter most.
pub fn many() -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig {
        cases: 10 * usual.cases,
        ..usual
    }
}

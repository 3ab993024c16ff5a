//! The table of built-in rules.

use super::Rule;
use crate::world::IisVersion::{V6_0, V10_0};

/// Every rule, in the order of its pack.
pub const RULES: [Rule; 2] = [
    Rule {
        pack: "isolation",
        name: "unique identities",
        why: "pools with one identity hold the same rights and can open each other's processes, so that a list cannot tell them apart",
        references: &["CIS IIS 10 1.4"],
        advisory: false,
        from: V6_0,
        until: V10_0,
    },
    Rule {
        pack: "exposure",
        name: "no pool runs as LocalSystem",
        why: "code in such a pool is the machine: it reads and changes every site, account and setting",
        references: &["CIS IIS 10 1.4"],
        advisory: false,
        from: V6_0,
        until: V10_0,
    },
];

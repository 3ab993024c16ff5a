//! A token in doubt, by trying every truth of every unknown in it.

use std::collections::BTreeSet;

use poolproof::nt::{Certainty, Group, SecurityDescriptor, Token, Unknown, Wish};

use super::access::{Answer, check};

/// Every unknown of a token.
pub fn unknowns(token: &Token) -> BTreeSet<Unknown> {
    let groups = token.groups.iter().chain(&token.device_groups);
    groups
        .flat_map(|group| match &group.certainty {
            Certainty::Held => Vec::new(),
            Certainty::Perhaps(unknowns) => unknowns.clone(),
        })
        .collect()
}

/// The token where exactly these unknowns are true.
pub fn complete(token: &Token, holds: &BTreeSet<Unknown>) -> Token {
    let settle = |groups: &[Group]| {
        let mut settled = Vec::new();
        for group in groups {
            let held = match &group.certainty {
                Certainty::Held => true,
                Certainty::Perhaps(unknowns) => unknowns.iter().any(|one| holds.contains(one)),
            };
            if held {
                settled.push(Group {
                    certainty: Certainty::Held,
                    ..group.clone()
                });
            }
        }
        settled
    };
    Token {
        groups: settle(&token.groups),
        device_groups: settle(&token.device_groups),
        ..token.clone()
    }
}

/// Every truth of these unknowns.
pub fn truths(unknowns: &BTreeSet<Unknown>) -> Vec<BTreeSet<Unknown>> {
    let mut all = vec![BTreeSet::new()];
    for unknown in unknowns {
        let mut with = all.clone();
        for truth in &mut with {
            truth.insert(*unknown);
        }
        all.extend(with);
    }
    all
}

/// The set of answers over all completions.
pub fn answers(descriptor: &SecurityDescriptor, token: &Token, wish: &Wish) -> BTreeSet<Answer> {
    truths(&unknowns(token))
        .iter()
        .map(|holds| check(descriptor, &complete(token, holds), wish))
        .collect()
}

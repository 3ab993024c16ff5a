//! The token of somebody who was put into a group: what the next logon gives beside what this one gave.

use super::{Because, PrivilegeFact, TokenFacts};
use crate::{
    nt::{Certainty, Group, Sid, Unknown},
    world::{PrincipalId, Server},
};

const JOINED: &str = "it was put into the group before it logged on again";

impl Server {
    /// The same token with that group, with the groups that this one is a member of, and with the privileges that these bring.
    pub fn token_joined(&self, facts: &TokenFacts, group: PrincipalId) -> TokenFacts {
        let key = self.principal(group).key();
        let brought = self.token_holding(&[key]);
        let mut joined = facts.clone();
        let first = u32::try_from(joined.unknowns.len()).expect("fewer than 2^32 unknowns");
        let shifted = |unknown: &Unknown| Unknown(unknown.0 + first);
        let mut came: Vec<(Sid, Vec<Unknown>)> = Vec::new();
        for held in &brought.token.groups {
            let follows = brought
                .chain(&held.sid)
                .last()
                .is_some_and(|(sid, _)| *sid == key);
            let perhaps: Vec<Unknown> = match &held.certainty {
                Certainty::Held => Vec::new(),
                Certainty::Perhaps(unknowns) => unknowns.iter().map(shifted).collect(),
            };
            if follows || !perhaps.is_empty() {
                came.push((held.sid, perhaps));
            }
        }
        joined.unknowns.extend(brought.unknowns.iter().cloned());
        for (sid, perhaps) in &came {
            let because = match brought.because(sid) {
                Some(Because::Perhaps(unknown)) => Because::Perhaps(shifted(unknown)),
                Some(Because::Asked) | None => Because::Rule(JOINED),
                Some(other) => other.clone(),
            };
            join(&mut joined, *sid, perhaps, because);
        }
        self.bring_privileges(&mut joined, &came);
        joined
    }

    fn bring_privileges(&self, joined: &mut TokenFacts, came: &[(Sid, Vec<Unknown>)]) {
        for (privilege, holders) in self.rights().privileges() {
            for (holder, source) in holders {
                let Some((_, perhaps)) = came.iter().find(|(sid, _)| sid == holder) else {
                    continue;
                };
                let known = joined
                    .privileges
                    .iter()
                    .position(|fact| fact.privilege == privilege);
                if known.is_some_and(|at| joined.privileges[at].perhaps.is_empty()) {
                    continue;
                }
                let fact = PrivilegeFact {
                    privilege,
                    enabled: false,
                    holder: *holder,
                    source: *source,
                    perhaps: perhaps.clone(),
                };
                match known {
                    Some(at) if perhaps.is_empty() => joined.privileges[at] = fact,
                    Some(at) => joined.privileges[at].perhaps.extend(perhaps),
                    None => joined.privileges.push(fact),
                }
                if perhaps.is_empty() {
                    joined.token.privileges = joined.token.privileges.with(privilege, false);
                }
            }
        }
        joined.privileges.sort_by_key(|fact| fact.privilege);
    }
}

fn join(facts: &mut TokenFacts, sid: Sid, perhaps: &[Unknown], because: Because) {
    if sid == facts.token.user {
        return;
    }
    match facts.token.groups.iter_mut().find(|group| group.sid == sid) {
        // A group for denials only stays one: that is how the token was made.
        Some(group) => match (&mut group.certainty, perhaps) {
            (Certainty::Held, _) => return,
            (certainty, []) => *certainty = Certainty::Held,
            (Certainty::Perhaps(known), more) => {
                known.extend(more);
                return;
            }
        },
        None => {
            let certainty = match perhaps {
                [] => Certainty::Held,
                perhaps => Certainty::Perhaps(perhaps.to_vec()),
            };
            facts.token.groups.push(Group {
                certainty,
                ..Group::enabled(sid)
            });
        }
    }
    facts.because.insert(sid, because);
}

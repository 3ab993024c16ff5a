//! The token of somebody who was put into a group: what the next logon gives beside what this one gave.

use super::{Because, PrivilegeFact, TokenFacts, privileges::starts_enabled, template::Template};
use crate::{
    nt::{Certainty, Group, Sid, Unknown},
    world::{PrincipalId, Server},
};

/// Why somebody is in a group that no fact puts it into.
pub(super) const JOINED: &str = "it was put into the group before it logged on again";

impl Server {
    /// The same token with that group, with the groups that this one is a member of, and with the privileges that these bring.
    pub fn token_joined(&self, facts: &TokenFacts, group: PrincipalId) -> TokenFacts {
        let key = self.principal(group).key();
        let mut groups = facts.token.groups.iter();
        // Who is in a group already has what it brings.
        if groups.any(|held| held.sid == key && held.certainty == Certainty::Held) {
            return facts.clone();
        }
        if let Some(again) = self.made_again(facts, key) {
            return again;
        }
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

    /// The token as the same process or logon would get it now; `None` if something else was done to it since.
    fn made_again(&self, facts: &TokenFacts, key: Sid) -> Option<TokenFacts> {
        let user = facts.principal?;
        let template = match (facts.process, facts.logon) {
            (Some(process), _) => Template::of_process(self, process, user)?,
            (None, Some(logon)) => Template::of_account(self, user, logon),
            (None, None) => return None,
        };
        let like = self.fill(template.clone(), facts.principal, facts.process);
        let given = facts.because.iter().filter(|(sid, because)| {
            matches!(because, Because::Rule(_) | Because::Injected(_))
                && like.because(sid) != Some(because)
        });
        let given = given.map(|(sid, because)| (*sid, because.clone()));
        let mut given: Vec<(Sid, Because)> = given.collect();
        let with = |given: &[(Sid, Because)]| {
            let mut template = template.clone();
            template.sids.extend(given.iter().cloned());
            self.fill(template, facts.principal, facts.process)
        };
        if with(&given).token.groups != facts.token.groups {
            return None;
        }
        // In the order of SIDs: whichever group was joined first, the token is the same.
        given.push((key, Because::Rule(JOINED)));
        given.sort_by_key(|(sid, _)| *sid);
        let mut made = with(&given);
        made.token.level = facts.token.level;
        Some(made)
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
                    enabled: starts_enabled(privilege),
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
                    joined.token.privileges = joined
                        .token
                        .privileges
                        .with(privilege, starts_enabled(privilege));
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

//! Whether the account of a component's server can log on: the conditions of any start, in the terms of a hosting.

use super::host::{Doubt, Step};
use crate::{
    iis::start::{Condition, Conditions, LogonFailures, OpenEnd, Starting, Starts, account},
    world::{FactId, Logon, PrincipalId, Server, TokenFacts},
};

/// Whether it can.
pub(super) enum LogOn {
    /// It can, and why.
    Yes(Vec<Step>),
    /// It cannot, and why.
    No(String, Vec<FactId>),
    /// It can or it cannot, by what is not known.
    Open(Vec<Doubt>),
}

/// Whether an account can log on so.
pub(super) fn can_log_on(server: &Server, id: PrincipalId, logon: Logon) -> LogOn {
    let token = server.token_of(id, logon);
    let conditions = Conditions {
        what: Starting::Account(id),
        account: Some(id),
        logon: Some(logon),
        conditions: account(server, id, logon, &token, &LogonFailures::default()),
        token: None,
    };
    match conditions.starts() {
        Starts::Yes => LogOn::Yes(conditions.conditions.iter().filter_map(step).collect()),
        Starts::No => {
            let failing: Vec<&Condition> = conditions.failing().collect();
            let needs: Vec<&str> = failing.iter().map(|one| one.needs.as_str()).collect();
            let from = failing.iter().flat_map(|one| facts(one)).collect();
            LogOn::No(
                format!("its account cannot log on; needed: {}", needs.join(", ")),
                from,
            )
        }
        Starts::Unknown => LogOn::Open(
            conditions
                .failing()
                .flat_map(|one| one.gaps.iter().map(|gap| doubt(server, &token, gap)))
                .collect(),
        ),
    }
}

/// A condition that holds, where somebody said so.
fn step(condition: &Condition) -> Option<Step> {
    let from = facts(condition);
    (!from.is_empty()).then(|| Step {
        says: condition.needs.clone(),
        from,
    })
}

fn facts(condition: &Condition) -> Vec<FactId> {
    condition
        .because
        .iter()
        .flat_map(|basis| basis.facts.iter().copied())
        .collect()
}

fn doubt(server: &Server, token: &TokenFacts, gap: &OpenEnd) -> Doubt {
    match gap {
        OpenEnd::Other(says, fact) => Doubt {
            says: says.clone(),
            fact: *fact,
        },
        OpenEnd::Membership(unknown) => {
            let Some(membership) = token.unknowns.get(unknown.0 as usize) else {
                return Doubt {
                    says: "whether its account can log on".to_owned(),
                    fact: None,
                };
            };
            let member = membership.member.map_or_else(
                || "the account".to_owned(),
                |id| server.principal(id).name().to_string(),
            );
            let group = server.principal(membership.group).name();
            Doubt {
                says: format!("whether {member} is a member of {group}"),
                fact: Some(membership.gap),
            }
        }
    }
}

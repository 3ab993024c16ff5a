//! Whether the account of a component's server can log on.

use super::host::{Doubt, Step};
use crate::{
    nt::{Certainty, Sid},
    world::{
        AccountState, FactId, Logon, Name, PrincipalId, RightSource, Server, Statement, TokenFacts,
        well_known::sid,
    },
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

/// Whether an account can log on: enabled, with the right password, with the logon right and without its denial.
///
/// An account that a component is said to run as holds the right unless a sentence says who does.
pub(super) fn can_log_on(server: &Server, id: PrincipalId, logon: Logon) -> LogOn {
    let name = server.principal(id).name();
    let key = server.principal(id).key();
    if [sid::SYSTEM, sid::LOCAL_SERVICE, sid::NETWORK_SERVICE].contains(&key) {
        return LogOn::Yes(Vec::new());
    }
    for (state, fact) in server.account_states() {
        let (who, why) = match state {
            AccountState::Disabled { who } => (who, format!("{name} is disabled")),
            AccountState::WrongPassword { who } => {
                (who, format!("the stored password of {name} is wrong"))
            }
            AccountState::LoggedOn { .. }
            | AccountState::MembersChangedBy { .. }
            | AccountState::PasswordChangedBy { .. } => continue,
        };
        if server.accounts().look_up(who) == Some(id) {
            return LogOn::No(why, vec![fact]);
        }
    }
    let (right, denial, words) = match logon {
        Logon::Batch => (
            "SeBatchLogonRight",
            "SeDenyBatchLogonRight",
            "log on as a batch job",
        ),
        Logon::Service => (
            "SeServiceLogonRight",
            "SeDenyServiceLogonRight",
            "log on as a service",
        ),
        Logon::Interactive => (
            "SeInteractiveLogonRight",
            "SeDenyInteractiveLogonRight",
            "log on locally",
        ),
        Logon::Network => (
            "SeNetworkLogonRight",
            "SeDenyNetworkLogonRight",
            "log on over the network",
        ),
    };
    let token = server.token_of(id, logon);
    let mut open = Vec::new();
    match held(server, &token, denial) {
        Held::Yes(fact) => {
            return LogOn::No(format!("{name} is denied the right to {words}"), vec![fact]);
        }
        Held::Perhaps(fact) => open.push(Doubt {
            says: format!("whether {name} is denied the right to {words}"),
            fact: Some(fact),
        }),
        Held::No(_) | Held::Unsaid => {}
    }
    let mut steps = Vec::new();
    match held(server, &token, right) {
        Held::Yes(fact) => steps.push(Step {
            says: format!("{name} may {words}"),
            from: vec![fact],
        }),
        Held::Perhaps(fact) => open.push(Doubt {
            says: format!("whether {name} may {words}"),
            fact: Some(fact),
        }),
        Held::No(fact) => {
            return LogOn::No(
                format!("{name} lacks the right to {words} ({right})"),
                vec![fact],
            );
        }
        Held::Unsaid => {}
    }
    if open.is_empty() {
        LogOn::Yes(steps)
    } else {
        LogOn::Open(open)
    }
}

enum Held {
    Yes(FactId),
    Perhaps(FactId),
    /// A sentence gives it to others.
    No(FactId),
    /// No sentence says who holds it.
    Unsaid,
}

/// Whether a sentence gives a right to a SID of the token.
fn held(server: &Server, token: &TokenFacts, right: &str) -> Held {
    let stated = || {
        server
            .rights()
            .holders(&Name::from(right))
            .iter()
            .filter_map(|(holder, source)| match source {
                RightSource::Stated(fact) => Some((holder, *fact)),
                RightSource::Documented(_) => None,
            })
    };
    let certainty = |holder: &Sid| {
        if token.token.user == *holder {
            return Some(true);
        }
        let group = token.token.group(holder)?;
        Some(group.certainty == Certainty::Held)
    };
    let perhaps = || stated().find(|(holder, _)| certainty(holder).is_some());
    match stated()
        .find(|(holder, _)| certainty(holder) == Some(true))
        .or_else(perhaps)
    {
        Some((holder, fact)) if certainty(holder) == Some(true) => Held::Yes(fact),
        Some((_, fact)) => Held::Perhaps(fact),
        None => sentence(server, right).map_or(Held::Unsaid, Held::No),
    }
}

/// The sentence that says who holds a right, also if it names nobody.
fn sentence(server: &Server, wanted: &str) -> Option<FactId> {
    let about = |statement: &Statement| matches!(statement, Statement::Right { right, .. } if right.is(wanted));
    let mut said = server.facts().filter(|(_, fact)| about(&fact.statement));
    said.next().map(|(id, _)| id)
}

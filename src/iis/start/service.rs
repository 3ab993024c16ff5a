//! Does a service start?

use super::{
    Basis, Condition, ConditionKind, Conditions, NotHere, OpenEnd, Starting,
    account::{LogonFailures, account},
    logged,
};
use crate::world::{Logon, Name, PrincipalId, Server, ServiceStatement, TokenFacts, Who};

/// What a service needs to start: it is not disabled, and its account can be logged on as a service.
///
/// Its program, and the services and drivers that it depends on, are not looked at.
///
/// # Errors
/// No service is called so.
pub fn service(server: &Server, name: &Name) -> Result<Conditions, NotHere> {
    let (said, fact) = server
        .services()
        .find(|(service, _)| service.name == *name)
        .ok_or(NotHere::Unknown)?;
    let windows = server.windows();
    let failures = LogonFailures {
        refused: logged::service_logon(windows),
        not_granted: logged::service_right(windows),
    };
    let mut found = Conditions {
        what: Starting::Service(said.name.clone()),
        account: account_of(server, said),
        logon: Some(Logon::Service),
        token: token_of_service(server, said),
        conditions: Vec::new(),
    };
    let needs = format!("service {} is not disabled", said.name);
    found.conditions.push(if said.disabled {
        let because = Basis::said(format!("service {} is disabled", said.name), vec![fact]);
        Condition::failed(
            ConditionKind::Enabled,
            needs,
            vec![because],
            logged::service_disabled(),
        )
    } else {
        Condition::met(ConditionKind::Enabled, needs, Vec::new())
    });
    match (found.account, &found.token) {
        (Some(id), Some(token)) => {
            let needed = account(server, id, Logon::Service, token, &failures);
            found.conditions.extend(needed);
        }
        (Some(_) | None, _) => {
            let gap = OpenEnd::Other(format!("as whom service {} runs", said.name), Some(fact));
            found.conditions.push(Condition::open(
                ConditionKind::Identity,
                "the service's account is one",
                gap,
                failures.refused,
            ));
        }
    }
    Ok(found)
}

/// The account of a service: LocalSystem where nobody said.
fn account_of(server: &Server, service: &ServiceStatement) -> Option<PrincipalId> {
    let system = Who::Name(Name::from("NT AUTHORITY\\SYSTEM"));
    server
        .accounts()
        .look_up(service.account.as_ref().unwrap_or(&system))
}

/// The token of a service; `None` if nobody knows as whom it runs.
pub fn token_of_service(server: &Server, service: &ServiceStatement) -> Option<TokenFacts> {
    let account = account_of(server, service)?;
    Some(server.token_of_service(&service.name, account))
}

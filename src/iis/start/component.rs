//! Does a component's server start, as far as its identity goes? Who may launch it is for its lists to say.

use super::{
    Basis, Condition, ConditionKind, Conditions, Holds, NotHere, OpenEnd, Starting,
    account::{LogonFailures, account},
    logged, service,
};
use crate::world::{
    AccountState, ComponentForm, ComponentIdentity, FactId, Logon, Name, Server, Who,
};

const IN_THE_CALLER: &str = "it is loaded into the process that uses it, and nobody is logged on for it (Win32 \"in-process servers\"; COM+ \"library applications\")";
const LAUNCHING_USER: &str = "it runs with the token of whoever launches it, and nobody is logged on for it (Win32 \"launching user\")";

/// What a component's server needs to be logged on, before any list of it is asked.
///
/// # Errors
/// No component is called so.
pub fn component(server: &Server, name: &Name) -> Result<Conditions, NotHere> {
    let (said, fact) = server
        .components()
        .find(|(component, _)| {
            component.name == *name || component.class.as_ref().is_some_and(|class| class == name)
        })
        .ok_or(NotHere::Unknown)?;
    let mut found = Conditions {
        what: Starting::Component(said.name.clone()),
        account: None,
        logon: None,
        token: None,
        conditions: Vec::new(),
    };
    match (&said.form, &said.identity) {
        (Some(ComponentForm::Dll(_) | ComponentForm::LibraryPackage), _) => {
            found
                .conditions
                .push(nobody_is_logged_on(IN_THE_CALLER, fact));
        }
        (Some(ComponentForm::Service(name)), _) => as_service(server, name, fact, &mut found),
        (
            None | Some(ComponentForm::Exe(_) | ComponentForm::ServerPackage),
            None | Some(ComponentIdentity::LaunchingUser),
        ) => found
            .conditions
            .push(nobody_is_logged_on(LAUNCHING_USER, fact)),
        (
            None | Some(ComponentForm::Exe(_) | ComponentForm::ServerPackage),
            Some(ComponentIdentity::InteractiveUser),
        ) => found.conditions.push(at_the_console(server, fact)),
        (
            None | Some(ComponentForm::Exe(_) | ComponentForm::ServerPackage),
            Some(ComponentIdentity::Account(who)),
        ) => as_account(server, who, fact, &mut found),
    }
    Ok(found)
}

fn nobody_is_logged_on(rule: &str, fact: FactId) -> Condition {
    Condition::met(
        ConditionKind::Identity,
        "its server has an identity",
        vec![Basis::said(rule, vec![fact])],
    )
}

/// A component that is a service starts as that service; an identity of its own is not looked at.
fn as_service(server: &Server, name: &Name, fact: FactId, found: &mut Conditions) {
    match service(server, name) {
        Ok(of_service) => {
            found.account = of_service.account;
            found.logon = of_service.logon;
            found.token = of_service.token;
            found.conditions = of_service.conditions;
            for condition in &mut found.conditions {
                if condition.holds != Holds::Yes {
                    condition.logged.push(logged::component_service());
                }
            }
        }
        Err(_) => found.conditions.push(Condition::open(
            ConditionKind::Identity,
            format!("service {name} starts"),
            OpenEnd::Other(
                format!("service {name}, which nobody described"),
                Some(fact),
            ),
            vec![logged::component_service()],
        )),
    }
}

fn as_account(server: &Server, who: &Who, fact: FactId, found: &mut Conditions) {
    let failures = LogonFailures {
        refused: logged::component_logon(),
        not_granted: logged::component_logon(),
    };
    let Some(id) = server.accounts().look_up(who) else {
        found.conditions.push(Condition::open(
            ConditionKind::Identity,
            "its account is one",
            OpenEnd::Other(format!("who {who} is"), Some(fact)),
            failures.refused,
        ));
        return;
    };
    let token = server.token_of(id, Logon::Batch);
    found.conditions = account(server, id, Logon::Batch, &token, &failures);
    found.account = Some(id);
    found.logon = token.logon;
    found.token = Some(token);
}

/// The interactive user is whoever is at the console of this machine.
fn at_the_console(server: &Server, fact: FactId) -> Condition {
    let kind = ConditionKind::Console;
    let needs = "somebody is logged on at the console";
    let here = |at: &Name| server.name().is_none_or(|name| name == at);
    let said: Vec<(bool, FactId)> = server
        .account_states()
        .filter_map(|(state, fact)| match state {
            AccountState::LoggedOn { at, who } if here(at) => Some((who.is_some(), fact)),
            AccountState::LoggedOn { .. }
            | AccountState::Disabled { .. }
            | AccountState::WrongPassword { .. }
            | AccountState::MembersChangedBy { .. }
            | AccountState::PasswordChangedBy { .. } => None,
        })
        .collect();
    let somebody = said.iter().find(|(somebody, _)| *somebody);
    match (somebody, said.first()) {
        (Some((_, fact)), _) => Condition::met(
            kind,
            needs,
            vec![Basis::said("somebody is at the console", vec![*fact])],
        ),
        (None, Some((_, fact))) => Condition::failed(
            kind,
            needs,
            vec![Basis::said("nobody is at the console", vec![*fact])],
            logged::nobody_at_the_console(),
        ),
        (None, None) => Condition::open(
            kind,
            needs,
            OpenEnd::Other("who is at the console, if anybody".into(), Some(fact)),
            logged::nobody_at_the_console(),
        ),
    }
}

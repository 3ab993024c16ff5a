//! Do the processes of an application start? In a pool that is the pool's worker; before pools, inetinfo.exe, or a process that somebody is
//! logged on for.

use super::{
    Basis, ConditionKind, Conditions, Holds, NotHere, Starting,
    account::{LogonFailures, account},
    logged, pool,
};
use crate::{
    iis::{Generation, Version, application_hosts},
    world::{Name, ProcessId, Server, well_known::sid},
};

const STORES: &str = "the password of that account is kept in three places, which must agree: the account's own, the metabase, and the COM+ catalogue (KB 297989; \"IIS application isolation\")";

/// What the processes of an application's handlers need to start.
///
/// # Errors
/// There is no such application, or nothing of it runs code.
pub fn application(server: &Server, site: &Name, url: &Name) -> Result<Conditions, NotHere> {
    let version = Version::of_server(server).ok_or(NotHere::NoVersion)?;
    let hosts = application_hosts(server, site, url).map_err(NotHere::NoHost)?;
    let mut found = Conditions {
        what: Starting::Application(Name::new(format!("{site}{url}"))),
        account: None,
        logon: None,
        token: None,
        conditions: Vec::new(),
    };
    let mut processes: Vec<ProcessId> = hosts.iter().map(|hosting| hosting.holder()).collect();
    processes.sort();
    processes.dedup();
    for process in processes {
        let Some(said) = server.process(process) else {
            continue;
        };
        let of_process = match (&said.pool, version.generation) {
            (Some(name), Generation::Workers) => pool(server, name)?,
            (Some(_) | None, Generation::Inetinfo | Generation::Workers) => {
                of_account(server, process).ok_or(NotHere::Unknown)?
            }
        };
        found.account = of_process.account;
        found.logon = of_process.logon;
        found.token = of_process.token;
        found.conditions.extend(of_process.conditions);
    }
    Ok(found)
}

/// A process that its account is logged on for: that of COM+ packages and of ASP.NET.
fn of_account(server: &Server, process: ProcessId) -> Option<Conditions> {
    let said = server.process(process)?;
    let id = server.identity_of(process)?;
    let token = server.token_of_process(process)?;
    let by_com = said.image.is("mtx.exe") || said.image.is("dllhost.exe");
    let failures = if by_com {
        LogonFailures {
            refused: logged::package_logon(),
            not_granted: logged::package_logon(),
        }
    } else {
        LogonFailures::default()
    };
    let mut conditions = account(server, id, said.logon, &token, &failures);
    if by_com && server.principal(id).sid() != Some(sid::SYSTEM) {
        let stored = conditions
            .iter_mut()
            .filter(|condition| condition.kind == ConditionKind::Password)
            .filter(|condition| condition.holds != Holds::Yes);
        for condition in stored {
            condition.because.push(Basis::rule(STORES));
        }
    }
    Some(Conditions {
        what: Starting::Account(id),
        account: Some(id),
        logon: Some(said.logon),
        token: Some(token),
        conditions,
    })
}

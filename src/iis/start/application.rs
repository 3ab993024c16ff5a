//! Do the processes of an application start? In a pool that is the pool's worker; before pools, inetinfo.exe, or a process that somebody is
//! logged on for.

use super::{
    Basis, ConditionKind, Conditions, Holds, NotHere, Starting,
    account::{LogonFailures, account},
    logged, pool,
};
use crate::{
    iis::{DEFAULT_POOL, Generation, Hosting, Version, application_hosts, pool_of},
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
    if version.generation == Generation::Workers {
        // Children of a worker, as CGI programs are, come after it.
        let mapped = hosts.first().map(|hosting| &hosting.url);
        let of_pool = pool(server, &mapped.map_or_else(default_pool, pool_of))?;
        return Ok(Conditions {
            what: found.what,
            ..of_pool
        });
    }
    let mut processes: Vec<ProcessId> = hosts.iter().map(Hosting::holder).collect();
    processes.sort();
    processes.dedup();
    for process in processes {
        let of_process = self::process(server, process).ok_or(NotHere::Unknown)?;
        found.account = of_process.account;
        found.logon = of_process.logon;
        found.token = of_process.token;
        found.conditions.extend(of_process.conditions);
    }
    Ok(found)
}

fn default_pool() -> Name {
    Name::from(DEFAULT_POOL)
}

/// A process that its account is logged on for: that of COM+ packages and of ASP.NET. `None` if nobody knows as whom it runs.
pub fn process(server: &Server, id: ProcessId) -> Option<Conditions> {
    let said = server.process(id)?;
    let token = server.token_of_process(id)?;
    let id = server.identity_of(id)?;
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

//! Does the worker process of a pool start?

use super::{
    Basis, Condition, ConditionKind, Conditions, Holds, NotHere, OpenEnd, Starting,
    account::{LogonFailures, account, holder},
    logged,
};
use crate::{
    iis::{Generation, Version},
    nt::{Privilege, Unknown},
    world::{
        IisVersion, LogonRight, Name, PoolIdentity, ProcessId, Server, TokenFacts, UserRight, Who,
        WindowsVersion,
    },
};

const MANDATORY: &str = "a worker of IIS 6.0 cannot open its queue of requests unless its account is in IIS_WPG (IIS 6.0 \"built-in accounts\"; \"IIS application isolation\")";
const CONVENIENT: &str = "read so, IIS_WPG only brings rights that the account may as well hold itself (IIS 6.0 help on IIS_WPG)";
const NO_OWN: &str = "pools have identities of their own from IIS 7.0 with service pack 2 on (IIS \"application pool identities\")";

/// The rights that IIS_WPG brings, for those who read it as a mere convenience.
const BROUGHT: [UserRight; 3] = [
    UserRight::Logon(LogonRight::Network),
    UserRight::Privilege(Privilege::Impersonate),
    UserRight::Privilege(Privilege::ChangeNotify),
];

/// What the worker process of a pool needs to start.
///
/// # Errors
/// There are no pools here, or none of that name.
pub fn pool(server: &Server, name: &Name) -> Result<Conditions, NotHere> {
    let iis = server.iis().ok_or(NotHere::NoVersion)?;
    if Version::of(iis).generation == Generation::Inetinfo || server.isolation_mode() {
        return Err(NotHere::NoPools);
    }
    let (pool, fact) = server.pool(name).ok_or(NotHere::Unknown)?;
    let failures = LogonFailures {
        refused: logged::invalid_identity(iis),
        not_granted: logged::invalid_identity(iis),
    };
    let mut found = Conditions {
        what: Starting::Pool(pool.name.clone()),
        account: None,
        logon: None,
        token: None,
        conditions: Vec::new(),
    };
    if pool.identity == Some(PoolIdentity::Own) && !has_own(server, iis) {
        let condition = Condition::failed(
            ConditionKind::Identity,
            "this version has the pool's kind of identity",
            vec![Basis::said(NO_OWN, vec![fact])],
            failures.refused,
        );
        found.conditions.push(condition);
        return Ok(found);
    }
    // Children of the worker belong to the pool too.
    let worker = Name::from(Version::of(iis).worker);
    let processes = server.processes_of_pool(&pool.name);
    let is_worker = |id: &&ProcessId| {
        server
            .process(**id)
            .is_some_and(|process| process.image == worker)
    };
    let process = processes
        .iter()
        .find(is_worker)
        .or(processes.first())
        .copied();
    let known = process.and_then(|process| {
        let token = server.token_of_process(process)?;
        Some((
            server.identity_of(process)?,
            server.process(process)?.logon,
            token,
        ))
    });
    let Some((id, logon, token)) = known else {
        let gap = OpenEnd::Other(format!("as whom pool {} runs", pool.name), Some(fact));
        let needs = "the pool's identity is an account";
        let open = Condition::open(ConditionKind::Identity, needs, gap, failures.refused);
        found.conditions.push(open);
        return Ok(found);
    };
    found.conditions = account(server, id, logon, &token, &failures);
    if iis == IisVersion::V6_0 {
        found
            .conditions
            .extend(group_of_workers(server, id, &token));
    }
    found.account = Some(id);
    found.logon = Some(logon);
    found.token = Some(token);
    Ok(found)
}

/// Pools can run as themselves from 7.0 on, there with service pack 2, which is built into Server 2008 SP2 and Vista SP2.
fn has_own(server: &Server, iis: IisVersion) -> bool {
    if !Version::of(iis).own_identity {
        return false;
    }
    let first = iis == IisVersion::V7_0 && server.windows() <= WindowsVersion::Server2008;
    !(first && server.service_pack().is_some_and(|pack| pack < 2))
}

/// IIS_WPG: needed by whoever works (S65), or, as other documents have it (X2 read as A), needed for the rights that it brings.
fn group_of_workers(
    server: &Server,
    id: crate::world::PrincipalId,
    token: &TokenFacts,
) -> Vec<Condition> {
    let name = server.principal(id).name();
    let group = Version::of(IisVersion::V6_0).group_of_workers;
    let member = server
        .accounts()
        .look_up(&Who::Name(Name::from(group)))
        .map(|id| server.principal(id).key());
    let held = member.and_then(|group| held(token, &group));
    let convenient = server
        .reading("X2")
        .filter(|(reading, _)| reading.is("A"))
        .map(|(_, fact)| fact);
    let membership = || Basis {
        says: format!("{name} is a member of {group}"),
        holder: member,
        facts: Vec::new(),
    };
    let Some(reading) = convenient else {
        let needs = format!("{name} is a member of {group}");
        let rule = Basis::rule(MANDATORY);
        return vec![from_doubt(needs, held.as_deref(), |holds| match holds {
            Holds::No => vec![rule.clone()],
            Holds::Yes | Holds::IfAny(_) | Holds::UnlessAny(_) | Holds::Unknown => {
                vec![membership(), rule.clone()]
            }
        })];
    };
    BROUGHT
        .into_iter()
        .map(|right| {
            let needs = format!("{name} holds {right}, or is a member of {group}, which brings it");
            let own = server.right_of_token(token, &right.as_name());
            let mut because = vec![Basis::said(CONVENIENT, vec![reading])];
            because.extend(
                own.as_ref()
                    .map(|own| holder(server, own.holder, right, own.source)),
            );
            let own = own.map(|own| own.perhaps);
            let together = match (&held, own) {
                (Some(held), _) if held.is_empty() => Some(Vec::new()),
                (_, Some(own)) if own.is_empty() => Some(Vec::new()),
                (None, None) => None,
                (held, own) => {
                    Some([held.clone().unwrap_or_default(), own.unwrap_or_default()].concat())
                }
            };
            if held.is_some() {
                because.push(membership());
            }
            from_doubt(needs, together.as_deref(), |_| because.clone())
        })
        .collect()
}

/// A condition that hangs on one of these being true, on nothing if there are none, and fails without any.
fn from_doubt(
    needs: String,
    doubt: Option<&[Unknown]>,
    because: impl Fn(&Holds) -> Vec<Basis>,
) -> Condition {
    let holds = match doubt {
        None => Holds::No,
        Some([]) => Holds::Yes,
        Some(unknowns) => Holds::IfAny(unknowns.to_vec()),
    };
    Condition {
        kind: ConditionKind::GroupOfWorkers,
        needs,
        because: because(&holds),
        gaps: doubt
            .unwrap_or_default()
            .iter()
            .copied()
            .map(OpenEnd::Membership)
            .collect(),
        logged: if holds == Holds::Yes {
            Vec::new()
        } else {
            logged::worker_ends()
        },
        holds,
    }
}

/// On what it depends whether the token holds the group; `None` if it does not.
fn held(token: &TokenFacts, group: &crate::nt::Sid) -> Option<Vec<Unknown>> {
    use crate::nt::Certainty;
    if token.token.user == *group {
        return Some(Vec::new());
    }
    match &token.token.group(group)?.certainty {
        Certainty::Held => Some(Vec::new()),
        Certainty::Perhaps(unknowns) => Some(unknowns.clone()),
    }
}

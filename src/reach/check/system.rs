//! Rules about what amounts to SYSTEM, and what SYSTEM amounts to.

use super::{Checker, Fault, Judged, any, given};
use crate::{
    nt::{Certainty, Privilege, Sid},
    reach::{Claim, Power, model::Holds},
    world::{Home, IisVersion, TokenFacts, WindowsVersion, footprint::HostKind, well_known::sid},
};

/// Privileges that step over every list.
const MIGHTY: [Privilege; 6] = [
    Privilege::Debug,
    Privilege::Tcb,
    Privilege::CreateToken,
    Privilege::LoadDriver,
    Privilege::Restore,
    Privilege::TakeOwnership,
];

/// Whether a token holds a SID that lets it in.
pub(super) fn holding(facts: &TokenFacts, sid: &Sid) -> Judged {
    let token = &facts.token;
    if token.user == *sid && !token.user_deny_only {
        return Ok(Holds::Yes);
    }
    let mut groups = token.groups.iter().filter(|group| group.sid == *sid);
    match groups
        .next()
        .filter(|group| group.attributes.matches_allow())
    {
        Some(group) => Ok(Holds::certain(group.certainty == Certainty::Held)),
        None => Err(Fault::Lacks("the token does not hold it")),
    }
}

/// Whether a token has one of these privileges, enabled or not.
pub(super) fn privileged(facts: &TokenFacts, privileges: &[Privilege]) -> Judged {
    let there = privileges
        .iter()
        .any(|one| facts.token.privileges.is_present(*one));
    let mut brought = facts
        .privileges
        .iter()
        .filter(|fact| privileges.contains(&fact.privilege));
    let certain = brought.clone().any(|fact| fact.perhaps.is_empty());
    match (there || certain, brought.next()) {
        (true, _) => Ok(Holds::Yes),
        (false, Some(_)) => Ok(Holds::Perhaps),
        (false, None) => Err(Fault::Lacks("the token has no such privilege")),
    }
}

/// system <- wields(T), T holds SeImpersonate | SeAssignPrimaryToken | is a service account.
pub(super) fn impersonates(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    let ([Claim::Wields(token)], Claim::System) = (premises, conclusion) else {
        return Err(Fault::Shape);
    };
    given(
        checker.server.windows() >= WindowsVersion::W2000,
        "there is no such thing before Windows 2000",
    )?;
    let facts = checker.token(*token);
    let home = facts
        .principal
        .map(|account| checker.server.principal(account).home());
    let account = matches!(home, Some(Home::Pool(_) | Home::Service(_)))
        || [sid::LOCAL_SERVICE, sid::NETWORK_SERVICE].contains(&facts.token.user);
    let privileges = [Privilege::Impersonate, Privilege::AssignPrimaryToken];
    any(
        [
            given(account, "it is not the token of a service account"),
            holding(facts, &sid::SERVICE),
            privileged(facts, &privileges),
        ],
        "the token has no such privilege",
    )
}

/// system <- code(mtx | dllhost).
pub(super) fn out_of_process(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    let ([Claim::Code(host)], Claim::System) = (premises, conclusion) else {
        return Err(Fault::Shape);
    };
    let old = checker
        .server
        .iis()
        .is_some_and(|iis| iis <= IisVersion::V5_1);
    let image = match checker.host(*host)?.kind {
        HostKind::Process(id) => checker.server.process(id).map(|process| &process.image),
        HostKind::Child(_) | HostKind::Service(_) | HostKind::Task(_) | HostKind::Component(_) => {
            None
        }
    };
    let hosts = image.is_some_and(|image| image.is("mtx.exe") || image.is("dllhost.exe"));
    given(old && hosts, "the process is none that COM+ hosts for IIS")
}

/// system <- wields(T), T in Administrators | is SYSTEM | holds SeDebug, SeTcb, SeCreateToken, SeLoadDriver, SeRestore,
/// SeTakeOwnership; reads(o) <- wields(T), T holds SeBackup.
pub(super) fn amounts_to_system(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    let [Claim::Wields(token)] = premises else {
        return Err(Fault::Shape);
    };
    let facts = checker.token(*token);
    match conclusion {
        Claim::System => any(
            [
                holding(facts, &sid::SYSTEM),
                holding(facts, &sid::ADMINISTRATORS),
                privileged(facts, &MIGHTY),
            ],
            "nothing in the token amounts to SYSTEM",
        ),
        Claim::Reads(object) if checker.has_right(object, Power::Read) => {
            privileged(facts, &[Privilege::Backup])
        }
        _ => Err(Fault::Shape),
    }
}

/// code(all P), free(all o), wields(all local T), knows(all stored U) <- system.
pub(super) fn has_everything(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    let [Claim::System] = premises else {
        return Err(Fault::Shape);
    };
    match conclusion {
        Claim::Code(host) => checker.host(host).map(|_| Holds::Yes),
        Claim::Free(_) => Ok(Holds::Yes),
        Claim::Wields(token) => {
            let principal = checker.token(token).principal;
            let home = principal.map(|id| checker.server.principal(id).home());
            given(
                !matches!(home, Some(Home::Domain(_))),
                "it is no account of this machine",
            )
        }
        Claim::Knows(account) => {
            let stored = checker.is_stored(account);
            given(stored, "its password stands nowhere")
        }
        _ => Err(Fault::Shape),
    }
}

/// system <- writes(applicationHost.config | MetaBase.xml); code(every asp.net P) <- writes(machine.config).
pub(super) fn configures(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    let [Claim::Writes(object)] = premises else {
        return Err(Fault::Shape);
    };
    let what = checker.what(*object);
    let mut files = checker
        .footprint
        .configuration
        .iter()
        .filter(|one| one.file == *what);
    let so = match conclusion {
        Claim::System => files.any(|file| file.hosts.is_empty()),
        Claim::Code(host) => files.any(|file| file.hosts.contains(&host)),
        _ => return Err(Fault::Shape),
    };
    given(so, "it does not configure that")
}

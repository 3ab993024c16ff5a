//! Tokens of every kind of identity, a row each: what they hold, what they do not, their level and their privileges.
//!
//! From dumps of real machines and Microsoft's documents, as the templates cite them.

use std::collections::BTreeSet;

use poolproof::{
    nt::{GroupAttributes, IntegrityLevel, Privilege},
    world::{Logon, Name, Server, TokenFacts},
};

use crate::server::{key, principal, server};

struct Row {
    says: &'static str,
    /// The version, and whatever else the machine is.
    machine: &'static str,
    world: &'static str,
    /// `pool P`, or an account with its logon.
    who: (&'static str, Logon),
    holds: &'static [&'static str],
    deny_only: &'static [&'static str],
    lacks: &'static [&'static str],
    level: Option<IntegrityLevel>,
    /// Privileges that are there, `+` before those that are enabled; all of them if the last is `.`.
    privileges: &'static str,
}

const TODAY: &str = "IIS 10.0 on Windows Server 2022";

const PLAIN: Row = Row {
    says: "",
    machine: TODAY,
    world: "",
    who: ("pool P", Logon::Service),
    holds: &[],
    deny_only: &[],
    lacks: &[],
    level: Some(IntegrityLevel::HIGH),
    privileges: "",
};

const ROWS: &[Row] = &[
    Row {
        says: "a pool identity is a service with the group of workers, not a batch job",
        world: "pool P runs as its own identity",
        holds: &[
            "SERVICE",
            "Users",
            "IIS_IUSRS",
            "CONSOLE LOGON",
            "LOCAL",
            "S-1-5-82-0",
        ],
        lacks: &[
            "BATCH",
            "INTERACTIVE",
            "NETWORK",
            "NETWORK SERVICE",
            "Administrators",
        ],
        privileges: "AssignPrimaryToken IncreaseQuota Audit +ChangeNotify +Impersonate +CreateGlobal IncreaseWorkingSet .",
        ..PLAIN
    },
    Row {
        says: "on a client Windows it may also shut down, undock and set the time zone",
        machine: "IIS 7.5 on Windows 7",
        world: "pool P runs as its own identity",
        holds: &["SERVICE"],
        privileges: "AssignPrimaryToken IncreaseQuota Shutdown Audit +ChangeNotify Undock +Impersonate +CreateGlobal IncreaseWorkingSet TimeZone .",
        ..PLAIN
    },
    Row {
        says: "on a domain controller it holds one group and one privilege more",
        machine: "IIS 10.0 on Windows Server 2022, is in domain CORP, is a domain controller",
        world: "pool P runs as its own identity",
        holds: &["Pre-Windows 2000 Compatible Access"],
        privileges: "MachineAccount",
        ..PLAIN
    },
    Row {
        says: "a specific user is a batch job, with the group and the pool's own SID put in",
        world: "user svc\npool P runs as svc",
        holds: &[
            "BATCH",
            "IIS_IUSRS",
            "IIS APPPOOL\\P",
            "Users",
            "Local account",
        ],
        lacks: &["SERVICE", "S-1-5-82-0"],
        privileges: "AssignPrimaryToken IncreaseQuota Audit +ChangeNotify +Impersonate IncreaseWorkingSet .",
        ..PLAIN
    },
    Row {
        says: "that logs on as a service it holds SERVICE, not BATCH",
        world: "user svc\npool P runs as svc, logs on as a service",
        holds: &["SERVICE", "IIS_IUSRS", "IIS APPPOOL\\P"],
        lacks: &["BATCH"],
        privileges: "+Impersonate +CreateGlobal",
        ..PLAIN
    },
    Row {
        says: "without the group it does not impersonate and is at Medium",
        world: "user svc\npool P runs as svc, manual group membership",
        holds: &["BATCH", "IIS APPPOOL\\P"],
        lacks: &["IIS_IUSRS"],
        level: Some(IntegrityLevel::MEDIUM),
        privileges: "AssignPrimaryToken",
        ..PLAIN
    },
    Row {
        says: "a domain account is in Domain Users and has no local account's SIDs",
        world: "user CORP\\svc\nuser \"CORP\\Domain Users\"\ngroup CORP\\Apps has members CORP\\svc\npool P runs as CORP\\svc",
        machine: "IIS 10.0 on Windows Server 2022, is in domain CORP",
        holds: &["BATCH", "CORP\\Apps", "S-1-18-1"],
        lacks: &["Local account"],
        privileges: "+Impersonate",
        ..PLAIN
    },
    Row {
        says: "a managed service account is a domain account like another",
        world: "user CORP\\web$\npool P runs as CORP\\web$",
        machine: "IIS 10.0 on Windows Server 2022, is in domain CORP",
        holds: &["BATCH", "IIS_IUSRS", "S-1-18-1"],
        privileges: "+Impersonate",
        ..PLAIN
    },
    Row {
        says: "NETWORK SERVICE is at System and cannot set the clock",
        world: "pool P runs as NetworkService",
        holds: &["SERVICE", "Users", "IIS_IUSRS", "IIS APPPOOL\\P"],
        lacks: &["Administrators", "S-1-5-82-0"],
        level: Some(IntegrityLevel::SYSTEM),
        privileges: "AssignPrimaryToken IncreaseQuota Audit +ChangeNotify +Impersonate +CreateGlobal IncreaseWorkingSet .",
        ..PLAIN
    },
    Row {
        says: "LOCAL SERVICE can set the clock and the time zone",
        world: "pool P runs as LocalService",
        holds: &["SERVICE", "IIS APPPOOL\\P"],
        level: Some(IntegrityLevel::SYSTEM),
        privileges: "Systemtime TimeZone +Impersonate",
        ..PLAIN
    },
    Row {
        says: "LocalSystem in a worker is an administrator that holds Users like other services",
        world: "pool P runs as LocalSystem",
        holds: &[
            "Administrators",
            "Users",
            "SERVICE",
            "IIS_IUSRS",
            "IIS APPPOOL\\P",
        ],
        level: Some(IntegrityLevel::SYSTEM),
        privileges: "+Tcb +Debug +Impersonate TakeOwnership Backup Restore CreateToken",
        ..PLAIN
    },
    Row {
        says: "IUSR holds SERVICE for denials only and impersonates all the same",
        who: ("IUSR", Logon::Service),
        holds: &["Users", "Authenticated Users"],
        deny_only: &["SERVICE"],
        lacks: &["IIS_IUSRS", "INTERACTIVE"],
        privileges: "+ChangeNotify +Impersonate +CreateGlobal IncreaseWorkingSet .",
        ..PLAIN
    },
    Row {
        says: "the anonymous user of IIS 6 is a guest that came over the network",
        machine: "IIS 6.0",
        world: "user IUSR_BOX is a member of Guests",
        who: ("IUSR_BOX", Logon::Network),
        holds: &["Guests", "Everyone", "NETWORK", "Authenticated Users"],
        lacks: &["INTERACTIVE", "LOCAL"],
        level: None,
        privileges: "+ChangeNotify .",
        ..PLAIN
    },
    Row {
        says: "IWAM of IIS 6 is a batch job that may impersonate",
        machine: "IIS 6.0",
        world: "user IWAM_BOX",
        who: ("IWAM_BOX", Logon::Batch),
        holds: &["BATCH", "Everyone", "LOCAL"],
        lacks: &["SERVICE"],
        level: None,
        privileges: "AssignPrimaryToken IncreaseQuota +ChangeNotify +Impersonate .",
        ..PLAIN
    },
    Row {
        says: "IWAM of IIS 5 before service pack 4 may not",
        machine: "IIS 5.0",
        world: "user IWAM_BOX",
        who: ("IWAM_BOX", Logon::Batch),
        holds: &["BATCH", "Everyone"],
        level: None,
        privileges: "+ChangeNotify .",
        ..PLAIN
    },
    Row {
        says: "ASPNET of IIS 6 is in Users only and may impersonate",
        machine: "IIS 6.0",
        world: "user ASPNET is a member of Users",
        who: ("ASPNET", Logon::Service),
        holds: &["SERVICE", "Users"],
        lacks: &["Guests", "Administrators"],
        level: None,
        privileges: "+ChangeNotify +Impersonate +CreateGlobal .",
        ..PLAIN
    },
    Row {
        says: "a worker of IIS 6 is in IIS_WPG by membership, and no pool's SID is put in",
        machine: "IIS 6.0",
        world: "pool P runs as NetworkService",
        holds: &["IIS_WPG", "SERVICE", "Users"],
        lacks: &["S-1-5-32-568"],
        level: None,
        privileges: "AssignPrimaryToken IncreaseQuota Audit +ChangeNotify +Impersonate +CreateGlobal .",
        ..PLAIN
    },
    Row {
        says: "a service's own account holds the group of all services",
        world: "user \"NT SERVICE\\Reports\"",
        who: ("NT SERVICE\\Reports", Logon::Service),
        holds: &["SERVICE", "S-1-5-80-0", "Users"],
        lacks: &["IIS_IUSRS", "BATCH"],
        privileges: "+Impersonate",
        ..PLAIN
    },
    Row {
        says: "an administrator's full token is High and may be owned by the group",
        world: "user bob is a member of Administrators",
        who: ("bob", Logon::Interactive),
        holds: &["INTERACTIVE", "Administrators", "S-1-5-114"],
        lacks: &["NETWORK"],
        privileges: "Debug TakeOwnership Backup +Impersonate",
        ..PLAIN
    },
    Row {
        says: "over the network a local administrator is filtered",
        world: "user bob is a member of Administrators",
        who: ("bob", Logon::Network),
        holds: &["NETWORK"],
        deny_only: &["Administrators"],
        lacks: &["INTERACTIVE", "CONSOLE LOGON", "LOCAL"],
        level: Some(IntegrityLevel::MEDIUM),
        privileges: "+ChangeNotify",
        ..PLAIN
    },
    Row {
        says: "an ordinary user is at Medium",
        world: "user ann",
        who: ("ann", Logon::Interactive),
        holds: &["INTERACTIVE", "Users", "Local account"],
        level: Some(IntegrityLevel::MEDIUM),
        privileges: "+ChangeNotify IncreaseWorkingSet .",
        ..PLAIN
    },
];

fn token(server: &Server, (who, logon): (&str, Logon)) -> TokenFacts {
    match who.strip_prefix("pool ") {
        Some(pool) => {
            let process = server.processes_of_pool(&Name::from(pool))[0];
            server.token_of_process(process).expect("a token")
        }
        None => server.token_of(principal(server, who), logon),
    }
}

fn attributes(server: &Server, token: &TokenFacts, name: &str) -> Option<GroupAttributes> {
    let group = token.token.group(&key(server, name))?;
    Some(group.attributes)
}

#[test]
fn every_kind_of_identity_has_the_token_that_was_seen() {
    for row in ROWS {
        let server = server(&format!("server BOX runs {}\n{}\n", row.machine, row.world));
        let token = token(&server, row.who);
        for name in row.holds {
            let held = attributes(&server, &token, name);
            let enabled = held.is_some_and(|held| held.contains(GroupAttributes::ENABLED));
            assert!(enabled, "{}: {name} is {held:?}", row.says);
        }
        for name in row.deny_only {
            let held = attributes(&server, &token, name).expect(row.says);
            assert!(
                held.contains(GroupAttributes::USE_FOR_DENY_ONLY),
                "{}: {name}",
                row.says
            );
        }
        for name in row.lacks {
            let sid = key(&server, name);
            assert!(
                token.token.group(&sid).is_none(),
                "{}: {name} is there because of {:?}",
                row.says,
                token.chain(&sid)
            );
        }
        assert_eq!(token.token.integrity, row.level, "{}", row.says);
        privileges(row, &token);
    }
}

fn privileges(row: &Row, token: &TokenFacts) {
    let mut listed = BTreeSet::new();
    for word in row
        .privileges
        .split_whitespace()
        .filter(|word| *word != ".")
    {
        let bare = word.trim_start_matches('+');
        let privilege = Privilege::by_name(&format!("Se{bare}Privilege")).expect("a privilege");
        let held = token.token.privileges;
        assert!(held.is_present(privilege), "{}: {privilege}", row.says);
        assert_eq!(
            held.is_enabled(privilege),
            word.starts_with('+'),
            "{}: {privilege}",
            row.says
        );
        listed.insert(privilege);
    }
    if row.privileges.ends_with('.') {
        let all: BTreeSet<Privilege> = token.token.privileges.iter().map(|(one, _)| one).collect();
        assert_eq!(all, listed, "{}", row.says);
    }
}

//! What starts and what does not, a row a case: the condition that fails and what is logged then.

use poolproof::{
    iis::start::{self, ConditionKind, Holds, NotHere, Starts},
    world::Name,
};

use crate::server::server;

struct Row {
    says: &'static str,
    world: &'static str,
    /// `pool P`, `service S`, `component C`
    what: &'static str,
    starts: Starts,
    /// The conditions that fail or are open.
    failing: &'static [ConditionKind],
    /// Among what is logged.
    logged: &'static [u32],
}

const PLAIN: Row = Row {
    says: "",
    world: "",
    what: "pool P",
    starts: Starts::Yes,
    failing: &[],
    logged: &[],
};

const SIX: &str = "server BOX runs IIS 6.0\nuser svc\n";

/// `…` stands for what [`SIX`] says.
const ROWS: &[Row] = &[
    Row {
        says: "IIS 6: a custom account that is in Users only",
        world: "…group IIS_WPG has members NetworkService\npool P runs as svc",
        starts: Starts::No,
        failing: &[ConditionKind::GroupOfWorkers],
        logged: &[1009, 1002, 503],
        ..PLAIN
    },
    Row {
        says: "IIS 6: the same in the group of workers",
        world: "…group IIS_WPG has members svc\npool P runs as svc",
        ..PLAIN
    },
    Row {
        says: "IIS 6: NETWORK SERVICE is put into the group by setup",
        world: "…pool P runs as NetworkService",
        ..PLAIN
    },
    Row {
        says: "IIS 6: through a group in the group",
        world: "…group Apps has members svc\ngroup IIS_WPG has members Apps\npool P runs as svc",
        ..PLAIN
    },
    Row {
        says: "IIS 6: nobody knows who is in the group",
        world: "…group IIS_WPG\nmembers of IIS_WPG are unknown\npool P runs as svc",
        starts: Starts::Unknown,
        failing: &[ConditionKind::GroupOfWorkers],
        logged: &[1009],
        ..PLAIN
    },
    Row {
        says: "IIS 6: the right to log on is taken from the group by a policy",
        world: "…group IIS_WPG has members svc\npool P runs as svc\nright SeBatchLogonRight belongs to Administrators",
        starts: Starts::No,
        failing: &[ConditionKind::LogonRight],
        logged: &[1021, 1057, 503],
        ..PLAIN
    },
    Row {
        says: "IIS 6: one membership gives the right and forbids the logon",
        world: "…group Night\nmembers of Night are unknown\ngroup IIS_WPG has members svc\npool P runs as svc\nright SeBatchLogonRight belongs to Night\nright SeDenyBatchLogonRight belongs to Night",
        starts: Starts::No,
        failing: &[ConditionKind::LogonRight, ConditionKind::NotDenied],
        logged: &[1021],
        ..PLAIN
    },
    Row {
        says: "a policy replaces the holders of the right",
        world: "server BOX runs IIS 7.0, is in domain CORP\nuser CORP\\svc\npool P runs as CORP\\svc\nright SeBatchLogonRight belongs to Administrators",
        starts: Starts::No,
        failing: &[ConditionKind::LogonRight],
        logged: &[5021, 5057, 5059, 503],
        ..PLAIN
    },
    Row {
        says: "with the injected group in the policy",
        world: "server BOX runs IIS 7.0, is in domain CORP\nuser CORP\\svc\npool P runs as CORP\\svc\nright SeBatchLogonRight belongs to IIS_IUSRS",
        ..PLAIN
    },
    Row {
        says: "the group in the policy does not help who is not given it",
        world: "server BOX runs IIS 7.0, is in domain CORP\nuser CORP\\svc\npool P runs as CORP\\svc, manual group membership\nright SeBatchLogonRight belongs to IIS_IUSRS",
        starts: Starts::No,
        failing: &[ConditionKind::LogonRight],
        logged: &[5021],
        ..PLAIN
    },
    Row {
        says: "a pool identity needs no right to log on as a batch job",
        world: "server BOX runs IIS 10.0\npool P\nright SeBatchLogonRight belongs to Administrators",
        ..PLAIN
    },
    Row {
        says: "nor that its account stays among those that may be services: IIS puts it back",
        world: "server BOX runs IIS 10.0\npool P\nright SeServiceLogonRight belongs to Administrators",
        ..PLAIN
    },
    Row {
        says: "a denial stops it",
        world: "server BOX runs IIS 10.0\npool P\nright SeDenyServiceLogonRight belongs to IIS_IUSRS",
        starts: Starts::No,
        failing: &[ConditionKind::NotDenied],
        logged: &[5021],
        ..PLAIN
    },
    Row {
        says: "no denial stops NETWORK SERVICE",
        world: "server BOX runs IIS 10.0\npool P runs as NetworkService\nright SeDenyServiceLogonRight belongs to Everyone",
        ..PLAIN
    },
    Row {
        says: "deny wins over allow",
        world: "server BOX runs IIS 10.0\nuser svc\npool P runs as svc\nright SeBatchLogonRight belongs to svc\nright SeDenyBatchLogonRight belongs to Users",
        starts: Starts::No,
        failing: &[ConditionKind::NotDenied],
        logged: &[5021],
        ..PLAIN
    },
    Row {
        says: "another kind of logon has other rights",
        world: "server BOX runs IIS 10.0\nuser svc\npool P runs as svc, logs on as a service\nright SeBatchLogonRight belongs to Administrators\nright SeDenyBatchLogonRight belongs to svc",
        ..PLAIN
    },
    Row {
        says: "a group is nobody that logs on",
        world: "server BOX runs IIS 10.0\ngroup Staff\npool P runs as Staff",
        starts: Starts::No,
        failing: &[ConditionKind::Account],
        logged: &[5021],
        ..PLAIN
    },
    Row {
        says: "pool identities came with service pack 2",
        world: "server BOX runs IIS 7.0 on Windows Server 2008 SP1\npool P runs as its own identity",
        starts: Starts::No,
        failing: &[ConditionKind::Identity],
        logged: &[5021],
        ..PLAIN
    },
    Row {
        says: "a disabled account",
        world: "server BOX runs IIS 10.0\nuser svc\npool P runs as svc\nsvc is disabled",
        starts: Starts::No,
        failing: &[ConditionKind::AccountEnabled],
        logged: &[5021, 503],
        ..PLAIN
    },
    Row {
        says: "a wrong password",
        world: "server BOX runs IIS 10.0\nuser svc\npool P runs as svc\nthe password of svc is wrong",
        starts: Starts::No,
        failing: &[ConditionKind::Password],
        logged: &[5021, 503],
        ..PLAIN
    },
    Row {
        says: "nobody types the password of a managed service account",
        world: "server BOX runs IIS 10.0, is in domain CORP\nuser CORP\\web$\npool P runs as CORP\\web$\nthe password of CORP\\web$ is wrong",
        ..PLAIN
    },
    Row {
        says: "IIS 6 read the other way: an account that holds the rights itself needs no group",
        world: "…pool P runs as svc\ngroup IIS_WPG has members NetworkService\nX2 is read as A\nright SeImpersonatePrivilege belongs to svc",
        ..PLAIN
    },
    Row {
        says: "and one that does not hold them needs it",
        world: "…pool P runs as svc\ngroup IIS_WPG has members NetworkService\nX2 is read as A",
        starts: Starts::No,
        failing: &[ConditionKind::GroupOfWorkers],
        logged: &[1009],
        ..PLAIN
    },
    Row {
        says: "a service of which nothing is said runs as LocalSystem and starts",
        world: "server BOX runs IIS 10.0\nservice S",
        what: "service S",
        ..PLAIN
    },
    Row {
        says: "a disabled service",
        world: "server BOX runs IIS 10.0\nservice S is disabled",
        what: "service S",
        starts: Starts::No,
        failing: &[ConditionKind::Enabled],
        logged: &[1058],
    },
    Row {
        says: "a service whose account may not be one",
        world: "server BOX runs IIS 10.0\nuser svc\nservice S runs as svc\nright SeServiceLogonRight belongs to \"NT SERVICE\\ALL SERVICES\"",
        what: "service S",
        starts: Starts::No,
        failing: &[ConditionKind::LogonRight],
        logged: &[7041, 7000, 1069],
    },
    Row {
        says: "a service's own account may, as one of all services",
        world: "server BOX runs IIS 10.0\nservice S runs as \"NT SERVICE\\S\"\nright SeServiceLogonRight belongs to \"NT SERVICE\\ALL SERVICES\"",
        what: "service S",
        ..PLAIN
    },
    Row {
        says: "and may not where a policy leaves that group out",
        world: "server BOX runs IIS 10.0\nservice S runs as \"NT SERVICE\\S\"\nright SeServiceLogonRight belongs to Administrators",
        what: "service S",
        starts: Starts::No,
        failing: &[ConditionKind::LogonRight],
        logged: &[7041],
    },
    Row {
        says: "a service with a wrong password",
        world: "server BOX runs IIS 10.0\nuser svc\nservice S runs as svc\nthe password of svc is wrong",
        what: "service S",
        starts: Starts::No,
        failing: &[ConditionKind::Password],
        logged: &[7038, 7000, 1069],
    },
    Row {
        says: "a component of the launching user logs nobody on",
        world: "server BOX runs IIS 5.0\ncomponent C is an exe C:\\c.exe",
        what: "component C",
        ..PLAIN
    },
    Row {
        says: "a component with an account is a batch job",
        world: "server BOX runs IIS 5.0\nuser svc\ncomponent C is an exe C:\\c.exe, runs as svc\nright SeBatchLogonRight belongs to Administrators",
        what: "component C",
        starts: Starts::No,
        failing: &[ConditionKind::LogonRight],
        logged: &[10_004, 0x8000_401A],
    },
    Row {
        says: "the interactive user is nobody where nobody is logged on",
        world: "server BOX runs IIS 5.0\ncomponent C is an exe C:\\c.exe, runs as the interactive user\nnobody is logged on at BOX",
        what: "component C",
        starts: Starts::No,
        failing: &[ConditionKind::Console],
        logged: &[0x8000_401A],
    },
    Row {
        says: "and is not known where nobody said",
        world: "server BOX runs IIS 5.0\ncomponent C is an exe C:\\c.exe, runs as the interactive user",
        what: "component C",
        starts: Starts::Unknown,
        failing: &[ConditionKind::Console],
        logged: &[0x8000_401A],
    },
    Row {
        says: "a component that is a service starts as it does",
        world: "server BOX runs IIS 5.0\nservice S is disabled\ncomponent C is a service S",
        what: "component C",
        starts: Starts::No,
        failing: &[ConditionKind::Enabled],
        logged: &[1058, 10_005],
    },
];

#[test]
fn each_case_starts_or_fails_by_its_condition_and_its_event() {
    for row in ROWS {
        let text = row.world.replacen('…', SIX, 1);
        let server = server(&format!("{text}\n"));
        let (kind, name) = row.what.split_once(' ').expect("a kind and a name");
        let name = Name::from(name);
        let found = match kind {
            "pool" => start::pool(&server, &name),
            "service" => start::service(&server, &name),
            _ => start::component(&server, &name),
        };
        let conditions = found.unwrap_or_else(|why| panic!("{}: {why:?}", row.says));
        assert_eq!(
            conditions.starts(),
            row.starts,
            "{}: {:#?}",
            row.says,
            conditions.conditions
        );
        let mut failing: Vec<ConditionKind> = conditions
            .failing()
            .filter(|condition| condition.holds != Holds::Yes)
            .map(|condition| condition.kind)
            .collect();
        failing.dedup();
        assert_eq!(failing, row.failing, "{}", row.says);
        let logged: Vec<u32> = conditions
            .failing()
            .flat_map(|condition| condition.logged.iter().map(|logged| logged.number))
            .collect();
        for number in row.logged {
            assert!(
                logged.contains(number),
                "{}: {number} is not in {logged:?}",
                row.says
            );
        }
    }
}

#[test]
fn pools_begin_with_iis_6() {
    for machine in [
        "IIS 4.0",
        "IIS 5.0",
        "IIS 5.1",
        "IIS 6.0 in IIS 5.0 isolation mode",
    ] {
        let server =
            crate::server::server_and_complaints(&format!("server BOX runs {machine}\npool P\n")).0;
        let found = start::pool(&server, &Name::from("P"));
        assert_eq!(found.err(), Some(NotHere::NoPools), "{machine}");
    }
}

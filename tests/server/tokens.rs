//! The tokens that dumps of real machines and Microsoft's documents show, one template each.

use poolproof::{
    nt::{GroupAttributes, IntegrityLevel, Privilege},
    world::{Logon, TokenFacts},
};

use super::{key, principal, server, token};

const WORLD: &str = "server BOX runs IIS 10.0 on Windows Server 2022
user svc
pool Own runs as its own identity
pool Net runs as NetworkService
pool Loc runs as LocalService
pool Sys runs as LocalSystem
pool Svc runs as svc
pool Man runs as svc, manual group membership
pool Ser runs as svc, logs on as a service
";

/// The enabled groups by name, in the order of their SIDs.
fn groups(server: &poolproof::world::Server, token: &TokenFacts) -> Vec<String> {
    let enabled =
        |group: &&poolproof::nt::Group| group.attributes.contains(GroupAttributes::ENABLED);
    let name = |group: &poolproof::nt::Group| server.accounts().display(&group.sid);
    token
        .token
        .groups
        .iter()
        .filter(enabled)
        .map(name)
        .collect()
}

fn check(subject: &str, expected: &[&str], level: IntegrityLevel) -> TokenFacts {
    let server = server(WORLD);
    let token = token(&server, subject);
    let mut groups = groups(&server, &token);
    groups.sort();
    let mut expected: Vec<&str> = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(groups, expected, "{subject}");
    assert_eq!(token.token.integrity, Some(level), "{subject}");
    token
}

const SERVICE: [&str; 7] = [
    "Everyone",
    "BUILTIN\\Users",
    "NT AUTHORITY\\SERVICE",
    "CONSOLE LOGON",
    "NT AUTHORITY\\Authenticated Users",
    "NT AUTHORITY\\This Organization",
    "LOCAL",
];

const BATCH: [&str; 8] = [
    "Everyone",
    "BUILTIN\\Users",
    "NT AUTHORITY\\BATCH",
    "CONSOLE LOGON",
    "NT AUTHORITY\\Authenticated Users",
    "NT AUTHORITY\\This Organization",
    "LOCAL",
    "NT AUTHORITY\\Local account",
];

fn states(token: &TokenFacts, wanted: &[(Privilege, bool)]) {
    for (privilege, enabled) in wanted {
        assert!(token.token.privileges.is_present(*privilege), "{privilege}");
        assert_eq!(
            token.token.privileges.is_enabled(*privilege),
            *enabled,
            "{privilege}"
        );
    }
    assert_eq!(
        token.token.privileges.iter().count(),
        wanted.len(),
        "{:?}",
        token.privileges
    );
}

#[test]
fn a_pool_identity() {
    let more = ["BUILTIN\\IIS_IUSRS", "IIS APPPOOL\\all application pools"];
    let token = check(
        "pool Own",
        &[&SERVICE[..], &more].concat(),
        IntegrityLevel::HIGH,
    );
    states(
        &token,
        &[
            (Privilege::AssignPrimaryToken, false),
            (Privilege::IncreaseQuota, false),
            (Privilege::Audit, false),
            (Privilege::ChangeNotify, true),
            (Privilege::Impersonate, true),
            (Privilege::CreateGlobal, true),
            (Privilege::IncreaseWorkingSet, false),
        ],
    );
}

#[test]
fn the_account_of_a_pool_is_the_token_of_its_process() {
    let server = server(WORLD);
    let process = token(&server, "pool Own");
    let account = token(&server, "IIS APPPOOL\\Own");
    assert_eq!(process.token, account.token);
    assert_eq!(process.process, account.process);
}

#[test]
fn a_specific_user_is_a_batch_job_with_the_pools_sid_put_in() {
    let more = ["BUILTIN\\IIS_IUSRS", "IIS APPPOOL\\Svc"];
    let token = check(
        "pool Svc",
        &[&BATCH[..], &more].concat(),
        IntegrityLevel::HIGH,
    );
    // Rights are looked up by all SIDs: the pool's SID brings what only services have.
    states(
        &token,
        &[
            (Privilege::AssignPrimaryToken, false),
            (Privilege::IncreaseQuota, false),
            (Privilege::Audit, false),
            (Privilege::ChangeNotify, true),
            (Privilege::Impersonate, true),
            (Privilege::IncreaseWorkingSet, false),
        ],
    );
}

#[test]
fn without_the_group_of_workers_a_specific_user_may_not_impersonate() {
    let token = check(
        "pool Man",
        &[&BATCH[..], &["IIS APPPOOL\\Man"]].concat(),
        IntegrityLevel::MEDIUM,
    );
    assert!(!token.token.privileges.is_present(Privilege::Impersonate));
}

#[test]
fn a_specific_user_can_log_on_as_a_service() {
    let more = [
        "NT AUTHORITY\\Local account",
        "BUILTIN\\IIS_IUSRS",
        "IIS APPPOOL\\Ser",
    ];
    check(
        "pool Ser",
        &[&SERVICE[..], &more].concat(),
        IntegrityLevel::HIGH,
    );
}

#[test]
fn the_service_accounts() {
    let net = ["BUILTIN\\IIS_IUSRS", "IIS APPPOOL\\Net"];
    let token = check(
        "pool Net",
        &[&SERVICE[..], &net].concat(),
        IntegrityLevel::SYSTEM,
    );
    assert!(token.token.privileges.is_enabled(Privilege::Impersonate));
    assert!(!token.token.privileges.is_present(Privilege::Systemtime));
    let local = ["BUILTIN\\IIS_IUSRS", "IIS APPPOOL\\Loc"];
    let token = check(
        "pool Loc",
        &[&SERVICE[..], &local].concat(),
        IntegrityLevel::SYSTEM,
    );
    assert!(token.token.privileges.is_present(Privilege::Systemtime));
}

#[test]
fn local_system_is_an_administrator_that_holds_users() {
    let more = [
        "BUILTIN\\Administrators",
        "BUILTIN\\IIS_IUSRS",
        "IIS APPPOOL\\Sys",
    ];
    let token = check(
        "pool Sys",
        &[&SERVICE[..], &more].concat(),
        IntegrityLevel::SYSTEM,
    );
    assert!(token.token.privileges.is_enabled(Privilege::Debug));
    assert!(token.token.privileges.is_present(Privilege::TakeOwnership));
    assert!(!token.token.privileges.is_enabled(Privilege::TakeOwnership));
}

#[test]
fn iusr_holds_service_for_denials_only_and_may_impersonate_all_the_same() {
    let token = check(
        "IUSR",
        &SERVICE
            .iter()
            .copied()
            .filter(|name| !name.ends_with("SERVICE"))
            .collect::<Vec<_>>(),
        IntegrityLevel::HIGH,
    );
    let service = token
        .token
        .group(&"S-1-5-6".parse().expect("a SID"))
        .expect("it is there");
    assert!(
        service
            .attributes
            .contains(GroupAttributes::USE_FOR_DENY_ONLY)
    );
    states(
        &token,
        &[
            (Privilege::ChangeNotify, true),
            (Privilege::Impersonate, true),
            (Privilege::CreateGlobal, true),
            (Privilege::IncreaseWorkingSet, false),
        ],
    );
}

#[test]
fn iusr_is_in_the_group_of_workers_on_a_domain_controller() {
    let server = server(
        "server DC1 runs IIS 10.0 on Windows Server 2019, is in domain CORP, is a domain controller\n",
    );
    let token = token(&server, "IUSR");
    assert_eq!(super::holds(&token, &key(&server, "IIS_IUSRS")), "yes");
}

#[test]
fn before_vista_there_are_no_levels_and_no_newer_sids() {
    let server = server("server WEB01 runs IIS 6.0\nuser alice\npool A\n");
    let worker = token(&server, "pool A");
    assert_eq!(
        server.accounts().display(&worker.token.user),
        "NT AUTHORITY\\NETWORK SERVICE"
    );
    assert_eq!(worker.token.integrity, None);
    assert_eq!(super::holds(&worker, &key(&server, "IIS_WPG")), "yes");
    for newer in ["S-1-2-1", "S-1-5-113", "S-1-5-32-568"] {
        assert_eq!(
            super::holds(&token(&server, "alice"), &key(&server, newer)),
            "no",
            "{newer}"
        );
    }
    let privileges = &worker.token.privileges;
    assert!(
        privileges.is_enabled(Privilege::Impersonate)
            && privileges.is_present(Privilege::AssignPrimaryToken)
    );
}

#[test]
fn an_administrators_full_token_is_high_and_a_users_medium() {
    let server =
        server("server BOX runs IIS 10.0\nuser alice\nuser bob is a member of Administrators\n");
    let alice = server.token_of(principal(&server, "alice"), Logon::Interactive);
    assert_eq!(alice.token.integrity, Some(IntegrityLevel::MEDIUM));
    let bob = server.token_of(principal(&server, "bob"), Logon::Interactive);
    assert_eq!(bob.token.integrity, Some(IntegrityLevel::HIGH));
    assert_eq!(
        bob.token.default_owner,
        Some(key(&server, "Administrators"))
    );
    assert_eq!(super::holds(&bob, &key(&server, "S-1-5-114")), "yes");
}

#[test]
fn stated_rights_take_the_place_of_the_default() {
    let server = server(
        "server BOX runs IIS 10.0\nuser alice\nright SeImpersonatePrivilege belongs to alice\npool P runs as NetworkService\n",
    );
    let alice = server.token_of(principal(&server, "alice"), Logon::Batch);
    assert!(alice.token.privileges.is_present(Privilege::Impersonate));
    assert_eq!(alice.token.integrity, Some(IntegrityLevel::HIGH));
    assert!(
        !token(&server, "pool P")
            .token
            .privileges
            .is_present(Privilege::Impersonate)
    );
}

#[test]
fn a_privilege_of_a_group_that_is_perhaps_held_is_perhaps_there() {
    let server = server(
        "server BOX runs IIS 10.0\nuser alice\ngroup Staff\nmembers of Staff are unknown\nright SeDebugPrivilege belongs to Staff\n",
    );
    let alice = server.token_of(principal(&server, "alice"), Logon::Interactive);
    let debug = alice
        .privileges
        .iter()
        .find(|fact| fact.privilege == Privilege::Debug)
        .expect("perhaps");
    assert_eq!(debug.perhaps.len(), 1);
    assert!(!alice.token.privileges.is_present(Privilege::Debug));
    assert_eq!(alice.perhaps_integrity, Some(IntegrityLevel::HIGH));
}

#[test]
fn a_group_stands_for_nobody_in_particular_that_holds_it() {
    let server = server("server BOX runs IIS 10.0\ngroup Staff is a member of Administrators\n");
    let staff = server.token_of(principal(&server, "Staff"), Logon::Interactive);
    assert_eq!(staff.principal, None);
    for group in [
        "Staff",
        "Administrators",
        "Users",
        "Everyone",
        "Authenticated Users",
    ] {
        assert_eq!(super::holds(&staff, &key(&server, group)), "yes", "{group}");
    }
    assert_eq!(super::holds(&staff, &key(&server, "INTERACTIVE")), "no");
}

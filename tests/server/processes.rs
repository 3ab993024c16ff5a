//! Pools and the processes that IIS makes of them, by version.

use poolproof::world::{Logon, Name};

use super::{principal, server, server_and_complaints};

fn identity(world: &str, pool: &str) -> Option<(String, Logon)> {
    let server = server(world);
    let process = *server.processes_of_pool(&Name::from(pool)).first()?;
    let identity = server.identity_of(process)?;
    Some((
        server.principal(identity).name().to_string(),
        server.process(process)?.logon,
    ))
}

#[test]
fn a_pool_that_does_not_say_runs_as_its_versions_default() {
    for (version, expected) in [
        ("6.0", "NT AUTHORITY\\NETWORK SERVICE"),
        ("7.0", "NT AUTHORITY\\NETWORK SERVICE"),
        ("7.5", "IIS APPPOOL\\A"),
        ("10.0", "IIS APPPOOL\\A"),
    ] {
        let found = identity(&format!("server BOX runs IIS {version}\npool A\n"), "A");
        assert_eq!(
            found,
            Some((expected.to_owned(), Logon::Service)),
            "{version}"
        );
    }
}

#[test]
fn a_pool_that_is_only_named_is_there() {
    let world = "server BOX runs IIS 10.0\nsite Shop at D:\\shop in pool Red\n  application /b at D:\\b\nsite Bare at D:\\bare\n";
    assert_eq!(
        identity(world, "Red").map(|found| found.0).as_deref(),
        Some("IIS APPPOOL\\Red")
    );
    assert_eq!(
        identity(world, "DefaultAppPool")
            .map(|found| found.0)
            .as_deref(),
        Some("IIS APPPOOL\\DefaultAppPool")
    );
}

#[test]
fn where_there_are_no_pools_somebody_says_so() {
    for world in [
        "server OLD runs IIS 5.0\npool A\n",
        "server OLD runs IIS 6.0 in IIS 5.0 isolation mode\npool A\n",
    ] {
        let (server, complaints) = server_and_complaints(world);
        let names: Vec<_> = server
            .processes()
            .map(|(_, process)| process.name.to_string())
            .collect();
        assert_eq!(names, ["inetinfo.exe"]);
        assert_eq!(complaints[0].code, "no-pools");
    }
}

/// An account that a process runs as is there because setup makes it; who describes it says what it is in.
#[test]
fn setup_makes_the_accounts_that_processes_run_as() {
    let plain = server("server OLD runs IIS 5.0\nsite S at D:\\s, runs asp, asp.net\n");
    for (name, group) in [
        ("IWAM_OLD", "Guests"),
        ("IUSR_OLD", "Guests"),
        ("ASPNET", "Users"),
    ] {
        let token = super::token(&plain, name);
        assert_eq!(
            super::holds(&token, &super::key(&plain, group)),
            "yes",
            "{name}"
        );
    }
    let said = server("server OLD runs IIS 5.0\nuser IWAM_OLD\nsite S at D:\\s, runs asp\n");
    let token = super::token(&said, "IWAM_OLD");
    assert_eq!(super::holds(&token, &super::key(&said, "Guests")), "no");
}

/// The worlds of older servers lower without a complaint.
#[test]
fn the_stories_of_older_servers_lower_without_complaints() {
    let Some(fixtures) = std::env::var_os("POOLPROOF_FIXTURES") else {
        println!("skipped: POOLPROOF_FIXTURES is not set");
        return;
    };
    for name in ["iis5", "iis4-com", "iis10", "extension", "web01"] {
        let path = std::path::Path::new(&fixtures).join(format!("stories/{name}.world"));
        let text = std::fs::read_to_string(path).expect("a story has a world");
        let (_, complaints) = server_and_complaints(&text);
        assert_eq!(complaints, [], "{name}");
    }
}

#[test]
fn pool_identities_came_with_a_service_pack() {
    let (_, complaints) = server_and_complaints(
        "server BOX runs IIS 7.0 on Windows Server 2008 SP1\npool A runs as its own identity\n",
    );
    assert_eq!(complaints[0].code, "no-pool-identity");
    let (server, complaints) =
        server_and_complaints("server BOX runs IIS 6.0\npool A runs as its own identity\n");
    assert_eq!(complaints[0].code, "no-pool-identity");
    let process = server
        .processes()
        .next()
        .map(|(id, _)| id)
        .expect("there is a process");
    assert!(
        server.token_of_process(process).is_none(),
        "nobody knows whose it is"
    );
}

#[test]
fn who_is_in_the_group_of_workers_is_setups_doing_unless_somebody_says() {
    let plain = server("server BOX runs IIS 6.0\ngroup IIS_WPG\npool A\n");
    let group = principal(&plain, "IIS_WPG");
    assert_eq!(plain.principal(group).name().as_str(), "BOX\\IIS_WPG");
    let worker = super::token(&plain, "pool A");
    assert_eq!(super::holds(&worker, &plain.principal(group).key()), "yes");
    let added = server("server BOX runs IIS 6.0\nuser u is a member of IIS_WPG\npool A\n");
    let worker = super::token(&added, "pool A");
    assert_eq!(super::holds(&worker, &super::key(&added, "IIS_WPG")), "yes");
    let said = server("server BOX runs IIS 6.0\nuser u\ngroup IIS_WPG has members u\npool A\n");
    let worker = super::token(&said, "pool A");
    assert_eq!(super::holds(&worker, &super::key(&said, "IIS_WPG")), "no");
}

/// Of several handlers those that this IIS does not have are complained about; the application acts as the others.
#[test]
fn a_handler_that_is_not_there_leaves_the_others() {
    let world = "server OLD runs IIS 5.0 on Windows 2000\nsite S at D:\\s\n  application /a at D:\\s\\a, runs asp, php\n  application /b at D:\\s\\b, runs php\n";
    let (server, complaints) = server_and_complaints(world);
    assert!(complaints.iter().any(|one| one.code == "no-such-handler"));
    let hosts = |url: &str| poolproof::iis::application_hosts(&server, &"S".into(), &url.into());
    assert_eq!(hosts("/a").map(|hosts| hosts.len()), Ok(1));
    assert!(hosts("/b").is_err());
}

//! The default user rights, a row for each: the right, who holds it on Windows 2000 with IIS 5.0, on Server 2003 with IIS 6.0, and from
//! Server 2008 with IIS 7.0 on.

use poolproof::{
    iis,
    world::{Name, RightSource, Server},
};

fn server(world: &str) -> Server {
    let (facts, wrong) = poolproof::world::read(&poolproof::text::Source::new("world", world));
    assert_eq!(wrong, Vec::new(), "{world}");
    iis::serve(facts).0
}

/// The right and its holders in the three columns; `-` for nobody.
#[rustfmt::skip]
const CELLS: &[(&str, [&str; 3])] = &[
    ("SeNetworkLogonRight", ["Administrators Backup-Operators Everyone IUSR_W IWAM_W Users",
        "Administrators Backup-Operators Everyone Power-Users Users", "Administrators Backup-Operators Everyone Users"]),
    ("SeInteractiveLogonRight", ["Administrators Backup-Operators IUSR_W IWAM_W Users",
        "Administrators Backup-Operators IUSR_W Power-Users Users", "Administrators Backup-Operators Users"]),
    ("SeBatchLogonRight", ["IUSR_W IWAM_W", "ASPNET IIS_WPG IWAM_W LOCAL-SERVICE",
        "Administrators Backup-Operators IIS_IUSRS Performance-Log-Users"]),
    ("SeServiceLogonRight", ["-", "ASPNET NETWORK-SERVICE", "ALL-SERVICES P"]),
    ("SeImpersonatePrivilege", ["ASPNET Administrators IWAM_W SERVICE", "ASPNET Administrators IIS_WPG IWAM_W SERVICE",
        "Administrators IIS_IUSRS LOCAL-SERVICE NETWORK-SERVICE SERVICE"]),
    ("SeAssignPrimaryTokenPrivilege", ["-", "IWAM_W LOCAL-SERVICE NETWORK-SERVICE", "LOCAL-SERVICE NETWORK-SERVICE P"]),
    ("SeIncreaseQuotaPrivilege", ["Administrators", "Administrators IWAM_W LOCAL-SERVICE NETWORK-SERVICE",
        "Administrators LOCAL-SERVICE NETWORK-SERVICE P"]),
    ("SeAuditPrivilege", ["-", "LOCAL-SERVICE NETWORK-SERVICE", "LOCAL-SERVICE NETWORK-SERVICE P"]),
    ("SeChangeNotifyPrivilege", ["Everyone", "Administrators Backup-Operators Everyone Power-Users Users",
        "Administrators Backup-Operators Everyone LOCAL-SERVICE NETWORK-SERVICE Users"]),
    ("SeTcbPrivilege", ["-", "-", "-"]),
    ("SeDenyInteractiveLogonRight", ["-", "ASPNET", "-"]),
    ("SeDenyRemoteInteractiveLogonRight", ["-", "ASPNET", "-"]),
    ("SeDenyBatchLogonRight", ["-", "-", "-"]),
    ("SeDenyServiceLogonRight", ["-", "-", "-"]),
    ("SeDenyNetworkLogonRight", ["-", "-", "-"]),
];

fn holders(server: &Server, right: &str) -> String {
    let mut names: Vec<String> = server
        .rights()
        .holders(&Name::from(right))
        .iter()
        .map(|(sid, _)| {
            let shown = server.accounts().display(sid);
            let bare = shown.rsplit('\\').next().unwrap_or(&shown);
            bare.replace(' ', "-")
        })
        .collect();
    names.sort();
    if names.is_empty() {
        "-".to_owned()
    } else {
        names.join(" ")
    }
}

const ACCOUNTS: &str = "user IUSR_W\nuser IWAM_W\nuser ASPNET\n";

#[test]
fn every_cell_of_the_default_rights() {
    let columns = [
        server(&format!(
            "server W runs IIS 5.0 on Windows 2000 SP4\n{ACCOUNTS}"
        )),
        server(&format!(
            "server W runs IIS 6.0 on Windows Server 2003\n{ACCOUNTS}pool P"
        )),
        server("server W runs IIS 7.0 on Windows Server 2008\npool P"),
    ];
    let mut wrong = Vec::new();
    for (right, cells) in CELLS {
        for (server, expected) in columns.iter().zip(cells) {
            let found = holders(server, right);
            if found != *expected {
                wrong.push(format!(
                    "{right} on {}: {found}, not {expected}",
                    server.windows().name()
                ));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn later_versions_keep_the_column_of_2008() {
    let first = server("server W runs IIS 7.0 on Windows Server 2008\npool P");
    for (iis, windows) in [
        ("7.5", "Server 2008 R2"),
        ("8.0", "Server 2012"),
        ("8.5", "Server 2012 R2"),
        ("10.0", "Server 2022"),
    ] {
        let later = server(&format!(
            "server W runs IIS {iis} on Windows {windows}\npool P"
        ));
        for (right, _) in CELLS {
            assert_eq!(
                holders(&later, right),
                holders(&first, right),
                "{right} on {windows}"
            );
        }
    }
}

/// Before service pack 4 Windows 2000 has no such privilege; everybody impersonates.
#[test]
fn impersonation_is_a_privilege_of_windows_2000_from_service_pack_4_on() {
    for (pack, expected) in [
        ("", "-"),
        (" SP3", "-"),
        (" SP4", "ASPNET Administrators IWAM_W SERVICE"),
    ] {
        let server = server(&format!(
            "server W runs IIS 5.0 on Windows 2000{pack}\n{ACCOUNTS}"
        ));
        assert_eq!(
            holders(&server, "SeImpersonatePrivilege"),
            expected,
            "2000{pack}"
        );
    }
}

/// One account of setup stands for itself: without IWAM nobody else gets what is IWAM's.
#[test]
fn accounts_that_nobody_names_hold_nothing_and_leave_nothing_to_others() {
    let server = server("server W runs IIS 6.0 on Windows Server 2003\nuser ASPNET\npool P");
    assert_eq!(
        holders(&server, "SeAssignPrimaryTokenPrivilege"),
        "LOCAL-SERVICE NETWORK-SERVICE"
    );
    assert_eq!(
        holders(&server, "SeServiceLogonRight"),
        "ASPNET NETWORK-SERVICE"
    );
}

/// A sentence tells the whole list, and the document nothing any more.
#[test]
fn a_stated_right_replaces_the_default() {
    let server = server(
        "server W runs IIS 6.0 on Windows Server 2003\nuser ASPNET\npool P\nright SeBatchLogonRight belongs to Administrators",
    );
    assert_eq!(holders(&server, "SeBatchLogonRight"), "Administrators");
    let stated = server.rights().holders(&Name::from("SeBatchLogonRight"));
    assert!(
        stated
            .iter()
            .all(|(_, source)| matches!(source, RightSource::Stated(_)))
    );
}

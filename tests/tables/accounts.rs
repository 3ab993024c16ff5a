//! Which accounts every version has, and how each may be spelled.

use poolproof::{
    iis,
    nt::{self, Sid},
    world::{Name, Server, Who, well_known},
};

fn server(world: &str) -> Server {
    let (facts, wrong) = poolproof::world::read(&poolproof::text::Source::new("world", world));
    assert_eq!(wrong, Vec::new(), "{world}");
    iis::serve(facts).0
}

fn sid(server: &Server, name: &str) -> Option<Sid> {
    let id = server.resolve(&Who::Name(Name::from(name))).ok()?;
    server.principal(id).sid()
}

/// A name, its SID, and whether 4.0, 5.0, 5.1, 6.0, 7.0 and 7.5 to 10.0 have it.
#[rustfmt::skip]
const EXISTS: &[(&str, &str, [bool; 9])] = &[
    ("LocalSystem", "S-1-5-18", [true; 9]),
    ("NetworkService", "S-1-5-20", [false, false, true, true, true, true, true, true, true]),
    ("LocalService", "S-1-5-19", [false, false, true, true, true, true, true, true, true]),
    ("IUSR", "S-1-5-17", [false, false, false, false, true, true, true, true, true]),
    ("IIS_IUSRS", "S-1-5-32-568", [false, false, false, false, true, true, true, true, true]),
    ("IIS APPPOOL\\DefaultAppPool", "S-1-5-82-3006700770-424185619-1745488364-794895919-4004696415",
        [false, false, false, false, true, true, true, true, true]),
    ("NT SERVICE\\W3SVC", "S-1-5-80-989796750-4090848350-2040919084-978865222-2182970707",
        [false, false, false, false, true, true, true, true, true]),
    ("NT SERVICE\\TrustedInstaller", "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464",
        [false, false, false, false, true, true, true, true, true]),
    ("Everyone", "S-1-1-0", [true; 9]),
    ("BUILTIN\\Guests", "S-1-5-32-546", [true; 9]),
];

#[test]
fn accounts_exist_from_the_version_on_that_brought_them() {
    for (at, number) in [
        "4.0", "5.0", "5.1", "6.0", "7.0", "7.5", "8.0", "8.5", "10.0",
    ]
    .iter()
    .enumerate()
    {
        let server = server(&format!("server W runs IIS {number}\npool DefaultAppPool"));
        for (name, expected, exists) in EXISTS {
            let wanted = exists[at].then(|| expected.parse().expect("a SID"));
            let found = server
                .accounts()
                .resolve_sid(&Who::Name(Name::from(*name)))
                .ok();
            assert_eq!(found, wanted, "{name} in {number}");
        }
    }
}

/// Spellings of one account, on a machine W of the domain CORP with IIS 10.0 unless the row names another version.
#[rustfmt::skip]
const SPELLINGS: &[(&str, &[&str])] = &[
    ("10.0", &["IUSR", "NT AUTHORITY\\IUSR", "BUILTIN\\IUSR", "nt authority\\iusr", "S-1-5-17"]),
    ("10.0", &["IIS_IUSRS", "BUILTIN\\IIS_IUSRS", "iis_iusrs", "IS", "S-1-5-32-568"]),
    ("10.0", &["NetworkService", "NETWORK SERVICE", "NT AUTHORITY\\NETWORK SERVICE", "NT AUTHORITY\\NetworkService",
        "BUILTIN\\NetworkService", "NS", "ns", "S-1-5-20"]),
    ("10.0", &["LocalService", "NT AUTHORITY\\LOCAL SERVICE", "LS", "S-1-5-19"]),
    ("10.0", &["SYSTEM", "LocalSystem", "NT AUTHORITY\\SYSTEM", "SY", "S-1-5-18"]),
    ("10.0", &["Administrators", "BUILTIN\\Administrators", "BA", "S-1-5-32-544"]),
    ("10.0", &["Users", "BUILTIN\\Users", "BU", "S-1-5-32-545"]),
    ("10.0", &["SERVICE", "NT AUTHORITY\\SERVICE", "SU", "S-1-5-6"]),
    ("10.0", &["CREATOR OWNER", "CO", "S-1-3-0"]),
    ("10.0", &["Everyone", "WD", "S-1-1-0"]),
    ("10.0", &["Authenticated Users", "AU", "S-1-5-11"]),
    ("10.0", &["ANONYMOUS LOGON", "ANONYMOUS", "AN", "S-1-5-7"]),
    ("10.0", &["INTERACTIVE", "IU", "S-1-5-4"]),
    ("10.0", &["Performance Log Users", "LU", "S-1-5-32-559"]),
    ("10.0", &["Performance Monitor Users", "MU", "S-1-5-32-558"]),
    ("10.0", &["IIS APPPOOL\\Shop", "iis apppool\\SHOP"]),
    ("10.0", &["NT SERVICE\\W3SVC", "nt service\\w3svc", "S-1-5-80-989796750-4090848350-2040919084-978865222-2182970707"]),
    ("6.0", &["IUSR_W", "W\\IUSR_W", ".\\IUSR_W", "BUILTIN\\IUSR_W", "w\\iusr_w"]),
    ("6.0", &["IIS_WPG", "W\\IIS_WPG", ".\\IIS_WPG", "BUILTIN\\IIS_WPG"]),
    ("6.0", &["CORP\\W$", "corp\\w$", "W$"]),
    ("10.0", &["CORP\\svc$", "Corp\\SVC$", "svc$"]),
];

#[test]
fn every_spelling_of_an_account_is_one_principal() {
    for (number, spellings) in SPELLINGS {
        let accounts = "user IUSR_W\ngroup IIS_WPG\nuser CORP\\W$\nuser CORP\\svc$\npool Shop\n";
        let named = if spellings[0].starts_with("NT SERVICE") {
            "right SeDebugPrivilege belongs to NT SERVICE\\W3SVC"
        } else {
            ""
        };
        let server = server(&format!(
            "server W runs IIS {number}, is in domain CORP\n{accounts}{named}"
        ));
        let resolve = |text: &str| {
            let who = match text.parse() {
                Ok(sid) => Who::Sid(sid),
                Err(_) => Who::Name(Name::from(text)),
            };
            server.resolve(&who)
        };
        let first = resolve(spellings[0]).expect("an account");
        for spelling in *spellings {
            assert_eq!(resolve(spelling), Ok(first), "{spelling}");
        }
    }
}

/// The letters of SDDL are the last thing that a name may mean.
#[test]
fn an_account_that_is_called_so_wins_over_the_letters_of_sddl() {
    let server = server("server W runs IIS 10.0\nuser BA\nuser CORP\\NS");
    assert_eq!(sid(&server, "BA"), None);
    assert_eq!(sid(&server, "NS"), None);
    assert_eq!(sid(&server, "LS"), Some(Sid::of(5, &[19])));
}

/// Machines and managed service accounts are in the group of their domain's computers, not of its users.
#[test]
fn machine_accounts_and_managed_service_accounts_are_domain_computers() {
    let server = server(
        "server W runs IIS 10.0, is in domain CORP\ndomain CORP has sid S-1-5-21-1-2-3\nuser CORP\\W$\nuser CORP\\svc$\nuser CORP\\joe\n\
         group \"CORP\\Domain Computers\"",
    );
    let holds = |name: &str, group: &str| {
        let id = server
            .resolve(&Who::Name(Name::from(name)))
            .expect("an account");
        let token = server.token_of(id, poolproof::world::Logon::Network);
        let group = server
            .resolve(&Who::Name(Name::from(group)))
            .expect("a group");
        token.because(&server.principal(group).key()).is_some()
    };
    for (name, computer) in [
        ("CORP\\W$", true),
        ("CORP\\svc$", true),
        ("CORP\\joe", false),
    ] {
        assert_eq!(holds(name, "CORP\\Domain Computers"), computer, "{name}");
        assert_eq!(holds(name, "CORP\\Domain Users"), !computer, "{name}");
    }
}

/// Two tables tell Windows' own accounts: by SID and letters, and by version. They call them the same.
#[test]
fn both_tables_of_built_in_accounts_call_them_the_same() {
    let mut shared = 0;
    for account in well_known::ALL {
        if let Some(name) = nt::name_of(&account.sid) {
            shared += 1;
            assert_eq!(Name::from(name), account.qualified(), "{}", account.sid);
        }
    }
    assert!(shared > 50, "{shared}");
}

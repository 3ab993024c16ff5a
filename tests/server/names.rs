//! Names, as Windows resolves them and as people write them.

use poolproof::world::{Name, Unresolved, Who};

use super::{key, principal, server, server_and_complaints};

fn resolve(text: &str, name: &str) -> Result<String, Unresolved> {
    let server = server(text);
    let id = server.resolve(&Who::Name(Name::from(name)))?;
    Ok(server.principal(id).name().to_string())
}

#[test]
fn every_spelling_of_the_built_in_accounts() {
    let server = server("server BOX runs IIS 10.0\npool Shop\n");
    for (name, sid) in [
        ("BUILTIN\\Users", "S-1-5-32-545"),
        ("Users", "S-1-5-32-545"),
        ("NT AUTHORITY\\NETWORK SERVICE", "S-1-5-20"),
        ("NetworkService", "S-1-5-20"),
        ("NETWORK SERVICE", "S-1-5-20"),
        ("nt authority\\networkservice", "S-1-5-20"),
        ("LocalSystem", "S-1-5-18"),
        ("SYSTEM", "S-1-5-18"),
        ("IUSR", "S-1-5-17"),
        ("BUILTIN\\IUSR", "S-1-5-17"),
        ("NT AUTHORITY\\IUSR", "S-1-5-17"),
        ("OWNER RIGHTS", "S-1-3-4"),
        ("CREATOR OWNER", "S-1-3-0"),
        ("Everyone", "S-1-1-0"),
        ("VORDEFINIERT\\Administratoren", "S-1-5-32-544"),
        ("NT-AUTORITÄT\\SYSTEM", "S-1-5-18"),
        ("NT-AUTORITÄT\\Netzwerkdienst", "S-1-5-20"),
        ("AUTORITE NT\\Système", "S-1-5-18"),
        ("Jeder", "S-1-1-0"),
        ("Tout le monde", "S-1-1-0"),
        ("BUILTIN\\Administrateurs", "S-1-5-32-544"),
        ("ERSTELLER-BESITZER", "S-1-3-0"),
        (
            "NT SERVICE\\TrustedInstaller",
            "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464",
        ),
        (
            "TrustedInstaller",
            "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464",
        ),
    ] {
        assert_eq!(key(&server, name).to_string(), sid, "{name}");
    }
    assert!(
        key(&server, "IIS APPPOOL\\shop")
            .to_string()
            .starts_with("S-1-5-82-")
    );
    let service = server
        .accounts()
        .resolve_sid(&Who::Name(Name::from("NT SERVICE\\W3SVC")));
    assert!(service.is_ok_and(|sid| sid.to_string().starts_with("S-1-5-80-989796750-")));
}

#[test]
fn an_account_of_the_machine_goes_before_one_of_a_domain() {
    let world = "server BOX runs IIS 10.0, is in domain CORP\nuser alice\nuser CORP\\alice\nuser CORP\\bob\n";
    for (name, full) in [
        ("alice", "BOX\\alice"),
        (".\\ALICE", "BOX\\alice"),
        ("box\\alice", "BOX\\alice"),
        ("corp\\alice", "CORP\\alice"),
        ("bob", "CORP\\bob"),
    ] {
        assert_eq!(resolve(world, name).as_deref(), Ok(full), "{name}");
    }
}

#[test]
fn an_account_of_two_domains_is_ambiguous() {
    let world = "server BOX runs IIS 10.0\nuser CORP\\alice\nuser LAB\\alice\n";
    let candidates = vec![String::from("CORP\\alice"), String::from("LAB\\alice")];
    assert_eq!(
        resolve(world, "alice"),
        Err(Unresolved::Ambiguous { candidates })
    );
}

#[test]
fn a_name_that_nobody_has_comes_with_the_nearest() {
    let world = "server BOX runs IIS 10.0\nuser alice\npool Shop\n";
    let nearest = |name| match resolve(world, name) {
        Err(Unresolved::NotFound { candidates }) => candidates,
        other => panic!("{other:?}"),
    };
    assert_eq!(nearest("alcie"), ["BOX\\alice"]);
    assert_eq!(nearest("IIS APPPOOL\\Sohp"), ["IIS APPPOOL\\Shop"]);
    assert_eq!(nearest("nobody at all"), Vec::<String>::new());
}

#[test]
fn names_of_newer_accounts_mean_nothing_special_before() {
    let server =
        server("server OLD runs IIS 6.0\nuser IUSR\nuser IUSR_OLD is a member of Guests\n");
    let iusr = server.principal(principal(&server, "IUSR"));
    assert_eq!(iusr.sid(), None);
    assert_eq!(iusr.name().as_str(), "OLD\\IUSR");
    assert!(resolve("server OLD runs IIS 6.0\n", "IIS APPPOOL\\A").is_err());
}

#[test]
fn a_name_that_is_only_mentioned_is_an_account_and_somebody_says_so() {
    let (server, complaints) = server_and_complaints(
        "server BOX runs IIS 10.0\nuser SecureApp\nfolder C:\\x does not inherit\n  allows SecurApp read\n  allows Stranger read\n",
    );
    assert!(server.resolve(&Who::Name(Name::from("Stranger"))).is_ok());
    let help: Vec<_> = complaints
        .iter()
        .map(|complaint| (complaint.code, complaint.help.as_deref()))
        .collect();
    assert_eq!(
        help,
        [
            ("undeclared-account", Some("did you mean `SecureApp`?")),
            ("undeclared-account", None)
        ]
    );
}

#[test]
fn accounts_of_known_domains_have_the_sids_that_follow() {
    let server = server(
        "server BOX runs IIS 10.0, is in domain CORP\nmachine sid S-1-5-21-1-1-1\ndomain CORP has sid S-1-5-21-2-2-2\nuser Administrator\nuser CORP\\ann\n",
    );
    assert_eq!(
        key(&server, "Administrator").to_string(),
        "S-1-5-21-1-1-1-500"
    );
    assert_eq!(
        key(&server, "CORP\\Domain Users").to_string(),
        "S-1-5-21-2-2-2-513"
    );
    let ann = super::token(&server, "CORP\\ann");
    assert_eq!(super::holds(&ann, &key(&server, "Domain Users")), "yes");
}

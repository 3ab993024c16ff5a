//! From artefacts to an answer: what an auditor asks can be answered yes or no, and is unknown only where it must be.

use poolproof::{
    iis,
    import::{Artefact, import},
    nt::{self, AccessMask, Wish},
    text::Severity,
    world::{Logon, Name, ObjectNoun, Server, TokenFacts, Who},
};

use super::{real::real, small::artefact};

/// The server of some artefacts; what they say must fit together.
fn server(artefacts: &[Artefact]) -> Server {
    let import = import(artefacts);
    let (server, complaints) = iis::serve(import.facts);
    let errors: Vec<_> = complaints
        .iter()
        .filter(|complaint| complaint.severity == Severity::Error)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    server
}

fn pool(server: &Server, name: &str) -> TokenFacts {
    let process = server.processes_of_pool(&Name::from(name))[0];
    server
        .token_of_process(process)
        .expect("a pool whose identity is known")
}

fn account(server: &Server, name: &str) -> TokenFacts {
    let id = server
        .resolve(&Who::Name(Name::from(name)))
        .expect("a known name");
    server.token_of(id, Logon::Interactive)
}

/// Whether a token surely has a right on an object, surely has not, or neither.
fn can(server: &Server, facts: &TokenFacts, bit: u32, path: &str) -> &'static str {
    let described = server.describe(&path.into(), None::<ObjectNoun>);
    let mut wish = Wish::new(described.kind, AccessMask(bit));
    wish.rules = server.rules();
    let answers: Vec<_> = described
        .completions
        .iter()
        .map(|completion| {
            nt::bound(&completion.descriptor, &facts.token, &wish).expect("a question of one bit")
        })
        .collect();
    let granted = answers.iter().any(|answer| answer.may_be_granted);
    let refused = answers.iter().any(|answer| answer.may_be_refused);
    match (granted, refused) {
        (true, false) => "yes",
        (false, true) => "no",
        _ => "unknown",
    }
}

const READ: u32 = 1;
const WRITE: u32 = 2;

#[test]
fn a_configuration_and_a_listing_answer_for_a_pool() {
    let server = server(&[artefact("server.config"), artefact("listing.txt")]);
    let shop = pool(&server, "Shop");
    assert_eq!(can(&server, &shop, READ, "D:\\sites\\shop"), "yes");
    assert_eq!(can(&server, &shop, WRITE, "D:\\sites\\shop"), "no");
    assert_eq!(
        can(&server, &shop, READ, "D:\\sites\\shop\\read me.txt"),
        "yes"
    );
    assert_eq!(can(&server, &shop, READ, "D:\\sites"), "no");
    assert_eq!(can(&server, &shop, READ, "D:\\sites\\admin"), "unknown");
    assert_eq!(can(&server, &shop, READ, "D:\\never\\mentioned"), "unknown");
}

#[test]
fn the_groups_of_a_specific_user_are_not_told() {
    let alone = server(&[artefact("server.config"), artefact("listing.txt")]);
    let intranet = pool(&alone, "Intranet");
    assert_eq!(can(&alone, &intranet, READ, "D:\\sites\\shop"), "unknown");
    let told = server(&[
        artefact("server.config"),
        artefact("listing.txt"),
        artefact("added.world"),
    ]);
    let intranet = pool(&told, "Intranet");
    assert_eq!(
        can(&told, &intranet, READ, "D:\\sites\\shop\\read me.txt"),
        "no"
    );
}

#[test]
fn real_files_answer() {
    let based =
        |name: &str, base: &str| real(name).map(|artefact| artefact.relative_to(base.into()));
    let (Some(iis), Some(saved)) = (
        real("applicationhost/azurevm-iis10.applicationHost.config"),
        based("icacls-save/inetpub-kb5055523.txt", "C:\\"),
    ) else {
        return;
    };
    let (Some(transcript), Some(german), Some(docker)) = (
        real("icacls/users-dir-console-transcript.txt"),
        based("icacls/german-mounted-image.txt", "C:\\"),
        based("icacls/iis-docker-webconfig.txt", "C:\\inetpub\\wwwroot"),
    ) else {
        return;
    };
    let server = server(&[iis, saved, transcript, german, docker]);
    let pool = pool(&server, "DefaultAppPool");
    let joe = account(&server, "WS01\\joe");
    let exe = "C:\\work\\mnt\\Windows\\System32\\OneDriveSetup.exe";
    let rows = [
        (&pool, READ, "C:\\inetpub", "yes"),
        (&pool, WRITE, "C:\\inetpub", "no"),
        (&pool, READ, "C:\\inetpub\\wwwroot\\web.config", "no"),
        (&pool, READ, "C:\\inetpub\\wwwroot\\Web.config_", "yes"),
        (&pool, READ, exe, "yes"),
        (&pool, WRITE, exe, "no"),
        (&joe, WRITE, "C:\\Users", "yes"),
        (&pool, WRITE, "C:\\Users", "no"),
        (&pool, READ, "C:\\inetpub\\wwwroot", "unknown"),
    ];
    for (who, bit, path, verdict) in rows {
        assert_eq!(can(&server, who, bit, path), verdict, "{bit} {path}");
    }
}

//! The process models and the kinds of application, cell by cell: each as a small server, and as a row of the tables.

mod cells;
mod logons;

use poolproof::{
    iis::{self, Acts, Era, Hosting, MODELS, Requester, RunsAs, SITUATIONS},
    text::{Diagnostic, Source},
    world::{self, IisVersion, Protection, Server, Who},
};

/// The server of a world in the notation, every sentence of which must be understood.
fn server(text: &str) -> (Server, Vec<Diagnostic>) {
    let (facts, diagnostics) = world::read(&Source::new("cell.world", text));
    assert_eq!(diagnostics, [], "{text}");
    iis::serve(facts)
}

fn host(server: &Server, url: &str) -> Result<Hosting, iis::NoHost> {
    let mapped = server.map_url(None, url).expect("there is one site");
    iis::host(server, &mapped)
}

/// The account that acts, without its authority; of several tokens of one account that account.
fn name(server: &Server, acts: &Acts) -> String {
    let mut names: Vec<String> = acts
        .bearers()
        .iter()
        .map(|one| server.principal(one.principal).name().bare().to_owned())
        .collect();
    names.dedup();
    match acts {
        Acts::As(_) => names.join(" or "),
        Acts::Nobody(_) => "nobody".to_owned(),
    }
}

/// `w3wp.exe / A / IUSR`: the program, whose process it is, and who is on the thread.
fn cell(server: &Server, url: &str, requester: Requester) -> String {
    let hosting = match host(server, url) {
        Ok(hosting) => hosting,
        Err(_) => return "-".to_owned(),
    };
    let process = iis::process_token(server, &hosting, requester);
    let thread = iis::thread(server, &hosting, requester);
    let image = hosting.image(server).expect("it has a program");
    format!(
        "{image} / {} / {}",
        name(server, &process),
        name(server, &thread)
    )
}

fn number(iis: IisVersion, isolation_mode: bool) -> String {
    let mode = if isolation_mode {
        " in IIS 5.0 isolation mode"
    } else {
        ""
    };
    format!("{}{mode}", iis.number())
}

/// Each row of the table of process models, for each version that it is about.
#[test]
fn process_models_are_as_documented() {
    for model in &MODELS {
        let versions = IisVersion::ALL.iter().map(|(version, _, _)| *version);
        for iis in versions.filter(|iis| (model.since..=model.until).contains(iis)) {
            let runs = number(iis, model.isolation_mode);
            let account = |runs_as: RunsAs| match runs_as {
                RunsAs::System => "SYSTEM",
                RunsAs::Iwam => "IWAM_BOX",
                RunsAs::Pool if iis <= IisVersion::V7_0 => "NETWORK SERVICE",
                RunsAs::Pool => "DefaultAppPool",
                other => panic!("no process model has {other:?}"),
            };
            let world = |clause: &str| {
                let text =
                    format!("server BOX runs IIS {runs}\nsite S at D:\\s{clause}, runs asp\n");
                server(&text).0
            };
            let at = |server: &Server, url: &str| {
                let hosting = host(server, url).unwrap_or_else(|none| panic!("{runs}: {none}"));
                let process = iis::process_token(server, &hosting, Requester::Anonymous);
                let image = hosting.image(server).expect("it has a program");
                (image.to_string(), name(server, &process))
            };
            let plain = world("");
            let (image, core) = model.core;
            assert_eq!(
                at(&plain, "/x.htm"),
                (image.to_owned(), account(core).to_owned()),
                "{runs}"
            );
            for (protection, image, runs_as) in model.by_protection {
                let clause = match protection {
                    Protection::InProcess => ", in process",
                    Protection::Pooled => ", pooled",
                    Protection::Isolated => ", isolated",
                };
                let expected = ((*image).to_owned(), account(*runs_as).to_owned());
                assert_eq!(at(&world(clause), "/x.asp"), expected, "{runs}{clause}");
                if Some(*protection) == model.default {
                    assert_eq!(at(&plain, "/x.asp"), expected, "{runs}: by default");
                }
            }
            if let Some(image) = model.pool {
                for clause in ["", ", in process", ", isolated"] {
                    let expected = (image.to_owned(), account(RunsAs::Pool).to_owned());
                    assert_eq!(at(&world(clause), "/x.asp"), expected, "{runs}{clause}");
                }
            }
        }
    }
}

/// 4.0 knows an application in process and one with a process of its own; who says `pooled` is told.
#[test]
fn pooled_applications_came_with_5_0() {
    let (server, diagnostics) =
        server("server BOX runs IIS 4.0\nsite S at D:\\s, pooled, runs asp\n");
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(diagnostics[0].code, "no-such-handler");
    assert!(matches!(
        host(&server, "/x.asp"),
        Err(iis::NoHost::NotPooled { .. })
    ));
    assert!(host(&server, "/x.htm").is_ok());
}

/// Every kind has a row, each row has a kind, and every cell can be told to somebody.
#[test]
fn every_kind_has_a_row_with_a_source() {
    for row in iis::rows() {
        assert_eq!(row.kind.row().kind, row.kind);
        assert!(!row.rule.says.is_empty() && !row.rule.source.is_empty());
        assert!(row.cells.iter().any(Option::is_some), "{:?}", row.kind);
        assert_eq!(row.cells.len(), Era::ALL.len());
    }
    let mut kinds: Vec<_> = iis::rows().iter().map(|row| row.kind).collect();
    kinds.sort();
    kinds.dedup();
    assert_eq!(kinds.len(), iis::rows().len(), "each kind has one row");
}

/// Where impersonation ends without anybody asking for it, and where it does not.
#[test]
fn impersonation_ends_where_documents_say_so() {
    use iis::{Left, Situation as At};
    for (situation, expected) in [
        (At::Reverts, Left::Process),
        (At::StartsThread, Left::Process),
        (At::AspNetWithoutImpersonation, Left::Process),
        (At::ObjectOfAnotherApartment, Left::Process),
        (At::ObjectOfTheSameApartment, Left::Requester),
        (At::SessionObjectDestroyed, Left::Process),
        (At::FilterBeforeAuthentication, Left::Process),
        (At::ExtensionLoaded, Left::Process),
        (At::AspScript, Left::Requester),
    ] {
        let row = SITUATIONS.iter().find(|(known, ..)| *known == situation);
        let (_, left, rule) = row.expect("every situation has a row");
        assert_eq!(*left, expected, "{situation:?}");
        assert!(!rule.source.is_empty());
    }
}

/// Somebody who asks, by name.
fn by(server: &Server, name: &str) -> Requester {
    let who = Who::Name(world::Name::from(name));
    Requester::Authenticated(server.resolve(&who).expect("the world declares it"))
}

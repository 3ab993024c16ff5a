//! Requests: who has to be let in, and that nothing but a permission lets anybody in.

use poolproof::{
    iis::{
        self, Requester,
        request::{Ask, Stage, plans},
    },
    query::{self, Answer, Ground, Verdict},
    text::Source,
    world::{Server, Who, read},
};
use proptest::prelude::*;

use crate::spec::request::{Asked, refused_at};

/// A world in which a request meets exactly that, and the question about it.
fn told(asked: &Asked) -> (String, String) {
    written(asked, true)
}

/// The same, where perhaps nobody knows who may read the content.
fn written(asked: &Asked, content_known: bool) -> (String, String) {
    let version = match asked.age {
        5 => "5.0",
        6 => "6.0",
        _ => "10.0",
    };
    let mut world = format!("server S runs IIS {version}\n");
    world.push_str("user anon\nuser asker\nuser folderacc\nuser worker\n");
    let process = match asked.age {
        5 => "ASPNET",
        _ => "worker",
    };
    if asked.age == 5 {
        world.push_str("user ASPNET\n");
    }
    if asked.age == 6 {
        world.push_str("worker is a member of IIS_WPG\n");
    }
    let pool = if asked.age >= 6 {
        let ignores = if asked.ignores {
            ", ignores web.config"
        } else {
            ""
        };
        world.push_str(&format!("pool P runs as worker{ignores}\n"));
        if asked.pool_disabled {
            world.push_str("worker is disabled\n");
        }
        " in pool P,"
    } else {
        ","
    };
    let anonymous = if asked.anonymous_allowed {
        "anonymous is anon"
    } else {
        "no anonymous"
    };
    let runs = match asked.kind {
        "static" => String::new(),
        kind => format!(", runs {kind}"),
    };
    world.push_str(&format!("site S at D:\\s{pool} {anonymous}{runs}\n"));
    world.push_str("  virtual folder /v at D:\\v as folderacc\n");
    let mut list = |noun: &str, path: &str, readers: &[(&str, bool)]| {
        world.push_str(&format!(
            "{noun} {path} is owned by Administrators, does not inherit\n"
        ));
        for (reader, reads) in readers {
            if *reads {
                world.push_str(&format!("  allows {reader} read\n"));
            }
        }
    };
    let readers = [
        ("anon", asked.anonymous_reads),
        ("asker", asked.asker_reads),
        (process, asked.process_reads),
        ("folderacc", asked.folder_account_reads),
    ];
    if content_known {
        list("folder", "D:\\s", &readers);
        list("folder", "D:\\v", &readers);
    }
    if asked.config {
        list(
            "file",
            "D:\\s\\web.config",
            &[(process, asked.process_reads_config)],
        );
        if asked.config_sets_locked {
            world.push_str("web.config of D:\\s sets anonymous is anon\n");
        }
    }
    if !content_known {
        world.push_str("permissions of D:\\s are unknown\npermissions of D:\\v are unknown\n");
    }
    world.push_str("undescribed objects inherit, else are closed\n");
    let file = match asked.kind {
        "asp" => "page.asp",
        "asp.net" => "page.aspx",
        _ => "page.htm",
    };
    let folder = if asked.in_folder_with_account {
        "/v"
    } else {
        ""
    };
    let who = if asked.authenticates {
        "asker"
    } else {
        "anonymous"
    };
    (world, format!("can {who} request {folder}/{file}"))
}

fn server(world: &str) -> Server {
    let (facts, complaints) = read(&Source::new("small", world));
    assert!(complaints.is_empty(), "{complaints:?}\n{world}");
    iis::serve(facts).0
}

fn ask(question: &str, server: &Server) -> Answer {
    query::ask(question, server, None)
        .unwrap_or_else(|diagnostic| panic!("{question}: {}", diagnostic.headline))
}

/// The stage that an answer names first.
fn stage(answer: &Answer) -> Option<&'static str> {
    answer.evidence.iter().find_map(|step| match &step.ground {
        Ground::Stage { stage, .. } => Some(*stage),
        _ => None,
    })
}

fn small() -> impl Strategy<Value = Asked> {
    let kinds = prop::sample::select(vec!["static", "asp", "asp.net"]);
    let ages = prop::sample::select(vec![5, 6, 7]);
    (ages, kinds, any::<[bool; 12]>()).prop_map(|(age, kind, truths)| {
        let [
            authenticates,
            anonymous_allowed,
            in_folder_with_account,
            pool_disabled,
            ignores,
            config,
            config_sets_locked,
            anonymous_reads,
            asker_reads,
            process_reads,
            folder_account_reads,
            process_reads_config,
        ] = truths;
        Asked {
            age,
            kind,
            authenticates,
            anonymous_allowed,
            in_folder_with_account,
            pool_disabled,
            // Only 7.0 and later have that setting.
            ignores: ignores && age >= 7,
            config,
            config_sets_locked,
            anonymous_reads,
            asker_reads,
            process_reads,
            folder_account_reads,
            process_reads_config,
        }
    })
}

proptest! {
    /// A request succeeds exactly if every identity that the table of accesses names is let in, and a refusal names the stage.
    #[test]
    fn a_request_comes_out_as_the_table_of_identities_reads(asked in small()) {
        let (world, question) = told(&asked);
        let server = server(&world);
        let answer = ask(&question, &server);
        let refused = refused_at(&asked);
        let no = matches!(answer.verdict, Some(Verdict::No(_)));
        prop_assert_eq!(no, refused.is_some(), "{}\n{}\n{:#?}", question, world, answer.evidence);
        prop_assert!(no || answer.verdict == Some(Verdict::Yes), "{:?}", answer.verdict);
        if refused.is_some() {
            prop_assert_eq!(stage(&answer), refused, "{}\n{}", question, world);
        }
    }

    /// Permissions only let in: an identity that is taken off every list cannot make a refused request succeed.
    #[test]
    fn taking_an_identity_off_every_list_never_lets_a_request_in(asked in small(), which in 0..5_usize) {
        let mut without = asked;
        match which {
            0 => without.anonymous_reads = false,
            1 => without.asker_reads = false,
            2 => without.process_reads = false,
            3 => without.folder_account_reads = false,
            _ => {
                without.process_reads_config = false;
                without.process_reads = false;
            }
        }
        let verdict = |asked: &Asked| {
            let (world, question) = told(asked);
            ask(&question, &server(&world)).verdict
        };
        if verdict(&without) == Some(Verdict::Yes) {
            prop_assert_eq!(verdict(&asked), Some(Verdict::Yes));
        }
    }

    /// Telling the stages changes nothing: the verdict is that of the plain question, and every stage has a row.
    #[test]
    fn at_every_stage_the_verdict_is_the_same(asked in small()) {
        let (world, question) = told(&asked);
        let server = server(&world);
        let plain = ask(&question, &server);
        let stages = ask(&format!("{question} at every stage"), &server);
        prop_assert_eq!(plain.verdict, stages.verdict);
        for stage in Stage::ALL {
            let begins = format!("{}:", stage.words());
            prop_assert!(stages.rows.iter().any(|row| row.name.starts_with(&begins)), "{}", begins);
        }
    }

    /// A thread that impersonates has what the user of the request has and no more; more takes a way back to the process.
    #[test]
    fn a_request_user_never_has_more_on_the_thread_than_its_own_token(asked in small()) {
        let mut asked = asked;
        asked.kind = "asp";
        asked.anonymous_allowed = true;
        let (world, _) = told(&asked);
        let server = server(&world);
        let folder = if asked.in_folder_with_account { "/v" } else { "" };
        let url = format!("{folder}/page.asp");
        let mapped = server.map_url(None, &url).expect("the site serves it");
        let hosting = iis::host(&server, &mapped).expect("it is hosted");
        let asker = server.resolve(&Who::Name("asker".into())).expect("there is one");
        let requester = if asked.authenticates { Requester::Authenticated(asker) } else { Requester::Anonymous };
        for plan in plans(&server, &hosting, &url, requester) {
            let user = plan
                .of(Stage::Script)
                .find(|step| matches!(step.ask, Ask::Open { .. }))
                .and_then(|step| step.bearer.clone())
                .expect("a user opens the page");
            for step in plan.of(Stage::Code) {
                let thread = step.bearer.clone().expect("code runs as somebody");
                prop_assert_eq!(thread.principal, user.principal);
                prop_assert_eq!(&thread.token.token.groups, &user.token.token.groups);
                prop_assert_eq!(thread.token.token.privileges, user.token.token.privileges);
            }
        }
    }

    /// Content is opened at one stage: as a file, or as what an engine runs.
    #[test]
    fn content_is_opened_at_one_stage(asked in small()) {
        let (world, _) = told(&asked);
        let server = server(&world);
        for url in ["/page.htm", "/page.asp", "/page.aspx", "/v/page.htm", "/v/page.asp"] {
            let mapped = server.map_url(None, url).expect("the site serves it");
            let Ok(hosting) = iis::host(&server, &mapped) else { continue };
            for plan in plans(&server, &hosting, url, Requester::Anonymous) {
                let open = |stage| plan.of(stage).any(|step| matches!(step.ask, Ask::Open { .. }));
                prop_assert!(open(Stage::StaticFile) != open(Stage::Script), "{}", url);
            }
        }
    }

    /// What nobody knows of the content leaves a request open exactly where it decides: where letting all in and letting none in
    /// come to different answers.
    #[test]
    fn a_gap_leaves_a_request_open_exactly_if_it_decides(asked in small()) {
        let with = |reads| Asked {
            anonymous_reads: reads,
            asker_reads: reads,
            process_reads: reads,
            folder_account_reads: reads,
            ..asked
        };
        let (world, question) = written(&asked, false);
        let found = ask(&question, &server(&world));
        let expected = match (refused_at(&with(true)), refused_at(&with(false))) {
            (None, None) => "yes",
            (Some(_), Some(_)) => "no",
            (None, Some(_)) | (Some(_), None) => "unknown",
        };
        let verdict = match found.verdict {
            Some(Verdict::Yes) => "yes",
            Some(Verdict::No(_)) => "no",
            Some(Verdict::Unknown) => "unknown",
            None => "none",
        };
        prop_assert_eq!(verdict, expected, "{}\n{}\n{:#?}", question, world, found.evidence);
        prop_assert_eq!(verdict == "unknown", !found.gaps.is_empty(), "{:?}", found.gaps);
    }
}

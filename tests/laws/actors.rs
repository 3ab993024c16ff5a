//! Those whom configuration makes act: what they come to, by each other.

use poolproof::{
    query::{self, Answer, Verdict},
    world::Server,
};
use proptest::{prelude::*, sample::select};

use crate::support::worlds;

/// Worlds, with a URL of each whose handler runs in a process of its own accord.
const URLS: [(&str, &[&str]); 2] = [
    (
        "orchard",
        &[
            "/press/juice.dll",
            "/press/a.asp",
            "/crate/a.asp",
            "/label/a.aspx",
            "/scale/weigh.exe",
            "/still/a.txt",
        ],
    ),
    (
        "weaver",
        &[
            "Cloth/a.asp",
            "Cloth/silk/a.aspx",
            "Cloth/flax/a.aspx",
            "Cloth/seal/a.asp",
            "Yarn/a.txt",
        ],
    ),
];

/// Applications with a URL for each handler that they declare.
const APPLICATIONS: [(&str, &str, &[&str]); 6] = [
    (
        "orchard",
        "Fruit/press",
        &["/press/a.asp", "/press/juice.dll"],
    ),
    ("orchard", "Fruit/crate", &["/crate/a.asp"]),
    ("orchard", "Fruit/mixed", &["/mixed/a.asp", "/mixed/a.aspx"]),
    ("weaver", "Cloth/silk", &["Cloth/silk/a.aspx"]),
    ("weaver", "Cloth/flax", &["Cloth/flax/a.aspx"]),
    ("weaver", "Cloth/seal", &["Cloth/seal/a.asp"]),
];

const OBJECTS: [&str; 7] = [
    "C:\\fruit",
    "C:\\cellar",
    "C:\\crates",
    "C:\\nets",
    "D:\\cloth",
    "D:\\flax",
    "D:\\adas",
];

fn answer(server: &Server, question: &str) -> Answer {
    query::ask(question, server, None).unwrap_or_else(|told| panic!("{question}: {told:?}"))
}

fn verdict(server: &Server, question: &str) -> Verdict {
    let verdict = answer(server, question).verdict;
    verdict.unwrap_or_else(|| panic!("{question} has no verdict"))
}

fn says_yes(server: &Server, question: &str) -> bool {
    verdict(server, question) == Verdict::Yes
}

/// The names of the rows that are certain, in order.
fn rows(server: &Server, question: &str) -> Vec<String> {
    let mut names: Vec<String> = answer(server, question)
        .rows
        .iter()
        .filter(|row| row.verdict == Verdict::Yes)
        .map(|row| row.name.clone())
        .collect();
    names.sort();
    names
}

fn urls() -> impl Strategy<Value = (&'static str, &'static str)> {
    select(&URLS[..]).prop_flat_map(|(world, urls)| (Just(world), select(urls)))
}

fn verbs() -> impl Strategy<Value = &'static str> {
    select(
        &[
            "read",
            "write",
            "(RX)",
            "delete",
            "change permissions of",
            "0x2",
        ][..],
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Code is its process until somebody puts a token on its thread: a thread that it starts can what the process can.
    #[test]
    fn a_worker_thread_can_what_its_process_can((world, url) in urls(), verb in verbs(), object in select(&OBJECTS[..])) {
        let server = worlds::server(world);
        for requester in ["", " requested by anonymous"] {
            let of = |part: &str| verdict(&server, &format!("can {part} {url}{requester} {verb} {object}"));
            prop_assert_eq!(of("a worker thread of"), of("the process of"));
        }
    }

    /// An application is the processes of its handlers: it can what one of them can, and nothing else.
    #[test]
    fn an_application_can_what_one_of_its_processes_can(
        (world, application, urls) in select(&APPLICATIONS[..]), verb in verbs(), object in select(&OBJECTS[..]),
    ) {
        let server = worlds::server(world);
        let whole = says_yes(&server, &format!("can application {application} {verb} {object}"));
        let parts = urls.iter().any(|url| says_yes(&server, &format!("can the process of {url} {verb} {object}")));
        prop_assert_eq!(whole, parts);
    }

    /// A set of applications holds those of which the claim is true.
    #[test]
    fn which_applications_can_lists_those_that_can(
        world in select(&["orchard", "weaver"][..]), verb in verbs(), object in select(&OBJECTS[..]),
    ) {
        let server = worlds::server(world);
        let all: Vec<&str> = APPLICATIONS.iter().filter(|(of, ..)| *of == world).map(|(_, name, _)| *name).collect();
        let listed = rows(&server, &format!("which applications can {verb} {object}"));
        for application in all {
            let can = says_yes(&server, &format!("can application {application} {verb} {object}"));
            prop_assert_eq!(listed.iter().any(|name| name == application), can, "{}", application);
        }
    }

    /// Who somebody is and as whom it runs are one fact asked in two ways.
    #[test]
    fn whoever_it_is_it_runs_as((world, url) in urls(), part in select(&["the process of", "the thread of", "a worker thread of"][..])) {
        let server = worlds::server(world);
        let who = rows(&server, &format!("who is {part} {url}"));
        for name in &who {
            let question = format!("does {part} {url} run as \"{name}\"");
            prop_assert!(says_yes(&server, &question), "{}", question);
        }
        let is_member = who.is_empty() || !says_yes(&server, &format!("does {part} {url} run as Everyone"));
        prop_assert!(is_member);
    }

    /// Naming somebody's token is naming somebody.
    #[test]
    fn the_token_of_somebody_is_somebody((world, url) in urls(), verb in verbs(), object in select(&OBJECTS[..])) {
        let server = worlds::server(world);
        let of = |words: &str| verdict(&server, &format!("can {words}the thread of {url} {verb} {object}"));
        prop_assert_eq!(of("token of "), of(""));
    }

    /// The anonymous user of a URL is on the thread that nobody else is put on: what it can, `anonymous` can.
    #[test]
    fn anonymous_can_what_an_anonymous_request_to_one_url_can(verb in verbs(), object in select(&OBJECTS[..])) {
        let server = worlds::server("orchard");
        for url in ["/press/juice.dll", "/crate/a.asp", "/still/a.txt"] {
            let thread = says_yes(&server, &format!("can the thread of {url} {verb} {object}"));
            let anonymous = says_yes(&server, &format!("can anonymous {verb} {object}"));
            prop_assert!(!thread || anonymous);
        }
    }
}

/// What S can start is what `can S start` says yes to, service by service.
#[test]
fn what_somebody_can_start_is_each_service_that_it_can_start() {
    let server = worlds::server("orchard");
    for who in [
        "pim",
        "zoe",
        "SYSTEM",
        "application /press",
        "application /crate",
    ] {
        for verb in ["start", "stop", "configure", "control"] {
            let can = says_yes(&server, &format!("can {who} {verb} service Pump"));
            if verb != "control" {
                let listed = rows(&server, &format!("what can {who} {verb}"));
                assert_eq!(listed == ["Pump"], can, "{who} {verb}");
            }
        }
    }
}

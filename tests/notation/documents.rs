//! Whole texts: the stories of the fixtures, a small world, and likely mistakes.

use std::fmt::Write;

use poolproof::{
    text::Source,
    world::{Fact, Listing, Origin, Statement, read, to_json},
};

use super::{file, read_twice, told};
use crate::support::snapshots;

/// The stories: every sentence of them is understood.
const STORIES: [&str; 8] = [
    "web01",
    "web01-protected",
    "iis10",
    "files",
    "gaps",
    "extension",
    "iis5",
    "iis4-com",
];

#[test]
fn the_stories_are_read() {
    let Ok(fixtures) = std::env::var("POOLPROOF_FIXTURES") else {
        println!("skipped: POOLPROOF_FIXTURES is not set");
        return;
    };
    for name in STORIES {
        let path = format!("{fixtures}/stories/{name}.world");
        let text = std::fs::read_to_string(&path).expect("a story");
        let (facts, diagnostics) = read_twice(&Source::new(name, text));
        assert!(diagnostics.is_empty(), "{name}: {}", told(&diagnostics));
        assert!(facts.len() > 10);
    }
}

#[test]
fn a_small_world_through_all_its_stages() {
    let source = file("tests/worlds/clinic.world");
    let (facts, diagnostics) = read_twice(&source);
    assert!(diagnostics.is_empty(), "{}", told(&diagnostics));
    let document = format!(
        "{}\n---- printed\n\n{}\n---- json\n\n{}",
        source.text,
        poolproof::world::print(&facts),
        to_json(&facts)
    );
    snapshots::hold("worlds", "clinic", &document);
}

#[test]
fn mistakes_are_told_what_to_type() {
    let folder = format!("{}/tests/mistakes/world", env!("CARGO_MANIFEST_DIR"));
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("the mistakes")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort();
    for name in names {
        let source = file(&format!("tests/mistakes/world/{name}"));
        let (facts, diagnostics) = read_twice(&source);
        assert!(!diagnostics.is_empty(), "{name}");
        let mut document = format!("{}\n---- complaints\n\n{}", source.text, told(&diagnostics));
        write!(
            document,
            "---- facts\n\n{}",
            poolproof::world::print(&facts)
        )
        .unwrap();
        let case = name.trim_end_matches(".world");
        snapshots::hold("mistakes/world", case, &document);
    }
}

/// What other words there are for a sentence: each line on the left is read as the one on the right.
const OTHER_WORDS: [(&str, &str); 24] = [
    ("no one is logged on to N", "nobody is logged on at N"),
    (
        "password of alice is wrong",
        "the password of alice is wrong",
    ),
    (
        "the members of G can be changed by no one",
        "members of G can be changed by nobody",
    ),
    (
        "the password of alice can be changed by bob",
        "password of alice can be changed by bob",
    ),
    (
        "filter C:\\x.dll on all sites",
        "filter C:\\x.dll on every site",
    ),
    (
        "in-process extension is a.dll",
        "in-process extensions are a.dll",
    ),
    (
        "cgi runs as the user of the request",
        "cgi runs as the request user",
    ),
    ("cgi runs as its process", "cgi runs as the process"),
    (
        "compression cache is at D:\\c",
        "compression cache at D:\\c",
    ),
    ("asp templates are at D:\\c", "asp templates at D:\\c"),
    ("section x is not locked", "section x is unlocked"),
    (
        "the web.config of D:\\x sets no anonymous",
        "web.config of D:\\x sets no anonymous",
    ),
    (
        "site S at D:\\x, authenticates with integrated windows and certificate",
        "site S at D:\\x, authenticates with windows, certificates",
    ),
    (
        "site S at D:\\x, authenticates with basic, anonymous is alice",
        "site S at D:\\x, anonymous is alice, authenticates with basic",
    ),
    (
        "site S at D:\\x, authenticates with basic and anonymous logs on interactively",
        "site S at D:\\x, anonymous logs on interactively, authenticates with basic",
    ),
    (
        "component C is exe at C:\\x.exe, runs as interactive user",
        "component C is an exe C:\\x.exe, runs as the interactive user",
    ),
    (
        "component C is a library application",
        "component C is a library package",
    ),
    (
        "component C, launch allows A locally launch, activate",
        "component C\n  launch allows A local",
    ),
    (
        "component C, launch allows A local and remote",
        "component C\n  launch allows A",
    ),
    (
        "component C, access denies A everything, launch allows \"local\" and B remotely",
        "component C\n  launch allows \"local\" remote\n  launch allows B remote\n  access denies A",
    ),
    (
        "component C, launch denies A COM_RIGHTS_EXECUTE_LOCAL COM_RIGHTS_ACTIVATE_LOCAL",
        "component C\n  launch denies A local",
    ),
    (
        "patch MS01-044 is not installed",
        "patch MS01-044 is missing",
    ),
    (
        "service S, runs as alice, from C:\\x.exe, allows nobody anything",
        "service S runs as alice from C:\\x.exe\n  allows nobody",
    ),
    ("x3 is read as b", "x3 is read as b"),
];

#[test]
fn other_words_are_understood() {
    for (said, printed) in OTHER_WORDS {
        let (facts, diagnostics) = read_twice(&Source::new("words", said));
        assert!(diagnostics.is_empty(), "{said}\n{}", told(&diagnostics));
        assert_eq!(poolproof::world::print(&facts), format!("{printed}\n"));
    }
}

/// The line of an entry is not the line of its object: an answer points at the entry.
#[test]
fn access_lines_know_their_own_lines() {
    let text = "pool A\n\nfolder C:\\x\n  # who\n  allows A and B read\n  denies C write\n";
    let (facts, _) = read(&Source::new("x.world", text));
    let line = |origin: &Origin| match origin {
        Origin::Line(source, line) => (source.to_string(), *line),
        other => panic!("{other:?}"),
    };
    let at = |number| ("x.world".to_owned(), number);
    assert_eq!(
        facts
            .iter()
            .map(|fact: &Fact| line(&fact.origin))
            .collect::<Vec<_>>(),
        [at(1), at(3)]
    );
    let Statement::Object(object) = &facts[1].statement else {
        panic!("an object");
    };
    let Listing::Lines(lines) = &object.list else {
        panic!("lines");
    };
    let places: Vec<_> = lines.iter().map(|entry| line(&entry.origin)).collect();
    assert_eq!(places, [at(5), at(5), at(6)]);
}

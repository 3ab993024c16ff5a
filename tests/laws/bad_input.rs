//! Laws of bad input on its whole way: read, put together, asked.
//!
//! What they cannot hold: a text world or a saved list that was cut between two of its lines is a whole one, since
//! neither form says how long it is.

use std::sync::LazyLock;

use poolproof::{
    iis,
    import::{Artefact, Import, Outcome, import},
    query,
    report::{self, View, diagnostics::draw},
    search::{
        artefacts::{damage, damaged},
        forms::{damaged_text, text_damages},
    },
    text::{Diagnostic, Severity},
    world::{Server, to_json},
};
use proptest::{prelude::*, sample::Index};

use crate::support::worlds;

const WORLDS: &[&str] = &["demo", "cellar", "order", "unsaid", "forge", "twins"];

/// Questions that touch everything that a world can hold.
const QUESTIONS: &[&str] = &[
    "can pool A read /secure?",
    "who can write C:\\inetpub\\wwwroot\\secure",
    "which groups can read D:\\second",
    "what can every pool write",
    "what can sam read",
    "who is a member of IIS_WPG",
    "which groups is pool P a member of",
    "show C:\\forge\\logs\\one.log",
    "list groups",
    "why can pool Front not read /orders",
];

/// Our own files by name: artefacts, worlds as sentences, worlds as JSON.
static FILES: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let mut files = Vec::new();
    for name in ["added.world", "listing.txt", "saved.txt", "server.config"] {
        let path = format!("{}/tests/artefacts/{name}", env!("CARGO_MANIFEST_DIR"));
        files.push((
            name.to_owned(),
            std::fs::read(path).expect("a file of the project"),
        ));
    }
    for &name in WORLDS {
        let text = worlds::text(name).into_bytes();
        let json = to_json(&read(name, &text).facts);
        files.push((format!("{name}.world"), text));
        files.push((format!("{name}.json"), json.into_bytes()));
    }
    files
});

fn read(name: &str, bytes: &[u8]) -> Import {
    import(&[Artefact::new(name, bytes)])
}

fn pick<'a>(which: &Index, of: &[&'a str]) -> &'a str {
    of[which.index(of.len())]
}

/// Every complaint can be drawn, and begins with a headline.
fn drawn(complaints: &[Diagnostic]) -> Result<(), TestCaseError> {
    for complaint in complaints {
        prop_assert!(!draw(complaint, true).is_empty() && !complaint.headline.is_empty());
    }
    Ok(())
}

/// Asks, and tells whatever comes.
fn asked(question: &str, server: &Server) -> Result<(), TestCaseError> {
    match query::ask(question, server, None) {
        Ok(answer) => {
            let view = View::of(&answer);
            prop_assert!(!report::text(&view).is_empty(), "{question}");
            let json: serde_json::Value = serde_json::from_str(&report::json(&view)).expect("JSON");
            prop_assert_eq!(&json["question"], answer.question.as_str());
        }
        Err(complaint) => drawn(&[*complaint])?,
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    /// Whatever happened to a file, what is left of it is put together and answers, or is complained about.
    #[test]
    fn a_damaged_file_never_stops_an_answer(which in any::<Index>(), damage in damage(), question in any::<Index>()) {
        let (name, bytes) = which.get(&FILES[..]);
        let read = read(name, &damaged(bytes, &damage));
        drawn(&read.diagnostics)?;
        let (server, more) = iis::serve(read.facts);
        drawn(&more)?;
        asked(pick(&question, QUESTIONS), &server)?;
    }

    /// Several files that say anything about one server are put together all the same.
    #[test]
    fn files_that_do_not_belong_together_still_answer(
        several in prop::collection::vec((any::<Index>(), damage()), 2..4),
        question in any::<Index>(),
    ) {
        let artefacts: Vec<Artefact> = several
            .iter()
            .map(|(which, damage)| {
                let (name, bytes) = which.get(&FILES[..]);
                Artefact::new(name.as_str(), damaged(bytes, damage))
            })
            .collect();
        let read = import(&artefacts);
        drawn(&read.diagnostics)?;
        let (server, more) = iis::serve(read.facts);
        drawn(&more)?;
        asked(pick(&question, QUESTIONS), &server)?;
    }

    /// Whatever somebody types is answered or refused.
    #[test]
    fn a_damaged_question_is_answered_or_refused(which in any::<Index>(), damages in text_damages(), world in any::<Index>()) {
        asked(&damaged_text(pick(&which, QUESTIONS), &damages), &worlds::server(pick(&world, WORLDS)))?;
    }

    /// Facts in JSON that end early are no facts: their end says that they are whole.
    #[test]
    fn facts_that_end_early_are_not_taken(which in any::<Index>(), cut in any::<Index>()) {
        let (name, json) = which.get(&JSON[..]);
        let read = read(name, &json[..cut.index(json.len())]);
        prop_assert_eq!(read.facts, Vec::new());
        prop_assert!(read.diagnostics.iter().any(|complaint| complaint.severity > Severity::Note));
    }

    /// Where a file was cut inside a line, that line is not left out in silence: either it still is a sentence, and a
    /// fact, or it is complained about.
    #[test]
    fn no_line_of_a_cut_world_is_lost_in_silence(which in any::<Index>(), cut in any::<Index>()) {
        let text = worlds::text(pick(&which, WORLDS));
        let cut = text.floor_char_boundary(cut.index(text.len()));
        let begin = text[..cut].rfind('\n').map_or(0, |end| end + 1);
        let last = text[begin..cut].trim();
        let before = read("cut.world", &text.as_bytes()[..begin]);
        let after = read("cut.world", &text.as_bytes()[..cut]);
        let new = after.diagnostics.iter().any(|complaint| !before.diagnostics.contains(complaint));
        let silent = !new && after.coverage.artefacts[0].outcome == Outcome::Read;
        let nothing = last.is_empty() || last.starts_with('#');
        prop_assert!(nothing || !silent || after.facts != before.facts, "{last}");
    }
}

static JSON: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let json = FILES.iter().filter(|(name, _)| name.ends_with(".json"));
    json.map(|(name, bytes)| (name.clone(), bytes.trim_ascii_end().to_vec()))
        .collect()
});

/// A server of a text, with what was said about it.
fn served(text: &str) -> (Server, Vec<Diagnostic>) {
    let read = read("file.world", text.as_bytes());
    let (server, more) = iis::serve(read.facts);
    (server, [read.diagnostics, more].concat())
}

fn verdict(question: &str, server: &Server) -> query::Verdict {
    let answer = query::ask(question, server, None).expect("a question");
    answer.verdict.expect("a verdict")
}

/// A list of ten thousand lines is read to its end, and its last line counts.
#[test]
fn the_last_of_ten_thousand_lines_counts() {
    let strangers: String = (0..10_000)
        .map(|n| format!("(A;;FA;;;S-1-5-21-1-2-3-{})", 5_000 + n))
        .collect();
    let text = format!(
        "server BIG runs IIS 10.0 on Windows Server 2019\nuser ann\nuser ben is a member of Users\nfolder D:\\x\n  sddl \"O:BAD:P{strangers}(A;;FR;;;BU)\"\n"
    );
    let (server, complaints) = served(&text);
    assert_eq!(complaints, []);
    assert_eq!(verdict("can ben read D:\\x", &server), query::Verdict::Yes);
    assert_eq!(
        verdict("can ben write D:\\x", &server),
        query::Verdict::No(query::KindOfNo::NotGranted)
    );
}

/// A list with an error in its last line is not a list of the lines before it.
#[test]
fn a_list_that_ends_early_is_unknown() {
    let text = "server S runs IIS 10.0 on Windows Server 2019\nuser ben is a member of Users\nfolder D:\\x\n  sddl \"O:BAD:P(A;;FA;;;BU)(D;;FA;;;\"\n";
    let (server, complaints) = served(text);
    assert!(!complaints.is_empty());
    assert_eq!(
        verdict("can ben read D:\\x", &server),
        query::Verdict::Unknown
    );
}

/// Windows does not let groups be members of each other; a file can say so.
#[test]
fn groups_in_a_circle_hold_each_other() {
    let text = "server S runs IIS 10.0 on Windows Server 2019\nuser ann is a member of One\ngroup One has members Three\ngroup Two has members One\ngroup Three has members Two\nfolder D:\\x does not inherit\n  allows Three read\n";
    let (server, _) = served(text);
    assert_eq!(verdict("can ann read D:\\x", &server), query::Verdict::Yes);
    for question in [
        "who is a member of Two",
        "which groups is ann a member of",
        "which groups can read D:\\x",
    ] {
        let answer = query::ask(question, &server, None).expect("an answer");
        assert!(answer.total >= 2, "{question}: {answer:?}");
    }
}

/// Names of 64 KiB are names; a question about one is too long, and says so.
#[test]
fn long_names_are_names() {
    let long = "n".repeat(64 * 1024);
    let text = format!(
        "server S runs IIS 10.0 on Windows Server 2019\nuser {long} is a member of Users\nfolder D:\\{long} does not inherit\n  allows {long} read\n"
    );
    let (server, complaints) = served(&text);
    assert_eq!(
        complaints
            .iter()
            .filter(|complaint| complaint.severity == Severity::Error)
            .count(),
        0
    );
    let answer = query::ask("list users", &server, None).expect("an answer");
    assert_eq!(answer.total, 1);
    let refused =
        query::ask(&format!("can {long} read D:\\x"), &server, None).expect_err("too long");
    assert_eq!(refused.code, "question-too-long");
}

/// Depth never costs more than a complaint.
#[test]
fn deep_nesting_is_refused() {
    let server = &worlds::server("demo");
    for (open, close) in [
        ("(", ")"),
        ("{", "}"),
        ("if pool A runs as SYSTEM then ", ""),
    ] {
        let times = if close.is_empty() { 2_000 } else { 5_000 };
        let question = format!(
            "{}can pool A{} read /secure",
            open.repeat(times),
            close.repeat(times)
        );
        let refused = query::ask(&question, server, None).expect_err("too deep");
        assert_eq!(refused.code, "too-deep", "{open}");
    }
    let deep = format!("{}0{}", "[".repeat(5_000), "]".repeat(5_000));
    let read = read("deep.json", deep.as_bytes());
    assert!(read.facts.is_empty() && !read.diagnostics.is_empty());
}

/// Two files that tell different lists of one object: both are kept, somebody is told, and neither wins.
#[test]
fn of_two_lists_neither_wins() {
    let world = |list: &str| {
        format!(
            "server S runs IIS 10.0 on Windows Server 2019\nuser ben is a member of Users\nfolder D:\\x does not inherit\n  {list}\n"
        )
    };
    let (one, other) = (world("allows Users read"), world("denies Users everything"));
    for (first, second) in [(&one, &other), (&other, &one)] {
        let read = import(&[
            Artefact::new("first.world", first.as_bytes()),
            Artefact::new("second.world", second.as_bytes()),
        ]);
        let (server, more) = iis::serve(read.facts);
        assert!(
            read.diagnostics
                .iter()
                .chain(&more)
                .any(|complaint| complaint.severity == Severity::Warning)
        );
        assert_eq!(
            verdict("can ben read D:\\x", &server),
            query::Verdict::Unknown
        );
        assert!(matches!(
            verdict("can ben write D:\\x", &server),
            query::Verdict::No(_)
        ));
    }
}

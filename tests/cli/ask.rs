//! `poolproof ask`, as it is typed: what is printed, and the exit code.

use crate::support::{command::poolproof, snapshots, transcript::Transcript};

const DISAGREE: [&str; 2] = [
    "tests/cli/disagree/first.world",
    "tests/cli/disagree/second.world",
];

/// One question for each code, then several, where the weightiest code counts.
#[test]
fn the_exit_code_tells_the_verdict() {
    let unsaid = ["-m", "tests/stories/unsaid.world"];
    let mut transcript = Transcript::default();
    let mut ask = |code: u8, args: &[&str]| {
        let args = [&["ask"][..], args].concat();
        assert_eq!(transcript.run(&args, ""), code, "{args:?}");
    };
    ask(0, &["can pool A read /secure?"]);
    ask(1, &["can pool A write /secure?"]);
    ask(2, &["can pool C read /secure"]);
    ask(2, &[]);
    ask(2, &["can pool A read /secure", "--format", "xml"]);
    ask(3, &["can pool A read /secure", "-m", "tests/none.world"]);
    ask(4, &["can pool P read C:\\chiefs", unsaid[0], unsaid[1]]);
    ask(5, &["list users limit 2"]);
    ask(0, &["which pools can read /secure"]);
    ask(1, &["which pools can write /secure"]);
    ask(
        4,
        &["which pools can read C:\\chiefs", unsaid[0], unsaid[1]],
    );
    ask(1, &["can pool A read /secure", "can pool A write /secure"]);
    ask(
        2,
        &[
            "can pool A raed /secure",
            "can pool A read /secure",
            "list pools limit 1",
        ],
    );
    ask(5, &["list pools limit 1", "can pool A write /secure"]);
    snapshots::hold("cli", "ask", &transcript.text);
}

/// A file, a folder, names that are relative to a folder, several of them.
#[test]
fn a_model_is_a_file_or_a_folder() {
    let mut transcript = Transcript::default();
    let mut ask = |code: u8, args: &[&str]| {
        let args = [&["ask"][..], args].concat();
        assert_eq!(transcript.run(&args, ""), code, "{args:?}");
    };
    ask(
        0,
        &[
            "can pool Front read E:\\shop",
            "-m",
            "tests/stories/cellar.world",
        ],
    );
    ask(
        0,
        &[
            "can pool Shop read D:\\sites\\shop",
            "-m",
            "tests/artefacts/server.config",
            "-m",
            "tests/artefacts/listing.txt",
        ],
    );
    ask(
        4,
        &[
            "can pool Shop read D:\\sites\\shop",
            "-m",
            "tests/artefacts/server.config",
        ],
    );
    ask(0, &["list folders", "-m", "tests/cli/saved.txt@E:\\base"]);
    snapshots::hold("cli", "models", &transcript.text);
    let folder = poolproof(&["ask", "list folders", "-m", "tests/cli/disagree"], b"");
    let files = poolproof(
        &["ask", "list folders", "-m", DISAGREE[0], "-m", DISAGREE[1]],
        b"",
    );
    assert_eq!(folder, files);
}

/// Both lists are kept, somebody is told, and what depends on which of them holds is left open.
#[test]
fn two_files_that_disagree_leave_it_open() {
    let mut transcript = Transcript::default();
    let mut ask = |code: u8, question: &str| {
        let args = ["ask", question, "-m", DISAGREE[0], "-m", DISAGREE[1]];
        assert_eq!(transcript.run(&args, ""), code, "{question}");
    };
    ask(4, "can bob read D:\\shop");
    ask(1, "can bob write D:\\shop");
    ask(0, "can bob read D:\\logs");
    ask(0, "show D:\\shop");
    snapshots::hold("cli", "disagree", &transcript.text);
}

#[test]
fn answers_for_programs_are_one_object_a_question() {
    let args = [
        "ask",
        "--format",
        "json",
        "can pool A read /secure",
        "which pools can read /secure",
        "show pool A",
    ];
    let ran = poolproof(&args, b"");
    assert_eq!((ran.code, ran.errors.as_str()), (0, ""));
    let answers: Vec<serde_json::Value> = serde_json::Deserializer::from_str(&ran.output)
        .into_iter()
        .collect::<Result<_, _>>()
        .expect("objects");
    let verdicts: Vec<Option<&str>> = answers
        .iter()
        .map(|answer| answer["verdict"].as_str())
        .collect();
    assert_eq!(verdicts, [Some("yes"), None, None]);
    for answer in &answers {
        for field in [
            "schema",
            "question",
            "verdict",
            "kind_of_no",
            "rows",
            "total",
            "wanted",
            "evidence",
            "gaps",
            "complete",
            "hint",
        ] {
            assert!(answer.get(field).is_some(), "{field}: {answer}");
        }
    }
    let line = &answers[0]["evidence"][2];
    assert_eq!(line["rule"], "ace");
    assert_eq!(line["facts"][0]["at"], "demo:26");
}

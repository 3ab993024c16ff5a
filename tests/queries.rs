//! Questions of every form: the text, what is read from it, and how it is printed; and texts that are no questions.

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use poolproof::{
    query::{self, syntax::Core},
    text::Source,
};

use crate::{notation::told, support::snapshots};

/// The files of questions in a folder of the project, in the order of their names.
fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder of the project")
        .map(|entry| entry.expect("it can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "q"))
        .collect();
    files.sort();
    files
}

/// The questions of a file, a line each; `#` begins a comment line.
fn questions(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).expect("a file of the project");
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with("# "))
        .map(str::to_owned)
        .collect()
}

fn stem(file: &Path) -> String {
    file.file_stem()
        .expect("it has a name")
        .to_string_lossy()
        .into_owned()
}

#[test]
fn questions_are_read_and_printed() {
    for file in files("tests/queries") {
        let mut document = String::new();
        for text in questions(&file) {
            let question = query::parse(&Source::new("question", text.as_str()))
                .unwrap_or_else(|complaint| panic!("{text}\n{}", told(&[*complaint])));
            let printed = question.to_string();
            let again = query::parse(&Source::new("question", printed.as_str()));
            assert_eq!(again.as_ref(), Ok(&question), "{text} → {printed}");

            writeln!(document, "{text}").unwrap();
            if let Some(prefix) = &question.prefix {
                writeln!(document, "    {prefix:?}").unwrap();
            }
            writeln!(document, "    {:?}", question.core).unwrap();
            for modifier in &question.modifiers {
                writeln!(document, "    {modifier:?}").unwrap();
            }
            if printed != text {
                writeln!(document, "  = {printed}").unwrap();
            }
            document.push('\n');
        }
        snapshots::hold("queries", &stem(&file), &document);
    }
}

#[test]
fn mistakes_are_told() {
    for file in files("tests/mistakes/questions") {
        let mut document = String::new();
        for text in questions(&file) {
            match query::parse(&Source::new("question", text.as_str())) {
                Ok(question) => panic!("this is a question: {text}\n{question:?}"),
                Err(complaint) => document.push_str(&told(&[*complaint])),
            }
        }
        snapshots::hold("mistakes/questions", &stem(&file), &document);
    }
}

/// Every example of the manual is a question, and one that is answered if it does not say otherwise.
#[test]
fn the_manual_shows_questions() {
    let mut read = 0;
    for folder in ["docs"] {
        let Ok(entries) = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)) else {
            continue;
        };
        for entry in entries {
            let path = entry.expect("it can be listed").path();
            if path.extension().is_none_or(|extension| extension != "md") {
                continue;
            }
            let text = fs::read_to_string(&path).expect("a file of the project");
            let mut fence = None;
            for line in text.lines() {
                match (line.strip_prefix("```"), fence) {
                    (Some(language), None) => fence = Some(language.trim()),
                    (Some(_), Some(_)) => fence = None,
                    (None, Some("ask")) if !line.trim().is_empty() => {
                        query::parse(&Source::new("question", line))
                            .unwrap_or_else(|complaint| panic!("{line}\n{}", told(&[*complaint])));
                        read += 1;
                    }
                    (None, _) => {}
                }
            }
        }
    }
    assert!(read > 50, "{read} examples");
}

/// A place points at the words that it is about.
#[test]
fn places_point_at_words() {
    let text = "  why can  pool \"A b\" and alice not elevated read  files under D:\\x matching \"*\"  limit  3 ?";
    let question = query::parse(&Source::new("question", text)).expect("a question");
    let words = |span: poolproof::text::Span| &text[span.start..span.end];
    let Core::Can {
        subject,
        way: _,
        wanted,
        object,
    } = &question.core.node
    else {
        panic!("{question:?}");
    };
    assert_eq!(
        question.prefix.map(|prefix| words(prefix.span)),
        Some("why")
    );
    assert_eq!(words(subject.span), "pool \"A b\" and alice not elevated");
    assert_eq!(words(wanted.span), "read");
    assert_eq!(words(object.span), "files under D:\\x matching \"*\"");
    assert_eq!(words(question.modifiers[0].span), "limit  3");
}

/// Somebody else's questions, read in place: what is no question there is one of few.
#[test]
fn the_fixtures_questions_are_read() {
    let Some(folder) = std::env::var_os("POOLPROOF_FIXTURES") else {
        println!("skipped: POOLPROOF_FIXTURES is unset");
        return;
    };
    let mut read = 0;
    let mut refused = Vec::new();
    for entry in fs::read_dir(Path::new(&folder).join("stories")).expect("stories") {
        let path = entry.expect("it can be listed").path();
        if path.extension().is_none_or(|extension| extension != "ask") {
            continue;
        }
        for line in fs::read_to_string(&path).expect("a story").lines() {
            let Some((verdict, question)) =
                line.split_once(" | ").filter(|_| !line.starts_with('#'))
            else {
                continue;
            };
            match query::parse(&Source::new("question", question)) {
                Ok(_) => read += 1,
                Err(complaint) => {
                    assert_eq!(verdict, "error", "{question}: {complaint:?}");
                    refused.push(complaint.code);
                }
            }
        }
    }
    refused.sort_unstable();
    assert!(read > 200, "{read} questions");
    assert_eq!(
        refused,
        ["missing-object", "not-understood", "not-understood"]
    );
}

/// `does S not start` is asked behind `why` alone, so that only there `start` is offered.
#[test]
fn completion_offers_no_question_that_is_denied() {
    let offers = |text: &str| {
        let offered = query::complete(text, text.len(), &());
        offered.iter().any(|offer| offer.text == "start")
    };
    assert!(!offers("does pool A not "));
    assert!(offers("does pool A "));
    assert!(offers("why does pool A not "));
}

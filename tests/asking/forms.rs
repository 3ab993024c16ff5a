//! Every form of question that is answered, stage by stage: one document a form.

use std::fmt::Write;

use poolproof::{
    query::{self, Answer, Verdict},
    report::{self, View},
    text::Source,
    world::{Reading, Server},
};

use super::{Line, Servers, folder, lines};
use crate::support::snapshots;

#[test]
fn every_form_of_question_is_answered_as_told() {
    let mut servers = Servers::default();
    for form in forms() {
        let mut document = String::new();
        let mut first = true;
        for line in lines(&form) {
            match line {
                Line::Comment(comment) => writeln!(document, "{comment}").unwrap(),
                Line::Question { world, text } => {
                    tell(&text, &world, servers.get(&world), first, &mut document);
                    first = false;
                }
            }
        }
        snapshots::hold("asking", &form, &document);
    }
}

/// The names of the files of questions, but for that of the mistakes.
fn forms() -> Vec<String> {
    let files = std::fs::read_dir(folder()).expect("a folder of the project");
    let mut names: Vec<String> = files
        .map(|file| file.expect("it can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "q"))
        .map(|path| {
            path.file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| name != "mistakes")
        .collect();
    names.sort();
    names
}

/// All stages of one question. JSON is shown for the first of a form; of the others it is held against the answer.
fn tell(text: &str, world: &str, server: &Server, whole: bool, document: &mut String) {
    let read = |text: &str| {
        query::parse(&Source::new("question", text))
            .unwrap_or_else(|complaint| panic!("{text}: {complaint:?}"))
    };
    let question = read(text);
    let answer =
        query::ask(text, server, None).unwrap_or_else(|complaint| panic!("{text}: {complaint:?}"));
    assert_eq!(answer.question, question.to_string());
    assert_eq!(read(&answer.question), question);

    writeln!(document, "\n──── {text}\nworld      {world}").unwrap();
    if let Some(prefix) = &question.prefix {
        writeln!(document, "prefix     {prefix:?}").unwrap();
    }
    writeln!(document, "syntax     {:?}", question.core).unwrap();
    for modifier in &question.modifiers {
        writeln!(document, "modifier   {modifier:?}").unwrap();
    }
    writeln!(document, "canonical  {}", answer.question).unwrap();
    if let Some(wanted) = &answer.wanted {
        let reading = match wanted.reading {
            Reading::Any => "any",
            Reading::All => "all",
        };
        writeln!(
            document,
            "asked      {:#010x}, {reading} of it, on a {:?}",
            wanted.mask.0, wanted.kind
        )
        .unwrap();
    }
    let view = View::of(&answer);
    writeln!(document, "\n{}", report::text(&view).trim_end()).unwrap();
    let json = report::json(&view);
    agrees(&json, &answer);
    if whole {
        writeln!(document, "\n{json}").unwrap();
    }
}

/// The JSON form says what the answer says.
fn agrees(json: &str, answer: &Answer) {
    let json: serde_json::Value = serde_json::from_str(json).expect("an answer is JSON");
    assert_eq!(json["schema"], "poolproof/answer/1");
    assert_eq!(json["question"], answer.question.as_str());
    let (verdict, kind) = match answer.verdict {
        Some(Verdict::Yes) => (Some("yes"), None),
        Some(Verdict::No(kind)) => (Some("no"), kind.name()),
        Some(Verdict::Unknown) => (Some("unknown"), None),
        None => (None, None),
    };
    assert_eq!(json["verdict"].as_str(), verdict);
    assert_eq!(json["kind_of_no"].as_str(), kind);
    assert_eq!(json["total"], answer.total);
    assert_eq!(json["complete"], answer.complete);
    assert_eq!(
        json["rows"].as_array().map(Vec::len),
        Some(answer.rows.len())
    );
    assert_eq!(
        json["gaps"].as_array().map(Vec::len),
        Some(answer.gaps.len())
    );
    assert_eq!(
        verdict == Some("unknown"),
        !answer.gaps.is_empty() && answer.verdict.is_some()
    );
}

//! The examples of the documents, run.

use poolproof::{
    check::{Outcome, Truth, check_all},
    query::clause,
    text::Source,
};

use crate::support::{command::poolproof, worlds};

/// The blocks of that language in a document, in order.
fn blocks(document: &str, language: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut open: Option<String> = None;
    for line in document.lines() {
        match &mut open {
            None if line == format!("```{language}") => open = Some(String::new()),
            None => {}
            Some(_) if line == "```" => blocks.extend(open.take()),
            Some(block) => {
                block.push_str(line);
                block.push('\n');
            }
        }
    }
    blocks
}

#[test]
fn the_cases_in_the_document_get_the_answers_in_the_document() {
    let document = include_str!("../../docs/access-check.md");
    let [cases, answers] = &blocks(document, "json")[..] else {
        panic!("the document shows cases and answers");
    };
    let ran = poolproof(&["access-check"], cases.as_bytes());
    assert_eq!(ran.output, *answers);
    assert_eq!(ran.code, 3);
}

#[test]
fn the_sentences_in_the_document_are_insisted_on() {
    let document = include_str!("../../docs/invariants.md");
    let [sentences] = &blocks(document, "inv")[..] else {
        panic!("the document shows sentences");
    };
    let (read, wrong) = clause::file(&Source::new("secure.inv", sentences.as_str()));
    assert!(wrong.is_empty(), "{wrong:?}");
    let server = worlds::server("demo");
    let found: Vec<Option<Truth>> = check_all(&read, &server, &|| true)
        .into_iter()
        .map(|finding| match finding.outcome {
            Outcome::Judged(judged) => Some(judged.truth),
            Outcome::Meaningless(_) | Outcome::OtherVersion | Outcome::Unchecked => None,
        })
        .collect();
    assert_eq!(
        found[..3],
        [Some(Truth::Fails), Some(Truth::Holds), Some(Truth::Holds)]
    );
    assert!(found[3].is_some());
}

/// The first sentences that somebody sees mean something on the server that is asked beside them.
#[test]
fn the_sentences_of_the_first_page_are_insisted_on() {
    let document = include_str!("../../README.md");
    let [sentences] = &blocks(document, "inv")[..] else {
        panic!("the first page shows sentences");
    };
    let (read, wrong) = clause::file(&Source::new("README.md", sentences.as_str()));
    assert!(wrong.is_empty(), "{wrong:?}");
    let found: Vec<Option<Truth>> = check_all(&read, &worlds::server("demo"), &|| true)
        .into_iter()
        .map(|finding| match finding.outcome {
            Outcome::Judged(judged) => Some(judged.truth),
            Outcome::Meaningless(_) | Outcome::OtherVersion | Outcome::Unchecked => None,
        })
        .collect();
    assert_eq!(found, [Some(Truth::Fails), Some(Truth::Holds)]);
}

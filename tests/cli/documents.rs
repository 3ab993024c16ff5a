//! The examples of the documents, run.

use crate::support::command::poolproof;

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

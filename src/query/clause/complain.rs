//! What was expected where the grammar of clauses stopped.

use pest::error::{Error, ErrorVariant, InputLocation};

use crate::{
    query::{expect, grammar::Rule, nouns::around, stopped, words},
    text::{Diagnostic, Source, Span, nearest},
};

pub(super) fn not_understood(source: &Source, text: &str, error: &Error<Rule>) -> Box<Diagnostic> {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at.min(text.len()),
    };
    let expected: &[Rule] = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives,
        ErrorVariant::CustomError { .. } => &[],
    };
    let found = stopped::word_at(&text[at..]);
    let span = around(
        Span { start: at, end: at },
        Span {
            start: at,
            end: at + found.len(),
        },
    );
    let diagnostic = if text[at..].trim().is_empty() {
        Diagnostic::error("ends-early", "the clause ends too early")
    } else {
        Diagnostic::error(
            "not-understood",
            format!("`{found}` is not understood here"),
        )
    };
    // The same words begin a question and a clause.
    let label = expect::expectation(expected).replace(
        "a question, such as `can pool A read /secure`",
        "a claim, such as `pool A can read /secure`",
    );
    let keywords = expected.iter().filter_map(|rule| words::spelling(*rule));
    let candidates = nearest(found, keywords);
    let help = candidates
        .is_empty()
        .then(|| help(&text[..at], found))
        .flatten();
    let diagnostic = diagnostic
        .at(source.place(span), label)
        .candidates(candidates);
    Box::new(match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    })
}

fn help(before: &str, found: &str) -> Option<String> {
    let last = before.split_whitespace().last().unwrap_or_default();
    let opening = ["assert", "invariant"]
        .iter()
        .any(|word| last.eq_ignore_ascii_case(word));
    if opening {
        return Some(
            "what it is called stands in quotes: `assert \"secure content is private\": …`"
                .to_owned(),
        );
    }
    match found {
        "," => Some("several are put in braces, `{A, B}`".to_owned()),
        "=" | "==" | "!=" => Some("claims are sentences: `P runs as SYSTEM`".to_owned()),
        _ => None,
    }
}

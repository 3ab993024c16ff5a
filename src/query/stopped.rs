//! What was expected where the grammar stopped, and what may have gone wrong before it.

use pest::error::{Error, ErrorVariant, InputLocation};

use super::{expect, grammar::Rule, names::begins_a_path, words};
use crate::text::{Diagnostic, Source, Span, nearest};

/// What was expected where the grammar stopped.
pub(super) fn not_understood(source: &Source, text: &str, error: &Error<Rule>) -> Box<Diagnostic> {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at.min(text.len()),
    };
    let expected: &[Rule] = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives,
        ErrorVariant::CustomError { .. } => &[],
    };
    let found = word_at(&text[at..]);
    let span = Span {
        start: at,
        end: at + found.len(),
    };
    let label = expect::expectation(expected);
    let keywords = expected.iter().filter_map(|rule| words::spelling(*rule));
    let candidates = nearest(found, keywords);
    let diagnostic = if text.is_empty() {
        Diagnostic::error("no-question", "nothing is asked")
    } else if found.is_empty() {
        Diagnostic::error("ends-early", "the question ends too early")
    } else if at == 0 {
        Diagnostic::error(
            "not-a-question",
            format!("no question begins with `{found}`"),
        )
    } else {
        Diagnostic::error(
            "not-understood",
            format!("`{found}` is not understood here"),
        )
    };
    let help = if candidates.is_empty() {
        help(text, at, found)
    } else {
        None
    };
    let diagnostic = diagnostic
        .at(source.place(span), label)
        .candidates(candidates);
    Box::new(match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    })
}

/// What may have gone wrong before the place where the grammar stopped.
fn help(text: &str, at: usize, found: &str) -> Option<String> {
    if at == 0 {
        return Some(
            "questions begin with `can`, `who`, `which`, `what`, `is`, `show`, `list`, or one of these after `why` and `count`"
                .to_owned(),
        );
    }
    if found == "," {
        return Some("several are put in braces, `{A, B}`, or joined by `and`".to_owned());
    }
    let mut words = text[..at].split_whitespace().rev();
    let before = words.next().unwrap_or_default();
    let is_word = found.starts_with(char::is_alphanumeric) && !begins_a_path(found);
    if !before.contains('\\') || before.starts_with('"') || !is_word {
        return None;
    }
    // `NT AUTHORITY\NETWORK`
    let authority = words
        .next()
        .filter(|word| {
            ["NT", "IIS"]
                .iter()
                .any(|half| word.eq_ignore_ascii_case(half))
        })
        .map_or(String::new(), |half| format!("{half} "));
    Some(format!(
        "a name or a path that holds a blank is put in quotes: `\"{authority}{before} {found}\"`"
    ))
}

/// The word that begins here, a whole path if one does; one sign if none does.
pub(super) fn word_at(rest: &str) -> &str {
    let start = if begins_a_path(rest) && rest.get(1..2) == Some(":") {
        2
    } else {
        0
    };
    let end = rest[start..]
        .find(|c| !super::print_names::is_word_char(c))
        .map_or(rest.len(), |end| start + end);
    match (end, rest.chars().next()) {
        (0, Some(c)) => &rest[..c.len_utf8()],
        _ => &rest[..end],
    }
}

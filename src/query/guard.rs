//! What is looked at before the grammar: length, nesting, quotes. One pass, so that nothing long or deep is ever parsed.

use super::mistakes;
use crate::text::{Diagnostic, Source, Span};

/// A question has at most this many bytes.
pub const LONGEST: usize = 64 * 1024;

/// Nothing nests deeper.
pub const DEEPEST: usize = 64;

/// Why a text is not parsed at all.
enum Refusal {
    /// It nests too deep.
    Deep(Span),
    /// A quote that is none.
    Quote(char, Span),
    /// A quote that is not closed.
    Open(usize),
}

/// The text as the grammar takes it: line ends and tabs are blanks, one `?` at the end is gone. Places stay the same.
///
/// # Errors
/// The text is too long, nests too deep, leaves a quote open, or uses typographic or single quotes.
pub(super) fn check(source: &Source) -> Result<String, Box<Diagnostic>> {
    let text = &*source.text;
    if text.len() > LONGEST {
        return Err(Box::new(
            Diagnostic::error("question-too-long", "the question is too long")
                .at(source.whole(), "")
                .help("a question has at most 65,536 bytes"),
        ));
    }
    let mut cleaned = match clean(text) {
        Ok(cleaned) => cleaned,
        Err(Refusal::Deep(span)) => {
            return Err(Box::new(
                Diagnostic::error("too-deep", "the question nests too deep")
                    .at(source.place(span), "this is level 65")
                    .help("nothing nests deeper than 64"),
            ));
        }
        Err(Refusal::Quote(quote, span)) => {
            return Err(mistakes::wrong_quote(source, quote, span));
        }
        Err(Refusal::Open(at)) => {
            let span = Span {
                start: at,
                end: text.len(),
            };
            return Err(Box::new(
                Diagnostic::error("open-quote", "a quote is not closed")
                    .at(source.place(span), "it begins here")
                    .help("a name in quotes ends with `\"`; a quote inside it is written `\"\"`"),
            ));
        }
    };
    cleaned.truncate(cleaned.trim_end_matches(is_blank).len());
    if cleaned.ends_with('?') {
        cleaned.pop();
        cleaned.truncate(cleaned.trim_end_matches(is_blank).len());
    }
    Ok(cleaned)
}

/// The beginning of a question as the grammar takes it, `None` where nothing can follow it.
pub(super) fn head(text: &str) -> Option<String> {
    clean(text).ok()
}

fn clean(text: &str) -> Result<String, Refusal> {
    let mut cleaned = String::with_capacity(text.len() + 1);
    let mut open_quote = None;
    let mut depth = 0_usize;
    let mut ifs = 0_usize;
    let mut at_word_start = true;
    for (at, c) in text.char_indices() {
        if open_quote.is_some() {
            if c == '"' {
                open_quote = None;
            }
            cleaned.push(c);
            at_word_start = false;
            continue;
        }
        let span = Span {
            start: at,
            end: at + c.len_utf8(),
        };
        match c {
            '"' => open_quote = Some(at),
            '(' | '{' | '[' => depth += 1,
            ')' | '}' | ']' => depth = depth.saturating_sub(1),
            _ if at_word_start && is_quote(c) => return Err(Refusal::Quote(c, span)),
            'i' | 'I' if at_word_start && is_if(&text[at..]) => ifs += 1,
            _ => {}
        }
        if depth > DEEPEST || ifs > DEEPEST {
            return Err(Refusal::Deep(span));
        }
        at_word_start = is_blank(c) || matches!(c, ',' | '(' | '{' | '[');
        cleaned.push(if matches!(c, '\n' | '\r' | '\t') {
            ' '
        } else {
            c
        });
    }
    match open_quote {
        Some(at) => Err(Refusal::Open(at)),
        None => Ok(cleaned),
    }
}

/// Whether no word begins with this: people take it for a quote.
pub(super) fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '‘' | '’' | '‚' | '“' | '”' | '„' | '«' | '»' | '`'
    )
}

/// The blanks of the grammar, and line ends.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\n' | '\r')
}

fn is_if(rest: &str) -> bool {
    rest.get(..2)
        .is_some_and(|word| word.eq_ignore_ascii_case("if"))
        && rest[2..].chars().next().is_none_or(is_blank)
}

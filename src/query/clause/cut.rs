//! An `.inv` file cut into its sentences before the grammar, so that a wrong sentence costs only itself.
//!
//! A sentence begins on a line whose first word is `assert` or `invariant` and goes on to the next such line, however it is
//! indented. `#` at the beginning of a word begins a comment.

use crate::{
    query::guard::{DEEPEST, LONGEST, is_quote},
    text::{Diagnostic, Source, Span, lines},
};

use super::syntax::SUBJECT;

/// A sentence before it is read.
pub(super) struct Piece {
    /// Its lines as they stand in the file.
    pub source: Source,
    /// The number of the first of them.
    pub line: u32,
    /// The same text as the grammar takes it, byte for byte in the same places: comments and line ends are blanks.
    pub text: String,
}

/// The sentences of a file, and what is wrong with what is none.
pub(super) fn pieces(source: &Source) -> (Vec<Piece>, Vec<Diagnostic>) {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut wrong = Vec::new();
    // Where each sentence begins and what its lines say.
    let mut open: Option<(u32, usize, Vec<Span>)> = None;
    let mut stray = false;
    for line in lines(&source.text) {
        let start = source.text[..line.span.start]
            .rfind('\n')
            .map_or(0, |at| at + 1);
        if begins(line.text) {
            if let Some(done) = open.take() {
                pieces.push(piece(source, done));
            }
            open = Some((line.number, start, vec![line.span]));
            continue;
        }
        match &mut open {
            Some((_, _, said)) => said.push(line.span),
            None if stray => {}
            None => {
                stray = true;
                wrong.push(
                    Diagnostic::error("not-a-sentence", "no sentence of this file begins so")
                        .at(
                            source.place_on(line.number, line.span),
                            "expected `assert` or `invariant`",
                        )
                        .help("write `assert \"what it is called\": pool A can read /secure`"),
                );
            }
        }
    }
    if let Some(done) = open {
        pieces.push(piece(source, done));
    }
    (pieces, wrong)
}

/// A text alone as a piece: `#` begins a comment in it as well.
pub(super) fn alone(source: &Source) -> Piece {
    let said = lines(&source.text).map(|line| line.span).collect();
    let mut piece = piece(source, (1, 0, said));
    piece.source = source.clone();
    piece
}

fn begins(text: &str) -> bool {
    let word = text
        .split(|c: char| c.is_whitespace() || matches!(c, '"' | ':'))
        .next()
        .unwrap_or_default();
    ["assert", "invariant"]
        .iter()
        .any(|known| word.eq_ignore_ascii_case(known))
}

fn piece(source: &Source, (line, start, said): (u32, usize, Vec<Span>)) -> Piece {
    let end = said.last().map_or(start, |span| span.end);
    let end = source.text[end..]
        .find('\n')
        .map_or(source.text.len(), |at| end + at);
    let mut text = String::with_capacity(end - start);
    for span in said {
        while start + text.len() < span.start {
            text.push(' ');
        }
        for c in source.text[span.start..span.end].chars() {
            // Tabs are blanks already; nothing else of a line's inside is changed.
            text.push(c);
        }
    }
    Piece {
        source: Source::new(source.name.clone(), &source.text[start..end]),
        line,
        text,
    }
}

/// Whether a sentence can be parsed at all: it is not too long, does not nest too deep, and its quotes are closed.
///
/// # Errors
/// What it is.
pub(super) fn guard(piece: &Piece) -> Result<(), Box<Diagnostic>> {
    let refuse = |code, headline: &str, span: Span, label: &str, help: &str| {
        let complaint = Diagnostic::error(code, headline).at(piece.source.place(span), label);
        Err(Box::new(complaint.help(help)))
    };
    let whole = Span {
        start: 0,
        end: piece.text.trim_end().len(),
    };
    if piece.text.len() > LONGEST {
        let begin = Span {
            start: 0,
            end: piece.text.floor_char_boundary(60),
        };
        return refuse(
            "clause-too-long",
            "the sentence is too long",
            begin,
            "it begins here",
            "a sentence has at most 65,536 bytes",
        );
    }
    if let Some(at) = piece.text.find(SUBJECT) {
        let span = Span {
            start: at,
            end: at + SUBJECT.len(),
        };
        return refuse(
            "not-understood",
            "this character is in no name",
            span,
            "leave it out",
            "it is one of those that Unicode leaves to private agreements",
        );
    }
    let mut quote = None;
    let mut depth = Depth::default();
    let mut at_word_start = true;
    for (at, c) in piece.text.char_indices() {
        let span = Span {
            start: at,
            end: at + c.len_utf8(),
        };
        if quote.is_some() {
            if c == '"' {
                quote = None;
            }
            continue;
        }
        if c == '"' {
            quote = Some(at);
        } else if at_word_start && is_quote(c) {
            return refuse(
                "wrong-quote",
                &format!("`{c}` is not a quote here"),
                span,
                "not this one",
                "names are put in straight double quotes: `\"Default Web Site\"`",
            );
        }
        if at_word_start {
            depth.word(&piece.text[at..]);
        }
        depth.sign(c);
        if depth.now() > DEEPEST {
            return refuse(
                "too-deep",
                "the clause nests too deep",
                span,
                "this is level 65",
                "nothing nests deeper than 64",
            );
        }
        at_word_start = c.is_whitespace() || matches!(c, ',' | '(' | '{' | '[' | ':');
    }
    match quote {
        Some(start) => refuse(
            "open-quote",
            "a quote is not closed",
            Span {
                start,
                end: whole.end,
            },
            "it begins here",
            "a name in quotes ends with `\"`; a quote inside it is written `\"\"`",
        ),
        None => Ok(()),
    }
}

/// How deep a place may be nested: what `if`, `for` and `where` begin goes on to the end of its bracket.
#[derive(Default)]
struct Depth {
    /// What was begun outside of brackets, then inside of each that is open.
    begun: Vec<Begun>,
}

#[derive(Clone, Copy, Default)]
struct Begun {
    /// `if`, `for`, `where`.
    to_the_end: usize,
    /// `not` binds a single claim: many claims side by side do not nest.
    nots: usize,
}

impl Depth {
    fn word(&mut self, rest: &str) {
        let word = rest
            .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '{' | '"' | ':' | ','))
            .next()
            .unwrap_or_default();
        let is = |words: &[&str]| words.iter().any(|known| word.eq_ignore_ascii_case(known));
        if self.begun.is_empty() {
            self.begun.push(Begun::default());
        }
        let Some(here) = self.begun.last_mut() else {
            return;
        };
        if is(&["if", "for", "where"]) {
            here.to_the_end += 1;
        } else if is(&["not"]) {
            here.nots += 1;
        } else if is(&["and", "or", "then"]) {
            here.nots = 0;
        }
    }

    fn sign(&mut self, c: char) {
        if self.begun.is_empty() {
            self.begun.push(Begun::default());
        }
        match c {
            '(' | '{' | '[' => self.begun.push(Begun::default()),
            ')' | '}' | ']' => {
                self.begun.pop();
            }
            _ => {}
        }
    }

    fn now(&self) -> usize {
        let inside: usize = self
            .begun
            .iter()
            .map(|begun| 1 + begun.to_the_end + begun.nots)
            .sum();
        inside.saturating_sub(1)
    }
}

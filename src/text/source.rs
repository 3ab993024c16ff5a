//! A text with a name, and places in it.

use std::{fmt, sync::Arc};

/// What a source is called: a file's path as the user gave it, `question`, `demo`.
pub type SourceName = Arc<str>;

/// A text that somebody gave us.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its name.
    pub name: SourceName,
    /// The whole text, line ends as they came.
    pub text: Arc<str>,
}

/// A range of bytes in a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// A place that a person can go to: source, line and column, and what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The source's name.
    pub source: SourceName,
    /// The line, from 1; 0 when the whole source is meant.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The line's text with the words that are meant, where it is at hand.
    pub excerpt: Option<Excerpt>,
}

/// A line of a source with some of it underlined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The line without its end; long ones are cut around the underlined part.
    pub line: String,
    /// The underlined part, as a byte range in `line`.
    pub under: Span,
}

/// An excerpt shows at most this many bytes of a line.
const EXCERPT: usize = 160;

impl Source {
    /// A source of that name.
    pub fn new(name: impl Into<SourceName>, text: impl Into<Arc<str>>) -> Source {
        Source {
            name: name.into(),
            text: text.into(),
        }
    }

    /// The place of a range, with its line. A range beyond the text is the text's end.
    pub fn place(&self, span: Span) -> Place {
        let start = floor_boundary(&self.text, span.start);
        let above = self.text[..start].matches('\n').count();
        self.place_on(u32::try_from(above + 1).unwrap_or(u32::MAX), span)
    }

    /// The place of a range that stands on the line of that number: `place` without counting lines.
    pub fn place_on(&self, line: u32, span: Span) -> Place {
        let text = &*self.text;
        let start = floor_boundary(text, span.start);
        let end = floor_boundary(text, span.end).max(start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line_text = text[line_start..line_end].trim_end_matches('\r');
        let from = start - line_start;
        let to = (end.min(line_start + line_text.len()))
            .saturating_sub(line_start)
            .max(from);
        Place {
            source: self.name.clone(),
            line,
            column: u32::try_from(text[line_start..start].chars().count() + 1).unwrap_or(u32::MAX),
            excerpt: Some(Excerpt::cut(
                line_text,
                from.min(line_text.len()),
                to.min(line_text.len()),
            )),
        }
    }

    /// The source as a whole.
    pub fn whole(&self) -> Place {
        Place::whole(self.name.clone())
    }
}

impl Place {
    /// A source as a whole.
    pub fn whole(source: SourceName) -> Place {
        Place {
            source,
            line: 0,
            column: 0,
            excerpt: None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            f.write_str(&self.source)
        } else {
            write!(f, "{}:{}", self.source, self.line)
        }
    }
}

impl Excerpt {
    fn cut(line: &str, from: usize, to: usize) -> Excerpt {
        if line.len() <= EXCERPT {
            return Excerpt {
                line: line.to_owned(),
                under: Span {
                    start: from,
                    end: to,
                },
            };
        }
        let begin = floor_boundary(line, from.saturating_sub(EXCERPT / 3));
        let end = floor_boundary(line, begin + EXCERPT);
        Excerpt {
            line: line[begin..end].to_owned(),
            under: Span {
                start: from - begin,
                end: to.min(end) - begin,
            },
        }
    }
}

/// The nearest character boundary at or before `at`.
fn floor_boundary(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

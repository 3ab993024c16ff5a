//! A text as lines: each with its number, its place, its indentation, and without its comment.

use super::Span;

/// A line that says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'t> {
    /// Its number in the text, from 1.
    pub number: u32,
    /// Whether it belongs to a line above: it begins with white space.
    pub indented: bool,
    /// What it says, without indentation, comment and line end; never empty.
    pub text: &'t str,
    /// Where `text` stands, in bytes.
    pub span: Span,
}

/// The lines of a text that say something, in order.
///
/// `#` at the beginning of a word begins a comment; inside a word it belongs to it, and in double quotes it is text.
/// Lines end with LF or CR LF; a byte order mark at the beginning is no text.
pub fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    Lines {
        text,
        at: start,
        number: 0,
    }
}

struct Lines<'t> {
    text: &'t str,
    at: usize,
    number: u32,
}

impl<'t> Iterator for Lines<'t> {
    type Item = Line<'t>;

    fn next(&mut self) -> Option<Line<'t>> {
        while self.at < self.text.len() {
            let start = self.at;
            let rest = &self.text[start..];
            let length = rest.find('\n').unwrap_or(rest.len());
            self.at = (start + length + 1).min(self.text.len());
            self.number = self.number.saturating_add(1);

            let said = without_comment(&rest[..length]);
            let inner = said.trim_start();
            let indent = said.len() - inner.len();
            let inner = inner.trim_end();
            if !inner.is_empty() {
                let from = start + indent;
                return Some(Line {
                    number: self.number,
                    indented: indent > 0,
                    text: inner,
                    span: Span {
                        start: from,
                        end: from + inner.len(),
                    },
                });
            }
        }
        None
    }
}

/// The line up to its comment.
fn without_comment(line: &str) -> &str {
    let mut quoted = false;
    let mut at_word_start = true;
    for (at, c) in line.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '#' if !quoted && at_word_start => return &line[..at],
            _ => {}
        }
        at_word_start = c.is_whitespace() || matches!(c, ',' | '(' | '{' | '"' | ')' | '}');
    }
    line
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn lines_know_where_they_stand() {
        let text = "# head\r\nserver A # the first\n\n  allows \"a # b\" C#  \r\nlast";
        let cut: Vec<_> = lines(text)
            .map(|line| (line.number, line.indented, line.text))
            .collect();
        assert_eq!(
            cut,
            [
                (2, false, "server A"),
                (4, true, "allows \"a # b\" C#"),
                (5, false, "last"),
            ]
        );
        for line in lines(text) {
            assert_eq!(&text[line.span.start..line.span.end], line.text);
        }
    }
}

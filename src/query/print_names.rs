//! Names → canonical text, in quotes where they need them.

use std::fmt;

use super::{guard, names::is_plain, syntax::Reference};

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reference::Name(name) => f.write_str(&plain_or_quoted(name.as_str())),
            Reference::Sid(sid) => sid.fmt(f),
            Reference::Path(path) => {
                // A drive's colon is the only one that a bare path holds; `.` alone is `.\`.
                let text = path.as_str();
                let rest = match text.as_bytes() {
                    [drive, b':', ..] if drive.is_ascii_alphabetic() => &text[2..],
                    _ => text,
                };
                match text {
                    "." => f.write_str(".\\"),
                    _ if rest.chars().all(is_word_char) => f.write_str(text),
                    _ => f.write_str(&quoted(text)),
                }
            }
            Reference::Url { site, path } => {
                let bare_path = path.as_str().chars().all(is_word_char);
                match site {
                    None if bare_path => path.fmt(f),
                    None => f.write_str(&quoted(path.as_str())),
                    Some(site) if bare_path && is_bare_site(site.as_str()) => {
                        write!(f, "{site}{path}")
                    }
                    Some(site) if bare_path => write!(f, "{}{path}", quoted(site.as_str())),
                    Some(site) => f.write_str(&quoted(&format!("{site}{path}"))),
                }
            }
        }
    }
}

/// A site in front of a slash: the slash belongs to the word, so that no keyword is in the way.
fn is_bare_site(site: &str) -> bool {
    site.chars().all(|c| is_word_char(c) && c != '\\') && !site.starts_with(guard::is_quote)
}

/// Whether a character can stand in a word without quotes.
pub(super) fn is_word_char(c: char) -> bool {
    !matches!(
        c,
        ' ' | '\t'
            | '\u{a0}'
            | ','
            | '('
            | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '"'
            | '|'
            | ':'
            | '\u{7f}'
    ) && c >= ' '
}

/// A name as it is printed.
pub(super) fn plain_or_quoted(text: &str) -> String {
    if is_plain(text) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// A raw text in quotes.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

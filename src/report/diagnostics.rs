//! A complaint as a person reads it: headline, the line with the wrong words underlined, help.
//!
//! ```text
//! error: no principal is called `IIS AppPool\Shpo`
//!   | can "IIS AppPool\Shpo" write C:\inetpub\shop
//!   |     ^^^^^^^^^^^^^^^^^^ not in this server
//! help: did you mean `IIS AppPool\Shop`?
//! ```

use std::fmt::Write;

use crate::text::{Diagnostic, Excerpt, Place, Severity};

/// Sources that the reader has just typed: where they are need not be told.
const TYPED: [&str; 2] = ["question", "sddl"];

/// The complaint as text, with a line end.
pub fn draw(diagnostic: &Diagnostic, colour: bool) -> String {
    let paint = Paint { colour };
    let (word, tint) = match diagnostic.severity {
        Severity::Error => ("error", "1;31"),
        Severity::Warning => ("warning", "1;33"),
        Severity::Note => ("note", "1;36"),
    };
    let mut text = String::new();
    let headline = paint.with("1", &format!(": {}", diagnostic.headline));
    line(&mut text, &format!("{}{headline}", paint.with(tint, word)));
    if let Some(place) = &diagnostic.place {
        draw_place(&mut text, place, &diagnostic.label, tint, paint);
    }
    if let Some(meant) = did_you_mean(&diagnostic.candidates) {
        line(
            &mut text,
            &format!("{}: {meant}", paint.with("1;32", "help")),
        );
    }
    if let Some(help) = &diagnostic.help {
        line(
            &mut text,
            &format!("{}: {help}", paint.with("1;32", "help")),
        );
    }
    text
}

fn draw_place(text: &mut String, place: &Place, label: &str, tint: &str, paint: Paint) {
    let margin = paint.with("1;34", "|");
    if !TYPED.contains(&&*place.source) {
        let at = match (place.line, place.column) {
            (0, _) | (_, 0) => place.to_string(),
            (_, column) => format!("{place}:{column}"),
        };
        line(text, &format!("  {} {at}", paint.with("1;34", "-->")));
    }
    match &place.excerpt {
        Some(Excerpt { line: words, under }) => {
            line(text, &format!("  {margin} {}", even(words)));
            let before = words[..under.start].chars().count();
            let length = words[under.start..under.end].chars().count().max(1);
            let below = format!("{} {label}", "^".repeat(length));
            let below = paint.with(tint, below.trim_end());
            line(text, &format!("  {margin} {}{below}", " ".repeat(before)));
        }
        None if label.is_empty() => {}
        None => line(text, &format!("  {margin} {label}")),
    }
}

/// Every character one column wide: tabs and control characters would shift what stands below.
fn even(words: &str) -> String {
    words
        .chars()
        .map(|c| match c {
            '\t' => ' ',
            c if c.is_control() => '\u{FFFD}',
            c => c,
        })
        .collect()
}

/// `did you mean …?`, with the names in backticks; `None` without a name.
pub fn did_you_mean(candidates: &[String]) -> Option<String> {
    let (last, others) = candidates.split_last()?;
    let mut text = "did you mean ".to_owned();
    for (n, other) in others.iter().enumerate() {
        let comma = if n == 0 { "" } else { ", " };
        // Writing to a string cannot fail.
        let _ = write!(text, "{comma}`{other}`");
    }
    let or = if others.is_empty() { "" } else { " or " };
    let _ = write!(text, "{or}`{last}`?");
    Some(text)
}

fn line(text: &mut String, words: &str) {
    text.push_str(words.trim_end());
    text.push('\n');
}

#[derive(Clone, Copy)]
struct Paint {
    colour: bool,
}

impl Paint {
    fn with(self, tint: &str, words: &str) -> String {
        if self.colour {
            format!("\u{1b}[{tint}m{words}\u{1b}[0m")
        } else {
            words.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Source, Span};

    #[test]
    fn the_words_that_are_meant_are_underlined() {
        let source = Source::new(
            "question",
            r#"can "IIS AppPool\Shpo" write C:\inetpub\shop"#,
        );
        let headline = r"no principal is called `IIS AppPool\Shpo`";
        let diagnostic = Diagnostic::error("unknown-name", headline)
            .at(
                source.place(Span { start: 4, end: 22 }),
                "not in this server",
            )
            .candidates(vec![r"IIS AppPool\Shop".to_owned()]);
        let expected = r#"error: no principal is called `IIS AppPool\Shpo`
  | can "IIS AppPool\Shpo" write C:\inetpub\shop
  |     ^^^^^^^^^^^^^^^^^^ not in this server
help: did you mean `IIS AppPool\Shop`?
"#;
        assert_eq!(draw(&diagnostic, false), expected);
    }

    #[test]
    fn a_file_is_named_with_line_and_column() {
        let source = Source::new("web.world", "server web\n\tpol A");
        let diagnostic = Diagnostic::warning("unknown-word", "no statement begins with `pol`")
            .at(source.place(Span { start: 12, end: 15 }), "")
            .candidates(vec![
                "pool".to_owned(),
                "path".to_owned(),
                "port".to_owned(),
            ])
            .help("see `poolproof help world`");
        let expected = "warning: no statement begins with `pol`
  --> web.world:2:2
  |  pol A
  |  ^^^
help: did you mean `pool`, `path` or `port`?
help: see `poolproof help world`
";
        assert_eq!(draw(&diagnostic, false), expected);
        assert!(draw(&diagnostic, true).contains("\u{1b}[1;33mwarning\u{1b}[0m"));
    }

    #[test]
    fn the_end_of_a_line_can_be_meant() {
        let source = Source::new("sddl", "O:");
        let diagnostic = Diagnostic::error("sddl", "the text ends")
            .at(source.place(Span { start: 2, end: 2 }), "");
        assert_eq!(
            draw(&diagnostic, false),
            "error: the text ends\n  | O:\n  |   ^\n"
        );
    }
}

//! The world notation on whole files: stories, the manual, snapshots, mistakes, and bad input.

mod bad_input;
mod documents;
mod json;
mod manual;

use std::fmt::Write;

use poolproof::{
    text::{Diagnostic, Source},
    world::{Fact, print, read},
};

/// A source that is a file of the project.
fn file(path: &str) -> Source {
    let full = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(full).expect("a file of the project");
    Source::new(path, text)
}

/// Reads a text, and what was printed of it, which must be the same facts without a complaint.
fn read_twice(source: &Source) -> (Vec<Fact>, Vec<Diagnostic>) {
    let (facts, diagnostics) = read(source);
    let printed = print(&facts);
    let (again, complaints) = read(&Source::new("printed", printed.as_str()));
    assert_eq!(complaints, [], "{}\n{printed}", source.name);
    assert_eq!(again, facts, "{}\n{printed}", source.name);
    (facts, diagnostics)
}

/// Complaints as a person would read them, plainly.
pub(crate) fn told(diagnostics: &[Diagnostic]) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let severity = format!("{:?}", diagnostic.severity).to_lowercase();
        writeln!(
            text,
            "{severity}[{}]: {}",
            diagnostic.code, diagnostic.headline
        )
        .unwrap();
        if let Some(place) = &diagnostic.place
            && let Some(excerpt) = &place.excerpt
        {
            let (line, under) = (&excerpt.line, excerpt.under);
            let before = line[..under.start].chars().count();
            let length = line[under.start..under.end].chars().count().max(1);
            writeln!(text, "{:>4} | {line}", place.line).unwrap();
            let marks = format!("{}{}", " ".repeat(before), "^".repeat(length));
            writeln!(text, "     | {marks} {}", diagnostic.label).unwrap();
        }
        if !diagnostic.candidates.is_empty() {
            writeln!(text, "meant: {}", diagnostic.candidates.join(", ")).unwrap();
        }
        if let Some(help) = &diagnostic.help {
            writeln!(text, "help: {help}").unwrap();
        }
        text.push('\n');
    }
    text
}

//! Facts among the artefacts, in the world notation or as JSON: what a person adds to what was collected.

use super::{
    Reader,
    reading::{Input, Reading, because},
    sheet::Sheet,
};
use crate::{
    text::{Diagnostic, Severity, Source},
    world::{self, Fact},
};

/// How statements are read: by the world's own reader.
pub(super) const READER: Reader = Reader {
    kind: "world",
    title: "world notation",
    recognises,
    read: Some(read),
};

/// How facts in JSON are read: by the world's own reader.
pub(super) const FACTS: Reader = Reader {
    kind: "facts",
    title: "facts in JSON",
    recognises: |sheet| {
        sheet.text().trim_start().starts_with('{') && sheet.text().contains("\"poolproof/world/")
    },
    read: Some(|input| stated(input, world::from_json(&input.sheet.source))),
};

/// Words that begin a statement, also one that goes on below or has a mistake in it.
const STATEMENTS: [&str; 17] = [
    "server",
    "user",
    "group",
    "pool",
    "site",
    "application",
    "folder",
    "file",
    "key",
    "members",
    "undescribed",
    "right",
    "machine",
    "domain",
    "component",
    "service",
    "permissions",
];

fn recognises(sheet: &Sheet) -> bool {
    let said = |(_, line): (u32, &str)| {
        let line = line.trim().to_owned();
        (!line.is_empty() && !line.starts_with('#')).then_some(line)
    };
    sheet.lines().take(500).find_map(said).is_some_and(|line| {
        let word = line.split_whitespace().next().unwrap_or("");
        let begins = STATEMENTS.contains(&word) && word.len() < line.len();
        (begins || is_sentence(&line)) && !line.contains(":(")
    })
}

/// Whether the notation takes a line as it stands.
fn is_sentence(line: &str) -> bool {
    let (facts, complaints) = world::read(&Source::new("", line));
    !facts.is_empty() && complaints.iter().all(|one| one.severity != Severity::Error)
}

fn read(input: &Input<'_>) -> Reading {
    let mut reading = stated(input, world::read(&input.sheet.source));
    let comment = because("a comment");
    for (number, line) in input.sheet.lines() {
        if line.trim_start().starts_with('#') {
            reading.ledger.dropped(number, &comment);
        }
    }
    reading
}

/// Lines that were complained about are left out; all others were used.
fn stated(input: &Input<'_>, (facts, diagnostics): (Vec<Fact>, Vec<Diagnostic>)) -> Reading {
    let mut reading = Reading::new(input.sheet);
    let wrong = because("not understood");
    let errors = diagnostics
        .iter()
        .filter(|complaint| complaint.severity == Severity::Error);
    for place in errors.filter_map(|complaint| complaint.place.as_ref()) {
        reading.ledger.left(place.line, &wrong);
    }
    reading.refused = facts.is_empty() && !diagnostics.is_empty();
    if reading.refused {
        reading.ledger.rest("nothing of the file is used");
    }
    reading.ledger.rest_used();
    reading.count("facts", facts.len());
    reading.facts = facts;
    reading.diagnostics = diagnostics;
    reading.stated = true;
    reading
}

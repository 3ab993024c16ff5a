//! Texts in the world notation among the artefacts: what a person adds to what was collected.

use super::{
    Reader,
    reading::{Input, Reading, because},
    sheet::Sheet,
};
use crate::{text::Severity, world};

/// How statements are read: by the world's own reader.
pub(super) const READER: Reader = Reader {
    kind: "world",
    title: "world notation",
    recognises,
    read: Some(read),
};

/// Words that begin a statement.
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
        STATEMENTS.contains(&word) && word.len() < line.len() && !line.contains(":(")
    })
}

fn read(input: &Input<'_>) -> Reading {
    let sheet = input.sheet;
    let mut reading = Reading::new(sheet);
    let (facts, diagnostics) = world::read(&sheet.source);
    let (comment, wrong) = (
        because("a comment"),
        because("a sentence that was not understood"),
    );
    for complaint in &diagnostics {
        if let Some(place) = &complaint.place
            && complaint.severity == Severity::Error
        {
            reading.ledger.left(place.line, &wrong);
        }
    }
    for (number, line) in sheet.lines() {
        if line.trim_start().starts_with('#') {
            reading.ledger.left(number, &comment);
        }
    }
    reading.ledger.rest_used();
    reading.count("facts", facts.len());
    reading.facts = facts;
    reading.diagnostics = diagnostics;
    reading.stated = true;
    reading
}

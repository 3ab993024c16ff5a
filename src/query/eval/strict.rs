//! What strict isolation asks besides: no object that one can write and the other can read, directly.

use std::collections::BTreeMap;

use super::{
    journey::Journey,
    protection::{Part, Side},
    what,
};
use crate::{
    query::{
        Evidence, KindOfNo, Row, Verdict,
        syntax::{Wanted, Written},
    },
    text::Diagnostic,
    world::Verb,
};

/// Both ways: what one writes and the other reads.
///
/// # Errors
/// None for verbs that mean something on every object.
pub fn shared_objects(
    one: &Side,
    other: &Side,
    journey: &Journey<'_, '_>,
) -> Result<Vec<Part>, Box<Diagnostic>> {
    Ok(vec![
        written_and_read(one, other, journey)?,
        written_and_read(other, one, journey)?,
    ])
}

fn written_and_read(
    writer: &Side,
    reader: &Side,
    journey: &Journey<'_, '_>,
) -> Result<Part, Box<Diagnostic>> {
    let can = |side: &Side, verb| -> Result<_, Box<Diagnostic>> {
        let wanted = Written::nowhere(Wanted::Verb(verb));
        let answer = what::all_that(&side.acting, &wanted, journey.resolver)?;
        let rows: BTreeMap<String, Row> = answer
            .rows
            .into_iter()
            .map(|row| (row.name.clone(), row))
            .collect();
        Ok((rows, answer.gaps))
    };
    let (written, mut gaps) = can(writer, Verb::Write)?;
    let (read, more) = can(reader, Verb::Read)?;
    gaps.extend(more);
    let mut verdict = Verdict::Yes;
    let mut evidence: Vec<Evidence> = Vec::new();
    for (name, row) in &written {
        let Some(reading) = read.get(name) else {
            continue;
        };
        let both = row.verdict == Verdict::Yes && reading.verdict == Verdict::Yes;
        if both && !matches!(verdict, Verdict::No(_)) {
            verdict = Verdict::No(KindOfNo::Reached);
            evidence.clear();
            evidence.extend(row.evidence.iter().cloned());
            evidence.extend(reading.evidence.iter().cloned());
        } else if verdict == Verdict::Yes {
            verdict = Verdict::Unknown;
            evidence.extend(row.evidence.iter().cloned());
        }
    }
    if verdict != Verdict::Unknown {
        gaps.clear();
    }
    Ok(Part {
        about: format!(
            "an object that {} can write and {} can read",
            writer.words, reader.words
        ),
        verdict,
        evidence,
        gaps,
    })
}

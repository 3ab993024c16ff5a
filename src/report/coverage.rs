//! What was read of artefacts and what was not, for a person.

use std::fmt::Write;

use crate::import::{ArtefactCoverage, Coverage, ObjectState, Outcome};

/// How many paths of a kind are named before the rest is only counted.
const SHOWN: usize = 10;

/// The account of an import as lines of text.
pub fn coverage(coverage: &Coverage) -> String {
    let mut out = String::new();
    for artefact in &coverage.artefacts {
        tell(artefact, &mut out);
    }
    let described = coverage
        .objects
        .iter()
        .filter(|object| object.state == ObjectState::Described)
        .count();
    let _ = writeln!(out, "{described} objects are described");
    let of = |state: ObjectState| {
        coverage
            .objects
            .iter()
            .filter(move |object| object.state == state)
            .map(|object| format!("{}  [{}]", object.path, object.described_at.join(", ")))
            .collect::<Vec<String>>()
    };
    list(
        "described differently by several artefacts",
        &of(ObjectState::Disagree),
        &mut out,
    );
    list(
        "known to exist, permissions unknown",
        &of(ObjectState::Unknown),
        &mut out,
    );
    let undescribed: Vec<String> = coverage
        .undescribed
        .iter()
        .map(|undescribed| {
            let below = undescribed
                .below
                .as_ref()
                .map(|folder| format!(", below {folder}"))
                .unwrap_or_default();
            format!(
                "{}{below}  [{}]",
                undescribed.path,
                undescribed.named_at.join(", ")
            )
        })
        .collect();
    list(
        "named by configuration and described by nobody",
        &undescribed,
        &mut out,
    );
    out
}

fn tell(artefact: &ArtefactCoverage, out: &mut String) {
    let outcome = match artefact.outcome {
        Outcome::Read => "read",
        Outcome::Partly => "read in part",
        Outcome::Refused => "not used, it is damaged",
        Outcome::NotRead => "not read by this version",
        Outcome::Unknown => "not recognised",
    };
    let counts: Vec<String> = artefact
        .counts
        .iter()
        .map(|(what, count)| format!("{count} {what}"))
        .collect();
    let _ = writeln!(
        out,
        "{}: {}, {outcome}{}{}",
        artefact.name,
        artefact.title,
        if counts.is_empty() { "" } else { ": " },
        counts.join(", ")
    );
    if artefact.lines > 0 {
        let _ = writeln!(out, "  {} of {} lines used", artefact.used, artefact.lines);
    }
    let left: Vec<String> = artefact
        .left_out
        .iter()
        .map(|left| {
            let range = if left.first == left.last {
                format!("line {}", left.first)
            } else {
                format!("lines {} to {}", left.first, left.last)
            };
            format!("{range}: {}", left.reason)
        })
        .collect();
    for line in left.iter().take(SHOWN) {
        let _ = writeln!(out, "  {line}");
    }
    if left.len() > SHOWN {
        let _ = writeln!(out, "  and {} more places", left.len() - SHOWN);
    }
}

fn list(title: &str, items: &[String], out: &mut String) {
    if items.is_empty() {
        return;
    }
    let _ = writeln!(out, "{} {title}:", items.len());
    for item in items.iter().take(SHOWN) {
        let _ = writeln!(out, "  {item}");
    }
    if items.len() > SHOWN {
        let _ = writeln!(out, "  and {} more", items.len() - SHOWN);
    }
}

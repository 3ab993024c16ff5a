//! An answer for a person at a terminal: the verdict first, then why, a step a line.

use std::fmt::Write;

use super::{
    token,
    view::{EvidenceView, FactView, RowView, View},
};

/// How wide the column of step names is.
const NAME: usize = 9;

/// The view as lines of text, the last one ended.
pub fn text(view: &View) -> String {
    let mut out = String::new();
    headline(view, &mut out);
    for change in &view.supposed {
        line(&mut out, "  ", "if", change);
    }
    if let Some(listing) = &view.token {
        out.push_str(&token::whoami(listing));
        out.push('\n');
    }
    if !view.counted {
        rows(view, &mut out);
    }
    for step in &view.evidence {
        evidence(step, "  ", &mut out);
    }
    if let Some(wanted) = &view.wanted {
        let reading = match wanted.reading {
            "any" => "any of ",
            _ => "all of ",
        };
        let reading = if wanted.rights.contains('|') {
            reading
        } else {
            ""
        };
        line(
            &mut out,
            "  ",
            "asked",
            &format!(
                "{}: {reading}{} ({})",
                wanted.verb, wanted.rights, wanted.mask
            ),
        );
    }
    for gap in &view.gaps {
        line(&mut out, "  ", "unknown", &placed(gap));
    }
    for note in &view.notes {
        line(&mut out, "  ", "note", note);
    }
    if !view.complete {
        line(
            &mut out,
            "  ",
            "limit",
            &format!("{} of {} rows are shown", view.rows.len(), view.total),
        );
    }
    if let Some(hint) = &view.hint {
        line(&mut out, "  ", "next", hint);
    }
    out
}

fn headline(view: &View, out: &mut String) {
    let kind = view
        .kind_of_no
        .map(|kind| format!(" ({})", kind.replace('_', " ")));
    match (view.verdict, &view.says) {
        (Some(verdict), Some(says)) => {
            let _ = writeln!(out, "{verdict}{}: {says}", kind.unwrap_or_default());
        }
        (Some(verdict), None) => {
            let _ = writeln!(out, "{verdict}{}", kind.unwrap_or_default());
        }
        (None, Some(says)) => {
            let _ = writeln!(out, "{says}");
        }
        (None, None) => {}
    }
}

fn rows(view: &View, out: &mut String) {
    let mut last = None;
    // A token's listing tells what is certain; below it stands what is not.
    let listed = |row: &&RowView| view.token.is_some() && row.verdict == "yes";
    for row in view.rows.iter().filter(|row| !listed(row)) {
        let again = row.shares.is_some() && row.shares == last;
        last = row.shares;
        let sid = row
            .sid
            .as_ref()
            .map(|sid| format!(" ({sid})"))
            .unwrap_or_default();
        let verdict = match (row.kind, row.verdict) {
            // A part of a protection: no step of it was found, or there is one.
            ("part", "yes") => ": no step found".to_owned(),
            ("part", "no") => ": reached".to_owned(),
            ("part", _) => ": not settled by what is known".to_owned(),
            (_, "yes") => String::new(),
            (_, other) => format!("  {other}"),
        };
        let _ = write!(out, "  {} {}{sid}{verdict}", row.kind, row.name);
        match row.told_inline() {
            Some(told) => {
                let _ = writeln!(out, "{told}");
            }
            None => {
                out.push('\n');
                if !again {
                    row.evidence
                        .iter()
                        .for_each(|step| evidence(step, "    ", out));
                }
            }
        }
    }
}

impl RowView {
    /// What there is to tell of a row that only says what was stated: the sentence unless it is the row's name, and its place.
    fn told_inline(&self) -> Option<String> {
        let says_its_fact = |step: &EvidenceView| match &*step.facts {
            [fact] => step.rule == "stated" && (fact.says.is_empty() || fact.says == step.says),
            _ => false,
        };
        if !self.evidence.iter().all(says_its_fact) {
            return None;
        }
        let told = self.evidence.iter().map(|step| {
            let fact = &step.facts[0];
            let says = if fact.says == self.name || fact.says.is_empty() {
                String::new()
            } else {
                format!(": {}", fact.says)
            };
            format!("{says}  [{}]", fact.at)
        });
        Some(told.collect())
    }
}

fn evidence(step: &EvidenceView, indent: &str, out: &mut String) {
    let places: Vec<&str> = step.facts.iter().map(|fact| &*fact.at).collect();
    match &*places {
        [] => line(out, indent, step.rule, &step.says),
        [at] => line(out, indent, step.rule, &format!("{}  [{at}]", step.says)),
        [..] => {
            line(out, indent, step.rule, &step.says);
            for fact in &step.facts {
                line(out, indent, "", &format!("  {}", placed(fact)));
            }
        }
    }
}

fn placed(fact: &FactView) -> String {
    if fact.at.is_empty() {
        fact.says.clone()
    } else {
        format!("{}  [{}]", fact.says, fact.at)
    }
}

fn line(out: &mut String, indent: &str, name: &str, says: &str) {
    let name = match name {
        "ace" => "line",
        "no-ace" => "no line",
        other => other,
    };
    let _ = writeln!(out, "{indent}{name:NAME$} {says}");
}

//! `what separates A from B`: the facts that a refusal rests on, each once: what the steps that are nearest lack.

use super::{
    journey::Journey,
    protection::{Side, parts, reach_of},
    subject::Acting,
};
use crate::{
    query::{
        Answer, Ground, Note, Row, Verdict,
        syntax::{Actor, Written},
    },
    text::Diagnostic,
};

/// `what separates A from B`, both ways.
///
/// # Errors
/// A name that nobody has.
pub fn separates(
    one: &Written<Actor>,
    other: &Written<Actor>,
    journey: &Journey<'_, '_>,
) -> Result<Answer, Box<Diagnostic>> {
    let resolver = journey.resolver;
    journey.not_directly(one.span)?;
    let sides = [
        Side::of(&Acting::named(&one.node, one.span, resolver)?, journey),
        Side::of(&Acting::named(&other.node, other.span, resolver)?, journey),
    ];
    let reach = reach_of(&sides, journey);
    let [one, other] = &sides;
    let mut answer = Answer::to("");
    for (from, to) in [(one, other), (other, one)] {
        if to.party.is_none() {
            continue;
        }
        for part in parts(to, from, journey, &reach) {
            if part.verdict != Verdict::Yes {
                let how = match part.verdict {
                    Verdict::Unknown => "may be come to",
                    Verdict::Yes | Verdict::No(_) => "is come to",
                };
                answer.notes.push(Note::Remark(format!(
                    "nothing separates them here: {} {how} by {}",
                    part.about, from.words
                )));
                continue;
            }
            for step in part.evidence {
                let Ground::Nearly { lacks, .. } = &step.ground else {
                    if matches!(step.ground, Ground::Searched { .. })
                        && !answer
                            .evidence
                            .iter()
                            .any(|known| known.ground == step.ground)
                    {
                        answer.evidence.push(step);
                    }
                    continue;
                };
                let name = lacks.clone();
                if answer.rows.iter().any(|row| row.name == name) {
                    continue;
                }
                let row = Row {
                    kind: "lack",
                    name,
                    sid: None,
                    verdict: Verdict::Yes,
                    evidence: vec![step],
                    shares: None,
                };
                answer.row(row, Vec::new());
            }
        }
    }
    // What was searched is told once.
    answer.evidence.truncate(1);
    Ok(answer)
}

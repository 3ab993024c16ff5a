//! What-if: the changes are made to the facts, a new server is made of them, and the question is asked there.
//!
//! Nothing of the server that is asked about is touched. Names of the question are looked up in the new server, those of a
//! change in the server as the changes before it left it.

use super::answer as ask;
use crate::{
    iis,
    query::{Answer, Engine, LazyFootprint, Note, Verdict, resolve::Resolver, syntax::Question},
    text::Diagnostic,
    world::{Origin, Server, change::without_derived, notation},
};

/// So many rows are named one by one.
const NAMED: usize = 6;

/// The answer in the world as it is supposed, and whether the changes make a difference.
///
/// # Errors
/// A change that cannot be made, or what the question itself would give.
pub fn answer(
    question: &Question,
    resolver: &Resolver<'_>,
    engine: &Engine<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let server = supposed(question, resolver)?;
    let then = Question {
        changes: Vec::new(),
        ..question.clone()
    };
    let footprint = LazyFootprint::new();
    let there = Resolver {
        server: &server,
        footprint: &footprint,
        ..*resolver
    };
    let changed = Engine::new(&server, &footprint).by(engine.rules);
    let mut answer = ask(&then, &there, &changed)?;
    answer.question = question.to_string();
    answer.supposed = question
        .changes
        .iter()
        .map(|change| notation::print_change(&change.node))
        .collect();
    // Where the question means nothing without the changes there is nothing to compare.
    if let Ok(without) = ask(&then, resolver, engine)
        && let Some(remark) = difference(&answer, &without)
    {
        answer.notes.push(Note::Remark(remark));
    }
    Ok(answer)
}

/// The server with the changes.
fn supposed(question: &Question, resolver: &Resolver<'_>) -> Result<Server, Box<Diagnostic>> {
    let said = resolver.server.stated_facts().map(|(_, fact)| fact.clone());
    let mut facts = without_derived(said);
    let mut made: Option<Server> = None;
    let mut number = 0;
    let mut last = None;
    for change in &question.changes {
        // A sentence that says several things is one to whoever wrote it.
        if last != Some(change.span) || change.span.end == 0 {
            number += 1;
        }
        last = Some(change.span);
        let here = made.as_ref().unwrap_or(resolver.server);
        facts = change
            .node
            .apply(&facts, here, &Origin::Supposed(number))
            .map_err(|wrong| {
                let label = wrong.label.clone();
                Box::new(wrong.at(resolver.source.place(change.span), label))
            })?;
        made = Some(iis::serve(facts.clone()).0);
    }
    Ok(made.unwrap_or_else(|| iis::serve(facts).0))
}

/// In one line how the answer differs from the one without the changes.
fn difference(answer: &Answer, without: &Answer) -> Option<String> {
    let word = |verdict: Verdict| match verdict {
        Verdict::Yes => "yes",
        Verdict::No(_) => "no",
        Verdict::Unknown => "unknown",
    };
    match (answer.verdict, without.verdict) {
        (Some(now), Some(before)) if word(now) != word(before) => Some(format!(
            "without these changes the answer is {}",
            word(before)
        )),
        (None, None) => {
            let names = |answer: &Answer| {
                let rows = answer.rows.iter();
                rows.map(|row| (row.name.clone(), word(row.verdict)))
                    .collect::<Vec<_>>()
            };
            let before = names(without);
            if names(answer) == before {
                return None;
            }
            Some(match before.len() {
                0 => "without these changes there are no rows".to_owned(),
                count if count > NAMED => format!("without these changes there are {count} rows"),
                _ => {
                    let rows: Vec<&str> = before.iter().map(|(name, _)| name.as_str()).collect();
                    format!("without these changes: {}", rows.join(", "))
                }
            })
        }
        (Some(_) | None, _) => None,
    }
}

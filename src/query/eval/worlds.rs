//! Other worlds: a question asked `in` one, `between` two, and what leads from one to another.

use super::answer as ask;
use crate::{
    query::{
        Answer, Engine, KindOfNo, LazyFootprint, Row, Verdict,
        resolve::Resolver,
        syntax::{Modifier, Question, Written},
    },
    text::{Diagnostic, Span},
    world::{
        Fact, Name, Server,
        change::{difference, without_derived},
        notation,
    },
};

type Asked = Result<Answer, Box<Diagnostic>>;

/// The answer of another world, or of two, if the question says so.
pub fn elsewhere(
    question: &Question,
    resolver: &Resolver<'_>,
    engine: &Engine<'_>,
) -> Option<Asked> {
    let at = question
        .modifiers
        .iter()
        .position(|modifier| matches!(modifier.node, Modifier::In(_) | Modifier::Between(..)))?;
    let mut there = question.clone();
    let modifier = there.modifiers.remove(at);
    let answer = match &modifier.node {
        Modifier::In(name) => in_world(&there, (name, modifier.span), resolver, engine),
        Modifier::Between(before, after) => {
            between(&there, (before, after), &modifier, resolver, engine)
        }
        _ => return None,
    };
    Some(answer.map(|mut answer| {
        answer.question = question.to_string();
        answer
    }))
}

fn in_world(
    question: &Question,
    (name, span): (&Name, Span),
    resolver: &Resolver<'_>,
    engine: &Engine<'_>,
) -> Asked {
    let server = resolver.world(name, span)?;
    let footprint = LazyFootprint::new();
    let there = Resolver {
        server,
        footprint: &footprint,
        ..*resolver
    };
    ask(
        question,
        &there,
        &Engine::new(server, &footprint).by(engine.rules),
    )
}

/// What the second world gives and the first does not, and the other way round.
fn between(
    question: &Question,
    (before, after): (&Name, &Name),
    modifier: &Written<Modifier>,
    resolver: &Resolver<'_>,
    engine: &Engine<'_>,
) -> Asked {
    let first = in_world(question, (before, modifier.span), resolver, engine)?;
    let second = in_world(question, (after, modifier.span), resolver, engine)?;
    let mut answer = Answer::to("");
    answer.supposed.clone_from(&second.supposed);
    match (first.verdict, second.verdict) {
        (Some(one), Some(other)) => {
            answer.title = Some(format!(
                "verdicts that differ, {} in {before} and {} in {after}",
                word(one),
                word(other)
            ));
            if word(one) != word(other) {
                let kind = match (one, other) {
                    (Verdict::No(_), _) | (Verdict::Unknown, Verdict::Yes) => "gained",
                    (_, Verdict::No(_)) | (Verdict::Yes, Verdict::Unknown) => "lost",
                    (Verdict::Yes, Verdict::Yes) | (Verdict::Unknown, Verdict::Unknown) => "same",
                };
                let certain = one != Verdict::Unknown && other != Verdict::Unknown;
                answer.rows.push(Row {
                    kind,
                    name: question.to_string(),
                    sid: None,
                    verdict: if certain {
                        Verdict::Yes
                    } else {
                        Verdict::Unknown
                    },
                    evidence: second.evidence.clone(),
                    shares: None,
                });
            }
            answer.gaps = first.gaps.into_iter().chain(second.gaps).collect();
        }
        (Some(_) | None, _) => {
            let what = second.title.clone().unwrap_or_else(|| "rows".to_owned());
            answer.title = Some(format!(
                "{what}: what {after} has and {before} has not, and the other way round"
            ));
            answer
                .rows
                .extend(only("gained", &second.rows, &first.rows));
            answer.rows.extend(only("lost", &first.rows, &second.rows));
            answer.complete = first.complete && second.complete;
        }
    }
    answer.total = answer
        .rows
        .iter()
        .filter(|row| row.verdict == Verdict::Yes)
        .count();
    Ok(answer)
}

/// The rows that the others lack, or of which the others say something else.
fn only(kind: &'static str, rows: &[Row], others: &[Row]) -> Vec<Row> {
    let is_there = |row: &Row| {
        others.iter().any(|other| {
            other.kind == row.kind
                && other.name == row.name
                && word(other.verdict) == word(row.verdict)
        })
    };
    let lacking = rows.iter().filter(|row| !is_there(row));
    lacking
        .map(|row| Row {
            kind,
            name: format!("{} {}", row.kind, row.name),
            shares: None,
            ..row.clone()
        })
        .collect()
}

/// `compare W1 with W2`: a row for each change, in an order in which they can be supposed.
pub fn compare(before: &Written<Name>, after: &Written<Name>, resolver: &Resolver<'_>) -> Asked {
    let facts = |name: &Written<Name>| -> Result<Vec<Fact>, Box<Diagnostic>> {
        let server: &Server = resolver.world(&name.node, name.span)?;
        Ok(without_derived(
            server.stated_facts().map(|(_, fact)| fact.clone()),
        ))
    };
    let changes = difference(&facts(before)?, &facts(after)?);
    let mut answer = Answer::to("");
    answer.rows = changes
        .iter()
        .map(|change| Row {
            kind: "change",
            name: notation::print_change(change),
            sid: None,
            verdict: Verdict::Yes,
            evidence: Vec::new(),
            shares: None,
        })
        .collect();
    answer.total = answer.rows.len();
    Ok(answer)
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Yes => "yes",
        Verdict::No(
            KindOfNo::Denied
            | KindOfNo::NotGranted
            | KindOfNo::Gated
            | KindOfNo::Unreachable
            | KindOfNo::Reached,
        ) => "no",
        Verdict::Unknown => "unknown",
    }
}

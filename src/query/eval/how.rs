//! `how can …`: of several ways, which one is told; and whether there is one where a direct answer is no.

use super::{
    can,
    journey::Journey,
    sets::{self, Bag},
};
use crate::{
    query::{
        Answer, Ground, Note, Row, Verdict,
        resolve::Resolver,
        syntax::{Core, Question, Set, Way, Written},
    },
    text::Diagnostic,
    world::Verb,
};

/// Where one of many is enough for a yes, the shortest way to one of them is how; the others are counted.
///
/// # Errors
/// A name that nobody has.
pub fn shortest_alone(
    core: &Core,
    answer: &mut Answer,
    resolver: &Resolver<'_>,
) -> Result<(), Box<Diagnostic>> {
    let Core::Can {
        subject, object, ..
    } = core
    else {
        return Ok(());
    };
    let actors = sets::actors(subject, resolver)?;
    let objects = sets::targets(object, resolver)?;
    if matches!(actors, Bag::All(_)) || matches!(objects, Bag::All(_)) {
        return Ok(());
    }
    let steps = |row: &Row| {
        let step = |ground: &Ground| matches!(ground, Ground::Step { .. });
        let of = row.evidence.iter().filter(|one| step(&one.ground));
        of.count()
    };
    let ways = || answer.rows.iter().filter(|row| row.verdict == Verdict::Yes);
    let (count, all) = (ways().count(), answer.rows.len());
    let Some(shortest) = ways().min_by_key(|row| steps(row)).cloned() else {
        return Ok(());
    };
    answer.rows = vec![shortest];
    answer.total = 1;
    if all > 1 {
        answer.notes.push(Note::Remark(format!(
            "this is the shortest way; there is one for {count} of {all}, which the question without `how` tells"
        )));
    }
    Ok(())
}

/// What to ask next where one cannot do something now and can come to do it.
///
/// # Errors
/// A name that nobody has.
pub fn by_steps_it_can(
    question: &Question,
    journey: &Journey<'_, '_>,
) -> Result<Option<Note>, Box<Diagnostic>> {
    let Core::Can {
        subject,
        way: Way::Now,
        wanted,
        object,
    } = &question.core.node
    else {
        return Ok(None);
    };
    let (Set::One(_), Set::One(_)) = (&subject.node, &object.node) else {
        return Ok(None);
    };
    // A request is made by whoever visits, and is no step.
    if wanted.node.verb() == Some(Verb::Request) {
        return Ok(None);
    }
    let found = can(subject, Way::BySteps, wanted, object, journey)?;
    if found.verdict != Some(Verdict::Yes) {
        return Ok(None);
    }
    let next = Question {
        changes: Vec::new(),
        prefix: None,
        core: Written::nowhere(Core::Can {
            subject: subject.clone(),
            way: Way::BySteps,
            wanted: wanted.clone(),
            object: object.clone(),
        }),
        modifiers: Vec::new(),
    };
    Ok(Some(Note::Hint(format!("by steps it can: `how {next}`"))))
}

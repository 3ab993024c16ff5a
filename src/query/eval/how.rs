//! `how can …`: of several ways, which one is told.

use super::sets::{self, Bag};
use crate::{
    query::{Answer, Ground, Note, Row, Verdict, resolve::Resolver, syntax::Core},
    text::Diagnostic,
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

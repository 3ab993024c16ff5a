//! `which identity serves URL [at stage STAGE]`: whose token acts, for an anonymous request.
//!
//! Without a stage it is whoever the application's code acts as; for static content, which runs no code, whoever opens the file.

use super::{gap, judge::Judged, sender::Sender, trial::Trial, tried};
use crate::{
    iis::request::Stage,
    query::{
        Answer, Note, Row, Verdict,
        resolve::Resolver,
        syntax::{Reference, Written},
    },
    text::Diagnostic,
};

/// `which identity serves URL [at stage STAGE]`
///
/// # Errors
/// No site serves the URL.
pub fn serves(
    url: &Written<Reference>,
    stage: Option<&Written<Stage>>,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let trial = trial(url, resolver)?;
    let mut answer = Answer::to("");
    match stage {
        Some(stage) => rows(&mut answer, &trial, stage.node, &|_| true),
        None => {
            let code = trial.plan.of(Stage::Code).next().is_some();
            if code {
                rows(&mut answer, &trial, Stage::Code, &|_| true);
            } else {
                rows(&mut answer, &trial, Stage::StaticFile, &|step| {
                    !step.is_by_process()
                });
            }
        }
    }
    finish(&mut answer, &trial, stage.is_some());
    Ok(answer)
}

/// `which identity serves URL at every stage`
///
/// # Errors
/// As [`serves`].
pub fn every_stage(
    url: &Written<Reference>,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let trial = trial(url, resolver)?;
    let mut answer = Answer::to("");
    for stage in Stage::ALL {
        rows(&mut answer, &trial, stage, &|_| true);
    }
    finish(&mut answer, &trial, true);
    Ok(answer)
}

fn trial(url: &Written<Reference>, resolver: &Resolver<'_>) -> Result<Trial, Box<Diagnostic>> {
    let object = resolver.reference(url, None)?;
    Ok(tried(&Sender::Anonymous, &object, url.span, resolver)?.0)
}

/// One row for each account that acts at a stage.
fn rows(answer: &mut Answer, trial: &Trial, stage: Stage, wanted: &dyn Fn(&Judged) -> bool) {
    let steps = trial.steps.iter().filter(|step| step.stage == stage);
    for step in steps.filter(|step| wanted(step)) {
        let row = Row {
            kind: stage.words(),
            name: step.who.clone(),
            sid: step.sid,
            verdict: Verdict::Yes,
            evidence: step.evidence.iter().take(1).cloned().collect(),
            shares: None,
        };
        let known = answer
            .rows
            .iter()
            .any(|known| known.kind == row.kind && known.name == row.name);
        if !step.is_somebody() {
            if !step.is_refused() {
                answer.gaps.push(gap(format!(
                    "whose token acts at the stage {}",
                    stage.words()
                )));
            }
            continue;
        }
        if !known {
            answer.rows.push(row);
        }
    }
}

fn finish(answer: &mut Answer, trial: &Trial, said: bool) {
    answer.total = answer.rows.len();
    answer.gaps.dedup();
    if let Some(refused) = trial
        .steps
        .iter()
        .find(|step| step.decides && step.is_refused())
    {
        answer.notes.push(Note::Remark(format!(
            "an anonymous request is refused: {}",
            refused.headline()
        )));
    }
    if answer.rows.is_empty() && said {
        answer.notes.push(Note::Remark(
            "a request for it does not go through this stage".into(),
        ));
    }
}

//! What came of insisting: a finding for each sentence, with its place.

use super::{Judged, Live, Stop, meaning, packs::Rule, sense};
use crate::{
    query::{
        LazyFootprint,
        clause::syntax::{Insisted, Purpose},
    },
    reach::RuleSet,
    text::{Diagnostic, Place},
    world::Server,
};

/// What came of one sentence.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub purpose: Purpose,
    /// The clause in canonical spelling.
    pub clause: String,
    /// Where it stands.
    pub place: Place,
    /// The built-in rule that it is, where it is one.
    pub rule: Option<&'static Rule>,
    /// What came of it.
    pub outcome: Outcome,
    /// What else should be known.
    pub notes: Vec<String>,
}

/// What came of it.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It holds, it is violated, or what is known leaves it open.
    Judged(Box<Judged>),
    /// It means nothing in this world: these are the reasons.
    Meaningless(Vec<Diagnostic>),
    /// The rule is about other versions of IIS.
    OtherVersion,
    /// There was no time for it.
    Unchecked,
}

/// Insists on one sentence in a server.
pub fn check(sentence: &Insisted, server: &Server) -> Finding {
    let footprint = LazyFootprint::new();
    let mut world = Live::new(server, &footprint, &sentence.source, &|| true);
    finding(sentence, &mut world)
}

/// Insists on one sentence in a server, by these rules of reach where it does not say which.
pub fn check_by(sentence: &Insisted, server: &Server, rules: RuleSet) -> Finding {
    let footprint = LazyFootprint::new();
    let mut world = Live::new(server, &footprint, &sentence.source, &|| true).by(rules);
    finding(sentence, &mut world)
}

/// Insists on sentences in a server, in their order. What does not mean anything in it is told of all of them.
pub fn check_all(
    sentences: &[Insisted],
    server: &Server,
    go_on: &dyn Fn() -> bool,
) -> Vec<Finding> {
    let Some(first) = sentences.first() else {
        return Vec::new();
    };
    let footprint = LazyFootprint::new();
    let mut world = Live::new(server, &footprint, &first.source, go_on);
    let mut findings = Vec::new();
    for sentence in sentences {
        world.read_from(&sentence.source);
        findings.push(finding(sentence, &mut world));
    }
    findings
}

fn finding(sentence: &Insisted, world: &mut Live<'_>) -> Finding {
    let mut place = sentence.source.place(sentence.name.span);
    place.line = place.line.saturating_add(sentence.line.saturating_sub(1));
    let outcome = outcome(sentence, world);
    Finding {
        name: sentence.name.node.clone(),
        purpose: sentence.purpose,
        clause: sentence.clause.node.to_string(),
        place,
        rule: None,
        outcome,
        notes: world.take_remarks(),
    }
}

fn outcome(sentence: &Insisted, world: &mut Live<'_>) -> Outcome {
    let complaints = match sense::complaints(&sentence.clause, world) {
        Ok(complaints) => complaints,
        Err(_) => return Outcome::Unchecked,
    };
    if !complaints.is_empty() {
        let in_file = complaints
            .into_iter()
            .map(|complaint| sentence.in_file(complaint));
        return Outcome::Meaningless(in_file.collect());
    }
    match meaning::judge(&sentence.clause.node, world) {
        Ok(judged) => Outcome::Judged(Box::new(judged)),
        Err(Stop::Wrong(complaint)) => Outcome::Meaningless(vec![sentence.in_file(*complaint)]),
        Err(Stop::Interrupted) => Outcome::Unchecked,
    }
}

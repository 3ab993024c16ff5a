//! `is B protected from A`, in three parts, each with its own verdict and its own proof or refusal; `is A isolated from B`.
//!
//! Nothing here says that somebody is safe. A yes says that no step was found among those that are modelled, and how many were tried.

use std::rc::Rc;

use super::{
    Bag,
    by_steps::by_weakness,
    chain::Chain,
    journey::{Come, Journey},
    seeds::party,
    sets,
    strict::shared_objects,
    subject::Acting,
    together,
};
use crate::{
    query::{
        Answer, Claim as Said, Evidence, Ground, KindOfNo, Note, Row, Verdict,
        resolve::Resolver,
        syntax::{self, Relation, Set, Written},
    },
    reach::{Parts, Reach, actor::Actor},
    text::{Diagnostic, Span},
    world::footprint::Party,
};

/// One that can be protected, and protected from.
pub struct Side {
    /// In the words of the answer.
    pub words: String,
    /// What it begins with.
    pub actor: Actor,
    /// Who acts.
    pub acting: Acting,
    /// What has content, if it has.
    pub party: Option<Party>,
}

impl Side {
    /// Somebody who acts, as one side of a relation.
    pub fn of(acting: &Acting, journey: &Journey<'_, '_>) -> Side {
        Side {
            words: acting.words.clone(),
            actor: journey.actor(acting),
            acting: acting.clone(),
            party: party(acting),
        }
    }

    /// Its content, which it must have.
    ///
    /// # Errors
    /// It has none.
    fn must_have_content(
        &self,
        span: Span,
        resolver: &Resolver<'_>,
    ) -> Result<(), Box<Diagnostic>> {
        if self.party.is_some() {
            return Ok(());
        }
        Err(resolver
            .at(
                "no-content",
                format!("{} has no content to protect", self.words),
                span,
                "expected a pool, a site or an application",
            )
            .help("anybody can be protected *from*: `is pool B protected from alice`")
            .into())
    }
}

/// One of the three parts of a protection.
#[derive(Clone, Debug)]
pub struct Part {
    /// What it is about: `acting as pool B, or code in its process`.
    pub about: String,
    /// Yes: it is not come to.
    pub verdict: Verdict,
    /// The chain, or the refusal.
    pub evidence: Vec<Evidence>,
    /// What is not known.
    pub gaps: Vec<super::super::Said>,
}

/// What code of `from` can come to do to `whom`, part by part.
pub fn parts(whom: &Side, from: &Side, journey: &Journey<'_, '_>, reach: &Reach<'_>) -> [Part; 3] {
    let Parts {
        become_it,
        read_it,
        change_it,
    } = match &whom.party {
        Some(party) => reach.parts_of(party),
        None => Parts::default(),
    };
    let whom = &whom.words;
    let about = [
        (
            format!("acting as {whom}, or code in its process"),
            become_it,
        ),
        (format!("reading content of {whom}"), read_it),
        (format!("changing what {whom} reads or runs"), change_it),
    ];
    let chain = Chain::of(journey, reach);
    about.map(|(about, targets)| {
        let (verdict, evidence, gaps) = match journey.come_to_any(reach, &from.actor, &targets) {
            Come::Yes(derivation) => (
                Verdict::No(KindOfNo::Reached),
                chain.told(&derivation),
                Vec::new(),
            ),
            Come::Unknown(possible, gaps) => {
                (Verdict::Unknown, chain.told(&possible), chain.gaps(&gaps))
            }
            Come::No(refused) => (Verdict::Yes, chain.refusal(&refused), Vec::new()),
        };
        Part {
            about,
            verdict,
            evidence,
            gaps,
        }
    })
}

/// What a relation of two comes to.
#[derive(Clone, Debug)]
pub struct Found {
    /// Yes: no step was found.
    pub verdict: Verdict,
    /// The parts, with who from whom.
    pub parts: Vec<Part>,
}

impl Found {
    fn of(parts: Vec<Part>) -> Found {
        let no = parts
            .iter()
            .map(|part| part.verdict)
            .find(|verdict| matches!(verdict, Verdict::No(_)));
        let unknown = parts
            .iter()
            .map(|part| part.verdict)
            .find(|verdict| *verdict == Verdict::Unknown);
        Found {
            verdict: no.or(unknown).unwrap_or(Verdict::Yes),
            parts,
        }
    }
}

/// Whether two stand in that relation.
///
/// # Errors
/// What is asked of objects means nothing.
pub fn related(
    one: &Side,
    relation: Relation,
    other: &Side,
    journey: &Journey<'_, '_>,
    reach: &Reach<'_>,
) -> Result<Found, Box<Diagnostic>> {
    let mut all: Vec<Part> = parts(one, other, journey, reach).into();
    if relation == Relation::Protected {
        return Ok(Found::of(all));
    }
    for part in &mut all {
        part.about = format!("{}, by {}", part.about, other.words);
    }
    for mut part in parts(other, one, journey, reach) {
        part.about = format!("{}, by {}", part.about, one.words);
        all.push(part);
    }
    if relation == Relation::StrictlyIsolated {
        all.extend(shared_objects(one, other, journey)?);
    }
    Ok(Found::of(all))
}

/// The rules applied, once for all of these.
pub fn reach_of<'e>(sides: &[Side], journey: &Journey<'_, 'e>) -> Rc<Reach<'e>> {
    journey.reach(&actors_of(sides), Vec::new())
}

fn actors_of(sides: &[Side]) -> Vec<&Actor> {
    sides.iter().map(|side| &side.actor).collect()
}

/// `is B protected from A`, `is A isolated from B`
///
/// # Errors
/// A name that nobody has; somebody who has no content.
pub fn is_related(
    one: &Written<syntax::Actor>,
    relation: Relation,
    other: &Written<Set<syntax::Actor>>,
    journey: &Journey<'_, '_>,
) -> Result<Answer, Box<Diagnostic>> {
    let resolver = journey.resolver;
    journey.not_directly(one.span)?;
    let whom = Side::of(&Acting::named(&one.node, one.span, resolver)?, journey);
    whom.must_have_content(one.span, resolver)?;
    let others = sets::actors(other, resolver)?;
    let mut sides = vec![whom];
    for acting in others.leaves() {
        let side = Side::of(acting, journey);
        if relation != Relation::Protected {
            side.must_have_content(other.span, resolver)?;
        }
        sides.push(side);
    }
    let reach = reach_of(&sides, journey);
    let mut answer = Answer::to("");
    let (whom, from) = (&sides[0], &sides[1..]);
    let mut verdicts = Vec::new();
    for side in from {
        let found = related(whom, relation, side, journey, &reach)?;
        verdicts.push(found.verdict);
        let several = from.len() > 1 && relation == Relation::Protected;
        let by = several.then_some(&*side.words);
        answer
            .gaps
            .extend(found.parts.iter().flat_map(|part| part.gaps.clone()));
        let rows = found.parts.into_iter().map(|part| part_row(part, by));
        answer.rows.extend(rows);
        if let (Verdict::Yes, Bag::One(_)) = (found.verdict, &others) {
            let weak = journey.with_weaknesses();
            let reach = weak.also_guessed(&reach, &actors_of(&sides), Vec::new());
            let found = related(whom, relation, side, &weak, &reach)?;
            let evidence: Vec<Evidence> = found
                .parts
                .iter()
                .filter(|part| part.verdict != Verdict::Yes)
                .flat_map(|part| part.evidence.clone())
                .collect();
            // What would reach it makes it a no.
            let would = match found.verdict {
                Verdict::Yes => Verdict::No(KindOfNo::Unreachable),
                Verdict::No(_) => Verdict::Yes,
                Verdict::Unknown => Verdict::Unknown,
            };
            answer
                .notes
                .extend(by_weakness(would, &evidence).map(reached_instead));
        }
    }
    let verdict = together(&others, &mut verdicts.into_iter());
    finish(&mut answer, verdict, journey, &reach);
    answer.claim = Some(claim(
        &whom.words,
        relation,
        &other.node.to_string(),
        verdict,
    ));
    if let [from] = from {
        answer.claim = Some(claim(&whom.words, relation, &from.words, verdict));
    }
    Ok(answer)
}

/// A weakness makes a no of what is a yes.
fn reached_instead(note: Note) -> Note {
    match note {
        Note::Remark(text) => Note::Remark(text.replace("it would be a yes", "it would be a no")),
        Note::Hint(text) => Note::Hint(text),
    }
}

/// What is told of every relation: its total, its gaps, and what was searched.
pub fn finish(answer: &mut Answer, verdict: Verdict, journey: &Journey<'_, '_>, reach: &Reach<'_>) {
    answer.verdict = Some(verdict);
    answer.total = answer.rows.len();
    if verdict == Verdict::Unknown {
        answer.gaps.dedup();
    } else {
        answer.gaps.clear();
    }
    // Every part that was not reached tells what was searched; once is enough.
    let searched = |step: &Evidence| matches!(step.ground, Ground::Searched { .. });
    let most = answer
        .rows
        .iter()
        .flat_map(|row| &row.evidence)
        .filter_map(|step| match step.ground {
            Ground::Searched { closed, .. } => Some(closed),
            _ => None,
        })
        .max();
    for row in &mut answer.rows {
        row.evidence.retain(|step| !searched(step));
    }
    if let Some(closed) = most {
        answer
            .evidence
            .push(Chain::of(journey, reach).searched(closed));
    }
}

/// A part as a row; its verdict is that of the protection.
fn part_row(part: Part, by: Option<&str>) -> Row {
    let name = match by {
        Some(by) => format!("{}, by {by}", part.about),
        None => part.about,
    };
    Row {
        kind: "part",
        name,
        sid: None,
        verdict: part.verdict,
        evidence: part.evidence,
        shares: None,
    }
}

/// The claim of a relation. A yes says what was found, and no more.
fn claim(one: &str, relation: Relation, other: &str, verdict: Verdict) -> Said {
    let words = relation.words();
    match (verdict, relation) {
        (Verdict::Yes, Relation::Protected) => Said {
            subject: "no step found".into(),
            positive: "among those modelled leads from".into(),
            negative: String::new(),
            object: format!("{other} to {one}"),
        },
        (Verdict::Yes, Relation::Isolated | Relation::StrictlyIsolated) => Said {
            subject: "no step found".into(),
            positive: "among those modelled leads from one to the other:".into(),
            negative: String::new(),
            object: format!("{one} and {other}"),
        },
        (Verdict::No(_) | Verdict::Unknown, _) => Said {
            subject: one.to_owned(),
            positive: format!("is {words} from"),
            negative: format!("is not {words} from"),
            object: other.to_owned(),
        },
    }
}

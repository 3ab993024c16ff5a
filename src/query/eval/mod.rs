//! From the question as written to its answer.

mod becoming;
mod belonging;
mod beside;
mod by_steps;
mod can;
mod chain;
mod component;
mod conditions;
mod declared;
mod explain;
mod how;
mod journey;
mod made;
mod members;
mod narrowing;
mod network;
mod pairs;
mod plain;
mod protection;
mod ranges;
mod reasons;
mod request;
mod rights;
pub(super) mod rows;
mod seeds;
mod separating;
mod service;
mod serving;
pub(super) mod sets;
mod show;
mod start;
mod strict;
mod subject;
mod suppose;
mod title;
mod together;
mod token;
mod what;
mod who;
mod worlds;

use super::{
    Answer, Claim, Engine, Note, Row, Said, Verdict,
    resolve::{Object, Resolver},
    syntax::{Actor, Core, Prefix, Question, Set, Target, Wanted, Way, Written},
};
use crate::{
    text::Diagnostic,
    world::{Verb, fold},
};
pub use plain::{Given, Grant, Plain, plain, protection};

use by_steps::Judge;
use can::{Pair, Site};
use journey::Journey;
use narrowing::Narrowing;
use sets::Bag;
use subject::Acting;
use title::title;

/// The answer to a question.
///
/// # Errors
/// A name that nobody has, a right that nothing has, a form or a modifier that this version cannot answer yet.
pub fn answer(
    question: &Question,
    resolver: &Resolver<'_>,
    engine: &Engine<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    if let Some(answer) = worlds::elsewhere(question, resolver, engine) {
        return answer;
    }
    if !question.changes.is_empty() {
        return suppose::answer(question, resolver, engine);
    }
    let narrowing = Narrowing::of(question, resolver)?;
    let journey = Journey::of(question, resolver, engine)?;
    let mut answer = answer_core(&question.core, &narrowing, &journey)?;
    if matches!(answer.verdict, Some(Verdict::No(_))) && !journey.directly {
        answer
            .notes
            .extend(how::by_steps_it_can(question, &journey)?);
    }
    answer.question = question.to_string();
    answer.title = title(&question.core.node).map(|title| match &narrowing.under {
        Some(under) => format!("{title}, under {under}"),
        None => title,
    });
    answer.claim = answer
        .claim
        .or_else(|| is(&question.core.node, &answer.rows));
    narrowing.apply(&mut answer);
    if let Some(prefix) = &question.prefix {
        prefixed(prefix, &question.core.node, &mut answer, resolver)?;
    }
    Ok(answer)
}

/// The answer to what a question asks, before its modifiers and its prefix.
fn answer_core(
    core: &Written<Core>,
    narrowing: &Narrowing,
    journey: &Journey<'_, '_>,
) -> Result<Answer, Box<Diagnostic>> {
    let resolver = journey.resolver;
    let span = core.span;
    Ok(match &core.node {
        Core::Can {
            subject,
            way: _,
            wanted,
            object,
        } if narrowing.every_stage => request::every_stage(subject, wanted, object, resolver)?,
        Core::Can {
            subject,
            way: Way::Now,
            wanted,
            object,
        } if wanted.node.verb() == Some(Verb::Request) => {
            request::ask(subject, wanted, object, resolver)?
        }
        Core::Can {
            subject,
            way,
            wanted,
            object,
        } => can(subject, *way, wanted, object, journey)?,
        Core::WhoCan {
            kinds,
            except,
            way,
            wanted,
            object,
        } => rows::who_can((kinds, except.as_ref()), *way, wanted, object, journey)?,
        Core::WhatCan {
            range,
            except,
            subject,
            way,
            wanted,
        } => what::what_can(
            (range.as_ref().map(|range| &range.node), except.as_ref()),
            subject,
            *way,
            wanted,
            journey,
        )?,
        Core::Becomes { subject, whom } => becoming::becomes(subject, whom, journey)?,
        Core::WhoBecomes {
            kinds,
            except,
            whom,
        } => becoming::who_becomes(kinds, except.as_ref(), whom, journey)?,
        Core::WhatBecomes { subject } => becoming::what_becomes(subject, journey)?,
        Core::Related {
            one,
            relation,
            other,
        } => protection::is_related(one, *relation, other, journey)?,
        Core::AllRelated { kind, relation } => pairs::all_related(kind, *relation, journey)?,
        Core::Pairs {
            kind,
            denied,
            relation,
        } => pairs::which_pairs(kind, *denied, *relation, journey)?,
        Core::Separates { one, other } => separating::separates(one, other, journey)?,
        Core::IsIn { object, what } => belonging::is_in(object, what, resolver)?,
        Core::ListBelonging { what } => belonging::list(what, resolver)?,
        Core::WhatCanDo { subject, object } => rights::what_can_do(subject, object, resolver)?,
        Core::IsMember { member, groups } => members::is_member(member, groups, resolver)?,
        Core::WhoIsMember { kinds, group } => members::who_is_member(kinds, group, resolver)?,
        Core::WhoIs { actor } => who::who_is(actor, resolver)?,
        Core::WhichGroups { member } => members::which_groups(member, resolver)?,
        Core::Show { what } => show::show(what, resolver)?,
        Core::ShowToken { actor } => {
            let acting = Acting::named(&actor.node, actor.span, resolver)?;
            serving::one_token(&acting, actor.span, resolver)?;
            token::show(&acting, actor.span, resolver)?
        }
        Core::RunsWhere { url } => serving::runs_where(url, resolver)?,
        Core::Serves { url, .. } if narrowing.every_stage => {
            request::serves_at_every_stage(url, resolver)?
        }
        Core::Serves { url, stage } => request::serves(url, stage.as_ref(), resolver)?,
        Core::Starts { what } => serving::starts(what, resolver)?,
        Core::RunsAs { actor, account } => serving::runs_as(actor, account, resolver)?,
        Core::Holds { actor, right } => {
            let acting = Acting::or_any_token(&actor.node, actor.span, resolver)?;
            together::answer(&acting, &|part| token::holds(part, right, resolver))?
        }
        Core::SharesIdentity { one, other } => serving::shares_identity(one, other, resolver)?,
        Core::ShareIdentity { kind } => serving::share_identity(kind, resolver)?,
        Core::List { kind, conditions } => conditions::list(kind, conditions, journey)?,
        Core::Compare { before, after } => worlds::compare(before, after, resolver)?,
        Core::Again => {
            return Err(resolver
                .at(
                    "nothing-asked",
                    "nothing was asked before",
                    span,
                    "why what",
                )
                .into());
        }
    })
}

/// `the process of /x is IUSR`, where `who is` has one answer and it is not what was asked.
fn is(core: &Core, rows: &[Row]) -> Option<Claim> {
    let (Core::WhoIs { actor }, [only]) = (core, rows) else {
        return None;
    };
    let subject = actor.node.to_string();
    let known = only.verdict == Verdict::Yes && fold(&subject) != fold(&only.name);
    known.then(|| Claim {
        subject,
        positive: "is".to_owned(),
        negative: "is not".to_owned(),
        object: only.name.clone(),
    })
}

/// What a prefix changes: `count` keeps the number alone, `why` says when the claim is not so.
fn prefixed(
    prefix: &Written<Prefix>,
    core: &Core,
    answer: &mut Answer,
    resolver: &Resolver<'_>,
) -> Result<(), Box<Diagnostic>> {
    match (prefix.node, answer.verdict) {
        (Prefix::Count, Some(_)) => {
            return Err(resolver
                .at(
                    "not-countable",
                    "a yes or a no cannot be counted",
                    prefix.span,
                    "of what",
                )
                .help("`count which pools can read /secure`")
                .into());
        }
        (Prefix::Count, None) => {
            let unknown = answer
                .rows
                .iter()
                .filter(|row| row.verdict == Verdict::Unknown)
                .count();
            if unknown > 0 {
                answer
                    .notes
                    .push(Note::Remark(format!("{unknown} more may be")));
            }
            answer.counted = true;
        }
        (Prefix::Why, Some(Verdict::No(_))) | (Prefix::WhyNot, Some(Verdict::Yes)) => {
            answer
                .notes
                .push(Note::Remark("the question supposes otherwise".into()));
        }
        (Prefix::How, Some(Verdict::No(_))) => {
            answer
                .notes
                .push(Note::Remark("the question supposes that it can".into()));
        }
        (Prefix::How, Some(Verdict::Yes)) => how::shortest_alone(core, answer, resolver)?,
        (Prefix::Why | Prefix::WhyNot | Prefix::How, _) => {}
    }
    Ok(())
}

/// `can S [come to] V O`, for one or for sets.
fn can(
    subject: &Written<Set<Actor>>,
    way: Way,
    wanted: &Written<Wanted>,
    object: &Written<Set<Target>>,
    journey: &Journey<'_, '_>,
) -> Result<Answer, Box<Diagnostic>> {
    let resolver = journey.resolver;
    let actors = sets::actors(subject, resolver)?;
    let objects = sets::targets(object, resolver)?;
    let judge = Judge::of(way, journey, &actors.leaves(), &objects.leaves());
    let words = way.words();
    let mut answer = Answer::to("");
    if let (Bag::One(acting), Bag::One(object)) = (&actors, &objects) {
        let mut site = Site::of(object, &wanted.node, resolver.server);
        let mut pair = judge.alone(acting, wanted, &mut site)?;
        pair.wanted.verb = format!("{words}{}", pair.wanted.verb);
        fill(&mut answer, pair, &acting.words, object);
        return Ok(answer);
    }
    // Every one that acts against the objects; rows tell each, the verdict what the sets mean together.
    let leaves = objects.leaves();
    let mut sites: Vec<Site<'_>> = leaves
        .iter()
        .map(|object| Site::of(object, &wanted.node, resolver.server))
        .collect();
    let mut verdicts = Vec::new();
    let mut rows = Vec::new();
    for acting in actors.leaves() {
        let mut pairs = Vec::new();
        for (site, object) in sites.iter_mut().zip(&leaves) {
            let pair = judge.pair(acting, wanted, site)?;
            answer.wanted.get_or_insert(pair.wanted.clone());
            rows.push(Row {
                kind: "claim",
                name: format!(
                    "{} {} {words}{} {}",
                    acting.words,
                    if let Verdict::No(_) = pair.verdict {
                        "cannot"
                    } else {
                        "can"
                    },
                    pair.wanted.verb,
                    object.words()
                ),
                sid: None,
                verdict: pair.verdict,
                evidence: pair.evidence.clone(),
                shares: None,
            });
            answer.gaps.extend(pair.gaps.iter().cloned());
            pairs.push(pair);
        }
        verdicts.push(together(
            &objects,
            &mut pairs.iter().map(|pair| pair.verdict),
        ));
    }
    let verdict = together(&actors, &mut verdicts.into_iter());
    answer.verdict = Some(verdict);
    answer.rows = rows;
    answer.total = answer.rows.len();
    if verdict != Verdict::Unknown {
        answer.gaps.clear();
    }
    answer.claim = Some(Claim {
        subject: subject.node.to_string(),
        positive: format!("can {words}{}", wanted.node),
        negative: format!("cannot {words}{}", wanted.node),
        object: object.node.to_string(),
    });
    Ok(answer)
}

/// The verdict of a set by the verdicts of its members, in order. Of an empty set, `all` is a yes and `any` a no.
fn together<T>(bag: &Bag<T>, verdicts: &mut dyn Iterator<Item = Verdict>) -> Verdict {
    let none = Verdict::No(super::KindOfNo::NotGranted);
    match bag {
        Bag::One(_) => verdicts.next().unwrap_or(none),
        Bag::All(several) => {
            let all: Vec<Verdict> = several.iter().map(|bag| together(bag, verdicts)).collect();
            let no = all
                .iter()
                .copied()
                .find(|verdict| matches!(verdict, Verdict::No(_)));
            let unknown = all
                .iter()
                .copied()
                .find(|verdict| *verdict == Verdict::Unknown);
            no.or(unknown).unwrap_or(Verdict::Yes)
        }
        Bag::Any(several) => {
            let all: Vec<Verdict> = several.iter().map(|bag| together(bag, verdicts)).collect();
            let yes = all.iter().copied().find(|verdict| *verdict == Verdict::Yes);
            let unknown = all
                .iter()
                .copied()
                .find(|verdict| *verdict == Verdict::Unknown);
            yes.or(unknown).or(all.first().copied()).unwrap_or(none)
        }
    }
}

fn fill(answer: &mut Answer, pair: Pair, subject: &str, object: &Object) {
    answer.verdict = Some(pair.verdict);
    answer.claim = Some(Claim {
        subject: subject.to_owned(),
        positive: format!("can {}", pair.wanted.verb),
        negative: format!("cannot {}", pair.wanted.verb),
        object: object.words(),
    });
    answer.wanted = Some(pair.wanted);
    answer.evidence = pair.evidence;
    answer.gaps = pair.gaps;
    answer.notes = pair.notes;
    answer.proof = pair.proof.map(Box::new);
}

impl Answer {
    /// Adds a row that is yes or may be; one that is a no is left out.
    pub(super) fn row(&mut self, row: Row, gaps: Vec<Said>) {
        match row.verdict {
            Verdict::Yes => self.total += 1,
            Verdict::Unknown => {
                for gap in gaps {
                    if !self.gaps.contains(&gap) {
                        self.gaps.push(gap);
                    }
                }
            }
            Verdict::No(_) => return,
        }
        self.rows.push(row);
    }

    /// Whether no row was found only because something is not known.
    pub fn undecided(&self) -> bool {
        self.verdict.is_none() && self.rows.is_empty() && !self.gaps.is_empty()
    }
}

//! `what can S V`, `which files under PATH can S V`: one row for each object.

use std::{collections::HashMap, sync::Arc};

use super::{
    by_steps::Judge,
    can::{Pair, Site},
    journey::Journey,
    rows::over_actors,
    sets::{self, Bag},
    subject::Acting,
};
use crate::{
    nt::{ObjectKind, SecurityDescriptor},
    query::{
        Answer, Evidence, Ground, Row,
        resolve::{Object, Resolver, Thing},
        syntax::{self, Actor, Range, Set, Target, Way, Written},
    },
    text::Diagnostic,
    world::{Described, Name, ObjectNoun, Server, Verb, other_machine},
};

/// `what can S V`, `which files under PATH can S V`
///
/// # Errors
/// As [`who_can`].
pub fn what_can(
    (range, except): (Option<&Range>, Option<&Written<Set<Target>>>),
    subject: &Written<Set<Actor>>,
    way: Way,
    wanted: &Written<syntax::Wanted>,
    journey: &Journey<'_, '_>,
) -> Result<Answer, Box<Diagnostic>> {
    let resolver = journey.resolver;
    let mut objects = match range {
        Some(range) => sets::objects(range, resolver)?,
        None => match sets::declared(&wanted.node, resolver)? {
            Some(declared) => declared,
            None => sets::objects(&EVERYTHING, resolver)?,
        },
    };
    if let Some(except) = except {
        let dropped = sets::targets(except, resolver)?;
        objects.retain(|object| {
            !dropped
                .leaves()
                .iter()
                .any(|other| other.path == object.path && other.thing == object.thing)
        });
    }
    let actors = sets::actors(subject, resolver)?;
    let every: Vec<&Object> = objects.iter().collect();
    let judge = Judge::of(way, journey, &actors.leaves(), &every);
    rows_of(&actors, &objects, wanted, &judge)
}

/// Everything that was described or is configured.
const EVERYTHING: Range = Range {
    kind: None,
    under: None,
    inside: None,
    matching: None,
};

/// What one can do that to now, among everything.
///
/// # Errors
/// As [`who_can`].
pub fn all_that(
    acting: &Acting,
    wanted: &Written<syntax::Wanted>,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let objects = sets::objects(&EVERYTHING, resolver)?;
    rows_of(
        &Bag::One(acting.clone()),
        &objects,
        wanted,
        &Judge::Now(resolver),
    )
}

/// A row for each object that they can do that to.
fn rows_of(
    actors: &Bag<Acting>,
    objects: &[Object],
    wanted: &Written<syntax::Wanted>,
    judge: &Judge<'_, '_, '_>,
) -> Result<Answer, Box<Diagnostic>> {
    let server = judge.resolver().server;
    let mut answer = Answer::to("");
    // Objects whose lists are the same in every way share their answer; with few lists on many objects this is most of the speed.
    let mut known: HashMap<Shared, (usize, Pair)> = HashMap::new();
    for object in objects {
        let mut site = Site::of(object, &wanted.node, server);
        let kind = site.described.kind;
        if object.thing != Thing::Path || wanted.node.verb() == Some(Verb::Request) {
            declared_row(&mut answer, object, actors, wanted, &mut site, judge)?;
            continue;
        }
        if !applies(&wanted.node, kind) {
            continue;
        }
        let key = Shared::of(&site, server);
        let next = known.len();
        // What can be come to depends on where an object lies, not on its list alone.
        let (number, pair) = match known.get(&key).filter(|_| judge.is_now()) {
            Some((number, pair)) => (*number, pair.clone()),
            None => {
                let pair = over_actors(actors, wanted, &mut site, judge)?;
                known.insert(key, (next, pair.clone()));
                (next, pair)
            }
        };
        answer.wanted.get_or_insert(pair.wanted);
        answer.row(
            Row {
                kind: noun(object.noun, kind),
                name: object.path.to_string(),
                sid: None,
                verdict: pair.verdict,
                evidence: pair.evidence,
                shares: judge.is_now().then_some(number),
            },
            pair.gaps,
        );
    }
    if let Bag::One(acting) = actors {
        // Whose token it is need not be told with every row.
        answer.evidence.extend(acting.evidence(server));
        let token = |step: &Evidence| matches!(step.ground, Ground::Token { .. });
        answer
            .rows
            .iter_mut()
            .for_each(|row| row.evidence.retain(|step| !token(step)));
    }
    Ok(answer)
}

/// The row of a component, a service or a URL: each has its own reason.
fn declared_row(
    answer: &mut Answer,
    object: &Object,
    actors: &Bag<Acting>,
    wanted: &Written<syntax::Wanted>,
    site: &mut Site<'_>,
    judge: &Judge<'_, '_, '_>,
) -> Result<(), Box<Diagnostic>> {
    let pair = over_actors(actors, wanted, site, judge)?;
    answer.wanted.get_or_insert(pair.wanted);
    let (kind, name) = match &object.thing {
        Thing::Component(name) => ("component", name.to_string()),
        Thing::Service(name) => ("service", name.to_string()),
        Thing::Path => ("url", object.asked.clone()),
    };
    let row = Row {
        kind,
        name,
        sid: None,
        verdict: pair.verdict,
        evidence: pair.evidence,
        shares: None,
    };
    answer.row(row, pair.gaps);
    Ok(())
}

/// What makes two objects answer alike: kind, own lists and those of the folder above.
#[derive(PartialEq, Eq, Hash)]
struct Shared {
    kind: ObjectKind,
    own: Vec<Arc<SecurityDescriptor>>,
    parent: Vec<Arc<SecurityDescriptor>>,
    gaps: bool,
    /// The same list on another machine lets in others.
    machine: Option<Name>,
}

impl Shared {
    fn of(site: &Site<'_>, server: &Server) -> Shared {
        let lists = |described: &Described| {
            described
                .completions
                .iter()
                .map(|completion| completion.descriptor.clone())
                .collect()
        };
        Shared {
            kind: site.described.kind,
            own: lists(&site.described),
            parent: site.parent().map(lists).unwrap_or_default(),
            gaps: !site.described.gaps.is_empty(),
            machine: other_machine(&site.object.path, server),
        }
    }
}

/// Whether the verb means anything on that kind, so that the object belongs into the rows.
fn applies(wanted: &syntax::Wanted, kind: ObjectKind) -> bool {
    match wanted {
        syntax::Wanted::Verb(verb) => verb.meaning(kind).is_some(),
        syntax::Wanted::Letters(_) | syntax::Wanted::Right(_) | syntax::Wanted::Mask(_) => true,
        syntax::Wanted::Remotely(_) | syntax::Wanted::RequestAs(_) => false,
    }
}

fn noun(noun: Option<ObjectNoun>, kind: ObjectKind) -> &'static str {
    match noun {
        Some(ObjectNoun::File) => "file",
        Some(ObjectNoun::Folder) => "folder",
        Some(ObjectNoun::Key) => "key",
        None if kind == ObjectKind::File => "file",
        None => "folder",
    }
}

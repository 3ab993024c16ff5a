//! `who can V O`, `what can S V`, `what can S do to O`: one row for each.

use std::{collections::HashMap, sync::Arc};

use super::{
    by_steps::Judge,
    can::{Pair, Site},
    journey::Journey,
    sets::{self, Bag},
    subject::{Acting, said_of},
};
use crate::{
    nt::{ObjectKind, SecurityDescriptor},
    query::{
        Answer, Evidence, Ground, Note, Row, Verdict,
        resolve::{Made, Object, Resolver, Subject, Thing},
        syntax::{self, Actor, ActorKind, Range, Set, Target, Way, Written},
    },
    text::Diagnostic,
    world::{
        Described, Name, ObjectNoun, PrincipalId, PrincipalKind, Server, Verb, other_machine,
        well_known,
    },
};

/// `who | which KINDS can V O`
///
/// # Errors
/// A name that nobody has, or a verb that means nothing on the object.
pub fn who_can(
    (kinds, except): (&[Written<ActorKind>], Option<&Written<Set<Actor>>>),
    way: Way,
    wanted: &Written<syntax::Wanted>,
    object: &Written<Set<Target>>,
    journey: &Journey<'_, '_>,
) -> Result<Answer, Box<Diagnostic>> {
    let resolver = journey.resolver;
    let server = resolver.server;
    let bag = sets::targets(object, resolver)?;
    let candidates = candidates(kinds, except, resolver)?;
    let acting: Vec<&Acting> = candidates.iter().collect();
    let judge = Judge::of(way, journey, &acting, &bag.leaves());
    let mut answer = Answer::to("");
    let mut sites: Vec<Site<'_>> = bag
        .leaves()
        .into_iter()
        .map(|object| Site::of(object, &wanted.node, server))
        .collect();
    for acting in &candidates {
        let pair = over_objects(&bag, acting, wanted, &mut sites, &judge)?;
        answer.wanted.get_or_insert(pair.wanted);
        answer.row(
            Row {
                kind: kind_of(acting, server),
                name: name_of(acting, server),
                sid: sid_of(acting, server),
                verdict: pair.verdict,
                evidence: row_evidence(pair.evidence, acting, server),
                shares: None,
            },
            pair.gaps,
        );
    }
    if let Some(site) = sites.first().filter(|site| {
        site.object.thing == Thing::Path && wanted.node.verb() != Some(Verb::Request)
    }) {
        answer.notes.extend(undescribed(&site.described));
        answer.notes.extend(unlisted(&site.described, server));
    }
    Ok(answer)
}

/// Those of whom rows are asked: of these kinds, accounts if none is said, but for those that are left out.
///
/// # Errors
/// A name that nobody has.
pub fn candidates(
    kinds: &[Written<ActorKind>],
    except: Option<&Written<Set<Actor>>>,
    resolver: &Resolver<'_>,
) -> Result<Vec<Acting>, Box<Diagnostic>> {
    let server = resolver.server;
    let mut candidates = Vec::new();
    if kinds.is_empty() {
        candidates.extend(accounts(server));
    }
    for kind in kinds {
        candidates.extend(sets::of_kind(kind.node, server));
    }
    if let Some(except) = except {
        let dropped = sets::actors(except, resolver)?;
        candidates.retain(|acting| {
            !dropped
                .leaves()
                .iter()
                .any(|other| other.subject == acting.subject)
        });
    }
    Ok(candidates)
}

/// One subject against an object or several, by what the set means.
pub fn over_objects(
    bag: &Bag<Object>,
    acting: &Acting,
    wanted: &Written<syntax::Wanted>,
    sites: &mut [Site<'_>],
    judge: &Judge<'_, '_, '_>,
) -> Result<Pair, Box<Diagnostic>> {
    let mut pairs = Vec::new();
    for site in sites {
        pairs.push(judge.pair(acting, wanted, site)?);
    }
    let mut next = 0;
    let picked = pick(bag, &pairs, &mut next);
    picked.map(|at| pairs.swap_remove(at)).ok_or_else(|| {
        judge
            .resolver()
            .at(
                "no-objects",
                "nothing that is described is in this set",
                wanted.span,
                "of what",
            )
            .into()
    })
}

/// The pair that decides a set: in `all` the first that is not yes, in `any` the first that is, an unknown before the rest.
fn pick<T>(bag: &Bag<T>, pairs: &[Pair], next: &mut usize) -> Option<usize> {
    let verdict = |at: &usize| pairs[*at].verdict;
    match bag {
        Bag::One(_) => {
            *next += 1;
            Some(*next - 1)
        }
        Bag::All(several) => {
            let picked: Vec<usize> = several
                .iter()
                .filter_map(|bag| pick(bag, pairs, next))
                .collect();
            let no = picked
                .iter()
                .find(|at| matches!(verdict(at), Verdict::No(_)));
            let unknown = picked.iter().find(|at| verdict(at) == Verdict::Unknown);
            no.or(unknown).or(picked.first()).copied()
        }
        Bag::Any(several) => {
            let picked: Vec<usize> = several
                .iter()
                .filter_map(|bag| pick(bag, pairs, next))
                .collect();
            let yes = picked.iter().find(|at| verdict(at) == Verdict::Yes);
            let unknown = picked.iter().find(|at| verdict(at) == Verdict::Unknown);
            yes.or(unknown).or(picked.first()).copied()
        }
    }
}

/// The accounts that act on a server: users, pools' own accounts, and the built-in ones.
pub fn accounts(server: &Server) -> Vec<Acting> {
    let mut ids: Vec<PrincipalId> = sets::users(server);
    for (process, _) in server.processes() {
        ids.extend(server.identity_of(process));
    }
    ids.extend(
        well_known::acting_accounts(server.windows(), server.iis())
            .iter()
            .filter_map(|sid| server.accounts().by_sid(sid)),
    );
    let mut seen = Vec::new();
    for id in ids {
        if !seen.contains(&id) {
            seen.push(id);
        }
    }
    seen.into_iter()
        .map(|id| Acting::new(Subject::Principal(id), None, server))
        .collect()
}

/// The reason of a row without what all rows share, and the pools that run as it.
fn row_evidence(evidence: Vec<Evidence>, acting: &Acting, server: &Server) -> Vec<Evidence> {
    let mut steps: Vec<Evidence> = evidence
        .into_iter()
        .filter(|step| !matches!(step.ground, Ground::Url { .. } | Ground::Undescribed { .. }))
        .filter(|step| !matches!(&step.ground, Ground::Token { subject, account, .. } if subject == account))
        .collect();
    if let Subject::Principal(id) = acting.subject {
        for (process, statement) in server.processes() {
            let (Some(pool), true) = (&statement.pool, server.identity_of(process) == Some(id))
            else {
                continue;
            };
            steps.push(Evidence {
                ground: Ground::Stated {
                    says: format!("pool {pool} runs as it"),
                },
                facts: said_of(server, server.process_fact(process)),
            });
        }
    }
    steps
}

/// Groups that the list lets in and whose members are not all known: they can too, whoever they are.
fn unlisted(described: &Described, server: &Server) -> Option<Note> {
    let mut names: Vec<String> = Vec::new();
    for completion in &described.completions {
        for ace in completion
            .descriptor
            .dacl
            .aces()
            .iter()
            .filter(|ace| ace.is_live())
        {
            let group = server.accounts().by_sid(&ace.sid);
            let open = |id: PrincipalId| {
                server
                    .unknown_members()
                    .iter()
                    .any(|(known, _)| *known == id)
            };
            let name = server.accounts().display(&ace.sid);
            if group.is_some_and(open) && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let names = names.join(", ");
    (!names.is_empty()).then(|| {
        Note::Remark(format!(
            "the list speaks of {names}, whose members are not all known"
        ))
    })
}

fn undescribed(described: &Described) -> Option<Note> {
    described
        .resource
        .is_none()
        .then(|| Note::Remark(format!("nobody described {}", described.path)))
}

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
                shares: Some(number),
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

/// Several subjects against one object, by what the set means.
pub fn over_actors(
    bag: &Bag<Acting>,
    wanted: &Written<syntax::Wanted>,
    site: &mut Site<'_>,
    judge: &Judge<'_, '_, '_>,
) -> Result<Pair, Box<Diagnostic>> {
    let mut pairs = Vec::new();
    for acting in bag.leaves() {
        pairs.push(judge.pair(acting, wanted, site)?);
    }
    let mut next = 0;
    pick(bag, &pairs, &mut next)
        .map(|at| pairs.swap_remove(at))
        .ok_or_else(|| {
            judge
                .resolver()
                .at("nobody", "nobody is in this set", wanted.span, "who")
                .into()
        })
}

/// Whether the verb means anything on that kind, so that the object belongs into the rows.
fn applies(wanted: &syntax::Wanted, kind: ObjectKind) -> bool {
    match wanted {
        syntax::Wanted::Verb(verb) => verb.meaning(kind).is_some(),
        syntax::Wanted::Letters(_) | syntax::Wanted::Right(_) | syntax::Wanted::Mask(_) => true,
        syntax::Wanted::Remotely(_) | syntax::Wanted::RequestAs(_) => false,
    }
}

/// What a row of it is.
pub fn kind_of(acting: &Acting, server: &Server) -> &'static str {
    match &acting.subject {
        Subject::Pool(..) => "pool",
        Subject::Stranger(_) => "sid",
        Subject::Made(made) => made.kind(),
        Subject::Principal(id) => match server.principal(*id).kind() {
            PrincipalKind::User => "user",
            PrincipalKind::Group => "group",
            PrincipalKind::Unknown => "account",
        },
    }
}

/// What a row of it is called.
pub fn name_of(acting: &Acting, server: &Server) -> String {
    match &acting.subject {
        Subject::Pool(name, _) => name.to_string(),
        Subject::Stranger(sid) => sid.to_string(),
        Subject::Made(Made::Site(name)) => name.to_string(),
        Subject::Made(Made::Application(site, url)) => format!("{site}{url}"),
        Subject::Made(made @ (Made::Anonymous | Made::Part(_))) => made.to_string(),
        Subject::Principal(id) => server.principal(*id).name().to_string(),
    }
}

/// The SID in a row of it.
pub fn sid_of(acting: &Acting, server: &Server) -> Option<crate::nt::Sid> {
    match &acting.subject {
        Subject::Pool(..) => server.principal(acting.facts.as_ref()?.principal?).sid(),
        Subject::Stranger(sid) => Some(*sid),
        Subject::Made(_) => None,
        Subject::Principal(id) => server.principal(*id).sid(),
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

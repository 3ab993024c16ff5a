//! `who can V O`: one row for each who can; and what decides where several are meant, and how a row is called.

use super::{
    by_steps::Judge,
    can::{Pair, Site},
    journey::Journey,
    sets::{self, Bag},
    subject::{Acting, said_of},
};
use crate::{
    query::{
        Answer, Evidence, Ground, Note, Row, Verdict,
        resolve::{Made, Object, Resolver, Subject, Thing},
        syntax::{self, Actor, ActorKind, Set, Target, Way, Written},
    },
    text::Diagnostic,
    world::{Described, PrincipalId, PrincipalKind, Server, Verb, well_known},
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

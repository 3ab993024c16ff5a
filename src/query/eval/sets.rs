//! Sets of those who act and of objects: what they come to, one by one.

use super::{
    belonging, made,
    ranges::{self, like, of_noun},
    seeds::seeds,
    subject::Acting,
};
use crate::{
    nt::ObjectKind,
    query::{
        resolve::{Made, Object, Resolver, Subject, Thing},
        syntax::{
            Account, Actor, ActorKind, Quantity, Range, Reference, Set, Target, ThingKind, Wanted,
            Written,
        },
    },
    text::{Diagnostic, Span},
    world::{Home, Logon, Name, ObjectNoun, PrincipalId, PrincipalKind, Server, Verb, WinPath},
};

/// A set as a question means it: one thing, all of some, or any of some.
#[derive(Clone, Debug)]
pub enum Bag<T> {
    /// One.
    One(T),
    /// Every one of these.
    All(Vec<Bag<T>>),
    /// At least one of these.
    Any(Vec<Bag<T>>),
}

impl<T> Bag<T> {
    /// Everything in it.
    pub fn leaves(&self) -> Vec<&T> {
        match self {
            Bag::One(one) => vec![one],
            Bag::All(several) | Bag::Any(several) => several.iter().flat_map(Bag::leaves).collect(),
        }
    }

    /// The same with each member made into something else.
    ///
    /// # Errors
    /// A member cannot be.
    pub(super) fn each<U>(
        self,
        make: &dyn Fn(T) -> Result<U, Box<Diagnostic>>,
    ) -> Result<Bag<U>, Box<Diagnostic>> {
        let all = |several: Vec<Bag<T>>| {
            several
                .into_iter()
                .map(|bag| bag.each(make))
                .collect::<Result<Vec<Bag<U>>, Box<Diagnostic>>>()
        };
        Ok(match self {
            Bag::One(one) => Bag::One(make(one)?),
            Bag::All(several) => Bag::All(all(several)?),
            Bag::Any(several) => Bag::Any(all(several)?),
        })
    }

    /// The same without what `drop` picks.
    fn without(self, drop: &dyn Fn(&T) -> bool) -> Option<Bag<T>> {
        let keep = |several: Vec<Bag<T>>| {
            several
                .into_iter()
                .filter_map(|bag| bag.without(drop))
                .collect()
        };
        match self {
            Bag::One(one) if drop(&one) => None,
            Bag::One(one) => Some(Bag::One(one)),
            Bag::All(several) => Some(Bag::All(keep(several))),
            Bag::Any(several) => Some(Bag::Any(keep(several))),
        }
    }
}

/// Those who act.
///
/// # Errors
/// A name that nobody has.
pub fn actors(
    set: &Written<Set<Actor>>,
    resolver: &Resolver<'_>,
) -> Result<Bag<Acting>, Box<Diagnostic>> {
    expand(
        set,
        &|actor, span| actor_bag(actor, span, resolver),
        &|one, other: &Acting| one.subject == other.subject,
    )
}

/// Objects.
///
/// # Errors
/// A name that is none of an object.
pub fn targets(
    set: &Written<Set<Target>>,
    resolver: &Resolver<'_>,
) -> Result<Bag<Object>, Box<Diagnostic>> {
    let all = expand(
        set,
        &|target, _| target_bag(target, resolver),
        &|one, other: &Object| one.path == other.path,
    )?;
    // What lies in a range that is left out is left out also where nobody described it.
    let out = ranges::left_out(&set.node, resolver)?;
    let drop = |object: &Object| out.iter().any(|range| range.takes(object));
    Ok(all.without(&drop).unwrap_or(Bag::Any(Vec::new())))
}

/// How one member of a set becomes what it means.
pub(super) type Meant<'a, S, T> = &'a dyn Fn(&S, Span) -> Result<Bag<T>, Box<Diagnostic>>;

/// A set, member by member.
///
/// # Errors
/// A member means nothing.
pub(super) fn expand<S, T>(
    set: &Written<Set<S>>,
    one: Meant<'_, S, T>,
    same: &dyn Fn(&T, &T) -> bool,
) -> Result<Bag<T>, Box<Diagnostic>> {
    let each = |several: &[Written<Set<S>>]| {
        several
            .iter()
            .map(|set| expand(set, one, same))
            .collect::<Result<Vec<Bag<T>>, Box<Diagnostic>>>()
    };
    Ok(match &set.node {
        Set::One(single) => one(single, set.span)?,
        Set::Listed(several) if several.len() == 1 => expand(&several[0], one, same)?,
        Set::Listed(several) | Set::And(several) => Bag::All(each(several)?),
        Set::Or(several) => Bag::Any(each(several)?),
        Set::Except(from, but) => {
            let but = expand(but, one, same)?;
            let drop = |candidate: &T| but.leaves().iter().any(|dropped| same(dropped, candidate));
            let from = expand(from, one, same)?;
            from.without(&drop).unwrap_or(Bag::Any(Vec::new()))
        }
    })
}

/// What one of those who act comes to.
///
/// # Errors
/// A name that nobody has.
pub(super) fn actor_bag(
    actor: &Actor,
    span: Span,
    resolver: &Resolver<'_>,
) -> Result<Bag<Acting>, Box<Diagnostic>> {
    let server = resolver.server;
    Ok(match actor {
        Actor::Named { .. }
        | Actor::Anonymous
        | Actor::Token(_)
        | Actor::Serving { .. }
        | Actor::Component { .. }
        | Actor::Filter(_)
        | Actor::Service(_) => Bag::One(Acting::named(actor, span, resolver)?),
        Actor::Kind(quantity, kind) => quantified(*quantity, of_kind(*kind, server)),
        Actor::TokensOf(quantity, account) => {
            quantified(*quantity, tokens_of(account, span, resolver)?)
        }
        Actor::MembersOf(group) => {
            let group = resolver.principal(group)?;
            quantified(Quantity::Plain, members(group, server))
        }
    })
}

/// The tokens that code of somebody has at hand: those of its processes, and those that configuration puts on their threads.
pub(super) fn tokens_of(
    account: &Account,
    span: Span,
    resolver: &Resolver<'_>,
) -> Result<Vec<Acting>, Box<Diagnostic>> {
    let named = Actor::Named {
        account: account.clone(),
        logon: None,
        not_elevated: false,
    };
    let acting = Acting::named(&named, span, resolver)?;
    let server = resolver.server;
    let footprint = resolver.footprint();
    let mut all: Vec<Acting> = acting.each().into_iter().cloned().collect();
    for host in seeds(&acting, footprint, server).code {
        for handed in &footprint.host(host).handed {
            let facts = (*handed.token).clone();
            let user = facts.token.user;
            let subject = facts
                .principal
                .map_or(Subject::Stranger(user), Subject::Principal);
            let words = format!(
                "the token of {} that {} is handed",
                server.accounts().display(&user),
                footprint.host(host).name
            );
            all.push(Acting::of(subject, words, Some(facts)));
        }
    }
    Ok(all)
}

/// `every` means all, everything else at least one: `can pools read X` asks whether there is a pool that can.
fn quantified<T>(quantity: Quantity, all: Vec<T>) -> Bag<T> {
    let bags = all.into_iter().map(Bag::One).collect();
    match quantity {
        Quantity::Every => Bag::All(bags),
        Quantity::Plain | Quantity::Some => Bag::Any(bags),
    }
}

/// Everybody of a kind. An application of which nothing runs code acts nowhere.
pub fn of_kind(kind: ActorKind, server: &Server) -> Vec<Acting> {
    let acting = |id: PrincipalId| Acting::new(Subject::Principal(id), None, server);
    match kind {
        ActorKind::Pool => server
            .pools()
            .map(|(pool, _)| {
                let process = server.processes_of_pool(&pool.name).first().copied();
                Acting::new(Subject::Pool(pool.name.clone(), process), None, server)
            })
            .collect(),
        ActorKind::User => users(server).into_iter().map(acting).collect(),
        ActorKind::Group => server
            .principals()
            .filter(|(_, principal)| {
                principal.kind() == PrincipalKind::Group
                    && crate::world::well_known::is_group_of_people(&principal.key())
            })
            .map(|(id, _)| acting(id))
            .collect(),
        ActorKind::Site => server
            .sites()
            .filter_map(|(site, _)| made::application(&Made::Site(site.name.clone()), server).ok())
            .collect(),
        ActorKind::Application => {
            let declared: Vec<_> = server
                .applications()
                .map(|(one, _)| (one.site.clone(), one.url.clone()))
                .collect();
            declared
                .into_iter()
                .filter_map(|(site, url)| {
                    made::application(&Made::Application(site, url), server).ok()
                })
                .collect()
        }
    }
}

/// The accounts that somebody declared or spoke of and that are no groups.
pub fn users(server: &Server) -> Vec<PrincipalId> {
    server
        .principals()
        .filter(|(_, principal)| {
            principal.kind() != PrincipalKind::Group
                && matches!(
                    principal.home(),
                    Home::Local | Home::Domain(_) | Home::Nameless
                )
        })
        .map(|(id, _)| id)
        .collect()
}

/// Those who are members of a group for certain, by a token of theirs.
pub fn members(group: PrincipalId, server: &Server) -> Vec<Acting> {
    let key = server.principal(group).key();
    users(server)
        .into_iter()
        .filter(|id| {
            server
                .token_of(*id, Logon::Interactive)
                .token
                .group(&key)
                .is_some_and(|held| held.certainty == crate::nt::Certainty::Held)
        })
        .map(|id| Acting::new(Subject::Principal(id), None, server))
        .collect()
}

fn target_bag(target: &Target, resolver: &Resolver<'_>) -> Result<Bag<Object>, Box<Diagnostic>> {
    Ok(match target {
        Target::Named(named) => Bag::One(resolver.object(named)?),
        Target::Component(name) => Bag::One(resolver.component_object(name)?),
        Target::Service(name) => Bag::One(resolver.service_object(name)?),
        Target::Belonging(quantity, what) => {
            quantified(*quantity, belonging::objects(what, resolver)?)
        }
        Target::Range(quantity, range) => quantified(*quantity, objects(range, resolver)?),
    })
}

/// What a verb ranges over that is not one of paths: every component, every service, the URL of every application.
///
/// # Errors
/// None for what the server itself declares.
pub fn declared(
    wanted: &Wanted,
    resolver: &Resolver<'_>,
) -> Result<Option<Vec<Object>>, Box<Diagnostic>> {
    let server = resolver.server;
    let nowhere = |name: &Name| Written::nowhere(Reference::Name(name.clone()));
    Ok(match wanted.verb() {
        Some(Verb::Launch | Verb::Activate | Verb::Access | Verb::Use) => Some(
            server
                .components()
                .map(|(one, _)| resolver.component_object(&nowhere(&one.name)))
                .collect::<Result<_, _>>()?,
        ),
        Some(Verb::Start | Verb::Stop | Verb::Configure) => Some(
            server
                .services()
                .map(|(one, _)| resolver.service_object(&nowhere(&one.name)))
                .collect::<Result<_, _>>()?,
        ),
        Some(Verb::Request) => Some(
            crate::iis::applications(server)
                .into_iter()
                .map(|one| {
                    let url = Written::nowhere(Reference::Url {
                        site: Some(one.site),
                        path: one.url,
                    });
                    resolver.reference(&url, None)
                })
                .collect::<Result<_, _>>()?,
        ),
        Some(_) | None => None,
    })
}

/// The described objects, and those that configuration names, in a range; in the order of their paths.
///
/// # Errors
/// The range begins at something that is no object.
pub fn objects(range: &Range, resolver: &Resolver<'_>) -> Result<Vec<Object>, Box<Diagnostic>> {
    let server = resolver.server;
    let under: Option<WinPath> = match &range.under {
        Some(reference) => Some(resolver.reference(reference, None)?.path),
        None => None,
    };
    let described = match &under {
        Some(folder) => server.objects().under(folder),
        None => server.objects().in_order().to_vec(),
    };
    let mut found: Vec<(WinPath, Option<ObjectNoun>)> = described
        .into_iter()
        .map(|id| {
            let resource = server.objects().get(id);
            (resource.path().clone(), Some(resource.noun()))
        })
        .collect();
    let unknown: Vec<&WinPath> = match &under {
        Some(folder) => server.objects().unknown_under(folder).collect(),
        None => server.objects().unknown().iter().collect(),
    };
    // A file or a folder, nobody knows: it is what is asked for, unless it holds something.
    found.extend(unknown.into_iter().map(|path| {
        let noun = match (server.kind_at(path, None), range.kind) {
            (ObjectKind::Key, _) => ObjectNoun::Key,
            (ObjectKind::Folder, _) | (_, Some(ThingKind::Folder)) => ObjectNoun::Folder,
            _ => ObjectNoun::File,
        };
        (path.clone(), Some(noun))
    }));
    for folder in configured(server) {
        let inside = under.as_ref().is_none_or(|under| folder.is_under(under));
        if inside && !server.objects().speak_of(&folder) {
            found.push((folder, Some(ObjectNoun::Folder)));
        }
    }
    if let Some(inside) = &range.inside {
        let inside = belonging::objects(&inside.node, resolver)?;
        found = inside
            .into_iter()
            .map(|object| (object.path, object.noun))
            .collect();
    }
    found.retain(|(path, noun)| of_noun(*noun, range.kind) && like(path, range.matching.as_ref()));
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(found
        .into_iter()
        .map(|(path, noun)| Object {
            asked: path.to_string(),
            path,
            noun,
            url: None,
            thing: Thing::Path,
        })
        .collect())
}

/// The folders that configuration names.
fn configured(server: &Server) -> Vec<WinPath> {
    let sites = server.sites().map(|(site, _)| site.folder.clone());
    let applications = server
        .applications()
        .map(|(application, _)| application.folder.clone());
    let folders = server
        .virtual_folders()
        .map(|(folder, _)| folder.folder.clone());
    let mut all: Vec<WinPath> = sites.chain(applications).chain(folders).collect();
    all.sort();
    all.dedup();
    all
}

//! What a clause ranges over in one server, and the names that mean somebody in it.

use super::syntax::ClauseKind;
use crate::{
    query::{
        eval,
        resolve::{Made, Resolver, Subject},
        syntax::{Account, Actor, ActorKind, Named, Reference, Set, Written},
    },
    text::Diagnostic,
    world::{Name, PrincipalId, Server, Who, well_known},
};

/// What a variable stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Somebody who acts.
    Acts(Account),
    /// A component, by name.
    Component(Name),
    /// A service, by name.
    Service(Name),
}

impl Bound {
    /// As somebody who acts.
    pub fn actor(&self) -> Actor {
        match self {
            Bound::Acts(account) => Actor::Named {
                account: account.clone(),
                logon: None,
                not_elevated: false,
            },
            Bound::Component(name) => Actor::Component {
                name: Written::nowhere(Reference::Name(name.clone())),
                client: None,
            },
            Bound::Service(name) => Actor::Service(Written::nowhere(Reference::Name(name.clone()))),
        }
    }
}

/// Everything of a kind, in the order of the server.
pub fn of_kind(kind: ClauseKind, server: &Server) -> Vec<Bound> {
    let by_name = |kind: ActorKind, name: &Name| {
        Bound::Acts(Named {
            kind: Some(kind),
            name: Written::nowhere(Reference::Name(name.clone())),
        })
    };
    match kind {
        ClauseKind::Actor(ActorKind::Pool) => server
            .pools()
            .map(|(pool, _)| by_name(ActorKind::Pool, &pool.name))
            .collect(),
        ClauseKind::Actor(ActorKind::Site) => server
            .sites()
            .map(|(site, _)| by_name(ActorKind::Site, &site.name))
            .collect(),
        ClauseKind::Actor(ActorKind::Application) => server
            .applications()
            .map(|(one, _)| {
                Bound::Acts(Named {
                    kind: Some(ActorKind::Application),
                    name: Written::nowhere(Reference::Url {
                        site: Some(one.site.clone()),
                        path: one.url.clone(),
                    }),
                })
            })
            .collect(),
        ClauseKind::Actor(kind @ (ActorKind::User | ActorKind::Group)) => {
            eval::sets::of_kind(kind, server)
                .into_iter()
                .filter_map(|acting| match acting.subject {
                    Subject::Principal(id) => Some(principal(id, Some(kind), server)),
                    Subject::Pool(..) | Subject::Stranger(_) | Subject::Made(_) => None,
                })
                .collect()
        }
        ClauseKind::Component => server
            .components()
            .map(|(one, _)| Bound::Component(one.name.clone()))
            .collect(),
        ClauseKind::Service => server
            .services()
            .map(|(one, _)| Bound::Service(one.name.clone()))
            .collect(),
    }
}

/// The accounts that `who` asks about.
pub fn accounts(server: &Server) -> Vec<Bound> {
    eval::rows::accounts(server)
        .into_iter()
        .filter_map(|acting| match acting.subject {
            Subject::Principal(id) => Some(principal(id, None, server)),
            Subject::Pool(..) | Subject::Stranger(_) | Subject::Made(_) => None,
        })
        .collect()
}

/// A principal by its name, where only it has that name; else by its SID.
fn principal(id: PrincipalId, kind: Option<ActorKind>, server: &Server) -> Bound {
    let principal = server.principal(id);
    let name = principal.name().clone();
    let clear = server.resolve(&Who::Name(name.clone())) == Ok(id) && server.pool(&name).is_none();
    let reference = match principal.sid() {
        Some(sid) if !clear => Reference::Sid(sid),
        Some(_) | None => Reference::Name(name),
    };
    Bound::Acts(Named {
        kind,
        name: Written::nowhere(reference),
    })
}

/// How a set names somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// It names exactly him.
    Himself,
    /// It names other accounts.
    Another,
}

/// Whether a name of a set means this one: the same pool, the same account.
///
/// # Errors
/// A name that nobody has.
pub fn named_by(
    who: &Bound,
    named: &Actor,
    span: crate::text::Span,
    resolver: &Resolver<'_>,
) -> Result<Naming, Box<Diagnostic>> {
    let subject = |actor: &Actor| match actor {
        Actor::Named { account, .. } => resolver.subject(account, span).map(Some),
        Actor::Anonymous => Ok(Some(Subject::Made(Made::Anonymous))),
        Actor::Serving { .. }
        | Actor::Component { .. }
        | Actor::Filter(_)
        | Actor::Service(_)
        | Actor::Token(_)
        | Actor::Kind(..)
        | Actor::TokensOf(..)
        | Actor::MembersOf(_) => Ok(None),
    };
    let named = match subject(named) {
        // An account that other versions of Windows have: nobody is it here, and a list of those who may can name it.
        Err(_) if is_known_elsewhere(named) => return Ok(Naming::Another),
        named => named?,
    };
    let same = match who {
        Bound::Acts(_) => named.is_some() && subject(&who.actor())? == named,
        Bound::Component(_) | Bound::Service(_) => false,
    };
    Ok(if same {
        Naming::Himself
    } else {
        Naming::Another
    })
}

/// Whether every Windows calls an account so that has it.
fn is_known_elsewhere(named: &Actor) -> bool {
    let Actor::Named { account, .. } = named else {
        return false;
    };
    let Reference::Name(name) = &account.name.node else {
        return false;
    };
    let bare = name.as_str().rsplit('\\').next().unwrap_or_default();
    well_known::by_name(bare).is_some()
}

/// Whether a name means an account that others can be members of.
pub fn has_members(named: &Actor, resolver: &Resolver<'_>) -> bool {
    let Actor::Named { account, .. } = named else {
        return false;
    };
    match (account.kind, resolver.principal(account)) {
        (None | Some(ActorKind::Group), Ok(id)) => {
            resolver.server.principal(id).kind() != crate::world::PrincipalKind::User
        }
        _ => false,
    }
}

/// The members of a set, one by one; what is left out behind `except` stands apart.
pub fn leaves(set: &Written<Set<Actor>>) -> (Vec<Written<Actor>>, Vec<Written<Actor>>) {
    match &set.node {
        Set::One(actor) => (vec![Written::new(actor.clone(), set.span)], Vec::new()),
        Set::Listed(parts) | Set::And(parts) | Set::Or(parts) => {
            let mut all = (Vec::new(), Vec::new());
            for part in parts {
                let (one, without) = leaves(part);
                all.0.extend(one);
                all.1.extend(without);
            }
            all
        }
        Set::Except(whole, without) => {
            let (one, mut left_out) = leaves(whole);
            left_out.extend(leaves(without).0);
            (one, left_out)
        }
    }
}

//! What somebody who acts has to begin with: the hosts of its code, and its tokens.

use super::subject::{Acting, Parts, RunsIn};
use crate::{
    query::resolve::{Made, Subject},
    reach::actor::{Actor, Held},
    world::{
        Footprint, Name, Server,
        footprint::{ApplicationName, HostId, HostKind, Party},
    },
};

/// What that one has to begin with.
pub fn seeds(acting: &Acting, footprint: &Footprint, server: &Server) -> Actor {
    let mut actor = Actor {
        code: hosts(acting, footprint, server),
        session: false,
        wields: Vec::new(),
    };
    match &acting.subject {
        // Somebody at work runs what he likes, as himself.
        Subject::Principal(_) | Subject::Stranger(_) => {
            actor.session = acting.runs_in.is_none();
            held(acting, true, &mut actor.wields);
        }
        Subject::Made(Made::Anonymous) => {
            for handed in &footprint.anonymous {
                actor.wields.push(Held {
                    token: (*handed.token).clone(),
                    certain: handed.certain,
                });
            }
            if footprint.anonymous.is_empty() {
                held(acting, true, &mut actor.wields);
            }
        }
        // The token of a thread is its own; that of a process comes with the process.
        Subject::Made(Made::Part(_)) if acting.thread_of.is_some() || actor.code.is_empty() => {
            held(acting, true, &mut actor.wields);
        }
        Subject::Pool(..) | Subject::Made(_) => {
            if actor.code.is_empty() {
                held(acting, true, &mut actor.wields);
            }
        }
    }
    actor
}

/// The hosts that run its code.
fn hosts(acting: &Acting, footprint: &Footprint, server: &Server) -> Vec<HostId> {
    let kinds: Vec<HostKind> = match (&acting.runs_in, &acting.subject) {
        (Some(place), _) => kinds_of(place, acting, server),
        (None, Subject::Pool(_, Some(process))) => vec![HostKind::Process(*process)],
        (None, Subject::Made(made)) => match party_of(made) {
            Some(party) => return of_party(&party, acting, footprint),
            None => ways(acting)
                .iter()
                .flat_map(|way| {
                    let place = way.runs_in.iter();
                    place.flat_map(|place| kinds_of(place, way, server))
                })
                .collect(),
        },
        (None, Subject::Pool(_, None) | Subject::Principal(_) | Subject::Stranger(_)) => Vec::new(),
    };
    let ids = footprint
        .ids()
        .filter(|(_, host)| kinds.contains(&host.kind));
    ids.map(|(id, _)| id).collect()
}

/// A site or an application acts with the processes of its handlers; where it declares none, as its pool.
fn of_party(party: &Party, acting: &Acting, footprint: &Footprint) -> Vec<HostId> {
    let found = footprint.begins_in(party);
    if !found.is_empty() {
        return found;
    }
    let of_process = |id: &HostId| {
        let kind = footprint.host(*id).kind;
        let ways = ways(acting);
        let mut facts = ways.iter().filter_map(|way| way.facts.as_ref());
        facts.any(|facts| facts.process.map(HostKind::Process) == Some(kind))
    };
    footprint
        .ids()
        .map(|(id, _)| id)
        .filter(of_process)
        .collect()
}

fn ways(acting: &Acting) -> Vec<&Acting> {
    match &acting.parts {
        Parts::None => vec![acting],
        Parts::AnyOf(_) | Parts::OneOf(_) => acting.each(),
    }
}

fn kinds_of(place: &RunsIn, acting: &Acting, server: &Server) -> Vec<HostKind> {
    match place {
        RunsIn::Process(process) => vec![HostKind::Process(*process)],
        RunsIn::Child(starter) => vec![HostKind::Child(*starter)],
        RunsIn::Service(name) => server
            .services()
            .filter(|(one, _)| one.name == *name)
            .map(|(_, fact)| HostKind::Service(fact))
            .collect(),
        RunsIn::Component(name) => {
            // A library is in the process of whoever uses it.
            let process = ways(acting)
                .iter()
                .filter_map(|way| way.facts.as_ref()?.process)
                .map(HostKind::Process)
                .collect::<Vec<HostKind>>();
            let own = server
                .components()
                .filter(|(one, _)| one.name == *name)
                .map(|(_, fact)| HostKind::Component(fact));
            own.chain(process).collect()
        }
    }
}

/// Who has content: a pool, a site or an application.
pub fn party(acting: &Acting) -> Option<Party> {
    match &acting.subject {
        Subject::Pool(name, _) => Some(Party::Pool(name.clone())),
        Subject::Made(made) => party_of(made),
        Subject::Principal(_) | Subject::Stranger(_) => None,
    }
}

fn party_of(made: &Made) -> Option<Party> {
    match made {
        Made::Site(site) => Some(Party::Site(site.clone())),
        Made::Application(site, url) => Some(Party::Application(ApplicationName {
            site: site.clone(),
            url: Name::clone(url),
        })),
        Made::Anonymous | Made::Part(_) => None,
    }
}

/// Its tokens. None of several is certain where nobody knows which it is.
fn held(acting: &Acting, certain: bool, into: &mut Vec<Held>) {
    match &acting.parts {
        Parts::None => into.extend(acting.facts.as_ref().map(|facts| Held {
            token: facts.clone(),
            certain,
        })),
        Parts::AnyOf(parts) => parts.iter().for_each(|part| held(part, certain, into)),
        Parts::OneOf(parts) => parts.iter().for_each(|part| held(part, false, into)),
    }
}

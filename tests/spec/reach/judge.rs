//! Verdicts of worlds in which not everything is known: what holds in all of them, and what in some.

use std::collections::BTreeSet;

use poolproof::{
    iis,
    reach::actor::{Actor, Held},
    world::{
        Fact, Logon, Name, Who, WinPath,
        footprint::{HostId, Party},
    },
};

use super::{Switches, World, close, fill::filled};

/// Who acts, by names that mean the same in every world.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Code in the worker process of a pool.
    Pool(Name),
    /// Code of an application, the site's own at `/`.
    Application(Name, Name),
    /// Code in the host of that name.
    Host(String),
    /// Somebody at work.
    User(Name, Logon),
    /// Visitors.
    Anonymous,
}

impl Subject {
    /// What it begins with in that world; none if there is nobody of that name.
    pub fn actor(&self, world: &World) -> Option<Actor> {
        let code = |code: Vec<HostId>| {
            (!code.is_empty()).then(|| Actor {
                code,
                ..Actor::default()
            })
        };
        match self {
            Subject::Pool(name) => code(world.footprint.begins_in(&Party::Pool(name.clone()))),
            Subject::Application(site, url) => code(world.footprint.begins_in(
                &Party::Application(poolproof::world::footprint::ApplicationName {
                    site: site.clone(),
                    url: url.clone(),
                }),
            )),
            Subject::Host(name) => {
                let host = world.footprint.ids().find(|(_, host)| host.name == *name);
                code(host.map(|(id, _)| id).into_iter().collect())
            }
            Subject::User(name, logon) => {
                let id = world.server.resolve(&Who::Name(name.clone())).ok()?;
                Some(Actor {
                    code: Vec::new(),
                    session: true,
                    wields: vec![Held {
                        token: world.server.token_of(id, *logon),
                        certain: true,
                    }],
                })
            }
            Subject::Anonymous => {
                let handed = world.footprint.anonymous.iter();
                let wields = handed.filter(|handed| world.is_handed(handed));
                Some(Actor {
                    wields: wields
                        .map(|handed| Held {
                            token: (*handed.token).clone(),
                            certain: true,
                        })
                        .collect(),
                    ..Actor::default()
                })
            }
        }
    }
}

/// What was found in all worlds that the facts leave open.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// What is come to in every one.
    pub always: BTreeSet<String>,
    /// What is come to in some.
    pub sometimes: BTreeSet<String>,
    /// How many worlds there are.
    pub worlds: usize,
}

/// What the subject comes to in each world that the facts leave open; none if these are too many, or somebody is not there.
pub fn judged(
    facts: &[Fact],
    subject: &Subject,
    asked: &[WinPath],
    switches: &Switches,
) -> Option<Judged> {
    let mut judged: Option<Judged> = None;
    for facts in filled(facts, 48)? {
        let (server, _) = iis::serve(facts.clone());
        let choices = World::choices(&iis::footprint(&server));
        if choices.len() > 16 {
            return None;
        }
        for choice in choices {
            let world = World::of(facts.clone(), asked, &choice).ok()?;
            let actor = subject.actor(&world)?;
            let found = names(&close(&world, &actor, switches));
            let so_far = judged.get_or_insert_with(|| Judged {
                always: found.clone(),
                ..Judged::default()
            });
            so_far.always.retain(|claim| found.contains(claim));
            so_far.sometimes.extend(found);
            so_far.worlds += 1;
        }
    }
    judged
}

/// The claims by names that mean the same in each world: of tokens the users alone.
fn names(closure: &super::Closure<'_>) -> BTreeSet<String> {
    let name = |fact| match fact {
        super::Fact::Wields(token) => format!("acts as {}", closure.token_of(token).user),
        other => closure.name(other),
    };
    let told = |fact: &super::Fact| *fact != super::Fact::Somewhere;
    closure.facts().filter(told).map(name).collect()
}

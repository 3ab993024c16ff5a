//! Claims of both closures by the same names.

use std::collections::{BTreeMap, BTreeSet};

use poolproof::{
    iis,
    nt::{ObjectKind, Token},
    reach::{
        Bound, Bring, Claim, Reach, RuleSet,
        actor::{Actor, Held},
        rules,
    },
    world::{
        Fact, Gap, ObjectNoun, Server, Statement, Who,
        footprint::{Footprint, Handed, Party, Securable},
    },
};

use crate::spec::reach::{Closure, Fact as Slow, Switches, World, judge::Subject};

/// A token by what it lets in and keeps out.
fn token(token: &Token) -> String {
    let mut groups: Vec<String> = token
        .groups
        .iter()
        .map(|group| format!("{}:{:x}", group.sid, group.attributes.0))
        .collect();
    groups.sort();
    let mut privileges: Vec<&str> = token
        .privileges
        .iter()
        .map(|(privilege, _)| privilege.name())
        .collect();
    privileges.sort_unstable();
    format!(
        "{} {} {} {:?}",
        token.user,
        groups.join(","),
        privileges.join(","),
        token.integrity
    )
}

/// What is compared. A folder of one's own stands for a file of one's own in it, or not; SYSTEM need not be told whom it knows.
fn compared(names: BTreeSet<String>) -> BTreeSet<String> {
    let system = names.contains("system");
    names
        .into_iter()
        .filter(|name| {
            let nameless = name.contains(" a file in ") || name.contains(" a folder in ");
            let planted = name.starts_with("plants") || name.starts_with("writes");
            let accounts = ["knows", "joins", "wields"]
                .iter()
                .any(|start| name.starts_with(start));
            let is_left_out = nameless && planted || system && accounts;
            !is_left_out && name != "code somewhere"
        })
        .collect()
}

/// The claims of the specification.
pub fn plain(closure: &Closure<'_>) -> BTreeSet<String> {
    let name = |fact| match fact {
        Slow::Wields(held) => format!("wields {}", token(closure.token_of(held))),
        other => closure.name(other),
    };
    compared(closure.facts().map(name).collect())
}

/// The rules of these switches in the table.
pub fn rule_set(switches: &Switches) -> RuleSet {
    let base = if switches.weaknesses {
        rules::all()
    } else {
        rules::granted()
    };
    // What is one rule to the specification has several rows.
    let rows = |name: &'static str| -> Vec<&'static str> {
        match name {
            "E1" => vec!["E1", "E1b"],
            "E3" => vec!["E3", "E26"],
            "E14" => vec!["E14", "E14b"],
            other => vec![other],
        }
    };
    let off = switches.without.iter().flat_map(|name| rows(name));
    off.filter_map(rules::by_name).fold(base, RuleSet::without)
}

/// What an actor brings, and every object that the specification speaks of.
pub fn brought(world: &World, actor: &Actor) -> Bring {
    Bring {
        tokens: actor.wields.iter().map(|held| held.token.clone()).collect(),
        objects: world
            .things
            .iter()
            .map(|thing| thing.what.clone())
            .collect(),
        without_guessing: false,
    }
}

/// The claims of the fast closure.
pub fn fast(world: &World, actor: &Actor, rules: RuleSet, bound: Bound) -> BTreeSet<String> {
    fast_with(world, actor, rules, bound, brought(world, actor))
}

/// The same with what is brought.
pub fn fast_with(
    world: &World,
    actor: &Actor,
    rules: RuleSet,
    bound: Bound,
    bring: Bring,
) -> BTreeSet<String> {
    let things: BTreeMap<&Securable, &str> = world
        .things
        .iter()
        .map(|thing| (&thing.what, thing.name.as_str()))
        .collect();
    let reach = Reach::new(&world.server, &world.footprint, bring);
    let object = |what: &Securable| match things.get(what) {
        Some(name) => (*name).to_owned(),
        None => format!("?{what:?}"),
    };
    compared(claims(&reach, actor, rules, bound, &object, &|facts| {
        format!("wields {}", token(facts))
    }))
}

/// A claim by its name; none for what only says what a word means.
fn name_of_claim(
    reach: &Reach<'_>,
    claim: Claim,
    object: &dyn Fn(&Securable) -> String,
    wields: &dyn Fn(&Token) -> String,
) -> Option<String> {
    let account = |id| reach.server().principal(id).name().to_string();
    let object = |id| object(&reach.object(id).what);
    Some(match claim {
        Claim::Code(host) => format!("code in {}", reach.footprint().host(host).name),
        Claim::Wields(id) => wields(&reach.token(id).token),
        Claim::May(id, power) => format!("may {power:?} {}", object(id)),
        Claim::Free(id) => format!("free to {}", object(id)),
        Claim::Plants(id) => format!("plants {}", object(id)),
        Claim::Reads(id) => format!("reads {}", object(id)),
        Claim::Writes(id) => format!("writes {}", object(id)),
        Claim::Knows(id) => format!("knows {}", account(id)),
        Claim::Joins(id) => format!("joins {}", account(id)),
        Claim::System => "system".to_owned(),
        Claim::CodeSomewhere | Claim::WieldsOneOf(_) | Claim::Starts(_) => return None,
    })
}

/// Claims by the names that the specification has for them, which `plain` compares; none if it does not compare them.
pub fn told(world: &World, reach: &Reach<'_>, claim: Claim) -> Option<String> {
    let object = |what: &Securable| {
        let thing = world.things.iter().find(|thing| thing.what == *what);
        thing.map_or_else(|| format!("?{what:?}"), |thing| thing.name.clone())
    };
    let wields = |facts: &Token| format!("wields {}", token(facts));
    let name = name_of_claim(reach, claim, &object, &wields)?;
    compared([name].into()).pop_first()
}

fn claims(
    reach: &Reach<'_>,
    actor: &Actor,
    rules: RuleSet,
    bound: Bound,
    object: &dyn Fn(&Securable) -> String,
    wields: &dyn Fn(&Token) -> String,
) -> BTreeSet<String> {
    let seeds = reach.seeds(actor, bound);
    let closed = reach.program().close(&seeds, reach.truth(bound), rules);
    let name = |claim| name_of_claim(reach, claim, object, wields);
    closed
        .iter()
        .filter_map(|id| name(reach.claim(id)))
        .collect()
}

/// What the fast closure says of a world in which not everything is known: what is yes, and what is not no.
pub fn both(
    facts: &[Fact],
    subject: &Subject,
    rules: RuleSet,
) -> Option<(BTreeSet<String>, BTreeSet<String>)> {
    let (server, _) = iis::serve(facts.to_vec());
    let footprint = iis::footprint(&server);
    let actor = actor(&server, &footprint, subject)?;
    let described = server.objects().ids().map(|id| {
        let resource = server.objects().get(id);
        let path = resource.path().clone();
        match resource.noun() {
            ObjectNoun::Folder => Securable::Folder(path),
            ObjectNoun::File => Securable::File(path),
            ObjectNoun::Key => Securable::Key(path),
        }
    });
    // What is said to be unknown of an object that nobody described is filled in by describing it.
    let open = facts.iter().filter_map(|fact| match &fact.statement {
        Statement::Gap(
            Gap::PermissionsOf(path) | Gap::OwnerOf(path) | Gap::InheritedLinesOf(path),
        ) => {
            let path = path.expanded(server.windows());
            Some(match server.describe(&path, None).kind {
                ObjectKind::Folder => Securable::Folder(path),
                ObjectKind::Key => Securable::Key(path),
                _ => Securable::File(path),
            })
        }
        _ => None,
    });
    let objects = described.chain(open).collect();
    let bring = Bring {
        tokens: actor.wields.iter().map(|held| held.token.clone()).collect(),
        objects,
        without_guessing: false,
    };
    let reach = Reach::new(&server, &footprint, bring);
    let object = |what: &Securable| name_of(&server, what);
    let wields = |token: &Token| format!("acts as {}", token.user);
    let all = |bound| claims(&reach, &actor, rules, bound, &object, &wields);
    Some((all(Bound::Known), all(Bound::Possible)))
}

fn name_of(server: &Server, what: &Securable) -> String {
    match what {
        Securable::File(path) | Securable::Folder(path) | Securable::Key(path) => path.folded(),
        Securable::FileIn(path) => format!("a file in {}", path.folded()),
        Securable::FolderIn(path) => format!("a folder in {}", path.folded()),
        Securable::Service(fact) => {
            let mut services = server.services();
            let service = services.find(|(_, id)| id == fact);
            service.map_or_else(String::new, |(service, _)| {
                format!("service {}", service.name)
            })
        }
        Securable::Task(fact) => {
            let mut tasks = server.tasks();
            let task = tasks.find(|(_, id)| id == fact);
            task.map_or_else(String::new, |(task, _)| format!("task {}", task.name))
        }
    }
}

/// What a subject begins with where not everything is known.
pub fn actor(server: &Server, footprint: &Footprint, subject: &Subject) -> Option<Actor> {
    let code = |code: Vec<_>| {
        (!code.is_empty()).then(|| Actor {
            code,
            ..Actor::default()
        })
    };
    let held = |handed: &Handed| Held {
        token: (*handed.token).clone(),
        certain: handed.certain,
    };
    match subject {
        Subject::Pool(name) => code(footprint.begins_in(&Party::Pool(name.clone()))),
        Subject::Application(site, url) => code(footprint.begins_in(&Party::Application(
            poolproof::world::footprint::ApplicationName {
                site: site.clone(),
                url: url.clone(),
            },
        ))),
        Subject::Host(name) => code(
            footprint
                .ids()
                .filter(|(_, host)| host.name == *name)
                .map(|(id, _)| id)
                .collect(),
        ),
        Subject::User(name, logon) => {
            let id = server.resolve(&Who::Name(name.clone())).ok()?;
            Some(Actor {
                code: Vec::new(),
                session: true,
                wields: vec![Held {
                    token: server.token_of(id, *logon),
                    certain: true,
                }],
            })
        }
        Subject::Anonymous => Some(Actor {
            wields: footprint.anonymous.iter().map(held).collect(),
            ..Actor::default()
        }),
    }
}

/// The claims that are about objects of which the fast closure of these facts does not speak.
pub fn nobodys(facts: &[Fact], claims: &BTreeSet<String>) -> BTreeSet<String> {
    let (server, _) = iis::serve(facts.to_vec());
    let footprint = iis::footprint(&server);
    let reach = Reach::new(&server, &footprint, Bring::default());
    let known: BTreeSet<String> = reach
        .objects()
        .map(|(_, object)| name_of(&server, &object.what))
        .collect();
    let object = |claim: &str| -> Option<String> {
        let (verb, rest) = claim.split_once(' ')?;
        let rest = match verb {
            "reads" | "writes" | "plants" => rest,
            // `free to C:\x`, `may Read C:\x`
            "free" | "may" => rest.split_once(' ')?.1,
            _ => return None,
        };
        Some(rest.to_owned())
    };
    let is_nobodys = |claim: &&String| object(claim).is_some_and(|object| !known.contains(&object));
    claims.iter().filter(is_nobodys).cloned().collect()
}

/// A claim without its object: what kind of thing is claimed of what.
pub fn class(claim: &str) -> String {
    claim.split(' ').skip(1).collect::<Vec<_>>().join(" ")
}

/// Where two sets of claims differ.
pub fn telling(fast: &BTreeSet<String>, slow: &BTreeSet<String>) -> String {
    let only = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
        let claims: Vec<String> = one.difference(other).take(12).cloned().collect();
        claims.join("\n    ")
    };
    format!(
        "  only the fast one:\n    {}\n  only the specification:\n    {}",
        only(fast, slow),
        only(slow, fast)
    )
}

//! What belongs to a pool, a site or an application: its content, and what its processes read or run; each object with the reason.

use super::{made::said_once, seeds::party, sets, subject::Acting};
use crate::reach::Belonging as Possession;
use crate::{
    query::{
        Answer, Evidence, Ground, KindOfNo, Row, Said, Verdict,
        resolve::{Object, Resolver, Thing},
        syntax::{Account, Belonging, Set, Target, Written},
    },
    reach::{Bring, Condition, Holds, Reach},
    text::Diagnostic,
    world::{
        FactId, ObjectNoun, Server, WinPath,
        footprint::{Party, Region, Role, Securable, Why},
        notation,
    },
};

/// An object that belongs, with the reason.
#[derive(Clone, Debug)]
pub struct Belongs {
    /// Which.
    pub what: Securable,
    /// As what.
    pub role: &'static str,
    /// Whether it does for certain, or perhaps.
    pub holds: Holds,
    /// On what that hangs, where it is not configuration alone.
    pub given: Option<Condition>,
    /// Why.
    pub why: Why,
}

/// Whose content is asked for.
///
/// # Errors
/// Nobody is called so, or it is somebody who has no content.
pub fn party_of(
    account: &Written<Account>,
    resolver: &Resolver<'_>,
) -> Result<Party, Box<Diagnostic>> {
    let subject = resolver.subject(&account.node, account.span)?;
    let acting = Acting::of(subject, "", None);
    party(&acting).ok_or_else(|| no_content(&account.node.to_string(), account, resolver))
}

fn no_content(name: &str, account: &Written<Account>, resolver: &Resolver<'_>) -> Box<Diagnostic> {
    resolver
        .at(
            "no-content",
            format!("{name} has no content"),
            account.span,
            "expected a pool, a site or an application",
        )
        .help("`content of pool A`, `content of site Shop`, `content of application /shop`")
        .into()
}

/// Everything that belongs.
///
/// # Errors
/// A name that nobody has.
pub fn belonging(
    what: &Belonging,
    resolver: &Resolver<'_>,
) -> Result<Vec<Belongs>, Box<Diagnostic>> {
    // What belongs to whom has nothing to do with passwords.
    let bring = Bring {
        without_guessing: true,
        ..Bring::default()
    };
    let reach = Reach::new(resolver.server, resolver.footprint(), bring);
    let mut all = belonging_by(what, &reach, resolver)?;
    // What belongs in several ways is told once, as it belongs most certainly.
    all.sort_by(|one, other| one.what.cmp(&other.what).then(other.holds.cmp(&one.holds)));
    all.dedup_by(|one, other| one.what == other.what);
    Ok(all)
}

/// The same by rules that are applied already, in any order, once for each way in which it belongs.
///
/// # Errors
/// As [`belonging`].
pub fn belonging_by(
    what: &Belonging,
    reach: &Reach<'_>,
    resolver: &Resolver<'_>,
) -> Result<Vec<Belongs>, Box<Diagnostic>> {
    let together = |mut all: Vec<Belongs>, more: &[Possession<'_>]| {
        all.extend(more.iter().map(|one| beside(one, reach)));
        all
    };
    Ok(match what {
        Belonging::Content(of) => {
            let party = party_of(of, resolver)?;
            let mut kept = reach.content_of(&party);
            kept.retain(|one| one.role.is_some());
            together(all_served(&party, resolver), &kept)
        }
        Belonging::Used(by) => {
            let party = party_of(by, resolver)?;
            together(all_served(&party, resolver), &reach.read_or_run_by(&party))
        }
        Belonging::Beside(by) => {
            let party = party_of(by, resolver)?;
            let footprint = resolver.footprint();
            let theirs: Vec<&Region> = footprint.regions_of(&party).collect();
            let others = footprint.regions.iter();
            let others =
                others.filter(|region| !theirs.iter().any(|one| std::ptr::eq(*one, *region)));
            let all = others.flat_map(|region| served(region, resolver)).collect();
            together(all, &reach.read_or_run_beside(&party))
        }
        Belonging::Secrets => together(Vec::new(), &reach.secrets()),
        Belonging::Above(set) => above(set, reach, resolver)?,
    })
}

fn all_served(party: &Party, resolver: &Resolver<'_>) -> Vec<Belongs> {
    let regions = resolver.footprint().regions_of(party);
    regions
        .flat_map(|region| served(region, resolver))
        .collect()
}

/// An object that belongs beside what is served.
fn beside(one: &Possession<'_>, reach: &Reach<'_>) -> Belongs {
    Belongs {
        what: reach.object(one.object).what.clone(),
        role: match one.role {
            Some(role) => role_words(role),
            None => "governs it",
        },
        holds: one.belongs,
        given: one.given.clone(),
        why: one.why.clone(),
    }
}

/// The objects of a folder that is served, and those that nobody described in each folder of it.
fn served(region: &Region, resolver: &Resolver<'_>) -> Vec<Belongs> {
    let server = resolver.server;
    let belongs = |what| Belongs {
        what,
        role: "served",
        holds: Holds::Yes,
        given: None,
        why: region.why.clone(),
    };
    let inside = server.everything_in(&region.folder, &region.except, &[]);
    inside.into_iter().map(belongs).collect()
}

fn role_words(role: Role) -> &'static str {
    match role {
        Role::Program => "run",
        Role::Libraries => "libraries are looked for here",
        Role::CodeCache => "a cache of compiled code",
        Role::ResponseCache => "a cache of responses",
        Role::Temporary => "temporary files",
        Role::Data => "read",
        Role::Directs => "says what is run",
        Role::Control => "its own list",
        Role::MachineKey => "holds a machine key",
    }
}

/// The folders above objects.
fn above(
    set: &Written<Set<Target>>,
    reach: &Reach<'_>,
    resolver: &Resolver<'_>,
) -> Result<Vec<Belongs>, Box<Diagnostic>> {
    static ABOVE: crate::world::Rule = crate::world::Rule::of(
        "a folder holds what lies in it",
        "Win32 \"naming files, paths, and namespaces\"",
    );
    let below: Vec<(WinPath, Holds, Option<Condition>)> = match &set.node {
        // A folder is above what belongs on the same condition.
        Set::One(Target::Belonging(_, what)) => belonging_by(what, reach, resolver)?
            .into_iter()
            .filter_map(|one| Some((path_in(&one.what)?, one.holds, one.given)))
            .collect(),
        Set::One(_) | Set::Listed(_) | Set::And(_) | Set::Or(_) | Set::Except(..) => {
            sets::targets(set, resolver)?
                .leaves()
                .into_iter()
                .map(|object| (object.path.clone(), Holds::Yes, None))
                .collect()
        }
    };
    let mut all = Vec::new();
    for (path, holds, given) in below {
        let mut next = path.parent();
        while let Some(folder) = next {
            next = folder.parent();
            all.push(Belongs {
                what: Securable::Folder(folder),
                role: "above",
                holds,
                given: given.clone(),
                why: Why {
                    rule: &ABOVE,
                    facts: Vec::<FactId>::new(),
                },
            });
        }
    }
    Ok(all)
}

/// The path of a file or folder; what nobody described stands as `*` in its folder.
fn path_in(what: &Securable) -> Option<WinPath> {
    match what {
        Securable::File(path) | Securable::Folder(path) => Some(path.clone()),
        Securable::FileIn(folder) | Securable::FolderIn(folder) => Some(folder.join("*")),
        // Keys are not moved about, and services and tasks have no path.
        Securable::Key(_) | Securable::Service(_) | Securable::Task(_) => None,
    }
}

/// What belongs, as objects that something can be done to. Services and tasks have no path; what nobody described stands as
/// `*` in its folder.
///
/// # Errors
/// As [`belonging`].
pub fn objects(what: &Belonging, resolver: &Resolver<'_>) -> Result<Vec<Object>, Box<Diagnostic>> {
    let all = belonging(what, resolver)?;
    Ok(all.iter().filter_map(|one| object(&one.what)).collect())
}

/// As an object that something can be done to.
pub fn object(what: &Securable) -> Option<Object> {
    let (path, noun) = match what {
        Securable::File(path) => (path.clone(), ObjectNoun::File),
        Securable::Folder(path) => (path.clone(), ObjectNoun::Folder),
        Securable::Key(path) => (path.clone(), ObjectNoun::Key),
        Securable::FileIn(folder) => (folder.join("*"), ObjectNoun::File),
        Securable::FolderIn(folder) => (folder.join("*"), ObjectNoun::Folder),
        Securable::Service(_) | Securable::Task(_) => return None,
    };
    Some(Object {
        asked: path.to_string(),
        path,
        noun: Some(noun),
        url: None,
        thing: Thing::Path,
    })
}

/// `list content of pool B`
///
/// # Errors
/// As [`belonging`].
pub fn list(what: &Written<Belonging>, resolver: &Resolver<'_>) -> Result<Answer, Box<Diagnostic>> {
    let server = resolver.server;
    let mut answer = Answer::to("");
    for belongs in belonging(&what.node, resolver)? {
        let kind = match &belongs.what {
            Securable::File(_) | Securable::FileIn(_) => "file",
            Securable::Folder(_) | Securable::FolderIn(_) => "folder",
            Securable::Key(_) => "key",
            Securable::Service(_) => "service",
            Securable::Task(_) => "task",
        };
        let row = Row {
            kind,
            name: words(&belongs.what, server),
            sid: None,
            verdict: if belongs.holds == Holds::Yes {
                Verdict::Yes
            } else {
                Verdict::Unknown
            },
            evidence: vec![reason(&belongs, resolver)],
            shares: None,
        };
        let gap = Said {
            says: format!("whether {} may create files there", what.node),
            at: crate::world::Origin::Unsaid,
        };
        answer.row(row, vec![gap]);
    }
    Ok(answer)
}

/// Why an object belongs.
pub fn reason(belongs: &Belongs, resolver: &Resolver<'_>) -> Evidence {
    Evidence {
        ground: Ground::Belongs {
            role: belongs.role,
            says: belongs.why.rule.says.to_owned(),
            source: belongs.why.rule.source.to_owned(),
        },
        facts: said_once(&belongs.why.facts, resolver.server),
    }
}

/// `is O in content of S`
///
/// # Errors
/// As [`belonging`], and an object that is none.
pub fn is_in(
    object: &Written<Target>,
    what: &Written<Belonging>,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let set = Written::new(Set::One(object.node.clone()), object.span);
    let asked = sets::targets(&set, resolver)?;
    let all = belonging(&what.node, resolver)?;
    let mut answer = Answer::to("");
    let mut missing = false;
    let outside = outside(&what.node, resolver)?;
    for one in asked.leaves() {
        let outside = outside.iter().any(|other| one.path.is_under(other));
        let stands_for = |belongs: &&Belongs| holds(&belongs.what, &one.path, &all);
        let is_it = |belongs: &&Belongs| path_of(&belongs.what) == Some(&one.path);
        let found = match outside {
            true => all.iter().find(is_it),
            false => all
                .iter()
                .find(is_it)
                .or_else(|| all.iter().find(stands_for)),
        };
        match found {
            Some(belongs) => answer.evidence.push(reason(belongs, resolver)),
            None => missing = true,
        }
    }
    let one = asked.leaves().len() == 1;
    let found = !answer.evidence.is_empty();
    let all_mean = matches!(asked, super::Bag::All(_) | super::Bag::One(_));
    let holds = found && !(all_mean && missing);
    if one && !found {
        answer.evidence.push(Evidence {
            ground: Ground::Stated {
                says: format!("{} objects were looked at", all.len()),
            },
            facts: Vec::<Said>::new(),
        });
    }
    answer.verdict = Some(if holds {
        Verdict::Yes
    } else {
        Verdict::No(KindOfNo::NotGranted)
    });
    answer.claim = Some(crate::query::Claim {
        subject: object.node.to_string(),
        positive: "is in".into(),
        negative: "is not in".into(),
        object: what.node.to_string(),
    });
    Ok(answer)
}

/// The folders in what a party serves that other applications serve.
fn outside(what: &Belonging, resolver: &Resolver<'_>) -> Result<Vec<WinPath>, Box<Diagnostic>> {
    let party = match what {
        Belonging::Content(of) | Belonging::Used(of) => party_of(of, resolver)?,
        Belonging::Beside(_) | Belonging::Secrets | Belonging::Above(_) => return Ok(Vec::new()),
    };
    let regions = resolver.footprint().regions_of(&party);
    Ok(regions.flat_map(|region| region.except.clone()).collect())
}

fn path_of(what: &Securable) -> Option<&WinPath> {
    match what {
        Securable::File(path) | Securable::Folder(path) | Securable::Key(path) => Some(path),
        Securable::FileIn(_)
        | Securable::FolderIn(_)
        | Securable::Service(_)
        | Securable::Task(_) => None,
    }
}

/// Whether one that stands for what nobody described stands for what is at that path.
fn holds(what: &Securable, path: &WinPath, all: &[Belongs]) -> bool {
    match what {
        Securable::FileIn(folder) | Securable::FolderIn(folder) => {
            // The nearest folder that belongs stands for what nobody described below it.
            let nearer = |other: &Belongs| match &other.what {
                Securable::Folder(other) => {
                    other != folder && other.is_under(folder) && path.is_under(other)
                }
                _ => false,
            };
            path != folder && path.is_under(folder) && !all.iter().any(nearer)
        }
        Securable::File(_)
        | Securable::Folder(_)
        | Securable::Key(_)
        | Securable::Service(_)
        | Securable::Task(_) => false,
    }
}

/// Something with a list, in words.
fn words(what: &Securable, server: &Server) -> String {
    match what {
        Securable::File(path) | Securable::Folder(path) | Securable::Key(path) => path.to_string(),
        Securable::FileIn(folder) => format!("any other file in {folder}"),
        Securable::FolderIn(folder) => format!("any other folder in {folder}"),
        Securable::Service(fact) | Securable::Task(fact) => {
            notation::sentence(&server.fact(*fact).statement)
        }
    }
}

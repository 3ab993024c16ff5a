//! What nobody told, told in every way: worlds with gaps become worlds without.
//!
//! Of lists and of lines that are not known the extremes are tried: nobody may do anything, everybody may do everything. Rules
//! only add claims, so every other list comes to something between.

use std::collections::BTreeSet;

use poolproof::{
    iis,
    nt::{AccessMask, Sid},
    world::{
        AccessLine, Effect, Fact, Gap, How, Inheritance, Listing, Logon, ObjectNoun,
        ObjectStatement, Origin, PrincipalId, PrincipalKind, Server, Statement, TokenFacts, Who,
        WinPath, footprint::Securable,
    },
};

/// Every world that these facts leave open; none if they are more than that.
pub fn filled(facts: &[Fact], most: usize) -> Option<Vec<Vec<Fact>>> {
    let (server, _) = iis::serve(facts.to_vec());
    let gaps = |fact: &Fact| matches!(fact.statement, Statement::Gap(_));
    let mut known: Vec<Fact> = facts.iter().filter(|fact| !gaps(fact)).cloned().collect();
    let memberships = memberships(&server);
    if !memberships.is_empty() {
        // Who is in a group by a rule of IIS stays in it when it is said where else it is.
        known.extend(memberships_by_rule(&server));
    }
    let mut all = vec![known];
    for (member, group) in memberships {
        let joins = Statement::Member { member, group };
        all = all
            .into_iter()
            .flat_map(|facts| [facts.clone(), with(&facts, joins.clone())])
            .collect();
        if all.len() > most {
            return None;
        }
    }
    let owners = owners(&server);
    for fact in facts {
        let Statement::Gap(gap) = &fact.statement else {
            continue;
        };
        // Of an object whose list is not known nothing else is.
        let hidden = |path: &WinPath| {
            let whole = Statement::Gap(Gap::PermissionsOf(path.clone()));
            facts.iter().any(|other| other.statement == whole)
        };
        all = all
            .into_iter()
            .flat_map(|facts| match gap {
                Gap::PermissionsOf(path) => any_list(&facts, path, &server),
                Gap::OwnerOf(path) if !hidden(path) => owners
                    .iter()
                    .map(|owner| {
                        changed(&facts, path, &server, |object| {
                            object.owner = Some(owner.clone());
                        })
                    })
                    .collect(),
                // What is closed inherits nothing.
                Gap::InheritedLinesOf(path)
                    if !hidden(path) && server.describe(path, None).how != How::Closed =>
                {
                    extremes()
                        .into_iter()
                        .map(|follows| {
                            changed(&facts, path, &server, |object| {
                                object.inheritance = Inheritance::Protected;
                                if let Listing::Lines(lines) = &mut object.list {
                                    lines.extend(follows.clone());
                                }
                            })
                        })
                        .collect()
                }
                // It is there for all that.
                Gap::InheritedLinesOf(path) if !hidden(path) => {
                    vec![changed(&facts, path, &server, |object| {
                        object.inheritance = Inheritance::Protected;
                    })]
                }
                Gap::OwnerOf(_)
                | Gap::InheritedLinesOf(_)
                | Gap::MembersOf(_)
                | Gap::GroupsOf(_) => vec![facts],
            })
            .collect();
        if all.len() > most {
            return None;
        }
    }
    Some(all)
}

/// The memberships that a rule of IIS makes where nobody says of an account where it is.
pub fn memberships_by_rule(server: &Server) -> impl Iterator<Item = Fact> {
    let by_rule = server.facts().map(|(_, fact)| fact).filter(|fact| {
        matches!(
            (&fact.statement, &fact.origin),
            (Statement::Member { .. }, Origin::Rule { .. })
        )
    });
    by_rule.cloned()
}

/// Every token that could matter.
fn tokens(server: &Server) -> Vec<TokenFacts> {
    let footprint = iis::footprint(server);
    let hosts = footprint.hosts.iter();
    let mut tokens: Vec<TokenFacts> = hosts
        .flat_map(|host| {
            let handed = host.handed.iter().map(|handed| (*handed.token).clone());
            let own = host.identities.iter().map(|facts| (**facts).clone());
            handed.chain(own).collect::<Vec<_>>()
        })
        .collect();
    let anonymous = footprint.anonymous.iter();
    tokens.extend(anonymous.map(|handed| (*handed.token).clone()));
    for (id, principal) in server.principals() {
        let acts = principal.kind() == PrincipalKind::User || !principal.said().is_empty();
        if acts && principal.kind() != PrincipalKind::Group {
            for logon in [
                Logon::Interactive,
                Logon::Network,
                Logon::Batch,
                Logon::Service,
            ] {
                tokens.push(server.token_of(id, logon));
            }
        }
    }
    tokens
}

/// The memberships that nobody told, and that a token hangs on.
fn memberships(server: &Server) -> Vec<(Who, Who)> {
    let mut pairs: BTreeSet<(PrincipalId, PrincipalId)> = BTreeSet::new();
    for token in tokens(server) {
        for unknown in &token.unknowns {
            if let Some(member) = unknown.member.or(token.principal) {
                pairs.insert((member, unknown.group));
            }
        }
    }
    let who = |id| {
        let principal = server.principal(id);
        match principal.sid() {
            Some(sid) => Who::Sid(sid),
            None => Who::Name(principal.name().clone()),
        }
    };
    pairs
        .into_iter()
        .map(|(member, group)| (who(member), who(group)))
        .collect()
}

/// Those who may own something: whoever acts, and somebody else.
fn owners(server: &Server) -> Vec<Who> {
    let mut sids: BTreeSet<Sid> = tokens(server)
        .iter()
        .filter(|token| token.principal.is_some())
        .map(|token| token.token.user)
        .collect();
    sids.insert(Sid::of(5, &[21, 9, 9, 9, 9999]));
    let who = |sid: Sid| {
        let id = server.accounts().by_sid(&sid);
        match id.map(|id| server.principal(id)) {
            Some(principal) if principal.sid().is_none() => Who::Name(principal.name().clone()),
            _ => Who::Sid(sid),
        }
    };
    sids.into_iter().map(who).collect()
}

fn line(sid: Sid, mask: u32) -> AccessLine {
    AccessLine {
        effect: Effect::Allow,
        who: Who::Sid(sid),
        mask: AccessMask(mask),
        flags: 3,
        origin: Origin::Unsaid,
    }
}

/// Nothing, everything for everybody, and nothing for the owner.
fn extremes() -> Vec<Vec<AccessLine>> {
    vec![
        Vec::new(),
        vec![line(Sid::of(1, &[0]), 0x1F_01FF)],
        vec![line(Sid::of(3, &[4]), 0)],
    ]
}

fn any_list(facts: &[Fact], path: &WinPath, server: &Server) -> Vec<Vec<Fact>> {
    let noun = noun_at(facts, path, server);
    let others = |fact: &&Fact| {
        !matches!(&fact.statement, Statement::Object(object)
            if object.path.expanded(server.windows()) == path.expanded(server.windows()))
    };
    let rest: Vec<Fact> = facts.iter().filter(others).cloned().collect();
    extremes()
        .into_iter()
        .map(|lines| {
            let object = ObjectStatement {
                noun,
                path: path.clone(),
                owner: Some(Who::Sid(Sid::of(5, &[21, 9, 9, 9, 9999]))),
                inheritance: Inheritance::Protected,
                list: Listing::Lines(lines),
            };
            with(&rest, Statement::Object(object))
        })
        .collect()
}

fn noun_at(facts: &[Fact], path: &WinPath, server: &Server) -> ObjectNoun {
    let described = facts.iter().find_map(|fact| match &fact.statement {
        Statement::Object(object) if object.path == *path => Some(object.noun),
        _ => None,
    });
    if let Some(noun) = described {
        return noun;
    }
    // What configuration has something in is a folder.
    let footprint = iis::footprint(server);
    let path = path.expanded(server.windows());
    let mut regions = footprint.regions.iter();
    let served = regions.any(|region| region.folder.is_under(&path));
    let used = footprint.uses.iter().map(|used| &used.what);
    let secrets = footprint.secrets.iter().flat_map(|secret| &secret.files);
    let configured = footprint.configuration.iter().map(|one| &one.file);
    let mut named = used.chain(secrets).chain(configured);
    let is_folder = named.any(|what| match what {
        Securable::File(inside) => *inside != path && inside.is_under(&path),
        Securable::Folder(inside) | Securable::FileIn(inside) | Securable::FolderIn(inside) => {
            inside.is_under(&path)
        }
        Securable::Key(_) | Securable::Service(_) | Securable::Task(_) => false,
    });
    if served || is_folder {
        return ObjectNoun::Folder;
    }
    match server.describe(&path, None).kind {
        poolproof::nt::ObjectKind::Folder => ObjectNoun::Folder,
        poolproof::nt::ObjectKind::Key => ObjectNoun::Key,
        _ => ObjectNoun::File,
    }
}

fn with(facts: &[Fact], statement: Statement) -> Vec<Fact> {
    let more = Fact {
        statement,
        origin: Origin::Unsaid,
    };
    facts.iter().cloned().chain([more]).collect()
}

/// The world where that object is described as one that inherits.
fn described(facts: &[Fact], path: &WinPath, noun: ObjectNoun) -> Vec<Fact> {
    let object = ObjectStatement {
        noun,
        path: path.clone(),
        owner: None,
        inheritance: Inheritance::Inherits,
        list: Listing::default(),
    };
    with(facts, Statement::Object(object))
}

/// The world where the description of that object says something else; where there is none, that of one that inherits.
fn changed(
    facts: &[Fact],
    path: &WinPath,
    server: &Server,
    change: impl Fn(&mut ObjectStatement),
) -> Vec<Fact> {
    let mut facts = facts.to_vec();
    let is_it =
        |fact: &Fact| matches!(&fact.statement, Statement::Object(object) if object.path == *path);
    if !facts.iter().any(is_it) {
        let documented = server.describe(path, None).documented;
        let documented = documented.map(|id| server.fact(id).statement.clone());
        let Some(Statement::Object(known)) = documented else {
            let noun = noun_at(&facts, path, server);
            return changed(&described(&facts, path, noun), path, server, change);
        };
        // What documents tell of it still holds.
        facts.push(Fact {
            statement: Statement::Object(ObjectStatement {
                path: path.clone(),
                ..known
            }),
            origin: Origin::Unsaid,
        });
    }
    for fact in &mut facts {
        if let Statement::Object(object) = &mut fact.statement
            && object.path == *path
        {
            change(object);
        }
    }
    facts
}

//! `show X` and `list KINDS`: what the server holds, each thing with where it was said.

use super::{declared, reasons, sets, subject::said_of};
use crate::{
    nt::{Ace, AceFlags, AceKind, AclState, ObjectKind, describe_rights},
    query::{
        Answer, Evidence, Ground, Note, Row, Said, Verdict,
        resolve::{Resolver, Subject},
        syntax::{ActorKind, Named, Noun, Range, Reference, ThingKind, Written},
    },
    text::Diagnostic,
    world::{Described, FactId, How, ObjectGapKind, Origin, Server, ServiceList, Whence, Who},
};

/// `list KINDS`
///
/// # Errors
/// A kind that this version does not hold.
pub fn list(kind: &Written<Noun>, resolver: &Resolver<'_>) -> Result<Answer, Box<Diagnostic>> {
    let server = resolver.server;
    let mut answer = Answer::to("");
    let mut put = |kind: &'static str, name: String, facts: Vec<FactId>| {
        let said = facts
            .into_iter()
            .flat_map(|fact| said_of(server, fact))
            .collect();
        answer.row(fact_row(kind, name, said), Vec::new());
    };
    match kind.node {
        Noun::Actor(ActorKind::Pool) => {
            server
                .pools()
                .for_each(|(pool, fact)| put("pool", pool.name.to_string(), vec![fact]));
        }
        Noun::Actor(ActorKind::Site) => {
            server
                .sites()
                .for_each(|(site, fact)| put("site", site.name.to_string(), vec![fact]));
        }
        Noun::Actor(ActorKind::Application) => {
            server.applications().for_each(|(application, fact)| {
                put(
                    "application",
                    format!("{}{}", application.site, application.url),
                    vec![fact],
                );
            });
        }
        Noun::Actor(ActorKind::User) => {
            for id in sets::users(server) {
                let principal = server.principal(id);
                put(
                    "user",
                    principal.name().to_string(),
                    principal.said().to_vec(),
                );
            }
        }
        Noun::Actor(ActorKind::Group) => {
            for acting in sets::of_kind(ActorKind::Group, server) {
                if let Subject::Principal(id) = acting.subject {
                    put("group", acting.words, server.principal(id).said().to_vec());
                }
            }
        }
        Noun::Thing(thing) => {
            let range = Range {
                kind: Some(thing),
                under: None,
                inside: None,
                matching: None,
            };
            for object in sets::objects(&range, resolver)? {
                let facts = server
                    .objects()
                    .at(&object.path)
                    .map(|id| server.objects().get(id).facts().collect())
                    .unwrap_or_default();
                put(noun(thing), object.path.to_string(), facts);
            }
        }
        Noun::Process | Noun::Component | Noun::Filter | Noun::Service | Noun::Advice => {
            declared::list(kind.node, server, &mut answer);
        }
    }
    Ok(answer)
}

fn noun(kind: ThingKind) -> &'static str {
    match kind {
        ThingKind::File => "file",
        ThingKind::Folder => "folder",
        ThingKind::Key => "key",
    }
}

/// A row that says what was said.
pub fn fact_row(kind: &'static str, name: String, said: Vec<Said>) -> Row {
    Row {
        kind,
        name,
        sid: None,
        verdict: Verdict::Yes,
        evidence: said
            .into_iter()
            .map(|said| Evidence {
                ground: Ground::Stated {
                    says: said.says.clone(),
                },
                facts: vec![said],
            })
            .collect(),
        shares: None,
    }
}

/// `show X`: an object's access list, or what was said of somebody.
///
/// # Errors
/// A name that nobody and nothing has.
pub fn show(
    what: &Written<Named<Noun>>,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let named = &what.node;
    match (named.kind, &named.name.node) {
        (Some(Noun::Thing(thing)), _) => show_object(&named.name, Some(thing), resolver),
        (None, Reference::Path(_) | Reference::Url { .. }) => {
            show_object(&named.name, None, resolver)
        }
        (Some(Noun::Actor(ActorKind::Site)), Reference::Name(name)) => {
            let found = resolver.server.sites().find(|(site, _)| site.name == *name);
            let facts = found
                .map(|(_, fact)| fact)
                .ok_or_else(|| unknown("site", what, resolver))?;
            Ok(show_site(facts, resolver.server))
        }
        (Some(Noun::Actor(kind)), _) => show_actor(Some(kind), named, what, resolver),
        (None, Reference::Name(_) | Reference::Sid(_)) => show_actor(None, named, what, resolver),
        (
            Some(
                kind @ (Noun::Process
                | Noun::Component
                | Noun::Filter
                | Noun::Service
                | Noun::Advice),
            ),
            _,
        ) => declared::show(kind, &named.name, resolver),
    }
}

fn unknown(kind: &str, what: &Written<Named<Noun>>, resolver: &Resolver<'_>) -> Diagnostic {
    resolver
        .at(
            "unknown-name",
            format!("no {kind} is called that"),
            what.span,
            "not in this server",
        )
        .help(format!("`list {kind}s` shows all of them"))
}

fn show_site(site: FactId, server: &Server) -> Answer {
    let mut answer = Answer::to("");
    for said in said_of(server, site) {
        answer.row(fact_row("site", said.says.clone(), vec![said]), Vec::new());
    }
    answer
}

/// What was said of a pool or an account, and who is in it.
fn show_actor(
    kind: Option<ActorKind>,
    named: &Named<Noun>,
    what: &Written<Named<Noun>>,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let server = resolver.server;
    let account = Named {
        kind,
        name: named.name.clone(),
    };
    let mut answer = Answer::to("");
    let mut facts: Vec<FactId> = Vec::new();
    match resolver.subject(&account, what.span)? {
        Subject::Pool(name, process) => {
            facts.extend(server.pool(&name).map(|(_, fact)| fact));
            let _ = process;
            let uses = |pool: &Option<crate::world::Name>| pool.as_ref() == Some(&name);
            facts.extend(
                server
                    .sites()
                    .filter(|(site, _)| uses(&site.settings.pool))
                    .map(|(_, fact)| fact),
            );
            facts.extend(
                server
                    .applications()
                    .filter(|(one, _)| uses(&one.settings.pool))
                    .map(|(_, fact)| fact),
            );
        }
        Subject::Principal(id) => {
            let principal = server.principal(id);
            facts.extend(principal.said());
            facts.extend(about(server, &principal.key()));
            answer.notes.extend(
                principal
                    .sid()
                    .map(|sid| Note::Remark(format!("{} is {sid}", principal.name()))),
            );
        }
        Subject::Made(_) => {}
        Subject::Stranger(sid) => answer
            .notes
            .push(Note::Remark(format!("nobody described {sid}"))),
    }
    let mut seen = Vec::new();
    for fact in facts {
        if seen.contains(&fact) {
            continue;
        }
        seen.push(fact);
        for said in said_of(server, fact) {
            answer.row(fact_row("fact", said.says.clone(), vec![said]), Vec::new());
        }
    }
    Ok(answer)
}

/// The memberships, rights and gaps that speak of an account.
fn about(server: &Server, key: &crate::nt::Sid) -> Vec<FactId> {
    let is = |who: &Who| {
        server
            .accounts()
            .resolve_sid(who)
            .is_ok_and(|sid| sid == *key)
    };
    server
        .facts()
        .filter(|(_, fact)| match &fact.statement {
            crate::world::Statement::Member { member, group } => is(member) || is(group),
            crate::world::Statement::Right { holders, .. } => holders.iter().any(is),
            crate::world::Statement::Gap(
                crate::world::Gap::MembersOf(who) | crate::world::Gap::GroupsOf(who),
            ) => is(who),
            _ => false,
        })
        .map(|(id, _)| id)
        .collect()
}

/// An object's owner and lines, each with where it was said.
fn show_object(
    name: &Written<Reference>,
    thing: Option<ThingKind>,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let server = resolver.server;
    let object = resolver.object(&Named {
        kind: thing,
        name: name.clone(),
    })?;
    let described = server.describe(&object.path, object.noun);
    let mut answer = Answer::to("");
    if let Some(url) = &object.url {
        answer.evidence.push(Evidence {
            ground: Ground::Url {
                url: object.asked.clone(),
                path: url.path.clone(),
            },
            facts: url
                .facts
                .iter()
                .flat_map(|fact| said_of(server, *fact))
                .collect(),
        });
    }
    answer.notes.push(Note::Remark(how(&described)));
    answer.gaps.extend(described.gaps.iter().map(|gap| {
        Said {
            says: reasons::gap_words(&gap.kind, &gap.path),
            at: gap
                .fact
                .map_or(Origin::Unsaid, |fact| server.origin(fact).clone()),
        }
    }));
    if described.how != How::Unknown {
        // Where lines are open, completions are extremes that nobody wrote; where descriptions differ, each was.
        let differ = described
            .gaps
            .iter()
            .any(|gap| gap.kind == ObjectGapKind::SeveralDescriptions);
        let shown = if differ {
            described.completions.len()
        } else {
            1
        };
        for (at, completion) in described.completions.iter().take(shown).enumerate() {
            if differ {
                let name = format!("{} of {shown}, which differ", at + 1);
                answer.row(fact_row("description", name, Vec::new()), Vec::new());
            }
            lines(&described, completion, server, &mut answer);
        }
    }
    Ok(answer)
}

fn how(described: &Described) -> String {
    let how = match described.how {
        How::Stated => "its list is as stored",
        How::WorkedOut => "inherited lines are worked out from the folders above",
        How::Documented => "nobody described it: its default permissions, as documented",
        How::InheritedUndescribed => "nobody described it: undescribed objects inherit",
        How::Closed => "nobody described it: undescribed objects are closed",
        How::Unknown => "its list is not known",
    };
    format!("{}: {how}", described.path)
}

fn lines(
    described: &Described,
    completion: &crate::world::Completion,
    server: &Server,
    answer: &mut Answer,
) {
    let names = server.accounts();
    let descriptor = &completion.descriptor;
    let owner = match descriptor.owner {
        _ if completion.owner_unknown => "unknown".to_owned(),
        Some(owner) => names.display(&owner),
        None => "nobody".to_owned(),
    };
    answer.row(fact_row("owner", owner, Vec::new()), Vec::new());
    let aces = match &descriptor.dacl {
        AclState::Absent | AclState::Null => {
            answer.row(
                fact_row(
                    "list",
                    "there is none: everybody may do everything".into(),
                    Vec::new(),
                ),
                Vec::new(),
            );
            return;
        }
        AclState::Present(acl) => &acl.aces,
    };
    for (at, (ace, source)) in aces.iter().zip(&completion.lines).enumerate() {
        let Whence::Fact(_, origin) = &source.whence else {
            continue;
        };
        let from = if source.steps_up > 0 {
            format!(", inherited from {}", source.path)
        } else {
            String::new()
        };
        let line = line(at + 1, ace, described.kind, server);
        let said = Said {
            says: String::new(),
            at: origin.clone(),
        };
        answer.row(
            fact_row("line", format!("{line}{from}"), vec![said]),
            Vec::new(),
        );
    }
}

/// A line of a list in words.
fn line(number: usize, ace: &Ace, kind: ObjectKind, server: &Server) -> String {
    let effect = match ace.kind {
        AceKind::Allow => "allows",
        AceKind::Deny => "denies",
        _ => "(conditional or special)",
    };
    let scope = if ace.flags.contains(AceFlags::INHERIT_ONLY) {
        ", for children only"
    } else {
        ""
    };
    format!(
        "{number} {effect} {} {}{scope}",
        server.accounts().display(&ace.sid),
        describe_rights(kind, ace.mask),
    )
}

/// The lines of a service's list.
pub fn service_lines(list: &ServiceList, server: &Server, answer: &mut Answer) {
    for (at, (ace, origin)) in list
        .descriptor
        .dacl
        .aces()
        .iter()
        .zip(&list.origins)
        .enumerate()
    {
        let line = line(at + 1, ace, ObjectKind::Service, server);
        let said = Said {
            says: String::new(),
            at: origin.clone(),
        };
        answer.row(fact_row("line", line, vec![said]), Vec::new());
    }
}

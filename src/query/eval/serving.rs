//! Where code runs and as whom: `where does URL run`, `does S run as P`, `which pools share an identity`.

use super::{
    can, component, made, rows, sets, start,
    subject::{Acting, Parts, said_of},
    together,
};
use crate::{
    iis::{self, Host, Served},
    nt::Sid,
    query::{
        Answer, Claim, Evidence, Ground, KindOfNo, Row, Verdict,
        resolve::{Made, Resolver, Subject},
        syntax::{Account, Actor, ActorKind, Reference, Written},
    },
    text::{Diagnostic, Span},
    world::{Handler, Name, PrincipalId, Server},
};

/// `where does URL run`: the process that hosts it.
///
/// # Errors
/// No site serves the URL, or nothing runs it.
pub fn runs_where(
    url: &Written<Reference>,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let server = resolver.server;
    let hosting = made::hosting(url, resolver)?;
    let mut answer = Answer::to("");
    let image = hosting.image(server);
    let name = image.map_or_else(|| "a process".to_owned(), |image| image.to_string());
    answer.claim = Some(Claim {
        subject: url.node.to_string(),
        positive: "runs in".into(),
        negative: "does not run in".into(),
        object: name.clone(),
    });
    // The facts of the URL are those of the process too.
    let mapped = can::url(&resolver.reference(url, None)?, server);
    let mut evidence: Vec<Evidence> = mapped
        .into_iter()
        .map(|step| Evidence {
            facts: Vec::new(),
            ..step
        })
        .collect();
    evidence.push(made::runs(&hosting, &url.node.to_string(), server));
    evidence.push(Evidence {
        ground: Ground::Stated {
            says: match &hosting.served {
                Served::Static => "it is served as a file".to_owned(),
                Served::By(handler) => format!("it is run by {}", words(handler)),
            },
        },
        facts: Vec::new(),
    });
    evidence.extend(hosting.rules.iter().map(|by| made::rule(by)));
    let acts = iis::process_token(server, &hosting, iis::Requester::Anonymous);
    for bearer in acts.bearers() {
        let who = server.principal(bearer.principal).name();
        let says = match &hosting.host {
            Host::Process(_) => format!("the process runs as {who}"),
            Host::Requester { .. } => {
                format!("the process runs as the user of the request: {who} for an anonymous one")
            }
        };
        let facts = match hosting.process() {
            Some(process) => said_of(server, server.process_fact(process)),
            None => Vec::new(),
        };
        evidence.push(Evidence {
            ground: Ground::Stated { says },
            facts,
        });
    }
    answer.row(
        Row {
            kind: "process",
            name,
            sid: None,
            verdict: Verdict::Yes,
            evidence,
            shares: None,
        },
        Vec::new(),
    );
    Ok(answer)
}

/// What runs there, as the notation calls it.
fn words(handler: &Handler) -> String {
    match handler {
        Handler::Asp => "ASP".to_owned(),
        Handler::AspNet => "ASP.NET".to_owned(),
        Handler::AspNetImpersonating(None) => "ASP.NET, which impersonates".to_owned(),
        Handler::AspNetImpersonating(Some(who)) => format!("ASP.NET, which impersonates {who}"),
        Handler::AspNetCoreInProcess => "ASP.NET Core in the worker process".to_owned(),
        Handler::AspNetCoreOutOfProcess => "ASP.NET Core in a process of its own".to_owned(),
        Handler::Php => "PHP".to_owned(),
        Handler::PhpImpersonating => "PHP, which impersonates".to_owned(),
        Handler::Isapi(path, None) => format!("the extension {path}"),
        Handler::Isapi(path, Some(ending)) => format!("the extension {path} for {ending}"),
        Handler::Cgi(path) => format!("the program {path}"),
    }
}

/// One token can be shown, several cannot.
///
/// # Errors
/// There are several, or none because the request is turned away.
pub fn one_token(
    acting: &Acting,
    span: Span,
    resolver: &Resolver<'_>,
) -> Result<(), Box<Diagnostic>> {
    if let Some(barred) = &acting.barred {
        let why = match &barred.ground {
            Ground::Rule { says, .. } | Ground::Stated { says } => says.clone(),
            _ => String::new(),
        };
        return Err(resolver
            .at(
                "nobody-acts",
                format!("nobody acts here: {why}"),
                span,
                "no token",
            )
            .into());
    }
    match acting.parts {
        Parts::None => Ok(()),
        Parts::AnyOf(_) | Parts::OneOf(_) => {
            let who: Vec<String> = acting
                .each()
                .iter()
                .filter_map(|one| one.facts.as_ref()?.principal)
                .map(|id| resolver.server.principal(id).name().to_string())
                .collect();
            Err(resolver
                .at(
                    "several-tokens",
                    format!("{} has several tokens", acting.words),
                    span,
                    "which one is meant",
                )
                .candidates(who)
                .help("`who is …` tells what each stands on")
                .into())
        }
    }
}

/// `does S start`: by what S is.
///
/// # Errors
/// It is nothing that starts.
pub fn starts(what: &Written<Actor>, resolver: &Resolver<'_>) -> Result<Answer, Box<Diagnostic>> {
    let span = what.span;
    match &what.node {
        Actor::Service(name) => start::service(&resolver.service(name)?, span, resolver),
        Actor::Component { name, client } => {
            let client = match client {
                Some(client) => Some(Acting::named(&client.node, client.span, resolver)?),
                None => None,
            };
            component::starts(&resolver.component(name)?, client.as_ref(), span, resolver)
        }
        Actor::Named { .. }
        | Actor::Anonymous
        | Actor::Serving { .. }
        | Actor::Filter(_)
        | Actor::Token(_)
        | Actor::Kind(..)
        | Actor::TokensOf(..)
        | Actor::MembersOf(_) => {
            let acting = Acting::named(&what.node, span, resolver)?;
            match &acting.subject {
                Subject::Pool(name, _) => start::pool(name, span, resolver),
                Subject::Made(Made::Application(site, url)) => {
                    start::application((site, url), span, resolver)
                }
                Subject::Made(Made::Site(site)) => {
                    start::application((site, &Name::from("/")), span, resolver)
                }
                Subject::Principal(_) | Subject::Stranger(_) | Subject::Made(_) => Err(resolver
                    .at(
                        "starts-not",
                        format!("{} is nothing that starts", acting.words),
                        span,
                        "expected a pool, an application, a service or a component",
                    )
                    .into()),
            }
        }
    }
}

/// `does S run as P`
///
/// # Errors
/// A name that nobody has.
pub fn runs_as(
    actor: &Written<Actor>,
    account: &Written<Account>,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let acting = Acting::or_any_token(&actor.node, actor.span, resolver)?;
    let wanted = resolver.principal(&account.node)?;
    together::answer(&acting, &|part| {
        Ok(one_runs_as(part, wanted, resolver.server))
    })
}

fn one_runs_as(acting: &Acting, wanted: PrincipalId, server: &Server) -> Answer {
    let mut answer = Answer::to("");
    answer.claim = Some(Claim {
        subject: acting.words.clone(),
        positive: "runs as".into(),
        negative: "does not run as".into(),
        object: server.principal(wanted).name().to_string(),
    });
    answer.evidence = acting.evidence(server);
    answer.evidence.extend(acting.barred.clone());
    let key = server.principal(wanted).key();
    answer.verdict = Some(match (&acting.facts, &acting.barred) {
        (Some(facts), _) if facts.token.user == key => Verdict::Yes,
        (Some(_), _) => Verdict::No(KindOfNo::NotGranted),
        (None, Some(_)) => Verdict::No(KindOfNo::Gated),
        (None, None) => {
            answer.gaps = acting.unknown();
            Verdict::Unknown
        }
    });
    answer
}

/// `which pools share an identity`: each that shares it with another.
///
/// # Errors
/// Things of this kind have no identity of their own.
pub fn share_identity(
    kind: &Written<ActorKind>,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let server = resolver.server;
    let all = match kind.node {
        ActorKind::Pool | ActorKind::Site | ActorKind::Application => {
            sets::of_kind(kind.node, server)
        }
        ActorKind::User | ActorKind::Group => {
            return Err(resolver
                .at(
                    "no-identity",
                    format!("{} are identities themselves", kind.node.plural()),
                    kind.span,
                    "expected pools, sites or applications",
                )
                .help("`which pools share an identity`")
                .into());
        }
    };
    let mut answer = Answer::to("");
    for one in &all {
        let mut evidence = Vec::new();
        for token in one.each() {
            let Some(facts) = &token.facts else { continue };
            let with: Vec<String> = all
                .iter()
                .filter(|other| other.subject != one.subject)
                .filter(|other| runs_as_user(other, &facts.token.user))
                .map(|other| other.words.clone())
                .collect();
            if with.is_empty() {
                continue;
            }
            let user = server.accounts().display(&facts.token.user);
            let says = format!("it runs as {user}, as {} does", with.join(" and "));
            let said = facts
                .process
                .map(|process| said_of(server, server.process_fact(process)));
            evidence.push(Evidence {
                ground: Ground::Stated { says },
                facts: said.unwrap_or_default(),
            });
        }
        let unknown = one.each().iter().any(|token| token.facts.is_none()) && all.len() > 1;
        let verdict = match (evidence.is_empty(), unknown) {
            (false, _) => Verdict::Yes,
            (true, true) => Verdict::Unknown,
            (true, false) => continue,
        };
        let gaps = if evidence.is_empty() {
            one.unknown()
        } else {
            Vec::new()
        };
        answer.row(
            Row {
                kind: kind.node.singular(),
                name: rows::name_of(one, server),
                sid: rows::sid_of(one, server),
                verdict,
                evidence,
                shares: None,
            },
            gaps,
        );
    }
    Ok(answer)
}

fn runs_as_user(acting: &Acting, user: &Sid) -> bool {
    let is = |one: &&Acting| {
        one.facts
            .as_ref()
            .is_some_and(|facts| facts.token.user == *user)
    };
    acting.each().iter().any(is)
}

/// `does S share an identity with T`: a process of the one runs as the user that a process of the other runs as.
///
/// # Errors
/// A name that nobody has, or several where one is meant.
pub fn shares_identity(
    one: &Written<Actor>,
    other: &Written<Actor>,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let server = resolver.server;
    let first = Acting::or_any_token(&one.node, one.span, resolver)?;
    let second = Acting::or_any_token(&other.node, other.span, resolver)?;
    let mut answer = Answer::to("");
    answer.claim = Some(Claim {
        subject: first.words.clone(),
        positive: "shares an identity with".into(),
        negative: "does not share an identity with".into(),
        object: second.words.clone(),
    });
    let shared = first.each().into_iter().find(|token| {
        let user = token.facts.as_ref().map(|facts| facts.token.user);
        user.is_some_and(|user| runs_as_user(&second, &user))
    });
    for side in [&first, &second] {
        let shown = shared.and_then(|token| token.facts.as_ref());
        let parts = side.each();
        let same = parts.iter().find(|part| {
            let of = |facts: &crate::world::TokenFacts| facts.token.user;
            part.facts.as_ref().map(of) == shown.map(of)
        });
        match same {
            Some(part) if shown.is_some() => answer.evidence.extend(part.evidence(server)),
            Some(_) | None => {
                let all = parts.iter().flat_map(|part| part.evidence(server));
                answer.evidence.extend(all);
            }
        }
    }
    let open = |acting: &Acting| acting.each().iter().any(|token| token.facts.is_none());
    answer.verdict = Some(match shared {
        // Several tokens of which nobody knows which one acts.
        Some(_) if one_of(&first) || one_of(&second) => Verdict::Unknown,
        Some(_) => Verdict::Yes,
        None if open(&first) || open(&second) => Verdict::Unknown,
        None => Verdict::No(KindOfNo::NotGranted),
    });
    if answer.verdict == Some(Verdict::Unknown) {
        for side in [&first, &second] {
            if open(side) || one_of(side) {
                answer.gaps.extend(side.unknown());
            }
        }
    }
    Ok(answer)
}

/// Whether it acts as one of several, and nobody knows which.
fn one_of(acting: &Acting) -> bool {
    matches!(acting.parts, Parts::OneOf(_)) && acting.each().len() > 1
}

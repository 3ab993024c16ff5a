//! As whom the server of a component runs, for one client: `who is component C for S`, and that server as somebody who acts.

use super::{caller::caller, found, judge::SOMEBODY, tell};
use crate::{
    iis::com::{Caller, Client, Hosting, Runs, clients, hostings},
    nt::Sid,
    query::{
        Answer, Row, Said, Verdict,
        eval::subject::{Acting, Parts},
        resolve::{Resolver, Subject},
        syntax::{Actor, Reference, Written},
    },
    text::{Diagnostic, Span},
    world::{ComponentStatement, FactId, Name, Origin, PrincipalKind, Server, TokenFacts},
};

/// A client for a server whose account does not depend on it.
pub fn of_nobody(
    component: (&ComponentStatement, FactId),
    span: Span,
    resolver: &Resolver<'_>,
) -> Result<Caller, Box<Diagnostic>> {
    let server = resolver.server;
    let nobody = server.token_holding(&[]);
    let client = Client {
        facts: Some(nobody.clone()),
        says: "nobody in particular",
        from: Vec::new(),
    };
    let user = nobody.token.user;
    let depends = hostings(server, component, &client)
        .iter()
        .any(|hosting| hosting.runs == Runs::As(user) || hosting.runs == Runs::InCaller);
    if depends {
        let name = &component.0.name;
        return Err(resolver
            .at(
                "who-asks",
                format!("as whom component {name} runs depends on who asks"),
                span,
                "for whom",
            )
            .help(format!("say `component {name} for application /x`"))
            .into());
    }
    Ok(Caller::Token(Box::new(nobody)))
}

/// `component C for S` as somebody who acts: each identity that its server may have.
///
/// # Errors
/// No component is called so, or who it runs as depends on who asks and nobody does.
pub fn servers(
    component: &Name,
    client: Option<&Acting>,
    span: Span,
    resolver: &Resolver<'_>,
) -> Result<Vec<Acting>, Box<Diagnostic>> {
    let component = found(component, span, resolver)?;
    let words = words(component.0, client);
    let all = identities(component, client, span, resolver)?;
    let mut acting: Vec<Acting> = Vec::new();
    for (_, facts) in all.found {
        let user = facts.as_ref().map(|facts| facts.token.user);
        let known = |one: &Acting| one.facts.as_ref().map(|facts| facts.token.user) == user;
        if acting.iter().any(known) {
            continue;
        }
        let subject = match &facts {
            Some(facts) => facts
                .principal
                .map_or_else(|| Subject::Stranger(facts.token.user), Subject::Principal),
            None => Subject::Stranger(SOMEBODY),
        };
        acting.push(Acting::of(subject, words.clone(), facts));
    }
    Ok(acting)
}

fn words(component: &ComponentStatement, client: Option<&Acting>) -> String {
    match client {
        Some(client) => format!("component {} for {}", component.name, client.words),
        None => format!("component {}", component.name),
    }
}

/// As whom a component's server may run, each with the token that it then has.
struct Identities {
    found: Vec<(Hosting, Option<TokenFacts>)>,
    nowhere: Vec<Hosting>,
    clients: Vec<Client>,
    open: Option<&'static str>,
}

fn identities(
    component: (&ComponentStatement, FactId),
    client: Option<&Acting>,
    span: Span,
    resolver: &Resolver<'_>,
) -> Result<Identities, Box<Diagnostic>> {
    let server = resolver.server;
    let callers: Vec<Option<Caller>> = match client {
        Some(acting) => acting
            .each()
            .into_iter()
            .filter(|one| one.barred.is_none())
            .map(|one| caller(one, server))
            .collect(),
        None => vec![Some(of_nobody(component, span, resolver)?)],
    };
    let mut all = Identities {
        found: Vec::new(),
        nowhere: Vec::new(),
        clients: Vec::new(),
        open: None,
    };
    for caller in &callers {
        let possible = match caller {
            Some(caller) => {
                let found = clients(server, caller);
                all.open = all.open.or(found.open);
                found.possible
            }
            None => vec![Client {
                facts: None,
                says: "nobody knows who asks",
                from: Vec::new(),
            }],
        };
        for one in possible {
            all.add(component, one, caller.as_ref(), server);
        }
    }
    Ok(all)
}

impl Identities {
    /// Whether each of them is one that the server has: they are all the same, or each is of another process that asks.
    fn is_certain(&self, client: Option<&Acting>) -> bool {
        let users: Vec<Option<Sid>> = self.found.iter().map(|(_, facts)| user(facts)).collect();
        let same = users.windows(2).all(|pair| pair[0] == pair[1]);
        let open = self.open.is_some()
            || self
                .found
                .iter()
                .any(|(hosting, _)| !hosting.open.is_empty())
            || client.is_some_and(|client| matches!(client.parts, Parts::OneOf(_)));
        self.nowhere.is_empty() && users.iter().all(Option::is_some) && (same || !open)
    }

    /// What one client gets.
    fn add(
        &mut self,
        component: (&ComponentStatement, FactId),
        client: Client,
        caller: Option<&Caller>,
        server: &Server,
    ) {
        for hosting in hostings(server, component, &client) {
            let facts = match (&hosting.runs, hosting.logon) {
                (Runs::InCaller, _) => caller.and_then(|caller| caller.process_token(server)),
                (Runs::As(sid), Some(logon)) => server
                    .accounts()
                    .by_sid(sid)
                    .map(|id| server.token_of(id, logon)),
                (Runs::As(_), None) => client.facts.clone(),
                (Runs::AsSomebody, _) => None,
                (Runs::Nobody(_), _) => {
                    self.nowhere.push(hosting);
                    continue;
                }
            };
            self.found.push((hosting, facts));
        }
        self.clients.push(client);
    }
}

fn user(facts: &Option<TokenFacts>) -> Option<Sid> {
    facts.as_ref().map(|facts| facts.token.user)
}

/// `who is component C for S`, as it is written.
///
/// # Errors
/// As [`servers`], and a name that nobody has.
pub fn who_is_named(
    name: &Written<Reference>,
    client: Option<&Written<Actor>>,
    span: Span,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let client = match client {
        Some(client) => Some(Acting::named(&client.node, client.span, resolver)?),
        None => None,
    };
    who_is(&resolver.component(name)?, client.as_ref(), span, resolver)
}

/// `who is component C for S`: each identity that its server may have; yes if there is only one.
///
/// # Errors
/// As [`servers`].
fn who_is(
    component: &Name,
    client: Option<&Acting>,
    span: Span,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let server = resolver.server;
    let component = found(component, span, resolver)?;
    let all = identities(component, client, span, resolver)?;
    let mut answer = Answer::to("");
    let certain = all.is_certain(client);
    let verdict = if certain {
        Verdict::Yes
    } else {
        Verdict::Unknown
    };
    let mut gaps: Vec<Said> = Vec::new();
    if !certain {
        gaps.extend(all.open.map(|open| Said {
            says: open.to_owned(),
            at: Origin::Unsaid,
        }));
        for hosting in all
            .found
            .iter()
            .map(|(hosting, _)| hosting)
            .chain(&all.nowhere)
        {
            gaps.extend(hosting.open.iter().map(|open| {
                Said {
                    says: open.says.clone(),
                    at: open
                        .fact
                        .map_or(Origin::Unsaid, |fact| server.origin(fact).clone()),
                }
            }));
        }
    }
    for (hosting, facts) in &all.found {
        let mut evidence = Vec::new();
        for one in &all.clients {
            if user(&one.facts) == user(facts) {
                evidence.push(tell::step(server, one.says, &one.from));
                break;
            }
        }
        evidence.extend(
            hosting
                .steps
                .iter()
                .map(|one| tell::step(server, one.says.clone(), &one.from)),
        );
        let Some(facts) = facts else {
            if gaps.is_empty() {
                gaps.push(Said {
                    says: format!("as whom {} runs", words(component.0, client)),
                    at: Origin::Unsaid,
                });
            }
            continue;
        };
        let name = tell::account(server, facts);
        if answer.rows.iter().any(|row| row.name == name) {
            continue;
        }
        let principal = facts.principal.map(|id| server.principal(id));
        let row = Row {
            kind: principal.map_or("sid", |principal| match principal.kind() {
                PrincipalKind::User => "user",
                PrincipalKind::Group => "group",
                PrincipalKind::Unknown => "account",
            }),
            name,
            sid: principal.map_or(Some(facts.token.user), |principal| principal.sid()),
            verdict,
            evidence,
            shares: None,
        };
        answer.row(row, Vec::new());
    }
    for hosting in &all.nowhere {
        if let Runs::Nobody(cannot) = &hosting.runs {
            answer
                .evidence
                .push(tell::step(server, cannot.says.clone(), &cannot.from));
        }
    }
    gaps.dedup_by(|one, other| one.says == other.says);
    answer.gaps.extend(gaps);
    Ok(answer)
}

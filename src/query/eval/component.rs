//! Components: who may launch, activate, access and use one, the server that a client gets, and whether it starts.

mod judge;
mod notes;
mod tell;

use super::{can::Pair, subject::Acting};
use crate::{
    iis::com::{self, Caller, Client, ComVerb, Hosting, Runs, clients, hostings},
    nt::{AccessMask, ObjectKind},
    query::{
        Answer, Claim, Note, Row, Said, Verdict, Wanted,
        resolve::{Resolver, Subject},
    },
    reach::Outcome,
    text::{Diagnostic, Span},
    world::{
        ComponentStatement, FactId, Logon, Name, Origin, PrincipalKind, Reading, Server, TokenFacts,
    },
};
use judge::{Ask, Judgement, judge};

/// Whether one subject can do that to a component.
///
/// # Errors
/// No component is called so.
pub fn can(
    acting: &Acting,
    verb: ComVerb,
    remotely: bool,
    component: &Name,
    span: Span,
    resolver: &Resolver<'_>,
) -> Result<Pair, Box<Diagnostic>> {
    let server = resolver.server;
    let component = found(component, span, resolver)?;
    let wanted = wanted(verb, remotely);
    let Some(caller) = caller(acting, remotely, server) else {
        return Ok(nobody_knows_who(acting, wanted));
    };
    let rights = verb.rights(remotely);
    let judgement = judge(server, component, &caller, Ask { rights, remotely });
    let verdict = verdict(&judgement);
    Ok(Pair {
        verdict,
        wanted,
        evidence: tell::evidence(server, &judgement),
        gaps: match verdict {
            Verdict::Unknown => tell::gaps(server, &judgement),
            Verdict::Yes | Verdict::No(_) => Vec::new(),
        },
        notes: notes::notes(server, component, acting, verb, &judgement),
        proof: None,
    })
}

fn verdict(judgement: &Judgement) -> Verdict {
    match judgement.outcome {
        Outcome::Yes => Verdict::Yes,
        Outcome::No => Verdict::No(tell::kind_of_no(judgement)),
        Outcome::Unknown => Verdict::Unknown,
    }
}

fn found<'a>(
    name: &Name,
    span: Span,
    resolver: &Resolver<'a>,
) -> Result<(&'a ComponentStatement, FactId), Box<Diagnostic>> {
    com::component(resolver.server, name).ok_or_else(|| {
        resolver
            .at(
                "unknown-component",
                format!("no component is called `{name}`"),
                span,
                "not in this server",
            )
            .into()
    })
}

/// What was asked for: bit 1 with the bits of the verb. `use` asks the access list besides.
fn wanted(verb: ComVerb, remotely: bool) -> Wanted {
    let rights = verb.rights(remotely);
    let kind = rights
        .first()
        .map_or(ObjectKind::ComLaunch, |right| right.kind());
    let mask = rights
        .iter()
        .filter(|right| right.kind() == kind)
        .fold(AccessMask(0x1), |mask, right| mask | right.bit());
    Wanted {
        verb: verb.word().to_owned(),
        mask,
        reading: Reading::All,
        kind,
    }
}

/// Who calls. Code in a process calls from it; anybody else with a token of their own, which from another machine is one of a network logon.
fn caller(acting: &Acting, remotely: bool, server: &Server) -> Option<Caller> {
    let facts = acting.facts.as_ref()?;
    if let Some(process) = facts.process {
        return Some(Caller::Process {
            process,
            users: Vec::new(),
        });
    }
    let own = match (&acting.subject, remotely && acting.logon_unsaid) {
        (Subject::Principal(id), true) => server.token_of(*id, Logon::Network),
        (Subject::Principal(_) | Subject::Pool(..) | Subject::Stranger(_), _) => facts.clone(),
    };
    Some(Caller::Token(Box::new(own)))
}

fn nobody_knows_who(acting: &Acting, wanted: Wanted) -> Pair {
    Pair {
        verdict: Verdict::Unknown,
        wanted,
        evidence: Vec::new(),
        gaps: vec![as_whom(acting)],
        notes: Vec::new(),
        proof: None,
    }
}

fn as_whom(acting: &Acting) -> Said {
    Said {
        says: format!("as whom {} runs", acting.words),
        at: Origin::Unsaid,
    }
}

/// `does component C start [for S]`: the launch permissions and the logon of its account, each condition with its fact.
///
/// Without a client only the account is asked.
///
/// # Errors
/// No component is called so, or who it runs as depends on who asks.
pub fn starts(
    component: &Name,
    client: Option<&Acting>,
    span: Span,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let server = resolver.server;
    let component = found(component, span, resolver)?;
    let name = &component.0.name;
    let mut answer = Answer::to("");
    answer.claim = Some(Claim {
        subject: format!("component {name}"),
        positive: "starts".into(),
        negative: "does not start".into(),
        object: client.map_or_else(String::new, |client| format!("for {}", client.words)),
    });
    let (caller, rights) = match client {
        Some(acting) => match caller(acting, false, server) {
            Some(caller) => (caller, ComVerb::Launch.rights(false)),
            None => {
                answer.verdict = Some(Verdict::Unknown);
                answer.gaps.push(as_whom(acting));
                return Ok(answer);
            }
        },
        None => (of_nobody(component, span, resolver)?, &[][..]),
    };
    let ask = Ask {
        rights,
        remotely: false,
    };
    let judgement = judge(server, component, &caller, ask);
    let mut verdict = verdict(&judgement);
    answer.evidence = tell::evidence(server, &judgement);
    if let Verdict::No(_) = verdict
        && com::starts_though_refused(server)
        && tell::refused_by_launch(&judgement)
    {
        verdict = Verdict::Yes;
        answer.notes.push(Note::Remark(notes::USELESS.to_owned()));
    }
    if verdict == Verdict::Unknown {
        answer.gaps = tell::gaps(server, &judgement);
    }
    if let Some(acting) = client {
        answer
            .notes
            .extend(notes::of_component(server, component, acting, &judgement));
    }
    answer.verdict = Some(verdict);
    Ok(answer)
}

/// A client for a server whose account does not depend on it.
fn of_nobody(
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
            None => Subject::Stranger(judge::SOMEBODY),
        };
        acting.push(Acting {
            subject,
            words: words.clone(),
            facts,
            logon_unsaid: false,
        });
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
    let caller = match client {
        Some(acting) => caller(acting, false, server),
        None => Some(of_nobody(component, span, resolver)?),
    };
    let mut all = Identities {
        found: Vec::new(),
        nowhere: Vec::new(),
        clients: Vec::new(),
        open: None,
    };
    let possible = match &caller {
        Some(caller) => {
            let found = clients(server, caller);
            all.open = found.open;
            found.possible
        }
        None => vec![Client {
            facts: None,
            says: "nobody knows who asks",
            from: Vec::new(),
        }],
    };
    for one in possible {
        for hosting in hostings(server, component, &one) {
            let facts = match (&hosting.runs, hosting.logon) {
                (Runs::InCaller, _) => caller
                    .as_ref()
                    .and_then(|caller| caller.process_token(server)),
                (Runs::As(sid), Some(logon)) => server
                    .accounts()
                    .by_sid(sid)
                    .map(|id| server.token_of(id, logon)),
                (Runs::As(_), None) => one.facts.clone(),
                (Runs::AsSomebody, _) => None,
                (Runs::Nobody(_), _) => {
                    all.nowhere.push(hosting);
                    continue;
                }
            };
            all.found.push((hosting, facts));
        }
        all.clients.push(one);
    }
    Ok(all)
}

/// `who is component C for S`: each identity that its server may have; yes if there is only one.
///
/// # Errors
/// As [`servers`].
pub fn who_is(
    component: &Name,
    client: Option<&Acting>,
    span: Span,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let server = resolver.server;
    let component = found(component, span, resolver)?;
    let all = identities(component, client, span, resolver)?;
    let mut answer = Answer::to("");
    let user = |facts: &Option<TokenFacts>| facts.as_ref().map(|facts| facts.token.user);
    let mut users: Vec<_> = all.found.iter().map(|(_, facts)| user(facts)).collect();
    users.sort();
    users.dedup();
    let certain = users.len() == 1 && all.nowhere.is_empty() && users[0].is_some();
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

//! Components: who may launch, activate, access and use one, the server that a client gets, and whether it starts.

mod judge;
mod notes;
mod tell;
mod who;

pub use who::who_is_named;

use super::{can::Pair, subject::Acting};
use crate::{
    iis::com::{self, Caller, ComVerb},
    nt::{AccessMask, ObjectKind},
    query::{
        Answer, Claim, Note, Said, Verdict, Wanted,
        resolve::{Resolver, Subject},
        syntax::{self, Reference, Written},
    },
    reach::Outcome,
    text::{Diagnostic, Span},
    world::{ComponentStatement, FactId, Logon, Name, Origin, Reading, Server, Verb},
};
use judge::{Ask, Judgement, judge};

/// Whether one subject can launch, activate, access or use a component: `asked` says which and from where.
///
/// # Errors
/// The verb means nothing on a component.
pub fn can(
    acting: &Acting,
    asked: &Written<syntax::Wanted>,
    component: &Name,
    resolver: &Resolver<'_>,
) -> Result<Pair, Box<Diagnostic>> {
    let server = resolver.server;
    let component = found(component, asked.span, resolver)?;
    let (verb, remotely) = verb(asked, resolver)?;
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

/// What is asked of the component, and whether from another machine.
fn verb(
    asked: &Written<syntax::Wanted>,
    resolver: &Resolver<'_>,
) -> Result<(ComVerb, bool), Box<Diagnostic>> {
    let word = asked.node.verb().map(Verb::text);
    let known = ComVerb::ALL.iter().find(|(_, known)| Some(*known) == word);
    known
        .map(|(verb, _)| (*verb, matches!(asked.node, syntax::Wanted::Remotely(_))))
        .ok_or_else(|| {
            resolver
                .at(
                    "means-nothing",
                    format!("`{}` means nothing on a component", asked.node),
                    asked.span,
                    "expected `launch`, `activate`, `access` or `use`",
                )
                .into()
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
        (
            Subject::Principal(_) | Subject::Pool(..) | Subject::Stranger(_) | Subject::Made(_),
            _,
        ) => facts.clone(),
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
        None => (who::of_nobody(component, span, resolver)?, &[][..]),
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

/// `show component C`: what is said of it.
///
/// # Errors
/// No component is called so.
#[allow(dead_code, reason = "`show` calls it next")]
pub fn show(
    component: &Name,
    name: &Written<Reference>,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let server = resolver.server;
    let (_, fact) = found(component, name.span, resolver)?;
    let mut answer = Answer::to("");
    answer.evidence.push(tell::step(
        server,
        format!("component {component}"),
        &[fact],
    ));
    Ok(answer)
}

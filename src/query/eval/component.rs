//! Components: who may launch, activate, access and use one, the server that a client gets, and whether it starts.

mod caller;
mod judge;
mod notes;
mod tell;
mod who;

pub use who::{servers, who_is_named};

use super::{
    can::Pair,
    subject::{Acting, said_of},
    together,
};
use crate::{
    iis::com::{self, Caller, ComVerb, List, ListLine, Part, lists, running},
    nt::{AccessMask, ObjectKind},
    query::{
        Answer, Claim, Evidence, Ground, KindOfNo, Note, Said, Verdict, Wanted,
        resolve::Resolver,
        syntax::{self, Reference, Written},
    },
    reach::Outcome,
    text::{Diagnostic, Span},
    world::{ComponentStatement, FactId, Name, Reading, Server, Verb},
};
use caller::{caller, from_there};
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
    let come = from_there(acting, remotely, server);
    let acting = come.as_ref().unwrap_or(acting);
    let Some(caller) = caller(acting, server) else {
        return Ok(without_caller(acting, wanted));
    };
    let rights = verb.rights(remotely);
    let judgement = judge(server, component, &caller, Ask { rights, remotely });
    let verdict = verdict(&judgement);
    Ok(Pair {
        verdict,
        wanted,
        evidence: tell::evidence(server, Some(acting), &judgement),
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
        verb: match remotely {
            true => format!("remotely {}", verb.word()),
            false => verb.word().to_owned(),
        },
        mask,
        reading: Reading::All,
        kind,
    }
}

/// Nobody acts, or nobody knows who does.
fn without_caller(acting: &Acting, wanted: Wanted) -> Pair {
    let mut pair = Pair::open(wanted, Vec::new());
    pair.evidence.clone_from(&acting.stands_on);
    match &acting.barred {
        Some(barred) => {
            pair.verdict = Verdict::No(KindOfNo::Gated);
            pair.evidence.push(barred.clone());
        }
        None => pair.gaps = acting.unknown(),
    }
    pair
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
    let component = found(component, span, resolver)?;
    match client {
        Some(acting) => together::answer(acting, &|part| {
            Ok(starts_for(component, part, resolver.server))
        }),
        None => {
            let caller = who::of_nobody(component, span, resolver)?;
            let mut answer = started(component, None);
            judged(&mut answer, component, None, &caller, resolver.server);
            Ok(answer)
        }
    }
}

/// The claim that a component starts, without a verdict yet.
fn started(component: (&ComponentStatement, FactId), client: Option<&Acting>) -> Answer {
    let mut answer = Answer::to("");
    let (positive, negative) = match client {
        Some(_) => ("starts for", "does not start for"),
        None => ("starts", "does not start"),
    };
    answer.claim = Some(Claim {
        subject: format!("component {}", component.0.name),
        positive: positive.into(),
        negative: negative.into(),
        object: client.map_or_else(String::new, |client| client.words.clone()),
    });
    answer
}

fn starts_for(
    component: (&ComponentStatement, FactId),
    acting: &Acting,
    server: &Server,
) -> Answer {
    let mut answer = started(component, Some(acting));
    match caller(acting, server) {
        Some(caller) => judged(&mut answer, component, Some(acting), &caller, server),
        None => {
            let pair = without_caller(acting, wanted(ComVerb::Launch, false));
            answer.verdict = Some(pair.verdict);
            answer.evidence = pair.evidence;
            answer.gaps = pair.gaps;
        }
    }
    answer
}

/// A launch; one that is refused starts the server all the same on some Windows.
fn judged(
    answer: &mut Answer,
    component: (&ComponentStatement, FactId),
    acting: Option<&Acting>,
    caller: &Caller,
    server: &Server,
) {
    let rights = match acting {
        Some(_) => ComVerb::Launch.rights(false),
        None => &[],
    };
    let ask = Ask {
        rights,
        remotely: false,
    };
    let judgement = judge(server, component, caller, ask);
    let mut verdict = verdict(&judgement);
    answer.evidence = tell::evidence(server, acting, &judgement);
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
    let acting = acting.filter(|_| !judgement.ways.is_empty());
    answer
        .notes
        .extend(notes::of_component(server, component, acting, &judgement));
    answer.verdict = Some(verdict);
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
    let found = found(component, name.span, resolver)?;
    let mut answer = Answer::to("");
    let said = said_of(server, found.1);
    let sentence = said.first().map(|said| said.says.clone());
    answer.evidence.push(tell::step(
        server,
        sentence.unwrap_or_else(|| format!("component {component}")),
        &[found.1],
    ));
    let running = running(server, component);
    for (instance, fact) in &running {
        let says = format!("it is running as {}", instance.identity);
        answer.evidence.push(tell::step(server, says, &[*fact]));
    }
    for machine in server.com_machines() {
        for part in [Part::Launch, Part::Access] {
            let running = running.first().copied();
            for list in lists(
                server,
                found,
                running,
                part,
                &machine,
                crate::nt::well_known::PRINCIPAL_SELF,
            ) {
                let told = match list {
                    Ok(list) => of_list(&list),
                    Err(doubt) => tell::step(server, doubt.says, doubt.fact.as_slice()),
                };
                if !answer
                    .evidence
                    .iter()
                    .any(|known| known.ground == told.ground)
                {
                    answer.evidence.push(told);
                }
            }
        }
    }
    Ok(answer)
}

/// A list with its lines, each with its place.
fn of_list(list: &List) -> Evidence {
    let remark = list
        .remark
        .map_or_else(String::new, |remark| format!(": {remark}"));
    let line = |line: &ListLine| Said {
        says: line.says.clone(),
        at: line.at.clone(),
    };
    let mut facts: Vec<Said> = list.lines.iter().map(line).collect();
    facts.dedup();
    Evidence {
        ground: Ground::Stated {
            says: format!("{}{remark}", list.says),
        },
        facts,
    }
}

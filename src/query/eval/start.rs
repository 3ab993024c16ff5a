//! `does pool B start`, `does service S start`: each condition with its fact.

use super::{explain::plain, reasons, subject::said_of};
use crate::{
    iis::start::{self, Basis, Condition, Conditions, Holds, NotHere, OpenEnd, Starting, Starts},
    query::{
        Answer, Claim, Evidence, Ground, KindOfNo, Note, Said, Verdict, resolve::Resolver,
        resolve::Subject,
    },
    text::{Diagnostic, Span},
    world::{Home, Name, Origin, Server, TokenFacts},
};

/// `does pool B start`
///
/// # Errors
/// This IIS has no pools.
pub fn pool(pool: &Name, span: Span, resolver: &Resolver<'_>) -> Result<Answer, Box<Diagnostic>> {
    match start::pool(resolver.server, pool) {
        Ok(conditions) => Ok(answer(&conditions, resolver.server)),
        Err(why) => Err(not_here(why, span, resolver)),
    }
}

/// `does application /x start`
///
/// # Errors
/// No process hosts it.
pub fn application(
    (site, url): (&Name, &Name),
    span: Span,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    match start::application(resolver.server, site, url) {
        Ok(conditions) => Ok(answer(&conditions, resolver.server)),
        Err(why) => Err(not_here(why, span, resolver)),
    }
}

/// `does service S start`
///
/// # Errors
/// Nothing is called so.
pub fn service(
    service: &Name,
    span: Span,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    match start::service(resolver.server, service) {
        Ok(conditions) => {
            let mut answer = answer(&conditions, resolver.server);
            answer.notes.push(Note::Remark(
                "its program, and the services and drivers that it depends on, are not looked at"
                    .into(),
            ));
            Ok(answer)
        }
        Err(why) => Err(not_here(why, span, resolver)),
    }
}

fn not_here(why: NotHere, span: Span, resolver: &Resolver<'_>) -> Box<Diagnostic> {
    let (headline, help) = match why {
        NotHere::NoVersion => (
            "nobody says which IIS this is, so its pools have no processes",
            "say `server NAME runs IIS 10.0` in the world",
        ),
        NotHere::NoPools => (
            "this IIS has no pools: they begin with IIS 6.0 in worker process isolation mode",
            "`where does URL run` tells the process of an application",
        ),
        NotHere::Unknown => ("nothing is called that", "`list pools` shows all of them"),
        NotHere::NoHost(why) => {
            let headline = format!("nothing of it starts: {why}");
            return resolver.at("starts-not", headline, span, "not here").into();
        }
    };
    resolver
        .at("starts-not", headline, span, "not here")
        .help(help)
        .into()
}

/// The answer that conditions come to, each told with what it stands on.
pub fn answer(conditions: &Conditions, server: &Server) -> Answer {
    let mut answer = Answer::to("");
    let starts = conditions.starts();
    answer.verdict = Some(match starts {
        Starts::Yes => Verdict::Yes,
        Starts::No => Verdict::No(KindOfNo::Gated),
        Starts::Unknown => Verdict::Unknown,
    });
    answer.claim = Some(Claim {
        subject: words(&conditions.what, server),
        positive: "starts".into(),
        negative: "does not start".into(),
        object: conditions
            .account
            .map(|id| format!("as {}", server.principal(id).name()))
            .unwrap_or_default(),
    });
    for condition in &conditions.conditions {
        answer
            .evidence
            .extend(condition_told(condition, conditions.token.as_ref(), server));
    }
    answer.evidence.extend(logged(conditions, starts));
    match starts {
        Starts::Yes => {}
        Starts::No => {
            if conditions
                .failing()
                .all(|condition| condition.holds != Holds::No)
            {
                answer.notes.push(Note::Remark(
                    "each condition may hold, and never all of them: the membership that would give one takes another away"
                        .into(),
                ));
            }
        }
        Starts::Unknown => {
            for condition in conditions.failing() {
                for gap in &condition.gaps {
                    let said = gap_said(gap, conditions.token.as_ref(), server);
                    answer
                        .gaps
                        .extend(said.filter(|said| !answer.gaps.contains(said)));
                }
            }
        }
    }
    answer
}

/// What is logged where it does not start, each entry once.
fn logged(conditions: &Conditions, starts: Starts) -> Vec<Evidence> {
    let mut entries: Vec<String> = Vec::new();
    for condition in conditions.failing() {
        for logged in &condition.logged {
            let says = match starts {
                Starts::Yes | Starts::No => logged.to_string(),
                Starts::Unknown => format!("if it does not start, {logged}"),
            };
            if !entries.contains(&says) {
                entries.push(says);
            }
        }
    }
    let told = entries.into_iter();
    told.map(|says| plain(Ground::Logged { says })).collect()
}

/// What starts, in the words of the answer.
fn words(what: &Starting, server: &Server) -> String {
    match what {
        Starting::Pool(name) => format!("pool {name}"),
        Starting::Service(name) => format!("service {name}"),
        Starting::Component(name) => format!("component {name}"),
        Starting::Application(name) => format!("application {name}"),
        Starting::Account(id) => server.principal(*id).name().to_string(),
    }
}

/// A condition and what it stands on.
pub fn condition_told(
    condition: &Condition,
    token: Option<&TokenFacts>,
    server: &Server,
) -> Vec<Evidence> {
    let holds = match &condition.holds {
        Holds::Yes => Some(true),
        Holds::No => Some(false),
        Holds::IfAny(_) | Holds::UnlessAny(_) | Holds::Unknown => None,
    };
    let mut steps = vec![plain(Ground::Needs {
        what: condition.needs.clone(),
        holds,
    })];
    for basis in &condition.because {
        // A basis that says what is needed again adds only how it holds.
        if basis.says != condition.needs {
            steps.push(basis_told(basis, server));
        }
        let held = basis
            .holder
            .zip(token)
            .and_then(|(sid, token)| reasons::holds(server, token, &sid));
        steps.extend(held.filter(|step| !matches!(step.ground, Ground::IsHimself { .. })));
    }
    steps
}

fn basis_told(basis: &Basis, server: &Server) -> Evidence {
    Evidence {
        ground: Ground::Stated {
            says: basis.says.clone(),
        },
        facts: basis
            .facts
            .iter()
            .flat_map(|fact| said_of(server, *fact))
            .collect(),
    }
}

/// What a condition leaves open.
pub fn gap_said(gap: &OpenEnd, token: Option<&TokenFacts>, server: &Server) -> Option<Said> {
    match gap {
        OpenEnd::Membership(unknown) => reasons::unknown_said(token?, *unknown, server),
        OpenEnd::Other(says, fact) => Some(Said {
            says: says.clone(),
            at: fact.map_or(Origin::Unsaid, |fact| server.origin(fact).clone()),
        }),
    }
}

/// What to say beside an answer about a pool's token where its worker does not start, or may not.
pub fn note(subject: &Subject, server: &Server) -> Option<Note> {
    let name = match subject {
        Subject::Pool(name, Some(_)) => name.clone(),
        Subject::Principal(id) => match server.principal(*id).home() {
            Home::Pool(name) => name.clone(),
            Home::BuiltIn | Home::Local | Home::Domain(_) | Home::Service(_) | Home::Nameless => {
                return None;
            }
        },
        Subject::Pool(_, None) | Subject::Stranger(_) | Subject::Made(_) => return None,
    };
    let conditions = start::pool(server, &name).ok()?;
    let how = match conditions.starts() {
        Starts::Yes => return None,
        Starts::No => "does not start",
        Starts::Unknown => "may not start",
    };
    Some(Note::Remark(format!(
        "pool {name} {how}: this is for the token that it would have; `does pool {name} start` tells why"
    )))
}

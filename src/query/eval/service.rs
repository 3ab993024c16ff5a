//! `can S start|stop|configure service N`: one access check against the list of the service.

use super::{
    can::{Pair, nobody_knows_who},
    explain::{deciding, plain},
    reasons::{self, holds},
    subject::{Acting, RunsIn, said_of},
};
use crate::{
    iis::start::token_of_service,
    nt::{AccessMask, AceKind, ObjectKind, Reason},
    query::{
        Evidence, Ground, KindOfNo, Note, Said, Verdict, meaning,
        resolve::{Made, Resolver, Subject},
        syntax::{self, Reference, Written},
    },
    reach::{Case, Direct, Outcome, Settled, Situation, direct},
    text::Diagnostic,
    world::{FactId, Name, Server, ServiceList, ServiceStatement, Verb, WinPath},
};

/// Whether one subject can do that to a service, and why.
///
/// # Errors
/// The verb means nothing on a service, or no service is called so.
pub fn can(
    acting: &Acting,
    wanted: &Written<syntax::Wanted>,
    service: &Name,
    resolver: &Resolver<'_>,
) -> Result<Pair, Box<Diagnostic>> {
    let server = resolver.server;
    let meaning = meaning::meaning(wanted, ObjectKind::Service, server.rules(), resolver)?;
    let found = server.services().find(|(one, _)| one.name == *service);
    let Some((service, fact)) = found else {
        let headline = format!("no service is called `{service}`");
        return Err(resolver
            .at("unknown-name", headline, wanted.span, "not in this server")
            .into());
    };
    let Some(token) = acting.plain_token() else {
        return Ok(nobody_knows_who(acting, meaning, server));
    };
    let list = match server.list_of_service(service, fact) {
        Ok(list) => list,
        Err(says) => {
            let at = server.origin(fact).clone();
            return Ok(Pair::open(meaning.wanted, vec![Said { says, at }]));
        }
    };
    let situation = Situation {
        own: vec![&list.descriptor],
        ..Situation::default()
    };
    let answer = direct(&token, &situation, meaning.asked);
    let grounds = Grounds {
        acting,
        server,
        list: &list,
        path: WinPath::new(&format!("service {}", service.name)),
    };
    let mut pair = Pair::open(meaning.wanted, Vec::new());
    pair.evidence.extend(acting.evidence(server));
    match answer.outcome {
        Outcome::Yes => {
            pair.verdict = Verdict::Yes;
            let first = answer.cases.first();
            pair.evidence
                .extend(first.into_iter().flat_map(|case| grounds.steps(case, true)));
        }
        Outcome::No => {
            pair.verdict = Verdict::No(kind_of_no(&answer));
            for case in &answer.cases {
                for step in grounds.steps(case, false) {
                    if !pair
                        .evidence
                        .iter()
                        .any(|known| known.ground == step.ground)
                    {
                        pair.evidence.push(step);
                    }
                }
            }
        }
        Outcome::Unknown => {
            let unknowns = deciding(&answer);
            let facts = acting.facts.as_ref();
            pair.gaps.extend(
                unknowns
                    .into_iter()
                    .filter_map(|unknown| reasons::unknown_said(facts?, unknown, server)),
            );
        }
    }
    pair.notes
        .extend(disabled(service, fact, &wanted.node, pair.verdict, server));
    Ok(pair)
}

fn kind_of_no(answer: &Direct) -> KindOfNo {
    match answer.cases.first() {
        Some(case) if case.is_gated() => KindOfNo::Gated,
        Some(case) if case.is_denied() => KindOfNo::Denied,
        Some(_) | None => KindOfNo::NotGranted,
    }
}

/// Whoever may start it finds it disabled.
fn disabled(
    service: &ServiceStatement,
    fact: FactId,
    wanted: &syntax::Wanted,
    verdict: Verdict,
    server: &Server,
) -> Option<Note> {
    let starts = wanted.verb() == Some(Verb::Start) && verdict == Verdict::Yes;
    (starts && service.disabled).then(|| {
        let at = server.origin(fact);
        Note::Remark(format!(
            "the right is there, but service {} is disabled ({at}) until somebody configures it",
            service.name
        ))
    })
}

/// What an answer about a service rests on.
struct Grounds<'a> {
    acting: &'a Acting,
    server: &'a Server,
    list: &'a ServiceList,
    path: WinPath,
}

impl Grounds<'_> {
    /// The steps of a case: every right that was settled so, those with one reason together.
    fn steps(&self, case: &Case, granted: bool) -> Vec<Evidence> {
        let mut grouped: Vec<(Settled, AccessMask)> = Vec::new();
        for one in case.settled(granted) {
            match grouped
                .iter_mut()
                .find(|(known, _)| known.reason == one.reason)
            {
                Some((_, rights)) => *rights |= one.right,
                None => grouped.push((*one, one.right)),
            }
        }
        let told = grouped.iter().flat_map(|(one, rights)| {
            let mut steps = self.step(one.reason.first, *rights);
            if one.reason.first.grants() && !one.reason.grants() {
                steps.push(plain(Ground::Restricted));
            }
            steps
        });
        told.collect()
    }

    fn step(&self, reason: Reason, rights: AccessMask) -> Vec<Evidence> {
        let path = self.path.clone();
        let descriptor = &self.list.descriptor;
        match reason {
            Reason::NotAsked => Vec::new(),
            Reason::Allowed { line } | Reason::Denied { line } => self.line(line as usize, rights),
            Reason::NotGranted => {
                let live = descriptor.dacl.aces().iter().filter(|ace| ace.is_live());
                let mut others: Vec<String> = Vec::new();
                for ace in live.clone() {
                    let name = self.server.accounts().display(&ace.sid);
                    let gives = matches!(ace.kind, AceKind::Allow) && ace.mask.intersects(rights);
                    if gives && !others.contains(&name) {
                        others.push(name);
                    }
                }
                vec![Evidence {
                    ground: Ground::NothingGrants {
                        rights,
                        kind: ObjectKind::Service,
                        lines: live.count(),
                        path,
                        others,
                    },
                    facts: self.document(),
                }]
            }
            Reason::ImplicitOwner => {
                let owner = descriptor.owner.map(|owner| {
                    plain(Ground::Owner {
                        owner: self.server.accounts().display(&owner),
                        path,
                    })
                });
                owner.into_iter().collect()
            }
            Reason::NoDacl | Reason::NullDacl => vec![plain(Ground::NoList { path })],
            Reason::Privilege(privilege) => vec![plain(Ground::Privilege { privilege })],
            Reason::PrivilegeNeeded(privilege) => {
                vec![plain(Ground::PrivilegeNeeded { privilege })]
            }
            Reason::Integrity(level) => {
                let facts = self.acting.facts.as_ref();
                vec![plain(Ground::Integrity {
                    object: level.0,
                    token: facts
                        .and_then(|facts| facts.token.integrity)
                        .map(|level| level.0),
                })]
            }
        }
    }

    /// A line that settles rights, and why the token holds whom it names.
    fn line(&self, line: usize, rights: AccessMask) -> Vec<Evidence> {
        let aces = self.list.descriptor.dacl.aces();
        let (Some(ace), Some(origin)) = (aces.get(line), self.list.origins.get(line)) else {
            return Vec::new();
        };
        let who = self.server.accounts().display(&ace.sid);
        let mut steps = vec![Evidence {
            ground: Ground::Line {
                allows: matches!(ace.kind, AceKind::Allow | AceKind::AllowCallback(_)),
                who,
                mask: ace.mask,
                settles: rights,
                number: line + 1,
                of: aces.len(),
                path: self.path.clone(),
                inherited_from: None,
                kind: ObjectKind::Service,
            },
            facts: vec![Said {
                says: format!("line {} of the list of {}", line + 1, self.path),
                at: origin.clone(),
            }],
        }];
        let facts = self.acting.facts.as_ref();
        steps.extend(facts.and_then(|facts| holds(self.server, facts, &ace.sid)));
        steps
    }

    /// The document that a default list comes from.
    fn document(&self) -> Vec<Said> {
        let documented = self
            .list
            .origins
            .iter()
            .find(|origin| matches!(origin, crate::world::Origin::Document(_)));
        documented
            .map(|origin| Said {
                says: "nobody stated its list".into(),
                at: origin.clone(),
            })
            .into_iter()
            .collect()
    }
}

/// `service S` as somebody who acts: the token of its process.
///
/// # Errors
/// No service is called so.
pub fn acting(
    name: &Written<Reference>,
    resolver: &Resolver<'_>,
) -> Result<Acting, Box<Diagnostic>> {
    let server = resolver.server;
    let service = resolver.service(name)?;
    let found = server.services().find(|(one, _)| one.name == service);
    let words = format!("service {service}");
    let facts = found.and_then(|(said, _)| token_of_service(server, said));
    let mut acting = Acting::of(Subject::Made(Made::Part(words.clone())), words, facts);
    acting.runs_in = Some(RunsIn::Service(service));
    acting.stands_on = found
        .map(|(said, fact)| Evidence {
            ground: Ground::Stated {
                says: format!("service {} is described", said.name),
            },
            facts: said_of(server, fact),
        })
        .into_iter()
        .collect();
    Ok(acting)
}

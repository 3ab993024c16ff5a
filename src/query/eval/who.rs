//! `who is P`: the account, with its SID, and what that stands on.

use super::{
    component, explain, made,
    members::identity,
    subject::{Acting, Parts, said_of},
};
use crate::{
    nt::Sid,
    query::{
        Answer, Evidence, Ground, Row, Verdict,
        resolve::{Resolver, Subject},
        syntax::{Actor, Written},
    },
    text::Diagnostic,
    world::{PrincipalId, Server},
};

/// `who is P`
///
/// # Errors
/// A name that nobody has.
pub fn who_is(actor: &Written<Actor>, resolver: &Resolver<'_>) -> Result<Answer, Box<Diagnostic>> {
    if let Actor::Component { name, client } = &actor.node {
        return component::who_is_named(name, client.as_deref(), actor.span, resolver);
    }
    let server = resolver.server;
    let acting = Acting::named(&actor.node, actor.span, resolver)?;
    let mut answer = Answer::to("");
    let each = acting.each();
    let accounts: Vec<Option<PrincipalId>> = each.iter().map(|one| account(one)).collect();
    // One of several is certain where they are all the same.
    let same = accounts.iter().all(|one| *one == accounts[0]);
    let open = matches!(acting.parts, Parts::OneOf(_)) && !same;
    for (one, account) in each.iter().zip(&accounts) {
        identified(one, *account, open, server, &mut answer);
    }
    if open {
        answer.gaps.push(made::nobody(&acting));
    }
    Ok(answer)
}

fn account(acting: &Acting) -> Option<PrincipalId> {
    let facts = acting.facts.as_ref();
    facts
        .and_then(|facts| facts.principal)
        .or(match acting.subject {
            Subject::Principal(id) => Some(id),
            Subject::Pool(..) | Subject::Stranger(_) | Subject::Made(_) => None,
        })
}

/// The row of one token, or why there is none.
fn identified(
    acting: &Acting,
    account: Option<PrincipalId>,
    open: bool,
    server: &Server,
    answer: &mut Answer,
) {
    let verdict = if open { Verdict::Unknown } else { Verdict::Yes };
    if let Some(barred) = &acting.barred {
        answer.evidence.extend(acting.stands_on.iter().cloned());
        answer.evidence.push(barred.clone());
        return;
    }
    if let Some(id) = account {
        let principal = server.principal(id);
        let name = principal.name().to_string();
        let mut evidence: Vec<Evidence> = acting.evidence(server);
        if let Some(row) = answer.rows.iter_mut().find(|row| row.name == name) {
            // Another process with the same account.
            evidence.retain(|step| !row.evidence.iter().any(|known| known.ground == step.ground));
            row.evidence.extend(evidence);
            return;
        }
        evidence.extend(principal.said().iter().map(|fact| Evidence {
            ground: Ground::Stated {
                says: format!("{} is declared", principal.name()),
            },
            facts: said_of(server, *fact),
        }));
        let (kind, _) = identity(&Acting::new(Subject::Principal(id), None, server), server);
        put(answer, kind, name, principal.sid(), verdict, evidence);
        return;
    }
    let user = acting.facts.as_ref().map(|facts| facts.token.user);
    match (acting.subject.clone(), user) {
        (Subject::Stranger(sid), _) | (_, Some(sid)) => {
            let mut evidence = acting.stands_on.clone();
            evidence.push(explain::plain(Ground::Stated {
                says: "nobody described an account with this SID".into(),
            }));
            put(answer, "sid", sid.to_string(), Some(sid), verdict, evidence);
        }
        (Subject::Pool(..) | Subject::Principal(_) | Subject::Made(_), None) => {
            answer.evidence.extend(acting.stands_on.iter().cloned());
            answer.gaps.extend(acting.unknown());
        }
    }
}

fn put(
    answer: &mut Answer,
    kind: &'static str,
    name: String,
    sid: Option<Sid>,
    verdict: Verdict,
    evidence: Vec<Evidence>,
) {
    let row = Row {
        kind,
        name,
        sid,
        verdict,
        evidence,
        shares: None,
    };
    answer.row(row, Vec::new());
}

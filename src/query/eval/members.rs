//! Who somebody is, and of what a member.

use super::{
    explain, made,
    reasons::{holds, unknown_said},
    rows, sets,
    subject::{Acting, Parts},
    together,
};
use crate::{
    nt::{Certainty, GroupAttributes, Sid},
    query::{
        Answer, Claim, Evidence, Ground, KindOfNo, Note, Row, Verdict,
        resolve::{Resolver, Subject},
        syntax::{Account, Actor, ActorKind, Written},
    },
    text::{Diagnostic, Span},
    world::{Because, Home, PrincipalId, PrincipalKind, Server},
};

/// `is P a member of G, H`
///
/// # Errors
/// A name that nobody has.
pub fn is_member(
    member: &Written<Actor>,
    groups: &[Written<Account>],
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let acting = Acting::or_any_token(&member.node, member.span, resolver)?;
    together::answer(&acting, &|part| is_one_member(part, groups, resolver))
}

fn is_one_member(
    acting: &Acting,
    groups: &[Written<Account>],
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let server = resolver.server;
    let mut answer = Answer::to("");
    let mut verdict = Verdict::Yes;
    let mut names = Vec::new();
    for group in groups {
        let span = group.span;
        let group = resolver.principal(&group.node)?;
        must_be_a_group(group, acting, span, resolver)?;
        names.push(server.principal(group).name().to_string());
        let one = membership(acting, group, server, &mut answer);
        verdict = match (verdict, one) {
            (Verdict::No(kind), _) | (_, Verdict::No(kind)) => Verdict::No(kind),
            (Verdict::Unknown, _) | (_, Verdict::Unknown) => Verdict::Unknown,
            (Verdict::Yes, Verdict::Yes) => Verdict::Yes,
        };
    }
    answer.verdict = Some(verdict);
    answer.claim = Some(Claim {
        subject: acting.words.clone(),
        positive: "is a member of".into(),
        negative: "is not a member of".into(),
        object: names.join(" and "),
    });
    Ok(answer)
}

/// A user has no members; that the account itself acts as it is another matter.
fn must_be_a_group(
    id: PrincipalId,
    acting: &Acting,
    span: Span,
    resolver: &Resolver<'_>,
) -> Result<(), Box<Diagnostic>> {
    let principal = resolver.server.principal(id);
    let himself = acting
        .facts
        .as_ref()
        .is_some_and(|facts| facts.principal == Some(id));
    let person = matches!(principal.home(), Home::Local | Home::Domain(_));
    if principal.kind() != PrincipalKind::User || himself || !person {
        return Ok(());
    }
    Err(resolver
        .at(
            "wrong-kind",
            format!(
                "`{}` is a user, and a user has no members",
                principal.name()
            ),
            span,
            "a user in this server",
        )
        .help("`who is …` tells who a pool runs as")
        .into())
}

/// Whether the token holds the group, with the reason put into the answer.
fn membership(
    acting: &Acting,
    group: PrincipalId,
    server: &Server,
    answer: &mut Answer,
) -> Verdict {
    let principal = server.principal(group);
    let key = principal.key();
    if let Some(barred) = &acting.barred {
        answer.evidence.extend(acting.stands_on.iter().cloned());
        answer.evidence.push(barred.clone());
        return Verdict::No(KindOfNo::Gated);
    }
    let Some(facts) = &acting.facts else {
        answer.gaps.extend(acting.unknown());
        return Verdict::Unknown;
    };
    answer.evidence.extend(acting.evidence(server));
    if facts.token.user == key {
        answer.evidence.extend(holds(server, facts, &key));
        return Verdict::Yes;
    }
    let Some(held) = facts.token.group(&key) else {
        answer.evidence.push(explain::plain(Ground::Stated {
            says: format!("nothing puts {} into the token", principal.name()),
        }));
        return Verdict::No(KindOfNo::NotGranted);
    };
    match &held.certainty {
        Certainty::Held if held.attributes.contains(GroupAttributes::ENABLED) => {
            answer.evidence.extend(holds(server, facts, &key));
            Verdict::Yes
        }
        Certainty::Held => {
            answer.evidence.extend(holds(server, facts, &key));
            answer.notes.push(Note::Remark(format!(
                "{} is in the token for deny lines only: lines that deny it count, lines that allow it do not",
                principal.name()
            )));
            Verdict::No(KindOfNo::Gated)
        }
        Certainty::Perhaps(unknowns) => {
            for unknown in unknowns {
                answer.gaps.extend(unknown_said(facts, *unknown, server));
            }
            Verdict::Unknown
        }
    }
}

/// `who is a member of G`, `which users are members of G`: those whose token holds it.
///
/// # Errors
/// As [`is_member`].
pub fn who_is_member(
    kinds: &[Written<ActorKind>],
    group: &Written<Account>,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let server = resolver.server;
    let id = resolver.principal(&group.node)?;
    let mut candidates = Vec::new();
    if kinds.is_empty() {
        candidates.extend(rows::accounts(server));
        for kind in [ActorKind::Group, ActorKind::Pool] {
            candidates.extend(sets::of_kind(kind, server));
        }
    }
    for kind in kinds {
        candidates.extend(sets::of_kind(kind.node, server));
    }
    let mut answer = Answer::to("");
    for acting in candidates {
        if acting.subject == Subject::Principal(id) {
            continue;
        }
        let mut reason = Answer::to("");
        let verdict = membership(&acting, id, server, &mut reason);
        let (kind, sid) = identity(&acting, server);
        let name = match &acting.subject {
            Subject::Pool(name, _) => name.to_string(),
            Subject::Principal(_) | Subject::Stranger(_) | Subject::Made(_) => acting.words.clone(),
        };
        answer.row(
            Row {
                kind,
                name,
                sid,
                verdict,
                evidence: reason.evidence,
                shares: None,
            },
            reason.gaps,
        );
    }
    Ok(answer)
}

pub fn identity(acting: &Acting, server: &Server) -> (&'static str, Option<Sid>) {
    match &acting.subject {
        Subject::Pool(..) => ("pool", None),
        Subject::Stranger(sid) => ("sid", Some(*sid)),
        Subject::Made(made) => (made.kind(), None),
        Subject::Principal(id) => {
            let principal = server.principal(*id);
            let kind = match principal.kind() {
                PrincipalKind::User => "user",
                PrincipalKind::Group => "group",
                PrincipalKind::Unknown => "account",
            };
            (kind, principal.sid())
        }
    }
}

/// `which groups is P a member of`
///
/// # Errors
/// As [`is_member`].
pub fn which_groups(
    member: &Written<Actor>,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let server = resolver.server;
    let acting = Acting::named(&member.node, member.span, resolver)?;
    let each = acting.each();
    let mut tokens: Vec<Answer> = each.iter().map(|one| groups_of(one, server)).collect();
    if tokens.len() == 1 {
        return Ok(tokens.swap_remove(0));
    }
    // A group of one token is perhaps the whole's, of every token surely.
    let mut answer = Answer::to("");
    let of_all = |name: &str| {
        let holds = |token: &Answer| {
            let row = token.rows.iter().find(|row| row.name == name);
            row.is_some_and(|row| row.verdict == Verdict::Yes)
        };
        tokens.iter().all(holds)
    };
    let one_of = matches!(acting.parts, Parts::OneOf(_));
    for row in tokens.iter().flat_map(|token| &token.rows) {
        if answer.rows.iter().any(|known| known.name == row.name) {
            continue;
        }
        let certain = of_all(&row.name) || (!one_of && row.verdict == Verdict::Yes);
        let verdict = if certain {
            Verdict::Yes
        } else {
            Verdict::Unknown
        };
        let gaps = if one_of {
            vec![made::nobody(&acting)]
        } else {
            Vec::new()
        };
        let row = Row {
            verdict,
            ..row.clone()
        };
        answer.row(row, gaps);
    }
    for token in &tokens {
        answer.gaps.extend(token.gaps.iter().cloned());
    }
    Ok(answer)
}

/// The groups in one token.
fn groups_of(acting: &Acting, server: &Server) -> Answer {
    let mut answer = Answer::to("");
    answer.evidence.extend(acting.evidence(server));
    answer.evidence.extend(acting.barred.clone());
    let Some(facts) = &acting.facts else {
        if acting.barred.is_none() {
            answer.gaps.extend(acting.unknown());
        }
        return answer;
    };
    for group in &facts.token.groups {
        if facts.because(&group.sid) == Some(&Because::Asked)
            || crate::world::well_known::is_logon_session(&group.sid)
        {
            continue;
        }
        let deny_only = group
            .attributes
            .contains(GroupAttributes::USE_FOR_DENY_ONLY);
        let mut evidence: Vec<Evidence> = holds(server, facts, &group.sid).into_iter().collect();
        if deny_only {
            evidence.push(explain::plain(Ground::Stated {
                says: "for deny lines only".into(),
            }));
        }
        let (verdict, gaps) = match &group.certainty {
            Certainty::Held if deny_only => (Verdict::No(KindOfNo::Gated), Vec::new()),
            Certainty::Held => (Verdict::Yes, Vec::new()),
            Certainty::Perhaps(unknowns) => (
                Verdict::Unknown,
                unknowns
                    .iter()
                    .filter_map(|unknown| unknown_said(facts, *unknown, server))
                    .collect(),
            ),
        };
        let known = server
            .accounts()
            .by_sid(&group.sid)
            .map(|id| server.principal(id));
        answer.row(
            Row {
                kind: "group",
                name: server.accounts().display(&group.sid),
                sid: known.map_or(Some(group.sid), |principal| principal.sid()),
                verdict,
                evidence,
                shares: None,
            },
            gaps,
        );
    }
    answer
}

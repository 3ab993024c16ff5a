//! `show token of S`, `does S hold PRIVILEGE`.

use super::{explain::plain, reasons, subject::Acting, subject::said_of};
use crate::{
    nt::{Certainty, GroupAttributes, IntegrityLevel, Privilege, Sid, Unknown},
    query::{
        Answer, Claim, Evidence, Ground, KindOfNo, ListedGroup, ListedPrivilege, Note, Row, Said,
        TokenListing, Verdict, resolve::Resolver, syntax::Written,
    },
    text::{Diagnostic, Span},
    world::{
        Because, Name, Origin, RightSource, Server, TokenFacts, UserRight, is_placeholder,
        well_known,
    },
};

/// `show token of S`
///
/// # Errors
/// None: a token that nobody knows is a gap.
pub fn show(
    acting: &Acting,
    _span: Span,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let server = resolver.server;
    let mut answer = Answer::to("");
    let Some(facts) = &acting.facts else {
        answer.gaps.push(whose(acting));
        return Ok(answer);
    };
    answer.evidence.extend(acting.evidence(server));
    let user = &facts.token.user;
    let row = |kind: &'static str, name: String, sid: &Sid, verdict: Verdict| Row {
        kind,
        name,
        sid: (!is_placeholder(sid)).then_some(*sid),
        verdict,
        evidence: reasons::holds(server, facts, sid).into_iter().collect(),
        shares: None,
    };
    answer.row(
        row("user", server.accounts().display(user), user, Verdict::Yes),
        Vec::new(),
    );
    for group in &facts.token.groups {
        let name = server.accounts().display(&group.sid);
        match &group.certainty {
            Certainty::Held => answer.row(row("group", name, &group.sid, Verdict::Yes), Vec::new()),
            Certainty::Perhaps(unknowns) => {
                let gaps = said_unknowns(unknowns, facts, server);
                answer.row(row("group", name, &group.sid, Verdict::Unknown), gaps);
            }
        }
    }
    if let Some(level) = facts.token.integrity {
        let label = Row {
            kind: "label",
            name: label_name(level),
            sid: Some(Sid::of(16, &[level.0])),
            verdict: Verdict::Yes,
            evidence: vec![plain(Ground::Stated {
                says: facts.integrity.to_owned(),
            })],
            shares: None,
        };
        answer.row(label, Vec::new());
    }
    for fact in &facts.privileges {
        // A filtered token, and one that a question names, is without some that its account has.
        let gone = fact.perhaps.is_empty() && !facts.token.privileges.is_present(fact.privilege);
        if gone {
            continue;
        }
        let verdict = if fact.perhaps.is_empty() {
            Verdict::Yes
        } else {
            Verdict::Unknown
        };
        let right = UserRight::Privilege(fact.privilege);
        let row = Row {
            kind: "privilege",
            name: fact.privilege.name().to_owned(),
            sid: None,
            verdict,
            evidence: brought(server, facts, right, &fact.holder, fact.source),
            shares: None,
        };
        answer.row(row, said_unknowns(&fact.perhaps, facts, server));
    }
    if let Some(level) = facts.perhaps_integrity {
        answer.notes.push(Note::Remark(format!(
            "the label is {} if a group comes in that is only perhaps there",
            label_name(level)
        )));
    }
    answer.token = Some(Box::new(listing(facts, server)));
    Ok(answer)
}

/// The token as a listing, certain things only; what is open is in the rows.
pub fn listing(facts: &TokenFacts, server: &Server) -> TokenListing {
    let name = |sid: &Sid| {
        if is_placeholder(sid) && server.accounts().by_sid(sid).is_none() {
            String::new()
        } else if *sid == well_known::sid::ALL_POOLS {
            // Windows has no name for it.
            String::new()
        } else {
            server.accounts().display(sid)
        }
    };
    let known = |sid: &Sid| (!is_placeholder(sid)).then_some(*sid);
    let user = facts.token.user;
    let mut groups: Vec<ListedGroup> = facts
        .token
        .groups
        .iter()
        .filter(|group| group.certainty == Certainty::Held)
        .map(|group| ListedGroup {
            name: name(&group.sid),
            key: group.sid,
            sid: known(&group.sid),
            local: server
                .accounts()
                .by_sid(&group.sid)
                .is_some_and(|id| !server.accounts().is_of_a_domain(id)),
            attributes: group.attributes,
        })
        .collect();
    groups.extend(facts.token.integrity.map(|level| ListedGroup {
        name: label_name(level),
        key: Sid::of(16, &[level.0]),
        sid: Some(Sid::of(16, &[level.0])),
        local: false,
        attributes: GroupAttributes::INTEGRITY.union(GroupAttributes::INTEGRITY_ENABLED),
    }));
    TokenListing {
        user: name(&user),
        user_sid: known(&user),
        groups,
        privileges: facts
            .token
            .privileges
            .iter()
            .map(|(privilege, enabled)| ListedPrivilege { privilege, enabled })
            .collect(),
    }
}

/// Windows' name for a level: `Mandatory Label\High Mandatory Level`.
fn label_name(level: IntegrityLevel) -> String {
    let name = match level {
        IntegrityLevel::UNTRUSTED => "Untrusted Mandatory Level",
        IntegrityLevel::LOW => "Low Mandatory Level",
        IntegrityLevel::MEDIUM => "Medium Mandatory Level",
        IntegrityLevel::MEDIUM_PLUS => "Medium Plus Mandatory Level",
        IntegrityLevel::HIGH => "High Mandatory Level",
        IntegrityLevel::SYSTEM => "System Mandatory Level",
        IntegrityLevel::PROTECTED => "Protected Process Mandatory Level",
        IntegrityLevel(_) => "",
    };
    format!("Mandatory Label\\{name}")
}

/// `does S hold PRIVILEGE`, which may be a right to log on too.
///
/// # Errors
/// No right has that name.
pub fn holds(
    acting: &Acting,
    right: &Written<Name>,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let server = resolver.server;
    let meant = UserRight::read(right.node.as_str()).map_err(|near| {
        let headline = format!("no privilege and no logon right is called `{}`", right.node);
        resolver
            .at("unknown-right", headline, right.span, "not a right of Windows")
            .candidates(near)
            .help("they have Windows' names, such as `SeImpersonatePrivilege` and `SeBatchLogonRight`")
    })?;
    let mut answer = Answer::to("");
    answer.claim = Some(Claim {
        subject: acting.words.clone(),
        positive: "holds".into(),
        negative: "does not hold".into(),
        object: format!("{meant} ({})", meant.words()),
    });
    let Some(facts) = &acting.facts else {
        answer.verdict = Some(Verdict::Unknown);
        answer.gaps.push(whose(acting));
        return Ok(answer);
    };
    answer.evidence.extend(acting.evidence(server));
    let verdict = match meant {
        UserRight::Privilege(privilege) => privilege_held(privilege, facts, server, &mut answer),
        UserRight::Logon(_) => logon_right_held(meant, facts, server, &mut answer),
    };
    answer.verdict = Some(verdict);
    Ok(answer)
}

fn privilege_held(
    privilege: Privilege,
    facts: &TokenFacts,
    server: &Server,
    answer: &mut Answer,
) -> Verdict {
    let right = UserRight::Privilege(privilege);
    let fact = facts
        .privileges
        .iter()
        .find(|fact| fact.privilege == privilege);
    let present = facts.token.privileges.is_present(privilege);
    if facts.because(&facts.token.user) == Some(&Because::Asked) {
        let says = "a token that a question names has SeChangeNotifyPrivilege and no other";
        answer
            .evidence
            .push(plain(Ground::Stated { says: says.into() }));
        return if present {
            Verdict::Yes
        } else {
            Verdict::No(KindOfNo::NotGranted)
        };
    }
    let Some(fact) = fact else {
        answer.evidence.push(nobody_brings(right, server));
        return Verdict::No(KindOfNo::NotGranted);
    };
    answer
        .evidence
        .extend(brought(server, facts, right, &fact.holder, fact.source));
    if !fact.perhaps.is_empty() {
        answer
            .gaps
            .extend(said_unknowns(&fact.perhaps, facts, server));
        return Verdict::Unknown;
    }
    if !present {
        answer.evidence.push(plain(Ground::Stated {
            says: "the filtered token of User Account Control is without it".into(),
        }));
        return Verdict::No(KindOfNo::Gated);
    }
    if !facts.token.privileges.is_enabled(privilege) {
        answer.notes.push(Note::Remark(
            "it is disabled: it does nothing until its holder enables it, which it may".into(),
        ));
    }
    Verdict::Yes
}

fn logon_right_held(
    right: UserRight,
    facts: &TokenFacts,
    server: &Server,
    answer: &mut Answer,
) -> Verdict {
    let Some(brought_by) = server.right_of_token(facts, &right.as_name()) else {
        answer.evidence.push(nobody_brings(right, server));
        if server.stated_right(&right.as_name()).is_empty() {
            answer.notes.push(Note::Remark(
                "an account that a pool, service or component is said to run as is taken to have the right that this needs: `does … start` tells"
                    .into(),
            ));
        }
        return Verdict::No(KindOfNo::NotGranted);
    };
    answer.evidence.extend(brought(
        server,
        facts,
        right,
        &brought_by.holder,
        brought_by.source,
    ));
    if brought_by.perhaps.is_empty() {
        return Verdict::Yes;
    }
    answer
        .gaps
        .extend(said_unknowns(&brought_by.perhaps, facts, server));
    Verdict::Unknown
}

/// Who brings a right: that the SID holds it, and why the token holds the SID.
fn brought(
    server: &Server,
    facts: &TokenFacts,
    right: UserRight,
    holder: &Sid,
    source: RightSource,
) -> Vec<Evidence> {
    let who = server.accounts().display(holder);
    let (says, said) = match source {
        RightSource::Stated(fact) => (format!("{right} belongs to {who}"), said_of(server, fact)),
        RightSource::Documented(citation) => {
            (format!("{right} belongs to {who}: {citation}"), Vec::new())
        }
    };
    let mut steps = vec![Evidence {
        ground: Ground::Stated { says },
        facts: said,
    }];
    let held = reasons::holds(server, facts, holder);
    steps.extend(held.filter(|step| !matches!(step.ground, Ground::IsHimself { .. })));
    steps
}

/// To whom a right belongs that no SID of the token brings.
fn nobody_brings(right: UserRight, server: &Server) -> Evidence {
    let holders: Vec<String> = server
        .rights()
        .holders(&right.as_name())
        .iter()
        .map(|(holder, _)| server.accounts().display(holder))
        .collect();
    let says = match holders.as_slice() {
        [] => format!("{right} belongs to nobody"),
        [..] => format!(
            "{right} belongs to {}, and the token holds none of them",
            holders.join(", ")
        ),
    };
    Evidence {
        ground: Ground::Stated { says },
        facts: server
            .stated_right(&right.as_name())
            .into_iter()
            .flat_map(|fact| said_of(server, fact))
            .collect(),
    }
}

fn said_unknowns(unknowns: &[Unknown], facts: &TokenFacts, server: &Server) -> Vec<Said> {
    unknowns
        .iter()
        .filter_map(|unknown| reasons::unknown_said(facts, *unknown, server))
        .collect()
}

fn whose(acting: &Acting) -> Said {
    Said {
        says: format!("as whom {} runs", acting.words),
        at: Origin::Unsaid,
    }
}

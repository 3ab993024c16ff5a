//! Why a token holds a SID, and what is not known, in words.

use super::{explain::plain, subject::said_of};
use crate::{
    nt::{Sid, Unknown},
    query::{Evidence, Ground, Said},
    world::{Because, ObjectGapKind, Server, TokenFacts, WinPath},
};

/// Why a token holds a SID, with the facts of every link.
pub fn holds(server: &Server, facts: &TokenFacts, sid: &Sid) -> Option<Evidence> {
    let who = server.accounts().display(sid);
    if facts.token.user == *sid {
        return Some(plain(Ground::IsHimself { who }));
    }
    let deny_only = facts.token.group(sid).is_some_and(|group| {
        group
            .attributes
            .contains(crate::nt::GroupAttributes::USE_FOR_DENY_ONLY)
    });
    let mut chain = Vec::new();
    let mut said = Vec::new();
    for (held, because) in facts.chain(sid) {
        let held = server.accounts().display(&held);
        match because {
            Because::User => {}
            Because::Rule(rule) => chain.push((*rule).to_owned()),
            Because::Injected(fact) => {
                chain.push("it is put into the token of the process".to_owned());
                said.extend(said_of(server, *fact));
            }
            Because::Member(member, fact) => {
                chain.push(format!(
                    "{} is a member of {held}",
                    server.accounts().display(member)
                ));
                said.extend(said_of(server, *fact));
            }
            Because::DocumentedMember(member, citation) => chain.push(format!(
                "{} is a member of {held} ({citation})",
                server.accounts().display(member)
            )),
            Because::Perhaps(unknown) => {
                chain.push(format!("{held} perhaps"));
                if let Some(membership) = facts.unknowns.get(unknown.0 as usize) {
                    said.extend(said_of(server, membership.gap));
                }
            }
            Because::Asked => chain.push("the question says so".to_owned()),
        }
    }
    if chain.is_empty() {
        return None;
    }
    Some(Evidence {
        ground: Ground::Holds {
            who,
            chain,
            deny_only,
        },
        facts: said,
    })
}

/// A membership that nobody told us, as what is not known.
pub fn unknown_said(facts: &TokenFacts, unknown: Unknown, server: &Server) -> Option<Said> {
    let membership = facts.unknowns.get(unknown.0 as usize)?;
    let member = membership.member.map_or_else(
        || "the account".to_owned(),
        |id| server.principal(id).name().to_string(),
    );
    Some(Said {
        says: format!(
            "whether {member} is a member of {}",
            server.principal(membership.group).name()
        ),
        at: server.origin(membership.gap).clone(),
    })
}

/// What is not known, in words.
pub fn gap_words(kind: &ObjectGapKind, path: &WinPath) -> String {
    match kind {
        ObjectGapKind::Permissions => format!("the permissions of {path}"),
        ObjectGapKind::Owner => format!("the owner of {path}"),
        ObjectGapKind::InheritedLines => format!("the inherited lines of {path}"),
        ObjectGapKind::Undescribed => format!("{path}, which nobody described"),
        ObjectGapKind::NoDocumentedDefaults => {
            format!("the default permissions of {path}, which no document tells")
        }
        ObjectGapKind::Unreadable(why) => {
            format!("the list of {path}, which could not be read: {why}")
        }
        ObjectGapKind::SeveralDescriptions => {
            format!("which of the descriptions of {path} is right")
        }
        ObjectGapKind::TooManyWays => {
            format!("{path}, whose descriptions can be meant in too many ways")
        }
    }
}

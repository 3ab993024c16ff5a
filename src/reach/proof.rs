//! The proof of an answer about direct access, as data that stands alone: who, on what, in which cases, and what settled each right.
//!
//! It is put together from what the evaluation found and worked out nothing itself; [`super::verify`] judges it.

use super::{Asked, Blocked, Case, Direct, Outcome};
use crate::{
    nt::{
        Certainty, GroupAttributes, IntegrityLevel, ObjectKind, Privilege, SecurityDescriptor, Sid,
        Token, Unknown,
    },
    world::{
        Because, Described, FactId, How, LineSource, Name, ObjectGap, RightSource, Server,
        TokenFacts, WinPath,
    },
};

/// Why an answer about direct access is what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Who asks.
    pub bearer: Bearer,
    /// What was asked.
    pub asked: Asked,
    /// The object.
    pub object: Thing,
    /// The folder above it, where that one's list would do as well.
    pub parent: Option<Thing>,
    /// The folders above, the nearest first, for a token that may not bypass traverse checking.
    pub above: Vec<Thing>,
    /// The cases, once for each integrity level that the token may have.
    pub rounds: Vec<Round>,
    /// What they come to together.
    pub outcome: Outcome,
}

/// The one whose token was asked for, with the reason for every SID in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// The user of the token.
    pub user: Sid,
    /// The name of the account; `None` for a token of nobody in particular.
    pub account: Option<Name>,
    /// The fact that makes the process whose token it is.
    pub process: Option<FactId>,
    /// Whether it is the filtered half of a token.
    pub filtered: bool,
    /// Everything in the token, the user too.
    pub holds: Vec<Held>,
    /// The memberships that nobody told us, by the number of their `Unknown`.
    pub doubts: Vec<Doubt>,
    /// Why it bypasses traverse checking, if it does.
    pub bypass: Option<Bypass>,
}

/// A SID in a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Which.
    pub sid: Sid,
    /// Whether it matches lines that deny only.
    pub deny_only: bool,
    /// Empty if it is there; else it is if one of these is true.
    pub perhaps: Vec<Unknown>,
    /// Why it is there.
    pub because: Because,
}

/// A membership that nobody told us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Of whom, where that is known.
    pub member: Option<Sid>,
    /// In which group.
    pub group: Sid,
    /// The gap that says so.
    pub gap: FactId,
}

/// Why a token bypasses traverse checking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bypass {
    /// That SID of it has SeChangeNotifyPrivilege.
    Right(Sid, RightSource),
    /// The question gives the token.
    Asked,
}

/// An object with every list that it may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// Where it is.
    pub path: WinPath,
    /// What it is.
    pub kind: ObjectKind,
    /// How it comes to its list.
    pub how: How,
    /// The lists; the cases name them by their place here.
    pub lists: Vec<List>,
    /// What stands between the facts and one list.
    pub gaps: Vec<ObjectGap>,
}

/// One list that an object may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The descriptor.
    pub descriptor: SecurityDescriptor,
    /// Whether its owner is a supposition.
    pub owner_supposed: bool,
    /// Where each line of its DACL comes from.
    pub lines: Vec<LineSource>,
}

/// The cases at one integrity level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// The level; `None` where it is not looked at.
    pub integrity: Option<IntegrityLevel>,
    /// What was found.
    pub cases: Vec<Case>,
    /// Whether every completion was tried.
    pub exact: bool,
    /// The folder on the way that keeps the token away, or may.
    pub blocked: Option<Blocked>,
    /// What the cases come to.
    pub outcome: Outcome,
}

/// The descriptors that were tried for an object, each with the completion that it is of.
pub type Tried<'a> = (&'a Described, &'a [(SecurityDescriptor, usize)]);

impl Proof {
    /// The proof of what was found for that token on these objects, at each level that it may have.
    pub fn of(
        server: &Server,
        facts: &TokenFacts,
        object: Tried<'_>,
        parent: Option<Tried<'_>>,
        above: &[Tried<'_>],
        rounds: &[(Option<IntegrityLevel>, &Direct)],
        outcome: Outcome,
    ) -> Option<Proof> {
        let (_, first) = rounds.first()?;
        let rounds = rounds.iter().map(|(integrity, direct)| Round {
            integrity: *integrity,
            cases: direct.cases.clone(),
            exact: direct.exact,
            blocked: direct.blocked,
            outcome: direct.outcome,
        });
        Some(Proof {
            bearer: Bearer::of(server, facts),
            asked: first.asked,
            object: Thing::of(object),
            parent: parent
                .filter(|_| first.asked.or_parent.is_some())
                .map(Thing::of),
            above: above.iter().copied().map(Thing::of).collect(),
            rounds: rounds.collect(),
            outcome,
        })
    }
}

impl Bearer {
    fn of(server: &Server, facts: &TokenFacts) -> Bearer {
        let token = &facts.token;
        let user = Held {
            sid: token.user,
            deny_only: token.user_deny_only,
            perhaps: Vec::new(),
            because: because(facts, &token.user),
        };
        let groups = token.groups.iter().map(|group| Held {
            sid: group.sid,
            deny_only: group
                .attributes
                .contains(GroupAttributes::USE_FOR_DENY_ONLY),
            perhaps: match &group.certainty {
                Certainty::Held => Vec::new(),
                Certainty::Perhaps(unknowns) => unknowns.clone(),
            },
            because: because(facts, &group.sid),
        });
        let doubts = facts.unknowns.iter().map(|unknown| Doubt {
            member: unknown.member.map(|id| server.principal(id).key()),
            group: server.principal(unknown.group).key(),
            gap: unknown.gap,
        });
        let holds: Vec<Held> = std::iter::once(user).chain(groups).collect();
        // Only filtering turns what a membership gave into a group for denials.
        let filtered = holds
            .iter()
            .any(|held| held.deny_only && !matches!(held.because, Because::Rule(_)));
        Bearer {
            user: token.user,
            account: facts
                .principal
                .map(|id| server.principal(id).name().clone()),
            process: facts.process.map(|id| server.process_fact(id)),
            filtered,
            holds,
            doubts: doubts.collect(),
            bypass: bypass(facts, token),
        }
    }
}

fn because(facts: &TokenFacts, sid: &Sid) -> Because {
    facts.because(sid).cloned().unwrap_or(Because::Asked)
}

fn bypass(facts: &TokenFacts, token: &Token) -> Option<Bypass> {
    let notify = Privilege::ChangeNotify;
    if !token.privileges.is_enabled(notify) {
        return None;
    }
    if because(facts, &token.user) == Because::Asked {
        return Some(Bypass::Asked);
    }
    let fact = facts
        .privileges
        .iter()
        .find(|fact| fact.privilege == notify)?;
    Some(Bypass::Right(fact.holder, fact.source))
}

impl Thing {
    fn of((described, tried): Tried<'_>) -> Thing {
        let lists = tried.iter().map(|(descriptor, at)| {
            let completion = &described.completions[*at];
            List {
                descriptor: descriptor.clone(),
                owner_supposed: completion.owner_unknown,
                lines: completion.lines.clone(),
            }
        });
        Thing {
            path: described.path.clone(),
            kind: described.kind,
            how: described.how,
            lists: lists.collect(),
            gaps: described.gaps.clone(),
        }
    }
}

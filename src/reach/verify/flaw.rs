//! What can be wrong with a proof.

use std::fmt;

use crate::{
    nt::{AccessMask, Sid},
    reach::Outcome,
    world::{FactId, WinPath},
};

/// The first thing that was found wrong with a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It rests on what another Windows does.
    OtherWindows,
    /// There is nothing in it.
    NoCases,
    /// The server has no such fact.
    NoSuchFact(FactId),
    /// The user of the token is not the account, or the process not his.
    NotTheUser(Sid),
    /// Nothing puts this SID into the token.
    Unfounded(Sid),
    /// Whether this SID is in the token depends on other unknowns than the proof says.
    WrongDoubts(Sid),
    /// A fact makes somebody in the token a member of this group, and the group is left out.
    MembershipLeftOut(Sid, FactId),
    /// Somebody in the token may be in this group, and that is left out.
    DoubtLeftOut(Sid, FactId),
    /// The fact does not say that this membership is unknown.
    NoDoubt(FactId),
    /// Whether the token bypasses traverse checking is not as the proof says.
    Bypass,
    /// The object may have other lists, so many of them.
    Lists {
        /// The object.
        path: WinPath,
        /// How many follow from the facts.
        follow: usize,
        /// How many the proof knows.
        claimed: usize,
    },
    /// A list has another owner, or there is a list where the proof says there is none, or the reverse.
    Frame {
        /// The object.
        path: WinPath,
        /// Which of its lists, from 0.
        list: usize,
    },
    /// A line is not what was written, stands elsewhere, or is left out.
    Line {
        /// The object.
        path: WinPath,
        /// Which of its lists, from 0.
        list: usize,
        /// Which line, from 1.
        line: usize,
    },
    /// No fact says that this is not known of the object, or the one that is named says something else.
    Gap(WinPath),
    /// The folder above is another one, or there is none.
    OtherParent,
    /// A case names a list that the proof does not have.
    NoSuchList {
        /// The case, from 0.
        case: usize,
    },
    /// A right is settled in another way.
    Settled {
        /// The case, from 0.
        case: usize,
        /// The right.
        right: AccessMask,
    },
    /// A case is granted and refused the other way round.
    Granted {
        /// The case, from 0.
        case: usize,
    },
    /// One way in which it may be is in no case.
    CaseLeftOut,
    /// The folders on the way do otherwise than the proof says.
    Traverse,
    /// Something else follows from the cases.
    Outcome {
        /// What the proof says.
        claimed: Outcome,
        /// What follows.
        follows: Outcome,
    },
    /// It may be right, but this check cannot tell.
    NotChecked(NotChecked),
}

/// What the check does not judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotChecked {
    /// A line with a condition, an object type or a second SID.
    Line,
    /// A label that forbids more than writing.
    Label,
    /// A trust label, an access filter or a central policy, or a label without a level.
    Sacl,
    /// An answer without cases, since there are too many.
    TooMany,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Flaw::OtherWindows => f.write_str("it is a proof for another Windows"),
            Flaw::NoCases => f.write_str("there are no cases in it"),
            Flaw::NoSuchFact(id) => write!(f, "there is no fact {}", id.0),
            Flaw::NotTheUser(sid) => write!(f, "the token is not that of `{sid}`"),
            Flaw::Unfounded(sid) => write!(f, "nothing puts `{sid}` into the token"),
            Flaw::WrongDoubts(sid) => {
                write!(f, "what `{sid}` depends on is not what the proof says")
            }
            Flaw::MembershipLeftOut(sid, id) => {
                write!(f, "by fact {} the token holds `{sid}` too", id.0)
            }
            Flaw::DoubtLeftOut(sid, id) => {
                write!(f, "by fact {} the token may hold `{sid}` too", id.0)
            }
            Flaw::NoDoubt(id) => write!(f, "fact {} leaves no such membership open", id.0),
            Flaw::Bypass => f.write_str("whether traverse checking is bypassed is not as it says"),
            Flaw::Lists {
                path,
                follow,
                claimed,
            } => write!(
                f,
                "`{path}` may have {follow} lists, and the proof knows {claimed}"
            ),
            Flaw::Frame { path, list } => {
                write!(
                    f,
                    "list {} of `{path}` has another owner or state",
                    list + 1
                )
            }
            Flaw::Line { path, list, line } => write!(
                f,
                "line {line} of list {} of `{path}` is not what was written",
                list + 1
            ),
            Flaw::Gap(path) => write!(f, "no fact leaves that open of `{path}`"),
            Flaw::OtherParent => f.write_str("the folder above is another one"),
            Flaw::NoSuchList { case } => write!(f, "case {} is about no list", case + 1),
            Flaw::Settled { case, right } => {
                write!(f, "in case {} something else settles {right}", case + 1)
            }
            Flaw::Granted { case } => write!(f, "case {} comes to the opposite", case + 1),
            Flaw::CaseLeftOut => f.write_str("a way in which it may be is in no case"),
            Flaw::Traverse => f.write_str("the folders on the way do otherwise"),
            Flaw::Outcome { claimed, follows } => {
                write!(f, "it says {claimed:?}, and {follows:?} follows")
            }
            Flaw::NotChecked(what) => write!(f, "cannot be checked here: {}", what.words()),
        }
    }
}

impl NotChecked {
    fn words(self) -> &'static str {
        match self {
            NotChecked::Line => "a line with a condition, an object type or a second SID",
            NotChecked::Label => "a label that forbids more than writing",
            NotChecked::Sacl => {
                "a trust label, an access filter, a central policy or a wrong label"
            }
            NotChecked::TooMany => "there are too many cases to tell them one by one",
        }
    }
}

impl std::error::Error for Flaw {}

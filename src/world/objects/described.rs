//! The answer to "what is known of this path": descriptors that it may have, the origin of every line, and gaps.

use std::sync::Arc;

use crate::{
    nt::{AclState, ObjectKind, SecurityDescriptor, Sid, inherit::CREATOR_OWNER},
    world::{FactId, Origin, ResourceId, WinPath},
};

/// What is known of a path.
#[derive(Clone, Debug)]
pub struct Described {
    /// The path.
    pub path: WinPath,
    /// What it is.
    pub kind: ObjectKind,
    /// The described object there, if it is described.
    pub resource: Option<ResourceId>,
    /// The fact that a document tells of it, if nobody described it and a document does.
    pub documented: Option<FactId>,
    /// How its list came to be.
    pub how: How,
    /// Every descriptor that it may have. A question is answered if all of them give the same answer: where lines are not known
    /// these are the extremes, between which every other lies.
    pub completions: Vec<Completion>,
    /// What stands between the facts and one descriptor.
    pub gaps: Vec<ObjectGap>,
}

/// How an object comes to its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It is described, and what is listed is all.
    Stated,
    /// It is described, and inherited lines are worked out from the folders above.
    WorkedOut,
    /// Nobody described it: `undescribed objects have default permissions`, and a document tells them.
    Documented,
    /// Nobody described it: `undescribed objects inherit`; under a documented folder, that one's lines.
    InheritedUndescribed,
    /// Nobody described it: `undescribed objects are closed`.
    Closed,
    /// It is not known.
    Unknown,
}

/// One descriptor that an object may have.
#[derive(Clone, Debug)]
pub struct Completion {
    /// The descriptor, generic bits mapped.
    pub descriptor: Arc<SecurityDescriptor>,
    /// Nobody knows the owner: `descriptor.owner` is then nobody, and [`Completion::with_owner`] tries another.
    pub owner_unknown: bool,
    /// Where each line of the list comes from, one for one.
    pub lines: Vec<LineSource>,
}

/// Where a line comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineSource {
    /// The object on which it was written.
    pub path: WinPath,
    /// How many folders up that is; 0 for the object itself.
    pub steps_up: usize,
    /// Which of that object's own lines it is, from 1.
    pub line: usize,
    /// How we know.
    pub whence: Whence,
}

/// How we know of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whence {
    /// A fact says so: which one, and where exactly.
    Fact(FactId, Origin),
    /// Nobody knows; it stands for what may be there, see the gap of that index.
    Gap(usize),
}

/// What is not known of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectGap {
    /// What.
    pub kind: ObjectGapKind,
    /// Of which path: the object's own, or that of a folder above.
    pub path: WinPath,
    /// The fact that says so, if one does.
    pub fact: Option<FactId>,
}

/// What can be unknown of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ObjectGapKind {
    /// `permissions of PATH are unknown`
    Permissions,
    /// `owner of PATH is unknown`
    Owner,
    /// `inherited lines of PATH are unknown`
    InheritedLines,
    /// Nobody described it and no sentence says what holds then.
    Undescribed,
    /// `undescribed objects have default permissions`, and no document tells those of this path.
    NoDocumentedDefaults,
    /// Its description could not be read; why.
    Unreadable(String),
    /// It is described several times, differently.
    SeveralDescriptions,
    /// There are too many ways in which the descriptions of it and of the folders above could be meant.
    TooManyWays,
}

impl Completion {
    /// The descriptor if this were the owner, where the owner is not known: inherited lines that stand for the owner then speak of this one.
    pub fn with_owner(&self, owner: Sid) -> SecurityDescriptor {
        let mut descriptor = (*self.descriptor).clone();
        descriptor.owner = Some(owner);
        if let AclState::Present(acl) = &mut descriptor.dacl {
            for (ace, source) in acl.aces.iter_mut().zip(&self.lines) {
                if ace.sid == CREATOR_OWNER && ace.is_live() && source.steps_up > 0 {
                    ace.sid = owner;
                }
            }
        }
        descriptor
    }
}

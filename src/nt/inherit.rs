//! What a child gets from its parent: one line, a whole list, a chain of folders, with the origin of every line.
//!
//! Windows copies when a child is made (`create`) and when somebody propagates (`propagate`); the check
//! itself knows nothing of parents. So nothing here is ever done behind the user's back.

use super::{AccessMask, Ace, AceFlags, ObjectKind, Sid, attach::speaks_of_rights};

mod create;
mod propagate;

pub use create::create;
pub use propagate::{
    Consistency, InheritedLines, is_consistent_with_parent, propagate, protect, unprotect,
};

/// CREATOR OWNER: a placeholder that inheritance replaces with the owner of the child.
pub const CREATOR_OWNER: Sid = Sid::of(3, &[0]);
/// CREATOR GROUP: a placeholder that inheritance replaces with the group of the child.
pub const CREATOR_GROUP: Sid = Sid::of(3, &[1]);

/// SYSTEM_MANDATORY_LABEL_NO_WRITE_UP: the policy bit of a label.
const NO_WRITE_UP: AccessMask = AccessMask(1);

/// The child that lines are made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heir {
    /// What it is. Containers (folders, keys) take container lines and pass lines on.
    pub kind: ObjectKind,
    /// Who stands in for CREATOR OWNER. Without one the placeholder stays, and lets nobody in.
    pub owner: Option<Sid>,
    /// Who stands in for CREATOR GROUP.
    pub group: Option<Sid>,
    /// Auto-inherit mode: every copy is marked as inherited. On NTFS it is on when the parent's descriptor has `AI`.
    pub auto: bool,
}

impl Heir {
    /// Whether a line of the parent gives such a child anything. Inherit-only plays no part.
    pub fn takes(&self, ace: &Ace) -> bool {
        let files = ace.flags.contains(AceFlags::OBJECT_INHERIT);
        let folders = ace.flags.contains(AceFlags::CONTAINER_INHERIT);
        if self.kind.is_container() {
            folders || (files && !ace.flags.contains(AceFlags::NO_PROPAGATE))
        } else {
            files
        }
    }

    fn stand_in(&self, sid: Sid) -> Sid {
        if sid == CREATOR_OWNER {
            self.owner.unwrap_or(sid)
        } else if sid == CREATOR_GROUP {
            self.group.unwrap_or(sid)
        } else {
            sid
        }
    }
}

/// The lines that a child gets from one line of its parent: none, one, or a live one and one to pass on.
///
/// A container gets two where the line changes by being used, because of a placeholder or of generic bits: the first
/// has them replaced and counts, the second keeps them for the grandchildren (Win32 "ACE Inheritance Rules").
pub fn inherit_ace(ace: &Ace, heir: &Heir) -> Vec<Ace> {
    if !heir.takes(ace) {
        return Vec::new();
    }
    let mark = if heir.auto {
        AceFlags::INHERITED
    } else {
        AceFlags::NONE
    };
    // What a line audits or is critical for travels with it; how it is passed on is computed below.
    let kept = ace.flags.without(AceFlags(0x1F)) | mark;
    let mask = if speaks_of_rights(&ace.kind) {
        heir.kind.mapping().map(ace.mask)
    } else {
        ace.mask
    };
    let live = Ace {
        sid: heir.stand_in(ace.sid),
        mask,
        flags: kept,
        kind: ace.kind.clone(),
    };
    if !heir.kind.is_container() || ace.flags.contains(AceFlags::NO_PROPAGATE) {
        return vec![live];
    }
    let passes =
        AceFlags(ace.flags.0 & (AceFlags::OBJECT_INHERIT.0 | AceFlags::CONTAINER_INHERIT.0));
    let onward = Ace {
        flags: kept | passes | AceFlags::INHERIT_ONLY,
        ..ace.clone()
    };
    if !ace.flags.contains(AceFlags::CONTAINER_INHERIT) {
        return vec![onward];
    }
    let placeholder = ace.sid == CREATOR_OWNER || ace.sid == CREATOR_GROUP;
    if placeholder || live.mask != ace.mask {
        vec![live, onward]
    } else {
        vec![Ace {
            flags: kept | passes,
            ..live
        }]
    }
}

/// The lines that a child gets from all of its parent's, in order, each with the index of the parent's line.
pub fn inherit_lines(parent: &[Ace], heir: &Heir) -> Vec<(Ace, usize)> {
    let from = |(index, ace)| {
        inherit_ace(ace, heir)
            .into_iter()
            .map(move |got| (got, index))
    };
    parent.iter().enumerate().flat_map(from).collect()
}

/// A line that counts or is passed on, with the place where somebody wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TracedLine {
    /// The line as it stands on this object.
    pub ace: Ace,
    /// How many steps up the ancestor is that it was written on: 0 this object, 1 its parent.
    pub steps_up: usize,
    /// Its index among that ancestor's own lines.
    pub line: usize,
}

/// An object as somebody describes it: its own lines, and what else decides what it gets from above.
#[derive(Clone, Copy, Debug)]
pub struct DescribedObject<'a> {
    /// What it is.
    pub kind: ObjectKind,
    /// Its own lines in order, attached. Lines marked as inherited are taken as its own too.
    pub own: &'a [Ace],
    /// Whether it takes nothing from above.
    pub protected: bool,
    /// Its owner, who stands in for CREATOR OWNER. `None` lets the placeholder stay, which lets nobody in: a
    /// caller that does not *know* the owner has to treat such a line as a gap.
    pub owner: Option<Sid>,
    /// Its group.
    pub group: Option<Sid>,
}

/// What an object's list comes to under its parent's: its own lines, then the parent's, each traced to where it was written.
///
/// `parent` is what this function gave for the parent: empty at the top, and also where the parent's DACL is NULL or absent,
/// which pass nothing on. Copies are marked as inherited, as everything that is described from the top has been propagated.
pub fn lines_below(parent: &[TracedLine], object: &DescribedObject<'_>) -> Vec<TracedLine> {
    let own = object.own.iter().enumerate().map(|(line, ace)| TracedLine {
        ace: ace.clone(),
        steps_up: 0,
        line,
    });
    let heir = Heir {
        kind: object.kind,
        owner: object.owner,
        group: object.group,
        auto: true,
    };
    let above = if object.protected { &[] } else { parent };
    let inherited = above.iter().flat_map(|from| {
        inherit_ace(&from.ace, &heir)
            .into_iter()
            .map(|ace| TracedLine {
                ace,
                steps_up: from.steps_up + 1,
                line: from.line,
            })
    });
    own.chain(inherited).collect()
}

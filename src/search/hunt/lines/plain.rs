//! The list of one object, where its lines alone say what it lets through: no label, no unknown, no line of another kind.

use super::NotPlain;
use crate::{
    nt::{
        AccessMask, AceKind, AclState, Certainty, Group, IntegrityLevel, Restriction, Rules, Sid,
        Token,
    },
    world::{Described, ObjectNoun, Server, WinPath, footprint::Securable},
};

/// A line as a list has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Live {
    pub(super) steps_up: u16,
    pub(super) allows: bool,
    pub(super) sid: Sid,
    pub(super) mask: u32,
}

/// Who owns it, and its live lines; without a list everybody may do everything.
pub(super) struct Plain {
    pub(super) owner: Option<Sid>,
    pub(super) lines: Option<Vec<Live>>,
}

const OWNER_RIGHTS: Sid = Sid::of(3, &[4]);

const PRINCIPAL_SELF: Sid = Sid::of(5, &[10]);

/// Whether lines alone say what the token may do.
pub(super) fn is_plain(token: &Token, rules: Rules) -> bool {
    let held = |group: &Group| group.certainty == Certainty::Held;
    let level = token
        .integrity
        .filter(|_| rules.integrity && token.no_write_up);
    token.restriction == Restriction::None
        && token.app_container.is_none()
        && token.groups.iter().all(held)
        && level.is_none_or(|level| level >= IntegrityLevel::MEDIUM)
}

/// A name that nobody gives a file.
const NAMELESS: &str = "\u{1}";

/// Where an object is.
pub(super) fn place_of(what: &Securable) -> Option<&WinPath> {
    match what {
        Securable::File(path)
        | Securable::Folder(path)
        | Securable::Key(path)
        | Securable::FileIn(path)
        | Securable::FolderIn(path) => Some(path),
        Securable::Service(_) | Securable::Task(_) => None,
    }
}

/// The object as the server has it.
pub(super) fn described(server: &Server, what: &Securable) -> Option<Described> {
    let nameless =
        |folder: &WinPath, noun| Some(server.describe(&folder.join(NAMELESS), Some(noun)));
    match what {
        Securable::File(path) => Some(server.describe(path, Some(ObjectNoun::File))),
        Securable::Folder(path) => Some(server.describe(path, Some(ObjectNoun::Folder))),
        Securable::Key(path) => Some(server.describe(path, Some(ObjectNoun::Key))),
        Securable::FileIn(folder) => nameless(folder, ObjectNoun::File),
        Securable::FolderIn(folder) => nameless(folder, ObjectNoun::Folder),
        Securable::Service(_) | Securable::Task(_) => None,
    }
}

/// Its owner and its lines.
///
/// # Errors
/// Lines alone do not say what it lets through.
pub(super) fn list_of(described: &Described) -> Result<Plain, NotPlain> {
    let [completion] = described.completions.as_slice() else {
        return Err(NotPlain);
    };
    let descriptor = &completion.descriptor;
    let labelled = !descriptor.sacl.aces().is_empty();
    if labelled || completion.owner_unknown || !described.gaps.is_empty() {
        return Err(NotPlain);
    }
    let lines = match &descriptor.dacl {
        AclState::Absent | AclState::Null => None,
        AclState::Present(acl) => {
            let mut lines = Vec::new();
            for (ace, source) in acl.aces.iter().zip(&completion.lines) {
                if !ace.is_live() {
                    continue;
                }
                let allows = ace.kind == AceKind::Allow;
                let is_plain = allows || ace.kind == AceKind::Deny;
                if !is_plain || ace.sid == OWNER_RIGHTS || ace.sid == PRINCIPAL_SELF {
                    return Err(NotPlain);
                }
                lines.push(Live {
                    steps_up: u16::try_from(source.steps_up).map_err(|_| NotPlain)?,
                    allows,
                    sid: ace.sid,
                    mask: ace.mask.without(AccessMask::GENERIC).0,
                });
            }
            Some(lines)
        }
    };
    Ok(Plain {
        owner: descriptor.owner,
        lines,
    })
}

/// The lines that one list has and the other lacks. What both have stands in the same order in both.
///
/// # Errors
/// The one lacks what the other has.
pub(super) fn added(less: &Plain, more: &Plain) -> Result<Vec<Live>, NotPlain> {
    let (Some(less), Some(more)) = (&less.lines, &more.lines) else {
        return if less.lines.is_none() && more.lines.is_none() {
            Ok(Vec::new())
        } else {
            Err(NotPlain)
        };
    };
    let mut rest = less.iter().peekable();
    let mut added = Vec::new();
    for line in more {
        if rest.peek() == Some(&line) {
            rest.next();
        } else {
            added.push(*line);
        }
    }
    match rest.next() {
        None => Ok(added),
        Some(_) => Err(NotPlain),
    }
}

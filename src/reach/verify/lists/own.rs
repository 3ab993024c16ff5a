//! What one fact says of an object, read anew.

use super::{
    ADMINISTRATORS, FROM_ABOVE, Line, SYSTEM, Way,
    below::{NOT_HERE, generic},
};
use crate::{
    nt::{Ace, AceFlags, AceKind, AclState, Control, ObjectKind, SecurityDescriptor},
    reach::verify::sid_of,
    world::{Effect, FactId, Inheritance, Listing, ObjectNoun, ObjectStatement, Server, WinPath},
};

/// An object as one fact describes it, and whether that is all; `None` if the fact cannot be read.
pub(super) fn own(
    path: &WinPath,
    id: FactId,
    object: &ObjectStatement,
    server: &Server,
) -> Option<(Way, bool)> {
    let kind = noun(object.noun);
    let (descriptor, whole) = match &object.list {
        Listing::Sddl(text) => {
            let read = SecurityDescriptor::from_sddl(text, &server.accounts().domains()).ok()?;
            let marked = Control(0x0400 | 0x1000);
            let whole = read.control.0 & marked.0 != 0
                || !matches!(read.dacl, AclState::Present(_))
                || read
                    .dacl
                    .aces()
                    .iter()
                    .any(|ace| ace.flags.0 & FROM_ABOVE != 0);
            (read, whole)
        }
        Listing::Lines(lines) => {
            let mut aces = Vec::new();
            for line in lines {
                let sid = sid_of(server, &line.who)?;
                let flags = AceFlags(line.flags & 0x1F);
                aces.push(match line.effect {
                    Effect::Allow => Ace::allow(sid, line.mask, flags),
                    Effect::Deny => Ace::deny(sid, line.mask, flags),
                });
            }
            let read = SecurityDescriptor {
                dacl: AclState::of(aces),
                ..SecurityDescriptor::default()
            };
            (read, false)
        }
    };
    let owner = match &object.owner {
        Some(who) => sid_of(server, who)?,
        None => descriptor.owner.unwrap_or(ADMINISTRATORS),
    };
    let mut lines = Vec::new();
    for (at, ace) in descriptor.dacl.aces().iter().enumerate() {
        let mut ace = ace.clone();
        if ace.flags.0 & NOT_HERE == 0 && speaks_of_rights(&ace.kind) {
            ace.mask = generic(ace.mask.0, kind);
        }
        lines.push(Line {
            ace,
            written: Some((path.clone(), at + 1, id)),
            up: 0,
        });
    }
    let way = Way {
        owner,
        owner_unknown: false,
        group: descriptor.group.unwrap_or(SYSTEM),
        dacl: descriptor.dacl,
        sacl_protected: descriptor.control.0 & 0x2000 != 0,
        sacl: descriptor.sacl,
        lines,
        open: false,
    };
    let whole = match object.inheritance {
        Inheritance::Inherits => whole,
        Inheritance::Protected | Inheritance::ListedInFull => true,
    };
    Some((way, whole))
}

/// Whether the mask of such a line is made of rights.
fn speaks_of_rights(kind: &AceKind) -> bool {
    !matches!(
        kind,
        AceKind::MandatoryLabel
            | AceKind::ResourceAttribute(_)
            | AceKind::ScopedPolicy
            | AceKind::TrustLabel
            | AceKind::Unknown { .. }
    )
}

pub(super) fn noun(noun: ObjectNoun) -> ObjectKind {
    match noun {
        ObjectNoun::Folder => ObjectKind::Folder,
        ObjectNoun::File => ObjectKind::File,
        ObjectNoun::Key => ObjectKind::Key,
    }
}

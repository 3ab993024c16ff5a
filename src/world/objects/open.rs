//! From the ways in which an object may be meant to its descriptors: open lists at their extremes, and what its SACL inherits.

use std::sync::Arc;

use super::{
    describe::Way,
    described::{Completion, LineSource, Whence},
    own::everything,
};
use crate::{
    nt::{
        AccessMask, Ace, AceFlags, AceKind, AclState, Control, ObjectKind, SecurityDescriptor, Sid,
        inherit::{Heir, inherit_ace},
    },
    world::{WinPath, well_known::sid},
};

/// The descriptors that a way stands for: one; or, where lines may follow that nobody knows, the extremes.
///
/// Lines that follow decide only what no line before decided. So each bit lies between "nothing follows" and "everything is
/// allowed to everyone"; and a line for OWNER RIGHTS may take from the owner what owners have unasked.
pub(super) fn close(way: Way, kind: ObjectKind, path: &WinPath) -> Vec<Completion> {
    let Some(gap) = way.open else {
        return vec![completion(way, None)];
    };
    let source = LineSource {
        path: path.clone(),
        steps_up: 1,
        line: 0,
        whence: Whence::Gap(gap),
    };
    let following = [
        None,
        Some(Ace::allow(
            sid::EVERYONE,
            everything(kind),
            AceFlags::INHERITED,
        )),
        Some(Ace::allow(
            sid::OWNER_RIGHTS,
            AccessMask::NONE,
            AceFlags::INHERITED,
        )),
    ];
    following
        .into_iter()
        .map(|ace| completion(way.clone(), ace.map(|ace| (ace, source.clone()))))
        .collect()
}

fn completion(way: Way, following: Option<(Ace, LineSource)>) -> Completion {
    let mut descriptor = way.frame;
    let (aces, lines): (Vec<Ace>, Vec<LineSource>) = way.lines.into_iter().chain(following).unzip();
    if let AclState::Present(acl) = &mut descriptor.dacl {
        acl.aces = aces;
    }
    Completion {
        descriptor: Arc::new(descriptor),
        owner_unknown: way.owner_unknown,
        lines,
    }
}

/// The extremes of what an object may have of which nothing is known: nobody is let in and nobody owns it, with a
/// label that stops all writing; and everybody may do everything.
pub(super) fn anything() -> Vec<Completion> {
    let label = Ace {
        kind: AceKind::MandatoryLabel,
        flags: AceFlags::NONE,
        mask: AccessMask(1),
        sid: Sid::of(16, &[0x7000]),
    };
    let nothing = SecurityDescriptor {
        owner: Some(sid::NULL),
        group: Some(sid::SYSTEM),
        dacl: AclState::of(Vec::new()),
        sacl: AclState::of(vec![label]),
        control: Control::DACL_PROTECTED,
        ..SecurityDescriptor::default()
    };
    let everything = SecurityDescriptor {
        owner: Some(sid::NULL),
        group: Some(sid::SYSTEM),
        dacl: AclState::Null,
        ..SecurityDescriptor::default()
    };
    [nothing, everything]
        .into_iter()
        .map(|descriptor| Completion {
            descriptor: Arc::new(descriptor),
            owner_unknown: false,
            lines: Vec::new(),
        })
        .collect()
}

/// Labels and other entries of a SACL pass down as lines do; an object's own stand first, and the first label counts.
pub(super) fn inherit_sacl(way: &mut Way, parent: &Way, heir: &Heir) {
    if way.frame.control.contains(Control::SACL_PROTECTED) {
        return;
    }
    let inherited: Vec<Ace> = parent
        .frame
        .sacl
        .aces()
        .iter()
        .flat_map(|ace| inherit_ace(ace, heir))
        .collect();
    match &mut way.frame.sacl {
        _ if inherited.is_empty() => {}
        AclState::Present(acl) => acl.aces.extend(inherited),
        AclState::Absent | AclState::Null => way.frame.sacl = AclState::of(inherited),
    }
}

//! Inheritance, slow and obvious: one level is one copy by a table of seven rows, many levels are many copies.
//!
//! It shares plain data with the fast code and nothing else; masks, flags and mappings are written out as numbers.

use poolproof::nt::{
    AccessMask, Ace, AceFlags, AclState, Control, ObjectKind, SecurityDescriptor, Sid, Token,
};

const OI: u8 = 0x01;
const CI: u8 = 0x02;
const NP: u8 = 0x04;
const IO: u8 = 0x08;
const ID: u8 = 0x10;

fn has(ace: &Ace, flag: u8) -> bool {
    ace.flags.0 & flag != 0
}

/// What generic bits stand for, from the tables of the Win32 documentation.
pub fn mapped(mask: u32, kind: ObjectKind) -> u32 {
    let (read, write, execute, all) = match kind {
        ObjectKind::Key => (0x20019, 0x20006, 0x20019, 0xF003F),
        _ => (0x120089, 0x120116, 0x1200A0, 0x1F01FF),
    };
    let mut result = mask & 0x0FFF_FFFF;
    for (bit, stands_for) in [
        (0x8000_0000_u32, read),
        (0x4000_0000, write),
        (0x2000_0000, execute),
        (0x1000_0000, all),
    ] {
        if mask & bit != 0 {
            result |= stands_for;
        }
    }
    result
}

/// The child that a copy is made for.
#[derive(Clone, Copy, Debug)]
pub struct Child {
    pub kind: ObjectKind,
    pub owner: Option<Sid>,
    pub group: Option<Sid>,
    pub auto: bool,
}

/// One line, one level down: the table, row by row.
pub fn copies(ace: &Ace, child: Child) -> Vec<Ace> {
    let container = matches!(child.kind, ObjectKind::Folder | ObjectKind::Key);
    let stands_for = match ace.sid.to_string().as_str() {
        "S-1-3-0" => Some(child.owner),
        "S-1-3-1" => Some(child.group),
        _ => None,
    };
    // A placeholder for whom there is nobody stays, on the line that counts too.
    let sid = stands_for.flatten().unwrap_or(ace.sid);
    let mask = AccessMask(mapped(ace.mask.0, child.kind));
    let plain = stands_for.is_none() && mask == ace.mask;
    let id = if child.auto { ID } else { 0 };
    let rest = ace.flags.0 & 0xE0;
    let line = |flags: u8, sid, mask| Ace {
        kind: ace.kind.clone(),
        flags: AceFlags(flags | id | rest),
        mask,
        sid,
    };
    let oi = if has(ace, OI) { OI } else { 0 };
    match (container, has(ace, OI), has(ace, CI), has(ace, NP)) {
        (false, true, _, _) => vec![line(0, sid, mask)],
        (false, false, _, _) => vec![],
        (true, _, true, false) if plain => vec![line(CI | oi, sid, mask)],
        (true, _, true, false) => vec![line(0, sid, mask), line(IO | CI | oi, ace.sid, ace.mask)],
        (true, true, false, false) => vec![line(IO | OI, ace.sid, ace.mask)],
        (true, _, true, true) => vec![line(0, sid, mask)],
        (true, _, false, true) => vec![],
        (true, false, false, false) => vec![],
    }
}

/// All lines, one level down.
pub fn copy_all(parent: &[Ace], child: Child) -> Vec<Ace> {
    parent.iter().flat_map(|ace| copies(ace, child)).collect()
}

/// Whether a parent's list is of use to such a child.
fn usable(parent: &AclState, container: bool) -> bool {
    parent.aces().iter().any(|ace| {
        if container {
            has(ace, CI) || (has(ace, OI) && !has(ace, NP))
        } else {
            has(ace, OI)
        }
    })
}

/// What is written on a new object by its maker: live generic bits are mapped, nothing is replaced.
fn written(aces: &[Ace], kind: ObjectKind) -> Vec<Ace> {
    let mut written = aces.to_vec();
    for ace in &mut written {
        if !has(ace, IO) {
            ace.mask = AccessMask(mapped(ace.mask.0, kind));
        }
    }
    written
}

/// The DACL of a new object and the flags that come with it, by the table of creation.
pub fn dacl_of_new(
    parent: Option<&SecurityDescriptor>,
    explicit: Option<&SecurityDescriptor>,
    creator: &Token,
    kind: ObjectKind,
) -> (AclState, Control) {
    let container = kind == ObjectKind::Folder || kind == ObjectKind::Key;
    let parent_dacl = parent.map_or(AclState::Absent, |parent| parent.dacl.clone());
    let auto = parent.is_some_and(|parent| parent.control.0 & 0x0400 != 0);
    let usable = usable(&parent_dacl, container);
    let control = explicit.map_or(0, |explicit| explicit.control.0);
    let (defaulted, protected) = (control & 0x0008 != 0, control & 0x1000 != 0);
    let sent_ai = control & 0x0500 == 0x0500;
    let given = explicit.map_or(AclState::Absent, |explicit| explicit.dacl.clone());
    let child = Child {
        kind,
        owner: explicit
            .and_then(|explicit| explicit.owner)
            .or(creator.default_owner)
            .or(Some(creator.user)),
        group: explicit
            .and_then(|explicit| explicit.group)
            .or(creator.primary_group),
        auto,
    };
    let from_parent = copy_all(parent_dacl.aces(), child);
    let ai = if auto || sent_ai { 0x0400 } else { 0 };
    let p = if protected { 0x1000 } else { 0 };
    match (given, usable) {
        (AclState::Null | AclState::Present(_), true) if defaulted => {
            (AclState::of(from_parent), Control(ai))
        }
        (AclState::Absent, true) => (AclState::of(from_parent), Control(ai)),
        (AclState::Null, _) => (AclState::Null, Control(ai | p)),
        (AclState::Present(list), _) => {
            let mut own = written(&list.aces, kind);
            if auto && !protected {
                own.retain(|ace| !has(ace, ID));
            }
            if auto && protected {
                own.iter_mut().for_each(|ace| ace.flags.0 &= !ID);
            }
            if auto && !protected && usable {
                own.extend(from_parent);
            }
            (AclState::of(own), Control(ai | p))
        }
        (AclState::Absent, false) => match &creator.default_dacl {
            AclState::Present(list) => (AclState::of(written(&list.aces, kind)), Control(0)),
            AclState::Null | AclState::Absent => (AclState::Absent, Control(0)),
        },
    }
}

//! What a folder passes on to an object in it, worked out anew.

use super::{FROM_ABOVE, Line, Stands, Way};
use crate::nt::{AccessMask, Ace, AceFlags, AclState, ObjectKind, Sid};

const FOR_FILES: u8 = 0x01;
const FOR_FOLDERS: u8 = 0x02;
const ONE_LEVEL: u8 = 0x04;
pub(super) const NOT_HERE: u8 = 0x08;

pub(super) const CREATOR_OWNER: Sid = Sid::of(3, &[0]);
const CREATOR_GROUP: Sid = Sid::of(3, &[1]);

/// The object with what each way of the folder above passes on, behind its own lines.
pub(super) fn under(own: &Way, kind: ObjectKind, above: Option<&Stands>) -> Vec<Way> {
    match above {
        None => vec![own.clone()],
        Some(Stands::Anything) => vec![Way {
            open: true,
            ..own.clone()
        }],
        Some(Stands::Ways(ways)) => ways
            .iter()
            .map(|folder| {
                let mut way = own.clone();
                way.open = folder.open;
                for line in &folder.lines {
                    way.lines.extend(passed_on(line, own, kind));
                }
                way.sacl = labels_under(own, folder, kind);
                way
            })
            .collect(),
    }
}

/// The SACL of an object under a folder: its own entries, then what the folder's become.
fn labels_under(own: &Way, folder: &Way, kind: ObjectKind) -> AclState {
    let entries = folder.sacl.aces().iter().map(|ace| Line {
        ace: ace.clone(),
        written: None,
        up: 0,
    });
    let passed: Vec<Ace> = entries
        .flat_map(|entry| passed_on(&entry, own, kind))
        .map(|entry| entry.ace)
        .collect();
    if own.sacl_protected || passed.is_empty() {
        return own.sacl.clone();
    }
    AclState::of([own.sacl.aces().to_vec(), passed].concat())
}

/// What a line of a folder becomes on an object in it (Win32 "ACE Inheritance Rules").
fn passed_on(line: &Line, heir: &Way, kind: ObjectKind) -> Vec<Line> {
    let ace = &line.ace;
    let has = |flag: u8| ace.flags.0 & flag != 0;
    let container = matches!(kind, ObjectKind::Folder | ObjectKind::Key);
    let (live, onward) = if container {
        (
            has(FOR_FOLDERS),
            !has(ONE_LEVEL) && (has(FOR_FOLDERS) || has(FOR_FILES)),
        )
    } else {
        (has(FOR_FILES), false)
    };
    let sid = if ace.sid == CREATOR_OWNER && !heir.owner_unknown {
        heir.owner
    } else if ace.sid == CREATOR_GROUP {
        heir.group
    } else {
        ace.sid
    };
    let mask = generic(ace.mask.0, kind);
    let kept = FROM_ABOVE | (ace.flags.0 & 0xE0);
    let passes = ace.flags.0 & (FOR_FILES | FOR_FOLDERS);
    let make = |sid, mask, flags| Line {
        ace: Ace {
            kind: ace.kind.clone(),
            flags: AceFlags(flags),
            mask,
            sid,
        },
        written: line.written.clone(),
        up: line.up + 1,
    };
    let placeholder = ace.sid == CREATOR_OWNER || ace.sid == CREATOR_GROUP;
    match (live, onward) {
        (true, true) if !placeholder && mask == ace.mask => vec![make(sid, mask, kept | passes)],
        (true, true) => vec![
            make(sid, mask, kept),
            make(ace.sid, ace.mask, kept | passes | NOT_HERE),
        ],
        (true, false) => vec![make(sid, mask, kept)],
        (false, true) => vec![make(ace.sid, ace.mask, kept | passes | NOT_HERE)],
        (false, false) => Vec::new(),
    }
}

/// The rights that generic bits stand for (Win32 "File Security and Access Rights", "Registry Key Security").
pub(super) fn generic(mask: u32, kind: ObjectKind) -> AccessMask {
    let stands_for = match kind {
        ObjectKind::Key => [0x0002_0019, 0x0002_0006, 0x0002_0019, 0x000F_003F],
        _ => [0x0012_0089, 0x0012_0116, 0x0012_00A0, 0x001F_01FF],
    };
    let bits = [0x8000_0000, 0x4000_0000, 0x2000_0000, 0x1000_0000];
    let replaced = bits
        .iter()
        .zip(stands_for)
        .filter(|(bit, _)| mask & **bit != 0)
        .fold(0, |all, (_, rights)| all | rights);
    AccessMask(mask & 0x0FFF_FFFF | replaced)
}

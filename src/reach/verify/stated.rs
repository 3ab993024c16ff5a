//! What facts say of an object and of the folders above, put together in every way in which they may be meant.

use super::sid_of;
use crate::{
    nt::{AccessMask, Ace, AceFlags, AceKind, AclState, ObjectKind, SecurityDescriptor, Sid},
    world::{
        Effect, FactId, Fallback, Gap, Inheritance, Listing, ObjectNoun, ObjectStatement, Server,
        Statement, WinPath,
    },
};

const FOR_FILES: u8 = 0x01;
const FOR_FOLDERS: u8 = 0x02;
const ONE_LEVEL: u8 = 0x04;
const NOT_HERE: u8 = 0x08;
const FROM_ABOVE: u8 = 0x10;

const ADMINISTRATORS: Sid = Sid::of(5, &[32, 544]);
const SYSTEM: Sid = Sid::of(5, &[18]);
const CREATOR_OWNER: Sid = Sid::of(3, &[0]);
const CREATOR_GROUP: Sid = Sid::of(3, &[1]);

/// More ways than these are not told one by one.
const MOST_WAYS: usize = 16;

/// A line with the place where it was written; none where nobody wrote it.
#[derive(Clone)]
pub(super) struct Line {
    pub ace: Ace,
    pub written: Option<(WinPath, usize, FactId)>,
    pub up: usize,
}

/// One way in which the facts may be meant.
#[derive(Clone)]
pub(super) struct Way {
    pub owner: Sid,
    pub owner_unknown: bool,
    pub group: Sid,
    pub dacl: AclState,
    pub sacl: AclState,
    pub lines: Vec<Line>,
    /// Lines that nobody knows follow.
    pub open: bool,
}

/// What a path may have; `Anything` where nothing is known.
#[derive(Clone)]
pub(super) enum Stands {
    Ways(Vec<Way>),
    Anything,
}

/// From the root down to the path.
pub(super) fn stands(path: &WinPath, kind: ObjectKind, server: &Server) -> Stands {
    let mut paths: Vec<WinPath> =
        std::iter::successors(Some(path.clone()), WinPath::parent).collect();
    paths.reverse();
    let fallbacks = fallbacks(server);
    let (mut above, mut something) = (None, false);
    for (at, level) in paths.iter().enumerate() {
        let kind = match (at + 1 == paths.len(), kind) {
            (true, kind) | (false, kind @ ObjectKind::Key) => kind,
            (false, _) => ObjectKind::Folder,
        };
        let said = Said::of(level, server);
        let found = said.stands(level, kind, above.as_ref(), something, &fallbacks, server);
        something |= said.is_anything();
        above = Some(found);
    }
    above.unwrap_or(Stands::Anything)
}

/// What holds for objects that nobody described; nothing where sentences disagree.
fn fallbacks(server: &Server) -> Vec<Fallback> {
    let mut all: Vec<&Vec<Fallback>> = server
        .facts()
        .filter_map(|(_, said)| match &said.statement {
            Statement::Undescribed { fallbacks } => Some(fallbacks),
            _ => None,
        })
        .collect();
    all.dedup();
    match all.as_slice() {
        [one] => (*one).clone(),
        _ => Vec::new(),
    }
}

/// What facts say of one path.
#[derive(Default)]
struct Said<'a> {
    unknown: bool,
    owner_unknown: bool,
    lines_unknown: bool,
    descriptions: Vec<(FactId, &'a ObjectStatement)>,
}

impl<'a> Said<'a> {
    fn of(at: &WinPath, server: &'a Server) -> Said<'a> {
        let mut said = Said::default();
        for (id, fact) in server.facts() {
            match &fact.statement {
                Statement::Gap(Gap::PermissionsOf(path)) if path == at => said.unknown = true,
                Statement::Gap(Gap::OwnerOf(path)) if path == at => said.owner_unknown = true,
                Statement::Gap(Gap::InheritedLinesOf(path)) if path == at => {
                    said.lines_unknown = true
                }
                Statement::Object(object) if object.path == *at => {
                    let same = |(_, known): &(FactId, &ObjectStatement)| {
                        known.noun == object.noun
                            && known.owner == object.owner
                            && known.inheritance == object.inheritance
                            && known.list == object.list
                    };
                    if !said.descriptions.iter().any(same) {
                        said.descriptions.push((id, object));
                    }
                }
                _ => {}
            }
        }
        said
    }

    fn is_anything(&self) -> bool {
        self.unknown || self.lines_unknown || !self.descriptions.is_empty()
    }

    fn stands(
        &self,
        path: &WinPath,
        kind: ObjectKind,
        above: Option<&Stands>,
        something: bool,
        fallbacks: &[Fallback],
        server: &Server,
    ) -> Stands {
        if self.unknown {
            return Stands::Anything;
        }
        let mut ways = Vec::new();
        if self.descriptions.is_empty() {
            match self.undescribed(kind, above.filter(|_| something), fallbacks) {
                Stands::Ways(found) => ways = found,
                Stands::Anything => return Stands::Anything,
            }
        }
        for (id, object) in &self.descriptions {
            let Some((mut way, whole)) = own(path, *id, object, server) else {
                return Stands::Anything;
            };
            way.owner_unknown = self.owner_unknown;
            // Without a list there are no lines, and none to follow.
            way.open = self.lines_unknown && matches!(way.dacl, AclState::Present(_));
            if whole || self.lines_unknown {
                ways.push(way);
            } else {
                let nouns = self.descriptions.iter().map(|(_, object)| object.noun);
                let least = nouns.min().unwrap_or(object.noun);
                ways.extend(under(&way, noun(least), above));
            }
        }
        if ways.len() > MOST_WAYS {
            return Stands::Anything;
        }
        if self.owner_unknown {
            for way in &mut ways {
                way.owner = Sid::of(0, &[0]);
            }
        }
        Stands::Ways(ways)
    }

    fn undescribed(
        &self,
        kind: ObjectKind,
        above: Option<&Stands>,
        fallbacks: &[Fallback],
    ) -> Stands {
        let frame = Way {
            owner: ADMINISTRATORS,
            owner_unknown: self.owner_unknown,
            group: SYSTEM,
            dacl: AclState::of(Vec::new()),
            sacl: AclState::Absent,
            lines: Vec::new(),
            open: self.lines_unknown,
        };
        for fallback in fallbacks {
            match fallback {
                Fallback::Inherit if self.lines_unknown => return Stands::Ways(vec![frame]),
                Fallback::Inherit if above.is_some() => {
                    return Stands::Ways(under(&frame, kind, above));
                }
                Fallback::Inherit => {}
                Fallback::Closed => {
                    return Stands::Ways(vec![Way {
                        open: false,
                        ..frame
                    }]);
                }
                Fallback::Defaults | Fallback::Unknown => return Stands::Anything,
            }
        }
        Stands::Anything
    }
}

/// The object with what each way of the folder above passes on, behind its own lines.
fn under(own: &Way, kind: ObjectKind, above: Option<&Stands>) -> Vec<Way> {
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
                way
            })
            .collect(),
    }
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

/// An object as one fact describes it, and whether that is all; `None` if the fact cannot be read.
fn own(
    path: &WinPath,
    id: FactId,
    object: &ObjectStatement,
    server: &Server,
) -> Option<(Way, bool)> {
    let kind = noun(object.noun);
    let (descriptor, whole) = match &object.list {
        Listing::Sddl(text) => {
            let read = SecurityDescriptor::from_sddl(text, &server.accounts().domains()).ok()?;
            // `AI` or `P`.
            let whole = read.control.0 & 0x1400 != 0
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

fn noun(noun: ObjectNoun) -> ObjectKind {
    match noun {
        ObjectNoun::Folder => ObjectKind::Folder,
        ObjectNoun::File => ObjectKind::File,
        ObjectNoun::Key => ObjectKind::Key,
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

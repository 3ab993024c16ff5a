//! Which lists an object may have, put together anew from what facts say of it and of the folders above, and compared.

use super::{
    Flaw, fact,
    stated::{Line, Stands, Way, generic, stands},
};
use crate::{
    nt::{AccessMask, Ace, AceFlags, AceKind, AclState, Sid},
    reach::{Bearer, List, Thing},
    world::{Gap, ObjectGapKind, Server, Statement, Whence},
};

const FROM_ABOVE: u8 = 0x10;
const NOT_HERE: u8 = 0x08;

const CREATOR_OWNER: Sid = Sid::of(3, &[0]);
const SYSTEM: Sid = Sid::of(5, &[18]);

/// Checks the lists of an object and the gaps that leave several.
pub(super) fn check(thing: &Thing, bearer: &Bearer, server: &Server) -> Result<(), Flaw> {
    let expected = expected(thing, bearer.user, server);
    if expected.len() != thing.lists.len() {
        return Err(Flaw::Lists {
            path: thing.path.clone(),
            follow: expected.len(),
            claimed: thing.lists.len(),
        });
    }
    // Which list comes first means nothing: each has to be one that follows, and each that follows has to be there.
    for (at, (way, list)) in expected.iter().zip(&thing.lists).enumerate() {
        let follows = expected
            .iter()
            .any(|way| compare(thing, at, way, list).is_ok());
        let known = thing
            .lists
            .iter()
            .any(|list| compare(thing, at, way, list).is_ok());
        if !follows || !known {
            compare(thing, at, way, list)?;
            return Err(Flaw::Frame {
                path: thing.path.clone(),
                list: at,
            });
        }
    }
    if thing.lists.len() > 1 && thing.gaps.is_empty() {
        return Err(Flaw::Gap(thing.path.clone()));
    }
    for gap in &thing.gaps {
        let Some(id) = gap.fact else {
            continue;
        };
        let says = match (&gap.kind, &fact(server, id)?.statement) {
            (ObjectGapKind::Permissions, Statement::Gap(Gap::PermissionsOf(path)))
            | (ObjectGapKind::Owner, Statement::Gap(Gap::OwnerOf(path)))
            | (ObjectGapKind::InheritedLines, Statement::Gap(Gap::InheritedLinesOf(path))) => {
                *path == gap.path
            }
            (
                ObjectGapKind::Unreadable(_) | ObjectGapKind::SeveralDescriptions,
                Statement::Object(object),
            ) => object.path == gap.path,
            (
                ObjectGapKind::Undescribed | ObjectGapKind::NoDocumentedDefaults,
                Statement::Undescribed { .. },
            ) => true,
            _ => false,
        };
        if !says {
            return Err(Flaw::Gap(gap.path.clone()));
        }
    }
    Ok(())
}

fn compare(thing: &Thing, at: usize, way: &Way, list: &List) -> Result<(), Flaw> {
    let descriptor = &list.descriptor;
    let owner = (!is_nobody(&way.owner)).then_some(way.owner);
    let claimed_owner = descriptor.owner.filter(|owner| !is_nobody(owner));
    let same_state = matches!(
        (&way.dacl, &descriptor.dacl),
        (AclState::Absent, AclState::Absent)
            | (AclState::Null, AclState::Null)
            | (AclState::Present(_), AclState::Present(_))
    );
    let same_sacl = way.sacl.aces() == descriptor.sacl.aces();
    if owner != claimed_owner || !same_state || !same_sacl {
        return Err(Flaw::Frame {
            path: thing.path.clone(),
            list: at,
        });
    }
    let aces = descriptor.dacl.aces();
    let count = way.lines.len().max(aces.len()).max(list.lines.len());
    for line in 0..count {
        let same = match (way.lines.get(line), aces.get(line), list.lines.get(line)) {
            (Some(expected), Some(ace), Some(source)) => {
                let whence = match (&expected.written, &source.whence) {
                    (Some((path, number, id)), Whence::Fact(fact, _)) => {
                        *path == source.path && *number == source.line && fact == id
                    }
                    (None, Whence::Gap(gap)) => {
                        let kind = thing.gaps.get(*gap).map(|gap| &gap.kind);
                        kind == Some(&ObjectGapKind::InheritedLines)
                            && (source.line, &source.path) == (0, &thing.path)
                    }
                    (Some(_), Whence::Gap(_)) | (None, Whence::Fact(..)) => false,
                };
                let flags = |ace: &Ace| ace.flags.0 & !FROM_ABOVE;
                whence
                    && expected.up == source.steps_up
                    && expected.ace.kind == ace.kind
                    && expected.ace.sid == ace.sid
                    && expected.ace.mask == ace.mask
                    && flags(&expected.ace) == flags(ace)
            }
            _ => false,
        };
        if !same {
            return Err(Flaw::Line {
                path: thing.path.clone(),
                list: at,
                line: line + 1,
            });
        }
    }
    Ok(())
}

/// `S-1-0-0` is nobody, as no owner is.
fn is_nobody(sid: &Sid) -> bool {
    *sid == Sid::of(0, &[0])
}

/// Every list that the object may have: where lines may follow that nobody knows, the extremes; an unknown owner once the user and
/// once nobody.
fn expected(thing: &Thing, user: Sid, server: &Server) -> Vec<Way> {
    let ways = match stands(&thing.path, thing.kind, server) {
        Stands::Ways(ways) => ways,
        Stands::Anything => return anything(),
    };
    let mut all = Vec::new();
    for way in ways {
        let closed = if way.open {
            let following = |sid, mask| Line {
                ace: Ace::allow(sid, mask, AceFlags(FROM_ABOVE)),
                written: None,
                up: 1,
            };
            let everyone = following(Sid::of(1, &[0]), generic(0x1000_0000, thing.kind));
            let owners = following(Sid::of(3, &[4]), AccessMask::NONE);
            let with = |line: Line| {
                let mut way = way.clone();
                way.lines.push(line);
                way
            };
            vec![way.clone(), with(everyone), with(owners)]
        } else {
            vec![way]
        };
        for way in closed {
            if way.owner_unknown {
                let mut mine = way.clone();
                mine.owner = user;
                for line in &mut mine.lines {
                    let counts = line.ace.flags.0 & NOT_HERE == 0;
                    if line.ace.sid == CREATOR_OWNER && counts && line.up > 0 {
                        line.ace.sid = user;
                    }
                }
                all.push(mine);
            }
            all.push(way);
        }
    }
    all
}

/// Nothing is known: from nobody to everybody.
fn anything() -> Vec<Way> {
    let label = Ace {
        kind: AceKind::MandatoryLabel,
        flags: AceFlags(0),
        mask: AccessMask(1),
        sid: Sid::of(16, &[0x7000]),
    };
    let way = |dacl, sacl| Way {
        owner: Sid::of(0, &[0]),
        owner_unknown: false,
        group: SYSTEM,
        dacl,
        sacl,
        lines: Vec::new(),
        open: false,
    };
    vec![
        way(AclState::of(Vec::new()), AclState::of(vec![label])),
        way(AclState::Null, AclState::Absent),
    ]
}

//! Which lists an object may have, put together anew from what facts say of it and of the folders above, and compared.

mod below;
mod documented;
mod own;

use super::{Flaw, fact};
use crate::{
    nt::{AccessMask, Ace, AceFlags, AceKind, AclState, ObjectKind, Sid},
    reach::{Bearer, List, Thing},
    world::{
        FactId, Fallback, Gap, ObjectGapKind, ObjectStatement, Server, Statement, Whence, WinPath,
    },
};
use below::{CREATOR_OWNER, NOT_HERE, generic, under};
use own::{noun, own};

const FROM_ABOVE: u8 = 0x10;

const ADMINISTRATORS: Sid = Sid::of(5, &[32, 544]);
const SYSTEM: Sid = Sid::of(5, &[18]);

/// More ways than these are not told one by one.
const MOST_WAYS: usize = 16;

/// A line with the place where it was written; none where nobody wrote it.
#[derive(Clone)]
struct Line {
    ace: Ace,
    written: Option<(WinPath, usize, FactId)>,
    up: usize,
}

/// One way in which the facts may be meant.
#[derive(Clone)]
struct Way {
    owner: Sid,
    owner_unknown: bool,
    group: Sid,
    dacl: AclState,
    sacl: AclState,
    /// Nothing of a SACL above passes down to here.
    sacl_protected: bool,
    lines: Vec<Line>,
    /// Lines that nobody knows follow.
    open: bool,
}

/// What a path may have; `Anything` where nothing is known.
#[derive(Clone)]
enum Stands {
    Ways(Vec<Way>),
    Anything,
}

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
                path.expanded(server.windows()) == gap.path
            }
            (
                ObjectGapKind::Unreadable(_) | ObjectGapKind::SeveralDescriptions,
                Statement::Object(object),
            ) => object.path.expanded(server.windows()) == gap.path,
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
        sacl_protected: false,
        lines: Vec::new(),
        open: false,
    };
    vec![
        way(AclState::of(Vec::new()), AclState::of(vec![label])),
        way(AclState::Null, AclState::Absent),
    ]
}

/// From the root down to the path.
fn stands(path: &WinPath, kind: ObjectKind, server: &Server) -> Stands {
    let mut paths: Vec<WinPath> =
        std::iter::successors(Some(path.clone()), WinPath::parent).collect();
    paths.reverse();
    let fallbacks = fallbacks(server);
    let asked = documented::are_asked(&fallbacks);
    let (mut above, mut near) = (None, Near::Nothing);
    for (at, level) in paths.iter().enumerate() {
        let kind = match (at + 1 == paths.len(), kind) {
            (true, kind) | (false, kind @ ObjectKind::Key) => kind,
            (false, _) => ObjectKind::Folder,
        };
        let mut said = Said::of(level, server);
        let told = asked && said.descriptions.is_empty() && !said.unknown;
        let told = told.then(|| documented::told(level, server)).flatten();
        match told {
            Some(None) => return Stands::Anything,
            Some(Some(fact)) => said.descriptions.push(fact),
            None => {}
        }
        let found = said.stands(level, kind, above.as_ref(), near, &fallbacks, server);
        if told.is_some() && !said.lines_unknown {
            near = Near::Documented;
        } else if said.is_anything() {
            near = Near::Told;
        }
        above = Some(found);
    }
    above.unwrap_or(Stands::Anything)
}

/// What is the nearest above that tells anything.
#[derive(Clone, Copy, PartialEq)]
enum Near {
    Nothing,
    Told,
    Documented,
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
        let here = |path: &WinPath| path.expanded(server.windows()) == *at;
        for (id, fact) in server.stated_facts() {
            match &fact.statement {
                Statement::Gap(Gap::PermissionsOf(path)) if here(path) => said.unknown = true,
                Statement::Gap(Gap::OwnerOf(path)) if here(path) => said.owner_unknown = true,
                Statement::Gap(Gap::InheritedLinesOf(path)) if here(path) => {
                    said.lines_unknown = true
                }
                Statement::Object(object) if here(&object.path) => {
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
        near: Near,
        fallbacks: &[Fallback],
        server: &Server,
    ) -> Stands {
        if self.unknown {
            return Stands::Anything;
        }
        let mut ways = Vec::new();
        if self.descriptions.is_empty() {
            match self.undescribed(kind, above, near, fallbacks) {
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
        near: Near,
        fallbacks: &[Fallback],
    ) -> Stands {
        let frame = Way {
            owner: ADMINISTRATORS,
            owner_unknown: self.owner_unknown,
            group: SYSTEM,
            dacl: AclState::of(Vec::new()),
            sacl: AclState::Absent,
            sacl_protected: false,
            lines: Vec::new(),
            open: self.lines_unknown,
        };
        let ends = |one: &Fallback| matches!(one, Fallback::Closed | Fallback::Unknown);
        let tried = fallbacks.iter().take_while(|one| !ends(one));
        let inherits = tried.clone().any(|one| *one == Fallback::Inherit);
        if inherits && self.lines_unknown {
            return Stands::Ways(vec![frame]);
        }
        let passes = match near {
            Near::Nothing => false,
            Near::Told => inherits,
            Near::Documented => tried.clone().next().is_some(),
        };
        if passes && !self.lines_unknown {
            return Stands::Ways(under(&frame, kind, above));
        }
        for fallback in fallbacks {
            match fallback {
                Fallback::Inherit | Fallback::Defaults => {}
                Fallback::Closed => {
                    return Stands::Ways(vec![Way {
                        open: false,
                        ..frame
                    }]);
                }
                Fallback::Unknown => return Stands::Anything,
            }
        }
        Stands::Anything
    }
}

//! What a path has: its owner and list with the origin of every line, in every way that the facts leave open.

use super::{
    described::{Described, How, LineSource, ObjectGap, ObjectGapKind, Whence},
    documented::{Last, Station},
    open::{anything, close, inherit_sacl},
    own,
};
use crate::{
    nt::{
        Ace, AclState, Control, ObjectKind, SecurityDescriptor,
        inherit::{Heir, inherit_ace},
    },
    world::{FactId, ObjectNoun, ResourceId, Server, Statement, WinPath, well_known::sid},
};

/// More ways than these are not tried one by one: the object then counts as unknown.
const MOST_WAYS: usize = 16;

/// One way in which an object may be meant.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// Without its list's entries, which are `lines`.
    pub frame: SecurityDescriptor,
    pub lines: Vec<(Ace, LineSource)>,
    /// Lines that nobody knows follow: the gap of that index.
    pub open: Option<usize>,
    pub owner_unknown: bool,
}

/// What is found of a path: the ways, or a gap that leaves everything open.
struct Found {
    how: How,
    ways: Result<Vec<Way>, usize>,
}

struct Walk<'a> {
    server: &'a Server,
    gaps: Vec<ObjectGap>,
}

impl Server {
    /// What is known of a path. A path that nobody described is what `undescribed objects …` says.
    ///
    /// It is a folder if something described or mapped lies under it, else what `hint` says, else a file.
    pub fn describe(&self, path: &WinPath, hint: Option<ObjectNoun>) -> Described {
        let path = &path.expanded(self.windows());
        let resource = self.objects().at(path);
        let noun = resource.map_or_else(
            || self.undescribed_noun(path, hint),
            |id| self.objects().get(id).noun,
        );
        let kind = own::kind(noun);
        let mut walk = Walk {
            server: self,
            gaps: Vec::new(),
        };
        let found = walk.find(path, kind);
        let completions = match found.ways {
            Ok(ways) => ways
                .into_iter()
                .flat_map(|way| close(way, kind, path))
                .collect(),
            Err(_) => anything(),
        };
        Described {
            path: path.clone(),
            kind,
            resource,
            documented: match self.level_of(path.clone()).0.kind {
                LevelKind::Documented(id) => self.objects().get(id).facts().next(),
                LevelKind::Gap(_) | LevelKind::Described(_) | LevelKind::Undescribed => None,
            },
            how: found.how,
            completions,
            gaps: walk.gaps,
        }
    }

    /// What kind of object is at that path.
    pub fn kind_at(&self, path: &WinPath, hint: Option<ObjectNoun>) -> ObjectKind {
        let path = &path.expanded(self.windows());
        own::kind(match self.objects().at(path) {
            Some(id) => self.objects().get(id).noun,
            None => self.undescribed_noun(path, hint),
        })
    }

    pub(super) fn undescribed_noun(&self, path: &WinPath, hint: Option<ObjectNoun>) -> ObjectNoun {
        if let Some(documented) = self.objects().documented_at(path) {
            self.objects().get(documented).noun
        } else if is_key(path) {
            ObjectNoun::Key
        } else if hint == Some(ObjectNoun::Folder)
            || path.parent_str().is_none()
            || self.objects().holds_something(path)
            || self.mapped_folders().any(|folder| folder.is_under(path))
        {
            ObjectNoun::Folder
        } else {
            ObjectNoun::File
        }
    }

    fn mapped_folders(&self) -> impl Iterator<Item = &WinPath> {
        let sites = self.sites().map(|(site, _)| &site.folder);
        let applications = self
            .applications()
            .map(|(application, _)| &application.folder);
        let folders = self.virtual_folders().map(|(folder, _)| &folder.folder);
        sites.chain(applications).chain(folders)
    }
}

/// Whether a path is one of the registry.
pub(super) fn is_key(path: &WinPath) -> bool {
    path.as_str()
        .get(..2)
        .is_some_and(|start| start.eq_ignore_ascii_case("HK"))
        && path.as_str().get(1..2) != Some(":")
}

/// A path on the way up, with what decides it.
#[derive(Clone, Debug)]
pub(super) struct Level {
    pub path: WinPath,
    pub kind: LevelKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LevelKind {
    /// Its permissions are known to be unknown.
    Gap(FactId),
    /// It is described.
    Described(ResourceId),
    /// Nobody describes it, and a document does.
    Documented(ResourceId),
    /// Neither.
    Undescribed,
}

impl Server {
    /// The path and the folders above, as far up as they can matter to it: the last one needs nothing from above.
    fn levels(&self, path: &WinPath) -> Vec<Level> {
        let mut levels = Vec::new();
        let mut next = Some(path.clone());
        while let Some(path) = next {
            let (level, above) = self.level_of(path);
            levels.push(level);
            next = above;
        }
        levels
    }

    /// What decides a path, and the folder above if it needs that.
    pub(super) fn level_of(&self, path: WinPath) -> (Level, Option<WinPath>) {
        let objects = self.objects();
        let gaps = objects.gaps_of(&path);
        let kind = match (gaps.permissions, objects.at(&path)) {
            (Some(fact), _) => LevelKind::Gap(fact),
            (None, Some(id)) => LevelKind::Described(id),
            (None, None) => objects
                .documented_at(&path)
                .map_or(LevelKind::Undescribed, LevelKind::Documented),
        };
        let needs_above = gaps.inherited.is_none()
            && match kind {
                LevelKind::Gap(_) => false,
                LevelKind::Described(id) | LevelKind::Documented(id) => {
                    objects.get(id).said.iter().any(|(own, _)| {
                        objects.own[own.0 as usize]
                            .list(self)
                            .is_ok_and(|list| !list.complete)
                    })
                }
                LevelKind::Undescribed => objects.unsaid.looks_up(),
            };
        let above = if needs_above { path.parent() } else { None };
        (Level { path, kind }, above)
    }
}

/// What a folder above an object of that kind is.
fn container_like(kind: ObjectKind) -> ObjectKind {
    if kind == ObjectKind::Key {
        ObjectKind::Key
    } else {
        ObjectKind::Folder
    }
}

impl Walk<'_> {
    fn gap(&mut self, kind: ObjectGapKind, path: &WinPath, fact: Option<FactId>) -> usize {
        let gap = ObjectGap {
            kind,
            path: path.clone(),
            fact,
        };
        match self.gaps.iter().position(|known| *known == gap) {
            Some(at) => at,
            None => {
                self.gaps.push(gap);
                self.gaps.len() - 1
            }
        }
    }

    /// From the folder that decides it all down to the path: a loop, since paths can be thousands of folders deep.
    fn find(&mut self, path: &WinPath, kind: ObjectKind) -> Found {
        let mut found = None;
        let mut station = Station::Nothing;
        for (at, level) in self.server.levels(path).iter().enumerate().rev() {
            let kind = if at == 0 { kind } else { container_like(kind) };
            let below = self.level(level, kind, found.as_ref(), station);
            let gaps = self.server.objects().gaps_of(&level.path);
            station = station.below(level.kind, gaps.inherited.is_some());
            found = Some(below);
        }
        found.expect("a path is a level of itself")
    }

    fn level(
        &mut self,
        level: &Level,
        kind: ObjectKind,
        above: Option<&Found>,
        station: Station,
    ) -> Found {
        let path = &level.path;
        let known = self.server.objects().gaps_of(path);
        let mut found = match level.kind {
            LevelKind::Gap(fact) => {
                let gap = self.gap(ObjectGapKind::Permissions, path, Some(fact));
                return Found {
                    how: How::Unknown,
                    ways: Err(gap),
                };
            }
            LevelKind::Described(id) => self.described(path, id, known.inherited, above),
            LevelKind::Documented(id) => {
                let found = self.described(path, id, known.inherited, above);
                Found {
                    how: match found.how {
                        How::Unknown => How::Unknown,
                        _ => How::Documented,
                    },
                    ..found
                }
            }
            LevelKind::Undescribed => {
                let passes = self.server.objects().unsaid.passes_on(station);
                let above = above.filter(|_| passes);
                self.undescribed(path, kind, known.inherited, above)
            }
        };
        if let (Some(fact), Ok(ways)) = (known.owner, &mut found.ways) {
            self.gap(ObjectGapKind::Owner, path, Some(fact));
            for way in ways {
                way.owner_unknown = true;
                way.frame.owner = Some(sid::NULL);
            }
        }
        found
    }

    fn described(
        &mut self,
        path: &WinPath,
        id: ResourceId,
        open: Option<FactId>,
        above: Option<&Found>,
    ) -> Found {
        let server = self.server;
        let resource = server.objects().get(id);
        let owner_unknown = server.objects().gaps_of(path).owner.is_some();
        let several = resource.said.len() > 1;
        if several {
            let fact = resource.said.get(1).map(|(_, fact)| *fact);
            self.gap(ObjectGapKind::SeveralDescriptions, path, fact);
        }
        let mut how = How::Stated;
        let mut all = Vec::new();
        for (own, fact) in &resource.said {
            let list = match server.objects().own[own.0 as usize].list(server) {
                Ok(list) => list,
                Err(why) => {
                    let gap =
                        self.gap(ObjectGapKind::Unreadable(why.to_owned()), path, Some(*fact));
                    return Found {
                        how: How::Unknown,
                        ways: Err(gap),
                    };
                }
            };
            let mut base = Way {
                frame: list.descriptor.clone(),
                lines: self.own_lines(path, *fact, list.descriptor.dacl.aces()),
                open: None,
                owner_unknown: false,
            };
            // Without a list there are no lines, and none to follow.
            let has_list = matches!(base.frame.dacl, AclState::Present(_));
            if let Some(fact) = open.filter(|_| has_list) {
                base.open = Some(self.gap(ObjectGapKind::InheritedLines, path, Some(fact)));
            }
            if list.complete || base.open.is_some() {
                all.push(base);
                continue;
            }
            how = How::WorkedOut;
            let kind = own::kind(resource.noun);
            all.extend(self.with_above(path, &base, kind, owner_unknown, above));
        }
        if all.len() > MOST_WAYS {
            let gap = self.gap(ObjectGapKind::TooManyWays, path, None);
            return Found {
                how: How::Unknown,
                ways: Err(gap),
            };
        }
        Found { how, ways: Ok(all) }
    }

    fn own_lines(&self, path: &WinPath, fact: FactId, aces: &[Ace]) -> Vec<(Ace, LineSource)> {
        let Statement::Object(object) = &self.server.fact(fact).statement else {
            return Vec::new();
        };
        let whole = self.server.origin(fact);
        aces.iter()
            .enumerate()
            .map(|(at, ace)| {
                let source = LineSource {
                    path: path.clone(),
                    steps_up: 0,
                    line: at + 1,
                    whence: Whence::Fact(fact, own::line_origin(object, whole, at)),
                };
                (ace.clone(), source)
            })
            .collect()
    }

    fn undescribed(
        &mut self,
        path: &WinPath,
        kind: ObjectKind,
        open: Option<FactId>,
        above: Option<&Found>,
    ) -> Found {
        let server = self.server;
        let stated = server.objects().fallback_fact;
        let unsaid = server.objects().unsaid;
        let mut base = Way {
            frame: undescribed_frame(),
            lines: Vec::new(),
            open: None,
            owner_unknown: false,
        };
        if let Some(fact) = open.filter(|_| unsaid.inherits) {
            base.open = Some(self.gap(ObjectGapKind::InheritedLines, path, Some(fact)));
            return Found {
                how: How::InheritedUndescribed,
                ways: Ok(vec![base]),
            };
        }
        if above.is_some() {
            let owner_unknown = server.objects().gaps_of(path).owner.is_some();
            return Found {
                how: How::InheritedUndescribed,
                ways: Ok(self.with_above(path, &base, kind, owner_unknown, above)),
            };
        }
        let gap = match unsaid.last {
            Last::Closed => {
                base.frame.control = base.frame.control.union(Control::DACL_PROTECTED);
                return Found {
                    how: How::Closed,
                    ways: Ok(vec![base]),
                };
            }
            // Nothing is documented of it, and nothing else was to be tried.
            Last::Nothing if unsaid.defaults => ObjectGapKind::NoDocumentedDefaults,
            Last::Nothing | Last::Unknown => ObjectGapKind::Undescribed,
        };
        let gap = self.gap(gap, path, stated);
        Found {
            how: How::Unknown,
            ways: Err(gap),
        }
    }

    /// The object with what it gets from the folder above, in every way that that one may be meant.
    fn with_above(
        &mut self,
        path: &WinPath,
        base: &Way,
        kind: ObjectKind,
        owner_unknown: bool,
        above: Option<&Found>,
    ) -> Vec<Way> {
        let Some(above) = above else {
            return vec![base.clone()];
        };
        let heir = Heir {
            kind,
            owner: base.frame.owner.filter(|_| !owner_unknown),
            group: base.frame.group,
            auto: true,
        };
        let Ok(above) = &above.ways else {
            let open = Some(self.gap(ObjectGapKind::InheritedLines, path, None));
            return vec![Way {
                open,
                ..base.clone()
            }];
        };
        above
            .iter()
            .map(|parent| {
                let mut way = base.clone();
                way.open = parent.open;
                way.frame.control = way.frame.control.union(Control::DACL_AUTO_INHERITED);
                for (ace, source) in &parent.lines {
                    for inherited in inherit_ace(ace, &heir) {
                        let source = LineSource {
                            steps_up: source.steps_up + 1,
                            ..source.clone()
                        };
                        way.lines.push((inherited, source));
                    }
                }
                inherit_sacl(&mut way, parent, &heir);
                way
            })
            .collect()
    }
}

fn undescribed_frame() -> SecurityDescriptor {
    SecurityDescriptor {
        owner: Some(sid::ADMINISTRATORS),
        group: Some(sid::SYSTEM),
        dacl: AclState::of(Vec::new()),
        ..SecurityDescriptor::default()
    }
}

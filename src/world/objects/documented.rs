//! What holds for objects that nobody described, and the places that documents describe.

use rustc_hash::FxHashMap;
use smallvec::smallvec;

use super::{Objects, Own, OwnId, Resource, describe::LevelKind, index};
use crate::world::{Fact, FactId, Fallback, ResourceId, Statement, WinPath, name::starts_folded};

/// What `undescribed objects …` comes to.
///
/// A folder that a document describes is like one that somebody described: what is nearest counts, so the order of `inherit` and
/// `have default permissions` means nothing. What stands behind `are closed` or `are unknown` is never tried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Unsaid {
    /// `inherit`: from the nearest folder above that is described.
    pub inherits: bool,
    /// `have default permissions`: documents describe what nobody else does.
    pub defaults: bool,
    /// What is left.
    pub last: Last,
}

/// What is left when nothing above tells anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Last {
    /// Nothing was said.
    #[default]
    Nothing,
    /// `are closed`
    Closed,
    /// `are unknown`
    Unknown,
}

/// The nearest thing above that tells anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Station {
    /// There is none.
    Nothing,
    /// Somebody described it, or a gap says that it is unknown.
    Described,
    /// A document describes it.
    Documented,
}

impl Unsaid {
    pub fn of(fallbacks: &[Fallback]) -> Unsaid {
        let mut unsaid = Unsaid::default();
        for fallback in fallbacks {
            match fallback {
                Fallback::Inherit => unsaid.inherits = true,
                Fallback::Defaults => unsaid.defaults = true,
                Fallback::Closed => unsaid.last = Last::Closed,
                Fallback::Unknown => unsaid.last = Last::Unknown,
            }
            if unsaid.last != Last::Nothing {
                break;
            }
        }
        unsaid
    }

    /// Whether the folders above can matter to an object that nobody described.
    pub fn looks_up(self) -> bool {
        self.inherits || self.defaults
    }

    /// Whether such an object gets what the nearest station above passes on. Documented folders pass on without `inherit` too.
    pub fn passes_on(self, station: Station) -> bool {
        match station {
            Station::Nothing => false,
            Station::Described => self.inherits,
            Station::Documented => self.looks_up(),
        }
    }
}

impl Station {
    /// The nearest station above what lies in this level.
    pub fn below(self, level: LevelKind, lines_unknown: bool) -> Station {
        match level {
            LevelKind::Gap(_) | LevelKind::Described(_) => Station::Described,
            LevelKind::Documented(_) if lines_unknown => Station::Described,
            LevelKind::Documented(_) => Station::Documented,
            LevelKind::Undescribed if lines_unknown => Station::Described,
            LevelKind::Undescribed => self,
        }
    }
}

/// Where the documented objects are.
#[derive(Debug, Default)]
pub(super) struct Places {
    by_path: FxHashMap<WinPath, ResourceId>,
    /// Paths with a `*`, in the order of the data.
    patterns: Vec<(WinPath, ResourceId)>,
}

impl Places {
    /// Whether a documented object lies in that folder.
    pub fn hold_something(&self, folder: &WinPath) -> bool {
        let inside = |path: &WinPath| path != folder && path.is_under(folder);
        self.by_path.keys().any(inside)
    }
}

impl Objects {
    /// Takes in what documents tell, from these facts on.
    pub(in crate::world) fn document(&mut self, facts: &[Fact], from: usize) {
        for (id, fact) in (0..).map(FactId).zip(facts).skip(from) {
            let Statement::Object(object) = &fact.statement else {
                continue;
            };
            self.own.push(Own::new(id));
            let own = OwnId(index(self.own.len() - 1));
            let resource = ResourceId(index(self.resources.len()));
            self.resources.push(Resource {
                path: object.path.clone(),
                noun: object.noun,
                said: smallvec![(own, id)],
            });
            if object.path.as_str().contains('*') {
                self.documented
                    .patterns
                    .push((object.path.clone(), resource));
            } else {
                self.documented
                    .by_path
                    .entry(object.path.clone())
                    .or_insert(resource);
            }
        }
    }

    /// Whether documents are asked at all.
    pub(in crate::world) fn have_defaults(&self) -> bool {
        self.unsaid.defaults
    }

    /// The documented object at that path.
    pub(super) fn documented_at(&self, path: &WinPath) -> Option<ResourceId> {
        let places = &self.documented;
        places.by_path.get(path).copied().or_else(|| {
            // Most paths begin otherwise, which is seen at once.
            let pattern = places.patterns.iter().find(|(like, _)| {
                let (begins, _) = like.as_str().split_once('*').unwrap_or_default();
                starts_folded(path.as_str(), begins) && path.is_like(like)
            });
            pattern.map(|(_, id)| *id)
        })
    }
}

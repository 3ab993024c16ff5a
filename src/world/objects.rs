//! The described objects: distinct lists once each, paths hashed once, nothing read before it is asked for.

mod describe;
mod described;
mod documented;
mod open;
mod own;
mod shapes;
mod spoken;

use std::{
    hash::{Hash, Hasher},
    sync::OnceLock,
};

use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};

pub use described::{Completion, Described, How, LineSource, ObjectGap, ObjectGapKind, Whence};

use super::{
    Effect, Fact, FactId, Fallback, Gap, Inheritance, Listing, ObjectNoun, ObjectStatement,
    PrincipalKind, ResourceId, Statement, Who, WinPath, WindowsVersion, accounts::Mentions,
    name::folded_hash,
};
use crate::{nt::Sid, text::Diagnostic};
use documented::{Places, Unsaid};
use own::Own;
use shapes::Shapes;

pub use shapes::DescriptorId;

/// A described object.
#[derive(Clone, Debug)]
pub struct Resource {
    path: WinPath,
    noun: ObjectNoun,
    /// What is said of it: one description, or several that differ.
    said: SmallVec<[(OwnId, FactId); 1]>,
}

impl Resource {
    /// Where it is.
    pub fn path(&self) -> &WinPath {
        &self.path
    }

    /// What it is.
    pub fn noun(&self) -> ObjectNoun {
        self.noun
    }

    /// The facts that describe it: one, or several that differ.
    pub fn facts(&self) -> impl Iterator<Item = FactId> {
        self.said.iter().map(|(_, fact)| *fact)
    }
}

/// A distinct description: noun, owner, inheritance and lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct OwnId(u32);

/// What is known to be unknown of one path.
#[derive(Clone, Copy, Debug, Default)]
struct PathGaps {
    permissions: Option<FactId>,
    owner: Option<FactId>,
    inherited: Option<FactId>,
}

/// Every described object of a server, and every object that documents describe.
#[derive(Debug, Default)]
pub struct Objects {
    /// The described ones first, then the documented ones.
    resources: Vec<Resource>,
    /// How many are described.
    described: usize,
    documented: Places,
    /// By the number of the path; one that shares its number with another path stands in `crowded`.
    by_path: FxHashMap<u64, ResourceId>,
    crowded: FxHashMap<WinPath, ResourceId>,
    own: Vec<Own>,
    gaps: FxHashMap<WinPath, PathGaps>,
    unsaid: Unsaid,
    fallback_fact: Option<FactId>,
    sorted: OnceLock<Vec<ResourceId>>,
    unknown: OnceLock<Vec<WinPath>>,
    shapes: OnceLock<Shapes>,
}

/// What makes two descriptions the same: everything but the path.
struct Description<'a>(&'a ObjectStatement);

impl Hash for Description<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.0.noun, self.0.inheritance, &self.0.owner).hash(state);
        match &self.0.list {
            Listing::Sddl(text) => text.hash(state),
            Listing::Lines(lines) => lines.hash(state),
        }
    }
}

impl PartialEq for Description<'_> {
    fn eq(&self, other: &Self) -> bool {
        let same_text = match (&self.0.list, &other.0.list) {
            (Listing::Sddl(a), Listing::Sddl(b)) => std::sync::Arc::ptr_eq(a, b) || a == b,
            (a, b) => a == b,
        };
        same_text
            && self.0.noun == other.0.noun
            && self.0.inheritance == other.0.inheritance
            && self.0.owner == other.0.owner
    }
}

impl Eq for Description<'_> {}

impl Objects {
    /// The objects that these facts describe. A variable at the beginning of a path stands for what it stands for on that Windows.
    pub(super) fn intern(facts: &[Fact], ids: &[FactId], windows: WindowsVersion) -> Objects {
        let mut objects = Objects {
            resources: Vec::with_capacity(ids.len()),
            ..Objects::default()
        };
        objects.by_path.reserve(ids.len());
        let mut known: FxHashMap<Description<'_>, OwnId> = FxHashMap::default();
        let mut by_address = FxHashMap::default();
        for id in ids {
            let Statement::Object(object) = &facts[id.0 as usize].statement else {
                continue;
            };
            // Most objects share the very text of another: its address tells without looking at it.
            let shared = match (&object.list, &object.owner) {
                (Listing::Sddl(text), None) => Some((
                    text.as_ptr() as usize,
                    text.len(),
                    object.noun,
                    object.inheritance,
                )),
                (Listing::Sddl(_), Some(_)) | (Listing::Lines(_), _) => None,
            };
            let own = match shared.and_then(|key| by_address.get(&key)) {
                Some(own) => *own,
                None => *known.entry(Description(object)).or_insert_with(|| {
                    objects.own.push(Own::new(*id));
                    OwnId(index(objects.own.len() - 1))
                }),
            };
            if let Some(key) = shared {
                by_address.entry(key).or_insert(own);
            }
            let next = ResourceId(index(objects.resources.len()));
            let path = object.path.expanded(windows);
            let number = folded_hash(path.as_str());
            let mut resource = *objects.by_path.entry(number).or_insert(next);
            if resource != next && objects.get(resource).path != path {
                resource = *objects.crowded.entry(path.clone()).or_insert(next);
            }
            if resource == next {
                objects.resources.push(Resource {
                    path,
                    noun: object.noun,
                    said: smallvec![(own, *id)],
                });
            } else {
                let said = &mut objects.resources[resource.0 as usize].said;
                if said.iter().all(|(known, _)| *known != own) {
                    said.push((own, *id));
                }
            }
        }
        objects.described = objects.resources.len();
        // Several descriptions stand in an order of their own, not in that in which they were said.
        for resource in objects
            .resources
            .iter_mut()
            .filter(|resource| resource.said.len() > 1)
        {
            resource
                .said
                .sort_by_cached_key(|(_, id)| content(&facts[id.0 as usize].statement));
            if let Some((_, id)) = resource.said.first()
                && let Statement::Object(object) = &facts[id.0 as usize].statement
            {
                resource.noun = object.noun;
            }
        }
        objects
    }

    /// Every account that a description speaks of.
    pub(super) fn mentions<'a>(&self, facts: &'a [Fact], mentions: &mut Mentions<'a>) {
        for own in &self.own {
            let fact = &facts[own.fact.0 as usize];
            let Statement::Object(object) = &fact.statement else {
                continue;
            };
            if let Some(owner) = &object.owner {
                mentions.add(owner, PrincipalKind::Unknown, &fact.origin);
            }
            match &object.list {
                Listing::Sddl(text) => accounts_in(text).for_each(|sid| {
                    mentions.add(&Who::Sid(sid), PrincipalKind::Unknown, &fact.origin);
                }),
                Listing::Lines(lines) => {
                    for line in lines {
                        let unsaid = line.origin.is_unsaid();
                        let origin = if unsaid { &fact.origin } else { &line.origin };
                        mentions.add(&line.who, PrincipalKind::Unknown, origin);
                    }
                }
            }
        }
    }

    /// Takes in what is known to be unknown, and what holds for objects that nobody described.
    pub(super) fn settle(
        &mut self,
        facts: &[Fact],
        gaps: &[FactId],
        undescribed: &[FactId],
        windows: WindowsVersion,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        for id in gaps {
            let Statement::Gap(gap) = &facts[id.0 as usize].statement else {
                continue;
            };
            match gap {
                Gap::PermissionsOf(path) => {
                    self.gaps
                        .entry(path.expanded(windows))
                        .or_default()
                        .permissions
                        .get_or_insert(*id);
                }
                Gap::OwnerOf(path) => {
                    self.gaps
                        .entry(path.expanded(windows))
                        .or_default()
                        .owner
                        .get_or_insert(*id);
                }
                Gap::InheritedLinesOf(path) => {
                    self.gaps
                        .entry(path.expanded(windows))
                        .or_default()
                        .inherited
                        .get_or_insert(*id);
                }
                Gap::MembersOf(_) | Gap::GroupsOf(_) => {}
            }
        }
        let mut rules: Vec<(&Vec<Fallback>, FactId)> = undescribed
            .iter()
            .filter_map(|id| {
                let statement = &facts[id.0 as usize].statement;
                let Statement::Undescribed { fallbacks } = statement else {
                    return None;
                };
                Some((fallbacks, *id))
            })
            .collect();
        rules.dedup_by(|(a, _), (b, _)| a == b);
        match rules.as_slice() {
            [] => {}
            [(fallbacks, id)] => {
                self.unsaid = Unsaid::of(fallbacks);
                self.fallback_fact = Some(*id);
            }
            [_, .., (_, id)] => {
                let headline = "two sentences say what holds for undescribed objects, differently";
                let complaint = Diagnostic::warning("two-fallbacks", headline);
                diagnostics.push(
                    facts[id.0 as usize]
                        .origin
                        .mark(complaint)
                        .help("undescribed objects are unknown until one of them goes"),
                );
            }
        }
        for resource in &self.resources {
            if let [_, .., (_, id)] = resource.said.as_slice() {
                let headline = format!("`{}` is described twice, differently", resource.path);
                let complaint = Diagnostic::warning("two-descriptions", headline);
                diagnostics.push(
                    facts[id.0 as usize]
                        .origin
                        .mark(complaint)
                        .help("where the two would give different answers, the answer is unknown"),
                );
            }
        }
    }

    /// How many objects are described.
    pub fn len(&self) -> usize {
        self.described
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.described == 0
    }

    /// Every described object, in no order that means anything.
    pub fn ids(&self) -> impl Iterator<Item = ResourceId> + use<> {
        (0..index(self.described)).map(ResourceId)
    }

    /// A described object.
    pub fn get(&self, id: ResourceId) -> &Resource {
        &self.resources[id.0 as usize]
    }

    /// The described object at that path.
    pub fn at(&self, path: &WinPath) -> Option<ResourceId> {
        let found = *self.by_path.get(&folded_hash(path.as_str()))?;
        if self.get(found).path == *path {
            Some(found)
        } else {
            self.crowded.get(path).copied()
        }
    }

    /// The described objects under that folder and the folder itself, in the order of their paths. The first call sorts.
    pub fn under(&self, folder: &WinPath) -> Vec<ResourceId> {
        let sorted = self.in_order();
        let from = sorted.partition_point(|id| self.get(*id).path < *folder);
        sorted[from..]
            .iter()
            .copied()
            .take_while(|id| {
                super::name::starts_folded(self.get(*id).path.as_str(), folder.as_str())
            })
            .filter(|id| self.get(*id).path.is_under(folder))
            .collect()
    }

    /// The described objects in the order of their paths. The first call sorts.
    pub fn in_order(&self) -> &[ResourceId] {
        self.sorted.get_or_init(|| {
            let mut ids: Vec<ResourceId> = self.ids().collect();
            ids.sort_by_cached_key(|id| self.get(*id).path.folded());
            ids
        })
    }

    fn gaps_of(&self, path: &WinPath) -> PathGaps {
        self.gaps.get(path).copied().unwrap_or_default()
    }

    /// Whether something described lies under that folder.
    fn holds_something(&self, folder: &WinPath) -> bool {
        let sorted = self.in_order();
        let inside = folder.join("\u{0}");
        let from = sorted.partition_point(|id| self.get(*id).path < inside);
        let next = sorted.get(from).map(|id| &self.get(*id).path);
        next.is_some_and(|path| path.is_under(folder))
            || self.unknown_under(folder).any(|path| path != folder)
            || self.documented.hold_something(folder)
    }
}

/// Everything that a description says, in a form that can be put in order.
type Content<'a> = (
    ObjectNoun,
    Option<&'a Who>,
    u8,
    Result<Vec<LineContent<'a>>, &'a str>,
);
type LineContent<'a> = (bool, &'a Who, u32, u8);

fn content(statement: &Statement) -> Option<Content<'_>> {
    let Statement::Object(object) = statement else {
        return None;
    };
    let inheritance = match object.inheritance {
        Inheritance::Inherits => 0,
        Inheritance::Protected => 1,
        Inheritance::ListedInFull => 2,
    };
    let list = match &object.list {
        Listing::Sddl(text) => Err(&**text),
        Listing::Lines(lines) => Ok(lines
            .iter()
            .map(|line| {
                (
                    line.effect == Effect::Allow,
                    &line.who,
                    line.mask.0,
                    line.flags,
                )
            })
            .collect()),
    };
    Some((object.noun, object.owner.as_ref(), inheritance, list))
}

fn index(at: usize) -> u32 {
    u32::try_from(at).expect("fewer than 2^32 objects")
}

/// The SIDs of machines' and domains' accounts that a descriptor's text speaks of, without reading it.
fn accounts_in(text: &str) -> impl Iterator<Item = Sid> + '_ {
    text.match_indices("S-1-5-21-")
        .filter_map(|(at, _)| Sid::parse_prefix(&text[at..]).ok())
        .map(|(sid, _)| sid)
}

//! Which objects share a descriptor: worked out from what decides it, without reading or comparing lists.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::{
    OwnId,
    describe::{Level, LevelKind},
    documented::Station,
    index,
};
use crate::world::{ResourceId, Server, WinPath};

/// A descriptor of one server. Objects with the same one have the same owner, lines and gaps, whatever their paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DescriptorId(pub(crate) u32);

/// What decides a descriptor.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Shape {
    /// Its permissions are unknown.
    Unknown,
    /// Nothing describes it and nothing described is above; what `undescribed objects` says last.
    Last(Doubts),
    /// Nothing describes it, and nobody knows what it gets from above.
    Open(Doubts),
    /// Nothing describes it; it gets what the folder above passes on.
    PassedOn(DescriptorId, Doubts),
    /// It is described; with the folder above, if that matters.
    Described(SmallVec<[OwnId; 1]>, Option<DescriptorId>, Doubts),
}

/// What else is unknown of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Doubts {
    owner: bool,
    inherited: bool,
}

/// The descriptor of every described object.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    of: Vec<DescriptorId>,
    /// How many there are.
    distinct: usize,
}

#[derive(Default)]
struct Sorting {
    known: FxHashMap<Shape, DescriptorId>,
    described: Vec<Option<(DescriptorId, Station)>>,
    /// By path: one documented list can be that of many paths.
    undescribed: FxHashMap<WinPath, (DescriptorId, Station)>,
}

impl Server {
    /// The descriptor of a described object. The first call sorts all objects by what decides theirs.
    pub fn descriptor_id(&self, id: ResourceId) -> DescriptorId {
        self.shapes().of[id.0 as usize]
    }

    /// How many distinct descriptors the described objects have.
    pub fn descriptor_count(&self) -> usize {
        self.shapes().distinct
    }

    fn shapes(&self) -> &Shapes {
        self.objects().shapes.get_or_init(|| {
            let mut sorting = Sorting {
                described: vec![None; self.objects().len()],
                ..Sorting::default()
            };
            let of = self
                .objects()
                .ids()
                .map(|id| sorting.sort(self, id))
                .collect();
            Shapes {
                of,
                distinct: sorting.known.len(),
            }
        })
    }

    /// The path and the folders above whose descriptors are not sorted yet, and what is known of the next one.
    fn unsorted(
        &self,
        path: &WinPath,
        sorting: &Sorting,
    ) -> (Vec<Level>, Option<(DescriptorId, Station)>) {
        let mut levels = Vec::new();
        let mut next = Some(path.clone());
        while let Some(path) = next {
            let (level, above) = self.level_of(path);
            let known = match level.kind {
                LevelKind::Described(id) => sorting.described[id.0 as usize],
                LevelKind::Gap(_) | LevelKind::Documented(_) | LevelKind::Undescribed => {
                    sorting.undescribed.get(&level.path).copied()
                }
            };
            if known.is_some() {
                return (levels, known);
            }
            levels.push(level);
            next = above;
        }
        (levels, None)
    }
}

impl Sorting {
    /// Loops rather than recurses: paths can be thousands of folders deep.
    fn sort(&mut self, server: &Server, id: ResourceId) -> DescriptorId {
        let path = &server.objects().get(id).path;
        let (levels, mut above) = server.unsorted(path, self);
        let mut found = above.map(|(found, _)| found);
        for level in levels.iter().rev() {
            let gaps = server.objects().gaps_of(&level.path);
            let doubts = Doubts {
                owner: gaps.owner.is_some(),
                inherited: gaps.inherited.is_some(),
            };
            let station = above.map_or(Station::Nothing, |(_, station)| station);
            let shape = match level.kind {
                LevelKind::Gap(_) => Shape::Unknown,
                LevelKind::Described(id) | LevelKind::Documented(id) => {
                    let resource = server.objects().get(id);
                    let said = resource.said.iter().map(|(own, _)| *own).collect();
                    Shape::Described(said, above.map(|(above, _)| above), doubts)
                }
                LevelKind::Undescribed => {
                    let unsaid = server.objects().unsaid;
                    match above {
                        _ if unsaid.inherits && doubts.inherited => Shape::Open(doubts),
                        Some((above, station)) if unsaid.passes_on(station) => {
                            Shape::PassedOn(above, doubts)
                        }
                        Some(_) | None => Shape::Last(doubts),
                    }
                }
            };
            let something = station.below(level.kind, doubts.inherited);
            let next = DescriptorId(index(self.known.len()));
            let shape = *self.known.entry(shape).or_insert(next);
            match level.kind {
                LevelKind::Described(id) => {
                    self.described[id.0 as usize] = Some((shape, something))
                }
                LevelKind::Gap(_) | LevelKind::Documented(_) | LevelKind::Undescribed => {
                    self.undescribed
                        .insert(level.path.clone(), (shape, something));
                }
            }
            above = Some((shape, something));
            found = Some(shape);
        }
        found.expect("a path is a level of itself")
    }
}

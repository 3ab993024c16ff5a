//! Objects that nothing tells apart, taken together: on a large server most are like some other.
//!
//! Two objects are of one class if everybody has the same rights on them, they are the same to every host, and whoever can put
//! something in the place of one can do so with the other. Of two classes that are the same to every host, one on which
//! everybody has all the rights that anybody has on the other says it all: rules only ever ask for rights, so what follows
//! from the other follows from it too.

use rustc_hash::FxHashMap;

use super::{Grants, ListId, Objects, POWERS, TokenBits, roles::Roles};
use crate::{
    nt::ObjectKind,
    reach::{ObjectId, Power},
};

/// A way to put something in the place of an object: what has to go, and the folder that it goes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Way {
    /// An object that has the rights of what has to go.
    pub goes: ObjectId,
    /// One that has those of the folder.
    pub from: ObjectId,
    /// The right to create the like there.
    pub add: Power,
}

/// The ways of one object, by number.
type Ways = u32;

/// The objects of a model by class.
#[derive(Debug, Default)]
pub struct Classes {
    /// The first of its class, or one that says all that it would say.
    pub of: Vec<ObjectId>,
    /// The first of its class.
    pub like: Vec<ObjectId>,
    /// The first with the same rights for everybody.
    pub lists: Vec<ObjectId>,
    ways_of: Vec<Ways>,
    ways: Vec<Vec<Way>>,
}

/// What tells classes apart.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    role: u32,
    absent: bool,
    list: ObjectId,
    folder: Option<ObjectId>,
    ways: Ways,
}

impl Classes {
    /// The classes of these objects. Those that are to be kept have one of their own.
    pub fn of(
        objects: &Objects,
        grants: &Grants,
        kinds: &[ObjectKind],
        roles: &Roles<'_>,
    ) -> Classes {
        let mut classes = Classes::default();
        classes.alike(objects, grants, kinds);
        let mut rights = Rights {
            objects,
            grants,
            known: FxHashMap::default(),
            known_ways: FxHashMap::default(),
        };
        classes.find_ways(objects, &mut rights, kinds);
        classes.take_together(objects, rights, &roles.by_object(objects));
        classes
    }

    /// The ways to put something in the place of an object.
    pub fn ways(&self, object: ObjectId) -> &[Way] {
        &self.ways[self.ways_of[object.0 as usize] as usize]
    }

    /// Lists by which everybody has the same rights.
    fn alike(&mut self, objects: &Objects, grants: &Grants, kinds: &[ObjectKind]) {
        type Profile<'a> = (ObjectKind, Vec<(&'a TokenBits, &'a TokenBits)>);
        let mut first: FxHashMap<Profile<'_>, ObjectId> = FxHashMap::default();
        let mut by_list: FxHashMap<ListId, ObjectId> = FxHashMap::default();
        for object in objects.ids() {
            let list = objects.list(object);
            let like = *by_list.entry(list).or_insert_with(|| {
                let both =
                    POWERS.map(|power| (grants.known(list, power), grants.possible(list, power)));
                let profile = (kinds[list.0 as usize], both.to_vec());
                *first.entry(profile).or_insert(object)
            });
            self.lists.push(like);
        }
    }

    fn list(&self, object: ObjectId) -> ObjectId {
        self.lists[object.0 as usize]
    }

    /// From the top down: what lies in a folder has the folder's ways and its own.
    fn find_ways(&mut self, objects: &Objects, rights: &mut Rights<'_>, kinds: &[ObjectKind]) {
        let mut numbers: FxHashMap<Vec<Way>, Ways> = FxHashMap::default();
        let mut extended: FxHashMap<(Ways, Way), Ways> = FxHashMap::default();
        numbers.insert(Vec::new(), 0);
        self.ways.push(Vec::new());
        for object in objects.ids() {
            let Some(folder) = objects.get(object).folder else {
                self.ways_of.push(0);
                continue;
            };
            let above = self.ways_of[folder.0 as usize];
            let add = match kinds[objects.list(object).0 as usize] {
                ObjectKind::Folder => Power::AddFolder,
                _ => Power::AddFile,
            };
            let way = Way {
                goes: self.list(object),
                from: self.list(folder),
                add,
            };
            let known = extended.get(&(above, way)).copied();
            let ways = known.unwrap_or_else(|| {
                let mut all = self.ways[above as usize].clone();
                if rights.is_open(way) && !all.iter().any(|other| rights.is_within(way, *other)) {
                    all.retain(|other| !rights.is_within(*other, way));
                    all.push(way);
                    all.sort_unstable();
                }
                let next = u32::try_from(self.ways.len()).expect("fewer than 2^32 ways");
                let number = *numbers.entry(all.clone()).or_insert(next);
                if number == next {
                    self.ways.push(all);
                }
                extended.insert((above, way), number);
                number
            });
            self.ways_of.push(ways);
        }
    }

    fn take_together(&mut self, objects: &Objects, mut rights: Rights<'_>, roles: &[u32]) {
        let mut first: FxHashMap<Key, ObjectId> = FxHashMap::default();
        let mut by_role: FxHashMap<(u32, bool), Vec<Key>> = FxHashMap::default();
        let mut keys = Vec::with_capacity(roles.len());
        for object in objects.ids() {
            let said = objects.get(object);
            let key = Key {
                role: roles[object.0 as usize],
                absent: said.absent,
                list: self.list(object),
                folder: said.folder.map(|folder| self.list(folder)),
                ways: self.ways_of[object.0 as usize],
            };
            first.entry(key).or_insert_with(|| {
                by_role.entry((key.role, key.absent)).or_default().push(key);
                object
            });
            keys.push(key);
        }
        // Of those that are the same to every host, only the ones that no other says more than.
        let mut stands_for: FxHashMap<Key, ObjectId> = FxHashMap::default();
        for group in by_role.values() {
            let mut telling: Vec<Key> = Vec::new();
            for key in group {
                if telling
                    .iter()
                    .any(|other| self.says_less(*key, *other, &mut rights))
                {
                    continue;
                }
                telling.retain(|other| !self.says_less(*other, *key, &mut rights));
                telling.push(*key);
            }
            for key in group {
                let other = telling
                    .iter()
                    .find(|other| *other == key)
                    .or_else(|| {
                        telling
                            .iter()
                            .find(|other| self.says_less(*key, **other, &mut rights))
                    })
                    .expect("one that says as much was kept");
                stands_for.insert(*key, first[other]);
            }
        }
        self.of = keys.iter().map(|key| stands_for[key]).collect();
        self.like = keys.iter().map(|key| first[key]).collect();
    }

    /// Whether all that follows from an object of the one class follows from one of the other.
    fn says_less(&self, one: Key, other: Key, rights: &mut Rights<'_>) -> bool {
        let folders = match (one.folder, other.folder) {
            (None, _) => true,
            (Some(one), Some(other)) => rights.are_within(one, other),
            (Some(_), None) => false,
        };
        folders
            && rights.are_within(one.list, other.list)
            && (one.ways == other.ways
                || self.ways[one.ways as usize].iter().all(|way| {
                    let mut others = self.ways[other.ways as usize].iter();
                    others.any(|other| rights.is_within(*way, *other))
                }))
    }
}

/// Who has which rights on what, compared.
struct Rights<'a> {
    objects: &'a Objects,
    grants: &'a Grants,
    known: FxHashMap<(ObjectId, ObjectId), bool>,
    known_ways: FxHashMap<(Way, Way), bool>,
}

impl Rights<'_> {
    fn possible(&self, object: ObjectId, power: Power) -> &TokenBits {
        self.grants.possible(self.objects.list(object), power)
    }

    /// Whether whoever has one of these rights on the one has it on the other.
    fn each_within(&self, one: ObjectId, other: ObjectId, powers: &[Power]) -> bool {
        let (one, other) = (self.objects.list(one), self.objects.list(other));
        powers.iter().all(|power| {
            let known = self.grants.known(one, *power);
            let possible = self.grants.possible(one, *power);
            known.is_within(self.grants.known(other, *power))
                && possible.is_within(self.grants.possible(other, *power))
        })
    }

    fn are_within(&mut self, one: ObjectId, other: ObjectId) -> bool {
        if one == other {
            return true;
        }
        if let Some(known) = self.known.get(&(one, other)) {
            return *known;
        }
        let within = self.each_within(one, other, &POWERS);
        self.known.insert((one, other), within);
        within
    }

    /// Whether anybody could go that way.
    fn is_open(&self, way: Way) -> bool {
        let any = |object: ObjectId, powers: &[Power]| {
            powers
                .iter()
                .any(|power| !self.possible(object, *power).is_empty())
        };
        let free = [Power::ChangePermissions, Power::TakeOwnership];
        let goes = any(way.goes, &[Power::Delete])
            || any(way.goes, &free)
            || any(way.from, &[Power::DeleteChild])
            || any(way.from, &free);
        goes && (any(way.from, &[way.add]) || any(way.from, &free))
    }

    /// Whether whoever can go the one way can go the other.
    fn is_within(&mut self, one: Way, other: Way) -> bool {
        if one == other {
            return true;
        }
        if one.add != other.add {
            return false;
        }
        if let Some(known) = self.known_ways.get(&(one, other)) {
            return *known;
        }
        let within = self.leads_no_further(one, other);
        self.known_ways.insert((one, other), within);
        within
    }

    fn leads_no_further(&self, one: Way, other: Way) -> bool {
        const FREE: [Power; 2] = [Power::ChangePermissions, Power::TakeOwnership];
        self.each_within(one.goes, other.goes, &[Power::Delete])
            && self.each_within(one.goes, other.goes, &FREE)
            && self.each_within(one.from, other.from, &[Power::DeleteChild, one.add])
            && self.each_within(one.from, other.from, &FREE)
    }
}

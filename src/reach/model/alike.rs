//! What an object is to all hosts together, as a number: objects with one number are the same to every host.

use rustc_hash::FxHashMap;

use super::{Objects, roles::Roles};
use crate::reach::ObjectId;

/// One thing that an object is to a host: what kind of thing, and whatever else tells it from others.
type Part = (u8, usize, usize, usize);

/// Numbers for what objects are, put together part by part.
struct Numbers {
    of: Vec<u32>,
    known: FxHashMap<(u32, Part), u32>,
}

impl Numbers {
    fn add(&mut self, object: ObjectId, part: Part) {
        let next = u32::try_from(self.known.len() + 1).expect("fewer than 2^32 roles");
        let number = &mut self.of[object.0 as usize];
        *number = *self.known.entry((*number, part)).or_insert(next);
    }
}

impl Roles<'_> {
    /// For every object what it is to all hosts together.
    pub fn by_object(&self, objects: &Objects) -> Vec<u32> {
        let mut numbers = Numbers {
            of: vec![0; objects.ids().len()],
            known: FxHashMap::default(),
        };
        for (region, content) in self.content.iter().enumerate() {
            for object in content {
                numbers.add(*object, (0, region, 0, 0));
            }
        }
        for runs in &self.runs {
            let flags = usize::from(runs.is_folder)
                | usize::from(runs.by_name) << 1
                | usize::from(runs.planted) << 2
                | usize::from(runs.defect) << 3;
            let why = std::ptr::from_ref(runs.why) as usize;
            numbers.add(runs.object, (1, runs.host.0 as usize, flags, why));
        }
        for governs in &self.governs {
            let flags = governs.place as usize | usize::from(governs.brings_code) << 2;
            let why = std::ptr::from_ref(governs.why) as usize;
            numbers.add(governs.object, (2, governs.host.0 as usize, flags, why));
        }
        for used in &self.uses {
            let folder = used.folder.map_or(usize::MAX, |folder| folder.0 as usize);
            numbers.add(used.object, (3, used.nth, folder, 0));
        }
        for (nth, secret) in self.secrets.iter().enumerate() {
            let parts = [
                (4, &secret.files),
                (5, &secret.copies),
                (6, &secret.key.into_iter().collect()),
            ];
            for (part, objects) in parts {
                for object in objects {
                    numbers.add(*object, (part, nth, 0, 0));
                }
            }
        }
        for (folder, file, why) in &self.uploads {
            let list = objects.list(*folder).0 as usize;
            let why = std::ptr::from_ref(*why) as usize;
            numbers.add(*file, (7, list, why, 0));
        }
        for (nth, (object, ..)) in self.configuration.iter().enumerate() {
            numbers.add(*object, (8, nth, 0, 0));
        }
        for object in &self.account_database {
            numbers.add(*object, (9, 0, 0, 0));
        }
        for object in &self.brought {
            numbers.add(*object, (10, object.0 as usize, 0, 0));
        }
        numbers.of
    }

    /// Leaves of every class the one that stands for it.
    pub fn take_together(&mut self, of: &[ObjectId]) {
        let first = |object: ObjectId| of[object.0 as usize];
        let stands = |object: ObjectId| first(object) == object;
        let firsts = |objects: &mut Vec<ObjectId>| {
            for object in objects.iter_mut() {
                *object = first(*object);
            }
            objects.sort_unstable();
            objects.dedup();
        };
        self.runs.retain(|one| stands(one.object));
        self.governs.retain(|one| stands(one.object));
        self.uses.retain(|one| stands(one.object));
        self.uploads.retain(|(_, file, _)| stands(*file));
        for content in &mut self.content {
            firsts(content);
        }
        for secret in &mut self.secrets {
            firsts(&mut secret.files);
            firsts(&mut secret.copies);
            secret.key = secret.key.map(first);
        }
        for (object, ..) in &mut self.configuration {
            *object = first(*object);
        }
        firsts(&mut self.account_database);
    }
}

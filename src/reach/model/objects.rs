//! The objects of a model, each with its list and the folder that holds it.

use rustc_hash::FxHashMap;

use super::{ListId, Lists};
use crate::{
    reach::ObjectId,
    world::{Server, WinPath, footprint::Securable},
};

/// An object that claims can be about, or one of those that nothing tells apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// The object; the first of a class.
    pub what: Securable,
    /// The object whose list stands for its own: itself, or one that everybody has the same rights on.
    pub list: ObjectId,
    /// The folder that holds it.
    pub folder: Option<ObjectId>,
    /// How many objects it stands for.
    pub count: u32,
    /// Whether nobody described it and it is of a kind that is not there unless somebody says so.
    pub absent: bool,
}

/// Every object, once.
#[derive(Debug, Default)]
pub struct Objects {
    all: Vec<Object>,
    lists: Vec<ListId>,
    numbers: FxHashMap<Securable, ObjectId>,
}

impl Objects {
    pub fn get(&self, id: ObjectId) -> &Object {
        &self.all[id.0 as usize]
    }

    pub fn ids(&self) -> impl ExactSizeIterator<Item = ObjectId> + use<> {
        (0..self.all.len()).map(|at| ObjectId(u32::try_from(at).expect("fewer than 2^32 objects")))
    }

    pub fn find(&self, what: &Securable) -> Option<ObjectId> {
        self.numbers.get(what).copied()
    }

    /// The list on an object.
    pub fn list(&self, id: ObjectId) -> ListId {
        self.lists[id.0 as usize]
    }

    /// The number of an object; the folders above it get one too.
    pub fn intern(&mut self, what: &Securable, server: &Server) -> ObjectId {
        let mut chain = Vec::new();
        let mut next = Some(what.clone());
        let mut above = None;
        while let Some(one) = next {
            if let Some(known) = self.numbers.get(&one) {
                above = Some(*known);
                break;
            }
            next = folder_of(&one).map(Securable::Folder);
            chain.push(one);
        }
        for one in chain.into_iter().rev() {
            let id = ObjectId(u32::try_from(self.all.len()).expect("fewer than 2^32 objects"));
            self.all.push(Object {
                absent: is_absent(&one, server),
                what: one.clone(),
                list: id,
                folder: above,
                count: 1,
            });
            self.numbers.insert(one, id);
            above = Some(id);
        }
        above.expect("an object is in its own chain")
    }

    /// Something speaks of that object, so it is there.
    pub fn is_there(&mut self, id: ObjectId) {
        let object = &mut self.all[id.0 as usize];
        object.absent &= matches!(object.what, Securable::FileIn(_) | Securable::FolderIn(_));
    }

    /// Which object's list stands for that of each, and how many are like it.
    pub fn settle(&mut self, lists: &[ObjectId], classes: &[ObjectId]) {
        for (object, list) in self.all.iter_mut().zip(lists) {
            object.list = *list;
        }
        for (at, class) in classes.iter().enumerate() {
            if class.0 as usize != at {
                self.all[class.0 as usize].count += 1;
            }
        }
    }

    /// Looks up the list of every object.
    pub fn read_lists(&mut self, lists: &mut Lists, server: &Server) {
        let all = self.all.iter();
        self.lists = all.map(|object| lists.of(&object.what, server)).collect();
    }
}

/// The folder that holds a file or folder. Keys, services and tasks are not moved about.
fn folder_of(what: &Securable) -> Option<WinPath> {
    match what {
        Securable::File(path) | Securable::Folder(path) => path.parent(),
        Securable::FileIn(folder) | Securable::FolderIn(folder) => Some(folder.clone()),
        Securable::Key(_) | Securable::Service(_) | Securable::Task(_) => None,
    }
}

/// A web.config that nobody speaks of is not there, and a name that nobody used is free.
fn is_absent(what: &Securable, server: &Server) -> bool {
    match what {
        Securable::FileIn(_) | Securable::FolderIn(_) => true,
        Securable::File(path) => {
            path.file_name().eq_ignore_ascii_case("web.config") && !server.objects().speak_of(path)
        }
        Securable::Folder(_) | Securable::Key(_) | Securable::Service(_) | Securable::Task(_) => {
            false
        }
    }
}

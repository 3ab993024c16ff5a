//! What is in a folder, as far as anybody knows.

use rustc_hash::FxHashSet;

use super::Securable;
use crate::{
    nt::ObjectKind,
    world::{ObjectNoun, Server, WinPath},
};

/// The objects in a folder while they are gathered.
struct Inside<'a> {
    top: &'a WinPath,
    files: Vec<Securable>,
    folders: Vec<WinPath>,
    seen: FxHashSet<WinPath>,
}

impl Server {
    /// The folder, what somebody speaks of under it, the folders between, these folders `besides`, and in each folder a nameless
    /// file and a nameless folder; nothing that is in one of the exceptions.
    ///
    /// What nobody describes, and of which somebody says that something is not known, is there: whether it is a file or a folder
    /// nobody knows, so it is told as both, unless it holds something or documents tell.
    pub fn everything_in(
        &self,
        folder: &WinPath,
        except: &[WinPath],
        besides: &[WinPath],
    ) -> Vec<Securable> {
        let is_in = |path: &WinPath| !except.iter().any(|other| path.is_under(other));
        let mut inside = Inside {
            top: folder,
            files: Vec::new(),
            folders: vec![folder.clone()],
            seen: FxHashSet::from_iter([folder.clone()]),
        };
        for id in self.objects().under(folder) {
            let resource = self.objects().get(id);
            let path = resource.path();
            if is_in(path) {
                match resource.noun() {
                    ObjectNoun::Folder => inside.folder(path.clone()),
                    ObjectNoun::File => inside.files.push(Securable::File(path.clone())),
                    ObjectNoun::Key => continue,
                }
                inside.between(path);
            }
        }
        for path in self.objects().unknown_under(folder) {
            let kind = self.kind_at(path, None);
            if is_in(path) && kind != ObjectKind::Key {
                if kind == ObjectKind::File {
                    inside.files.push(Securable::File(path.clone()));
                }
                if kind == ObjectKind::Folder || self.is_file_or_folder(path) {
                    inside.folder(path.clone());
                }
                inside.between(path);
            }
        }
        for path in besides.iter().filter(|path| is_in(path)) {
            inside.folder(path.clone());
        }
        let mut all = inside.files;
        for folder in inside.folders {
            all.push(Securable::FileIn(folder.clone()));
            all.push(Securable::FolderIn(folder.clone()));
            all.push(Securable::Folder(folder));
        }
        all
    }

    /// Whether it is a folder, or lies in one, that may as well be a file: then it is not there.
    pub fn is_perhaps_none(&self, what: &Securable) -> bool {
        match what {
            Securable::Folder(path) | Securable::FileIn(path) | Securable::FolderIn(path) => {
                self.is_file_or_folder(path)
            }
            Securable::File(_) | Securable::Key(_) | Securable::Service(_) | Securable::Task(_) => {
                false
            }
        }
    }
}

impl Inside<'_> {
    fn folder(&mut self, path: WinPath) {
        if self.seen.insert(path.clone()) {
            self.folders.push(path);
        }
    }

    /// The folders between an object and the top, which nobody need have described.
    fn between(&mut self, path: &WinPath) {
        let mut next = path.parent();
        while let Some(folder) =
            next.filter(|folder| folder != self.top && folder.is_under(self.top))
        {
            if !self.seen.insert(folder.clone()) {
                return;
            }
            next = folder.parent();
            self.folders.push(folder);
        }
    }
}

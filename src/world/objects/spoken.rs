//! What somebody speaks of without describing it: something about it is said to be unknown, so it is there.

use super::Objects;
use crate::world::{ObjectNoun, Server, WinPath, name::starts_folded};

impl Objects {
    /// Whether somebody speaks of an object at that path: describes it, or says that something about it is not known.
    pub fn speak_of(&self, path: &WinPath) -> bool {
        self.at(path).is_some() || self.gaps.contains_key(path)
    }

    /// The paths that nobody describes and of which somebody says that something is not known, in their order. The first call
    /// sorts.
    pub fn unknown(&self) -> &[WinPath] {
        self.unknown.get_or_init(|| {
            let undescribed = self.gaps.keys().filter(|path| self.at(path).is_none());
            let mut all: Vec<WinPath> = undescribed.cloned().collect();
            all.sort_by_cached_key(WinPath::folded);
            all
        })
    }

    /// Those under that folder and the folder itself.
    pub fn unknown_under<'o>(&'o self, folder: &'o WinPath) -> impl Iterator<Item = &'o WinPath> {
        let all = self.unknown();
        let from = all.partition_point(|path| path < folder);
        all[from..]
            .iter()
            .take_while(|path| starts_folded(path.as_str(), folder.as_str()))
            .filter(|path| path.is_under(folder))
    }
}

impl Server {
    /// Whether somebody speaks of that path and nobody says whether it is a file or a folder.
    pub fn is_file_or_folder(&self, path: &WinPath) -> bool {
        let path = &path.expanded(self.windows());
        let objects = self.objects();
        objects.at(path).is_none()
            && objects.speak_of(path)
            && objects.documented_at(path).is_none()
            && self.undescribed_noun(path, None) == ObjectNoun::File
    }
}

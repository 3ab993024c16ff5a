//! Why an object belongs to somebody: to the content of a party, or to what it reads or runs.

use super::{Configuration, Footprint, HostId, Obeys, Party, Region, Role, Securable, Use, Why};
use crate::world::{Name, WinPath};

/// One way in which an object belongs to a party.
#[derive(Clone, Copy, Debug)]
pub enum Belongs<'a> {
    /// It is served.
    Served(&'a Region),
    /// It is used: for content, it lies in a cache.
    Used(&'a Use),
    /// It is a web.config that governs what is served, or would be one.
    Governs(&'a Region, &'a Obeys),
    /// It configures the party's hosts.
    Configures(&'a Configuration),
}

impl<'a> Belongs<'a> {
    /// Why it does.
    pub fn why(&self) -> &'a Why {
        match self {
            Belongs::Served(region) => &region.why,
            Belongs::Used(used) => &used.why,
            Belongs::Governs(_, obeys) => &obeys.why,
            Belongs::Configures(configuration) => &configuration.why,
        }
    }
}

impl Role {
    /// Whether it is a folder that a host keeps what it makes in. It belongs only as far as the host can create files there.
    pub fn is_cache(self) -> bool {
        match self {
            Role::CodeCache | Role::ResponseCache | Role::Temporary => true,
            Role::Program
            | Role::Libraries
            | Role::Data
            | Role::Directs
            | Role::Control
            | Role::MachineKey => false,
        }
    }
}

impl Region {
    /// Whether that path is served by it.
    pub fn holds(&self, path: &WinPath) -> bool {
        path.is_under(&self.folder) && !self.except.iter().any(|other| path.is_under(other))
    }

    /// The names from its folder down to a path that it holds.
    pub fn below<'p>(&self, path: &'p WinPath) -> impl Iterator<Item = &'p str> {
        let folder = self.folder.as_str().chars().count();
        let mut rest = path.as_str().char_indices().skip(folder);
        let start = rest.next().map_or(path.as_str().len(), |(at, _)| at);
        path.as_str()[start..]
            .split('\\')
            .filter(|name| !name.is_empty())
    }

    /// Whether those of its files that are called so are run, and by which of its lines.
    pub fn runs_file<'r>(
        &'r self,
        path: &WinPath,
    ) -> impl Iterator<Item = &'r super::Runs> + use<'r> {
        let names: Vec<Name> = self.below(path).map(Name::from).collect();
        let held = self.holds(path);
        self.runs
            .iter()
            .filter(move |runs| held && runs.files.includes(&names))
    }
}

impl super::Pattern {
    /// Whether it includes a file, by the names from the region's folder down to it.
    pub fn includes(&self, names: &[Name]) -> bool {
        use super::Pattern::{Called, Every, Extension, In, Named};
        let Some(last) = names.last() else {
            return false;
        };
        match self {
            Extension(ending) => {
                let dot = last.as_str().rfind('.');
                dot.is_some_and(|dot| ending.is(&last.as_str()[dot..]))
            }
            In(folder) => names.len() > 1 && names[0] == *folder,
            Named(name) => names.len() == 1 && last == name,
            Called(name) => last == name,
            Every => true,
        }
    }
}

impl Footprint {
    /// Why a path belongs to the content of a party: it is served, or it lies in a cache. Empty: it does not.
    ///
    /// A cache belongs only as far as its host can create files there, which is an access check.
    pub fn belongs(&self, party: &Party, path: &WinPath) -> Vec<Belongs<'_>> {
        let served = self
            .regions_of(party)
            .filter(|region| region.holds(path))
            .map(Belongs::Served);
        let cached = self
            .uses_of(party)
            .filter(|used| used.role.is_cache() && used.what.includes(path, true))
            .map(Belongs::Used);
        served.chain(cached).collect()
    }

    /// Why a path belongs to what a party reads or runs, as far as it may: its content, and what governs and configures it and what
    /// its hosts use.
    pub fn concerns(&self, party: &Party, path: &WinPath) -> Vec<Belongs<'_>> {
        let mut found = self.belongs(party, path);
        let is_web_config = Name::from(path.file_name()).is("web.config");
        for region in self.regions_of(party).filter(|_| is_web_config) {
            for obeys in &region.obeys {
                let folder = path.parent();
                let on_the_way = folder.is_some_and(|folder| obeys.folders.contains(&folder));
                if on_the_way {
                    found.push(Belongs::Governs(region, obeys));
                }
            }
        }
        let used = self
            .uses_of(party)
            .filter(|used| !used.role.is_cache() && used.what.includes(path, false));
        found.extend(used.map(Belongs::Used));
        let hosts = self.hosts_of(party);
        let is_of = |host: &HostId| hosts.contains(host);
        found.extend(
            self.configuration
                .iter()
                .filter(|file| file.hosts.iter().any(is_of) && file.file.includes(path, false))
                .map(Belongs::Configures),
        );
        found
    }
}

impl Securable {
    /// Whether it is at that path, or, `below`, holds it.
    pub fn includes(&self, path: &WinPath, below: bool) -> bool {
        match self {
            Securable::Folder(folder) if below => path.is_under(folder),
            Securable::File(own) | Securable::Folder(own) | Securable::Key(own) => own == path,
            Securable::FileIn(folder) | Securable::FolderIn(folder) => {
                path.parent().as_ref() == Some(folder)
            }
            Securable::Service(_) | Securable::Task(_) => false,
        }
    }
}

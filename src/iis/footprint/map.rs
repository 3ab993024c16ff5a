//! Which folder is served under which URL: every place at which something begins, and what it takes from those above it.

use rustc_hash::FxHashMap;

use crate::{
    iis::settings::{Application, inherited},
    world::{ApplicationSettings, FactId, IisSetting, Name, Server, Who, WinPath, fold, url_parts},
};

/// Where something begins: an application, a virtual folder, or a folder whose web.config sets something.
pub(super) struct Mount<'a> {
    /// The application, by its place in the map.
    pub application: usize,
    /// The URL path, in its parts.
    pub parts: Vec<Name>,
    /// The folder.
    pub folder: WinPath,
    /// The fixed account that its content is opened as.
    pub account: Option<&'a Who>,
    /// What says so, beside what says the application.
    pub facts: Vec<FactId>,
    /// Whether it is the root of its application.
    pub is_root: bool,
    /// Where a folder with a web.config is cut out of the root of its application: the name below that root on the way to it.
    pub within: Option<Name>,
    /// The URL that would lead to it, had nothing else taken that elsewhere: no URL does. It lies in its application's folder.
    pub hidden: Option<String>,
    /// Folders below that other mounts serve at the same URL.
    pub except: Vec<WinPath>,
}

/// What is served where.
pub(super) struct Map<'a> {
    /// Every application, each once, in the order of sites and URLs.
    pub applications: Vec<Application>,
    /// Every mount, in the order of sites and URLs.
    pub mounts: Vec<Mount<'a>>,
    /// What is said that web.config files set, by the folder of the file.
    pub web_configs: FxHashMap<WinPath, Vec<(&'a ApplicationSettings, FactId)>>,
    by_url: FxHashMap<(Name, String), usize>,
}

impl<'a> Map<'a> {
    /// The map of a server.
    pub fn of(server: &'a Server) -> Map<'a> {
        let mut web_configs: FxHashMap<WinPath, Vec<(&ApplicationSettings, FactId)>> =
            FxHashMap::default();
        for (setting, fact) in server.iis_settings() {
            if let IisSetting::WebConfig { folder, settings } = setting {
                let told = web_configs.entry(folder.clone()).or_default();
                told.push((settings, fact));
            }
        }
        let mut map = Map {
            applications: applications(server),
            mounts: Vec::new(),
            web_configs,
            by_url: FxHashMap::default(),
        };
        for (at, application) in map.applications.iter().enumerate() {
            let parts = parts(application.url.as_str());
            map.by_url.insert(key(&application.site, &parts), at);
            map.mounts.push(Mount {
                application: at,
                parts,
                folder: application.folder.clone(),
                account: None,
                facts: Vec::new(),
                is_root: true,
                within: None,
                hidden: None,
                except: Vec::new(),
            });
        }
        map.virtual_folders(server);
        map.cuts();
        map.exceptions();
        map
    }

    fn virtual_folders(&mut self, server: &'a Server) {
        for (folder, fact) in server.virtual_folders() {
            let parts = parts(folder.url.as_str());
            let Some(above) = self.nearest(&folder.site, &parts) else {
                continue;
            };
            let same = self.mounts[above].parts.len() == parts.len();
            let mount = Mount {
                application: self.mounts[above].application,
                folder: folder.folder.clone(),
                account: folder.account.as_ref(),
                facts: vec![fact],
                is_root: same && self.mounts[above].is_root,
                within: None,
                hidden: None,
                except: Vec::new(),
                parts,
            };
            if same {
                // It is what its URL leads to, whatever the application's own folder is; of several the last.
                self.mounts[above] = mount;
            } else {
                self.put(&folder.site, mount);
            }
        }
    }

    /// A mount of its own for every folder whose web.config is said to set something.
    fn cuts(&mut self) {
        let mut by_folder: FxHashMap<WinPath, Vec<usize>> = FxHashMap::default();
        for (at, mount) in self.mounts.iter().enumerate() {
            by_folder.entry(mount.folder.clone()).or_default().push(at);
        }
        let mut folders: Vec<WinPath> = self.web_configs.keys().cloned().collect();
        folders.sort();
        for folder in folders {
            let mut above = folder.parent();
            while let Some(known) = above {
                for at in by_folder.get(&known).into_iter().flatten() {
                    self.cut(*at, &folder);
                }
                above = known.parent();
            }
        }
    }

    fn cut(&mut self, at: usize, folder: &WinPath) {
        let above = &self.mounts[at];
        let mut parts = above.parts.clone();
        parts.extend(below(folder, &above.folder));
        let site = self.applications[above.application].site.clone();
        // The URL may lead elsewhere: into another mount on the way, or into one at that place.
        let (found, begun) = (
            self.locate(&site, &parts),
            self.by_url.get(&key(&site, &parts)),
        );
        if begun.is_some() || found.as_ref() != Some(folder) {
            return;
        }
        let mount = Mount {
            application: above.application,
            folder: folder.clone(),
            account: above.account,
            facts: above.facts.clone(),
            is_root: false,
            within: parts
                .get(above.parts.len())
                .filter(|_| above.is_root)
                .cloned(),
            hidden: None,
            except: Vec::new(),
            parts,
        };
        self.put(&site, mount);
    }

    fn put(&mut self, site: &Name, mount: Mount<'a>) {
        self.by_url
            .insert(key(site, &mount.parts), self.mounts.len());
        self.mounts.push(mount);
    }

    /// What every mount loses to those below it: folders that their URL leads to from both, and folders that no URL leads to any
    /// more, which get a mount of their own.
    fn exceptions(&mut self) {
        let mut hidden: Vec<(usize, WinPath)> = Vec::new();
        for at in 0..self.mounts.len() {
            let mount = &self.mounts[at];
            let site = self.applications[mount.application].site.clone();
            let (parts, folder) = (mount.parts.clone(), mount.folder.clone());
            for length in 0..parts.len() {
                let Some(above) = self.by_url.get(&key(&site, &parts[..length])).copied() else {
                    continue;
                };
                let there = join(&self.mounts[above].folder, &parts[length..]);
                if there == folder {
                    self.mounts[above].except.push(there);
                } else {
                    hidden.push((above, there));
                }
            }
        }
        hidden.sort();
        for (above, folder) in hidden {
            self.hide(above, folder);
        }
        for mount in &mut self.mounts {
            mount.except.sort();
            let mut kept: Vec<WinPath> = Vec::new();
            for folder in std::mem::take(&mut mount.except) {
                if !kept.iter().any(|known| folder.is_under(known)) {
                    kept.push(folder);
                }
            }
            mount.except = kept;
        }
    }

    /// A mount for a folder of another whose URL leads elsewhere.
    fn hide(&mut self, above: usize, folder: WinPath) {
        let owner = &mut self.mounts[above];
        if owner.except.iter().any(|other| folder.is_under(other)) {
            return;
        }
        let inside = owner.except.iter().filter(|other| other.is_under(&folder));
        let except = inside.cloned().collect();
        owner.except.push(folder.clone());
        let mut parts = owner.parts.clone();
        parts.extend(below(&folder, &owner.folder));
        let hidden = Mount {
            application: owner.application,
            parts: owner.parts.clone(),
            account: owner.account,
            facts: owner.facts.clone(),
            is_root: false,
            within: None,
            hidden: Some(url(&parts)),
            except,
            folder,
        };
        self.mounts.push(hidden);
    }

    /// The mount that serves a URL.
    fn nearest(&self, site: &Name, parts: &[Name]) -> Option<usize> {
        (0..=parts.len())
            .rev()
            .find_map(|length| self.by_url.get(&key(site, &parts[..length])).copied())
    }

    /// Where a URL leads.
    fn locate(&self, site: &Name, parts: &[Name]) -> Option<WinPath> {
        let mount = &self.mounts[self.nearest(site, parts)?];
        Some(join(&mount.folder, &parts[mount.parts.len()..]))
    }

    /// The folder that an application's own URL leads to.
    pub fn root_of(&self, application: usize) -> WinPath {
        let application = &self.applications[application];
        let parts = parts(application.url.as_str());
        self.locate(&application.site, &parts)
            .unwrap_or_else(|| application.folder.clone())
    }

    /// The folders of the prefixes of a mount's URL, from the site's root to its own, each once.
    pub fn governing(&self, mount: &Mount) -> Vec<WinPath> {
        let site = &self.applications[mount.application].site;
        let mut folders = Vec::new();
        for length in 0..=mount.parts.len() {
            let folder = self.locate(site, &mount.parts[..length]);
            folders.extend(folder.filter(|folder| !folders.contains(folder)));
        }
        folders
    }
}

impl Mount<'_> {
    /// `/shop/img`
    pub fn url(&self) -> String {
        self.hidden.clone().unwrap_or_else(|| url(&self.parts))
    }
}

/// Every application with what its site says for it: of two descriptions of one the last in order, as where URLs are mapped.
fn applications(server: &Server) -> Vec<Application> {
    let mut sites = FxHashMap::default();
    let mut all: Vec<Application> = Vec::new();
    let mut by_url: FxHashMap<(Name, String), usize> = FxHashMap::default();
    for (site, fact) in server.sites() {
        if sites.contains_key(&site.name) {
            continue;
        }
        sites.insert(site.name.clone(), (site, fact));
        by_url.insert(key(&site.name, &[]), all.len());
        all.push(Application {
            site: site.name.clone(),
            url: Name::from("/"),
            folder: site.folder.clone(),
            settings: site.settings.clone(),
            facts: vec![fact],
        });
    }
    for (own, fact) in server.applications() {
        let Some((site, site_fact)) = sites.get(&own.site) else {
            continue;
        };
        let application = Application {
            site: own.site.clone(),
            url: own.url.clone(),
            folder: own.folder.clone(),
            settings: inherited(&own.settings, &site.settings),
            facts: vec![*site_fact, fact],
        };
        match by_url.entry(key(&own.site, &parts(own.url.as_str()))) {
            std::collections::hash_map::Entry::Occupied(known) => all[*known.get()] = application,
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(all.len());
                all.push(application);
            }
        }
    }
    all
}

fn parts(url: &str) -> Vec<Name> {
    url_parts(url).into_iter().map(Name::from).collect()
}

fn url(parts: &[Name]) -> String {
    let parts: Vec<&str> = parts.iter().map(Name::as_str).collect();
    format!("/{}", parts.join("/"))
}

fn key(site: &Name, parts: &[Name]) -> (Name, String) {
    let parts: Vec<&str> = parts.iter().map(Name::as_str).collect();
    (site.clone(), fold(&parts.join("/")))
}

fn join(folder: &WinPath, parts: &[Name]) -> WinPath {
    if parts.is_empty() {
        return folder.clone();
    }
    let parts: Vec<&str> = parts.iter().map(Name::as_str).collect();
    folder.join(&parts.join("\\"))
}

/// The names from a folder down to one below it.
fn below(path: &WinPath, folder: &WinPath) -> Vec<Name> {
    // Two spellings of a name have as many characters, though perhaps not as many bytes.
    let rest: String = path
        .as_str()
        .chars()
        .skip(folder.as_str().chars().count())
        .collect();
    rest.split('\\')
        .filter(|part| !part.is_empty())
        .map(Name::from)
        .collect()
}

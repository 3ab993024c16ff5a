//! The objects of a world, each with the one list that it has.

use std::collections::BTreeMap;

use poolproof::{
    nt::{AccessMask, Ace, AceFlags, AclState, ObjectKind, SecurityDescriptor},
    world::{
        Listing, ObjectNoun, Server, Statement, WinPath,
        footprint::{Footprint, Pattern, Role, Securable},
        other_machine,
        well_known::sid,
    },
};

/// An object.
#[derive(Clone, Debug)]
pub struct Thing {
    pub what: Securable,
    /// What it is called, the same in every world.
    pub name: String,
    pub kind: ObjectKind,
    pub list: SecurityDescriptor,
    /// Where it is; none for services and tasks. What nobody described is in the folder of that path, under no name.
    pub path: Option<WinPath>,
    /// Whether it is there, for all that is known.
    pub exists: bool,
}

impl Thing {
    /// The folder that it lies in.
    pub fn folder(&self) -> Option<WinPath> {
        match &self.what {
            Securable::File(path) | Securable::Folder(path) => path.parent(),
            Securable::FileIn(folder) | Securable::FolderIn(folder) => Some(folder.clone()),
            Securable::Key(_) | Securable::Service(_) | Securable::Task(_) => None,
        }
    }

    /// Whether it lies in that folder, at any depth, or is it.
    pub fn is_under(&self, folder: &WinPath) -> bool {
        match &self.what {
            Securable::File(path) | Securable::Folder(path) => path.is_under(folder),
            Securable::FileIn(own) | Securable::FolderIn(own) => own.is_under(folder),
            Securable::Key(_) | Securable::Service(_) | Securable::Task(_) => false,
        }
    }

    /// Whether it is a folder, named or not.
    pub fn is_folder(&self) -> bool {
        matches!(self.what, Securable::Folder(_) | Securable::FolderIn(_))
    }

    /// Whether it is a file, named or not.
    pub fn is_file(&self) -> bool {
        matches!(self.what, Securable::File(_) | Securable::FileIn(_))
    }
}

/// The objects while they are gathered.
struct Gathering<'a> {
    server: &'a Server,
    footprint: &'a Footprint,
    found: BTreeMap<Securable, Thing>,
    /// What has not exactly one list.
    open: Vec<String>,
}

/// Every object that a rule can be about.
///
/// # Errors
/// Objects whose list is not known.
pub fn things(
    server: &Server,
    footprint: &Footprint,
    asked: &[WinPath],
) -> Result<Vec<Thing>, Vec<String>> {
    let mut gathering = Gathering {
        server,
        footprint,
        found: BTreeMap::new(),
        open: Vec::new(),
    };
    gathering.described();
    for path in asked {
        gathering.path(path, None, true);
    }
    gathering.configured();
    gathering.ancestors();
    gathering.nameless();
    match gathering.open.is_empty() {
        true => Ok(gathering.found.into_values().collect()),
        false => Err(gathering.open),
    }
}

impl Gathering<'_> {
    fn described(&mut self) {
        let all: Vec<_> = self.server.objects().ids().collect();
        for id in all {
            let resource = self.server.objects().get(id);
            let (path, noun) = (resource.path().clone(), resource.noun());
            self.path(&path, Some(noun), true);
        }
        let documented: Vec<(WinPath, ObjectNoun)> = self
            .server
            .documented_facts()
            .filter_map(|(_, fact)| match &fact.statement {
                Statement::Object(object) => {
                    Some((object.path.expanded(self.server.windows()), object.noun))
                }
                _ => None,
            })
            .collect();
        for (path, noun) in documented {
            self.path(&path, Some(noun), true);
        }
    }

    /// What configuration speaks of is there.
    fn configured(&mut self) {
        for region in &self.footprint.regions {
            self.path(&region.folder, Some(ObjectNoun::Folder), true);
            for folder in region.except.iter() {
                self.path(folder, Some(ObjectNoun::Folder), true);
            }
            for obeys in &region.obeys {
                for folder in &obeys.folders {
                    self.path(folder, Some(ObjectNoun::Folder), true);
                }
            }
            for runs in &region.runs {
                if let Pattern::In(name) = &runs.files {
                    let folder = region.folder.join(name.as_str());
                    self.path(&folder, Some(ObjectNoun::Folder), true);
                }
            }
        }
        for used in &self.footprint.uses {
            self.securable(&used.what);
        }
        for secret in &self.footprint.secrets {
            for what in secret.files.iter().chain(&secret.key) {
                self.securable(what);
            }
            for folder in &secret.copies {
                self.path(folder, Some(ObjectNoun::Folder), true);
            }
        }
        for file in &self.footprint.account_database {
            self.path(file, Some(ObjectNoun::File), true);
        }
        for configuration in &self.footprint.configuration {
            self.securable(&configuration.file);
        }
    }

    /// The folders above everything that has been found, and the web.config that may be in each folder that is served.
    fn ancestors(&mut self) {
        let mut open: Vec<WinPath> = self.found.values().filter_map(Thing::folder).collect();
        while let Some(path) = open.pop() {
            open.extend(path.parent());
            self.path(&path, Some(ObjectNoun::Folder), true);
        }
        let obeyed = |folder: &WinPath| {
            self.footprint.regions.iter().any(|region| {
                let governs = |folder: &WinPath| {
                    region
                        .obeys
                        .iter()
                        .any(|obeys| obeys.folders.contains(folder))
                };
                governs(folder) || folder.is_under(&region.folder)
            })
        };
        let folders: Vec<WinPath> = self
            .found
            .keys()
            .filter_map(|what| match what {
                Securable::Folder(path) => Some(path.clone()),
                _ => None,
            })
            .filter(obeyed)
            .collect();
        for folder in folders {
            let file = folder.join("web.config");
            self.path(&file, Some(ObjectNoun::File), false);
        }
    }

    /// In every folder that is served, and in every cache, a file and a folder that nobody described.
    fn nameless(&mut self) {
        let is_cache = |path: &WinPath| {
            self.footprint.uses.iter().any(|used| {
                let cache = matches!(
                    used.role,
                    Role::CodeCache | Role::ResponseCache | Role::Temporary
                );
                cache && matches!(&used.what, Securable::Folder(folder) if path.is_under(folder))
            })
        };
        let served = |path: &WinPath| {
            let regions = &self.footprint.regions;
            regions.iter().any(|region| path.is_under(&region.folder))
        };
        let copies = |path: &WinPath| {
            let mut secrets = self.footprint.secrets.iter();
            secrets.any(|secret| secret.copies.iter().any(|folder| path.is_under(folder)))
        };
        let folders: Vec<WinPath> = self
            .found
            .keys()
            .filter_map(|what| match what {
                Securable::Folder(path) => Some(path.clone()),
                _ => None,
            })
            .filter(|path| served(path) || is_cache(path) || copies(path))
            .collect();
        for folder in folders {
            self.securable(&Securable::FileIn(folder.clone()));
            self.securable(&Securable::FolderIn(folder));
        }
    }

    fn securable(&mut self, what: &Securable) {
        let nameless = |folder: &WinPath| folder.join("\u{1}nameless");
        match what {
            Securable::File(path) => self.path(path, Some(ObjectNoun::File), true),
            Securable::Folder(path) => self.path(path, Some(ObjectNoun::Folder), true),
            Securable::Key(path) => self.key(path),
            Securable::FileIn(folder) => self.add(
                what.clone(),
                &nameless(folder),
                ObjectNoun::File,
                format!("a file in {}", folder.folded()),
                true,
            ),
            Securable::FolderIn(folder) => self.add(
                what.clone(),
                &nameless(folder),
                ObjectNoun::Folder,
                format!("a folder in {}", folder.folded()),
                true,
            ),
            Securable::Service(fact) => {
                let service = self.server.services().find(|(_, id)| id == fact);
                let Some((service, id)) = service else {
                    self.open.push(format!("{what:?}"));
                    return;
                };
                match self.server.list_of_service(service, id) {
                    Ok(list) => self.put(Thing {
                        what: what.clone(),
                        name: format!("service {}", service.name),
                        kind: ObjectKind::Service,
                        list: list.descriptor,
                        path: None,
                        exists: true,
                    }),
                    Err(why) => self.open.push(why),
                }
            }
            Securable::Task(fact) => {
                let task = self.server.tasks().find(|(_, id)| id == fact);
                let Some((task, _)) = task else {
                    self.open.push(format!("{what:?}"));
                    return;
                };
                match list_of_task(self.server, task.list.as_ref()) {
                    Some(list) => self.put(Thing {
                        what: what.clone(),
                        name: format!("task {}", task.name),
                        kind: ObjectKind::File,
                        list,
                        path: None,
                        exists: true,
                    }),
                    None => self.open.push(format!("the list of task {}", task.name)),
                }
            }
        }
    }

    /// What is at that path.
    fn path(&mut self, path: &WinPath, noun: Option<ObjectNoun>, exists: bool) {
        let described = self.server.describe(path, noun);
        let path = described.path.clone();
        let what = match described.kind {
            ObjectKind::Folder => Securable::Folder(path.clone()),
            ObjectKind::Key => {
                self.key(&path);
                return;
            }
            _ => Securable::File(path.clone()),
        };
        let noun = match described.kind {
            ObjectKind::Folder => ObjectNoun::Folder,
            _ => ObjectNoun::File,
        };
        let there = exists || described.resource.is_some() || described.documented.is_some();
        let name = path.folded();
        self.add(what, &path, noun, name, there);
    }

    fn add(
        &mut self,
        what: Securable,
        path: &WinPath,
        noun: ObjectNoun,
        name: String,
        exists: bool,
    ) {
        if self.found.contains_key(&what) {
            return;
        }
        let described = self.server.describe(path, Some(noun));
        let [one] = described.completions.as_slice() else {
            self.open.push(format!("{name}: {:?}", described.gaps));
            return;
        };
        if one.owner_unknown {
            self.open.push(format!("the owner of {name}"));
            return;
        }
        self.put(Thing {
            name,
            kind: described.kind,
            list: (*one.descriptor).clone(),
            path: Some(described.path.clone()),
            exists,
            what,
        });
    }

    /// A key: as described, else what services and components have by default.
    fn key(&mut self, path: &WinPath) {
        let described = self.server.describe(path, Some(ObjectNoun::Key));
        let what = Securable::Key(described.path.clone());
        let name = described.path.folded();
        if described.resource.is_some() || described.documented.is_some() {
            self.add(what, path, ObjectNoun::Key, name, true);
            return;
        }
        if self.found.contains_key(&what) {
            return;
        }
        self.put(Thing {
            what,
            name,
            kind: ObjectKind::Key,
            list: list_of(&[
                (sid::SYSTEM, 0xF_003F),
                (sid::ADMINISTRATORS, 0xF_003F),
                (sid::USERS, 0x2_0019),
            ]),
            path: Some(described.path),
            exists: true,
        });
    }

    fn put(&mut self, thing: Thing) {
        self.found.entry(thing.what.clone()).or_insert(thing);
    }
}

fn list_of(lines: &[(poolproof::nt::Sid, u32)]) -> SecurityDescriptor {
    let allow = |(sid, mask): &(poolproof::nt::Sid, u32)| {
        Ace::allow(*sid, AccessMask(*mask), AceFlags::NONE)
    };
    SecurityDescriptor {
        owner: Some(sid::ADMINISTRATORS),
        group: Some(sid::SYSTEM),
        dacl: AclState::of(lines.iter().map(allow).collect()),
        ..SecurityDescriptor::default()
    }
}

fn list_of_task(server: &Server, list: Option<&Listing>) -> Option<SecurityDescriptor> {
    let full = [(sid::SYSTEM, 0x1F_01FF), (sid::ADMINISTRATORS, 0x1F_01FF)];
    let mut descriptor = match list {
        None => list_of(&full),
        Some(Listing::Sddl(text)) => {
            SecurityDescriptor::from_sddl(text, &server.accounts().domains()).ok()?
        }
        Some(Listing::Lines(lines)) => {
            let mut aces = Vec::new();
            for line in lines {
                let who = server.accounts().look_up(&line.who)?;
                let sid = server.principal(who).key();
                aces.push(line.effect.ace(sid, line.mask, AceFlags::NONE));
            }
            SecurityDescriptor {
                dacl: AclState::of(aces),
                ..list_of(&[])
            }
        }
    };
    descriptor.owner = descriptor.owner.or(Some(sid::ADMINISTRATORS));
    Some(descriptor.attach(ObjectKind::File))
}

/// The machine that the object is on, if it is another one.
pub fn elsewhere(server: &Server, thing: &Thing) -> Option<poolproof::world::Name> {
    other_machine(thing.path.as_ref()?, server)
}

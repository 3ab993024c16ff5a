//! What handlers use beside the content: extensions, caches, what the application is said to use, machine keys, filters.

use super::{
    Survey,
    map::{Map, Mount},
    places,
    regions::{Desk, Placed},
    settings::Held,
    why,
};
use crate::{
    iis::{
        settings::is_asp_net,
        version::{Era, Generation, Version},
    },
    world::{
        ApplicationSettings, Cache, FactId, Handler, IisSetting, Name, Rule, Server, Statement,
        Use as Used, WinPath,
        footprint::{ApplicationName, HostId, Role, Securable},
    },
};

static EXTENSION: Rule = Rule::of(
    "an extension is loaded into the process that hosts it",
    "IIS \"ISAPI extensions\"; KB 319067",
);
static ASP: Rule = Rule::of(
    "the engine of ASP is an extension, asp.dll",
    "KB 236855; IIS \"asp\"",
);
static BESIDE: Rule = Rule::of(
    "what an extension needs is looked for in its own folder first",
    "Win32 \"LoadLibraryEx\"",
);
static BIN: Rule = Rule::of(
    "ASP.NET looks for libraries in the application's bin",
    "ASP.NET \"project folder structure\"",
);
static FILTER: Rule = Rule::of(
    "a filter is loaded into every process that serves its sites",
    "KB 319067; IIS 6.0 \"ISAPI filters\"",
);
static COMPRESSION: Rule = Rule::of(
    "compressed responses are kept by the process that serves them",
    "IIS 6.0 \"HTTP compression\"; IIS \"httpCompression\"",
);
static TEMPLATES: Rule = Rule::of(
    "the process that runs asp.dll keeps compiled pages",
    "IIS \"AspDiskTemplateCacheDirectory\"",
);
static COMPILED: Rule = Rule::of(
    "ASP.NET keeps what it compiles and runs it from there",
    "ASP.NET \"compilation tempDirectory\"",
);
static SAID: Rule = Rule::of(
    "the application is said to use it",
    "IIS \"planning the security of an application\"",
);
static MACHINE_KEY: Rule = Rule::of(
    "whoever knows the machine key can forge what ASP.NET takes apart as its own",
    "ASP.NET \"machineKey\"",
);

/// The caches that are said for the whole server, and whether each pool has a folder of its own in them.
pub(super) struct Caches {
    said: Vec<(Cache, WinPath, FactId)>,
    per_pool: bool,
    compiled: Vec<WinPath>,
}

impl Caches {
    pub fn of(server: &Server, version: &Version) -> Caches {
        let said = server.iis_settings().filter_map(|(setting, fact)| {
            let IisSetting::Cache { cache, path } = setting else {
                return None;
            };
            Some((*cache, path.clone(), fact))
        });
        let shared = server
            .reading("X31")
            .is_some_and(|(reading, _)| reading.is("A"));
        Caches {
            said: said.collect(),
            per_pool: version.era == Era::Iis7 && !shared,
            compiled: places::frameworks(server, version)
                .iter()
                .map(|folder| folder.join("Temporary ASP.NET Files"))
                .collect(),
        }
    }

    /// Where a cache lies for a mount, with what says so.
    fn places(
        &self,
        server: &Server,
        version: &Version,
        held: &Held,
        cache: Cache,
    ) -> (Vec<WinPath>, Vec<FactId>) {
        let own = held
            .settings
            .caches
            .iter()
            .find(|(known, _)| *known == cache);
        // Before 7.0 one cache of compressed responses serves all sites.
        let own = own.filter(|_| cache != Cache::Compression || version.era == Era::Iis7);
        if let Some((_, path)) = own {
            let path = path.expanded(server.windows());
            return (vec![path], held.facts.clone());
        }
        let said = self.said.iter().find(|(known, ..)| *known == cache);
        let (folders, facts) = match said {
            Some((_, path, fact)) => (vec![path.clone()], vec![*fact]),
            None => match places::cache(version, cache) {
                Some(place) => (vec![WinPath::new(place)], Vec::new()),
                None if cache == Cache::AspNetTemporary => (self.compiled.clone(), Vec::new()),
                None => (Vec::new(), Vec::new()),
            },
        };
        let pool = held.pool.as_ref().filter(|_| self.per_pool);
        let folders = folders.into_iter().map(|folder| {
            let folder = folder.expanded(server.windows());
            match pool.filter(|pool| can_be_a_folder(pool)) {
                Some(pool) => folder.join(pool.as_str()),
                None => folder,
            }
        });
        (folders.collect(), facts)
    }
}

/// Whether a folder can have the name of a pool.
pub(super) fn can_be_a_folder(pool: &Name) -> bool {
    !pool
        .as_str()
        .contains(['*', '?', '\\', '/', ':', '"', '<', '>', '|'])
}

impl Survey<'_> {
    /// What the handlers of a mount use.
    pub fn of_settings(
        &mut self,
        desk: &Desk,
        map: &Map,
        (name, mount): (&ApplicationName, &Mount),
        held: &Held,
        placed: &[Placed],
    ) {
        for one in placed {
            match one.handler {
                None => self.cache(desk, name, held, (one, Cache::Compression)),
                Some(Handler::Asp) => {
                    self.extension(name, one, &WinPath::new(places::ASP), &ASP);
                    self.cache(desk, name, held, (one, Cache::AspTemplates));
                }
                Some(handler) if is_asp_net(handler) => {
                    self.cache(desk, name, held, (one, Cache::AspNetTemporary));
                    if mount.is_root {
                        let bin = Securable::Folder(mount.folder.join("bin"));
                        let why = why(&BIN, one.why.facts.clone());
                        self.uses(one.host, Some(name), (bin, Role::Libraries), why);
                    }
                    self.machine_keys(map, (name, mount), held, one);
                }
                Some(Handler::Isapi(path, _)) => self.extension(name, one, path, &EXTENSION),
                Some(Handler::Cgi(path)) => {
                    self.runs_program(one.host, path, one.why.facts.clone());
                }
                Some(_) => {}
            }
        }
        // Code uses what its application is said to use; where no handler is declared, the pool's worker does.
        let declared = placed.iter().filter(|one| one.handler.is_some());
        let mut hosts: Vec<HostId> = declared.map(|one| one.host).collect();
        if held.settings.handlers.is_empty() && desk.version.generation == Generation::Workers {
            hosts.extend(placed.iter().map(|one| one.host));
        }
        hosts.sort();
        hosts.dedup();
        for used in &held.settings.uses {
            for host in &hosts {
                match used {
                    Used::Component(component) => {
                        self.uses_component(*host, name, component, &held.facts);
                    }
                    Used::Path(path) => self.uses_path(*host, name, path, &held.facts),
                }
            }
        }
    }

    fn extension(
        &mut self,
        name: &ApplicationName,
        one: &Placed,
        path: &WinPath,
        rule: &'static Rule,
    ) {
        let path = path.expanded(self.server.windows());
        let beside = path.parent().map(Securable::Folder);
        let facts = || one.why.facts.clone();
        let program = (Securable::File(path), Role::Program);
        self.uses(one.host, Some(name), program, why(rule, facts()));
        if let Some(folder) = beside {
            let folder = (folder, Role::Libraries);
            self.uses(one.host, Some(name), folder, why(&BESIDE, facts()));
        }
    }

    fn cache(
        &mut self,
        desk: &Desk,
        name: &ApplicationName,
        held: &Held,
        (one, cache): (&Placed, Cache),
    ) {
        let (role, rule) = match cache {
            Cache::Compression => (Role::ResponseCache, &COMPRESSION),
            Cache::AspTemplates => (Role::CodeCache, &TEMPLATES),
            Cache::AspNetTemporary => (Role::CodeCache, &COMPILED),
        };
        let (folders, said) = desk.caches.places(self.server, &desk.version, held, cache);
        for folder in folders {
            let facts = [&one.why.facts[..], &said].concat();
            let folder = (Securable::Folder(folder), role);
            self.uses(one.host, Some(name), folder, why(rule, facts));
        }
    }

    fn uses_path(
        &mut self,
        host: HostId,
        name: &ApplicationName,
        path: &WinPath,
        facts: &[FactId],
    ) {
        let path = path.expanded(self.server.windows());
        let role = if is_program(&path) {
            Role::Program
        } else {
            Role::Data
        };
        let what = self.kind_of(path);
        self.uses(host, Some(name), (what, role), why(&SAID, facts));
    }

    /// What a path is that is named without a noun: what is described there, else a key by its root, else a file.
    fn kind_of(&self, path: WinPath) -> Securable {
        use crate::world::ObjectNoun::{File, Folder, Key};
        let objects = self.server.objects();
        let described = objects.at(&path).map(|id| objects.get(id).noun());
        let is_key = || path.as_str().to_ascii_uppercase().starts_with("HK");
        match described {
            Some(Folder) => Securable::Folder(path),
            Some(File) => Securable::File(path),
            Some(Key) => Securable::Key(path),
            None if is_key() => Securable::Key(path),
            None if !objects.under(&path).is_empty() => Securable::Folder(path),
            None => Securable::File(path),
        }
    }

    /// The web.config files with a machine key that an application of ASP.NET goes by.
    fn machine_keys(
        &mut self,
        map: &Map,
        (name, mount): (&ApplicationName, &Mount),
        held: &Held,
        one: &Placed,
    ) {
        if !held.settings.stores_machine_key {
            return;
        }
        for (folder, settings, fact) in sources(self.server, map, mount, held) {
            if settings.stores_machine_key {
                let file = Securable::File(folder.join("web.config"));
                let why = why(&MACHINE_KEY, [fact]);
                self.uses(one.host, Some(name), (file, Role::MachineKey), why);
            }
        }
    }

    /// The filters, in each process that serves their sites.
    pub fn of_filters(&mut self, desk: &Desk) {
        let server = self.server;
        for (setting, fact) in server.iis_settings() {
            let IisSetting::Filter { path, site } = setting else {
                continue;
            };
            let hosts: Vec<HostId> = match (site, desk.version.generation) {
                (_, Generation::Inetinfo) => {
                    let core = self.process(&crate::iis::seats::core());
                    core.into_iter().collect()
                }
                (Some(site), Generation::Workers) => {
                    desk.cores.get(site).cloned().unwrap_or_default()
                }
                (None, Generation::Workers) => {
                    let workers = self.footprint.ids();
                    let workers =
                        workers.filter(|(_, host)| host.pool.is_some() && host.starter.is_none());
                    workers.map(|(id, _)| id).collect()
                }
            };
            let path = path.expanded(server.windows());
            for host in hosts {
                let program = (Securable::File(path.clone()), Role::Program);
                self.uses(host, None, program, why(&FILTER, [fact]));
                if let Some(folder) = path.parent() {
                    let folder = (Securable::Folder(folder), Role::Libraries);
                    self.uses(host, None, folder, why(&BESIDE, [fact]));
                }
            }
        }
    }
}

/// What the site, the application and web.config files say for a mount, each with the folder whose web.config would hold it.
pub(super) fn sources<'a>(
    server: &'a Server,
    map: &Map<'a>,
    mount: &Mount,
    held: &Held,
) -> Vec<(WinPath, &'a ApplicationSettings, FactId)> {
    let application = &map.applications[mount.application];
    let mut found = Vec::new();
    for fact in &application.facts {
        match &server.fact(*fact).statement {
            Statement::Site(site) => {
                let root = held.governing.first().cloned();
                found.push((
                    root.unwrap_or_else(|| site.folder.clone()),
                    &site.settings,
                    *fact,
                ));
            }
            Statement::Application(own) => {
                found.push((map.root_of(mount.application), &own.settings, *fact));
            }
            _ => {}
        }
    }
    if held.ignored.is_none() {
        for folder in &held.governing {
            for (settings, fact) in map.web_configs.get(folder).into_iter().flatten() {
                found.push((folder.clone(), settings, *fact));
            }
        }
    }
    found
}

/// Whether a file of that name is code.
fn is_program(path: &WinPath) -> bool {
    let name = path.file_name();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| {
        ["dll", "exe", "ocx"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(ending))
    })
}

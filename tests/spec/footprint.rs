//! What belongs to an application, decided anew from the facts: every URL is tried for every path, one after the other.
//!
//! It tells sentences about names. It knows no regions, no hosts and no ids, and asks for one file at a time.

mod runs;

use std::collections::BTreeSet;

use poolproof::world::{
    Anonymous, ApplicationSettings, Cache, Fact, Handler, IisSetting, IisVersion, PoolIdentity,
    ServerStatement, Statement, Who, WinPath,
};

/// The sentences about a world: what is served, run, kept and stored, for these paths.
pub fn told(facts: &[Fact], paths: &[WinPath]) -> BTreeSet<String> {
    let machine = facts.iter().find_map(|fact| match &fact.statement {
        Statement::Server(server) => Some(server),
        _ => None,
    });
    let world = World {
        facts,
        machine: machine.expect("a sketch says which IIS it is"),
    };
    let mut told = BTreeSet::new();
    for path in paths {
        told.extend(world.about(path));
    }
    for start in world.starts() {
        for folder in world.folders_of(&start) {
            told.extend(world.caches(&start, &folder));
        }
    }
    told.extend(world.secrets());
    told
}

struct World<'a> {
    facts: &'a [Fact],
    machine: &'a ServerStatement,
}

/// An application, or a virtual folder of one: where something begins.
#[derive(Clone)]
struct Start {
    site: String,
    /// The application.
    application: String,
    url: String,
    folder: WinPath,
    settings: ApplicationSettings,
}

impl World<'_> {
    fn version(&self) -> IisVersion {
        self.machine.iis.expect("a sketch says which IIS it is")
    }

    fn has_workers(&self) -> bool {
        self.version() >= IisVersion::V6_0 && !self.machine.isolation_mode
    }

    fn seven(&self) -> bool {
        self.version() >= IisVersion::V7_0
    }

    fn iis(&self) -> impl Iterator<Item = &IisSetting> {
        self.facts.iter().filter_map(|fact| match &fact.statement {
            Statement::Iis(setting) => Some(setting),
            _ => None,
        })
    }

    fn applications(&self) -> Vec<Start> {
        let mut all = Vec::new();
        for fact in self.facts {
            if let Statement::Site(site) = &fact.statement {
                all.push(Start {
                    site: site.name.to_string(),
                    application: "/".into(),
                    url: "/".into(),
                    folder: site.folder.clone(),
                    settings: site.settings.clone(),
                });
            }
        }
        let roots = all.clone();
        for fact in self.facts {
            if let Statement::Application(own) = &fact.statement {
                let site = own.site.to_string();
                let root = roots.iter().find(|root| root.site == site);
                all.push(Start {
                    application: own.url.to_string(),
                    url: own.url.to_string(),
                    folder: own.folder.clone(),
                    settings: over(&own.settings, &root.expect("it is declared").settings),
                    site,
                });
            }
        }
        all
    }

    /// Applications and virtual folders.
    fn starts(&self) -> Vec<Start> {
        let mut all = self.applications();
        for fact in self.facts {
            if let Statement::VirtualFolder(folder) = &fact.statement {
                let (site, url) = (folder.site.to_string(), folder.url.to_string());
                let owner = nearest(&self.applications(), &site, &url).expect("a root is nearest");
                all.push(Start {
                    url,
                    folder: folder.folder.clone(),
                    ..owner
                });
            }
        }
        all
    }

    /// Where a path can be asked for: the start, the URL, and whether that URL leads there.
    fn about(&self, path: &WinPath) -> Vec<String> {
        let starts = self.starts();
        let mut told = Vec::new();
        for start in &starts {
            if !path.is_under(&start.folder) {
                continue;
            }
            let rest = &path.as_str()[start.folder.as_str().len()..];
            let url = join(&start.url, rest);
            if self.is_anothers(start, path, &starts) {
                continue;
            }
            let found = nearest(&starts, &start.site, &url).expect("a root is nearest");
            told.push(format!(
                "{path} is served by {}{}",
                start.site, start.application
            ));
            if place(&found, &url) != *path {
                // It lies there, and its URL leads elsewhere.
                continue;
            }
            let settings = self.settings(start, path);
            for (image, why) in self.runs(start, &settings, path) {
                let who = format!("{}{}", start.site, start.application);
                told.push(format!("{path} is run in {image} of {who} as {why}"));
            }
        }
        told
    }

    /// Whether it lies in a folder, or is one, that another application serves below that start.
    fn is_anothers(&self, start: &Start, path: &WinPath, starts: &[Start]) -> bool {
        let mut next = Some(path.clone());
        while let Some(here) = next.filter(|here| here.is_under(&start.folder)) {
            let rest = &here.as_str()[start.folder.as_str().len()..];
            let url = join(&start.url, rest);
            let found = nearest(starts, &start.site, &url).expect("a root is nearest");
            if place(&found, &url) == here && found.application != start.application {
                return true;
            }
            next = here.parent();
        }
        false
    }

    /// What holds for a file of a start: web.config files from the site's root down may change it.
    fn settings(&self, start: &Start, path: &WinPath) -> ApplicationSettings {
        let mut settings = start.settings.clone();
        let rest = &path.as_str()[start.folder.as_str().len()..];
        let url = join(&start.url, rest);
        let starts = self.starts();
        let mut prefix = String::from("/");
        let mut folders = Vec::new();
        for part in ["", ""]
            .into_iter()
            .chain(url.split('/').filter(|part| !part.is_empty()))
        {
            prefix = join(&prefix, part);
            let found = nearest(&starts, &start.site, &prefix).expect("a root is nearest");
            let folder = place(&found, &prefix);
            if !folders.contains(&folder) {
                folders.push(folder);
            }
        }
        for folder in folders {
            for setting in self.iis() {
                let IisSetting::WebConfig {
                    folder: of,
                    settings: by,
                } = setting
                else {
                    continue;
                };
                if *of == folder {
                    self.delegate(&mut settings, by);
                }
            }
        }
        settings
    }

    /// A web.config replaces the handlers from 7.0 on, unless a section that it sets is locked; before, only how ASP.NET impersonates.
    fn delegate(&self, settings: &mut ApplicationSettings, by: &ApplicationSettings) {
        let locked = |section: &str, shipped: bool| {
            let said: Vec<bool> = self
                .iis()
                .filter_map(|setting| match setting {
                    IisSetting::Section {
                        section: name,
                        locked,
                    } if name.is(section) => Some(*locked),
                    _ => None,
                })
                .collect();
            said.iter().any(|locked| *locked) || (said.is_empty() && shipped)
        };
        if self.seven() {
            let sets_handlers = by.handlers.iter().any(|handler| !asp_net(handler));
            let refused = (sets_handlers && locked("handlers", false))
                || (by.anonymous.is_some() && locked("anonymousAuthentication", true));
            if !refused {
                *settings = over(by, settings);
            }
            return;
        }
        if let Some(wanted) = by.handlers.iter().find(|handler| asp_net(handler)) {
            for handler in &mut settings.handlers {
                if asp_net(handler) {
                    handler.clone_from(wanted);
                }
            }
        }
    }

    /// The folders of a start in which settings of their own may hold.
    fn folders_of(&self, start: &Start) -> Vec<WinPath> {
        let starts = self.starts();
        let mut folders = Vec::new();
        let own = nearest(&starts, &start.site, &start.url).expect("a root is nearest");
        if own.folder == start.folder {
            folders.push(start.folder.clone());
        }
        for setting in self.iis() {
            let IisSetting::WebConfig { folder, .. } = setting else {
                continue;
            };
            if !folder.is_under(&start.folder) {
                continue;
            }
            let url = join(&start.url, &folder.as_str()[start.folder.as_str().len()..]);
            let found = nearest(&starts, &start.site, &url).expect("a root is nearest");
            if place(&found, &url) == *folder && found.application == start.application {
                folders.push(folder.clone());
            }
        }
        folders
    }

    /// The caches of an application by default, or where it is said.
    fn caches(&self, start: &Start, folder: &WinPath) -> Vec<String> {
        let settings = self.settings(start, folder);
        let runs = |wanted: fn(&Handler) -> bool| {
            settings
                .handlers
                .iter()
                .any(|handler| wanted(handler) && self.image(handler, &settings).is_some())
        };
        let mut told = Vec::new();
        let pool = settings
            .pool
            .as_ref()
            .map_or("DefaultAppPool", |pool| pool.as_str());
        let mut say = |cache: Cache, default: Option<String>| {
            let own = settings.caches.iter().find(|(known, _)| *known == cache);
            let own = own.filter(|_| self.seven() || cache != Cache::Compression);
            let said = self.iis().find_map(|setting| match setting {
                IisSetting::Cache { cache: known, path } if *known == cache => {
                    Some(path.to_string())
                }
                _ => None,
            });
            let place = match (own, said.or(default)) {
                (Some((_, path)), _) => path.to_string(),
                (None, Some(place)) if self.seven() => format!("{place}\\{pool}"),
                (None, Some(place)) => place,
                (None, None) => return,
            };
            let who = format!("{}{}", start.site, start.application);
            told.push(format!(
                "{who} keeps {cache:?} in {}",
                place.to_ascii_lowercase()
            ));
        };
        let windows = self.windows();
        let temporary = if self.seven() {
            "C:\\inetpub\\temp".to_owned()
        } else {
            windows.to_owned()
        };
        let four = self.version() == IisVersion::V4_0;
        let compressed = format!("{temporary}\\IIS Temporary Compressed Files");
        say(Cache::Compression, (!four).then_some(compressed));
        if runs(|handler| matches!(handler, Handler::Asp)) {
            let folder = if self.seven() {
                temporary
            } else {
                format!("{windows}\\system32\\inetsrv")
            };
            let templates = format!("{folder}\\ASP Compiled Templates");
            say(Cache::AspTemplates, (!four).then_some(templates));
        }
        if runs(asp_net) {
            let runtime = match self.version() {
                version if version < IisVersion::V7_0 => "Framework\\v1.1.4322",
                version if version < IisVersion::V8_0 => "Framework\\v2.0.50727",
                _ => "Framework64\\v4.0.30319",
            };
            let folder = format!("{windows}\\Microsoft.NET\\{runtime}\\Temporary ASP.NET Files");
            say(Cache::AspNetTemporary, Some(folder));
        }
        told
    }

    /// The passwords that are stored: of pools, virtual folders, anonymous accounts, and accounts that are impersonated.
    fn secrets(&self) -> Vec<String> {
        let mut told = Vec::new();
        let mut say = |who: &Who, place: &str| {
            // The accounts of sketches are the machine's own, but for the built-in one.
            let name = who.to_string();
            if name != "IUSR" || !self.seven() {
                told.push(format!(
                    "{} is known from {place}",
                    name.to_ascii_lowercase()
                ));
            }
        };
        let of_pools = if self.seven() {
            "iisWasKey"
        } else {
            "the metabase"
        };
        let of_others = if self.seven() {
            "iisConfigurationKey"
        } else {
            "the metabase"
        };
        for fact in self.facts {
            match &fact.statement {
                Statement::Pool(pool) if self.has_workers() => {
                    if let Some(PoolIdentity::Account(who)) = &pool.identity {
                        say(who, of_pools);
                    }
                }
                Statement::VirtualFolder(folder) => {
                    if let Some(who) = &folder.account {
                        say(who, of_others);
                    }
                }
                _ => {}
            }
        }
        for application in self.applications() {
            if let Some(Anonymous::Account(who)) = &application.settings.anonymous {
                say(who, of_others);
            }
        }
        told
    }
}

/// One over the other, as far as sketches say anything.
fn over(own: &ApplicationSettings, below: &ApplicationSettings) -> ApplicationSettings {
    let mut settings = below.clone();
    settings.pool = own.pool.clone().or(settings.pool);
    settings.anonymous = own.anonymous.clone().or(settings.anonymous);
    settings.protection = own.protection.or(settings.protection);
    if !own.handlers.is_empty() {
        settings.handlers.clone_from(&own.handlers);
    }
    for (cache, path) in &own.caches {
        settings.caches.retain(|(known, _)| known != cache);
        settings.caches.push((*cache, path.clone()));
    }
    settings
}

fn asp_net(handler: &Handler) -> bool {
    matches!(handler, Handler::AspNet | Handler::AspNetImpersonating(_))
}

/// The start with the longest URL that begins a URL; of two alike the virtual folder, which comes later.
fn nearest(starts: &[Start], site: &str, url: &str) -> Option<Start> {
    let begins = |start: &&Start| {
        let prefix = start.url.trim_matches('/');
        let url = url.trim_matches('/');
        start.site == site
            && (prefix.is_empty() || url == prefix || url.starts_with(&format!("{prefix}/")))
    };
    let of = |start: &&Start| start.url.trim_matches('/').len();
    starts.iter().filter(begins).max_by_key(of).cloned()
}

fn place(start: &Start, url: &str) -> WinPath {
    let rest = url.trim_matches('/')[start.url.trim_matches('/').len()..].trim_matches('/');
    if rest.is_empty() {
        start.folder.clone()
    } else {
        start.folder.join(&rest.replace('/', "\\"))
    }
}

fn join(url: &str, rest: &str) -> String {
    let rest = rest.replace('\\', "/");
    format!(
        "/{}",
        format!("{url}/{rest}")
            .split('/')
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("/")
    )
}

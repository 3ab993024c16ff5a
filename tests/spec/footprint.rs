//! What belongs to an application, decided anew from the facts: every URL is tried for every path, one after the other.
//!
//! It tells sentences about names. It knows no regions, no hosts and no ids, and asks for one file at a time.

use std::collections::BTreeSet;

use poolproof::world::{
    Anonymous, ApplicationSettings, Cache, Fact, Handler, IisSetting, IisVersion, MachineState,
    PoolIdentity, Program, Protection, ServerStatement, Statement, Who, WinPath,
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
    for application in world.applications() {
        told.extend(world.caches(&application));
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
            let found = nearest(&starts, &start.site, &url).expect("a root is nearest");
            if place(&found, &url) == *path && found.application != start.application {
                // The other application serves it at that URL, so it is the other's.
                continue;
            }
            told.push(format!(
                "{path} is served by {}{}",
                start.site, start.application
            ));
            let settings = self.settings(start, path);
            for (image, why) in self.runs(start, &settings, path) {
                let who = format!("{}{}", start.site, start.application);
                told.push(format!("{path} is run in {image} of {who} as {why}"));
            }
        }
        told
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

    /// In which programs a file is run, and as what.
    fn runs(
        &self,
        start: &Start,
        settings: &ApplicationSettings,
        path: &WinPath,
    ) -> Vec<(String, &'static str)> {
        let mut found = Vec::new();
        let names: Vec<&str> = path.as_str()[start.folder.as_str().len()..]
            .split('\\')
            .filter(|name| !name.is_empty())
            .collect();
        let Some(name) = names.last() else {
            return found;
        };
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let is_root = start.url == start.application;
        // A handler that names the extension goes before one for which it is usual.
        let named = |handler: &&Handler| match handler {
            Handler::Isapi(_, Some(named)) => named.as_str().trim_start_matches('.') == ending,
            _ => false,
        };
        let usual = |handler: &&Handler| match handler {
            Handler::Asp => {
                ending == "asp" || (!self.seven() && ["asa", "cdx", "cer"].contains(&ending))
            }
            Handler::Php | Handler::PhpImpersonating => ending == "php",
            handler => {
                asp_net(handler)
                    && ["aspx", "ashx", "asmx", "axd", "rem", "soap", "svc"].contains(&ending)
            }
        };
        let page = settings.handlers.iter().find(named);
        let page = page.or_else(|| settings.handlers.iter().find(usual));
        if let Some(handler) = page {
            found.extend(self.image(handler, settings).map(|image| (image, "a page")));
        }
        for handler in &settings.handlers {
            let Some(image) = self.image(handler, settings) else {
                continue;
            };
            let own = match handler {
                Handler::Asp => is_root && names == ["global.asa"],
                Handler::AspNetCoreInProcess | Handler::AspNetCoreOutOfProcess => {
                    ["dll", "exe"].contains(&ending)
                }
                Handler::Isapi(_, None) => ending == "dll",
                Handler::Cgi(_) => ending == "exe",
                handler if asp_net(handler) => {
                    let folder = names.len() > 1 && ["bin", "App_Code"].contains(&names[0]);
                    is_root && (folder || names == ["global.asax"])
                }
                _ => false,
            };
            if own {
                found.push((image, "its own"));
            }
        }
        let executes = settings.handlers.iter().any(|handler| {
            matches!(handler, Handler::Isapi(_, None) | Handler::Cgi(_))
                && self.image(handler, settings).is_some()
        });
        if executes && self.version() <= IisVersion::V5_1 {
            found.extend(
                self.listed(name)
                    .map(|why| ("inetinfo.exe".to_owned(), why)),
            );
        }
        found
    }

    /// How a name lets a file of whatever folder into inetinfo.exe.
    fn listed(&self, name: &str) -> Option<&'static str> {
        let unpatched = self.facts.iter().any(|fact| {
            matches!(
                &fact.statement,
                Statement::Machine(MachineState::MissingPatch { .. })
            )
        });
        let early = self.machine.service_pack.is_none_or(|pack| pack <= 2);
        let by_path = (self.version() == IisVersion::V5_0 && early).then_some(if unpatched {
            "a listed name"
        } else {
            "a listed name, by a defect"
        });
        let said: Option<&Vec<Program>> = self.iis().find_map(|setting| match setting {
            IisSetting::InProcessExtensions { programs } => Some(programs),
            _ => None,
        });
        let Some(programs) = said else {
            let by_setup = ["httpext.dll", "httpodbc.dll", "ssinc.dll", "msw3prt.dll"];
            return by_path.filter(|_| by_setup.contains(&name));
        };
        let bare = programs
            .iter()
            .any(|program| matches!(program, Program::Bare(bare) if bare.is(name)));
        let full = programs.iter().any(|program| {
            matches!(program, Program::Path(path) if path.file_name().eq_ignore_ascii_case(name))
        });
        if bare {
            return Some("a listed name");
        }
        by_path.filter(|_| full)
    }

    /// The program in which a handler's code runs.
    fn image(&self, handler: &Handler, settings: &ApplicationSettings) -> Option<String> {
        let workers = self.has_workers();
        let four = self.version() == IisVersion::V4_0;
        let extension = |path: Option<&WinPath>| {
            if workers {
                return Some("w3wp.exe");
            }
            if path.is_some_and(|path| self.in_process(path)) {
                return Some("inetinfo.exe");
            }
            match settings.protection {
                Some(Protection::InProcess) => Some("inetinfo.exe"),
                Some(Protection::Pooled) if four => None,
                None if four => Some("inetinfo.exe"),
                Some(Protection::Isolated) if four => Some("mtx.exe"),
                Some(Protection::Pooled | Protection::Isolated) | None => Some("dllhost.exe"),
            }
        };
        let image = match handler {
            Handler::Asp => extension(Some(&self.engine())),
            Handler::Isapi(path, _) => extension(Some(path)),
            Handler::AspNetCoreInProcess => self.seven().then_some("w3wp.exe"),
            Handler::AspNetCoreOutOfProcess => self.seven().then_some("dotnet.exe"),
            Handler::Php | Handler::PhpImpersonating => workers.then_some("php-cgi.exe"),
            Handler::Cgi(path) => Some(path.file_name()),
            Handler::AspNet | Handler::AspNetImpersonating(_) if workers => Some("w3wp.exe"),
            Handler::AspNet | Handler::AspNetImpersonating(_) => (!four).then_some("aspnet_wp.exe"),
        };
        image.map(str::to_owned)
    }

    fn engine(&self) -> WinPath {
        let windows = self.windows();
        WinPath::new(&format!("{windows}\\System32\\inetsrv\\asp.dll"))
    }

    fn windows(&self) -> &'static str {
        if self.version() <= IisVersion::V5_0 {
            "C:\\WINNT"
        } else {
            "C:\\WINDOWS"
        }
    }

    fn in_process(&self, path: &WinPath) -> bool {
        let name = path.file_name().to_ascii_lowercase();
        let said: Option<&Vec<Program>> = self.iis().find_map(|setting| match setting {
            IisSetting::InProcessExtensions { programs } => Some(programs),
            _ => None,
        });
        let by_path = said.is_some_and(|programs| {
            programs
                .iter()
                .any(|program| matches!(program, Program::Path(known) if known == path))
        });
        by_path || self.listed(&name) == Some("a listed name")
    }

    /// The caches of an application by default, or where it is said.
    fn caches(&self, start: &Start) -> Vec<String> {
        let settings = self.settings(start, &start.folder);
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

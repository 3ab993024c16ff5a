//! The settings that hold for a URL: the application's, else its site's, with what web.config files on the way change.

use super::version::{Era, Generation, Version};
use crate::world::{
    ApplicationSettings, FactId, Handler, IisSetting, MappedUrl, Name, Server, WinPath,
};

/// An application of a server: a site's root application, or one below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Its site.
    pub site: Name,
    /// Its URL path, `/` for the site's own.
    pub url: Name,
    /// Its folder.
    pub folder: WinPath,
    /// What holds for it.
    pub settings: ApplicationSettings,
    /// The site, and the application if it is not the site's own.
    pub facts: Vec<FactId>,
}

/// A web.config that has something to say about a URL.
#[derive(Clone, Copy, Debug)]
pub struct Delegated<'a> {
    /// What it sets.
    pub settings: &'a ApplicationSettings,
    /// Where that is said.
    pub fact: FactId,
    /// The sections that it sets although they are locked; not empty: IIS answers 500.19.
    pub locked: &'static [&'static str],
}

/// Every application, the sites' own first.
pub fn applications(server: &Server) -> Vec<Application> {
    let mut all = Vec::new();
    for (site, fact) in server.sites() {
        all.push(Application {
            site: site.name.clone(),
            url: Name::from("/"),
            folder: site.folder.clone(),
            settings: site.settings.clone(),
            facts: vec![fact],
        });
    }
    for (own, fact) in server.applications() {
        let Some((site, site_fact)) = server.sites().find(|(site, _)| site.name == own.site) else {
            continue;
        };
        all.push(Application {
            site: own.site.clone(),
            url: own.url.clone(),
            folder: own.folder.clone(),
            settings: inherited(&own.settings, &site.settings),
            facts: vec![site_fact, fact],
        });
    }
    all
}

/// The application of a site by its URL path.
pub fn application(server: &Server, site: &Name, url: &Name) -> Option<Application> {
    let wanted = plain(url);
    if wanted.is_empty() {
        let (root, fact) = server.sites().find(|(known, _)| known.name == *site)?;
        let own = server
            .applications()
            .filter(|(known, _)| known.site == *site && plain(&known.url).is_empty());
        if own.count() == 0 {
            return Some(Application {
                site: root.name.clone(),
                url: Name::from("/"),
                folder: root.folder.clone(),
                settings: root.settings.clone(),
                facts: vec![fact],
            });
        }
    }
    // Of two descriptions the last in order counts, as where URLs are mapped.
    applications(server)
        .into_iter()
        .filter(|known| known.site == *site && Name::from(plain(&known.url)).is(wanted))
        .next_back()
}

/// A URL path without the slashes at its ends.
fn plain(url: &Name) -> &str {
    url.as_str().trim_matches(['/', '\\'])
}

/// An application's settings over those of its site. What it uses besides its content is its own alone.
fn inherited(own: &ApplicationSettings, site: &ApplicationSettings) -> ApplicationSettings {
    let mut caches = own.caches.clone();
    for (cache, path) in &site.caches {
        if !own.caches.iter().any(|(known, _)| known == cache) {
            caches.push((*cache, path.clone()));
        }
    }
    let list =
        |own: &Vec<Handler>, site: &Vec<Handler>| if own.is_empty() { site } else { own }.clone();
    ApplicationSettings {
        pool: own.pool.clone().or_else(|| site.pool.clone()),
        anonymous: own.anonymous.clone().or_else(|| site.anonymous.clone()),
        handlers: list(&own.handlers, &site.handlers),
        protection: own.protection.or(site.protection),
        anonymous_logon: own.anonymous_logon.or(site.anonymous_logon),
        schemes: if own.schemes.is_empty() {
            site.schemes.clone()
        } else {
            own.schemes.clone()
        },
        basic_logon: own.basic_logon.or(site.basic_logon),
        authenticated_as: own.authenticated_as.or(site.authenticated_as),
        uses: own.uses.clone(),
        caches,
        stores_machine_key: own.stores_machine_key || site.stores_machine_key,
        allows_upload: own.allows_upload || site.allows_upload,
        forms_authentication: own.forms_authentication || site.forms_authentication,
        out_of_process_components: own
            .out_of_process_components
            .or(site.out_of_process_components),
    }
}

/// The web.config files that govern a URL, from the site's root down.
///
/// They lie in the folders of the URL's prefixes: from the folder that the application or virtual folder is mapped to, down to the URL's own. Before 7.0 they
/// govern ASP.NET alone. A pool that ignores web.config ignores them all.
pub fn delegated<'a>(server: &'a Server, url: &MappedUrl) -> Vec<Delegated<'a>> {
    let Some(version) = Version::of_server(server) else {
        return Vec::new();
    };
    if version.generation == Generation::Workers && ignores(server, url) {
        return Vec::new();
    }
    let mut roots = Vec::new();
    for fact in &url.facts {
        roots.extend(root_of(server, *fact));
    }
    let governs = |folder: &WinPath| {
        let below = |root: &WinPath| folder.is_under(root) && url.path.is_under(folder);
        roots.iter().any(|root| root == folder || below(root))
    };
    let mut found: Vec<(usize, &WinPath, Delegated<'a>)> = server
        .iis_settings()
        .filter_map(|(setting, fact)| {
            let IisSetting::WebConfig { folder, settings } = setting else {
                return None;
            };
            let at = roots.iter().position(|root| folder.is_under(root))?;
            let locked = locked(server, &version, settings);
            let delegated = Delegated {
                settings,
                fact,
                locked,
            };
            governs(folder).then_some((at, folder, delegated))
        })
        .collect();
    found.sort_by(|(at, a, one), (to, b, other)| {
        let depth = |folder: &WinPath| folder.as_str().matches('\\').count();
        (at, depth(a), a, one.fact).cmp(&(to, depth(b), b, other.fact))
    });
    found
        .into_iter()
        .map(|(_, _, delegated)| delegated)
        .collect()
}

fn ignores(server: &Server, url: &MappedUrl) -> bool {
    server
        .pool(&super::pool_of(url))
        .is_some_and(|(pool, _)| pool.ignores_web_config)
}

fn root_of(server: &Server, fact: FactId) -> Option<WinPath> {
    let of_site = server.sites().find(|(_, known)| *known == fact);
    let of_application = || server.applications().find(|(_, known)| *known == fact);
    let of_folder = || server.virtual_folders().find(|(_, known)| *known == fact);
    of_site
        .map(|(site, _)| site.folder.clone())
        .or_else(|| of_application().map(|(application, _)| application.folder.clone()))
        .or_else(|| of_folder().map(|(folder, _)| folder.folder.clone()))
}

/// The settings for a URL: the application's with what web.config files change that may.
pub fn settings_of(
    server: &Server,
    version: &Version,
    application: &Application,
    url: &MappedUrl,
) -> (ApplicationSettings, Vec<FactId>) {
    let mut settings = application.settings.clone();
    let mut facts = Vec::new();
    for delegated in delegated(server, url) {
        if !delegated.locked.is_empty() {
            continue;
        }
        if version.era == Era::Iis7 {
            override_by(&mut settings, delegated.settings);
            facts.push(delegated.fact);
        } else if impersonation_of(&mut settings, delegated.settings) {
            facts.push(delegated.fact);
        }
    }
    (settings, facts)
}

fn override_by(settings: &mut ApplicationSettings, by: &ApplicationSettings) {
    let merged = inherited(by, settings);
    *settings = ApplicationSettings {
        // A pool and a protection are the server's to give, and components are used whoever configures.
        pool: settings.pool.clone(),
        protection: settings.protection,
        uses: [&settings.uses[..], &by.uses[..]].concat(),
        ..merged
    };
}

/// Before 7.0 a web.config changes what ASP.NET does, where ASP.NET is.
fn impersonation_of(settings: &mut ApplicationSettings, by: &ApplicationSettings) -> bool {
    let Some(wanted) = by.handlers.iter().find(|handler| is_asp_net(handler)) else {
        return false;
    };
    let mut changed = false;
    for handler in &mut settings.handlers {
        if is_asp_net(handler) {
            *handler = wanted.clone();
            changed = true;
        }
    }
    changed
}

/// Whether a handler is ASP.NET of any kind before Core.
pub(super) fn is_asp_net(handler: &Handler) -> bool {
    match handler {
        Handler::AspNet | Handler::AspNetImpersonating(_) => true,
        Handler::Asp
        | Handler::AspNetCoreInProcess
        | Handler::AspNetCoreOutOfProcess
        | Handler::Php
        | Handler::PhpImpersonating
        | Handler::Isapi(..)
        | Handler::Cgi(_) => false,
    }
}

/// What a clause of an application is called in a web.config, and whether it is locked there unless somebody unlocks it.
struct Section {
    names: &'static [&'static str],
    locked: bool,
    sets: fn(&ApplicationSettings) -> bool,
}

const SECTIONS: [Section; 4] = [
    Section {
        names: &["anonymousAuthentication"],
        locked: true,
        sets: |settings| settings.anonymous.is_some() || settings.anonymous_logon.is_some(),
    },
    Section {
        names: &[
            "windowsAuthentication",
            "basicAuthentication",
            "digestAuthentication",
        ],
        locked: true,
        sets: |settings| !settings.schemes.is_empty() || settings.basic_logon.is_some(),
    },
    Section {
        names: &["serverRuntime"],
        locked: true,
        sets: |settings| settings.authenticated_as.is_some(),
    },
    Section {
        names: &["handlers"],
        locked: false,
        sets: |settings| settings.handlers.iter().any(|handler| !is_asp_net(handler)),
    },
];

/// The sections that these settings set although they are locked.
fn locked(
    server: &Server,
    version: &Version,
    settings: &ApplicationSettings,
) -> &'static [&'static str] {
    if version.era != Era::Iis7 {
        return &[];
    }
    let broken = SECTIONS.iter().find(|section| {
        (section.sets)(settings)
            && section
                .names
                .iter()
                .any(|name| is_locked(server, name).unwrap_or(section.locked))
    });
    broken.map_or(&[], |section| section.names)
}

/// What is said of the lock of a section; a lock wins over its opposite.
pub fn is_locked(server: &Server, section: &str) -> Option<bool> {
    let mut said = server.iis_settings().filter_map(|(setting, _)| {
        let IisSetting::Section {
            section: known,
            locked,
        } = setting
        else {
            return None;
        };
        known.is(section).then_some(*locked)
    });
    let first = said.next()?;
    Some(first || said.any(|locked| locked))
}

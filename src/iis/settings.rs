//! The settings that hold for a URL: the application's, else its site's, with what web.config files on the way change.

use super::{
    request::{lock, prefixes, sections_of},
    version::{Era, Generation, Version},
};
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
#[derive(Clone, Debug)]
pub struct Delegated<'a> {
    /// What it sets.
    pub settings: &'a ApplicationSettings,
    /// Where that is said.
    pub fact: FactId,
    /// The sections that it sets although they are locked; not empty: IIS answers 500.19.
    pub locked: Vec<&'static str>,
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
        .rfind(|known| known.site == *site && Name::from(plain(&known.url)).is(wanted))
}

/// A URL path without the slashes at its ends.
fn plain(url: &Name) -> &str {
    url.as_str().trim_matches(['/', '\\'])
}

/// An application's settings over those of its site. What it uses besides its content is its own alone.
pub(super) fn inherited(
    own: &ApplicationSettings,
    site: &ApplicationSettings,
) -> ApplicationSettings {
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

/// What web.config files say of a URL, from the site's root down.
///
/// They lie in the physical folders of the URL's prefixes. Before 7.0 they are ASP.NET's alone. A pool that ignores
/// web.config ignores them all.
pub fn delegated<'a>(server: &'a Server, url: &MappedUrl) -> Vec<Delegated<'a>> {
    let Some(version) = Version::of_server(server) else {
        return Vec::new();
    };
    if version.generation == Generation::Workers && ignores(server, url) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (_, folder) in prefixes(server, &url.site, &url_of(server, url)) {
        found.extend(server.iis_settings().filter_map(|(setting, fact)| {
            let IisSetting::WebConfig {
                folder: of,
                settings,
            } = setting
            else {
                return None;
            };
            (*of == folder).then(|| Delegated {
                settings,
                fact,
                locked: locked(server, &version, settings),
            })
        }));
    }
    found
}

fn ignores(server: &Server, url: &MappedUrl) -> bool {
    server
        .pool(&super::pool_of(url))
        .is_some_and(|(pool, _)| pool.ignores_web_config)
}

/// The path of a URL in its site, as far as it can be told from where it leads.
pub fn url_of(server: &Server, url: &MappedUrl) -> String {
    let of = |fact: &FactId| {
        let folder = server
            .virtual_folders()
            .find(|(_, known)| known == fact)
            .map(|(folder, _)| (folder.url.clone(), folder.folder.clone()));
        let application = || {
            server
                .applications()
                .find(|(_, known)| known == fact)
                .map(|(application, _)| (application.url.clone(), application.folder.clone()))
        };
        let site = || {
            server
                .sites()
                .find(|(_, known)| known == fact)
                .map(|(site, _)| (Name::from("/"), site.folder.clone()))
        };
        folder.or_else(application).or_else(site)
    };
    let Some((start, folder)) = url.facts.iter().rev().find_map(of) else {
        return url.application.to_string();
    };
    let below = url
        .path
        .as_str()
        .get(folder.as_str().len()..)
        .filter(|_| url.path.is_under(&folder))
        .unwrap_or_default();
    let parts = [plain(&start), below.trim_matches('\\')];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("/{}", parts.join("/").replace('\\', "/"))
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
        if delegate(version, &mut settings, delegated.settings) {
            facts.push(delegated.fact);
        }
    }
    (settings, facts)
}

/// Lets a web.config change the settings, and tells whether it may have.
pub(super) fn delegate(
    version: &Version,
    settings: &mut ApplicationSettings,
    by: &ApplicationSettings,
) -> bool {
    if version.era == Era::Iis7 {
        override_by(settings, by);
        return true;
    }
    impersonation_of(settings, by)
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

/// The sections that these settings set although they are locked.
fn locked(server: &Server, version: &Version, settings: &ApplicationSettings) -> Vec<&'static str> {
    if version.era != Era::Iis7 {
        return Vec::new();
    }
    let mut sections = sections_of(settings);
    sections.retain(|section| lock(server, section).0);
    sections
}

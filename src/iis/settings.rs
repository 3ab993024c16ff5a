//! The applications of a server, and the settings that hold for a URL: the application's, else its site's, with what web.config files
//! on the way change.

use super::request::{Age, configured, declare};
use crate::world::{ApplicationSettings, FactId, MappedUrl, Name, Server, WinPath};

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

/// An application's settings over those of its site. Handlers that it declares take the place of its site's.
fn inherited(own: &ApplicationSettings, site: &ApplicationSettings) -> ApplicationSettings {
    let mut settings = site.clone();
    declare(&mut settings, own);
    settings
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

/// The settings for a URL: the application's with what web.config files change that may, and what says so beside the application.
pub(super) fn settings_of(
    server: &Server,
    application: &Application,
    url: &MappedUrl,
) -> (ApplicationSettings, Vec<FactId>) {
    let Some(age) = Age::of(server) else {
        return (application.settings.clone(), Vec::new());
    };
    let configured = configured(server, url, &url_of(server, url), age);
    let from = [
        configured.anonymous_from,
        configured.schemes_from,
        configured.authenticated_from,
    ];
    let set_by = configured.files.iter().flat_map(|file| &file.facts);
    let mut facts: Vec<FactId> = from.into_iter().flatten().chain(set_by.copied()).collect();
    facts.retain(|fact| !url.facts.contains(fact));
    facts.sort();
    facts.dedup();
    (configured.settings, facts)
}

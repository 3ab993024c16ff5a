//! What is configured for one URL: the clauses of its site and application, and what web.config files set on the way to it.
//!
//! web.config files lie in the physical folder of each prefix of the URL, from the site's root; folders above the root never
//! count. Before IIS 7.0 they are ASP.NET's alone.

use super::{
    sections::{lock, sections_of},
    stage::Age,
};
use crate::world::{
    Anonymous, ApplicationSettings, FactId, Gap, Handler, IisSetting, MappedUrl, Name, Server,
    Statement, Use, WinPath,
};

/// The configuration of one URL.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Configured {
    /// What holds.
    pub settings: ApplicationSettings,
    /// The sentence that says who anonymous is.
    pub anonymous_from: Option<FactId>,
    /// The sentence that says by which schemes users authenticate.
    pub schemes_from: Option<FactId>,
    /// The sentence that says as whom authenticated users act.
    pub authenticated_from: Option<FactId>,
    /// web.config files on the way that are there, the outermost first.
    pub files: Vec<File>,
    /// Sections that a file on the way sets and may not.
    pub locked: Vec<Locked>,
    /// Whether the pool heeds no web.config at all; the sentence that says so.
    pub ignores: Option<FactId>,
}

/// A web.config on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// Where it is.
    pub path: WinPath,
    /// Why we know that it is there: what describes it, or tells what it sets.
    pub facts: Vec<FactId>,
}

/// A section that a web.config sets though it is locked.
#[derive(Clone, Debug, PartialEq)]
pub struct Locked {
    /// The section.
    pub section: &'static str,
    /// The file.
    pub file: WinPath,
    /// What the file sets.
    pub sets: FactId,
    /// The sentence that locks it; without one it is locked as shipped.
    pub lock: Option<FactId>,
}

/// The prefixes of a URL with their physical folders, from the site's root on. The last is the URL itself, which may be a file.
pub fn governing(server: &Server, site: &Name, url: &str) -> Vec<(String, WinPath)> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    (0..=parts.len())
        .filter_map(|end| {
            let prefix = format!("/{}", parts[..end].join("/"));
            let mapped = server.map_url(Some(site.as_str()), &prefix).ok()?;
            Some((prefix, mapped.path))
        })
        .collect()
}

/// What is configured for a URL.
pub fn configured(server: &Server, mapped: &MappedUrl, url: &str, age: Age) -> Configured {
    let mut configured = Configured::default();
    let pool = crate::iis::pool_of(mapped);
    if age == Age::Seven
        && let Some((pool, fact)) = server.pool(&pool)
        && pool.ignores_web_config
    {
        configured.ignores = Some(fact);
    }
    for (prefix, folder) in governing(server, &mapped.site, url) {
        if prefix == "/"
            && let Some((site, fact)) = server.sites().find(|(site, _)| site.name == mapped.site)
        {
            configured.take(&site.settings, fact);
        }
        let application = server.applications().find(|(application, _)| {
            application.site == mapped.site && application.url.is(&prefix)
        });
        if let Some((application, fact)) = application {
            configured.take(&application.settings, fact);
        }
        configured.web_config(server, &folder, age);
    }
    configured
}

impl Configured {
    /// Takes the clauses of a site, an application or a file over what holds above it.
    fn take(&mut self, clauses: &ApplicationSettings, fact: FactId) {
        if clauses.anonymous.is_some() {
            self.anonymous_from = Some(fact);
        }
        if !clauses.schemes.is_empty() {
            self.schemes_from = Some(fact);
        }
        if clauses.authenticated_as.is_some() {
            self.authenticated_from = Some(fact);
        }
        over(&mut self.settings, clauses);
    }

    /// What a web.config in that folder does, if there is one.
    fn web_config(&mut self, server: &Server, folder: &WinPath, age: Age) {
        if self.ignores.is_some() {
            return;
        }
        let path = folder.join("web.config");
        let mut facts = described(server, &path);
        for (setting, fact) in server.iis_settings() {
            let IisSetting::WebConfig {
                folder: of,
                settings,
            } = setting
            else {
                continue;
            };
            if of != folder {
                continue;
            }
            facts.push(fact);
            match age {
                Age::Seven => self.set(server, settings, &path, fact),
                Age::Inetinfo | Age::Six => self.take(&of_asp_net(settings), fact),
            }
        }
        if !facts.is_empty() {
            self.files.push(File { path, facts });
        }
    }

    /// What a file sets holds where its sections are not locked; one that is locked fails every request.
    fn set(
        &mut self,
        server: &Server,
        settings: &ApplicationSettings,
        file: &WinPath,
        sets: FactId,
    ) {
        let mut any = false;
        for section in sections_of(settings) {
            let (locked, by) = lock(server, section);
            if locked {
                any = true;
                self.locked.push(Locked {
                    section,
                    file: file.clone(),
                    sets,
                    lock: by,
                });
            }
        }
        if !any {
            self.take(settings, sets);
        }
    }
}

/// The facts that describe a file, or say that its permissions are not known.
fn described(server: &Server, path: &WinPath) -> Vec<FactId> {
    let stated = server
        .objects()
        .at(path)
        .into_iter()
        .flat_map(|id| server.objects().get(id).facts());
    let unknown = server
        .facts()
        .filter_map(|(id, fact)| match &fact.statement {
            Statement::Gap(
                Gap::PermissionsOf(of) | Gap::OwnerOf(of) | Gap::InheritedLinesOf(of),
            ) if of == path => Some(id),
            _ => None,
        });
    let mut facts: Vec<FactId> = stated.chain(unknown).collect();
    facts.sort();
    facts.dedup();
    facts
}

/// The clauses that ASP.NET itself reads.
fn of_asp_net(settings: &ApplicationSettings) -> ApplicationSettings {
    ApplicationSettings {
        handlers: settings
            .handlers
            .iter()
            .filter(|handler| is_asp_net(handler))
            .cloned()
            .collect(),
        caches: settings
            .caches
            .iter()
            .filter(|(cache, _)| *cache == crate::world::Cache::AspNetTemporary)
            .cloned()
            .collect(),
        stores_machine_key: settings.stores_machine_key,
        forms_authentication: settings.forms_authentication,
        ..ApplicationSettings::default()
    }
}

/// Whether it is ASP.NET's classic runtime.
pub fn is_asp_net(handler: &Handler) -> bool {
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

/// What is said below holds over what is said above; handlers and uses come together, ASP.NET's impersonation is replaced.
fn over(above: &mut ApplicationSettings, below: &ApplicationSettings) {
    let ApplicationSettings {
        pool,
        anonymous,
        handlers,
        protection,
        anonymous_logon,
        schemes,
        basic_logon,
        authenticated_as,
        uses,
        caches,
        stores_machine_key,
        allows_upload,
        forms_authentication,
        out_of_process_components,
    } = below;
    replace(&mut above.pool, pool.as_ref());
    replace::<Anonymous>(&mut above.anonymous, anonymous.as_ref());
    replace(&mut above.protection, protection.as_ref());
    replace(&mut above.anonymous_logon, anonymous_logon.as_ref());
    replace(&mut above.basic_logon, basic_logon.as_ref());
    replace(&mut above.authenticated_as, authenticated_as.as_ref());
    replace(
        &mut above.out_of_process_components,
        out_of_process_components.as_ref(),
    );
    if !schemes.is_empty() {
        above.schemes.clone_from(schemes);
    }
    if handlers.iter().any(is_asp_net) {
        above.handlers.retain(|handler| !is_asp_net(handler));
    }
    for handler in handlers {
        if !above.handlers.contains(handler) {
            above.handlers.push(handler.clone());
        }
    }
    let of = |cache: &(crate::world::Cache, WinPath)| cache.0;
    above
        .caches
        .retain(|known| caches.iter().all(|new| of(new) != of(known)));
    above.caches.extend(caches.iter().cloned());
    let new: Vec<Use> = uses
        .iter()
        .filter(|used| !above.uses.contains(used))
        .cloned()
        .collect();
    above.uses.extend(new);
    above.stores_machine_key |= stores_machine_key;
    above.allows_upload |= allows_upload;
    above.forms_authentication |= forms_authentication;
}

fn replace<T: Clone>(above: &mut Option<T>, below: Option<&T>) {
    if let Some(below) = below {
        *above = Some(below.clone());
    }
}

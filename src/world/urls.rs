//! What a URL path names: site, application and physical path.

use super::{FactId, Name, Server, Who, WinPath, accounts::nearest};

/// Where a URL leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappedUrl {
    /// The site.
    pub site: Name,
    /// The application that serves it: its URL path, `/` for the site's own.
    pub application: Name,
    /// The pool that is named for it, at the application or at its site.
    pub pool: Option<Name>,
    /// The physical path.
    pub path: WinPath,
    /// The fixed account that content is opened as, if the virtual folder has one.
    pub account: Option<Who>,
    /// The facts that it follows from: the site, the application, the virtual folder.
    pub facts: Vec<FactId>,
}

/// Why a URL leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unmapped {
    /// There is no site at all.
    NoSites,
    /// No site has that name; the nearest names.
    NoSuchSite {
        /// Names that may have been meant.
        candidates: Vec<String>,
    },
    /// No site was named and there are several.
    AmbiguousSites {
        /// All of them.
        candidates: Vec<String>,
    },
}

impl Server {
    /// Where a URL path leads, in that site or in the only one: by the longest application or virtual folder that begins it.
    ///
    /// # Errors
    /// There is no such site, or several could be meant.
    pub fn map_url(&self, site: Option<&str>, url: &str) -> Result<MappedUrl, Unmapped> {
        let (site, site_fact) = self.pick_site(site)?;
        let wanted = url_parts(url);
        let mut mapped = MappedUrl {
            site: site.name.clone(),
            application: Name::from("/"),
            pool: site.settings.pool.clone(),
            path: below(&site.folder, &wanted),
            account: None,
            facts: vec![site_fact],
        };
        let mut longest = 0;
        let mut best = None;
        for (application, fact) in self.applications() {
            let prefix = url_parts(application.url.as_str());
            if application.site == site.name && begins(&wanted, &prefix) && prefix.len() >= longest
            {
                longest = prefix.len();
                best = Some((application, fact));
            }
        }
        if let Some((application, fact)) = best {
            mapped.application = application.url.clone();
            mapped.pool = application.settings.pool.clone().or(mapped.pool);
            mapped.path = below(&application.folder, &wanted[longest..]);
            mapped.facts.push(fact);
        }
        for (folder, fact) in self.virtual_folders() {
            let prefix = url_parts(folder.url.as_str());
            if folder.site == site.name && begins(&wanted, &prefix) && prefix.len() >= longest {
                longest = prefix.len();
                mapped.path = below(&folder.folder, &wanted[longest..]);
                mapped.account = folder.account.clone();
                mapped.facts.retain(|known| {
                    *known == site_fact || best.is_some_and(|(_, fact)| *known == fact)
                });
                mapped.facts.push(fact);
            }
        }
        Ok(mapped)
    }

    fn pick_site(&self, name: Option<&str>) -> Result<(&super::SiteStatement, FactId), Unmapped> {
        let names = || {
            self.sites()
                .map(|(site, _)| site.name.to_string())
                .collect::<Vec<_>>()
        };
        match name {
            Some(name) => self
                .sites()
                .find(|(site, _)| site.name.is(name))
                .ok_or_else(|| {
                    let names = self.sites().map(|(site, _)| &site.name);
                    Unmapped::NoSuchSite {
                        candidates: nearest(names, &Name::from(name), 3),
                    }
                }),
            None => {
                let mut sites = self.sites();
                match (sites.next(), sites.next()) {
                    (None, _) => Err(Unmapped::NoSites),
                    (Some(only), None) => Ok(only),
                    (Some(_), Some(_)) => Err(Unmapped::AmbiguousSites {
                        candidates: names(),
                    }),
                }
            }
        }
    }
}

/// The parts of a URL path; what follows `?` or `#` is no part, `.` and `..` are resolved and do not leave the root.
pub fn url_parts(url: &str) -> Vec<&str> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let mut parts = Vec::new();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts
}

fn begins(url: &[&str], prefix: &[&str]) -> bool {
    url.len() >= prefix.len() && url.iter().zip(prefix).all(|(a, b)| Name::from(*a).is(b))
}

fn below(folder: &WinPath, parts: &[&str]) -> WinPath {
    if parts.is_empty() {
        folder.clone()
    } else {
        folder.join(&parts.join("\\"))
    }
}

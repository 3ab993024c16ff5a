//! Sites, applications and virtual directories, each with the defaults nearest to it.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::{
    super::reading::is_absolute,
    anonymous::{self, Settings},
    pools::{self, Pools},
    variables::expand,
    xml::Config,
};
use crate::world::{
    Anonymous, ApplicationSettings, ApplicationStatement, Name, SiteStatement, Statement,
    VirtualFolderStatement, Who, WinPath,
};

/// The pool of applications for which nothing is said anywhere.
const DEFAULT_POOL: &str = "DefaultAppPool";

/// Elements in which an attribute may stand, the nearest first.
type Chain<'d> = Vec<Node<'d, 'd>>;

/// Says the sites.
pub(super) fn read<'d>(config: &mut Config<'d, '_>, pools: &Pools, settings: &Settings<'d>) {
    let mut reader = Sites {
        pools,
        settings,
        names: BTreeMap::new(),
        ids: BTreeMap::new(),
        applications: Vec::new(),
        assumed: false,
    };
    for list in config.elements("sites") {
        config.used(list);
        mark_defaults(config, list);
        for node in list.children().filter(|node| node.has_tag_name("site")) {
            reader.site(config, list, node);
        }
    }
    let names: Vec<String> = reader.names.keys().map(Name::to_string).collect();
    settings.check(config, &names, &reader.applications);
    anonymous::locations(config, &names);
}

fn mark_defaults(config: &mut Config<'_, '_>, node: Node<'_, '_>) {
    for name in [
        "applicationDefaults",
        "virtualDirectoryDefaults",
        "siteDefaults",
    ] {
        if let Some(node) = child(node, name) {
            config.used(node);
        }
    }
}

fn child<'d>(node: Node<'d, 'd>, name: &str) -> Option<Node<'d, 'd>> {
    node.children().find(|node| node.has_tag_name(name))
}

fn attribute<'d>(chain: &[Node<'d, 'd>], name: &str) -> Option<&'d str> {
    chain.iter().find_map(|node| node.attribute(name))
}

struct Sites<'p, 'd> {
    pools: &'p Pools,
    settings: &'p Settings<'d>,
    names: BTreeMap<Name, u32>,
    ids: BTreeMap<String, u32>,
    applications: Vec<(String, String)>,
    assumed: bool,
}

/// What an application is mapped to.
struct Mapped<'d> {
    url: String,
    node: Node<'d, 'd>,
    folder: WinPath,
    settings: ApplicationSettings,
    folders: Vec<(String, Node<'d, 'd>, WinPath, Option<Who>)>,
}

impl<'d> Sites<'_, 'd> {
    fn site(&mut self, config: &mut Config<'d, '_>, list: Node<'d, 'd>, node: Node<'d, 'd>) {
        config.used(node);
        mark_defaults(config, node);
        config.count("sites", 1);
        config.count(
            "bindings",
            node.descendants()
                .filter(|node| node.has_tag_name("binding"))
                .count(),
        );
        let Some(name) = node.attribute("name").filter(|name| !name.is_empty()) else {
            config.warn(
                node,
                "nameless-site",
                "a site without a name".to_owned(),
                "not taken",
                "IIS refuses the file",
            );
            return;
        };
        let line = config.line(node);
        if let Some(first) = self.names.insert(name.into(), line) {
            let headline = format!("the site `{name}` is defined twice, first in line {first}");
            config.warn(node, "duplicate-site", headline, "IIS refuses the file", "");
        }
        match node.attribute("id") {
            None => config.warn(
                node,
                "no-site-id",
                format!("the site `{name}` has no id"),
                "IIS refuses the file",
                "",
            ),
            Some(id) => {
                if let Some(first) = self.ids.insert(id.to_owned(), line) {
                    let headline =
                        format!("the id {id} of the site `{name}` is taken, in line {first}");
                    config.warn(
                        node,
                        "duplicate-site-id",
                        headline,
                        "IIS refuses the file",
                        "",
                    );
                }
            }
        }
        let mapped: Vec<Mapped<'d>> = node
            .children()
            .filter(|node| node.has_tag_name("application"))
            .filter_map(|application| self.application(config, [list, node, application], name))
            .collect();
        if mapped.iter().any(|application| application.url == "/") {
            say(config, node, name, mapped);
        } else {
            config.warn(
                node,
                "no-root",
                format!("the site `{name}` has no root application that is mapped to a folder"),
                "not taken",
                "IIS does not start it",
            );
        }
    }

    fn application(
        &mut self,
        config: &mut Config<'d, '_>,
        [list, site, node]: [Node<'d, 'd>; 3],
        name: &str,
    ) -> Option<Mapped<'d>> {
        config.used(node);
        mark_defaults(config, node);
        config.count("applications", 1);
        let url = url(node.attribute("path").unwrap_or(""));
        if self.applications.iter().any(|(in_site, other)| {
            Name::from(in_site.as_str()).is(name) && Name::from(other.as_str()).is(&url)
        }) {
            config.warn(
                node,
                "duplicate-application",
                format!("the application `{url}` of `{name}` is defined twice"),
                "IIS refuses the file",
                "",
            );
        }
        self.applications.push((name.to_owned(), url.clone()));
        let chain: Chain<'d> = std::iter::once(node)
            .chain(child(site, "applicationDefaults"))
            .chain(child(list, "applicationDefaults"))
            .collect();
        let pool = attribute(&chain, "applicationPool")
            .filter(|pool| !pool.is_empty())
            .unwrap_or(DEFAULT_POOL);
        if !self.pools.contains_key(&Name::from(pool)) {
            let headline =
                format!("`{url}` of `{name}` runs in the pool `{pool}`, which is not defined");
            config.warn(
                node,
                "unknown-pool",
                headline,
                "it does not start",
                "hand over the file that defines it",
            );
        }
        let anonymous = self.settings.of(name, &url);
        if let Anonymous::Account(who) = &anonymous {
            pools::user(config, who, node);
        }
        let mut mapped = Mapped {
            url,
            node,
            folder: WinPath::new("."),
            settings: ApplicationSettings {
                pool: Some(pool.into()),
                anonymous: Some(anonymous),
                ..ApplicationSettings::default()
            },
            folders: Vec::new(),
        };
        let mut rooted = false;
        for directory in node
            .children()
            .filter(|node| node.has_tag_name("virtualDirectory"))
        {
            let Some((at, folder, account)) =
                self.directory(config, [list, site, node, directory], name)
            else {
                continue;
            };
            if at == "/" {
                rooted = true;
                mapped.folder = folder;
                if let Some(who) = account {
                    config.warn(
                        directory,
                        "root-account",
                        format!(
                            "the content of `{}` in `{name}` is opened as `{who}`",
                            mapped.url
                        ),
                        "not used by this version",
                        "answers about requests there do not hold",
                    );
                }
            } else {
                let below = if mapped.url == "/" {
                    at
                } else {
                    format!("{}{at}", mapped.url)
                };
                mapped.folders.push((below, directory, folder, account));
            }
        }
        if !rooted {
            let headline = format!(
                "the application `{}` of `{name}` is mapped to no folder",
                mapped.url
            );
            config.warn(
                node,
                "no-folder",
                headline,
                "not taken",
                "IIS refuses requests for it",
            );
        }
        rooted.then_some(mapped)
    }

    fn directory(
        &mut self,
        config: &mut Config<'d, '_>,
        [list, site, application, node]: [Node<'d, 'd>; 4],
        name: &str,
    ) -> Option<(String, WinPath, Option<Who>)> {
        config.used(node);
        config.count("virtual directories", 1);
        let chain: Chain<'d> = std::iter::once(node)
            .chain(
                [application, site, list]
                    .into_iter()
                    .filter_map(|above| child(above, "virtualDirectoryDefaults")),
            )
            .collect();
        let url = url(node.attribute("path").unwrap_or(""));
        let written = attribute(&chain, "physicalPath").map_or("", str::trim);
        if written.is_empty() {
            let headline =
                format!("the virtual directory `{url}` of `{name}` has no physical path");
            config.warn(node, "no-folder", headline, "not taken", "");
            return None;
        }
        let expanded = expand(written);
        for variable in &expanded.unknown {
            let headline = format!("what `%{variable}%` stands for is not known");
            config.warn(
                node,
                "unknown-variable",
                headline,
                "the path is kept as it is written",
                "objects below it match only if they are named with the variable",
            );
        }
        if expanded.assumed && !std::mem::replace(&mut self.assumed, true) {
            let headline = format!("`{written}` is taken for `{}`", expanded.path);
            config.note(
                node,
                "assumed-variable",
                headline,
                "the usual value; so are others in this file",
            );
        }
        if !is_absolute(&expanded.path) {
            let headline = format!("the path `{}` is relative", expanded.path);
            config.warn(
                node,
                "relative-path",
                headline,
                "IIS needs an absolute one",
                "",
            );
        }
        let account = attribute(&chain, "userName")
            .map(str::trim)
            .filter(|account| !account.is_empty());
        let account = account.map(|account| Who::Name(account.into()));
        if let Some(who) = &account {
            pools::user(config, who, node);
        }
        Some((url, WinPath::new(&expanded.path), account))
    }
}

/// A URL path with a slash before it and none behind.
fn url(written: &str) -> String {
    format!("/{}", written.trim().trim_matches('/'))
}

fn say<'d>(config: &mut Config<'d, '_>, site: Node<'d, 'd>, name: &str, mapped: Vec<Mapped<'d>>) {
    for application in mapped {
        let (url, folder, settings) = (application.url, application.folder, application.settings);
        if url == "/" {
            config.say(
                Statement::Site(SiteStatement {
                    name: name.into(),
                    folder,
                    settings,
                }),
                site,
            );
        } else {
            let url = url.as_str().into();
            config.say(
                Statement::Application(ApplicationStatement {
                    site: name.into(),
                    url,
                    folder,
                    settings,
                }),
                application.node,
            );
        }
        for (url, node, folder, account) in application.folders {
            let url = url.as_str().into();
            config.say(
                Statement::VirtualFolder(VirtualFolderStatement {
                    site: name.into(),
                    url,
                    folder,
                    account,
                }),
                node,
            );
        }
    }
}

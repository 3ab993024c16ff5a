//! Who an anonymous request runs as: the setting of the whole server, and those of `<location>` blocks.

use roxmltree::Node;

use super::{super::reading::same, xml::Config};
use crate::world::{Anonymous, Who};

/// All settings, each with the path that it holds for.
#[derive(Default)]
pub(super) struct Settings<'d>(Vec<Setting<'d>>);

struct Setting<'d> {
    /// `Site/app/dir`, cut at its slashes; empty for the whole server.
    path: Vec<String>,
    node: Node<'d, 'd>,
    enabled: Option<bool>,
    user: Option<&'d str>,
}

/// The account that anonymous requests run as where nothing is said (schema of IIS 7 and later).
const DEFAULT: &str = "IUSR";

/// Finds the settings and says what is odd about them.
pub(super) fn read<'d>(config: &mut Config<'d, '_>) -> Settings<'d> {
    let mut settings = Settings::default();
    for node in config.elements("anonymousAuthentication") {
        let in_place = node
            .parent()
            .is_some_and(|parent| parent.has_tag_name("authentication"));
        if !in_place {
            continue;
        }
        config.used(node);
        let location = node.ancestors().find(|node| node.has_tag_name("location"));
        let path = location
            .and_then(|node| node.attribute("path"))
            .unwrap_or("");
        let path = segments(path);
        if settings.0.iter().any(|other| same_path(&other.path, &path)) {
            config.warn(
                node,
                "duplicate-section",
                "anonymousAuthentication is set twice for the same path".to_owned(),
                "IIS refuses the file",
                "the later one is taken where both say something",
            );
        }
        let enabled = config.flag(node, "enabled");
        settings.0.push(Setting {
            path,
            node,
            enabled,
            user: node.attribute("userName"),
        });
    }
    delegated(config);
    // Outer settings first; the sort is stable, so later ones stay later.
    settings.0.sort_by_key(|setting| setting.path.len());
    settings
}

impl Settings<'_> {
    /// The setting of an application, from the whole server inwards.
    pub fn of(&self, site: &str, application: &str) -> Anonymous {
        let path: Vec<String> = std::iter::once(site.to_owned())
            .chain(segments(application))
            .collect();
        let (mut enabled, mut user) = (true, DEFAULT);
        for setting in self
            .0
            .iter()
            .filter(|setting| begins_with(&path, &setting.path))
        {
            enabled = setting.enabled.unwrap_or(enabled);
            user = setting.user.unwrap_or(user);
        }
        match user.trim() {
            _ if !enabled => Anonymous::Off,
            "" => Anonymous::PoolIdentity,
            account => Anonymous::Account(Who::Name(account.into())),
        }
    }

    /// Settings for part of an application are not used; those of sites that do not exist have no effect.
    pub fn check(
        &self,
        config: &mut Config<'_, '_>,
        sites: &[String],
        applications: &[(String, String)],
    ) {
        for setting in &self.0 {
            let Some(site) = setting.path.first() else {
                continue;
            };
            let whole = setting.path.join("/");
            if !sites.iter().any(|known| same(known, site)) {
                continue;
            }
            let exact = applications.iter().any(|(site, application)| {
                let path: Vec<String> = std::iter::once(site.clone())
                    .chain(segments(application))
                    .collect();
                same_path(&path, &setting.path)
            });
            if !exact {
                config.warn(
                    setting.node,
                    "part-of-application",
                    format!("the anonymous user of `{whole}` is set for part of an application"),
                    "not used by this version",
                    "answers about requests below that path are those of the application",
                );
            }
        }
    }
}

/// A `<location>` that names a site which does not exist does nothing, until a site of that name is made.
pub(super) fn locations(config: &mut Config<'_, '_>, sites: &[String]) {
    for node in config.elements("location") {
        let path = segments(node.attribute("path").unwrap_or(""));
        if let Some(site) = path.first()
            && !sites.iter().any(|known| same(known, site))
        {
            let headline = format!("`location` names the site `{site}`, which does not exist");
            config.note(node, "unknown-location", headline, "without effect");
        }
    }
}

/// Where lower files may set the section, a web.config that was not handed over can change it.
fn delegated(config: &mut Config<'_, '_>) {
    let section = config
        .elements("section")
        .into_iter()
        .find(|node| node.attribute("name") == Some("anonymousAuthentication"));
    if let Some(section) = section {
        config.used(section);
        let mode = section.attribute("overrideModeDefault").unwrap_or("Allow");
        if mode.eq_ignore_ascii_case("Allow") {
            return note_delegated(config, section);
        }
    }
    let unlocked = config
        .elements("anonymousAuthentication")
        .into_iter()
        .find(|node| {
            node.ancestors()
                .find(|node| node.has_tag_name("location"))
                .is_some_and(|location| {
                    let says = |name: &str, value: &str| {
                        location
                            .attribute(name)
                            .is_some_and(|said| said.eq_ignore_ascii_case(value))
                    };
                    says("overrideMode", "Allow") || says("allowOverride", "true")
                })
        });
    if let Some(node) = unlocked {
        note_delegated(config, node);
    }
}

fn note_delegated(config: &mut Config<'_, '_>, node: Node<'_, '_>) {
    config.note(
        node,
        "delegated-section",
        "a web.config may set anonymousAuthentication, and none is read".to_owned(),
        "not locked",
    );
}

fn segments(path: &str) -> Vec<String> {
    path.split('/')
        .map(str::trim)
        .filter(|segment| !segment.is_empty() && *segment != ".")
        .map(str::to_owned)
        .collect()
}

fn begins_with(path: &[String], start: &[String]) -> bool {
    path.len() >= start.len() && path.iter().zip(start).all(|(a, b)| same(a, b))
}

fn same_path(one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && begins_with(one, other)
}

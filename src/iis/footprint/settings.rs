//! The settings that hold at a mount, with what the web.config files on the way change.

use rustc_hash::{FxHashMap, FxHashSet};

use super::map::{Map, Mount};
use crate::{
    iis::{
        request::{lock, sections_of},
        settings::delegate,
        version::{DEFAULT_POOL, Era, Generation, Version},
    },
    world::{ApplicationSettings, FactId, Name, Server, WinPath},
};

/// What holds at one mount.
pub(super) struct Held {
    pub settings: ApplicationSettings,
    /// The pool, from 6.0 on.
    pub pool: Option<Name>,
    /// The site, the application, the virtual folder, and what web.config files were heeded.
    pub facts: Vec<FactId>,
    /// Folders whose web.config governs it.
    pub governing: Vec<WinPath>,
    /// The sentence by which its pool ignores them.
    pub ignored: Option<FactId>,
}

/// What is looked up once for all mounts.
pub(super) struct Rulebook<'a> {
    server: &'a Server,
    locks: FxHashMap<&'static str, (bool, Option<FactId>)>,
    ignoring: FxHashMap<Name, FactId>,
}

impl<'a> Rulebook<'a> {
    pub fn of(server: &'a Server) -> Rulebook<'a> {
        let mut ignoring = FxHashMap::default();
        let mut seen = FxHashSet::default();
        for (pool, fact) in server.pools() {
            // Of two descriptions of a pool the first counts.
            if seen.insert(&pool.name) && pool.ignores_web_config {
                ignoring.insert(pool.name.clone(), fact);
            }
        }
        Rulebook {
            server,
            locks: FxHashMap::default(),
            ignoring,
        }
    }

    /// Whether a section is locked, and who says so.
    pub fn lock(&mut self, section: &'static str) -> (bool, Option<FactId>) {
        *self
            .locks
            .entry(section)
            .or_insert_with(|| lock(self.server, section))
    }

    /// What holds at a mount.
    pub fn held(&mut self, version: &Version, map: &Map, mount: &Mount) -> Held {
        let application = &map.applications[mount.application];
        let mut settings = application.settings.clone();
        let mut facts = application.facts.clone();
        facts.extend(&mount.facts);
        let pool = match version.generation {
            Generation::Inetinfo => None,
            Generation::Workers => Some(
                settings
                    .pool
                    .clone()
                    .unwrap_or_else(|| Name::from(DEFAULT_POOL)),
            ),
        };
        let governing = map.governing(mount);
        let ignored = pool.as_ref().and_then(|pool| self.ignoring.get(pool));
        let ignored = ignored.copied();
        if ignored.is_none() {
            let told = governing
                .iter()
                .filter_map(|folder| map.web_configs.get(folder));
            for (by, fact) in told.flatten() {
                let locked = version.era == Era::Iis7
                    && sections_of(by)
                        .into_iter()
                        .any(|section| self.lock(section).0);
                if !locked && delegate(version, &mut settings, by) {
                    facts.push(*fact);
                }
            }
        }
        Held {
            settings,
            pool,
            facts,
            governing,
            ignored,
        }
    }
}

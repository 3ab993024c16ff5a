//! The web.config files on the way to a URL: which are there, who ignores them, and which set what they may not.
//!
//! They lie in the physical folder of each prefix of the URL, from the site's root; folders above the root never count. Before
//! IIS 7.0 they are ASP.NET's alone. A file that nobody described, and of which nobody says what it sets, is not there.

use super::{
    sections::{lock, sections_of},
    stage::Age,
};
use crate::{
    iis::pool_of,
    world::{FactId, Gap, IisSetting, MappedUrl, Name, Server, Statement, WinPath, url_parts},
};

/// The web.config files that govern one URL.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Governing {
    /// Those that are there, the outermost first.
    pub files: Vec<File>,
    /// Sections that one of them sets and may not.
    pub locked: Vec<Locked>,
    /// The sentence by which the pool ignores them all; then there are none.
    pub ignored: Option<FactId>,
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
pub fn prefixes(server: &Server, site: &Name, url: &str) -> Vec<(String, WinPath)> {
    let parts = url_parts(url);
    (0..=parts.len())
        .filter_map(|end| {
            let prefix = format!("/{}", parts[..end].join("/"));
            let mapped = server.map_url(Some(site.as_str()), &prefix).ok()?;
            Some((prefix, mapped.path))
        })
        .collect()
}

/// The web.config files that govern a URL on an IIS of that age.
pub fn governing(server: &Server, mapped: &MappedUrl, url: &str, age: Age) -> Governing {
    let mut governing = Governing::default();
    if age == Age::Seven
        && let Some((pool, fact)) = server.pool(&pool_of(mapped))
        && pool.ignores_web_config
    {
        governing.ignored = Some(fact);
        return governing;
    }
    let mut seen: Vec<WinPath> = Vec::new();
    for (_, folder) in prefixes(server, &mapped.site, url) {
        if !seen.contains(&folder) {
            governing.look(server, &folder, age);
            seen.push(folder);
        }
    }
    governing
}

impl Governing {
    /// Takes the web.config of that folder, if there is one.
    fn look(&mut self, server: &Server, folder: &WinPath, age: Age) {
        let path = folder.join("web.config");
        let mut facts = described(server, &path);
        for (setting, sets) in server.iis_settings() {
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
            facts.push(sets);
            if age != Age::Seven {
                continue;
            }
            for section in sections_of(settings) {
                let (locked, lock) = lock(server, section);
                if locked {
                    self.locked.push(Locked {
                        section,
                        file: path.clone(),
                        sets,
                        lock,
                    });
                }
            }
        }
        if !facts.is_empty() {
            self.files.push(File { path, facts });
        }
    }
}

/// The facts that describe a file, or say what of it is not known.
fn described(server: &Server, path: &WinPath) -> Vec<FactId> {
    let stated = server
        .objects()
        .at(path)
        .into_iter()
        .flat_map(|id| server.objects().get(id).facts());
    let about = |gap: &Gap| match gap {
        Gap::PermissionsOf(of) | Gap::OwnerOf(of) | Gap::InheritedLinesOf(of) => of == path,
        Gap::MembersOf(_) | Gap::GroupsOf(_) => false,
    };
    let unknown = server.facts().filter_map(|(id, fact)| {
        if let Statement::Gap(gap) = &fact.statement {
            about(gap).then_some(id)
        } else {
            None
        }
    });
    let mut facts: Vec<FactId> = stated.chain(unknown).collect();
    facts.sort();
    facts.dedup();
    facts
}

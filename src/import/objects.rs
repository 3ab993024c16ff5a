//! Which objects the artefacts describe together: who describes what, what is missing, what disagrees.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{
    compare,
    coverage::{ObjectCoverage, ObjectState, Undescribed},
};
use crate::{
    text::{Diagnostic, Place},
    world::{Fact, Gap, ObjectNoun, ObjectStatement, Origin, Statement, WinPath},
};

/// A described object with another described or mapped below it is a folder, whatever its name looks like.
pub(super) fn folders_hold_things(facts: &mut [Fact]) {
    let mut above: HashSet<WinPath> = HashSet::new();
    for fact in facts.iter() {
        let (path, itself) = match (mapped(&fact.statement), described(&fact.statement)) {
            (Some(folder), _) => (folder, true),
            (None, Some(path)) => (path, false),
            (None, None) => continue,
        };
        if itself {
            above.insert(path.clone());
        }
        let mut next = path.parent();
        while let Some(folder) = next {
            next = folder.parent();
            if !above.insert(folder) {
                break;
            }
        }
    }
    for fact in facts {
        if let Statement::Object(object) = &mut fact.statement
            && object.noun == ObjectNoun::File
            && above.contains(&object.path)
        {
            object.noun = ObjectNoun::Folder;
        }
    }
}

/// The folder that a statement maps a URL to.
fn mapped(statement: &Statement) -> Option<&WinPath> {
    if let Statement::Site(site) = statement {
        return Some(&site.folder);
    }
    if let Statement::Application(application) = statement {
        return Some(&application.folder);
    }
    if let Statement::VirtualFolder(folder) = statement {
        return Some(&folder.folder);
    }
    None
}

/// The object that a statement describes, or says it cannot.
fn described(statement: &Statement) -> Option<&WinPath> {
    if let Statement::Object(object) = statement {
        return Some(&object.path);
    }
    if let Statement::Gap(Gap::PermissionsOf(path)) = statement {
        return Some(path);
    }
    None
}

/// Who describes what.
pub(super) struct Objects<'f> {
    described: BTreeMap<&'f WinPath, Vec<(&'f ObjectStatement, &'f Origin)>>,
    unknown: BTreeMap<&'f WinPath, Vec<&'f Origin>>,
}

impl<'f> Objects<'f> {
    /// From all facts.
    pub fn of(facts: &'f [Fact]) -> Objects<'f> {
        let mut objects = Objects {
            described: BTreeMap::new(),
            unknown: BTreeMap::new(),
        };
        for fact in facts {
            if let Statement::Object(object) = &fact.statement {
                let told = objects.described.entry(&object.path).or_default();
                told.push((object, &fact.origin));
            } else if let Statement::Gap(Gap::PermissionsOf(path)) = &fact.statement {
                objects.unknown.entry(path).or_default().push(&fact.origin);
            }
        }
        objects
    }

    /// Gaps that one artefact leaves and another one fills.
    pub fn settled(&self) -> BTreeSet<Gap> {
        let permissions = self
            .unknown
            .keys()
            .filter(|path| self.described.contains_key(*path))
            .map(|path| Gap::PermissionsOf((*path).clone()));
        let owners = self
            .described
            .iter()
            .filter(|(_, told)| told.iter().any(|(object, _)| object.owner.is_some()))
            .map(|(path, _)| Gap::OwnerOf((*path).clone()));
        permissions.chain(owners).collect()
    }

    /// The account of every object, with a complaint for each that is described differently.
    pub fn coverage(&self, diagnostics: &mut Vec<Diagnostic>) -> Vec<ObjectCoverage> {
        let paths: BTreeSet<&WinPath> = self
            .described
            .keys()
            .chain(self.unknown.keys())
            .copied()
            .collect();
        paths
            .into_iter()
            .map(|path| {
                let told = self
                    .described
                    .get(path)
                    .map(Vec::as_slice)
                    .unwrap_or_default();
                let other = told
                    .iter()
                    .skip(1)
                    .find(|(object, _)| !compare::agree(told[0].0, object));
                if let Some((_, origin)) = other {
                    diagnostics.push(disagree(path, told[0].1, origin));
                }
                let state = match (told.is_empty(), other.is_some()) {
                    (true, _) => ObjectState::Unknown,
                    (false, true) => ObjectState::Disagree,
                    (false, false) => ObjectState::Described,
                };
                let unknown = self
                    .unknown
                    .get(path)
                    .map(Vec::as_slice)
                    .unwrap_or_default();
                let origins = told
                    .iter()
                    .map(|(_, origin)| *origin)
                    .chain(unknown.iter().copied());
                ObjectCoverage {
                    path: path.clone(),
                    described_at: places(origins),
                    state,
                }
            })
            .collect()
    }

    /// Folders that configuration maps and nobody describes.
    pub fn undescribed(&self, facts: &[Fact]) -> Vec<Undescribed> {
        let mut named: BTreeMap<&WinPath, Vec<&Origin>> = BTreeMap::new();
        for fact in facts {
            let Some(path) = mapped(&fact.statement) else {
                continue;
            };
            if !self.described.contains_key(path) {
                named.entry(path).or_default().push(&fact.origin);
            }
        }
        named
            .into_iter()
            .map(|(path, origins)| Undescribed {
                path: path.clone(),
                named_at: places(origins.into_iter()),
                below: std::iter::successors(path.parent(), WinPath::parent)
                    .find(|above| self.described.contains_key(above)),
            })
            .collect()
    }
}

fn places<'o>(origins: impl Iterator<Item = &'o Origin>) -> Vec<String> {
    let places: BTreeSet<String> = origins.map(Origin::to_string).collect();
    places.into_iter().collect()
}

fn disagree(path: &WinPath, first: &Origin, second: &Origin) -> Diagnostic {
    let mut complaint = Diagnostic::warning(
        "descriptions-differ",
        format!("`{path}` is described differently in {first} and {second}"),
    )
    .help("keep the later one; where they lead to different answers, the answer is unknown");
    if let Origin::Line(source, line) = second {
        complaint.place = Some(Place {
            line: *line,
            ..Place::whole(source.clone())
        });
        "not as before".clone_into(&mut complaint.label);
    }
    complaint
}

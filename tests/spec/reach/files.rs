//! Rules about objects: rights on them, and what follows from what is written, planted and read.

use poolproof::{
    nt::{ObjectKind, Privilege},
    reach::Power,
    world::{
        Name, WinPath,
        footprint::{Pattern, Region, Role, Runs, Securable},
    },
};

use super::{
    Closure, Fact,
    processes::can_read,
    tokens::{Slot, holds_privilege},
};

/// The rights that an object of that kind knows, with their bits.
fn powers(kind: ObjectKind) -> &'static [(Power, u32)] {
    match kind {
        ObjectKind::Folder => &[
            (Power::Read, 0x1),
            (Power::AddFile, 0x2),
            (Power::AddFolder, 0x4),
            (Power::DeleteChild, 0x40),
            (Power::Delete, 0x1_0000),
            (Power::ChangePermissions, 0x4_0000),
            (Power::TakeOwnership, 0x8_0000),
        ],
        ObjectKind::Service => &[
            (Power::Configure, 0x2),
            (Power::ChangePermissions, 0x4_0000),
            (Power::TakeOwnership, 0x8_0000),
        ],
        _ => &[
            (Power::Read, 0x1),
            (Power::WriteData, 0x2),
            (Power::Append, 0x4),
            (Power::Delete, 0x1_0000),
            (Power::ChangePermissions, 0x4_0000),
            (Power::TakeOwnership, 0x8_0000),
        ],
    }
}

/// A right is had by a token that is granted it, or by being free to take it.
pub fn may(closure: &mut Closure) -> Vec<Fact> {
    let wielded = closure.wielded();
    let mut found = Vec::new();
    for (at, thing) in closure.world.things.iter().enumerate() {
        let free = closure.has(Fact::Free(at));
        for (power, bit) in powers(thing.kind) {
            let granted = wielded.iter().any(|token| closure.grants(*token, at, *bit));
            if free || granted {
                found.push(Fact::May(at, *power));
            }
        }
    }
    found
}

/// E4: who may read it learns what it says.
pub fn reads(closure: &mut Closure) -> Vec<Fact> {
    (0..closure.world.things.len())
        .filter(|at| closure.may(*at, &[Power::Read]))
        .map(Fact::Reads)
        .collect()
}

const WRITING: [Power; 4] = [
    Power::WriteData,
    Power::Append,
    Power::AddFile,
    Power::AddFolder,
];

/// It is written by who may write, append or create, and by who puts another in its place.
pub fn writes(closure: &mut Closure) -> Vec<Fact> {
    (0..closure.world.things.len())
        .filter(|at| closure.may(*at, &WRITING) || closure.has(Fact::Plants(*at)))
        .map(Fact::Writes)
        .collect()
}

/// E16: who may change the list or the owner has every right, and so has who may take ownership of anything or restore it.
pub fn takes(closure: &mut Closure) -> Vec<Fact> {
    let privileges = [Privilege::TakeOwnership, Privilege::Restore];
    let anything = closure
        .wielded()
        .into_iter()
        .any(|token| holds_privilege(closure.token_of(token), &privileges));
    let by_list = [Power::ChangePermissions, Power::TakeOwnership];
    (0..closure.world.things.len())
        .filter(|at| anything || closure.may(*at, &by_list))
        .map(Fact::Free)
        .collect()
}

/// E29: who may back up reads everything.
pub fn backs_up(closure: &mut Closure) -> Vec<Fact> {
    let backup = closure
        .wielded()
        .into_iter()
        .any(|token| holds_privilege(closure.token_of(token), &[Privilege::Backup]));
    let readable = |at: &usize| closure.world.things[*at].kind != ObjectKind::Service;
    (0..closure.world.things.len())
        .filter(|at| backup && readable(at))
        .map(Fact::Reads)
        .collect()
}

/// E31: what can be deleted, or lies under what can be, gives way to one's own.
pub fn replaces(closure: &mut Closure) -> Vec<Fact> {
    let world = closure.world;
    let mut found = Vec::new();
    for (at, thing) in world.things.iter().enumerate() {
        let Some(parent) = world.folder_of(at) else {
            continue;
        };
        let create = if thing.is_folder() {
            Power::AddFolder
        } else {
            Power::AddFile
        };
        let goes = closure.may(at, &[Power::Delete]) || closure.may(parent, &[Power::DeleteChild]);
        if !goes || !closure.may(parent, &[create]) {
            continue;
        }
        found.push(Fact::Plants(at));
        if let Securable::Folder(folder) = &thing.what {
            let below = (0..world.things.len()).filter(|at| world.things[*at].is_under(folder));
            found.extend(below.map(Fact::Plants));
        }
    }
    found
}

/// E31: where nothing is, one's own is put.
pub fn creates(closure: &mut Closure) -> Vec<Fact> {
    let world = closure.world;
    let mut found = Vec::new();
    for (at, thing) in world.things.iter().enumerate() {
        let Some(folder) = world.folder_of(at) else {
            continue;
        };
        let create = match &thing.what {
            Securable::FileIn(_) => Power::AddFile,
            Securable::FolderIn(_) => Power::AddFolder,
            Securable::File(_) if !thing.exists => Power::AddFile,
            _ => continue,
        };
        if closure.may(folder, &[create]) {
            found.push(Fact::Plants(at));
        }
    }
    found
}

/// E6b: where writing and programs are both allowed, a visitor who may add files puts one there.
pub fn uploaded(closure: &mut Closure) -> Vec<Fact> {
    let world = closure.world;
    let mut found = Vec::new();
    for region in world
        .footprint
        .regions
        .iter()
        .filter(|region| region.upload.is_some())
    {
        for at in world.served(region) {
            let thing = &world.things[at];
            let new = matches!(thing.what, Securable::FileIn(_));
            let Some(folder) = world.folder_of(at).filter(|_| new) else {
                continue;
            };
            let adds = |token: &usize| closure.grants(*token, folder, 0x2);
            if closure.wielded().iter().any(adds) {
                found.push(Fact::Plants(at));
            }
        }
    }
    found
}

/// Whether a thing of a region is one of those files.
fn matches(closure: &Closure, region: &Region, at: usize, pattern: &Pattern) -> bool {
    let thing = &closure.world.things[at];
    if !thing.is_file() {
        return false;
    }
    let nameless = matches!(thing.what, Securable::FileIn(_));
    match pattern {
        Pattern::Extension(end) => {
            let ends = |name: Name| {
                let (name, end) = (
                    name.as_str().to_ascii_lowercase(),
                    end.as_str().to_ascii_lowercase(),
                );
                name.ends_with(&end)
            };
            nameless || closure.world.file_name(at).is_some_and(ends)
        }
        Pattern::Every => true,
        Pattern::In(folder) => thing.is_under(&region.folder.join(folder.as_str())),
        Pattern::Named(name) => match &thing.what {
            Securable::FileIn(folder) => *folder == region.folder,
            Securable::File(path) => *path == region.folder.join(name.as_str()),
            _ => false,
        },
        Pattern::Called(name) => {
            nameless || closure.world.file_name(at).is_some_and(|own| own == *name)
        }
    }
}

/// Whether a file that is run is one of those that E14 is about: by the name of a listed extension.
fn is_listed(runs: &Runs) -> bool {
    matches!(runs.files, Pattern::Called(_))
}

/// E5: who writes a page, a library of the application or its global.asa writes what runs there.
pub fn what_is_run(closure: &mut Closure) -> Vec<Fact> {
    run(closure, |_, runs| !is_listed(runs))
}

/// E14: who puts a dll there by the name of a listed one has it run in the process of IIS; where the list has a path, by a
/// defect, which is a weakness.
pub fn listed_names(closure: &mut Closure) -> Vec<Fact> {
    run(closure, |closure, runs| {
        is_listed(runs) && (!runs.defect || closure.switches.weaknesses)
    })
}

fn run(closure: &mut Closure, counts: fn(&Closure, &Runs) -> bool) -> Vec<Fact> {
    let world = closure.world;
    let mut found = Vec::new();
    for region in &world.footprint.regions {
        for at in world.served(region) {
            let into = world.things[at].is_folder()
                && (closure.may(at, &[Power::AddFile, Power::AddFolder])
                    || closure.has(Fact::Plants(at)));
            for runs in &region.runs {
                if !counts(closure, runs) {
                    continue;
                }
                let host = runs.host.0 as usize;
                // A file of one's own, in a folder of one's own if need be.
                let anywhere = matches!(runs.files, Pattern::Extension(_) | Pattern::Called(_));
                let own = into && anywhere && runs.planted;
                // Of what nobody described it is not told whether it was there before it was planted.
                let nameless = matches!(world.things[at].what, Securable::FileIn(_));
                let (planted, changed) = if nameless && !runs.planted {
                    (false, closure.may(at, &WRITING))
                } else {
                    (closure.has(Fact::Plants(at)), closure.has(Fact::Writes(at)))
                };
                let written = matches(closure, region, at, &runs.files)
                    && (planted || (changed && can_read(closure, host, &[region], at)));
                if own || written {
                    found.push(Fact::Code(host));
                }
            }
        }
    }
    found
}

/// E6: a web.config that a host obeys brings handlers and modules.
pub fn governing(closure: &mut Closure) -> Vec<Fact> {
    let world = closure.world;
    let mut found = Vec::new();
    for region in &world.footprint.regions {
        for obeys in region.obeys.iter().filter(|obeys| obeys.brings_code) {
            let governs = |folder: &WinPath| obeys.folders.contains(folder);
            let served = world.served(region);
            for (at, thing) in world.things.iter().enumerate() {
                let content = served.contains(&at);
                let file = matches!(&thing.what, Securable::File(path)
                    if Name::from(path.file_name()).is("web.config")
                        && (content || path.parent().is_some_and(|folder| governs(&folder))));
                let created = content
                    && thing.is_folder()
                    && (closure.may(at, &[Power::AddFile, Power::AddFolder])
                        || closure.has(Fact::Plants(at)));
                // What is not there is not written, but put there.
                let changed = match thing.exists {
                    true => closure.has(Fact::Writes(at)),
                    false => closure.has(Fact::Plants(at)),
                };
                if created || (file && changed) {
                    found.push(Fact::Code(obeys.host.0 as usize));
                }
            }
        }
    }
    found
}

/// E10: what lies in a cache of compiled code is run, if the process keeps its own there.
pub fn code_caches(closure: &mut Closure) -> Vec<Fact> {
    let world = closure.world;
    let mut found = Vec::new();
    for used in &world.footprint.uses {
        let Securable::Folder(folder) = &used.what else {
            continue;
        };
        if used.role != Role::CodeCache {
            continue;
        }
        let host = used.host.0 as usize;
        let cache = world
            .number(|thing| thing.what == used.what)
            .expect("what is used was gathered");
        let own = closure.at(Slot::Identity(host));
        if !own.is_some_and(|own| closure.grants(own, cache, 0x2)) {
            continue;
        }
        let written =
            |at: usize| world.things[at].is_under(folder) && closure.has(Fact::Writes(at));
        if (0..world.things.len()).any(written) {
            found.push(Fact::Code(host));
        }
    }
    found
}

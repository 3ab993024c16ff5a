//! The documented permissions of Windows and IIS, used only where the world says `have default permissions`.
//!
//! They are data: a place, the versions that have it, a list, and the document that says so. What they come to on one machine are
//! facts whose origin is the document; what the machine itself tells of a path always wins.

mod iis6;
mod iis7;
mod keys;
mod windows;

use std::sync::Arc;

use super::{
    AccessLine, Effect, Fact, IisVersion, Inheritance, Listing, MachineState, Name, ObjectNoun,
    ObjectStatement, Origin, ServerStatement, Statement, Who, WinPath, WindowsVersion, readings,
};
use crate::nt::AccessMask;

/// The documented permissions of one place.
#[derive(Clone, Copy, Debug)]
pub struct Documented {
    /// Where: `%windir%` and `%systemdrive%` are the machine's, `<pool>` is each of its pools, a `*` any part of a name.
    pub path: &'static str,
    /// What it is.
    pub noun: ObjectNoun,
    /// Who has it.
    pub on: Holds,
    /// In which reading of a contradiction only: the topic and the reading.
    pub reading: Option<(&'static str, &'static str)>,
    /// Who owns it; unsaid, Administrators.
    pub owner: Option<&'static str>,
    /// Its list.
    pub list: DocumentedList,
    /// The document.
    pub says: &'static str,
}

/// On which machines a default holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// From one Windows to another, both included.
    Windows(WindowsVersion, WindowsVersion),
    /// Client editions from Vista on.
    Clients,
    /// Server editions from 2008 on.
    Servers,
    /// From one IIS to another, both included.
    Iis(IisVersion, IisVersion),
}

/// A documented list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentedList {
    /// As Windows writes it; without `P`, lines from the folder above follow.
    Sddl(&'static str),
    /// Lines that speak of accounts by name; without others from above.
    Lines(&'static [DocumentedLine]),
    /// The same, followed by lines from the folder above.
    LinesAndAbove(&'static [DocumentedLine]),
}

/// An allowing line: whom, which rights, and the stored inheritance flags. `.\` stands before accounts of the machine; a line about
/// one that nobody names is left out, since accounts that nobody names do not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentedLine(pub &'static str, pub u32, pub u8);

const FULL: u32 = 0x1F_01FF;
const MODIFY: u32 = 0x13_01BF;
const READ_AND_EXECUTE: u32 = 0x12_00A9;
const READ: u32 = 0x12_0089;

/// For this folder, its files and its sub-folders.
const ALL: u8 = 0x03;
/// For sub-folders and files only.
const BELOW: u8 = 0x0B;
/// For this folder and its sub-folders.
const FOLDERS: u8 = 0x02;
/// For this object only.
const HERE: u8 = 0x00;

const ADMINISTRATORS: DocumentedLine = DocumentedLine("BUILTIN\\Administrators", FULL, ALL);
const SYSTEM: DocumentedLine = DocumentedLine("NT AUTHORITY\\SYSTEM", FULL, ALL);
const CREATORS: DocumentedLine = DocumentedLine("CREATOR OWNER", FULL, BELOW);

impl Documented {
    const fn folder(
        on: Holds,
        path: &'static str,
        list: DocumentedList,
        says: &'static str,
    ) -> Documented {
        Documented {
            path,
            noun: ObjectNoun::Folder,
            on,
            reading: None,
            owner: None,
            list,
            says,
        }
    }

    const fn file(self) -> Documented {
        Documented {
            noun: ObjectNoun::File,
            ..self
        }
    }

    const fn read_as(self, topic: &'static str, reading: &'static str) -> Documented {
        Documented {
            reading: Some((topic, reading)),
            ..self
        }
    }

    const fn owned_by(self, owner: &'static str) -> Documented {
        Documented {
            owner: Some(owner),
            ..self
        }
    }

    /// The path on that machine, for that pool where it stands for each.
    pub fn place(&self, windows: WindowsVersion, pool: Option<&Name>) -> WinPath {
        let text = super::path::expanded(self.path, windows);
        match pool {
            Some(pool) => WinPath::new(&text.replace("<pool>", pool.as_str())),
            None => WinPath::new(&text),
        }
    }

    /// Whether there is one for each pool.
    pub fn is_of_pools(&self) -> bool {
        self.path.contains("<pool>")
    }
}

impl Holds {
    /// Whether such a machine has it.
    pub fn includes(self, windows: WindowsVersion, iis: Option<IisVersion>) -> bool {
        match self {
            Holds::Windows(from, to) => (from..=to).contains(&windows),
            Holds::Clients => windows >= WindowsVersion::Vista && windows.is_client(),
            Holds::Servers => windows >= WindowsVersion::Server2008 && !windows.is_client(),
            Holds::Iis(from, to) => iis.is_some_and(|iis| (from..=to).contains(&iis)),
        }
    }
}

/// Every documented default, the general ones of Windows first.
pub fn documented() -> impl Iterator<Item = &'static Documented> {
    [windows::ALL, iis6::ALL, iis7::ALL, keys::ALL]
        .into_iter()
        .flatten()
}

/// The machine that defaults are looked up for.
#[derive(Clone, Debug)]
pub(super) struct Machine<'a> {
    pub windows: WindowsVersion,
    pub statement: &'a ServerStatement,
    pub pools: Vec<&'a Name>,
    /// Topics and readings that facts choose; of several for one topic the first in order.
    pub readings: Vec<(&'a Name, &'a Name)>,
}

impl<'a> Machine<'a> {
    /// The readings that facts choose, in an order of their own.
    pub fn readings(facts: &'a [Fact]) -> Vec<(&'a Name, &'a Name)> {
        let mut readings: Vec<(&Name, &Name)> = facts
            .iter()
            .filter_map(|fact| match &fact.statement {
                Statement::Machine(MachineState::Reading { topic, reading }) => {
                    Some((topic, reading))
                }
                _ => None,
            })
            .collect();
        readings.sort();
        readings
    }

    fn takes(&self, topic: &str, reading: &str) -> bool {
        let chosen = self.readings.iter().find(|(known, _)| known.is(topic));
        match chosen {
            Some((_, chosen)) if readings::is_known(topic, chosen.as_str()) => chosen.is(reading),
            Some(_) | None => readings::taken(topic).is_some_and(|taken| taken == reading),
        }
    }

    /// The facts that documents tell of this machine. `is_known` says whether this machine has an account of that name.
    pub fn facts(&self, is_known: impl Fn(&str) -> bool) -> Vec<Fact> {
        let mut facts = Vec::new();
        for default in documented() {
            let chosen = default
                .reading
                .is_none_or(|(topic, reading)| self.takes(topic, reading));
            if !chosen || !default.on.includes(self.windows, self.statement.iis) {
                continue;
            }
            if default.is_of_pools() {
                facts.extend(
                    self.pools
                        .iter()
                        .filter(|pool| can_be_a_folder(pool))
                        .map(|pool| self.fact(default, Some(pool), &is_known)),
                );
            } else {
                facts.push(self.fact(default, None, &is_known));
            }
        }
        facts
    }

    fn fact(
        &self,
        default: &Documented,
        pool: Option<&Name>,
        is_known: &impl Fn(&str) -> bool,
    ) -> Fact {
        let lines = |lines: &[DocumentedLine]| {
            let line = |DocumentedLine(who, mask, flags): &DocumentedLine| {
                let (who, optional) = self.account(who, pool);
                let missing = optional && !is_known(&who.to_string());
                (!missing).then_some(AccessLine {
                    effect: Effect::Allow,
                    who,
                    mask: AccessMask(*mask),
                    flags: *flags,
                    origin: Origin::Unsaid,
                })
            };
            Listing::Lines(lines.iter().filter_map(line).collect())
        };
        let (list, inheritance) = match default.list {
            DocumentedList::Sddl(text) => (Listing::Sddl(text.into()), Inheritance::Inherits),
            DocumentedList::Lines(list) => (lines(list), Inheritance::Protected),
            DocumentedList::LinesAndAbove(list) => (lines(list), Inheritance::Inherits),
        };
        Fact {
            statement: Statement::Object(ObjectStatement {
                noun: default.noun,
                path: default.place(self.windows, pool),
                owner: default.owner.map(|owner| self.account(owner, pool).0),
                inheritance,
                list,
            }),
            origin: Origin::Document(Arc::from(default.says)),
        }
    }

    /// Who is meant by a name of the data, and whether the line is left out if nobody names that account.
    fn account(&self, name: &str, pool: Option<&Name>) -> (Who, bool) {
        let named = |text: String| Who::Name(Name::new(text));
        match (name.strip_prefix(".\\"), pool) {
            (Some(local), _) => {
                let machine = self.statement.name.as_str();
                (named(local.replace("<machine>", machine)), true)
            }
            (None, Some(pool)) if name == "<pool>" => {
                (named(format!("IIS APPPOOL\\{pool}")), false)
            }
            (None, _) => (named(name.to_owned()), false),
        }
    }
}

/// Pool names that no folder can have are left out: such a pool has no folder of its own.
fn can_be_a_folder(pool: &Name) -> bool {
    !pool
        .as_str()
        .contains(['*', '?', '\\', '/', ':', '"', '<', '>', '|'])
}

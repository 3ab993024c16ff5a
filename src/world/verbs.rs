//! Verbs: what each means as rights on each kind of object. Questions and access lines share the words.
//!
//! A verb asks the least that its meaning needs: `read` is one bit, because one bit is enough to learn the content.

use std::fmt;

use crate::nt::{AccessMask, ObjectKind};

/// What can be done to something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verb {
    /// Learn the content.
    Read,
    /// Change the content.
    Write,
    /// Add to the end of a file.
    Append,
    /// Create files in a folder.
    CreateFiles,
    /// Create folders in a folder.
    CreateFolders,
    /// Run a file.
    Execute,
    /// Go through a folder.
    Traverse,
    /// Delete it.
    Delete,
    /// List what is in a folder or below a key.
    List,
    /// All of icacls' M.
    Modify,
    /// All rights that there are.
    Control,
    /// Read owner and lists.
    ReadPermissions,
    /// Change the access list.
    ChangePermissions,
    /// Become the owner.
    TakeOwnership,
    /// Start a component's server.
    Launch,
    /// Have a component's server make an object.
    Activate,
    /// Call a component's object.
    Access,
    /// Launch, activate and access a component.
    Use,
    /// Start a service.
    Start,
    /// Stop a service.
    Stop,
    /// Change a service's configuration.
    Configure,
    /// Send an HTTP request for a URL.
    Request,
    /// Come to run code with somebody's token.
    Become,
}

/// How many of the bits of a mask are needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reading {
    /// One of them is enough.
    Any,
    /// Every one.
    All,
}

/// What a verb asks for on a kind of object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// Which rights.
    pub mask: AccessMask,
    /// Whether one is enough.
    pub reading: Reading,
    /// What the mask does not tell.
    pub note: Option<&'static str>,
}

/// FILE_READ_DATA, FILE_LIST_DIRECTORY.
const READ_DATA: u32 = 0x1;
/// FILE_WRITE_DATA, FILE_ADD_FILE.
const WRITE_DATA: u32 = 0x2;
/// FILE_APPEND_DATA, FILE_ADD_SUBDIRECTORY.
const APPEND_DATA: u32 = 0x4;
/// FILE_EXECUTE, FILE_TRAVERSE.
const EXECUTE: u32 = 0x20;
/// What the Windows editors store for "modify" on a file or folder.
const FILE_MODIFY: u32 = 0x13_01BF;
/// The same on a key: KEY_READ, KEY_WRITE and DELETE.
const KEY_MODIFY: u32 = 0x3_001F;

impl Verb {
    /// Every verb, as the language lists them.
    pub const ALL: [Verb; 23] = [
        Verb::Read,
        Verb::Write,
        Verb::Append,
        Verb::CreateFiles,
        Verb::CreateFolders,
        Verb::Execute,
        Verb::Traverse,
        Verb::Delete,
        Verb::List,
        Verb::Modify,
        Verb::Control,
        Verb::ReadPermissions,
        Verb::ChangePermissions,
        Verb::TakeOwnership,
        Verb::Launch,
        Verb::Activate,
        Verb::Access,
        Verb::Use,
        Verb::Start,
        Verb::Stop,
        Verb::Configure,
        Verb::Request,
        Verb::Become,
    ];

    /// The word or phrase, as it is printed, without its preposition.
    pub fn text(self) -> &'static str {
        match self {
            Verb::Read => "read",
            Verb::Write => "write",
            Verb::Append => "append",
            Verb::CreateFiles => "create files",
            Verb::CreateFolders => "create folders",
            Verb::Execute => "execute",
            Verb::Traverse => "traverse",
            Verb::Delete => "delete",
            Verb::List => "list",
            Verb::Modify => "modify",
            Verb::Control => "control",
            Verb::ReadPermissions => "read permissions",
            Verb::ChangePermissions => "change permissions",
            Verb::TakeOwnership => "take ownership",
            Verb::Launch => "launch",
            Verb::Activate => "activate",
            Verb::Access => "access",
            Verb::Use => "use",
            Verb::Start => "start",
            Verb::Stop => "stop",
            Verb::Configure => "configure",
            Verb::Request => "request",
            Verb::Become => "become",
        }
    }

    /// The word between the verb and its object, where there is one: `create files in C:\x`.
    pub fn preposition(self) -> Option<&'static str> {
        match self {
            Verb::CreateFiles | Verb::CreateFolders => Some("in"),
            Verb::ReadPermissions | Verb::ChangePermissions | Verb::TakeOwnership => Some("of"),
            Verb::Read
            | Verb::Write
            | Verb::Append
            | Verb::Execute
            | Verb::Traverse
            | Verb::Delete
            | Verb::List
            | Verb::Modify
            | Verb::Control
            | Verb::Launch
            | Verb::Activate
            | Verb::Access
            | Verb::Use
            | Verb::Start
            | Verb::Stop
            | Verb::Configure
            | Verb::Request
            | Verb::Become => None,
        }
    }

    /// Other ways to write it.
    pub fn other_spellings(self) -> &'static [&'static str] {
        match self {
            Verb::Execute => &["run"],
            Verb::Control => &["full control", "have full control", "have control"],
            Verb::CreateFolders => &["create directories"],
            Verb::Read
            | Verb::Write
            | Verb::Append
            | Verb::CreateFiles
            | Verb::Traverse
            | Verb::Delete
            | Verb::List
            | Verb::Modify
            | Verb::ReadPermissions
            | Verb::ChangePermissions
            | Verb::TakeOwnership
            | Verb::Launch
            | Verb::Activate
            | Verb::Access
            | Verb::Use
            | Verb::Start
            | Verb::Stop
            | Verb::Configure
            | Verb::Request
            | Verb::Become => &[],
        }
    }

    /// The verb of that spelling, without its preposition; case and the number of spaces do not count.
    pub fn by_words(words: &str) -> Option<Verb> {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        Verb::ALL.into_iter().find(|verb| {
            verb.text().eq_ignore_ascii_case(&words)
                || verb
                    .other_spellings()
                    .iter()
                    .any(|spelling| spelling.eq_ignore_ascii_case(&words))
        })
    }

    /// What it asks for on a kind of object, `None` where it means nothing.
    ///
    /// Masks are those of the Win32 headers, see [`ObjectKind::mapping`]. COM rights are those of a local caller
    /// (DCOM security enhancements: EXECUTE 1, EXECUTE_LOCAL 2, ACTIVATE_LOCAL 8).
    pub fn meaning(self, kind: ObjectKind) -> Option<Meaning> {
        match self {
            Verb::Delete
            | Verb::ReadPermissions
            | Verb::ChangePermissions
            | Verb::TakeOwnership => self.standard_right(kind),
            Verb::Control => match kind {
                ObjectKind::ComLaunch | ObjectKind::ComAccess => None,
                ObjectKind::File
                | ObjectKind::Folder
                | ObjectKind::Key
                | ObjectKind::Service
                | ObjectKind::ServiceManager
                | ObjectKind::Process
                | ObjectKind::Thread
                | ObjectKind::Token => all(kind.mapping().all.0),
            },
            Verb::Read => match kind {
                ObjectKind::File | ObjectKind::Folder => any(READ_DATA),
                ObjectKind::Key => any(0x1),
                _ => None,
            },
            Verb::Write => match kind {
                ObjectKind::File | ObjectKind::Folder => any(WRITE_DATA | APPEND_DATA),
                ObjectKind::Key => any(0x2 | 0x4),
                _ => None,
            },
            Verb::List => match kind {
                ObjectKind::Folder => all(READ_DATA),
                ObjectKind::Key => all(0x8),
                _ => None,
            },
            Verb::Modify => match kind {
                ObjectKind::File | ObjectKind::Folder => all(FILE_MODIFY),
                ObjectKind::Key => all(KEY_MODIFY),
                _ => None,
            },
            Verb::Append => on(kind, ObjectKind::File, any(APPEND_DATA)),
            Verb::CreateFiles => on(kind, ObjectKind::Folder, all(WRITE_DATA)),
            Verb::CreateFolders => on(kind, ObjectKind::Folder, all(APPEND_DATA)),
            Verb::Execute => match kind {
                ObjectKind::File => all(EXECUTE),
                ObjectKind::Folder => all(EXECUTE).map(|meaning| Meaning {
                    note: Some("on a folder this is the right to traverse it"),
                    ..meaning
                }),
                _ => None,
            },
            Verb::Traverse => on(kind, ObjectKind::Folder, all(EXECUTE)),
            Verb::Launch => on(kind, ObjectKind::ComLaunch, all(0x1 | 0x2)),
            Verb::Activate => on(kind, ObjectKind::ComLaunch, all(0x1 | 0x8)),
            Verb::Access => on(kind, ObjectKind::ComAccess, all(0x1 | 0x2)),
            Verb::Start => on(kind, ObjectKind::Service, all(0x10)),
            Verb::Stop => on(kind, ObjectKind::Service, all(0x20)),
            Verb::Configure => on(kind, ObjectKind::Service, all(0x2)),
            Verb::Use | Verb::Request | Verb::Become => None,
        }
    }

    /// The verbs that ask for a standard right; COM lists know none.
    fn standard_right(self, kind: ObjectKind) -> Option<Meaning> {
        if matches!(kind, ObjectKind::ComLaunch | ObjectKind::ComAccess) {
            return None;
        }
        match self {
            Verb::Delete => all(AccessMask::DELETE.0).map(|meaning| Meaning {
                note: matches!(kind, ObjectKind::File | ObjectKind::Folder)
                    .then_some("or FILE_DELETE_CHILD on its parent"),
                ..meaning
            }),
            Verb::ReadPermissions => all(AccessMask::READ_CONTROL.0),
            Verb::ChangePermissions => all(AccessMask::WRITE_DAC.0),
            Verb::TakeOwnership => all(AccessMask::WRITE_OWNER.0),
            _ => None,
        }
    }
}

fn any(mask: u32) -> Option<Meaning> {
    meaning(mask, Reading::Any)
}

fn all(mask: u32) -> Option<Meaning> {
    meaning(mask, Reading::All)
}

fn meaning(mask: u32, reading: Reading) -> Option<Meaning> {
    Some(Meaning {
        mask: AccessMask(mask),
        reading,
        note: None,
    })
}

fn on(kind: ObjectKind, wanted: ObjectKind, meaning: Option<Meaning>) -> Option<Meaning> {
    meaning.filter(|_| kind == wanted)
}

impl fmt::Display for Verb {
    /// With its preposition, `create files in`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.preposition() {
            Some(preposition) => write!(f, "{} {preposition}", self.text()),
            None => f.write_str(self.text()),
        }
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reading::Any => "any",
            Reading::All => "all",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_of_one_verb() {
        for verb in Verb::ALL {
            assert_eq!(Verb::by_words(verb.text()), Some(verb));
            for spelling in verb.other_spellings() {
                assert_eq!(Verb::by_words(spelling), Some(verb));
            }
        }
        assert_eq!(Verb::by_words("CREATE   files"), Some(Verb::CreateFiles));
    }

    #[test]
    fn a_verb_asks_for_rights_that_the_kind_has() {
        for verb in Verb::ALL {
            for kind in ObjectKind::ALL {
                if let Some(meaning) = verb.meaning(kind) {
                    assert!(!meaning.mask.is_empty());
                    assert!(kind.mapping().all.contains(meaning.mask), "{verb} {kind:?}");
                }
            }
        }
    }
}

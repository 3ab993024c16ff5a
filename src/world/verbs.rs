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

/// A verb, its words, its preposition, other spellings.
type Spelling = (
    Verb,
    &'static str,
    Option<&'static str>,
    &'static [&'static str],
);

/// Every verb with its words, in the order of the language.
const WORDS: [Spelling; 23] = [
    (Verb::Read, "read", None, &[]),
    (Verb::Write, "write", None, &[]),
    (Verb::Append, "append", None, &[]),
    (Verb::CreateFiles, "create files", Some("in"), &[]),
    (
        Verb::CreateFolders,
        "create folders",
        Some("in"),
        &["create directories"],
    ),
    (Verb::Execute, "execute", None, &["run"]),
    (Verb::Traverse, "traverse", None, &[]),
    (Verb::Delete, "delete", None, &[]),
    (Verb::List, "list", None, &[]),
    (Verb::Modify, "modify", None, &[]),
    (
        Verb::Control,
        "control",
        None,
        &["full control", "have full control"],
    ),
    (Verb::ReadPermissions, "read permissions", Some("of"), &[]),
    (
        Verb::ChangePermissions,
        "change permissions",
        Some("of"),
        &[],
    ),
    (Verb::TakeOwnership, "take ownership", Some("of"), &[]),
    (Verb::Launch, "launch", None, &[]),
    (Verb::Activate, "activate", None, &[]),
    (Verb::Access, "access", None, &[]),
    (Verb::Use, "use", None, &[]),
    (Verb::Start, "start", None, &[]),
    (Verb::Stop, "stop", None, &[]),
    (Verb::Configure, "configure", None, &[]),
    (Verb::Request, "request", None, &[]),
    (Verb::Become, "become", None, &[]),
];

/// A kind of object, a verb, and what the verb asks for there.
type Row = (ObjectKind, Verb, Reading, u32);

/// What verbs mean, by the masks of the Win32 headers. A row that is not here means nothing.
///
/// COM rights are those of a local caller (DCOM security enhancements: EXECUTE 1, EXECUTE_LOCAL 2, ACTIVATE_LOCAL 8).
/// The standard rights (`delete`, `read permissions`, …) are the same on every kind but COM's, see `STANDARD`.
const MEANINGS: [Row; 30] = [
    // FILE_READ_DATA
    (ObjectKind::File, Verb::Read, Reading::Any, 0x1),
    // FILE_WRITE_DATA, FILE_APPEND_DATA
    (ObjectKind::File, Verb::Write, Reading::Any, 0x6),
    (ObjectKind::File, Verb::Append, Reading::Any, 0x4),
    // FILE_EXECUTE
    (ObjectKind::File, Verb::Execute, Reading::All, 0x20),
    (ObjectKind::File, Verb::Modify, Reading::All, 0x13_01BF),
    (ObjectKind::File, Verb::Control, Reading::All, 0x1F_01FF),
    // FILE_LIST_DIRECTORY
    (ObjectKind::Folder, Verb::Read, Reading::Any, 0x1),
    (ObjectKind::Folder, Verb::List, Reading::All, 0x1),
    // FILE_ADD_FILE, FILE_ADD_SUBDIRECTORY
    (ObjectKind::Folder, Verb::Write, Reading::Any, 0x6),
    (ObjectKind::Folder, Verb::CreateFiles, Reading::All, 0x2),
    (ObjectKind::Folder, Verb::CreateFolders, Reading::All, 0x4),
    // FILE_TRAVERSE
    (ObjectKind::Folder, Verb::Execute, Reading::All, 0x20),
    (ObjectKind::Folder, Verb::Traverse, Reading::All, 0x20),
    (ObjectKind::Folder, Verb::Modify, Reading::All, 0x13_01BF),
    (ObjectKind::Folder, Verb::Control, Reading::All, 0x1F_01FF),
    // KEY_QUERY_VALUE
    (ObjectKind::Key, Verb::Read, Reading::Any, 0x1),
    // KEY_SET_VALUE, KEY_CREATE_SUB_KEY
    (ObjectKind::Key, Verb::Write, Reading::Any, 0x6),
    // KEY_ENUMERATE_SUB_KEYS
    (ObjectKind::Key, Verb::List, Reading::All, 0x8),
    // KEY_READ, KEY_WRITE, DELETE
    (ObjectKind::Key, Verb::Modify, Reading::All, 0x3_001F),
    (ObjectKind::Key, Verb::Control, Reading::All, 0xF_003F),
    (ObjectKind::Service, Verb::Start, Reading::All, 0x10),
    (ObjectKind::Service, Verb::Stop, Reading::All, 0x20),
    // SERVICE_CHANGE_CONFIG
    (ObjectKind::Service, Verb::Configure, Reading::All, 0x2),
    (ObjectKind::Service, Verb::Control, Reading::All, 0xF_01FF),
    (ObjectKind::Process, Verb::Control, Reading::All, 0x1F_FFFF),
    (ObjectKind::Thread, Verb::Control, Reading::All, 0x1F_FFFF),
    (ObjectKind::Token, Verb::Control, Reading::All, 0xF_01FF),
    (ObjectKind::ComLaunch, Verb::Launch, Reading::All, 0x3),
    (ObjectKind::ComLaunch, Verb::Activate, Reading::All, 0x9),
    (ObjectKind::ComAccess, Verb::Access, Reading::All, 0x3),
];

/// The verbs for rights that every kind has.
const STANDARD: [(Verb, AccessMask); 4] = [
    (Verb::Delete, AccessMask::DELETE),
    (Verb::ReadPermissions, AccessMask::READ_CONTROL),
    (Verb::ChangePermissions, AccessMask::WRITE_DAC),
    (Verb::TakeOwnership, AccessMask::WRITE_OWNER),
];

impl Verb {
    /// Every verb, in the order of the language.
    pub fn all() -> impl Iterator<Item = Verb> {
        WORDS.iter().map(|(verb, ..)| *verb)
    }

    fn spelling(self) -> &'static Spelling {
        // `WORDS` is in the order of the enum, which a test holds.
        &WORDS[self as usize]
    }

    /// The word or phrase, as it is printed, without its preposition.
    pub fn text(self) -> &'static str {
        self.spelling().1
    }

    /// The word between the verb and its object, where there is one: `create files in C:\x`.
    pub fn preposition(self) -> Option<&'static str> {
        self.spelling().2
    }

    /// Other ways to write it.
    pub fn other_spellings(self) -> &'static [&'static str] {
        self.spelling().3
    }

    /// The verb of that spelling, without its preposition; case and the number of spaces do not count.
    pub fn by_words(words: &str) -> Option<Verb> {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        Verb::all().find(|verb| {
            verb.text().eq_ignore_ascii_case(&words)
                || verb
                    .other_spellings()
                    .iter()
                    .any(|spelling| spelling.eq_ignore_ascii_case(&words))
        })
    }

    /// What it asks for on a kind of object, `None` where it means nothing.
    pub fn meaning(self, kind: ObjectKind) -> Option<Meaning> {
        let is_com = matches!(kind, ObjectKind::ComLaunch | ObjectKind::ComAccess);
        let standard = STANDARD
            .iter()
            .find(|(verb, _)| *verb == self && !is_com)
            .map(|(_, mask)| (Reading::All, *mask));
        let own = MEANINGS
            .iter()
            .find(|(of, verb, ..)| (*of, *verb) == (kind, self))
            .map(|(_, _, reading, mask)| (*reading, AccessMask(*mask)));
        let (reading, mask) = standard.or(own)?;
        Some(Meaning {
            mask,
            reading,
            note: self.note(kind),
        })
    }

    /// What the mask does not tell.
    fn note(self, kind: ObjectKind) -> Option<&'static str> {
        let in_files = matches!(kind, ObjectKind::File | ObjectKind::Folder);
        if self == Verb::Delete && in_files {
            Some("or FILE_DELETE_CHILD on its parent")
        } else if self == Verb::Execute && kind == ObjectKind::Folder {
            Some("on a folder this is the right to traverse it")
        } else {
            None
        }
    }
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
        for verb in Verb::all() {
            assert_eq!(verb.spelling().0, verb);
            assert_eq!(Verb::by_words(verb.text()), Some(verb));
            for spelling in verb.other_spellings() {
                assert_eq!(Verb::by_words(spelling), Some(verb));
            }
        }
        assert_eq!(Verb::by_words("CREATE   files"), Some(Verb::CreateFiles));
    }

    #[test]
    fn a_verb_asks_for_rights_that_the_kind_has() {
        for verb in Verb::all() {
            for kind in ObjectKind::ALL {
                if let Some(meaning) = verb.meaning(kind) {
                    assert!(!meaning.mask.is_empty());
                    assert!(kind.mapping().all.contains(meaning.mask), "{verb} {kind:?}");
                }
            }
        }
    }
}

//! What can be said of the machine beside accounts and IIS: who is at it, its services and tasks, its patches, and how to read
//! the documents about it.

use serde::{Deserialize, Serialize};

use super::{Listing, Name, Who, WinPath, fact::is_false};

/// The state of an account, or of the machine it logs on to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "kebab-case", deny_unknown_fields)]
pub enum AccountState {
    /// `alice is logged on at N`, `nobody is logged on at N`
    LoggedOn {
        /// The machine; in JSON `machine`, for `at` says where a fact was said.
        #[serde(rename = "machine")]
        at: Name,
        /// Who is at its console; `None` for nobody.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        who: Option<Who>,
    },
    /// `alice is disabled`
    Disabled {
        /// Who.
        who: Who,
    },
    /// `the password of alice is wrong`: what is stored is not hers, wherever it is stored.
    WrongPassword {
        /// Whose.
        who: Who,
    },
    /// `members of G can be changed by X`
    MembersChangedBy {
        /// G.
        group: Who,
        /// X.
        by: Vec<Who>,
    },
    /// `password of U can be changed by X`
    PasswordChangedBy {
        /// U.
        user: Who,
        /// X.
        by: Vec<Who>,
    },
}

/// `service S runs as ACCOUNT from PATH`, with access lines.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceStatement {
    /// Its short name.
    pub name: Name,
    /// Whom it runs as; unsaid, LocalSystem.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Who>,
    /// Its program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub program: Option<WinPath>,
    /// `is disabled`
    #[serde(default, skip_serializing_if = "is_false")]
    pub disabled: bool,
    /// Its own list; unsaid, Windows' default for services.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<Listing>,
}

/// `task T runs as ACCOUNT from PATH`, with access lines.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskStatement {
    /// Its name.
    pub name: Name,
    /// Whom it runs as.
    pub account: Who,
    /// What it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub program: Option<WinPath>,
    /// Its own list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<Listing>,
}

/// How the machine is set up and how documents about it are read.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "kebab-case", deny_unknown_fields)]
pub enum MachineState {
    /// `search path holds PATH, …`
    SearchPath {
        /// The folders, in order.
        folders: Vec<WinPath>,
    },
    /// `patch MS01-044 is missing`
    MissingPatch {
        /// Its number.
        patch: Name,
    },
    /// `names in FILE are relative to PATH`: where the objects of another file lie, which names them relatively.
    NamesIn {
        /// The file, as it is called where it is handed in, or by its last part.
        file: Name,
        /// The folder.
        folder: WinPath,
    },
    /// `X1 is read as A`: which of two documents that disagree holds.
    Reading {
        /// The contradiction, `X1`.
        topic: Name,
        /// The reading, `A`.
        reading: Name,
    },
}

/// The contradictions between documents; [`super::readings`] tells what each is about.
pub const CONTRADICTIONS: [&str; 32] = [
    "X1", "X2", "X3", "X4", "X5", "X6", "X7", "X8", "X9", "X10", "X11", "X12", "X13", "X14", "X15",
    "X16", "X17", "X18", "X19", "X20", "X21", "X22", "X23", "X24", "X25", "X26", "X27", "X28",
    "X29", "X30", "X31", "X32",
];

/// The readings that each of them has: what the one side says, and what the other says.
pub const READINGS: [&str; 2] = ["A", "B"];

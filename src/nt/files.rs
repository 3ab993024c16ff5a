//! What a file system adds to the check: the way to the object, the parent's say, attributes, backup intent, new and moved objects.
//!
//! It follows MS-FSA 2.1.5.1 and what NTFS does. A folder that nobody described leaves open only what hangs on it: the
//! answer is then unknown and names the folder, never a guess.

use super::{
    AccessMask, BitReason, InvalidCheck, ObjectKind, Privilege, Rules, SecurityDescriptor,
    Unsupported, impersonate::LevelRefusal,
};

mod bits;
mod change;
mod doubt;
mod open;
mod security;

pub use change::{
    NewObject, NewObjectDecision, NewObjectRefusal, Relocation, StepDecision, create, delete,
    descriptor_after, hard_link, rename,
};
pub use doubt::{FileAnswers, InvalidFileAnswers, open_answers};
pub use open::open;
pub use security::{OwnerRefusal, SecurityPart, may_set_label, may_set_owner, to_read, to_write};

/// FILE_READ_DATA; on a folder FILE_LIST_DIRECTORY.
pub const READ_DATA: AccessMask = AccessMask(0x1);
/// On a folder, FILE_LIST_DIRECTORY.
pub const LIST_DIRECTORY: AccessMask = AccessMask(0x1);
/// FILE_WRITE_DATA.
pub const WRITE_DATA: AccessMask = AccessMask(0x2);
/// On a folder, FILE_ADD_FILE.
pub const ADD_FILE: AccessMask = AccessMask(0x2);
/// FILE_APPEND_DATA.
pub const APPEND_DATA: AccessMask = AccessMask(0x4);
/// On a folder, FILE_ADD_SUBDIRECTORY.
pub const ADD_SUBDIRECTORY: AccessMask = AccessMask(0x4);
/// FILE_WRITE_EA.
pub const WRITE_EA: AccessMask = AccessMask(0x10);
/// On a folder, FILE_TRAVERSE.
pub const TRAVERSE: AccessMask = AccessMask(0x20);
/// On a folder, FILE_DELETE_CHILD.
pub const DELETE_CHILD: AccessMask = AccessMask(0x40);
/// FILE_READ_ATTRIBUTES.
pub const READ_ATTRIBUTES: AccessMask = AccessMask(0x80);
/// FILE_WRITE_ATTRIBUTES.
pub const WRITE_ATTRIBUTES: AccessMask = AccessMask(0x100);
/// Bits that no request for a file may have.
pub const RESERVED: AccessMask = AccessMask(0x0CE0_FE00);

/// The object that is asked for, and its way there.
#[derive(Clone, Copy, Debug)]
pub struct FileSituation<'a> {
    /// What stands on it, attached.
    pub descriptor: &'a SecurityDescriptor,
    /// A file or a folder.
    pub kind: ObjectKind,
    /// Its attributes.
    pub attributes: FileAttributes,
    /// The folders above it, the volume's root first, its parent last. `None` for one that nobody described. Empty for the
    /// root itself.
    pub folders: &'a [Option<&'a SecurityDescriptor>],
    /// What this Windows knows.
    pub rules: Rules,
}

/// The attributes that decide about access.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the names are Windows' own
pub struct FileAttributes {
    pub read_only: bool,
    pub hidden: bool,
    pub system: bool,
}

/// What is asked of an object that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenRequest {
    /// The rights. Generic ones are mapped; MAXIMUM_ALLOWED may be among them.
    pub desired: AccessMask,
    /// What becomes of the content.
    pub disposition: Disposition,
    /// FILE_DELETE_ON_CLOSE: DELETE is then asked for too.
    pub delete_on_close: bool,
    /// FILE_OPEN_FOR_BACKUP_INTENT, CreateFile's FILE_FLAG_BACKUP_SEMANTICS.
    pub backup_intent: bool,
    /// The attributes that an overwritten file is to have.
    pub attributes: FileAttributes,
    /// Whether a named stream is meant instead of the file's own content.
    pub named_stream: bool,
    /// The open is relative to a handle on this one of the folders: it and those above it are not traversed.
    pub relative_to: Option<usize>,
}

impl OpenRequest {
    /// These rights on what is there, as NtOpenFile asks.
    pub fn new(desired: AccessMask) -> OpenRequest {
        OpenRequest {
            desired,
            disposition: Disposition::Open,
            delete_on_close: false,
            backup_intent: false,
            attributes: FileAttributes::default(),
            named_stream: false,
            relative_to: None,
        }
    }

    /// These rights as CreateFile asks for them: with SYNCHRONIZE and FILE_READ_ATTRIBUTES.
    pub fn by_create_file(desired: AccessMask) -> OpenRequest {
        OpenRequest::new(desired | AccessMask::SYNCHRONIZE | READ_ATTRIBUTES)
    }
}

/// What becomes of an object that is there (CreateDisposition).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Disposition {
    /// FILE_SUPERSEDE: replaced.
    Supersede,
    /// FILE_OPEN: opened, OPEN_EXISTING.
    Open,
    /// FILE_CREATE, CREATE_NEW: must not be there.
    Create,
    /// FILE_OPEN_IF, OPEN_ALWAYS: opened.
    OpenIf,
    /// FILE_OVERWRITE, TRUNCATE_EXISTING: emptied.
    Overwrite,
    /// FILE_OVERWRITE_IF, CREATE_ALWAYS: emptied.
    OverwriteIf,
}

/// The answer for a file, each right with where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileDecision {
    /// Granted, refused and how, or not to be said.
    pub status: FileStatus,
    /// What the handle would hold; none when it was not granted.
    pub granted: AccessMask,
    /// Every right that the request speaks of, lowest first. Empty where something refuses before rights are looked at.
    pub rights: Vec<(AccessMask, FileReason)>,
}

/// What an open comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileStatus {
    /// The handle is given.
    Granted,
    /// It is not.
    Refused(FileRefusal),
    /// What was not described, or not modelled, leaves it open.
    Unknown(FileGap),
}

/// Why an open is refused. All are STATUS_ACCESS_DENIED where nothing else is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileRefusal {
    /// The token's level opens nothing: STATUS_BAD_IMPERSONATION_LEVEL.
    Level(LevelRefusal),
    /// The request asks for no right.
    NothingAsked,
    /// The request has bits that are reserved, these.
    ReservedBits(AccessMask),
    /// FILE_TRAVERSE on this folder (its index) is missing, and SeChangeNotifyPrivilege is not enabled.
    Traverse(usize),
    /// FILE_CREATE on something that is there: STATUS_OBJECT_NAME_COLLISION.
    Exists,
    /// A folder cannot be overwritten: STATUS_OBJECT_NAME_COLLISION.
    OverwritesFolder,
    /// The read-only attribute forbids writing and overwriting.
    ReadOnly,
    /// The read-only attribute forbids deleting: STATUS_CANNOT_DELETE.
    CannotDelete,
    /// A hidden or system file is overwritten only by a request for the same attribute.
    HiddenOrSystem,
    /// These rights are not given.
    Rights(AccessMask),
    /// SeSecurityPrivilege is missing for the SACL: STATUS_PRIVILEGE_NOT_HELD.
    PrivilegeNotHeld,
    /// MAXIMUM_ALLOWED came to nothing.
    NothingAllowed,
}

/// What stands between yes and no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileGap {
    /// Nobody described this folder (its index).
    Folder(usize),
    /// What stands on an object is read and not judged.
    Unsupported {
        /// Which of the folders, or the object itself.
        folder: Option<usize>,
        /// What it is.
        what: Unsupported,
    },
}

/// Where a right came from, or why it did not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileReason {
    /// The object's own descriptor settles it.
    Own(BitReason),
    /// The object's descriptor refuses, the parent's gives it.
    Parent {
        /// What the object's own descriptor says.
        own: BitReason,
        /// The right on the parent that stands for it, DELETE_CHILD or LIST_DIRECTORY.
        by: AccessMask,
        /// What settles that one.
        parent: BitReason,
    },
    /// The object's descriptor refuses, and so does the parent's.
    Neither {
        /// What the object's own descriptor says.
        own: BitReason,
        /// The right on the parent that would stand for it.
        by: AccessMask,
        /// What refuses that one.
        parent: BitReason,
    },
    /// The object's descriptor refuses, and what the parent says is not known.
    ParentUnknown {
        /// What the object's own descriptor says.
        own: BitReason,
        /// Why not.
        gap: FileGap,
    },
    /// The open is for backup, and this enabled privilege gives it.
    BackupIntent(Privilege),
    /// An overwrite needs it, and SeRestorePrivilege gives that outright.
    Overwrites(Privilege),
    /// The read-only attribute takes it out of a maximum.
    ReadOnly,
}

impl FileReason {
    /// Whether the right is given; `None` where that is not known.
    pub fn grants(&self) -> Option<bool> {
        match self {
            FileReason::Own(own) => Some(own.grants()),
            FileReason::Parent { .. } | FileReason::BackupIntent(_) | FileReason::Overwrites(_) => {
                Some(true)
            }
            FileReason::Neither { .. } | FileReason::ReadOnly => Some(false),
            FileReason::ParentUnknown { .. } => None,
        }
    }
}

impl FileDecision {
    /// Whether the handle is given.
    pub fn is_granted(&self) -> bool {
        self.status == FileStatus::Granted
    }

    /// Where the lowest right of `bit` came from, if the request speaks of it.
    pub fn reason(&self, bit: AccessMask) -> Option<&FileReason> {
        let found = self.rights.iter().find(|(right, _)| right.intersects(bit));
        found.map(|(_, reason)| reason)
    }

    fn refused(why: FileRefusal) -> FileDecision {
        FileDecision {
            status: FileStatus::Refused(why),
            granted: AccessMask::NONE,
            rights: Vec::new(),
        }
    }
}

/// Why a question about a file cannot be put: what [`super::access_check`] does not answer.
pub type InvalidOpen = InvalidCheck;

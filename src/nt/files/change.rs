//! New, deleted, renamed and linked objects: which rights on which object each takes, and what descriptor comes of it.

use super::{
    ADD_FILE, ADD_SUBDIRECTORY, FileDecision, FileRefusal, FileSituation, FileStatus, InvalidOpen,
    OpenRequest, OwnerRefusal, WRITE_ATTRIBUTES, may_set_owner, open,
    open::{refuses_request, restores, traverse},
};
use crate::nt::{AccessMask, AclState, ObjectKind, Privilege, SecurityDescriptor, Token, inherit};

/// An object to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewObject<'a> {
    /// A file or a folder.
    pub kind: ObjectKind,
    /// The rights that the creator wants on its handle.
    pub desired: AccessMask,
    /// The descriptor that it passes, if any.
    pub descriptor: Option<&'a SecurityDescriptor>,
    /// FILE_OPEN_FOR_BACKUP_INTENT.
    pub backup_intent: bool,
}

/// The answer to an attempt to make an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewObjectDecision {
    /// It is made.
    Made {
        /// What the creator's handle holds: all that was asked for, whatever the new descriptor says. The next open is checked as any.
        granted: AccessMask,
        /// What stands on the new object.
        descriptor: Box<SecurityDescriptor>,
        /// How the folder let it in.
        folder: Box<FileDecision>,
    },
    /// It is not.
    Refused(NewObjectRefusal),
    /// The folder's answer is not known.
    Unknown(Box<FileDecision>),
}

/// Why an object is not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewObjectRefusal {
    /// The request itself, or the way there.
    Request(FileRefusal),
    /// The folder does not give FILE_ADD_FILE or FILE_ADD_SUBDIRECTORY.
    Folder(Box<FileDecision>),
    /// ACCESS_SYSTEM_SECURITY, or a descriptor with a SACL, without SeSecurityPrivilege.
    PrivilegeNotHeld,
    /// The descriptor names an owner whom the creator may not name.
    Owner(OwnerRefusal),
}

/// Makes a file or folder in a folder (MS-FSA 2.1.5.1.1).
///
/// `folder` is the folder that it is made in. Where something of that name is there already, the request is an `open`.
///
/// # Errors
/// As `open`.
pub fn create(
    folder: &FileSituation<'_>,
    creator: &Token,
    request: &NewObject<'_>,
) -> Result<NewObjectDecision, InvalidOpen> {
    let refused = |why| Ok(NewObjectDecision::Refused(why));
    let asked = request.kind.mapping().map(request.desired);
    if let Some(why) = refuses_request(creator, asked) {
        return refused(NewObjectRefusal::Request(why));
    }
    let decision = may_add(folder, creator, request.kind, request.backup_intent)?;
    if let FileStatus::Refused(_) = decision.status {
        return refused(NewObjectRefusal::Folder(Box::new(decision)));
    }
    let passes_sacl = request
        .descriptor
        .is_some_and(|descriptor| descriptor.sacl != AclState::Absent);
    let audits = asked.intersects(AccessMask::ACCESS_SYSTEM_SECURITY) || passes_sacl;
    let may_audit = creator.privileges.is_enabled(Privilege::Security)
        || (!passes_sacl && restores(creator, request.backup_intent));
    if audits && !may_audit {
        return refused(NewObjectRefusal::PrivilegeNotHeld);
    }
    let owner = request.descriptor.and_then(|descriptor| descriptor.owner);
    if let Some(Err(refusal)) = owner.map(|owner| may_set_owner(creator, &owner)) {
        return refused(NewObjectRefusal::Owner(refusal));
    }
    if let FileStatus::Unknown(_) = decision.status {
        return Ok(NewObjectDecision::Unknown(Box::new(decision)));
    }
    let parent = Some(folder.descriptor);
    let descriptor = inherit::create(parent, request.descriptor, creator, request.kind);
    let everything = if asked.intersects(AccessMask::MAXIMUM_ALLOWED) {
        request.kind.mapping().all
    } else {
        AccessMask::NONE
    };
    Ok(NewObjectDecision::Made {
        granted: asked.without(AccessMask::MAXIMUM_ALLOWED) | everything,
        descriptor: Box::new(descriptor),
        folder: Box::new(decision),
    })
}

/// Whether a folder lets the token add such an object. The way is walked through the folder itself too.
fn may_add(
    folder: &FileSituation<'_>,
    token: &Token,
    kind: ObjectKind,
    backup_intent: bool,
) -> Result<FileDecision, InvalidOpen> {
    let mut way = folder.folders.to_vec();
    way.push(Some(folder.descriptor));
    let inside = FileSituation {
        folders: &way,
        ..*folder
    };
    let way = traverse(&inside, token, None)?;
    let mut request = OpenRequest::new(if kind.is_container() {
        ADD_SUBDIRECTORY
    } else {
        ADD_FILE
    });
    request.backup_intent = backup_intent;
    Ok(way.to(open(folder, token, &request)?))
}

/// Deletes an object: DELETE on it, or DELETE_CHILD on its parent; a read-only file is not deleted.
///
/// # Errors
/// As `open`.
pub fn delete(object: &FileSituation<'_>, token: &Token) -> Result<FileDecision, InvalidOpen> {
    let mut request = OpenRequest::new(AccessMask::DELETE);
    request.delete_on_close = true;
    open(object, token, &request)
}

/// The answers that a change of several objects takes, all of which must be yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepDecision {
    /// On the object itself.
    pub object: FileDecision,
    /// On the folder that gets the new name.
    pub folder: FileDecision,
    /// On what has that name already and goes.
    pub replaced: Option<FileDecision>,
}

impl StepDecision {
    /// Whether every part is granted; `None` where none is refused and one is unknown.
    pub fn is_granted(&self) -> Option<bool> {
        let parts = [
            Some(&self.object),
            Some(&self.folder),
            self.replaced.as_ref(),
        ];
        let mut known = true;
        for part in parts.into_iter().flatten() {
            match part.status {
                FileStatus::Granted => {}
                FileStatus::Refused(_) => return Some(false),
                FileStatus::Unknown(_) => known = false,
            }
        }
        known.then_some(true)
    }
}

/// Renames an object, or moves it to another folder of the volume: DELETE on it (its own or by its parent), the right to add to the
/// folder, and the right to delete what it replaces.
///
/// # Errors
/// As `open`.
pub fn rename(
    object: &FileSituation<'_>,
    folder: &FileSituation<'_>,
    replaced: Option<&FileSituation<'_>>,
    token: &Token,
) -> Result<StepDecision, InvalidOpen> {
    Ok(StepDecision {
        object: open(object, token, &OpenRequest::new(AccessMask::DELETE))?,
        folder: may_add(folder, token, object.kind, false)?,
        replaced: replaced.map(|gone| delete(gone, token)).transpose()?,
    })
}

/// Gives a file a second name: FILE_WRITE_ATTRIBUTES on it, as CreateHardLink asks, and FILE_ADD_FILE on the folder. The
/// descriptor belongs to the file and is the same under both names.
///
/// # Errors
/// As `open`.
pub fn hard_link(
    file: &FileSituation<'_>,
    folder: &FileSituation<'_>,
    replaced: Option<&FileSituation<'_>>,
    token: &Token,
) -> Result<StepDecision, InvalidOpen> {
    Ok(StepDecision {
        object: open(file, token, &OpenRequest::new(WRITE_ATTRIBUTES))?,
        folder: may_add(folder, token, ObjectKind::File, false)?,
        replaced: replaced.map(|gone| delete(gone, token)).transpose()?,
    })
}

/// How an object comes to another place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relocation {
    /// Moved within its volume.
    Move,
    /// Copied, or moved to another volume, which is a copy.
    Copy,
}

/// What stands on an object in its new place. A move keeps the descriptor, inherited lines of the old parent and all, until
/// somebody propagates; a copy is a new object.
pub fn descriptor_after(
    relocation: Relocation,
    descriptor: &SecurityDescriptor,
    new_parent: &SecurityDescriptor,
    token: &Token,
    kind: ObjectKind,
) -> SecurityDescriptor {
    match relocation {
        Relocation::Move => descriptor.clone(),
        Relocation::Copy => inherit::create(Some(new_parent), None, token, kind),
    }
}

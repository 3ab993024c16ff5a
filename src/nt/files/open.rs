//! Opening what is there: the order of the steps (MS-FSA 2.1.5.1 and 2.1.5.1.2).

use super::{
    APPEND_DATA, DELETE_CHILD, Disposition, FileDecision, FileGap, FileReason, FileRefusal,
    FileSituation, FileStatus, InvalidOpen, OpenRequest, RESERVED, TRAVERSE, WRITE_ATTRIBUTES,
    WRITE_DATA, WRITE_EA, bits::Rights,
};
use crate::nt::{AccessMask, ObjectKind, Privilege, Status, Token, Wish, access_check};

/// Whether the token gets a handle on an existing file or folder, with each right and where it came from.
///
/// `token` is the effective one. In order: the request itself, the way to the object, attributes, what a disposition adds, backup
/// intent, and then the check, where the parent may stand in for DELETE and FILE_READ_ATTRIBUTES.
///
/// # Errors
/// The token holds a group *perhaps*, or a label names no level.
pub fn open(
    situation: &FileSituation<'_>,
    token: &Token,
    request: &OpenRequest,
) -> Result<FileDecision, InvalidOpen> {
    let asked = situation.kind.mapping().map(request.desired);
    if let Some(why) = refuses_request(token, asked) {
        return Ok(FileDecision::refused(why));
    }
    let way = traverse(situation, token, request.relative_to)?;
    if let Way::Refused(why) = way {
        return Ok(FileDecision::refused(why));
    }
    if let Some(why) = refuses_attributes(situation, request, asked) {
        return Ok(FileDecision::refused(why));
    }
    let added = added_by(request);
    let mut rights = Rights::new(situation, token);
    if token.privileges.is_enabled(Privilege::Restore) {
        rights.give(added, FileReason::Overwrites(Privilege::Restore));
    }
    let mut wanted = asked | added;
    if request.delete_on_close {
        wanted |= AccessMask::DELETE;
    }
    give_for_backup(&mut rights, token, request, wanted);
    rights.settle(wanted)?;
    if situation.attributes.read_only && wanted.intersects(AccessMask::MAXIMUM_ALLOWED) {
        let asked_outright = wanted.without(AccessMask::MAXIMUM_ALLOWED);
        let writes = WRITE_DATA | APPEND_DATA | DELETE_CHILD;
        rights.take(writes.without(asked_outright));
    }
    Ok(way.to(rights.decision(wanted)))
}

/// Refusals that look at nothing but the token and the request.
pub(super) fn refuses_request(token: &Token, asked: AccessMask) -> Option<FileRefusal> {
    if let Err(refusal) = token.level.may_open() {
        return Some(FileRefusal::Level(refusal));
    }
    if asked.is_empty() {
        return Some(FileRefusal::NothingAsked);
    }
    let reserved = asked & RESERVED;
    (!reserved.is_empty()).then_some(FileRefusal::ReservedBits(reserved))
}

/// What the walk to an object comes to.
#[derive(Clone, Copy)]
pub(super) enum Way {
    Open,
    Refused(FileRefusal),
    Unknown(FileGap),
}

impl Way {
    /// The answer for what stands at the end of this way. A way that is not known opens nothing, and a refusal at its end
    /// stands whether or not it leads there.
    pub(super) fn to(self, decision: FileDecision) -> FileDecision {
        match (self, decision.status) {
            (Way::Refused(why), _) => FileDecision::refused(why),
            (Way::Unknown(gap), FileStatus::Granted) => FileDecision {
                status: FileStatus::Unknown(gap),
                granted: AccessMask::NONE,
                ..decision
            },
            (Way::Open, _) | (Way::Unknown(_), FileStatus::Refused(_) | FileStatus::Unknown(_)) => {
                decision
            }
        }
    }
}

/// Walks the folders above.
pub(super) fn traverse(
    situation: &FileSituation<'_>,
    token: &Token,
    relative_to: Option<usize>,
) -> Result<Way, InvalidOpen> {
    if token.privileges.is_enabled(Privilege::ChangeNotify) {
        return Ok(Way::Open);
    }
    let first = relative_to.map_or(0, |handle| handle + 1);
    let mut gap = None;
    for (index, folder) in situation.folders.iter().enumerate().skip(first) {
        let Some(folder) = folder else {
            gap = gap.or(Some(FileGap::Folder(index)));
            continue;
        };
        let mut wish = Wish::new(ObjectKind::Folder, TRAVERSE);
        wish.rules = situation.rules;
        match access_check(folder, token, &wish)?.status {
            Status::Granted => {}
            // One refusal is enough, whatever a folder above would say.
            Status::AccessDenied | Status::PrivilegeNotHeld => {
                return Ok(Way::Refused(FileRefusal::Traverse(index)));
            }
            Status::Unknown(what) => {
                let folder = Some(index);
                gap = gap.or(Some(FileGap::Unsupported { folder, what }));
            }
        }
    }
    Ok(gap.map_or(Way::Open, Way::Unknown))
}

fn refuses_attributes(
    situation: &FileSituation<'_>,
    request: &OpenRequest,
    asked: AccessMask,
) -> Option<FileRefusal> {
    let is_folder = situation.kind.is_container();
    let overwrites = match request.disposition {
        Disposition::Open | Disposition::OpenIf => false,
        Disposition::Create => return Some(FileRefusal::Exists),
        Disposition::Supersede | Disposition::Overwrite | Disposition::OverwriteIf => true,
    };
    if overwrites && is_folder {
        return Some(FileRefusal::OverwritesFolder);
    }
    let has = situation.attributes;
    if has.read_only && !is_folder {
        if overwrites || asked.intersects(WRITE_DATA | APPEND_DATA) {
            return Some(FileRefusal::ReadOnly);
        }
        if request.delete_on_close {
            return Some(FileRefusal::CannotDelete);
        }
    }
    let loses = |has: bool, wanted: bool| has && !wanted;
    let changes = overwrites && !request.named_stream;
    let hides = loses(has.hidden, request.attributes.hidden)
        || loses(has.system, request.attributes.system);
    (changes && hides).then_some(FileRefusal::HiddenOrSystem)
}

/// The rights that a disposition asks for beside those of the request.
fn added_by(request: &OpenRequest) -> AccessMask {
    let content = match request.disposition {
        Disposition::Open | Disposition::OpenIf | Disposition::Create => return AccessMask::NONE,
        Disposition::Overwrite | Disposition::OverwriteIf => WRITE_DATA,
        Disposition::Supersede => AccessMask::DELETE,
    };
    if request.named_stream {
        content
    } else {
        content | WRITE_EA | WRITE_ATTRIBUTES
    }
}

/// What SeBackupPrivilege gives to an open for backup: reading of everything.
const BACKUP: AccessMask = AccessMask(0x012_0089 | 0x0100_0000 | 0x20);
/// What SeRestorePrivilege gives: writing of everything.
const RESTORE: AccessMask = AccessMask(0x012_0116 | 0x0100_0000 | 0x000C_0000 | 0x0001_0000);

fn give_for_backup(
    rights: &mut Rights<'_>,
    token: &Token,
    request: &OpenRequest,
    wanted: AccessMask,
) {
    if !request.backup_intent {
        return;
    }
    let reads = match request.disposition {
        Disposition::Open | Disposition::OpenIf | Disposition::OverwriteIf => true,
        Disposition::Supersede | Disposition::Create | Disposition::Overwrite => false,
    };
    let maximum = wanted.intersects(AccessMask::MAXIMUM_ALLOWED);
    for (privilege, set, applies) in [
        (Privilege::Backup, BACKUP, reads),
        (Privilege::Restore, RESTORE, true),
    ] {
        if applies && token.privileges.is_enabled(privilege) {
            let given = if maximum { set } else { set & wanted };
            rights.give(given, FileReason::BackupIntent(privilege));
        }
    }
}

/// Whether an open for backup by that token may add to the folder without its leave.
pub(super) fn restores(token: &Token, backup_intent: bool) -> bool {
    backup_intent && token.privileges.is_enabled(Privilege::Restore)
}

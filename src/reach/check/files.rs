//! Rules about objects: what may be done to them, what that comes to, and whose they become.

use super::{Checker, Fault, Judged, any, both, given, system};
use crate::{
    nt::{ObjectKind, Privilege},
    reach::{Claim, ObjectId, Power, model::Holds},
    world::{
        WinPath,
        footprint::{Region, Securable},
    },
};

/// The folder that an object lies in.
pub(super) fn folder_of(what: &Securable) -> Option<WinPath> {
    match what {
        Securable::File(path) | Securable::Folder(path) => path.parent(),
        Securable::FileIn(folder) | Securable::FolderIn(folder) => Some(folder.clone()),
        Securable::Key(_) | Securable::Service(_) | Securable::Task(_) => None,
    }
}

/// Whether an object lies in a folder, at any depth, or is it.
pub(super) fn is_in(what: &Securable, folder: &WinPath) -> bool {
    match what {
        Securable::File(path) | Securable::Folder(path) => path.is_under(folder),
        Securable::FileIn(own) | Securable::FolderIn(own) => own.is_under(folder),
        Securable::Key(_) | Securable::Service(_) | Securable::Task(_) => false,
    }
}

/// Whether an object is content of a region: in its folder and not in one that another region serves.
pub(super) fn is_served(what: &Securable, region: &Region) -> bool {
    is_in(what, &region.folder) && !region.except.iter().any(|other| is_in(what, other))
}

impl Checker<'_, '_> {
    /// Whether an object is the folder in which another lies.
    fn holds(&self, folder: ObjectId, object: ObjectId) -> bool {
        match (self.what(folder), folder_of(self.what(object))) {
            (Securable::Folder(path), Some(of)) => *path == of,
            _ => false,
        }
    }

    /// Whether there is nothing under that name: nobody used it, or it is that of a web.config which nobody speaks of.
    pub(super) fn is_absent(&self, object: ObjectId) -> bool {
        let what = self.what(object);
        match what {
            Securable::FileIn(_) | Securable::FolderIn(_) => true,
            Securable::File(path) => {
                let mut uses = self.footprint.uses.iter().map(|used| &used.what);
                let mut configuration = self.footprint.configuration.iter().map(|one| &one.file);
                let mut secrets = self
                    .footprint
                    .secrets
                    .iter()
                    .flat_map(|secret| &secret.files);
                path.file_name().eq_ignore_ascii_case("web.config")
                    && !self.server.objects().speak_of(path)
                    && !uses.any(|other| other == what)
                    && !configuration.any(|other| other == what)
                    && !secrets.any(|other| other == what)
            }
            Securable::Folder(_)
            | Securable::Key(_)
            | Securable::Service(_)
            | Securable::Task(_) => false,
        }
    }
}

/// may(o,r) <- wields(T), grants(T,o,r) | free(o).
pub(super) fn may(checker: &mut Checker<'_, '_>, premises: &[Claim], conclusion: Claim) -> Judged {
    match (premises, conclusion) {
        ([Claim::Wields(token)], Claim::May(object, power)) => {
            checker.grants(*token, object, power)
        }
        ([Claim::Free(free)], Claim::May(object, power)) if *free == object => given(
            checker.has_right(object, power),
            "there is no such right on it",
        ),
        _ => Err(Fault::Shape),
    }
}

/// writes(o) <- may(o, write | append | create) | plants(o).
pub(super) fn writes(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    let Claim::Writes(object) = conclusion else {
        return Err(Fault::Shape);
    };
    match premises {
        [Claim::May(on, Power::WriteData | Power::Append | Power::AddFile | Power::AddFolder)]
        | [Claim::Plants(on)]
            if *on == object =>
        {
            given(
                !matches!(checker.what(object), Securable::Service(_)),
                "services have no content",
            )
        }
        _ => Err(Fault::Shape),
    }
}

/// plants(o) <- plants(q), q above o. The root of a drive cannot be replaced.
pub(super) fn above(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    let ([Claim::Plants(folder)], Claim::Plants(object)) = (premises, conclusion) else {
        return Err(Fault::Shape);
    };
    let movable = folder_of(checker.what(*folder)).is_some();
    given(
        movable && checker.holds(*folder, object),
        "it does not lie in that folder",
    )
}

/// reads(o) <- may(o, read).
pub(super) fn reads(_: &mut Checker<'_, '_>, premises: &[Claim], conclusion: Claim) -> Judged {
    match (premises, conclusion) {
        ([Claim::May(on, Power::Read)], Claim::Reads(object)) if *on == object => Ok(Holds::Yes),
        _ => Err(Fault::Shape),
    }
}

/// plants(o) <- wields(T), the application serves write and script there, grants(T, folder of o, ADD_FILE).
pub(super) fn uploads(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    let ([Claim::Wields(token)], Claim::Plants(object)) = (premises, conclusion) else {
        return Err(Fault::Shape);
    };
    let Securable::FileIn(path) = checker.what(object) else {
        return Err(Fault::Shape);
    };
    let folder = Securable::Folder(path.clone());
    let mut regions = checker.footprint.regions.iter();
    let uploads = regions.any(|region| region.upload.is_some() && is_served(&folder, region));
    let folder = checker.reach.object_of(&folder).ok_or(Fault::Shape)?;
    both(
        given(uploads, "nothing is uploaded there"),
        checker.grants(*token, folder, Power::AddFile),
    )
}

/// free(o) <- wields(T), grants(T,o, WRITE_DAC | WRITE_OWNER) | T holds SeTakeOwnership | SeRestore.
pub(super) fn frees(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    match (premises, conclusion) {
        (
            [Claim::May(on, Power::ChangePermissions | Power::TakeOwnership)],
            Claim::Free(object),
        ) if *on == object => Ok(Holds::Yes),
        ([Claim::Wields(token)], Claim::Free(_)) => {
            let privileges = [Privilege::TakeOwnership, Privilege::Restore];
            system::privileged(checker.token(*token), &privileges)
        }
        _ => Err(Fault::Shape),
    }
}

/// plants(o) <- may(o, DELETE) | may(folder of o, DELETE_CHILD), may(folder of o, ADD_*);
/// plants(o) <- may(folder of o, ADD_*), o does not exist.
pub(super) fn puts(checker: &mut Checker<'_, '_>, premises: &[Claim], conclusion: Claim) -> Judged {
    let Claim::Plants(object) = conclusion else {
        return Err(Fault::Shape);
    };
    let add = match checker.kind(object) {
        ObjectKind::Folder => Power::AddFolder,
        _ => Power::AddFile,
    };
    let adds = |checker: &Checker<'_, '_>, folder: ObjectId, power| {
        given(
            power == add && checker.holds(folder, object),
            "nothing of that kind can be made there",
        )
    };
    match premises {
        [Claim::May(on, Power::Delete), Claim::May(folder, power)] if *on == object => {
            adds(checker, *folder, *power)
        }
        [
            Claim::May(above, Power::DeleteChild),
            Claim::May(folder, power),
        ] if above == folder => adds(checker, *folder, *power),
        [Claim::May(folder, power)] => any(
            [both(
                adds(checker, *folder, *power),
                given(checker.is_absent(object), "it is there already"),
            )],
            "it is there already",
        ),
        _ => Err(Fault::Shape),
    }
}

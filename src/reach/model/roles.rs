//! What every object is to every host: content, a program, a cache, what decides about it.

use super::{Objects, tokens::is_stored_wrong};
use crate::{
    reach::ObjectId,
    world::{
        Footprint, PrincipalId, Server, WinPath,
        footprint::{
            ApplicationName, HostId, Pattern, Region, Role, Secret, Securable, Store, Why,
        },
    },
};

/// A file that a host runs out of what it serves.
#[derive(Clone, Copy, Debug)]
pub struct RunsAt<'a> {
    pub object: ObjectId,
    pub host: HostId,
    /// A folder, in which a new file of that kind would be run.
    pub is_folder: bool,
    /// Because of its mere name: then it runs in the server's own process.
    pub by_name: bool,
    /// Whether a new file is run too.
    pub planted: bool,
    pub defect: bool,
    pub why: &'a Why,
}

/// Where a web.config is, or would be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// It is that file.
    File,
    /// In that folder, which is served: also in a folder that somebody makes there.
    Content,
    /// In that folder on the way from the site's root, which is not served itself.
    OnTheWay,
}

/// That a web.config at that place is obeyed.
#[derive(Clone, Copy, Debug)]
pub struct Governs<'a> {
    /// The web.config, or a folder in which one may be made.
    pub object: ObjectId,
    pub place: Place,
    pub host: HostId,
    pub brings_code: bool,
    /// Of which application.
    pub application: &'a ApplicationName,
    pub why: &'a Why,
}

/// Something that a host uses.
#[derive(Clone, Copy, Debug)]
pub struct UsedAt<'a> {
    pub object: ObjectId,
    /// For what lies in a folder that is used: the folder.
    pub folder: Option<ObjectId>,
    pub host: HostId,
    pub role: Role,
    /// Which of the footprint's uses.
    pub nth: usize,
    pub why: &'a Why,
}

/// A password that stands somewhere.
#[derive(Clone, Debug)]
pub struct SecretAt<'a> {
    pub account: PrincipalId,
    pub store: Store,
    pub files: Vec<ObjectId>,
    pub copies: Vec<ObjectId>,
    pub key: Option<ObjectId>,
    pub why: &'a Why,
}

/// What every object is to every host.
#[derive(Debug, Default)]
pub struct Roles<'a> {
    pub runs: Vec<RunsAt<'a>>,
    pub governs: Vec<Governs<'a>>,
    pub uses: Vec<UsedAt<'a>>,
    pub secrets: Vec<SecretAt<'a>>,
    /// By region, what is served there.
    pub content: Vec<Vec<ObjectId>>,
    /// Folder and nameless file in it, where uploads are served as programs.
    pub uploads: Vec<(ObjectId, ObjectId, &'a Why)>,
    pub configuration: Vec<(ObjectId, &'a [HostId], &'a Why)>,
    pub account_database: Vec<ObjectId>,
    /// What a question asks about.
    pub brought: Vec<ObjectId>,
}

impl<'a> Roles<'a> {
    pub fn of(server: &'a Server, footprint: &'a Footprint, objects: &mut Objects) -> Roles<'a> {
        let mut roles = Roles::default();
        for region in &footprint.regions {
            roles.serve(region, server, objects);
        }
        for (nth, used) in footprint.uses.iter().enumerate() {
            let top = objects.intern(&used.what, server);
            objects.is_there(top);
            let mut put = |object, folder| {
                roles.uses.push(UsedAt {
                    object,
                    folder,
                    host: used.host,
                    role: used.role,
                    nth,
                    why: &used.why,
                });
            };
            match (used.role, &used.what) {
                (
                    Role::CodeCache | Role::ResponseCache | Role::Temporary | Role::Data,
                    Securable::Folder(folder),
                ) => {
                    for what in server.everything_in(folder, &[], &[]) {
                        put(objects.intern(&what, server), Some(top));
                    }
                }
                (
                    Role::CodeCache
                    | Role::ResponseCache
                    | Role::Temporary
                    | Role::Data
                    | Role::Program
                    | Role::Libraries
                    | Role::Directs
                    | Role::Control
                    | Role::MachineKey,
                    _,
                ) => put(top, None),
            }
        }
        for secret in &footprint.secrets {
            roles.keep(secret, server, objects);
        }
        for configuration in &footprint.configuration {
            let object = objects.intern(&configuration.file, server);
            objects.is_there(object);
            roles
                .configuration
                .push((object, &configuration.hosts, &configuration.why));
        }
        for file in &footprint.account_database {
            let object = objects.intern(&Securable::File(file.clone()), server);
            roles.account_database.push(object);
        }
        roles
    }

    fn serve(&mut self, region: &'a Region, server: &Server, objects: &mut Objects) {
        let first = self.governs.len();
        let special: Vec<WinPath> = region
            .runs
            .iter()
            .filter_map(|runs| match &runs.files {
                Pattern::In(name) => Some(region.folder.join(name.as_str())),
                Pattern::Extension(_) | Pattern::Named(_) | Pattern::Called(_) | Pattern::Every => {
                    None
                }
            })
            .collect();
        let served = server.everything_in(&region.folder, &region.except, &special);
        let mut content = Vec::with_capacity(served.len());
        for what in &served {
            let object = objects.intern(what, server);
            content.push(object);
            let is_folder = matches!(what, Securable::Folder(_) | Securable::FolderIn(_));
            for runs in &region.runs {
                let anywhere = matches!(runs.files, Pattern::Extension(_) | Pattern::Called(_));
                if is_run(&runs.files, what, region) || is_folder && anywhere && runs.planted {
                    self.runs.push(RunsAt {
                        object,
                        host: runs.host,
                        is_folder,
                        by_name: matches!(runs.files, Pattern::Called(_)),
                        planted: runs.planted,
                        defect: runs.defect,
                        why: &runs.why,
                    });
                }
            }
            let place = match is_folder {
                true => Some(Place::Content),
                false => is_web_config(what).then_some(Place::File),
            };
            for obeys in place.iter().flat_map(|_| &region.obeys) {
                self.governs.push(Governs {
                    object,
                    place: place.unwrap_or(Place::File),
                    host: obeys.host,
                    brings_code: obeys.brings_code,
                    application: &region.application,
                    why: &obeys.why,
                });
            }
            if let (Some(why), Securable::Folder(folder)) = (&region.upload, what) {
                let file = objects.intern(&Securable::FileIn(folder.clone()), server);
                self.uploads.push((object, file, why));
            }
        }
        for obeys in &region.obeys {
            for folder in &obeys.folders {
                let file = objects.intern(&Securable::File(folder.join("web.config")), server);
                let folder = objects.intern(&Securable::Folder(folder.clone()), server);
                for (object, place) in [(file, Place::File), (folder, Place::OnTheWay)] {
                    let known = self.governs[first..]
                        .iter()
                        .any(|one| one.object == object && one.host == obeys.host);
                    if !known {
                        self.governs.push(Governs {
                            object,
                            place,
                            host: obeys.host,
                            brings_code: obeys.brings_code,
                            application: &region.application,
                            why: &obeys.why,
                        });
                    }
                }
            }
        }
        self.content.push(content);
    }

    fn keep(&mut self, secret: &'a Secret, server: &Server, objects: &mut Objects) {
        let files = secret.files.iter().map(|what| {
            let file = objects.intern(what, server);
            objects.is_there(file);
            file
        });
        let files = files.collect();
        // What is stored wrong is stored, and tells nobody anything.
        if is_stored_wrong(secret.account, server) {
            return;
        }
        let mut copies = Vec::new();
        for folder in &secret.copies {
            let inside = server.everything_in(folder, &[], &[]);
            let files = inside
                .iter()
                .filter(|what| matches!(what, Securable::File(_) | Securable::FileIn(_)));
            copies.extend(files.map(|what| objects.intern(what, server)));
        }
        self.secrets.push(SecretAt {
            account: secret.account,
            store: secret.store,
            files,
            copies,
            key: secret.key.as_ref().map(|what| objects.intern(what, server)),
            why: &secret.why,
        });
    }
}

fn is_web_config(what: &Securable) -> bool {
    matches!(what, Securable::File(path) if path.file_name().eq_ignore_ascii_case("web.config"))
}

/// Whether a file is one of the pattern. A nameless one is if its name could be.
fn is_run(files: &Pattern, what: &Securable, region: &Region) -> bool {
    let inside = |path: &WinPath, name: &str| path.is_under(&region.folder.join(name));
    match (files, what) {
        (Pattern::Extension(extension), Securable::File(path)) => {
            ends_in(path.file_name(), extension.as_str())
        }
        (Pattern::Extension(_) | Pattern::Called(_), Securable::FileIn(_)) => true,
        (Pattern::In(name), Securable::File(path)) => inside(path, name.as_str()),
        (Pattern::In(name), Securable::FileIn(folder)) => inside(folder, name.as_str()),
        (Pattern::Named(name), Securable::File(path)) => {
            path.parent().as_ref() == Some(&region.folder) && name.is(path.file_name())
        }
        (Pattern::Named(_), Securable::FileIn(folder)) => *folder == region.folder,
        (Pattern::Called(name), Securable::File(path)) => name.is(path.file_name()),
        (Pattern::Every, Securable::File(_) | Securable::FileIn(_)) => true,
        (
            Pattern::Extension(_)
            | Pattern::In(_)
            | Pattern::Named(_)
            | Pattern::Called(_)
            | Pattern::Every,
            Securable::Folder(_)
            | Securable::FolderIn(_)
            | Securable::Key(_)
            | Securable::Service(_)
            | Securable::Task(_),
        ) => false,
    }
}

fn ends_in(name: &str, end: &str) -> bool {
    let cut = name.len().checked_sub(end.len());
    cut.and_then(|cut| name.get(cut..))
        .is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}

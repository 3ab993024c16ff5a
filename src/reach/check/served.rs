//! Rules about what is served: which files are run, and where a web.config brings code.

use super::{Checker, Fault, Judged, any, files::is_served, given, hosts::is_process};
use crate::{
    reach::{Claim, ObjectId, Power},
    world::{
        WinPath,
        footprint::{HostId, Pattern, Region, Role, Runs, Securable},
    },
};

impl Checker<'_, '_> {
    /// What is served and run, by the patterns that count.
    fn served(&mut self, host: HostId, premise: Claim, counts: impl Fn(&Runs) -> bool) -> Judged {
        let (Claim::Writes(object) | Claim::Plants(object) | Claim::May(object, _)) = premise
        else {
            return Err(Fault::Shape);
        };
        let footprint = self.footprint;
        let mut ways = Vec::new();
        for region in &footprint.regions {
            let mine = |runs: &&Runs| runs.host == host && counts(runs);
            for runs in region.runs.iter().filter(mine) {
                if is_served(self.what(object), region) {
                    ways.push(self.run(runs, region, premise, object));
                }
            }
        }
        any(ways, "it is not run there")
    }

    fn run(&mut self, runs: &Runs, region: &Region, premise: Claim, object: ObjectId) -> Judged {
        let what = self.what(object);
        let anywhere = matches!(runs.files, Pattern::Extension(_) | Pattern::Called(_));
        match what {
            Securable::Folder(_) | Securable::FolderIn(_) => match premise {
                Claim::May(_, Power::AddFile | Power::AddFolder) | Claim::Plants(_) => {
                    given(anywhere && runs.planted, "a new file is not run there")
                }
                _ => Err(Fault::Shape),
            },
            Securable::File(_) | Securable::FileIn(_) if !is_run(&runs.files, what, region) => {
                Err(Fault::Lacks("a file of that name is not run"))
            }
            Securable::FileIn(_) if !runs.planted => match premise {
                Claim::May(_, Power::WriteData | Power::Append) => self.can_read(runs.host, object),
                _ => Err(Fault::Shape),
            },
            Securable::File(_) | Securable::FileIn(_) => self.changed(runs.host, premise, object),
            Securable::Key(_) | Securable::Service(_) | Securable::Task(_) => Err(Fault::Shape),
        }
    }
}

/// Whether a file is one of a pattern; one that nobody described is if its name could be.
fn is_run(files: &Pattern, what: &Securable, region: &Region) -> bool {
    let (folder, name): (WinPath, Option<&str>) = match what {
        Securable::File(path) => match path.parent() {
            Some(folder) => (folder, Some(path.file_name())),
            None => return false,
        },
        Securable::FileIn(folder) => (folder.clone(), None),
        _ => return false,
    };
    match files {
        Pattern::Every => true,
        Pattern::Extension(end) => {
            name.is_none_or(|name| name.to_lowercase().ends_with(&end.as_str().to_lowercase()))
        }
        Pattern::Called(called) => name.is_none_or(|name| called.is(name)),
        Pattern::In(below) => folder.is_under(&region.folder.join(below.as_str())),
        Pattern::Named(named) => folder == region.folder && name.is_none_or(|name| named.is(name)),
    }
}

/// code(P) <- writes(o), runs(P,o), can_read(P,o).
pub(super) fn runs(checker: &mut Checker<'_, '_>, premises: &[Claim], conclusion: Claim) -> Judged {
    let ([premise], Claim::Code(host)) = (premises, conclusion) else {
        return Err(Fault::Shape);
    };
    let served = checker.served(host, *premise, |runs| {
        !matches!(runs.files, Pattern::Called(_))
    });
    let program = match premise {
        Claim::Writes(object) | Claim::Plants(object)
            if checker.uses(host, *object, &[Role::Program], is_process) =>
        {
            checker.changed(host, *premise, *object)
        }
        _ => Err(Fault::Lacks("the process does not run it")),
    };
    any([served, program], "it is not run there")
}

fn called(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
    defect: bool,
) -> Judged {
    let ([premise], Claim::Code(host)) = (premises, conclusion) else {
        return Err(Fault::Shape);
    };
    checker.served(host, *premise, |runs| {
        matches!(runs.files, Pattern::Called(_)) && runs.defect == defect
    })
}

/// code(inetinfo) <- plants(d\n), n = base name of an entry with a full path, d executable.
pub(super) fn named_in_error(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    called(checker, premises, conclusion, true)
}

/// code(inetinfo) <- plants(d\n), n listed as a bare name, d executable.
pub(super) fn named(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    called(checker, premises, conclusion, false)
}

/// code(P) <- writes(d\web.config) | may(d, create), governs(d,P), handlers and modules not both locked.
pub(super) fn obeys(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    let ([premise], Claim::Code(host)) = (premises, conclusion) else {
        return Err(Fault::Shape);
    };
    let (Claim::Writes(object) | Claim::Plants(object) | Claim::May(object, _)) = *premise else {
        return Err(Fault::Shape);
    };
    let what = checker.what(object);
    let mut governs = false;
    for region in &checker.footprint.regions {
        let served = is_served(what, region);
        for obeys in region
            .obeys
            .iter()
            .filter(|one| one.host == host && one.brings_code)
        {
            let on_the_way = |path: &WinPath| obeys.folders.contains(path);
            governs |= match (what, premise) {
                (
                    Securable::Folder(_) | Securable::FolderIn(_),
                    Claim::May(_, Power::AddFolder),
                ) => served,
                (Securable::Folder(path), Claim::May(_, Power::AddFile) | Claim::Plants(_)) => {
                    served || on_the_way(path)
                }
                (Securable::FolderIn(_), Claim::May(_, Power::AddFile) | Claim::Plants(_)) => {
                    served
                }
                (Securable::File(path), Claim::Writes(_) | Claim::Plants(_)) => {
                    let folder = path.parent();
                    path.file_name().eq_ignore_ascii_case("web.config")
                        && (served || folder.is_some_and(|folder| on_the_way(&folder)))
                        && (matches!(premise, Claim::Plants(_)) || !checker.is_absent(object))
                }
                _ => false,
            };
        }
    }
    given(governs, "no web.config there brings it code")
}

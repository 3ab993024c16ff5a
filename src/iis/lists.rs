//! InProcessIsapiApps: the extensions that run in inetinfo.exe whatever protection an application has.

use super::version::Version;
use crate::world::{
    FactId, IisSetting, IisVersion, MachineState, Name, Program, Rule, Server, WinPath,
    WindowsVersion,
};

static BY_NAME: Rule = Rule::of(
    "an entry of InProcessIsapiApps without a path matches any extension of that file name",
    "KB 230287",
);
static BY_PATH: Rule = Rule::of(
    "an entry of InProcessIsapiApps with a path matches the extension at that path",
    "KB 230287",
);
static DEFECT: Rule = Rule::of(
    "IIS 5.0 without the correction compares the file name alone, also where the entry has a path",
    "MS01-044; KB 294774",
);
static DEFAULT: Rule = Rule::of(
    "nobody says what InProcessIsapiApps holds, so it is what setup puts there",
    "KB 230287; KB 319067",
);

/// What setup lists, below the folder of Windows.
const BY_SETUP: [&str; 4] = [
    "System32\\inetsrv\\httpext.dll",
    "System32\\inetsrv\\httpodbc.dll",
    "System32\\inetsrv\\ssinc.dll",
    "System32\\msw3prt.dll",
];

/// The list of a server.
pub(super) struct InProcess<'a> {
    windows: WindowsVersion,
    /// What is said, each with the fact that says it.
    said: Vec<(&'a Program, FactId)>,
    is_said: bool,
    /// The fact that the correction of MS01-044 is missing, where that means something.
    defect: Option<FactId>,
}

/// An entry that matches.
pub(super) struct Listed {
    pub facts: Vec<FactId>,
    pub rules: Vec<&'static Rule>,
}

impl<'a> InProcess<'a> {
    /// What is said of it, else what setup puts there.
    pub fn of(server: &'a Server, version: &Version) -> InProcess<'a> {
        let mut said = Vec::new();
        let mut is_said = false;
        for (setting, fact) in server.iis_settings() {
            if let IisSetting::InProcessExtensions { programs } = setting {
                is_said = true;
                said.extend(programs.iter().map(|program| (program, fact)));
            }
        }
        let defect = server
            .machine_states()
            .find(|(state, _)| is_ms01_044(state))
            .filter(|_| can_lack_it(version.iis, server.service_pack()))
            .map(|(_, fact)| fact);
        InProcess {
            windows: server.windows(),
            said,
            is_said,
            defect,
        }
    }

    /// The entry that matches an extension: by its path, by a bare name, and where the correction is missing by the name of any entry.
    pub fn matching(&self, extension: &WinPath) -> Option<Listed> {
        let extension = self.whole(extension);
        if !self.is_said {
            return BY_SETUP.iter().find_map(|entry| {
                let entry = self.root().join(entry);
                self.by_path(&entry, &extension, &[]).map(|mut listed| {
                    listed.rules.push(&DEFAULT);
                    listed
                })
            });
        }
        let exact = self.said.iter().find_map(|(program, fact)| match program {
            Program::Path(entry) if self.whole(entry) == extension => Some(Listed {
                facts: vec![*fact],
                rules: vec![&BY_PATH],
            }),
            Program::Bare(name) if name.is(extension.file_name()) => Some(Listed {
                facts: vec![*fact],
                rules: vec![&BY_NAME],
            }),
            Program::Path(_) | Program::Bare(_) => None,
        });
        exact.or_else(|| {
            self.said.iter().find_map(|(program, fact)| match program {
                Program::Path(entry) => self.by_path(entry, &extension, &[*fact]),
                Program::Bare(_) => None,
            })
        })
    }

    /// The names that let a file in whatever folder it lies, each with whether only the defect does, which this machine may have
    /// or not.
    pub fn names(&self, version: &Version, server: &Server) -> Vec<(Name, bool, Vec<FactId>)> {
        let mut names = Vec::new();
        let can = can_lack_it(version.iis, server.service_pack());
        for (program, fact) in &self.said {
            match program {
                Program::Bare(name) => names.push((name.clone(), false, vec![*fact])),
                Program::Path(path) if can => {
                    let facts = [*fact].into_iter().chain(self.defect).collect();
                    names.push((Name::from(path.file_name()), self.defect.is_none(), facts));
                }
                Program::Path(_) => {}
            }
        }
        if can && !self.is_said {
            let facts: Vec<FactId> = self.defect.into_iter().collect();
            let name = |path: &str| Name::from(WinPath::new(path).file_name());
            let of_setup = BY_SETUP.map(|path| (name(path), self.defect.is_none(), facts.clone()));
            names.extend(of_setup);
        }
        names
    }

    /// By the path; where the correction is missing, by the file name.
    fn by_path(&self, entry: &WinPath, extension: &WinPath, said: &[FactId]) -> Option<Listed> {
        let entry = self.whole(entry);
        if entry == *extension {
            return Some(Listed {
                facts: said.to_vec(),
                rules: vec![&BY_PATH],
            });
        }
        let defect = self.defect?;
        Name::from(entry.file_name())
            .is(extension.file_name())
            .then(|| Listed {
                facts: [said, &[defect]].concat(),
                rules: vec![&DEFECT],
            })
    }

    /// The script engine of ASP.
    pub fn asp_dll(&self) -> WinPath {
        self.root().join("System32\\inetsrv\\asp.dll")
    }

    /// The folder of Windows.
    fn root(&self) -> WinPath {
        WinPath::new("%windir%").expanded(self.windows)
    }

    /// A path with the variable at its beginning filled in.
    fn whole(&self, path: &WinPath) -> WinPath {
        path.expanded(self.windows)
    }
}

/// Whether it is said that the correction of MS01-044 is missing.
pub(super) fn is_ms01_044(state: &MachineState) -> bool {
    match state {
        MachineState::MissingPatch { patch } => patch.is("MS01-044"),
        MachineState::SearchPath { .. }
        | MachineState::NamesIn { .. }
        | MachineState::Reading { .. } => false,
    }
}

/// Only IIS 5.0 had the defect, and service pack 3 corrects it.
pub(super) fn can_lack_it(iis: IisVersion, service_pack: Option<u8>) -> bool {
    iis == IisVersion::V5_0 && service_pack.is_none_or(|pack| pack < 3)
}

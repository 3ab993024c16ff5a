//! In which program a file of an application is run, and as what: one file and one handler after the other.

use poolproof::world::{
    ApplicationSettings, Handler, IisSetting, IisVersion, MachineState, Program, Protection,
    Statement, WinPath,
};

use super::{Start, World, asp_net};

impl World<'_> {
    /// In which programs a file is run, and as what.
    pub fn runs(
        &self,
        start: &Start,
        settings: &ApplicationSettings,
        path: &WinPath,
    ) -> Vec<(String, &'static str)> {
        let mut found = Vec::new();
        let names: Vec<&str> = path.as_str()[start.folder.as_str().len()..]
            .split('\\')
            .filter(|name| !name.is_empty())
            .collect();
        let Some(name) = names.last() else {
            return found;
        };
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let is_root = start.url == start.application;
        // A handler that names the extension goes before one for which it is usual.
        let named = |handler: &&Handler| match handler {
            Handler::Isapi(_, Some(named)) => named.as_str().trim_start_matches('.') == ending,
            _ => false,
        };
        let usual = |handler: &&Handler| match handler {
            Handler::Asp => {
                ending == "asp" || (!self.seven() && ["asa", "cdx", "cer"].contains(&ending))
            }
            Handler::Php | Handler::PhpImpersonating => ending == "php",
            handler => {
                asp_net(handler)
                    && ["aspx", "ashx", "asmx", "axd", "rem", "soap", "svc"].contains(&ending)
            }
        };
        let page = settings.handlers.iter().find(named);
        let page = page.or_else(|| settings.handlers.iter().find(usual));
        if let Some(handler) = page {
            found.extend(self.image(handler, settings).map(|image| (image, "a page")));
        }
        for handler in &settings.handlers {
            let Some(image) = self.image(handler, settings) else {
                continue;
            };
            let own = match handler {
                Handler::Asp => is_root && names == ["global.asa"],
                Handler::AspNetCoreInProcess | Handler::AspNetCoreOutOfProcess => {
                    ["dll", "exe"].contains(&ending)
                }
                Handler::Isapi(_, None) => ending == "dll",
                Handler::Cgi(_) => ending == "exe",
                handler if asp_net(handler) => {
                    let folder = names.len() > 1 && ["bin", "App_Code"].contains(&names[0]);
                    is_root && (folder || names == ["global.asax"])
                }
                _ => false,
            };
            if own {
                found.push((image, "its own"));
            }
        }
        let executes = settings.handlers.iter().any(|handler| {
            matches!(handler, Handler::Isapi(_, None) | Handler::Cgi(_))
                && self.image(handler, settings).is_some()
        });
        if executes && self.version() <= IisVersion::V5_1 {
            found.extend(
                self.listed(name)
                    .map(|why| ("inetinfo.exe".to_owned(), why)),
            );
        }
        found
    }

    /// How a name lets a file of whatever folder into inetinfo.exe.
    fn listed(&self, name: &str) -> Option<&'static str> {
        let unpatched = self.facts.iter().any(|fact| {
            matches!(
                &fact.statement,
                Statement::Machine(MachineState::MissingPatch { .. })
            )
        });
        let early = self.machine.service_pack.is_none_or(|pack| pack <= 2);
        let by_path = (self.version() == IisVersion::V5_0 && early).then_some(if unpatched {
            "a listed name"
        } else {
            "a listed name, by a defect"
        });
        let said: Option<&Vec<Program>> = self.iis().find_map(|setting| match setting {
            IisSetting::InProcessExtensions { programs } => Some(programs),
            _ => None,
        });
        let Some(programs) = said else {
            let by_setup = ["httpext.dll", "httpodbc.dll", "ssinc.dll", "msw3prt.dll"];
            return by_path.filter(|_| by_setup.contains(&name));
        };
        let bare = programs
            .iter()
            .any(|program| matches!(program, Program::Bare(bare) if bare.is(name)));
        let full = programs.iter().any(|program| {
            matches!(program, Program::Path(path) if path.file_name().eq_ignore_ascii_case(name))
        });
        if bare {
            return Some("a listed name");
        }
        by_path.filter(|_| full)
    }

    /// The program in which a handler's code runs.
    pub fn image(&self, handler: &Handler, settings: &ApplicationSettings) -> Option<String> {
        let workers = self.has_workers();
        let four = self.version() == IisVersion::V4_0;
        let extension = |path: Option<&WinPath>| {
            if workers {
                return Some("w3wp.exe");
            }
            if path.is_some_and(|path| self.in_process(path)) {
                return Some("inetinfo.exe");
            }
            match settings.protection {
                Some(Protection::InProcess) => Some("inetinfo.exe"),
                Some(Protection::Pooled) if four => None,
                None if four => Some("inetinfo.exe"),
                Some(Protection::Isolated) if four => Some("mtx.exe"),
                Some(Protection::Pooled | Protection::Isolated) | None => Some("dllhost.exe"),
            }
        };
        let image = match handler {
            Handler::Asp => extension(Some(&self.engine())),
            Handler::Isapi(path, _) => extension(Some(path)),
            Handler::AspNetCoreInProcess => self.seven().then_some("w3wp.exe"),
            Handler::AspNetCoreOutOfProcess => self.seven().then_some("dotnet.exe"),
            Handler::Php | Handler::PhpImpersonating => workers.then_some("php-cgi.exe"),
            Handler::Cgi(path) => Some(path.file_name()),
            Handler::AspNet | Handler::AspNetImpersonating(_) if workers => Some("w3wp.exe"),
            Handler::AspNet | Handler::AspNetImpersonating(_) => (!four).then_some("aspnet_wp.exe"),
        };
        image.map(str::to_owned)
    }

    fn engine(&self) -> WinPath {
        let windows = self.windows();
        WinPath::new(&format!("{windows}\\System32\\inetsrv\\asp.dll"))
    }

    pub fn windows(&self) -> &'static str {
        if self.version() <= IisVersion::V5_0 {
            "C:\\WINNT"
        } else {
            "C:\\WINDOWS"
        }
    }

    fn in_process(&self, path: &WinPath) -> bool {
        let name = path.file_name().to_ascii_lowercase();
        let said: Option<&Vec<Program>> = self.iis().find_map(|setting| match setting {
            IisSetting::InProcessExtensions { programs } => Some(programs),
            _ => None,
        });
        let by_path = said.is_some_and(|programs| {
            programs
                .iter()
                .any(|program| matches!(program, Program::Path(known) if known == path))
        });
        by_path || self.listed(&name) == Some("a listed name")
    }
}

//! Where code runs and as whom, decided anew from the facts: one question after the other, as documents ask them.
//!
//! It knows one site, and nothing of tables, graphs or ids. Accounts are names.

use poolproof::world::{
    Anonymous, ApplicationSettings, CgiIdentity, Fact, Handler, IisSetting, IisVersion,
    MachineState, PoolIdentity, Program, Protection, ServerStatement, Statement, Who, WinPath,
};

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// An account of that full name.
    Account(String),
    /// The request is turned away.
    Refused,
    /// Nobody knows.
    Unknown,
}

/// Where a URL is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The program.
    pub image: String,
    /// Whose process it is.
    pub process: Whose,
    /// Who is on the thread of the request.
    pub thread: Whose,
}

/// The facts, read.
struct World<'a> {
    facts: &'a [Fact],
    machine: &'a ServerStatement,
}

/// Where a URL is served for a request of that user, or an anonymous one; `None` if this IIS has no such thing.
pub fn expected(facts: &[Fact], url: &str, user: Option<&str>) -> Option<Expected> {
    let machine = facts.iter().find_map(|fact| match &fact.statement {
        Statement::Server(server) => Some(server),
        _ => None,
    })?;
    World { facts, machine }.serve(url, user)
}

fn local(name: &str) -> Whose {
    Whose::Account(format!("BOX\\{name}"))
}

fn system() -> Whose {
    Whose::Account("NT AUTHORITY\\SYSTEM".into())
}

impl World<'_> {
    fn version(&self) -> IisVersion {
        self.machine.iis.expect("a sketch says which IIS it is")
    }

    fn has_workers(&self) -> bool {
        self.version() >= IisVersion::V6_0 && !self.machine.isolation_mode
    }

    fn iis(&self) -> impl Iterator<Item = &IisSetting> {
        self.facts.iter().filter_map(|fact| match &fact.statement {
            Statement::Iis(setting) => Some(setting),
            _ => None,
        })
    }

    fn site(&self) -> (&ApplicationSettings, &WinPath) {
        let site = self.facts.iter().find_map(|fact| match &fact.statement {
            Statement::Site(site) => Some((&site.settings, &site.folder)),
            _ => None,
        });
        site.expect("a sketch has a site")
    }

    fn serve(&self, url: &str, user: Option<&str>) -> Option<Expected> {
        let (settings, file, fixed) = self.map(url);
        let handler = handler(&settings.handlers, &file);
        // The user of the request.
        let requester = |process: Whose| {
            let shared = file.as_str().starts_with("\\\\");
            if let Some(account) = fixed
                .clone()
                .filter(|_| shared || self.version() >= IisVersion::V7_0)
            {
                return local(&account);
            }
            if let Some(user) = user {
                return local(user);
            }
            match &settings.anonymous {
                Some(Anonymous::Off) => Whose::Refused,
                Some(Anonymous::PoolIdentity) if self.version() >= IisVersion::V7_0 => process,
                Some(Anonymous::PoolIdentity) => Whose::Refused,
                Some(Anonymous::Account(who)) => self.account(who),
                None if self.version() >= IisVersion::V7_0 => {
                    Whose::Account("NT AUTHORITY\\IUSR".into())
                }
                None => local("IUSR_BOX"),
            }
        };
        let core = || {
            if self.has_workers() {
                ("w3wp.exe".to_owned(), self.pool(&settings))
            } else {
                ("inetinfo.exe".to_owned(), system())
            }
        };
        let extension = |dll: &WinPath| self.extension(dll, &settings);
        let acts_as_user = |(image, process): (String, Whose)| Expected {
            thread: requester(process.clone()),
            image,
            process,
        };
        let acts_as_process = |(image, process): (String, Whose)| Expected {
            thread: process.clone(),
            image,
            process,
        };
        Some(match handler {
            None => acts_as_user(core()),
            Some(Handler::Asp) => acts_as_user(extension(&self.engine_of_asp())?),
            Some(Handler::Isapi(dll, _)) => acts_as_user(extension(&dll)?),
            Some(Handler::AspNet) => acts_as_process(self.asp_net(&settings)?),
            Some(Handler::AspNetImpersonating(None)) => acts_as_user(self.asp_net(&settings)?),
            Some(Handler::AspNetImpersonating(Some(who))) => {
                let (image, process) = self.asp_net(&settings)?;
                let thread = self.account(&who);
                Expected {
                    image,
                    process,
                    thread,
                }
            }
            Some(Handler::AspNetCoreInProcess) => {
                self.since(IisVersion::V7_0)?;
                acts_as_process(core())
            }
            Some(Handler::AspNetCoreOutOfProcess) => {
                self.since(IisVersion::V7_0)?;
                acts_as_process(("dotnet.exe".into(), self.pool(&settings)))
            }
            Some(Handler::Php) => {
                self.has_workers().then_some(())?;
                acts_as_process(("php-cgi.exe".into(), self.pool(&settings)))
            }
            Some(Handler::PhpImpersonating) => {
                self.has_workers().then_some(())?;
                let process = self.pool(&settings);
                let thread = requester(process.clone());
                Expected {
                    image: "php-cgi.exe".into(),
                    process,
                    thread,
                }
            }
            Some(Handler::Cgi(program)) => {
                let as_process = self.iis().any(|setting| {
                    matches!(
                        setting,
                        IisSetting::Cgi {
                            runs_as: CgiIdentity::Process
                        }
                    )
                });
                let (_, starter) = core();
                let process = if as_process {
                    starter
                } else {
                    requester(starter)
                };
                acts_as_process((program.file_name().to_owned(), process))
            }
        })
    }

    /// The settings, the file, and the account of the virtual folder.
    fn map(&self, url: &str) -> (ApplicationSettings, WinPath, Option<String>) {
        let (site, root) = self.site();
        let mut best = ("", site.clone(), root.clone());
        for fact in self.facts {
            match &fact.statement {
                Statement::Application(application)
                    if url.starts_with(&format!("{}/", application.url))
                        && application.url.as_str().len() > best.0.len() =>
                {
                    let own = &application.settings;
                    let mut settings = site.clone();
                    settings.pool = own.pool.clone().or(settings.pool);
                    settings.anonymous = own.anonymous.clone().or(settings.anonymous);
                    settings.protection = own.protection.or(settings.protection);
                    if !own.handlers.is_empty() {
                        settings.handlers.clone_from(&own.handlers);
                    }
                    best = (
                        application.url.as_str(),
                        settings,
                        application.folder.clone(),
                    );
                }
                _ => {}
            }
        }
        for fact in self.facts {
            match &fact.statement {
                Statement::VirtualFolder(folder) if url.starts_with("/files/") => {
                    let who = folder.account.as_ref().map(ToString::to_string);
                    best.2 = folder.folder.clone();
                    let rest = &url["/files/".len()..];
                    let file = if rest.is_empty() {
                        best.2
                    } else {
                        best.2.join(rest)
                    };
                    return (best.1, file, who);
                }
                _ => {}
            }
        }
        let rest = url[best.0.len()..].trim_matches('/').replace('/', "\\");
        let file = if rest.is_empty() {
            best.2
        } else {
            best.2.join(&rest)
        };
        (best.1, file, None)
    }

    fn since(&self, version: IisVersion) -> Option<()> {
        (self.version() >= version).then_some(())
    }

    fn account(&self, who: &Who) -> Whose {
        let name = who.to_string();
        if name == "IUSR" && self.version() >= IisVersion::V7_0 {
            Whose::Account("NT AUTHORITY\\IUSR".into())
        } else {
            local(&name)
        }
    }

    fn engine_of_asp(&self) -> WinPath {
        let windows = if self.version() <= IisVersion::V5_0 {
            "WINNT"
        } else {
            "WINDOWS"
        };
        WinPath::new(&format!("C:\\{windows}\\System32\\inetsrv\\asp.dll"))
    }

    /// Where an extension runs.
    fn extension(&self, dll: &WinPath, settings: &ApplicationSettings) -> Option<(String, Whose)> {
        if self.has_workers() {
            return Some(("w3wp.exe".into(), self.pool(settings)));
        }
        if self.is_listed(dll) {
            return Some(("inetinfo.exe".into(), system()));
        }
        let four = self.version() == IisVersion::V4_0;
        let unsaid = if four {
            Protection::InProcess
        } else {
            Protection::Pooled
        };
        match settings.protection.unwrap_or(unsaid) {
            Protection::InProcess => Some(("inetinfo.exe".into(), system())),
            Protection::Pooled if four => None,
            Protection::Isolated if four => Some(("mtx.exe".into(), local("IWAM_BOX"))),
            Protection::Pooled | Protection::Isolated => {
                Some(("dllhost.exe".into(), local("IWAM_BOX")))
            }
        }
    }

    fn is_listed(&self, dll: &WinPath) -> bool {
        let unpatched = self.facts.iter().any(|fact| {
            matches!(
                &fact.statement,
                Statement::Machine(MachineState::MissingPatch { .. })
            )
        });
        let names_only = unpatched
            && self.version() == IisVersion::V5_0
            && self.machine.service_pack.is_none_or(|pack| pack <= 2);
        let same_name = |path: &WinPath| path.file_name().eq_ignore_ascii_case(dll.file_name());
        let said = self.iis().find_map(|setting| match setting {
            IisSetting::InProcessExtensions { programs } => Some(programs),
            _ => None,
        });
        match said {
            Some(programs) => programs.iter().any(|program| match program {
                Program::Path(path) => path == dll || (names_only && same_name(path)),
                Program::Bare(name) => name.is(dll.file_name()),
            }),
            // What setup lists lies in the folder of Windows, where no sketch has an extension of its own.
            None => names_only && dll.file_name() == "ssinc.dll",
        }
    }

    fn asp_net(&self, settings: &ApplicationSettings) -> Option<(String, Whose)> {
        if self.has_workers() {
            return Some(("w3wp.exe".into(), self.pool(settings)));
        }
        self.since(IisVersion::V5_0)?;
        let said = self.iis().find_map(|setting| match setting {
            IisSetting::AspNet { runs_as } => Some(runs_as.to_string()),
            _ => None,
        });
        let who = match said.as_deref() {
            Some("SYSTEM") => system(),
            Some("machine") | None => local("ASPNET"),
            Some(other) => local(other),
        };
        Some(("aspnet_wp.exe".into(), who))
    }

    /// The identity of the pool of an application.
    fn pool(&self, settings: &ApplicationSettings) -> Whose {
        let name = settings
            .pool
            .as_ref()
            .map_or("DefaultAppPool", |name| name.as_str());
        let own = || Whose::Account(format!("IIS APPPOOL\\{name}"));
        let said = self.facts.iter().find_map(|fact| match &fact.statement {
            Statement::Pool(pool) if pool.name.is(name) => pool.identity.clone(),
            _ => None,
        });
        match said {
            Some(PoolIdentity::NetworkService) => {
                Whose::Account("NT AUTHORITY\\NETWORK SERVICE".into())
            }
            Some(PoolIdentity::LocalService) => {
                Whose::Account("NT AUTHORITY\\LOCAL SERVICE".into())
            }
            Some(PoolIdentity::LocalSystem) => system(),
            Some(PoolIdentity::Account(who)) => self.account(&who),
            Some(PoolIdentity::Own) if self.version() == IisVersion::V6_0 => Whose::Unknown,
            Some(PoolIdentity::Own) => own(),
            Some(PoolIdentity::Unknown) => Whose::Unknown,
            None if self.version() <= IisVersion::V7_0 => {
                Whose::Account("NT AUTHORITY\\NETWORK SERVICE".into())
            }
            None => own(),
        }
    }
}

/// Which handler takes a file.
fn handler(handlers: &[Handler], file: &WinPath) -> Option<Handler> {
    let extension = file.file_name().rsplit_once('.').map_or("", |(_, end)| end);
    let first = |takes: &dyn Fn(&Handler) -> bool| handlers.iter().find(|one| takes(one)).cloned();
    first(&|one| matches!(one, Handler::Isapi(path, None) | Handler::Cgi(path) if path == file))
        .or_else(|| {
            first(&|one| matches!(one, Handler::Isapi(_, Some(named)) if named.is(&format!(".{extension}"))))
        })
        .or_else(|| {
            first(&|one| match one {
                Handler::Asp => extension == "asp",
                Handler::AspNet | Handler::AspNetImpersonating(_) => extension == "aspx",
                Handler::Php | Handler::PhpImpersonating => extension == "php",
                Handler::AspNetCoreInProcess
                | Handler::AspNetCoreOutOfProcess
                | Handler::Isapi(..)
                | Handler::Cgi(_) => false,
            })
        })
        .or_else(|| {
            first(&|one| match one {
                Handler::Isapi(_, None) => extension == "dll",
                Handler::Cgi(_) => extension == "exe",
                _ => false,
            })
        })
        .or_else(|| {
            first(&|one| {
                matches!(one, Handler::AspNetCoreInProcess | Handler::AspNetCoreOutOfProcess)
            })
        })
}

//! From a handler to the process that it runs in: which seat, and what the process there is called.

use super::{
    hosting::{NoHost, Served},
    kinds::{Kind, RunsAs, Seat},
    lists::InProcess,
    settings::Application,
    version::{DEFAULT_POOL, Generation, Version},
};
use crate::world::{
    ApplicationSettings, CgiIdentity, FactId, Handler, IisSetting, Name, ProcessId, Protection,
    Rule, Server, WinPath,
};

/// Where a handler runs, and why.
pub(super) struct Seated {
    pub kind: Kind,
    pub seat: Seat,
    pub runs_as: RunsAs,
    pub facts: Vec<FactId>,
    pub rules: Vec<&'static Rule>,
}

/// Where that is served, with those settings.
///
/// # Errors
/// That IIS has no such thing.
pub(super) fn seated(
    server: &Server,
    version: &Version,
    settings: &ApplicationSettings,
    served: &Served,
) -> Result<Seated, NoHost> {
    let mut seated = Seated {
        kind: Kind::Static,
        seat: Seat::Core,
        runs_as: RunsAs::System,
        facts: Vec::new(),
        rules: Vec::new(),
    };
    if let Served::By(handler) = served {
        seated.kind = seated.kind_of(server, version, settings, handler);
    }
    let missing = |kind: Kind| match served {
        Served::By(_) if kind == Kind::ExtensionPooled => NoHost::NotPooled {
            version: version.title(),
        },
        Served::By(handler) => NoHost::NotInThisVersion {
            handler: Box::new(handler.clone()),
            version: version.title(),
        },
        Served::Static => NoHost::NoVersion,
    };
    let mut kind = seated.kind;
    seated.rules.push(kind.rule());
    let mut cell = kind.cell(version.era).ok_or_else(|| missing(kind))?;
    if cell.seat == Seat::Caller {
        // The page's script runs where its application's extensions run.
        kind = extension_kind(version, settings.protection);
        seated.rules.push(kind.rule());
        cell = kind.cell(version.era).ok_or_else(|| missing(kind))?;
    }
    seated.seat = cell.seat;
    seated.runs_as = cell.runs_as;
    Ok(seated)
}

impl Seated {
    fn kind_of(
        &mut self,
        server: &Server,
        version: &Version,
        settings: &ApplicationSettings,
        handler: &Handler,
    ) -> Kind {
        match handler {
            Handler::Asp => {
                let listed = self.listed(server, version, None);
                if listed {
                    Kind::InProcessListed
                } else {
                    Kind::Asp
                }
            }
            Handler::AspNet => Kind::AspNet,
            Handler::AspNetImpersonating(None) => Kind::AspNetImpersonating,
            Handler::AspNetImpersonating(Some(_)) => Kind::AspNetFixedUser,
            Handler::AspNetCoreInProcess => Kind::AspNetCoreInProcess,
            Handler::AspNetCoreOutOfProcess => Kind::AspNetCoreOutOfProcess,
            Handler::Php => Kind::FastCgi,
            Handler::PhpImpersonating => Kind::FastCgiImpersonating,
            Handler::Isapi(path, _) => {
                if self.listed(server, version, Some(path)) {
                    Kind::InProcessListed
                } else {
                    extension_kind(version, settings.protection)
                }
            }
            Handler::Cgi(_) => match cgi(server) {
                Some((runs_as, fact)) => {
                    self.facts.push(fact);
                    match runs_as {
                        CgiIdentity::Process => Kind::CgiAsProcess,
                        CgiIdentity::RequestUser => Kind::CgiAsRequestUser,
                    }
                }
                None => Kind::CgiAsRequestUser,
            },
        }
    }

    /// Whether an extension, or the engine of ASP, is listed to run in inetinfo.exe; worker processes ignore the list.
    fn listed(&mut self, server: &Server, version: &Version, path: Option<&WinPath>) -> bool {
        if version.generation == Generation::Workers {
            return false;
        }
        let list = InProcess::of(server, version);
        let asp = list.asp_dll();
        let Some(listed) = list.matching(path.unwrap_or(&asp)) else {
            return false;
        };
        self.facts.extend(listed.facts);
        self.rules.extend(listed.rules);
        true
    }
}

/// As whom CGI programs are said to run.
pub(super) fn cgi(server: &Server) -> Option<(CgiIdentity, FactId)> {
    server.iis_settings().find_map(|(setting, fact)| {
        let IisSetting::Cgi { runs_as } = setting else {
            return None;
        };
        Some((*runs_as, fact))
    })
}

/// Which kind an ISAPI extension is, by the protection of its application.
pub(super) fn extension_kind(version: &Version, protection: Option<Protection>) -> Kind {
    let Some(default) = version.default_protection else {
        return Kind::ExtensionInPool;
    };
    match protection.unwrap_or(default) {
        Protection::InProcess => Kind::ExtensionInProcess,
        Protection::Pooled => Kind::ExtensionPooled,
        Protection::Isolated => Kind::ExtensionIsolated,
    }
}

/// What the process of a seat is called: each name means one process.
pub(super) fn name(
    version: &Version,
    seat: Seat,
    settings: &ApplicationSettings,
    application: &Application,
    program: Option<&WinPath>,
) -> Name {
    let image = image(version, seat, program);
    let url = application.url.as_str().trim_matches(['/', '\\']);
    let alone = format!("{}/{url}", application.site);
    match seat {
        Seat::Core => core(),
        Seat::AspNetWorker => image,
        Seat::Pooled => Name::new(format!("{image} of pooled applications")),
        Seat::Worker | Seat::PoolChild => Name::new(format!("{image} of pool {}", pool(settings))),
        Seat::Own | Seat::ApplicationChild => Name::new(format!("{image} of {alone}")),
        Seat::Program => match program {
            Some(path) => Name::new(format!("{path} of {alone}")),
            None => Name::new(format!("{image} of {alone}")),
        },
        Seat::Caller | Seat::ComServer | Seat::Services => image,
    }
}

/// The program of a seat.
pub(super) fn image(version: &Version, seat: Seat, program: Option<&WinPath>) -> Name {
    let image = match seat {
        Seat::Core => "inetinfo.exe",
        Seat::Pooled => "dllhost.exe",
        Seat::Own => version.isolated_host.unwrap_or("dllhost.exe"),
        Seat::AspNetWorker => "aspnet_wp.exe",
        Seat::Worker => version.worker,
        Seat::PoolChild => "php-cgi.exe",
        Seat::ApplicationChild => "dotnet.exe",
        Seat::Program => program.map_or("cgi", WinPath::file_name),
        Seat::Caller | Seat::ComServer => "dllhost.exe",
        Seat::Services => "svchost.exe",
    };
    Name::from(image)
}

/// The server's own process before 6.0.
pub(super) fn core() -> Name {
    Name::from("inetinfo.exe")
}

/// The worker process of a pool.
pub(super) fn worker(version: &Version, pool: &Name) -> Name {
    Name::new(format!("{} of pool {pool}", version.worker))
}

/// The process that starts programs for an application.
pub(super) fn starter(version: &Version, settings: &ApplicationSettings) -> Name {
    match version.generation {
        Generation::Inetinfo => core(),
        Generation::Workers => worker(version, &pool(settings)),
    }
}

/// The pool of an application.
pub(super) fn pool(settings: &ApplicationSettings) -> Name {
    settings
        .pool
        .clone()
        .unwrap_or_else(|| Name::from(DEFAULT_POOL))
}

/// The process of that name.
pub(super) fn find(server: &Server, name: &Name) -> Result<ProcessId, NoHost> {
    server
        .processes()
        .find(|(_, process)| process.name == *name)
        .map(|(id, _)| id)
        .ok_or_else(|| NoHost::NoProcess { name: name.clone() })
}

/// A handler as it is written.
pub(super) fn words(handler: &Handler) -> String {
    String::from(match handler {
        Handler::Asp => "asp",
        Handler::AspNet => "asp.net",
        Handler::AspNetImpersonating(_) => "asp.net impersonating",
        Handler::AspNetCoreInProcess => "asp.net core in process",
        Handler::AspNetCoreOutOfProcess => "asp.net core out of process",
        Handler::Php => "php by FastCGI",
        Handler::PhpImpersonating => "php by FastCGI",
        Handler::Isapi(..) => "isapi",
        Handler::Cgi(_) => "cgi",
    })
}

//! Where the code behind a URL runs: which process, by which rules, or why there is none.

use std::fmt;

use super::{
    extensions::handler_of,
    kinds::{Cell, Kind},
    seats::{self, Seated},
    settings::{Application, application, applications, settings_of},
    version::{Generation, Version},
};
use crate::world::{
    ApplicationSettings, FactId, Handler, IisSetting, MappedUrl, Name, ProcessId, Rule, Server,
    WinPath,
};

/// Where a URL is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hosting {
    /// The URL.
    pub url: MappedUrl,
    /// What holds for it: the application's settings, its site's where it says nothing, and what web.config files may change.
    pub settings: ApplicationSettings,
    /// What serves it.
    pub served: Served,
    /// Which kind of application that is; its row says who is on the thread.
    pub kind: Kind,
    /// The process.
    pub host: Host,
    /// The facts that it follows from.
    pub facts: Vec<FactId>,
    /// The rules that it follows by.
    pub rules: Vec<&'static Rule>,
}

/// What serves a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Served {
    /// The server itself, as a file.
    Static,
    /// A handler of the application.
    By(Handler),
}

/// Which process serves a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// That one.
    Process(ProcessId),
    /// A process of its own that runs as the user of the request.
    Requester {
        /// The program.
        image: Name,
        /// The process that starts it.
        starter: ProcessId,
    },
}

/// Why nothing hosts a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoHost {
    /// Nobody says which IIS it is.
    NoVersion,
    /// There is no such application.
    NoApplication,
    /// That IIS has no such handler.
    NotInThisVersion {
        /// Which handler.
        handler: Box<Handler>,
        /// Which IIS, in words.
        version: String,
    },
    /// That IIS has no pooled applications.
    NotPooled {
        /// Which IIS, in words.
        version: String,
    },
    /// Neither the application nor its site declares a handler, and before 6.0 nothing else says whom it acts as.
    NoHandlers,
    /// IIS makes that process of its configuration, but the facts do not hold it: they were not lowered.
    NoProcess {
        /// What it is called.
        name: Name,
    },
}

impl fmt::Display for NoHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoHost::NoVersion => f.write_str("nobody says which IIS this is"),
            NoHost::NoApplication => f.write_str("there is no such application"),
            NoHost::NotInThisVersion { handler, version } => {
                write!(f, "{version} has no {}", seats::words(handler))
            }
            NoHost::NotPooled { version } => write!(f, "{version} has no pooled applications"),
            NoHost::NoHandlers => f.write_str(
                "the application declares no handler, and neither does its site, so nothing of it runs code",
            ),
            NoHost::NoProcess { name } => write!(f, "there is no process `{name}`"),
        }
    }
}

impl Hosting {
    /// Its cell in the table of kinds: who is on the thread.
    pub fn cell(&self, server: &Server) -> Option<&'static Cell> {
        self.kind.cell(Version::of_server(server)?.era)
    }

    /// The process, if it is not one that a request brings with it.
    pub fn process(&self) -> Option<ProcessId> {
        match &self.host {
            Host::Process(process) => Some(*process),
            Host::Requester { .. } => None,
        }
    }

    /// The process that holds the code, or that starts the program which does.
    pub fn holder(&self) -> ProcessId {
        match &self.host {
            Host::Process(process)
            | Host::Requester {
                starter: process, ..
            } => *process,
        }
    }

    /// The program that runs: `w3wp.exe`, `tool.exe`.
    pub fn image(&self, server: &Server) -> Option<Name> {
        match &self.host {
            Host::Process(process) => Some(server.process(*process)?.image.clone()),
            Host::Requester { image, .. } => Some(image.clone()),
        }
    }
}

/// Where a URL is served.
///
/// # Errors
/// Nothing serves it, and why.
pub fn host(server: &Server, url: &MappedUrl) -> Result<Hosting, NoHost> {
    let version = Version::of_server(server).ok_or(NoHost::NoVersion)?;
    let application =
        application(server, &url.site, &url.application).ok_or(NoHost::NoApplication)?;
    let (settings, more) = settings_of(server, &version, &application, url);
    let served = handler_of(&version, &settings.handlers, &url.path)
        .map_or(Served::Static, |handler| Served::By(handler.clone()));
    let mut hosting = placed(
        server,
        &version,
        &application,
        url.clone(),
        settings,
        served,
    )?;
    hosting.facts.extend(more);
    Ok(hosting)
}

/// The processes of the handlers that an application declares, or its site if it declares none. Static content and filters do not
/// count. From 6.0 an application without any acts as its pool.
///
/// # Errors
/// There is no such application, or before 6.0 one without handlers, or only handlers that this IIS does not have.
pub fn application_hosts(server: &Server, site: &Name, url: &Name) -> Result<Vec<Hosting>, NoHost> {
    let version = Version::of_server(server).ok_or(NoHost::NoVersion)?;
    let application = application(server, site, url).ok_or(NoHost::NoApplication)?;
    let mapped = MappedUrl {
        site: application.site.clone(),
        application: application.url.clone(),
        pool: application.settings.pool.clone(),
        path: application.folder.clone(),
        account: None,
        facts: application.facts.clone(),
    };
    let (settings, more) = settings_of(server, &version, &application, &mapped);
    let mut served: Vec<Served> = settings.handlers.iter().cloned().map(Served::By).collect();
    if served.is_empty() {
        match version.generation {
            Generation::Inetinfo => return Err(NoHost::NoHandlers),
            Generation::Workers => served.push(Served::Static),
        }
    }
    let (mut hosts, mut nowhere) = (Vec::new(), None);
    for served in served {
        let mut url = mapped.clone();
        if let Served::By(Handler::Isapi(path, None) | Handler::Cgi(path)) = &served {
            url.path = path.clone();
        }
        let settings = settings.clone();
        match placed(server, &version, &application, url, settings, served) {
            Ok(mut hosting) => {
                hosting.facts.extend(more.iter().copied());
                hosts.push(hosting);
            }
            // What this IIS does not have runs nowhere, and was complained about; the rest runs.
            Err(why) => {
                nowhere.get_or_insert(why);
            }
        }
    }
    match (hosts.is_empty(), nowhere) {
        (true, Some(why)) => Err(why),
        (true, None) | (false, _) => Ok(hosts),
    }
}

/// Which processes hold a filter: the server's own, from 6.0 that of every pool that serves one of its sites.
///
/// # Errors
/// Nobody says which IIS it is, or the facts were not lowered.
pub fn filter_hosts(server: &Server, path: &WinPath) -> Result<Vec<ProcessId>, NoHost> {
    let version = Version::of_server(server).ok_or(NoHost::NoVersion)?;
    let mut found = Vec::new();
    for (setting, _) in server.iis_settings() {
        let IisSetting::Filter { path: known, site } = setting else {
            continue;
        };
        if known != path {
            continue;
        }
        let served =
            |application: &Application| site.as_ref().is_none_or(|site| *site == application.site);
        let names: Vec<Name> = match version.generation {
            Generation::Inetinfo => vec![seats::core()],
            Generation::Workers if site.is_none() => server
                .pools()
                .map(|(pool, _)| seats::worker(&version, &pool.name))
                .collect(),
            Generation::Workers => applications(server)
                .iter()
                .filter(|application| served(application))
                .map(|application| seats::worker(&version, &seats::pool(&application.settings)))
                .collect(),
        };
        for name in names {
            let process = seats::find(server, &name)?;
            if !found.contains(&process) {
                found.push(process);
            }
        }
    }
    Ok(found)
}

/// The process for what serves a URL.
fn placed(
    server: &Server,
    version: &Version,
    application: &Application,
    url: MappedUrl,
    settings: ApplicationSettings,
    served: Served,
) -> Result<Hosting, NoHost> {
    let Seated {
        kind,
        seat,
        runs_as: _,
        facts: more,
        rules,
    } = seats::seated(server, version, &settings, &served)?;
    let program = match &served {
        Served::By(Handler::Cgi(path)) => Some(path),
        Served::By(_) | Served::Static => None,
    };
    let brought = program.filter(|_| kind == Kind::CgiAsRequestUser);
    let host = if let Some(path) = brought {
        Host::Requester {
            image: Name::from(path.file_name()),
            starter: seats::find(server, &seats::starter(version, &settings))?,
        }
    } else {
        let name = seats::name(version, seat, &settings, application, program);
        Host::Process(seats::find(server, &name)?)
    };
    let mut hosting = Hosting {
        facts: url.facts.clone(),
        url,
        settings,
        served,
        kind,
        host,
        rules,
    };
    hosting.facts.extend(more);
    let process = server.process_fact(hosting.holder());
    if !hosting.facts.contains(&process) {
        hosting.facts.push(process);
    }
    Ok(hosting)
}

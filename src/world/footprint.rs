//! What code is there to be had: every process that could run somebody's code, the tokens that it has and is handed, and what
//! it reads, runs and obeys, each with the reason.
//!
//! It is data. `iis::footprint` works it out from configuration, once, in one place; `reach` closes over it. It holds what
//! would be used if it may be read: whether it may is an access check, which is none of its business.

mod belongs;
mod inside;

pub use belongs::Belongs;

use std::sync::Arc;

use super::{FactId, Name, PrincipalId, ProcessId, Rule, TokenFacts, WinPath};

/// Everything that code could come to by configuration.
#[derive(Clone, Debug, Default)]
pub struct Footprint {
    /// What code can run in.
    pub hosts: Vec<Host>,
    /// What is served, by folder.
    pub regions: Vec<Region>,
    /// What a host uses besides the folders that it serves.
    pub uses: Vec<Use>,
    /// Passwords that stand somewhere.
    pub secrets: Vec<Secret>,
    /// Files that configure more than one host.
    pub configuration: Vec<Configuration>,
    /// The tokens that anonymous requests are served with, by site.
    pub anonymous: Vec<Handed>,
    /// The files of the account database: one that can be read is enough for whoever can crack passwords of the machine's users.
    pub account_database: Vec<WinPath>,
}

/// A host of one footprint, by its place in [`Footprint::hosts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HostId(pub u32);

/// What code can run in.
#[derive(Clone, Debug)]
pub struct Host {
    /// What it is.
    pub kind: HostKind,
    /// What it is called: `w3wp.exe of pool A`, `service Spooler`.
    pub name: String,
    /// The pool that it works for, also that of the process which starts it.
    pub pool: Option<Name>,
    /// The process that starts it, for a child.
    pub starter: Option<HostId>,
    /// The token of its process: one of these, and nobody knows which if there are several. None: nobody knows anything, unless
    /// `visitors` says that it never has one of its own.
    pub identities: Vec<Arc<TokenFacts>>,
    /// Whether it has no identity because it runs as whoever asks for it, and nobody may ask without telling who it is: their tokens
    /// are no part of a footprint.
    pub visitors: bool,
    /// Tokens that configuration puts on its threads, never visitors'.
    pub handed: Vec<Handed>,
    /// What makes it.
    pub why: Why,
}

/// What kind of host it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HostKind {
    /// A process of IIS.
    Process(ProcessId),
    /// A CGI program that runs as the user of the request; the process that starts it.
    Child(ProcessId),
    /// A service, by the fact that states it.
    Service(FactId),
    /// A task, by the fact that states it.
    Task(FactId),
    /// The server of a component with an identity of its own, by the fact that states the component.
    Component(FactId),
}

/// A token that configuration hands out.
#[derive(Clone, Debug)]
pub struct Handed {
    /// The token. Those that are one and the same are one allocation.
    pub token: Arc<TokenFacts>,
    /// Whether it is handed out for certain; if not, it may be: nobody knows how the account is logged on, or whether the process
    /// may take it.
    pub certain: bool,
    /// The site on which; `None` if on all that the host serves.
    pub site: Option<Name>,
    /// Why.
    pub why: Why,
}

/// Why something is so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// By which rule.
    pub rule: &'static Rule,
    /// Which facts say so.
    pub facts: Vec<FactId>,
}

/// Something with a list of its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Securable {
    /// That file.
    File(WinPath),
    /// That folder.
    Folder(WinPath),
    /// That key of the registry.
    Key(WinPath),
    /// Any file of that folder that nobody described: it has the lines that such a file gets there.
    FileIn(WinPath),
    /// Any folder in that folder that nobody described.
    FolderIn(WinPath),
    /// The service that this fact states.
    Service(FactId),
    /// The task that this fact states.
    Task(FactId),
}

/// An application by its site and its URL path, `/` for the site's own.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ApplicationName {
    /// The site.
    pub site: Name,
    /// The URL path.
    pub url: Name,
}

/// A folder that is served, with everything below it but what another region serves. One set of settings holds in all of it.
///
/// An application has a region for its root, one for each of its virtual folders, and one for each folder in these whose
/// web.config is said to set something.
#[derive(Clone, Debug)]
pub struct Region {
    /// The application that serves it.
    pub application: ApplicationName,
    /// The pool of that application, from 6.0 on.
    pub pool: Option<Name>,
    /// Under which URL path it is served; where another application has taken that URL, it leads elsewhere, and nothing here is run.
    pub url: String,
    /// The folder.
    pub folder: WinPath,
    /// Folders below it that other regions serve at the same URL: they belong to those.
    pub except: Vec<WinPath>,
    /// The hosts that read it: that of static files and those of the handlers.
    pub readers: Vec<HostId>,
    /// The hosts of its handlers, in which the application has code; from 6.0 on its pool's worker if it declares none.
    pub code: Vec<HostId>,
    /// Identities of requests that it is read with, beside those of the hosts: anonymous, fixed, the virtual folder's account.
    pub read_as: Vec<Handed>,
    /// Which files in it are run, and where.
    pub runs: Vec<Runs>,
    /// Whose code a web.config in it, or in a folder on the way to it from the site's root, becomes.
    pub obeys: Vec<Obeys>,
    /// Where a file that a visitor may write is served as a program too (write and script access together).
    pub upload: Option<Why>,
    /// Why it is served.
    pub why: Why,
}

/// Files that are run.
#[derive(Clone, Debug)]
pub struct Runs {
    /// Which.
    pub files: Pattern,
    /// Where: whose code it is.
    pub host: HostId,
    /// Whether a file of that kind that was not there before is run too. If not, one has to be written that is there.
    pub planted: bool,
    /// Whether it is run by a patched defect only, which is a known weakness.
    pub defect: bool,
    /// Why.
    pub why: Why,
}

/// Which files of a region.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Pattern {
    /// Those whose name ends so, `.asp`.
    Extension(Name),
    /// Those in a folder of that name at the root of the region, `bin`.
    In(Name),
    /// The one of that name at the root of the region, `global.asa`.
    Named(Name),
    /// Those of that name in any folder of it, `ssinc.dll`.
    Called(Name),
    /// Every one.
    Every,
}

/// That a host obeys web.config files.
#[derive(Clone, Debug)]
pub struct Obeys {
    /// Which host.
    pub host: HostId,
    /// The folders whose web.config governs the region, from the site's root to its own; those below it govern too.
    pub folders: Vec<WinPath>,
    /// Whether such a file can bring code: from 7.0 on, where handlers and modules are not both locked.
    pub brings_code: bool,
    /// Why.
    pub why: Why,
}

/// Something that a host uses.
#[derive(Clone, Debug)]
pub struct Use {
    /// Which host.
    pub host: HostId,
    /// For which applications; none: for the whole host.
    pub applications: Vec<ApplicationName>,
    /// What.
    pub what: Securable,
    /// As what.
    pub role: Role,
    /// Why.
    pub why: Why,
}

/// As what a host uses something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// It is run: a host's own program, an extension, a filter, a CGI program, the dll of a component.
    Program,
    /// Libraries are looked for in that folder.
    Libraries,
    /// A folder of what was compiled for it: what lies there is run. It is the host's only as far as it can create files there.
    CodeCache,
    /// A folder of responses that it keeps. It is the host's only as far as it can create files there.
    ResponseCache,
    /// A folder for temporary files. It is the host's only as far as it can create files there; creating there harms nobody.
    Temporary,
    /// It is read as data: a database, a file that the application is said to use.
    Data,
    /// What it says decides which program is run: a component's key, a service's key, a task's file.
    Directs,
    /// The service's or task's own list: who may change what it runs.
    Control,
    /// A web.config that holds a machine key: who knows it can make the host run code.
    MachineKey,
}

/// A password that stands somewhere.
#[derive(Clone, Debug)]
pub struct Secret {
    /// Whose.
    pub account: PrincipalId,
    /// Where it is kept.
    pub store: Store,
    /// The file. Where there are several, reading one is enough. A metabase's is told and does not help: administrators decrypt it.
    pub files: Vec<Securable>,
    /// Folders with copies of the file, whatever they are called, in any folder below. Reading one is enough.
    pub copies: Vec<WinPath>,
    /// What has to be read besides, to decrypt it.
    pub key: Option<Securable>,
    /// Why it stands there.
    pub why: Why,
}

/// Where passwords are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Store {
    /// The metabase: administrators alone can have it decrypted.
    Metabase,
    /// applicationHost.config: the file, and one of two keys.
    ServerConfiguration,
    /// A web.config or machine.config, in clear text unless its section was encrypted.
    WebConfig,
    /// The secrets of the machine, where services, tasks and components have theirs: SYSTEM alone reads them.
    Machine,
}

/// A file that configures many hosts.
#[derive(Clone, Debug)]
pub struct Configuration {
    /// The file.
    pub file: Securable,
    /// Whose code it decides about; none: the server's own, which is SYSTEM's.
    pub hosts: Vec<HostId>,
    /// Why.
    pub why: Why,
}

/// Those who can be protected from each other.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Party {
    /// A pool.
    Pool(Name),
    /// A site.
    Site(Name),
    /// An application.
    Application(ApplicationName),
}

impl Footprint {
    /// A host.
    pub fn host(&self, id: HostId) -> &Host {
        &self.hosts[id.0 as usize]
    }

    /// Every host with its id.
    pub fn ids(&self) -> impl Iterator<Item = (HostId, &Host)> {
        (0..).map(HostId).zip(&self.hosts)
    }

    /// What that party serves.
    pub fn regions_of(&self, party: &Party) -> impl Iterator<Item = &Region> {
        self.regions.iter().filter(|region| match party {
            Party::Pool(pool) => region.pool.as_ref() == Some(pool),
            Party::Site(site) => region.application.site == *site,
            Party::Application(application) => region.application == *application,
        })
    }

    /// The hosts that run that party's code: a pool's worker and what that starts, an application's handlers.
    pub fn hosts_of(&self, party: &Party) -> Vec<HostId> {
        let mut hosts: Vec<HostId> = match party {
            Party::Pool(pool) => self
                .ids()
                .filter(|(_, host)| host.pool.as_ref() == Some(pool))
                .map(|(id, _)| id)
                .collect(),
            Party::Site(_) | Party::Application(_) => self
                .regions_of(party)
                .flat_map(|region| region.code.iter().copied())
                .collect(),
        };
        hosts.sort();
        hosts.dedup();
        hosts
    }

    /// The hosts that its code is in to begin with: of a pool the worker alone, for children belong to applications; of an
    /// application without handlers the worker of its pool.
    pub fn begins_in(&self, party: &Party) -> Vec<HostId> {
        let workers = |pool: &Name| {
            let mut hosts = self.hosts_of(&Party::Pool(pool.clone()));
            hosts.retain(|id| self.host(*id).starter.is_none());
            hosts
        };
        match party {
            Party::Pool(pool) => workers(pool),
            Party::Site(_) | Party::Application(_) => {
                let mut hosts = self.hosts_of(party);
                if hosts.is_empty() {
                    let pools = self
                        .regions_of(party)
                        .filter_map(|region| region.pool.as_ref());
                    hosts = pools.flat_map(workers).collect();
                    hosts.sort();
                    hosts.dedup();
                }
                hosts
            }
        }
    }

    /// What that party's hosts use for it.
    pub fn uses_of(&self, party: &Party) -> impl Iterator<Item = &Use> {
        let hosts = self.hosts_of(party);
        let applications: Vec<&ApplicationName> = self
            .regions_of(party)
            .map(|region| &region.application)
            .collect();
        self.uses.iter().filter(move |used| {
            hosts.contains(&used.host)
                && (used.applications.is_empty()
                    || used
                        .applications
                        .iter()
                        .any(|application| applications.contains(&application)))
        })
    }
}

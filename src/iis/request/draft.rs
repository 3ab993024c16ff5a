//! The steps of a request outside its authentication: the configuration is read, content is opened, and who acts afterwards.

use super::{
    files::Governing,
    is_share,
    plan::{ADD_FILE, Ask, READ, READ_AND_EXECUTE, Step},
    response::Response,
    stage::{Access, Age, Role, Stage, checked},
    user::User,
};
use crate::{
    iis::{
        Acts, Bearer, Credential, Hosting, Requester, Rule, Served, pool_of, reverted, settings,
        thread,
    },
    nt::{AccessMask, Privilege},
    world::{
        Cache, CgiIdentity, FactId, Handler, IisSetting, ObjectNoun, ProcessId, Server, WinPath,
    },
};

const LOADED: Rule = Rule::of(
    "an application outside of inetinfo.exe is loaded by a process that its account is logged on for",
    "KB 297989; W3SVC event 36",
);
const START: Rule = Rule::of(
    "a request that finds no process for its pool is answered 503",
    "IIS \"application pools\"",
);
const CGI_HOLDS: Rule = Rule::of(
    "a worker that starts CGI programs as the user of the request needs SeAssignPrimaryTokenPrivilege and SeIncreaseQuotaPrivilege",
    "IIS 6.0 \"CGI application identity\"",
);
const CGI_PROGRAM: Rule = Rule::of(
    "a CGI program is started as the user of the request",
    "IIS \"CGI settings\", CreateProcessAsUser",
);
const CGI_PROCESS: Rule = Rule::of(
    "a CGI program is started as the process that starts it",
    "IIS \"CGI settings\", CreateProcessAsUser",
);
const LOCKED: Rule = Rule::of(
    "a section that a web.config sets and may not makes every request below it fail",
    "IIS \"configuration delegation\"",
);
const NO_FILE: Rule = Rule::of(
    "ASP.NET Core is handed every URL; IIS opens no file for it, and the worker process reads the application",
    "ASP.NET Core \"ASP.NET Core module\"",
);

/// What starting a program as somebody else needs.
const STARTS_PROGRAMS: &[Privilege] = &[Privilege::AssignPrimaryToken, Privilege::IncreaseQuota];

/// A plan in the making.
pub(super) struct Draft<'a> {
    pub server: &'a Server,
    pub age: Age,
    pub core: Option<ProcessId>,
    pub governing: Governing,
    pub hosting: &'a Hosting,
    pub requester: Requester,
    pub user: &'a User,
}

/// Whose token a step is about, and what that one is.
type Who = (Option<Bearer>, &'static str);

impl Draft<'_> {
    /// A step that opens something.
    fn open(
        &self,
        stage: Stage,
        (bearer, role): Who,
        path: &WinPath,
        noun: Option<ObjectNoun>,
        rights: AccessMask,
        rule: Rule,
    ) -> Step {
        Step {
            stage,
            bearer,
            role,
            ask: Ask::Open {
                path: path.clone(),
                noun,
                rights,
            },
            refused: Response::ACCESS_LIST,
            decides: stage.decides(),
            rule,
            facts: Vec::new(),
        }
    }

    /// Those who may play that part; one, but for a thread whose token sources leave open.
    fn players(&self, role: Role) -> Vec<Who> {
        let words = |acts: Acts, words| match acts {
            Acts::As(bearers) => one_for_each(bearers)
                .into_iter()
                .map(|bearer| (Some(bearer), words))
                .collect(),
            Acts::Nobody(_) => vec![(None, words)],
        };
        match role {
            Role::Core => vec![self.core()],
            Role::Host => {
                let acts = reverted(self.server, self.hosting, self.requester);
                words(acts, "the process of its code")
            }
            Role::RequestUser | Role::Fixed => vec![(self.user.content.clone(), self.user.role)],
            Role::Thread => {
                let acts = thread(self.server, self.hosting, self.requester);
                words(acts, "the thread that runs its code")
            }
        }
    }

    fn core(&self) -> Who {
        let words = match self.age {
            Age::Inetinfo => "inetinfo.exe",
            Age::Six | Age::Seven => "the worker process",
        };
        let bearer = self.core.and_then(|process| {
            Some(Bearer {
                principal: self.server.identity_of(process)?,
                credential: Credential::Process(process),
                token: self.server.token_of_process(process)?,
                facts: vec![self.server.process_fact(process)],
                rules: Vec::new(),
            })
        });
        (bearer, words)
    }

    /// The pool starts, web.config files are read, and no section stands where it may not.
    pub fn configuration(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        let (bearer, role) = self.core();
        let gate = |ask, refused, rule, facts| Step {
            stage: Stage::Configuration,
            bearer: bearer.clone(),
            role,
            ask,
            refused,
            decides: true,
            rule,
            facts,
        };
        if self.age != Age::Inetinfo {
            let pool = pool_of(&self.hosting.url);
            let facts = self.server.pool(&pool).map(|(_, fact)| fact);
            let facts = facts.into_iter().collect();
            steps.push(gate(Ask::Start(pool), Response::UNAVAILABLE, START, facts));
        }
        for locked in &self.governing.locked {
            let shipped = if locked.lock.is_none() {
                " as shipped"
            } else {
                ""
            };
            let says = format!(
                "{} sets the section {}, which is locked{shipped}",
                locked.file, locked.section
            );
            let facts = std::iter::once(locked.sets).chain(locked.lock).collect();
            let refused = Response::SECTION_LOCKED;
            steps.push(gate(Ask::Refused(says), refused, LOCKED, facts));
        }
        if self.age == Age::Seven || is_asp_net(&self.hosting.served) {
            steps.extend(self.files_read());
        }
        steps
    }

    /// Every web.config on the way is read.
    fn files_read(&self) -> Vec<Step> {
        let cell = checked(Access::Configuration, self.age);
        let mut steps = Vec::new();
        for file in &self.governing.files {
            for role in cell.roles {
                // The account of a virtual folder opens all of its content, its web.config files too.
                let readers = if self.user.of_folder && self.is_in_folder(&file.path) {
                    self.players(Role::Fixed)
                } else {
                    self.players(*role)
                };
                for reader in readers {
                    let noun = Some(ObjectNoun::File);
                    let stage = Stage::Configuration;
                    let mut step = self.open(stage, reader, &file.path, noun, READ, cell.rule);
                    step.refused = match self.age {
                        Age::Seven => Response::CONFIGURATION_UNREADABLE,
                        Age::Inetinfo | Age::Six => Response::ASP_NET_CONFIGURATION,
                    };
                    step.facts.clone_from(&file.facts);
                    steps.push(step);
                }
            }
        }
        steps
    }

    /// Whether a file lies in the virtual folder of the URL.
    fn is_in_folder(&self, path: &WinPath) -> bool {
        let last = self.hosting.url.facts.last();
        self.server
            .virtual_folders()
            .any(|(folder, fact)| Some(&fact) == last && path.is_under(&folder.folder))
    }

    /// The process of the code starts, and the file is opened by everybody whose token is checked.
    pub fn content(&self) -> Vec<Step> {
        let mut steps = self.process();
        steps.extend(self.file());
        steps
    }

    /// Before 6.0 what runs outside of inetinfo.exe is started for the first request that it serves.
    fn process(&self) -> Vec<Step> {
        let Some(process) = self.hosting.process() else {
            return Vec::new();
        };
        if self.age != Age::Inetinfo || self.core == Some(process) {
            return Vec::new();
        }
        let (bearer, role) = self.core();
        vec![Step {
            stage: Stage::Script,
            bearer,
            role,
            ask: Ask::Process(process),
            refused: Response::APPLICATION_NOT_LOADED,
            decides: true,
            rule: LOADED,
            facts: vec![self.server.process_fact(process)],
        }]
    }

    fn file(&self) -> Vec<Step> {
        let path = &self.hosting.url.path;
        let handler = match &self.hosting.served {
            Served::Static => {
                let access = match self.requester {
                    Requester::Anonymous => Access::StaticForAnonymous,
                    Requester::Authenticated(_) => Access::StaticForAuthenticated,
                };
                return self.opened(access, path, |_| READ);
            }
            Served::By(handler) => handler,
        };
        match handler {
            Handler::AspNetCoreInProcess | Handler::AspNetCoreOutOfProcess => {
                let noun = Some(ObjectNoun::Folder);
                let folder = self.application_folder();
                vec![self.open(Stage::Script, self.core(), &folder, noun, READ, NO_FILE)]
            }
            Handler::Cgi(_) => self.cgi(path),
            Handler::Asp
            | Handler::AspNet
            | Handler::AspNetImpersonating(_)
            | Handler::Php
            | Handler::PhpImpersonating
            | Handler::Isapi(..) => self.opened(Access::Script, path, |_| READ),
        }
    }

    /// One step for each token that this access is checked with.
    fn opened(
        &self,
        access: Access,
        path: &WinPath,
        rights: impl Fn(Role) -> AccessMask,
    ) -> Vec<Step> {
        let own = checked(access, self.age);
        let cell = match (self.user.of_folder, is_share(path)) {
            (false, _) => own,
            (true, true) => checked(Access::FixedAccountOnShare, self.age),
            (true, false) => checked(Access::FixedAccount, self.age),
        };
        let mut steps = Vec::new();
        for role in cell.roles {
            for player in self.players(*role) {
                let mut step = self.open(own.stage, player, path, None, rights(*role), cell.rule);
                step.facts.clone_from(&self.hosting.url.facts);
                match steps.iter_mut().find(|known| is_same(known, &step)) {
                    Some(known) => known.role = "the user of the request and the worker process",
                    None => steps.push(step),
                }
            }
        }
        steps
    }

    /// A program of its own: who may start it, and as whom it runs.
    fn cgi(&self, path: &WinPath) -> Vec<Step> {
        let setting = cgi_identity(self.server);
        let as_user = setting.is_none_or(|(identity, _)| match identity {
            CgiIdentity::RequestUser => true,
            CgiIdentity::Process => false,
        });
        let said: Vec<FactId> = setting.into_iter().map(|(_, fact)| fact).collect();
        let starter = |role| match role {
            Role::RequestUser | Role::Fixed => as_user,
            Role::Core | Role::Host | Role::Thread => !as_user,
        };
        let rights = |role| {
            if starter(role) {
                READ_AND_EXECUTE
            } else {
                READ
            }
        };
        let mut steps = self.opened(Access::Script, path, rights);
        for step in &mut steps {
            if matches!(step.ask, Ask::Open { rights, .. } if rights == READ_AND_EXECUTE) {
                step.rule = if as_user { CGI_PROGRAM } else { CGI_PROCESS };
            }
            step.facts.extend(&said);
        }
        if as_user && self.age != Age::Inetinfo {
            let (bearer, role) = self.core();
            steps.push(Step {
                stage: Stage::Script,
                bearer,
                role,
                ask: Ask::Hold(STARTS_PROGRAMS),
                refused: Response::CGI_PRIVILEGES,
                decides: true,
                rule: CGI_HOLDS,
                facts: said,
            });
        }
        steps
    }

    /// The stages that do not decide: who acts in them, and on what where that is known.
    pub fn told(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut accesses = Vec::new();
        if let Served::By(handler) = &self.hosting.served {
            accesses.extend([(Access::ByCode, None), (Access::ByCodeReverted, None)]);
            match handler {
                Handler::AspNet => {
                    accesses.push((Access::Compilation, Some(Cache::AspNetTemporary)));
                }
                Handler::AspNetImpersonating(_) => accesses.push((
                    Access::CompilationImpersonating,
                    Some(Cache::AspNetTemporary),
                )),
                Handler::Asp => accesses.push((Access::AspTemplates, Some(Cache::AspTemplates))),
                Handler::AspNetCoreInProcess
                | Handler::AspNetCoreOutOfProcess
                | Handler::Php
                | Handler::PhpImpersonating
                | Handler::Isapi(..)
                | Handler::Cgi(_) => {}
            }
        }
        accesses.push((Access::Compressed, Some(Cache::Compression)));
        for (access, cache) in accesses {
            let cell = checked(access, self.age);
            let place = cache.and_then(|cache| self.place_of(cache));
            for player in cell.roles.iter().flat_map(|role| self.players(*role)) {
                let (bearer, role) = player;
                let ask = place.as_ref().map_or(Ask::Nothing, |(path, _)| Ask::Open {
                    path: path.clone(),
                    noun: Some(ObjectNoun::Folder),
                    rights: ADD_FILE,
                });
                steps.push(Step {
                    stage: cell.stage,
                    bearer,
                    role,
                    ask,
                    refused: Response::ACCESS_LIST,
                    decides: false,
                    rule: cell.rule,
                    facts: place.iter().filter_map(|(_, fact)| *fact).collect(),
                });
            }
        }
        steps
    }

    /// Where that cache lies, if somebody said.
    fn place_of(&self, wanted: Cache) -> Option<(WinPath, Option<FactId>)> {
        let own = self.hosting.settings.caches.iter();
        let mut own = own.filter(|(cache, _)| *cache == wanted);
        if let Some((_, path)) = own.next() {
            return Some((path.clone(), None));
        }
        self.server.iis_settings().find_map(|(setting, fact)| {
            let IisSetting::Cache { cache, path } = setting else {
                return None;
            };
            (*cache == wanted).then(|| (path.clone(), Some(fact)))
        })
    }

    /// The physical folder of the application that serves the URL.
    fn application_folder(&self) -> WinPath {
        let url = &self.hosting.url;
        self.server
            .map_url(Some(url.site.as_str()), url.application.as_str())
            .map_or_else(|_| url.path.clone(), |root| root.path)
    }
}

/// Whether two steps ask the same of the same process's token.
fn is_same(one: &Step, other: &Step) -> bool {
    let process = |step: &Step| match step.bearer.as_ref()?.credential {
        Credential::Process(process) => Some(process),
        Credential::Stored(_) | Credential::Authenticated(..) => None,
    };
    process(one).is_some() && process(one) == process(other) && one.ask == other.ask
}

/// One bearer for each principal, where it is left open how that one is logged on.
fn one_for_each(bearers: Vec<Bearer>) -> Vec<Bearer> {
    let mut kept: Vec<Bearer> = Vec::new();
    for bearer in bearers {
        if kept.iter().all(|known| known.principal != bearer.principal) {
            kept.push(bearer);
        }
    }
    kept
}

/// Whether it is ASP.NET's classic runtime, which reads web.config itself.
fn is_asp_net(served: &Served) -> bool {
    match served {
        Served::By(handler) => settings::is_asp_net(handler),
        Served::Static => false,
    }
}

/// How CGI programs are started, if somebody said.
fn cgi_identity(server: &Server) -> Option<(CgiIdentity, FactId)> {
    server.iis_settings().find_map(|(setting, fact)| {
        let IisSetting::Cgi { runs_as } = setting else {
            return None;
        };
        Some((*runs_as, fact))
    })
}

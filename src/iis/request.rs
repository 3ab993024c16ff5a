//! A request for a URL: the stages that it goes through, and with whose token each is checked.
//!
//! `can S request URL` is a yes if every step that decides is let in. From IIS 6.0 on the worker process has to read content
//! besides the user of the request. Documents differ on static files; the stricter reading is taken.

mod logon;
mod network;
mod plan;
mod response;
mod sections;
mod settings;
mod stage;
mod user;

pub use logon::{METHODS, Token, anonymous_method, basic_method, by_method, by_scheme, chosen};
pub use network::{BUILT_IN, OnTheNetwork, on_the_network};
pub use plan::{ADD_FILE, Ask, Plan, READ, READ_AND_EXECUTE, Requester, Served, Step, Whose};
pub use response::Response;
pub use sections::{Delegation, SHIPPED, Section, lock, section_of_scheme, sections_of};
pub use settings::{Configured, File, Locked, configured, governing, is_asp_net};
pub use stage::{Access, Age, CHECKED, Checked, Role, Stage, checked};

use crate::{
    nt::{AccessMask, Privilege},
    world::{Cache, CgiIdentity, FactId, Handler, IisSetting, Logon, ObjectNoun, Server, WinPath},
};
use user::User;

const START: &str =
    "a request that finds no process for its pool is answered 503 (IIS \"application pools\")";
const CGI_HOLDS: &str = "a worker that starts CGI programs as the user of the request needs SeAssignPrimaryTokenPrivilege and SeIncreaseQuotaPrivilege (IIS 6.0 \"CGI application identity\")";
const CGI_PROGRAM: &str = "a CGI program is started as the user of the request (IIS \"CGI settings\", CreateProcessAsUser)";
const CGI_PROCESS: &str = "a CGI program is started as the process that starts it (IIS \"CGI settings\", CreateProcessAsUser)";
const LOCKED: &str = "a section that a web.config sets and may not makes every request below it fail (IIS \"configuration delegation\")";
const NO_FILE: &str = "ASP.NET Core is handed every URL; IIS opens no file for it, and the worker process reads the application (ASP.NET Core \"ASP.NET Core module\")";
const KEPT: &str = "what is made for one request is kept for the next ones (IIS \"caching\")";

/// What starting a program as somebody else needs.
const STARTS_PROGRAMS: &[Privilege] = &[Privilege::AssignPrimaryToken, Privilege::IncreaseQuota];

/// The steps of a request for what is served so; `None` if nobody said which IIS it is.
pub fn plan(server: &Server, served: Served, requester: Requester) -> Option<Plan> {
    let age = Age::of(server)?;
    let configured = configured(server, &served.mapped, served.url.as_str(), age);
    let user = User::of(server, &served, &configured, requester, age);
    let mut plan = Plan {
        user: user.content.clone(),
        falls_through_to: user.falls_through_to.clone(),
        remarks: user.remarks.clone(),
        served,
        requester,
        configured,
        steps: Vec::new(),
    };
    let draft = Draft {
        server,
        age,
        user: &user,
    };
    let mut steps = draft.configuration(&plan);
    steps.extend(user.steps.iter().cloned());
    steps.extend(draft.content(&plan));
    steps.extend(draft.told(&plan));
    plan.steps = steps;
    Some(plan)
}

/// A plan in the making.
struct Draft<'a> {
    server: &'a Server,
    age: Age,
    user: &'a User,
}

impl Draft<'_> {
    /// A step that opens something.
    fn open(
        &self,
        stage: Stage,
        (whose, role): (Whose, &'static str),
        path: &WinPath,
        noun: Option<ObjectNoun>,
        rights: AccessMask,
        rule: &'static str,
    ) -> Step {
        Step {
            stage,
            whose: self.user.where_it_lies(self.server, whose, path),
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

    /// Whose token plays that part.
    fn role(&self, role: Role, plan: &Plan) -> (Whose, &'static str) {
        match role {
            Role::Core => (Whose::Process(plan.served.core), self.core_name()),
            Role::Host => (Whose::Process(plan.served.host), "the process of its code"),
            Role::RequestUser | Role::Fixed => (self.user.content.clone(), self.user.role),
            Role::Thread => self.thread(plan),
        }
    }

    fn core_name(&self) -> &'static str {
        match self.age {
            Age::Inetinfo => "inetinfo.exe",
            Age::Six | Age::Seven => "the worker process",
        }
    }

    /// The pool starts, web.config files are read, and no section stands where it may not.
    fn configuration(&self, plan: &Plan) -> Vec<Step> {
        let mut steps = Vec::new();
        let core = self.role(Role::Core, plan);
        if let Some(pool) = &plan.served.pool {
            steps.push(Step {
                stage: Stage::Configuration,
                whose: core.0.clone(),
                role: core.1,
                ask: Ask::Start(pool.clone()),
                refused: Response::UNAVAILABLE,
                decides: true,
                rule: START,
                facts: self
                    .server
                    .pool(pool)
                    .map(|(_, fact)| fact)
                    .into_iter()
                    .collect(),
            });
        }
        for locked in &plan.configured.locked {
            steps.push(Step {
                stage: Stage::Configuration,
                whose: core.0.clone(),
                role: core.1,
                ask: Ask::Refused(format!(
                    "{} sets the section {}, which is locked{}",
                    locked.file,
                    locked.section,
                    if locked.lock.is_none() {
                        " as shipped"
                    } else {
                        ""
                    }
                )),
                refused: Response::SECTION_LOCKED,
                decides: true,
                rule: LOCKED,
                facts: std::iter::once(locked.sets).chain(locked.lock).collect(),
            });
        }
        let read_by_asp_net = plan.served.handler.as_ref().is_some_and(is_asp_net);
        if self.age != Age::Seven && !read_by_asp_net {
            return steps;
        }
        let cell = checked(Access::Configuration, self.age);
        for file in &plan.configured.files {
            for role in cell.roles {
                // The account of a virtual folder opens all of its content, its web.config files too.
                let reader = match self.user.fixed_for(&file.path) {
                    Some(fixed) => (fixed, "the account of the virtual folder"),
                    None => self.role(*role, plan),
                };
                let mut step = self.open(
                    Stage::Configuration,
                    reader,
                    &file.path,
                    Some(ObjectNoun::File),
                    READ,
                    cell.rule,
                );
                step.refused = match self.age {
                    Age::Seven => Response::CONFIGURATION_UNREADABLE,
                    Age::Inetinfo | Age::Six => Response::ASP_NET_CONFIGURATION,
                };
                step.facts.clone_from(&file.facts);
                steps.push(step);
            }
        }
        steps
    }

    /// The file is opened, by everybody whose token is checked.
    fn content(&self, plan: &Plan) -> Vec<Step> {
        let path = &plan.served.mapped.path;
        let Some(handler) = &plan.served.handler else {
            let access = match plan.requester {
                Requester::Anonymous => Access::StaticForAnonymous,
                Requester::Authenticated => Access::StaticForAuthenticated,
            };
            return self.opened(plan, access, path, |_| READ);
        };
        match handler {
            Handler::AspNetCoreInProcess | Handler::AspNetCoreOutOfProcess => {
                let worker = (Whose::Process(plan.served.core), self.core_name());
                let folder = self.application_folder(plan);
                vec![self.open(
                    Stage::Script,
                    worker,
                    &folder,
                    Some(ObjectNoun::Folder),
                    READ,
                    NO_FILE,
                )]
            }
            Handler::Cgi(_) => self.cgi(plan, path),
            Handler::Asp
            | Handler::AspNet
            | Handler::AspNetImpersonating(_)
            | Handler::Php
            | Handler::PhpImpersonating
            | Handler::Isapi(..) => self.opened(plan, Access::Script, path, |_| READ),
        }
    }

    /// One step for each token that this access is checked with.
    fn opened(
        &self,
        plan: &Plan,
        access: Access,
        path: &WinPath,
        rights: impl Fn(Role) -> AccessMask,
    ) -> Vec<Step> {
        let own = checked(access, self.age);
        let stage = own.stage;
        let fixed = self.user.fixed.is_some();
        let cell = if fixed {
            let access = if is_share(path) {
                Access::FixedAccountOnShare
            } else {
                Access::FixedAccount
            };
            checked(access, self.age)
        } else {
            own
        };
        let steps = cell.roles.iter().map(|role| {
            let mut step = self.open(
                stage,
                self.role(*role, plan),
                path,
                None,
                rights(*role),
                cell.rule,
            );
            step.facts.clone_from(&self.user.facts);
            step
        });
        steps.collect()
    }

    /// A program of its own: who may start it, and as whom it runs.
    fn cgi(&self, plan: &Plan, path: &WinPath) -> Vec<Step> {
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
        let mut steps = self.opened(plan, Access::Script, path, rights);
        for step in &mut steps {
            if matches!(step.ask, Ask::Open { rights, .. } if rights == READ_AND_EXECUTE) {
                step.rule = if as_user { CGI_PROGRAM } else { CGI_PROCESS };
            }
            step.facts.extend(&said);
        }
        if as_user && self.age != Age::Inetinfo {
            let (whose, role) = self.role(Role::Core, plan);
            steps.push(Step {
                stage: Stage::Script,
                whose,
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

    /// Who is on the thread that runs the application's code.
    fn thread(&self, plan: &Plan) -> (Whose, &'static str) {
        let process = (Whose::Process(plan.served.host), "the process of its code");
        let user = (self.user.request.clone(), "the user of the request");
        match &plan.served.handler {
            None => (self.user.content.clone(), self.user.role),
            Some(Handler::Asp | Handler::Isapi(..) | Handler::PhpImpersonating) => user,
            Some(Handler::AspNetImpersonating(None)) => user,
            Some(Handler::AspNetImpersonating(Some(account))) => (
                Whose::Account(account.clone(), Logon::Network),
                "the account that it impersonates",
            ),
            Some(
                Handler::AspNet
                | Handler::AspNetCoreInProcess
                | Handler::AspNetCoreOutOfProcess
                | Handler::Php,
            ) => process,
            Some(Handler::Cgi(_)) => match cgi_identity(self.server) {
                Some((CgiIdentity::Process, _)) => (
                    Whose::Process(plan.served.core),
                    "the process that starts it",
                ),
                Some((CgiIdentity::RequestUser, _)) | None => user,
            },
        }
    }

    /// The stages that do not decide: who acts in them.
    fn told(&self, plan: &Plan) -> Vec<Step> {
        let Some(handler) = &plan.served.handler else {
            return self.caches(plan, &[Cache::Compression]);
        };
        let mut steps = Vec::new();
        let mut tell = |access: Access, whose: (Whose, &'static str)| {
            let cell = checked(access, self.age);
            steps.push(Step {
                stage: cell.stage,
                whose: whose.0,
                role: whose.1,
                ask: Ask::Nothing,
                refused: Response::ACCESS_LIST,
                decides: false,
                rule: cell.rule,
                facts: Vec::new(),
            });
        };
        tell(Access::ByCode, self.thread(plan));
        let reverted = match handler {
            Handler::Cgi(_) => self.thread(plan),
            Handler::Asp
            | Handler::AspNet
            | Handler::AspNetImpersonating(_)
            | Handler::AspNetCoreInProcess
            | Handler::AspNetCoreOutOfProcess
            | Handler::Php
            | Handler::PhpImpersonating
            | Handler::Isapi(..) => self.role(Role::Host, plan),
        };
        tell(Access::ByCodeReverted, reverted);
        let mut caches = vec![Cache::Compression];
        match handler {
            Handler::AspNet => caches.push(Cache::AspNetTemporary),
            Handler::AspNetImpersonating(_) => caches.push(Cache::AspNetTemporary),
            Handler::Asp => caches.push(Cache::AspTemplates),
            Handler::AspNetCoreInProcess
            | Handler::AspNetCoreOutOfProcess
            | Handler::Php
            | Handler::PhpImpersonating
            | Handler::Isapi(..)
            | Handler::Cgi(_) => {}
        }
        steps.extend(self.caches(plan, &caches));
        steps.sort_by_key(|step| step.stage);
        steps
    }

    /// Who keeps what in these caches.
    fn caches(&self, plan: &Plan, caches: &[Cache]) -> Vec<Step> {
        let mut steps = Vec::new();
        for cache in caches {
            let impersonates = matches!(plan.served.handler, Some(Handler::AspNetImpersonating(_)));
            let cell = match cache {
                Cache::Compression => checked(Access::Compressed, self.age),
                Cache::AspTemplates => checked(Access::AspTemplates, self.age),
                Cache::AspNetTemporary if impersonates => {
                    checked(Access::CompilationImpersonating, self.age)
                }
                Cache::AspNetTemporary => checked(Access::Compilation, self.age),
            };
            let place = place_of(self.server, plan, *cache);
            for role in cell.roles {
                let (whose, name) = self.role(*role, plan);
                let ask = place.as_ref().map_or(Ask::Nothing, |(path, _)| Ask::Open {
                    path: path.clone(),
                    noun: Some(ObjectNoun::Folder),
                    rights: ADD_FILE,
                });
                steps.push(Step {
                    stage: cell.stage,
                    whose,
                    role: name,
                    ask,
                    refused: Response::ACCESS_LIST,
                    decides: false,
                    rule: if cell.rule.is_empty() {
                        KEPT
                    } else {
                        cell.rule
                    },
                    facts: place.iter().filter_map(|(_, fact)| *fact).collect(),
                });
            }
        }
        steps
    }

    /// The physical folder of the application that serves the URL.
    fn application_folder(&self, plan: &Plan) -> WinPath {
        let mapped = &plan.served.mapped;
        self.server
            .map_url(Some(mapped.site.as_str()), mapped.application.as_str())
            .map_or_else(|_| mapped.path.clone(), |root| root.path)
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

/// Where that cache of an application lies, if somebody said.
fn place_of(server: &Server, plan: &Plan, wanted: Cache) -> Option<(WinPath, Option<FactId>)> {
    let own = plan
        .configured
        .settings
        .caches
        .iter()
        .find(|(cache, _)| *cache == wanted);
    if let Some((_, path)) = own {
        return Some((path.clone(), None));
    }
    server.iis_settings().find_map(|(setting, fact)| {
        let IisSetting::Cache { cache, path } = setting else {
            return None;
        };
        (*cache == wanted).then(|| (path.clone(), Some(fact)))
    })
}

/// Whether a path is one on another machine.
pub fn is_share(path: &WinPath) -> bool {
    path.as_str().starts_with("\\\\")
}

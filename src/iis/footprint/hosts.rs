//! What code can run in: processes, CGI programs, services and tasks, each with its token.

use std::sync::Arc;

use super::{Survey, places, why};
use crate::world::{
    FactId, Logon, Rule, TokenFacts, Who, WinPath,
    footprint::{Host, HostId, HostKind, Role, Securable},
    well_known::sid,
};

static PROCESS: Rule = Rule::of(
    "IIS makes that process of its configuration",
    "IIS \"application pools\"; KB 319067",
);
static CHILD: Rule = Rule::of(
    "a CGI program is a process of its own, which runs as the user of the request",
    "KB 319067; IIS \"cgi\"",
);
static SERVICE: Rule = Rule::of(
    "a service runs its program as its account",
    "Win32 \"services\"",
);
static TASK: Rule = Rule::of(
    "a task runs its program as its account, logged on as a batch job",
    "Win32 \"task scheduler\"",
);
static SERVICE_KEY: Rule = Rule::of(
    "the key of a service says which program it runs and as whom",
    "Win32 \"database of installed services\"",
);
static SERVICE_LIST: Rule = Rule::of(
    "who may change the configuration of a service chooses its program",
    "Win32 \"service security and access rights\"",
);
static TASK_FILE: Rule = Rule::of(
    "the file of a task says which program it runs",
    "Win32 \"task scheduler\"",
);
static PROGRAM: Rule = Rule::of("a process runs its program", "Win32 \"CreateProcess\"");
static OWN_FOLDER: Rule = Rule::of(
    "libraries are looked for first in the folder of the program",
    "Win32 \"dynamic-link library search order\"",
);

/// A CGI program of an application that runs as the user of the request.
pub(super) struct Child {
    pub name: String,
    pub starter: HostId,
    pub identities: Vec<Arc<TokenFacts>>,
    pub facts: Vec<FactId>,
}

impl Survey<'_> {
    /// The processes that IIS makes. Which programs and folders they use is told where their handlers are.
    pub fn of_processes(&mut self) {
        for (id, process) in self.server.processes() {
            let host = HostId(u32::try_from(self.footprint.hosts.len()).unwrap_or(u32::MAX));
            self.processes.insert(process.name.clone(), host);
            self.footprint.hosts.push(Host {
                kind: HostKind::Process(id),
                name: process.name.to_string(),
                pool: process.pool.clone(),
                starter: None,
                identities: self
                    .server
                    .token_of_process(id)
                    .into_iter()
                    .map(Arc::new)
                    .collect(),
                visitors: false,
                handed: Vec::new(),
                why: why(&PROCESS, [self.server.process_fact(id)]),
            });
        }
    }

    /// A CGI program that runs as whoever asks, or as the anonymous user.
    pub fn child(&mut self, child: Child) -> Option<HostId> {
        let starter = self.footprint.host(child.starter);
        let (pool, process) = (
            starter.pool.clone(),
            super::process_of(&self.footprint, child.starter)?,
        );
        Some(self.add(Host {
            kind: HostKind::Child(process),
            name: child.name,
            pool,
            starter: Some(child.starter),
            visitors: child.identities.is_empty(),
            identities: child.identities,
            handed: Vec::new(),
            why: why(&CHILD, child.facts),
        }))
    }

    pub fn add(&mut self, host: Host) -> HostId {
        let id = HostId(u32::try_from(self.footprint.hosts.len()).unwrap_or(u32::MAX));
        self.footprint.hosts.push(host);
        id
    }

    /// The services that are stated. Those that nobody names do not exist.
    pub fn of_services(&mut self) {
        for (service, fact) in self.server.services() {
            let system = Who::Sid(sid::SYSTEM);
            let account = service.account.as_ref().unwrap_or(&system);
            let account = self.server.accounts().look_up(account);
            let token = account.map(|account| self.server.token_of_service(&service.name, account));
            let host = self.add(Host {
                kind: HostKind::Service(fact),
                name: format!("service {}", service.name),
                pool: None,
                starter: None,
                identities: token.into_iter().map(Arc::new).collect(),
                visitors: false,
                handed: Vec::new(),
                why: why(&SERVICE, [fact]),
            });
            let key = format!(
                "HKLM\\SYSTEM\\CurrentControlSet\\Services\\{}",
                service.name
            );
            let key = Securable::Key(WinPath::new(&key));
            self.uses(host, None, (key, Role::Directs), why(&SERVICE_KEY, [fact]));
            let list = Securable::Service(fact);
            self.uses(
                host,
                None,
                (list, Role::Control),
                why(&SERVICE_LIST, [fact]),
            );
            // A service that is disabled runs nothing; who may configure it can enable it again.
            let program = service.program.as_ref().filter(|_| !service.disabled);
            if let Some(program) = program {
                self.runs_program(host, program, vec![fact]);
            }
        }
    }

    /// The tasks that are stated.
    pub fn of_tasks(&mut self) {
        let (folder, ending) = places::tasks(self.server.windows());
        let folder = WinPath::new(folder).expanded(self.server.windows());
        for (task, fact) in self.server.tasks() {
            let account = self.server.accounts().look_up(&task.account);
            let token = account.map(|account| self.server.token_of(account, Logon::Batch));
            let host = self.add(Host {
                kind: HostKind::Task(fact),
                name: format!("task {}", task.name),
                pool: None,
                starter: None,
                identities: token.into_iter().map(Arc::new).collect(),
                visitors: false,
                handed: Vec::new(),
                why: why(&TASK, [fact]),
            });
            let file = Securable::File(folder.join(&format!("{}{ending}", task.name)));
            self.uses(host, None, (file, Role::Directs), why(&TASK_FILE, [fact]));
            let list = Securable::Task(fact);
            self.uses(host, None, (list, Role::Control), why(&TASK_FILE, [fact]));
            if let Some(program) = &task.program {
                self.runs_program(host, program, vec![fact]);
            }
        }
    }

    /// That a host runs a program, and looks for libraries beside it.
    pub fn runs_program(&mut self, host: HostId, program: &WinPath, facts: Vec<FactId>) {
        let program = program.expanded(self.server.windows());
        let beside = program.parent();
        let file = Securable::File(program);
        self.uses(
            host,
            None,
            (file, Role::Program),
            why(&PROGRAM, facts.clone()),
        );
        if let Some(folder) = beside {
            let folder = Securable::Folder(folder);
            self.uses(
                host,
                None,
                (folder, Role::Libraries),
                why(&OWN_FOLDER, facts),
            );
        }
    }
}

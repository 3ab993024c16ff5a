//! What every process uses: its program, the folders in which libraries are looked for, temporary files; and the files that
//! configure many processes.

use super::{Survey, places, regions::Desk, used::can_be_a_folder, why};
use crate::{
    iis::version::{Era, Version},
    world::{
        FactId, IisVersion, MachineState, Rule, Statement, WinPath,
        footprint::{Configuration, HostId, HostKind, Role, Securable},
    },
};

static SEARCH: Rule = Rule::of(
    "libraries that are not found beside the program are looked for in the folders of Windows and of the search path",
    "Win32 \"dynamic-link library search order\"",
);
static TEMPORARY: Rule = Rule::of(
    "processes without a profile keep temporary files in the folder of Windows for them",
    "Win32 \"GetTempPath\"; IIS \"improvements in IIS 7.0\"",
);
static SERVER: Rule = Rule::of(
    "that file configures all of IIS, which starts processes as whom it says",
    "IIS \"deep dive into IIS configuration\"; IIS 6.0 \"metabase\"",
);
static COPY: Rule = Rule::of(
    "a worker process reads its pool's copy of the configuration",
    "IIS \"ensure security isolation for web sites\"",
);
static MACHINE: Rule = Rule::of(
    "every application of ASP.NET goes by machine.config and the web.config beside it",
    "ASP.NET \"configuration file hierarchy\"",
);

impl Survey<'_> {
    /// The programs of processes, their temporary files, and the files that configure many of them.
    pub fn of_programs(&mut self, desk: &mut Desk) {
        let server = self.server;
        let windows = server.windows();
        let frameworks = places::frameworks(server, &desk.version);
        for (id, process) in server.processes() {
            let Some(host) = self.process(&process.name) else {
                continue;
            };
            let facts = || vec![server.process_fact(id)];
            if process.image.is("aspnet_wp.exe") {
                for folder in &frameworks {
                    self.runs_program(host, &folder.join("aspnet_wp.exe"), facts());
                }
            } else if let Some(program) = places::program(process.image.as_str()) {
                self.runs_program(host, &WinPath::new(program), facts());
            }
        }
        let temporary = WinPath::new(places::TEMPORARY).expanded(windows);
        let hosts: Vec<(HostId, Vec<FactId>)> = self
            .footprint
            .ids()
            .map(|(id, host)| (id, host.why.facts.clone()))
            .collect();
        for (host, facts) in hosts {
            let folder = (Securable::Folder(temporary.clone()), Role::Temporary);
            self.uses(host, None, folder, why(&TEMPORARY, facts));
        }
        self.of_machine_config(desk, &frameworks);
    }

    fn of_machine_config(&mut self, desk: &mut Desk, frameworks: &[WinPath]) {
        desk.asp_net.sort();
        if desk.asp_net.is_empty() {
            return;
        }
        for folder in frameworks {
            let folder = folder.join("CONFIG");
            for name in ["machine.config", "web.config"] {
                let facts: Vec<FactId> = desk
                    .asp_net
                    .iter()
                    .flat_map(|host| self.footprint.host(*host).why.facts.clone())
                    .collect();
                self.footprint.configuration.push(Configuration {
                    file: Securable::File(folder.join(name)),
                    hosts: desk.asp_net.clone(),
                    why: why(&MACHINE, facts),
                });
            }
        }
    }

    /// The file that configures IIS, and what of it workers read.
    pub fn of_the_server(&mut self, version: &Version) {
        let windows = self.server.windows();
        let place = |text: &str| WinPath::new(text).expanded(windows);
        let said = self.server.stated_facts();
        let said: Vec<FactId> = said
            .filter(|(_, fact)| matches!(fact.statement, Statement::Server(_)))
            .map(|(id, _)| id)
            .collect();
        self.footprint.configuration.push(Configuration {
            file: Securable::File(place(places::configuration(version))),
            hosts: Vec::new(),
            why: why(&SERVER, said),
        });
        if version.era == Era::Iis7 {
            let folder = place(places::OF_POOLS);
            let workers: Vec<_> = self
                .footprint
                .ids()
                .filter(|(_, host)| host.starter.is_none())
                .filter_map(|(id, host)| Some((id, host.pool.clone()?, host.why.facts.clone())))
                .filter(|(_, pool, _)| can_be_a_folder(pool))
                .collect();
            for (worker, pool, facts) in workers {
                let name = format!("{pool}.config");
                let file = match version.iis {
                    IisVersion::V7_0 => folder.join(&name),
                    _ => folder.join(pool.as_str()).join(&name),
                };
                self.footprint.configuration.push(Configuration {
                    file: Securable::File(file),
                    hosts: vec![worker],
                    why: why(&COPY, facts),
                });
            }
        }
    }

    /// The folders in which every program looks for libraries, and the account database.
    pub fn of_machine(&mut self) {
        let windows = self.server.windows();
        let place = |text: &str| WinPath::new(text).expanded(windows);
        let mut folders: Vec<(WinPath, Option<FactId>)> = places::LIBRARIES
            .iter()
            .map(|folder| (place(folder), None))
            .collect();
        for (state, fact) in self.server.machine_states() {
            match state {
                MachineState::SearchPath { folders: said } => {
                    let said = said.iter().map(|folder| folder.expanded(windows));
                    folders.extend(said.map(|folder| (folder, Some(fact))));
                }
                MachineState::MissingPatch { .. }
                | MachineState::NamesIn { .. }
                | MachineState::Reading { .. } => {}
            }
        }
        for at in 0..self.footprint.hosts.len() {
            let host = HostId(u32::try_from(at).unwrap_or(u32::MAX));
            if self.is_disabled(host) {
                continue;
            }
            for (folder, said) in &folders {
                let facts: Vec<FactId> = (*said).into_iter().collect();
                let folder = (Securable::Folder(folder.clone()), Role::Libraries);
                self.uses(host, None, folder, why(&SEARCH, facts));
            }
        }
        self.of_machine_secrets();
        self.footprint.account_database = places::account_database(windows)
            .iter()
            .map(|file| place(file))
            .collect();
    }

    /// Whether it is a service that does not run.
    fn is_disabled(&self, host: HostId) -> bool {
        match self.footprint.host(host).kind {
            HostKind::Service(fact) => match &self.server.fact(fact).statement {
                Statement::Service(service) => service.disabled,
                _ => false,
            },
            HostKind::Process(_)
            | HostKind::Child(_)
            | HostKind::Task(_)
            | HostKind::Component(_) => false,
        }
    }
}

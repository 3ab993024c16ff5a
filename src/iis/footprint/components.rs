//! Components: what a host loads of those that it uses, and the servers that run as somebody of their own.

use std::sync::Arc;

use super::{Survey, why};
use crate::{
    iis::com::{self, Client, Runs},
    world::{
        ComponentForm, ComponentIdentity, ComponentStatement, FactId, Logon, Name, Rule,
        TokenFacts, WinPath,
        footprint::{ApplicationName, Host, HostId, HostKind, Role, Securable},
    },
};

static CLASS_KEY: Rule = Rule::of(
    "the key of a class says which library or program holds it",
    "Win32 \"CLSID key\"",
);
static APPLICATION_KEY: Rule = Rule::of(
    "the AppID key of a component says as whom its server runs, and who may start it",
    "Win32 \"AppID key\"",
);
static LIBRARY: Rule = Rule::of(
    "the library of a component is loaded into the process that uses it",
    "Win32 \"in-process server\"",
);
static LAUNCHED: Rule = Rule::of(
    "the server of a component that runs as the launching user runs as the process that uses it",
    "Win32 \"launching user\"; KB 281837",
);
static SERVER: Rule = Rule::of(
    "the server of a component runs as whom its registration names",
    "Win32 \"specified user\"; Win32 \"interactive user\"",
);

impl Survey<'_> {
    /// That a host uses a component for an application.
    pub fn uses_component(
        &mut self,
        host: HostId,
        application: &ApplicationName,
        name: &Name,
        facts: &[FactId],
    ) {
        let Some((component, fact)) = com::component(self.server, name) else {
            return;
        };
        let facts = [facts, &[fact]].concat();
        let key_facts = || facts.clone();
        for key in keys(component, "CLSID") {
            let why = why(&CLASS_KEY, key_facts());
            self.uses(host, Some(application), (key, Role::Directs), why);
        }
        for key in keys(component, "AppID") {
            let why = why(&APPLICATION_KEY, key_facts());
            self.uses(host, Some(application), (key, Role::Directs), why);
        }
        let program = match &component.form {
            Some(ComponentForm::Dll(path)) => Some((path, &LIBRARY)),
            Some(ComponentForm::Exe(path)) if launches_as_client(component) => {
                Some((path, &LAUNCHED))
            }
            Some(
                ComponentForm::Exe(_)
                | ComponentForm::Service(_)
                | ComponentForm::LibraryPackage
                | ComponentForm::ServerPackage,
            )
            | None => None,
        };
        if let Some((path, rule)) = program {
            let path = path.expanded(self.server.windows());
            let file = (Securable::File(path), Role::Program);
            self.uses(host, Some(application), file, why(rule, facts));
        }
    }

    /// The servers of components that run as somebody of their own.
    pub fn of_component_servers(&mut self) {
        for (component, fact) in self.server.components() {
            match &component.form {
                // What is a library has no process, and what is a service is a host already.
                Some(
                    ComponentForm::Dll(_)
                    | ComponentForm::LibraryPackage
                    | ComponentForm::Service(_),
                ) => continue,
                Some(ComponentForm::Exe(_) | ComponentForm::ServerPackage) | None => {}
            }
            let Some((identities, facts)) = self.identities(component, fact) else {
                continue;
            };
            let host = self.add(Host {
                kind: HostKind::Component(fact),
                name: format!("the server of component {}", component.name),
                pool: None,
                starter: None,
                identities,
                visitors: false,
                handed: Vec::new(),
                why: why(&SERVER, facts),
            });
            for key in keys(component, "AppID") {
                self.uses(
                    host,
                    None,
                    (key, Role::Directs),
                    why(&APPLICATION_KEY, [fact]),
                );
            }
            match &component.form {
                Some(ComponentForm::Exe(path)) => self.runs_program(host, path, vec![fact]),
                Some(ComponentForm::ServerPackage) => {
                    let surrogate = WinPath::new("%windir%\\system32\\dllhost.exe");
                    self.runs_program(host, &surrogate, vec![fact]);
                }
                Some(
                    ComponentForm::Dll(_)
                    | ComponentForm::LibraryPackage
                    | ComponentForm::Service(_),
                )
                | None => {}
            }
        }
    }

    /// As whom a server may run, beside the launching user; `None` if as nobody else.
    fn identities(
        &self,
        component: &ComponentStatement,
        fact: FactId,
    ) -> Option<(Vec<Arc<TokenFacts>>, Vec<FactId>)> {
        let nobody = Client {
            facts: None,
            says: "nobody in particular calls",
            from: Vec::new(),
        };
        let hostings = com::hostings(self.server, (component, fact), &nobody);
        let mut facts = vec![fact];
        let mut tokens: Vec<Arc<TokenFacts>> = Vec::new();
        let (mut runs, mut unknown) = (false, false);
        for hosting in &hostings {
            match &hosting.runs {
                Runs::InCaller | Runs::Nobody(_) => continue,
                Runs::AsSomebody if launches_as_client(component) => continue,
                Runs::AsSomebody => unknown = true,
                Runs::As(sid) => match self.server.accounts().by_sid(sid) {
                    Some(id) => {
                        let logon = hosting.logon.unwrap_or(Logon::Batch);
                        tokens.push(Arc::new(self.server.token_of(id, logon)));
                    }
                    None => unknown = true,
                },
            }
            runs = true;
            for step in &hosting.steps {
                facts.extend(step.from.iter().filter(|from| **from != fact));
            }
        }
        if unknown {
            tokens.clear();
        }
        facts.sort();
        facts.dedup();
        runs.then_some((tokens, facts))
    }
}

/// Whether a component's server runs as whoever starts it.
fn launches_as_client(component: &ComponentStatement) -> bool {
    match (&component.identity, &component.form) {
        _ if component.unregistered => true,
        (Some(ComponentIdentity::LaunchingUser), _) => true,
        (Some(ComponentIdentity::InteractiveUser | ComponentIdentity::Account(_)), _) => false,
        (None, Some(ComponentForm::ServerPackage)) => false,
        (
            None,
            Some(
                ComponentForm::Exe(_)
                | ComponentForm::Dll(_)
                | ComponentForm::Service(_)
                | ComponentForm::LibraryPackage,
            )
            | None,
        ) => true,
    }
}

/// The keys of a component, by both names that the registry has for its classes. An AppID is taken to be that of the class.
fn keys(component: &ComponentStatement, of: &str) -> Vec<Securable> {
    let Some(class) = &component.class else {
        return Vec::new();
    };
    ["HKCR", "HKLM\\SOFTWARE\\Classes"]
        .iter()
        .map(|root| Securable::Key(WinPath::new(&format!("{root}\\{of}\\{class}"))))
        .collect()
}

//! As whom the server of a component runs, for one client, and why it may not start at all.
//!
//! Win32 "launching user", "interactive user", "specified user", "LocalService"; COM+ "library applications", "application identity".

use super::{
    client::Client,
    events::Failure,
    logon::{LogOn, can_log_on},
};
use crate::{
    nt::Sid,
    world::{
        AccountState, ComponentForm, ComponentIdentity, ComponentStatement, FactId, Logon, Name,
        PrincipalId, RunningStatement, Server, Who, well_known::sid,
    },
};

/// Where a component's code runs, and as whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Runs {
    /// In the caller's own process; no list is asked.
    InCaller,
    /// In a process of this account.
    As(Sid),
    /// In a process of somebody who is not known.
    AsSomebody,
    /// Nowhere: it does not start.
    Nobody(Cannot),
}

/// Why a server does not start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cannot {
    /// In words.
    pub says: String,
    /// What Windows shows for it.
    pub failure: Failure,
    /// What it follows from.
    pub from: Vec<FactId>,
}

/// A step towards an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// In words, with its citation.
    pub says: String,
    /// What it rests on.
    pub from: Vec<FactId>,
}

/// Something that is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// In the words of a gap: `who is logged on at WEB01`.
    pub says: String,
    /// The fact that leaves it open, if one does.
    pub fact: Option<FactId>,
}

/// One way in which a component's server may run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hosting {
    /// Where.
    pub runs: Runs,
    /// How its account is logged on; `None` if it has the client's or the caller's token.
    pub logon: Option<Logon>,
    /// The fact that says that an instance runs already, which the client joins.
    pub joins: Option<FactId>,
    /// Why.
    pub steps: Vec<Step>,
    /// What is taken to be so here and nobody said.
    pub open: Vec<Doubt>,
}

impl Hosting {
    fn new(runs: Runs, says: impl Into<String>, from: Vec<FactId>) -> Hosting {
        let step = Step {
            says: says.into(),
            from,
        };
        Hosting {
            runs,
            logon: None,
            joins: None,
            steps: vec![step],
            open: Vec::new(),
        }
    }

    fn nobody(says: String, failure: Failure, from: Vec<FactId>) -> Hosting {
        Hosting {
            runs: Runs::Nobody(Cannot {
                says,
                failure,
                from,
            }),
            logon: None,
            joins: None,
            steps: Vec::new(),
            open: Vec::new(),
        }
    }

    fn by(mut self, logon: Logon) -> Hosting {
        self.logon = Some(logon);
        self
    }

    fn but(mut self, says: String, fact: Option<FactId>) -> Hosting {
        self.open.push(Doubt { says, fact });
        self
    }

    fn and(mut self, more: Vec<Step>) -> Hosting {
        self.steps.extend(more);
        self
    }
}

/// The instances of a component that are said to be running.
pub fn running<'a>(server: &'a Server, component: &Name) -> Vec<(&'a RunningStatement, FactId)> {
    server
        .running()
        .filter(|(running, _)| running.component == *component)
        .collect()
}

/// Every way in which the server of a component may run for that client. There is more than one where something is not known.
///
/// An instance that runs is the one that a client gets; whether it could be started again is not asked.
pub fn hostings(
    server: &Server,
    component: (&ComponentStatement, FactId),
    client: &Client,
) -> Vec<Hosting> {
    let (said, fact) = component;
    match &said.form {
        Some(ComponentForm::Dll(path)) => vec![Hosting::new(
            Runs::InCaller,
            format!("{path} is loaded into the caller's process (Win32 \"in-process server\")"),
            vec![fact],
        )],
        Some(ComponentForm::LibraryPackage) => vec![Hosting::new(
            Runs::InCaller,
            "a library package runs in the caller's process, whatever identity is set (COM+ \"library applications\")",
            vec![fact],
        )],
        Some(ComponentForm::Exe(_) | ComponentForm::Service(_) | ComponentForm::ServerPackage) => {
            apart(server, component, client)
        }
        None => {
            let open = format!("what holds the code of component {}", said.name);
            let inside = Hosting::new(Runs::InCaller, "its code may be a library", vec![fact]);
            let mut all = vec![inside.but(open.clone(), Some(fact))];
            all.extend(
                apart(server, component, client)
                    .into_iter()
                    .map(|hosting| hosting.but(open.clone(), Some(fact))),
            );
            all
        }
    }
}

/// A server in a process of its own.
fn apart(
    server: &Server,
    component: (&ComponentStatement, FactId),
    client: &Client,
) -> Vec<Hosting> {
    let (said, fact) = component;
    let instances = running(server, &said.name);
    if !instances.is_empty() {
        let several = instances.len() > 1;
        let join = |(instance, at): (&RunningStatement, FactId)| {
            let runs = server
                .accounts()
                .look_up(&instance.identity)
                .map_or(Runs::AsSomebody, |id| Runs::As(server.principal(id).key()));
            let says = format!(
                "an instance of {} is running as {}, and whoever asks joins it",
                said.name, instance.identity
            );
            let mut hosting = Hosting::new(runs, says, vec![at]);
            hosting.joins = Some(at);
            hosting.logon = Some(match (&said.form, &said.identity) {
                (Some(ComponentForm::Service(_)), _) => Logon::Service,
                (_, Some(ComponentIdentity::InteractiveUser))
                | (Some(ComponentForm::ServerPackage), None) => Logon::Interactive,
                (
                    _,
                    Some(ComponentIdentity::LaunchingUser | ComponentIdentity::Account(_)) | None,
                ) => Logon::Batch,
            });
            if several {
                let says = format!("which of the instances of {} is joined", said.name);
                hosting = hosting.but(says, Some(at));
            }
            hosting
        };
        return instances.into_iter().map(join).collect();
    }
    if let Some(ComponentForm::Service(service)) = &said.form {
        return as_service(server, service, fact);
    }
    let identity = match (&said.identity, &said.form) {
        // The identity is kept in the AppID entry, which is not there.
        (Some(_) | None, _) if said.unregistered => ComponentIdentity::LaunchingUser,
        (Some(identity), _) => identity.clone(),
        (None, Some(ComponentForm::ServerPackage)) => ComponentIdentity::InteractiveUser,
        (
            None,
            Some(
                ComponentForm::Exe(_)
                | ComponentForm::Dll(_)
                | ComponentForm::Service(_)
                | ComponentForm::LibraryPackage,
            )
            | None,
        ) => ComponentIdentity::LaunchingUser,
    };
    match identity {
        ComponentIdentity::LaunchingUser => vec![as_client(client, fact)],
        ComponentIdentity::InteractiveUser => at_console(server, fact),
        ComponentIdentity::Account(who) => as_account(server, &who, fact),
    }
}

fn as_client(client: &Client, fact: FactId) -> Hosting {
    const SAYS: &str = "the launching user: the server runs as whom COM presents (Win32 \"launching user\"; KB 281837)";
    match &client.facts {
        Some(facts) => Hosting::new(Runs::As(facts.token.user), SAYS, vec![fact]),
        None => Hosting::new(Runs::AsSomebody, SAYS, vec![fact]),
    }
}

/// Whoever is logged on at the console of this machine.
fn at_console(server: &Server, fact: FactId) -> Vec<Hosting> {
    const SAYS: &str = "the interactive user: the server runs as whoever is logged on at the console (Win32 \"interactive user\")";
    let machine = server
        .name()
        .map_or_else(|| "this machine".to_owned(), ToString::to_string);
    let here = |at: &Name| server.name().is_none_or(|name| name == at);
    let mut all = Vec::new();
    for (state, at_fact) in server.account_states() {
        let AccountState::LoggedOn { at, who } = state else {
            continue;
        };
        if !here(at) {
            continue;
        }
        all.push(match who {
            Some(who) => {
                let runs = server
                    .accounts()
                    .look_up(who)
                    .map_or(Runs::AsSomebody, |id| {
                        Runs::As(server.principal(id).key())
                    });
                Hosting::new(runs, SAYS, vec![fact, at_fact]).by(Logon::Interactive)
            }
            None => Hosting::nobody(
                format!("it runs as the interactive user, and nobody is logged on at {machine} (KB 290398; Win32 \"interactive user\")"),
                Failure::Nobody,
                vec![fact, at_fact],
            ),
        });
    }
    let open = format!("who is logged on at {machine}");
    match all.len() {
        0 => {
            let somebody = Hosting::new(Runs::AsSomebody, SAYS, vec![fact]);
            let nobody = Hosting::nobody(
                format!(
                    "it runs as the interactive user, and perhaps nobody is logged on at {machine}"
                ),
                Failure::Nobody,
                vec![fact],
            );
            vec![somebody.but(open.clone(), None), nobody.but(open, None)]
        }
        1 => all,
        _ => all
            .into_iter()
            .map(|hosting| hosting.but(open.clone(), None))
            .collect(),
    }
}

/// A service: its account, whatever RunAs says (Win32 "LocalService").
fn as_service(server: &Server, name: &Name, fact: FactId) -> Vec<Hosting> {
    let says = format!("service {name} runs it, whatever identity is set (Win32 \"LocalService\")");
    let Some((service, at)) = server.services().find(|(service, _)| service.name == *name) else {
        let open = format!("as whom service {name} runs, which nobody described");
        return vec![Hosting::new(Runs::AsSomebody, says, vec![fact]).but(open, Some(fact))];
    };
    if service.disabled {
        let says = format!("service {name} is disabled");
        return vec![Hosting::nobody(says, Failure::Nobody, vec![fact, at])];
    }
    let system = Who::Sid(sid::SYSTEM);
    let account = service.account.as_ref().unwrap_or(&system);
    let Some(id) = server.accounts().look_up(account) else {
        return vec![Hosting::new(Runs::AsSomebody, says, vec![fact, at])];
    };
    logged_on(server, id, Logon::Service, says, vec![fact, at])
}

/// `This user`: a batch logon with the stored password (Win32 "specified user").
fn as_account(server: &Server, who: &Who, fact: FactId) -> Vec<Hosting> {
    let says =
        format!("it runs as {who}, who is logged on as a batch job (Win32 \"specified user\")");
    let Some(id) = server.accounts().look_up(who) else {
        return vec![Hosting::new(Runs::AsSomebody, says, vec![fact])];
    };
    if server.principal(id).key() == sid::SYSTEM {
        let says =
            "SYSTEM is for servers that already run, it starts none (Win32 \"RunAs\")".to_owned();
        return vec![Hosting::nobody(says, Failure::LogOn, vec![fact])];
    }
    logged_on(server, id, Logon::Batch, says, vec![fact])
}

/// The account, if it can log on so.
fn logged_on(
    server: &Server,
    id: PrincipalId,
    logon: Logon,
    says: String,
    from: Vec<FactId>,
) -> Vec<Hosting> {
    let runs = Runs::As(server.principal(id).key());
    match can_log_on(server, id, logon) {
        LogOn::Yes(steps) => vec![Hosting::new(runs, says, from).by(logon).and(steps)],
        LogOn::No(why, more) => {
            let from = from.into_iter().chain(more).collect();
            vec![Hosting::nobody(why, Failure::LogOn, from)]
        }
        LogOn::Open(open) => {
            let why = format!("{} perhaps cannot log on", server.principal(id).name());
            let mut both = vec![
                Hosting::new(runs, says, from.clone()).by(logon),
                Hosting::nobody(why, Failure::LogOn, from),
            ];
            for hosting in &mut both {
                hosting.open.extend(open.clone());
            }
            both
        }
    }
}

//! The processes of applications beside the workers of pools, and what is said that this IIS does not have.

use std::collections::BTreeMap;

use super::follows;
use crate::{
    iis::{
        hosting::Served,
        kinds::{Kind, RunsAs},
        lists,
        seats::{self, Seated},
        settings::{Application, applications, is_asp_net},
        version::{Era, Version},
    },
    text::Diagnostic,
    world::{
        Anonymous, Fact, FactId, Handler, IisSetting, Logon, Name, Origin, ProcessStatement,
        Server, Statement, Who, WinPath,
    },
};

const CORE: &str = "inetinfo.exe is the server itself, and runs as SYSTEM (KB 319067; IIS 6.0 \"IIS 5.0 isolation mode\")";

/// A process that handlers need, and whose they are.
struct Needed {
    process: ProcessStatement,
    rule: String,
    from: Vec<Origin>,
}

/// The server's own process before 6.0.
pub(super) fn core(origin: &Origin) -> Fact {
    let process = ProcessStatement {
        name: seats::core(),
        image: seats::core(),
        pool: None,
        identity: Some(system()),
        logon: Logon::Service,
        injected: Vec::new(),
    };
    follows(CORE, vec![origin.clone()], Statement::Process(process))
}

/// The processes that the handlers of all applications need, each once, and a complaint about each handler that this IIS does not
/// have.
pub(super) fn of_applications(
    plan: &Server,
    version: &Version,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Fact> {
    let mut needed: BTreeMap<Name, Needed> = BTreeMap::new();
    for application in applications(plan) {
        let last = application.facts.last().copied();
        for (handler, said) in handlers(plan, version, &application) {
            let served = Served::By(handler.clone());
            let place = said.or(last).map(|fact| plan.origin(fact).clone());
            let seated = match seats::seated(plan, version, &application.settings, &served) {
                Ok(seated) => seated,
                Err(none) => {
                    let url = application.url.as_str();
                    let complaint =
                        Diagnostic::warning("no-such-handler", none.to_string()).help(format!(
                            "application `{url}` of site `{}` is not served so",
                            application.site
                        ));
                    diagnostics.push(match &place {
                        Some(place) => place.mark(complaint),
                        None => complaint,
                    });
                    continue;
                }
            };
            let mut from: Vec<Origin> = place.into_iter().collect();
            from.extend(seated.facts.iter().map(|fact| plan.origin(*fact).clone()));
            let Some(process) = process(plan, version, &application, &handler, &seated) else {
                continue;
            };
            match needed.get_mut(&process.name) {
                Some(known) => known.from.extend(from),
                None => {
                    let rule = seated
                        .rules
                        .last()
                        .map_or_else(String::new, ToString::to_string);
                    needed.insert(
                        process.name.clone(),
                        Needed {
                            process,
                            rule,
                            from,
                        },
                    );
                }
            }
        }
    }
    needed
        .into_values()
        .map(|needed| {
            follows(
                &needed.rule,
                needed.from,
                Statement::Process(needed.process),
            )
        })
        .collect()
}

/// The handlers of an application: its own, and those that web.config files of its content may add from 7.0 on.
fn handlers(
    plan: &Server,
    version: &Version,
    application: &Application,
) -> Vec<(Handler, Option<FactId>)> {
    let declared = &application.settings.handlers;
    let mut all: Vec<(Handler, Option<FactId>)> = declared
        .iter()
        .map(|handler| (handler.clone(), None))
        .collect();
    for (setting, fact) in plan.iis_settings() {
        let IisSetting::WebConfig { settings, .. } = setting else {
            continue;
        };
        // Whose content the file governs is asked for each URL; a process that no URL reaches does no harm.
        for handler in &settings.handlers {
            let new = all.iter().all(|(known, _)| known != handler);
            if version.era == Era::Iis7 && !is_asp_net(handler) && new {
                all.push((handler.clone(), Some(fact)));
            }
        }
    }
    all
}

/// The process that a handler needs; `None` where it is there already or comes with the request.
fn process(
    plan: &Server,
    version: &Version,
    application: &Application,
    handler: &Handler,
    seated: &Seated,
) -> Option<ProcessStatement> {
    if seated.kind == Kind::CgiAsRequestUser {
        return None;
    }
    let program: Option<&WinPath> = if let Handler::Cgi(path) = handler {
        Some(path)
    } else {
        None
    };
    let name = seats::name(
        version,
        seated.seat,
        &application.settings,
        application,
        program,
    );
    let exists = |name: &Name| plan.processes().any(|(_, process)| process.name == *name);
    if name == seats::core() || exists(&name) {
        return None;
    }
    let image = seats::image(version, seated.seat, program);
    let alone = |identity: Who, logon: Logon| ProcessStatement {
        name: name.clone(),
        image: image.clone(),
        pool: None,
        identity: Some(identity),
        logon,
        injected: Vec::new(),
    };
    match seated.runs_as {
        RunsAs::System => Some(alone(system(), Logon::Service)),
        RunsAs::Iwam => Some(alone(iwam(plan.name()), Logon::Batch)),
        RunsAs::AspNetAccount => {
            let (who, logon) = asp_net_account(plan);
            Some(alone(who, logon))
        }
        RunsAs::Starter if documented_cgi(plan) => Some(alone(system(), Logon::Service)),
        // A child has the token of the worker that starts it, whatever is in that.
        RunsAs::Pool | RunsAs::Starter => {
            let worker = seats::worker(version, &seats::pool(&application.settings));
            let (_, worker) = plan
                .processes()
                .find(|(_, process)| process.name == worker)?;
            Some(ProcessStatement {
                name,
                image,
                pool: None,
                ..worker.clone()
            })
        }
        RunsAs::Requester
        | RunsAs::Caller
        | RunsAs::CallerOrThread
        | RunsAs::Console
        | RunsAs::Named => None,
    }
}

/// Whether documents are taken at their word that CGI programs run as SYSTEM also where the process that starts them does not (X9).
fn documented_cgi(plan: &Server) -> bool {
    plan.reading("X9")
        .is_some_and(|(reading, _)| reading.is("A"))
}

fn system() -> Who {
    Who::Name(Name::from("NT AUTHORITY\\SYSTEM"))
}

/// The account of applications out of process: setup calls it by the name of the machine.
pub(super) fn iwam(machine: Option<&Name>) -> Who {
    let machine = machine.map_or("", Name::as_str);
    Who::Name(Name::new(format!(".\\IWAM_{machine}")))
}

/// The account of aspnet_wp.exe unless processModel names another.
pub(super) fn aspnet() -> Who {
    Who::Name(Name::from(".\\ASPNET"))
}

/// Whom aspnet_wp.exe runs as. `machine` and `SYSTEM` are processModel's own words.
///
/// An account is logged on as a batch job: that is the right which setup gives ASPNET and asks for others.
fn asp_net_account(plan: &Server) -> (Who, Logon) {
    let said = plan.iis_settings().find_map(|(setting, _)| {
        let IisSetting::AspNet { runs_as } = setting else {
            return None;
        };
        Some(runs_as.clone())
    });
    let is = |who: &Who, word: &str| matches!(who, Who::Name(name) if name.is(word));
    match said {
        Some(who) if is(&who, "SYSTEM") => (system(), Logon::Service),
        Some(who) if !is(&who, "machine") => (who, Logon::Batch),
        Some(_) | None => (aspnet(), Logon::Batch),
    }
}

/// What is said that means nothing on this IIS.
pub(super) fn misplaced(plan: &Server, version: &Version) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (state, fact) in plan.machine_states() {
        if lists::is_ms01_044(state) && !lists::can_lack_it(version.iis, plan.service_pack()) {
            let headline = format!(
                "{} never had the defect of MS01-044, or its service pack corrects it",
                version.title()
            );
            found.push(
                plan.origin(fact)
                    .mark(Diagnostic::warning("no-such-defect", headline))
                    .help("it was in IIS 5.0 before service pack 3"),
            );
        }
    }
    if version.era == Era::Iis7 {
        return found;
    }
    for application in applications(plan) {
        let own = application.settings.anonymous == Some(Anonymous::PoolIdentity);
        if let Some(fact) = application.facts.last().filter(|_| own) {
            let headline = format!(
                "the anonymous account of {} has a name; it cannot be the identity of a pool",
                version.title()
            );
            found.push(
                plan.origin(*fact)
                    .mark(Diagnostic::warning("no-anonymous-identity", headline))
                    .help("that came with IIS 7.0"),
            );
        }
    }
    found
}

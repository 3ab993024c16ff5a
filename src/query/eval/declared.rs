//! `list` and `show` of what is declared without a path: processes, components, filters, services.

use super::{
    component,
    made::said_once,
    show::{self, fact_row},
    subject::said_of,
};
use crate::{
    iis,
    query::{
        Answer, Evidence, Ground, Said, Verdict,
        declared::filters,
        resolve::Resolver,
        syntax::{Noun, Reference, Written},
    },
    text::Diagnostic,
    world::{FactId, IisSetting, ProcessId, Server, ServiceStatement, WinPath},
};

/// `list processes|components|filters|services|advice`
pub fn list(kind: Noun, server: &Server, answer: &mut Answer) {
    let mut put = |kind: &'static str, name: String, steps: Vec<Evidence>| {
        let mut row = fact_row(kind, name, Vec::new());
        row.evidence = steps;
        answer.row(row, Vec::new());
    };
    match kind {
        Noun::Process => {
            for (id, process) in server.processes() {
                put(
                    "process",
                    process.name.to_string(),
                    vec![runs_as(id, server)],
                );
            }
        }
        Noun::Component => {
            for (one, fact) in server.components() {
                let said = said_of(server, fact);
                put("component", one.name.to_string(), stated(said));
            }
        }
        Noun::Service => {
            for (one, fact) in server.services() {
                let said = said_of(server, fact);
                put("service", one.name.to_string(), stated(said));
            }
        }
        Noun::Filter => {
            for path in filters(server) {
                let said = said_once(&facts_of(&path, server), server);
                put("filter", path.to_string(), stated(said));
            }
        }
        Noun::Advice => {
            for flag in iis::advice(server) {
                let rule = flag.topic.rule();
                let facts = flag.facts.iter().flat_map(|fact| said_of(server, *fact));
                let step = Evidence {
                    ground: Ground::Rule {
                        says: rule.says.into(),
                        source: rule.source.into(),
                    },
                    facts: facts.collect(),
                };
                let name = format!("{}: {}", flag.about, flag.topic.name());
                put("advice", name, vec![step]);
            }
        }
        Noun::Actor(_) | Noun::Thing(_) => {}
    }
}

fn stated(said: Vec<Said>) -> Vec<Evidence> {
    said.into_iter()
        .map(|said| Evidence {
            ground: Ground::Stated {
                says: said.says.clone(),
            },
            facts: vec![said],
        })
        .collect()
}

/// As whom a process runs, and by which facts.
fn runs_as(id: ProcessId, server: &Server) -> Evidence {
    let says = match server.identity_of(id) {
        Some(principal) => format!("runs as {}", server.principal(principal).name()),
        None => "nobody knows as whom it runs".to_owned(),
    };
    Evidence {
        ground: Ground::Stated { says },
        facts: said_of(server, server.process_fact(id)),
    }
}

/// The facts that declare a filter.
fn facts_of(path: &WinPath, server: &Server) -> Vec<FactId> {
    let declares = |setting: &IisSetting| matches!(setting, IisSetting::Filter { path: known, .. } if known == path);
    server
        .iis_settings()
        .filter(|(setting, _)| declares(setting))
        .map(|(_, fact)| fact)
        .collect()
}

/// `show process|component|filter|service X`
///
/// # Errors
/// Nothing is called so.
pub fn show(
    kind: Noun,
    name: &Written<Reference>,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    match kind {
        Noun::Process => process(name, resolver),
        Noun::Component => component::show(&resolver.component(name)?, name, resolver),
        Noun::Filter => filter(name, resolver),
        Noun::Service => service(name, resolver),
        Noun::Advice | Noun::Actor(_) | Noun::Thing(_) => Err(resolver
            .at("out-of-step", "this is shown otherwise", name.span, "here")
            .into()),
    }
}

/// A process by its name, or every one of that program; what it runs.
fn process(name: &Written<Reference>, resolver: &Resolver<'_>) -> Result<Answer, Box<Diagnostic>> {
    let server = resolver.server;
    let text = name.node.text();
    let mut answer = Answer::to("");
    for (id, process) in server.processes() {
        if !process.name.is(&text) && !process.image.is(&text) {
            continue;
        }
        let mut row = fact_row("process", process.name.to_string(), Vec::new());
        row.evidence.push(runs_as(id, server));
        for one in iis::applications(server) {
            let hosts = iis::application_hosts(server, &one.site, &one.url).unwrap_or_default();
            if hosts.iter().any(|hosting| hosting.process() == Some(id)) {
                row.evidence.push(Evidence {
                    ground: Ground::Stated {
                        says: format!("it runs {}{}", one.site, one.url),
                    },
                    facts: said_once(&one.facts, server),
                });
            }
        }
        answer.row(row, Vec::new());
    }
    if answer.rows.is_empty() {
        let known: Vec<String> = server
            .processes()
            .map(|(_, process)| process.name.to_string())
            .collect();
        return Err(resolver.missing("process", &text, name.span, &known).into());
    }
    Ok(answer)
}

fn filter(name: &Written<Reference>, resolver: &Resolver<'_>) -> Result<Answer, Box<Diagnostic>> {
    let server = resolver.server;
    let path = resolver.filter(name)?;
    let mut answer = Answer::to("");
    for said in said_once(&facts_of(&path, server), server) {
        answer.row(fact_row("fact", said.says.clone(), vec![said]), Vec::new());
    }
    let hosts = iis::filter_hosts(server, &path).unwrap_or_default();
    for id in hosts {
        if let Some(process) = server.process(id) {
            let mut row = fact_row("process", process.name.to_string(), Vec::new());
            row.evidence.push(runs_as(id, server));
            answer.row(row, Vec::new());
        }
    }
    Ok(answer)
}

fn service(name: &Written<Reference>, resolver: &Resolver<'_>) -> Result<Answer, Box<Diagnostic>> {
    let server = resolver.server;
    let service = resolver.service(name)?;
    let mut answer = Answer::to("");
    let declared: Vec<(&ServiceStatement, FactId)> = server
        .services()
        .filter(|(one, _)| one.name == service)
        .collect();
    for (one, fact) in declared {
        for said in said_of(server, fact) {
            answer.row(fact_row("fact", said.says.clone(), vec![said]), Vec::new());
        }
        match server.list_of_service(one, fact) {
            Ok(list) => show::service_lines(&list, server, &mut answer),
            Err(says) => answer.gaps.push(Said {
                says,
                at: server.origin(fact).clone(),
            }),
        }
    }
    debug_assert!(answer.rows.iter().all(|row| row.verdict == Verdict::Yes));
    Ok(answer)
}

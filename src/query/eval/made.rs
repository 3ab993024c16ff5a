//! Those whom configuration makes act: processes and threads behind URLs, applications and sites, filters, services, components, and
//! whoever makes an anonymous request.

use super::{
    component,
    subject::{Acting, Parts, RunsIn, said_of},
};
use crate::{
    iis::{self, Acts, Host, Hosting, NoHost, NotActing, Rule, Served},
    query::{
        Evidence, Ground, Said,
        resolve::{Made, Resolver, Subject},
        syntax::{Actor, Part, Reference, Requester, Written},
    },
    text::{Diagnostic, Span},
    world::{ComponentForm, FactId, Handler, MappedUrl, Name, Origin, ProcessId, Server},
};

/// `the process of URL`, `the thread of URL requested by joe`, `a worker thread of URL`
///
/// # Errors
/// No site serves the URL, nothing runs it, or nobody is called so.
pub fn serving(
    actor: &Actor,
    part: Part,
    url: &Written<Reference>,
    requested_by: Option<&Written<Requester>>,
    resolver: &Resolver<'_>,
) -> Result<Acting, Box<Diagnostic>> {
    let server = resolver.server;
    let requester = requester(requested_by, resolver)?;
    let hosting = hosting(url, resolver)?;
    let acts = match part {
        Part::Process => iis::process_token(server, &hosting, requester),
        Part::Thread => iis::thread(server, &hosting, requester),
        Part::WorkerThread => iis::worker_thread(server, &hosting, requester),
    };
    let made = Made::Part(actor.to_string());
    let steps = vec![runs(&hosting, &url.node.to_string(), server)];
    let mut acting = acting(acts, made, steps, server);
    match part {
        Part::Thread | Part::WorkerThread => on_thread_of(&mut acting, hosting.holder()),
        Part::Process => {}
    }
    let has_code = match part {
        Part::Process | Part::WorkerThread => true,
        Part::Thread => can_revert(&hosting, server),
    };
    acting.runs_in = has_code.then_some(match &hosting.host {
        Host::Process(process) => RunsIn::Process(*process),
        Host::Requester { starter, .. } => RunsIn::Child(*starter),
    });
    Ok(acting)
}

/// Whether what runs on the thread of a request can take the token off it: native code can, a script needs a library that does it.
fn can_revert(hosting: &Hosting, server: &Server) -> bool {
    match &hosting.served {
        Served::Static => false,
        Served::By(Handler::Asp) => server.components().any(|(component, _)| {
            matches!(
                component.form,
                Some(ComponentForm::Dll(_) | ComponentForm::LibraryPackage)
            )
        }),
        Served::By(
            Handler::AspNet
            | Handler::AspNetImpersonating(_)
            | Handler::AspNetCoreInProcess
            | Handler::AspNetCoreOutOfProcess
            | Handler::Php
            | Handler::PhpImpersonating
            | Handler::Isapi(..)
            | Handler::Cgi(_),
        ) => true,
    }
}

fn on_thread_of(acting: &mut Acting, process: ProcessId) {
    acting.thread_of = Some(process);
    match &mut acting.parts {
        Parts::None => {}
        Parts::AnyOf(parts) | Parts::OneOf(parts) => {
            parts
                .iter_mut()
                .for_each(|part| on_thread_of(part, process));
        }
    }
}

fn requester(
    requested_by: Option<&Written<Requester>>,
    resolver: &Resolver<'_>,
) -> Result<iis::Requester, Box<Diagnostic>> {
    match requested_by.map(|said| (&said.node, said.span)) {
        None | Some((Requester::Anonymous, _)) => Ok(iis::Requester::Anonymous),
        Some((Requester::Account(account), span)) => match resolver.subject(account, span)? {
            Subject::Principal(id) => Ok(iis::Requester::Authenticated(id)),
            Subject::Pool(..) | Subject::Stranger(_) | Subject::Made(_) => Err(resolver
                .at(
                    "not-an-account",
                    format!("{account} sends no requests"),
                    span,
                    "expected a user",
                )
                .into()),
        },
    }
}

/// What serves a URL.
///
/// # Errors
/// It is no URL, no site serves it, or nothing runs it.
pub fn hosting(
    url: &Written<Reference>,
    resolver: &Resolver<'_>,
) -> Result<Hosting, Box<Diagnostic>> {
    let mapped = resolver.reference(url, None)?.url.ok_or_else(|| {
        resolver.at(
            "not-a-url",
            format!("`{}` is no URL", url.node),
            url.span,
            "expected a URL path",
        )
    })?;
    iis::host(resolver.server, &mapped)
        .map_err(|why| no_host(&why, &url.node.to_string(), url.span, resolver))
}

/// Why nothing runs there, as a diagnostic.
fn no_host(why: &NoHost, what: &str, span: Span, resolver: &Resolver<'_>) -> Box<Diagnostic> {
    let found = resolver.at(
        "runs-nowhere",
        format!("nothing runs `{what}`: {why}"),
        span,
        "in this server",
    );
    let helped = match why {
        NoHost::NoVersion => found.help("say it in the world: `server WEB01 runs IIS 6.0`"),
        NoHost::NoHandlers => found.help("say in the world what it runs: `runs asp`"),
        NoHost::NoApplication
        | NoHost::NotInThisVersion { .. }
        | NoHost::NotPooled { .. }
        | NoHost::NoProcess { .. } => found,
    };
    helped.into()
}

/// Where a URL runs, as a step.
pub fn runs(hosting: &Hosting, url: &str, server: &Server) -> Evidence {
    let image = || {
        let image = hosting.image(server);
        image.map_or_else(|| "a process".to_owned(), |image| image.to_string())
    };
    let process = match hosting
        .process()
        .and_then(|process| server.process(process))
    {
        Some(process) => process.name.to_string(),
        None => match server.process(hosting.holder()) {
            Some(starter) => format!("{} that {} starts", image(), starter.name),
            None => image(),
        },
    };
    Evidence {
        ground: Ground::Runs {
            url: url.to_owned(),
            process,
        },
        facts: said_once(&hosting.facts, server),
    }
}

/// What these facts say, each sentence once.
pub fn said_once(facts: &[FactId], server: &Server) -> Vec<Said> {
    let mut all: Vec<Said> = Vec::new();
    for said in facts.iter().flat_map(|fact| said_of(server, *fact)) {
        if !all.iter().any(|known| known.says == said.says) {
            all.push(said);
        }
    }
    all
}

/// A rule of IIS, as a step.
pub fn rule(rule: &Rule) -> Evidence {
    Evidence {
        ground: Ground::Rule {
            says: rule.says.to_owned(),
            source: rule.source.to_owned(),
        },
        facts: Vec::new(),
    }
}

/// Somebody with the tokens that act: one of them, where there are several.
fn acting(acts: Acts, made: Made, steps: Vec<Evidence>, server: &Server) -> Acting {
    let words = made.to_string();
    let subject = Subject::Made(made);
    let mut whole = Acting::of(subject.clone(), words.clone(), None);
    match acts {
        Acts::Nobody(NotActing::Refused { rule: by, facts }) => {
            let told = |said: &Said| steps.iter().any(|step| step.facts.contains(said));
            let mut facts = said_once(&facts, server);
            facts.retain(|said| !told(said));
            whole.barred = Some(Evidence { facts, ..rule(by) });
            whole.stands_on = steps;
        }
        Acts::Nobody(NotActing::Unknown { facts }) => {
            whole.stands_on = steps;
            whole.open = said_once(&facts, server);
        }
        Acts::As(bearers) => {
            let mut ways: Vec<Acting> = Vec::new();
            for bearer in bearers {
                let key = |facts: &crate::world::TokenFacts| {
                    (facts.principal, facts.logon, facts.token.level)
                };
                let again =
                    |known: &Acting| known.facts.as_ref().map(key) == Some(key(&bearer.token));
                if ways.iter().any(again) {
                    continue;
                }
                let mut way = Acting::of(subject.clone(), words.clone(), None);
                way.stands_on = steps.clone();
                way.stands_on.extend(bearer.rules.iter().map(|by| rule(by)));
                way.facts = Some(bearer.token);
                ways.push(way);
            }
            return one_of(whole, ways);
        }
    }
    whole
}

/// The only one, or a whole that is one of several.
fn one_of(mut whole: Acting, mut ways: Vec<Acting>) -> Acting {
    if ways.len() == 1 {
        return ways.swap_remove(0);
    }
    whole.parts = Parts::OneOf(ways);
    whole
}

/// The only one, or a whole that is each of several.
fn any_of(mut whole: Acting, mut ways: Vec<Acting>) -> Acting {
    if ways.len() == 1 {
        return ways.swap_remove(0);
    }
    whole.parts = Parts::AnyOf(ways);
    whole
}

/// A site, an application, or whoever makes an anonymous request.
///
/// # Errors
/// Nothing says as whom it acts.
pub fn of(made: Made, span: Span, resolver: &Resolver<'_>) -> Result<Acting, Box<Diagnostic>> {
    let server = resolver.server;
    let found = match &made {
        Made::Anonymous => return Ok(anonymous(server)),
        Made::Part(_) => {
            return Ok(Acting::of(
                Subject::Made(made.clone()),
                made.to_string(),
                None,
            ));
        }
        Made::Site(_) | Made::Application(..) => application(&made, server),
    };
    found.map_err(|why| no_host(&why, &made.to_string(), span, resolver))
}

/// The processes of an application's handlers: what one of them can, it can.
///
/// # Errors
/// Nothing of it runs code.
pub fn application(made: &Made, server: &Server) -> Result<Acting, NoHost> {
    let root = Name::from("/");
    let (site, url) = match made {
        Made::Application(site, url) => (site, url),
        Made::Site(site) => (site, &root),
        Made::Anonymous | Made::Part(_) => return Err(NoHost::NoApplication),
    };
    let mut ways: Vec<Acting> = Vec::new();
    let mut seen = Vec::new();
    for hosting in iis::application_hosts(server, site, url)? {
        if seen.contains(&hosting.host) {
            continue;
        }
        seen.push(hosting.host.clone());
        let acts = iis::process_token(server, &hosting, iis::Requester::Anonymous);
        let steps = vec![runs(&hosting, &made.to_string(), server)];
        ways.push(acting(acts, made.clone(), steps, server));
    }
    let whole = Acting::of(Subject::Made(made.clone()), made.to_string(), None);
    Ok(any_of(whole, ways))
}

/// The tokens that anonymous requests get: one for each application that gives them another.
pub fn anonymous(server: &Server) -> Acting {
    let whole = Acting::of(Subject::Made(Made::Anonymous), "anonymous", None);
    let mut ways: Vec<Acting> = Vec::new();
    let mut barred = None;
    for one in iis::applications(server) {
        let mapped = server.map_url(Some(one.site.as_str()), one.url.as_str());
        let Ok(hosting) = mapped
            .map_err(|_| ())
            .and_then(|mapped: MappedUrl| iis::host(server, &mapped).map_err(|_| ()))
        else {
            continue;
        };
        let acts = iis::request_token(server, &hosting, iis::Requester::Anonymous);
        let steps = vec![Evidence {
            ground: Ground::Stated {
                says: format!("an anonymous request to {}{}", one.site, one.url),
            },
            facts: said_once(&one.facts, server),
        }];
        let way = acting(acts, Made::Anonymous, steps, server);
        if way.barred.is_some() {
            barred.get_or_insert(way);
            continue;
        }
        let key = |way: &Acting| {
            let facts = way.facts.as_ref();
            facts.map(|facts| (facts.principal, facts.logon))
        };
        if way.facts.is_none() || !ways.iter().any(|known| key(known) == key(&way)) {
            ways.push(way);
        }
    }
    match (ways.is_empty(), barred) {
        (true, Some(barred)) => barred,
        (true, None) => {
            let mut nobody = whole;
            nobody.barred = Some(Evidence {
                ground: Ground::Stated {
                    says: "no site answers requests here".into(),
                },
                facts: Vec::new(),
            });
            nobody
        }
        (false, _) => any_of(whole, ways),
    }
}

/// `filter PATH`: the processes that hold it.
///
/// # Errors
/// No filter lies there, or nobody says which IIS it is.
pub fn filter(
    actor: &Actor,
    name: &Written<Reference>,
    resolver: &Resolver<'_>,
) -> Result<Acting, Box<Diagnostic>> {
    let server = resolver.server;
    let path = resolver.filter(name)?;
    let made = Made::Part(actor.to_string());
    let processes = iis::filter_hosts(server, &path)
        .map_err(|why| no_host(&why, path.as_str(), name.span, resolver))?;
    let said: Vec<FactId> = server
        .iis_settings()
        .filter(|(setting, _)| {
            matches!(setting, crate::world::IisSetting::Filter { path: known, .. } if *known == path)
        })
        .map(|(_, fact)| fact)
        .collect();
    let ways = processes
        .into_iter()
        .map(|process| {
            let called = server.process(process).map_or_else(
                || "a process".to_owned(),
                |process| process.name.to_string(),
            );
            let steps = vec![Evidence {
                ground: Ground::Runs {
                    url: path.to_string(),
                    process: called,
                },
                facts: said_once(&said, server),
            }];
            let facts = server.token_of_process(process);
            let mut way = Acting::of(Subject::Made(made.clone()), made.to_string(), facts);
            way.stands_on = steps;
            way.runs_in = Some(RunsIn::Process(process));
            if way.facts.is_none() {
                way.open = said_of(server, server.process_fact(process));
            }
            way
        })
        .collect();
    let whole = Acting::of(Subject::Made(made.clone()), made.to_string(), None);
    Ok(any_of(whole, ways))
}

/// `component C [for S]`: the server that this client gets.
///
/// # Errors
/// No component is called so, or who it is depends on who asks and nobody does.
pub fn component(
    actor: &Actor,
    name: &Written<Reference>,
    client: Option<&Written<Actor>>,
    span: Span,
    resolver: &Resolver<'_>,
) -> Result<Acting, Box<Diagnostic>> {
    let found = resolver.component(name)?;
    let client = match client {
        Some(client) => Some(Acting::named(&client.node, client.span, resolver)?),
        None => None,
    };
    let ways = component::servers(&found, client.as_ref(), span, resolver)?;
    let made = Made::Part(actor.to_string());
    let mut whole = Acting::of(Subject::Made(made.clone()), made.to_string(), None);
    if ways.is_empty() {
        whole.barred = Some(Evidence {
            ground: Ground::Stated {
                says: format!("{made} has no server: it does not start"),
            },
            facts: Vec::new(),
        });
        return Ok(whole);
    }
    let mut acting = one_of(whole, ways);
    acting.runs_in = Some(RunsIn::Component(found));
    Ok(acting)
}

/// That nobody acts, as what is not known.
pub fn nobody(acting: &Acting) -> Said {
    Said {
        says: format!("which of its identities {} has", acting.words),
        at: Origin::Unsaid,
    }
}

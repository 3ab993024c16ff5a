//! Who calls a component: code in a process with those who may be on its thread, or somebody with a token of their own.

use crate::{
    iis::{self, Acts, Requester, com::Caller},
    query::{
        eval::subject::Acting,
        resolve::{Made, Subject},
    },
    world::{Handler, Logon, Name, ProcessId, Server, TokenFacts},
};

/// Who calls from another machine and did not say how comes with a network logon.
pub fn from_there(acting: &Acting, remotely: bool, server: &Server) -> Option<Acting> {
    let Subject::Principal(id) = &acting.subject else {
        return None;
    };
    (remotely && acting.logon_unsaid).then(|| Acting {
        facts: Some(server.token_of(*id, Logon::Network)),
        ..acting.clone()
    })
}

/// Who calls; `None` if nobody knows the token.
pub fn caller(acting: &Acting, server: &Server) -> Option<Caller> {
    if let Some(process) = acting.thread_of {
        return Some(Caller::Process {
            process,
            users: vec![acting.facts.clone()],
        });
    }
    let facts = acting.facts.as_ref()?;
    Some(match facts.process {
        Some(process) => Caller::Process {
            process,
            users: users(acting, process, server),
        },
        None => Caller::Token(Box::new(facts.clone())),
    })
}

/// Who may be on a thread of a process: the users of anonymous requests to the applications in it. One that takes none has users who
/// are not known.
fn users(acting: &Acting, process: ProcessId, server: &Server) -> Vec<Option<TokenFacts>> {
    let mut users: Vec<Option<TokenFacts>> = Vec::new();
    for application in iis::applications(server) {
        if let Some((site, url)) = application_of(acting)
            && (application.site != *site || application.url != url)
        {
            continue;
        }
        let hosts = iis::application_hosts(server, &application.site, &application.url);
        for hosting in hosts.unwrap_or_default() {
            if hosting.process() != Some(process) {
                continue;
            }
            let found = match iis::thread(server, &hosting, Requester::Anonymous) {
                Acts::As(bearers) => bearers
                    .into_iter()
                    .map(|bearer| Some(bearer.token))
                    .collect(),
                Acts::Nobody(_) => vec![None],
            };
            for user in found {
                let key = |user: &Option<TokenFacts>| {
                    user.as_ref().map(|facts| (facts.token.user, facts.logon))
                };
                if !users.iter().any(|known| key(known) == key(&user)) {
                    users.push(user);
                }
            }
        }
    }
    users
}

const ROOT: &str = "/";

/// The application that acts, if one does.
fn application_of(acting: &Acting) -> Option<(&Name, Name)> {
    let Subject::Made(made) = &acting.subject else {
        return None;
    };
    match made {
        Made::Application(site, url) => Some((site, url.clone())),
        Made::Site(site) => Some((site, Name::from(ROOT))),
        Made::Anonymous | Made::Part(_) => None,
    }
}

/// What the application that acts says of components out of process: `None` if no application with ASP acts, else what it says, if anything.
pub fn out_of_process_components(server: &Server, acting: &Acting) -> Option<Option<bool>> {
    let (site, url) = application_of(acting)?;
    let hosts = iis::application_hosts(server, site, &url).ok()?;
    let asp = |hosting: &&iis::Hosting| hosting.settings.handlers.contains(&Handler::Asp);
    let hosting = hosts.iter().find(asp)?;
    Some(hosting.settings.out_of_process_components)
}

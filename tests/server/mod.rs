//! Worlds in, servers out: tokens, lists, processes and names, on small worlds and on the stories.

mod lists;
mod names;
mod processes;
mod stories;
mod tokens;
mod urls;

use poolproof::{
    iis,
    nt::{Certainty, GroupAttributes, Sid},
    text::{Diagnostic, Source},
    world::{self, Fact, Logon, Name, PrincipalId, Server, TokenFacts, Who},
};

/// The facts of a world in the notation; every sentence of it must be understood.
pub fn facts(text: &str) -> Vec<Fact> {
    let (facts, diagnostics) = world::read(&Source::new("test.world", text));
    assert_eq!(diagnostics, [], "{text}");
    facts
}

/// The server of a world in the notation, with what was wrong with it.
pub fn server_and_complaints(text: &str) -> (Server, Vec<Diagnostic>) {
    iis::serve(facts(text))
}

/// The server of a world in the notation.
pub fn server(text: &str) -> Server {
    server_and_complaints(text).0
}

/// The principal of that name.
pub fn principal(server: &Server, name: &str) -> PrincipalId {
    server
        .resolve(&Who::Name(Name::from(name)))
        .unwrap_or_else(|error| panic!("{name}: {error:?}"))
}

/// The SID that stands for a name.
pub fn key(server: &Server, name: &str) -> Sid {
    match name.parse() {
        Ok(sid) => sid,
        Err(_) => server.principal(principal(server, name)).key(),
    }
}

/// The token of a user or of a pool's process, as a question means it.
pub fn token(server: &Server, subject: &str) -> TokenFacts {
    match subject.strip_prefix("pool ") {
        Some(pool) => {
            let processes = server.processes_of_pool(&Name::from(pool));
            let process = *processes
                .first()
                .unwrap_or_else(|| panic!("no process of {pool}"));
            server
                .token_of_process(process)
                .unwrap_or_else(|| panic!("nobody knows who {pool} is"))
        }
        None => server.token_of(principal(server, subject), Logon::Interactive),
    }
}

/// Whether a token holds a group: yes, no or unknown.
pub fn holds(facts: &TokenFacts, group: &Sid) -> &'static str {
    match facts.token.group(group) {
        _ if facts.token.user == *group => "yes",
        None => "no",
        Some(group) if !group.attributes.contains(GroupAttributes::ENABLED) => "no",
        Some(group) => match group.certainty {
            Certainty::Held => "yes",
            Certainty::Perhaps(_) => "unknown",
        },
    }
}

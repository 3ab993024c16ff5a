//! Whom COM presents to the lists of a component: the caller's process, or whoever is on the thread.
//!
//! A client that does not cloak is its process (Win32 "activation security"). Nothing cloaks on Windows NT 4.0, inetinfo.exe, aspnet_wp.exe and
//! w3wp.exe do not; applications of COM+ cloak by default (COM+ "cloaking"), and an isolated application of IIS 5 is one. There, articles saw
//! the process all the same (KB 281837, KB 290398), so both are possible (X20).

use crate::world::{FactId, ProcessId, Server, TokenFacts, WindowsVersion};

/// Who calls.
#[derive(Clone, Debug)]
pub enum Caller {
    /// Code in a process.
    Process {
        /// Which.
        process: ProcessId,
        /// Who may be on its thread; `None` for somebody who is not known.
        users: Vec<Option<TokenFacts>>,
    },
    /// Somebody with a token of their own, in a process of their own.
    Token(Box<TokenFacts>),
}

impl Caller {
    /// The token of the caller's own process, in which a library is loaded. `None` if nobody knows as whom it runs.
    pub fn process_token(&self, server: &Server) -> Option<TokenFacts> {
        match self {
            Caller::Process { process, .. } => server.token_of_process(*process),
            Caller::Token(facts) => Some((**facts).clone()),
        }
    }
}

/// Somebody whom COM may present.
#[derive(Clone, Debug)]
pub struct Client {
    /// The token; `None` if nobody knows whose.
    pub facts: Option<TokenFacts>,
    /// Why it is this one.
    pub says: &'static str,
    /// What that rests on: the process, the reading that was chosen.
    pub from: Vec<FactId>,
}

/// Everybody whom COM may present.
#[derive(Clone, Debug)]
pub struct Clients {
    /// At least one.
    pub possible: Vec<Client>,
    /// Why there is more than one, in the words of a gap.
    pub open: Option<&'static str>,
}

const OWN: &str = "it presents its own token";
const NT4: &str = "on Windows NT 4.0 COM presents the token of the caller's process, whoever is on its thread (KB 281837)";
const NO_CLOAKING: &str = "without cloaking COM presents the token of the caller's process (Win32 \"activation security\")";
const READ_AS_PROCESS: &str =
    "X20 is read as A: COM presents the token of the caller's process (KB 281837, KB 290398)";
const READ_AS_USER: &str = "X20 is read as B: an application of COM+ cloaks, so COM presents whoever is on the thread (COM+ \"cloaking\")";
const PERHAPS_PROCESS: &str =
    "COM may present the token of the caller's process, as articles saw it (KB 290398)";
const PERHAPS_USER: &str = "COM may present whoever is on the thread, as applications of COM+ cloak by default (COM+ \"cloaking\")";
/// The gap of X20.
const WHICH: &str = "whether COM presents the process of the application or the user on its thread (X20; `X20 is read as A` takes the process, `B` the user)";

/// Whom COM may present for that caller.
pub fn clients(server: &Server, caller: &Caller) -> Clients {
    match caller {
        Caller::Token(facts) => Clients {
            possible: vec![Client {
                facts: Some((**facts).clone()),
                says: OWN,
                from: Vec::new(),
            }],
            open: None,
        },
        Caller::Process { process, users } => of_process(server, *process, users),
    }
}

fn of_process(server: &Server, process: ProcessId, users: &[Option<TokenFacts>]) -> Clients {
    let fact = server.process_fact(process);
    let itself = |says| Client {
        facts: server.token_of_process(process),
        says,
        from: vec![fact],
    };
    let alone = |client| Clients {
        possible: vec![client],
        open: None,
    };
    if server.windows() == WindowsVersion::Nt4 {
        return alone(itself(NT4));
    }
    let cloaks = server
        .process(process)
        .is_some_and(|process| process.image.is("dllhost.exe"));
    if !cloaks || users.is_empty() {
        return alone(itself(NO_CLOAKING));
    }
    let of_thread = |says| {
        users.iter().map(move |user| Client {
            facts: user.clone(),
            says,
            from: vec![fact],
        })
    };
    match server.reading("X20") {
        Some((reading, chosen)) if reading.is("A") => {
            let mut client = itself(READ_AS_PROCESS);
            client.from.push(chosen);
            alone(client)
        }
        Some((_, chosen)) => {
            let mut possible: Vec<Client> = of_thread(READ_AS_USER).collect();
            for client in &mut possible {
                client.from.push(chosen);
            }
            let open = (possible.len() > 1).then_some("who is on the thread");
            Clients { possible, open }
        }
        None => {
            let mut possible = vec![itself(PERHAPS_PROCESS)];
            possible.extend(of_thread(PERHAPS_USER));
            Clients {
                possible,
                open: Some(WHICH),
            }
        }
    }
}

//! Whose token acts for a request: in the process, on the thread that carries it, and after reverting.
//!
//! Each answer is a set of tokens, of which one acts. It has several members where configuration leaves open which: a user
//! who may authenticate in several ways, a privilege that the process perhaps has.

use super::{
    hosting::{Host, Hosting, Served},
    kinds::OnThread,
    requester,
    version::Version,
};
use crate::{
    nt::{self, ImpersonationLevel, Privilege, TokenLevel},
    world::{
        FactId, Handler, Logon, LogonMethod, PrincipalId, ProcessId, Rule, Scheme, Server,
        TokenFacts, WindowsVersion,
    },
};

/// Who makes a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requester {
    /// Nobody who says who it is.
    Anonymous,
    /// Somebody who authenticates; anonymous access is not tried first.
    Authenticated(PrincipalId),
}

/// Whose token acts.
#[derive(Clone, Debug)]
pub enum Acts {
    /// One of these, at least one.
    As(Vec<Bearer>),
    /// Nobody's.
    Nobody(NotActing),
}

/// Why nobody acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotActing {
    /// Such a request is turned away.
    Refused {
        /// By which rule.
        rule: &'static Rule,
        /// Which facts say so.
        facts: Vec<FactId>,
    },
    /// Nobody knows who it is.
    Unknown {
        /// The facts that leave it open.
        facts: Vec<FactId>,
    },
}

/// Somebody who acts, with the token.
#[derive(Clone, Debug)]
pub struct Bearer {
    /// Who.
    pub principal: PrincipalId,
    /// How the token came to be.
    pub credential: Credential,
    /// The token. Its level says what a thread may do with it: at identification level nothing can be opened.
    pub token: TokenFacts,
    /// The facts that it follows from.
    pub facts: Vec<FactId>,
    /// The rules that it follows by.
    pub rules: Vec<&'static Rule>,
}

/// How a token came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    /// It is a process's.
    Process(ProcessId),
    /// IIS logged the account on with a password that it has.
    Stored(LogonMethod),
    /// A user authenticated so.
    Authenticated(Scheme, LogonMethod),
}

impl Acts {
    /// Those who may act; none if nobody does.
    pub fn bearers(&self) -> &[Bearer] {
        match self {
            Acts::As(bearers) => bearers,
            Acts::Nobody(_) => &[],
        }
    }

    pub(super) fn because(mut self, rule: &'static Rule) -> Acts {
        if let Acts::As(bearers) = &mut self {
            for bearer in bearers {
                bearer.rules.push(rule);
            }
        }
        self
    }
}

/// The logon that a method makes.
pub fn logon(method: LogonMethod) -> Logon {
    match method {
        LogonMethod::Interactive => Logon::Interactive,
        LogonMethod::Batch => Logon::Batch,
        LogonMethod::Network | LogonMethod::Cleartext | LogonMethod::Synchronized => Logon::Network,
    }
}

impl Credential {
    /// Whether the password is there, so that the token can be used on other machines; `None` for a process's, which has its own.
    pub fn reaches_other_machines(self) -> Option<bool> {
        let method = match self {
            Credential::Process(_) => return None,
            Credential::Stored(method) | Credential::Authenticated(_, method) => method,
        };
        Some(match method {
            LogonMethod::Interactive | LogonMethod::Batch | LogonMethod::Cleartext => true,
            LogonMethod::Network | LogonMethod::Synchronized => false,
        })
    }
}

static WORKER_THREAD: Rule = Rule::of(
    "a thread that an extension starts has no token of its own until it is given one",
    "ISAPI \"HSE_REQ_GET_IMPERSONATION_TOKEN\"",
);
static REVERTED: Rule = Rule::of(
    "reverting takes the token off the thread, and what is left is the token of the process",
    "Win32 \"RevertToSelf\"",
);
static IMPERSONATES: Rule = Rule::of(
    "the thread that carries the request has the token of its user",
    "Win32 \"SetThreadToken\"; KB 319067",
);
static IDENTIFIES: Rule = Rule::of(
    "a process without SeImpersonatePrivilege gets other users' tokens for identification only, and can open nothing with them",
    "Win32 \"impersonation levels\"; KB 821546",
);
static FIXED: Rule = Rule::of(
    "the pages run as the account that impersonation names; sources leave open how it is logged on",
    "ASP.NET \"impersonation\"",
);

/// The token of the process that serves a URL: with CGI the token of the program, which a request brings.
pub fn process_token(server: &Server, hosting: &Hosting, requester: Requester) -> Acts {
    match &hosting.host {
        Host::Process(process) => own(server, *process),
        Host::Requester { .. } => {
            let mut acts = request_token(server, hosting, requester);
            if let Acts::As(bearers) = &mut acts {
                for bearer in bearers {
                    bearer.token.token.level = TokenLevel::Primary;
                    bearer.rules.push(hosting.kind.rule());
                }
            }
            acts
        }
    }
}

/// The token that stands for the user of a request: whose, by which logon and why.
pub fn request_token(server: &Server, hosting: &Hosting, requester: Requester) -> Acts {
    let Some(version) = Version::of_server(server) else {
        return Acts::Nobody(NotActing::Unknown { facts: Vec::new() });
    };
    requester::token(server, &version, hosting, requester)
}

/// The token of the thread that carries a request.
pub fn thread(server: &Server, hosting: &Hosting, requester: Requester) -> Acts {
    let on_thread = hosting
        .cell(server)
        .map_or(OnThread::Process, |cell| cell.thread);
    match on_thread {
        OnThread::Process | OnThread::Caller => {
            process_token(server, hosting, requester).because(hosting.kind.rule())
        }
        OnThread::Requester => impersonated(
            server,
            hosting,
            request_token(server, hosting, requester).because(&IMPERSONATES),
        ),
        OnThread::AnonymousUser => impersonated(
            server,
            hosting,
            request_token(server, hosting, Requester::Anonymous).because(hosting.kind.rule()),
        ),
        OnThread::Fixed => impersonated(server, hosting, fixed(server, hosting)),
    }
}

/// The token of a thread that code behind a URL starts for itself.
pub fn worker_thread(server: &Server, hosting: &Hosting, requester: Requester) -> Acts {
    process_token(server, hosting, requester).because(&WORKER_THREAD)
}

/// The token that is left once the thread has reverted.
pub fn reverted(server: &Server, hosting: &Hosting, requester: Requester) -> Acts {
    process_token(server, hosting, requester).because(&REVERTED)
}

/// The token of a process.
pub(super) fn own(server: &Server, process: ProcessId) -> Acts {
    let facts = vec![server.process_fact(process)];
    let identity = server.identity_of(process);
    let token = server.token_of_process(process);
    match (identity, token) {
        (Some(principal), Some(token)) => Acts::As(vec![Bearer {
            principal,
            credential: Credential::Process(process),
            token,
            facts,
            rules: Vec::new(),
        }]),
        (None, _) | (_, None) => Acts::Nobody(NotActing::Unknown { facts }),
    }
}

/// The account that ASP.NET is told to impersonate, in each logon that it may have.
fn fixed(server: &Server, hosting: &Hosting) -> Acts {
    let unknown = || {
        Acts::Nobody(NotActing::Unknown {
            facts: hosting.facts.clone(),
        })
    };
    let Served::By(Handler::AspNetImpersonating(Some(who))) = &hosting.served else {
        return unknown();
    };
    let Ok(principal) = server.resolve(who) else {
        return unknown();
    };
    Acts::As(impersonated_account(
        server,
        principal,
        hosting.facts.clone(),
    ))
}

/// The account that ASP.NET impersonates, in each logon that it may have.
pub(super) fn impersonated_account(
    server: &Server,
    principal: PrincipalId,
    facts: Vec<FactId>,
) -> Vec<Bearer> {
    let methods = [
        LogonMethod::Batch,
        LogonMethod::Interactive,
        LogonMethod::Cleartext,
    ];
    let bearer = |method| Bearer {
        principal,
        credential: Credential::Stored(method),
        token: server.token_of(principal, logon(method)),
        facts: facts.clone(),
        rules: vec![&FIXED],
    };
    methods.into_iter().map(bearer).collect()
}

/// What a thread of the hosting process gets when it takes these tokens.
fn impersonated(server: &Server, hosting: &Hosting, acts: Acts) -> Acts {
    let bearers = match acts {
        Acts::As(bearers) => bearers,
        Acts::Nobody(_) => return acts,
    };
    let process = server.token_of_process(hosting.holder());
    let mut taken = Vec::new();
    for bearer in bearers {
        for level in levels(server, process.as_ref(), &bearer.token) {
            let mut bearer = bearer.clone();
            bearer.token.token.level = TokenLevel::Impersonation(level);
            if level < ImpersonationLevel::Impersonation {
                bearer.rules.push(&IDENTIFIES);
            }
            taken.push(bearer);
        }
    }
    Acts::As(taken)
}

/// The levels that a process's thread may get a token at: two where nobody knows whether the process holds the privilege.
pub(super) fn levels(
    server: &Server,
    process: Option<&TokenFacts>,
    client: &TokenFacts,
) -> Vec<ImpersonationLevel> {
    use ImpersonationLevel::{Identification, Impersonation};
    if !asks_for_privilege(server) {
        return vec![Impersonation];
    }
    // A process of which nobody knows as whom it runs may hold the privilege or not.
    let Some(process) = process else {
        return vec![Impersonation, Identification];
    };
    let got = nt::impersonate::impersonate(&process.token, &client.token, Impersonation);
    let perhaps = process
        .privileges
        .iter()
        .any(|fact| fact.privilege == Privilege::Impersonate && !fact.perhaps.is_empty());
    if got.rule.lowers() && perhaps {
        vec![Impersonation, Identification]
    } else {
        vec![got.level]
    }
}

/// Whether this Windows asks for SeImpersonatePrivilege: 2000 from service pack 4, XP from service pack 2, and all later.
pub(super) fn asks_for_privilege(server: &Server) -> bool {
    let pack = server.service_pack();
    match server.windows() {
        WindowsVersion::Nt4 => false,
        WindowsVersion::W2000 => pack >= Some(4),
        WindowsVersion::Xp => pack >= Some(2),
        WindowsVersion::Server2003
        | WindowsVersion::Vista
        | WindowsVersion::Server2008
        | WindowsVersion::W7
        | WindowsVersion::Server2008R2
        | WindowsVersion::W8
        | WindowsVersion::Server2012
        | WindowsVersion::W8_1
        | WindowsVersion::Server2012R2
        | WindowsVersion::W10
        | WindowsVersion::Server2016
        | WindowsVersion::Server2019
        | WindowsVersion::Server2022
        | WindowsVersion::W11
        | WindowsVersion::Server2025 => true,
    }
}

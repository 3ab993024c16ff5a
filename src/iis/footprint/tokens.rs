//! The tokens that configuration hands out: the anonymous user's, a virtual folder's account's, and those that ASP.NET impersonates.
//!
//! Visitors bring tokens of their own; those are nobody's to hand out, and are left out.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::{
    iis::{
        Acts, Bearer, Credential, Host, Hosting, Kind, Requester, Served, request_token,
        thread::{impersonated_account, levels},
        version::{Era, Version},
    },
    nt::{ImpersonationLevel, TokenLevel},
    world::{
        Anonymous, ApplicationSettings, FactId, LogonMethod, MappedUrl, Name, ProcessId, Rule,
        Server, TokenFacts, Who, WinPath,
        footprint::{Handed, Why},
    },
};

/// Tokens that were worked out already.
pub(super) struct Tokens<'a> {
    server: &'a Server,
    anonymous: FxHashMap<Asked, Answer>,
    fixed: FxHashMap<Who, Vec<(Arc<TokenFacts>, &'static Rule)>>,
}

/// What decides whose token an anonymous request gets.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Asked {
    anonymous: Option<Anonymous>,
    logon: Option<LogonMethod>,
    forms: bool,
    account: Option<Who>,
}

/// Whose it gets.
#[derive(Clone)]
pub(super) enum Answer {
    /// That of the process which holds the code.
    Process(&'static Rule),
    /// One of these.
    Tokens(Vec<(Arc<TokenFacts>, &'static Rule)>),
}

/// Where a request ends.
pub(super) struct Place<'p> {
    pub site: &'p Name,
    pub application: &'p Name,
    pub folder: &'p WinPath,
    pub account: Option<&'p Who>,
    pub process: ProcessId,
}

impl<'a> Tokens<'a> {
    pub fn of(server: &'a Server) -> Tokens<'a> {
        Tokens {
            server,
            anonymous: FxHashMap::default(),
            fixed: FxHashMap::default(),
        }
    }

    /// The token of an anonymous request with these settings, as the server opens content with it.
    pub fn anonymous(
        &mut self,
        version: &Version,
        settings: &ApplicationSettings,
        place: &Place,
    ) -> Answer {
        let remote = place.folder.as_str().starts_with("\\\\");
        let asked = Asked {
            anonymous: settings.anonymous.clone(),
            logon: settings.anonymous_logon,
            forms: settings.forms_authentication,
            account: place
                .account
                .filter(|_| remote || version.era == Era::Iis7)
                .cloned(),
        };
        if let Some(known) = self.anonymous.get(&asked) {
            return known.clone();
        }
        let hosting = Hosting {
            url: MappedUrl {
                site: place.site.clone(),
                application: place.application.clone(),
                pool: settings.pool.clone(),
                path: place.folder.clone(),
                account: place.account.cloned(),
                facts: Vec::new(),
            },
            settings: settings.clone(),
            served: Served::Static,
            kind: Kind::Static,
            host: Host::Process(place.process),
            facts: Vec::new(),
            rules: Vec::new(),
        };
        let answer = match request_token(self.server, &hosting, Requester::Anonymous) {
            Acts::As(bearers) => answer(bearers),
            // Nobody is let in, or nobody knows who is meant: nothing is handed out that could be named.
            Acts::Nobody(_) => Answer::Tokens(Vec::new()),
        };
        self.anonymous.insert(asked, answer.clone());
        answer
    }

    /// The tokens of an account that ASP.NET impersonates, one for each way to log it on.
    pub fn fixed(&mut self, who: &Who) -> Vec<(Arc<TokenFacts>, &'static Rule)> {
        let server = self.server;
        let tokens = |who: &Who| {
            let Ok(principal) = server.resolve(who) else {
                return Vec::new();
            };
            shared(impersonated_account(server, principal, Vec::new()))
        };
        self.fixed
            .entry(who.clone())
            .or_insert_with(|| tokens(who))
            .clone()
    }
}

fn answer(bearers: Vec<Bearer>) -> Answer {
    let process = bearers.iter().find(|bearer| match bearer.credential {
        Credential::Process(_) => true,
        Credential::Stored(_) | Credential::Authenticated(..) => false,
    });
    match process {
        Some(bearer) => Answer::Process(rule(bearer)),
        None => Answer::Tokens(shared(bearers)),
    }
}

fn shared(bearers: Vec<Bearer>) -> Vec<(Arc<TokenFacts>, &'static Rule)> {
    let share = |mut bearer: Bearer| {
        let rule = rule(&bearer);
        bearer.token.token.level = TokenLevel::Impersonation(ImpersonationLevel::Impersonation);
        (Arc::new(bearer.token), rule)
    };
    bearers.into_iter().map(share).collect()
}

fn rule(bearer: &Bearer) -> &'static Rule {
    static HANDED: Rule = Rule::of(
        "the thread that carries a request has the token of its user",
        "Win32 \"SetThreadToken\"; KB 319067",
    );
    bearer.rules.first().copied().unwrap_or(&HANDED)
}

/// What of these a process's threads get: none where Windows gives it for identification only, and perhaps where nobody knows
/// whether the process may impersonate, or which of them it is.
pub(super) fn taken(
    server: &Server,
    process: Option<&TokenFacts>,
    tokens: &[(Arc<TokenFacts>, &'static Rule)],
    (site, facts): (&Name, &[FactId]),
) -> Vec<Handed> {
    let mut taken = Vec::new();
    for (token, rule) in tokens {
        let levels = levels(server, process, token);
        if !levels.contains(&ImpersonationLevel::Impersonation) {
            continue;
        }
        taken.push(Handed {
            token: token.clone(),
            certain: levels.len() == 1 && tokens.len() == 1,
            site: Some(site.clone()),
            why: Why {
                rule,
                facts: facts.to_vec(),
            },
        });
    }
    taken
}

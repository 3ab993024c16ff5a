//! The clauses of an application in words.

use super::{print_machine::cache_words, spell};
use crate::world::{
    Anonymous, ApplicationSettings, AuthenticatedAs, Handler, LogonMethod, Protection, Scheme, Use,
};

/// What is said, in the order in which it is printed.
pub fn settings(settings: &ApplicationSettings) -> Vec<String> {
    let mut clauses = Vec::new();
    if let Some(pool) = &settings.pool {
        clauses.push(format!("in pool {}", spell::plain(pool)));
    }
    match settings.protection {
        None => {}
        Some(Protection::InProcess) => clauses.push("in process".to_owned()),
        Some(Protection::Pooled) => clauses.push("pooled".to_owned()),
        Some(Protection::Isolated) => clauses.push("isolated".to_owned()),
    }
    match &settings.anonymous {
        None => {}
        Some(Anonymous::Off) => clauses.push("no anonymous".to_owned()),
        Some(Anonymous::PoolIdentity) => clauses.push("anonymous is the pool identity".to_owned()),
        Some(Anonymous::Account(who)) => {
            clauses.push(format!("anonymous is {}", spell::account(who)));
        }
    }
    if !settings.handlers.is_empty() {
        let handlers: Vec<String> = settings.handlers.iter().map(handler_words).collect();
        clauses.push(format!("runs {}", handlers.join(", ")));
    }
    clauses.extend(requests(settings));
    for used in &settings.uses {
        clauses.push(match used {
            Use::Component(name) => format!("uses component {}", spell::plain(name)),
            Use::Path(path) => format!("uses {}", spell::path(path)),
        });
    }
    for (cache, path) in &settings.caches {
        clauses.push(format!("{} {}", cache_words(*cache), spell::path(path)));
    }
    let switches = [
        (settings.stores_machine_key, "stores a machine key"),
        (settings.allows_upload, "allows upload"),
        (settings.forms_authentication, "uses forms authentication"),
        (
            settings.out_of_process_components == Some(false),
            "refuses out-of-process components",
        ),
        (
            settings.out_of_process_components == Some(true),
            "allows out-of-process components",
        ),
    ];
    let on = switches.iter().filter(|(on, _)| *on);
    clauses.extend(on.map(|(_, words)| (*words).to_owned()));
    clauses
}

/// How users authenticate, and as whom they act then.
fn requests(settings: &ApplicationSettings) -> Vec<String> {
    let mut clauses = Vec::new();
    if let Some(method) = settings.anonymous_logon {
        clauses.push(format!("anonymous logs on {}", logon_words(method)));
    }
    if !settings.schemes.is_empty() {
        let schemes: Vec<&str> = settings.schemes.iter().map(|it| scheme_word(*it)).collect();
        clauses.push(format!("authenticates with {}", schemes.join(", ")));
    }
    if let Some(method) = settings.basic_logon {
        clauses.push(format!("basic logs on {}", logon_words(method)));
    }
    if let Some(acts_as) = settings.authenticated_as {
        let whom = match acts_as {
            AuthenticatedAs::Themselves => "themselves",
            AuthenticatedAs::PoolIdentity => "the pool identity",
            AuthenticatedAs::AnonymousUser => "the anonymous user",
        };
        clauses.push(format!("authenticated users act as {whom}"));
    }
    clauses
}

fn logon_words(method: LogonMethod) -> &'static str {
    match method {
        LogonMethod::Interactive => "interactively",
        LogonMethod::Batch => "as a batch job",
        LogonMethod::Network => "over the network",
        LogonMethod::Cleartext => "in clear text",
        LogonMethod::Synchronized => "by password synchronization",
    }
}

fn scheme_word(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Windows => "windows",
        Scheme::Basic => "basic",
        Scheme::Digest => "digest",
        Scheme::Certificates => "certificates",
    }
}

fn handler_words(handler: &Handler) -> String {
    match handler {
        Handler::Asp => "asp".to_owned(),
        Handler::AspNet => "asp.net".to_owned(),
        Handler::AspNetImpersonating(None) => "asp.net impersonating".to_owned(),
        Handler::AspNetImpersonating(Some(who)) => {
            format!("asp.net impersonating as {}", spell::account(who))
        }
        Handler::AspNetCoreInProcess => "asp.net core in process".to_owned(),
        Handler::AspNetCoreOutOfProcess => "asp.net core out of process".to_owned(),
        Handler::Php => "php".to_owned(),
        Handler::PhpImpersonating => "php impersonating".to_owned(),
        Handler::Isapi(program, None) => format!("isapi {}", spell::path(program)),
        Handler::Isapi(program, Some(extension)) => {
            format!(
                "isapi {} for {}",
                spell::path(program),
                spell::plain(extension)
            )
        }
        Handler::Cgi(program) => format!("cgi {}", spell::path(program)),
    }
}

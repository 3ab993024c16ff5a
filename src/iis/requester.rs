//! The user of a request: the anonymous account, the one who authenticated, or a fixed account, and how it was logged on.

use super::{
    hosting::Hosting,
    start::needs_password,
    thread::{Acts, Bearer, Credential, NotActing, Requester, logon, own},
    version::{Era, Version},
};
use crate::{
    nt::{ImpersonationLevel, TokenLevel},
    world::{
        Anonymous, AuthenticatedAs, IisVersion, LogonMethod, Name, PrincipalId, Rule, Scheme,
        Server, Who,
    },
};

static FOLDER_ACCOUNT: Rule = Rule::of(
    "content of a virtual folder with an account of its own is opened as that account, whoever asks",
    "IIS \"virtualDirectory\"; KB 207671",
);
static NO_ANONYMOUS: Rule = Rule::of(
    "without anonymous access a request that does not authenticate is turned away (401.2)",
    "IIS \"anonymousAuthentication\"",
);
static FORMS: Rule = Rule::of(
    "where only forms authentication lets users in, nobody is a Windows user and requests act as the process",
    "ASP.NET \"forms authentication\"",
);
static ANONYMOUS: Rule = Rule::of(
    "an anonymous request acts as the anonymous account that configuration names",
    "KB 218756; IIS \"anonymousAuthentication\"",
);
static BY_DEFAULT: Rule = Rule::of(
    "configuration names no anonymous account: it is IUSR_ and the machine's name, from 7.0 the built-in IUSR",
    "IIS \"built-in user and group accounts\"",
);
static AS_POOL: Rule = Rule::of(
    "an anonymous account without a name is the identity of the process",
    "IIS \"application pool identity as anonymous user\"",
);
static NOT_AS_POOL: Rule = Rule::of(
    "before 7.0 the anonymous account has a name, so it cannot be the identity of the process",
    "IIS \"application pool identity as anonymous user\"",
);
static WORKER_USER: Rule = Rule::of(
    "authenticated users are replaced by the identity of the process for all that impersonates",
    "IIS \"serverRuntime authenticatedUserOverride\"; IIS 6.0 \"AzImpersonationLevel\"",
);
static ANONYMOUS_USER: Rule = Rule::of(
    "URL authorization replaces authenticated users by the anonymous account",
    "IIS 6.0 \"AzImpersonationLevel\"",
);
static SYNCHRONIZED: Rule = Rule::of(
    "where IIS controls the password of the anonymous account, that is logged on over the network; so it is by setup up to 5.1",
    "KB 218756; KB 216828",
);
static METHOD: Rule = Rule::of(
    "LogonMethod says how accounts are logged on whose password IIS has: interactively up to 5.1, over the network in clear text from 6.0",
    "IIS 6.0 \"LogonMethod\"; IIS \"anonymousAuthentication\"",
);
static INTEGRATED: Rule = Rule::of(
    "integrated and digest authentication make network logons, without a password",
    "KB 264921",
);
static MAPPED: Rule = Rule::of(
    "an account that a certificate is mapped to is logged on interactively",
    "KB 264921",
);

/// The token of the user of a request.
pub(super) fn token(
    server: &Server,
    version: &Version,
    hosting: &Hosting,
    requester: Requester,
) -> Acts {
    if let Some(who) = fixed_account(version, hosting) {
        let rules = vec![&FOLDER_ACCOUNT, &METHOD];
        return stored(server, hosting, who, version.basic_logon, rules);
    }
    match requester {
        Requester::Anonymous => anonymous(server, version, hosting),
        Requester::Authenticated(user) => match override_of(version, hosting) {
            AuthenticatedAs::Themselves => authenticated(server, version, hosting, user),
            AuthenticatedAs::PoolIdentity => as_process(server, hosting, &WORKER_USER),
            AuthenticatedAs::AnonymousUser => {
                anonymous(server, version, hosting).because(&ANONYMOUS_USER)
            }
        },
    }
}

/// The account that the virtual folder's content is opened as: before 7.0 only for content on other machines.
fn fixed_account<'a>(version: &Version, hosting: &'a Hosting) -> Option<&'a Who> {
    let remote = hosting.url.path.as_str().starts_with("\\\\");
    let account = hosting.url.account.as_ref();
    account.filter(|_| remote || version.era == Era::Iis7)
}

/// Whom authenticated users are replaced by, where that version can.
fn override_of(version: &Version, hosting: &Hosting) -> AuthenticatedAs {
    let said = hosting
        .settings
        .authenticated_as
        .unwrap_or(AuthenticatedAs::Themselves);
    let can = match said {
        AuthenticatedAs::Themselves => true,
        AuthenticatedAs::PoolIdentity => {
            version.iis >= IisVersion::V6_0 && version.iis != IisVersion::V7_0
        }
        AuthenticatedAs::AnonymousUser => version.iis == IisVersion::V6_0,
    };
    if can {
        said
    } else {
        AuthenticatedAs::Themselves
    }
}

fn anonymous(server: &Server, version: &Version, hosting: &Hosting) -> Acts {
    let settings = &hosting.settings;
    let refused = |rule| {
        let facts = hosting.facts.clone();
        Acts::Nobody(NotActing::Refused { rule, facts })
    };
    let method = settings.anonymous_logon.unwrap_or(version.anonymous_logon);
    let how = match method {
        LogonMethod::Synchronized => &SYNCHRONIZED,
        LogonMethod::Interactive
        | LogonMethod::Batch
        | LogonMethod::Network
        | LogonMethod::Cleartext => &METHOD,
    };
    match &settings.anonymous {
        Some(Anonymous::Off) if settings.forms_authentication => {
            as_process(server, hosting, &FORMS)
        }
        Some(Anonymous::Off) => refused(&NO_ANONYMOUS),
        Some(Anonymous::PoolIdentity) if version.era == Era::Iis7 => {
            as_process(server, hosting, &AS_POOL)
        }
        Some(Anonymous::PoolIdentity) => refused(&NOT_AS_POOL),
        Some(Anonymous::Account(who)) => {
            stored(server, hosting, who, method, vec![&ANONYMOUS, how])
        }
        None => {
            let who = default_anonymous(server.name(), version);
            stored(server, hosting, &who, method, vec![&BY_DEFAULT, how])
        }
    }
}

/// The anonymous account where nobody says who it is.
pub(super) fn default_anonymous(machine: Option<&Name>, version: &Version) -> Who {
    Who::Name(match (version.era, machine) {
        (Era::Iis7, _) => Name::from(version.anonymous),
        (Era::Iis4 | Era::Iis5 | Era::Iis6, machine) => Name::new(format!(
            ".\\{}{}",
            version.anonymous,
            machine.map_or("", Name::as_str)
        )),
    })
}

/// A user who authenticates: one token for each logon that the schemes make.
fn authenticated(server: &Server, version: &Version, hosting: &Hosting, user: PrincipalId) -> Acts {
    let settings = &hosting.settings;
    let schemes: &[Scheme] = if settings.schemes.is_empty() {
        &[Scheme::Windows]
    } else {
        &settings.schemes
    };
    let mut bearers: Vec<Bearer> = Vec::new();
    for scheme in schemes {
        let (method, rule) = match scheme {
            Scheme::Windows | Scheme::Digest => (LogonMethod::Network, &INTEGRATED),
            Scheme::Basic => (settings.basic_logon.unwrap_or(version.basic_logon), &METHOD),
            Scheme::Certificates => (LogonMethod::Interactive, &MAPPED),
        };
        let token = impersonable(server, user, method);
        if bearers.iter().any(|known| known.token.logon == token.logon) {
            continue;
        }
        bearers.push(Bearer {
            principal: user,
            credential: Credential::Authenticated(*scheme, method),
            token,
            facts: hosting.facts.clone(),
            rules: vec![rule],
        });
    }
    Acts::As(bearers)
}

/// An account that IIS logs on.
fn stored(
    server: &Server,
    hosting: &Hosting,
    who: &Who,
    method: LogonMethod,
    rules: Vec<&'static Rule>,
) -> Acts {
    let facts = hosting.facts.clone();
    let Ok(principal) = server.resolve(who) else {
        return Acts::Nobody(NotActing::Unknown { facts });
    };
    // How the account is logged on matters to one that has a password: the token of IUSR is handed out by Windows.
    let logs_on = needs_password(server, principal);
    let rules = rules
        .into_iter()
        .filter(|rule| logs_on || !std::ptr::eq(*rule, &METHOD))
        .collect();
    Acts::As(vec![Bearer {
        principal,
        credential: Credential::Stored(method),
        token: impersonable(server, principal, method),
        facts,
        rules,
    }])
}

fn impersonable(
    server: &Server,
    principal: PrincipalId,
    method: LogonMethod,
) -> crate::world::TokenFacts {
    let mut token = server.token_of(principal, logon(method));
    token.token.level = TokenLevel::Impersonation(ImpersonationLevel::Impersonation);
    token
}

/// The process that holds the code, or starts the program.
fn as_process(server: &Server, hosting: &Hosting, rule: &'static Rule) -> Acts {
    own(server, hosting.holder()).because(rule)
}

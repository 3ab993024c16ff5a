//! What the documents advise about a configuration that nothing forbids: flags for whoever looks it over.
//!
//! A flag is no answer about rights. It says where to look, by which rule, and for which facts.

use super::{
    requester::default_anonymous,
    settings::{Application, applications, settings_of},
    version::{Generation, Version},
};
use crate::{
    nt::Sid,
    world::{
        Anonymous, FactId, Handler, PoolIdentity, PrincipalId, Protection, Rule, Server, Who,
        well_known,
    },
};

/// A flag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// What it is called, `impersonation`.
    pub topic: Topic,
    /// What it is about: `application Library/loans`.
    pub about: String,
    /// Why it was raised.
    pub facts: Vec<FactId>,
}

/// What can be flagged, those whom the documents fear most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// Programs may be put there.
    Upload,
    /// Code insists on being SYSTEM.
    Privileged,
    /// ASP.NET opens files as its process and not as the visitor.
    Impersonation,
    /// Sites with pools of their own have one anonymous user.
    SharedAnonymous,
    /// The anonymous user is called like the one that setup makes.
    AnonymousName,
}

impl Topic {
    /// Every topic, in order.
    pub const ALL: [Topic; 5] = [
        Topic::Upload,
        Topic::Privileged,
        Topic::Impersonation,
        Topic::SharedAnonymous,
        Topic::AnonymousName,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Topic::Upload => "upload",
            Topic::Privileged => "privileged",
            Topic::Impersonation => "impersonation",
            Topic::SharedAnonymous => "shared-anonymous",
            Topic::AnonymousName => "anonymous-name",
        }
    }

    /// The rule, with the document that has it.
    pub fn rule(self) -> &'static Rule {
        match self {
            Topic::Upload => &UPLOAD,
            Topic::Privileged => &PRIVILEGED,
            Topic::Impersonation => &IMPERSONATION,
            Topic::SharedAnonymous => &SHARED_ANONYMOUS,
            Topic::AnonymousName => &ANONYMOUS_NAME,
        }
    }
}

const PAPER: &str = "\"IIS application isolation\"";

static UPLOAD: Rule = Rule::of(
    "whoever may put programs there can do what its process can; so can an outsider who takes over what is there",
    PAPER,
);
static PRIVILEGED: Rule = Rule::of(
    "code that insists on running as SYSTEM probably does not impersonate throughout",
    PAPER,
);
static IMPERSONATION: Rule = Rule::of(
    "without impersonation ASP.NET opens files as its process, so that lists do not tell its users apart; forms authentication has no users for Windows",
    PAPER,
);
static SHARED_ANONYMOUS: Rule = Rule::of(
    "visitors of one site are let in wherever those of the other are",
    PAPER,
);
static ANONYMOUS_NAME: Rule = Rule::of(
    "an account of one's own that is called IUSR is easily taken for the one that setup makes",
    PAPER,
);

/// Somebody to be feared, and what he needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feared {
    /// Who.
    pub who: &'static str,
    /// What brings him there.
    pub by: &'static str,
}

/// Whom the documents fear, the most dangerous first; each has in the end what the process has that his code runs in.
pub const FEARED: [Feared; 4] = [
    Feared {
        who: "who may put programs into an application that others share the server with",
        by: "a program of his own, above all a compiled one",
    },
    Feared {
        who: "an outsider who takes such an application over",
        by: "a defect in it, such as an overflowing buffer",
    },
    Feared {
        who: "an outsider with something on the machine of one who may put programs there",
        by: "a Trojan horse",
    },
    Feared {
        who: "an outsider who is told what he should not be",
        by: "a story that somebody believes",
    },
];

/// All flags of a server, in the order of their topics and of what they are about.
pub fn advice(server: &Server) -> Vec<Advice> {
    let Some(version) = Version::of_server(server) else {
        return Vec::new();
    };
    let applications = effective(server, &version);
    let mut all = Vec::new();
    for application in &applications {
        all.extend(upload(application));
        all.extend(in_process(application, &version));
        all.extend(impersonation(application));
        all.extend(anonymous_name(application, server, &version));
    }
    all.extend(local_system(server, &version));
    all.extend(shared_anonymous(&applications, server, &version));
    all.sort_by(|one, other| (one.topic, &one.about).cmp(&(other.topic, &other.about)));
    all
}

/// The applications, with what web.config files change.
fn effective(server: &Server, version: &Version) -> Vec<Application> {
    let mut all = applications(server);
    for application in &mut all {
        let (site, url) = (application.site.as_str(), application.url.as_str());
        if let Ok(mapped) = server.map_url(Some(site), url) {
            let (settings, facts) = settings_of(server, version, application, &mapped);
            application.settings = settings;
            application.facts.extend(facts);
        }
    }
    all
}

fn named(application: &Application) -> String {
    if application.url.is("/") {
        format!("site {}", application.site)
    } else {
        format!("application {}{}", application.site, application.url)
    }
}

fn flag(topic: Topic, application: &Application) -> Advice {
    Advice {
        topic,
        about: named(application),
        facts: application.facts.clone(),
    }
}

fn upload(application: &Application) -> Option<Advice> {
    let settings = &application.settings;
    (settings.allows_upload && !settings.handlers.is_empty())
        .then(|| flag(Topic::Upload, application))
}

/// Low protection that somebody asked for.
fn in_process(application: &Application, version: &Version) -> Option<Advice> {
    let settings = &application.settings;
    let low = version.generation == Generation::Inetinfo
        && settings.protection == Some(Protection::InProcess)
        && !settings.handlers.is_empty();
    low.then(|| flag(Topic::Privileged, application))
}

/// Pools that are SYSTEM.
fn local_system(server: &Server, version: &Version) -> Vec<Advice> {
    if version.generation != Generation::Workers {
        return Vec::new();
    }
    server
        .pools()
        .filter(|(pool, _)| is_system(server, pool.identity.as_ref()))
        .map(|(pool, fact)| Advice {
            topic: Topic::Privileged,
            about: format!("pool {}", pool.name),
            facts: vec![fact],
        })
        .collect()
}

fn is_system(server: &Server, identity: Option<&PoolIdentity>) -> bool {
    match identity {
        Some(PoolIdentity::LocalSystem) => true,
        Some(PoolIdentity::Account(who)) => sid(server, who) == Some(well_known::sid::SYSTEM),
        Some(
            PoolIdentity::NetworkService
            | PoolIdentity::LocalService
            | PoolIdentity::Own
            | PoolIdentity::Unknown,
        )
        | None => false,
    }
}

fn sid(server: &Server, who: &Who) -> Option<Sid> {
    server.principal(server.resolve(who).ok()?).sid()
}

fn impersonation(application: &Application) -> Option<Advice> {
    let settings = &application.settings;
    (settings.handlers.contains(&Handler::AspNet) && !settings.forms_authentication)
        .then(|| flag(Topic::Impersonation, application))
}

/// Who an anonymous request to an application runs as, where that is an account.
fn anonymous(application: &Application, server: &Server, version: &Version) -> Option<PrincipalId> {
    let who = match &application.settings.anonymous {
        Some(Anonymous::Account(who)) => who.clone(),
        Some(Anonymous::Off | Anonymous::PoolIdentity) => return None,
        None => default_anonymous(server.name(), version),
    };
    server.resolve(&who).ok()
}

/// An account that is called like the one that setup makes, and is another.
fn anonymous_name(application: &Application, server: &Server, version: &Version) -> Option<Advice> {
    let Some(Anonymous::Account(who)) = &application.settings.anonymous else {
        return None;
    };
    let id = server.resolve(who).ok()?;
    let by_setup = server
        .resolve(&default_anonymous(server.name(), version))
        .ok();
    let name = server.principal(id).name().to_string().to_uppercase();
    let bare = name.rsplit('\\').next().unwrap_or(&name);
    let like = bare.contains("IUSR") && Some(id) != by_setup;
    like.then(|| flag(Topic::AnonymousName, application))
}

/// Applications in several pools whose visitors are one account.
fn shared_anonymous(
    applications: &[Application],
    server: &Server,
    version: &Version,
) -> Vec<Advice> {
    if version.generation != Generation::Workers {
        return Vec::new();
    }
    let visitors: Vec<Option<PrincipalId>> = applications
        .iter()
        .map(|application| anonymous(application, server, version))
        .collect();
    let pool = |at: usize| &applications[at].settings.pool;
    let shared = |one: usize| {
        visitors[one].is_some()
            && (0..visitors.len())
                .any(|other| visitors[other] == visitors[one] && pool(other) != pool(one))
    };
    (0..applications.len())
        .filter(|at| shared(*at))
        .map(|at| flag(Topic::SharedAnonymous, &applications[at]))
        .collect()
}

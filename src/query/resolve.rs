//! From names to what they name in one server. An unknown or ambiguous name is an error with candidates, never a guess.

use super::{
    engine::{self, LazyFootprint},
    syntax::{Account, ActorKind, Named, Reference, ThingKind, Written},
};
use crate::{
    nt::Sid,
    text::{Diagnostic, Source, Span, nearest},
    world::{
        Footprint, MappedUrl, Name, ObjectNoun, PrincipalId, PrincipalKind, ProcessId, Server,
        Unmapped, Unresolved, Who, WinPath,
    },
};

/// Somebody who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A principal of the server.
    Principal(PrincipalId),
    /// A pool: the process that works for it.
    Pool(Name, Option<ProcessId>),
    /// A SID that nobody described.
    Stranger(Sid),
    /// Somebody whom configuration makes.
    Made(Made),
}

/// Those whom configuration makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Made {
    /// Whoever makes a request and does not say who it is.
    Anonymous,
    /// A site: its root application.
    Site(Name),
    /// An application by its site and its URL path.
    Application(Name, Name),
    /// Something else that runs or acts, in the words of the question: `the thread of /x`, `filter C:\x.dll`.
    Part(String),
}

/// An object by its path.
#[derive(Clone, Debug)]
pub struct Object {
    /// Its path.
    pub path: WinPath,
    /// What kind was said or follows from the name.
    pub noun: Option<ObjectNoun>,
    /// The URL that it was asked by.
    pub url: Option<MappedUrl>,
    /// As it was asked.
    pub asked: String,
    /// What it is.
    pub thing: Thing,
}

impl Object {
    /// As an answer calls it: its path; a component or service with its kind.
    pub fn words(&self) -> String {
        match &self.thing {
            Thing::Path => self.path.to_string(),
            Thing::Component(name) => format!("component {name}"),
            Thing::Service(name) => format!("service {name}"),
        }
    }
}

/// What something is that something is done to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A file, a folder or a key: `path` tells which.
    Path,
    /// A component, by the name that it is declared with; `path` is that name.
    Component(Name),
    /// A service, by the name that it is declared with; `path` is that name.
    Service(Name),
}

/// What names are looked up in, and what is pointed at when they are not found.
#[derive(Clone, Copy)]
pub struct Resolver<'a> {
    /// The server.
    pub server: &'a Server,
    /// The text of the question.
    pub source: &'a Source,
    /// What code there is to be had on the server.
    pub footprint: &'a LazyFootprint,
    /// Every world that has a name.
    pub worlds: &'a [(Name, &'a Server)],
}

impl<'a> Resolver<'a> {
    /// The world of that name.
    ///
    /// # Errors
    /// No world is called so.
    pub fn world(&self, name: &Name, span: Span) -> Result<&'a Server, Box<Diagnostic>> {
        if let Some((_, server)) = self.worlds.iter().find(|(known, _)| known == name) {
            return Ok(server);
        }
        let known = self.worlds.iter().map(|(known, _)| known.as_str());
        let wrong = self
            .at(
                "unknown-world",
                format!("no world is called `{name}`"),
                span,
                "not a world that was named",
            )
            .candidates(nearest(name.as_str(), known))
            .help("name one by `--world NAME=PATH`, at the prompt by `:world NAME PATH`");
        Err(wrong.into())
    }
}

impl Resolver<'_> {
    /// What code there is to be had on the server.
    pub fn footprint(&self) -> &Footprint {
        self.footprint
            .get_or_init(|| engine::footprint(self.server))
    }

    /// Who is meant as somebody who acts: a pool, a user, a group, a SID.
    ///
    /// # Errors
    /// Nobody is called so, several are, or it is no name of somebody.
    pub fn subject(&self, account: &Account, span: Span) -> Result<Subject, Box<Diagnostic>> {
        match (account.kind, &account.name.node) {
            (Some(ActorKind::Pool), Reference::Name(name)) => self.pool(name, account.name.span),
            (Some(ActorKind::Site), _) => self.site(&account.name),
            (Some(ActorKind::Application), _) => self.application(&account.name),
            (
                Some(kind @ (ActorKind::User | ActorKind::Group)),
                Reference::Name(_) | Reference::Sid(_),
            ) => {
                let id = self.principal(account)?;
                self.must_be(kind, id, account.name.span)?;
                Ok(Subject::Principal(id))
            }
            (None, Reference::Name(name)) => self.anybody(name, account.name.span),
            (_, Reference::Sid(sid)) => Ok(match self.server.resolve(&Who::Sid(*sid)) {
                Ok(id) => Subject::Principal(id),
                Err(_) => Subject::Stranger(*sid),
            }),
            (_, Reference::Path(_) | Reference::Url { .. }) => Err(self
                .at(
                    "not-somebody",
                    format!(
                        "`{}` is a path, and a path does nothing",
                        self.words(account.name.span)
                    ),
                    span,
                    "expected a pool, a user, a group or a SID",
                )
                .into()),
        }
    }

    /// The account that is meant where only an account can be: a group, an access line's subject.
    ///
    /// # Errors
    /// Nobody is called so, or several are.
    pub fn principal(&self, account: &Account) -> Result<PrincipalId, Box<Diagnostic>> {
        let span = account.name.span;
        let who = match &account.name.node {
            Reference::Name(name) if account.kind == Some(ActorKind::Pool) => {
                Who::Name(Name::new(format!("IIS APPPOOL\\{name}")))
            }
            Reference::Name(name) => Who::Name(name.clone()),
            Reference::Sid(sid) => Who::Sid(*sid),
            Reference::Path(_) | Reference::Url { .. } => {
                return Err(self
                    .at(
                        "not-somebody",
                        format!("`{}` is a path, not an account", self.words(span)),
                        span,
                        "expected an account",
                    )
                    .into());
            }
        };
        self.server
            .resolve(&who)
            .map_err(|unresolved| self.unresolved(unresolved, span).into())
    }

    fn pool(&self, name: &Name, span: Span) -> Result<Subject, Box<Diagnostic>> {
        match self.server.pool(name) {
            Some((pool, _)) => Ok(Subject::Pool(
                pool.name.clone(),
                self.server.processes_of_pool(&pool.name).first().copied(),
            )),
            None => Err(self
                .missing("pool", name.as_str(), span, &self.pool_names())
                .into()),
        }
    }

    /// Somebody whose kind was not said: an account or a pool, if only one is called so.
    fn anybody(&self, name: &Name, span: Span) -> Result<Subject, Box<Diagnostic>> {
        let account = self.server.resolve(&Who::Name(name.clone()));
        let pool = self.server.pool(name);
        match (account, pool) {
            (Ok(id), None) => Ok(Subject::Principal(id)),
            (Ok(id), Some((pool, _))) => Err(self
                .at(
                    "ambiguous-name",
                    format!("`{name}` is an account and a pool"),
                    span,
                    "which one is meant",
                )
                .candidates(vec![
                    format!("pool {}", pool.name),
                    format!("user {}", self.server.principal(id).name()),
                ])
                .help("say the kind before the name")
                .into()),
            (Err(Unresolved::NotFound { .. }), Some(_)) => self.pool(name, span),
            (Err(unresolved @ Unresolved::Ambiguous { .. }), _) => {
                Err(self.unresolved(unresolved, span).into())
            }
            (Err(Unresolved::NotFound { candidates }), None) => {
                let mut near = candidates;
                near.extend(
                    nearest(name.as_str(), self.pool_names().iter().map(String::as_str))
                        .into_iter()
                        .map(|pool| format!("pool {pool}")),
                );
                Err(self
                    .unresolved(Unresolved::NotFound { candidates: near }, span)
                    .into())
            }
        }
    }

    fn must_be(&self, kind: ActorKind, id: PrincipalId, span: Span) -> Result<(), Box<Diagnostic>> {
        let principal = self.server.principal(id);
        let (is, other) = match (kind, principal.kind()) {
            (ActorKind::User, PrincipalKind::Group) => ("group", "user"),
            (ActorKind::Group, PrincipalKind::User) => ("user", "group"),
            _ => return Ok(()),
        };
        Err(self
            .at(
                "wrong-kind",
                format!("`{}` is a {is}, not a {other}", principal.name()),
                span,
                &format!("a {is} in this server"),
            )
            .help(format!(
                "say `{is} {}`, or leave the kind out",
                principal.name()
            ))
            .into())
    }

    /// The object that is meant.
    ///
    /// # Errors
    /// A URL that no site serves, or that several do; a word that is no path.
    pub fn object(&self, named: &Named<ThingKind>) -> Result<Object, Box<Diagnostic>> {
        let noun = named.kind.map(|kind| match kind {
            ThingKind::File => ObjectNoun::File,
            ThingKind::Folder => ObjectNoun::Folder,
            ThingKind::Key => ObjectNoun::Key,
        });
        self.reference(&named.name, noun)
    }

    /// The object that a reference means.
    ///
    /// # Errors
    /// As [`Resolver::object`].
    pub fn reference(
        &self,
        name: &Written<Reference>,
        noun: Option<ObjectNoun>,
    ) -> Result<Object, Box<Diagnostic>> {
        let span = name.span;
        match &name.node {
            Reference::Path(path) => {
                let path = path.clone();
                let noun = noun.or_else(|| is_key(&path).then_some(ObjectNoun::Key));
                Ok(Object {
                    asked: path.to_string(),
                    path,
                    noun,
                    url: None,
                    thing: Thing::Path,
                })
            }
            Reference::Url { site, path } => {
                let mapped = self
                    .server
                    .map_url(site.as_ref().map(Name::as_str), path.as_str())
                    .map_err(|unmapped| self.unmapped(unmapped, span))?;
                Ok(Object {
                    asked: site.as_ref().map_or_else(|| path.to_string(), |site| format!("{site}{path}")),
                    path: mapped.path.clone(),
                    noun,
                    url: Some(mapped),
                    thing: Thing::Path,
                })
            }
            Reference::Name(name) => Err(self
                .at(
                    "not-an-object",
                    format!("`{name}` is no path and no URL"),
                    span,
                    "expected a file, a folder or a URL path",
                )
                .help("a path begins with a drive, `\\\\` or a registry root; a URL path with `/` or a site's name").into()),
            Reference::Sid(sid) => Err(self.at(
                "not-an-object",
                format!("`{sid}` is a SID, not an object"),
                span,
                "expected a file, a folder or a URL path",
            ).into()),
        }
    }

    pub(super) fn unmapped(&self, unmapped: Unmapped, span: Span) -> Diagnostic {
        match unmapped {
            Unmapped::NoSites => self
                .at(
                    "unknown-site",
                    format!("no site serves `{}`", self.words(span)),
                    span,
                    "this server has no site",
                )
                .help("name the folder by its path"),
            Unmapped::NoSuchSite { candidates } => self
                .at(
                    "unknown-site",
                    format!("no site serves `{}`", self.words(span)),
                    span,
                    "not in this server",
                )
                .candidates(candidates),
            Unmapped::AmbiguousSites { candidates } => self
                .at(
                    "ambiguous-url",
                    format!("several sites could serve `{}`", self.words(span)),
                    span,
                    "which site is meant",
                )
                .candidates(candidates)
                .help("say the site before the path"),
        }
    }

    fn unresolved(&self, unresolved: Unresolved, span: Span) -> Diagnostic {
        match unresolved {
            Unresolved::NotFound { candidates } => self
                .at(
                    "unknown-name",
                    format!("nobody is called `{}`", self.words(span)),
                    span,
                    "not in this server",
                )
                .candidates(candidates),
            Unresolved::Ambiguous { candidates } => self
                .at(
                    "ambiguous-name",
                    format!("several accounts are called `{}`", self.words(span)),
                    span,
                    "which one is meant",
                )
                .candidates(candidates)
                .help("say the domain before the name"),
        }
    }

    pub(super) fn missing(
        &self,
        kind: &str,
        name: &str,
        span: Span,
        known: &[String],
    ) -> Diagnostic {
        let mut candidates = nearest(name, known.iter().map(String::as_str));
        let few = 5;
        if candidates.is_empty() {
            candidates = known.iter().take(few).cloned().collect();
        }
        self.at(
            "unknown-name",
            format!("no {kind} is called `{name}`"),
            span,
            "not in this server",
        )
        .candidates(candidates)
        .help(match kind {
            "process" => "`list processes` shows all of them".to_owned(),
            kind => format!("`list {kind}s` shows all of them"),
        })
    }

    fn pool_names(&self) -> Vec<String> {
        self.server
            .pools()
            .map(|(pool, _)| pool.name.to_string())
            .collect()
    }

    /// A diagnostic that points at a part of the question.
    pub fn at(
        &self,
        code: &'static str,
        headline: impl Into<String>,
        span: Span,
        label: &str,
    ) -> Diagnostic {
        Diagnostic::error(code, headline).at(self.source.place(span), label)
    }

    fn words(&self, span: Span) -> &str {
        self.source
            .text
            .get(span.start..span.end)
            .unwrap_or_default()
            .trim_matches('"')
    }
}

/// Whether a path begins with a registry root.
fn is_key(path: &WinPath) -> bool {
    let root = path.as_str().split('\\').next().unwrap_or_default();
    ["HKLM", "HKCR", "HKCU", "HKU", "HKCC"]
        .iter()
        .any(|known| root.eq_ignore_ascii_case(known))
        || root.to_ascii_uppercase().starts_with("HKEY_")
}

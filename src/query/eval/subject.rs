//! Somebody who acts, with the token that acts.

use super::{made, service, sets};
use crate::{
    nt::{Privilege, Token},
    query::{
        Evidence, Ground, Said,
        resolve::{Made, Resolver, Subject},
        syntax::{Account, Actor, Quantity, Written},
    },
    text::{Diagnostic, Span},
    world::{
        FactId, Home, Logon, Name, Origin, PrincipalId, PrincipalKind, ProcessId, Server,
        TokenFacts, notation,
    },
};

/// Somebody who acts.
#[derive(Clone, Debug)]
pub struct Acting {
    /// Who.
    pub subject: Subject,
    /// In the words of the answer: `pool A`, `CORP\alice`.
    pub words: String,
    /// The token; `None` for a process of which nobody knows as whom it runs.
    pub facts: Option<TokenFacts>,
    /// Whether the logon was left to us.
    pub logon_unsaid: bool,
    /// What its identity stands on, before its token.
    pub stands_on: Vec<Evidence>,
    /// Those of whom it consists.
    pub parts: Parts,
    /// Why nobody acts, where a request is turned away.
    pub barred: Option<Evidence>,
    /// What is not known of it, where `facts` is `None`.
    pub open: Vec<Said>,
    /// The process on whose thread it acts, where it is a thread: COM may present the one or the other.
    pub thread_of: Option<ProcessId>,
    /// Where its code runs, beside what its subject says.
    pub runs_in: Option<RunsIn>,
}

/// Where code runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunsIn {
    /// In that process.
    Process(ProcessId),
    /// In a program that this process starts for a request.
    Child(ProcessId),
    /// In the process of that service.
    Service(Name),
    /// In the server of that component.
    Component(Name),
}

/// Those of whom somebody who acts consists: each has a token, and the whole has none.
#[derive(Clone, Debug, Default)]
pub enum Parts {
    /// It has a token itself.
    #[default]
    None,
    /// It acts as each of these: what one can, it can.
    AnyOf(Vec<Acting>),
    /// It acts as one of these, and nobody knows which.
    OneOf(Vec<Acting>),
}

/// Privileges inside the access check, which the plain answer leaves out: what they would give is told beside it.
const ASIDE: [Privilege; 3] = [
    Privilege::TakeOwnership,
    Privilege::Relabel,
    Privilege::Security,
];

impl Acting {
    /// Somebody with that token; `None` if nobody knows it.
    pub fn of(subject: Subject, words: impl Into<String>, facts: Option<TokenFacts>) -> Acting {
        Acting {
            subject,
            words: words.into(),
            facts,
            logon_unsaid: false,
            stands_on: Vec::new(),
            parts: Parts::None,
            barred: None,
            open: Vec::new(),
            thread_of: None,
            runs_in: None,
        }
    }

    /// Each one with a token of its own: its parts, or itself.
    pub fn each(&self) -> Vec<&Acting> {
        match &self.parts {
            Parts::None => vec![self],
            Parts::AnyOf(parts) | Parts::OneOf(parts) => {
                parts.iter().flat_map(Acting::each).collect()
            }
        }
    }

    /// What is not known of it.
    pub fn unknown(&self) -> Vec<Said> {
        let mut said = vec![Said {
            says: format!("as whom {} runs", self.words),
            at: Origin::Unsaid,
        }];
        said.extend(self.open.iter().cloned());
        said
    }

    /// That subject, logged on as said, else interactively with the full token.
    pub fn new(subject: Subject, logon: Option<Logon>, server: &Server) -> Acting {
        let (words, facts) = match &subject {
            Subject::Pool(name, process) => (
                format!("pool {name}"),
                process.and_then(|process| server.token_of_process(process)),
            ),
            Subject::Principal(id) => {
                let facts = server.token_of(*id, logon.unwrap_or(Logon::Interactive));
                (server.principal(*id).name().to_string(), Some(facts))
            }
            Subject::Stranger(sid) => (sid.to_string(), Some(server.token_holding(&[*sid]))),
            Subject::Made(made) => (made.to_string(), None),
        };
        let logs_on = match &subject {
            Subject::Principal(id) => logs_on(server, *id),
            Subject::Pool(..) | Subject::Stranger(_) | Subject::Made(_) => false,
        };
        Acting {
            logon_unsaid: logs_on && logon.is_none(),
            ..Acting::of(subject, words, facts)
        }
    }

    /// The one that a question names.
    ///
    /// # Errors
    /// Nobody is called so, or this version has no token for it.
    pub fn named(
        actor: &Actor,
        span: Span,
        resolver: &Resolver<'_>,
    ) -> Result<Acting, Box<Diagnostic>> {
        match actor {
            Actor::Named {
                account,
                logon,
                not_elevated,
            } => {
                let mut acting = match resolver.subject(account, span)? {
                    Subject::Made(made) => made::of(made, span, resolver)?,
                    subject => Acting::new(subject, *logon, resolver.server),
                };
                if *not_elevated {
                    acting.filter();
                }
                Ok(acting)
            }
            Actor::Token(accounts) => Acting::token(accounts, resolver),
            Actor::Anonymous => Ok(made::anonymous(resolver.server)),
            Actor::Serving {
                part,
                url,
                requested_by,
            } => made::serving(actor, *part, url, requested_by.as_ref(), resolver),
            Actor::Component { name, client } => {
                made::component(actor, name, client.as_deref(), span, resolver)
            }
            Actor::Filter(name) => made::filter(actor, name, resolver),
            Actor::Service(name) => service::acting(name, resolver),
            Actor::Kind(..) | Actor::MembersOf(_) | Actor::TokensOf(..) => Err(resolver
                .at(
                    "not-one",
                    "several are meant where only one can be",
                    span,
                    "expected a pool, a user, a group or a SID",
                )
                .into()),
        }
    }

    /// The same where `any token of` somebody will do: it consists of these tokens.
    ///
    /// # Errors
    /// As [`Acting::named`].
    pub fn or_any_token(
        actor: &Actor,
        span: Span,
        resolver: &Resolver<'_>,
    ) -> Result<Acting, Box<Diagnostic>> {
        match actor {
            Actor::TokensOf(Quantity::Some | Quantity::Plain, account) => {
                let tokens = sets::tokens_of(account, span, resolver)?;
                let words = actor.to_string();
                Ok(Acting {
                    parts: Parts::AnyOf(tokens),
                    ..Acting::of(Subject::Made(Made::Anonymous), words, None)
                })
            }
            Actor::TokensOf(Quantity::Every, _)
            | Actor::Named { .. }
            | Actor::Token(_)
            | Actor::Anonymous
            | Actor::Serving { .. }
            | Actor::Component { .. }
            | Actor::Filter(_)
            | Actor::Service(_)
            | Actor::Kind(..)
            | Actor::MembersOf(_) => Acting::named(actor, span, resolver),
        }
    }

    fn token(
        accounts: &[Written<Account>],
        resolver: &Resolver<'_>,
    ) -> Result<Acting, Box<Diagnostic>> {
        let server = resolver.server;
        let mut sids = Vec::new();
        let mut names = Vec::new();
        for account in accounts {
            let subject = resolver.subject(&account.node, account.span)?;
            let (sid, name) = match subject {
                Subject::Principal(id) => {
                    let principal = server.principal(id);
                    (principal.key(), principal.name().to_string())
                }
                Subject::Stranger(sid) => (sid, sid.to_string()),
                Subject::Made(made) => {
                    return Err(resolver
                        .at(
                            "not-an-account",
                            format!("{made} is no account"),
                            account.span,
                            "expected an account",
                        )
                        .into());
                }
                Subject::Pool(name, _) => {
                    let own = Name::new(format!("IIS APPPOOL\\{name}"));
                    return Err(resolver
                        .at(
                            "not-an-account",
                            format!("pool {name} is no account"),
                            account.span,
                            "expected an account",
                        )
                        .help(format!("its own account is \"{own}\""))
                        .into());
                }
            };
            sids.push(sid);
            names.push(name);
        }
        // Exactly these, beside nothing: the first is the user.
        let mut facts = server.token_holding(&sids);
        let Some((user, groups)) = sids.split_first() else {
            return Err(resolver
                .at(
                    "empty-token",
                    "a token has a user",
                    Span::default(),
                    "name one",
                )
                .into());
        };
        let mut token = Token::of(*user);
        token.groups = groups
            .iter()
            .filter(|sid| *sid != user)
            .map(|sid| crate::nt::Group::enabled(*sid))
            .collect();
        token.groups.dedup_by_key(|group| group.sid);
        token.privileges = token.privileges.with(Privilege::ChangeNotify, true);
        facts.token = token;
        let words = format!("token {{{}}}", names.join(", "));
        Ok(Acting::of(Subject::Stranger(*user), words, Some(facts)))
    }

    /// The filtered half of the token, where UAC makes one.
    fn filter(&mut self) {
        if let Some(facts) = &mut self.facts {
            facts.token = crate::nt::elevation::filtered(&facts.token);
            // Whatever the groups are, the filtered half is at most Medium.
            facts.perhaps_integrity = None;
            self.words.push_str(" not elevated");
            self.logon_unsaid = false;
        }
    }

    /// The token as the plain answer uses it.
    pub fn plain_token(&self) -> Option<Token> {
        let mut token = self.facts.as_ref()?.token.clone();
        for privilege in ASIDE {
            token.privileges = token.privileges.without(privilege);
        }
        Some(token)
    }

    /// Whose token it is and why, as steps of the reason.
    pub fn evidence(&self, server: &Server) -> Vec<Evidence> {
        let mut steps = self.stands_on.clone();
        steps.extend(self.token_evidence(server));
        steps
    }

    fn token_evidence(&self, server: &Server) -> Option<Evidence> {
        let facts = self.facts.as_ref()?;
        let id = facts.principal?;
        let principal = server.principal(id);
        let mut said: Vec<Said> = Vec::new();
        if let Some(process) = facts.process {
            said.extend(said_of(server, server.process_fact(process)));
        }
        Some(Evidence {
            ground: Ground::Token {
                subject: self.words.clone(),
                account: principal.name().to_string(),
                sid: principal.sid(),
                logon: facts.logon,
            },
            facts: said,
        })
    }
}

/// Whether the account acts in a logon, so that another one could make a difference.
fn logs_on(server: &Server, id: PrincipalId) -> bool {
    let principal = server.principal(id);
    principal.kind() != PrincipalKind::Group
        && matches!(principal.home(), Home::Local | Home::Domain(_))
}

/// What a fact says and where. A fact that a rule made is told by the facts that it was made of.
pub fn said_of(server: &Server, id: FactId) -> Vec<Said> {
    let fact = server.fact(id);
    match &fact.origin {
        Origin::Rule { from, says } => {
            let places: Vec<Said> = from
                .iter()
                .filter(|origin| !origin.is_unsaid())
                .map(|origin| Said {
                    says: server
                        .facts()
                        .find(|(_, other)| same_place(&other.origin, origin))
                        .map_or_else(
                            || says.to_string(),
                            |(_, other)| notation::sentence(&other.statement),
                        ),
                    at: origin.clone(),
                })
                .collect();
            if places.is_empty() {
                return vec![Said {
                    says: says.to_string(),
                    at: Origin::Unsaid,
                }];
            }
            places
        }
        Origin::Unsaid | Origin::Line(..) | Origin::Document(_) | Origin::Supposed(_) => {
            vec![Said {
                says: notation::sentence(&fact.statement),
                at: fact.origin.clone(),
            }]
        }
    }
}

/// Origins compare equal by design; this asks whether they are the same line.
fn same_place(one: &Origin, other: &Origin) -> bool {
    match (one, other) {
        (Origin::Line(a, line), Origin::Line(b, other)) => a == b && line == other,
        _ => false,
    }
}

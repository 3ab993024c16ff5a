//! What serves, from the grammar's pairs to syntax: processes and threads of URLs, components and their clients.

use pest::iterators::Pair;

use super::{
    grammar::Rule,
    mistakes,
    nouns::{Read, Reader, actor_kind, span_of},
    syntax::{Actor, Core, Part, Reference, Requester, Set, Stage, Target, Wanted, Written},
};
use crate::{
    text::Span,
    world::{Name, Verb},
};

impl<'q> Reader<'q> {
    /// The name behind its kind word.
    pub fn behind_kind(&self, pair: Pair<'q, Rule>) -> Read<Written<Reference>> {
        let mut inner = self.inside(pair);
        inner.take()?;
        let name = inner.take()?;
        inner.reference(name)
    }

    /// A URL, which may have its kind before it.
    fn served(&mut self) -> Read<Written<Reference>> {
        self.take_if(Rule::kw_url);
        let url = self.take()?;
        self.reference(url)
    }

    /// `the thread of /x requested by joe`
    pub fn serving(&mut self) -> Read<Actor> {
        let word = self.take()?;
        let part = match word.as_rule() {
            Rule::kw_process_of => Part::Process,
            Rule::kw_thread_of => Part::Thread,
            Rule::kw_worker_thread_of => Part::WorkerThread,
            _ => return self.unexpected(&word),
        };
        let url = self.served()?;
        let requested_by = match self.take_if(Rule::kw_requested_by) {
            None => None,
            Some(_) => Some(match self.take_if(Rule::kw_anonymous) {
                Some(word) => Written::new(Requester::Anonymous, span_of(&word)),
                None => {
                    let account = self.account()?;
                    Written::new(Requester::Account(account.node), account.span)
                }
            }),
        };
        Ok(Actor::Serving {
            part,
            url,
            requested_by,
        })
    }

    /// `component C for application /x`
    pub fn component(&mut self) -> Read<Actor> {
        self.take_if(Rule::kw_component);
        let name = self.take()?;
        let name = self.reference(name)?;
        let client = match self.take_if(Rule::kw_for) {
            Some(_) => Some(Box::new(self.actor()?)),
            None => None,
        };
        Ok(Actor::Component { name, client })
    }

    /// `where does URL run`
    pub fn runs_where(&mut self) -> Read<Core> {
        self.take_if(Rule::kw_where);
        self.take_if(Rule::kw_does);
        Ok(Core::RunsWhere {
            url: self.served()?,
        })
    }

    /// `which identity serves URL [at stage STAGE]`
    pub fn serves(&mut self) -> Read<Core> {
        self.take_if(Rule::kw_which);
        self.take_if(Rule::kw_identity_serves);
        let url = self.served()?;
        let stage = match self.take_if(Rule::kw_at_stage) {
            None => None,
            Some(_) => {
                let word = self.take()?;
                let stage = match word.as_rule() {
                    Rule::kw_configuration => Stage::Configuration,
                    Rule::kw_authentication => Stage::Authentication,
                    Rule::kw_static_file => Stage::StaticFile,
                    Rule::kw_script => Stage::Script,
                    Rule::kw_code => Stage::Code,
                    Rule::kw_after_revert => Stage::AfterRevert,
                    Rule::kw_compilation => Stage::Compilation,
                    Rule::kw_cache => Stage::Cache,
                    _ => return self.unexpected(&word),
                };
                Some(Written::new(stage, span_of(&word)))
            }
        };
        Ok(Core::Serves { url, stage })
    }

    /// `which pools share an identity`
    pub fn share_identity(&mut self) -> Read<Core> {
        self.take_if(Rule::kw_which);
        let word = self.take()?;
        match actor_kind(word.as_rule()) {
            Some(kind) => Ok(Core::ShareIdentity {
                kind: Written::new(kind, span_of(&word)),
            }),
            None => self.unexpected(&word),
        }
    }

    /// `does S start [for S]`, `does S run as P`, `does S hold PRIVILEGE`
    pub fn does(&mut self, denied: &mut Option<Span>) -> Read<Core> {
        self.take_if(Rule::kw_does);
        let actor = self.actor()?;
        if let Some(not) = self.take_if(Rule::kw_not) {
            *denied = Some(span_of(&not));
        }
        let word = self.take()?;
        match word.as_rule() {
            Rule::kw_run_as => Ok(Core::RunsAs {
                actor,
                account: self.account()?,
            }),
            Rule::kw_hold => {
                let right = self.take()?;
                let span = span_of(&right);
                match self.reference(right)?.node {
                    Reference::Name(name) => Ok(Core::Holds {
                        actor,
                        right: Written::new(name, span),
                    }),
                    other => Ok(Core::Holds {
                        actor,
                        right: Written::new(Name::new(other.text()), span),
                    }),
                }
            }
            Rule::kw_share_with => {
                let other = self.actor()?;
                Ok(Core::SharesIdentity { one: actor, other })
            }
            Rule::kw_start => {
                let Some(word) = self.take_if(Rule::kw_for) else {
                    return Ok(Core::Starts { what: actor });
                };
                let client = Some(Box::new(self.actor()?));
                let span = actor.span;
                match actor.node {
                    Actor::Component { name, client: None } => Ok(Core::Starts {
                        what: Written::new(Actor::Component { name, client }, span),
                    }),
                    Actor::Component { .. } => {
                        Err(mistakes::twice(self.source(), span_of(&word), "`for`"))
                    }
                    _ => Err(mistakes::starts_for_nobody(self.source(), span_of(&word))),
                }
            }
            _ => self.unexpected(&word),
        }
    }
}

/// What stands behind the object: `remotely`, `as bob`; `locally` is what is meant unsaid.
pub(super) fn behind(reader: &mut Reader<'_>, wanted: &mut Written<Wanted>) -> Read<()> {
    if reader.take_if(Rule::kw_as).is_some() {
        wanted.node = Wanted::RequestAs(reader.account()?.node);
        return Ok(());
    }
    if reader.take_if(Rule::kw_remotely).is_some()
        && let Wanted::Verb(verb) = wanted.node
    {
        wanted.node = Wanted::Remotely(verb);
    }
    reader.take_if(Rule::kw_locally);
    Ok(())
}

/// A name alone is of a component behind `launch`, of a service behind `start`.
pub(super) fn by_verb(targets: &mut Written<Set<Target>>, wanted: &Wanted) {
    let kind = match wanted.verb() {
        Some(Verb::Launch | Verb::Activate | Verb::Access | Verb::Use) => Target::Component,
        Some(Verb::Start | Verb::Stop | Verb::Configure) => Target::Service,
        Some(_) | None => return,
    };
    name_alone(&mut targets.node, kind);
}

fn name_alone(targets: &mut Set<Target>, kind: fn(Written<Reference>) -> Target) {
    match targets {
        Set::One(Target::Named(named))
            if named.kind.is_none() && matches!(named.name.node, Reference::Name(_)) =>
        {
            *targets = Set::One(kind(named.name.clone()));
        }
        Set::One(_) => {}
        Set::Listed(parts) | Set::And(parts) | Set::Or(parts) => {
            for part in parts {
                name_alone(&mut part.node, kind);
            }
        }
        Set::Except(whole, without) => {
            name_alone(&mut whole.node, kind);
            name_alone(&mut without.node, kind);
        }
    }
}

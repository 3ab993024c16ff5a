//! Whether a clause can mean anything in a world: every claim of it is looked at, also those that evaluation would not
//! come to, so that a wrong name behind an unmet `if` is no pass.

use super::{Answers, Live, Stop};
use crate::{
    nt::well_known,
    query::{
        clause::{
            Bindings, Bound, bind, leaves,
            syntax::{Clause, ClauseKind, Said, Whom},
        },
        syntax::{Actor, ActorKind, Core, Named, Question, Reference, Set, Written},
    },
    text::{Diagnostic, Span},
    world::{IisVersion, Name, Server},
};

/// What is looked at, and what was found wrong.
struct Look<'w, 's> {
    world: &'w mut Live<'s>,
    /// Variables with somebody whom they can stand for; without where there is nobody.
    known: Vec<(Name, ClauseKind, Option<Bound>)>,
    found: Vec<Diagnostic>,
}

/// Everything in a clause that means nothing in this world.
///
/// # Errors
/// There is no time for it.
pub fn complaints(clause: &Written<Clause>, world: &mut Live<'_>) -> Result<Vec<Diagnostic>, Stop> {
    let mut look = Look {
        world,
        known: Vec::new(),
        found: Vec::new(),
    };
    look.clause(clause)?;
    Ok(look.found)
}

impl Look<'_, '_> {
    fn clause(&mut self, clause: &Written<Clause>) -> Result<(), Stop> {
        match &clause.node {
            Clause::And(parts) | Clause::Or(parts) => {
                parts.iter().try_for_each(|part| self.clause(part))
            }
            Clause::Not(inner) => self.clause(inner),
            Clause::If {
                premise,
                conclusion,
            } => {
                self.clause(premise)?;
                self.clause(conclusion)
            }
            Clause::For {
                ranges,
                such_that,
                body,
            } => {
                let before = self.known.len();
                for range in ranges {
                    self.kind(range.node.kind, range.node.other, range.span);
                    self.variable(&range.node.variable, range.node.kind, range.node.other);
                }
                if let Some(such_that) = such_that {
                    self.clause(such_that)?;
                }
                self.clause(body)?;
                self.known.truncate(before);
                Ok(())
            }
            Clause::Said(said) => self.said(said),
        }
    }

    fn said(&mut self, said: &Said) -> Result<(), Stop> {
        let before = self.known.len();
        let mut everybody = None;
        match &said.subject {
            Whom::Named(set) => {
                for actor in leaves(set).0 {
                    self.claims(said, &actor.node)?;
                }
            }
            Whom::Only { who } => {
                self.names(who)?;
                everybody = self.world.accounts().first().cloned();
            }
            Whom::Nobody => everybody = self.world.accounts().first().cloned(),
            Whom::Ranged {
                other,
                kind,
                variable,
                except,
                such_that,
                ..
            } => {
                self.kind(kind.node, *other, kind.span);
                let variable = variable
                    .clone()
                    .unwrap_or_else(crate::query::clause::syntax::subject);
                self.variable(&variable, kind.node, *other);
                if let Some(except) = except {
                    self.names(except)?;
                }
                if let Some(such_that) = such_that {
                    self.clause(such_that)?;
                }
                everybody = self.known.last().and_then(|(_, _, bound)| bound.clone());
                if everybody.is_none() {
                    self.claims(said, &stand_in().actor())?;
                }
            }
        }
        if let Some(bound) = everybody {
            self.claims(said, &bound.actor())?;
        }
        self.known.truncate(before);
        Ok(())
    }

    /// A kind of which this version has none; `other` with nobody to be other than.
    fn kind(&mut self, kind: ClauseKind, other: bool, span: Span) {
        if let Some(why) = has_none(kind, self.world.server()) {
            self.complain(
                "no-such-kind",
                why,
                span,
                "there is none",
                "what is said of them holds emptily, which is no assurance; insist on `application`s or `site`s",
            );
        }
        if other && !self.known.iter().any(|(_, known, _)| *known == kind) {
            self.complain(
                "other-than-whom",
                format!("no {} was spoken of before", kind.singular()),
                span,
                "other than whom",
                "write `for every pool P and every other pool Q: …`",
            );
        }
    }

    fn variable(&mut self, name: &Name, kind: ClauseKind, other: bool) {
        let all = self.world.everything(kind);
        let mut candidates = all.iter().filter(|bound| {
            !other
                || !self
                    .known
                    .iter()
                    .any(|(_, _, known)| known.as_ref() == Some(*bound))
        });
        let bound = candidates.next().cloned();
        self.known.push((name.clone(), kind, bound));
    }

    fn complain(
        &mut self,
        code: &'static str,
        headline: String,
        span: Span,
        label: &str,
        help: &str,
    ) {
        let complaint = Diagnostic::error(code, headline)
            .at(self.world.source().place(span), label)
            .help(help);
        self.keep(complaint);
    }

    fn keep(&mut self, complaint: Diagnostic) {
        if !self.found.contains(&complaint) {
            self.found.push(complaint);
        }
    }

    fn variables(&self) -> Vec<(Name, Bound)> {
        self.known
            .iter()
            .filter_map(|(name, _, bound)| Some((name.clone(), bound.clone()?)))
            .collect()
    }

    /// Variables that stand for nobody, each with somebody in its place.
    fn missing(&self) -> Vec<(Name, Bound)> {
        self.known
            .iter()
            .filter(|(_, _, bound)| bound.is_none())
            .map(|(name, _, _)| (name.clone(), stand_in()))
            .collect()
    }

    /// Variables over components and services that stand for none, each with a name that nothing has.
    fn nothing(&self) -> Vec<(Name, Bound)> {
        let no_name = crate::query::clause::syntax::subject;
        self.known
            .iter()
            .filter(|(_, _, bound)| bound.is_none())
            .filter_map(|(name, kind, _)| match kind {
                ClauseKind::Component => Some((name.clone(), Bound::Component(no_name()))),
                ClauseKind::Service => Some((name.clone(), Bound::Service(no_name()))),
                ClauseKind::Actor(_) => None,
            })
            .collect()
    }

    fn names(&mut self, set: &Written<Set<Actor>>) -> Result<(), Stop> {
        let mut set = set.clone();
        for variables in [self.variables(), self.missing()] {
            let bindings = Bindings {
                subject: None,
                variables: &variables,
            };
            bindings.actors(&mut set.node);
        }
        let (named, left_out) = leaves(&set);
        for one in named.into_iter().chain(left_out) {
            if let Err(stop) = self.world.names(&stand_in(), &one.node, one.span) {
                self.stopped(stop)?;
            }
        }
        Ok(())
    }

    /// Every claim of a predicate, of somebody.
    fn claims(&mut self, said: &Said, of: &Actor) -> Result<(), Stop> {
        let (variables, missing) = (self.variables(), self.missing());
        let mut of = Set::One(of.clone());
        for variables in [&variables, &missing] {
            let bindings = Bindings {
                subject: None,
                variables,
            };
            bindings.actors(&mut of);
        }
        let Set::One(of) = &of else { return Ok(()) };
        for claim in &said.predicate.claims {
            let put = |core: &Core, subject: Option<&Actor>, variables: &[(Name, Bound)]| {
                bind(core, &Bindings { subject, variables })
            };
            let bound = put(&claim.node, Some(of), &variables);
            let core = put(&bound, None, &missing);
            // Where no component is, nothing can be asked about one.
            if put(&core, None, &self.nothing()) != core {
                continue;
            }
            let whole = core == bound && *of != stand_in().actor();
            let question = Question {
                changes: Vec::new(),
                prefix: None,
                core: Written::new(core, claim.span),
                modifiers: said.predicate.modifiers.clone(),
            };
            match self.world.ask(&question) {
                Ok(_) => {}
                // With somebody else in the place of nobody, only names and rights can be judged.
                Err(Stop::Wrong(complaint)) if !whole && !of_words(complaint.code) => {}
                Err(stop) => self.stopped(stop)?,
            }
        }
        Ok(())
    }

    fn stopped(&mut self, stop: Stop) -> Result<(), Stop> {
        match stop {
            Stop::Wrong(complaint) => {
                self.keep(*complaint);
                Ok(())
            }
            Stop::Interrupted => Err(Stop::Interrupted),
        }
    }
}

/// Whether a complaint is about a name or a right, whoever acts.
fn of_words(code: &str) -> bool {
    [
        "unknown-name",
        "ambiguous-name",
        "unknown-site",
        "ambiguous-url",
        "verb-and-kind",
        "unknown-right",
        "not-an-object",
    ]
    .contains(&code)
}

/// Everyone, in the place of nobody.
fn stand_in() -> Bound {
    let everyone = well_known::EVERYONE;
    Bound::Acts(Named {
        kind: None,
        name: Written::nowhere(Reference::Sid(everyone)),
    })
}

/// Why this version has none of a kind.
fn has_none(kind: ClauseKind, server: &Server) -> Option<String> {
    let pools = kind == ClauseKind::Actor(ActorKind::Pool);
    let iis = server.iis()?;
    let before = iis < IisVersion::V6_0;
    if !pools || !(before || server.isolation_mode()) {
        return None;
    }
    Some(if before {
        format!("IIS {} has no application pools", iis.number())
    } else {
        "IIS 6.0 has no application pools in IIS 5.0 isolation mode".to_owned()
    })
}

//! What a question about steps goes by: which rules count, how many steps there may be, and what they are applied to.

use std::rc::Rc;

use super::{seeds::seeds, subject::Acting};
use crate::{
    query::{
        Engine,
        resolve::Resolver,
        syntax::{Modifier, Question, Written},
    },
    reach::{
        Bring, Claim, Derivation, Reach, Reached, RuleSet, Target,
        actor::Actor,
        rules::{self, Kind},
    },
    text::{Diagnostic, Span, nearest},
    world::footprint::Securable,
};

/// What a question about steps goes by.
#[derive(Clone, Copy)]
pub struct Journey<'q, 'e> {
    /// What names are looked up in.
    pub resolver: &'q Resolver<'q>,
    /// What is worked out once.
    pub engine: &'q Engine<'e>,
    /// The rules that count.
    pub rules: RuleSet,
    /// How many steps there may be.
    pub most: Option<u32>,
    /// Whether no step may be.
    pub directly: bool,
}

/// What somebody comes to.
pub enum Come {
    /// It does, whatever is not known.
    Yes(Derivation),
    /// It does not.
    No(Refused),
    /// It does in some completions.
    Unknown(Derivation, Vec<crate::reach::Condition>),
}

/// Why somebody does not come to something.
pub struct Refused {
    /// How many claims it comes to at most.
    pub closed: usize,
    /// Steps that lack one thing each.
    pub nearest: Vec<crate::reach::Near>,
    /// The way that there is and that has too many steps.
    pub too_long: Option<u32>,
}

impl<'q, 'e> Journey<'q, 'e> {
    /// What the modifiers of a question say.
    ///
    /// # Errors
    /// No rule is called so.
    pub fn of(
        question: &Question,
        resolver: &'q Resolver<'q>,
        engine: &'q Engine<'e>,
    ) -> Result<Journey<'q, 'e>, Box<Diagnostic>> {
        let mut journey = Journey {
            resolver,
            engine,
            rules: engine.rules,
            most: None,
            directly: false,
        };
        for modifier in &question.modifiers {
            match &modifier.node {
                Modifier::Directly => journey.directly = true,
                Modifier::Steps(most) => journey.most = Some(*most),
                Modifier::Weaknesses => journey.rules.0 |= rules::all().0,
                Modifier::With(names) => {
                    for name in names {
                        journey.rules = journey.rules.with(rule(name, resolver)?);
                    }
                }
                Modifier::Without(_)
                | Modifier::Under(_)
                | Modifier::EveryStage
                | Modifier::Between(..)
                | Modifier::In(_)
                | Modifier::Limit(_)
                | Modifier::SortBy(_)
                | Modifier::GroupBy(_) => {}
            }
        }
        // What is taken out is out, in whichever order it was said.
        for modifier in &question.modifiers {
            if let Modifier::Without(names) = &modifier.node {
                for name in names {
                    journey.rules = journey.rules.without(rule(name, resolver)?);
                }
            }
        }
        Ok(journey)
    }

    /// The same, where one who goes directly takes no step but to be what it is: its process has a token.
    pub fn as_it_is(mut self) -> Journey<'q, 'e> {
        if self.directly {
            let own = ["E1", "E1b"].into_iter().filter_map(rules::by_name);
            let kept = own.fold(rules::definitions(), RuleSet::with);
            self.rules.0 &= kept.0;
        }
        self
    }

    /// The same with every known weakness.
    pub fn with_weaknesses(mut self) -> Journey<'q, 'e> {
        self.rules.0 |= rules::all().0;
        self
    }

    /// What is asked about two is about steps.
    ///
    /// # Errors
    /// The question says `directly`.
    pub fn not_directly(&self, span: Span) -> Result<(), Box<Diagnostic>> {
        if !self.directly {
            return Ok(());
        }
        Err(self
            .resolver
            .at(
                "only-steps",
                "protection and isolation are about what can be come to",
                span,
                "not directly",
            )
            .help("leave `directly` out, or ask `can pool A read content of pool B`")
            .into())
    }

    /// What somebody begins with.
    pub fn actor(&self, acting: &Acting) -> Actor {
        seeds(acting, self.engine.footprint(), self.resolver.server)
    }

    /// The rules applied, with the tokens of those actors and these objects.
    pub fn reach(&self, actors: &[&Actor], objects: Vec<Securable>) -> Rc<Reach<'e>> {
        let without_guessing = self.engine.has_many_users();
        let reach = self.applied(actors, objects.clone(), without_guessing);
        self.also_guessed(&reach, actors, objects)
    }

    /// Rules that were applied for those actors and these objects, if they say all that the rules of this journey do; else the
    /// same with what guessed passwords give. Whoever cannot read the account database guesses none.
    pub fn also_guessed(
        &self,
        reach: &Rc<Reach<'e>>,
        actors: &[&Actor],
        objects: Vec<Securable>,
    ) -> Rc<Reach<'e>> {
        let guesses = rules::by_name("E27").is_some_and(|rule| self.rules.contains(rule));
        let matters = || {
            let mut each = actors.iter();
            actors.is_empty() || each.any(|one| reach.reads_account_database(one, self.rules))
        };
        if reach.leaves_out_guessing() && guesses && matters() {
            self.applied(actors, objects, false)
        } else {
            reach.clone()
        }
    }

    fn applied(
        &self,
        actors: &[&Actor],
        objects: Vec<Securable>,
        without_guessing: bool,
    ) -> Rc<Reach<'e>> {
        let tokens = actors
            .iter()
            .flat_map(|actor| actor.wields.iter().map(|held| held.token.clone()));
        self.engine.reach(Bring {
            tokens: tokens.collect(),
            objects,
            without_guessing,
        })
    }

    /// Whether an actor comes to one of these.
    pub fn come_to(&self, reach: &Reach<'_>, actor: &Actor, targets: &[Claim]) -> Come {
        let found = self.within(reach.come_to(actor, targets, self.rules));
        let (Come::No(refused), Some(most)) = (&found, self.most) else {
            return found;
        };
        // The way that is certain is too long; one that nobody knows to be there may be short enough.
        let ids: Vec<_> = targets
            .iter()
            .filter_map(|claim| reach.claim_id(claim))
            .collect();
        match refused
            .too_long
            .and_then(|_| reach.possibly(actor, &ids, self.rules))
        {
            Some((possible, gaps)) if steps(&possible) <= most && !gaps.is_empty() => {
                Come::Unknown(possible, gaps)
            }
            _ => found,
        }
    }

    /// Whether an actor comes to one of these, some of which may not belong to those whom they are asked of.
    pub fn come_to_any(&self, reach: &Reach<'_>, actor: &Actor, targets: &[Target<'_>]) -> Come {
        self.within(reach.come_to_any(actor, targets, self.rules))
    }

    /// What was found, if it takes no more steps than there may be.
    fn within(&self, found: Reached) -> Come {
        let enough =
            |derivation: &Derivation| self.most.is_none_or(|most| steps(derivation) <= most);
        match found {
            Reached::Yes(derivation) if enough(&derivation) => Come::Yes(derivation),
            Reached::Unknown { possible, gaps } if enough(&possible) => {
                Come::Unknown(possible, gaps)
            }
            Reached::Yes(far) | Reached::Unknown { possible: far, .. } => Come::No(Refused {
                closed: 0,
                nearest: Vec::new(),
                too_long: Some(steps(&far)),
            }),
            Reached::No {
                certificate,
                nearest,
            } => Come::No(Refused {
                closed: certificate.claims.len(),
                nearest,
                too_long: None,
            }),
        }
    }

    /// The names of the rules that count, and of the known weaknesses that do not.
    pub fn tried(&self) -> (usize, Vec<&'static str>) {
        let table = || rules::RULES.iter().zip(0..);
        let counts = |id: u8| self.rules.contains(crate::reach::RuleId(id));
        let tried = table()
            .filter(|(row, id)| row.kind != Kind::Definition && counts(*id))
            .count();
        let off = table().filter(|(row, id)| row.kind != Kind::Definition && !counts(*id));
        (tried, off.map(|(row, _)| row.name).collect())
    }
}

/// How many rules are applied in it; what only says what a word means is none.
pub fn steps(derivation: &Derivation) -> u32 {
    derivation.steps(rules::definitions())
}

/// The rule of that name.
fn rule(
    name: &Written<String>,
    resolver: &Resolver<'_>,
) -> Result<crate::reach::RuleId, Box<Diagnostic>> {
    rules::by_name(&name.node).ok_or_else(|| {
        resolver
            .at(
                "unknown-rule",
                format!("no rule is called `{}`", name.node),
                name.span,
                "not in the table",
            )
            .candidates(nearest(&name.node, rules::RULES.iter().map(|row| row.name)))
            .help("`:rules` at the prompt lists them")
            .into()
    })
}

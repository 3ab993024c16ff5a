//! The rules of reach on a skeleton: which of their conditions the lists of a world decide, and by which rights of whom.

use super::{
    Lines, NotPlain, Steps, Test, View,
    formula::{Comes, Given, plane},
};
use crate::{
    nt::Token,
    reach::{
        Bound, Condition, ConditionId, Holds, ObjectId, Parts, Power, Reach, RuleSet, actor::Actor,
        bits_of,
    },
    world::footprint::{HostId, Securable},
};

/// A skeleton while it is made: tokens and objects are numbered as formulas and tests name them.
pub struct Making<'r, 'a> {
    reach: &'r Reach<'a>,
    lines: &'r mut Lines,
    tokens: Vec<Token>,
    /// By the place in the view, the object of the lines.
    objects: Vec<usize>,
    /// By the number of the model, the place in the view; `None` for what has a list that no statement is about.
    places: Vec<Option<u16>>,
    actors: Vec<Actor>,
}

/// More tokens than bits in a word cannot be told apart.
const MOST_TOKENS: usize = 64;

impl<'r, 'a> Making<'r, 'a> {
    /// With the tokens and objects of the model.
    ///
    /// # Errors
    /// Something of it cannot be said in lines.
    pub fn new(reach: &'r Reach<'a>, lines: &'r mut Lines) -> Result<Making<'r, 'a>, NotPlain> {
        let doubtful = reach
            .tokens()
            .any(|(_, facts)| facts.perhaps_integrity.is_some());
        if doubtful {
            return Err(NotPlain);
        }
        let tokens = reach
            .tokens()
            .map(|(_, facts)| facts.token.clone())
            .collect();
        let mut making = Making {
            reach,
            lines,
            tokens,
            objects: Vec::new(),
            places: Vec::new(),
            actors: Vec::new(),
        };
        for (_, object) in reach.objects() {
            let place = match &object.what {
                Securable::Service(_) | Securable::Task(_) => None,
                // A key that nobody described has Windows' own list, which no statement is about.
                Securable::Key(path) if reach.server().objects().at(path).is_none() => None,
                Securable::File(_)
                | Securable::Folder(_)
                | Securable::Key(_)
                | Securable::FileIn(_)
                | Securable::FolderIn(_) => Some(making.object(&object.what)?),
            };
            making.places.push(place);
        }
        Ok(making)
    }

    /// The model.
    pub fn reach(&self) -> &'r Reach<'a> {
        self.reach
    }

    /// The place of an object.
    ///
    /// # Errors
    /// Its list cannot be said in lines.
    pub fn object(&mut self, what: &Securable) -> Result<u16, NotPlain> {
        let number = self.lines.object(what)?;
        let known = self.objects.iter().position(|known| *known == number);
        let at = known.unwrap_or_else(|| {
            self.objects.push(number);
            self.objects.len() - 1
        });
        u16::try_from(at).map_err(|_| NotPlain)
    }

    /// The bit of a token.
    ///
    /// # Errors
    /// There are too many.
    pub fn token(&mut self, token: &Token) -> Result<u64, NotPlain> {
        let known = self.tokens.iter().position(|known| known == token);
        let at = known.unwrap_or_else(|| {
            self.tokens.push(token.clone());
            self.tokens.len() - 1
        });
        if at < MOST_TOKENS {
            Ok(1 << at)
        } else {
            Err(NotPlain)
        }
    }

    /// That an actor comes to one of the targets of these parts.
    ///
    /// # Errors
    /// What a target hangs on cannot be said in lines.
    pub fn comes(&mut self, actor: &Actor, parts: &Parts<'_>) -> Result<Comes, NotPlain> {
        let known = self.actors.iter().position(|known| same(known, actor));
        let at = known.unwrap_or_else(|| {
            self.actors.push(actor.clone());
            self.actors.len() - 1
        });
        let mut claims = Vec::new();
        let all = [&parts.become_it, &parts.read_it, &parts.change_it];
        for target in all.into_iter().flatten() {
            let Some(claim) = self.reach.claim_id(&target.claim) else {
                continue;
            };
            let given = match &target.given {
                None => None,
                Some(condition) => match self.decided(condition)? {
                    Some(given) => Some(given),
                    None => match target.belongs {
                        Holds::Yes => None,
                        Holds::No => continue,
                        Holds::Perhaps => return Err(NotPlain),
                    },
                },
            };
            let one = (claim.0, given);
            if !claims.contains(&one) {
                claims.push(one);
            }
        }
        Ok(Comes {
            actor: u8::try_from(at).map_err(|_| NotPlain)?,
            claims,
        })
    }

    /// What a list decides a condition by; `None` if no list does.
    ///
    /// # Errors
    /// It hangs on something that cannot be said in lines.
    pub fn decided(&mut self, condition: &Condition) -> Result<Option<Given>, NotPlain> {
        let reach = self.reach;
        let place = |object: ObjectId| self.places[object.0 as usize];
        let given = |object: ObjectId, power: Power, tokens: u64, perhaps: u64| {
            let right = bits_of(power, reach.kind(object)).and_then(|bit| plane(bit.0));
            Some(Given {
                object: place(object)?,
                tokens,
                perhaps,
                right: right?,
            })
        };
        Ok(match condition {
            Condition::Grants {
                token,
                object,
                power,
            } => given(*object, *power, 1 << token.0, 1 << token.0),
            Condition::CanRead { host, object } if place(*object).is_some() => {
                let (tokens, perhaps) = self.readers(*host)?;
                given(*object, Power::Read, tokens, perhaps)
            }
            Condition::CanCreate { host, folder } if place(*folder).is_some() => {
                let tokens = self.identity(*host)?;
                given(*folder, Power::AddFile, tokens, tokens)
            }
            Condition::CanRead { .. }
            | Condition::CanCreate { .. }
            | Condition::RunsAs { .. }
            | Condition::Handed { .. }
            | Condition::SameUser { .. }
            | Condition::LogsOn { .. }
            | Condition::ChangesMembers { .. }
            | Condition::ChangesPassword { .. }
            | Condition::Powerful { .. }
            | Condition::Absent(_)
            | Condition::Configured(_) => None,
            Condition::OneOf { .. } | Condition::RunsAsNobodyKnows(_) => return Err(NotPlain),
        })
    }

    fn identity(&self, host: HostId) -> Result<u64, NotPlain> {
        let host = self.reach.footprint().host(host);
        let [identity] = host.identities.as_slice() else {
            return Err(NotPlain);
        };
        if host.visitors {
            return Err(NotPlain);
        }
        let id = self.reach.token_of(identity).ok_or(NotPlain)?;
        Ok(1 << id.0)
    }

    /// Those as whom a host reads, for certain and perhaps: itself, and the identities of requests.
    fn readers(&self, host: HostId) -> Result<(u64, u64), NotPlain> {
        let own = self.identity(host)?;
        let (mut certain, mut perhaps) = (own, own);
        for (token, holds) in self.reach.reads_as(host) {
            if *holds == Holds::Yes {
                certain |= 1 << token.0;
            }
            if *holds != Holds::No {
                perhaps |= 1 << token.0;
            }
        }
        Ok((certain, perhaps))
    }

    /// The view and the program.
    ///
    /// # Errors
    /// Something is not known, or cannot be said in lines.
    pub fn finish(mut self, rules: RuleSet) -> Result<(View, Option<Steps>), NotPlain> {
        let reach = self.reach;
        let (known, possible) = (reach.truth(Bound::Known), reach.truth(Bound::Possible));
        let (mut certain, mut perhaps) = (known.clone(), possible.clone());
        let mut is_open = false;
        let mut tests = Vec::new();
        for (id, condition) in (0..).map(ConditionId).zip(reach.conditions()) {
            match self.decided(condition)? {
                Some(given) => {
                    certain.set(id, false);
                    perhaps.set(id, false);
                    is_open |= given.tokens != given.perhaps;
                    tests.push(Test {
                        condition: id,
                        given,
                    });
                }
                None => is_open |= known.holds(id) != possible.holds(id),
            }
        }
        let mut seeds = Vec::new();
        for actor in &self.actors {
            let of = |bound| reach.seeds(actor, bound);
            if of(Bound::Known) != of(Bound::Possible) {
                return Err(NotPlain);
            }
            seeds.push(of(Bound::Known));
        }
        let tokens: Vec<&Token> = self.tokens.iter().collect();
        let view = self
            .lines
            .view(&tokens, &self.objects, reach.server().rules())?;
        // On the skeleton itself the lists have to say what the model says, or they are not what it looks at.
        let agrees = |test: &Test| {
            let says = |bound| test.given.is_so(view.base(), bound);
            says(Bound::Known) == known.holds(test.condition)
                && says(Bound::Possible) == possible.holds(test.condition)
        };
        if !tests.iter().all(agrees) {
            return Err(NotPlain);
        }
        let steps = (!self.actors.is_empty()).then(|| Steps {
            program: reach.program().clone(),
            seeds,
            rules,
            known: certain,
            possible: is_open.then_some(perhaps),
            tests,
        });
        Ok((view, steps))
    }
}

fn same(one: &Actor, other: &Actor) -> bool {
    let wields = |actor: &Actor| -> Vec<Token> {
        actor
            .wields
            .iter()
            .map(|held| held.token.token.clone())
            .collect()
    };
    one.code == other.code && one.session == other.session && wields(one) == wields(other)
}

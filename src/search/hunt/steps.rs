//! The rules of reach on a skeleton: which of their conditions the lists of a world decide, and by which rights of whom.

use smallvec::SmallVec;

use super::{
    Lines, NotPlain, Steps, Test, View,
    formula::{Comes, Target, plane},
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
                    Some((object, tokens, rights)) => Some(Target {
                        object,
                        given: tokens,
                        right: rights.first().copied().ok_or(NotPlain)?,
                    }),
                    None if target.belongs == Holds::Yes => None,
                    None => return Err(NotPlain),
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

    /// What a list decides a condition by: an object, tokens and rights; `None` if no list does.
    fn decided(
        &mut self,
        condition: &Condition,
    ) -> Result<Option<(u16, u64, SmallVec<[u8; 2]>)>, NotPlain> {
        let reach = self.reach;
        let place = |object: ObjectId, places: &[Option<u16>]| places[object.0 as usize];
        let planes = |object: ObjectId, power: Power| -> SmallVec<[u8; 2]> {
            bits_of(power, reach.kind(object))
                .and_then(|bit| plane(bit.0))
                .into_iter()
                .collect()
        };
        Ok(match condition {
            Condition::Grants {
                token,
                object,
                power,
            } => place(*object, &self.places).map(|at| (at, 1 << token.0, planes(*object, *power))),
            Condition::CanRead { host, object } => match place(*object, &self.places) {
                None => None,
                Some(at) => {
                    let tokens = self.readers(*host)?;
                    Some((at, tokens, planes(*object, Power::Read)))
                }
            },
            Condition::CanCreate { host, folder } => match place(*folder, &self.places) {
                None => None,
                Some(at) => {
                    let tokens = self.identity(*host)?;
                    Some((at, tokens, planes(*folder, Power::AddFile)))
                }
            },
            Condition::RunsAs { .. }
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

    fn identity(&mut self, host: HostId) -> Result<u64, NotPlain> {
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

    /// Those as whom a host reads: itself, and the identities of requests.
    fn readers(&mut self, host: HostId) -> Result<u64, NotPlain> {
        let mut all = self.identity(host)?;
        for (token, holds) in self.reach.reads_as(host) {
            if *holds != Holds::Yes {
                return Err(NotPlain);
            }
            all |= 1 << token.0;
        }
        Ok(all)
    }

    /// The view and the program.
    ///
    /// # Errors
    /// Something is not known, or cannot be said in lines.
    pub fn finish(mut self, rules: RuleSet) -> Result<(View, Option<Steps>), NotPlain> {
        let reach = self.reach;
        let mut truth = reach.truth(Bound::Known).clone();
        let possible = reach.truth(Bound::Possible);
        let mut tests = Vec::new();
        for (id, condition) in (0..).map(ConditionId).zip(reach.conditions()) {
            match self.decided(condition)? {
                Some((object, tokens, rights)) => {
                    truth.set(id, false);
                    tests.push(Test {
                        condition: id,
                        tokens,
                        object,
                        rights,
                    });
                }
                None if truth.holds(id) != possible.holds(id) => return Err(NotPlain),
                None => {}
            }
        }
        let seeds = self
            .actors
            .iter()
            .map(|actor| reach.seeds(actor, Bound::Known))
            .collect();
        let tokens: Vec<&Token> = self.tokens.iter().collect();
        let view = self
            .lines
            .view(&tokens, &self.objects, reach.server().rules())?;
        // On the skeleton itself the lists have to say what the model says, or they are not what it looks at.
        let known = reach.truth(Bound::Known);
        let agrees = |test: &Test| test.holds(view.base()) == known.holds(test.condition);
        if !tests.iter().all(agrees) {
            return Err(NotPlain);
        }
        let steps = (!self.actors.is_empty()).then(|| Steps {
            program: reach.program().clone(),
            seeds,
            rules,
            truth,
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

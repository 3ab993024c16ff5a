//! Whether a clause holds: three values, and exact where the same question stands in it more than once.

use std::{collections::HashMap, rc::Rc};

use super::{
    Answers, Stop, Truth,
    lower::{Env, Node, Part, What, open, with},
    witness::{self, Witness},
};
use crate::{
    query::{
        LazyFootprint,
        clause::syntax::{Clause, Insisted},
    },
    world::Server,
};

/// More cases than this are not tried to decide a clause whose questions are open.
const CASES: usize = 512;

/// What a clause comes to in one world.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Whether it holds.
    pub truth: Truth,
    /// Whether what it supposes is met at all: `if … then` and `where` with nobody in them hold emptily.
    pub premise: Truth,
    /// Why.
    pub witness: Witness,
}

/// Something to insist on, read once and judged in many worlds.
#[derive(Clone, Debug)]
pub struct Invariant {
    /// As it was written.
    pub sentence: Insisted,
}

impl Invariant {
    /// Whether it holds in a server, with its witness.
    ///
    /// # Errors
    /// A name in it means nothing there, or `go_on` said no.
    pub fn judge(&self, server: &Server, go_on: &dyn Fn() -> bool) -> Result<Judged, Stop> {
        let footprint = LazyFootprint::new();
        let mut world = super::Live::new(server, &footprint, &self.sentence.source, go_on);
        judge(&self.sentence.clause.node, &mut world)
    }

    /// Whether it holds in a server, as soon as that is known; without a witness.
    ///
    /// # Errors
    /// As [`Invariant::judge`].
    pub fn holds(&self, server: &Server, go_on: &dyn Fn() -> bool) -> Result<Truth, Stop> {
        let footprint = LazyFootprint::new();
        let mut world = super::Live::new(server, &footprint, &self.sentence.source, go_on);
        holds(&self.sentence.clause.node, &mut world)
    }
}

/// Whether a clause holds in a world, whether its premise is met, and why.
///
/// # Errors
/// A name in it means nothing there, or there is no time for it.
pub fn judge(clause: &Clause, world: &mut dyn Answers) -> Result<Judged, Stop> {
    let mut evaluation = Evaluation::new(world);
    let truth = evaluation.decide(clause)?;
    let asked = evaluation.asked.len();
    let mut witness = witness::because(clause, truth, &mut evaluation)?;
    witness.asked = asked;
    Ok(Judged {
        truth,
        premise: evaluation.premise(clause, &empty())?,
        witness,
    })
}

/// Whether a clause holds in a world.
///
/// # Errors
/// As [`judge`].
pub fn holds(clause: &Clause, world: &mut dyn Answers) -> Result<Truth, Stop> {
    Evaluation::new(world).decide(clause)
}

/// Whether what a clause supposes is met in a world: by at least one case.
///
/// # Errors
/// As [`judge`].
pub fn premise(clause: &Clause, world: &mut dyn Answers) -> Result<Truth, Stop> {
    Evaluation::new(world).premise(clause, &empty())
}

fn empty() -> Env {
    Rc::new([])
}

/// One evaluation: the world, and what is assumed of what it leaves open.
pub struct Evaluation<'w> {
    /// Who answers.
    pub world: &'w mut dyn Answers,
    /// Questions that the world leaves open, as they are assumed to be.
    assumed: HashMap<String, bool>,
    /// The first question that was left open.
    left_open: Option<String>,
    /// Every question that was asked.
    asked: HashMap<String, Truth>,
}

impl<'w> Evaluation<'w> {
    fn new(world: &'w mut dyn Answers) -> Evaluation<'w> {
        Evaluation {
            world,
            assumed: HashMap::new(),
            left_open: None,
            asked: HashMap::new(),
        }
    }

    /// The truth of a clause. Where questions are open, every case of theirs is tried as long as there are few.
    fn decide(&mut self, clause: &Clause) -> Result<Truth, Stop> {
        let mut left = CASES;
        self.split(clause, &mut left)
    }

    fn split(&mut self, clause: &Clause, left: &mut usize) -> Result<Truth, Stop> {
        self.left_open = None;
        let truth = self.value(What::Clause(clause, empty()))?;
        *left = left.saturating_sub(1);
        let (Truth::Open, Some(question)) = (truth, self.left_open.take()) else {
            return Ok(truth);
        };
        if *left == 0 {
            return Ok(Truth::Open);
        }
        let mut both = [Truth::Open; 2];
        for (case, value) in both.iter_mut().zip([true, false]) {
            self.assumed.insert(question.clone(), value);
            *case = self.split(clause, left)?;
            self.assumed.remove(&question);
            if *case == Truth::Open {
                return Ok(Truth::Open);
            }
        }
        Ok(if both[0] == both[1] {
            both[0]
        } else {
            Truth::Open
        })
    }

    /// The truth of a part, under what is assumed.
    ///
    /// # Errors
    /// As [`judge`].
    pub fn value(&mut self, what: What<'_>) -> Result<Truth, Stop> {
        let node = open(what, self.world)?;
        Ok(match node {
            Node::Known(known) => Truth::of(known),
            Node::Ask(question) => self.ask(&question)?,
            Node::Not(part) => self.value(part.what)?.denied(),
            Node::All(parts) => self.all(parts, Truth::Fails)?,
            Node::Any(parts) => self.all(parts, Truth::Holds)?,
            Node::Count { least, most, of } => {
                let (mut sure, mut possible) = (0_usize, 0_usize);
                let mut to_come = of.len();
                for part in of {
                    to_come -= 1;
                    match self.value(part.what)? {
                        Truth::Holds => {
                            sure += 1;
                            possible += 1;
                        }
                        Truth::Open => possible += 1,
                        Truth::Fails => {}
                    }
                    if sure > most || possible + to_come < least {
                        return Ok(Truth::Fails);
                    }
                }
                if sure >= least && possible <= most {
                    Truth::Holds
                } else {
                    Truth::Open
                }
            }
        })
    }

    /// The first part with the deciding value decides; else what is open leaves it open.
    fn all(&mut self, parts: Vec<Part<'_>>, deciding: Truth) -> Result<Truth, Stop> {
        let mut truth = deciding.denied();
        for part in parts {
            match self.value(part.what)? {
                found if found == deciding => return Ok(deciding),
                Truth::Open => truth = Truth::Open,
                Truth::Holds | Truth::Fails => {}
            }
        }
        Ok(truth)
    }

    fn ask(&mut self, question: &crate::query::syntax::Question) -> Result<Truth, Stop> {
        let key = question.to_string();
        let truth = match self.asked.get(&key) {
            Some(truth) => *truth,
            None => {
                let truth = Truth::of_verdict(self.world.ask(question)?);
                self.asked.insert(key.clone(), truth);
                truth
            }
        };
        if truth != Truth::Open {
            return Ok(truth);
        }
        if let Some(assumed) = self.assumed.get(&key) {
            return Ok(Truth::of(*assumed));
        }
        self.left_open.get_or_insert(key);
        Ok(Truth::Open)
    }

    /// Whether what a clause supposes is met by at least one case.
    fn premise(&mut self, clause: &Clause, env: &Env) -> Result<Truth, Stop> {
        match clause {
            Clause::If {
                premise,
                conclusion,
            } => {
                let met = self.value(What::Clause(&premise.node, Rc::clone(env)))?;
                Ok(least(met, self.premise(&conclusion.node, env)?))
            }
            Clause::For { .. } => self.premise_from(clause, 0, env),
            Clause::And(parts) | Clause::Or(parts) => {
                let mut most = Truth::Fails;
                for part in parts {
                    most = greatest(most, self.premise(&part.node, env)?);
                }
                Ok(most)
            }
            Clause::Not(inner) => self.premise(&inner.node, env),
            Clause::Said(_) => Ok(Truth::Holds),
        }
    }

    fn premise_from(&mut self, clause: &Clause, at: usize, env: &Env) -> Result<Truth, Stop> {
        let Clause::For {
            ranges,
            such_that,
            body,
        } = clause
        else {
            return Ok(Truth::Holds);
        };
        let Some(range) = ranges.get(at) else {
            let met = match such_that {
                Some(such_that) => self.value(What::Clause(&such_that.node, Rc::clone(env)))?,
                None => Truth::Holds,
            };
            return Ok(match met {
                Truth::Fails => Truth::Fails,
                Truth::Holds | Truth::Open => least(met, self.premise(&body.node, env)?),
            });
        };
        let mut most = Truth::Fails;
        for bound in self.world.everything(range.node.kind).iter() {
            let taken = range.node.other && env.iter().any(|(_, known)| known == bound);
            if taken {
                continue;
            }
            let env = with(env, &range.node.variable, bound.clone());
            most = greatest(most, self.premise_from(clause, at + 1, &env)?);
            if most == Truth::Holds {
                break;
            }
        }
        Ok(most)
    }
}

/// The truth of both together.
fn least(one: Truth, other: Truth) -> Truth {
    match (one, other) {
        (Truth::Fails, _) | (_, Truth::Fails) => Truth::Fails,
        (Truth::Open, _) | (_, Truth::Open) => Truth::Open,
        (Truth::Holds, Truth::Holds) => Truth::Holds,
    }
}

/// The truth of one of both.
fn greatest(one: Truth, other: Truth) -> Truth {
    least(one.denied(), other.denied()).denied()
}

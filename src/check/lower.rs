//! A clause, one step at a time, as `all of`, `any of`, `not`, `so many of` and single questions.
//!
//! Nothing is unfolded before it is looked at: a thousand pools in pairs are a million cases, and the first may decide.

use std::rc::Rc;

use super::{
    Answers, Stop,
    inside::inside,
    predicate::{of_set, said_by},
};
use crate::{
    query::{
        clause::{
            Bindings, Bound,
            syntax::{Clause, ClauseKind, Count, Ranged, Said, Whom},
        },
        syntax::{Question, Reference},
    },
    world::Name,
};

/// What variables stand for, the innermost last.
pub type Env = Rc<[(Name, Bound)]>;

/// What something comes to, one step deep.
#[derive(Clone)]
pub enum Node<'c> {
    /// All of these.
    All(Vec<Part<'c>>),
    /// One of these.
    Any(Vec<Part<'c>>),
    /// Not this.
    Not(Box<Part<'c>>),
    /// At least so many of these, and at most so many.
    Count {
        /// The least.
        least: usize,
        /// The most.
        most: usize,
        /// Of these.
        of: Vec<Part<'c>>,
    },
    /// A question.
    Ask(Box<Question>),
    /// Known without asking.
    Known(bool),
}

/// A part of a clause, with what its newest variable stands for.
#[derive(Clone)]
pub struct Part<'c> {
    /// The variable, or the kind of thing, and who it is here.
    pub binding: Option<(String, Bound)>,
    /// What is claimed.
    pub what: What<'c>,
}

/// What is claimed.
#[derive(Clone)]
pub enum What<'c> {
    /// A clause.
    Clause(&'c Clause, Env),
    /// `for …` from its nth variable on.
    Rest(&'c Clause, usize, Env),
    /// A predicate of one of those over whom it ranges.
    Case(&'c Said, Bound, Env),
    /// A predicate of one of the accounts.
    Stranger(&'c Said, Bound, Env),
    /// Already lowered.
    Node(Node<'c>),
}

impl<'c> Part<'c> {
    /// A clause without another variable.
    pub fn of(clause: &'c Clause, env: &Env) -> Part<'c> {
        Part::what(What::Clause(clause, Rc::clone(env)))
    }

    fn what(what: What<'c>) -> Part<'c> {
        Part {
            binding: None,
            what,
        }
    }

    /// What is lowered already.
    pub(super) fn node(node: Node<'c>) -> Part<'c> {
        Part::what(What::Node(node))
    }

    /// The contrary of a part.
    pub(super) fn not(part: Part<'c>) -> Part<'c> {
        Part::node(Node::Not(Box::new(part)))
    }
}

/// One step into what is claimed.
///
/// # Errors
/// A name that nobody has.
pub fn open<'c>(what: What<'c>, world: &mut dyn Answers) -> Result<Node<'c>, Stop> {
    Ok(match what {
        What::Node(node) => node,
        What::Clause(clause, env) => match clause {
            Clause::And(parts) => Node::All(
                parts
                    .iter()
                    .map(|part| Part::of(&part.node, &env))
                    .collect(),
            ),
            Clause::Or(parts) => Node::Any(
                parts
                    .iter()
                    .map(|part| Part::of(&part.node, &env))
                    .collect(),
            ),
            Clause::Not(inner) => Node::Not(Box::new(Part::of(&inner.node, &env))),
            Clause::If {
                premise,
                conclusion,
            } => implies(
                Part::of(&premise.node, &env),
                Part::of(&conclusion.node, &env),
            ),
            Clause::For { .. } => rest(clause, 0, &env, world),
            Clause::Said(said) => said_of(said, &env, world)?,
        },
        What::Rest(clause, at, env) => rest(clause, at, &env, world),
        What::Case(said, who, env) => case(said, &who, &env, world)?,
        What::Stranger(said, who, env) => stranger(said, &who, &env, world)?,
    })
}

fn implies<'c>(premise: Part<'c>, conclusion: Part<'c>) -> Node<'c> {
    Node::Any(vec![Part::not(premise), conclusion])
}

/// `for …` from its nth variable on.
fn rest<'c>(clause: &'c Clause, at: usize, env: &Env, world: &mut dyn Answers) -> Node<'c> {
    let Clause::For {
        ranges,
        such_that,
        body,
    } = clause
    else {
        return Node::Known(true);
    };
    if let Some(range) = ranges.get(at) {
        let parts = in_range(&range.node, env, world)
            .into_iter()
            .map(|bound| Part {
                binding: Some((range.node.variable.to_string(), bound.clone())),
                what: What::Rest(clause, at + 1, with(env, &range.node.variable, bound)),
            })
            .collect();
        return if range.node.every {
            Node::All(parts)
        } else {
            Node::Any(parts)
        };
    }
    let body = Part::of(&body.node, env);
    let every = ranges.last().is_none_or(|range| range.node.every);
    match such_that {
        None => Node::All(vec![body]),
        Some(premise) if every => implies(Part::of(&premise.node, env), body),
        Some(premise) => Node::All(vec![Part::of(&premise.node, env), body]),
    }
}

fn in_range(range: &Ranged, env: &Env, world: &mut dyn Answers) -> Vec<Bound> {
    others(range.kind, range.other, env, world)
}

/// Everything of a kind, or of it what no variable stands for already.
fn others(kind: ClauseKind, other: bool, env: &Env, world: &mut dyn Answers) -> Vec<Bound> {
    let taken = |bound: &&Bound| !other || !env.iter().any(|(_, known)| known == *bound);
    world
        .everything(kind)
        .iter()
        .filter(taken)
        .cloned()
        .collect()
}

/// With one more variable.
pub fn with(env: &Env, variable: &Name, bound: Bound) -> Env {
    let more = std::iter::once((variable.clone(), bound));
    env.iter().cloned().chain(more).collect()
}

// ---- What is said of somebody

fn said_of<'c>(said: &'c Said, env: &Env, world: &mut dyn Answers) -> Result<Node<'c>, Stop> {
    let case = |label: &str, bound: Bound| Part {
        binding: Some((label.to_owned(), bound.clone())),
        what: What::Case(said, bound, Rc::clone(env)),
    };
    Ok(match &said.subject {
        Whom::Named(set) => {
            let mut set = set.clone();
            let bindings = Bindings {
                subject: None,
                variables: env,
            };
            bindings.actors(&mut set.node);
            of_set(&said.predicate, &set, env)
        }
        Whom::Ranged {
            count,
            other,
            kind,
            variable,
            ..
        } => {
            let label = variable
                .as_ref()
                .map_or_else(|| kind.node.singular().to_owned(), Name::to_string);
            let parts: Vec<Part<'c>> = others(kind.node, *other, env, world)
                .into_iter()
                .map(|bound| case(&label, bound))
                .collect();
            counted(*count, parts)
        }
        Whom::Only { .. } | Whom::Nobody => {
            let accounts = world.accounts();
            let parts = accounts.iter().map(|bound| Part {
                binding: Some(("account".to_owned(), bound.clone())),
                what: What::Stranger(said, bound.clone(), Rc::clone(env)),
            });
            counted(Count::No, parts.collect())
        }
    })
}

fn counted(count: Count, parts: Vec<Part<'_>>) -> Node<'_> {
    let number = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
    let (least, most) = match count {
        Count::No => {
            let none = parts.into_iter().map(|mut part| Part {
                binding: part.binding.take(),
                what: What::Node(Node::Not(Box::new(part))),
            });
            return Node::All(none.collect());
        }
        Count::Every => return Node::All(parts),
        Count::AtLeast(1) => return Node::Any(parts),
        Count::AtLeast(count) => (number(count), usize::MAX),
        Count::AtMost(count) => (0, number(count)),
        Count::Exactly(count) => (number(count), number(count)),
    };
    Node::Count {
        least,
        most,
        of: parts,
    }
}

/// One of those over whom it ranges: not excepted, such that, and the predicate; with `every`, the one implies the other.
fn case<'c>(
    said: &'c Said,
    who: &Bound,
    env: &Env,
    world: &mut dyn Answers,
) -> Result<Node<'c>, Stop> {
    let Whom::Ranged {
        count,
        variable,
        except,
        such_that,
        ..
    } = &said.subject
    else {
        return Ok(Node::Known(true));
    };
    let env = match variable {
        Some(variable) => with(env, variable, who.clone()),
        None => Rc::clone(env),
    };
    let mut meant = Vec::new();
    if let Some(except) = except {
        meant.push(Part::not(Part::node(inside(who, except, &env, world)?)));
    }
    if let Some(such_that) = such_that {
        meant.push(Part::of(&such_that.node, &env));
    }
    let none = *count == Count::No;
    let claim = Part::node(said_by(&said.predicate, &who.actor(), &env, none));
    Ok(match count {
        Count::Every if meant.is_empty() => Node::All(vec![claim]),
        Count::Every => implies(Part::node(Node::All(meant)), claim),
        Count::No | Count::AtLeast(_) | Count::AtMost(_) | Count::Exactly(_) => {
            meant.push(claim);
            Node::All(meant)
        }
    })
}

/// An account that is none of those who may: it does what only they may.
fn stranger<'c>(
    said: &'c Said,
    who: &Bound,
    env: &Env,
    world: &mut dyn Answers,
) -> Result<Node<'c>, Stop> {
    let claim = Part::node(said_by(&said.predicate, &who.actor(), env, true));
    Ok(match &said.subject {
        Whom::Only { who: set } => {
            let inside = Part::node(inside(who, set, env, world)?);
            Node::All(vec![claim, Part::not(inside)])
        }
        Whom::Named(_) | Whom::Ranged { .. } | Whom::Nobody => Node::All(vec![claim]),
    })
}

/// A name as the words of a report call it: `pool A`.
pub fn called(bound: &Bound) -> String {
    match bound {
        Bound::Acts(account) => match (&account.kind, &account.name.node) {
            (None, Reference::Name(name)) => name.to_string(),
            _ => account.to_string(),
        },
        Bound::Component(name) => format!("component {name}"),
        Bound::Service(name) => format!("service {name}"),
    }
}

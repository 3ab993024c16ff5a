//! An invariant over one skeleton: everything that lists and owners do not change is settled, and what is left is asked of
//! tables of rights, and of the closure.

use smallvec::SmallVec;

use super::{Finding, Judgement, PLANES, Planes};
use crate::reach::Bound;

/// A claim about one skeleton.
#[derive(Clone, Debug)]
pub enum Formula {
    /// It is so, whatever the lists say, or it is not.
    Known(bool),
    /// All of them.
    All(Vec<Formula>),
    /// One of them.
    Any(Vec<Formula>),
    /// It is not so.
    Not(Box<Formula>),
    /// One of these tokens has a right.
    Can(Can),
    /// One actor comes to one of these claims, by its number among the actors that are closed for.
    Comes(Comes),
}

/// That a token has rights on an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Can {
    /// Which tokens: one is enough.
    pub tokens: u64,
    /// Which rights, as places in [`PLANES`].
    pub rights: SmallVec<[u8; 4]>,
    /// Whether one of them is enough.
    pub any: bool,
    /// On which objects: one is enough.
    pub objects: Vec<Target>,
}

/// An object of a skeleton.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Which.
    pub object: u16,
    /// Only given that; `None`: in any case.
    pub given: Option<Given>,
}

/// That one of these tokens has a right on an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    /// On which object.
    pub object: u16,
    /// Which tokens for certain.
    pub tokens: u64,
    /// Which tokens perhaps, those for certain among them.
    pub perhaps: u64,
    /// Which right, as a place in [`PLANES`].
    pub right: u8,
}

/// What is known of a world: who may do what, and whether what is so perhaps counts.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// By object.
    pub rights: &'a [Planes],
    /// In every completion, or in some.
    pub bound: Bound,
}

/// That an actor comes to something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comes {
    /// Which actor.
    pub actor: u8,
    /// To which claims, by number; one is enough. Each with what it hangs on, if what it is about belongs to somebody only
    /// given that.
    pub claims: Vec<(u32, Option<Given>)>,
}

/// A claim for one choice of what the invariant ranges over.
#[derive(Clone, Debug)]
pub struct Instance {
    /// What is supposed.
    pub premise: Formula,
    /// What follows.
    pub conclusion: Formula,
}

/// The place of a right among [`PLANES`], privileges aside.
pub fn plane(bit: u32) -> Option<u8> {
    let at = PLANES.iter().position(|known| *known == bit)?;
    u8::try_from(at).ok()
}

impl Formula {
    /// All of them, with what is known left out.
    pub fn all(parts: Vec<Formula>) -> Formula {
        let mut open = Vec::new();
        for part in parts {
            match part {
                Formula::Known(true) => {}
                Formula::Known(false) => return Formula::Known(false),
                Formula::All(more) => open.extend(more),
                Formula::Any(_) | Formula::Not(_) | Formula::Can(_) | Formula::Comes(_) => {
                    open.push(part);
                }
            }
        }
        match open.len() {
            0 => Formula::Known(true),
            1 => open.swap_remove(0),
            _ => Formula::All(open),
        }
    }

    /// One of them, with what is known left out.
    pub fn any(parts: Vec<Formula>) -> Formula {
        let mut open = Vec::new();
        for part in parts {
            match part {
                Formula::Known(false) => {}
                Formula::Known(true) => return Formula::Known(true),
                Formula::Any(more) => open.extend(more),
                Formula::All(_) | Formula::Not(_) | Formula::Can(_) | Formula::Comes(_) => {
                    open.push(part);
                }
            }
        }
        match open.len() {
            0 => Formula::Known(false),
            1 => open.swap_remove(0),
            _ => Formula::Any(open),
        }
    }

    /// The contrary.
    #[must_use]
    pub fn contrary(self) -> Formula {
        match self {
            Formula::Known(known) => Formula::Known(!known),
            Formula::Not(inner) => *inner,
            Formula::All(_) | Formula::Any(_) | Formula::Can(_) | Formula::Comes(_) => {
                Formula::Not(Box::new(self))
            }
        }
    }

    /// Whether it needs the closure.
    pub fn is_about_steps(&self) -> bool {
        match self {
            Formula::Known(_) | Formula::Can(_) => false,
            Formula::Comes(_) => true,
            Formula::Not(inner) => inner.is_about_steps(),
            Formula::All(parts) | Formula::Any(parts) => parts.iter().any(Formula::is_about_steps),
        }
    }

    /// Whether it can only cease to hold as more is come to.
    pub fn is_a_refusal(&self) -> bool {
        match self {
            Formula::Known(_) | Formula::Can(_) => true,
            Formula::Comes(_) => false,
            Formula::Not(inner) => match &**inner {
                Formula::Comes(_) => true,
                other => !other.is_about_steps(),
            },
            Formula::All(parts) | Formula::Any(parts) => parts.iter().all(Formula::is_a_refusal),
        }
    }

    fn holds(&self, known: Known<'_>, reached: &[u64]) -> bool {
        match self {
            Formula::Known(known) => *known,
            Formula::All(parts) => parts.iter().all(|part| part.holds(known, reached)),
            Formula::Any(parts) => parts.iter().any(|part| part.holds(known, reached)),
            Formula::Not(inner) => !inner.holds(known, reached),
            Formula::Can(can) => can.holds(known.rights),
            Formula::Comes(comes) => comes.holds(known, reached),
        }
    }
}

impl Given {
    /// Whether it is so where those are the rights.
    pub fn is_so(&self, rights: &[Planes], bound: Bound) -> bool {
        let tokens = match bound {
            Bound::Known => self.tokens,
            Bound::Possible => self.perhaps,
        };
        rights[usize::from(self.object)][usize::from(self.right)] & tokens != 0
    }
}

impl Can {
    fn holds(&self, rights: &[Planes]) -> bool {
        self.objects.iter().any(|target| {
            let planes = &rights[usize::from(target.object)];
            let of = self.rights.iter().map(|plane| planes[usize::from(*plane)]);
            let who = if self.any {
                of.fold(0, |all, plane| all | plane)
            } else {
                of.fold(u64::MAX, |all, plane| all & plane)
            };
            // What belongs to somebody perhaps is one of the objects that are meant.
            who & self.tokens != 0
                && target
                    .given
                    .is_none_or(|given| given.is_so(rights, Bound::Possible))
        })
    }
}

impl Comes {
    fn holds(&self, known: Known<'_>, reached: &[u64]) -> bool {
        self.claims.iter().any(|(claim, given)| {
            reached[*claim as usize] >> self.actor & 1 == 1
                && given.is_none_or(|given| given.is_so(known.rights, known.bound))
        })
    }
}

/// What becomes of these in a world with such rights; the closure is made only if something depends on it.
pub fn judge(
    instances: &[Instance],
    known: Known<'_>,
    close: &mut dyn FnMut(&mut Vec<u64>),
    reached: &mut Vec<u64>,
) -> Judgement {
    let mut judgement = Judgement::default();
    let mut closed = false;
    for instance in instances {
        let needs = |formula: &Formula| formula.is_about_steps();
        if needs(&instance.premise) && !closed {
            close(reached);
            closed = true;
        }
        if !instance.premise.holds(known, reached) {
            continue;
        }
        judgement.met += 1;
        if needs(&instance.conclusion) && !closed {
            close(reached);
            closed = true;
        }
        if !instance.conclusion.holds(known, reached) {
            judgement.finding = Finding::Broken;
        }
    }
    judgement
}

//! An invariant over one skeleton: everything that lists and owners do not change is settled, and what is left is asked of
//! tables of rights, and of the closure.

use smallvec::SmallVec;

use super::{Finding, Judgement, PLANES, Planes};

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
    /// Only if one of these tokens has that right on it; none: in any case.
    pub given: u64,
    /// That right, as a place in [`PLANES`].
    pub right: u8,
}

/// That an actor comes to something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comes {
    /// Which actor.
    pub actor: u8,
    /// To which claims, by number; one is enough. Each with what it hangs on, if what it is about belongs to somebody only
    /// given that.
    pub claims: Vec<(u32, Option<Target>)>,
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

    /// Whether it holds where nobody has come to anything: for formulas that are about rights alone.
    fn holds(&self, rights: &[Planes], reached: &[u64]) -> bool {
        match self {
            Formula::Known(known) => *known,
            Formula::All(parts) => parts.iter().all(|part| part.holds(rights, reached)),
            Formula::Any(parts) => parts.iter().any(|part| part.holds(rights, reached)),
            Formula::Not(inner) => !inner.holds(rights, reached),
            Formula::Can(can) => can.holds(rights),
            Formula::Comes(comes) => comes.holds(rights, reached),
        }
    }
}

impl Target {
    fn is_there(&self, rights: &[Planes]) -> bool {
        self.given == 0
            || rights[usize::from(self.object)][usize::from(self.right)] & self.given != 0
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
            who & self.tokens != 0 && target.is_there(rights)
        })
    }
}

impl Comes {
    fn holds(&self, rights: &[Planes], reached: &[u64]) -> bool {
        self.claims.iter().any(|(claim, target)| {
            reached[*claim as usize] >> self.actor & 1 == 1
                && target.as_ref().is_none_or(|target| target.is_there(rights))
        })
    }
}

/// What becomes of these in a world with such rights; the closure is made only if something depends on it.
pub fn judge(
    instances: &[Instance],
    rights: &[Planes],
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
        if !instance.premise.holds(rights, reached) {
            continue;
        }
        judgement.met += 1;
        if needs(&instance.conclusion) && !closed {
            close(reached);
            closed = true;
        }
        if !instance.conclusion.holds(rights, reached) {
            judgement.finding = Finding::Broken;
        }
    }
    judgement
}

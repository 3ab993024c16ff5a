//! Who says whether a world breaks an invariant, and what is said of it.

use super::Alphabet;
use crate::world::Fact;

/// What is said of one world.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Judgement {
    /// For how many choices of what the invariant speaks of its premise held: with none it was not tried.
    pub met: u32,
    /// What it comes to.
    pub finding: Finding,
}

/// What an invariant comes to in one world.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Finding {
    /// It holds.
    #[default]
    Holds,
    /// What is known leaves it open.
    Open,
    /// It does not hold.
    Broken,
    /// The invariant means nothing there, or the world is none.
    Meaningless,
}

/// Says what becomes of an invariant in a world.
pub trait Judge {
    /// Of a world that is given by its facts.
    fn of_facts(&mut self, facts: &[Fact]) -> Judgement;

    /// The same in a faster way, if there is one: for the many worlds that are tried to find a smaller one.
    fn quickly(&mut self, facts: &[Fact]) -> Judgement {
        self.of_facts(facts)
    }

    /// Of a world that is given by what it says beside its base; whoever knows a faster way than to build it takes that one.
    fn of_world(&mut self, alphabet: &Alphabet, base: &[Fact], world: &[u16]) -> Judgement {
        self.of_facts(&alphabet.world(base, world))
    }
}

/// A judge who is a function of facts.
pub struct BySentence<F>(pub F);

impl<F: FnMut(&[Fact]) -> Judgement> Judge for BySentence<F> {
    fn of_facts(&mut self, facts: &[Fact]) -> Judgement {
        (self.0)(facts)
    }
}

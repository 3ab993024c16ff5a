//! World after world without building a server for each: what lists and owners do not change is worked out once a skeleton.
//!
//! A skeleton is a base with everything that a world says beside lists and owners. For each, the invariant becomes formulas
//! over tables of rights, and the rules of reach become a program with open conditions. A world is then a few lines put into
//! lists, some bits of truth, and a closure that allocates nothing.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::{
    Alphabet, Judgement, Lines, Planes, View,
    formula::{self, Formula, Instance},
};
use crate::{
    reach::{ClaimId, Closer, ConditionId, Program, RuleSet, Truth},
    world::Fact,
};

/// A base with everything that a world says beside lists and owners.
pub struct Skeleton {
    /// Who may do what, from the lines of a world.
    pub view: View,
    /// The invariant.
    pub instances: Vec<Instance>,
    /// The rules of reach; `None` if the invariant is about rights alone.
    pub steps: Option<Steps>,
}

/// The rules of reach on a skeleton.
pub struct Steps {
    /// The rules with open conditions.
    pub program: Program,
    /// What each actor begins with.
    pub seeds: Vec<Vec<ClaimId>>,
    /// Which rules count.
    pub rules: RuleSet,
    /// What holds whatever the lists say.
    pub truth: Truth,
    /// What the lists decide.
    pub tests: Vec<Test>,
}

/// A condition that lists decide: one of these tokens has one of these rights on the object.
#[derive(Clone, Debug)]
pub struct Test {
    /// Which condition.
    pub condition: ConditionId,
    /// Which tokens.
    pub tokens: u64,
    /// On which object of the view.
    pub object: u16,
    /// Which rights, as places in [`super::PLANES`].
    pub rights: SmallVec<[u8; 2]>,
}

impl Test {
    /// Whether the condition holds where those are the rights.
    pub fn holds(&self, rights: &[Planes]) -> bool {
        let planes = &rights[usize::from(self.object)];
        let of = self.rights.iter().map(|plane| planes[usize::from(*plane)]);
        of.fold(0, |all, plane| all | plane) & self.tokens != 0
    }
}

/// Makes skeletons.
pub trait Compile {
    /// The skeleton of a server; `None` if it has to be judged by building each world.
    fn skeleton(&mut self, facts: &[Fact], lines: &mut Lines) -> Option<Skeleton>;
}

impl<F: FnMut(&[Fact], &mut Lines) -> Option<Skeleton>> Compile for F {
    fn skeleton(&mut self, facts: &[Fact], lines: &mut Lines) -> Option<Skeleton> {
        self(facts, lines)
    }
}

/// Judges worlds by their skeletons.
pub struct Fast<C> {
    compile: C,
    lines: Lines,
    skeletons: FxHashMap<SmallVec<[u16; 6]>, Option<Box<Skeleton>>>,
    /// Statements from this one on are about lists and owners.
    lists_from: u16,
    rights: Vec<Planes>,
    reached: Vec<u64>,
    truth: Truth,
    closer: Closer,
}

/// More skeletons are not remembered at once.
const MOST_SKELETONS: usize = 4_096;

impl<C: Compile> Fast<C> {
    /// For the worlds of a base and an alphabet.
    pub fn new(compile: C, base: &[Fact], alphabet: &Alphabet) -> Fast<C> {
        Fast {
            compile,
            lines: Lines::new(base, alphabet),
            skeletons: FxHashMap::default(),
            lists_from: alphabet.lists_from(),
            rights: Vec::new(),
            reached: Vec::new(),
            truth: Truth::default(),
            closer: Closer::new(),
        }
    }

    /// What becomes of the invariant in that world; `None` if that has to be found out by building it.
    pub fn judge(
        &mut self,
        alphabet: &Alphabet,
        base: &[Fact],
        world: &[u16],
    ) -> Option<Judgement> {
        let split = world.partition_point(|edit| *edit < self.lists_from);
        let (settled, lists) = world.split_at(split);
        if !self.skeletons.contains_key(settled) {
            if self.skeletons.len() >= MOST_SKELETONS {
                self.skeletons.clear();
            }
            let facts = alphabet.world(base, settled);
            let made = self.compile.skeleton(&facts, &mut self.lines).map(Box::new);
            self.skeletons.insert(SmallVec::from_slice(settled), made);
        }
        let skeleton = self.skeletons.get_mut(settled)?.as_mut()?;
        let Skeleton {
            view,
            instances,
            steps,
        } = &mut **skeleton;
        view.fill(lists, &mut self.rights);
        let (rights, truth, closer) = (&self.rights, &mut self.truth, &mut self.closer);
        let mut close = |reached: &mut Vec<u64>| {
            let Some(steps) = steps else { return };
            truth.clone_from(&steps.truth);
            for test in &steps.tests {
                if test.holds(rights) {
                    truth.set(test.condition, true);
                }
            }
            let seeds = steps.seeds.iter().map(Vec::as_slice);
            let closed = closer.close_together(&steps.program, seeds, truth, steps.rules);
            reached.clear();
            reached.extend_from_slice(closed);
        };
        Some(formula::judge(
            instances,
            rights,
            &mut close,
            &mut self.reached,
        ))
    }

    /// How many skeletons were made.
    pub fn skeletons(&self) -> usize {
        self.skeletons.len()
    }
}

impl Skeleton {
    /// Whether the invariant asks for what follows by steps.
    pub fn is_about_steps(&self) -> bool {
        let about = |formula: &Formula| formula.is_about_steps();
        self.instances
            .iter()
            .any(|instance| about(&instance.premise) || about(&instance.conclusion))
    }
}

//! World after world without building a server for each: what lists and owners do not change is worked out once a skeleton.
//!
//! A skeleton is a base with everything that a world says beside lists and owners. For each, the invariant becomes formulas
//! over tables of rights, and the rules of reach become a program with open conditions. A world is then a few lines put into
//! lists, some bits of truth, and a closure that allocates nothing.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::{
    Alphabet, Finding, Judgement, Lines, Planes, View,
    formula::{self, Formula, Given, Instance},
};
use crate::{
    reach::{Bound, ClaimId, Closer, ConditionId, Program, RuleSet, Truth},
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
    pub known: Truth,
    /// What may hold; `None` if nothing is left open but what lists decide.
    pub possible: Option<Truth>,
    /// What the lists decide.
    pub tests: Vec<Test>,
}

/// A condition that lists decide: one of these tokens has one of these rights on the object.
#[derive(Clone, Debug)]
pub struct Test {
    /// Which condition.
    pub condition: ConditionId,
    /// Who and where.
    pub given: Given,
}

/// What a server comes to that says nothing about lists and owners beside its base.
pub enum Made {
    /// Its worlds are judged by their lines.
    Skeleton(Box<Skeleton>),
    /// Each of its worlds has to be built.
    EachBuilt,
    /// Neither it nor anything that says more is a world.
    NoWorld,
}

/// Makes skeletons.
pub trait Compile {
    /// The skeleton of a server.
    fn skeleton(&mut self, facts: &[Fact], lines: &mut Lines) -> Made;
}

impl<F: FnMut(&[Fact], &mut Lines) -> Option<Skeleton>> Compile for F {
    fn skeleton(&mut self, facts: &[Fact], lines: &mut Lines) -> Made {
        match self(facts, lines) {
            Some(skeleton) => Made::Skeleton(Box::new(skeleton)),
            None => Made::EachBuilt,
        }
    }
}

/// Judges worlds by their skeletons.
pub struct Fast<C> {
    compile: C,
    lines: Lines,
    skeletons: FxHashMap<SmallVec<[u16; 6]>, Made>,
    /// Statements before this one are about lists and owners.
    lists_to: u16,
    rights: Vec<Planes>,
    closing: Closing,
}

/// What a closure is made in, kept from world to world.
struct Closing {
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
            lists_to: alphabet.lists_to(),
            rights: Vec::new(),
            closing: Closing {
                reached: Vec::new(),
                truth: Truth::default(),
                closer: Closer::new(),
            },
        }
    }

    /// What becomes of the invariant in that world; `None` if that has to be found out by building it.
    pub fn judge(
        &mut self,
        alphabet: &Alphabet,
        base: &[Fact],
        world: &[u16],
    ) -> Option<Judgement> {
        let split = world.partition_point(|edit| *edit < self.lists_to);
        let (lists, settled) = world.split_at(split);
        if !self.skeletons.contains_key(settled) {
            if self.skeletons.len() >= MOST_SKELETONS {
                self.skeletons.clear();
            }
            let facts = alphabet.world(base, settled);
            let made = self.compile.skeleton(&facts, &mut self.lines);
            self.skeletons.insert(SmallVec::from_slice(settled), made);
        }
        match self.skeletons.get_mut(settled)? {
            Made::Skeleton(skeleton) => {
                Some(skeleton.judge(lists, &mut self.rights, &mut self.closing))
            }
            Made::EachBuilt => None,
            Made::NoWorld => Some(Judgement {
                met: 0,
                finding: Finding::Meaningless,
            }),
        }
    }

    /// How many skeletons were made.
    pub fn skeletons(&self) -> usize {
        self.skeletons.len()
    }
}

impl Skeleton {
    /// Of the world that says those lines and owners besides.
    fn judge(
        &mut self,
        lists: &[u16],
        rights: &mut Vec<Planes>,
        closing: &mut Closing,
    ) -> Judgement {
        self.view.fill(lists, rights);
        let known = self.judge_by(Bound::Known, rights, closing);
        let is_open = self
            .steps
            .as_ref()
            .is_some_and(|steps| steps.possible.is_some());
        if !is_open || known.finding == Finding::Broken {
            return known;
        }
        // What comes to pass in some completion of what is not known, and not in all, leaves it open.
        let possible = self.judge_by(Bound::Possible, rights, closing);
        Judgement {
            finding: match possible.finding {
                Finding::Broken => Finding::Open,
                other => other,
            },
            ..known
        }
    }

    fn judge_by(&self, bound: Bound, rights: &[Planes], closing: &mut Closing) -> Judgement {
        let Closing {
            reached,
            truth,
            closer,
        } = closing;
        let mut close = |reached: &mut Vec<u64>| {
            let Some(steps) = &self.steps else { return };
            truth.clone_from(match bound {
                Bound::Known => &steps.known,
                Bound::Possible => steps.possible.as_ref().unwrap_or(&steps.known),
            });
            for test in &steps.tests {
                if test.given.is_so(rights, bound) {
                    truth.set(test.condition, true);
                }
            }
            let seeds = steps.seeds.iter().map(Vec::as_slice);
            let closed = closer.close_together(&steps.program, seeds, truth, steps.rules);
            reached.clear();
            reached.extend_from_slice(closed);
        };
        let facts = formula::Known { rights, bound };
        formula::judge(&self.instances, facts, &mut close, reached)
    }

    /// Whether the invariant asks for what follows by steps.
    pub fn is_about_steps(&self) -> bool {
        let about = |formula: &Formula| formula.is_about_steps();
        self.instances
            .iter()
            .any(|instance| about(&instance.premise) || about(&instance.conclusion))
    }
}

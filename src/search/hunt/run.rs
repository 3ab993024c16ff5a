//! The hunt itself: world after world is judged, and one that fails is made smaller until nothing can be left out.

use std::{collections::BTreeSet, ops::ControlFlow};

use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use super::{
    Alphabet, Finding, Judge, Judgement, Renaming, Symmetry, Worlds, lists, shrink, structures,
};
use crate::world::{Fact, print};

/// What is hunted through.
#[derive(Debug)]
pub struct Ground<'a> {
    /// The server that every world begins with.
    pub base: &'a [Fact],
    /// What can be said beside.
    pub alphabet: &'a Alphabet,
    /// Which sets of statements differ in names alone.
    pub symmetry: &'a Symmetry,
    /// The renamings of the base, for whole worlds.
    pub renamings: &'a [Renaming],
}

/// How long a hunt goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Worlds by chance.
    Chance {
        /// Where chance begins: the same seed, the same worlds.
        seed: u64,
        /// How many worlds.
        worlds: u64,
        /// How many statements beside the base at most.
        statements: usize,
    },
    /// Every world within so many statements of the base.
    Exhaustive {
        /// How many.
        within: usize,
    },
}

/// What a hunt came to.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Worlds that were judged, each with all that it stands for.
    pub worlds: u64,
    /// Worlds that were judged.
    pub judged: u64,
    /// Those of [`Tally::worlds`] in which the premise of the invariant held for somebody.
    pub met: u64,
    /// Those in which what is known left it open.
    pub open: u64,
    /// Those that were no worlds, or in which the invariant meant nothing.
    pub meaningless: u64,
    /// Those that one way of judging took for broken and the other did not: that is a fault of this program.
    pub disputed: u64,
    /// Whether everything was tried that was to be tried.
    pub complete: bool,
    /// Worlds that fail, no two the same but for names.
    pub found: Vec<Found>,
}

/// A world that breaks the invariant.
#[derive(Clone, Debug)]
pub struct Found {
    /// What it says, and nothing of it can be left out.
    pub facts: Vec<Fact>,
    /// The statements beside the base with which it was found, when the first smaller ones had been left out.
    pub edits: Vec<u16>,
    /// Which world it was, from 1, in the order of the hunt.
    pub at: u64,
    /// How many worlds with these statements differ in names alone.
    pub alike: u64,
}

/// What may be said to a hunt while it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Go on.
    GoOn,
    /// Stop, and keep what was found.
    Stop,
}

impl Ground<'_> {
    /// Hunts. It stops when so many worlds are found that fail, no two the same but for names; without a number it goes on to the
    /// end. `watch` sees the tally after each world and may stop it.
    pub fn hunt(
        &self,
        plan: Plan,
        enough: Option<usize>,
        judge: &mut dyn Judge,
        watch: &mut dyn FnMut(&Tally) -> Wish,
    ) -> Tally {
        let mut hunt = Hunt {
            ground: self,
            tally: Tally::default(),
            seen: BTreeSet::new(),
            enough,
        };
        let ended = match plan {
            Plan::Exhaustive { within } => hunt.exhaustively(within, judge, watch),
            Plan::Chance {
                seed,
                worlds,
                statements,
            } => hunt.by_chance(seed, worlds, statements, judge, watch),
        };
        hunt.tally.complete = ended.is_continue();
        hunt.tally
    }

    /// A text that is the same for worlds that differ in names and in the order of their sentences alone.
    pub fn portrait(&self, facts: &[Fact]) -> String {
        let text = print(facts);
        let renamed = self
            .renamings
            .iter()
            .map(|renaming| in_order(&renaming.apply(&text)));
        renamed.min().unwrap_or_else(|| in_order(&text))
    }
}

/// The sentences of a world in alphabetical order, with the lines that belong to each.
fn in_order(text: &str) -> String {
    let mut sentences: Vec<String> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match sentences.last_mut() {
            Some(sentence) if line.starts_with(' ') => {
                sentence.push('\n');
                sentence.push_str(line);
            }
            Some(_) | None => sentences.push(line.to_owned()),
        }
    }
    sentences.sort();
    sentences.join("\n")
}

/// So many worlds by chance share what is not about lists: more in long hunts, where there is enough of everything.
fn of_a_skeleton(worlds: u64) -> u64 {
    (worlds / 64).clamp(16, 512)
}

/// The smallest value that still fails, as far as its strategy makes it smaller.
fn smallest(
    tree: &mut impl ValueTree<Value = Vec<u16>>,
    fails: &mut dyn FnMut(&[u16]) -> bool,
) -> Vec<u16> {
    let mut least = tree.current();
    let mut more = tree.simplify();
    while more {
        let smaller = tree.current();
        more = if fails(&smaller) {
            least = smaller;
            tree.simplify()
        } else {
            tree.complicate()
        };
    }
    least
}

struct Hunt<'a> {
    ground: &'a Ground<'a>,
    tally: Tally,
    seen: BTreeSet<String>,
    enough: Option<usize>,
}

impl Hunt<'_> {
    fn exhaustively(
        &mut self,
        within: usize,
        judge: &mut dyn Judge,
        watch: &mut dyn FnMut(&Tally) -> Wish,
    ) -> ControlFlow<()> {
        let ground = self.ground;
        let worlds = Worlds {
            alphabet: ground.alphabet,
            symmetry: ground.symmetry,
            within,
        };
        worlds.each(|world, alike| {
            let judgement = judge.of_world(ground.alphabet, ground.base, world);
            self.count(judgement, alike);
            if judgement.finding == Finding::Broken && !self.says_more(world) {
                self.keep(world.to_vec(), alike, judge);
            }
            self.after(watch)
        })
    }

    fn by_chance(
        &mut self,
        seed: u64,
        worlds: u64,
        statements: usize,
        judge: &mut dyn Judge,
        watch: &mut dyn FnMut(&Tally) -> Wish,
    ) -> ControlFlow<()> {
        let ground = self.ground;
        // Few statements make a server what it is, more make its lists: a skeleton serves for several worlds.
        let of_structure = statements.div_ceil(4);
        let structures = structures(ground.alphabet, of_structure);
        let lists = lists(ground.alphabet, statements - of_structure);
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        bytes[8..].copy_from_slice(&(!seed).to_le_bytes());
        let rng = TestRng::from_seed(RngAlgorithm::XorShift, &bytes);
        let mut runner = TestRunner::new_with_rng(Config::default(), rng);
        let together = of_a_skeleton(worlds);
        let mut left = worlds;
        while left > 0 {
            // Neither strategy ever rejects anything.
            let Ok(mut structure) = structures.new_tree(&mut runner) else {
                continue;
            };
            for _ in 0..left.min(together) {
                let Ok(mut list) = lists.new_tree(&mut runner) else {
                    continue;
                };
                left -= 1;
                let world = [list.current(), structure.current()].concat();
                let judgement = judge.of_world(ground.alphabet, ground.base, &world);
                self.count(judgement, 1);
                if judgement.finding == Finding::Broken
                    && !(self.goes_on() && self.says_more(&world))
                {
                    let fewer_lines = smallest(&mut list, &mut |lines| {
                        let world = [lines.to_vec(), structure.current()].concat();
                        let judgement = judge.of_world(ground.alphabet, ground.base, &world);
                        judgement.finding == Finding::Broken
                    });
                    let before = structure.current();
                    let less = if self.goes_on() {
                        before
                    } else {
                        smallest(&mut structure, &mut |structure| {
                            let world = [fewer_lines.clone(), structure.to_vec()].concat();
                            let judgement = judge.of_world(ground.alphabet, ground.base, &world);
                            judgement.finding == Finding::Broken
                        })
                    };
                    self.keep([fewer_lines, less].concat(), 1, judge);
                }
                self.after(watch)?;
            }
        }
        ControlFlow::Continue(())
    }

    fn count(&mut self, judgement: Judgement, alike: u64) {
        let tally = &mut self.tally;
        tally.judged += 1;
        tally.worlds += alike;
        if judgement.met > 0 {
            tally.met += alike;
        }
        match judgement.finding {
            Finding::Holds | Finding::Broken => {}
            Finding::Open => tally.open += alike,
            Finding::Meaningless => tally.meaningless += alike,
        }
    }

    fn after(&mut self, watch: &mut dyn FnMut(&Tally) -> Wish) -> ControlFlow<()> {
        let found = self.tally.found.len();
        let enough = self.enough.is_some_and(|enough| found >= enough);
        if enough || watch(&self.tally) == Wish::Stop {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    /// Whether the first one that is found is not the last.
    fn goes_on(&self) -> bool {
        self.enough != Some(1)
    }

    /// Whether it says all that a world says which was found already, under some names.
    fn says_more(&self, world: &[u16]) -> bool {
        let within =
            |found: &Found, world: &[u16]| found.edits.iter().all(|edit| world.contains(edit));
        let images = || self.ground.symmetry.images_of(world);
        self.tally
            .found
            .iter()
            .any(|found| within(found, world) || images().any(|image| within(found, &image)))
    }

    /// Makes it smaller, and keeps it if it is new.
    fn keep(&mut self, mut edits: Vec<u16>, alike: u64, judge: &mut dyn Judge) {
        let ground = self.ground;
        // What stands in front was picked first; leave out from behind.
        for at in (0..edits.len()).rev() {
            let mut fewer = edits.clone();
            fewer.remove(at);
            let judgement = judge.of_world(ground.alphabet, ground.base, &fewer);
            if judgement.finding == Finding::Broken {
                edits = fewer;
            }
        }
        let world = ground.alphabet.world(ground.base, &edits);
        // The judge who builds every world has the last word on what is shown.
        let mut facts = shrink(world.clone(), &mut |facts| {
            judge.quickly(facts).finding == Finding::Broken
        });
        if judge.of_facts(&facts).finding != Finding::Broken {
            if judge.of_facts(&world).finding != Finding::Broken {
                self.tally.disputed += alike;
                return;
            }
            facts = shrink(world, &mut |facts| {
                judge.of_facts(facts).finding == Finding::Broken
            });
        }
        if self.seen.insert(ground.portrait(&facts)) {
            self.tally.found.push(Found {
                facts,
                edits,
                at: self.tally.judged,
                alike,
            });
        }
    }
}

//! What everybody comes to, for all actors at once: for each claim the set of those who do.
//!
//! A rule with one premise passes the whole set on; one with several passes on those who have all of them. Claims that follow
//! from each other by rules with one premise have the same set, and actors who begin among the same of them come to the same;
//! so there is one row for each group of claims and one column for each group of actors.

mod components;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::{ClaimId, Program, RuleSet, Truth};
use components::{Arrows, components};

/// Who comes to what.
///
/// The row of a claim is `words` words long and has a bit for each column; actors in the same column come to the same claims.
#[derive(Clone, Debug)]
pub struct All {
    row_of: Vec<u32>,
    column_of: Vec<u32>,
    actors_in: Vec<u32>,
    words: usize,
    rows: Vec<u64>,
}

/// A clause of several premises, over rows.
struct Join {
    premises: SmallVec<[u32; 4]>,
    conclusion: u32,
}

impl Program {
    /// What each of these actors comes to, who begin with these claims; by these rules, where these conditions hold.
    pub fn all<S: AsRef<[ClaimId]>>(&self, actors: &[S], truth: &Truth, rules: RuleSet) -> All {
        let open = || {
            let clauses = self.clauses().iter();
            clauses.filter(|clause| clause.is_open(truth, rules))
        };
        let claims = self.claims().len();
        let steps = Arrows::new(claims, || {
            let single = open().filter(|clause| clause.premises.len() == 1);
            single.map(|clause| (clause.premises[0].0, clause.conclusion.0))
        });
        let joins = || open().filter(|clause| clause.premises.len() > 1);
        let (row_of, row_count) = if joins().next().is_none() {
            components(&steps)
        } else {
            let arrows = Arrows::new(claims, || {
                open().flat_map(|clause| {
                    let premises = clause.premises.iter();
                    premises.map(|premise| (premise.0, clause.conclusion.0))
                })
            });
            ordered(components(&steps), &components(&arrows).0)
        };
        let row = |claim: ClaimId| row_of[claim.0 as usize];

        let mut columns: FxHashMap<SmallVec<[u32; 4]>, u32> = FxHashMap::default();
        let mut actors_in = Vec::new();
        let mut column_of = Vec::with_capacity(actors.len());
        for seeds in actors {
            let mut begins: SmallVec<[u32; 4]> = seeds.as_ref().iter().map(|id| row(*id)).collect();
            begins.sort_unstable();
            begins.dedup();
            let new = u32::try_from(columns.len()).expect("fewer actors than there is memory for");
            let column = *columns.entry(begins).or_insert(new);
            if column == new {
                actors_in.push(0);
            }
            actors_in[column as usize] += 1;
            column_of.push(column);
        }

        let words = actors_in.len().div_ceil(64);
        let mut table = Table {
            words,
            rows: vec![0; words * row_count],
            dirty: vec![0; row_count.div_ceil(64)],
            first: 0,
        };
        for (begins, column) in &columns {
            for row in begins {
                table.put(*row, *column as usize);
            }
        }
        for clause in open().filter(|clause| clause.premises.is_empty()) {
            for column in 0..actors_in.len() {
                table.put(row(clause.conclusion), column);
            }
        }
        let steps = Arrows::new(row_count, || {
            let between = steps
                .iter()
                .map(|(from, to)| (row_of[from as usize], row_of[to as usize]));
            between.filter(|(from, to)| from != to)
        });
        let joins: Vec<Join> = joins()
            .map(|clause| Join {
                premises: clause.premises.iter().map(|claim| row(*claim)).collect(),
                conclusion: row(clause.conclusion),
            })
            .collect();
        table.fill(&steps, &joins);
        All {
            rows: table.rows,
            row_of,
            column_of,
            actors_in,
            words,
        }
    }
}

/// Groups of claims in such an order that most clauses, those with several premises too, lead from earlier ones to later ones.
fn ordered((group_of, groups): (Vec<u32>, usize), wider_of: &[u32]) -> (Vec<u32>, usize) {
    let mut wider = vec![0; groups];
    for (group, of) in group_of.iter().zip(wider_of) {
        wider[*group as usize] = *of;
    }
    let mut order: Vec<u32> = (0..).take(groups).collect();
    order.sort_by_key(|group| (wider[*group as usize], *group));
    let mut place = vec![0; groups];
    for (at, group) in (0..).zip(&order) {
        place[*group as usize] = at;
    }
    let placed = group_of.iter().map(|group| place[*group as usize]);
    (placed.collect(), groups)
}

/// The rows while they are being filled.
struct Table {
    words: usize,
    rows: Vec<u64>,
    // Rows that have grown since they were passed on, and where the first of them may be.
    dirty: Vec<u64>,
    first: usize,
}

impl Table {
    fn put(&mut self, row: u32, column: usize) {
        self.rows[row as usize * self.words + column / 64] |= 1 << (column % 64);
        self.mark(row);
    }

    fn mark(&mut self, row: u32) {
        let word = row as usize / 64;
        self.dirty[word] |= 1 << (row % 64);
        self.first = self.first.min(word);
    }

    /// The first row that has grown.
    fn next(&mut self) -> Option<u32> {
        while let Some(word) = self.dirty.get_mut(self.first) {
            if *word != 0 {
                let bit = word.trailing_zeros();
                *word &= *word - 1;
                let base = u32::try_from(64 * self.first).expect("a row has a number of 32 bits");
                return Some(base + bit);
            }
            self.first += 1;
        }
        None
    }

    /// Passes rows on until none grows.
    fn fill(&mut self, steps: &Arrows, joins: &[Join]) {
        let rows = self.dirty.len() * 64;
        let joins_of = Arrows::new(rows, || {
            let numbered = (0..).zip(joins);
            numbered.flat_map(|(at, join)| join.premises.iter().map(move |row| (*row, at)))
        });
        let mut having_all = vec![0; self.words];
        while let Some(row) = self.next() {
            let from = self.place(row);
            for to in steps.of(row) {
                // The two rows are different, and each is a piece of its own.
                let at = self.place(*to);
                let (source, target) = if from.start < at.start {
                    let (before, after) = self.rows.split_at_mut(at.start);
                    (&before[from.clone()], &mut after[..self.words])
                } else {
                    let (before, after) = self.rows.split_at_mut(from.start);
                    (&after[..self.words], &mut before[at])
                };
                if add(target, source) {
                    self.mark(*to);
                }
            }
            for join in joins_of.of(row) {
                let join = &joins[*join as usize];
                having_all.copy_from_slice(&self.rows[from.clone()]);
                for premise in &join.premises {
                    let there = &self.rows[self.place(*premise)];
                    for (all, word) in having_all.iter_mut().zip(there) {
                        *all &= word;
                    }
                }
                let at = self.place(join.conclusion);
                if add(&mut self.rows[at], &having_all) {
                    self.mark(join.conclusion);
                }
            }
        }
    }

    fn place(&self, row: u32) -> std::ops::Range<usize> {
        let start = row as usize * self.words;
        start..start + self.words
    }
}

/// Adds a set to another; whether that grew.
fn add(target: &mut [u64], source: &[u64]) -> bool {
    let mut new = 0;
    for (target, source) in target.iter_mut().zip(source) {
        new |= source & !*target;
        *target |= source;
    }
    new != 0
}

impl All {
    /// Whether the actor, by its place in the list, comes to the claim.
    pub fn comes(&self, actor: usize, claim: ClaimId) -> bool {
        let column = self.column_of[actor] as usize;
        self.row(claim)[column / 64] >> (column % 64) & 1 == 1
    }

    /// The actors who come to the claim, by their places in the list.
    pub fn actors(&self, claim: ClaimId) -> impl Iterator<Item = usize> + '_ {
        (0..self.column_of.len()).filter(move |actor| self.comes(*actor, claim))
    }

    /// How many actors come to the claim.
    pub fn count(&self, claim: ClaimId) -> usize {
        let mut count = 0;
        for (at, word) in self.row(claim).iter().enumerate() {
            let mut left = *word;
            while left != 0 {
                count += self.actors_in[64 * at + left.trailing_zeros() as usize] as usize;
                left &= left - 1;
            }
        }
        count
    }

    fn row(&self, claim: ClaimId) -> &[u64] {
        let row = self.row_of[claim.0 as usize] as usize;
        &self.rows[row * self.words..(row + 1) * self.words]
    }
}

//! The table of who comes to what, and how it is filled.

use smallvec::SmallVec;

use super::components::Arrows;

/// A clause of several premises, over rows.
pub(super) struct Join {
    pub premises: SmallVec<[u32; 4]>,
    pub conclusion: u32,
}

/// The rows while they are being filled.
pub(super) struct Table {
    pub words: usize,
    pub rows: Vec<u64>,
    // Rows that have grown since they were passed on, and where the first of them may be.
    dirty: Vec<u64>,
    first: usize,
}

impl Table {
    /// So many rows and columns without anybody.
    pub fn new(rows: usize, columns: usize) -> Table {
        let words = columns.div_ceil(64);
        Table {
            words,
            rows: vec![0; words * rows],
            dirty: vec![0; rows.div_ceil(64)],
            first: 0,
        }
    }

    /// Puts those of a column into a row.
    pub fn put(&mut self, row: u32, column: usize) {
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
    pub fn fill(&mut self, steps: &Arrows, joins: &[Join]) {
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

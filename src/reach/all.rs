//! What everybody comes to, for all actors at once: for each claim the set of those who do.
//!
//! A rule with one premise passes the whole set on; one with several passes on those who have all of them. Claims that follow
//! from each other by rules with one premise have the same set, and so has a claim that follows from one other only; actors who
//! begin among the same of them come to the same. So there is one row for each group of claims and one column for each group of
//! actors.

mod components;
mod rows;
mod table;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::{ClaimId, Program, RuleSet, Truth};
use components::Arrows;
use rows::Rows;
use table::{Join, Table};

/// Who comes to what.
///
/// The row of a claim is `words` words long and has a bit for each column; actors in the same column come to the same claims.
#[derive(Clone, Debug)]
pub struct All {
    row_of: Vec<u32>,
    columns: Columns,
    words: usize,
    rows: Vec<u64>,
}

/// Which actors come to the same because they begin with the same.
#[derive(Clone, Debug, Default)]
struct Columns {
    // By actor.
    of: Vec<u32>,
    // By column: how many actors are in it, and in which rows they begin.
    actors: Vec<u32>,
    begin: Vec<SmallVec<[u32; 4]>>,
}

impl Program {
    /// What each of these actors comes to, who begin with these claims; by these rules, where these conditions hold.
    pub fn all<S: AsRef<[ClaimId]>>(&self, actors: &[S], truth: &Truth, rules: RuleSet) -> All {
        let open = || {
            let clauses = self.clauses().iter();
            clauses.filter(|clause| clause.is_open(truth, rules))
        };
        let steps = Arrows::new(self.claims().len(), || {
            let single = open().filter(|clause| clause.premises.len() == 1);
            single.map(|clause| (clause.premises[0].0, clause.conclusion.0))
        });
        let rows = Rows::new(self, &steps, open, actors);
        let row = |claim: ClaimId| rows.of[claim.0 as usize];
        let columns = Columns::new(actors, row);

        let mut table = Table::new(rows.count, columns.actors.len());
        for (column, begin) in columns.begin.iter().enumerate() {
            for row in begin {
                table.put(*row, column);
            }
        }
        for clause in open().filter(|clause| clause.premises.is_empty()) {
            for column in 0..columns.actors.len() {
                table.put(row(clause.conclusion), column);
            }
        }
        let steps = Arrows::new(rows.count, || {
            let between = steps.iter();
            between
                .map(|(from, to)| (rows.of[from as usize], rows.of[to as usize]))
                .filter(|(from, to)| from != to)
        });
        let joins = open().filter(|clause| clause.premises.len() > 1);
        let joins: Vec<Join> = joins
            .map(|clause| Join {
                premises: clause.premises.iter().map(|claim| row(*claim)).collect(),
                conclusion: row(clause.conclusion),
            })
            .collect();
        table.fill(&steps, &joins);
        All {
            rows: table.rows,
            words: table.words,
            row_of: rows.of,
            columns,
        }
    }
}

impl Columns {
    fn new<S: AsRef<[ClaimId]>>(actors: &[S], row: impl Fn(ClaimId) -> u32) -> Columns {
        let mut columns = Columns::default();
        let mut numbers: FxHashMap<SmallVec<[u32; 4]>, u32> = FxHashMap::default();
        for seeds in actors {
            let mut begin: SmallVec<[u32; 4]> = seeds.as_ref().iter().map(|id| row(*id)).collect();
            begin.sort_unstable();
            begin.dedup();
            let next = u32::try_from(numbers.len()).expect("fewer actors than there is memory for");
            let column = *numbers.entry(begin.clone()).or_insert(next);
            if column == next {
                columns.actors.push(0);
                columns.begin.push(begin);
            }
            columns.actors[column as usize] += 1;
            columns.of.push(column);
        }
        columns
    }
}

impl All {
    /// Whether the actor, by its place in the list, comes to the claim.
    pub fn comes(&self, actor: usize, claim: ClaimId) -> bool {
        let column = self.columns.of[actor] as usize;
        self.row(claim)[column / 64] >> (column % 64) & 1 == 1
    }

    /// The actors who come to the claim, by their places in the list.
    pub fn actors(&self, claim: ClaimId) -> impl Iterator<Item = usize> + '_ {
        (0..self.columns.of.len()).filter(move |actor| self.comes(*actor, claim))
    }

    /// How many actors come to the claim.
    pub fn count(&self, claim: ClaimId) -> usize {
        self.in_columns(self.row(claim))
    }

    /// How many actors come to one of these claims.
    pub fn count_any(&self, claims: &[ClaimId]) -> usize {
        let mut any = vec![0_u64; self.words];
        for claim in claims {
            for (word, more) in any.iter_mut().zip(self.row(*claim)) {
                *word |= more;
            }
        }
        self.in_columns(&any)
    }

    fn in_columns(&self, columns: &[u64]) -> usize {
        let mut count = 0;
        for (at, word) in columns.iter().enumerate() {
            let mut left = *word;
            while left != 0 {
                count += self.columns.actors[64 * at + left.trailing_zeros() as usize] as usize;
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

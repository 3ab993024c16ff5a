//! Which claims have the same actors, whoever these are: they share a row.

use super::components::{Arrows, components};
use crate::reach::{ClaimId, Clause, Program};

/// The row of each claim. Most clauses lead from earlier rows to later ones.
pub(super) struct Rows {
    /// By claim.
    pub of: Vec<u32>,
    /// How many rows there are.
    pub count: usize,
}

impl Rows {
    /// The rows for the open clauses of a program, and their steps: those with one premise.
    pub fn new<'a, I: Iterator<Item = &'a Clause>, S: AsRef<[ClaimId]>>(
        program: &Program,
        steps: &Arrows,
        open: impl Fn() -> I,
        actors: &[S],
    ) -> Rows {
        let mut rows = Rows::circles(steps);
        if open().any(|clause| clause.premises.len() > 1) {
            let all = Arrows::new(program.claims().len(), || {
                open().flat_map(|clause| {
                    let premises = clause.premises.iter();
                    premises.map(|premise| (premise.0, clause.conclusion.0))
                })
            });
            rows = rows.ordered(&Rows::circles(&all));
        }
        let seeds = actors.iter().flat_map(AsRef::as_ref).copied();
        let others = open().filter(|clause| clause.premises.len() != 1);
        rows.without_followers(steps, seeds.chain(others.map(|clause| clause.conclusion)))
    }

    /// A row for all claims that lead to each other.
    fn circles(arrows: &Arrows) -> Rows {
        let (of, count) = components(arrows);
        Rows { of, count }
    }

    /// The same in the order of wider rows, each of which holds some of these whole.
    fn ordered(&self, wider: &Rows) -> Rows {
        let mut within = vec![0; self.count];
        for (row, wider) in self.of.iter().zip(&wider.of) {
            within[*row as usize] = *wider;
        }
        let mut order: Vec<u32> = (0..).take(self.count).collect();
        order.sort_by_key(|row| (within[*row as usize], *row));
        let mut place = vec![0; self.count];
        for (at, row) in (0..).zip(&order) {
            place[*row as usize] = at;
        }
        self.renumbered(&place, self.count)
    }

    /// The same where a row that gets its actors from one other row only is no row of its own. What these claims have comes from
    /// elsewhere.
    fn without_followers(&self, steps: &Arrows, others: impl Iterator<Item = ClaimId>) -> Rows {
        // The row that each follows: none yet, one, or not one only.
        const NONE: u32 = u32::MAX;
        const OWN: u32 = u32::MAX - 1;
        let mut follows = vec![NONE; self.count];
        for claim in others {
            follows[self.of[claim.0 as usize] as usize] = OWN;
        }
        for (from, to) in steps.iter() {
            let (from, to) = (self.of[from as usize], self.of[to as usize]);
            let before = &mut follows[to as usize];
            if from != to && *before != from {
                *before = if *before == NONE { from } else { OWN };
            }
        }
        // Steps lead to later rows, so that the place of what a row follows is known before its own.
        let mut place = vec![0; self.count];
        let mut count = 0;
        for row in 0..self.count {
            place[row] = match follows[row] {
                NONE | OWN => {
                    count += 1;
                    count - 1
                }
                followed => place[followed as usize],
            };
        }
        self.renumbered(&place, count as usize)
    }

    fn renumbered(&self, place: &[u32], count: usize) -> Rows {
        let of = self.of.iter().map(|row| place[*row as usize]).collect();
        Rows { of, count }
    }
}

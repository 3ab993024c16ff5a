//! A list of clauses for every claim, all lists in one piece of memory.

use super::{ClaimId, ClauseId};

/// A list of clauses for every claim.
///
/// The list of the claim at place `n` is `members[starts[n]..starts[n + 1]]`.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    starts: Vec<u32>,
    members: Vec<ClauseId>,
}

impl Lists {
    /// The lists of so many claims. The members come twice in the same order: they are counted, and then put in place.
    pub fn new<I: Iterator<Item = (ClaimId, ClauseId)>>(
        claims: usize,
        members: impl Fn() -> I,
    ) -> Lists {
        let mut starts = vec![0; claims + 1];
        for (claim, _) in members() {
            starts[claim.0 as usize + 1] += 1;
        }
        for at in 0..claims {
            starts[at + 1] += starts[at];
        }
        let mut next: Vec<u32> = starts.clone();
        let mut placed = vec![ClauseId(0); starts[claims] as usize];
        for (claim, clause) in members() {
            let at = &mut next[claim.0 as usize];
            placed[*at as usize] = clause;
            *at += 1;
        }
        Lists {
            starts,
            members: placed,
        }
    }

    /// The list of that claim.
    pub fn of(&self, claim: ClaimId) -> &[ClauseId] {
        let at = claim.0 as usize;
        &self.members[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

//! Everything that follows from what an actor begins with: the least set of claims that holds it and is closed under the clauses.
//!
//! A claim is taken up once, and with it the clauses that need it; a clause fires when the last of its premises comes. So the
//! work is that of reading each clause once for each of its premises, and only of clauses that something is there for.

use super::{ClaimId, Clause, ClauseId, Program, RuleSet, Truth};

/// A set of claims of one program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Closed {
    bits: Vec<u64>,
}

/// Room to close in, kept from one program to the next, so that nothing is allocated once it has grown.
#[derive(Clone, Debug, Default)]
pub struct Closer {
    closed: Closed,
    actors: Vec<u64>,
    open: Vec<ClaimId>,
}

impl Closed {
    /// None of so many claims.
    pub fn none(claims: usize) -> Closed {
        Closed {
            bits: vec![0; claims.div_ceil(64)],
        }
    }

    /// Whether the claim is in it.
    pub fn holds(&self, claim: ClaimId) -> bool {
        let at = claim.0 as usize;
        self.bits[at / 64] >> (at % 64) & 1 == 1
    }

    /// Puts it in; whether it was not there.
    pub fn insert(&mut self, claim: ClaimId) -> bool {
        let at = claim.0 as usize;
        let word = &mut self.bits[at / 64];
        let bit = 1 << (at % 64);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    /// Every claim in it, in order.
    pub fn iter(&self) -> impl Iterator<Item = ClaimId> + '_ {
        (0..).zip(&self.bits).flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(ClaimId(64 * at + bit))
            })
        })
    }

    /// How many claims are in it.
    pub fn len(&self) -> usize {
        self.bits
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.bits.iter().all(|word| *word == 0)
    }

    fn clear(&mut self, claims: usize) {
        self.bits.clear();
        self.bits.resize(claims.div_ceil(64), 0);
    }
}

impl Program {
    /// What follows from these claims by these rules, where these conditions hold.
    pub fn close(&self, seeds: &[ClaimId], truth: &Truth, rules: RuleSet) -> Closed {
        let mut closer = Closer::default();
        closer.close(self, seeds, truth, rules);
        closer.closed
    }
}

impl Closer {
    /// Room for nothing yet.
    pub fn new() -> Closer {
        Closer::default()
    }

    /// What follows from these claims by these rules, where these conditions hold.
    pub fn close(
        &mut self,
        program: &Program,
        seeds: &[ClaimId],
        truth: &Truth,
        rules: RuleSet,
    ) -> &Closed {
        self.closed.clear(program.claims().len());
        self.open.clear();
        let from_nothing = program.from_nothing().iter().map(|id| program.clause(*id));
        let given = from_nothing
            .filter(|clause| clause.is_open(truth, rules))
            .map(|clause| clause.conclusion);
        for claim in seeds.iter().copied().chain(given) {
            if self.closed.insert(claim) {
                self.open.push(claim);
            }
        }
        self.go_on(program, truth, rules);
        &self.closed
    }

    /// What follows besides, if a set that is closed already is given these claims too.
    pub fn extend(
        &mut self,
        program: &Program,
        closed: &Closed,
        more: &[ClaimId],
        truth: &Truth,
        rules: RuleSet,
    ) -> &Closed {
        self.closed.clone_from(closed);
        self.open.clear();
        for claim in more {
            if self.closed.insert(*claim) {
                self.open.push(*claim);
            }
        }
        self.go_on(program, truth, rules);
        &self.closed
    }

    /// Fires clauses until no claim is open any more.
    fn go_on(&mut self, program: &Program, truth: &Truth, rules: RuleSet) {
        while let Some(claim) = self.open.pop() {
            for clause in clauses(program, program.needing(claim)) {
                if !self.closed.holds(clause.conclusion)
                    && clause
                        .premises
                        .iter()
                        .all(|claim| self.closed.holds(*claim))
                    && clause.is_open(truth, rules)
                {
                    self.closed.insert(clause.conclusion);
                    self.open.push(clause.conclusion);
                }
            }
        }
    }

    /// The same for up to 64 actors at once: for each claim, by its number, who comes to it. The actor at place `n` is bit `n`.
    ///
    /// # Panics
    /// If there are more actors.
    pub fn close_together<'a>(
        &mut self,
        program: &Program,
        actors: impl IntoIterator<Item = &'a [ClaimId]>,
        truth: &Truth,
        rules: RuleSet,
    ) -> &[u64] {
        self.actors.clear();
        self.actors.resize(program.claims().len(), 0);
        self.open.clear();
        let mut everybody = 0;
        for (at, seeds) in actors.into_iter().enumerate() {
            assert!(at < 64, "up to 64 actors at once");
            everybody |= 1 << at;
            for claim in seeds {
                self.come(*claim, 1 << at);
            }
        }
        for clause in clauses(program, program.from_nothing()) {
            if clause.is_open(truth, rules) {
                self.come(clause.conclusion, everybody);
            }
        }
        // A claim is taken up again when further actors come to it after it was.
        while let Some(claim) = self.open.pop() {
            for clause in clauses(program, program.needing(claim)) {
                let premises = clause.premises.iter();
                let all =
                    premises.fold(everybody, |all, claim| all & self.actors[claim.0 as usize]);
                if all & !self.actors[clause.conclusion.0 as usize] != 0
                    && clause.is_open(truth, rules)
                {
                    self.come(clause.conclusion, all);
                }
            }
        }
        &self.actors
    }

    /// These actors come to the claim.
    fn come(&mut self, claim: ClaimId, actors: u64) {
        let there = &mut self.actors[claim.0 as usize];
        if actors & !*there != 0 {
            *there |= actors;
            self.open.push(claim);
        }
    }
}

fn clauses<'a>(program: &'a Program, ids: &'a [ClauseId]) -> impl Iterator<Item = &'a Clause> {
    ids.iter().map(|id| program.clause(*id))
}

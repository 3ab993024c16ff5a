//! Rules that were applied to one server, as a program of plain Horn clauses over numbered claims.
//!
//! What a clause needs of the server, and not of the actor, is a numbered condition: this token is granted that right there,
//! these two tokens have the same user. Whether a condition holds is no part of the program: a [`Truth`] says it. The same
//! program is closed once with what holds in every completion of the facts and once with what holds in some, and a hunt
//! closes it with what holds in each world that it tries.

mod lists;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::Claim;
use lists::Lists;

/// A claim of one program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClaimId(pub u32);

/// A condition of one program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConditionId(pub u32);

/// A clause of one program, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClauseId(pub u32);

/// A rule, by its place in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleId(pub u8);

/// A set of rules: of the first 64 of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct RuleSet(pub u64);

/// Which completions of the facts a claim must hold in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bound {
    /// In every one.
    Known,
    /// In some.
    Possible,
}

/// If all of these hold, so does that.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Clause {
    /// The rule that it is of.
    pub rule: RuleId,
    /// The claims that it needs, in the order in which the rule tells them; none for what everybody has.
    pub premises: SmallVec<[ClaimId; 2]>,
    /// What it needs of the server.
    pub conditions: SmallVec<[ConditionId; 2]>,
    /// What follows.
    pub conclusion: ClaimId,
}

/// Which conditions hold: one bit for each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Truth {
    bits: Vec<u64>,
}

/// Clauses over numbered claims, and which clauses each claim is in.
///
/// Every number in a clause is that of a claim or condition of this program.
#[derive(Clone, Debug, Default)]
pub struct Program {
    claims: Vec<Claim>,
    numbers: FxHashMap<Claim, ClaimId>,
    conditions: usize,
    clauses: Vec<Clause>,
    // Rules that only say what a word means.
    definitions: RuleSet,
    // The clauses that need a claim, each once, and those that conclude it; by the claim's number.
    needing: Lists,
    concluding: Lists,
    // The clauses that need no claim.
    from_nothing: Vec<ClauseId>,
}

impl RuleSet {
    /// No rule.
    pub const NONE: RuleSet = RuleSet(0);

    /// Every rule.
    pub const ALL: RuleSet = RuleSet(u64::MAX);

    /// Whether the rule is in it.
    pub fn contains(self, rule: RuleId) -> bool {
        self.0 >> rule.0 & 1 == 1
    }

    /// With that rule.
    #[must_use]
    pub fn with(self, rule: RuleId) -> RuleSet {
        RuleSet(self.0 | 1 << rule.0)
    }

    /// Without that rule.
    #[must_use]
    pub fn without(self, rule: RuleId) -> RuleSet {
        RuleSet(self.0 & !(1 << rule.0))
    }

    /// How many rules of a table of so many are in it.
    pub fn count(self, rules: usize) -> usize {
        let ids = (0..rules).map(|at| RuleId(u8::try_from(at).unwrap_or(u8::MAX)));
        ids.filter(|rule| self.contains(*rule)).count()
    }
}

impl FromIterator<RuleId> for RuleSet {
    fn from_iter<I: IntoIterator<Item = RuleId>>(rules: I) -> RuleSet {
        rules.into_iter().fold(RuleSet::NONE, RuleSet::with)
    }
}

impl Truth {
    /// None of so many conditions holds.
    pub fn none(conditions: usize) -> Truth {
        Truth {
            bits: vec![0; conditions.div_ceil(64)],
        }
    }

    /// Whether that one holds.
    pub fn holds(&self, condition: ConditionId) -> bool {
        let at = condition.0 as usize;
        self.bits[at / 64] >> (at % 64) & 1 == 1
    }

    /// Says whether that one holds.
    pub fn set(&mut self, condition: ConditionId, holds: bool) {
        let at = condition.0 as usize;
        let bit = 1 << (at % 64);
        if holds {
            self.bits[at / 64] |= bit;
        } else {
            self.bits[at / 64] &= !bit;
        }
    }
}

impl Clause {
    /// Whether its rule is among these and the server has what it needs.
    pub fn is_open(&self, truth: &Truth, rules: RuleSet) -> bool {
        rules.contains(self.rule) && self.conditions.iter().all(|id| truth.holds(*id))
    }
}

impl Program {
    /// These clauses over these claims, which are numbered by their place, and so many conditions.
    ///
    /// # Panics
    /// If a clause names a claim or a condition that there is not, or a rule past the 64th.
    pub fn new(claims: Vec<Claim>, conditions: usize, clauses: Vec<Clause>) -> Program {
        for clause in &clauses {
            let mut named = clause.premises.iter().chain([&clause.conclusion]);
            let known = named.all(|claim| (claim.0 as usize) < claims.len())
                && clause
                    .conditions
                    .iter()
                    .all(|id| (id.0 as usize) < conditions);
            assert!(
                known && clause.rule.0 < 64,
                "a clause of this program: {clause:?}"
            );
        }
        let ids = || (0..).map(ClauseId).zip(&clauses);
        let needing = Lists::new(claims.len(), || {
            ids().flat_map(|(id, clause)| {
                let premises = clause.premises.iter().enumerate();
                premises
                    .filter(|(at, claim)| !clause.premises[..*at].contains(claim))
                    .map(move |(_, claim)| (*claim, id))
            })
        });
        let concluding = Lists::new(claims.len(), || {
            ids().map(|(id, clause)| (clause.conclusion, id))
        });
        let from_nothing = ids()
            .filter(|(_, clause)| clause.premises.is_empty())
            .map(|(id, _)| id)
            .collect();
        Program {
            numbers: (0..)
                .map(ClaimId)
                .zip(&claims)
                .map(|(id, claim)| (*claim, id))
                .collect(),
            claims,
            conditions,
            clauses,
            definitions: RuleSet::NONE,
            needing,
            concluding,
            from_nothing,
        }
    }

    /// The same, where these rules only say what a word means: to apply one of them is no step.
    #[must_use]
    pub fn defining(self, definitions: RuleSet) -> Program {
        Program {
            definitions,
            ..self
        }
    }

    /// The rules that only say what a word means.
    pub fn definitions(&self) -> RuleSet {
        self.definitions
    }

    /// Every claim, by its number.
    pub fn claims(&self) -> &[Claim] {
        &self.claims
    }

    /// The claim of that number.
    pub fn claim(&self, id: ClaimId) -> Claim {
        self.claims[id.0 as usize]
    }

    /// The number of a claim; `None` if no clause and no seed can be about it.
    pub fn find(&self, claim: &Claim) -> Option<ClaimId> {
        self.numbers.get(claim).copied()
    }

    /// How many conditions there are.
    pub fn conditions(&self) -> usize {
        self.conditions
    }

    /// Every clause, by its number.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// The clause of that number.
    pub fn clause(&self, id: ClauseId) -> &Clause {
        &self.clauses[id.0 as usize]
    }

    /// The clauses that need that claim, each once.
    pub fn needing(&self, claim: ClaimId) -> &[ClauseId] {
        self.needing.of(claim)
    }

    /// The clauses that conclude that claim.
    pub fn concluding(&self, claim: ClaimId) -> &[ClauseId] {
        self.concluding.of(claim)
    }

    /// The clauses that need no claim.
    pub fn from_nothing(&self) -> &[ClauseId] {
        &self.from_nothing
    }
}

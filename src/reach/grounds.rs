//! What stands behind a step: its conditions as they are told, what each stands on, and which of them nobody knows.

use super::{
    Bound, Claim, Condition, Derivation, Ground, Grounds, ObjectId, Power, Proof, Reach, TokenId,
    model::{Holds, Told, bits_of, told},
};
use crate::{
    nt::{IntegrityLevel, SecurityDescriptor},
    world::{Because, Rule, TokenFacts, footprint::HostId},
};

impl Reach<'_> {
    /// The conditions of the last step of a derivation. Of a right that one of many tokens has, the token that it is here.
    pub fn conditions_of(&self, derivation: &Derivation) -> Vec<Condition> {
        let Some(step) = &derivation.step else {
            return Vec::new();
        };
        let clause = self.program().clause(step.clause);
        let mut found = Vec::new();
        let one = step.from.iter().find_map(|from| match &from.claim {
            Claim::WieldsOneOf(_) => from.step.as_ref()?.from.first(),
            _ => None,
        });
        if let Some(Claim::Wields(token)) = one.map(|one| one.claim) {
            found.extend(self.of_one(token, derivation.claim));
        }
        for id in &clause.conditions {
            match self.condition(*id) {
                Condition::OneOf { .. } => {}
                other => found.push(other.clone()),
            }
        }
        found
    }

    /// What a step from one of many tokens needs of this one.
    fn of_one(&self, token: TokenId, conclusion: Claim) -> Option<Condition> {
        match conclusion {
            Claim::May(object, power) => Some(Condition::Grants {
                token,
                object,
                power,
            }),
            Claim::Code(host) => Some(Condition::SameUser { token, host }),
            Claim::Plants(file) => Some(Condition::Grants {
                token,
                object: self.object(file).folder?,
                power: Power::AddFile,
            }),
            Claim::System | Claim::Reads(_) | Claim::Free(_) => Some(Condition::Powerful {
                token,
                because: Ground {
                    rule: POWERFUL,
                    facts: Vec::new(),
                },
            }),
            Claim::CodeSomewhere
            | Claim::Wields(_)
            | Claim::WieldsOneOf(_)
            | Claim::Writes(_)
            | Claim::Knows(_)
            | Claim::Joins(_)
            | Claim::Starts(_) => None,
        }
    }

    /// The conditions in a derivation that nobody knows to hold.
    pub(super) fn gaps(&self, derivation: &Derivation) -> Vec<Condition> {
        let mut gaps = Vec::new();
        self.collect_gaps(derivation, &mut gaps);
        gaps
    }

    fn collect_gaps(&self, derivation: &Derivation, gaps: &mut Vec<Condition>) {
        let Some(step) = &derivation.step else {
            return;
        };
        for from in &step.from {
            self.collect_gaps(from, gaps);
        }
        for condition in self.conditions_of(derivation) {
            if self.holds(&condition) != Holds::Yes && !gaps.contains(&condition) {
                gaps.push(condition);
            }
        }
    }

    /// Whether a condition holds.
    pub fn holds(&self, condition: &Condition) -> Holds {
        if let Condition::Grants {
            token,
            object,
            power,
        } = condition
        {
            return self.model.grants(*token, *object, *power);
        }
        let Some(id) = self.grounded.numbers.get(condition) else {
            return Holds::Yes;
        };
        if self.truth(Bound::Known).holds(*id) {
            Holds::Yes
        } else if self.truth(Bound::Possible).holds(*id) {
            Holds::Perhaps
        } else {
            Holds::No
        }
    }

    /// What a condition stands on.
    pub fn explain(&self, condition: &Condition) -> Grounds {
        let holds = self.holds(condition);
        let mut grounds = Grounds {
            condition: condition.clone(),
            known: holds == Holds::Yes,
            possible: holds != Holds::No,
            grounds: Vec::new(),
            proof: None,
            direct: None,
        };
        match condition {
            Condition::Grants {
                token,
                object,
                power,
            } => self.explain_grant(*token, *object, *power, &mut grounds),
            Condition::RunsAs { host, token } => {
                grounds.grounds.push(self.makes(*host));
                grounds.grounds.extend(process(self.token(*token), self));
            }
            Condition::Handed { host, token } => {
                let said = &self.footprint().host(*host).handed;
                let handed = said
                    .iter()
                    .filter(|one| self.token_of(&one.token) == Some(*token))
                    .map(|one| super::model::ground(&one.why));
                grounds.grounds.extend(handed);
            }
            Condition::SameUser { token, host } => {
                grounds.grounds.push(Ground {
                    rule: SAME_USER,
                    facts: memberships(self.token(*token)),
                });
                grounds.grounds.push(self.makes(*host));
            }
            Condition::CanRead { host, object } => {
                self.explain_host(*host, *object, Power::Read, &mut grounds);
            }
            Condition::CanCreate { host, folder } => {
                self.explain_host(*host, *folder, Power::AddFile, &mut grounds);
            }
            Condition::LogsOn { account, .. } => grounds.grounds.push(Ground {
                rule: LOGON,
                facts: self.server().principal(*account).said().to_vec(),
            }),
            Condition::ChangesMembers { token, fact, .. } => {
                let mut facts = vec![*fact];
                facts.extend(memberships(self.token(*token)));
                grounds.grounds.push(Ground {
                    rule: CHANGES_MEMBERS,
                    facts,
                });
            }
            Condition::ChangesPassword { token, fact, .. } => {
                let mut facts = vec![*fact];
                facts.extend(memberships(self.token(*token)));
                grounds.grounds.push(Ground {
                    rule: CHANGES_PASSWORD,
                    facts,
                });
            }
            Condition::Powerful { because, .. } => grounds.grounds.push(because.clone()),
            Condition::OneOf { like, .. } => grounds.grounds = self.explain(like).grounds,
            Condition::Absent(_) => grounds.grounds.push(Ground {
                rule: ABSENT,
                facts: Vec::new(),
            }),
            Condition::RunsAsNobodyKnows(host) => grounds.grounds.push(self.makes(*host)),
            Condition::Configured(ground) => grounds.grounds.push(ground.clone()),
        }
        grounds
    }

    fn makes(&self, host: HostId) -> Ground {
        super::model::ground(&self.footprint().host(host).why)
    }

    /// The grant of the process's own token, or of another one that the host reads with.
    fn explain_host(&self, host: HostId, object: ObjectId, power: Power, grounds: &mut Grounds) {
        let own = self.model.host(host).identities.iter().copied();
        let as_request = self.model.read_as[host.0 as usize].iter();
        let tokens: Vec<TokenId> = own.chain(as_request.map(|(token, _)| *token)).collect();
        let first = tokens.first().copied();
        let which = tokens.into_iter().max_by_key(|token| {
            (
                self.model.grants(*token, object, power),
                Some(*token) == first,
            )
        });
        grounds.grounds.push(self.makes(host));
        if let Some(token) = which {
            self.explain_grant(token, object, power, grounds);
        }
    }

    fn explain_grant(&self, token: TokenId, object: ObjectId, power: Power, grounds: &mut Grounds) {
        let what = &self.object(object).what;
        let list = self.model.lists.get(self.model.objects.list(object));
        let right = bits_of(power, list.kind);
        let facts = self.token(token);
        let found = right.and_then(|right| told(what, list, facts, right, self.server()));
        let Some(told) = found else { return };
        grounds.proof = self.prove(&told);
        grounds.direct = told.rounds.into_iter().next().map(|(_, direct)| direct);
    }

    fn prove(&self, told: &Told) -> Option<Proof> {
        let described = told.described.as_ref()?;
        let rounds: Vec<(Option<IntegrityLevel>, &super::Direct)> = told
            .rounds
            .iter()
            .map(|(level, direct)| (*level, direct))
            .collect();
        let above: Vec<(&crate::world::Described, &[(SecurityDescriptor, usize)])> = told
            .above
            .iter()
            .map(|(folder, tried)| (folder, tried.as_slice()))
            .collect();
        Proof::of(
            self.server(),
            &told.facts,
            (described, told.own.as_slice()),
            None,
            &above,
            &rounds,
            told.outcome,
        )
    }
}

const POWERFUL: Rule = Rule::of(
    "the token holds a group or a privilege that steps over lists",
    "Win32 \"privilege constants\"",
);
const SAME_USER: Rule = Rule::of(
    "the list on a process lets in the user that it runs as",
    "Win32 \"process security and access rights\"",
);
const LOGON: Rule = Rule::of("who knows a password logs on with it", "Win32 LogonUser");
const CHANGES_MEMBERS: Rule = Rule::of(
    "who may change the members of a group can put itself in",
    "Win32 \"local groups\"",
);
const CHANGES_PASSWORD: Rule = Rule::of("who sets a password knows it", "Win32 NetUserSetInfo");
const ABSENT: Rule = Rule::of(
    "a name that nobody described is free",
    "Win32 \"naming files\"",
);

/// The fact that makes the process whose token it is.
fn process(facts: &TokenFacts, reach: &Reach<'_>) -> Option<Ground> {
    let fact = reach.server().process_fact(facts.process?);
    Some(Ground {
        rule: Rule::of(
            "a process has the token of the account that it runs as",
            "Win32 \"access tokens\"",
        ),
        facts: vec![fact],
    })
}

/// The facts that put SIDs into a token.
fn memberships(facts: &TokenFacts) -> Vec<crate::world::FactId> {
    facts
        .token
        .groups
        .iter()
        .filter_map(|group| match facts.because(&group.sid)? {
            Because::Member(_, fact) | Because::Injected(fact) => Some(*fact),
            Because::User
            | Because::Rule(_)
            | Because::DocumentedMember(..)
            | Because::Perhaps(_)
            | Because::Asked => None,
        })
        .collect()
}

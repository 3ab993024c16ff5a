//! How somebody came to something, told step by step; and why not, by the steps that are nearest.

use super::{
    by_steps::bearer,
    can::{self, Site},
    explain::plain,
    journey::{Journey, Refused},
    made::said_once,
};
use crate::{
    nt::AccessMask,
    query::{
        Evidence, Ground, Said,
        resolve::{Object, Thing},
        syntax::{Wanted, Written},
    },
    reach::{Claim, Condition, Derivation, Lacks, Near, Power, Reach, TokenId, power_words, rules},
    world::{
        ObjectNoun, Origin, WinPath,
        footprint::{HostId, Securable},
    },
};

/// Tells derivations of one server.
pub struct Chain<'c, 'q, 'e> {
    journey: &'c Journey<'q, 'e>,
    reach: &'c Reach<'c>,
}

impl<'c, 'q, 'e> Chain<'c, 'q, 'e> {
    /// For that question.
    pub fn of(journey: &'c Journey<'q, 'e>, reach: &'c Reach<'c>) -> Chain<'c, 'q, 'e> {
        Chain { journey, reach }
    }

    /// A derivation: what somebody began with, then each step behind what it needs, each with what it stands on.
    pub fn told(&self, derivation: &Derivation) -> Vec<Evidence> {
        let mut told = Vec::new();
        let mut evidence = Vec::new();
        self.tell(derivation, &mut told, &mut evidence);
        evidence
    }

    fn tell(&self, derivation: &Derivation, told: &mut Vec<Claim>, into: &mut Vec<Evidence>) {
        if told.contains(&derivation.claim) {
            return;
        }
        told.push(derivation.claim);
        let Some(step) = &derivation.step else {
            into.push(plain(Ground::Begins {
                says: self.reach.words(&derivation.claim),
            }));
            return;
        };
        let is_word = rules::definitions().contains(step.rule);
        let mut conditions = Vec::new();
        for from in &step.from {
            self.tell_premise(from, told, into, &mut conditions);
        }
        conditions.extend(self.reach.conditions_of(derivation));
        let row = rules::rule(step.rule);
        if is_word {
            into.extend(self.conditions(&conditions));
            return;
        }
        let mut grounds = self.conditions(&conditions);
        // What configuration says stands beside the step itself.
        let mut facts: Vec<Said> = Vec::new();
        grounds.retain(|ground| match &ground.ground {
            Ground::Stated { .. } => {
                facts.extend(ground.facts.iter().cloned());
                false
            }
            _ => true,
        });
        facts.dedup();
        into.push(Evidence {
            ground: Ground::Step {
                rule: row.name,
                weak: row.kind == rules::Kind::Weakness,
                comes_to: self.reach.words(&derivation.claim),
                says: row.says.to_owned(),
                source: row.source.to_owned(),
            },
            facts,
        });
        into.append(&mut grounds);
    }

    /// A premise: what only says what a word means is no step, and what it needs is told with the step that uses it.
    fn tell_premise(
        &self,
        from: &Derivation,
        told: &mut Vec<Claim>,
        into: &mut Vec<Evidence>,
        conditions: &mut Vec<Condition>,
    ) {
        match &from.step {
            Some(step) if rules::definitions().contains(step.rule) => {
                for inner in &step.from {
                    self.tell_premise(inner, told, into, conditions);
                }
                conditions.extend(self.reach.conditions_of(from));
            }
            _ => self.tell(from, told, into),
        }
    }

    fn conditions(&self, conditions: &[Condition]) -> Vec<Evidence> {
        let mut all: Vec<Evidence> = Vec::new();
        for step in conditions.iter().flat_map(|one| self.condition(one)) {
            if !all.iter().any(|known| known.ground == step.ground) {
                all.push(step);
            }
        }
        all
    }

    /// What a condition stands on: for a grant, the lines that settle it and why the token holds whom they name.
    fn condition(&self, condition: &Condition) -> Vec<Evidence> {
        if let Condition::Grants {
            token,
            object,
            power,
        } = condition
        {
            let lines = self.lines(*token, &self.reach.object(*object).what, *power);
            if !lines.is_empty() {
                return lines;
            }
        }
        let server = self.journey.resolver.server;
        let grounds = self.reach.explain(condition).grounds;
        grounds
            .into_iter()
            .map(|ground| Evidence {
                ground: Ground::Stated {
                    says: format!("{} ({})", ground.rule.says, ground.rule.source),
                },
                facts: said_once(&ground.facts, server),
            })
            .collect()
    }

    /// The lines that give a token a right on an object.
    fn lines(&self, token: TokenId, what: &Securable, power: Power) -> Vec<Evidence> {
        let Some((path, noun)) = place(what) else {
            return Vec::new();
        };
        let resolver = self.journey.resolver;
        let object = Object {
            asked: path.to_string(),
            path,
            noun: Some(noun),
            url: None,
            thing: Thing::Path,
        };
        let Some(mask) = mask(power) else {
            return Vec::new();
        };
        let wanted = Written::nowhere(Wanted::Mask(mask));
        let mut site = Site::of(&object, &wanted.node, resolver.server);
        let acting = bearer(token, self.reach, resolver.server);
        let Ok(pair) = can::can(&acting, &wanted, &mut site, resolver) else {
            return Vec::new();
        };
        let is_line = |step: &Evidence| {
            !matches!(
                step.ground,
                Ground::Token { .. } | Ground::Undescribed { .. }
            )
        };
        pair.evidence.into_iter().filter(is_line).collect()
    }

    /// Why somebody does not come to it.
    pub fn refusal(&self, refused: &Refused) -> Vec<Evidence> {
        let mut evidence: Vec<Evidence> = refused
            .nearest
            .iter()
            .take(3)
            .map(|near| self.near(near))
            .collect();
        if let Some(steps) = refused.too_long {
            evidence.push(plain(Ground::Stated {
                says: format!("the shortest way has {steps} steps"),
            }));
        }
        evidence.push(self.searched(refused.closed));
        evidence
    }

    /// What was searched, without success.
    pub fn searched(&self, closed: usize) -> Evidence {
        let (tried, off) = self.journey.tried();
        plain(Ground::Searched { tried, off, closed })
    }

    /// A step that lacks one thing.
    fn near(&self, near: &Near) -> Evidence {
        let row = rules::rule(near.rule);
        let lacks = match &near.lacks {
            Lacks::Claim(claim) => format!("it {}, which it does not", self.reach.words(claim)),
            Lacks::Condition(condition) => self.lacking(condition),
        };
        let facts = match &near.lacks {
            Lacks::Condition(condition) => {
                let server = self.journey.resolver.server;
                let grounds = self.reach.explain(condition).grounds;
                let facts: Vec<_> = grounds.into_iter().flat_map(|one| one.facts).collect();
                said_once(&facts, server)
            }
            Lacks::Claim(_) => Vec::new(),
        };
        Evidence {
            ground: Ground::Nearly {
                rule: row.name,
                would: self.reach.words(&near.conclusion),
                lacks,
            },
            facts,
        }
    }

    /// What is not known on the way.
    pub fn gaps(&self, conditions: &[Condition]) -> Vec<Said> {
        let server = self.journey.resolver.server;
        let mut gaps: Vec<Said> = Vec::new();
        for condition in conditions {
            let facts: Vec<_> = self
                .reach
                .explain(condition)
                .grounds
                .into_iter()
                .flat_map(|ground| ground.facts)
                .collect();
            let at = facts
                .first()
                .map_or(Origin::Unsaid, |fact| server.origin(*fact).clone());
            gaps.push(Said {
                says: format!("whether {}", self.words(condition)),
                at,
            });
        }
        if gaps.is_empty() {
            gaps.push(Said {
                says: "whether what this way needs is so".into(),
                at: Origin::Unsaid,
            });
        }
        gaps
    }

    fn lacking(&self, condition: &Condition) -> String {
        match condition {
            Condition::Grants { token, .. } => {
                let who = self.reach.token_words(*token);
                format!("a line gave {who} that right, which none does")
            }
            Condition::Powerful { token, .. } => {
                let who = self.reach.token_words(*token);
                format!(
                    "{who} held a group or a privilege that steps over lists, which it does not"
                )
            }
            Condition::RunsAs { .. }
            | Condition::Handed { .. }
            | Condition::SameUser { .. }
            | Condition::CanRead { .. }
            | Condition::CanCreate { .. }
            | Condition::LogsOn { .. }
            | Condition::ChangesMembers { .. }
            | Condition::ChangesPassword { .. }
            | Condition::OneOf { .. }
            | Condition::Absent(_)
            | Condition::RunsAsNobodyKnows(_)
            | Condition::Configured(_) => format!("{}, which is not so", self.words(condition)),
        }
    }

    fn host(&self, host: HostId) -> &str {
        &self.reach.footprint().host(host).name
    }

    /// A condition as a clause.
    pub fn words(&self, condition: &Condition) -> String {
        let server = self.journey.resolver.server;
        let token = |id| self.reach.token_words(id);
        let object = |id| self.reach.object_words(id);
        match condition {
            Condition::Grants {
                token: who,
                object: on,
                power,
            } => {
                let verb = power_words(*power, self.reach.kind(*on));
                format!("{} may {verb} {}", token(*who), object(*on))
            }
            Condition::RunsAs { host, token: who } => {
                format!("{} runs as {}", self.host(*host), token(*who))
            }
            Condition::Handed { host, token: who } => {
                format!(
                    "{} is handed the token of {}",
                    self.host(*host),
                    token(*who)
                )
            }
            Condition::SameUser { token: who, host } => {
                format!("{} is the user of {}", token(*who), self.host(*host))
            }
            Condition::CanRead { host, object: what } => {
                format!("{} may read {}", self.host(*host), object(*what))
            }
            Condition::CanCreate { host, folder } => {
                format!(
                    "{} may create files in {}",
                    self.host(*host),
                    object(*folder)
                )
            }
            Condition::LogsOn { account, .. } => {
                format!("{} may log on here", server.principal(*account).name())
            }
            Condition::ChangesMembers {
                token: who, group, ..
            } => format!(
                "{} may change the members of {}",
                token(*who),
                server.principal(*group).name()
            ),
            Condition::ChangesPassword {
                token: who,
                account,
                ..
            } => format!(
                "{} may change the password of {}",
                token(*who),
                server.principal(*account).name()
            ),
            Condition::Powerful {
                token: who,
                because,
            } => format!(
                "{} is one of those of whom it is said: {}",
                token(*who),
                because.rule.says
            ),
            Condition::OneOf { like, .. } => self.words(like),
            Condition::Absent(what) => format!("{} is not there", object(*what)),
            Condition::RunsAsNobodyKnows(host) => {
                format!("{} runs as such an account", self.host(*host))
            }
            Condition::Configured(ground) => ground.rule.says.to_owned(),
        }
    }
}

/// Where something with a list lies; an object that nobody described stands for all of its folder.
fn place(what: &Securable) -> Option<(WinPath, ObjectNoun)> {
    Some(match what {
        Securable::File(path) => (path.clone(), ObjectNoun::File),
        Securable::Folder(path) => (path.clone(), ObjectNoun::Folder),
        Securable::Key(path) => (path.clone(), ObjectNoun::Key),
        Securable::FileIn(folder) => (folder.join("*"), ObjectNoun::File),
        Securable::FolderIn(folder) => (folder.join("*"), ObjectNoun::Folder),
        Securable::Service(_) | Securable::Task(_) => return None,
    })
}

fn mask(power: Power) -> Option<AccessMask> {
    Some(AccessMask(match power {
        Power::Read => 0x1,
        Power::WriteData | Power::AddFile => 0x2,
        Power::Append | Power::AddFolder => 0x4,
        Power::Delete => 0x1_0000,
        Power::DeleteChild => 0x40,
        Power::ChangePermissions => 0x4_0000,
        Power::TakeOwnership => 0x8_0000,
        Power::Configure => return None,
    }))
}

//! The evidence of a direct answer: the cases that were tried, told as steps with the facts under them.

use super::{
    reasons::{gap_words, holds},
    subject::{Acting, said_of},
};
use crate::{
    nt::{AccessMask, AceKind, AclState, Reason, SecurityDescriptor, Sid},
    query::{Evidence, Ground, KindOfNo, Said},
    reach::{Blocked, Case, Direct, Outcome, Place, Settled},
    world::{
        AccessLine, Completion, Described, How, LineSource, Origin, Server, Statement, Whence,
        WinPath, notation,
    },
};

/// What a direct answer rests on.
pub struct Grounds<'a> {
    /// The server.
    pub server: &'a Server,
    /// Who acts.
    pub acting: &'a Acting,
    /// The object.
    pub object: &'a Described,
    /// The folder above, where it was asked.
    pub parent: Option<&'a Described>,
    /// The folders above, the nearest first.
    pub above: &'a [Described],
    /// The descriptors that were tried, each with the completion that it is of.
    pub own: &'a [(SecurityDescriptor, usize)],
    /// The same of the folder above.
    pub of_parent: &'a [(SecurityDescriptor, usize)],
}

impl Grounds<'_> {
    /// The steps of an answer.
    pub fn evidence(&self, direct: &Direct) -> Vec<Evidence> {
        let mut steps = Vec::new();
        steps.extend(self.acting.evidence(self.server));
        steps.extend(self.undescribed());
        if let Some(Blocked {
            above,
            certain: true,
        }) = direct.blocked
        {
            steps.push(plain(Ground::Traverse {
                path: self.above[above].path.clone(),
            }));
            return steps;
        }
        match direct.outcome {
            Outcome::Yes => steps.extend(
                direct
                    .cases
                    .first()
                    .into_iter()
                    .flat_map(|case| self.granted(case)),
            ),
            Outcome::No => steps.extend(self.refused_cases(direct)),
            Outcome::Unknown => {}
        }
        steps
    }

    /// The kind of a no.
    pub fn kind_of_no(direct: &Direct) -> KindOfNo {
        if matches!(direct.blocked, Some(Blocked { certain: true, .. })) {
            return KindOfNo::Gated;
        }
        match direct.cases.first() {
            Some(case) if case.is_gated() => KindOfNo::Gated,
            Some(case) if case.is_denied() => KindOfNo::Denied,
            _ => KindOfNo::NotGranted,
        }
    }

    /// The steps of a case in which it is granted: every right that counts, those with one reason together.
    fn granted(&self, case: &Case) -> Vec<Evidence> {
        let settled: Vec<Settled> = case.settled(true).copied().collect();
        self.together(case, &settled)
    }

    /// The steps of a refusal. Where what is not known makes it refused in several ways, each is told once.
    fn refused_cases(&self, direct: &Direct) -> Vec<Evidence> {
        let mut steps: Vec<Evidence> = Vec::new();
        for case in &direct.cases {
            let settled: Vec<Settled> = case.settled(false).copied().collect();
            for step in self.together(case, &settled) {
                if !steps.iter().any(|known| known.ground == step.ground) {
                    steps.push(step);
                }
            }
            if steps.len() > 8 {
                break;
            }
        }
        steps
    }

    fn together(&self, case: &Case, settled: &[Settled]) -> Vec<Evidence> {
        let mut grouped: Vec<(Settled, AccessMask)> = Vec::new();
        for one in settled {
            match grouped
                .iter_mut()
                .find(|(known, _)| known.at == one.at && known.reason == one.reason)
            {
                Some((_, rights)) => *rights |= one.right,
                None => grouped.push((*one, one.right)),
            }
        }
        grouped
            .iter()
            .flat_map(|(one, rights)| self.step(case, one, *rights))
            .collect()
    }

    fn step(&self, case: &Case, settled: &Settled, rights: AccessMask) -> Vec<Evidence> {
        let (described, descriptor, completion) = match settled.at {
            Place::Own => {
                let (descriptor, completion) = &self.own[case.own];
                (
                    self.object,
                    descriptor,
                    &self.object.completions[*completion],
                )
            }
            Place::Parent => {
                let (Some(parent), Some(at)) = (self.parent, case.parent) else {
                    return Vec::new();
                };
                let (descriptor, completion) = &self.of_parent[at];
                (parent, descriptor, &parent.completions[*completion])
            }
        };
        let mut steps = Vec::new();
        if settled.at == Place::Parent && settled.reason.grants() {
            steps.push(plain(Ground::FromParent {
                path: described.path.clone(),
            }));
        }
        let second_pass_refuses = settled.reason.first.grants() && !settled.reason.grants();
        steps.extend(self.reason(
            settled.reason.first,
            described,
            descriptor,
            completion,
            rights,
        ));
        if second_pass_refuses {
            steps.push(plain(Ground::Restricted));
        }
        steps
    }

    fn reason(
        &self,
        reason: Reason,
        described: &Described,
        descriptor: &SecurityDescriptor,
        completion: &Completion,
        rights: AccessMask,
    ) -> Vec<Evidence> {
        let path = described.path.clone();
        match reason {
            Reason::NotAsked => Vec::new(),
            Reason::Allowed { line } | Reason::Denied { line } => {
                self.line(line as usize, described, descriptor, completion, rights)
            }
            Reason::NotGranted => vec![plain(Ground::NothingGrants {
                rights,
                kind: described.kind,
                lines: descriptor
                    .dacl
                    .aces()
                    .iter()
                    .filter(|ace| ace.is_live())
                    .count(),
                others: self.others(descriptor, rights),
                path,
            })],
            Reason::ImplicitOwner => {
                let Some(owner) = descriptor.owner else {
                    return Vec::new();
                };
                let mut steps = vec![Evidence {
                    ground: Ground::Owner {
                        owner: self.server.accounts().display(&owner),
                        path,
                    },
                    facts: self.object_facts(described),
                }];
                steps.extend(self.holds(&owner));
                steps
            }
            Reason::NoDacl | Reason::NullDacl => vec![Evidence {
                ground: Ground::NoList { path },
                facts: self.object_facts(described),
            }],
            Reason::Privilege(privilege) => vec![plain(Ground::Privilege { privilege })],
            Reason::PrivilegeNeeded(privilege) => {
                vec![plain(Ground::PrivilegeNeeded { privilege })]
            }
            Reason::Integrity(level) => vec![plain(Ground::Integrity {
                object: level.0,
                token: self
                    .acting
                    .facts
                    .as_ref()
                    .and_then(|facts| facts.token.integrity)
                    .map(|level| level.0),
            })],
        }
    }

    /// A line that settles rights, and why the token holds whom it names.
    fn line(
        &self,
        line: usize,
        described: &Described,
        descriptor: &SecurityDescriptor,
        completion: &Completion,
        rights: AccessMask,
    ) -> Vec<Evidence> {
        let aces = descriptor.dacl.aces();
        let (Some(ace), Some(source)) = (aces.get(line), completion.lines.get(line)) else {
            return Vec::new();
        };
        let Whence::Fact(..) = &source.whence else {
            return Vec::new();
        };
        let mut steps = vec![Evidence {
            ground: Ground::Line {
                allows: matches!(
                    ace.kind,
                    AceKind::Allow
                        | AceKind::AllowCompound { .. }
                        | AceKind::AllowObject(_)
                        | AceKind::AllowCallback(_)
                        | AceKind::AllowCallbackObject(..)
                ),
                who: self.server.accounts().display(&ace.sid),
                mask: ace.mask,
                settles: rights,
                number: line + 1,
                of: aces.len(),
                path: described.path.clone(),
                inherited_from: (source.steps_up > 0).then(|| source.path.clone()),
                kind: described.kind,
            },
            facts: line_said(self.server, source).into_iter().collect(),
        }];
        steps.extend(self.holds(&ace.sid));
        steps
    }

    /// Why the token holds a SID.
    fn holds(&self, sid: &Sid) -> Option<Evidence> {
        holds(self.server, self.acting.facts.as_ref()?, sid)
    }

    /// Whom the list gives these rights to.
    fn others(&self, descriptor: &SecurityDescriptor, rights: AccessMask) -> Vec<String> {
        let AclState::Present(acl) = &descriptor.dacl else {
            return Vec::new();
        };
        let mut names: Vec<String> = Vec::new();
        for ace in acl
            .aces
            .iter()
            .filter(|ace| ace.is_live() && ace.mask.intersects(rights))
        {
            let name = self.server.accounts().display(&ace.sid);
            if matches!(ace.kind, AceKind::Allow) && !names.contains(&name) {
                names.push(name);
            }
        }
        names.truncate(4);
        names
    }

    /// The facts that describe an object.
    fn object_facts(&self, described: &Described) -> Vec<Said> {
        described
            .resource
            .into_iter()
            .flat_map(|id| self.server.objects().get(id).facts())
            .chain(described.documented)
            .flat_map(|fact| said_of(self.server, fact))
            .collect()
    }

    /// What holds for an object that nobody described.
    fn undescribed(&self) -> Option<Evidence> {
        let how = match self.object.how {
            How::Stated | How::WorkedOut | How::Unknown => return None,
            How::Documented => "undescribed objects have default permissions".to_owned(),
            How::InheritedUndescribed => {
                let from = self
                    .object
                    .completions
                    .iter()
                    .flat_map(|completion| &completion.lines);
                let nearest: Option<&WinPath> =
                    from.min_by_key(|line| line.steps_up).map(|line| &line.path);
                nearest.map_or_else(
                    || "undescribed objects inherit, and nothing is inherited".to_owned(),
                    |folder| format!("undescribed objects inherit, here from {folder}"),
                )
            }
            How::Closed => "undescribed objects are closed".to_owned(),
        };
        Some(Evidence {
            ground: Ground::Undescribed {
                path: self.object.path.clone(),
                how,
            },
            facts: self.fallback_facts(),
        })
    }

    fn fallback_facts(&self) -> Vec<Said> {
        self.server
            .facts()
            .filter(|(_, fact)| matches!(fact.statement, Statement::Undescribed { .. }))
            .flat_map(|(id, _)| said_of(self.server, id))
            .collect()
    }

    /// What stands between yes and no.
    pub fn gaps(&self, direct: &Direct) -> Vec<Said> {
        let mut gaps = Vec::new();
        if let Some(facts) = &self.acting.facts {
            for unknown in deciding(direct) {
                let Some(membership) = facts.unknowns.get(unknown.0 as usize) else {
                    continue;
                };
                let member = membership.member.map_or_else(
                    || "the account".to_owned(),
                    |id| self.server.principal(id).name().to_string(),
                );
                gaps.push(Said {
                    says: format!(
                        "whether {member} is a member of {}",
                        self.server.principal(membership.group).name()
                    ),
                    at: self.server.origin(membership.gap).clone(),
                });
            }
        }
        let parent = self.parent.filter(|_| direct.asked.or_parent.is_some());
        let above = direct.blocked.map(|blocked| &self.above[blocked.above]);
        for described in std::iter::once(self.object).chain(parent).chain(above) {
            gaps.extend(described.gaps.iter().map(|gap| {
                Said {
                    says: gap_words(&gap.kind, &gap.path),
                    at: gap
                        .fact
                        .map_or(Origin::Unsaid, |fact| self.server.origin(fact).clone()),
                }
            }));
        }
        gaps.dedup_by(|one, other| one.says == other.says);
        gaps
    }
}

/// The unknowns that, with the rest as it is, turn the answer; all that matter if none does alone.
pub fn deciding(direct: &Direct) -> Vec<crate::nt::Unknown> {
    let mut all: Vec<crate::nt::Unknown> = direct
        .cases
        .iter()
        .flat_map(|case| case.assumed.iter().copied())
        .collect();
    all.sort();
    all.dedup();
    let turns = |unknown: &crate::nt::Unknown| {
        direct.cases.iter().any(|case| {
            let mut with = case.assumed.clone();
            with.push(*unknown);
            with.sort();
            !case.assumed.contains(unknown)
                && direct.cases.iter().any(|other| {
                    let mut assumed = other.assumed.clone();
                    assumed.sort();
                    assumed == with
                        && (other.own, other.parent) == (case.own, case.parent)
                        && other.granted != case.granted
                })
        })
    };
    let turning: Vec<crate::nt::Unknown> = all.iter().copied().filter(turns).collect();
    if turning.is_empty() { all } else { turning }
}

/// A line in the words of the notation, and where it was said.
fn line_said(server: &Server, source: &LineSource) -> Option<Said> {
    let Whence::Fact(fact, origin) = &source.whence else {
        return None;
    };
    let says = match &server.fact(*fact).statement {
        Statement::Object(object) => match &object.list {
            crate::world::Listing::Lines(lines) => {
                lines.get(source.line.checked_sub(1)?).map_or_else(
                    || format!("folder {}", object.path),
                    |line: &AccessLine| notation::access_line(line, object.noun),
                )
            }
            crate::world::Listing::Sddl(_) => {
                format!("line {} of the list of {}", source.line, source.path)
            }
        },
        other => notation::sentence(other),
    };
    Some(Said {
        says,
        at: origin.clone(),
    })
}

/// A step without facts.
pub fn plain(ground: Ground) -> Evidence {
    Evidence {
        ground,
        facts: Vec::new(),
    }
}

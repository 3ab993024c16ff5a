//! Every case walked again with plain code; that the cases are all there are; and what they come to.

use std::collections::BTreeSet;

use super::{Flaw, NotChecked};
use crate::{
    nt::{
        AccessMask, Ace, AceKind, AclState, IntegrityLevel, ObjectKind, Privilege, Reason, Sid,
        Unknown,
    },
    reach::{Asked, Bearer, Blocked, Case, Held, List, Outcome, Place, Proof, Round, Thing},
    world::{Reading, Server},
};

const OWNER_RIGHTS: Sid = Sid::of(3, &[4]);
const READ_CONTROL: u32 = 0x0002_0000;
const WRITE_DAC: u32 = 0x0004_0000;
const SYSTEM_SECURITY: u32 = 0x0100_0000;
const TRAVERSE: AccessMask = AccessMask(0x20);

/// More unknowns than these are not tried one by one.
const MOST_UNKNOWNS: usize = 12;

/// Checks the cases of one round and what they come to.
pub(super) fn check(proof: &Proof, round: &Round, server: &Server) -> Result<(), Flaw> {
    if round.integrity.is_some() != server.rules().integrity && !is_given(&proof.bearer) {
        return Err(Flaw::OtherWindows);
    }
    let walk = Walk {
        bearer: &proof.bearer,
        integrity: round.integrity,
        asked: proof.asked,
    };
    if !round.exact {
        return Err(Flaw::NotChecked(NotChecked::TooMany));
    }
    let parent = match (proof.asked.or_parent, &proof.parent) {
        (Some(right), Some(parent)) if !parent.lists.is_empty() => Some((right, parent)),
        _ => None,
    };
    for (at, case) in round.cases.iter().enumerate() {
        walk.case(at, case, &proof.object, parent)?;
    }
    let relevant = walk.relevant(&proof.object, parent.map(|(_, parent)| parent));
    let parents = parent.map_or(1, |(_, parent)| parent.lists.len());
    for truth in truths(&relevant)? {
        let present = walk.present(&truth, &relevant);
        for own in 0..proof.object.lists.len() {
            for above in 0..parents {
                let fits = |case: &Case| {
                    let assumed: BTreeSet<Unknown> = case.assumed.iter().copied().collect();
                    case.own == own
                        && case.parent == parent.map(|_| above)
                        && walk.present(&assumed, &relevant) == present
                };
                if !round.cases.iter().any(fits) {
                    return Err(Flaw::CaseLeftOut);
                }
            }
        }
    }
    let all = round.cases.iter().all(|case| case.granted);
    let none = !round.cases.iter().any(|case| case.granted);
    let parent_unknown = proof.asked.or_parent.is_some() && parent.is_none();
    let follows = match (all, none) {
        _ if round.cases.is_empty() => Outcome::Unknown,
        (true, _) => Outcome::Yes,
        (false, true) if !parent_unknown => Outcome::No,
        (false, _) => Outcome::Unknown,
    };
    let follows = walk.on_the_way(proof, round, follows)?;
    if follows == round.outcome {
        Ok(())
    } else {
        Err(Flaw::Outcome {
            claimed: round.outcome,
            follows,
        })
    }
}

fn is_given(bearer: &Bearer) -> bool {
    bearer.bypass == Some(crate::reach::Bypass::Asked)
}

/// Every truth of the unknowns behind these.
fn truths(relevant: &[&Held]) -> Result<Vec<BTreeSet<Unknown>>, Flaw> {
    let unknowns: BTreeSet<Unknown> = relevant
        .iter()
        .flat_map(|held| held.perhaps.iter().copied())
        .collect();
    // Unknowns behind the same SIDs change the same: one of them stands for all.
    let behind = |unknown: &Unknown| -> Vec<bool> {
        relevant
            .iter()
            .map(|held| held.perhaps.contains(unknown))
            .collect()
    };
    let mut seen = Vec::new();
    let mut different = Vec::new();
    for unknown in unknowns {
        let sids = behind(&unknown);
        if !seen.contains(&sids) {
            seen.push(sids);
            different.push(unknown);
        }
    }
    if different.len() > MOST_UNKNOWNS {
        return Err(Flaw::NotChecked(NotChecked::TooMany));
    }
    let mut all = vec![BTreeSet::new()];
    for unknown in different {
        for at in 0..all.len() {
            let mut with = all[at].clone();
            with.insert(unknown);
            all.push(with);
        }
    }
    Ok(all)
}

struct Walk<'a> {
    bearer: &'a Bearer,
    integrity: Option<IntegrityLevel>,
    asked: Asked,
}

impl Walk<'_> {
    /// One case: every right that it had to ask, and whether these are enough.
    fn case(
        &self,
        at: usize,
        case: &Case,
        object: &Thing,
        parent: Option<(AccessMask, &Thing)>,
    ) -> Result<(), Flaw> {
        if case.unsaid.is_some() {
            return Err(Flaw::NotChecked(NotChecked::Sacl));
        }
        let truth: BTreeSet<Unknown> = case.assumed.iter().copied().collect();
        let no_list = Flaw::NoSuchList { case: at };
        let own = object.lists.get(case.own).ok_or(no_list.clone())?;
        let mut settled = Vec::new();
        let mut given = Vec::new();
        for right in self.asked.rights.bits() {
            let reason = self.settle(own, self.asked.kind, right, &truth)?;
            given.push(reason.grants());
            settled.push((right, Place::Own, reason));
        }
        let mut granted = match self.asked.reading {
            Reading::All => given.iter().all(|given| *given),
            Reading::Any => given.iter().any(|given| *given),
        };
        if let (false, Some((right, parent))) = (granted, parent) {
            let above = case.parent.and_then(|at| parent.lists.get(at));
            let above = above.ok_or(no_list)?;
            granted = true;
            for right in right.bits() {
                let reason = self.settle(above, ObjectKind::Folder, right, &truth)?;
                granted &= reason.grants();
                settled.push((right, Place::Parent, reason));
            }
        }
        for (right, place, reason) in &settled {
            let claimed = case
                .settled
                .iter()
                .filter(|claimed| claimed.right == *right && claimed.at == *place);
            let mut count = 0;
            for claimed in claimed {
                count += 1;
                let plain = claimed.reason.second.is_none() && claimed.reason.container.is_none();
                if !plain || claimed.reason.first != *reason {
                    count = 2;
                }
            }
            if count != 1 {
                return Err(Flaw::Settled {
                    case: at,
                    right: *right,
                });
            }
        }
        if case.settled.len() != settled.len() {
            return Err(Flaw::Settled {
                case: at,
                right: AccessMask::NONE,
            });
        }
        if granted == case.granted {
            Ok(())
        } else {
            Err(Flaw::Granted { case: at })
        }
    }

    /// What settles one right: the label, the owner, then the first line that counts, speaks of it and means the token.
    fn settle(
        &self,
        list: &List,
        kind: ObjectKind,
        right: AccessMask,
        truth: &BTreeSet<Unknown>,
    ) -> Result<Reason, Flaw> {
        let descriptor = &list.descriptor;
        let rules = self.asked.rules;
        let counts = |ace: &&Ace| ace.flags.0 & 0x08 == 0;
        for ace in descriptor.sacl.aces().iter().filter(counts) {
            let odd = matches!(
                ace.kind,
                AceKind::TrustLabel | AceKind::AccessFilter(_) | AceKind::ScopedPolicy
            );
            if odd && rules.claims {
                return Err(Flaw::NotChecked(NotChecked::Sacl));
            }
        }
        if let Some(level) = self.integrity.filter(|_| rules.integrity) {
            let mut labels = descriptor.sacl.aces().iter().filter(counts);
            let label = labels.find(|ace| ace.kind == AceKind::MandatoryLabel);
            let (needs, policy) = match label {
                None => (0x2000, 1),
                Some(ace) => match (ace.sid.authority(), ace.sid.sub_authorities()) {
                    (16, [needs]) => (*needs, ace.mask.0 & 7),
                    _ => return Err(Flaw::NotChecked(NotChecked::Sacl)),
                },
            };
            if level.0 < needs {
                // What NO_WRITE_UP leaves (Win32 "Mandatory Integrity Control").
                let left = match (policy, kind) {
                    (1, ObjectKind::File | ObjectKind::Folder) => 0x0012_00A9,
                    (1, ObjectKind::Key) => 0x0012_0019,
                    _ => return Err(Flaw::NotChecked(NotChecked::Label)),
                };
                if right.0 & left == 0 {
                    return Ok(Reason::Integrity(IntegrityLevel(needs)));
                }
            }
        }
        if right.0 == SYSTEM_SECURITY {
            return Ok(Reason::PrivilegeNeeded(Privilege::Security));
        }
        let aces = match &descriptor.dacl {
            AclState::Absent => return Ok(Reason::NoDacl),
            AclState::Null => return Ok(Reason::NullDacl),
            AclState::Present(acl) => &acl.aces,
        };
        let owner = descriptor.owner;
        let names_owner = |ace: &Ace| rules.owner_rights && ace.sid == OWNER_RIGHTS && counts(&ace);
        if right.0 & (READ_CONTROL | WRITE_DAC) != 0
            && owner.is_some_and(|owner| self.holds(&owner, true, truth))
        {
            let mut replaced = false;
            for ace in aces.iter().filter(|ace| names_owner(ace)) {
                match effect(ace, rules.conditional) {
                    Says::Allow | Says::Deny => replaced = true,
                    Says::Nothing => {}
                    Says::More => return Err(Flaw::NotChecked(NotChecked::Line)),
                }
            }
            if !replaced {
                return Ok(Reason::ImplicitOwner);
            }
        }
        for (ace, line) in aces.iter().zip(0..) {
            if !counts(&ace) || ace.mask.0 & right.0 == 0 {
                continue;
            }
            let whom = if names_owner(ace) {
                owner
            } else {
                Some(ace.sid)
            };
            match effect(ace, rules.conditional) {
                Says::Nothing => {}
                Says::More => return Err(Flaw::NotChecked(NotChecked::Line)),
                Says::Allow => {
                    if whom.is_some_and(|sid| self.holds(&sid, true, truth)) {
                        return Ok(Reason::Allowed { line });
                    }
                }
                Says::Deny => {
                    if whom.is_some_and(|sid| self.holds(&sid, false, truth)) {
                        return Ok(Reason::Denied { line });
                    }
                }
            }
        }
        Ok(Reason::NotGranted)
    }

    /// Whether the token matches a line for this SID, where exactly these unknowns are true.
    fn holds(&self, sid: &Sid, allow: bool, truth: &BTreeSet<Unknown>) -> bool {
        self.bearer.holds.iter().any(|held| {
            let there = held.perhaps.is_empty()
                || held.perhaps.iter().any(|unknown| truth.contains(unknown));
            held.sid == *sid && there && !(allow && held.deny_only)
        })
    }

    /// The SIDs that are perhaps in the token and that one of the lists speaks of.
    fn relevant(&self, object: &Thing, parent: Option<&Thing>) -> Vec<&Held> {
        let things = std::iter::once(object).chain(parent);
        let lists: Vec<&List> = things.flat_map(|thing| &thing.lists).collect();
        let speaks = |held: &&Held| {
            lists.iter().any(|list| {
                let mut lines = list.descriptor.dacl.aces().iter();
                list.descriptor.owner == Some(held.sid)
                    || lines.any(|ace| ace.sid == held.sid && ace.flags.0 & 0x08 == 0)
            })
        };
        self.bearer
            .holds
            .iter()
            .filter(|held| !held.perhaps.is_empty())
            .filter(speaks)
            .collect()
    }

    /// Which of these SIDs are there, where exactly these unknowns are true.
    fn present(&self, truth: &BTreeSet<Unknown>, relevant: &[&Held]) -> Vec<bool> {
        relevant
            .iter()
            .map(|held| held.perhaps.iter().any(|unknown| truth.contains(unknown)))
            .collect()
    }

    /// What becomes of an outcome on the way to the object, for a token that may not bypass traverse checking.
    fn on_the_way(&self, proof: &Proof, round: &Round, outcome: Outcome) -> Result<Outcome, Flaw> {
        let on_disk = matches!(self.asked.kind, ObjectKind::File | ObjectKind::Folder);
        let mut stops = None;
        if self.bearer.bypass.is_none() && on_disk {
            let mut next = proof.object.path.parent();
            for folder in &proof.above {
                if next.as_ref() != Some(&folder.path) {
                    return Err(Flaw::Traverse);
                }
                next = folder.path.parent();
            }
            if next.is_some() {
                return Err(Flaw::Traverse);
            }
            stops = self.stops(&proof.above)?;
        }
        if stops != round.blocked {
            return Err(Flaw::Traverse);
        }
        Ok(match (outcome, stops) {
            (_, Some(Blocked { certain: true, .. })) => Outcome::No,
            (Outcome::Yes, Some(Blocked { certain: false, .. })) => Outcome::Unknown,
            (outcome, _) => outcome,
        })
    }

    /// The first folder that stops the token for certain, else the first that may.
    fn stops(&self, above: &[Thing]) -> Result<Option<Blocked>, Flaw> {
        let mut perhaps = None;
        for (at, folder) in above.iter().enumerate() {
            let relevant = self.relevant(folder, None);
            let (mut through, mut kept) = (false, false);
            for truth in truths(&relevant)? {
                for list in &folder.lists {
                    let reason = self.settle(list, ObjectKind::Folder, TRAVERSE, &truth)?;
                    through |= reason.grants();
                    kept |= !reason.grants();
                }
            }
            if kept && !through {
                return Ok(Some(Blocked {
                    above: at,
                    certain: true,
                }));
            }
            if kept {
                perhaps = perhaps.or(Some(Blocked {
                    above: at,
                    certain: false,
                }));
            }
        }
        Ok(perhaps)
    }
}

/// What a line does to whom it means.
enum Says {
    Allow,
    Deny,
    /// It is for auditing, or of a kind that this Windows skips.
    Nothing,
    /// It takes more than its SID to tell.
    More,
}

fn effect(ace: &Ace, conditional: bool) -> Says {
    match &ace.kind {
        AceKind::Allow => Says::Allow,
        AceKind::Deny => Says::Deny,
        AceKind::AllowCompound { .. } | AceKind::AllowObject(_) | AceKind::DenyObject(_) => {
            Says::More
        }
        AceKind::AllowCallback(_)
        | AceKind::DenyCallback(_)
        | AceKind::AllowCallbackObject(..)
        | AceKind::DenyCallbackObject(..) => {
            if conditional {
                Says::More
            } else {
                Says::Nothing
            }
        }
        AceKind::Audit
        | AceKind::Alarm
        | AceKind::AuditObject(_)
        | AceKind::AlarmObject(_)
        | AceKind::AuditCallback(_)
        | AceKind::AlarmCallback(_)
        | AceKind::AuditCallbackObject(..)
        | AceKind::AlarmCallbackObject(..)
        | AceKind::MandatoryLabel
        | AceKind::ResourceAttribute(_)
        | AceKind::ScopedPolicy
        | AceKind::TrustLabel
        | AceKind::AccessFilter(_)
        | AceKind::Unknown { .. } => Says::Nothing,
    }
}

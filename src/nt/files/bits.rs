//! The rights of one open, gathered bit by bit: the object's own descriptor, and the parent's where it may stand in.

use super::{
    DELETE_CHILD, FileDecision, FileGap, FileReason, FileRefusal, FileSituation, FileStatus,
    InvalidOpen, LIST_DIRECTORY, READ_ATTRIBUTES,
};
use crate::nt::{
    AccessMask, BitReason, Decision, ObjectKind, Reason, SecurityDescriptor, Status, Token, Wish,
    access_check,
};

/// The rights that the parent can give too, each with the right on the parent that does it (MS-FSA 2.1.5.1.2.1).
const BY_PARENT: [(AccessMask, AccessMask); 2] = [
    (AccessMask::DELETE, DELETE_CHILD),
    (READ_ATTRIBUTES, LIST_DIRECTORY),
];

pub(super) struct Rights<'a> {
    situation: &'a FileSituation<'a>,
    token: &'a Token,
    reasons: [Option<FileReason>; 32],
    gap: Option<FileGap>,
}

impl<'a> Rights<'a> {
    pub(super) fn new(situation: &'a FileSituation<'a>, token: &'a Token) -> Rights<'a> {
        Rights {
            situation,
            token,
            reasons: [None; 32],
            gap: None,
        }
    }

    /// Gives rights in advance; the first to give one is named for it.
    pub(super) fn give(&mut self, rights: AccessMask, reason: FileReason) {
        for bit in rights.bits() {
            let settled = &mut self.reasons[index(bit)];
            *settled = settled.or(Some(reason));
        }
    }

    /// Takes rights out of a maximum that would otherwise be in it.
    pub(super) fn take(&mut self, rights: AccessMask) {
        for bit in rights.bits() {
            if self.reasons[index(bit)].is_some_and(|reason| reason.grants() == Some(true)) {
                self.reasons[index(bit)] = Some(FileReason::ReadOnly);
            }
        }
    }

    /// Settles what was not given in advance, by the object's descriptor and the parent's.
    ///
    /// The two rights that the parent can give are asked one by one, all others in one request.
    pub(super) fn settle(&mut self, wanted: AccessMask) -> Result<(), InvalidOpen> {
        let given: u32 = (0..32)
            .filter(|bit| self.reasons[*bit].is_some())
            .map(|bit| 1 << bit)
            .sum();
        let maximum = wanted & AccessMask::MAXIMUM_ALLOWED;
        let open = wanted.without(maximum).without(AccessMask(given));
        let shared = AccessMask(BY_PARENT[0].0.0 | BY_PARENT[1].0.0);
        let alone = open.without(shared) | maximum;
        if !alone.is_empty() {
            let decision = self.own(alone)?;
            let reasons: Vec<_> = decision.reasons().collect();
            for (bit, reason) in reasons {
                self.give(bit, FileReason::Own(reason));
            }
        }
        for (right, by) in BY_PARENT {
            let in_advance = AccessMask(given).intersects(right);
            if !in_advance && (wanted.intersects(right) || !maximum.is_empty()) {
                let reason = self.with_parent(right, by)?;
                self.reasons[index(right)] = Some(reason);
            }
        }
        Ok(())
    }

    /// One right, asked of the object and, if that refuses, of the parent.
    fn with_parent(
        &mut self,
        right: AccessMask,
        by: AccessMask,
    ) -> Result<FileReason, InvalidOpen> {
        let own = reason_for(&self.own(right)?, right);
        if own.grants() {
            return Ok(FileReason::Own(own));
        }
        let Some((last, parent)) = self.situation.folders.iter().enumerate().next_back() else {
            return Ok(FileReason::Own(own));
        };
        let Some(parent) = parent else {
            let gap = FileGap::Folder(last);
            return Ok(FileReason::ParentUnknown { own, gap });
        };
        let decision = self.check(parent, ObjectKind::Folder, by)?;
        if let Status::Unknown(what) = decision.status {
            let folder = Some(last);
            let gap = FileGap::Unsupported { folder, what };
            return Ok(FileReason::ParentUnknown { own, gap });
        }
        let parent = reason_for(&decision, by);
        Ok(if parent.grants() {
            FileReason::Parent { own, by, parent }
        } else {
            FileReason::Neither { own, by, parent }
        })
    }

    fn own(&mut self, wanted: AccessMask) -> Result<Decision, InvalidOpen> {
        let decision = self.check(self.situation.descriptor, self.situation.kind, wanted)?;
        if let Status::Unknown(what) = decision.status {
            self.gap = Some(FileGap::Unsupported { folder: None, what });
        }
        Ok(decision)
    }

    fn check(
        &self,
        descriptor: &SecurityDescriptor,
        kind: ObjectKind,
        desired: AccessMask,
    ) -> Result<Decision, InvalidOpen> {
        let mut wish = Wish::new(kind, desired);
        wish.rules = self.situation.rules;
        access_check(descriptor, self.token, &wish)
    }

    /// What it all comes to.
    pub(super) fn decision(self, wanted: AccessMask) -> FileDecision {
        let explicit = wanted.without(AccessMask::MAXIMUM_ALLOWED);
        let (mut given, mut open) = (AccessMask::NONE, AccessMask::NONE);
        let mut gap = self.gap;
        let mut rights = Vec::new();
        for (bit, reason) in AccessMask(u32::MAX).bits().zip(self.reasons) {
            let Some(reason) = reason else { continue };
            rights.push((bit, reason));
            match reason.grants() {
                Some(true) => given |= bit,
                Some(false) => {}
                None => open |= bit,
            }
            if let FileReason::ParentUnknown { gap: why, .. } = reason {
                gap = gap.or(Some(why));
            }
        }
        let missing = explicit.without(given);
        // What is surely missing refuses, whatever an unknown folder would say. A descriptor that cannot be judged says nothing.
        let surely = match self.gap {
            Some(_) => AccessMask::NONE,
            None => missing.without(open),
        };
        let status = match gap {
            _ if !surely.is_empty() => FileStatus::Refused(refusal(surely, &rights)),
            Some(gap) if self.gap.is_some() || !open.is_empty() => FileStatus::Unknown(gap),
            Some(_) | None if given.is_empty() => FileStatus::Refused(FileRefusal::NothingAllowed),
            Some(_) | None => FileStatus::Granted,
        };
        FileDecision {
            status,
            granted: match status {
                FileStatus::Granted => given,
                FileStatus::Refused(_) | FileStatus::Unknown(_) => AccessMask::NONE,
            },
            rights,
        }
    }
}

/// The refusal that is reported. A missing SeSecurityPrivilege is told before the lists are looked at, but after integrity.
fn refusal(missing: AccessMask, rights: &[(AccessMask, FileReason)]) -> FileRefusal {
    let by_integrity = |reason: &FileReason| match reason {
        FileReason::Own(own) => matches!(own.first, Reason::Integrity(_)),
        FileReason::Parent { .. }
        | FileReason::Neither { .. }
        | FileReason::ParentUnknown { .. }
        | FileReason::BackupIntent(_)
        | FileReason::Overwrites(_)
        | FileReason::ReadOnly => false,
    };
    let integrity = rights
        .iter()
        .any(|(bit, reason)| missing.intersects(*bit) && by_integrity(reason));
    if missing.intersects(AccessMask::ACCESS_SYSTEM_SECURITY) && !integrity {
        FileRefusal::PrivilegeNotHeld
    } else {
        FileRefusal::Rights(missing)
    }
}

/// The reason for a right that the request spoke of.
fn reason_for(decision: &Decision, right: AccessMask) -> BitReason {
    decision.reason(right).unwrap_or(BitReason {
        first: Reason::NotAsked,
        second: None,
        container: None,
    })
}

fn index(bit: AccessMask) -> usize {
    bit.0.trailing_zeros() as usize
}

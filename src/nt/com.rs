//! COM launch and access lists: their old and new formats, and the two lists that must both let a caller in.
//!
//! In the old format a line of bit 1 stands for all rights, local and remote. In the new one lines hold bit 1 and some of the others
//! (Win32 "Access Control Lists for COM").

use super::{
    AccessMask, AceKind, AclState, Decision, InvalidCheck, ObjectKind, Rules, SecurityDescriptor,
    Status, Token, Wish, access_check,
};

/// COM_RIGHTS_EXECUTE, which every line must hold.
const EXECUTE: AccessMask = AccessMask(0x1);
/// The bits that tell the new format from the old.
const PARTIAL: AccessMask = AccessMask(0x1E);

/// What somebody wants of a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // the names say it
pub enum ComRight {
    LaunchLocally,
    LaunchRemotely,
    ActivateLocally,
    ActivateRemotely,
    CallLocally,
    CallRemotely,
}

impl ComRight {
    /// The list that decides about it.
    pub const fn kind(self) -> ObjectKind {
        match self {
            ComRight::LaunchLocally
            | ComRight::LaunchRemotely
            | ComRight::ActivateLocally
            | ComRight::ActivateRemotely => ObjectKind::ComLaunch,
            ComRight::CallLocally | ComRight::CallRemotely => ObjectKind::ComAccess,
        }
    }

    /// Its bit in that list.
    pub const fn bit(self) -> AccessMask {
        AccessMask(match self {
            ComRight::LaunchLocally | ComRight::CallLocally => 0x2,
            ComRight::LaunchRemotely | ComRight::CallRemotely => 0x4,
            ComRight::ActivateLocally => 0x8,
            ComRight::ActivateRemotely => 0x10,
        })
    }
}

/// What is wrong with a COM list. Documents give such lists no meaning, so neither do we.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ComListProblem {
    /// One line is in the old format and another in the new one.
    MixedFormats {
        /// The first line of the old format.
        old: usize,
        /// The first line of the new format.
        new: usize,
    },
    /// An allow line lacks bit 1.
    MissingExecute {
        /// Which line.
        line: usize,
    },
}

/// The list with every line in the new format, for a launch or an access list.
///
/// A denial without bit 1 is taken for what it says: that one right is denied, the others are not.
///
/// # Errors
/// The list mixes both formats, or an allow line lacks bit 1.
pub fn normalise(list: &AclState, kind: ObjectKind) -> Result<AclState, Vec<ComListProblem>> {
    let AclState::Present(acl) = list else {
        return Ok(list.clone());
    };
    let (mut old, mut new) = (None, None);
    let mut problems = Vec::new();
    let live = |line: usize| acl.aces[line].is_live() && decides(&acl.aces[line].kind).is_some();
    let lines: Vec<usize> = (0..acl.aces.len()).filter(|line| live(*line)).collect();
    for &line in &lines {
        let ace = &acl.aces[line];
        if !ace.mask.intersects(EXECUTE) && decides(&ace.kind) == Some(Decides::ForIt) {
            problems.push(ComListProblem::MissingExecute { line });
        } else if ace.mask.intersects(PARTIAL) {
            new = new.or(Some(line));
        } else if ace.mask.intersects(EXECUTE) {
            old = old.or(Some(line));
        }
    }
    if let (Some(old), Some(new)) = (old, new) {
        problems.push(ComListProblem::MixedFormats { old, new });
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut acl = acl.clone();
    for line in lines {
        let ace = &mut acl.aces[line];
        if new.is_none() && ace.mask.intersects(EXECUTE) {
            ace.mask = kind.mapping().all;
        }
    }
    Ok(AclState::Present(acl))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Decides {
    ForIt,
    AgainstIt,
}

/// What a kind of line decides about access, if anything.
fn decides(kind: &AceKind) -> Option<Decides> {
    match kind {
        AceKind::Allow
        | AceKind::AllowCompound { .. }
        | AceKind::AllowObject(_)
        | AceKind::AllowCallback(_)
        | AceKind::AllowCallbackObject(..) => Some(Decides::ForIt),
        AceKind::Deny
        | AceKind::DenyObject(_)
        | AceKind::DenyCallback(_)
        | AceKind::DenyCallbackObject(..) => Some(Decides::AgainstIt),
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
        | AceKind::Unknown { .. } => None,
    }
}

/// The lists that decide about a component.
#[derive(Clone, Copy, Debug)]
pub struct ComLists<'a> {
    /// MachineLaunchRestriction or MachineAccessRestriction. `None` before XP SP2 and Server 2003 SP1, which have none.
    pub machine: Option<&'a SecurityDescriptor>,
    /// The application's LaunchPermission or AccessPermission, if it has that value.
    pub own: Option<&'a SecurityDescriptor>,
    /// DefaultLaunchPermission or DefaultAccessPermission, which decides where the application has none.
    pub default: &'a SecurityDescriptor,
}

/// Which of the two lists that are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ComList {
    /// The machine's restriction.
    Machine,
    /// The application's own.
    Own,
    /// The default.
    Default,
}

/// The answer about a component: each list that was asked, in order, with its decision. The last one settles it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComDecision {
    /// The machine's first. Where that refuses, the other was not asked.
    pub asked: Vec<(ComList, Decision)>,
}

impl ComDecision {
    /// Whether every list let the caller in; `None` where one cannot be judged and none refuses.
    pub fn is_granted(&self) -> Option<bool> {
        let mut known = true;
        for (_, decision) in &self.asked {
            match decision.status {
                Status::Granted => {}
                Status::AccessDenied | Status::PrivilegeNotHeld => return Some(false),
                Status::Unknown(_) => known = false,
            }
        }
        known.then_some(true)
    }
}

/// Why the lists cannot be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvalidComCheck {
    /// A list has no meaning.
    List(ComList, Vec<ComListProblem>),
    /// The check cannot be made.
    Check(InvalidCheck),
}

/// Whether a caller may do that with a component: the machine's restriction and the application's list, or else the default one, must
/// both grant it. `token` is the client's; both are ordinary checks for bit 1 and the wanted bit.
///
/// # Errors
/// A list that mixes formats or lacks bit 1, or a token with a group held *perhaps*.
pub fn com_check(
    lists: &ComLists<'_>,
    token: &Token,
    wanted: ComRight,
    rules: Rules,
) -> Result<ComDecision, InvalidComCheck> {
    let second = match lists.own {
        Some(own) => (ComList::Own, own),
        None => (ComList::Default, lists.default),
    };
    let first = lists.machine.map(|machine| (ComList::Machine, machine));
    let mut answer = ComDecision { asked: Vec::new() };
    for (list, descriptor) in first.into_iter().chain([second]) {
        let dacl = normalise(&descriptor.dacl, wanted.kind())
            .map_err(|problems| InvalidComCheck::List(list, problems))?;
        let descriptor = SecurityDescriptor {
            dacl,
            ..descriptor.clone()
        };
        let mut wish = Wish::new(wanted.kind(), EXECUTE | wanted.bit());
        wish.rules = rules;
        let decision = access_check(&descriptor, token, &wish).map_err(InvalidComCheck::Check)?;
        answer.asked.push((list, decision));
        if answer.is_granted() == Some(false) {
            break;
        }
    }
    Ok(answer)
}

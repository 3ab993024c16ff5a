//! What a check answers: the status, what the handle would hold, and for each right what settled it.

use super::{AccessMask, AceKind, IntegrityLevel, Privilege, Sid};

/// The answer of a check, with its evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Granted, refused and how, or not to be said.
    pub status: Status,
    /// What the handle would hold; none when it was not granted.
    pub granted: AccessMask,
    pub(super) first: [Reason; 32],
    /// Further passes, of restricted and container tokens only.
    pub(super) further: Option<Box<Further>>,
}

/// What a check comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// STATUS_SUCCESS.
    Granted,
    /// STATUS_ACCESS_DENIED, error 5.
    AccessDenied,
    /// STATUS_PRIVILEGE_NOT_HELD, error 1314: ACCESS_SYSTEM_SECURITY without SeSecurityPrivilege.
    PrivilegeNotHeld,
    /// The descriptor uses what is read and kept but not judged.
    Unknown(Unsupported),
}

/// What stands in a SACL and changes answers in ways that are not modelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Unsupported {
    /// What it is.
    pub what: UnsupportedKind,
    /// Its place in the SACL, from 0.
    pub line: u32,
}

/// The kinds of [`Unsupported`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnsupportedKind {
    /// `TL`: a process trust label.
    TrustLabel,
    /// `FL`: an access filter.
    AccessFilter,
    /// `SP`: a central access policy.
    CentralPolicy,
}

impl UnsupportedKind {
    /// What this entry is of it, if anything.
    pub fn of(kind: &AceKind) -> Option<UnsupportedKind> {
        if *kind == AceKind::TrustLabel {
            Some(UnsupportedKind::TrustLabel)
        } else if *kind == AceKind::ScopedPolicy {
            Some(UnsupportedKind::CentralPolicy)
        } else if let AceKind::AccessFilter(_) = kind {
            Some(UnsupportedKind::AccessFilter)
        } else {
            None
        }
    }
}

/// What settled a right in one pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The request does not speak of it.
    #[default]
    NotAsked,
    /// The first line of the DACL that speaks of it and matches is an allow line.
    Allowed {
        /// Its place in the DACL, from 0.
        line: u32,
    },
    /// The first line of the DACL that speaks of it and matches is a deny line.
    Denied {
        /// Its place in the DACL, from 0.
        line: u32,
    },
    /// No line that speaks of it matches.
    NotGranted,
    /// The owner has it before the DACL is looked at.
    ImplicitOwner,
    /// An enabled privilege gives it.
    Privilege(Privilege),
    /// Only an enabled privilege would give it, and it is not there.
    PrivilegeNeeded(Privilege),
    /// There is no DACL.
    NoDacl,
    /// The DACL is NULL.
    NullDacl,
    /// The object's label, of this level, keeps it from the token.
    Integrity(IntegrityLevel),
}

impl Reason {
    /// Whether this lets the right through.
    pub const fn grants(self) -> bool {
        match self {
            Reason::Allowed { .. }
            | Reason::ImplicitOwner
            | Reason::Privilege(_)
            | Reason::NoDacl
            | Reason::NullDacl => true,
            Reason::NotAsked
            | Reason::Denied { .. }
            | Reason::NotGranted
            | Reason::PrivilegeNeeded(_)
            | Reason::Integrity(_) => false,
        }
    }
}

/// What settled a right, in each pass that it had to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BitReason {
    /// With the token's own SIDs.
    pub first: Reason,
    /// With the restricting SIDs, where this right had to be granted to them too.
    pub second: Option<Reason>,
    /// With the package and capability SIDs of an AppContainer.
    pub container: Option<Reason>,
}

impl BitReason {
    /// Whether the right is let through in every pass.
    pub fn grants(&self) -> bool {
        let through = |pass: Option<Reason>| pass.is_none_or(Reason::grants);
        self.first.grants() && through(self.second) && through(self.container)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Further {
    pub(super) second: [Option<Reason>; 32],
    pub(super) container: [Option<Reason>; 32],
}

impl Decision {
    /// Whether the request is granted.
    pub fn is_granted(&self) -> bool {
        self.status == Status::Granted
    }

    /// What settled the lowest right of `bit`; `None` for a right that the request does not speak of.
    pub fn reason(&self, bit: AccessMask) -> Option<BitReason> {
        let index = bit.0.trailing_zeros() as usize;
        let first = *self.first.get(index)?;
        let further = self.further.as_deref();
        (first != Reason::NotAsked).then(|| BitReason {
            first,
            second: further.and_then(|f| f.second[index]),
            container: further.and_then(|f| f.container[index]),
        })
    }

    /// Every right that the request speaks of, lowest first, with what settled it. With MAXIMUM_ALLOWED it speaks
    /// of every right that is no generic one, ACCESS_SYSTEM_SECURITY only if named.
    pub fn reasons(&self) -> impl Iterator<Item = (AccessMask, BitReason)> + '_ {
        AccessMask(u32::MAX)
            .bits()
            .filter_map(|bit| Some((bit, self.reason(bit)?)))
    }
}

/// Why a check was not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InvalidCheck {
    /// The request has no bit. Sources disagree on what Windows answers, so it is not asked.
    NothingAsked,
    /// The request still has generic bits, which the caller has to map.
    GenericNotMapped(AccessMask),
    /// The label's SID is not S-1-16 and one number.
    NotALevel(Sid),
    /// The token holds this group *perhaps*: one check cannot answer for it, `answers` does.
    HeldPerhaps(Sid),
}

impl std::fmt::Display for InvalidCheck {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            InvalidCheck::NothingAsked => f.write_str("the request asks for no right"),
            InvalidCheck::GenericNotMapped(mask) => write!(
                f,
                "the request has generic bits that were not mapped ({mask}, error 1360)"
            ),
            InvalidCheck::NotALevel(sid) => {
                write!(f, "the label names `{sid}`, which is no integrity level")
            }
            InvalidCheck::HeldPerhaps(sid) => {
                write!(f, "the token holds the group `{sid}` only perhaps")
            }
        }
    }
}

impl std::error::Error for InvalidCheck {}

//! Whether two artefacts describe one object alike, as far as that can be told without knowing who is who.

use super::{icacls_save::well_formed, known::sid_of_name};
use crate::{
    nt::{AccessMask, AceKind, Sid},
    world::{Effect, Listing, ObjectStatement, Who},
};

/// An entry, with its account where that is the same on every Windows.
struct Line {
    effect: Effect,
    mask: AccessMask,
    flags: u8,
    who: Option<Sid>,
}

/// Whether nothing shows that the two differ: owners where both tell, and entry for entry effect, rights, flags, and
/// accounts that are known on both sides. SYNCHRONIZE, which listings hide, is not looked at.
pub(super) fn agree(one: &ObjectStatement, other: &ObjectStatement) -> bool {
    let owners = one.owner.is_none() || other.owner.is_none() || one.owner == other.owner;
    if one.list == other.list {
        return owners && one.inheritance == other.inheritance;
    }
    let (Some(mine), Some(theirs)) = (lines(&one.list), lines(&other.list)) else {
        return false;
    };
    owners
        && mine.len() == theirs.len()
        && mine.iter().zip(&theirs).all(|(mine, theirs)| {
            let accounts = match (mine.who, theirs.who) {
                (Some(mine), Some(theirs)) => mine == theirs,
                _ => true,
            };
            accounts
                && mine.effect == theirs.effect
                && mine.mask == theirs.mask
                && mine.flags == theirs.flags
        })
}

fn lines(list: &Listing) -> Option<Vec<Line>> {
    let seen = |mask: AccessMask| {
        let file = crate::nt::ObjectKind::File.mapping();
        file.map(mask).without(AccessMask::SYNCHRONIZE)
    };
    match list {
        Listing::Lines(lines) => Some(
            lines
                .iter()
                .map(|line| Line {
                    effect: line.effect,
                    mask: seen(line.mask),
                    flags: line.flags,
                    who: match &line.who {
                        Who::Sid(sid) => Some(*sid),
                        Who::Name(name) => sid_of_name(name),
                    },
                })
                .collect(),
        ),
        Listing::Sddl(text) => well_formed(text)
            .ok()?
            .dacl
            .aces()
            .iter()
            .map(|ace| {
                let effect = match ace.kind {
                    AceKind::Allow => Effect::Allow,
                    AceKind::Deny => Effect::Deny,
                    AceKind::Audit
                    | AceKind::Alarm
                    | AceKind::AllowCompound { .. }
                    | AceKind::AllowObject(_)
                    | AceKind::DenyObject(_)
                    | AceKind::AuditObject(_)
                    | AceKind::AlarmObject(_)
                    | AceKind::AllowCallback(_)
                    | AceKind::DenyCallback(_)
                    | AceKind::AllowCallbackObject(..)
                    | AceKind::DenyCallbackObject(..)
                    | AceKind::AuditCallback(_)
                    | AceKind::AlarmCallback(_)
                    | AceKind::AuditCallbackObject(..)
                    | AceKind::AlarmCallbackObject(..)
                    | AceKind::MandatoryLabel
                    | AceKind::ResourceAttribute(_)
                    | AceKind::ScopedPolicy
                    | AceKind::TrustLabel
                    | AceKind::AccessFilter(_)
                    | AceKind::Unknown { .. } => return None,
                };
                Some(Line {
                    effect,
                    mask: seen(ace.mask),
                    flags: ace.flags.0 & 0x1F,
                    who: Some(ace.sid),
                })
            })
            .collect(),
    }
}

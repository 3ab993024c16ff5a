//! The order that editors give to a list: a question about it, and the place where a new line would go.
//!
//! The check walks a list as it is stored and sorts nothing, so a list in another order is not wrong; it only answers
//! otherwise than its editor will show (Win32 "Order of ACEs in a DACL").

use super::{Ace, AceKind, Acl};

/// Where a list leaves the preferred order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderBreak {
    /// The first line that stands too late.
    pub line: usize,
    /// The earlier line behind which it may not stand.
    pub behind: usize,
    /// What is wrong between the two.
    pub kind: OrderBreakKind,
}

/// What is wrong between two lines of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderBreakKind {
    /// An explicit line behind an inherited one.
    ExplicitBehindInherited,
    /// An explicit denial behind an explicit grant.
    DenialBehindGrant,
}

/// What a line does to access.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    Grant,
    Denial,
    Neither,
}

/// Whether a list is in the order that editors give it: explicit denials, explicit grants, inherited lines.
///
/// Inherited lines come generation by generation; a list does not tell where one ends, so their order is not judged.
pub fn is_canonical(acl: &Acl) -> bool {
    order_break(acl).is_none()
}

/// The first place where a list leaves that order.
pub fn order_break(acl: &Acl) -> Option<OrderBreak> {
    let mut grant = None;
    let mut inherited = None;
    for (line, ace) in acl.aces.iter().enumerate() {
        let effect = effect(ace);
        if ace.is_inherited() {
            inherited = inherited.or(Some(line));
            continue;
        }
        let found = |behind, kind| OrderBreak { line, behind, kind };
        if let Some(behind) = inherited {
            return Some(found(behind, OrderBreakKind::ExplicitBehindInherited));
        }
        match (effect, grant) {
            (Effect::Denial, Some(behind)) => {
                return Some(found(behind, OrderBreakKind::DenialBehindGrant));
            }
            (Effect::Grant, None) => grant = Some(line),
            (Effect::Grant, Some(_)) | (Effect::Denial, None) | (Effect::Neither, _) => {}
        }
    }
    None
}

/// Puts a line where an editor would, and says where that is.
///
/// An explicit denial goes before all lines, an explicit grant behind the last explicit line, an inherited line to the end. The
/// other lines stay as they are, in whatever order that is.
pub fn insert_canonical(acl: &mut Acl, ace: Ace) -> usize {
    let behind_the_last_explicit = || {
        let last = acl.aces.iter().rposition(|ace| !ace.is_inherited());
        last.map_or(0, |last| last + 1)
    };
    let at = match (ace.is_inherited(), effect(&ace)) {
        (true, _) => acl.aces.len(),
        (false, Effect::Denial) => 0,
        (false, Effect::Grant | Effect::Neither) => behind_the_last_explicit(),
    };
    acl.aces.insert(at, ace);
    at
}

fn effect(ace: &Ace) -> Effect {
    match &ace.kind {
        AceKind::Allow
        | AceKind::AllowCompound { .. }
        | AceKind::AllowObject(_)
        | AceKind::AllowCallback(_)
        | AceKind::AllowCallbackObject(..) => Effect::Grant,
        AceKind::Deny
        | AceKind::DenyObject(_)
        | AceKind::DenyCallback(_)
        | AceKind::DenyCallbackObject(..) => Effect::Denial,
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
        | AceKind::Unknown { .. } => Effect::Neither,
    }
}

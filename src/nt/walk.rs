//! The walk over the DACL: for each right the first live line that speaks of it and matches.

use super::access::without_list;
use super::matching::{OWNER_RIGHTS, PRINCIPAL_SELF, Side, Sieve, same};
use super::{
    AccessMask, Ace, AceKind, AppData, Claim, Condition, ConditionContext, ObjectTypes, Reason,
    Rules, SecurityDescriptor, Sid, Token, Truth, Wish, evaluate,
};

/// With whose SIDs the list is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pass {
    /// The token's user and groups.
    Own,
    /// Its restricting SIDs.
    Restricting,
    /// The package and capabilities of an AppContainer, in allow lines only.
    Container,
}

/// What a walk is about.
pub(super) struct Walk<'a> {
    pub(super) descriptor: &'a SecurityDescriptor,
    pub(super) token: &'a Token,
    pub(super) wish: &'a Wish,
    /// The rights that the request names.
    pub(super) explicit: AccessMask,
    /// Of the token's own SIDs.
    pub(super) sieve: Sieve,
}

/// Notes the reason for these rights.
pub(super) fn settle(reasons: &mut [Reason; 32], bits: AccessMask, reason: Reason) {
    let mut left = bits.0;
    while left != 0 {
        reasons[left.trailing_zeros() as usize] = reason;
        left &= left - 1;
    }
}

/// Whether entries of this kind take part in a check at all.
pub(super) fn judges(kind: &AceKind, rules: &Rules) -> bool {
    Line::of(kind, rules).is_some()
}

/// What an entry says, as far as a check without object types goes.
pub(super) struct Line<'a> {
    pub(super) side: Side,
    /// A second SID that must match.
    pub(super) server: Option<&'a Sid>,
    pub(super) condition: Option<&'a AppData>,
}

impl<'a> Line<'a> {
    /// An allow line for one property does not count where no property is asked for; a deny line does
    /// (and so does a line of the object kinds that names no property: it means what a plain one means).
    pub(super) fn of(kind: &'a AceKind, rules: &Rules) -> Option<Line<'a>> {
        let line = |side, condition| {
            Some(Line {
                side,
                server: None,
                condition,
            })
        };
        let whole = |types: &ObjectTypes| types.object.is_none();
        match kind {
            AceKind::Allow => line(Side::Allow, None),
            AceKind::Deny | AceKind::DenyObject(_) => line(Side::Deny, None),
            AceKind::AllowCompound { server, .. } => Some(Line {
                side: Side::Allow,
                server: Some(server),
                condition: None,
            }),
            AceKind::AllowObject(types) if whole(types) => line(Side::Allow, None),
            AceKind::AllowCallback(data) if rules.conditional => line(Side::Allow, Some(data)),
            AceKind::AllowCallbackObject(types, data) if rules.conditional && whole(types) => {
                line(Side::Allow, Some(data))
            }
            AceKind::DenyCallback(data) | AceKind::DenyCallbackObject(_, data)
                if rules.conditional =>
            {
                line(Side::Deny, Some(data))
            }
            AceKind::AllowObject(_)
            | AceKind::AllowCallback(_)
            | AceKind::AllowCallbackObject(..)
            | AceKind::DenyCallback(_)
            | AceKind::DenyCallbackObject(..)
            | AceKind::Audit
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
}

/// The SID that a line speaks of: OWNER RIGHTS stands for the owner and PRINCIPAL SELF for whom the caller says. `None`
/// for OWNER RIGHTS on an object without owner.
pub(super) fn meant(sid: &Sid, descriptor: &SecurityDescriptor, wish: &Wish) -> Option<Sid> {
    let mut meant = *sid;
    if wish.rules.owner_rights && same(&meant, &OWNER_RIGHTS) {
        meant = descriptor.owner?;
    }
    match wish.principal_self {
        Some(own) if same(&meant, &PRINCIPAL_SELF) => Some(own),
        Some(_) | None => Some(meant),
    }
}

impl Walk<'_> {
    /// Settles each of these rights and returns those that are let through.
    pub(super) fn pass(
        &self,
        pass: Pass,
        wanted: AccessMask,
        reasons: &mut [Reason; 32],
    ) -> AccessMask {
        if let Some(reason) = without_list(&self.descriptor.dacl)
            && pass != Pass::Container
        {
            // As a maximum, everything is what GENERIC_ALL stands for.
            let all = wanted & (self.explicit | self.wish.kind.mapping().all);
            settle(reasons, wanted, Reason::NotGranted);
            settle(reasons, all, reason);
            return all;
        }
        let mut undecided = wanted;
        let mut allowed = AccessMask::NONE;
        for (index, ace) in self.descriptor.dacl.aces().iter().enumerate() {
            let here = ace.mask & undecided;
            if here.is_empty() || !ace.is_live() {
                continue;
            }
            let line = index as u32;
            match self.says(pass, ace) {
                None => continue,
                Some(Side::Allow) => {
                    allowed |= here;
                    settle(reasons, here, Reason::Allowed { line });
                }
                Some(Side::Deny) => settle(reasons, here, Reason::Denied { line }),
            }
            undecided = undecided.without(here);
            if undecided.is_empty() {
                break;
            }
        }
        settle(reasons, undecided, Reason::NotGranted);
        allowed
    }

    /// What a live line does to this token: nothing, if it speaks of others.
    fn says(&self, pass: Pass, ace: &Ace) -> Option<Side> {
        let line = Line::of(&ace.kind, &self.wish.rules)?;
        let side = line.side;
        let applies = self.matches(pass, side, &ace.sid)
            && line
                .server
                .is_none_or(|server| self.matches(pass, side, server))
            && line.condition.is_none_or(|data| self.holds(side, data));
        applies.then_some(side)
    }

    pub(super) fn matches(&self, pass: Pass, side: Side, sid: &Sid) -> bool {
        // Nearly every line names somebody else than these two.
        let stands_for;
        let sid = if same(sid, &OWNER_RIGHTS) || same(sid, &PRINCIPAL_SELF) {
            match meant(sid, self.descriptor, self.wish) {
                None => return false,
                Some(sid) => {
                    stands_for = sid;
                    &stands_for
                }
            }
        } else {
            sid
        };
        match pass {
            Pass::Own => self.sieve.passes(sid) && self.token.matches(side, sid),
            Pass::Restricting => self.token.restriction.names(sid),
            Pass::Container => {
                let container = self.token.app_container.as_ref();
                side == Side::Allow && container.is_some_and(|container| container.names(sid))
            }
        }
    }

    /// Whether the condition lets the line count: an allow line needs *true*, a deny line counts unless it is *false*.
    pub(super) fn holds(&self, side: Side, data: &AppData) -> bool {
        let truth = match data {
            AppData::Condition(condition) => self.truth(side, condition),
            AppData::Opaque(_) => Truth::Unknown,
        };
        match (side, truth) {
            (_, Truth::True) | (Side::Deny, Truth::Unknown) => true,
            (_, Truth::False) | (Side::Allow, Truth::Unknown) => false,
        }
    }

    /// The condition of the token as it is, in every pass.
    fn truth(&self, side: Side, condition: &Condition) -> Truth {
        evaluate(
            condition,
            &ConditionContext {
                holds: &|sid| self.token.matches(side, sid),
                device_holds: &|sid| self.token.device_matches(side, sid),
                claims: &self.token.claims,
                resource: &resource_attributes(self.descriptor),
                claims_known: self.wish.rules.claims,
            },
        )
    }
}

/// The attributes of the object that could be read.
pub(super) fn resource_attributes(descriptor: &SecurityDescriptor) -> Vec<&Claim> {
    let lines = descriptor.sacl.aces().iter();
    lines
        .filter(|ace| ace.is_live())
        .filter_map(|ace| {
            if let AceKind::ResourceAttribute(Ok(claim)) = &ace.kind {
                Some(claim)
            } else {
                None
            }
        })
        .collect()
}

/// The condition of an entry, if it has one that could be read.
pub(super) fn condition_of(kind: &AceKind) -> Option<&Condition> {
    if let AceKind::AllowCallback(AppData::Condition(condition))
    | AceKind::DenyCallback(AppData::Condition(condition))
    | AceKind::AllowCallbackObject(_, AppData::Condition(condition))
    | AceKind::DenyCallbackObject(_, AppData::Condition(condition)) = kind
    {
        Some(condition)
    } else {
        None
    }
}

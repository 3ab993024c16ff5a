//! The access check as a rule about single rights: slow, obvious, and the judge of the fast one.
//!
//! A right is given when integrity leaves it and either a privilege gives it or the list does: the first line that speaks of it
//! and matches is an allow line. Nothing here looks for speed, and nothing is shared with the fast check but plain data.

use poolproof::nt::{
    Ace, AceFlags, AceKind, AclState, AppData, Group, Privilege, Restriction, SecurityDescriptor,
    Sid, Token, Wish,
};

use super::{integrity, small_condition};

/// What a check comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// With what the handle holds.
    Granted(u32),
    /// Error 5.
    Denied,
    /// Error 1314.
    PrivilegeNotHeld,
    /// The request or the label makes no sense.
    Invalid,
    /// The descriptor uses what is not judged.
    Unknown,
}

pub const MAXIMUM: u32 = 0x0200_0000;
pub const SYSTEM_SECURITY: u32 = 0x0100_0000;
pub const READ_CONTROL: u32 = 0x0002_0000;
pub const WRITE_DAC: u32 = 0x0004_0000;
pub const WRITE_OWNER: u32 = 0x0008_0000;
pub const DELETE: u32 = 0x0001_0000;

/// Which SIDs are matched: the token's, its restricting ones, or those of its container (in allow lines only).
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Normal,
    Restricting,
    Container,
}

/// One question, with all that belongs to it.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    pub descriptor: &'a SecurityDescriptor,
    pub token: &'a Token,
    pub wish: &'a Wish,
}

/// The answer to a question.
pub fn check(descriptor: &SecurityDescriptor, token: &Token, wish: &Wish) -> Answer {
    let question = Question {
        descriptor,
        token,
        wish,
    };
    let desired = wish.desired.0;
    if desired == 0 || desired & 0xF000_0000 != 0 {
        return Answer::Invalid;
    }
    if question.label_is_wrong() {
        return Answer::Invalid;
    }
    if question.uses_what_is_not_judged() {
        return Answer::Unknown;
    }
    let explicit = desired & !MAXIMUM;
    for bit in bits(explicit) {
        if !question.integrity_leaves(bit) {
            return Answer::Denied;
        }
    }
    if explicit & SYSTEM_SECURITY != 0 && !question.privilege_gives(SYSTEM_SECURITY) {
        return Answer::PrivilegeNotHeld;
    }
    for bit in bits(explicit) {
        if !question.gives(bit, explicit, true) {
            return Answer::Denied;
        }
    }
    if desired & MAXIMUM == 0 {
        return Answer::Granted(explicit);
    }
    match explicit | question.maximum() {
        0 => Answer::Denied,
        granted => Answer::Granted(granted),
    }
}

/// The single bits of a mask.
pub fn bits(mask: u32) -> Vec<u32> {
    (0..32)
        .map(|n| 1 << n)
        .filter(|bit| mask & bit != 0)
        .collect()
}

impl Question<'_> {
    /// Whether one right of a request is given.
    fn gives(&self, bit: u32, request: u32, by_privilege: bool) -> bool {
        self.integrity_leaves(bit)
            && ((by_privilege && self.privilege_gives(bit))
                || self.list_gives(bit, request, by_privilege))
            && (self.token.app_container.is_none()
                || self.first_line(bit, Who::Container) == Some(true))
    }

    /// All that could be had without a privilege: each right as if it were asked for alone.
    fn maximum(&self) -> u32 {
        let without_list = !matches!(self.descriptor.dacl, AclState::Present(_));
        bits(!0xF000_0000 & !MAXIMUM)
            .into_iter()
            .filter(|bit| self.gives(*bit, *bit, false))
            .filter(|bit| !without_list || bit & self.wish.kind.mapping().all.0 != 0)
            .sum()
    }

    fn list_gives(&self, bit: u32, request: u32, by_privilege: bool) -> bool {
        if bit == SYSTEM_SECURITY || !self.passes(bit, Who::Normal) {
            return false;
        }
        match &self.token.restriction {
            Restriction::None => true,
            Restriction::Restricted(_) => self.passes(bit, Who::Restricting),
            Restriction::WriteRestricted(_) => {
                let left: u32 = bits(request)
                    .into_iter()
                    .filter(|b| !(by_privilege && self.privilege_gives(*b)))
                    .filter(|b| !self.owner_has(*b))
                    .sum();
                left & self.write_bits() == 0 || self.passes(bit, Who::Restricting)
            }
        }
    }

    fn passes(&self, bit: u32, who: Who) -> bool {
        !matches!(self.descriptor.dacl, AclState::Present(_))
            || self.owner_has(bit)
            || self.first_line(bit, who) == Some(true)
    }

    /// Whether the first live line that has this bit and matches is an allow line; `None` if there is no such line.
    fn first_line(&self, bit: u32, who: Who) -> Option<bool> {
        for ace in self.descriptor.dacl.aces() {
            if is_live(ace)
                && ace.mask.0 & bit != 0
                && let Some(allows) = self.says(ace, who)
            {
                return Some(allows);
            }
        }
        None
    }

    /// What a line says to this token: allow, deny, or nothing.
    pub fn says(&self, ace: &Ace, who: Who) -> Option<bool> {
        let conditional = self.wish.rules.conditional;
        let allow = |applies: bool| applies.then_some(true);
        let deny = |applies: bool| applies.then_some(false);
        match &ace.kind {
            AceKind::Allow => allow(self.matches_allow(&ace.sid, who)),
            AceKind::Deny | AceKind::DenyObject(_) => deny(self.matches_deny(&ace.sid, who)),
            AceKind::AllowCompound { server, .. } => {
                allow(self.matches_allow(&ace.sid, who) && self.matches_allow(server, who))
            }
            AceKind::AllowObject(types) => {
                allow(types.object.is_none() && self.matches_allow(&ace.sid, who))
            }
            AceKind::AllowCallback(data) => allow(
                conditional
                    && self.matches_allow(&ace.sid, who)
                    && self.truth(data, true) == Some(true),
            ),
            AceKind::AllowCallbackObject(types, data) => allow(
                conditional
                    && types.object.is_none()
                    && self.matches_allow(&ace.sid, who)
                    && self.truth(data, true) == Some(true),
            ),
            AceKind::DenyCallback(data) | AceKind::DenyCallbackObject(_, data) => deny(
                conditional
                    && self.matches_deny(&ace.sid, who)
                    && self.truth(data, false) != Some(false),
            ),
            _ => None,
        }
    }

    fn truth(&self, data: &AppData, allow: bool) -> Option<bool> {
        match data {
            AppData::Opaque(_) => None,
            AppData::Condition(condition) => {
                small_condition::truth(condition, self.token, self.wish.rules.claims, &|sid| {
                    if allow {
                        token_allow(self.token, sid)
                    } else {
                        token_deny(self.token, sid)
                    }
                })
            }
        }
    }

    /// Whom a SID in a line stands for.
    fn meant(&self, sid: &Sid) -> Option<Sid> {
        let mut sid = *sid;
        if sid == Sid::of(3, &[4]) && self.wish.rules.owner_rights {
            sid = self.descriptor.owner?;
        }
        if sid == Sid::of(5, &[10])
            && let Some(own) = self.wish.principal_self
        {
            sid = own;
        }
        Some(sid)
    }

    fn matches_allow(&self, sid: &Sid, who: Who) -> bool {
        let Some(sid) = self.meant(sid) else {
            return false;
        };
        match who {
            Who::Normal => token_allow(self.token, &sid),
            Who::Restricting => restricting(self.token).contains(&sid),
            Who::Container => container_holds(self.token, &sid),
        }
    }

    fn matches_deny(&self, sid: &Sid, who: Who) -> bool {
        let Some(sid) = self.meant(sid) else {
            return false;
        };
        match who {
            Who::Normal => token_deny(self.token, &sid),
            Who::Restricting => restricting(self.token).contains(&sid),
            Who::Container => false,
        }
    }

    /// What the owner has before the list is looked at.
    fn owner_has(&self, bit: u32) -> bool {
        let Some(owner) = self.descriptor.owner else {
            return false;
        };
        let in_token = token_allow(self.token, &owner)
            && (self.token.restriction == Restriction::None
                || restricting(self.token).contains(&owner));
        in_token && !self.owner_rights_named() && (bit == READ_CONTROL || bit == WRITE_DAC)
    }

    fn owner_rights_named(&self) -> bool {
        let conditional = self.wish.rules.conditional;
        self.wish.rules.owner_rights
            && self.descriptor.dacl.aces().iter().any(|ace| {
                let judged = match &ace.kind {
                    AceKind::Allow
                    | AceKind::Deny
                    | AceKind::DenyObject(_)
                    | AceKind::AllowCompound { .. } => true,
                    AceKind::AllowObject(types) => types.object.is_none(),
                    AceKind::AllowCallbackObject(types, _) => conditional && types.object.is_none(),
                    AceKind::AllowCallback(_)
                    | AceKind::DenyCallback(_)
                    | AceKind::DenyCallbackObject(..) => conditional,
                    _ => false,
                };
                judged && is_live(ace) && ace.sid == Sid::of(3, &[4])
            })
    }

    fn privilege_gives(&self, bit: u32) -> bool {
        let enabled = |privilege| self.token.privileges.is_enabled(privilege);
        match bit {
            SYSTEM_SECURITY => enabled(Privilege::Security),
            WRITE_OWNER => enabled(Privilege::TakeOwnership) || enabled(Privilege::Relabel),
            _ => false,
        }
    }

    fn write_bits(&self) -> u32 {
        let generic = self.wish.kind.mapping();
        (generic.write.0 & !generic.read.0 & !generic.execute.0)
            | DELETE
            | WRITE_DAC
            | WRITE_OWNER
            | SYSTEM_SECURITY
    }

    fn integrity_leaves(&self, bit: u32) -> bool {
        integrity::leaves(self, bit)
    }

    fn label_is_wrong(&self) -> bool {
        integrity::label_is_wrong(self)
    }

    fn uses_what_is_not_judged(&self) -> bool {
        self.wish.rules.claims
            && self.descriptor.sacl.aces().iter().any(|ace| {
                is_live(ace)
                    && matches!(
                        ace.kind,
                        AceKind::TrustLabel | AceKind::AccessFilter(_) | AceKind::ScopedPolicy
                    )
            })
    }
}

/// Whether a line counts for the object that it stands on.
pub fn is_live(ace: &Ace) -> bool {
    ace.flags.0 & AceFlags::INHERIT_ONLY.0 == 0
}

pub fn token_allow(token: &Token, sid: &Sid) -> bool {
    (token.user == *sid && !token.user_deny_only) || group_has(&token.groups, sid, 0x4)
}

pub fn token_deny(token: &Token, sid: &Sid) -> bool {
    token.user == *sid || group_has(&token.groups, sid, 0x4) || group_has(&token.groups, sid, 0x10)
}

fn group_has(groups: &[Group], sid: &Sid, bit: u32) -> bool {
    groups
        .iter()
        .any(|group| group.sid == *sid && group.attributes.0 & bit != 0)
}

fn restricting(token: &Token) -> Vec<Sid> {
    match &token.restriction {
        Restriction::None => Vec::new(),
        Restriction::Restricted(sids) | Restriction::WriteRestricted(sids) => sids.clone(),
    }
}

fn container_holds(token: &Token, sid: &Sid) -> bool {
    token.app_container.as_ref().is_some_and(|container| {
        *sid == container.package
            || container.capabilities.contains(sid)
            || sid.to_string() == "S-1-15-2-1"
    })
}

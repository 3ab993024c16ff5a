//! How a token becomes a lesser one, and which of its switches its holder may turn.

use super::{Group, GroupAttributes, Privilege, Restriction, Sid, Token, privilege::Privileges};

/// What CreateRestrictedToken is asked to take away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restrict {
    /// SIDs that will match deny lines only; the user may be among them. Those that the token lacks are passed over.
    pub disable: Vec<Sid>,
    /// Privileges to delete.
    pub delete: DeletedPrivileges,
    /// SIDs that must be let in too; with an earlier such list, those on both.
    pub restrict: Restriction,
}

/// Which privileges CreateRestrictedToken deletes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeletedPrivileges {
    /// These.
    These(Vec<Privilege>),
    /// DISABLE_MAX_PRIVILEGE: all but SeChangeNotifyPrivilege.
    AllButChangeNotify,
}

impl Default for DeletedPrivileges {
    fn default() -> DeletedPrivileges {
        DeletedPrivileges::These(Vec::new())
    }
}

/// The lesser token that CreateRestrictedToken makes of one.
pub fn restrict(token: &Token, request: &Restrict) -> Token {
    let mut lesser = token.clone();
    for sid in &request.disable {
        make_deny_only(&mut lesser, sid);
    }
    lesser.privileges = match &request.delete {
        DeletedPrivileges::These(these) => without(lesser.privileges, these),
        DeletedPrivileges::AllButChangeNotify => {
            only(lesser.privileges, &[Privilege::ChangeNotify])
        }
    };
    lesser.restriction = both(&token.restriction, &request.restrict);
    lesser
}

/// Turns a SID of the token into one that matches deny lines only; nothing can turn it back. Objects that the token makes are then
/// the user's, if they would have been that group's.
pub(super) fn make_deny_only(token: &mut Token, sid: &Sid) {
    if token.user == *sid {
        token.user_deny_only = true;
    }
    for group in token.groups.iter_mut().filter(|group| group.sid == *sid) {
        let on = GroupAttributes::ENABLED.0 | GroupAttributes::ENABLED_BY_DEFAULT.0;
        group.attributes =
            GroupAttributes(group.attributes.0 & !on).union(GroupAttributes::USE_FOR_DENY_ONLY);
        if token.default_owner == Some(*sid) {
            token.default_owner = None;
        }
    }
}

/// These privileges without some.
pub(super) fn without(privileges: Privileges, gone: &[Privilege]) -> Privileges {
    gone.iter()
        .fold(privileges, |left, gone| left.without(*gone))
}

/// Of these privileges only some.
pub(super) fn only(privileges: Privileges, kept: &[Privilege]) -> Privileges {
    let gone: Vec<Privilege> = privileges
        .iter()
        .map(|(privilege, _)| privilege)
        .filter(|privilege| !kept.contains(privilege))
        .collect();
    without(privileges, &gone)
}

/// Two restrictions at once: the SIDs on both lists, and the stricter of the two kinds. No SID in common means that nothing is let in.
fn both(first: &Restriction, second: &Restriction) -> Restriction {
    let common = |a: &[Sid], b: &[Sid]| a.iter().filter(|sid| b.contains(sid)).copied().collect();
    match (first, second) {
        (Restriction::None, other) | (other, Restriction::None) => other.clone(),
        (Restriction::WriteRestricted(a), Restriction::WriteRestricted(b)) => {
            Restriction::WriteRestricted(common(a, b))
        }
        (
            Restriction::Restricted(a) | Restriction::WriteRestricted(a),
            Restriction::Restricted(b) | Restriction::WriteRestricted(b),
        ) => Restriction::Restricted(common(a, b)),
    }
}

/// A token after some of its switches were turned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjusted<T> {
    /// The token.
    pub token: Token,
    /// What was asked for and is not in the token: ERROR_NOT_ALL_ASSIGNED names none of it.
    pub not_assigned: Vec<T>,
}

/// Why AdjustTokenGroups refuses, changing nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupRefusal {
    /// ERROR_CANT_DISABLE_MANDATORY: memberships cannot be switched off.
    Mandatory(Sid),
    /// ERROR_CANT_ENABLE_DENY_ONLY: what was made deny-only stays so.
    DenyOnly(Sid),
}

/// AdjustTokenGroups: switches groups on (`true`) or off.
///
/// # Errors
/// A mandatory group to be switched off, or a deny-only one to be switched on. Then nothing is changed.
pub fn adjust_groups(token: &Token, wanted: &[(Sid, bool)]) -> Result<Adjusted<Sid>, GroupRefusal> {
    let mut after = token.clone();
    let mut not_assigned = Vec::new();
    for (sid, enable) in wanted {
        match after.groups.iter_mut().find(|group| group.sid == *sid) {
            Some(group) => switch(group, *enable)?,
            None => not_assigned.push(*sid),
        }
    }
    Ok(Adjusted {
        token: after,
        not_assigned,
    })
}

fn switch(group: &mut Group, enable: bool) -> Result<(), GroupRefusal> {
    let attributes = group.attributes;
    if enable {
        if attributes.contains(GroupAttributes::USE_FOR_DENY_ONLY) {
            return Err(GroupRefusal::DenyOnly(group.sid));
        }
        group.attributes = attributes.union(GroupAttributes::ENABLED);
    } else {
        let is_on = attributes.contains(GroupAttributes::ENABLED);
        if is_on && attributes.contains(GroupAttributes::MANDATORY) {
            return Err(GroupRefusal::Mandatory(group.sid));
        }
        group.attributes = GroupAttributes(attributes.0 & !GroupAttributes::ENABLED.0);
    }
    Ok(())
}

/// What AdjustTokenPrivileges does to a privilege.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrivilegeChange {
    /// SE_PRIVILEGE_ENABLED.
    Enable,
    /// No attribute.
    Disable,
    /// SE_PRIVILEGE_REMOVED: for good.
    Remove,
}

/// AdjustTokenPrivileges: never gives a privilege, only switches those that are there. It does what it can and names the rest.
pub fn adjust_privileges(
    token: &Token,
    wanted: &[(Privilege, PrivilegeChange)],
) -> Adjusted<Privilege> {
    let mut after = token.clone();
    let mut not_assigned = Vec::new();
    for (privilege, change) in wanted {
        if !after.privileges.is_present(*privilege) {
            not_assigned.push(*privilege);
            continue;
        }
        after.privileges = match change {
            PrivilegeChange::Enable => after.privileges.with(*privilege, true),
            PrivilegeChange::Disable => after.privileges.with(*privilege, false),
            PrivilegeChange::Remove => after.privileges.without(*privilege),
        };
    }
    Adjusted {
        token: after,
        not_assigned,
    }
}

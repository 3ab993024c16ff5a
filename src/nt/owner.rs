//! What an owner has before the list is looked at, and what takes it away.

use super::matching::{OWNER_RIGHTS, Sieve, same};
use super::walk::judges;
use super::{AccessMask, AclState, Restriction, SecurityDescriptor, Sid, Token, Wish};

/// What the owner has without any line.
pub(super) const OWNERS: AccessMask = AccessMask::READ_CONTROL.union(AccessMask::WRITE_DAC);
/// Whether the list has a line that replaces what an owner has: a live one for OWNER RIGHTS, allow or deny, whatever
/// its rights and its condition.
pub(super) fn names_owner_rights(descriptor: &SecurityDescriptor, wish: &Wish) -> bool {
    wish.rules.owner_rights
        && descriptor.dacl.aces().iter().any(|ace| {
            same(&ace.sid, &OWNER_RIGHTS) && ace.is_live() && judges(&ace.kind, &wish.rules)
        })
}

/// Whether the token has what an owner has: it holds the owner's SID for allow lines, also among its restricting SIDs if
/// it has any, and no line replaces it. Without a list ownership does not matter.
pub(super) fn owns(
    descriptor: &SecurityDescriptor,
    token: &Token,
    wish: &Wish,
    sieve: &Sieve,
) -> bool {
    let Some(owner) = &descriptor.owner else {
        return false;
    };
    matches!(descriptor.dacl, AclState::Present(_))
        && sieve.passes(owner)
        && token.matches_allow(owner)
        && owner_is_restricting(token, owner)
        && !names_owner_rights(descriptor, wish)
}

pub(super) fn owner_is_restricting(token: &Token, owner: &Sid) -> bool {
    match &token.restriction {
        Restriction::None => true,
        Restriction::Restricted(_) | Restriction::WriteRestricted(_) => {
            token.restriction.names(owner)
        }
    }
}

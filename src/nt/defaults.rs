//! What a logon puts into a token for the objects that it will make: owner and DACL.
//!
//! Where a token was handed to us, its own fields are right; these fill in what it does not say.

use super::{AccessMask, Ace, AceFlags, Acl, AclState, Certainty, GroupAttributes, Sid, Token};

const ADMINISTRATORS: Sid = Sid::of(5, &[32, 544]);
const SYSTEM: Sid = Sid::of(5, &[18]);

/// The owner that new objects of such a token get: Administrators if the token holds that group enabled and as
/// a possible owner, else the user (MS-DTYP 2.5.3.4.1, note on the default owner).
///
/// A filtered administrator holds the group deny-only; what he makes is his own. `None` where it is not known whether the token
/// holds the group.
pub fn default_owner(token: &Token) -> Option<Sid> {
    let owning = GroupAttributes::ENABLED.union(GroupAttributes::OWNER);
    match token.group(&ADMINISTRATORS) {
        Some(group) if group.attributes.contains(owning) => match group.certainty {
            Certainty::Held => Some(ADMINISTRATORS),
            Certainty::Perhaps(_) => None,
        },
        Some(_) | None => Some(token.user),
    }
}

/// The DACL of new objects without a parent or a list of their own: everything for owner and SYSTEM, reading and executing for the
/// logon session. SYSTEM's own gives Administrators reading and executing.
pub fn default_dacl(token: &Token) -> AclState {
    let allow = |sid, mask| Ace::allow(sid, mask, AceFlags::NONE);
    let look = AccessMask::GENERIC_READ | AccessMask::GENERIC_EXECUTE;
    let mut aces = Vec::new();
    if token.user == SYSTEM {
        aces.push(allow(SYSTEM, AccessMask::GENERIC_ALL));
        aces.push(allow(ADMINISTRATORS, look | AccessMask::READ_CONTROL));
    } else {
        aces.push(allow(owner_of_new_objects(token), AccessMask::GENERIC_ALL));
        aces.push(allow(SYSTEM, AccessMask::GENERIC_ALL));
        let of_the_logon =
            |group: &&super::Group| group.attributes.contains(GroupAttributes::LOGON_ID);
        let logon = token.groups.iter().find(of_the_logon);
        aces.extend(logon.map(|group| allow(group.sid, look)));
    }
    AclState::Present(Acl { revision: 0, aces })
}

/// The owner that a new object really gets: the token's own word, else its user.
pub fn owner_of_new_objects(token: &Token) -> Sid {
    token.default_owner.unwrap_or(token.user)
}

/// The token with owner and DACL for new objects as a logon would put them, where it says nothing itself and the answer is known.
pub fn with_defaults(token: &Token) -> Token {
    let mut token = token.clone();
    token.default_owner = token.default_owner.or_else(|| default_owner(&token));
    if token.default_dacl == AclState::Absent {
        token.default_dacl = default_dacl(&token);
    }
    token
}

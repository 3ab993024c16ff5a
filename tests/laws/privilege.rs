//! Privileges: which of them act in the check, and on what.

use poolproof::nt::{AccessMask, Privilege, Privileges, Token};
use poolproof::search::access::{descriptors, privileges, some_rights, tokens, wishes};
use proptest::prelude::*;
use proptest::sample::select;

use super::access::{asking, fast, granted, maximum};
use crate::spec::access::Answer;

/// Of these privileges, those that pass.
fn only(privileges: Privileges, pass: impl Fn(Privilege, bool) -> bool) -> Privileges {
    privileges
        .iter()
        .filter(|(privilege, enabled)| pass(*privilege, *enabled))
        .fold(Privileges::NONE, |all, (privilege, enabled)| {
            all.with(privilege, enabled)
        })
}

proptest! {
    /// A privilege does nothing until its holder enables it.
    #[test]
    fn a_disabled_privilege_is_none(
        descriptor in descriptors(), token in tokens(), wish in wishes(), privileges in privileges(),
    ) {
        let all = Token { privileges, ..token };
        let enabled = Token { privileges: only(privileges, |_, enabled| enabled), ..all.clone() };
        prop_assert_eq!(fast(&descriptor, &all, &wish), fast(&descriptor, &enabled, &wish));
    }

    /// Backup, restore and debug act where files and processes are opened, not in the check.
    #[test]
    fn only_three_privileges_act_in_the_check(
        descriptor in descriptors(), token in tokens(), wish in wishes(), privileges in privileges(),
    ) {
        let three = [Privilege::Security, Privilege::TakeOwnership, Privilege::Relabel];
        let all = Token { privileges, ..token };
        let some = Token { privileges: only(privileges, |one, _| three.contains(&one)), ..all.clone() };
        prop_assert_eq!(fast(&descriptor, &all, &wish), fast(&descriptor, &some, &wish));
    }

    /// MAXIMUM_ALLOWED alone asks no privilege for what it could give. (SeRelabel is left out: it also moves the limit that
    /// integrity sets.)
    #[test]
    fn the_maximum_alone_asks_no_privilege(
        descriptor in descriptors(), token in tokens(), wish in wishes(), privileges in privileges(),
    ) {
        let token = Token { privileges: privileges.without(Privilege::Relabel), ..token };
        let bare = Token { privileges: Privileges::NONE, ..token.clone() };
        prop_assert_eq!(maximum(&descriptor, &token, &wish), maximum(&descriptor, &bare, &wish));
    }

    /// No line and no missing list gives the right to the SACL; only SeSecurityPrivilege does, and it alone is enough.
    #[test]
    fn only_a_privilege_gives_access_system_security(
        descriptor in descriptors(), token in tokens(), wish in wishes(),
    ) {
        let token = Token { integrity: None, app_container: None, ..token };
        let wish = asking(&wish, AccessMask::ACCESS_SYSTEM_SECURITY);
        let expected = if token.privileges.is_enabled(Privilege::Security) {
            Answer::Granted(wish.desired.0)
        } else {
            Answer::PrivilegeNotHeld
        };
        let answer = fast(&descriptor, &token, &wish);
        prop_assert!(answer == expected || answer == Answer::Unknown);
    }

    /// Taking ownership beats every line and every restriction, when it is named.
    #[test]
    fn a_privilege_gives_write_owner_whatever_the_list_says(
        descriptor in descriptors(), token in tokens(), wish in wishes(),
        privilege in select(vec![Privilege::TakeOwnership, Privilege::Relabel]),
    ) {
        let privileges = token.privileges.with(privilege, true);
        let token = Token { integrity: None, app_container: None, privileges, ..token };
        let wish = asking(&wish, AccessMask::WRITE_OWNER);
        let answer = fast(&descriptor, &token, &wish);
        prop_assert!(answer == Answer::Granted(wish.desired.0) || answer == Answer::Unknown);
    }

    /// A privilege more can only give, and of rights it gives at most two.
    #[test]
    fn a_privilege_more_takes_nothing_away(
        descriptor in descriptors(), token in tokens(), wish in wishes(), asked in some_rights(),
        privilege in select(vec![Privilege::Security, Privilege::TakeOwnership, Privilege::Relabel]),
    ) {
        let wish = asking(&wish, asked);
        let more = Token { privileges: token.privileges.with(privilege, true), ..token.clone() };
        prop_assert!(granted(&descriptor, &more, &wish).contains(granted(&descriptor, &token, &wish)));
    }
}

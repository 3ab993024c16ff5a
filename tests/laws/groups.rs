//! Groups of a token: enabled, for deny only, disabled, or not there.

use poolproof::nt::{AceKind, AclState, Group, GroupAttributes, Token};
use poolproof::search::access::{
    GROUPS, descriptors, plain_descriptors, plain_tokens, tokens, wishes,
};
use proptest::prelude::*;
use proptest::sample::select;

use super::access::{fast, maximum};

/// The token with this group in this state; `None` takes it away.
fn with(token: &Token, sid: poolproof::nt::Sid, attributes: Option<GroupAttributes>) -> Token {
    let mut token = token.clone();
    token.groups.retain(|group| group.sid != sid);
    token.groups.extend(attributes.map(|attributes| Group {
        attributes,
        ..Group::enabled(sid)
    }));
    token
}

const DENY_ONLY: GroupAttributes = GroupAttributes::USE_FOR_DENY_ONLY;

proptest! {
    /// A group that is neither enabled nor for deny only matches nothing, not even deny lines.
    #[test]
    fn disabling_a_group_is_taking_it_away(
        descriptor in descriptors(), token in tokens(), wish in wishes(), sid in select(&GROUPS[..]),
    ) {
        prop_assert_eq!(
            fast(&descriptor, &with(&token, sid, Some(GroupAttributes(0x3))), &wish),
            fast(&descriptor, &with(&token, sid, None), &wish)
        );
    }

    /// Deny only is what it says: the group still keeps out and no longer lets in. (Conditions can ask for the absence of a
    /// group, so the law is about plain lines.)
    #[test]
    fn making_a_group_deny_only_never_adds(
        descriptor in plain_descriptors(), token in plain_tokens(), wish in wishes(), sid in select(&GROUPS[..]),
    ) {
        let before = maximum(&descriptor, &with(&token, sid, Some(GroupAttributes::MEMBERSHIP)), &wish);
        let after = maximum(&descriptor, &with(&token, sid, Some(DENY_ONLY)), &wish);
        prop_assert!(before.contains(after));
    }

    /// A deny-only group can only keep out, so taking it away never takes a right away.
    #[test]
    fn taking_a_deny_only_group_away_never_takes_rights_away(
        descriptor in plain_descriptors(), token in plain_tokens(), wish in wishes(), sid in select(&GROUPS[..]),
    ) {
        let before = maximum(&descriptor, &with(&token, sid, Some(DENY_ONLY)), &wish);
        let after = maximum(&descriptor, &with(&token, sid, None), &wish);
        prop_assert!(after.contains(before));
    }

    /// Where no line denies, a group for deny only is as good as none.
    #[test]
    fn without_deny_lines_a_deny_only_group_does_not_matter(
        descriptor in plain_descriptors(), token in plain_tokens(), wish in wishes(), sid in select(&GROUPS[..]),
    ) {
        let mut descriptor = descriptor;
        if let AclState::Present(acl) = &mut descriptor.dacl {
            acl.aces.retain(|ace| ace.kind != AceKind::Deny);
        }
        prop_assert_eq!(
            fast(&descriptor, &with(&token, sid, Some(DENY_ONLY)), &wish),
            fast(&descriptor, &with(&token, sid, None), &wish)
        );
    }

    /// A user for deny only is like a group for deny only.
    #[test]
    fn making_the_user_deny_only_never_adds(
        descriptor in plain_descriptors(), token in plain_tokens(), wish in wishes(),
    ) {
        let after = Token { user_deny_only: true, ..token.clone() };
        prop_assert!(maximum(&descriptor, &token, &wish).contains(maximum(&descriptor, &after, &wish)));
    }

    /// A token is a set of SIDs: their order has no meaning.
    #[test]
    fn the_order_of_groups_does_not_matter(
        descriptor in descriptors(), token in tokens(), wish in wishes(),
    ) {
        let mut turned = token.clone();
        turned.groups.reverse();
        prop_assert_eq!(fast(&descriptor, &token, &wish), fast(&descriptor, &turned, &wish));
    }

    /// Of the attributes only *enabled* and *deny only* matter to a check.
    #[test]
    fn other_attributes_do_not_matter(
        descriptor in descriptors(), token in tokens(), wish in wishes(), more in any::<u32>(),
    ) {
        let mut marked = token.clone();
        for group in &mut marked.groups {
            group.attributes = GroupAttributes(group.attributes.0 | (more & !0x14));
        }
        prop_assert_eq!(fast(&descriptor, &token, &wish), fast(&descriptor, &marked, &wish));
    }

    /// Groups that the descriptor does not speak of have no say.
    #[test]
    fn a_group_that_no_line_names_does_not_matter(
        descriptor in descriptors(), token in tokens(), wish in wishes(),
    ) {
        let unnamed = poolproof::nt::Sid::of(5, &[21, 9, 9, 9, 9]);
        prop_assert_eq!(
            fast(&descriptor, &token, &wish),
            fast(&descriptor, &with(&token, unnamed, Some(GroupAttributes::MEMBERSHIP)), &wish)
        );
    }
}

/// A token in which a SID stands twice has no agreed meaning, so there is none.
#[test]
fn a_token_with_a_sid_twice_is_refused() {
    let token = |sids: &[usize]| {
        let mut token = Token::of(poolproof::search::access::USER);
        token.groups = sids.iter().map(|i| Group::enabled(GROUPS[*i])).collect();
        token
    };
    assert!(token(&[0, 1, 2]).checked().is_ok());
    assert_eq!(token(&[0, 1, 0]).checked(), Err(GROUPS[0]));
    let user = poolproof::search::access::USER;
    assert_eq!(
        with(&token(&[]), user, Some(DENY_ONLY)).checked(),
        Err(user)
    );
}

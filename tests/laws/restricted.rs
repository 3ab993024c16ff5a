//! Restricted, write-restricted and container tokens: passes that can only take away.

use poolproof::nt::{AccessMask, ObjectKind, Restriction, Token, Wish};
use poolproof::search::access::{
    PACKAGE, descriptors, plain_descriptors, plain_tokens, sids, some_rights, tokens, wishes,
};
use proptest::prelude::*;

use super::access::{asking, fast, granted, maximum};

fn restricting() -> impl Strategy<Value = Vec<poolproof::nt::Sid>> {
    prop::collection::vec(sids(), 0..4)
}

proptest! {
    /// A second pass is one more thing to fail.
    #[test]
    fn restricting_sids_never_add(
        descriptor in descriptors(), token in tokens(), wish in wishes(), sids in restricting(), write in any::<bool>(),
    ) {
        let free = Token { restriction: Restriction::None, ..token.clone() };
        let restriction = if write { Restriction::WriteRestricted(sids) } else { Restriction::Restricted(sids) };
        let bound = Token { restriction, ..token };
        prop_assert!(
            granted(&descriptor, &free, &wish).contains(granted(&descriptor, &bound, &wish))
        );
    }

    /// The maximum of a restricted token is what both of its halves may do: the intersection, not the union.
    #[test]
    fn a_restricted_maximum_is_the_intersection_of_two(
        descriptor in plain_descriptors(), token in plain_tokens(), wish in wishes(), sids in restricting(),
    ) {
        // What owning gives needs both halves at once and is left out here.
        let mut descriptor = descriptor;
        descriptor.owner = None;
        let mut half = Token::of(poolproof::nt::Sid::of(0, &[0]));
        for sid in &sids {
            if half.group(sid).is_none() {
                half.groups.push(poolproof::nt::Group::enabled(*sid));
            }
        }
        let whole = Token { restriction: Restriction::Restricted(sids), ..token.clone() };
        let both = maximum(&descriptor, &token, &wish) & maximum(&descriptor, &half, &wish);
        prop_assert_eq!(maximum(&descriptor, &whole, &wish), both);
    }

    /// A write-restricted token reads like any other.
    #[test]
    fn reading_is_not_write_restricted(
        descriptor in plain_descriptors(), token in plain_tokens(), wish in wishes(), sids in restricting(),
    ) {
        let reading = AccessMask(0x21) | AccessMask::SYNCHRONIZE;
        let wish = Wish { kind: ObjectKind::File, ..asking(&wish, reading) };
        let bound = Token { restriction: Restriction::WriteRestricted(sids), ..token.clone() };
        prop_assert_eq!(fast(&descriptor, &bound, &wish), fast(&descriptor, &token, &wish));
    }

    /// One right that writes takes the whole request through the second pass.
    #[test]
    fn a_writing_request_is_restricted_as_a_whole(
        descriptor in descriptors(), token in tokens(), wish in wishes(), sids in restricting(), asked in some_rights(),
    ) {
        let wish = Wish { kind: ObjectKind::File, ..asking(&wish, asked | AccessMask(0x2)) };
        let write = Token { restriction: Restriction::WriteRestricted(sids.clone()), ..token.clone() };
        let full = Token { restriction: Restriction::Restricted(sids), ..token };
        prop_assert_eq!(fast(&descriptor, &write, &wish), fast(&descriptor, &full, &wish));
    }

    /// A container is one more thing to fail, and without a line for it there is nothing to pass.
    #[test]
    fn a_container_never_adds(descriptor in descriptors(), token in tokens(), wish in wishes()) {
        let free = Token { app_container: None, ..token.clone() };
        let container = poolproof::nt::AppContainer { package: PACKAGE, capabilities: vec![] };
        let within = Token { app_container: Some(container), ..token };
        let inside = granted(&descriptor, &within, &wish);
        prop_assert!(granted(&descriptor, &free, &wish).contains(inside));
        if descriptor.dacl.aces().is_empty() {
            prop_assert!(inside.is_empty());
        }
    }
}

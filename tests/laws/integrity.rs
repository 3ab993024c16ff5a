//! Mandatory integrity: what a label takes from lower tokens.

use poolproof::nt::{
    AccessMask, Ace, AceFlags, AceKind, AclState, IntegrityLevel, LabelPolicy, ObjectKind, Rules,
    SecurityDescriptor, Sid, Token, Wish,
};
use poolproof::search::access::{descriptors, some_rights, tokens, wishes};
use proptest::prelude::*;

use super::access::{asking, fast, granted, maximum};
use crate::spec::{access::Answer, integrity};

/// The rule behind the published table and the table are the same, for all kinds of object and all policies.
#[test]
fn what_a_label_leaves_is_what_the_table_says() {
    for kind in ObjectKind::ALL {
        for policy in 0..16 {
            let expected = integrity::row(kind)[integrity::column(policy)];
            let left = LabelPolicy(policy).leaves(kind);
            assert_eq!(left, AccessMask(expected), "{kind:?}, policy {policy}");
        }
    }
}

fn labelled(descriptor: &SecurityDescriptor, labels: Vec<Ace>) -> SecurityDescriptor {
    SecurityDescriptor {
        sacl: AclState::of(labels),
        ..descriptor.clone()
    }
}

fn label(level: u32, policy: u32) -> Ace {
    Ace {
        kind: AceKind::MandatoryLabel,
        flags: AceFlags::NONE,
        mask: AccessMask(policy),
        sid: Sid::of(16, &[level]),
    }
}

fn at(token: &Token, level: u32) -> Token {
    Token {
        integrity: Some(IntegrityLevel(level)),
        no_write_up: true,
        ..token.clone()
    }
}

proptest! {
    /// A lower level never gives more.
    #[test]
    fn a_lower_token_gets_no_more(
        descriptor in descriptors(), token in tokens(), wish in wishes(), low in 0u32..0x5000, more in 0u32..0x3000,
    ) {
        let higher = maximum(&descriptor, &at(&token, low + more), &wish);
        prop_assert!(higher.contains(maximum(&descriptor, &at(&token, low), &wish)));
    }

    /// A token that is at the object's level or above is not touched by its label.
    #[test]
    fn a_level_as_high_as_the_label_is_no_limit(
        descriptor in descriptors(), token in tokens(), wish in wishes(), level in 0u32..0x5000, policy in 0u32..8,
        above in 0u32..2,
    ) {
        let descriptor = labelled(&descriptor, vec![label(level, policy)]);
        let unchecked = Token { integrity: None, ..token.clone() };
        prop_assert_eq!(
            fast(&descriptor, &at(&token, level + above), &wish),
            fast(&descriptor, &unchecked, &wish)
        );
    }

    /// Whatever the list, the owner and the privileges say, a lower token holds nothing that the label keeps from it.
    #[test]
    fn nothing_beats_a_label(
        descriptor in descriptors(), token in tokens(), wish in wishes(), policy in 0u32..8, asked in some_rights(),
    ) {
        let descriptor = labelled(&descriptor, vec![label(0x3000, policy)]);
        let token = at(&token, 0x2000);
        let wish = Wish { rules: Rules::TODAY, ..asking(&wish, asked | AccessMask::MAXIMUM_ALLOWED) };
        let left = integrity::row(wish.kind)[integrity::column(policy)];
        let relabel = token.privileges.is_enabled(poolproof::nt::Privilege::Relabel);
        let left = AccessMask(left) | if relabel { AccessMask::WRITE_OWNER } else { AccessMask::NONE };
        prop_assert!(left.contains(granted(&descriptor, &token, &wish)));
    }

    /// A token whose policy lacks NO_WRITE_UP, and a Windows before Vista, know no labels.
    #[test]
    fn labels_bind_only_who_obeys_them(
        descriptor in descriptors(), token in tokens(), wish in wishes(), policy in any::<bool>(),
    ) {
        let (wish, bound) = if policy {
            (wish, Token { no_write_up: false, ..token.clone() })
        } else {
            (Wish { rules: Rules::BEFORE_VISTA, ..wish }, token.clone())
        };
        let without = labelled(&descriptor, vec![]);
        let answer = fast(&descriptor, &bound, &wish);
        prop_assert!(
            answer == fast(&without, &bound, &wish) || matches!(answer, Answer::Unknown | Answer::Invalid)
        );
    }

    /// The first label that is not inherit-only is the label; no label is Medium without writing up.
    #[test]
    fn only_the_first_live_label_counts(
        descriptor in descriptors(), token in tokens(), wish in wishes(),
        level in 0u32..0x4000, policy in 0u32..8, other in 0u32..0x4000,
    ) {
        let waiting = Ace { flags: AceFlags::INHERIT_ONLY, ..label(other, 7) };
        let first = label(level, policy);
        let one = labelled(&descriptor, vec![first.clone()]);
        let more = labelled(&descriptor, vec![waiting.clone(), first, label(other, 7)]);
        prop_assert_eq!(fast(&one, &token, &wish), fast(&more, &token, &wish));
        let none = labelled(&descriptor, vec![waiting]);
        let default = labelled(&descriptor, vec![label(0x2000, 1)]);
        prop_assert_eq!(fast(&none, &token, &wish), fast(&default, &token, &wish));
    }

    /// A label whose SID is no level is a mistake in the input and is told as one.
    #[test]
    fn a_label_that_is_no_level_is_an_error(
        descriptor in descriptors(), token in tokens(), wish in wishes(), sid in proptest::sample::select(vec![
            Sid::of(5, &[18]), Sid::of(16, &[0x2000, 1]), Sid::of(16, &[]),
        ]),
    ) {
        let descriptor = labelled(&descriptor, vec![Ace { sid, ..label(0, 1) }]);
        let wish = Wish { rules: Rules::TODAY, ..wish };
        prop_assert_eq!(fast(&descriptor, &at(&token, 0x1000), &wish), Answer::Invalid);
    }
}

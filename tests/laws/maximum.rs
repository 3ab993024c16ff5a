//! MAXIMUM_ALLOWED, the evidence of an answer, and what is not answered.

use poolproof::nt::{
    AccessMask, Ace, AceKind, AclState, AppData, Privileges, Reason, Rules, SecurityDescriptor,
    Status, Token, Wish, access_check,
};
use poolproof::search::access::{
    OWNER_RIGHTS, descriptors, flags, plain_tokens, some_rights, tokens, wishes,
};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::access::{asking, fast, granted, maximum};
use super::lines::listing;
use crate::spec::access::Answer;

proptest! {
    /// The maximum is each right that would be granted if it were asked for alone, without a privilege.
    #[test]
    fn the_maximum_is_every_right_that_is_granted_alone(
        descriptor in descriptors(), token in tokens(), wish in wishes(),
    ) {
        let token = Token { privileges: Privileges::NONE, ..token };
        let all = maximum(&descriptor, &token, &wish);
        // Without a list everything named is granted, and the maximum is what the kind of object knows.
        let known = match &descriptor.dacl {
            AclState::Present(_) => AccessMask(u32::MAX),
            AclState::Absent | AclState::Null => wish.kind.mapping().all,
        };
        let not_rights = AccessMask::GENERIC | AccessMask::MAXIMUM_ALLOWED;
        for bit in AccessMask(u32::MAX).without(not_rights).bits() {
            let alone = granted(&descriptor, &token, &asking(&wish, bit)) == bit;
            prop_assert_eq!(all.contains(bit), alone && known.contains(bit), "{:?}", bit);
        }
    }

    /// Rights named beside MAXIMUM_ALLOWED are required, and come with the maximum.
    #[test]
    fn rights_beside_the_maximum_are_required(
        descriptor in descriptors(), token in tokens(), wish in wishes(), asked in some_rights(),
    ) {
        let alone = granted(&descriptor, &token, &asking(&wish, asked));
        let beside = granted(&descriptor, &token, &asking(&wish, asked | AccessMask::MAXIMUM_ALLOWED));
        if alone == asked {
            prop_assert_eq!(beside, asked | maximum(&descriptor, &token, &wish));
        } else {
            prop_assert_eq!(beside, AccessMask::NONE);
        }
    }

    /// A handle never holds what is no right: generic bits or MAXIMUM_ALLOWED; and never nothing.
    #[test]
    fn a_handle_holds_rights_and_at_least_one(
        descriptor in descriptors(), token in tokens(), wish in wishes(),
    ) {
        if let Ok(decision) = access_check(&descriptor, &token, &wish) {
            let not_rights = AccessMask::GENERIC | AccessMask::MAXIMUM_ALLOWED;
            prop_assert!(!decision.granted.intersects(not_rights));
            prop_assert_eq!(decision.is_granted(), !decision.granted.is_empty());
        }
    }

    /// Every named right has a reason, and the request is granted when each of them lets its right through.
    #[test]
    fn the_reasons_of_the_rights_make_the_answer(
        descriptor in descriptors(), token in tokens(), wish in wishes(),
    ) {
        let Ok(decision) = access_check(&descriptor, &token, &wish) else { return Ok(()) };
        if let Status::Unknown(_) = decision.status {
            return Ok(());
        }
        let explicit = wish.desired.without(AccessMask::MAXIMUM_ALLOWED);
        let through = decision
            .reasons()
            .filter(|(_, reason)| reason.grants())
            .fold(AccessMask::NONE, |all, (bit, _)| all | bit);
        prop_assert!(explicit.bits().all(|bit| decision.reason(bit).is_some()));
        prop_assert_eq!(decision.is_granted(), through.contains(explicit) && !through.is_empty());
        if decision.is_granted() {
            prop_assert_eq!(decision.granted, through);
        }
    }

    /// The line that a reason names settles the right: it is live and speaks of it, and where no other line speaks of it the
    /// right is settled the same way. (Lines for OWNER RIGHTS act by being there, so they stay.)
    #[test]
    fn the_line_that_is_named_settles_the_right(
        descriptor in descriptors(), token in plain_tokens(), wish in wishes(), bit in some_rights(),
    ) {
        let Some(bit) = bit.bits().next() else { return Ok(()) };
        let wish = asking(&wish, bit);
        let Ok(decision) = access_check(&descriptor, &token, &wish) else { return Ok(()) };
        let Some(reason) = decision.reason(bit) else { return Ok(()) };
        let (Reason::Allowed { line } | Reason::Denied { line }) = reason.first else {
            return Ok(());
        };
        let aces = descriptor.dacl.aces();
        let named = &aces[line as usize];
        prop_assert!(named.is_live() && named.mask.contains(bit));
        let alone = aces
            .iter()
            .enumerate()
            .filter(|(i, ace)| *i == line as usize || ace.sid == OWNER_RIGHTS)
            .map(|(i, ace)| {
                let mask = if i == line as usize { ace.mask } else { ace.mask.without(bit) };
                Ace { mask, ..ace.clone() }
            })
            .collect();
        prop_assert_eq!(
            fast(&descriptor, &token, &wish),
            fast(&listing(&descriptor, alone), &token, &wish)
        );
    }

    /// What is read and not judged makes the answer unknown, and says so; it never turns into a yes or a no.
    #[test]
    fn what_is_not_judged_is_unknown(
        descriptor in descriptors(), token in tokens(), wish in wishes(), which in any::<Index>(), flags in flags(),
        kind in select(vec![
            AceKind::TrustLabel,
            AceKind::ScopedPolicy,
            AceKind::AccessFilter(AppData::Opaque(vec![])),
        ]),
    ) {
        let line = Ace { kind, ..Ace::allow(poolproof::search::access::STRANGER, AccessMask(1), flags) };
        let live = line.is_live();
        let mut sacl = descriptor.sacl.aces().to_vec();
        sacl.insert(which.index(sacl.len() + 1), line);
        let using = SecurityDescriptor { sacl: AclState::of(sacl), ..descriptor.clone() };
        let today = Wish { rules: Rules::TODAY, ..wish };
        let answer = fast(&using, &token, &today);
        if live {
            prop_assert!(matches!(answer, Answer::Unknown | Answer::Invalid));
        }
        // An older Windows does not know these lines.
        let before = Wish { rules: Rules::BEFORE_VISTA, ..wish };
        prop_assert_eq!(fast(&using, &token, &before), fast(&descriptor, &token, &before));
    }

    /// Before 7 and 2008 R2 a conditional line is of an unknown type.
    #[test]
    fn without_conditional_lines_in_the_rules_they_do_not_count(
        descriptor in descriptors(), token in tokens(), wish in wishes(),
    ) {
        let AclState::Present(acl) = &descriptor.dacl else { return Ok(()) };
        let wish = Wish { rules: Rules { conditional: false, ..wish.rules }, ..wish };
        let plain = acl.aces.iter().filter(|ace| {
            !matches!(
                ace.kind,
                AceKind::AllowCallback(_)
                    | AceKind::DenyCallback(_)
                    | AceKind::AllowCallbackObject(..)
                    | AceKind::DenyCallbackObject(..)
            )
        });
        let plain = listing(&descriptor, plain.cloned().collect());
        prop_assert_eq!(fast(&descriptor, &token, &wish), fast(&plain, &token, &wish));
    }

    /// A request without a right, and one with generic bits, is not answered.
    #[test]
    fn requests_that_mean_nothing_are_refused_as_such(
        descriptor in descriptors(), token in tokens(), wish in wishes(), generic in 0u32..16,
    ) {
        let desired = if generic == 0 { AccessMask::NONE } else { wish.desired | AccessMask(generic << 28) };
        prop_assert_eq!(fast(&descriptor, &token, &asking(&wish, desired)), Answer::Invalid);
    }
}

//! The access check: the fast one and the specification, and what is true of both.

use poolproof::nt::{
    Decision, InvalidCheck, SecurityDescriptor, Status, Token, Wish, access_check,
};
use poolproof::search::access::{descriptors, tokens, wishes};
use proptest::prelude::*;

use super::many;
use crate::spec::access::{self as spec, Answer};

/// The fast check's answer in the words of the specification.
pub fn answer(result: &Result<Decision, InvalidCheck>) -> Answer {
    match result {
        Err(_) => Answer::Invalid,
        Ok(decision) => match decision.status {
            Status::Granted => Answer::Granted(decision.granted.0),
            Status::AccessDenied => Answer::Denied,
            Status::PrivilegeNotHeld => Answer::PrivilegeNotHeld,
            Status::Unknown(_) => Answer::Unknown,
        },
    }
}

/// The fast check's answer.
pub fn fast(descriptor: &SecurityDescriptor, token: &Token, wish: &Wish) -> Answer {
    answer(&access_check(descriptor, token, wish))
}

proptest! {
    #![proptest_config(many())]

    /// Two engines: the slow one is the rule about single rights, written down as it is told.
    #[test]
    fn the_fast_check_agrees_with_the_specification(
        descriptor in descriptors(), token in tokens(), wish in wishes(),
    ) {
        prop_assert_eq!(
            fast(&descriptor, &token, &wish),
            spec::check(&descriptor, &token, &wish)
        );
    }
}

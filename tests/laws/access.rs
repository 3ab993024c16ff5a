//! The access check: the fast one, the compiled one and the two specifications agree.

use poolproof::nt::compiled::{CompiledDescriptor, CompiledToken, Memo, SidTable};
use poolproof::nt::{
    AccessMask, Decision, InvalidCheck, Privileges, Restriction, Rules, SecurityDescriptor, Sid,
    Status, Token, Wish, access_check, compiled,
};
use poolproof::search::access::{descriptors, plain_descriptors, plain_tokens, tokens, wishes};
use proptest::prelude::*;

use super::many;
use crate::spec::access::{self as spec, Answer};
use crate::spec::walk::walk;

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

/// What the handle would hold, none for a refusal.
pub fn granted(descriptor: &SecurityDescriptor, token: &Token, wish: &Wish) -> AccessMask {
    access_check(descriptor, token, wish).map_or(AccessMask::NONE, |decision| decision.granted)
}

/// The same wish for other rights.
pub fn asking(wish: &Wish, desired: AccessMask) -> Wish {
    Wish { desired, ..*wish }
}

/// What MAXIMUM_ALLOWED alone comes to.
pub fn maximum(descriptor: &SecurityDescriptor, token: &Token, wish: &Wish) -> AccessMask {
    granted(
        descriptor,
        token,
        &asking(wish, AccessMask::MAXIMUM_ALLOWED),
    )
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

    /// Windows walks the list with the whole request; right by right comes to the same.
    #[test]
    fn right_by_right_and_the_walk_of_the_whole_request_come_to_the_same(
        descriptor in descriptors(), token in tokens(), wish in wishes(),
    ) {
        let token = Token {
            restriction: Restriction::None,
            privileges: Privileges::NONE,
            integrity: None,
            app_container: None,
            ..token
        };
        let desired = wish.desired.without(AccessMask::ACCESS_SYSTEM_SECURITY);
        let wish = asking(&wish, if desired.is_empty() { AccessMask(1) } else { desired });
        let outcome = spec::check(&descriptor, &token, &wish);
        let owner_rights: Sid = Sid::of(3, &[4]);
        // What ownership gives is told apart from the list, so it is told here once more.
        let replaced = wish.rules.owner_rights && descriptor.dacl.aces().iter().any(|ace| {
            ace.is_live() && ace.sid == owner_rights && speaks(ace, &wish.rules)
        });
        let owns = !replaced
            && descriptor.owner.is_some_and(|owner| spec::token_allow(&token, &owner));
        let walked = walk(&descriptor, &token, &wish, owns).map_or(Answer::Denied, Answer::Granted);
        prop_assert!(outcome == walked || outcome == Answer::Unknown, "{:?} {:?}", outcome, walked);
    }

    /// The compiled check answers by numbers what the general one answers from the data, or passes on the question.
    #[test]
    fn the_compiled_check_agrees_with_the_general_one(
        descriptor in descriptors(), token in tokens(), wish in wishes(),
    ) {
        compare(&descriptor, &token, &wish)?;
    }

    /// The compiled check has its own answer for plain lines and tokens: it passes on none of these questions.
    #[test]
    fn the_compiled_check_answers_every_plain_question(
        descriptor in plain_descriptors(), token in plain_tokens(), wish in wishes(),
    ) {
        let answered = compare(&descriptor, &token, &wish)?;
        prop_assert!(answered);
    }
}

/// Whether a line takes part in a check, by what its kind says.
fn speaks(ace: &poolproof::nt::Ace, rules: &Rules) -> bool {
    use poolproof::nt::AceKind;
    match &ace.kind {
        AceKind::Allow | AceKind::Deny | AceKind::DenyObject(_) => true,
        AceKind::AllowCompound { .. } => true,
        AceKind::AllowObject(types) => types.object.is_none(),
        AceKind::AllowCallback(_) | AceKind::DenyCallback(_) => rules.conditional,
        AceKind::DenyCallbackObject(..) => rules.conditional,
        AceKind::AllowCallbackObject(types, _) => rules.conditional && types.object.is_none(),
        _ => false,
    }
}

/// Compares all forms of the compiled check with the general one; whether it answered at all.
fn compare(
    descriptor: &SecurityDescriptor,
    token: &Token,
    wish: &Wish,
) -> Result<bool, TestCaseError> {
    let wish = Wish {
        principal_self: None,
        ..*wish
    };
    let explicit = wish.desired.without(AccessMask::MAXIMUM_ALLOWED);
    let mut sids = SidTable::default();
    let from = CompiledDescriptor::new(descriptor, wish.kind, wish.rules, &mut sids);
    let held = CompiledToken::new(token, &mut sids);
    let computed = compiled::check(&from, &held, explicit);
    if let Some(computed) = computed {
        let general = access_check(descriptor, token, &asking(&wish, explicit));
        prop_assert_eq!(Ok(computed), general.map(|d| d.is_granted()));
    }
    let rights = compiled::rights(&from, &held);
    if let Some(rights) = rights {
        prop_assert_eq!(rights.maximum, maximum(descriptor, token, &wish));
        if !explicit.is_empty() {
            prop_assert_eq!(Some(rights.if_named.contains(explicit)), computed);
        }
    }
    let mut memo = Memo::default();
    for _ in 0..2 {
        prop_assert_eq!(memo.check((1, &from), (2, &held), explicit), computed);
        prop_assert_eq!(memo.rights((1, &from), (2, &held)), rights);
    }
    prop_assert!(memo.len() <= 1);
    Ok(rights.is_some())
}

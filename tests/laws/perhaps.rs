//! Tokens in doubt: the answers are those of all completions, no more and no fewer.

use std::collections::BTreeSet;

use poolproof::nt::{
    AccessMask, Certainty, InvalidCheck, Unknown, access_check, answers, bound, completions,
};
use poolproof::search::access::{descriptors, doubtful, tokens, wishes};
use proptest::prelude::*;

use super::access::{fast, granted};
use super::many;
use crate::spec::{access::Answer, perhaps as spec};

fn mask(answer: &Answer) -> AccessMask {
    match answer {
        Answer::Granted(mask) => AccessMask(*mask),
        Answer::Denied | Answer::PrivilegeNotHeld | Answer::Invalid | Answer::Unknown => {
            AccessMask::NONE
        }
    }
}

proptest! {
    #![proptest_config(many())]

    /// Trying every truth of every unknown gives the same set of answers, and the bound does not exclude one of them.
    #[test]
    fn the_answers_are_those_of_all_completions(
        descriptor in descriptors(), token in tokens().prop_flat_map(doubtful), wish in wishes(),
    ) {
        let all = spec::answers(&descriptor, &token, &wish);
        let (answers, bound) = match (
            answers(&descriptor, &token, &wish),
            bound(&descriptor, &token, &wish),
        ) {
            (Ok(answers), Ok(bound)) => (answers, bound),
            (Err(one), Err(other)) => {
                prop_assert_eq!(one, other);
                prop_assert_eq!(all, BTreeSet::from([Answer::Invalid]));
                return Ok(());
            }
            (answers, bound) => panic!("{answers:?} {bound:?}"),
        };
        if all.contains(&Answer::Unknown) {
            prop_assert!(answers.granted && answers.refused && !answers.exact);
            prop_assert!(bound.may_be_granted && bound.may_be_refused);
            prop_assert_eq!(answers.unsupported, bound.unsupported);
            prop_assert!(bound.unsupported.is_some());
            return Ok(());
        }
        let some = |answer: &Answer| matches!(answer, Answer::Granted(_));
        let masks = || all.iter().map(mask);
        prop_assert!(answers.exact);
        prop_assert_eq!(answers.granted, all.iter().any(some));
        prop_assert_eq!(answers.refused, !all.iter().all(some));
        prop_assert_eq!(answers.possible, masks().fold(AccessMask::NONE, AccessMask::union));
        prop_assert_eq!(answers.certain, masks().fold(AccessMask(u32::MAX), |all, one| all & one));
        prop_assert!(bound.may_be_granted || !answers.granted);
        prop_assert!(bound.may_be_refused || !answers.refused);
        prop_assert!(bound.possible.contains(answers.possible));
        prop_assert!(answers.certain.contains(bound.certain));
    }
}

proptest! {
    /// An unknown decides when it can change the answer: some truth of the others makes its two values differ.
    #[test]
    fn deciding_unknowns_are_those_that_change_an_answer(
        descriptor in descriptors(), token in tokens().prop_flat_map(doubtful), wish in wishes(),
    ) {
        let Ok(answers) = answers(&descriptor, &token, &wish) else { return Ok(()) };
        let unknowns = spec::unknowns(&token);
        for unknown in &unknowns {
            let decides = spec::truths(&unknowns).iter().any(|truth| {
                let mut with = truth.clone();
                with.insert(*unknown);
                let mut without = truth.clone();
                without.remove(unknown);
                let answer = |truth: &BTreeSet<Unknown>| {
                    granted(&descriptor, &spec::complete(&token, truth), &wish)
                };
                answer(&with) != answer(&without)
            });
            prop_assert_eq!(answers.deciding.contains(unknown), decides);
        }
    }

    /// A bound about a token without doubts is its answer.
    #[test]
    fn without_doubts_the_bound_is_the_answer(
        descriptor in descriptors(), token in tokens(), wish in wishes(),
    ) {
        let answer = fast(&descriptor, &token, &wish);
        match bound(&descriptor, &token, &wish) {
            Err(_) => prop_assert_eq!(answer, Answer::Invalid),
            Ok(bound) if bound.unsupported.is_some() => prop_assert_eq!(answer, Answer::Unknown),
            Ok(bound) => {
                prop_assert_eq!(bound.may_be_granted, !bound.may_be_refused);
                prop_assert_eq!(bound.certain, bound.possible);
                prop_assert_eq!(bound.certain, mask(&answer));
            }
        }
    }

    /// Each completion answers like the token where exactly its unknowns are true, and all answers are among theirs.
    #[test]
    fn completions_stand_for_all_tokens(
        descriptor in descriptors(), token in tokens().prop_flat_map(doubtful), wish in wishes(),
    ) {
        let list = completions(&token, &[&descriptor], wish.principal_self).expect("four unknowns are few");
        let mut seen = BTreeSet::new();
        for completion in &list {
            let holds = completion.holds.iter().copied().collect();
            let answer = fast(&descriptor, &completion.token, &wish);
            prop_assert_eq!(answer, fast(&descriptor, &spec::complete(&token, &holds), &wish));
            seen.insert(answer);
        }
        prop_assert_eq!(seen, spec::answers(&descriptor, &token, &wish));
    }

    /// Learning that a group is held leaves answers that were possible before.
    #[test]
    fn learning_a_membership_only_narrows(
        descriptor in descriptors(), token in tokens().prop_flat_map(doubtful), wish in wishes(), unknown in (0u32..4).prop_map(Unknown),
    ) {
        let mut known = token.clone();
        for group in &mut known.groups {
            if matches!(&group.certainty, Certainty::Perhaps(unknowns) if unknowns.contains(&unknown)) {
                group.certainty = Certainty::Held;
            }
        }
        let (Ok(before), Ok(after)) = (
            answers(&descriptor, &token, &wish),
            answers(&descriptor, &known, &wish),
        ) else {
            return Ok(());
        };
        prop_assert!(before.granted || !after.granted);
        prop_assert!(before.refused || !after.refused);
        prop_assert!(before.possible.contains(after.possible));
        prop_assert!(after.certain.contains(before.certain));
    }

    /// One check has one answer, so it does not take a token in doubt.
    #[test]
    fn a_single_check_refuses_a_token_in_doubt(
        descriptor in descriptors(), token in tokens().prop_flat_map(doubtful), wish in wishes(),
    ) {
        let doubt = token.groups.iter().find(|group| group.certainty != Certainty::Held);
        if let Some(group) = doubt {
            prop_assert_eq!(
                access_check(&descriptor, &token, &wish).err(),
                Some(InvalidCheck::HeldPerhaps(group.sid))
            );
        }
    }
}

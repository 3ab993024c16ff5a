//! Small conditions: memberships, one claim, and what joins them.

use proptest::prelude::*;
use proptest::sample::select;

use crate::nt::{AttributeScope, Condition, ConditionToken, Literal, Operator};

use super::access::sids;

/// A condition that makes sense, of up to a handful of terms; some of its terms are unknown to some tokens.
pub fn small() -> impl Strategy<Value = Condition> {
    let membership = (
        prop::collection::vec(sids().prop_map(Literal::Sid), 1..3),
        select(vec![
            Operator::MemberOf,
            Operator::MemberOfAny,
            Operator::NotMemberOf,
            Operator::NotMemberOfAny,
        ]),
    )
        .prop_map(|(sids, operator)| {
            vec![
                ConditionToken::Literal(Literal::Composite(sids)),
                ConditionToken::Operator(operator),
            ]
        });
    let claim = (0i64..2).prop_map(|value| {
        vec![
            ConditionToken::Attribute {
                scope: AttributeScope::User,
                name: "x".to_owned(),
            },
            ConditionToken::Literal(Literal::Integer {
                code: 4,
                value,
                sign: 3,
                base: 2,
            }),
            ConditionToken::Operator(Operator::Equal),
        ]
    });
    let exists = select(vec![Operator::Exists, Operator::NotExists]).prop_map(|operator| {
        vec![
            ConditionToken::Attribute {
                scope: AttributeScope::Local,
                name: "y".to_owned(),
            },
            ConditionToken::Operator(operator),
        ]
    });
    let term = prop_oneof![4 => membership, 2 => claim, 1 => exists];
    term.prop_recursive(2, 6, 2, |inner| {
        let both = select(vec![Operator::And, Operator::Or]);
        prop_oneof![
            (inner.clone(), inner.clone(), both).prop_map(|(mut left, right, operator)| {
                left.extend(right);
                left.push(ConditionToken::Operator(operator));
                left
            }),
            inner.prop_map(|mut one| {
                one.push(ConditionToken::Operator(Operator::Not));
                one
            }),
        ]
    })
    .prop_map(|tokens| Condition { tokens })
}

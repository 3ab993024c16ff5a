//! Random conditional expressions, attributes, and worlds small enough for them to matter.

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any};
use proptest::prop_oneof;
use proptest::sample::select;

use super::forms::sids;
use crate::nt::{
    AttributeScope, Claim, ClaimValues, Claims, Condition, ConditionToken, Literal, Operator, Sid,
};

fn characters(of: &str, most: usize) -> impl Strategy<Value = String> + Clone + use<> {
    let of: Vec<char> = of.chars().collect();
    vec(select(of), 1..=most).prop_map(|all| all.into_iter().collect())
}

fn names() -> impl Strategy<Value = String> + Clone {
    characters("abZ9:/_.#% \"ö😀(@", 4)
}

fn texts() -> impl Strategy<Value = String> + Clone {
    prop_oneof![Just(String::new()), characters("aB1 ;()%'ö😀{}", 5)]
}

fn bytes() -> impl Strategy<Value = Vec<u8>> + Clone {
    vec(any::<u8>(), 0..5)
}

/// An integer as text can say it: a minus sign exactly before a negative value.
fn integers() -> impl Strategy<Value = Literal> + Clone {
    let value = prop_oneof![-5..5_i64, any::<i64>(), Just(i64::MIN), Just(i64::MAX)];
    (value, any::<bool>(), 1..=3_u8).prop_map(|(value, plus, base)| {
        let sign = match (value < 0, plus) {
            (true, _) => 2,
            (false, true) => 1,
            (false, false) => 3,
        };
        Literal::Integer {
            code: 4,
            value,
            sign,
            base,
        }
    })
}

fn single_values() -> impl Strategy<Value = Literal> + Clone {
    prop_oneof![
        integers(),
        texts().prop_map(Literal::String),
        bytes().prop_map(Literal::Octets),
        sids().prop_map(Literal::Sid),
    ]
}

fn values() -> impl Strategy<Value = Literal> + Clone {
    prop_oneof![
        single_values(),
        vec(single_values(), 1..4).prop_map(Literal::Composite),
    ]
}

fn scopes() -> impl Strategy<Value = AttributeScope> + Clone {
    select(vec![
        AttributeScope::Local,
        AttributeScope::User,
        AttributeScope::Resource,
        AttributeScope::Device,
    ])
}

fn attribute(scope: AttributeScope, name: String) -> ConditionToken {
    ConditionToken::Attribute { scope, name }
}

const RELATIONS: [Operator; 10] = [
    Operator::Equal,
    Operator::NotEqual,
    Operator::Less,
    Operator::LessOrEqual,
    Operator::Greater,
    Operator::GreaterOrEqual,
    Operator::Contains,
    Operator::AnyOf,
    Operator::NotContains,
    Operator::NotAnyOf,
];
const MEMBERSHIPS: [Operator; 8] = [
    Operator::MemberOf,
    Operator::DeviceMemberOf,
    Operator::MemberOfAny,
    Operator::DeviceMemberOfAny,
    Operator::NotMemberOf,
    Operator::NotDeviceMemberOf,
    Operator::NotMemberOfAny,
    Operator::NotDeviceMemberOfAny,
];

/// Expressions of the grammar over these names and values.
fn expressions(
    names: impl Strategy<Value = String> + Clone + 'static,
    values: impl Strategy<Value = Literal> + Clone + 'static,
) -> impl Strategy<Value = Condition> {
    let any_attribute = (scopes(), names.clone()).prop_map(|(scope, name)| attribute(scope, name));
    let right = prop_oneof![
        3 => values.clone().prop_map(ConditionToken::Literal),
        1 => (select(vec![AttributeScope::User, AttributeScope::Resource, AttributeScope::Device]), names)
            .prop_map(|(scope, name)| attribute(scope, name)),
    ];
    let terms = prop_oneof![
        1 => any_attribute.clone().prop_map(|attribute| vec![attribute]),
        1 => (any_attribute.clone(), select(vec![Operator::Exists, Operator::NotExists]))
            .prop_map(|(attribute, operator)| vec![attribute, ConditionToken::Operator(operator)]),
        2 => (values, select(MEMBERSHIPS.to_vec())).prop_map(|(value, operator)| {
            vec![ConditionToken::Literal(value), ConditionToken::Operator(operator)]
        }),
        4 => (any_attribute, right, select(RELATIONS.to_vec()))
            .prop_map(|(left, right, operator)| vec![left, right, ConditionToken::Operator(operator)]),
    ];
    let tree = terms.prop_recursive(4, 12, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone(), any::<bool>()).prop_map(|(mut left, right, and)| {
                left.extend(right);
                let operator = if and { Operator::And } else { Operator::Or };
                left.push(ConditionToken::Operator(operator));
                left
            }),
            inner.prop_map(|mut term| {
                term.push(ConditionToken::Operator(Operator::Not));
                term
            }),
        ]
    });
    tree.prop_map(|tokens| Condition { tokens })
}

/// Expressions that text can say.
pub fn conditions() -> impl Strategy<Value = Condition> {
    expressions(names(), values())
}

/// Attributes with values of every type.
pub fn claims() -> impl Strategy<Value = Claim> + Clone {
    let values = prop_oneof![
        vec(any::<i64>(), 0..3).prop_map(ClaimValues::Integers),
        vec(any::<u64>(), 0..3).prop_map(ClaimValues::Unsigned),
        vec(texts(), 0..3).prop_map(ClaimValues::Strings),
        vec(sids(), 0..3).prop_map(ClaimValues::Sids),
        vec(any::<bool>(), 0..3).prop_map(ClaimValues::Booleans),
        vec(bytes(), 0..3).prop_map(ClaimValues::Octets),
    ];
    (names(), any::<u32>(), values).prop_map(|(name, flags, values)| Claim {
        name,
        flags,
        values,
    })
}

/// An expression with all that it is evaluated against, from alphabets so small that terms often match.
#[derive(Clone, Debug)]
pub struct ConditionWorld {
    /// The expression.
    pub condition: Condition,
    /// The attributes of user, device and application.
    pub claims: Claims,
    /// The attributes of the object.
    pub resource: Vec<Claim>,
    /// The SIDs that the token holds.
    pub held: Vec<Sid>,
    /// The SIDs that the device's token holds.
    pub device_held: Vec<Sid>,
    /// Whether attributes with a scope are known.
    pub claims_known: bool,
}

fn few_sids() -> impl Strategy<Value = Sid> + Clone {
    (1..4_u32).prop_map(|rid| Sid::of(1, &[rid]))
}

fn few_texts() -> impl Strategy<Value = String> + Clone {
    select(vec!["", "a", "A", "b", "ö", "Ö", "_"]).prop_map(str::to_owned)
}

fn few_bytes() -> impl Strategy<Value = Vec<u8>> + Clone {
    vec(0..2_u8, 0..2)
}

fn few_singles() -> impl Strategy<Value = Literal> + Clone {
    prop_oneof![
        4 => (-1..3_i64).prop_map(|value| Literal::Integer { code: 4, value, sign: 3, base: 2 }),
        2 => few_texts().prop_map(Literal::String),
        1 => few_bytes().prop_map(Literal::Octets),
        3 => few_sids().prop_map(Literal::Sid),
    ]
}

fn few_values() -> impl Strategy<Value = Literal> + Clone {
    prop_oneof![
        3 => few_singles(),
        1 => vec(few_singles(), 0..3).prop_map(Literal::Composite),
        2 => vec(few_sids().prop_map(Literal::Sid), 0..3).prop_map(Literal::Composite),
        2 => vec((0..3_i64).prop_map(|value| Literal::Integer { code: 4, value, sign: 3, base: 2 }), 0..3)
            .prop_map(Literal::Composite),
    ]
}

fn few_names() -> impl Strategy<Value = String> + Clone {
    select(vec!["a", "A", "b", "c", "d"]).prop_map(str::to_owned)
}

fn few_claims() -> impl Strategy<Value = Vec<Claim>> {
    let values = prop_oneof![
        2 => vec(-1..3_i64, 0..3).prop_map(ClaimValues::Integers),
        1 => vec(0..3_u64, 0..3).prop_map(ClaimValues::Unsigned),
        2 => vec(few_texts(), 0..3).prop_map(ClaimValues::Strings),
        1 => vec(few_sids(), 0..3).prop_map(ClaimValues::Sids),
        1 => vec(any::<bool>(), 0..3).prop_map(ClaimValues::Booleans),
        1 => vec(few_bytes(), 0..3).prop_map(ClaimValues::Octets),
    ];
    let one = (few_names(), 0..4_u32, values).prop_map(|(name, flags, values)| Claim {
        name,
        flags,
        values,
    });
    vec(one, 0..4)
}

/// Rows of tokens, most of which make no sense.
fn soup() -> impl Strategy<Value = Condition> {
    let token = prop_oneof![
        3 => few_values().prop_map(ConditionToken::Literal),
        4 => (scopes(), few_names()).prop_map(|(scope, name)| attribute(scope, name)),
        5 => select(Operator::ALL.to_vec()).prop_map(ConditionToken::Operator),
    ];
    vec(token, 0..7).prop_map(|tokens| Condition { tokens })
}

/// Small worlds for expressions that make sense, and for some that do not.
pub fn condition_worlds() -> impl Strategy<Value = ConditionWorld> {
    let condition = prop_oneof![4 => expressions(few_names(), few_values()), 1 => soup()];
    (
        condition,
        (few_claims(), few_claims(), few_claims(), few_claims()),
        vec(few_sids(), 0..3),
        vec(few_sids(), 0..3),
        prop_oneof![5 => Just(true), 1 => Just(false)],
    )
        .prop_map(
            |(condition, (user, device, local, resource), held, device_held, claims_known)| {
                ConditionWorld {
                    condition,
                    claims: Claims {
                        user,
                        device,
                        local,
                    },
                    resource,
                    held,
                    device_held,
                    claims_known,
                }
            },
        )
}

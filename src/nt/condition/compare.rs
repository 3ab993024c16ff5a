//! How values of attributes and of expressions compare (MS-DTYP 2.5.3.1.5).

use std::cmp::Ordering;

use super::{Literal, Operator, Truth};
use crate::nt::{Claim, ClaimValues, Sid};

/// The values on one side of an operator.
pub(super) struct Operand<'a> {
    values: Vec<Scalar<'a>>,
    /// Written in braces. An attribute of one value is no list.
    list: bool,
    case_sensitive: bool,
}

#[derive(Clone, Copy)]
enum Scalar<'a> {
    // Wide enough for signed and unsigned values.
    Integer(i128),
    Boolean(bool),
    Text(&'a str),
    Octets(&'a [u8]),
    Sid(&'a Sid),
}

const CASE_SENSITIVE: u32 = 0x2;

impl<'a> Operand<'a> {
    pub(super) fn of_claim(claim: &'a Claim) -> Operand<'a> {
        let values: Vec<Scalar<'a>> = match &claim.values {
            ClaimValues::Integers(all) => {
                all.iter().map(|v| Scalar::Integer((*v).into())).collect()
            }
            ClaimValues::Unsigned(all) => {
                all.iter().map(|v| Scalar::Integer((*v).into())).collect()
            }
            ClaimValues::Strings(all) => all.iter().map(|v| Scalar::Text(v)).collect(),
            ClaimValues::Sids(all) => all.iter().map(Scalar::Sid).collect(),
            ClaimValues::Booleans(all) => all.iter().map(|v| Scalar::Boolean(*v)).collect(),
            ClaimValues::Octets(all) => all.iter().map(|v| Scalar::Octets(v)).collect(),
        };
        Operand {
            list: values.len() != 1,
            values,
            case_sensitive: claim.flags & CASE_SENSITIVE != 0,
        }
    }

    /// `None` for a list within a list.
    pub(super) fn of_literal(literal: &'a Literal) -> Option<Operand<'a>> {
        let (values, list) = match literal {
            Literal::Composite(values) => (values.as_slice(), true),
            Literal::Integer { .. } | Literal::String(_) | Literal::Octets(_) | Literal::Sid(_) => {
                (std::slice::from_ref(literal), false)
            }
        };
        let values = values
            .iter()
            .map(|value| match value {
                Literal::Integer { value, .. } => Some(Scalar::Integer((*value).into())),
                Literal::String(text) => Some(Scalar::Text(text)),
                Literal::Octets(bytes) => Some(Scalar::Octets(bytes)),
                Literal::Sid(sid) => Some(Scalar::Sid(sid)),
                Literal::Composite(_) => None,
            })
            .collect::<Option<Vec<_>>>()?;
        Some(Operand {
            values,
            list,
            case_sensitive: false,
        })
    }
}

/// The outcome; `None` where the types do not match.
pub(super) fn relation(
    operator: Operator,
    left: &Operand<'_>,
    right: &Operand<'_>,
) -> Option<Truth> {
    let case_sensitive = left.case_sensitive || right.case_sensitive;
    let ordered = |wanted: &[Ordering]| {
        if left.list || right.list {
            // Only single values have an order.
            return Some(Truth::Unknown);
        }
        let order = order(left.values[0], right.values[0], case_sensitive)?;
        Some(wanted.contains(&order).into())
    };
    let same = |a: Scalar<'_>, b: Scalar<'_>| equal(a, b, case_sensitive);
    match operator {
        Operator::Equal => equal_sets(left, right, &same),
        Operator::NotEqual => Some(!equal_sets(left, right, &same)?),
        Operator::Less => ordered(&[Ordering::Less]),
        Operator::LessOrEqual => ordered(&[Ordering::Less, Ordering::Equal]),
        Operator::Greater => ordered(&[Ordering::Greater]),
        Operator::GreaterOrEqual => ordered(&[Ordering::Greater, Ordering::Equal]),
        Operator::Contains => contains(left, right, &same),
        Operator::NotContains => Some(!contains(left, right, &same)?),
        Operator::AnyOf => any_of(left, right, &same),
        Operator::NotAnyOf => Some(!any_of(left, right, &same)?),
        Operator::Exists
        | Operator::MemberOf
        | Operator::DeviceMemberOf
        | Operator::MemberOfAny
        | Operator::DeviceMemberOfAny
        | Operator::NotExists
        | Operator::NotMemberOf
        | Operator::NotDeviceMemberOf
        | Operator::NotMemberOfAny
        | Operator::NotDeviceMemberOfAny
        | Operator::And
        | Operator::Or
        | Operator::Not => None,
    }
}

type Same<'s> = dyn Fn(Scalar<'_>, Scalar<'_>) -> Option<bool> + 's;

fn equal_sets(left: &Operand<'_>, right: &Operand<'_>, same: &Same<'_>) -> Option<Truth> {
    match_types(left, right, true)?;
    let known = includes(left, right, same)? && includes(right, left, same)?;
    Some(known.into())
}

fn contains(left: &Operand<'_>, right: &Operand<'_>, same: &Same<'_>) -> Option<Truth> {
    match_types(left, right, false)?;
    Some(includes(left, right, same)?.into())
}

fn any_of(left: &Operand<'_>, right: &Operand<'_>, same: &Same<'_>) -> Option<Truth> {
    match_types(left, right, false)?;
    let mut common = false;
    for a in &left.values {
        for b in &right.values {
            common |= same(*a, *b)?;
        }
    }
    Some(common.into())
}

fn includes(whole: &Operand<'_>, part: &Operand<'_>, same: &Same<'_>) -> Option<bool> {
    for b in &part.values {
        let mut found = false;
        for a in &whole.values {
            found |= same(*a, *b)?;
        }
        if !found {
            return Some(false);
        }
    }
    Some(true)
}

/// Every value of both sides has the same type. A boolean compares with a number by `==` and `!=` only.
fn match_types(left: &Operand<'_>, right: &Operand<'_>, equality: bool) -> Option<()> {
    let all_match = left.values.iter().all(|a| {
        right.values.iter().all(|b| match (a, b) {
            (Scalar::Boolean(_), Scalar::Integer(_)) | (Scalar::Integer(_), Scalar::Boolean(_)) => {
                equality
            }
            (Scalar::Integer(_), Scalar::Integer(_))
            | (Scalar::Boolean(_), Scalar::Boolean(_))
            | (Scalar::Text(_), Scalar::Text(_))
            | (Scalar::Octets(_), Scalar::Octets(_))
            | (Scalar::Sid(_), Scalar::Sid(_)) => true,
            (
                Scalar::Integer(_)
                | Scalar::Boolean(_)
                | Scalar::Text(_)
                | Scalar::Octets(_)
                | Scalar::Sid(_),
                _,
            ) => false,
        })
    });
    all_match.then_some(())
}

fn equal(a: Scalar<'_>, b: Scalar<'_>, case_sensitive: bool) -> Option<bool> {
    match (a, b) {
        (Scalar::Integer(a), Scalar::Integer(b)) => Some(a == b),
        (Scalar::Boolean(a), Scalar::Boolean(b)) => Some(a == b),
        (Scalar::Boolean(a), Scalar::Integer(b)) | (Scalar::Integer(b), Scalar::Boolean(a)) => {
            Some(i128::from(a) == b)
        }
        (Scalar::Text(a), Scalar::Text(b)) if case_sensitive => Some(a == b),
        (Scalar::Text(a), Scalar::Text(b)) => Some(same_text(a, b)),
        (Scalar::Octets(a), Scalar::Octets(b)) => Some(a == b),
        (Scalar::Sid(a), Scalar::Sid(b)) => Some(a == b),
        (
            Scalar::Integer(_)
            | Scalar::Boolean(_)
            | Scalar::Text(_)
            | Scalar::Octets(_)
            | Scalar::Sid(_),
            _,
        ) => None,
    }
}

/// The order of two values; none for booleans and SIDs, which have no order, and for unlike types.
fn order(a: Scalar<'_>, b: Scalar<'_>, case_sensitive: bool) -> Option<Ordering> {
    match (a, b) {
        (Scalar::Integer(a), Scalar::Integer(b)) => Some(a.cmp(&b)),
        (Scalar::Text(a), Scalar::Text(b)) if case_sensitive => Some(a.cmp(b)),
        (Scalar::Text(a), Scalar::Text(b)) => Some(folded(a).cmp(folded(b))),
        (Scalar::Octets(a), Scalar::Octets(b)) => Some(a.cmp(b)),
        (
            Scalar::Integer(_)
            | Scalar::Boolean(_)
            | Scalar::Text(_)
            | Scalar::Octets(_)
            | Scalar::Sid(_),
            _,
        ) => None,
    }
}

/// Whether two texts are the same without regard to case.
pub(super) fn same_text(a: &str, b: &str) -> bool {
    folded(a).eq(folded(b))
}

/// Windows folds character by character: a capital of two letters is none.
fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().map(|c| {
        let mut upper = c.to_uppercase();
        match (upper.next(), upper.next()) {
            (Some(one), None) => one,
            _ => c,
        }
    })
}

/// How many values an attribute has.
pub(super) fn count(claim: &Claim) -> usize {
    match &claim.values {
        ClaimValues::Integers(all) => all.len(),
        ClaimValues::Unsigned(all) => all.len(),
        ClaimValues::Strings(all) => all.len(),
        ClaimValues::Sids(all) => all.len(),
        ClaimValues::Booleans(all) => all.len(),
        ClaimValues::Octets(all) => all.len(),
    }
}

/// An attribute alone as a term. Several values, SIDs and octets are no truth.
pub(super) fn alone(claim: &Claim) -> Truth {
    match &claim.values {
        ClaimValues::Integers(all) => single(all, |v| *v != 0),
        ClaimValues::Unsigned(all) => single(all, |v| *v != 0),
        ClaimValues::Strings(all) => single(all, |v| !v.is_empty()),
        ClaimValues::Booleans(all) => single(all, |v| *v),
        ClaimValues::Sids(_) | ClaimValues::Octets(_) => Truth::Unknown,
    }
}

fn single<T>(values: &[T], holds: impl Fn(&T) -> bool) -> Truth {
    match values {
        [value] => holds(value).into(),
        _ => Truth::Unknown,
    }
}

//! Conditions as far as the laws of the check use them: memberships, one number in a claim, existence, and, or, not.

use poolproof::nt::{
    AttributeScope, ClaimValues, Condition, ConditionToken, Literal, Operator, Sid, Token,
};

enum Item {
    Sids(Vec<Sid>),
    Number(i64),
    /// A user's or an application's attribute, its value if there is one.
    Attribute(Option<i64>),
    /// `None` is unknown.
    Truth(Option<bool>),
}

/// Whether a condition is true or false; `None` where it is unknown.
pub fn truth(
    condition: &Condition,
    token: &Token,
    claims_known: bool,
    holds: &dyn Fn(&Sid) -> bool,
) -> Option<bool> {
    let mut stack = Vec::new();
    for part in &condition.tokens {
        let item = match part {
            ConditionToken::Literal(Literal::Sid(sid)) => Item::Sids(vec![*sid]),
            ConditionToken::Literal(Literal::Composite(list)) => Item::Sids(
                list.iter()
                    .filter_map(|one| match one {
                        Literal::Sid(sid) => Some(*sid),
                        _ => None,
                    })
                    .collect(),
            ),
            ConditionToken::Literal(Literal::Integer { value, .. }) => Item::Number(*value),
            // Before claims these codes are unknown, and an unknown code makes all unknown.
            ConditionToken::Attribute { scope, .. }
                if *scope != AttributeScope::Local && !claims_known =>
            {
                return None;
            }
            ConditionToken::Attribute { scope, name } => {
                Item::Attribute(value(token, *scope, name))
            }
            ConditionToken::Operator(operator) => apply(*operator, &mut stack, holds)?,
            ConditionToken::Literal(Literal::String(_) | Literal::Octets(_)) => return None,
        };
        stack.push(item);
    }
    match stack.as_slice() {
        [Item::Truth(truth)] => *truth,
        _ => None,
    }
}

fn value(token: &Token, scope: AttributeScope, name: &str) -> Option<i64> {
    let claims = match scope {
        AttributeScope::User => &token.claims.user,
        AttributeScope::Local => &token.claims.local,
        _ => return None,
    };
    let claim = claims.iter().find(|claim| claim.name == name)?;
    match &claim.values {
        ClaimValues::Integers(values) => values.first().copied(),
        _ => None,
    }
}

/// `None` when the expression makes no sense, which makes all of it unknown.
fn apply(operator: Operator, stack: &mut Vec<Item>, holds: &dyn Fn(&Sid) -> bool) -> Option<Item> {
    let last = stack.pop()?;
    let truth = match (operator, last) {
        (Operator::MemberOf, Item::Sids(sids)) => Some(sids.iter().all(holds)),
        (Operator::MemberOfAny, Item::Sids(sids)) => Some(sids.iter().any(holds)),
        (Operator::NotMemberOf, Item::Sids(sids)) => Some(!sids.iter().all(holds)),
        (Operator::NotMemberOfAny, Item::Sids(sids)) => Some(!sids.iter().any(holds)),
        (Operator::Exists, Item::Attribute(value)) => Some(value.is_some()),
        (Operator::NotExists, Item::Attribute(value)) => Some(value.is_none()),
        (Operator::Not, Item::Truth(one)) => one.map(|one| !one),
        (Operator::And | Operator::Or, Item::Truth(right)) => {
            let Item::Truth(left) = stack.pop()? else {
                return None;
            };
            // The value that settles the whole whatever the other side is.
            let strong = operator == Operator::Or;
            if left == Some(strong) || right == Some(strong) {
                Some(strong)
            } else if left.is_none() || right.is_none() {
                None
            } else {
                Some(!strong)
            }
        }
        (Operator::Equal, Item::Number(right)) => match stack.pop()? {
            Item::Attribute(left) => left.map(|left| left == right),
            _ => return None,
        },
        _ => return None,
    };
    Some(Item::Truth(truth))
}

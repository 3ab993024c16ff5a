//! Whether a condition holds for who asks: true, false, or unknown.
//!
//! Two failures differ. An attribute that is missing makes its term unknown, and the three-valued tables go on.
//! An error (a value where a term belongs, types that do not match) makes the whole expression unknown.

use super::compare::{self, Operand};
use super::{AttributeScope, Condition, ConditionToken, Literal, Operator};
use crate::nt::{Claim, Claims, Sid};

/// The outcome of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Truth {
    /// It holds.
    True,
    /// It does not.
    False,
    /// It cannot be said, or the expression makes no sense. A deny line counts then, an allow line does not.
    Unknown,
}

impl Truth {
    /// Both: false if either is, else unknown if either is.
    #[must_use]
    pub fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::False, _) | (_, Truth::False) => Truth::False,
            (Truth::True, Truth::True) => Truth::True,
            (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
        }
    }

    /// Either: true if either is, else unknown if either is.
    #[must_use]
    pub fn or(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::True, _) | (_, Truth::True) => Truth::True,
            (Truth::False, Truth::False) => Truth::False,
            (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
        }
    }
}

impl std::ops::Not for Truth {
    type Output = Truth;

    /// The opposite; unknown stays unknown.
    fn not(self) -> Truth {
        match self {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
        }
    }
}

impl From<bool> for Truth {
    fn from(known: bool) -> Truth {
        if known { Truth::True } else { Truth::False }
    }
}

/// What a condition is evaluated against.
pub struct ConditionContext<'a> {
    /// Whether the token holds that SID, as the line needs it: enabled for an allow line, enabled or
    /// deny-only for a deny line.
    pub holds: &'a dyn Fn(&Sid) -> bool,
    /// The same for the groups of the device.
    pub device_holds: &'a dyn Fn(&Sid) -> bool,
    /// The attributes of the user, of the device and of the application.
    pub claims: &'a Claims,
    /// The attributes of the object: those of its resource attribute lines.
    pub resource: &'a [&'a Claim],
    /// Whether this Windows knows `@User`, `@Device` and `@Resource` attributes (`Rules::claims`).
    pub claims_known: bool,
}

impl<'a> ConditionContext<'a> {
    /// The attribute of that name, the first if there are several; one without values counts as missing.
    fn attribute(&self, scope: AttributeScope, name: &str) -> Option<&'a Claim> {
        let same = |claim: &Claim| compare::same_text(&claim.name, name);
        let found = match scope {
            AttributeScope::Local => self.claims.local.iter().find(|claim| same(claim)),
            AttributeScope::User => self.claims.user.iter().find(|claim| same(claim)),
            AttributeScope::Device => self.claims.device.iter().find(|claim| same(claim)),
            AttributeScope::Resource => self.resource.iter().copied().find(|claim| same(claim)),
        };
        found.filter(|claim| compare::count(claim) > 0)
    }
}

/// Something on the stack.
enum Value<'a> {
    Outcome(Truth),
    Literal(&'a Literal),
    Attribute(AttributeScope, Option<&'a Claim>),
}

/// The expression makes no sense; all of it is unknown.
struct Nonsense;

/// Evaluates a condition (MS-DTYP 2.5.3.1.5). The expression is unknown as a whole if the tokens make no
/// expression, if types do not match, or if it names attributes that this Windows does not know.
pub fn evaluate(condition: &Condition, context: &ConditionContext<'_>) -> Truth {
    run(condition, context).unwrap_or(Truth::Unknown)
}

fn run(condition: &Condition, context: &ConditionContext<'_>) -> Result<Truth, Nonsense> {
    let mut stack: Vec<Value<'_>> = Vec::new();
    for token in &condition.tokens {
        let value = match token {
            ConditionToken::Literal(literal) => Value::Literal(literal),
            ConditionToken::Attribute { scope, name } => {
                if *scope != AttributeScope::Local && !context.claims_known {
                    return Err(Nonsense);
                }
                Value::Attribute(*scope, context.attribute(*scope, name))
            }
            ConditionToken::Operator(operator) => {
                Value::Outcome(apply(*operator, &mut stack, context)?)
            }
        };
        stack.push(value);
    }
    let outcome = term(pop(&mut stack)?)?;
    if stack.is_empty() {
        Ok(outcome)
    } else {
        Err(Nonsense)
    }
}

fn pop<'a>(stack: &mut Vec<Value<'a>>) -> Result<Value<'a>, Nonsense> {
    stack.pop().ok_or(Nonsense)
}

fn apply(
    operator: Operator,
    stack: &mut Vec<Value<'_>>,
    context: &ConditionContext<'_>,
) -> Result<Truth, Nonsense> {
    match operator {
        Operator::And | Operator::Or => {
            let right = term(pop(stack)?)?;
            let left = term(pop(stack)?)?;
            Ok(if operator == Operator::And {
                left.and(right)
            } else {
                left.or(right)
            })
        }
        Operator::Not => Ok(!term(pop(stack)?)?),
        Operator::Exists => exists(pop(stack)?),
        Operator::NotExists => Ok(!exists(pop(stack)?)?),
        Operator::MemberOf => members(pop(stack)?, context.holds, true),
        Operator::MemberOfAny => members(pop(stack)?, context.holds, false),
        Operator::DeviceMemberOf => members(pop(stack)?, context.device_holds, true),
        Operator::DeviceMemberOfAny => members(pop(stack)?, context.device_holds, false),
        Operator::NotMemberOf => Ok(!members(pop(stack)?, context.holds, true)?),
        Operator::NotMemberOfAny => Ok(!members(pop(stack)?, context.holds, false)?),
        Operator::NotDeviceMemberOf => Ok(!members(pop(stack)?, context.device_holds, true)?),
        Operator::NotDeviceMemberOfAny => Ok(!members(pop(stack)?, context.device_holds, false)?),
        Operator::Equal
        | Operator::NotEqual
        | Operator::Less
        | Operator::LessOrEqual
        | Operator::Greater
        | Operator::GreaterOrEqual
        | Operator::Contains
        | Operator::AnyOf
        | Operator::NotContains
        | Operator::NotAnyOf => {
            let right = pop(stack)?;
            let left = pop(stack)?;
            relation(operator, &left, &right)
        }
    }
}

/// What stands where a truth belongs: an outcome, or an attribute alone, which is true if it is a number that is
/// not zero or a text that is not empty. A value written into the expression is an error.
fn term(value: Value<'_>) -> Result<Truth, Nonsense> {
    match value {
        Value::Outcome(truth) => Ok(truth),
        Value::Literal(_) => Err(Nonsense),
        Value::Attribute(_, None) => Ok(Truth::Unknown),
        Value::Attribute(_, Some(claim)) => Ok(compare::alone(claim)),
    }
}

/// MS-DTYP allows this for attributes of the application and of the object only.
fn exists(value: Value<'_>) -> Result<Truth, Nonsense> {
    match value {
        Value::Attribute(AttributeScope::Local | AttributeScope::Resource, claim) => {
            Ok(claim.is_some().into())
        }
        Value::Attribute(AttributeScope::User | AttributeScope::Device, _)
        | Value::Outcome(_)
        | Value::Literal(_) => Err(Nonsense),
    }
}

fn members(value: Value<'_>, holds: &dyn Fn(&Sid) -> bool, all: bool) -> Result<Truth, Nonsense> {
    let Value::Literal(literal) = value else {
        return Err(Nonsense);
    };
    let listed = match literal {
        Literal::Composite(values) => values.as_slice(),
        Literal::Sid(_) => std::slice::from_ref(literal),
        Literal::Integer { .. } | Literal::String(_) | Literal::Octets(_) => return Err(Nonsense),
    };
    let sids: Option<Vec<&Sid>> = listed
        .iter()
        .map(|value| match value {
            Literal::Sid(sid) => Some(sid),
            Literal::Integer { .. }
            | Literal::String(_)
            | Literal::Octets(_)
            | Literal::Composite(_) => None,
        })
        .collect();
    let sids = sids.filter(|sids| !sids.is_empty()).ok_or(Nonsense)?;
    let held = if all {
        sids.into_iter().all(holds)
    } else {
        sids.into_iter().any(holds)
    };
    Ok(held.into())
}

/// On the left stands an attribute; on the right values, or an attribute that is not the application's.
fn relation(operator: Operator, left: &Value<'_>, right: &Value<'_>) -> Result<Truth, Nonsense> {
    let Value::Attribute(_, left) = left else {
        return Err(Nonsense);
    };
    let right = match right {
        Value::Literal(literal) => Some(Operand::of_literal(literal).ok_or(Nonsense)?),
        Value::Attribute(
            AttributeScope::User | AttributeScope::Device | AttributeScope::Resource,
            claim,
        ) => claim.map(Operand::of_claim),
        Value::Attribute(AttributeScope::Local, _) | Value::Outcome(_) => return Err(Nonsense),
    };
    let (Some(left), Some(right)) = (left.map(Operand::of_claim), right) else {
        return Ok(Truth::Unknown);
    };
    compare::relation(operator, &left, &right).ok_or(Nonsense)
}

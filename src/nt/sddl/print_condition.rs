//! Conditional expressions as Windows prints them: every term in brackets.

use std::fmt::Write;

use super::MAX_NESTING;
use super::claim::{print_name, print_octets};
use super::condition::prefix_operator;
use crate::nt::{AttributeScope, Condition, ConditionToken, Domains, Literal, Operator};

/// Something on the stack while the postfix tokens are read.
enum Part<'a> {
    /// An attribute or a value, not in brackets yet.
    Operand(&'a ConditionToken),
    /// A finished term with its brackets, and how many are open at once in it.
    Term(String, usize),
}

/// The text in its brackets; `None` where the tokens make no expression, or one that text cannot say.
pub(super) fn print(condition: &Condition, domains: &Domains) -> Option<String> {
    let mut stack: Vec<Part<'_>> = Vec::new();
    for token in &condition.tokens {
        let part = match token {
            ConditionToken::Literal(_) | ConditionToken::Attribute { .. } => Part::Operand(token),
            ConditionToken::Operator(operator) => match operator {
                Operator::And => {
                    let right = term(stack.pop()?)?;
                    let left = term(stack.pop()?)?;
                    join(left, " && ", right)?
                }
                Operator::Or => {
                    let right = term(stack.pop()?)?;
                    let left = term(stack.pop()?)?;
                    join(left, " || ", right)?
                }
                Operator::Not => {
                    let (text, depth) = term(stack.pop()?)?;
                    // The bracket, the `!` and what is open inside.
                    nested(format!("(!{text})"), depth + 2)?
                }
                Operator::Exists | Operator::NotExists => {
                    let operand = attribute(stack.pop()?)?;
                    Part::Term(format!("({} {operand})", word(*operator)), 1)
                }
                Operator::MemberOf
                | Operator::DeviceMemberOf
                | Operator::MemberOfAny
                | Operator::DeviceMemberOfAny
                | Operator::NotMemberOf
                | Operator::NotDeviceMemberOf
                | Operator::NotMemberOfAny
                | Operator::NotDeviceMemberOfAny => {
                    let members = value(stack.pop()?, domains)?;
                    Part::Term(format!("({} {members})", word(*operator)), 1)
                }
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
                    let right = right_side(stack.pop()?, domains)?;
                    let left = attribute(stack.pop()?)?;
                    Part::Term(format!("({left} {} {right})", word(*operator)), 1)
                }
            },
        };
        stack.push(part);
    }
    let (text, _) = term(stack.pop()?)?;
    stack.is_empty().then_some(text)
}

fn join<'a>(left: (String, usize), operator: &str, right: (String, usize)) -> Option<Part<'a>> {
    let text = format!("({}{operator}{})", left.0, right.0);
    nested(text, left.1.max(right.1) + 1)
}

fn nested<'a>(text: String, depth: usize) -> Option<Part<'a>> {
    (depth <= MAX_NESTING).then_some(Part::Term(text, depth))
}

/// A finished term; an attribute alone is one, a value is not.
fn term(part: Part<'_>) -> Option<(String, usize)> {
    match part {
        Part::Term(text, depth) => Some((text, depth)),
        Part::Operand(_) => Some((format!("({})", attribute(part)?), 1)),
    }
}

fn attribute(part: Part<'_>) -> Option<String> {
    let Part::Operand(ConditionToken::Attribute { scope, name }) = part else {
        return None;
    };
    let prefix = match scope {
        AttributeScope::Local => "",
        AttributeScope::User => "@USER.",
        AttributeScope::Device => "@DEVICE.",
        AttributeScope::Resource => "@RESOURCE.",
    };
    if name.is_empty() {
        return None;
    }
    let mut text = prefix.to_owned();
    print_name(&mut text, name, *scope != AttributeScope::Local);
    // A local attribute called like an operator would be read as that operator.
    (*scope != AttributeScope::Local || prefix_operator(&text).is_none()).then_some(text)
}

fn right_side(part: Part<'_>, domains: &Domains) -> Option<String> {
    match part {
        Part::Operand(ConditionToken::Attribute { scope, .. }) => match scope {
            AttributeScope::Local => None,
            AttributeScope::User | AttributeScope::Device | AttributeScope::Resource => {
                attribute(part)
            }
        },
        Part::Operand(_) => value(part, domains),
        Part::Term(..) => None,
    }
}

fn value(part: Part<'_>, domains: &Domains) -> Option<String> {
    let Part::Operand(ConditionToken::Literal(literal)) = part else {
        return None;
    };
    let mut text = String::new();
    let Literal::Composite(values) = literal else {
        single(&mut text, literal, domains)?;
        return Some(text);
    };
    if values.is_empty() {
        return None;
    }
    text.push('{');
    for (i, value) in values.iter().enumerate() {
        if i > 0 {
            text.push_str(", ");
        }
        single(&mut text, value, domains)?;
    }
    text.push('}');
    Some(text)
}

fn single(out: &mut String, literal: &Literal, domains: &Domains) -> Option<()> {
    match literal {
        Literal::Integer {
            value, sign, base, ..
        } => {
            out.push_str(match (sign, *value < 0) {
                (2, _) | (_, true) => "-",
                (1, false) => "+",
                (_, false) => "",
            });
            let magnitude = value.unsigned_abs();
            match base {
                1 => write!(out, "0{magnitude:o}"),
                3 => write!(out, "0x{magnitude:x}"),
                _ => write!(out, "{magnitude}"),
            }
            .expect("a string takes all");
        }
        Literal::String(text) => {
            if text.contains('"') {
                return None;
            }
            out.push('"');
            out.push_str(text);
            out.push('"');
        }
        Literal::Octets(bytes) => {
            out.push('#');
            print_octets(out, bytes);
        }
        Literal::Sid(sid) => {
            out.push_str("SID(");
            super::print::sid(out, sid, domains)?;
            out.push(')');
        }
        Literal::Composite(_) => return None,
    }
    Some(())
}

fn word(operator: Operator) -> &'static str {
    match operator {
        Operator::Equal => "==",
        Operator::NotEqual => "!=",
        Operator::Less => "<",
        Operator::LessOrEqual => "<=",
        Operator::Greater => ">",
        Operator::GreaterOrEqual => ">=",
        Operator::Contains => "Contains",
        Operator::Exists => "Exists",
        Operator::AnyOf => "Any_of",
        Operator::MemberOf => "Member_of",
        Operator::DeviceMemberOf => "Device_Member_of",
        Operator::MemberOfAny => "Member_of_any",
        Operator::DeviceMemberOfAny => "Device_Member_of_any",
        Operator::NotExists => "Not_Exists",
        Operator::NotContains => "Not_Contains",
        Operator::NotAnyOf => "Not_Any_of",
        Operator::NotMemberOf => "Not_Member_of",
        Operator::NotDeviceMemberOf => "Not_Device_Member_of",
        Operator::NotMemberOfAny => "Not_Member_of_any",
        Operator::NotDeviceMemberOfAny => "Not_Device_Member_of_any",
        Operator::And => "&&",
        Operator::Or => "||",
        Operator::Not => "!",
    }
}

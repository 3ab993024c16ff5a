//! The expression behind a conditional line: its tokens in the postfix order in which Windows stores them.

use super::Sid;

mod binary;
mod compare;
mod eval;

pub use eval::{ConditionContext, Truth, evaluate};

/// A conditional expression (MS-DTYP 2.4.4.17), as its tokens in stored order.
///
/// That it is read says nothing about whether it means anything: a stack that does not end in one result
/// makes the whole expression unknown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Condition {
    /// Operands before their operator.
    pub tokens: Vec<ConditionToken>,
}

/// One token of an expression.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ConditionToken {
    /// A value written into the expression.
    Literal(Literal),
    /// The name of an attribute.
    Attribute {
        /// Whose attribute it is.
        scope: AttributeScope,
        /// Its name as written.
        name: String,
    },
    /// An operator.
    Operator(Operator),
}

/// A value written into an expression.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Literal {
    /// Codes 0x01 to 0x04; size, sign and base are only about how it is written.
    Integer {
        /// The byte code, 1 (8 bits) to 4 (64 bits).
        code: u8,
        /// The value.
        value: i64,
        /// 1 plus, 2 minus, 3 none.
        sign: u8,
        /// 1 octal, 2 decimal, 3 hexadecimal.
        base: u8,
    },
    /// Code 0x10.
    String(String),
    /// Code 0x18.
    Octets(Vec<u8>),
    /// Code 0x50.
    Composite(Vec<Literal>),
    /// Code 0x51.
    Sid(Sid),
}

/// Whose attribute a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AttributeScope {
    /// 0xF8: handed to the check by an application.
    Local,
    /// 0xF9, `@User.`
    User,
    /// 0xFA, `@Resource.`
    Resource,
    /// 0xFB, `@Device.`
    Device,
}

/// An operator, by its byte code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the names are those of the expression language
#[repr(u8)]
pub enum Operator {
    Equal = 0x80,
    NotEqual = 0x81,
    Less = 0x82,
    LessOrEqual = 0x83,
    Greater = 0x84,
    GreaterOrEqual = 0x85,
    Contains = 0x86,
    Exists = 0x87,
    AnyOf = 0x88,
    MemberOf = 0x89,
    DeviceMemberOf = 0x8A,
    MemberOfAny = 0x8B,
    DeviceMemberOfAny = 0x8C,
    NotExists = 0x8D,
    NotContains = 0x8E,
    NotAnyOf = 0x8F,
    NotMemberOf = 0x90,
    NotDeviceMemberOf = 0x91,
    NotMemberOfAny = 0x92,
    NotDeviceMemberOfAny = 0x93,
    And = 0xA0,
    Or = 0xA1,
    Not = 0xA2,
}

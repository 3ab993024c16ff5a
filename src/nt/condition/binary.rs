//! Conditions as bytes: `artx`, then the tokens in postfix order (MS-DTYP 2.4.4.17).

use super::{AttributeScope, Condition, ConditionToken, Literal, Operator};
use crate::nt::bytes::{BinaryError, BinaryProblem, Bytes, pad, push_text, text, wrong};

const SIGNATURE: &[u8] = b"artx";

impl Condition {
    /// Reads the data behind a conditional entry. Zeros at the end are padding.
    ///
    /// ```
    /// use poolproof::nt::Condition;
    /// let data = b"artx\xf8\x02\0\0\0a\0\0"; // the attribute `a` alone
    /// assert_eq!(Condition::from_bytes(data).unwrap().to_bytes(), data);
    /// ```
    ///
    /// # Errors
    /// No `artx`, an unknown byte code, or a token that is cut off.
    pub fn from_bytes(data: &[u8]) -> Result<Condition, BinaryError> {
        let mut bytes = Bytes::new(data, 0);
        if bytes.rest.get(..4) != Some(SIGNATURE) {
            return Err(wrong(0, BinaryProblem::NoCondition));
        }
        bytes.take(4, "the signature")?;
        let mut tokens = Vec::new();
        while bytes.rest.iter().any(|byte| *byte != 0) {
            tokens.push(token(&mut bytes)?);
        }
        Ok(Condition { tokens })
    }

    /// The bytes, padded with zeros to a multiple of four.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = SIGNATURE.to_vec();
        for token in &self.tokens {
            match token {
                ConditionToken::Literal(value) => push_literal(&mut out, value),
                ConditionToken::Attribute { scope, name } => {
                    out.push(match scope {
                        AttributeScope::Local => 0xF8,
                        AttributeScope::User => 0xF9,
                        AttributeScope::Resource => 0xFA,
                        AttributeScope::Device => 0xFB,
                    });
                    with_length(&mut out, |out| push_text(out, name));
                }
                ConditionToken::Operator(operator) => out.push(*operator as u8),
            }
        }
        pad(&mut out);
        out
    }
}

fn token(bytes: &mut Bytes<'_>) -> Result<ConditionToken, BinaryError> {
    let start = bytes.at;
    let code = bytes.byte("a token")?;
    let scope = match code {
        0xF8 => AttributeScope::Local,
        0xF9 => AttributeScope::User,
        0xFA => AttributeScope::Resource,
        0xFB => AttributeScope::Device,
        _ => {
            if let Some(operator) = Operator::of(code) {
                return Ok(ConditionToken::Operator(operator));
            }
            return Ok(ConditionToken::Literal(literal(code, start, bytes, false)?));
        }
    };
    let name = sized(bytes, "the name of an attribute")?;
    Ok(ConditionToken::Attribute {
        scope,
        name: text(name.rest, name.at)?,
    })
}

fn literal(
    code: u8,
    start: usize,
    bytes: &mut Bytes<'_>,
    in_list: bool,
) -> Result<Literal, BinaryError> {
    match code {
        1..=4 => Ok(Literal::Integer {
            code,
            value: i64::from_le_bytes(bytes.array("a number")?),
            sign: bytes.byte("a number")?,
            base: bytes.byte("a number")?,
        }),
        0x10 => {
            let value = sized(bytes, "a text")?;
            Ok(Literal::String(text(value.rest, value.at)?))
        }
        0x18 => Ok(Literal::Octets(sized(bytes, "octets")?.rest.to_vec())),
        0x50 if in_list => Err(wrong(start, BinaryProblem::NestedValues)),
        0x50 => {
            let mut inside = sized(bytes, "a list of values")?;
            let mut values = Vec::new();
            while !inside.rest.is_empty() {
                let start = inside.at;
                let code = inside.byte("a value")?;
                values.push(literal(code, start, &mut inside, true)?);
            }
            Ok(Literal::Composite(values))
        }
        0x51 => {
            let mut inside = sized(bytes, "a SID")?;
            let sid = inside.sid()?;
            if !inside.rest.is_empty() {
                let found = (inside.at + inside.rest.len() - start) as u32;
                return Err(wrong(start, BinaryProblem::Size { of: "a SID", found }));
            }
            Ok(Literal::Sid(sid))
        }
        _ => Err(wrong(start, BinaryProblem::Token(code))),
    }
}

fn sized<'a>(bytes: &mut Bytes<'a>, what: &'static str) -> Result<Bytes<'a>, BinaryError> {
    let length = bytes.u32(what)? as usize;
    let at = bytes.at;
    Ok(Bytes::new(bytes.take(length, what)?, at))
}

fn push_literal(out: &mut Vec<u8>, value: &Literal) {
    match value {
        Literal::Integer {
            code,
            value,
            sign,
            base,
        } => {
            out.push(*code);
            out.extend_from_slice(&value.to_le_bytes());
            out.extend_from_slice(&[*sign, *base]);
        }
        Literal::String(text) => {
            out.push(0x10);
            with_length(out, |out| push_text(out, text));
        }
        Literal::Octets(octets) => {
            out.push(0x18);
            with_length(out, |out| out.extend_from_slice(octets));
        }
        Literal::Composite(values) => {
            out.push(0x50);
            with_length(out, |out| values.iter().for_each(|v| push_literal(out, v)));
        }
        Literal::Sid(sid) => {
            out.push(0x51);
            with_length(out, |out| out.extend_from_slice(&sid.to_bytes()));
        }
    }
}

/// Writes something behind its length in four bytes.
fn with_length(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    out.extend_from_slice(&[0; 4]);
    write(out);
    let length = (out.len() - start - 4) as u32;
    out[start..start + 4].copy_from_slice(&length.to_le_bytes());
}

impl Operator {
    /// Every operator, in the order of their codes.
    pub const ALL: [Operator; 23] = [
        Operator::Equal,
        Operator::NotEqual,
        Operator::Less,
        Operator::LessOrEqual,
        Operator::Greater,
        Operator::GreaterOrEqual,
        Operator::Contains,
        Operator::Exists,
        Operator::AnyOf,
        Operator::MemberOf,
        Operator::DeviceMemberOf,
        Operator::MemberOfAny,
        Operator::DeviceMemberOfAny,
        Operator::NotExists,
        Operator::NotContains,
        Operator::NotAnyOf,
        Operator::NotMemberOf,
        Operator::NotDeviceMemberOf,
        Operator::NotMemberOfAny,
        Operator::NotDeviceMemberOfAny,
        Operator::And,
        Operator::Or,
        Operator::Not,
    ];

    /// The operator with this byte code.
    pub fn of(code: u8) -> Option<Operator> {
        Operator::ALL
            .into_iter()
            .find(|operator| *operator as u8 == code)
    }
}

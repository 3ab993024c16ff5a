//! Conditional expressions: infix in text, postfix in the descriptor.
//!
//! Tightest first: `Exists`, then membership, `Contains`, `Any_of` and comparisons, then `!`, then `&&`, then `||`,
//! the last two from left to right (Win32 "SDDL for conditional ACEs").

use super::reader::Reader;
use super::{MAX_NESTING, SddlError, SddlProblem};
use crate::nt::{AttributeScope, Condition, ConditionToken, Literal, Operator};

/// Reads a condition in its brackets.
pub(super) fn read(reader: &mut Reader<'_>) -> Result<Condition, SddlError> {
    let mut tokens = Vec::new();
    reader.expect(b'(', "a condition in brackets")?;
    reader.depth = 1;
    any(reader, &mut tokens)?;
    reader.expect(b')', "an operator or `)`")?;
    Ok(Condition { tokens })
}

type Tokens = Vec<ConditionToken>;

/// Terms with `||` between them.
fn any(reader: &mut Reader<'_>, tokens: &mut Tokens) -> Result<(), SddlError> {
    all(reader, tokens)?;
    while reader.accept("||") {
        all(reader, tokens)?;
        tokens.push(ConditionToken::Operator(Operator::Or));
    }
    Ok(())
}

/// Terms with `&&` between them.
fn all(reader: &mut Reader<'_>, tokens: &mut Tokens) -> Result<(), SddlError> {
    factor(reader, tokens)?;
    while reader.accept("&&") {
        factor(reader, tokens)?;
        tokens.push(ConditionToken::Operator(Operator::And));
    }
    Ok(())
}

/// A term, or something in brackets, with any number of `!` before the bracket.
fn factor(reader: &mut Reader<'_>, tokens: &mut Tokens) -> Result<(), SddlError> {
    skip_space(reader);
    let mut negations = 0;
    let start = reader.at();
    while reader.accept_byte(b'!') {
        negations += 1;
        deeper(reader)?;
        skip_space(reader);
    }
    if reader.peek() == Some(b'(') {
        deeper(reader)?;
        reader.advance(1);
        any(reader, tokens)?;
        reader.expect(b')', "an operator or `)`")?;
        reader.depth -= 1;
    } else if negations > 0 {
        return Err(reader.error_from(start, 1, SddlProblem::NotBracket));
    } else {
        term(reader, tokens)?;
    }
    reader.depth -= negations;
    tokens.extend((0..negations).map(|_| ConditionToken::Operator(Operator::Not)));
    skip_space(reader);
    Ok(())
}

fn deeper(reader: &mut Reader<'_>) -> Result<(), SddlError> {
    reader.depth += 1;
    if reader.depth > MAX_NESTING {
        return Err(reader.error(1, SddlProblem::TooDeep));
    }
    Ok(())
}

/// Inside a condition any white space is blank.
pub(super) fn skip_space(reader: &mut Reader<'_>) {
    while reader.peek().is_some_and(|b| b.is_ascii_whitespace()) {
        reader.advance(1);
    }
}

fn term(reader: &mut Reader<'_>, tokens: &mut Tokens) -> Result<(), SddlError> {
    if reader.peek() == Some(b'@') {
        let attribute = scoped(reader)?;
        tokens.push(attribute);
        return relation(reader, tokens);
    }
    let start = reader.at();
    let name = name(reader, false)?;
    match prefix_operator(reader.since(start)) {
        Some(operator @ (Operator::Exists | Operator::NotExists)) => {
            skip_space(reader);
            let attribute = if reader.peek() == Some(b'@') {
                scoped(reader)?
            } else {
                local(self::name(reader, false)?)
            };
            tokens.push(attribute);
            tokens.push(ConditionToken::Operator(operator));
            Ok(())
        }
        Some(operator) => {
            skip_space(reader);
            tokens.push(ConditionToken::Literal(members(reader)?));
            tokens.push(ConditionToken::Operator(operator));
            Ok(())
        }
        None => {
            tokens.push(local(name));
            relation(reader, tokens)
        }
    }
}

fn local(name: String) -> ConditionToken {
    ConditionToken::Attribute {
        scope: AttributeScope::Local,
        name,
    }
}

/// Operators that stand before their operand, in any case.
pub(super) fn prefix_operator(word: &str) -> Option<Operator> {
    const WORDS: [(&str, Operator); 10] = [
        ("Member_of", Operator::MemberOf),
        ("Device_Member_of", Operator::DeviceMemberOf),
        ("Member_of_any", Operator::MemberOfAny),
        ("Device_Member_of_any", Operator::DeviceMemberOfAny),
        ("Not_Member_of", Operator::NotMemberOf),
        ("Not_Device_Member_of", Operator::NotDeviceMemberOf),
        ("Not_Member_of_any", Operator::NotMemberOfAny),
        ("Not_Device_Member_of_any", Operator::NotDeviceMemberOfAny),
        ("Exists", Operator::Exists),
        ("Not_Exists", Operator::NotExists),
    ];
    WORDS
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(word))
        .map(|(_, operator)| *operator)
}

/// `{…}`, one value, or one value in brackets.
fn members(reader: &mut Reader<'_>) -> Result<Literal, SddlError> {
    if !reader.accept_byte(b'(') {
        return value(reader);
    }
    skip_space(reader);
    let member = single(reader)?;
    skip_space(reader);
    reader.expect(b')', "`)`")?;
    Ok(member)
}

/// What may follow an attribute: nothing, or an operator and its right side.
fn relation(reader: &mut Reader<'_>, tokens: &mut Tokens) -> Result<(), SddlError> {
    skip_space(reader);
    let Some(operator) = infix_operator(reader) else {
        return Ok(());
    };
    skip_space(reader);
    let right = match reader.peek() {
        Some(b'@') => scoped(reader)?,
        _ => ConditionToken::Literal(value(reader)?),
    };
    tokens.push(right);
    tokens.push(ConditionToken::Operator(operator));
    Ok(())
}

fn infix_operator(reader: &mut Reader<'_>) -> Option<Operator> {
    const SIGNS: [(&str, Operator); 6] = [
        ("==", Operator::Equal),
        ("!=", Operator::NotEqual),
        ("<=", Operator::LessOrEqual),
        (">=", Operator::GreaterOrEqual),
        ("<", Operator::Less),
        (">", Operator::Greater),
    ];
    const WORDS: [(&str, Operator); 4] = [
        ("Contains", Operator::Contains),
        ("Any_of", Operator::AnyOf),
        ("Not_Contains", Operator::NotContains),
        ("Not_Any_of", Operator::NotAnyOf),
    ];
    for (sign, operator) in SIGNS {
        if reader.accept(sign) {
            return Some(operator);
        }
    }
    let length = reader
        .rest()
        .bytes()
        .take_while(|b| b.is_ascii_alphabetic() || *b == b'_')
        .count();
    let word = &reader.rest()[..length];
    let (_, operator) = WORDS
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(word))?;
    reader.advance(length);
    Some(*operator)
}

/// `@User.name`, `@Device.name`, `@Resource.name`.
fn scoped(reader: &mut Reader<'_>) -> Result<ConditionToken, SddlError> {
    const SCOPES: [(&str, AttributeScope); 3] = [
        ("@user.", AttributeScope::User),
        ("@device.", AttributeScope::Device),
        ("@resource.", AttributeScope::Resource),
    ];
    let rest = reader.rest();
    let found = SCOPES.iter().find(|(prefix, _)| {
        rest.get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    });
    let Some((prefix, scope)) = found else {
        return Err(reader.expected("`@User.`, `@Device.` or `@Resource.`"));
    };
    reader.advance(prefix.len());
    Ok(ConditionToken::Attribute {
        scope: *scope,
        name: name(reader, true)?,
    })
}

/// Whether a character stands in a name as it is. Others are written `%` and four hexadecimal digits.
pub(super) fn in_name(c: char, scoped: bool) -> bool {
    c.is_alphanumeric()
        || matches!(c, ':' | '.' | '/' | '_')
        || scoped && "#$'*+-;?@[\\]^`{}~".contains(c)
}

fn name(reader: &mut Reader<'_>, scoped: bool) -> Result<String, SddlError> {
    let start = reader.at();
    let mut units: Option<Vec<u16>> = None;
    while let Some(c) = reader.rest().chars().next() {
        if c == '%' {
            let code = reader
                .rest()
                .get(1..5)
                .filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()))
                .and_then(|code| u16::from_str_radix(code, 16).ok())
                .ok_or_else(|| {
                    reader.error(5, SddlProblem::Expected("`%` and four hexadecimal digits"))
                })?;
            units
                .get_or_insert_with(|| reader.since(start).encode_utf16().collect())
                .push(code);
            reader.advance(5);
        } else if in_name(c, scoped) {
            if let Some(units) = &mut units {
                units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
            }
            reader.advance(c.len_utf8());
        } else {
            break;
        }
    }
    if reader.at() == start {
        return Err(reader.expected("the name of an attribute"));
    }
    match units {
        None => Ok(reader.since(start).to_owned()),
        Some(units) => String::from_utf16(&units).map_err(|_| {
            let whole = reader.at() - start;
            reader.error_from(
                start,
                whole,
                SddlProblem::Expected("a name that is Unicode"),
            )
        }),
    }
}

/// One value, or several in braces.
fn value(reader: &mut Reader<'_>) -> Result<Literal, SddlError> {
    if !reader.accept_byte(b'{') {
        return single(reader);
    }
    let mut values = Vec::new();
    loop {
        skip_space(reader);
        values.push(single(reader)?);
        skip_space(reader);
        if reader.accept_byte(b'}') {
            return Ok(Literal::Composite(values));
        }
        reader.expect(b',', "`,` or `}`")?;
    }
}

fn single(reader: &mut Reader<'_>) -> Result<Literal, SddlError> {
    match reader.peek() {
        Some(b'"') => Ok(Literal::String(quoted(reader)?)),
        Some(b'#') => {
            reader.advance(1);
            Ok(Literal::Octets(octets(reader)?))
        }
        Some(b'0'..=b'9' | b'+' | b'-') => {
            let (value, sign, base) = integer(reader)?;
            Ok(Literal::Integer {
                code: 4,
                value,
                sign,
                base,
            })
        }
        Some(b'S' | b's') if starts_with_sid(reader) => {
            reader.advance(4);
            skip_space(reader);
            let sid = reader.sid()?;
            reader.expect(b')', "`)` after the account")?;
            Ok(Literal::Sid(sid))
        }
        Some(b'a'..=b'z' | b'A'..=b'Z') => Err(reader.error_word(SddlProblem::LocalOnTheRight)),
        _ => Err(reader.expected("a value")),
    }
}

pub(super) fn starts_with_sid(reader: &Reader<'_>) -> bool {
    reader
        .rest()
        .get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("sid("))
}

/// A text in quotation marks, which cannot hold one.
pub(super) fn quoted(reader: &mut Reader<'_>) -> Result<String, SddlError> {
    reader.expect(b'"', "`\"`")?;
    let rest = reader.rest();
    let Some(length) = rest.find('"') else {
        reader.advance(rest.len());
        return Err(reader.expected("`\"` at the end of the text"));
    };
    reader.advance(length + 1);
    Ok(rest[..length].to_owned())
}

/// Hexadecimal digits in pairs, where `#` means 0.
pub(super) fn octets(reader: &mut Reader<'_>) -> Result<Vec<u8>, SddlError> {
    let mut bytes = Vec::new();
    let mut half = None;
    while let Some(byte) = reader.peek() {
        let digit = match (byte as char).to_digit(16) {
            Some(digit) => digit as u8,
            None if byte == b'#' => 0,
            None => break,
        };
        reader.advance(1);
        half = match half {
            None => Some(digit),
            Some(high) => {
                bytes.push(high * 16 + digit);
                None
            }
        };
    }
    match half {
        None => Ok(bytes),
        Some(_) => Err(reader.expected("an even number of hexadecimal digits")),
    }
}

/// A number with its sign (1 plus, 2 minus, 3 none) and base (1 octal, 2 decimal, 3 hexadecimal).
pub(super) fn integer(reader: &mut Reader<'_>) -> Result<(i64, u8, u8), SddlError> {
    let start = reader.at();
    let (magnitude, sign, base) = magnitude(reader)?;
    let value = match sign {
        2 => 0_i64.checked_sub_unsigned(magnitude),
        _ => i64::try_from(magnitude).ok(),
    };
    let whole = reader.at() - start;
    let value =
        value.ok_or_else(|| reader.error_from(start, whole, SddlProblem::NumberTooLarge))?;
    Ok((value, sign, base))
}

pub(super) fn magnitude(reader: &mut Reader<'_>) -> Result<(u64, u8, u8), SddlError> {
    let whole = reader.at();
    let sign = if reader.accept_byte(b'+') {
        1
    } else if reader.accept_byte(b'-') {
        2
    } else {
        3
    };
    let (base, radix) = match (reader.peek(), reader.peek_at(1)) {
        (Some(b'0'), Some(b'x' | b'X')) => {
            reader.advance(2);
            (3, 16)
        }
        (Some(b'0'), Some(b'0'..=b'9')) => (1, 8),
        _ => (2, 10),
    };
    let start = reader.at();
    let mut value: Option<u64> = Some(0);
    while let Some(digit) = reader.peek().and_then(|b| (b as char).to_digit(radix)) {
        value = value
            .and_then(|v| v.checked_mul(u64::from(radix)))
            .and_then(|v| v.checked_add(u64::from(digit)));
        reader.advance(1);
    }
    if reader.at() == start {
        return Err(reader.expected("a digit"));
    }
    let length = reader.at() - whole;
    let value =
        value.ok_or_else(|| reader.error_from(whole, length, SddlProblem::NumberTooLarge))?;
    Ok((value, sign, base))
}

//! Resource attributes in text: `("name",TS,0x0,"value","value")`, both ways (MS-DTYP 2.5.1.1).

use std::fmt::Write;

use super::condition::{in_name, integer, magnitude, octets, quoted, skip_space, starts_with_sid};
use super::reader::Reader;
use super::{SddlError, SddlProblem};
use crate::nt::{Claim, ClaimValues, alias_of};

pub(super) fn read(reader: &mut Reader<'_>) -> Result<Claim, SddlError> {
    reader.expect(b'(', "an attribute in brackets")?;
    skip_space(reader);
    let start = reader.at();
    let written = quoted(reader)?;
    let whole = reader.at() - start;
    let name = decode(&written)
        .filter(|name| !name.is_empty())
        .ok_or_else(|| {
            reader.error_from(
                start,
                whole,
                SddlProblem::Expected("the name of an attribute"),
            )
        })?;
    comma(reader)?;
    let letters = [
        reader.peek().unwrap_or(0).to_ascii_uppercase(),
        reader.peek_at(1).unwrap_or(0).to_ascii_uppercase(),
    ];
    let mut values = match &letters {
        b"TI" => ClaimValues::Integers(Vec::new()),
        b"TU" => ClaimValues::Unsigned(Vec::new()),
        b"TS" => ClaimValues::Strings(Vec::new()),
        b"TD" => ClaimValues::Sids(Vec::new()),
        b"TB" => ClaimValues::Booleans(Vec::new()),
        b"TX" => ClaimValues::Octets(Vec::new()),
        _ => return Err(reader.expected("TI, TU, TS, TD, TX or TB")),
    };
    reader.advance(2);
    comma(reader)?;
    let start = reader.at();
    let (flags, _, _) = magnitude(reader)?;
    let whole = reader.at() - start;
    let flags = u32::try_from(flags)
        .map_err(|_| reader.error_from(start, whole, SddlProblem::Expected("flags of 32 bits")))?;
    loop {
        skip_space(reader);
        if reader.accept_byte(b')') {
            return Ok(Claim {
                name,
                flags,
                values,
            });
        }
        comma(reader)?;
        value(reader, &mut values)?;
    }
}

fn comma(reader: &mut Reader<'_>) -> Result<(), SddlError> {
    skip_space(reader);
    reader.expect(b',', "`,`")?;
    skip_space(reader);
    Ok(())
}

fn value(reader: &mut Reader<'_>, values: &mut ClaimValues) -> Result<(), SddlError> {
    match values {
        ClaimValues::Integers(all) => all.push(integer(reader)?.0),
        ClaimValues::Unsigned(all) => {
            let start = reader.at();
            match magnitude(reader)? {
                (value, 1 | 3, _) => all.push(value),
                _ => {
                    let whole = reader.at() - start;
                    let problem = SddlProblem::Expected("a number that is not negative");
                    return Err(reader.error_from(start, whole, problem));
                }
            }
        }
        ClaimValues::Strings(all) => all.push(quoted(reader)?),
        ClaimValues::Sids(all) => {
            let bracket = starts_with_sid(reader);
            if bracket {
                reader.advance(4);
            }
            all.push(reader.sid()?);
            if bracket {
                reader.expect(b')', "`)` after the account")?;
            }
        }
        ClaimValues::Booleans(all) => match reader.peek() {
            Some(digit @ (b'0' | b'1')) => {
                reader.advance(1);
                all.push(digit == b'1');
            }
            _ => return Err(reader.expected("0 or 1")),
        },
        ClaimValues::Octets(all) => {
            // Windows takes the digits with and without the sign before them.
            reader.accept_byte(b'#');
            all.push(octets(reader)?);
        }
    }
    Ok(())
}

/// A name with its `%0020` read; none if they make no Unicode.
fn decode(written: &str) -> Option<String> {
    if !written.contains('%') {
        return Some(written.to_owned());
    }
    let mut units: Vec<u16> = Vec::new();
    let mut rest = written;
    while let Some(c) = rest.chars().next() {
        if c == '%' {
            let code = rest
                .get(1..5)
                .filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()))?;
            units.push(u16::from_str_radix(code, 16).ok()?);
            rest = &rest[5..];
        } else {
            units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
            rest = &rest[c.len_utf8()..];
        }
    }
    String::from_utf16(&units).ok()
}

/// Writes a name, with `%` and four digits for what cannot stand there.
pub(super) fn print_name(out: &mut String, name: &str, scoped: bool) {
    for c in name.chars() {
        if c.is_ascii() && in_name(c, scoped) {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            write!(out, "%{unit:04x}").expect("a string takes all");
        }
    }
}

/// Writes an attribute in its brackets; `None` if it has no form in text.
pub(super) fn print(out: &mut String, claim: &Claim) -> Option<()> {
    if claim.name.is_empty() {
        return None;
    }
    out.push_str("(\"");
    print_name(out, &claim.name, true);
    let letters = match &claim.values {
        ClaimValues::Integers(_) => "TI",
        ClaimValues::Unsigned(_) => "TU",
        ClaimValues::Strings(_) => "TS",
        ClaimValues::Sids(_) => "TD",
        ClaimValues::Booleans(_) => "TB",
        ClaimValues::Octets(_) => "TX",
    };
    write!(out, "\",{letters},{:#x}", claim.flags).expect("a string takes all");
    match &claim.values {
        ClaimValues::Integers(all) => all.iter().for_each(|v| push(out, v)),
        ClaimValues::Unsigned(all) => all.iter().for_each(|v| push(out, v)),
        ClaimValues::Booleans(all) => all.iter().for_each(|v| push(out, u8::from(*v))),
        ClaimValues::Strings(all) => {
            for text in all {
                if text.contains('"') {
                    return None;
                }
                push(out, format_args!("\"{text}\""));
            }
        }
        ClaimValues::Sids(all) => {
            for sid in all {
                match alias_of(sid) {
                    Some(alias) => push(out, format_args!("SID({alias})")),
                    None if sid.sub_authorities().is_empty() => return None,
                    None => push(out, format_args!("SID({sid})")),
                }
            }
        }
        ClaimValues::Octets(all) => {
            for bytes in all {
                out.push_str(",#");
                print_octets(out, bytes);
            }
        }
    }
    out.push(')');
    Some(())
}

fn push(out: &mut String, value: impl std::fmt::Display) {
    write!(out, ",{value}").expect("a string takes all");
}

pub(super) fn print_octets(out: &mut String, bytes: &[u8]) {
    for byte in bytes {
        write!(out, "{byte:02x}").expect("a string takes all");
    }
}

//! The rights field: letters and numbers both ways.

use std::fmt::Write;

use super::reader::Reader;
use super::{SddlError, SddlProblem};
use crate::nt::AccessMask;

/// Which letters a mask is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaskWords {
    /// Those of access lines.
    Rights,
    /// Those of a mandatory label: `NW`, `NR`, `NX`.
    Label,
}

// In the order in which Windows prints them.
const SINGLE: [(&str, u32); 17] = [
    ("CC", 0x1),
    ("DC", 0x2),
    ("LC", 0x4),
    ("SW", 0x8),
    ("RP", 0x10),
    ("WP", 0x20),
    ("DT", 0x40),
    ("LO", 0x80),
    ("CR", 0x100),
    ("SD", 0x1_0000),
    ("RC", 0x2_0000),
    ("WD", 0x4_0000),
    ("WO", 0x8_0000),
    ("GA", 0x1000_0000),
    ("GX", 0x2000_0000),
    ("GW", 0x4000_0000),
    ("GR", 0x8000_0000),
];
const FILE: [(&str, u32); 4] = [
    ("FA", 0x1F_01FF),
    ("FR", 0x12_0089),
    ("FW", 0x12_0116),
    ("FX", 0x12_00A0),
];
const LABEL: [(&str, u32); 3] = [("NW", 1), ("NR", 2), ("NX", 4)];

fn right(letters: [u8; 2]) -> Option<u32> {
    let value = match &[
        letters[0].to_ascii_uppercase(),
        letters[1].to_ascii_uppercase(),
    ] {
        b"CC" => 0x1,
        b"DC" => 0x2,
        b"LC" => 0x4,
        b"SW" => 0x8,
        b"RP" => 0x10,
        b"WP" => 0x20,
        b"DT" => 0x40,
        b"LO" => 0x80,
        b"CR" => 0x100,
        b"SD" => 0x1_0000,
        b"RC" => 0x2_0000,
        b"WD" => 0x4_0000,
        b"WO" => 0x8_0000,
        b"GA" => 0x1000_0000,
        b"GX" => 0x2000_0000,
        b"GW" => 0x4000_0000,
        b"GR" => 0x8000_0000,
        b"FA" => 0x1F_01FF,
        b"FR" => 0x12_0089,
        b"FW" => 0x12_0116,
        b"FX" => 0x12_00A0,
        b"KA" => 0xF_003F,
        b"KR" | b"KX" => 0x2_0019,
        b"KW" => 0x2_0006,
        _ => return None,
    };
    Some(value)
}

fn label(letters: [u8; 2]) -> Option<u32> {
    match &[
        letters[0].to_ascii_uppercase(),
        letters[1].to_ascii_uppercase(),
    ] {
        b"NW" => Some(1),
        b"NR" => Some(2),
        b"NX" => Some(4),
        _ => None,
    }
}

/// Reads the field up to its `;`. Letters and numbers may be mixed and add up.
pub(super) fn read(reader: &mut Reader<'_>, words: MaskWords) -> Result<AccessMask, SddlError> {
    let mut mask = 0;
    let mut any = false;
    loop {
        let before = reader.at();
        reader.skip_blanks();
        match (reader.peek(), reader.peek_at(1)) {
            (Some(b';'), _) => {
                if any && reader.at() > before {
                    return Err(reader.error_from(before, 1, SddlProblem::Blank));
                }
                return Ok(AccessMask(mask));
            }
            (Some(b'0'..=b'9' | b'-'), _) => mask |= number(reader)?,
            (Some(first), Some(second)) if first.is_ascii_alphabetic() => {
                let found = match words {
                    MaskWords::Rights => right([first, second]),
                    MaskWords::Label => label([first, second]),
                };
                mask |= found.ok_or_else(|| reader.error(2, SddlProblem::Right))?;
                reader.advance(2);
            }
            _ => return Err(reader.expected("rights")),
        }
        any = true;
    }
}

/// A number as the C library reads it: it saturates at 32 bits, and a minus sign wraps it.
fn number(reader: &mut Reader<'_>) -> Result<u32, SddlError> {
    let negative = reader.accept_byte(b'-');
    let radix = match (reader.peek(), reader.peek_at(1)) {
        (Some(b'0'), Some(b'x' | b'X')) => {
            reader.advance(2);
            16
        }
        (Some(b'0'), _) => 8,
        _ => 10,
    };
    let start = reader.at();
    let mut value: u32 = 0;
    while let Some(digit) = reader.peek().and_then(|b| (b as char).to_digit(radix)) {
        value = value
            .checked_mul(radix)
            .and_then(|v| v.checked_add(digit))
            .unwrap_or(u32::MAX);
        reader.advance(1);
    }
    if reader.at() == start || matches!(reader.peek(), Some(b'0'..=b'9')) {
        return Err(reader.expected(match radix {
            16 => "a hexadecimal digit",
            8 => "an octal digit",
            _ => "a digit",
        }));
    }
    Ok(if negative {
        value.wrapping_neg()
    } else {
        value
    })
}

/// The mask as Windows prints it in SDDL: the letters of a file right if they fit exactly, single letters if
/// there are some for every bit, hexadecimal otherwise, nothing for no right.
pub fn mask_to_sddl(mask: AccessMask, words: MaskWords) -> String {
    let mut text = String::new();
    print(&mut text, mask, words);
    text
}

pub(super) fn print(out: &mut String, AccessMask(mask): AccessMask, words: MaskWords) {
    let single: &[(&str, u32)] = match words {
        MaskWords::Rights => {
            if let Some((letters, _)) = FILE.iter().find(|(_, value)| *value == mask) {
                out.push_str(letters);
                return;
            }
            &SINGLE
        }
        MaskWords::Label => &LABEL,
    };
    let known = single.iter().fold(0, |all, (_, bit)| all | bit);
    if mask & !known != 0 {
        write!(out, "0x{mask:x}").expect("a string takes all");
        return;
    }
    for (letters, bit) in single {
        if mask & bit != 0 {
            out.push_str(letters);
        }
    }
}

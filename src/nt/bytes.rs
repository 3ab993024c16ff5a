//! Reading rows of bytes: a place, and what is wrong there.

use std::fmt;

use super::SidError;

/// Why a row of bytes is no descriptor, condition or attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BinaryError {
    /// The byte offset, from the beginning of what was read.
    pub at: usize,
    /// What is wrong there.
    pub problem: BinaryProblem,
}

/// What is wrong with the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BinaryProblem {
    /// They end within this part.
    CutOff(&'static str),
    /// A revision that nobody knows.
    Revision {
        /// Of what.
        of: &'static str,
        /// The byte.
        found: u8,
    },
    /// The header says that the parts lie elsewhere in memory.
    NotSelfRelative,
    /// An offset beyond the end.
    Offset {
        /// Of what.
        of: &'static str,
        /// The offset.
        found: u32,
    },
    /// A size that cannot be.
    Size {
        /// Of what.
        of: &'static str,
        /// The size.
        found: u32,
    },
    /// An object entry in a list of revision 2.
    ObjectEntry,
    /// A SID that cannot be read.
    Sid(SidError),
    /// The data do not begin with `artx`.
    NoCondition,
    /// A byte code of no token.
    Token(u8),
    /// Text that is no UTF-16.
    Text,
    /// An attribute type of no value.
    ValueType(u16),
    /// A list within a list of values.
    NestedValues,
    /// Values that lie upon each other, which would make much of few bytes.
    Overlap,
}

impl fmt::Display for BinaryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "byte {}: ", self.at)?;
        match &self.problem {
            BinaryProblem::CutOff(what) => write!(f, "{what} is cut off"),
            BinaryProblem::Revision { of, found } => {
                write!(f, "revision {found} of {of} is not known")
            }
            BinaryProblem::NotSelfRelative => f.write_str(
                "the descriptor is not self-relative: its parts lie elsewhere in some memory",
            ),
            BinaryProblem::Offset { of, found } => {
                write!(f, "{of} lies at offset {found}, beyond the end")
            }
            BinaryProblem::Size { of, found } => write!(f, "{of} cannot have a size of {found}"),
            BinaryProblem::ObjectEntry => {
                f.write_str("an object entry stands in a list of revision 2; it needs revision 4")
            }
            BinaryProblem::Sid(error) => write!(f, "no SID: {}", error.reason()),
            BinaryProblem::NoCondition => f.write_str("a condition begins with `artx`"),
            BinaryProblem::Token(code) => write!(f, "no token has the code {code:#04x}"),
            BinaryProblem::Text => f.write_str("the text is no UTF-16"),
            BinaryProblem::ValueType(kind) => write!(f, "no attribute has values of type {kind}"),
            BinaryProblem::NestedValues => f.write_str("a list of values stands within another"),
            BinaryProblem::Overlap => {
                f.write_str("the values of the attribute lie upon each other")
            }
        }
    }
}

impl std::error::Error for BinaryError {}

pub(super) fn wrong(at: usize, problem: BinaryProblem) -> BinaryError {
    BinaryError { at, problem }
}

/// Bytes that are read from front to back, with their offset in all that there is.
#[derive(Clone, Copy)]
pub(super) struct Bytes<'a> {
    pub(super) rest: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Bytes<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Bytes<'a> {
        Bytes { rest: bytes, at }
    }

    pub(super) fn take(
        &mut self,
        count: usize,
        what: &'static str,
    ) -> Result<&'a [u8], BinaryError> {
        let Some((taken, rest)) = self.rest.split_at_checked(count) else {
            return Err(wrong(self.at, BinaryProblem::CutOff(what)));
        };
        self.rest = rest;
        self.at += count;
        Ok(taken)
    }

    pub(super) fn array<const N: usize>(
        &mut self,
        what: &'static str,
    ) -> Result<[u8; N], BinaryError> {
        let taken = self.take(N, what)?;
        Ok(taken.try_into().expect("as many bytes as were taken"))
    }

    pub(super) fn byte(&mut self, what: &'static str) -> Result<u8, BinaryError> {
        Ok(self.array::<1>(what)?[0])
    }

    pub(super) fn u16(&mut self, what: &'static str) -> Result<u16, BinaryError> {
        Ok(u16::from_le_bytes(self.array(what)?))
    }

    pub(super) fn u32(&mut self, what: &'static str) -> Result<u32, BinaryError> {
        Ok(u32::from_le_bytes(self.array(what)?))
    }

    pub(super) fn sid(&mut self) -> Result<super::Sid, BinaryError> {
        let (sid, used) = super::Sid::from_bytes(self.rest)
            .map_err(|error| wrong(self.at, BinaryProblem::Sid(error)))?;
        self.take(used, "the SID")?;
        Ok(sid)
    }
}

/// UTF-16LE to text.
pub(super) fn text(bytes: &[u8], at: usize) -> Result<String, BinaryError> {
    if !bytes.len().is_multiple_of(2) {
        return Err(wrong(at, BinaryProblem::Text));
    }
    let units = bytes
        .chunks_exact(2)
        .map(|two| u16::from_le_bytes([two[0], two[1]]));
    char::decode_utf16(units)
        .collect::<Result<String, _>>()
        .map_err(|_| wrong(at, BinaryProblem::Text))
}

pub(super) fn push_text(out: &mut Vec<u8>, text: &str) {
    for unit in text.encode_utf16() {
        out.extend_from_slice(&unit.to_le_bytes());
    }
}

/// Appends zeros until the length is a multiple of four.
pub(super) fn pad(out: &mut Vec<u8>) {
    out.resize(out.len().next_multiple_of(4), 0);
}

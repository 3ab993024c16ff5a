//! Attributes as bytes: CLAIM_SECURITY_ATTRIBUTE_RELATIVE_V1 (MS-DTYP 2.4.10.1), the data of resource attribute entries.

use super::bytes::{BinaryError, BinaryProblem, Bytes, push_text, text, wrong};
use super::{Claim, ClaimValues};

impl Claim {
    /// Reads an attribute. Its parts are found by their offsets and may lie anywhere.
    ///
    /// # Errors
    /// It is cut off, an offset leads outside, or its type is not known.
    pub fn from_bytes(data: &[u8]) -> Result<Claim, BinaryError> {
        let mut bytes = Bytes::new(data, 0);
        let name = bytes.u32("an attribute")?;
        let type_at = bytes.at;
        let kind = bytes.u16("an attribute")?;
        bytes.u16("an attribute")?; // reserved
        let flags = bytes.u32("an attribute")?;
        let count = bytes.u32("an attribute")?;
        let name = terminated(&mut at(data, name, "the name")?)?;
        let mut offsets = Vec::new();
        for _ in 0..count {
            offsets.push(bytes.u32("the offsets of the values")?);
        }
        let values = Values {
            data,
            offsets: &offsets,
        };
        let values = match kind {
            1 => {
                ClaimValues::Integers(values.each(|b| Ok(i64::from_le_bytes(b.array("a value")?)))?)
            }
            2 => {
                ClaimValues::Unsigned(values.each(|b| Ok(u64::from_le_bytes(b.array("a value")?)))?)
            }
            3 => ClaimValues::Strings(values.each(terminated)?),
            5 => ClaimValues::Sids(values.each(|b| octets(b)?.sid())?),
            6 => ClaimValues::Booleans(
                values.each(|b| Ok(u64::from_le_bytes(b.array("a value")?) != 0))?,
            ),
            16 => ClaimValues::Octets(values.each(|b| Ok(octets(b)?.rest.to_vec()))?),
            _ => return Err(wrong(type_at, BinaryProblem::ValueType(kind))),
        };
        Ok(Claim {
            name,
            flags,
            values,
        })
    }

    /// The bytes: header, offsets, name, values, one behind the other as Windows lays them out.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bodies: Vec<Vec<u8>> = Vec::new();
        let kind: u16 = match &self.values {
            ClaimValues::Integers(all) => {
                bodies.extend(all.iter().map(|v| v.to_le_bytes().to_vec()));
                1
            }
            ClaimValues::Unsigned(all) => {
                bodies.extend(all.iter().map(|v| v.to_le_bytes().to_vec()));
                2
            }
            ClaimValues::Strings(all) => {
                bodies.extend(all.iter().map(|v| with_terminator(v)));
                3
            }
            ClaimValues::Sids(all) => {
                bodies.extend(all.iter().map(|v| with_length(&v.to_bytes())));
                5
            }
            ClaimValues::Booleans(all) => {
                bodies.extend(all.iter().map(|v| u64::from(*v).to_le_bytes().to_vec()));
                6
            }
            ClaimValues::Octets(all) => {
                bodies.extend(all.iter().map(|v| with_length(v)));
                16
            }
        };
        let name = with_terminator(&self.name);
        let name_at = 16 + 4 * bodies.len();
        let mut out = Vec::new();
        out.extend_from_slice(&(name_at as u32).to_le_bytes());
        out.extend_from_slice(&kind.to_le_bytes());
        out.extend_from_slice(&[0; 2]);
        out.extend_from_slice(&self.flags.to_le_bytes());
        out.extend_from_slice(&(bodies.len() as u32).to_le_bytes());
        let mut offset = name_at + name.len();
        for body in &bodies {
            out.extend_from_slice(&(offset as u32).to_le_bytes());
            offset += body.len();
        }
        out.extend_from_slice(&name);
        bodies.iter().for_each(|body| out.extend_from_slice(body));
        out
    }
}

struct Values<'a> {
    data: &'a [u8],
    offsets: &'a [u32],
}

impl<'a> Values<'a> {
    /// Reads every value. Together they are no longer than the data: thousands of offsets to one long text would
    /// otherwise make gigabytes of a few bytes.
    fn each<T>(
        &self,
        read: impl Fn(&mut Bytes<'a>) -> Result<T, BinaryError>,
    ) -> Result<Vec<T>, BinaryError> {
        let mut values = Vec::with_capacity(self.offsets.len());
        let mut used = 0;
        for offset in self.offsets {
            let mut value = at(self.data, *offset, "a value")?;
            let start = value.at;
            values.push(read(&mut value)?);
            used += value.at - start;
            if used > self.data.len() {
                return Err(wrong(start, BinaryProblem::Overlap));
            }
        }
        Ok(values)
    }
}

fn at<'a>(data: &'a [u8], offset: u32, of: &'static str) -> Result<Bytes<'a>, BinaryError> {
    let start = offset as usize;
    let rest = data
        .get(start..)
        .ok_or_else(|| wrong(0, BinaryProblem::Offset { of, found: offset }))?;
    Ok(Bytes::new(rest, start))
}

/// UTF-16 up to a zero, and the zero.
fn terminated(bytes: &mut Bytes<'_>) -> Result<String, BinaryError> {
    let start = bytes.at;
    let length = bytes
        .rest
        .chunks_exact(2)
        .position(|two| two == [0, 0])
        .ok_or_else(|| wrong(start, BinaryProblem::CutOff("a text")))?;
    let units = bytes.take(2 * length + 2, "a text")?;
    text(&units[..2 * length], start)
}

fn octets<'a>(bytes: &mut Bytes<'a>) -> Result<Bytes<'a>, BinaryError> {
    let length = bytes.u32("octets")? as usize;
    let at = bytes.at;
    Ok(Bytes::new(bytes.take(length, "octets")?, at))
}

fn with_terminator(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    push_text(&mut out, text);
    out.extend_from_slice(&[0; 2]);
    out
}

fn with_length(bytes: &[u8]) -> Vec<u8> {
    let mut out = (bytes.len() as u32).to_le_bytes().to_vec();
    out.extend_from_slice(bytes);
    out
}

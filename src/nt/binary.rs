//! Descriptors as bytes, self-relative (MS-DTYP 2.4.6), both ways.
//!
//! Readers find the parts by their offsets, in any order and even overlapping; what is written has Windows'
//! order: SACL, DACL, owner, group.

use std::fmt;

use super::bytes::{BinaryError, BinaryProblem, Bytes, wrong};
use super::{Acl, AclState, Control, SecurityDescriptor, Sid, ace_bytes};

const DACL_PRESENT: u16 = 0x0004;
const SACL_PRESENT: u16 = 0x0010;
const SELF_RELATIVE: u16 = 0x8000;
const HEADER: usize = 20;

/// A list or an entry is larger than the 65,535 bytes that its header can say. Windows cannot store it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// Whether it is the DACL; the SACL otherwise.
    pub in_dacl: bool,
    /// How many bytes there would be, as far as they were counted.
    pub bytes: usize,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = if self.in_dacl { "DACL" } else { "SACL" };
        write!(
            f,
            "the {list} needs {} bytes or more; Windows stores at most 65535",
            self.bytes
        )
    }
}

impl std::error::Error for TooLarge {}

impl SecurityDescriptor {
    /// Reads a self-relative descriptor.
    ///
    /// # Errors
    /// It is cut off, a size or an offset cannot be, or a revision is not known. Entries of unknown types are
    /// kept, and so are conditions and attributes that cannot be read.
    pub fn from_bytes(bytes: &[u8]) -> Result<SecurityDescriptor, BinaryError> {
        const WHAT: &str = "the header of the descriptor";
        let mut header = Bytes::new(bytes, 0);
        let revision = header.byte(WHAT)?;
        if revision != 1 {
            let of = "a descriptor";
            return Err(wrong(
                0,
                BinaryProblem::Revision {
                    of,
                    found: revision,
                },
            ));
        }
        let resource_manager = header.byte(WHAT)?;
        let control = header.u16(WHAT)?;
        if control & SELF_RELATIVE == 0 {
            return Err(wrong(2, BinaryProblem::NotSelfRelative));
        }
        let owner = header.u32(WHAT)?;
        let group = header.u32(WHAT)?;
        let sacl = header.u32(WHAT)?;
        let dacl = header.u32(WHAT)?;
        Ok(SecurityDescriptor {
            owner: sid(bytes, owner, 4, "the owner")?,
            group: sid(bytes, group, 8, "the group")?,
            dacl: list(bytes, dacl, 16, control & DACL_PRESENT != 0, "the DACL")?,
            sacl: list(bytes, sacl, 12, control & SACL_PRESENT != 0, "the SACL")?,
            control: Control(control & !(DACL_PRESENT | SACL_PRESENT | SELF_RELATIVE)),
            resource_manager,
        })
    }

    /// The bytes of the descriptor. A list of revision 0 gets the least revision that holds its entries.
    ///
    /// # Errors
    /// A list or an entry of more than 65,535 bytes.
    pub fn to_bytes(&self) -> Result<Vec<u8>, TooLarge> {
        let mut out = vec![0; HEADER];
        let sacl = write_list(&mut out, &self.sacl, false)?;
        let dacl = write_list(&mut out, &self.dacl, true)?;
        let owner = write_sid(&mut out, self.owner.as_ref());
        let group = write_sid(&mut out, self.group.as_ref());
        let mut control = self.control.0 & !(DACL_PRESENT | SACL_PRESENT) | SELF_RELATIVE;
        if self.dacl != AclState::Absent {
            control |= DACL_PRESENT;
        }
        if self.sacl != AclState::Absent {
            control |= SACL_PRESENT;
        }
        out[0] = 1;
        out[1] = self.resource_manager;
        out[2..4].copy_from_slice(&control.to_le_bytes());
        for (place, offset) in [(4, owner), (8, group), (12, sacl), (16, dacl)] {
            out[place..place + 4].copy_from_slice(&offset.to_le_bytes());
        }
        Ok(out)
    }
}

fn part<'a>(
    bytes: &'a [u8],
    offset: u32,
    field: usize,
    of: &'static str,
) -> Result<Bytes<'a>, BinaryError> {
    let start = offset as usize;
    match bytes.get(start..) {
        Some(rest) if !rest.is_empty() => Ok(Bytes::new(rest, start)),
        _ => Err(wrong(field, BinaryProblem::Offset { of, found: offset })),
    }
}

fn sid(
    bytes: &[u8],
    offset: u32,
    field: usize,
    of: &'static str,
) -> Result<Option<Sid>, BinaryError> {
    if offset == 0 {
        return Ok(None);
    }
    part(bytes, offset, field, of)?.sid().map(Some)
}

fn list(
    bytes: &[u8],
    offset: u32,
    field: usize,
    present: bool,
    of: &'static str,
) -> Result<AclState, BinaryError> {
    // An offset without the "present" bit points to nothing that counts.
    if !present {
        return Ok(AclState::Absent);
    }
    if offset == 0 {
        return Ok(AclState::Null);
    }
    const WHAT: &str = "the header of a list";
    let start = offset as usize;
    let mut all = part(bytes, offset, field, of)?;
    let revision = all.byte(WHAT)?;
    if !(2..=4).contains(&revision) {
        let of = "a list";
        return Err(wrong(
            start,
            BinaryProblem::Revision {
                of,
                found: revision,
            },
        ));
    }
    all.byte(WHAT)?; // reserved
    let size = all.u16(WHAT)?;
    let count = all.u16(WHAT)?;
    all.u16(WHAT)?; // reserved
    let Some(body) = (size as usize).checked_sub(8) else {
        let found = u32::from(size);
        return Err(wrong(start + 2, BinaryProblem::Size { of, found }));
    };
    let at = all.at;
    let mut entries = Bytes::new(all.take(body, of)?, at);
    let mut aces = Vec::with_capacity(usize::from(count).min(body / 4));
    for _ in 0..count {
        aces.push(ace_bytes::read(&mut entries, revision)?);
    }
    Ok(AclState::Present(Acl { revision, aces }))
}

fn write_sid(out: &mut Vec<u8>, sid: Option<&Sid>) -> u32 {
    let Some(sid) = sid else { return 0 };
    let offset = out.len() as u32;
    out.extend_from_slice(&sid.to_bytes());
    offset
}

fn write_list(out: &mut Vec<u8>, list: &AclState, in_dacl: bool) -> Result<u32, TooLarge> {
    let AclState::Present(acl) = list else {
        return Ok(0);
    };
    let start = out.len();
    let least = acl
        .aces
        .iter()
        .map(|ace| ace_bytes::least_revision(&ace.kind))
        .max()
        .unwrap_or(2);
    out.extend_from_slice(&[acl.revision.max(least), 0, 0, 0, 0, 0, 0, 0]);
    for ace in &acl.aces {
        ace_bytes::write(out, ace).map_err(|bytes| TooLarge { in_dacl, bytes })?;
        let bytes = out.len() - start;
        if bytes > usize::from(u16::MAX) {
            return Err(TooLarge { in_dacl, bytes });
        }
    }
    let size = (out.len() - start) as u16;
    out[start + 2..start + 4].copy_from_slice(&size.to_le_bytes());
    out[start + 4..start + 6].copy_from_slice(&(acl.aces.len() as u16).to_le_bytes());
    Ok(start as u32)
}

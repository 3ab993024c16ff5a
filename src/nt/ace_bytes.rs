//! Entries as bytes, of every type, and of those that nobody knows (MS-DTYP 2.4.4).

use super::bytes::{BinaryError, BinaryProblem, Bytes, pad, wrong};
use super::{
    AccessMask, Ace, AceFlags, AceKind, AppData, Claim, Condition, Guid, ObjectTypes, Sid,
    well_known,
};

const OBJECT_PRESENT: u32 = 1;
const INHERITED_PRESENT: u32 = 2;

/// Reads the entry that begins here and steps over all of it. Bytes behind its SID that mean nothing are passed over.
pub(super) fn read(list: &mut Bytes<'_>, revision: u8) -> Result<Ace, BinaryError> {
    let start = list.at;
    let type_byte = list.byte("the header of an entry")?;
    let flags = AceFlags(list.byte("the header of an entry")?);
    let size = list.u16("the header of an entry")?;
    if size < 4 || !size.is_multiple_of(4) {
        let found = u32::from(size);
        return Err(wrong(
            start + 2,
            BinaryProblem::Size {
                of: "an entry",
                found,
            },
        ));
    }
    let at = list.at;
    let mut body = Bytes::new(list.take(size as usize - 4, "an entry")?, at);
    if needs_revision_4(type_byte) && revision < 4 {
        return Err(wrong(start, BinaryProblem::ObjectEntry));
    }
    let (kind, mask, sid) = parts(type_byte, &mut body)?;
    Ok(Ace {
        kind,
        flags,
        mask,
        sid,
    })
}

/// Object entries, plain and callback ones.
fn needs_revision_4(type_byte: u8) -> bool {
    matches!(type_byte, 0x05..=0x08 | 0x0B | 0x0C | 0x0F | 0x10)
}

fn parts(type_byte: u8, body: &mut Bytes<'_>) -> Result<(AceKind, AccessMask, Sid), BinaryError> {
    if type_byte > 0x15 {
        let kind = AceKind::Unknown {
            type_byte,
            body: body.rest.to_vec(),
        };
        return Ok((kind, AccessMask::NONE, well_known::NULL));
    }
    let mask = AccessMask(body.u32("the mask of an entry")?);
    if type_byte == 0x04 {
        let compound = body.u16("a compound entry")?;
        let reserved = body.u16("a compound entry")?;
        let server = body.sid()?;
        let kind = AceKind::AllowCompound {
            compound,
            reserved,
            server,
        };
        return Ok((kind, mask, body.sid()?));
    }
    let guids = if needs_revision_4(type_byte) {
        guids(body)?
    } else {
        ObjectTypes::default()
    };
    let sid = body.sid()?;
    let data = body.rest;
    let kind = match type_byte {
        0x00 => AceKind::Allow,
        0x01 => AceKind::Deny,
        0x02 => AceKind::Audit,
        0x03 => AceKind::Alarm,
        0x05 => AceKind::AllowObject(guids),
        0x06 => AceKind::DenyObject(guids),
        0x07 => AceKind::AuditObject(guids),
        0x08 => AceKind::AlarmObject(guids),
        0x09 => AceKind::AllowCallback(app_data(data)),
        0x0A => AceKind::DenyCallback(app_data(data)),
        0x0B => AceKind::AllowCallbackObject(guids, app_data(data)),
        0x0C => AceKind::DenyCallbackObject(guids, app_data(data)),
        0x0D => AceKind::AuditCallback(app_data(data)),
        0x0E => AceKind::AlarmCallback(app_data(data)),
        0x0F => AceKind::AuditCallbackObject(guids, app_data(data)),
        0x10 => AceKind::AlarmCallbackObject(guids, app_data(data)),
        0x11 => AceKind::MandatoryLabel,
        0x12 => AceKind::ResourceAttribute(Claim::from_bytes(data).map_err(|_| data.to_vec())),
        0x13 => AceKind::ScopedPolicy,
        0x14 => AceKind::TrustLabel,
        _ => AceKind::AccessFilter(app_data(data)),
    };
    Ok((kind, mask, sid))
}

fn guids(body: &mut Bytes<'_>) -> Result<ObjectTypes, BinaryError> {
    const WHAT: &str = "the GUIDs of an entry";
    let present = body.u32(WHAT)?;
    let mut types = ObjectTypes::default();
    if present & OBJECT_PRESENT != 0 {
        types.object = Some(Guid(body.array(WHAT)?));
    }
    if present & INHERITED_PRESENT != 0 {
        types.inherited = Some(Guid(body.array(WHAT)?));
    }
    Ok(types)
}

fn app_data(data: &[u8]) -> AppData {
    match Condition::from_bytes(data) {
        Ok(condition) => AppData::Condition(condition),
        Err(_) => AppData::Opaque(data.to_vec()),
    }
}

impl AceKind {
    /// The byte of the entry's header.
    pub fn type_byte(&self) -> u8 {
        match self {
            AceKind::Allow => 0x00,
            AceKind::Deny => 0x01,
            AceKind::Audit => 0x02,
            AceKind::Alarm => 0x03,
            AceKind::AllowCompound { .. } => 0x04,
            AceKind::AllowObject(_) => 0x05,
            AceKind::DenyObject(_) => 0x06,
            AceKind::AuditObject(_) => 0x07,
            AceKind::AlarmObject(_) => 0x08,
            AceKind::AllowCallback(_) => 0x09,
            AceKind::DenyCallback(_) => 0x0A,
            AceKind::AllowCallbackObject(..) => 0x0B,
            AceKind::DenyCallbackObject(..) => 0x0C,
            AceKind::AuditCallback(_) => 0x0D,
            AceKind::AlarmCallback(_) => 0x0E,
            AceKind::AuditCallbackObject(..) => 0x0F,
            AceKind::AlarmCallbackObject(..) => 0x10,
            AceKind::MandatoryLabel => 0x11,
            AceKind::ResourceAttribute(_) => 0x12,
            AceKind::ScopedPolicy => 0x13,
            AceKind::TrustLabel => 0x14,
            AceKind::AccessFilter(_) => 0x15,
            AceKind::Unknown { type_byte, .. } => *type_byte,
        }
    }
}

/// The least revision of a list that may hold this entry.
pub(super) fn least_revision(kind: &AceKind) -> u8 {
    if needs_revision_4(kind.type_byte()) {
        4
    } else {
        2
    }
}

/// Writes the entry; the error is its size, where that does not fit into sixteen bits.
pub(super) fn write(out: &mut Vec<u8>, ace: &Ace) -> Result<(), usize> {
    let start = out.len();
    out.extend_from_slice(&[ace.kind.type_byte(), ace.flags.0, 0, 0]);
    match &ace.kind {
        AceKind::Unknown { body, .. } => out.extend_from_slice(body),
        AceKind::AllowCompound {
            compound,
            reserved,
            server,
        } => {
            out.extend_from_slice(&ace.mask.0.to_le_bytes());
            out.extend_from_slice(&compound.to_le_bytes());
            out.extend_from_slice(&reserved.to_le_bytes());
            out.extend_from_slice(&server.to_bytes());
            out.extend_from_slice(&ace.sid.to_bytes());
        }
        AceKind::Allow
        | AceKind::Deny
        | AceKind::Audit
        | AceKind::Alarm
        | AceKind::MandatoryLabel
        | AceKind::ScopedPolicy
        | AceKind::TrustLabel => write_parts(out, ace, None, &[]),
        AceKind::AllowObject(types)
        | AceKind::DenyObject(types)
        | AceKind::AuditObject(types)
        | AceKind::AlarmObject(types) => write_parts(out, ace, Some(types), &[]),
        AceKind::AllowCallback(data)
        | AceKind::DenyCallback(data)
        | AceKind::AuditCallback(data)
        | AceKind::AlarmCallback(data)
        | AceKind::AccessFilter(data) => write_parts(out, ace, None, &data.to_bytes()),
        AceKind::AllowCallbackObject(types, data)
        | AceKind::DenyCallbackObject(types, data)
        | AceKind::AuditCallbackObject(types, data)
        | AceKind::AlarmCallbackObject(types, data) => {
            write_parts(out, ace, Some(types), &data.to_bytes());
        }
        AceKind::ResourceAttribute(Ok(claim)) => write_parts(out, ace, None, &claim.to_bytes()),
        AceKind::ResourceAttribute(Err(bytes)) => write_parts(out, ace, None, bytes),
    }
    pad(out);
    let size = out.len() - start;
    let short = u16::try_from(size).map_err(|_| size)?;
    out[start + 2..start + 4].copy_from_slice(&short.to_le_bytes());
    Ok(())
}

fn write_parts(out: &mut Vec<u8>, ace: &Ace, types: Option<&ObjectTypes>, data: &[u8]) {
    out.extend_from_slice(&ace.mask.0.to_le_bytes());
    if let Some(types) = types {
        let mut present = 0;
        if types.object.is_some() {
            present |= OBJECT_PRESENT;
        }
        if types.inherited.is_some() {
            present |= INHERITED_PRESENT;
        }
        out.extend_from_slice(&present.to_le_bytes());
        for guid in [types.object, types.inherited].into_iter().flatten() {
            out.extend_from_slice(&guid.0);
        }
    }
    out.extend_from_slice(&ace.sid.to_bytes());
    out.extend_from_slice(data);
}

impl AppData {
    /// The bytes behind the SID.
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            AppData::Condition(condition) => condition.to_bytes(),
            AppData::Opaque(bytes) => bytes.clone(),
        }
    }
}

//! One entry between brackets.

use super::reader::Reader;
use super::rights::{self, MaskWords};
use super::{SddlError, SddlProblem, claim, condition};
use crate::nt::{Ace, AceFlags, AceKind, AppData, ObjectTypes};

/// The letters of an entry's type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Plain(Plain),
    Object(Object),
    Callback(Callback),
    ResourceAttribute,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Plain {
    Allow,
    Deny,
    Audit,
    Alarm,
    Label,
    ScopedPolicy,
    TrustLabel,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Object {
    Allow,
    Deny,
    Audit,
    Alarm,
    AllowCallback,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Callback {
    Allow,
    Deny,
    Audit,
    Filter,
}

/// Reads an entry; the reader stands at its `(`.
pub(super) fn read(reader: &mut Reader<'_>, dacl: bool) -> Result<Ace, SddlError> {
    reader.expect(b'(', "`(`")?;
    reader.skip_blanks();
    let kind = entry_type(reader, dacl)?;
    reader.expect(b';', "`;` after the type")?;
    let flags = flags(reader, kind)?;
    reader.expect(b';', "`;` after the flags")?;
    let words = match kind {
        Type::Plain(Plain::Label) => MaskWords::Label,
        Type::Plain(_) | Type::Object(_) | Type::Callback(_) | Type::ResourceAttribute => {
            MaskWords::Rights
        }
    };
    let mask = rights::read(reader, words)?;
    reader.expect(b';', "`;` after the rights")?;
    let start = reader.at();
    let object = reader.guid()?;
    reader.expect(b';', "`;` after the GUID")?;
    let inherited = reader.guid()?;
    let guids = ObjectTypes { object, inherited };
    if guids != ObjectTypes::default() && !matches!(kind, Type::Object(_)) {
        return Err(reader.error_from(start, reader.at() - start, SddlProblem::NoGuidHere));
    }
    reader.expect(b';', "`;` after the GUID")?;
    reader.skip_blanks();
    let sid = reader.sid()?;
    let kind = finish(reader, kind, guids)?;
    reader.expect(b')', "`)` after the account")?;
    Ok(Ace {
        kind,
        flags,
        mask,
        sid,
    })
}

fn entry_type(reader: &mut Reader<'_>, dacl: bool) -> Result<Type, SddlError> {
    let mut letters = [0; 3];
    for (i, letter) in letters.iter_mut().enumerate() {
        match reader.peek_at(i) {
            Some(byte) if byte.is_ascii_alphabetic() => *letter = byte.to_ascii_uppercase(),
            _ => break,
        }
    }
    let (kind, in_dacl) = match &letters {
        b"A\0\0" => (Type::Plain(Plain::Allow), true),
        b"D\0\0" => (Type::Plain(Plain::Deny), true),
        [b'A', b'U', 0] => (Type::Plain(Plain::Audit), false),
        [b'A', b'L', 0] => (Type::Plain(Plain::Alarm), false),
        [b'M', b'L', 0] => (Type::Plain(Plain::Label), false),
        [b'S', b'P', 0] => (Type::Plain(Plain::ScopedPolicy), false),
        [b'T', b'L', 0] => (Type::Plain(Plain::TrustLabel), false),
        [b'O', b'A', 0] => (Type::Object(Object::Allow), true),
        [b'O', b'D', 0] => (Type::Object(Object::Deny), true),
        [b'O', b'U', 0] => (Type::Object(Object::Audit), false),
        [b'O', b'L', 0] => (Type::Object(Object::Alarm), false),
        [b'Z', b'A', 0] => (Type::Object(Object::AllowCallback), true),
        [b'X', b'A', 0] => (Type::Callback(Callback::Allow), true),
        [b'X', b'D', 0] => (Type::Callback(Callback::Deny), true),
        [b'X', b'U', 0] => (Type::Callback(Callback::Audit), false),
        [b'F', b'L', 0] => (Type::Callback(Callback::Filter), false),
        [b'R', b'A', 0] => (Type::ResourceAttribute, false),
        [0, ..] => return Err(reader.expected("the type of an entry")),
        _ => return Err(reader.error_word(SddlProblem::Type)),
    };
    let length = if letters[1] == 0 { 1 } else { 2 };
    if dacl != in_dacl {
        return Err(reader.error(length, SddlProblem::WrongList { in_dacl: dacl }));
    }
    reader.advance(length);
    Ok(kind)
}

fn flags(reader: &mut Reader<'_>, kind: Type) -> Result<AceFlags, SddlError> {
    reader.skip_blanks();
    let mut flags = AceFlags::NONE;
    loop {
        let (Some(first), Some(second)) = (reader.peek(), reader.peek_at(1)) else {
            return Ok(flags);
        };
        if !first.is_ascii_alphabetic() {
            return Ok(flags);
        }
        let flag = match &[first, second] {
            b"OI" => AceFlags::OBJECT_INHERIT,
            b"CI" => AceFlags::CONTAINER_INHERIT,
            b"NP" => AceFlags::NO_PROPAGATE,
            b"IO" => AceFlags::INHERIT_ONLY,
            b"ID" => AceFlags::INHERITED,
            b"CR" => AceFlags::CRITICAL,
            b"SA" => AceFlags::SUCCESSFUL_ACCESS,
            b"FA" => AceFlags::FAILED_ACCESS,
            b"TP" if kind == Type::Callback(Callback::Filter) => AceFlags::SUCCESSFUL_ACCESS,
            _ => return Err(reader.error(2, SddlProblem::Flag)),
        };
        flags = flags | flag;
        reader.advance(2);
    }
}

/// The kind with its parts; reads the seventh field of those that have one.
fn finish(reader: &mut Reader<'_>, kind: Type, guids: ObjectTypes) -> Result<AceKind, SddlError> {
    let named = guids != ObjectTypes::default();
    let kind = match kind {
        Type::Plain(plain) => match plain {
            Plain::Allow => AceKind::Allow,
            Plain::Deny => AceKind::Deny,
            Plain::Audit => AceKind::Audit,
            Plain::Alarm => AceKind::Alarm,
            Plain::Label => AceKind::MandatoryLabel,
            Plain::ScopedPolicy => AceKind::ScopedPolicy,
            Plain::TrustLabel => AceKind::TrustLabel,
        },
        // An object entry that names no GUID becomes a plain one.
        Type::Object(object) => match object {
            Object::Allow if named => AceKind::AllowObject(guids),
            Object::Allow => AceKind::Allow,
            Object::Deny if named => AceKind::DenyObject(guids),
            Object::Deny => AceKind::Deny,
            Object::Audit if named => AceKind::AuditObject(guids),
            Object::Audit => AceKind::Audit,
            Object::Alarm if named => AceKind::AlarmObject(guids),
            Object::Alarm => AceKind::Alarm,
            Object::AllowCallback if named => AceKind::AllowCallbackObject(guids, data(reader)?),
            Object::AllowCallback => AceKind::AllowCallback(data(reader)?),
        },
        Type::Callback(callback) => {
            let data = data(reader)?;
            match callback {
                Callback::Allow => AceKind::AllowCallback(data),
                Callback::Deny => AceKind::DenyCallback(data),
                Callback::Audit => AceKind::AuditCallback(data),
                Callback::Filter => AceKind::AccessFilter(data),
            }
        }
        Type::ResourceAttribute => {
            reader.expect(b';', "`;` and an attribute in brackets")?;
            reader.skip_blanks();
            let claim = claim::read(reader)?;
            reader.skip_blanks();
            AceKind::ResourceAttribute(Ok(claim))
        }
    };
    if reader.peek() == Some(b';') {
        return Err(reader.error(1, SddlProblem::NoConditionHere));
    }
    Ok(kind)
}

fn data(reader: &mut Reader<'_>) -> Result<AppData, SddlError> {
    reader.expect(b';', "`;` and a condition in brackets")?;
    reader.skip_blanks();
    let condition = condition::read(reader)?;
    reader.skip_blanks();
    Ok(AppData::Condition(condition))
}

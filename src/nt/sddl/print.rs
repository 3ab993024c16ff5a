//! Descriptors printed: owner, group, DACL, SACL, as Windows does.

use std::fmt::Write;

use super::error::{Unsayable, UnsayablePlace, UnsayableWhy};
use super::rights::{self, MaskWords};
use super::{claim, print_condition};
use crate::nt::domains::domain_alias_of;
use crate::nt::{
    Ace, AceFlags, AceKind, AclState, AppData, Control, Domains, Guid, ObjectTypes,
    SecurityDescriptor, Sid, alias_of,
};

impl SecurityDescriptor {
    /// The descriptor in SDDL, as Windows prints it; accounts of a domain as numbers.
    ///
    /// Text does not say which parts were set by default, the resource manager's bits, flags of a list that is
    /// absent, nor the revision of a list.
    ///
    /// # Errors
    /// An entry that SDDL cannot express.
    pub fn to_sddl(&self) -> Result<String, Unsayable> {
        self.to_sddl_with(&Domains::NONE)
    }

    /// The same, with `LA`, `DA` … for accounts of these domains.
    ///
    /// # Errors
    /// An entry that SDDL cannot express.
    pub fn to_sddl_with(&self, domains: &Domains) -> Result<String, Unsayable> {
        let mut out = String::new();
        let holders = [
            ("O:", &self.owner, UnsayablePlace::Owner),
            ("G:", &self.group, UnsayablePlace::Group),
        ];
        for (part, holder, place) in holders {
            if let Some(holder) = holder {
                out.push_str(part);
                let why = UnsayableWhy::Sid;
                sid(&mut out, holder, domains).ok_or(Unsayable { place, why })?;
            }
        }
        list(&mut out, &self.dacl, self.control, true, domains)?;
        list(&mut out, &self.sacl, self.control, false, domains)?;
        Ok(out)
    }
}

fn list(
    out: &mut String,
    list: &AclState,
    control: Control,
    in_dacl: bool,
    domains: &Domains,
) -> Result<(), Unsayable> {
    let flags = if in_dacl {
        [
            (Control::DACL_PROTECTED, "P"),
            (Control::DACL_INHERIT_REQUIRED, "AR"),
            (Control::DACL_AUTO_INHERITED, "AI"),
        ]
    } else {
        [
            (Control::SACL_PROTECTED, "P"),
            (Control::SACL_INHERIT_REQUIRED, "AR"),
            (Control::SACL_AUTO_INHERITED, "AI"),
        ]
    };
    if *list == AclState::Absent {
        return Ok(());
    }
    out.push_str(if in_dacl { "D:" } else { "S:" });
    for (flag, letters) in flags {
        if control.contains(flag) {
            out.push_str(letters);
        }
    }
    if *list == AclState::Null {
        out.push_str("NO_ACCESS_CONTROL");
    }
    for (line, ace) in list.aces().iter().enumerate() {
        let place = if in_dacl {
            UnsayablePlace::Dacl(line)
        } else {
            UnsayablePlace::Sacl(line)
        };
        entry(out, ace, in_dacl, domains).map_err(|why| Unsayable { place, why })?;
    }
    Ok(())
}

fn entry(
    out: &mut String,
    ace: &Ace,
    in_dacl: bool,
    domains: &Domains,
) -> Result<(), UnsayableWhy> {
    let none = ObjectTypes::default();
    let (letters, belongs, guids, data) = match &ace.kind {
        AceKind::Allow => ("A", true, none, None),
        AceKind::Deny => ("D", true, none, None),
        AceKind::Audit => ("AU", false, none, None),
        AceKind::Alarm => ("AL", false, none, None),
        AceKind::AllowObject(guids) => ("OA", true, *guids, None),
        AceKind::DenyObject(guids) => ("OD", true, *guids, None),
        AceKind::AuditObject(guids) => ("OU", false, *guids, None),
        AceKind::AlarmObject(guids) => ("OL", false, *guids, None),
        AceKind::AllowCallback(data) => ("XA", true, none, Some(data)),
        AceKind::DenyCallback(data) => ("XD", true, none, Some(data)),
        AceKind::AllowCallbackObject(guids, data) => ("ZA", true, *guids, Some(data)),
        AceKind::AuditCallback(data) => ("XU", false, none, Some(data)),
        AceKind::MandatoryLabel => ("ML", false, none, None),
        AceKind::ResourceAttribute(_) => ("RA", false, none, None),
        AceKind::ScopedPolicy => ("SP", false, none, None),
        AceKind::TrustLabel => ("TL", false, none, None),
        AceKind::AccessFilter(data) => ("FL", false, none, Some(data)),
        AceKind::AllowCompound { .. }
        | AceKind::DenyCallbackObject(..)
        | AceKind::AlarmCallback(_)
        | AceKind::AuditCallbackObject(..)
        | AceKind::AlarmCallbackObject(..)
        | AceKind::Unknown { .. } => return Err(UnsayableWhy::Type),
    };
    if belongs != in_dacl {
        return Err(UnsayableWhy::WrongList);
    }
    out.push('(');
    out.push_str(letters);
    out.push(';');
    flags(out, ace);
    out.push(';');
    let words = if ace.kind == AceKind::MandatoryLabel {
        MaskWords::Label
    } else {
        MaskWords::Rights
    };
    rights::print(out, ace.mask, words);
    for guid in [guids.object, guids.inherited] {
        out.push(';');
        if let Some(guid) = guid {
            write!(out, "{guid}").expect("a string takes all");
        }
    }
    out.push(';');
    sid(out, &ace.sid, domains).ok_or(UnsayableWhy::Sid)?;
    match (&ace.kind, data) {
        (AceKind::ResourceAttribute(Ok(attribute)), _) => {
            out.push(';');
            claim::print(out, attribute).ok_or(UnsayableWhy::Attribute)?;
        }
        (AceKind::ResourceAttribute(Err(_)), _) => return Err(UnsayableWhy::Attribute),
        (_, Some(AppData::Condition(condition))) => {
            out.push(';');
            let text = print_condition::print(condition, domains).ok_or(UnsayableWhy::Condition)?;
            out.push_str(&text);
        }
        (_, Some(AppData::Opaque(_))) => return Err(UnsayableWhy::Data),
        (_, None) => {}
    }
    out.push(')');
    Ok(())
}

fn flags(out: &mut String, ace: &Ace) {
    let filter = matches!(ace.kind, AceKind::AccessFilter(_));
    let success = if filter { "TP" } else { "SA" };
    let flags = [
        (AceFlags::OBJECT_INHERIT, "OI"),
        (AceFlags::CONTAINER_INHERIT, "CI"),
        (AceFlags::NO_PROPAGATE, "NP"),
        (AceFlags::INHERIT_ONLY, "IO"),
        (AceFlags::INHERITED, "ID"),
        (AceFlags::CRITICAL, "CR"),
        (AceFlags::SUCCESSFUL_ACCESS, success),
        (AceFlags::FAILED_ACCESS, "FA"),
    ];
    for (flag, letters) in flags {
        if ace.flags.contains(flag) {
            out.push_str(letters);
        }
    }
}

/// Writes a SID as its letters, or as a number; `None` if it has no form in text.
pub(super) fn sid(out: &mut String, sid: &Sid, domains: &Domains) -> Option<()> {
    match alias_of(sid).or_else(|| domain_alias_of(sid, domains)) {
        Some(alias) => out.push_str(alias),
        None if sid.sub_authorities().is_empty() => return None,
        None => write!(out, "{sid}").expect("a string takes all"),
    }
    Some(())
}

impl std::fmt::Display for Guid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let b = &self.0;
        let order = [
            &[b[3], b[2], b[1], b[0]][..],
            &[b[5], b[4]],
            &[b[7], b[6]],
            &[b[8], b[9]],
            &b[10..16],
        ];
        for (i, group) in order.iter().enumerate() {
            if i > 0 {
                f.write_str("-")?;
            }
            group.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
        }
        Ok(())
    }
}

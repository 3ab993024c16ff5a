//! What is left of a descriptor when it has been said in SDDL.

use poolproof::nt::{
    AceKind, AclState, AppData, Control, Literal, ObjectTypes, SecurityDescriptor,
};
use poolproof::nt::{Condition, ConditionToken};

/// The descriptor that its text means: without the flags that have no letters, without those of an absent list and
/// without the revision of a list; object entries that name nothing have become plain ones, and numbers in conditions
/// have their widest form.
pub fn said(descriptor: &SecurityDescriptor) -> SecurityDescriptor {
    let mut said = descriptor.clone();
    let dacl_flags = 0x1000 | 0x0100 | 0x0400;
    let sacl_flags = 0x2000 | 0x0200 | 0x0800;
    let mut kept = 0;
    if said.dacl != AclState::Absent {
        kept |= dacl_flags;
    }
    if said.sacl != AclState::Absent {
        kept |= sacl_flags;
    }
    said.control = Control(said.control.0 & kept);
    said.resource_manager = 0;
    for list in [&mut said.dacl, &mut said.sacl] {
        let AclState::Present(acl) = list else {
            continue;
        };
        acl.revision = 0;
        for ace in &mut acl.aces {
            let none = ObjectTypes::default();
            ace.kind = match ace.kind.clone() {
                AceKind::AllowObject(types) if types == none => AceKind::Allow,
                AceKind::DenyObject(types) if types == none => AceKind::Deny,
                AceKind::AuditObject(types) if types == none => AceKind::Audit,
                AceKind::AlarmObject(types) if types == none => AceKind::Alarm,
                AceKind::AllowCallbackObject(types, data) if types == none => {
                    AceKind::AllowCallback(widest(data))
                }
                AceKind::AllowCallback(data) => AceKind::AllowCallback(widest(data)),
                kind => kind,
            };
        }
    }
    said
}

fn widest(data: AppData) -> AppData {
    let AppData::Condition(condition) = data else {
        return data;
    };
    let tokens = condition
        .tokens
        .into_iter()
        .map(|token| match token {
            ConditionToken::Literal(Literal::Integer {
                value, sign, base, ..
            }) => ConditionToken::Literal(Literal::Integer {
                code: 4,
                value,
                sign,
                base,
            }),
            token => token,
        })
        .collect();
    AppData::Condition(Condition { tokens })
}

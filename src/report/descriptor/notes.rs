//! What a reader of a descriptor may not expect of it.

use super::{Note, Which, object_noun, object_types};
use crate::nt::order::{OrderBreak, OrderBreakKind, order_break};
use crate::nt::{
    AccessMask, Ace, AceFlags, AceKind, AclState, AppData, Control, Label, ObjectKind,
    SecurityDescriptor, UnsupportedKind, well_known,
};

/// Everything worth a note: about the whole, then about the lines of both lists.
pub(super) fn notes(descriptor: &SecurityDescriptor, kind: ObjectKind) -> Vec<Note> {
    let mut notes = Vec::new();
    about_the_whole(descriptor, &mut notes);
    let protected = [
        (Which::Dacl, &descriptor.dacl, Control::DACL_PROTECTED),
        (Which::Sacl, &descriptor.sacl, Control::SACL_PROTECTED),
    ];
    for (which, list, flag) in protected {
        let protected = descriptor.control.contains(flag);
        for (line, ace) in (1..).zip(list.aces()) {
            let mut say = |code, text: String| {
                notes.push(Note {
                    code,
                    text,
                    list: Some(name(which)),
                    line: Some(line),
                });
            };
            about_a_line(ace, protected, kind, &mut say);
            match which {
                Which::Dacl => about_a_right(ace, kind, &mut say),
                Which::Sacl => about_a_system_line(ace, &mut say),
            }
        }
    }
    notes
}

fn name(which: Which) -> &'static str {
    match which {
        Which::Dacl => "DACL",
        Which::Sacl => "SACL",
    }
}

fn about_the_whole(descriptor: &SecurityDescriptor, notes: &mut Vec<Note>) {
    if descriptor.owner.is_none() {
        notes.push(whole("no-owner", "nobody owns the object", None));
    }
    let dacl = Some("DACL");
    match &descriptor.dacl {
        AclState::Absent => notes.push(whole(
            "absent-dacl",
            "without a DACL everybody may do everything",
            dacl,
        )),
        AclState::Null => notes.push(whole(
            "null-dacl",
            "with a NULL DACL everybody may do everything",
            dacl,
        )),
        AclState::Present(acl) if acl.aces.is_empty() => notes.push(whole(
            "empty-dacl",
            "an empty DACL lets nobody in; an owner may still read and change it",
            dacl,
        )),
        AclState::Present(acl) => notes.extend(order_break(acl).map(not_canonical)),
    }
    if let Err(sid) = Label::of(descriptor) {
        let text = format!("the label names `{sid}`, which is no integrity level");
        notes.push(whole("no-level", &text, Some("SACL")));
    }
}

fn whole(code: &'static str, text: &str, list: Option<&'static str>) -> Note {
    Note {
        code,
        text: text.to_owned(),
        list,
        line: None,
    }
}

fn not_canonical(broken: OrderBreak) -> Note {
    let behind = broken.behind + 1;
    let what = match broken.kind {
        OrderBreakKind::ExplicitBehindInherited => {
            format!("is not inherited and stands behind line {behind}, which is")
        }
        OrderBreakKind::DenialBehindGrant => {
            format!("denies and stands behind line {behind}, which allows")
        }
    };
    Note {
        code: "not-canonical",
        text: format!(
            "{what}: editors would sort this list otherwise, Windows goes through it as it stands"
        ),
        list: Some("DACL"),
        line: Some(broken.line + 1),
    }
}

/// What holds for lines of either list.
fn about_a_line(
    ace: &Ace,
    protected: bool,
    kind: ObjectKind,
    say: &mut impl FnMut(&'static str, String),
) {
    let below = AceFlags::OBJECT_INHERIT.union(AceFlags::CONTAINER_INHERIT);
    let noun = object_noun(kind);
    if !ace.is_live() {
        let text = if kind.is_container() && ace.flags.0 & below.0 != 0 {
            format!("is for objects below only and does not count for this {noun}")
        } else {
            "is inherit-only and counts for nothing".to_owned()
        };
        say("inherit-only", text);
    }
    if ace.is_inherited() && protected {
        let text = "is marked as inherited in a list that inherits nothing".to_owned();
        say("inherited-in-protected", text);
    }
    if let AceKind::Unknown { .. } = ace.kind {
        say(
            "unknown-type",
            "is of a type that is kept and not judged".to_owned(),
        );
    }
    if let Some(AppData::Opaque(_)) = app_data(&ace.kind) {
        let text =
            "holds data that are no condition: an allow line does not count, a deny line does";
        say("no-condition", text.to_owned());
    }
}

/// What holds for lines that decide about rights.
fn about_a_right(ace: &Ace, kind: ObjectKind, say: &mut impl FnMut(&'static str, String)) {
    let noun = object_noun(kind);
    if ace.mask.is_empty() {
        say("no-right", "speaks of no right".to_owned());
    }
    if ace.is_live() && ace.mask.intersects(AccessMask::GENERIC) {
        let text = format!(
            "has generic rights, which become rights when the descriptor is put on a {noun} and give nothing before"
        );
        say("generic", text);
    }
    if ace.mask.intersects(AccessMask::ACCESS_SYSTEM_SECURITY) {
        let text =
            "speaks of the right to the SACL, which only SeSecurityPrivilege gives".to_owned();
        say("system-security", text);
    }
    if ace.mask.intersects(AccessMask::MAXIMUM_ALLOWED) {
        say(
            "maximum",
            "has MAXIMUM_ALLOWED, which means nothing in a line".to_owned(),
        );
    }
    if ace.is_live() && [well_known::CREATOR_OWNER, well_known::CREATOR_GROUP].contains(&ace.sid) {
        let text = "names a creator, which is filled in below: here nobody is meant".to_owned();
        say("creator", text);
    }
    if ace.is_live() && ace.sid == well_known::OWNER_RIGHTS {
        let text = "speaks of the owner, who therefore has only what lines give".to_owned();
        say("owner-rights", text);
    }
    if ace.sid == well_known::NULL {
        say(
            "null-sid",
            "names the NULL SID, which nobody holds".to_owned(),
        );
    }
    if object_types(&ace.kind).is_some_and(|types| types.object.is_some()) {
        let text = "speaks of a part of a directory object: elsewhere an allow line does not count, a deny line does";
        say("object-type", text.to_owned());
    }
}

/// What holds for lines of the SACL.
fn about_a_system_line(ace: &Ace, say: &mut impl FnMut(&'static str, String)) {
    if let Some(unsupported) = UnsupportedKind::of(&ace.kind) {
        let what = match unsupported {
            UnsupportedKind::TrustLabel => "a process trust label",
            UnsupportedKind::AccessFilter => "an access filter",
            UnsupportedKind::CentralPolicy => "a central access policy",
        };
        let text = format!("is {what}, which is not judged: whether access is given is unknown");
        say("not-judged", text);
    }
}

fn app_data(kind: &AceKind) -> Option<&AppData> {
    match kind {
        AceKind::AllowCallback(data)
        | AceKind::DenyCallback(data)
        | AceKind::AllowCallbackObject(_, data)
        | AceKind::DenyCallbackObject(_, data)
        | AceKind::AuditCallback(data)
        | AceKind::AlarmCallback(data)
        | AceKind::AuditCallbackObject(_, data)
        | AceKind::AlarmCallbackObject(_, data)
        | AceKind::AccessFilter(data) => Some(data),
        AceKind::Allow
        | AceKind::Deny
        | AceKind::Audit
        | AceKind::Alarm
        | AceKind::AllowCompound { .. }
        | AceKind::AllowObject(_)
        | AceKind::DenyObject(_)
        | AceKind::AuditObject(_)
        | AceKind::AlarmObject(_)
        | AceKind::MandatoryLabel
        | AceKind::ResourceAttribute(_)
        | AceKind::ScopedPolicy
        | AceKind::TrustLabel
        | AceKind::Unknown { .. } => None,
    }
}

//! A security descriptor in words: who owns it, what each line does to whom, and what surprises.

mod notes;
mod text;

use serde::Serialize;

use crate::nt::{
    Ace, AceFlags, AceKind, AclState, Control, ObjectKind, ObjectTypes, SecurityDescriptor, Sid,
    describe_rights, name_of, to_icacls,
};

pub use text::to_text;

/// What a descriptor on a kind of object says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DescriptorView {
    /// `poolproof/descriptor/1`.
    pub schema: &'static str,
    /// The kind of object that rights are named for.
    pub object: &'static str,
    /// Who owns the object.
    pub owner: Option<Who>,
    /// Its primary group.
    pub group: Option<Who>,
    /// Who may do what.
    pub dacl: ListView,
    /// What is audited, and labels.
    pub sacl: ListView,
    /// What surprises, in the order of the lines.
    pub notes: Vec<Note>,
}

/// A SID, with its name where it has one everywhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Who {
    /// `S-1-5-32-545`.
    pub sid: String,
    /// `BUILTIN\Users`.
    pub name: Option<String>,
}

/// One of the two lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListView {
    /// Whether there is one.
    pub state: ListState,
    /// Nothing is inherited from above.
    pub protected: bool,
    /// It was made by automatic inheritance.
    pub auto_inherited: bool,
    /// Its lines, in stored order.
    pub lines: Vec<LineView>,
}

/// Whether there is a list, and one with lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListState {
    /// The descriptor has no such list.
    Absent,
    /// It says that there is none.
    Null,
    /// It has no lines.
    Empty,
    /// It has lines.
    Present,
}

/// One line of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LineView {
    /// Its place, from 1.
    pub number: usize,
    /// `allow`, `deny`, `audit success`, `label` …
    pub effect: String,
    /// Whom it speaks of.
    pub who: Who,
    /// The rights in words: `icacls`' letters for files and folders, Windows' names otherwise.
    pub rights: String,
    /// The rights as a number.
    pub mask: u32,
    /// What it applies to.
    pub applies_to: String,
    /// It came from above.
    pub inherited: bool,
    /// Its condition or its attribute, as SDDL writes it.
    pub condition: Option<String>,
    /// The GUIDs of an object line.
    pub object_types: Option<String>,
}

/// Something that a reader may not expect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// A stable name.
    pub code: &'static str,
    /// The sentence.
    pub text: String,
    /// Which list, where it is about one.
    pub list: Option<&'static str>,
    /// Which line of it, from 1, where it is about one.
    pub line: Option<usize>,
}

/// Which of the two lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Dacl,
    Sacl,
}

/// What a descriptor says if it stands on an object of this kind.
pub fn describe(descriptor: &SecurityDescriptor, kind: ObjectKind) -> DescriptorView {
    let list = |which| list_view(descriptor, kind, which);
    DescriptorView {
        schema: "poolproof/descriptor/1",
        object: object_noun(kind),
        owner: descriptor.owner.as_ref().map(who),
        group: descriptor.group.as_ref().map(who),
        dacl: list(Which::Dacl),
        sacl: list(Which::Sacl),
        notes: notes::notes(descriptor, kind),
    }
}

/// The SID with the name that it has on every English Windows.
pub fn who(sid: &Sid) -> Who {
    Who {
        sid: sid.to_string(),
        name: name_of(sid).map(str::to_owned),
    }
}

fn list_view(descriptor: &SecurityDescriptor, kind: ObjectKind, which: Which) -> ListView {
    let (list, protected, inherited) = match which {
        Which::Dacl => (
            &descriptor.dacl,
            Control::DACL_PROTECTED,
            Control::DACL_AUTO_INHERITED,
        ),
        Which::Sacl => (
            &descriptor.sacl,
            Control::SACL_PROTECTED,
            Control::SACL_AUTO_INHERITED,
        ),
    };
    ListView {
        state: match list {
            AclState::Absent => ListState::Absent,
            AclState::Null => ListState::Null,
            AclState::Present(acl) if acl.aces.is_empty() => ListState::Empty,
            AclState::Present(_) => ListState::Present,
        },
        protected: descriptor.control.contains(protected),
        auto_inherited: descriptor.control.contains(inherited),
        lines: (1..)
            .zip(list.aces())
            .map(|(number, ace)| line_view(number, ace, kind, which))
            .collect(),
    }
}

fn line_view(number: usize, ace: &Ace, kind: ObjectKind, which: Which) -> LineView {
    LineView {
        number,
        effect: effect(ace),
        who: who(&ace.sid),
        rights: rights(ace, kind),
        mask: ace.mask.0,
        applies_to: applies_to(ace.flags, kind),
        inherited: ace.is_inherited(),
        condition: seventh_field(ace, which),
        object_types: object_types(&ace.kind).and_then(|types| guids(&types)),
    }
}

fn effect(ace: &Ace) -> String {
    let audit = |word: &str| {
        let success = ace.flags.contains(AceFlags::SUCCESSFUL_ACCESS);
        let failure = ace.flags.contains(AceFlags::FAILED_ACCESS);
        match (success, failure) {
            (true, true) => format!("{word} success and failure"),
            (true, false) => format!("{word} success"),
            (false, true) => format!("{word} failure"),
            (false, false) => format!("{word} nothing"),
        }
    };
    match &ace.kind {
        AceKind::Allow | AceKind::AllowObject(_) | AceKind::AllowCompound { .. } => {
            "allow".to_owned()
        }
        AceKind::AllowCallback(_) | AceKind::AllowCallbackObject(..) => "allow if".to_owned(),
        AceKind::Deny | AceKind::DenyObject(_) => "deny".to_owned(),
        AceKind::DenyCallback(_) | AceKind::DenyCallbackObject(..) => "deny if".to_owned(),
        AceKind::Audit
        | AceKind::AuditObject(_)
        | AceKind::AuditCallback(_)
        | AceKind::AuditCallbackObject(..) => audit("audit"),
        AceKind::Alarm
        | AceKind::AlarmObject(_)
        | AceKind::AlarmCallback(_)
        | AceKind::AlarmCallbackObject(..) => audit("alarm"),
        AceKind::MandatoryLabel => "label".to_owned(),
        AceKind::ResourceAttribute(_) => "attribute".to_owned(),
        AceKind::ScopedPolicy => "central policy".to_owned(),
        AceKind::TrustLabel => "trust label".to_owned(),
        AceKind::AccessFilter(_) => "filter".to_owned(),
        AceKind::Unknown { type_byte, .. } => format!("unknown type {type_byte:#04x}"),
    }
}

fn rights(ace: &Ace, kind: ObjectKind) -> String {
    if ace.kind == AceKind::MandatoryLabel {
        let policy = [(1, "no write up"), (2, "no read up"), (4, "no execute up")];
        let words: Vec<&str> = policy
            .iter()
            .filter(|(bit, _)| ace.mask.0 & bit != 0)
            .map(|(_, words)| *words)
            .collect();
        return if words.is_empty() {
            "no policy".to_owned()
        } else {
            words.join(", ")
        };
    }
    let letters = match kind {
        ObjectKind::File | ObjectKind::Folder if !ace.mask.is_empty() => to_icacls(ace.mask),
        ObjectKind::File
        | ObjectKind::Folder
        | ObjectKind::Key
        | ObjectKind::Service
        | ObjectKind::ServiceManager
        | ObjectKind::Process
        | ObjectKind::Thread
        | ObjectKind::Token
        | ObjectKind::ComLaunch
        | ObjectKind::ComAccess => None,
    };
    letters.unwrap_or_else(|| describe_rights(kind, ace.mask))
}

/// What the flags of a line make it apply to, as the permission editor words it.
fn applies_to(flags: AceFlags, kind: ObjectKind) -> String {
    let here = !flags.contains(AceFlags::INHERIT_ONLY);
    let noun = object_noun(kind);
    if !kind.is_container() {
        return if here {
            format!("this {noun}")
        } else {
            format!("not this {noun}")
        };
    }
    let containers = flags.contains(AceFlags::CONTAINER_INHERIT);
    let leaves = flags.contains(AceFlags::OBJECT_INHERIT);
    let below = match kind {
        ObjectKind::Key => match (containers, leaves) {
            (true, _) => Some("subkeys"),
            // A key holds no leaves; lines for them wait in vain.
            (false, _) => None,
        },
        ObjectKind::File
        | ObjectKind::Folder
        | ObjectKind::Service
        | ObjectKind::ServiceManager
        | ObjectKind::Process
        | ObjectKind::Thread
        | ObjectKind::Token
        | ObjectKind::ComLaunch
        | ObjectKind::ComAccess => match (containers, leaves) {
            (true, true) => Some("subfolders and files"),
            (true, false) => Some("subfolders"),
            (false, true) => Some("files"),
            (false, false) => None,
        },
    };
    let next_level = if flags.contains(AceFlags::NO_PROPAGATE) && below.is_some() {
        ", one level down"
    } else {
        ""
    };
    match (here, below) {
        (true, None) => format!("this {noun} only"),
        (true, Some(below)) if below.contains(" and ") => {
            format!("this {noun}, {below}{next_level}")
        }
        (true, Some(below)) => format!("this {noun} and {below}{next_level}"),
        (false, Some(below)) => format!("{below} only{next_level}"),
        (false, None) => "nothing".to_owned(),
    }
}

/// The last field of the line in SDDL: a condition or an attribute.
fn seventh_field(ace: &Ace, which: Which) -> Option<String> {
    let list = AclState::of(vec![ace.clone()]);
    let alone = match which {
        Which::Dacl => SecurityDescriptor {
            dacl: list,
            ..SecurityDescriptor::default()
        },
        Which::Sacl => SecurityDescriptor {
            sacl: list,
            ..SecurityDescriptor::default()
        },
    };
    let text = alone.to_sddl().ok()?;
    let last = text.splitn(7, ';').nth(6)?;
    last.strip_suffix(')').map(str::to_owned)
}

fn object_types(kind: &AceKind) -> Option<ObjectTypes> {
    match kind {
        AceKind::AllowObject(types)
        | AceKind::DenyObject(types)
        | AceKind::AuditObject(types)
        | AceKind::AlarmObject(types)
        | AceKind::AllowCallbackObject(types, _)
        | AceKind::DenyCallbackObject(types, _)
        | AceKind::AuditCallbackObject(types, _)
        | AceKind::AlarmCallbackObject(types, _) => Some(*types),
        AceKind::Allow
        | AceKind::Deny
        | AceKind::Audit
        | AceKind::Alarm
        | AceKind::AllowCompound { .. }
        | AceKind::AllowCallback(_)
        | AceKind::DenyCallback(_)
        | AceKind::AuditCallback(_)
        | AceKind::AlarmCallback(_)
        | AceKind::MandatoryLabel
        | AceKind::ResourceAttribute(_)
        | AceKind::ScopedPolicy
        | AceKind::TrustLabel
        | AceKind::AccessFilter(_)
        | AceKind::Unknown { .. } => None,
    }
}

fn guids(types: &ObjectTypes) -> Option<String> {
    let object = types.object.map(|guid| format!("object {guid}"));
    let inherited = types.inherited.map(|guid| format!("inherited by {guid}"));
    let both: Vec<String> = object.into_iter().chain(inherited).collect();
    (!both.is_empty()).then(|| both.join(", "))
}

/// What an object of this kind is called.
pub fn object_noun(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::File => "file",
        ObjectKind::Folder => "folder",
        ObjectKind::Key => "key",
        ObjectKind::Service => "service",
        ObjectKind::ServiceManager => "service manager",
        ObjectKind::Process => "process",
        ObjectKind::Thread => "thread",
        ObjectKind::Token => "token",
        ObjectKind::ComLaunch => "COM launch list",
        ObjectKind::ComAccess => "COM access list",
    }
}

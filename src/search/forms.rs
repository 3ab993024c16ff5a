//! Random SIDs, entries and descriptors of every kind, and small damages to their texts and bytes.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Just, Strategy, any};
use proptest::prop_oneof;
use proptest::sample::{Index, select};

use super::conditions::{claims, conditions};
use crate::nt::{
    AccessMask, Ace, AceFlags, AceKind, Acl, AclState, AppData, Control, Domains, Guid,
    ObjectTypes, SecurityDescriptor, Sid, WELL_KNOWN,
};

/// SIDs that have a text: well-known ones, those of a few domains, and any others.
pub fn sids() -> impl Strategy<Value = Sid> + Clone {
    let known: Vec<Sid> = WELL_KNOWN.iter().map(|row| row.sid).collect();
    prop_oneof![
        select(known),
        (0..3_u32, 498..530_u32).prop_map(|(d, rid)| Sid::of(5, &[21, d, d, d, rid])),
        (0..1_u64 << 48, vec(any::<u32>(), 1..=15)).prop_map(|(a, subs)| Sid::of(a, &subs)),
        (0..20_u64, vec(0..5_u32, 1..=3)).prop_map(|(a, subs)| Sid::of(a, &subs)),
    ]
}

/// SIDs that have bytes: also one without sub-authorities, which has no text.
pub fn stored_sids() -> impl Strategy<Value = Sid> + Clone {
    prop_oneof![
        9 => sids(),
        1 => (0..1_u64 << 48).prop_map(|authority| Sid::of(authority, &[])),
    ]
}

/// Three domains to which some of the SIDs above belong, each known or not.
pub fn domains() -> impl Strategy<Value = Domains> {
    let known = |d: u32| option::of(Just(Sid::of(5, &[21, d, d, d])));
    (known(0), known(1), known(2)).prop_map(|(machine, domain, forest_root)| Domains {
        machine,
        domain,
        forest_root,
    })
}

/// Masks: single bits, the file rights, few bits, any.
pub fn masks() -> impl Strategy<Value = AccessMask> + Clone {
    prop_oneof![
        (0..32_u32).prop_map(|bit| 1 << bit),
        select(vec![
            0, 0x1F_01FF, 0x12_0089, 0x12_0116, 0x12_00A0, 0x12_00A9, 0xF_003F
        ]),
        (any::<u32>(), any::<u32>(), any::<u32>()).prop_map(|(a, b, c)| a & b & c),
        any::<u32>(),
    ]
    .prop_map(AccessMask)
}

fn guids() -> impl Strategy<Value = Guid> {
    any::<[u8; 16]>().prop_map(Guid)
}

/// At least one GUID: without any, text makes a plain entry of an object entry.
fn named_types() -> impl Strategy<Value = ObjectTypes> {
    prop_oneof![
        (guids(), option::of(guids())).prop_map(|(object, inherited)| ObjectTypes {
            object: Some(object),
            inherited,
        }),
        guids().prop_map(|inherited| ObjectTypes {
            object: None,
            inherited: Some(inherited),
        }),
    ]
}

fn types() -> impl Strategy<Value = ObjectTypes> {
    prop_oneof![named_types(), Just(ObjectTypes::default())]
}

fn condition_data() -> impl Strategy<Value = AppData> {
    conditions().prop_map(AppData::Condition)
}

/// Conditions, or bytes that do not begin like one.
fn data() -> impl Strategy<Value = AppData> {
    let opaque = (any::<[u8; 3]>(), vec(any::<[u8; 4]>(), 0..3)).prop_map(|(first, more)| {
        let mut bytes = vec![0xFF];
        bytes.extend_from_slice(&first);
        bytes.extend(more.into_iter().flatten());
        AppData::Opaque(bytes)
    });
    prop_oneof![condition_data(), opaque, Just(AppData::Opaque(Vec::new()))]
}

/// Kinds of entry that text can say, in a DACL.
fn dacl_kinds() -> impl Strategy<Value = AceKind> {
    prop_oneof![
        3 => Just(AceKind::Allow),
        3 => Just(AceKind::Deny),
        1 => named_types().prop_map(AceKind::AllowObject),
        1 => named_types().prop_map(AceKind::DenyObject),
        1 => condition_data().prop_map(AceKind::AllowCallback),
        1 => condition_data().prop_map(AceKind::DenyCallback),
        1 => (named_types(), condition_data()).prop_map(|(t, d)| AceKind::AllowCallbackObject(t, d)),
    ]
}

/// Kinds of entry that text can say, in a SACL.
fn sacl_kinds() -> impl Strategy<Value = AceKind> {
    prop_oneof![
        Just(AceKind::Audit),
        Just(AceKind::Alarm),
        named_types().prop_map(AceKind::AuditObject),
        named_types().prop_map(AceKind::AlarmObject),
        condition_data().prop_map(AceKind::AuditCallback),
        Just(AceKind::MandatoryLabel),
        claims().prop_map(|claim| AceKind::ResourceAttribute(Ok(claim))),
        Just(AceKind::ScopedPolicy),
        Just(AceKind::TrustLabel),
        condition_data().prop_map(AceKind::AccessFilter),
    ]
}

/// Every kind, also those without a text.
fn stored_kinds() -> impl Strategy<Value = AceKind> {
    prop_oneof![
        3 => dacl_kinds(),
        3 => sacl_kinds(),
        1 => (any::<u16>(), any::<u16>(), stored_sids()).prop_map(|(compound, reserved, server)| {
            AceKind::AllowCompound { compound, reserved, server }
        }),
        1 => types().prop_map(AceKind::AllowObject),
        1 => data().prop_map(AceKind::AllowCallback),
        1 => data().prop_map(AceKind::AlarmCallback),
        1 => (types(), data()).prop_map(|(t, d)| AceKind::DenyCallbackObject(t, d)),
        1 => (types(), data()).prop_map(|(t, d)| AceKind::AuditCallbackObject(t, d)),
        1 => (types(), data()).prop_map(|(t, d)| AceKind::AlarmCallbackObject(t, d)),
        1 => any::<[u8; 4]>().prop_map(|bytes| AceKind::ResourceAttribute(Err(bytes.to_vec()))),
    ]
}

fn ace(kind: AceKind, flags: u8, mask: AccessMask, sid: Sid) -> Ace {
    Ace {
        kind,
        flags: AceFlags(flags),
        mask,
        sid,
    }
}

fn sayable_list(kinds: impl Strategy<Value = AceKind>) -> impl Strategy<Value = AclState> {
    let entry = (kinds, any::<u8>(), masks(), sids()).prop_map(|(k, f, m, s)| ace(k, f, m, s));
    prop_oneof![
        1 => Just(AclState::Absent),
        1 => Just(AclState::Null),
        6 => vec(entry, 0..5).prop_map(AclState::of),
    ]
}

fn with_flags(state: &AclState, chosen: [bool; 3], flags: [Control; 3]) -> Control {
    let chosen = chosen.map(|flag| flag && *state != AclState::Absent);
    flags
        .into_iter()
        .zip(chosen)
        .filter(|(_, chosen)| *chosen)
        .fold(Control::default(), |all, (flag, _)| all.union(flag))
}

/// Descriptors of which SDDL says everything.
pub fn sayable_descriptors() -> impl Strategy<Value = SecurityDescriptor> {
    (
        option::of(sids()),
        option::of(sids()),
        sayable_list(dacl_kinds()),
        sayable_list(sacl_kinds()),
        any::<[bool; 3]>(),
        any::<[bool; 3]>(),
    )
        .prop_map(|(owner, group, dacl, sacl, dacl_flags, sacl_flags)| {
            let dacl_control = with_flags(
                &dacl,
                dacl_flags,
                [
                    Control::DACL_PROTECTED,
                    Control::DACL_INHERIT_REQUIRED,
                    Control::DACL_AUTO_INHERITED,
                ],
            );
            let sacl_control = with_flags(
                &sacl,
                sacl_flags,
                [
                    Control::SACL_PROTECTED,
                    Control::SACL_INHERIT_REQUIRED,
                    Control::SACL_AUTO_INHERITED,
                ],
            );
            SecurityDescriptor {
                owner,
                group,
                dacl,
                sacl,
                control: dacl_control.union(sacl_control),
                resource_manager: 0,
            }
        })
}

/// Entries of every kind that can be stored, unknown ones among them.
pub fn stored_entries() -> impl Strategy<Value = Ace> {
    let known = (stored_kinds(), any::<u8>(), masks(), stored_sids())
        .prop_map(|(k, f, m, s)| ace(k, f, m, s));
    let unknown = (0x16..=0xFF_u8, vec(any::<[u8; 4]>(), 0..4), any::<u8>()).prop_map(
        |(type_byte, body, flags)| {
            let body = body.into_iter().flatten().collect();
            let kind = AceKind::Unknown { type_byte, body };
            ace(kind, flags, AccessMask::NONE, Sid::of(0, &[0]))
        },
    );
    prop_oneof![6 => known, 1 => unknown]
}

fn stored_list() -> impl Strategy<Value = AclState> {
    prop_oneof![
        1 => Just(AclState::Absent),
        1 => Just(AclState::Null),
        6 => vec(stored_entries(), 0..5)
            .prop_map(|aces| AclState::Present(Acl { revision: 4, aces })),
    ]
}

/// Descriptors as they can be stored: every kind of entry in either list, all control flags.
pub fn stored_descriptors() -> impl Strategy<Value = SecurityDescriptor> {
    (
        option::of(stored_sids()),
        option::of(stored_sids()),
        stored_list(),
        stored_list(),
        any::<u16>(),
        any::<u8>(),
    )
        .prop_map(|(owner, group, dacl, sacl, control, resource_manager)| {
            // "Present" and "self-relative" are told by the form.
            let control = Control(control & !0x8014);
            SecurityDescriptor {
                owner,
                group,
                dacl,
                sacl,
                control,
                resource_manager,
            }
        })
}

/// One damage to a row of bytes or characters.
#[derive(Clone, Debug)]
pub enum Damage<T> {
    /// One is taken out.
    Remove(Index),
    /// One is put in.
    Insert(Index, T),
    /// One is replaced.
    Replace(Index, T),
    /// The rest is cut off.
    Cut(Index),
    /// A piece is repeated.
    Repeat(Index, Index),
}

impl<T: Clone> Damage<T> {
    /// Does the damage.
    pub fn apply(&self, row: &mut Vec<T>) {
        let place = |index: &Index, row: &Vec<T>| index.index(row.len() + 1);
        match self {
            Damage::Remove(at) => {
                let at = place(at, row);
                if at < row.len() {
                    row.remove(at);
                }
            }
            Damage::Insert(at, value) => row.insert(place(at, row), value.clone()),
            Damage::Replace(at, value) => {
                let at = place(at, row);
                if let Some(old) = row.get_mut(at) {
                    *old = value.clone();
                }
            }
            Damage::Cut(at) => row.truncate(place(at, row)),
            Damage::Repeat(from, to) => {
                let (from, to) = (place(from, row), place(to, row));
                let piece = row[from.min(to)..from.max(to)].to_vec();
                row.extend_from_slice(&piece);
            }
        }
    }
}

fn damages<T: Clone + std::fmt::Debug + 'static>(
    values: impl Strategy<Value = T> + Clone + 'static,
) -> impl Strategy<Value = Vec<Damage<T>>> {
    let one = prop_oneof![
        2 => any::<Index>().prop_map(Damage::Remove),
        4 => (any::<Index>(), values.clone()).prop_map(|(at, v)| Damage::Insert(at, v)),
        4 => (any::<Index>(), values).prop_map(|(at, v)| Damage::Replace(at, v)),
        1 => any::<Index>().prop_map(Damage::Cut),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Damage::Repeat(a, b)),
    ];
    vec(one, 0..4)
}

/// Damages to a text, with the characters that mean something in SDDL.
pub fn text_damages() -> impl Strategy<Value = Vec<Damage<char>>> {
    let known: Vec<char> = "();:ODGSAPRI0x19-WF \"{},!&|=<>@#%.é😀\t\0"
        .chars()
        .collect();
    damages(select(known))
}

/// Damages to bytes.
pub fn byte_damages() -> impl Strategy<Value = Vec<Damage<u8>>> {
    damages(prop_oneof![
        select(vec![0, 1, 2, 4, 8, 0x10, 0x51, 0x80, 0xFF]),
        any::<u8>()
    ])
}

/// The text after all damages.
pub fn damaged_text(text: &str, damages: &[Damage<char>]) -> String {
    let mut row: Vec<char> = text.chars().collect();
    damages.iter().for_each(|damage| damage.apply(&mut row));
    row.into_iter().collect()
}

/// The bytes after all damages.
pub fn damaged_bytes(bytes: &[u8], damages: &[Damage<u8>]) -> Vec<u8> {
    let mut row = bytes.to_vec();
    damages.iter().for_each(|damage| damage.apply(&mut row));
    row
}

//! Small tokens, descriptors and wishes to doubt the access check with.
//!
//! The alphabets are small on purpose: with three groups and a few rights, lines meet each other in every way within a few
//! hundred cases, which they would not among thousands of real SIDs.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::nt::{
    AccessMask, Ace, AceFlags, AceKind, AclState, AppContainer, AppData, Certainty, Claim,
    ClaimValues, Group, GroupAttributes, Guid, IntegrityLevel, ObjectKind, ObjectTypes, Privilege,
    Privileges, Restriction, Rules, SecurityDescriptor, Sid, Token, Unknown, Wish,
};

use super::small_conditions;

/// The user of the tokens.
pub const USER: Sid = Sid::of(5, &[21, 1, 2, 3, 1001]);
/// The groups that tokens may hold.
pub const GROUPS: [Sid; 4] = [
    Sid::of(5, &[21, 1, 2, 3, 2001]),
    Sid::of(5, &[21, 1, 2, 3, 2002]),
    Sid::of(5, &[32, 545]),
    Sid::of(1, &[0]),
];
/// Somebody whom no token holds.
pub const STRANGER: Sid = Sid::of(5, &[18]);
/// S-1-3-4.
pub const OWNER_RIGHTS: Sid = Sid::of(3, &[4]);
/// S-1-5-10.
pub const PRINCIPAL_SELF: Sid = Sid::of(5, &[10]);
/// The package of AppContainer tokens.
pub const PACKAGE: Sid = Sid::of(15, &[2, 7]);
/// S-1-15-2-1.
pub const ALL_PACKAGES: Sid = Sid::of(15, &[2, 1]);

/// Whom a line speaks of.
pub fn sids() -> impl Strategy<Value = Sid> + Clone {
    prop_oneof![
        3 => Just(USER),
        6 => select(&GROUPS[..]),
        1 => Just(STRANGER),
        1 => Just(OWNER_RIGHTS),
        1 => Just(PRINCIPAL_SELF),
        1 => select(vec![PACKAGE, ALL_PACKAGES]),
    ]
}

/// The rights that matter apart: two that read, one that writes, and those with rules of their own.
pub const RIGHTS: [AccessMask; 9] = [
    AccessMask(0x1),
    AccessMask(0x2),
    AccessMask(0x20),
    AccessMask::DELETE,
    AccessMask::READ_CONTROL,
    AccessMask::WRITE_DAC,
    AccessMask::WRITE_OWNER,
    AccessMask::SYNCHRONIZE,
    AccessMask::ACCESS_SYSTEM_SECURITY,
];

/// A set of some of [`RIGHTS`], possibly none.
pub fn masks() -> impl Strategy<Value = AccessMask> + Clone {
    prop::collection::vec(select(&RIGHTS[..]), 0..4)
        .prop_map(|bits| bits.into_iter().fold(AccessMask::NONE, AccessMask::union))
}

/// A set of some of [`RIGHTS`] with at least one.
pub fn some_rights() -> impl Strategy<Value = AccessMask> + Clone {
    (select(&RIGHTS[..]), masks()).prop_map(|(one, more)| one | more)
}

/// What a line may hold: rights, now and then generic or reserved bits that mean nothing there.
pub fn line_masks() -> impl Strategy<Value = AccessMask> + Clone {
    prop_oneof![
        12 => masks(),
        1 => Just(AccessMask(0x1F_01FF)),
        1 => masks().prop_map(|mask| mask | AccessMask::GENERIC_ALL),
        1 => masks().prop_map(|mask| mask | AccessMask::MAXIMUM_ALLOWED),
        1 => masks().prop_map(|mask| mask | AccessMask(0x0820_0200)),
    ]
}

/// Flags of a line: mostly none, often inherit-only, sometimes others.
pub fn flags() -> impl Strategy<Value = AceFlags> + Clone {
    prop_oneof![
        4 => Just(AceFlags::NONE),
        1 => Just(AceFlags::INHERIT_ONLY | AceFlags::CONTAINER_INHERIT),
        1 => select(vec![AceFlags::INHERITED, AceFlags::OBJECT_INHERIT, AceFlags(0x13), AceFlags(0xF7)]),
    ]
}

/// An allow or a deny line without anything special.
pub fn plain_lines() -> impl Strategy<Value = Ace> + Clone {
    (any::<bool>(), sids(), line_masks(), flags()).prop_map(|(allow, sid, mask, flags)| {
        if allow {
            Ace::allow(sid, mask, flags)
        } else {
            Ace::deny(sid, mask, flags)
        }
    })
}

/// A line of any kind that can stand in a DACL, and of some that have no business there.
pub fn lines() -> impl Strategy<Value = Ace> {
    let types = prop::option::of(Just(Guid([7; 16])))
        .prop_map(|object| ObjectTypes {
            object,
            inherited: None,
        })
        .boxed();
    let data = prop_oneof![
        4 => small_conditions::small().prop_map(AppData::Condition),
        1 => Just(AppData::Opaque(vec![1, 2, 3])),
    ]
    .boxed();
    let kinds = prop_oneof![
        4 => Just(AceKind::Allow),
        4 => Just(AceKind::Deny),
        2 => data.clone().prop_map(AceKind::AllowCallback),
        2 => data.clone().prop_map(AceKind::DenyCallback),
        1 => types.clone().prop_map(AceKind::AllowObject),
        1 => types.clone().prop_map(AceKind::DenyObject),
        1 => (types.clone(), data.clone()).prop_map(|(t, d)| AceKind::AllowCallbackObject(t, d)),
        1 => (types, data).prop_map(|(t, d)| AceKind::DenyCallbackObject(t, d)),
        1 => sids().prop_map(|server| AceKind::AllowCompound { compound: 1, reserved: 0, server }),
        1 => Just(AceKind::Audit),
        1 => Just(AceKind::MandatoryLabel),
        1 => Just(AceKind::Unknown { type_byte: 0x77, body: vec![] }),
    ];
    (kinds, sids(), line_masks(), flags()).prop_map(|(kind, sid, mask, flags)| Ace {
        kind,
        flags,
        mask,
        sid,
    })
}

/// A DACL of plain lines, now and then none.
pub fn plain_dacls() -> impl Strategy<Value = AclState> {
    prop_oneof![
        1 => Just(AclState::Absent),
        1 => Just(AclState::Null),
        14 => prop::collection::vec(plain_lines(), 0..6).prop_map(AclState::of),
    ]
}

/// A DACL of lines of every kind.
pub fn dacls() -> impl Strategy<Value = AclState> {
    prop_oneof![
        1 => Just(AclState::Null),
        8 => prop::collection::vec(lines(), 0..6).prop_map(AclState::of),
    ]
}

/// A SACL: mostly none, often a label or two.
pub fn sacls() -> impl Strategy<Value = AclState> {
    let label = (
        prop_oneof![
            8 => select(vec![0x1000, 0x2000, 0x3000]).prop_map(|level| Sid::of(16, &[level])),
            1 => Just(STRANGER),
        ],
        0u32..8,
        flags(),
    )
        .prop_map(|(sid, policy, flags)| Ace {
            kind: AceKind::MandatoryLabel,
            flags,
            mask: AccessMask(policy),
            sid,
        });
    let other = (
        select(vec![
            AceKind::Audit,
            AceKind::TrustLabel,
            AceKind::ScopedPolicy,
            AceKind::AccessFilter(AppData::Opaque(vec![])),
        ]),
        sids(),
        masks(),
        flags(),
    )
        .prop_map(|(kind, sid, mask, flags)| Ace {
            kind,
            flags,
            mask,
            sid,
        });
    prop_oneof![
        4 => Just(AclState::Absent),
        4 => prop::collection::vec(label, 0..3).prop_map(AclState::of),
        1 => prop::collection::vec(other, 1..3).prop_map(AclState::of),
    ]
}

/// Who owns an object: the user, a group, a stranger, or nobody.
pub fn owners() -> impl Strategy<Value = Option<Sid>> + Clone {
    prop_oneof![
        1 => Just(None),
        2 => Just(Some(USER)),
        4 => select(&GROUPS[..]).prop_map(Some),
        2 => Just(Some(STRANGER)),
    ]
}

/// A descriptor of plain lines and no label.
pub fn plain_descriptors() -> impl Strategy<Value = SecurityDescriptor> {
    (owners(), plain_dacls()).prop_map(|(owner, dacl)| SecurityDescriptor {
        owner,
        group: Some(STRANGER),
        dacl,
        ..SecurityDescriptor::default()
    })
}

/// A descriptor with lines of every kind, labels, and what is not judged.
pub fn descriptors() -> impl Strategy<Value = SecurityDescriptor> {
    (owners(), prop_oneof![plain_dacls(), dacls()], sacls()).prop_map(|(owner, dacl, sacl)| {
        SecurityDescriptor {
            owner,
            group: Some(STRANGER),
            dacl,
            sacl,
            ..SecurityDescriptor::default()
        }
    })
}

/// How a token may hold a group: enabled, for deny only, or neither.
pub fn attributes() -> impl Strategy<Value = GroupAttributes> + Clone {
    prop_oneof![
        4 => Just(GroupAttributes::MEMBERSHIP),
        2 => Just(GroupAttributes::USE_FOR_DENY_ONLY),
        1 => Just(GroupAttributes(0)),
    ]
}

/// A token of the user and some groups.
pub fn plain_tokens() -> impl Strategy<Value = Token> {
    prop::collection::vec(prop::option::weighted(0.6, attributes()), GROUPS.len()).prop_map(
        |held| {
            let mut token = Token::of(USER);
            token.groups = GROUPS
                .iter()
                .zip(held)
                .filter_map(|(sid, attributes)| {
                    Some(Group {
                        attributes: attributes?,
                        ..Group::enabled(*sid)
                    })
                })
                .collect();
            token
        },
    )
}

/// Restricting SIDs: mostly none.
pub fn restrictions() -> impl Strategy<Value = Restriction> {
    let some = prop::collection::vec(sids(), 0..4);
    prop_oneof![
        3 => Just(Restriction::None),
        1 => some.clone().prop_map(Restriction::Restricted),
        1 => some.prop_map(Restriction::WriteRestricted),
    ]
}

/// Some of the privileges that matter here, enabled or not.
pub fn privileges() -> impl Strategy<Value = Privileges> {
    let known = [
        Privilege::Security,
        Privilege::TakeOwnership,
        Privilege::Relabel,
        Privilege::Backup,
        Privilege::Restore,
        Privilege::Debug,
    ];
    prop::collection::vec(prop::option::weighted(0.25, any::<bool>()), known.len()).prop_map(
        move |states| {
            known
                .into_iter()
                .zip(states)
                .fold(Privileges::NONE, |all, (privilege, state)| match state {
                    Some(enabled) => all.with(privilege, enabled),
                    None => all,
                })
        },
    )
}

/// A token with everything that the check looks at, all of it certain.
pub fn tokens() -> impl Strategy<Value = Token> {
    let integrity = prop::option::of(select(vec![
        IntegrityLevel::LOW,
        IntegrityLevel::MEDIUM,
        IntegrityLevel::HIGH,
    ]));
    let container =
        prop::option::weighted(0.1, prop::collection::vec(sids(), 0..2)).prop_map(|capabilities| {
            capabilities.map(|capabilities| AppContainer {
                package: PACKAGE,
                capabilities,
            })
        });
    let claim = prop::option::of(0i64..2);
    (
        plain_tokens(),
        prop::bool::weighted(0.15),
        restrictions(),
        privileges(),
        integrity,
        prop::bool::weighted(0.8),
        container,
        claim,
    )
        .prop_map(
            |(
                token,
                user_deny_only,
                restriction,
                privileges,
                integrity,
                obeys,
                container,
                claim,
            )| {
                let mut token = Token {
                    user_deny_only,
                    restriction,
                    privileges,
                    integrity,
                    no_write_up: obeys,
                    app_container: container,
                    ..token
                };
                token.claims.user = claim
                    .into_iter()
                    .map(|value| Claim {
                        name: "x".to_owned(),
                        flags: 0,
                        values: ClaimValues::Integers(vec![value]),
                    })
                    .collect();
                token
            },
        )
}

/// The same token with some of its groups held only perhaps, over four unknowns.
pub fn doubtful(token: Token) -> impl Strategy<Value = Token> {
    let doubts = prop::collection::vec(
        prop::option::of(prop::collection::vec((0u32..4).prop_map(Unknown), 1..3)),
        token.groups.len(),
    );
    doubts.prop_map(move |doubts| {
        let mut token = token.clone();
        for (group, doubt) in token.groups.iter_mut().zip(doubts) {
            group.certainty = doubt.map_or(Certainty::Held, Certainty::Perhaps);
        }
        token
    })
}

/// A wish for rights, for the maximum, or for both.
pub fn wishes() -> impl Strategy<Value = Wish> {
    let kind = prop_oneof![4 => Just(ObjectKind::File), 1 => select(&ObjectKind::ALL[..])];
    let rules = prop_oneof![
        6 => Just(Rules::TODAY),
        1 => Just(Rules::BEFORE_VISTA),
        1 => Just(Rules { claims: false, ..Rules::TODAY }),
    ];
    let own = prop::option::of(select(vec![USER, GROUPS[0], STRANGER]));
    (desired(), kind, own, rules).prop_map(|(desired, kind, principal_self, rules)| Wish {
        desired,
        kind,
        principal_self,
        rules,
    })
}

/// A mask to ask for.
pub fn desired() -> impl Strategy<Value = AccessMask> {
    prop_oneof![
        4 => some_rights(),
        2 => masks().prop_map(|mask| mask | AccessMask::MAXIMUM_ALLOWED),
    ]
}

/// One of the lines of a DACL, by its place.
pub fn place(which: Index, dacl: &AclState) -> Option<usize> {
    let count = dacl.aces().len();
    (count > 0).then(|| which.index(count))
}

//! Parents, children and creators from small alphabets, for laws about inheritance and about what stands above the check.

use proptest::prelude::*;

use crate::nt::{
    AccessMask, Ace, AceFlags, AceKind, AclState, Control, Elevation, Group, GroupAttributes,
    ImpersonationLevel, IntegrityLevel, ObjectKind, Privilege, Privileges, Restriction,
    SecurityDescriptor, Sid, Token, TokenLevel,
    files::{Disposition, FileAttributes, OpenRequest},
    inherit::{CREATOR_GROUP, CREATOR_OWNER},
    restrict::{DeletedPrivileges, Restrict},
};

/// The user of every token made here.
pub const ME: Sid = Sid::of(5, &[21, 1, 2, 3, 1001]);
/// A user who is somebody else.
pub const STRANGER: Sid = Sid::of(5, &[21, 1, 2, 3, 1002]);
/// Two groups that tokens may hold.
pub const GROUPS: [Sid; 2] = [Sid::of(5, &[32, 544]), Sid::of(5, &[32, 545])];

/// Whom lines speak of: the user, the groups, a stranger, the two placeholders, OWNER RIGHTS.
pub fn speaker() -> impl Strategy<Value = Sid> {
    prop::sample::select(vec![
        ME,
        GROUPS[0],
        GROUPS[1],
        STRANGER,
        CREATOR_OWNER,
        CREATOR_GROUP,
        Sid::of(3, &[4]),
    ])
}

/// Specific, generic, mixed and standard rights.
pub fn rights() -> impl Strategy<Value = AccessMask> {
    prop::sample::select(
        [
            0x1,
            0x2,
            0x43,
            0x80,
            0x1_0000,
            0x6_0000,
            0x12_0089,
            0x13_01BF,
            0x1F_01FF,
            0x1000_0000,
            0x2000_0000,
            0x4000_0001,
            0x8000_0000,
            0,
        ]
        .map(AccessMask)
        .to_vec(),
    )
}

/// Rights with no generic bit.
pub fn mapped_rights() -> impl Strategy<Value = AccessMask> {
    rights().prop_map(|mask| ObjectKind::File.mapping().map(mask))
}

/// A line of any of the sixteen ways of being inherited, marked as inherited or not.
pub fn line() -> impl Strategy<Value = Ace> {
    (any::<bool>(), 0_u8..32, rights(), speaker()).prop_map(|(allow, flags, mask, sid)| {
        let kind = if allow { AceKind::Allow } else { AceKind::Deny };
        Ace {
            kind,
            flags: AceFlags(flags),
            mask,
            sid,
        }
    })
}

/// Lists of up to four lines.
pub fn lines() -> impl Strategy<Value = Vec<Ace>> {
    prop::collection::vec(line(), 0..=4)
}

/// Lists as objects hold them: live lines without generic bits.
pub fn attached_lines() -> impl Strategy<Value = Vec<Ace>> {
    lines().prop_map(|mut lines| {
        for ace in lines.iter_mut().filter(|ace| ace.is_live()) {
            ace.mask = ObjectKind::File.mapping().map(ace.mask);
        }
        lines
    })
}

/// A list in each of its states.
pub fn list() -> impl Strategy<Value = AclState> {
    prop_oneof![
        1 => Just(AclState::Absent),
        1 => Just(AclState::Null),
        6 => lines().prop_map(AclState::of),
    ]
}

/// A descriptor with an owner and control flags that matter to inheritance: defaulted, asked, automatic, protected.
pub fn descriptor() -> impl Strategy<Value = SecurityDescriptor> {
    let control = prop::sample::subsequence(
        vec![
            Control::DACL_DEFAULTED,
            Control::DACL_INHERIT_REQUIRED,
            Control::DACL_AUTO_INHERITED,
            Control::DACL_PROTECTED,
        ],
        0..=4,
    );
    let owner = prop::option::weighted(0.8, prop::sample::select(vec![ME, GROUPS[0], STRANGER]));
    let group = prop::option::weighted(0.8, prop::sample::select(vec![GROUPS[1], STRANGER]));
    (owner, group, list(), control).prop_map(|(owner, group, dacl, control)| SecurityDescriptor {
        owner,
        group,
        dacl,
        control: control.into_iter().fold(Control(0), Control::union),
        ..SecurityDescriptor::default()
    })
}

/// A descriptor as it stands on an object: attached.
pub fn attached_descriptor() -> impl Strategy<Value = SecurityDescriptor> {
    (descriptor(), kind()).prop_map(|(descriptor, kind)| descriptor.attach(kind))
}

/// Files, folders and keys.
pub fn kind() -> impl Strategy<Value = ObjectKind> {
    prop::sample::select(vec![ObjectKind::File, ObjectKind::Folder, ObjectKind::Key])
}

/// Files and folders.
pub fn file_kind() -> impl Strategy<Value = ObjectKind> {
    prop::sample::select(vec![ObjectKind::File, ObjectKind::Folder])
}

/// A privilege that matters to files and tokens.
pub fn privilege() -> impl Strategy<Value = Privilege> {
    prop::sample::select(vec![
        Privilege::Backup,
        Privilege::Restore,
        Privilege::Security,
        Privilege::TakeOwnership,
        Privilege::ChangeNotify,
        Privilege::Impersonate,
        Privilege::Relabel,
        Privilege::Shutdown,
    ])
}

/// Some privileges, enabled or not.
pub fn privileges() -> impl Strategy<Value = Privileges> {
    prop::collection::vec((privilege(), any::<bool>()), 0..=4).prop_map(|held| {
        let with = |set: Privileges, (privilege, enabled)| set.with(privilege, enabled);
        held.into_iter().fold(Privileges::NONE, with)
    })
}

/// A group in one of its states: as by membership, as a possible owner, optional, off, deny-only.
fn group(sid: Sid) -> impl Strategy<Value = Option<Group>> {
    prop::option::of(prop::sample::select(vec![0x7, 0xF, 0xE, 0x6, 0x0, 0x10])).prop_map(
        move |attributes| {
            let attributes = GroupAttributes(attributes?);
            Some(Group {
                attributes,
                ..Group::enabled(sid)
            })
        },
    )
}

/// A list of restricting SIDs, if any.
pub fn restriction() -> impl Strategy<Value = Restriction> {
    let sids = || prop::sample::subsequence(vec![ME, GROUPS[0], GROUPS[1], STRANGER], 0..=4);
    prop_oneof![
        4 => Just(Restriction::None),
        1 => sids().prop_map(Restriction::Restricted),
        1 => sids().prop_map(Restriction::WriteRestricted),
    ]
}

/// A level, or a Windows without levels.
pub fn integrity() -> impl Strategy<Value = Option<IntegrityLevel>> {
    prop::option::of(prop::sample::select(vec![
        IntegrityLevel::LOW,
        IntegrityLevel::MEDIUM,
        IntegrityLevel::HIGH,
    ]))
}

/// The list as somebody writes it: no line claims to be inherited.
fn unmarked(list: AclState) -> AclState {
    match list {
        AclState::Absent => AclState::Absent,
        AclState::Null => AclState::Null,
        AclState::Present(mut acl) => {
            for ace in &mut acl.aces {
                ace.flags = ace.flags.without(AceFlags::INHERITED);
            }
            AclState::Present(acl)
        }
    }
}

/// Tokens of the user or of somebody else, with everything that inheritance and files look at.
pub fn token() -> impl Strategy<Value = Token> {
    let who = (
        prop::sample::select(vec![ME, ME, STRANGER]),
        group(GROUPS[0]),
        group(GROUPS[1]),
        privileges(),
        restriction(),
        integrity(),
    );
    let made = (
        prop::option::of(prop::sample::select(vec![ME, GROUPS[0]])),
        prop::option::of(Just(GROUPS[1])),
        list().prop_map(unmarked),
    );
    (who, made, level(), 0_u64..3, 0_u64..3).prop_map(
        |((user, one, two, privileges, restriction, integrity), made, level, session, origin)| {
            Token {
                groups: one.into_iter().chain(two).collect(),
                privileges,
                restriction,
                integrity,
                default_owner: made.0,
                primary_group: made.1,
                default_dacl: made.2,
                level,
                // Three sessions, the anonymous one among them.
                session: if session == 0 { 0x3E6 } else { session },
                origin,
                elevation: Elevation::Default,
                ..Token::of(user)
            }
        },
    )
}

/// Tokens that can open things.
pub fn opening_token() -> impl Strategy<Value = Token> {
    token().prop_map(|token| Token {
        level: TokenLevel::Primary,
        ..token
    })
}

/// A primary token's level, or one of the four.
pub fn level() -> impl Strategy<Value = TokenLevel> {
    prop_oneof![
        Just(TokenLevel::Primary),
        impersonation_level().prop_map(TokenLevel::Impersonation),
    ]
}

/// One of the four levels.
pub fn impersonation_level() -> impl Strategy<Value = ImpersonationLevel> {
    prop::sample::select(vec![
        ImpersonationLevel::Anonymous,
        ImpersonationLevel::Identification,
        ImpersonationLevel::Impersonation,
        ImpersonationLevel::Delegation,
    ])
}

/// What CreateRestrictedToken is asked for.
pub fn restrict_request() -> impl Strategy<Value = Restrict> {
    let disable = prop::sample::subsequence(vec![ME, GROUPS[0], GROUPS[1]], 0..=3);
    let delete = prop_oneof![
        prop::collection::vec(privilege(), 0..=3).prop_map(DeletedPrivileges::These),
        Just(DeletedPrivileges::AllButChangeNotify),
    ];
    (disable, delete, restriction()).prop_map(|(disable, delete, restrict)| Restrict {
        disable,
        delete,
        restrict,
    })
}

/// Attributes of files.
pub fn attributes() -> impl Strategy<Value = FileAttributes> {
    (
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.2),
    )
        .prop_map(|(read_only, hidden, system)| FileAttributes {
            read_only,
            hidden,
            system,
        })
}

/// Rights that a request for a file may hold.
pub fn file_request_rights() -> impl Strategy<Value = AccessMask> {
    let bits = vec![
        0x1, 0x2, 0x4, 0x20, 0x40, 0x80, 0x100, 0x1_0000, 0x2_0000, 0x4_0000, 0x8_0000, 0x10_0000,
        0x100_0000,
    ];
    prop::sample::subsequence(bits, 1..=4)
        .prop_map(|bits| AccessMask(bits.into_iter().sum::<u32>()))
}

/// Requests for what is there.
pub fn open_request() -> impl Strategy<Value = OpenRequest> {
    let disposition = prop::sample::select(vec![
        Disposition::Open,
        Disposition::Open,
        Disposition::OpenIf,
        Disposition::Overwrite,
        Disposition::OverwriteIf,
        Disposition::Supersede,
    ]);
    let switches = (prop::bool::weighted(0.2), any::<bool>(), any::<bool>());
    (
        file_request_rights(),
        disposition,
        switches,
        attributes(),
        any::<bool>(),
    )
        .prop_map(
            |(
                desired,
                disposition,
                (delete_on_close, backup_intent, named_stream),
                attributes,
                max,
            )| {
                let maximum = if max {
                    AccessMask::MAXIMUM_ALLOWED
                } else {
                    AccessMask::NONE
                };
                OpenRequest {
                    disposition,
                    delete_on_close,
                    backup_intent,
                    attributes,
                    named_stream,
                    ..OpenRequest::new(desired | maximum)
                }
            },
        )
}

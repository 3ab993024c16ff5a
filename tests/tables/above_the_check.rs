//! What stands above the plain check: files (F), COM (C) and impersonation (I), a row a case.

use poolproof::nt::{
    AccessMask, AclState, Group, ImpersonationLevel, IntegrityLevel, ObjectKind, Privilege,
    Privileges, Rules, SecurityDescriptor, Token, TokenLevel, Wish, access_check, api_check,
    com::{ComLists, ComRight, com_check},
    files::{
        Disposition, FileAttributes, FileRefusal, FileSituation, FileStatus, NewObject,
        NewObjectDecision, OpenRequest, Relocation, create, descriptor_after, open,
    },
    impersonate::{LevelRefusal, impersonate, thread_token},
    inherit::is_consistent_with_parent,
};

use crate::support::lines::{lines, sid};

const LOCKED: &str = "";
const EVERYTHING: &str = "(A;;FA;;;WD)";

struct FileRow {
    row: &'static str,
    says: &'static str,
    file: &'static str,
    /// The volume's root first, the parent last.
    folders: &'static [&'static str],
    privileges: &'static [(Privilege, bool)],
    attributes: FileAttributes,
    disposition: Disposition,
    backup_intent: bool,
    relative_to: Option<usize>,
    desired: u32,
    granted: bool,
}

const NO_ATTRIBUTES: FileAttributes = FileAttributes {
    read_only: false,
    hidden: false,
    system: false,
};

const PLAIN: FileRow = FileRow {
    row: "",
    says: "",
    file: LOCKED,
    folders: &[EVERYTHING],
    privileges: &[(Privilege::ChangeNotify, true)],
    attributes: NO_ATTRIBUTES,
    disposition: Disposition::Open,
    backup_intent: false,
    relative_to: None,
    desired: 0,
    granted: true,
};

const FILE_ROWS: &[FileRow] = &[
    FileRow {
        row: "F1",
        says: "the parent's DELETE_CHILD deletes a file that denies its own deletion",
        file: "(D;;0x10000;;;WD)(A;;FA;;;WD)",
        folders: &["(A;;0x40;;;WD)"],
        desired: 0x1_0000,
        ..PLAIN
    },
    FileRow {
        row: "F2",
        says: "the parent is asked only where the file refuses",
        file: "(A;;0x10000;;;WD)",
        folders: &["(D;;FA;;;WD)"],
        desired: 0x1_0000,
        ..PLAIN
    },
    FileRow {
        row: "F3",
        says: "a parent that may be listed shows the attributes of its files",
        file: "(D;;0x80;;;WD)",
        folders: &["(A;;0x1;;;WD)"],
        desired: 0x80,
        ..PLAIN
    },
    FileRow {
        row: "F4",
        says: "both rights that a parent can give come from it at once",
        desired: 0x1_0080,
        ..PLAIN
    },
    FileRow {
        row: "F5",
        says: "a parent never gives the content",
        desired: 0x1_0081,
        granted: false,
        ..PLAIN
    },
    FileRow {
        row: "F6",
        says: "a locked folder does not protect a readable file from who passes through",
        file: "(A;;0x1;;;WD)",
        folders: &[EVERYTHING, LOCKED],
        desired: 0x1,
        ..PLAIN
    },
    FileRow {
        row: "F7",
        says: "without the privilege to pass through, the locked folder stops the walk",
        file: "(A;;0x1;;;WD)",
        folders: &[EVERYTHING, LOCKED],
        privileges: &[(Privilege::ChangeNotify, false)],
        desired: 0x1,
        granted: false,
        ..PLAIN
    },
    FileRow {
        row: "F8",
        says: "a handle on the locked folder is a place to start behind it",
        file: "(A;;0x1;;;WD)",
        folders: &[EVERYTHING, LOCKED],
        privileges: &[(Privilege::ChangeNotify, false)],
        relative_to: Some(1),
        desired: 0x1,
        ..PLAIN
    },
    FileRow {
        row: "F9",
        says: "the backup privilege does nothing for an open that is not for backup",
        privileges: &[(Privilege::ChangeNotify, true), (Privilege::Backup, true)],
        desired: 0x1,
        granted: false,
        ..PLAIN
    },
    FileRow {
        row: "F10",
        says: "for backup everything may be read",
        privileges: &[(Privilege::ChangeNotify, true), (Privilege::Backup, true)],
        backup_intent: true,
        desired: 0x12_0089,
        ..PLAIN
    },
    FileRow {
        row: "F11",
        says: "for backup nothing may be written",
        privileges: &[(Privilege::ChangeNotify, true), (Privilege::Backup, true)],
        backup_intent: true,
        desired: 0x12_0089 | 0x2,
        granted: false,
        ..PLAIN
    },
    FileRow {
        row: "F12",
        says: "for restoring the owner may be written",
        privileges: &[(Privilege::ChangeNotify, true), (Privilege::Restore, true)],
        backup_intent: true,
        desired: 0x8_0000,
        ..PLAIN
    },
    FileRow {
        row: "F15",
        says: "creating over a file asks for what overwrites it",
        file: "(A;;0x120089;;;WD)",
        disposition: Disposition::OverwriteIf,
        desired: 0x12_0089,
        granted: false,
        ..PLAIN
    },
    FileRow {
        row: "F16",
        says: "the read-only attribute refuses writing whatever the list says",
        file: EVERYTHING,
        attributes: FileAttributes {
            read_only: true,
            hidden: false,
            system: false,
        },
        desired: 0x2,
        granted: false,
        ..PLAIN
    },
    FileRow {
        row: "F17",
        says: "a request for no right is refused",
        file: EVERYTHING,
        granted: false,
        ..PLAIN
    },
    FileRow {
        row: "F18",
        says: "a request for reserved bits is refused",
        file: EVERYTHING,
        desired: 0x0020_0000,
        granted: false,
        ..PLAIN
    },
];

fn descriptor(dacl: &str) -> SecurityDescriptor {
    SecurityDescriptor {
        owner: Some(sid("SY")),
        group: Some(sid("SY")),
        dacl: AclState::of(lines(dacl)),
        ..SecurityDescriptor::default()
    }
}

fn stranger(privileges: &[(Privilege, bool)]) -> Token {
    let with = |set: Privileges, (privilege, on): &(Privilege, bool)| set.with(*privilege, *on);
    Token {
        groups: vec![Group::enabled(sid("WD")), Group::enabled(sid("BU"))],
        privileges: privileges.iter().fold(Privileges::NONE, with),
        level: TokenLevel::Primary,
        ..Token::of(sid("U"))
    }
}

fn situation<'a>(
    descriptor: &'a SecurityDescriptor,
    folders: &'a [Option<&'a SecurityDescriptor>],
) -> FileSituation<'a> {
    FileSituation {
        descriptor,
        kind: ObjectKind::File,
        attributes: NO_ATTRIBUTES,
        folders,
        rules: Rules::TODAY,
    }
}

#[test]
fn files_answer_as_the_table_says() {
    for row in FILE_ROWS {
        let file = descriptor(row.file);
        let folders: Vec<SecurityDescriptor> =
            row.folders.iter().map(|dacl| descriptor(dacl)).collect();
        let folders: Vec<Option<&SecurityDescriptor>> = folders.iter().map(Some).collect();
        let mut situation = situation(&file, &folders);
        situation.attributes = row.attributes;
        let request = OpenRequest {
            disposition: row.disposition,
            backup_intent: row.backup_intent,
            relative_to: row.relative_to,
            ..OpenRequest::new(AccessMask(row.desired))
        };
        let decision = open(&situation, &stranger(row.privileges), &request).unwrap();
        let name = format!("{}: {}: {decision:?}", row.row, row.says);
        assert_eq!(decision.is_granted(), row.granted, "{name}");
        let is_unknown = matches!(decision.status, FileStatus::Unknown(_));
        assert!(!is_unknown, "{name}");
        if row.granted {
            assert_eq!(decision.granted, AccessMask(row.desired), "{name}");
        }
    }
}

#[test]
fn f13_and_f14_a_creator_gets_all_it_asks_for_once() {
    let root = descriptor("(A;;0x2;;;WD)");
    let creator = stranger(&[(Privilege::ChangeNotify, true)]);
    let creator = Token {
        default_dacl: AclState::of(lines("(A;;0x80;;;WD)")),
        ..creator
    };
    let request = NewObject {
        kind: ObjectKind::File,
        desired: AccessMask(0x1F_01FF),
        descriptor: None,
        backup_intent: false,
    };
    let mut folder = situation(&root, &[]);
    folder.kind = ObjectKind::Folder;
    let NewObjectDecision::Made {
        granted,
        descriptor: made,
        ..
    } = create(&folder, &creator, &request).unwrap()
    else {
        panic!("F13: a folder that gives ADD_FILE lets a file be made")
    };
    assert_eq!(granted, AccessMask(0x1F_01FF), "F13");
    let folders = [Some(&root)];
    let again = |desired| {
        let request = OpenRequest::new(AccessMask(desired));
        open(&situation(&made, &folders), &creator, &request).unwrap()
    };
    assert!(!again(0x1F_01FF).is_granted(), "F14");
    assert!(again(0x80).is_granted(), "F14");
    let subfolder = NewObject {
        kind: ObjectKind::Folder,
        ..request
    };
    let refused = create(&folder, &creator, &subfolder).unwrap();
    assert!(
        matches!(refused, NewObjectDecision::Refused(_)),
        "F13: ADD_FILE is not ADD_SUBDIRECTORY"
    );
}

#[test]
fn f19_a_moved_file_keeps_its_list_and_a_copied_one_inherits_anew() {
    let old_home = "(A;ID;0x1200a9;;;BU)";
    let new_parent = descriptor("(A;OICI;0x1f01ff;;;BA)");
    let file = descriptor(old_home);
    let mover = stranger(&[]);
    let after =
        |relocation| descriptor_after(relocation, &file, &new_parent, &mover, ObjectKind::File);
    assert_eq!(after(Relocation::Move), file, "F19");
    let check = is_consistent_with_parent(&new_parent, &after(Relocation::Move), ObjectKind::File);
    assert_eq!(
        check.stale().collect::<Vec<_>>(),
        [0],
        "F19: the line is stale"
    );
    assert_eq!(
        after(Relocation::Copy).dacl,
        AclState::of(lines("(A;;0x1f01ff;;;BA)"))
    );
}

struct ComRow {
    row: &'static str,
    says: &'static str,
    machine: Option<&'static str>,
    own: Option<&'static str>,
    default: &'static str,
    wanted: ComRight,
    granted: bool,
}

const COM_ROWS: &[ComRow] = &[
    ComRow {
        row: "C1",
        says: "in the old format one bit stands for everything",
        machine: None,
        own: Some("(A;;0x1;;;WD)"),
        default: LOCKED,
        wanted: ComRight::ActivateRemotely,
        granted: true,
    },
    ComRow {
        row: "C2",
        says: "in the new format local launch is not remote launch",
        machine: None,
        own: Some("(A;;0x3;;;WD)"),
        default: "(A;;0x1f;;;WD)",
        wanted: ComRight::LaunchRemotely,
        granted: false,
    },
    ComRow {
        row: "C3",
        says: "execution, local launch and local activation activate locally",
        machine: None,
        own: Some("(A;;0xb;;;WD)"),
        default: LOCKED,
        wanted: ComRight::ActivateLocally,
        granted: true,
    },
    ComRow {
        row: "C4",
        says: "the machine's restriction must grant it too",
        machine: Some("(A;;0xb;;;WD)"),
        own: Some("(A;;0x1f;;;WD)"),
        default: LOCKED,
        wanted: ComRight::LaunchRemotely,
        granted: false,
    },
    ComRow {
        row: "C5",
        says: "without a list of its own the default one refuses",
        machine: None,
        own: None,
        default: "(A;;0x1f;;;BA)",
        wanted: ComRight::LaunchLocally,
        granted: false,
    },
    ComRow {
        row: "C5",
        says: "without a list of its own the default one grants",
        machine: None,
        own: None,
        default: "(A;;0x1f;;;BU)",
        wanted: ComRight::LaunchLocally,
        granted: true,
    },
    ComRow {
        row: "C6",
        says: "a denial of the old format denies everything",
        machine: None,
        own: Some("(D;;0x1;;;BU)(A;;0x1;;;WD)"),
        default: "(A;;0x1f;;;WD)",
        wanted: ComRight::LaunchLocally,
        granted: false,
    },
];

#[test]
fn com_answers_as_the_table_says() {
    for row in COM_ROWS {
        let machine = row.machine.map(descriptor);
        let own = row.own.map(descriptor);
        let lists = ComLists {
            machine: machine.as_ref(),
            own: own.as_ref(),
            default: &descriptor(row.default),
        };
        let decision = com_check(&lists, &stranger(&[]), row.wanted, Rules::TODAY).unwrap();
        let name = format!("{}: {}", row.row, row.says);
        assert_eq!(decision.is_granted(), Some(row.granted), "{name}");
    }
}

struct ImpersonationRow {
    row: &'static str,
    says: &'static str,
    client: &'static str,
    process_level: IntegrityLevel,
    client_level: IntegrityLevel,
    gets: ImpersonationLevel,
}

const IMPERSONATION_ROWS: &[ImpersonationRow] = &[
    ImpersonationRow {
        row: "I1",
        says: "without the privilege another user is only identified, and nothing fails yet",
        client: "S-1-5-21-1-2-3-1002",
        process_level: IntegrityLevel::HIGH,
        client_level: IntegrityLevel::MEDIUM,
        gets: ImpersonationLevel::Identification,
    },
    ImpersonationRow {
        row: "I2",
        says: "one's own user may be impersonated",
        client: "U",
        process_level: IntegrityLevel::HIGH,
        client_level: IntegrityLevel::HIGH,
        gets: ImpersonationLevel::Impersonation,
    },
    ImpersonationRow {
        row: "I3",
        says: "a process that lowered itself does not get its own former level back",
        client: "U",
        process_level: IntegrityLevel::LOW,
        client_level: IntegrityLevel::MEDIUM,
        gets: ImpersonationLevel::Identification,
    },
];

#[test]
fn impersonation_gives_what_the_table_says() {
    for row in IMPERSONATION_ROWS {
        let process = Token {
            integrity: Some(row.process_level),
            session: 7,
            ..stranger(&[(Privilege::Impersonate, false)])
        };
        let client = Token {
            integrity: Some(row.client_level),
            session: 8,
            ..Token::of(sid(row.client))
        };
        let got = impersonate(&process, &client, ImpersonationLevel::Impersonation);
        assert_eq!(got.level, row.gets, "{}: {} ({got:?})", row.row, row.says);
    }
}

#[test]
fn i4_and_i5_an_identification_token_may_be_asked_about_and_opens_nothing() {
    let file = descriptor(EVERYTHING);
    let identified = Token {
        level: TokenLevel::Impersonation(ImpersonationLevel::Identification),
        ..stranger(&[(Privilege::ChangeNotify, true)])
    };
    let wish = Wish::new(ObjectKind::File, AccessMask(0x1));
    assert_eq!(identified.level.may_be_checked(), Ok(()), "I4");
    assert_eq!(api_check(&file, &identified, &wish), Ok(()), "I4");
    assert!(
        access_check(&file, &identified, &wish)
            .unwrap()
            .is_granted(),
        "I4"
    );
    let request = OpenRequest::new(AccessMask(0x1));
    let decision = open(&situation(&file, &[]), &identified, &request).unwrap();
    let refusal = FileRefusal::Level(LevelRefusal::BadImpersonationLevel);
    assert_eq!(decision.status, FileStatus::Refused(refusal), "I5");
    let full = thread_token(
        &identified,
        &stranger(&[]),
        ImpersonationLevel::Identification,
    );
    assert_eq!(
        full.level.may_open(),
        Err(LevelRefusal::BadImpersonationLevel),
        "I5"
    );
}

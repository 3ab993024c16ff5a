//! What stands above the plain check: files (F), COM (C) and impersonation (I), a row a case.

use poolproof::nt::{
    AccessMask, AclState, Group, ImpersonationLevel, IntegrityLevel, ObjectKind, Privilege,
    Privileges, Rules, SecurityDescriptor, Token, TokenLevel, Wish, access_check, api_check,
    com::{ComLists, ComRight, com_check},
    files::{FileAttributes, FileRefusal, FileSituation, FileStatus, OpenRequest, open},
    impersonate::{LevelRefusal, impersonate, thread_token},
};

use crate::support::lines::{lines, sid};

mod files;

const LOCKED: &str = "";
const EVERYTHING: &str = "(A;;FA;;;WD)";

const NO_ATTRIBUTES: FileAttributes = FileAttributes {
    read_only: false,
    hidden: false,
    system: false,
};

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

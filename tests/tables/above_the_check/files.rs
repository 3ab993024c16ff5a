//! The rows about files: the parent, the way, backup intent, attributes, new and moved files.

use poolproof::nt::{
    AccessMask, AclState, ObjectKind, Privilege, SecurityDescriptor, Token,
    files::{
        Disposition, FileAttributes, FileStatus, NewObject, NewObjectDecision, OpenRequest,
        Relocation, create, descriptor_after, open,
    },
    inherit::is_consistent_with_parent,
};

use super::{EVERYTHING, LOCKED, NO_ATTRIBUTES, descriptor, situation, stranger};
use crate::support::lines::lines;

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

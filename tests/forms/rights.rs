//! Names of rights, both ways.

use poolproof::nt::{
    AccessMask, ObjectKind, describe_rights, from_icacls, implied_rights, right_by_name,
    right_name, specific_rights, to_icacls,
};

/// Win32's tables of access rights, one or two rows of each.
#[test]
fn constants_mean_their_masks() {
    use ObjectKind::*;
    for (kind, name, mask) in [
        (File, "FILE_READ_DATA", 0x1),
        (File, "file_delete_child", 0x40),
        (File, "FILE_ALL_ACCESS", 0x1F01FF),
        (File, "FILE_GENERIC_READ", 0x120089),
        (File, "FILE_GENERIC_WRITE", 0x120116),
        (File, "FILE_GENERIC_EXECUTE", 0x1200A0),
        (File, "FILE_LIST_DIRECTORY", 0x1),
        (Folder, "FILE_TRAVERSE", 0x20),
        (Folder, "FILE_EXECUTE", 0x20),
        (Folder, "GENERIC_READ", 0x8000_0000),
        (Key, "KEY_QUERY_VALUE", 0x1),
        (Key, "KEY_ALL_ACCESS", 0xF003F),
        (Key, "KEY_READ", 0x20019),
        (Service, "SERVICE_START", 0x10),
        (Service, "SERVICE_ALL_ACCESS", 0xF01FF),
        (ServiceManager, "SC_MANAGER_CREATE_SERVICE", 0x2),
        (Process, "PROCESS_VM_READ", 0x10),
        (Process, "PROCESS_ALL_ACCESS", 0x1FFFFF),
        (Thread, "THREAD_IMPERSONATE", 0x100),
        (Token, "TOKEN_QUERY", 0x8),
        (ComLaunch, "COM_RIGHTS_ACTIVATE_REMOTE", 0x10),
        (ComAccess, "COM_RIGHTS_EXECUTE", 0x1),
        (Process, "WRITE_DAC", 0x40000),
        (Token, "STANDARD_RIGHTS_REQUIRED", 0xF0000),
    ] {
        assert_eq!(
            right_by_name(kind, name),
            Some(AccessMask(mask)),
            "{kind:?} {name}"
        );
    }
    assert_eq!(right_by_name(Key, "FILE_READ_DATA"), None);
}

/// A name for a single right is read back as that right.
#[test]
fn names_of_single_rights_are_read_back() {
    for kind in ObjectKind::ALL {
        for bit in AccessMask(u32::MAX).bits() {
            if let Some(name) = right_name(kind, bit) {
                assert_eq!(right_by_name(kind, name), Some(bit), "{kind:?} {name}");
            }
        }
        let all = specific_rights(kind)
            .iter()
            .fold(0, |all, (_, bit)| all | bit);
        let mapped = kind.mapping().all.0 & 0xFFFF;
        // A process's GENERIC_ALL holds bits without a name, a key's has no names for its views.
        assert!(kind == ObjectKind::Process || kind == ObjectKind::Thread || mapped & !all == 0);
    }
}

/// `icacls` prints these.
#[test]
fn icacls_letters_mean_their_masks() {
    for (letters, mask, printed) in [
        ("F", 0x1F01FF, "F"),
        ("M", 0x1301BF, "M"),
        ("RX", 0x1200A9, "RX"),
        ("rx", 0x1200A9, "RX"),
        ("R", 0x120089, "R"),
        ("W", 0x100116, "W"),
        ("D", 0x10000, "D"),
        ("DE", 0x10000, "D"),
        ("N", 0, "N"),
        ("RX,W", 0x1201BF, "RX,W"),
        ("W,D,WDAC,WO", 0x1D0116, "W,D,WDAC,WO"),
        ("Rc,S,RD", 0x120001, "RC,S,RD"),
        ("GR,GE", 0xA000_0000, "GR,GE"),
        ("GA", 0x1000_0000, "GA"),
        (
            "RD, WD, AD, REA, WEA, X, DC, RA, WA",
            0x1FF,
            "RD,WD,AD,REA,WEA,X,DC,RA,WA",
        ),
        ("AS,MA,GW", 0x4300_0000, "AS,MA,GW"),
    ] {
        assert_eq!(from_icacls(letters), Ok(AccessMask(mask)), "{letters}");
        assert_eq!(
            to_icacls(AccessMask(mask)).as_deref(),
            Some(printed),
            "{letters}"
        );
    }
    assert_eq!(from_icacls("RX,Q"), Err("Q"));
    assert_eq!(from_icacls(""), Err(""));
    assert_eq!(to_icacls(AccessMask(0x200)), None);
}

#[test]
fn masks_are_described_as_a_person_would_read_them() {
    use ObjectKind::*;
    for (kind, mask, text) in [
        (Folder, 0x1200A9, "RX"),
        (File, 0x10000, "DELETE"),
        (File, 0x3, "FILE_READ_DATA | FILE_WRITE_DATA"),
        (Folder, 0x10002, "FILE_ADD_FILE | DELETE"),
        (File, 0x1000_0000, "GENERIC_ALL"),
        (Key, 0xF003F, "KEY_ALL_ACCESS"),
        (Service, 0x30, "SERVICE_START | SERVICE_STOP"),
        (File, 0x8000, "0x8000"),
        (File, 0x8001, "FILE_READ_DATA | 0x8000"),
        (File, 0, "no right"),
    ] {
        assert_eq!(describe_rights(kind, AccessMask(mask)), text);
    }
}

/// Win32, process and thread security.
#[test]
fn full_information_rights_bring_the_limited_ones() {
    let implied = |kind, mask| implied_rights(kind, AccessMask(mask)).0;
    assert_eq!(implied(ObjectKind::Process, 0x400), 0x1400);
    assert_eq!(implied(ObjectKind::Process, 0x200), 0x2200);
    assert_eq!(implied(ObjectKind::Thread, 0x60), 0xC60);
    assert_eq!(implied(ObjectKind::Token, 0x400), 0x400);
}

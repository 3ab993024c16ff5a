//! What rights are called: Windows' constants for each kind of object, and the letters of `icacls`.

use super::{AccessMask, ObjectKind};

type Names = &'static [(&'static str, u32)];

const STANDARD: Names = &[
    ("DELETE", 0x1_0000),
    ("READ_CONTROL", 0x2_0000),
    ("WRITE_DAC", 0x4_0000),
    ("WRITE_OWNER", 0x8_0000),
    ("SYNCHRONIZE", 0x10_0000),
    ("ACCESS_SYSTEM_SECURITY", 0x100_0000),
    ("MAXIMUM_ALLOWED", 0x200_0000),
    ("GENERIC_ALL", 0x1000_0000),
    ("GENERIC_EXECUTE", 0x2000_0000),
    ("GENERIC_WRITE", 0x4000_0000),
    ("GENERIC_READ", 0x8000_0000),
];

const STANDARD_SETS: Names = &[
    ("STANDARD_RIGHTS_REQUIRED", 0xF_0000),
    ("STANDARD_RIGHTS_ALL", 0x1F_0000),
    ("STANDARD_RIGHTS_READ", 0x2_0000),
    ("STANDARD_RIGHTS_WRITE", 0x2_0000),
    ("STANDARD_RIGHTS_EXECUTE", 0x2_0000),
    ("SPECIFIC_RIGHTS_ALL", 0xFFFF),
];

const FILE: Names = &[
    ("FILE_READ_DATA", 0x1),
    ("FILE_WRITE_DATA", 0x2),
    ("FILE_APPEND_DATA", 0x4),
    ("FILE_READ_EA", 0x8),
    ("FILE_WRITE_EA", 0x10),
    ("FILE_EXECUTE", 0x20),
    ("FILE_DELETE_CHILD", 0x40),
    ("FILE_READ_ATTRIBUTES", 0x80),
    ("FILE_WRITE_ATTRIBUTES", 0x100),
];

const FOLDER: Names = &[
    ("FILE_LIST_DIRECTORY", 0x1),
    ("FILE_ADD_FILE", 0x2),
    ("FILE_ADD_SUBDIRECTORY", 0x4),
    ("FILE_READ_EA", 0x8),
    ("FILE_WRITE_EA", 0x10),
    ("FILE_TRAVERSE", 0x20),
    ("FILE_DELETE_CHILD", 0x40),
    ("FILE_READ_ATTRIBUTES", 0x80),
    ("FILE_WRITE_ATTRIBUTES", 0x100),
];

const FILE_SETS: Names = &[
    ("FILE_ALL_ACCESS", 0x1F_01FF),
    ("FILE_GENERIC_READ", 0x12_0089),
    ("FILE_GENERIC_WRITE", 0x12_0116),
    ("FILE_GENERIC_EXECUTE", 0x12_00A0),
    ("FILE_CREATE_PIPE_INSTANCE", 0x4),
];

const KEY: Names = &[
    ("KEY_QUERY_VALUE", 0x1),
    ("KEY_SET_VALUE", 0x2),
    ("KEY_CREATE_SUB_KEY", 0x4),
    ("KEY_ENUMERATE_SUB_KEYS", 0x8),
    ("KEY_NOTIFY", 0x10),
    ("KEY_CREATE_LINK", 0x20),
    ("KEY_WOW64_64KEY", 0x100),
    ("KEY_WOW64_32KEY", 0x200),
];

const KEY_SETS: Names = &[
    ("KEY_ALL_ACCESS", 0xF_003F),
    ("KEY_READ", 0x2_0019),
    ("KEY_WRITE", 0x2_0006),
    ("KEY_EXECUTE", 0x2_0019),
];

const SERVICE: Names = &[
    ("SERVICE_QUERY_CONFIG", 0x1),
    ("SERVICE_CHANGE_CONFIG", 0x2),
    ("SERVICE_QUERY_STATUS", 0x4),
    ("SERVICE_ENUMERATE_DEPENDENTS", 0x8),
    ("SERVICE_START", 0x10),
    ("SERVICE_STOP", 0x20),
    ("SERVICE_PAUSE_CONTINUE", 0x40),
    ("SERVICE_INTERROGATE", 0x80),
    ("SERVICE_USER_DEFINED_CONTROL", 0x100),
];

const SERVICE_MANAGER: Names = &[
    ("SC_MANAGER_CONNECT", 0x1),
    ("SC_MANAGER_CREATE_SERVICE", 0x2),
    ("SC_MANAGER_ENUMERATE_SERVICE", 0x4),
    ("SC_MANAGER_LOCK", 0x8),
    ("SC_MANAGER_QUERY_LOCK_STATUS", 0x10),
    ("SC_MANAGER_MODIFY_BOOT_CONFIG", 0x20),
];

const PROCESS: Names = &[
    ("PROCESS_TERMINATE", 0x1),
    ("PROCESS_CREATE_THREAD", 0x2),
    ("PROCESS_SET_SESSIONID", 0x4),
    ("PROCESS_VM_OPERATION", 0x8),
    ("PROCESS_VM_READ", 0x10),
    ("PROCESS_VM_WRITE", 0x20),
    ("PROCESS_DUP_HANDLE", 0x40),
    ("PROCESS_CREATE_PROCESS", 0x80),
    ("PROCESS_SET_QUOTA", 0x100),
    ("PROCESS_SET_INFORMATION", 0x200),
    ("PROCESS_QUERY_INFORMATION", 0x400),
    ("PROCESS_SUSPEND_RESUME", 0x800),
    ("PROCESS_QUERY_LIMITED_INFORMATION", 0x1000),
    ("PROCESS_SET_LIMITED_INFORMATION", 0x2000),
];

const THREAD: Names = &[
    ("THREAD_TERMINATE", 0x1),
    ("THREAD_SUSPEND_RESUME", 0x2),
    ("THREAD_ALERT", 0x4),
    ("THREAD_GET_CONTEXT", 0x8),
    ("THREAD_SET_CONTEXT", 0x10),
    ("THREAD_SET_INFORMATION", 0x20),
    ("THREAD_QUERY_INFORMATION", 0x40),
    ("THREAD_SET_THREAD_TOKEN", 0x80),
    ("THREAD_IMPERSONATE", 0x100),
    ("THREAD_DIRECT_IMPERSONATION", 0x200),
    ("THREAD_SET_LIMITED_INFORMATION", 0x400),
    ("THREAD_QUERY_LIMITED_INFORMATION", 0x800),
    ("THREAD_RESUME", 0x1000),
];

const TOKEN: Names = &[
    ("TOKEN_ASSIGN_PRIMARY", 0x1),
    ("TOKEN_DUPLICATE", 0x2),
    ("TOKEN_IMPERSONATE", 0x4),
    ("TOKEN_QUERY", 0x8),
    ("TOKEN_QUERY_SOURCE", 0x10),
    ("TOKEN_ADJUST_PRIVILEGES", 0x20),
    ("TOKEN_ADJUST_GROUPS", 0x40),
    ("TOKEN_ADJUST_DEFAULT", 0x80),
    ("TOKEN_ADJUST_SESSIONID", 0x100),
];

// The constants of the headers, which are not what the generic bits map to.
const TOKEN_SETS: Names = &[
    ("TOKEN_ALL_ACCESS", 0xF_01FF),
    ("TOKEN_READ", 0x2_0008),
    ("TOKEN_WRITE", 0x2_00E0),
    ("TOKEN_EXECUTE", 0x2_0000),
];

const COM_LAUNCH: Names = &[
    ("COM_RIGHTS_EXECUTE", 0x1),
    ("COM_RIGHTS_EXECUTE_LOCAL", 0x2),
    ("COM_RIGHTS_EXECUTE_REMOTE", 0x4),
    ("COM_RIGHTS_ACTIVATE_LOCAL", 0x8),
    ("COM_RIGHTS_ACTIVATE_REMOTE", 0x10),
];

const COM_ACCESS: Names = &[
    ("COM_RIGHTS_EXECUTE", 0x1),
    ("COM_RIGHTS_EXECUTE_LOCAL", 0x2),
    ("COM_RIGHTS_EXECUTE_REMOTE", 0x4),
];

/// The single rights of a kind with their names, lowest first, without the standard ones.
pub fn specific_rights(kind: ObjectKind) -> &'static [(&'static str, u32)] {
    match kind {
        ObjectKind::File => FILE,
        ObjectKind::Folder => FOLDER,
        ObjectKind::Key => KEY,
        ObjectKind::Service => SERVICE,
        ObjectKind::ServiceManager => SERVICE_MANAGER,
        ObjectKind::Process => PROCESS,
        ObjectKind::Thread => THREAD,
        ObjectKind::Token => TOKEN,
        ObjectKind::ComLaunch => COM_LAUNCH,
        ObjectKind::ComAccess => COM_ACCESS,
    }
}

/// Names for several rights at once, and second names of single ones.
fn sets(kind: ObjectKind) -> [Names; 2] {
    match kind {
        ObjectKind::File => [FILE_SETS, FOLDER],
        ObjectKind::Folder => [FILE_SETS, FILE],
        ObjectKind::Key => [KEY_SETS, &[]],
        ObjectKind::Service => [&[("SERVICE_ALL_ACCESS", 0xF_01FF)], &[]],
        ObjectKind::ServiceManager => [&[("SC_MANAGER_ALL_ACCESS", 0xF_003F)], &[]],
        ObjectKind::Process => [&[("PROCESS_ALL_ACCESS", 0x1F_FFFF)], &[]],
        ObjectKind::Thread => [&[("THREAD_ALL_ACCESS", 0x1F_FFFF)], &[]],
        ObjectKind::Token => [TOKEN_SETS, &[]],
        ObjectKind::ComLaunch | ObjectKind::ComAccess => [&[], &[]],
    }
}

/// The rights that one of Windows' constants stands for on a kind of object (`KEY_READ`, `write_dac`), without
/// regard to case.
pub fn right_by_name(kind: ObjectKind, name: &str) -> Option<AccessMask> {
    let [first, second] = sets(kind);
    [
        specific_rights(kind),
        STANDARD,
        first,
        second,
        STANDARD_SETS,
    ]
    .into_iter()
    .flatten()
    .find(|(known, _)| known.eq_ignore_ascii_case(name))
    .map(|(_, mask)| AccessMask(*mask))
}

/// What Windows calls a single right on a kind of object.
pub fn right_name(kind: ObjectKind, right: AccessMask) -> Option<&'static str> {
    [specific_rights(kind), STANDARD]
        .into_iter()
        .flatten()
        .find(|(_, bit)| *bit == right.0)
        .map(|(name, _)| *name)
}

/// A mask as a person would read it: one letter of `icacls` or one constant if it fits exactly, else the names of
/// its rights with ` | ` between them, and the bits without a name as a number.
///
/// ```
/// use poolproof::nt::{AccessMask, ObjectKind, describe_rights};
/// assert_eq!(describe_rights(ObjectKind::Folder, AccessMask(0x1200a9)), "RX");
/// assert_eq!(describe_rights(ObjectKind::Key, AccessMask(0x3)), "KEY_QUERY_VALUE | KEY_SET_VALUE");
/// ```
pub fn describe_rights(kind: ObjectKind, mask: AccessMask) -> String {
    if mask.is_empty() {
        return "no right".to_owned();
    }
    let exact = match kind {
        ObjectKind::File | ObjectKind::Folder => SIMPLE[..5].iter(),
        ObjectKind::Key
        | ObjectKind::Service
        | ObjectKind::ServiceManager
        | ObjectKind::Process
        | ObjectKind::Thread
        | ObjectKind::Token
        | ObjectKind::ComLaunch
        | ObjectKind::ComAccess => sets(kind)[0].iter(),
    };
    let mut exact = exact.filter(|(_, set)| *set == mask.0 && !set.is_power_of_two());
    if let Some((name, _)) = exact.next() {
        return (*name).to_owned();
    }
    let mut words: Vec<String> = Vec::new();
    let mut nameless = 0;
    for bit in mask.bits() {
        match right_name(kind, bit) {
            Some(name) => words.push(name.to_owned()),
            None => nameless |= bit.0,
        }
    }
    if nameless != 0 {
        words.push(format!("{nameless:#x}"));
    }
    words.join(" | ")
}

/// What a handle holds to which this mask was granted: on processes and threads the full information rights bring
/// the limited ones (Win32 "process security and access rights").
pub fn implied_rights(kind: ObjectKind, mask: AccessMask) -> AccessMask {
    let pairs: &[(u32, u32)] = match kind {
        ObjectKind::Process => &[(0x400, 0x1000), (0x200, 0x2000)],
        ObjectKind::Thread => &[(0x40, 0x800), (0x20, 0x400)],
        ObjectKind::File
        | ObjectKind::Folder
        | ObjectKind::Key
        | ObjectKind::Service
        | ObjectKind::ServiceManager
        | ObjectKind::Token
        | ObjectKind::ComLaunch
        | ObjectKind::ComAccess => &[],
    };
    let brought = pairs
        .iter()
        .filter(|(full, _)| mask.intersects(AccessMask(*full)))
        .fold(0, |all, (_, limited)| all | limited);
    mask | AccessMask(brought)
}

// The letters that stand for sets of rights in `icacls`, largest first.
const SIMPLE: Names = &[
    ("F", 0x1F_01FF),
    ("M", 0x13_01BF),
    ("RX", 0x12_00A9),
    ("R", 0x12_0089),
    ("W", 0x10_0116),
    ("D", 0x1_0000),
];

const SPECIFIC: Names = &[
    ("RC", 0x2_0000),
    ("WDAC", 0x4_0000),
    ("WO", 0x8_0000),
    ("S", 0x10_0000),
    ("AS", 0x100_0000),
    ("MA", 0x200_0000),
    ("GR", 0x8000_0000),
    ("GW", 0x4000_0000),
    ("GE", 0x2000_0000),
    ("GA", 0x1000_0000),
    ("RD", 0x1),
    ("WD", 0x2),
    ("AD", 0x4),
    ("REA", 0x8),
    ("WEA", 0x10),
    ("X", 0x20),
    ("DC", 0x40),
    ("RA", 0x80),
    ("WA", 0x100),
];

/// The mask of a list of `icacls` letters, without its brackets (`RX`, `R,W,DE`, `Rc,S`): in either case, with
/// blanks around the commas. Its `WD` is writing data and its `AS` the right to the SACL.
///
/// # Errors
/// The word that is none of its letters.
pub fn from_icacls(letters: &str) -> Result<AccessMask, &str> {
    letters
        .split(',')
        .map(str::trim)
        .try_fold(AccessMask::NONE, |mask, word| {
            let more = icacls_word(word).ok_or(word)?;
            Ok(mask | AccessMask(more))
        })
}

fn icacls_word(word: &str) -> Option<u32> {
    [SIMPLE, SPECIFIC, &[("DE", 0x1_0000), ("N", 0)]]
        .into_iter()
        .flatten()
        .find(|(known, _)| known.eq_ignore_ascii_case(word))
        .map(|(_, mask)| *mask)
}

/// The mask in letters of `icacls`: as few sets as hold most of it, then single rights; `N` for none.
/// `None` if it has bits that `icacls` has no letter for.
pub fn to_icacls(mask: AccessMask) -> Option<String> {
    if mask.is_empty() {
        return Some("N".to_owned());
    }
    let mut words = Vec::new();
    let mut said = 0;
    for (word, set) in SIMPLE.iter().chain(SPECIFIC) {
        if mask.0 & set == *set && said & set != *set {
            words.push(*word);
            said |= set;
        }
    }
    (said == mask.0).then(|| words.join(","))
}

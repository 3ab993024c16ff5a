//! The general defaults of Windows that content and caches of IIS stand on: drive root, `%windir%`, Program Files, user folders.

use super::{
    ADMINISTRATORS, ALL as EVERYTHING, CREATORS, Documented, DocumentedLine, DocumentedList::*,
    FOLDERS, Holds::*, MODIFY, READ_AND_EXECUTE, SYSTEM,
};
use crate::world::WindowsVersion::Server2012R2;
use crate::world::WindowsVersion::{
    Nt4, Server2003, Server2008R2, Server2025, Vista, W8, W10, W2000, Xp,
};

const OLD_ROOT: &str = "default permissions of the drive root of Windows NT and 2000: full control for everyone (IIS 5.0 \"default permissions\")";
const NT4: &str = "default permissions of the system folders of Windows NT 4.0: change for everyone (KB 187506 tells the least that IIS needs)";
const MINIMUM: &str =
    "permissions that IIS 5.0 needs on the system folders (KB 187506; KB 271071; KB 326086)";
const TEMP_5: &str = "permissions that IIS 4.0 and 5.0 need on the folder for temporary files (KB 271071; KB 326086)";
const ROOT_2003: &str = "default permissions of the system drive of Windows XP and Server 2003 (security template \"rootsec\")";
const FOLDERS_2003: &str = "default permissions of the system folders of Windows XP and Server 2003 (security template \"setup security\")";
const TEMP_2003: &str = "the folder for temporary files is shared by all worker processes (IIS \"improvements in IIS 7.0\")";
const ROOT: &str =
    "default permissions of the system drive of Windows Vista, Server 2008 and later";
const FOLDERS_NOW: &str =
    "default permissions of the system folders of Windows Vista, Server 2008 and later";
const USERS: &str =
    "default permissions of the user folders of Windows Vista, Server 2008 and later";

const TI: &str = "NT SERVICE\\TrustedInstaller";

const SYSTEM_FOLDER: &str = "D:PAI(A;;FA;;;S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464)\
(A;CIIO;GA;;;S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464)\
(A;;0x1301bf;;;SY)(A;OICIIO;GA;;;SY)(A;;0x1301bf;;;BA)(A;OICIIO;GA;;;BA)\
(A;;0x1200a9;;;BU)(A;OICIIO;GXGR;;;BU)(A;OICIIO;GA;;;CO)";

const WITH_PACKAGES: &str = "D:PAI(A;;FA;;;S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464)\
(A;CIIO;GA;;;S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464)\
(A;;0x1301bf;;;SY)(A;OICIIO;GA;;;SY)(A;;0x1301bf;;;BA)(A;OICIIO;GA;;;BA)\
(A;;0x1200a9;;;BU)(A;OICIIO;GXGR;;;BU)(A;OICIIO;GA;;;CO)\
(A;;0x1200a9;;;AC)(A;OICIIO;GXGR;;;AC)";

const WITH_RESTRICTED_PACKAGES: &str = "D:PAI(A;;FA;;;S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464)\
(A;CIIO;GA;;;S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464)\
(A;;0x1301bf;;;SY)(A;OICIIO;GA;;;SY)(A;;0x1301bf;;;BA)(A;OICIIO;GA;;;BA)\
(A;;0x1200a9;;;BU)(A;OICIIO;GXGR;;;BU)(A;OICIIO;GA;;;CO)\
(A;;0x1200a9;;;AC)(A;OICIIO;GXGR;;;AC)(A;;0x1200a9;;;S-1-15-2-2)(A;OICIIO;GXGR;;;S-1-15-2-2)";

const USERS_READ: DocumentedLine = DocumentedLine("BUILTIN\\Users", READ_AND_EXECUTE, EVERYTHING);
const EVERYONE_READS: DocumentedLine = DocumentedLine("Everyone", READ_AND_EXECUTE, EVERYTHING);
const EVERYONE_CHANGES: DocumentedLine = DocumentedLine("Everyone", MODIFY, EVERYTHING);
const POWER_USERS: DocumentedLine = DocumentedLine("BUILTIN\\Power Users", MODIFY, EVERYTHING);
/// Traverse, create files, create folders.
const DROP: u32 = 0x10_0026;

const LEAST: &[DocumentedLine] = &[ADMINISTRATORS, SYSTEM, EVERYONE_READS, CREATORS];
const CHANGE: &[DocumentedLine] = &[ADMINISTRATORS, SYSTEM, EVERYONE_CHANGES, CREATORS];
const OF_2003: &[DocumentedLine] = &[ADMINISTRATORS, SYSTEM, POWER_USERS, USERS_READ, CREATORS];

/// The rows, by era.
#[rustfmt::skip]
pub(super) const ALL: &[Documented] = &[
    Documented::folder(Windows(Nt4, W2000), "%systemdrive%\\", Sddl("D:P(A;OICI;FA;;;WD)"), OLD_ROOT),
    Documented::folder(Windows(Nt4, Nt4), "%windir%", Lines(CHANGE), NT4),
    Documented::folder(Windows(Nt4, Nt4), "%windir%\\system32", Lines(CHANGE), NT4),
    Documented::folder(Windows(W2000, W2000), "%windir%", Lines(LEAST), MINIMUM),
    Documented::folder(Windows(W2000, W2000), "%windir%\\system32", Lines(LEAST), MINIMUM),
    Documented::folder(Windows(W2000, W2000), "%windir%\\system32\\inetsrv", Lines(LEAST), MINIMUM),
    Documented::folder(Windows(W2000, W2000), "%systemdrive%\\Program Files\\Common Files", Lines(LEAST), MINIMUM),
    Documented::folder(Windows(Nt4, W2000), "%windir%\\Temp", Lines(CHANGE), TEMP_5),

    Documented::folder(Windows(Xp, Server2003), "%systemdrive%\\",
        Sddl("D:P(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)(A;OICIIO;GA;;;CO)(A;OICI;0x1200a9;;;BU)(A;CI;LC;;;BU)(A;CIIO;DC;;;BU)(A;;0x1200a9;;;WD)"), ROOT_2003),
    Documented::folder(Windows(Xp, Server2003), "%windir%", Lines(OF_2003), FOLDERS_2003),
    Documented::folder(Windows(Xp, Server2003), "%windir%\\system32", Lines(OF_2003), FOLDERS_2003),
    Documented::folder(Windows(Xp, Server2003), "%systemdrive%\\Program Files", Lines(OF_2003), FOLDERS_2003),
    Documented::folder(Windows(Xp, Server2003), "%windir%\\Temp",
        Lines(&[ADMINISTRATORS, SYSTEM, CREATORS, DocumentedLine("BUILTIN\\Users", DROP, FOLDERS)]), TEMP_2003),

    Documented::folder(Clients, "%systemdrive%\\",
        Sddl("D:PAI(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)(A;OICI;0x1200a9;;;BU)(A;OICIIO;SDGXGWGR;;;AU)(A;;LC;;;AU)S:(ML;OINPIO;NW;;;HI)"), ROOT).owned_by(TI),
    Documented::folder(Servers, "%systemdrive%\\",
        Sddl("D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)(A;CI;LC;;;BU)(A;CIIO;DC;;;BU)(A;OICIIO;GA;;;CO)"), ROOT).owned_by(TI),
    Documented::folder(Windows(Vista, Server2008R2), "%windir%", Sddl(SYSTEM_FOLDER), FOLDERS_NOW).owned_by(TI),
    Documented::folder(Windows(Vista, Server2008R2), "%windir%\\system32", Sddl(SYSTEM_FOLDER), FOLDERS_NOW).owned_by(TI),
    Documented::folder(Windows(Vista, Server2008R2), "%systemdrive%\\Program Files", Sddl(SYSTEM_FOLDER), FOLDERS_NOW).owned_by(TI),
    Documented::folder(Windows(Vista, Server2008R2), "%systemdrive%\\Program Files (x86)", Sddl(SYSTEM_FOLDER), FOLDERS_NOW).owned_by(TI),
    Documented::folder(Windows(W8, Server2012R2), "%windir%", Sddl(WITH_PACKAGES), FOLDERS_NOW).owned_by(TI),
    Documented::folder(Windows(W8, Server2012R2), "%windir%\\system32", Sddl(WITH_PACKAGES), FOLDERS_NOW).owned_by(TI),
    Documented::folder(Windows(W8, Server2012R2), "%systemdrive%\\Program Files", Sddl(WITH_PACKAGES), FOLDERS_NOW).owned_by(TI),
    Documented::folder(Windows(W8, Server2012R2), "%systemdrive%\\Program Files (x86)", Sddl(WITH_PACKAGES), FOLDERS_NOW).owned_by(TI),
    Documented::folder(Windows(W10, Server2025), "%windir%", Sddl(WITH_RESTRICTED_PACKAGES), FOLDERS_NOW).owned_by(TI),
    Documented::folder(Windows(W10, Server2025), "%windir%\\system32", Sddl(WITH_RESTRICTED_PACKAGES), FOLDERS_NOW).owned_by(TI),
    Documented::folder(Windows(W10, Server2025), "%systemdrive%\\Program Files", Sddl(WITH_RESTRICTED_PACKAGES), FOLDERS_NOW).owned_by(TI),
    Documented::folder(Windows(W10, Server2025), "%systemdrive%\\Program Files (x86)", Sddl(WITH_RESTRICTED_PACKAGES), FOLDERS_NOW).owned_by(TI),
    Documented::folder(Windows(Vista, Server2025), "%windir%\\Temp",
        Sddl("D:PAI(A;CI;0x100026;;;BU)(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)(A;OICIIO;GA;;;CO)"), FOLDERS_NOW),
    Documented::folder(Windows(Vista, Server2025), "%systemdrive%\\ProgramData",
        Sddl("D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICIIO;GA;;;CO)(A;OICI;0x1200a9;;;BU)(A;CI;0x100116;;;BU)"), USERS),
    Documented::folder(Windows(Vista, Server2025), "%systemdrive%\\Users",
        Sddl("D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;;0x1200a9;;;BU)(A;OICIIO;GXGR;;;BU)(A;;0x1200a9;;;WD)(A;OICIIO;GXGR;;;WD)"), USERS),
    Documented::folder(Windows(Vista, Server2025), "%systemdrive%\\Users\\Public",
        Sddl("D:PAI(A;OICIIO;GA;;;CO)(A;OICI;0x1301ff;;;IU)(A;OICI;0x1301ff;;;SU)(A;OICI;0x1301ff;;;S-1-5-3)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)"), USERS),
];

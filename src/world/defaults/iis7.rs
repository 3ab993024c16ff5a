//! What setup of IIS 7.0 and later stores, where KB 981949 and listings of real machines agree, and both where they do not.

use super::{
    ADMINISTRATORS, ALL as EVERYTHING, Documented, DocumentedLine, DocumentedList::*, FULL, Holds,
    READ_AND_EXECUTE, SYSTEM,
};
use crate::world::IisVersion::{V7_0, V7_5, V10_0};

const IIS7: Holds = Holds::Iis(V7_0, V10_0);

const KB: &str = "default permissions of IIS 7.0 and later (KB 981949)";
const LISTED: &str =
    "default permissions of IIS 7.0 and later (listings of machines as installed; KB 981949)";
const ISOLATION: &str = "the copy of the configuration of a pool is for that pool alone (IIS \"ensure security isolation for web sites\")";
const FOR_ADMINISTRATORS: &str = "the configuration of the server is for administrators (KB 4466942; IIS \"deep dive into IIS configuration\")";
const PER_POOL: &str = "each pool has a sub-folder of its own in the caches (IIS \"ensure security isolation for web sites\")";
const KEYS: &str =
    "who may read the keys that encrypt passwords (IIS \"using encryption to protect passwords\")";

/// A pool's own folder.
const OF_POOL: &[DocumentedLine] = &[
    SYSTEM,
    ADMINISTRATORS,
    DocumentedLine("<pool>", FULL, EVERYTHING),
];
const READ_BY_POOL: &[DocumentedLine] = &[
    SYSTEM,
    ADMINISTRATORS,
    DocumentedLine("<pool>", READ_AND_EXECUTE, EVERYTHING),
];

/// Workers list it and create their sub-folders, and may not delete those of others.
const PARENT_OF_CACHES: &str = "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;;0x1200ad;;;IS)";
const SHARED_CACHE: &str = "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;IS)";

const ADMINISTRATORS_ONLY: &str = "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)";
const WITH_INSTALLER: &str = "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)\
(A;OICI;FA;;;S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464)";
const WITH_USERS: &str = "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)\
(A;OICI;FA;;;S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464)(A;OICI;0x1200a9;;;BU)";
const WITH_USERS_AND_WMSVC: &str = "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)\
(A;OICI;FA;;;S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464)(A;OICI;0x1200a9;;;BU)\
(A;OICI;0x120089;;;S-1-5-80-257763619-1023834443-750927789-3464696139-1457670516)";

const COMPRESSED: &str = "%systemdrive%\\inetpub\\temp\\IIS Temporary Compressed Files";
const TEMPLATES: &str = "%systemdrive%\\inetpub\\temp\\ASP Compiled Templates";
const ASP_NET: &str = "%windir%\\Microsoft.NET\\Framework*\\v*\\Temporary ASP.NET Files";

/// The rows.
#[rustfmt::skip]
pub(super) const ALL: &[Documented] = &[
    Documented::folder(IIS7, "%systemdrive%\\inetpub", Sddl("D:PAI(A;;FA;;;S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464)\
(A;OICIIO;GA;;;S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464)\
(A;;FA;;;SY)(A;OICIIO;GA;;;SY)(A;;FA;;;BA)(A;OICIIO;GA;;;BA)(A;;0x1200a9;;;BU)(A;OICIIO;GXGR;;;BU)(A;OICIIO;GA;;;CO)"), LISTED),
    Documented::folder(IIS7, "%systemdrive%\\inetpub\\wwwroot", Sddl("D:(A;;0x1200a9;;;IS)(A;OICIIO;GXGR;;;IS)"), LISTED),
    Documented::folder(IIS7, "%systemdrive%\\inetpub\\history", Sddl(ADMINISTRATORS_ONLY), KB),
    Documented::folder(IIS7, "%systemdrive%\\inetpub\\logs", Sddl(ADMINISTRATORS_ONLY), KB),
    Documented::folder(IIS7, "%systemdrive%\\inetpub\\logs\\WMSvc",
        Sddl("D:(A;CI;0x1200a9;;;S-1-5-80-257763619-1023834443-750927789-3464696139-1457670516)"), KB),
    Documented::folder(IIS7, "%systemdrive%\\inetpub\\logs\\FailedReqLogFiles", Sddl("D:(A;OICI;0x110147;;;IS)"), KB),

    Documented::folder(IIS7, "%systemdrive%\\inetpub\\temp\\appPools",
        Sddl("D:P(A;OICIIO;GA;;;CO)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;IS)"), KB).read_as("X3", "A"),
    Documented::folder(IIS7, "%systemdrive%\\inetpub\\temp\\appPools", Sddl("D:"), LISTED).read_as("X3", "B"),
    Documented::folder(Holds::Iis(V7_0, V7_0), "%systemdrive%\\inetpub\\temp\\appPools\\<pool>.config", Lines(READ_BY_POOL), ISOLATION).file(),
    Documented::folder(Holds::Iis(V7_5, V10_0), "%systemdrive%\\inetpub\\temp\\appPools\\<pool>", Lines(READ_BY_POOL), ISOLATION),

    Documented::folder(IIS7, COMPRESSED, Sddl(SHARED_CACHE), KB).read_as("X31", "A"),
    Documented::folder(IIS7, COMPRESSED, Sddl(PARENT_OF_CACHES), PER_POOL).read_as("X31", "B"),
    Documented::folder(IIS7, "%systemdrive%\\inetpub\\temp\\IIS Temporary Compressed Files\\<pool>", Lines(OF_POOL), PER_POOL).read_as("X31", "B"),
    Documented::folder(IIS7, TEMPLATES, Sddl("D:P"), KB).read_as("X31", "A"),
    Documented::folder(IIS7, TEMPLATES, Sddl(PARENT_OF_CACHES), PER_POOL).read_as("X31", "B"),
    Documented::folder(IIS7, "%systemdrive%\\inetpub\\temp\\ASP Compiled Templates\\<pool>", Lines(OF_POOL), PER_POOL).read_as("X31", "B"),
    Documented::folder(IIS7, ASP_NET, Sddl(SHARED_CACHE), KB).read_as("X31", "A"),
    Documented::folder(IIS7, ASP_NET, Sddl(PARENT_OF_CACHES), PER_POOL).read_as("X31", "B"),
    Documented::folder(IIS7, "%windir%\\Microsoft.NET\\Framework*\\v*\\Temporary ASP.NET Files\\<pool>", Lines(OF_POOL), PER_POOL).read_as("X31", "B"),

    Documented::folder(IIS7, "%windir%\\system32\\inetsrv",
        Sddl("D:P(A;;FA;;;S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464)\
(A;CIIO;GA;;;S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464)\
(A;OICI;0x1301bf;;;SY)(A;OICI;0x1301bf;;;BA)(A;OICI;0x1200a9;;;BU)"), KB),
    Documented::folder(IIS7, "%windir%\\system32\\inetsrv\\config", Sddl(WITH_USERS_AND_WMSVC), KB).read_as("X4", "A"),
    Documented::folder(IIS7, "%windir%\\system32\\inetsrv\\config", Sddl(WITH_INSTALLER), FOR_ADMINISTRATORS).read_as("X4", "B"),
    Documented::folder(IIS7, "%windir%\\system32\\inetsrv\\config\\schema", Sddl(WITH_USERS), KB).read_as("X5", "A"),
    Documented::folder(IIS7, "%windir%\\system32\\inetsrv\\config\\schema", Sddl(WITH_INSTALLER), FOR_ADMINISTRATORS).read_as("X5", "B"),
    Documented::folder(IIS7, "%windir%\\system32\\inetsrv\\config\\Export", Sddl(WITH_INSTALLER), KB),
    Documented::folder(IIS7, "%windir%\\system32\\inetsrv\\History", Sddl(ADMINISTRATORS_ONLY), KB),
    Documented::folder(IIS7, "%windir%\\system32\\inetsrv\\MetaBack", Sddl(ADMINISTRATORS_ONLY), KB),

    Documented::folder(IIS7, "%systemdrive%\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys\\iisConfigurationKey",
        Sddl("D:P(A;;FA;;;SY)(A;;FA;;;BA)(A;;0x120089;;;IS)"), KEYS).file(),
    Documented::folder(IIS7, "%systemdrive%\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys\\iisWasKey",
        Sddl("D:P(A;;FA;;;SY)(A;;FA;;;BA)(A;;0x120089;;;IS)"), KEYS).file().read_as("X32", "A"),
    Documented::folder(IIS7, "%systemdrive%\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys\\iisWasKey",
        Sddl("D:P(A;;FA;;;SY)(A;;FA;;;BA)"), KEYS).file().read_as("X32", "B"),
];

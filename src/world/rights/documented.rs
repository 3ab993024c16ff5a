//! The documented default user rights, as data: on which machines, which right, who holds it, and the document.
//!
//! Several rows about one right add up: Windows gives, and setup of IIS adds its accounts.

use crate::world::{
    IisVersion::{V4_0, V5_1, V6_0},
    WindowsVersion::{Nt4, Server2003, Server2025, Vista, W10, W2000, Xp},
    defaults::Holds::{self, Clients, Iis, Windows},
};

/// Who holds a right by default.
#[derive(Clone, Copy, Debug)]
pub struct DefaultRight {
    /// On which machines.
    pub on: Holds,
    /// The least service pack of that Windows; 0 for any.
    pub service_pack: u8,
    /// By Windows' name.
    pub right: &'static str,
    /// By name: `.\` before accounts of the machine, which hold it where they exist; `<pools>` for the account of each pool.
    pub holders: &'static [&'static str],
    /// The document.
    pub says: &'static str,
}

const NOW: &str = "default user rights of Windows Vista, Server 2008 and later (KB 981949; Win32 \"user rights assignment\")";
const OF_2003: &str =
    "default user rights of Windows XP and Server 2003 (Win32 \"user rights assignment\")";
const IIS_6: &str = "default user rights of IIS 6.0 (KB 812614)";
const OF_2000: &str =
    "default user rights of Windows 2000 and before (Win32 \"user rights assignment\")";
const BACKUP: &str = "default user rights of Backup Operators (Win32 \"user rights assignment\")";
const IIS_5: &str = "setup of IIS 4.0 and 5.0 gives them to its accounts, and 5.0 again whenever it starts (KB 271071; KB 275167)";

const SINCE_VISTA: Holds = Windows(Vista, Server2025);
const XP_AND_2003: Holds = Windows(Xp, Server2003);
const BEFORE: Holds = Windows(Nt4, W2000);
const ALWAYS: Holds = Windows(Nt4, Server2025);

const BA: &str = "BUILTIN\\Administrators";
const BU: &str = "BUILTIN\\Users";
const BO: &str = "BUILTIN\\Backup Operators";
const PU: &str = "BUILTIN\\Power Users";
const RD: &str = "BUILTIN\\Remote Desktop Users";
const WD: &str = "Everyone";
const SU: &str = "NT AUTHORITY\\SERVICE";
const LS: &str = "NT AUTHORITY\\LOCAL SERVICE";
const NS: &str = "NT AUTHORITY\\NETWORK SERVICE";
const IIS_IUSRS: &str = "BUILTIN\\IIS_IUSRS";
const LOGS: &str = "BUILTIN\\Performance Log Users";
const SERVICES: &str = "NT SERVICE\\ALL SERVICES";
const POOLS: &str = "<pools>";
const WPG: &str = ".\\IIS_WPG";
const IUSR: &str = ".\\IUSR_<machine>";
const IWAM: &str = ".\\IWAM_<machine>";
const ASPNET: &str = ".\\ASPNET";

const fn row(
    on: Holds,
    right: &'static str,
    holders: &'static [&'static str],
    says: &'static str,
) -> DefaultRight {
    DefaultRight {
        on,
        service_pack: 0,
        right,
        holders,
        says,
    }
}

/// SeImpersonatePrivilege and SeCreateGlobalPrivilege came to Windows 2000 with service pack 4.
const fn since_sp4(right: &'static str, holders: &'static [&'static str]) -> DefaultRight {
    DefaultRight {
        service_pack: 4,
        ..row(Windows(W2000, W2000), right, holders, OF_2000)
    }
}

const fn administrators(right: &'static str) -> DefaultRight {
    row(
        ALWAYS,
        right,
        &[BA],
        "default user rights of Administrators (Win32 \"user rights assignment\")",
    )
}

const IIS_4_AND_5: Holds = Iis(V4_0, V5_1);
const IIS_6_ONLY: Holds = Iis(V6_0, V6_0);

/// The rows.
#[rustfmt::skip]
pub static ALL: &[DefaultRight] = &[
    row(BEFORE, "SeNetworkLogonRight", &[WD, BA, BU, BO], OF_2000),
    row(BEFORE, "SeInteractiveLogonRight", &[BA, BU, BO], OF_2000),
    row(BEFORE, "SeIncreaseQuotaPrivilege", &[BA], OF_2000),
    row(BEFORE, "SeChangeNotifyPrivilege", &[WD], OF_2000),
    row(BEFORE, "SeSystemtimePrivilege", &[BA, PU], OF_2000),
    row(BEFORE, "SeShutdownPrivilege", &[BA, BO, PU], OF_2000),
    since_sp4("SeImpersonatePrivilege", &[BA, SU, IWAM, ASPNET]),
    since_sp4("SeCreateGlobalPrivilege", &[BA, SU]),

    row(IIS_4_AND_5, "SeNetworkLogonRight", &[IUSR, IWAM], IIS_5),
    row(IIS_4_AND_5, "SeInteractiveLogonRight", &[IUSR, IWAM], IIS_5),
    row(IIS_4_AND_5, "SeBatchLogonRight", &[IUSR, IWAM], IIS_5),

    row(XP_AND_2003, "SeNetworkLogonRight", &[WD, BA, BU, PU, BO], OF_2003),
    row(XP_AND_2003, "SeInteractiveLogonRight", &[BA, BU, PU, BO], OF_2003),
    row(XP_AND_2003, "SeRemoteInteractiveLogonRight", &[BA, RD], OF_2003),
    row(XP_AND_2003, "SeBatchLogonRight", &[LS], OF_2003),
    row(XP_AND_2003, "SeServiceLogonRight", &[NS], OF_2003),
    row(XP_AND_2003, "SeImpersonatePrivilege", &[BA, SU], OF_2003),
    row(XP_AND_2003, "SeCreateGlobalPrivilege", &[BA, SU], OF_2003),
    row(XP_AND_2003, "SeAssignPrimaryTokenPrivilege", &[NS, LS], OF_2003),
    row(XP_AND_2003, "SeIncreaseQuotaPrivilege", &[NS, LS, BA], OF_2003),
    row(XP_AND_2003, "SeAuditPrivilege", &[NS, LS], OF_2003),
    row(XP_AND_2003, "SeChangeNotifyPrivilege", &[WD, BA, BU, PU, BO], OF_2003),
    row(XP_AND_2003, "SeSystemtimePrivilege", &[BA, PU], OF_2003),
    row(XP_AND_2003, "SeShutdownPrivilege", &[BA, BO, PU], OF_2003),
    row(XP_AND_2003, "SeUndockPrivilege", &[BA, PU], OF_2003),
    row(Windows(Xp, Xp), "SeImpersonatePrivilege", &[IWAM, ASPNET], IIS_5),

    row(IIS_6_ONLY, "SeInteractiveLogonRight", &[IUSR], IIS_6),
    row(IIS_6_ONLY, "SeBatchLogonRight", &[WPG, IWAM, ASPNET], IIS_6),
    row(IIS_6_ONLY, "SeServiceLogonRight", &[ASPNET], IIS_6),
    row(IIS_6_ONLY, "SeImpersonatePrivilege", &[WPG, IWAM, ASPNET], IIS_6),
    row(IIS_6_ONLY, "SeAssignPrimaryTokenPrivilege", &[IWAM], IIS_6),
    row(IIS_6_ONLY, "SeIncreaseQuotaPrivilege", &[IWAM], IIS_6),
    row(IIS_6_ONLY, "SeDenyInteractiveLogonRight", &[ASPNET], IIS_6),
    row(IIS_6_ONLY, "SeDenyRemoteInteractiveLogonRight", &[ASPNET], IIS_6),

    row(SINCE_VISTA, "SeNetworkLogonRight", &[WD, BA, BU, BO], NOW),
    row(SINCE_VISTA, "SeInteractiveLogonRight", &[BA, BU, BO], NOW),
    row(SINCE_VISTA, "SeRemoteInteractiveLogonRight", &[BA, RD], NOW),
    row(SINCE_VISTA, "SeBatchLogonRight", &[BA, BO, LOGS, IIS_IUSRS], NOW),
    row(SINCE_VISTA, "SeServiceLogonRight", &[POOLS, SERVICES], NOW),
    row(SINCE_VISTA, "SeImpersonatePrivilege", &[LS, NS, BA, IIS_IUSRS, SU], NOW),
    row(SINCE_VISTA, "SeAssignPrimaryTokenPrivilege", &[LS, NS, POOLS], NOW),
    row(SINCE_VISTA, "SeIncreaseQuotaPrivilege", &[LS, NS, BA, POOLS], NOW),
    row(SINCE_VISTA, "SeAuditPrivilege", &[LS, NS, POOLS], NOW),
    row(SINCE_VISTA, "SeChangeNotifyPrivilege", &[WD, LS, NS, BA, BU, BO], NOW),
    row(SINCE_VISTA, "SeCreateGlobalPrivilege", &[BA, LS, NS, SU], NOW),
    row(SINCE_VISTA, "SeIncreaseWorkingSetPrivilege", &[BU], NOW),
    row(SINCE_VISTA, "SeSystemtimePrivilege", &[LS, BA], NOW),
    row(SINCE_VISTA, "SeTimeZonePrivilege", &[LS, BA], NOW),
    row(SINCE_VISTA, "SeShutdownPrivilege", &[BA, BO], NOW),
    row(SINCE_VISTA, "SeUndockPrivilege", &[BA], NOW),
    row(SINCE_VISTA, "SeCreateSymbolicLinkPrivilege", &[BA], NOW),
    row(Clients, "SeTimeZonePrivilege", &[BU], NOW),
    row(Clients, "SeShutdownPrivilege", &[BU], NOW),
    row(Clients, "SeUndockPrivilege", &[BU], NOW),
    row(Windows(W10, Server2025), "SeDelegateSessionUserImpersonatePrivilege", &[BA], NOW),

    administrators("SeSecurityPrivilege"),
    administrators("SeTakeOwnershipPrivilege"),
    administrators("SeLoadDriverPrivilege"),
    administrators("SeSystemProfilePrivilege"),
    administrators("SeProfileSingleProcessPrivilege"),
    administrators("SeIncreaseBasePriorityPrivilege"),
    administrators("SeCreatePagefilePrivilege"),
    administrators("SeDebugPrivilege"),
    administrators("SeSystemEnvironmentPrivilege"),
    administrators("SeRemoteShutdownPrivilege"),
    administrators("SeManageVolumePrivilege"),
    row(ALWAYS, "SeBackupPrivilege", &[BA, BO], BACKUP),
    row(ALWAYS, "SeRestorePrivilege", &[BA, BO], BACKUP),
];

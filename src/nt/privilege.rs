//! What lets its holder step over a check: the privileges, and sets of them with their state.

use std::fmt;

/// A privilege, by the low part of its LUID (MS-LSAD 3.1.1.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // the names are Windows' own, see `name`
#[repr(u8)]
pub enum Privilege {
    CreateToken = 2,
    AssignPrimaryToken = 3,
    LockMemory = 4,
    IncreaseQuota = 5,
    MachineAccount = 6,
    Tcb = 7,
    Security = 8,
    TakeOwnership = 9,
    LoadDriver = 10,
    SystemProfile = 11,
    Systemtime = 12,
    ProfileSingleProcess = 13,
    IncreaseBasePriority = 14,
    CreatePagefile = 15,
    CreatePermanent = 16,
    Backup = 17,
    Restore = 18,
    Shutdown = 19,
    Debug = 20,
    Audit = 21,
    SystemEnvironment = 22,
    ChangeNotify = 23,
    RemoteShutdown = 24,
    Undock = 25,
    SyncAgent = 26,
    EnableDelegation = 27,
    ManageVolume = 28,
    Impersonate = 29,
    CreateGlobal = 30,
    TrustedCredManAccess = 31,
    Relabel = 32,
    IncreaseWorkingSet = 33,
    TimeZone = 34,
    CreateSymbolicLink = 35,
    DelegateSessionUserImpersonate = 36,
}

impl Privilege {
    /// Every privilege with Windows' name for it, in LUID order.
    pub const ALL: [(Privilege, &'static str); 35] = [
        (Privilege::CreateToken, "SeCreateTokenPrivilege"),
        (
            Privilege::AssignPrimaryToken,
            "SeAssignPrimaryTokenPrivilege",
        ),
        (Privilege::LockMemory, "SeLockMemoryPrivilege"),
        (Privilege::IncreaseQuota, "SeIncreaseQuotaPrivilege"),
        (Privilege::MachineAccount, "SeMachineAccountPrivilege"),
        (Privilege::Tcb, "SeTcbPrivilege"),
        (Privilege::Security, "SeSecurityPrivilege"),
        (Privilege::TakeOwnership, "SeTakeOwnershipPrivilege"),
        (Privilege::LoadDriver, "SeLoadDriverPrivilege"),
        (Privilege::SystemProfile, "SeSystemProfilePrivilege"),
        (Privilege::Systemtime, "SeSystemtimePrivilege"),
        (
            Privilege::ProfileSingleProcess,
            "SeProfileSingleProcessPrivilege",
        ),
        (
            Privilege::IncreaseBasePriority,
            "SeIncreaseBasePriorityPrivilege",
        ),
        (Privilege::CreatePagefile, "SeCreatePagefilePrivilege"),
        (Privilege::CreatePermanent, "SeCreatePermanentPrivilege"),
        (Privilege::Backup, "SeBackupPrivilege"),
        (Privilege::Restore, "SeRestorePrivilege"),
        (Privilege::Shutdown, "SeShutdownPrivilege"),
        (Privilege::Debug, "SeDebugPrivilege"),
        (Privilege::Audit, "SeAuditPrivilege"),
        (Privilege::SystemEnvironment, "SeSystemEnvironmentPrivilege"),
        (Privilege::ChangeNotify, "SeChangeNotifyPrivilege"),
        (Privilege::RemoteShutdown, "SeRemoteShutdownPrivilege"),
        (Privilege::Undock, "SeUndockPrivilege"),
        (Privilege::SyncAgent, "SeSyncAgentPrivilege"),
        (Privilege::EnableDelegation, "SeEnableDelegationPrivilege"),
        (Privilege::ManageVolume, "SeManageVolumePrivilege"),
        (Privilege::Impersonate, "SeImpersonatePrivilege"),
        (Privilege::CreateGlobal, "SeCreateGlobalPrivilege"),
        (
            Privilege::TrustedCredManAccess,
            "SeTrustedCredManAccessPrivilege",
        ),
        (Privilege::Relabel, "SeRelabelPrivilege"),
        (
            Privilege::IncreaseWorkingSet,
            "SeIncreaseWorkingSetPrivilege",
        ),
        (Privilege::TimeZone, "SeTimeZonePrivilege"),
        (
            Privilege::CreateSymbolicLink,
            "SeCreateSymbolicLinkPrivilege",
        ),
        (
            Privilege::DelegateSessionUserImpersonate,
            "SeDelegateSessionUserImpersonatePrivilege",
        ),
    ];

    /// Windows' name, `SeDebugPrivilege`.
    pub fn name(self) -> &'static str {
        Privilege::ALL
            .iter()
            .find(|(privilege, _)| *privilege == self)
            .map_or("", |(_, name)| name)
    }

    /// The privilege of that name, without regard to case.
    pub fn by_name(name: &str) -> Option<Privilege> {
        Privilege::ALL
            .iter()
            .find(|(_, known)| known.eq_ignore_ascii_case(name))
            .map(|(privilege, _)| *privilege)
    }
}

impl fmt::Display for Privilege {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The privileges of a token. One that is there and not enabled does nothing until its holder enables it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Privileges {
    present: u64,
    enabled: u64,
}

impl Privileges {
    /// No privilege.
    pub const NONE: Privileges = Privileges {
        present: 0,
        enabled: 0,
    };

    /// With this privilege, enabled or only there.
    #[must_use]
    pub const fn with(mut self, privilege: Privilege, enabled: bool) -> Privileges {
        let bit = 1 << privilege as u8;
        self.present |= bit;
        self.enabled = if enabled {
            self.enabled | bit
        } else {
            self.enabled & !bit
        };
        self
    }

    /// Without this privilege.
    #[must_use]
    pub const fn without(mut self, privilege: Privilege) -> Privileges {
        let bit = 1 << privilege as u8;
        self.present &= !bit;
        self.enabled &= !bit;
        self
    }

    /// Whether it is there and enabled.
    pub const fn is_enabled(&self, privilege: Privilege) -> bool {
        self.enabled & (1 << privilege as u8) != 0
    }

    /// Whether it is there, enabled or not: its holder can enable it.
    pub const fn is_present(&self, privilege: Privilege) -> bool {
        self.present & (1 << privilege as u8) != 0
    }

    /// Every privilege that is there, with whether it is enabled.
    pub fn iter(&self) -> impl Iterator<Item = (Privilege, bool)> + '_ {
        Privilege::ALL
            .iter()
            .filter(|(privilege, _)| self.is_present(*privilege))
            .map(|(privilege, _)| (*privilege, self.is_enabled(*privilege)))
    }
}

//! The accounts that every Windows has: their SIDs, Windows' names for them, and since when.

use std::{collections::BTreeMap, sync::OnceLock};

use super::{IisVersion, Name, WindowsVersion};
use crate::nt::{self, Sid};

/// A built-in account.
#[derive(Clone, Copy, Debug)]
pub struct WellKnown {
    /// Its SID, the same on every machine.
    pub sid: Sid,
    /// What stands before the backslash; empty for those without (`Everyone`).
    pub authority: &'static str,
    /// Windows' (English) name.
    pub name: &'static str,
    /// Other names that people write for it, without an authority.
    pub also: &'static [&'static str],
    /// The first Windows that knows it.
    pub since: WindowsVersion,
    /// Whether it is somebody who acts; the others are groups.
    pub acts: bool,
}

impl WellKnown {
    /// The name with its authority, as Windows shows it.
    pub fn qualified(&self) -> Name {
        if self.authority.is_empty() {
            Name::from(self.name)
        } else {
            Name::new(format!("{}\\{}", self.authority, self.name))
        }
    }
}

const NT: &str = "NT AUTHORITY";
const BUILTIN: &str = "BUILTIN";

const fn plain(authority: u64, rid: u32, name: &'static str) -> WellKnown {
    WellKnown {
        sid: Sid::of(authority, &[rid]),
        authority: "",
        name,
        also: &[],
        since: WindowsVersion::Nt4,
        acts: false,
    }
}

const fn nt(rid: u32, name: &'static str) -> WellKnown {
    WellKnown {
        authority: NT,
        ..plain(5, rid, name)
    }
}

const fn builtin(rid: u32, name: &'static str) -> WellKnown {
    WellKnown {
        sid: Sid::of(5, &[32, rid]),
        authority: BUILTIN,
        ..plain(5, rid, name)
    }
}

const fn since(since: WindowsVersion, account: WellKnown) -> WellKnown {
    WellKnown { since, ..account }
}

const fn also(also: &'static [&'static str], account: WellKnown) -> WellKnown {
    WellKnown { also, ..account }
}

const fn acts(account: WellKnown) -> WellKnown {
    WellKnown {
        acts: true,
        ..account
    }
}

const fn with_sid(sid: Sid, account: WellKnown) -> WellKnown {
    WellKnown { sid, ..account }
}

use WindowsVersion::{Server2003, Server2012, Vista, W7, W8_1, W10, W2000, Xp};

/// Every built-in account that a line on a file may speak of (MS-DTYP 2.4.2.4; access-control "well-known SIDs").
/// `BUILTIN\IUSR` and `BUILTIN\NetworkService`, which some documents write, resolve too, see [`by_name`].
#[rustfmt::skip]
pub static ALL: &[WellKnown] = &[
    plain(0, 0, "NULL SID"),
    plain(1, 0, "Everyone"),
    since(W2000, plain(2, 0, "LOCAL")),
    since(W7, with_sid(Sid::of(2, &[1]), plain(2, 1, "CONSOLE LOGON"))),
    plain(3, 0, "CREATOR OWNER"),
    plain(3, 1, "CREATOR GROUP"),
    since(Vista, plain(3, 4, "OWNER RIGHTS")),
    nt(1, "DIALUP"),
    nt(2, "NETWORK"),
    nt(3, "BATCH"),
    nt(4, "INTERACTIVE"),
    nt(6, "SERVICE"),
    acts(also(&["ANONYMOUS"], nt(7, "ANONYMOUS LOGON"))),
    since(W2000, nt(9, "ENTERPRISE DOMAIN CONTROLLERS")),
    since(W2000, also(&["PRINCIPAL SELF"], nt(10, "SELF"))),
    nt(11, "Authenticated Users"),
    since(W2000, nt(12, "RESTRICTED")),
    since(W2000, nt(13, "TERMINAL SERVER USER")),
    since(Xp, nt(14, "REMOTE INTERACTIVE LOGON")),
    since(Server2003, nt(15, "This Organization")),
    since(Vista, acts(nt(17, "IUSR"))),
    acts(also(&["LocalSystem", "Local System"], nt(18, "SYSTEM"))),
    since(Xp, acts(also(&["LocalService"], nt(19, "LOCAL SERVICE")))),
    since(Xp, acts(also(&["NetworkService"], nt(20, "NETWORK SERVICE")))),
    since(Vista, nt(33, "WRITE RESTRICTED")),
    since(Xp, with_sid(Sid::of(5, &[64, 10]), nt(64, "NTLM Authentication"))),
    since(Xp, with_sid(Sid::of(5, &[64, 14]), nt(64, "SChannel Authentication"))),
    since(Xp, with_sid(Sid::of(5, &[64, 21]), nt(64, "Digest Authentication"))),
    since(W8_1, nt(113, "Local account")),
    since(W8_1, nt(114, "Local account and member of Administrators group")),
    since(Server2003, nt(1000, "Other Organization")),
    builtin(544, "Administrators"),
    builtin(545, "Users"),
    builtin(546, "Guests"),
    builtin(547, "Power Users"),
    builtin(548, "Account Operators"),
    builtin(549, "Server Operators"),
    builtin(550, "Print Operators"),
    builtin(551, "Backup Operators"),
    builtin(552, "Replicator"),
    since(W2000, builtin(554, "Pre-Windows 2000 Compatible Access")),
    since(Xp, builtin(555, "Remote Desktop Users")),
    since(Xp, builtin(556, "Network Configuration Operators")),
    since(Server2003, builtin(557, "Incoming Forest Trust Builders")),
    since(Server2003, builtin(558, "Performance Monitor Users")),
    since(Server2003, builtin(559, "Performance Log Users")),
    since(Server2003, builtin(560, "Windows Authorization Access Group")),
    since(Server2003, builtin(561, "Terminal Server License Servers")),
    since(Server2003, builtin(562, "Distributed COM Users")),
    since(Vista, builtin(568, "IIS_IUSRS")),
    since(Vista, builtin(569, "Cryptographic Operators")),
    since(Vista, builtin(573, "Event Log Readers")),
    since(Vista, builtin(574, "Certificate Service DCOM Access")),
    since(Server2012, builtin(575, "RDS Remote Access Servers")),
    since(Server2012, builtin(576, "RDS Endpoint Servers")),
    since(Server2012, builtin(577, "RDS Management Servers")),
    since(Server2012, builtin(578, "Hyper-V Administrators")),
    since(Server2012, builtin(579, "Access Control Assistance Operators")),
    since(Server2012, builtin(580, "Remote Management Users")),
    since(W10, builtin(581, "System Managed Accounts Group")),
    since(W10, builtin(582, "Storage Replica Administrators")),
    since(W10, builtin(583, "Device Owners")),
    since(Vista, WellKnown { authority: "NT SERVICE", sid: Sid::of(5, &[80, 0]), ..plain(5, 80, "ALL SERVICES") }),
    since(Vista, WellKnown {
        authority: "NT SERVICE",
        sid: Sid::of(5, &[80, 956_008_885, 3_418_522_649, 1_831_038_044, 1_853_292_631, 2_271_478_464]),
        acts: true,
        ..plain(5, 80, "TrustedInstaller")
    }),
    // Windows has no name for the group of all pools; this is what people call it.
    since(Vista, WellKnown { authority: "IIS APPPOOL", sid: Sid::of(5, &[82, 0]), ..plain(5, 82, "all application pools") }),
    since(Server2012, WellKnown {
        authority: "APPLICATION PACKAGE AUTHORITY",
        sid: Sid::of(15, &[2, 1]),
        ..plain(15, 2, "ALL APPLICATION PACKAGES")
    }),
    since(W8_1, WellKnown {
        authority: "APPLICATION PACKAGE AUTHORITY",
        sid: Sid::of(15, &[2, 2]),
        ..plain(15, 2, "ALL RESTRICTED APPLICATION PACKAGES")
    }),
    since(Server2012, plain(18, 1, "Authentication authority asserted identity")),
    since(Server2012, plain(18, 2, "Service asserted identity")),
];

/// The built-in account of that SID.
pub fn by_sid(sid: &Sid) -> Option<&'static WellKnown> {
    static INDEX: OnceLock<BTreeMap<Sid, &'static WellKnown>> = OnceLock::new();
    INDEX
        .get_or_init(|| ALL.iter().map(|account| (account.sid, account)).collect())
        .get(sid)
        .copied()
}

/// The built-in account of that name without its authority, `NetworkService`, `SYSTEM`, `Users`.
///
/// An authority that goes with it is not looked at: `BUILTIN\IUSR` is a common mistake for `NT AUTHORITY\IUSR`,
/// and no two built-in accounts share a bare name.
pub fn by_name(bare: &str) -> Option<&'static WellKnown> {
    static INDEX: OnceLock<BTreeMap<Name, &'static WellKnown>> = OnceLock::new();
    INDEX
        .get_or_init(|| {
            let names = |account: &'static WellKnown| {
                std::iter::once(account.name)
                    .chain(account.also.iter().copied())
                    .map(move |name| (Name::from(name), account))
            };
            ALL.iter().flat_map(names).collect()
        })
        .get(&Name::from(bare))
        .copied()
}

/// The built-in account for which these two letters stand in SDDL, `BA`, `IS`. A name means one only if nobody is called so.
pub fn by_alias(letters: &str) -> Option<&'static WellKnown> {
    nt::WELL_KNOWN
        .iter()
        .find(|row| {
            row.alias
                .is_some_and(|alias| alias.eq_ignore_ascii_case(letters))
        })
        .and_then(|row| by_sid(&row.sid))
}

/// The built-in accounts that act on a server of that Windows and IIS.
pub fn acting_accounts(windows: WindowsVersion, iis: Option<IisVersion>) -> Vec<Sid> {
    let mut accounts = vec![sid::SYSTEM];
    if windows >= Xp {
        accounts.extend([sid::LOCAL_SERVICE, sid::NETWORK_SERVICE]);
    }
    if iis.is_some_and(|iis| iis >= IisVersion::V7_0) {
        accounts.push(sid::IUSR);
    }
    accounts
}

/// Whether a group's members are people and programs, not ways of logging on or stand-ins in lists (`CREATOR OWNER`).
pub fn is_group_of_people(group: &Sid) -> bool {
    match (group.authority(), group.sub_authorities()) {
        (5, [32, ..]) => true,
        (1, [0]) | (5, [11]) => true,
        (5, [21, ..]) => true,
        (authority, _) => authority > 18,
    }
}

/// Whether it is the SID of one logon session.
pub fn is_logon_session(sid: &Sid) -> bool {
    sid.authority() == 5 && matches!(sid.sub_authorities(), [5, _, _])
}

/// SIDs that rules speak of.
pub mod sid {
    use crate::nt::Sid;

    /// Who is nobody.
    pub const NULL: Sid = Sid::of(0, &[0]);
    /// Everyone.
    pub const EVERYONE: Sid = Sid::of(1, &[0]);
    /// LOCAL.
    pub const LOCAL: Sid = Sid::of(2, &[0]);
    /// CONSOLE LOGON.
    pub const CONSOLE_LOGON: Sid = Sid::of(2, &[1]);
    /// OWNER RIGHTS.
    pub const OWNER_RIGHTS: Sid = Sid::of(3, &[4]);
    /// NETWORK.
    pub const NETWORK: Sid = Sid::of(5, &[2]);
    /// BATCH.
    pub const BATCH: Sid = Sid::of(5, &[3]);
    /// INTERACTIVE.
    pub const INTERACTIVE: Sid = Sid::of(5, &[4]);
    /// SERVICE.
    pub const SERVICE: Sid = Sid::of(5, &[6]);
    /// ANONYMOUS LOGON.
    pub const ANONYMOUS: Sid = Sid::of(5, &[7]);
    /// Authenticated Users.
    pub const AUTHENTICATED_USERS: Sid = Sid::of(5, &[11]);
    /// This Organization.
    pub const THIS_ORGANIZATION: Sid = Sid::of(5, &[15]);
    /// IUSR.
    pub const IUSR: Sid = Sid::of(5, &[17]);
    /// SYSTEM.
    pub const SYSTEM: Sid = Sid::of(5, &[18]);
    /// LOCAL SERVICE.
    pub const LOCAL_SERVICE: Sid = Sid::of(5, &[19]);
    /// NETWORK SERVICE.
    pub const NETWORK_SERVICE: Sid = Sid::of(5, &[20]);
    /// Local account.
    pub const LOCAL_ACCOUNT: Sid = Sid::of(5, &[113]);
    /// Local account and member of Administrators group.
    pub const LOCAL_ADMINISTRATOR: Sid = Sid::of(5, &[114]);
    /// Administrators.
    pub const ADMINISTRATORS: Sid = Sid::of(5, &[32, 544]);
    /// Users.
    pub const USERS: Sid = Sid::of(5, &[32, 545]);
    /// Guests.
    pub const GUESTS: Sid = Sid::of(5, &[32, 546]);
    /// Power Users.
    pub const POWER_USERS: Sid = Sid::of(5, &[32, 547]);
    /// Backup Operators.
    pub const BACKUP_OPERATORS: Sid = Sid::of(5, &[32, 551]);
    /// Pre-Windows 2000 Compatible Access.
    pub const PRE_WINDOWS_2000: Sid = Sid::of(5, &[32, 554]);
    /// IIS_IUSRS.
    pub const IIS_IUSRS: Sid = Sid::of(5, &[32, 568]);
    /// NT SERVICE\ALL SERVICES.
    pub const ALL_SERVICES: Sid = Sid::of(5, &[80, 0]);
    /// The group of all application pool accounts.
    pub const ALL_POOLS: Sid = Sid::of(5, &[82, 0]);
    /// Authentication authority asserted identity.
    pub const ASSERTED_IDENTITY: Sid = Sid::of(18, &[1]);
}

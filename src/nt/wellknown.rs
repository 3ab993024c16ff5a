//! SIDs that are the same on every Windows: their SDDL aliases and their English names.
//!
//! From MS-DTYP 2.4.2.4 and Win32 "SID strings" and "well-known SIDs". Aliases of accounts of a machine or a
//! domain (`LA`, `DA` …) stand for nothing until somebody says which domain; see [`Domains`].

use super::Sid;

/// One SID that Windows itself defines.
#[derive(Clone, Copy, Debug)]
pub struct WellKnown {
    /// The SID.
    pub sid: Sid,
    /// The two letters that stand for it in SDDL.
    pub alias: Option<&'static str>,
    /// What an English Windows calls it.
    pub name: &'static str,
}

/// The SIDs that this project speaks of by name.
#[allow(missing_docs)] // the names are Windows' own; the table beside them says what each is
pub mod well_known {
    use super::Sid;

    pub const NULL: Sid = Sid::of(0, &[0]);
    pub const EVERYONE: Sid = Sid::of(1, &[0]);
    pub const LOCAL: Sid = Sid::of(2, &[0]);
    pub const CONSOLE_LOGON: Sid = Sid::of(2, &[1]);
    pub const CREATOR_OWNER: Sid = Sid::of(3, &[0]);
    pub const CREATOR_GROUP: Sid = Sid::of(3, &[1]);
    pub const CREATOR_OWNER_SERVER: Sid = Sid::of(3, &[2]);
    pub const CREATOR_GROUP_SERVER: Sid = Sid::of(3, &[3]);
    pub const OWNER_RIGHTS: Sid = Sid::of(3, &[4]);
    pub const DIALUP: Sid = nt(1);
    pub const NETWORK: Sid = nt(2);
    pub const BATCH: Sid = nt(3);
    pub const INTERACTIVE: Sid = nt(4);
    pub const SERVICE: Sid = nt(6);
    pub const ANONYMOUS: Sid = nt(7);
    pub const ENTERPRISE_DOMAIN_CONTROLLERS: Sid = nt(9);
    pub const PRINCIPAL_SELF: Sid = nt(10);
    pub const AUTHENTICATED_USERS: Sid = nt(11);
    pub const RESTRICTED: Sid = nt(12);
    pub const TERMINAL_SERVER_USER: Sid = nt(13);
    pub const REMOTE_INTERACTIVE_LOGON: Sid = nt(14);
    pub const THIS_ORGANIZATION: Sid = nt(15);
    pub const IUSR: Sid = nt(17);
    pub const SYSTEM: Sid = nt(18);
    pub const LOCAL_SERVICE: Sid = nt(19);
    pub const NETWORK_SERVICE: Sid = nt(20);
    pub const WRITE_RESTRICTED: Sid = nt(33);
    pub const ADMINISTRATORS: Sid = builtin(544);
    pub const USERS: Sid = builtin(545);
    pub const GUESTS: Sid = builtin(546);
    pub const POWER_USERS: Sid = builtin(547);
    pub const BACKUP_OPERATORS: Sid = builtin(551);
    pub const REMOTE_DESKTOP_USERS: Sid = builtin(555);
    pub const PERFORMANCE_MONITOR_USERS: Sid = builtin(558);
    pub const PERFORMANCE_LOG_USERS: Sid = builtin(559);
    pub const DISTRIBUTED_COM_USERS: Sid = builtin(562);
    pub const IIS_IUSRS: Sid = builtin(568);
    pub const NTLM_AUTHENTICATION: Sid = Sid::of(5, &[64, 10]);
    pub const SCHANNEL_AUTHENTICATION: Sid = Sid::of(5, &[64, 14]);
    pub const DIGEST_AUTHENTICATION: Sid = Sid::of(5, &[64, 21]);
    pub const ALL_SERVICES: Sid = Sid::of(5, &[80, 0]);
    /// The group of every pool identity. Windows has no name for it.
    pub const ALL_POOLS: Sid = Sid::of(5, &[82, 0]);
    pub const LOCAL_ACCOUNT: Sid = nt(113);
    pub const LOCAL_ACCOUNT_AND_ADMINISTRATOR: Sid = nt(114);
    pub const OTHER_ORGANIZATION: Sid = nt(1000);
    pub const ALL_APPLICATION_PACKAGES: Sid = Sid::of(15, &[2, 1]);
    pub const ALL_RESTRICTED_APPLICATION_PACKAGES: Sid = Sid::of(15, &[2, 2]);
    pub const UNTRUSTED_LEVEL: Sid = Sid::of(16, &[0]);
    pub const LOW_LEVEL: Sid = Sid::of(16, &[0x1000]);
    pub const MEDIUM_LEVEL: Sid = Sid::of(16, &[0x2000]);
    pub const HIGH_LEVEL: Sid = Sid::of(16, &[0x3000]);
    pub const SYSTEM_LEVEL: Sid = Sid::of(16, &[0x4000]);

    /// S-1-5-rid.
    pub const fn nt(rid: u32) -> Sid {
        Sid::of(5, &[rid])
    }

    /// S-1-5-32-rid.
    pub const fn builtin(rid: u32) -> Sid {
        Sid::of(5, &[32, rid])
    }
}

const fn row(
    authority: u64,
    subs: &[u32],
    alias: Option<&'static str>,
    name: &'static str,
) -> WellKnown {
    WellKnown {
        sid: Sid::of(authority, subs),
        alias,
        name,
    }
}

/// Every SID with a name of its own, in the order of their numbers.
#[rustfmt::skip] // one row a line
pub const WELL_KNOWN: [WellKnown; 88] = [
    row(0, &[0], None, "NULL SID"),
    row(1, &[0], Some("WD"), "Everyone"),
    row(2, &[0], None, "LOCAL"),
    row(2, &[1], None, "CONSOLE LOGON"),
    row(3, &[0], Some("CO"), "CREATOR OWNER"),
    row(3, &[1], Some("CG"), "CREATOR GROUP"),
    row(3, &[2], None, "CREATOR OWNER SERVER"),
    row(3, &[3], None, "CREATOR GROUP SERVER"),
    row(3, &[4], Some("OW"), "OWNER RIGHTS"),
    row(5, &[1], None, "NT AUTHORITY\\DIALUP"),
    row(5, &[2], Some("NU"), "NT AUTHORITY\\NETWORK"),
    row(5, &[3], None, "NT AUTHORITY\\BATCH"),
    row(5, &[4], Some("IU"), "NT AUTHORITY\\INTERACTIVE"),
    row(5, &[6], Some("SU"), "NT AUTHORITY\\SERVICE"),
    row(5, &[7], Some("AN"), "NT AUTHORITY\\ANONYMOUS LOGON"),
    row(5, &[8], None, "NT AUTHORITY\\PROXY"),
    row(5, &[9], Some("ED"), "NT AUTHORITY\\ENTERPRISE DOMAIN CONTROLLERS"),
    row(5, &[10], Some("PS"), "NT AUTHORITY\\SELF"),
    row(5, &[11], Some("AU"), "NT AUTHORITY\\Authenticated Users"),
    row(5, &[12], Some("RC"), "NT AUTHORITY\\RESTRICTED"),
    row(5, &[13], None, "NT AUTHORITY\\TERMINAL SERVER USER"),
    row(5, &[14], None, "NT AUTHORITY\\REMOTE INTERACTIVE LOGON"),
    row(5, &[15], None, "NT AUTHORITY\\This Organization"),
    row(5, &[17], None, "NT AUTHORITY\\IUSR"),
    row(5, &[18], Some("SY"), "NT AUTHORITY\\SYSTEM"),
    row(5, &[19], Some("LS"), "NT AUTHORITY\\LOCAL SERVICE"),
    row(5, &[20], Some("NS"), "NT AUTHORITY\\NETWORK SERVICE"),
    row(5, &[32, 544], Some("BA"), "BUILTIN\\Administrators"),
    row(5, &[32, 545], Some("BU"), "BUILTIN\\Users"),
    row(5, &[32, 546], Some("BG"), "BUILTIN\\Guests"),
    row(5, &[32, 547], Some("PU"), "BUILTIN\\Power Users"),
    row(5, &[32, 548], Some("AO"), "BUILTIN\\Account Operators"),
    row(5, &[32, 549], Some("SO"), "BUILTIN\\Server Operators"),
    row(5, &[32, 550], Some("PO"), "BUILTIN\\Print Operators"),
    row(5, &[32, 551], Some("BO"), "BUILTIN\\Backup Operators"),
    row(5, &[32, 552], Some("RE"), "BUILTIN\\Replicator"),
    row(5, &[32, 554], Some("RU"), "BUILTIN\\Pre-Windows 2000 Compatible Access"),
    row(5, &[32, 555], Some("RD"), "BUILTIN\\Remote Desktop Users"),
    row(5, &[32, 556], Some("NO"), "BUILTIN\\Network Configuration Operators"),
    row(5, &[32, 557], None, "BUILTIN\\Incoming Forest Trust Builders"),
    row(5, &[32, 558], Some("MU"), "BUILTIN\\Performance Monitor Users"),
    row(5, &[32, 559], Some("LU"), "BUILTIN\\Performance Log Users"),
    row(5, &[32, 560], None, "BUILTIN\\Windows Authorization Access Group"),
    row(5, &[32, 561], None, "BUILTIN\\Terminal Server License Servers"),
    row(5, &[32, 562], None, "BUILTIN\\Distributed COM Users"),
    row(5, &[32, 568], Some("IS"), "BUILTIN\\IIS_IUSRS"),
    row(5, &[32, 569], Some("CY"), "BUILTIN\\Cryptographic Operators"),
    row(5, &[32, 573], Some("ER"), "BUILTIN\\Event Log Readers"),
    row(5, &[32, 574], Some("CD"), "BUILTIN\\Certificate Service DCOM Access"),
    row(5, &[32, 575], Some("RA"), "BUILTIN\\RDS Remote Access Servers"),
    row(5, &[32, 576], Some("ES"), "BUILTIN\\RDS Endpoint Servers"),
    row(5, &[32, 577], Some("MS"), "BUILTIN\\RDS Management Servers"),
    row(5, &[32, 578], Some("HA"), "BUILTIN\\Hyper-V Administrators"),
    row(5, &[32, 579], Some("AA"), "BUILTIN\\Access Control Assistance Operators"),
    row(5, &[32, 580], Some("RM"), "BUILTIN\\Remote Management Users"),
    row(5, &[32, 581], None, "BUILTIN\\System Managed Accounts Group"),
    row(5, &[32, 582], None, "BUILTIN\\Storage Replica Administrators"),
    row(5, &[32, 583], None, "BUILTIN\\Device Owners"),
    row(5, &[32, 584], Some("HO"), "BUILTIN\\User Mode Hardware Operators"),
    row(5, &[32, 585], Some("SH"), "BUILTIN\\OpenSSH Users"),
    row(5, &[33], Some("WR"), "NT AUTHORITY\\WRITE RESTRICTED"),
    row(5, &[64, 10], None, "NT AUTHORITY\\NTLM Authentication"),
    row(5, &[64, 14], None, "NT AUTHORITY\\SChannel Authentication"),
    row(5, &[64, 21], None, "NT AUTHORITY\\Digest Authentication"),
    row(5, &[65, 1], None, "NT AUTHORITY\\This Organization Certificate"),
    row(5, &[80, 0], None, "NT SERVICE\\ALL SERVICES"),
    row(5, &[83, 0], None, "NT VIRTUAL MACHINE\\Virtual Machines"),
    row(5, &[84, 0, 0, 0, 0, 0], Some("UD"), "NT AUTHORITY\\USER MODE DRIVERS"),
    row(5, &[90, 0], None, "Window Manager\\Window Manager Group"),
    row(5, &[113], None, "NT AUTHORITY\\Local account"),
    row(5, &[114], None, "NT AUTHORITY\\Local account and member of Administrators group"),
    row(5, &[1000], None, "NT AUTHORITY\\Other Organization"),
    row(15, &[2, 1], Some("AC"), "APPLICATION PACKAGE AUTHORITY\\ALL APPLICATION PACKAGES"),
    row(15, &[2, 2], None, "APPLICATION PACKAGE AUTHORITY\\ALL RESTRICTED APPLICATION PACKAGES"),
    row(16, &[0], None, "Mandatory Label\\Untrusted Mandatory Level"),
    row(16, &[4096], Some("LW"), "Mandatory Label\\Low Mandatory Level"),
    row(16, &[8192], Some("ME"), "Mandatory Label\\Medium Mandatory Level"),
    row(16, &[8448], Some("MP"), "Mandatory Label\\Medium Plus Mandatory Level"),
    row(16, &[12288], Some("HI"), "Mandatory Label\\High Mandatory Level"),
    row(16, &[16384], Some("SI"), "Mandatory Label\\System Mandatory Level"),
    row(16, &[20480], None, "Mandatory Label\\Protected Process Mandatory Level"),
    row(16, &[28672], None, "Mandatory Label\\Secure Process Mandatory Level"),
    row(18, &[1], Some("AS"), "Authentication authority asserted identity"),
    row(18, &[2], Some("SS"), "Service asserted identity"),
    row(18, &[3], None, "Fresh public key identity"),
    row(18, &[4], None, "Key trust identity"),
    row(18, &[5], None, "Key property multi-factor authentication"),
    row(18, &[6], None, "Key property attestation"),
];

/// What a Windows calls this SID, if it is the same on every Windows.
///
/// ```
/// use poolproof::nt::{name_of, well_known};
/// assert_eq!(name_of(&well_known::USERS), Some("BUILTIN\\Users"));
/// ```
pub fn name_of(sid: &Sid) -> Option<&'static str> {
    find(sid).map(|row| row.name)
}

/// The SID that a name means on every English Windows: the whole name (`BUILTIN\Users`) or its last part
/// (`Users`), without regard to case.
pub fn by_name(name: &str) -> Option<Sid> {
    let last = |full: &'static str| full.rsplit_once('\\').map_or(full, |(_, last)| last);
    let found = WELL_KNOWN
        .iter()
        .find(|row| row.name.eq_ignore_ascii_case(name))
        .or_else(|| {
            WELL_KNOWN
                .iter()
                .find(|row| last(row.name).eq_ignore_ascii_case(name))
        });
    found.map(|row| row.sid)
}

/// The two letters that stand for this SID in SDDL on every Windows.
pub fn alias_of(sid: &Sid) -> Option<&'static str> {
    find(sid).and_then(|row| row.alias)
}

fn find(sid: &Sid) -> Option<&'static WellKnown> {
    let at = WELL_KNOWN.binary_search_by(|row| row.sid.cmp(sid)).ok()?;
    Some(&WELL_KNOWN[at])
}

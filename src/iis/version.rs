//! What differs between the versions of IIS: one row each.

use crate::world::{IisVersion, LogonMethod, PoolIdentity, Protection, Server};

/// How requests come to processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Generation {
    /// inetinfo.exe, mtx.exe, dllhost.exe: 4.0 to 5.1, and 6.0 in IIS 5.0 isolation mode.
    Inetinfo,
    /// w3wp.exe for each pool: 6.0 in worker process mode, and 7.0 on.
    Workers,
}

/// The versions that host applications alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Era {
    /// 4.0.
    Iis4,
    /// 5.0, 5.1, and 6.0 in IIS 5.0 isolation mode.
    Iis5,
    /// 6.0 in worker process mode.
    Iis6,
    /// 7.0 and later.
    Iis7,
}

impl Era {
    /// All of them, oldest first.
    pub const ALL: [Era; 4] = [Era::Iis4, Era::Iis5, Era::Iis6, Era::Iis7];
}

/// What one version does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Which one.
    pub iis: IisVersion,
    /// 6.0 in IIS 5.0 isolation mode.
    pub isolation_mode: bool,
    /// How requests come to processes.
    pub generation: Generation,
    /// Which versions it hosts applications like.
    pub era: Era,
    /// The program of a worker.
    pub worker: &'static str,
    /// The program that hosts an isolated application, where there are such.
    pub isolated_host: Option<&'static str>,
    /// Where an application runs that does not say, where that can be chosen.
    pub default_protection: Option<Protection>,
    /// Whom a pool runs as that does not say.
    pub default_identity: PoolIdentity,
    /// The group that a worker's account must be in.
    pub group_of_workers: &'static str,
    /// Whether that group is put into the worker's token (7.0 on), or memberships decide (6.0).
    pub injects_group: bool,
    /// Whether the pool's own SID is put into the worker's token (7.0 on).
    pub injects_pool: bool,
    /// Whether a pool can run as `IIS APPPOOL\name` (7.0 SP2 on).
    pub own_identity: bool,
    /// Who an anonymous request is unless the configuration says: `IUSR`, or before 7.0 `IUSR_` and the machine's name.
    pub anonymous: &'static str,
    /// How the anonymous account is logged on that does not say.
    pub anonymous_logon: LogonMethod,
    /// How a basic user is logged on who does not say.
    pub basic_logon: LogonMethod,
}

/// The pool of an application for which neither it nor its site names one.
pub const DEFAULT_POOL: &str = "DefaultAppPool";

impl Version {
    /// What that version does; 6.0 in worker process mode.
    pub fn of(iis: IisVersion) -> Version {
        Version::in_mode(iis, false)
    }

    /// What the IIS of a server does; `None` if nobody said which it is.
    pub fn of_server(server: &Server) -> Option<Version> {
        Some(Version::in_mode(server.iis()?, server.isolation_mode()))
    }

    /// What that version does in that mode, which only 6.0 has.
    pub fn in_mode(iis: IisVersion, isolation_mode: bool) -> Version {
        use IisVersion::{V4_0, V5_0, V5_1, V6_0, V7_0, V7_5, V8_0, V8_5, V10_0};
        let workers_of_6 = Version {
            iis,
            isolation_mode: false,
            generation: Generation::Workers,
            era: Era::Iis6,
            worker: "w3wp.exe",
            isolated_host: None,
            default_protection: None,
            default_identity: PoolIdentity::NetworkService,
            group_of_workers: "IIS_WPG",
            injects_group: false,
            injects_pool: false,
            own_identity: false,
            anonymous: "IUSR_",
            anonymous_logon: LogonMethod::Cleartext,
            basic_logon: LogonMethod::Cleartext,
        };
        let inetinfo_of_5 = Version {
            generation: Generation::Inetinfo,
            era: Era::Iis5,
            isolated_host: Some("dllhost.exe"),
            default_protection: Some(Protection::Pooled),
            anonymous_logon: LogonMethod::Synchronized,
            basic_logon: LogonMethod::Interactive,
            ..workers_of_6.clone()
        };
        let workers_of_7 = Version {
            era: Era::Iis7,
            group_of_workers: "BUILTIN\\IIS_IUSRS",
            injects_group: true,
            injects_pool: true,
            own_identity: true,
            anonymous: "NT AUTHORITY\\IUSR",
            ..workers_of_6.clone()
        };
        match iis {
            V4_0 => Version {
                era: Era::Iis4,
                isolated_host: Some("mtx.exe"),
                default_protection: Some(Protection::InProcess),
                ..inetinfo_of_5
            },
            V5_0 | V5_1 => inetinfo_of_5,
            V6_0 if isolation_mode => Version {
                isolation_mode,
                anonymous_logon: LogonMethod::Cleartext,
                basic_logon: LogonMethod::Cleartext,
                ..inetinfo_of_5
            },
            V6_0 => workers_of_6,
            V7_0 => workers_of_7,
            V7_5 | V8_0 | V8_5 | V10_0 => Version {
                default_identity: PoolIdentity::Own,
                ..workers_of_7
            },
        }
    }

    /// `IIS 6.0 in IIS 5.0 isolation mode`
    pub fn title(&self) -> String {
        let mode = if self.isolation_mode {
            " in IIS 5.0 isolation mode"
        } else {
            ""
        };
        format!("IIS {}{mode}", self.iis.number())
    }
}

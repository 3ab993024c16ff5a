//! What differs between the versions of IIS: one row each.

use crate::world::{IisVersion, PoolIdentity};

/// How requests come to processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Generation {
    /// inetinfo.exe, mtx.exe, dllhost.exe: 4.0 to 5.1, and 6.0 in IIS 5.0 isolation mode.
    Inetinfo,
    /// w3wp.exe for each pool: 6.0 in worker process mode, and 7.0 on.
    Workers,
}

/// What one version does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Which one.
    pub iis: IisVersion,
    /// How requests come to processes.
    pub generation: Generation,
    /// The program of a worker.
    pub worker: &'static str,
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
}

/// The pool of an application for which neither it nor its site names one.
pub const DEFAULT_POOL: &str = "DefaultAppPool";

impl Version {
    /// What that version does.
    pub fn of(iis: IisVersion) -> Version {
        use IisVersion::{V4_0, V5_0, V5_1, V6_0, V7_0, V7_5, V8_0, V8_5, V10_0};
        let workers_of_6 = Version {
            iis,
            generation: Generation::Workers,
            worker: "w3wp.exe",
            default_identity: PoolIdentity::NetworkService,
            group_of_workers: "IIS_WPG",
            injects_group: false,
            injects_pool: false,
            own_identity: false,
            anonymous: "IUSR_",
        };
        let workers_of_7 = Version {
            group_of_workers: "BUILTIN\\IIS_IUSRS",
            injects_group: true,
            injects_pool: true,
            own_identity: true,
            anonymous: "NT AUTHORITY\\IUSR",
            ..workers_of_6.clone()
        };
        match iis {
            V4_0 | V5_0 | V5_1 => Version {
                generation: Generation::Inetinfo,
                ..workers_of_6
            },
            V6_0 => workers_of_6,
            V7_0 => workers_of_7,
            V7_5 | V8_0 | V8_5 | V10_0 => Version {
                default_identity: PoolIdentity::Own,
                ..workers_of_7
            },
        }
    }
}

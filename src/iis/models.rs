//! The process model of each version, as documents tabulate it: which programs there are and whom they run as.
//!
//! Answers do not come from this table; tests hold them against every row.

use super::kinds::RunsAs;
use crate::world::{IisVersion, Protection};

/// The process model of one version in one mode.
#[derive(Clone, Copy, Debug)]
pub struct Model {
    /// The first version that has it.
    pub since: IisVersion,
    /// The last.
    pub until: IisVersion,
    /// 6.0 in IIS 5.0 isolation mode.
    pub isolation_mode: bool,
    /// The program that is the server's core: it serves static content and holds filters.
    pub core: (&'static str, RunsAs),
    /// Where an application's extensions run, by its protection; empty where pools decide.
    pub by_protection: &'static [(Protection, &'static str, RunsAs)],
    /// What is meant if the protection is not said.
    pub default: Option<Protection>,
    /// The program of a pool; `None` where there are no pools.
    pub pool: Option<&'static str>,
    /// The services that hold the listener and the management, beside all that: program and account.
    pub services: &'static [(&'static str, &'static str)],
    /// The documents.
    pub source: &'static str,
}

const LOW: (Protection, &str, RunsAs) = (Protection::InProcess, "inetinfo.exe", RunsAs::System);
const MEDIUM: (Protection, &str, RunsAs) = (Protection::Pooled, "dllhost.exe", RunsAs::Iwam);
const HIGH: (Protection, &str, RunsAs) = (Protection::Isolated, "dllhost.exe", RunsAs::Iwam);
const ALONE: (Protection, &str, RunsAs) = (Protection::Isolated, "mtx.exe", RunsAs::Iwam);
const INETINFO: (&str, RunsAs) = ("inetinfo.exe", RunsAs::System);
const W3WP: (&str, RunsAs) = ("w3wp.exe", RunsAs::Pool);

/// Every process model, oldest first.
pub const MODELS: [Model; 5] = [
    Model {
        since: IisVersion::V4_0,
        until: IisVersion::V4_0,
        isolation_mode: false,
        core: INETINFO,
        by_protection: &[LOW, ALONE],
        default: Some(Protection::InProcess),
        pool: None,
        services: &[],
        source: "KB 236855; KB 281837",
    },
    Model {
        since: IisVersion::V5_0,
        until: IisVersion::V5_1,
        isolation_mode: false,
        core: INETINFO,
        by_protection: &[LOW, MEDIUM, HIGH],
        default: Some(Protection::Pooled),
        pool: None,
        services: &[],
        source: "KB 319067; KB 326086",
    },
    Model {
        since: IisVersion::V6_0,
        until: IisVersion::V6_0,
        isolation_mode: true,
        core: INETINFO,
        by_protection: &[LOW, MEDIUM, HIGH],
        default: Some(Protection::Pooled),
        pool: None,
        services: &[("http.sys", "kernel")],
        source: "IIS 6.0 \"IIS 5.0 isolation mode\"",
    },
    Model {
        since: IisVersion::V6_0,
        until: IisVersion::V6_0,
        isolation_mode: false,
        core: W3WP,
        by_protection: &[],
        default: None,
        pool: Some("w3wp.exe"),
        services: &[
            ("http.sys", "kernel"),
            ("svchost.exe of W3SVC", "SYSTEM"),
            ("inetinfo.exe of the metabase and FTP", "SYSTEM"),
            ("lsass.exe of HTTPFilter", "SYSTEM"),
        ],
        source: "IIS 6.0 \"worker process isolation mode\"",
    },
    Model {
        since: IisVersion::V7_0,
        until: IisVersion::V10_0,
        isolation_mode: false,
        core: W3WP,
        by_protection: &[],
        default: None,
        pool: Some("w3wp.exe"),
        services: &[
            ("http.sys", "kernel"),
            ("svchost.exe of WAS and W3SVC", "SYSTEM"),
        ],
        source: "IIS \"application pools\"",
    },
];

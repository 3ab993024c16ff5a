//! Where things lie that nobody says a place for: programs, caches, configuration and keys, by version: data.

use crate::{
    iis::version::{Era, Version},
    world::{Cache, IisVersion, Server, WinPath, WindowsVersion},
};

/// The configuration of the server: its file, from 7.0 applicationHost.config.
pub(super) fn configuration(version: &Version) -> &'static str {
    match (version.era, version.iis) {
        (Era::Iis7, _) => "%windir%\\system32\\inetsrv\\config\\applicationHost.config",
        (_, IisVersion::V6_0) => "%windir%\\system32\\inetsrv\\MetaBase.xml",
        (Era::Iis4 | Era::Iis5 | Era::Iis6, _) => "%windir%\\system32\\inetsrv\\MetaBase.bin",
    }
}

/// Folders that hold copies of it, from 7.0 on. Copies of a metabase can be decrypted by administrators alone.
pub(super) const COPIES: [&str; 2] = [
    "%systemdrive%\\inetpub\\history",
    "%windir%\\system32\\inetsrv\\backup",
];

/// The key that passwords of anonymous accounts and of virtual folders are encrypted with, from 7.0 on.
pub(super) const CONFIGURATION_KEY: &str =
    "%systemdrive%\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys\\iisConfigurationKey";

/// The key that passwords of pools are encrypted with.
pub(super) const POOLS_KEY: &str =
    "%systemdrive%\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys\\iisWasKey";

/// Where the copies of the configuration lie that workers read.
pub(super) const OF_POOLS: &str = "%systemdrive%\\inetpub\\temp\\appPools";

/// The folder for temporary files of all that have no profile.
pub(super) const TEMPORARY: &str = "%windir%\\Temp";

/// The account database; before Vista setup and backups leave a second one.
pub(super) fn account_database(windows: WindowsVersion) -> &'static [&'static str] {
    const BOTH: [&str; 2] = ["%windir%\\system32\\config\\SAM", "%windir%\\repair\\sam"];
    if windows < WindowsVersion::Vista {
        &BOTH
    } else {
        &BOTH[..1]
    }
}

/// Where a task is kept: the folder, and what stands behind its name.
pub(super) fn tasks(windows: WindowsVersion) -> (&'static str, &'static str) {
    if windows < WindowsVersion::Vista {
        ("%windir%\\Tasks", ".job")
    } else {
        ("%windir%\\system32\\Tasks", "")
    }
}

/// Where a program lies that setup puts there; `None` for one that may lie anywhere.
pub(super) fn program(image: &str) -> Option<&'static str> {
    const PROGRAMS: [(&str, &str); 6] = [
        ("inetinfo.exe", "%windir%\\system32\\inetsrv\\inetinfo.exe"),
        ("w3wp.exe", "%windir%\\system32\\inetsrv\\w3wp.exe"),
        ("dllhost.exe", "%windir%\\system32\\dllhost.exe"),
        ("mtx.exe", "%windir%\\system32\\mtx.exe"),
        ("svchost.exe", "%windir%\\system32\\svchost.exe"),
        ("dotnet.exe", "%programfiles%\\dotnet\\dotnet.exe"),
    ];
    PROGRAMS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(image))
        .map(|(_, place)| *place)
}

/// The engine of ASP.
pub(super) const ASP: &str = "%windir%\\system32\\inetsrv\\asp.dll";

/// Folders in which every program looks for libraries that its own folder does not hold.
pub(super) const LIBRARIES: [&str; 2] = ["%windir%\\system32", "%windir%"];

/// Where a cache lies of which nobody says it; for Temporary ASP.NET Files below the folder of the framework.
pub(super) fn cache(version: &Version, cache: Cache) -> Option<&'static str> {
    match (cache, version.era) {
        (Cache::Compression | Cache::AspTemplates, Era::Iis4) | (Cache::AspNetTemporary, _) => None,
        (Cache::Compression, Era::Iis5 | Era::Iis6) => {
            Some("%windir%\\IIS Temporary Compressed Files")
        }
        (Cache::AspTemplates, Era::Iis5 | Era::Iis6) => {
            Some("%windir%\\system32\\inetsrv\\ASP Compiled Templates")
        }
        (Cache::Compression, Era::Iis7) => {
            Some("%systemdrive%\\inetpub\\temp\\IIS Temporary Compressed Files")
        }
        (Cache::AspTemplates, Era::Iis7) => {
            Some("%systemdrive%\\inetpub\\temp\\ASP Compiled Templates")
        }
    }
}

/// The folders of ASP.NET's runtimes: those of which somebody describes something, else the one that comes with that IIS.
pub(super) fn frameworks(server: &Server, version: &Version) -> Vec<WinPath> {
    const ALL: [&str; 6] = [
        "Framework\\v1.0.3705",
        "Framework\\v1.1.4322",
        "Framework\\v2.0.50727",
        "Framework\\v4.0.30319",
        "Framework64\\v2.0.50727",
        "Framework64\\v4.0.30319",
    ];
    let base = WinPath::new("%windir%\\Microsoft.NET").expanded(server.windows());
    let described = |folder: &WinPath| {
        let told = [
            "",
            "Temporary ASP.NET Files",
            "CONFIG",
            "CONFIG\\machine.config",
        ];
        told.iter().any(|below| {
            let path = if below.is_empty() {
                folder.clone()
            } else {
                folder.join(below)
            };
            server.objects().at(&path).is_some()
        })
    };
    let told: Vec<WinPath> = ALL
        .iter()
        .map(|below| base.join(below))
        .filter(described)
        .collect();
    if !told.is_empty() {
        return told;
    }
    let shipped = match (version.era, version.iis) {
        (Era::Iis4, _) => return Vec::new(),
        (Era::Iis5 | Era::Iis6, _) => ALL[1],
        (Era::Iis7, iis) if iis < IisVersion::V8_0 => ALL[2],
        (Era::Iis7, _) => ALL[5],
    };
    vec![base.join(shipped)]
}

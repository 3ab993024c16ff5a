//! What Windows and IIS write into their logs, and what a client sees, when something cannot be started.

use std::fmt;

use crate::world::{IisVersion, WindowsVersion};

/// An entry of a log, or an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Logged {
    /// `W3SVC`, `WAS`, `Service Control Manager`, `DCOM`, `HTTP`, `Win32`.
    pub source: &'static str,
    /// The event's number, the status, or the error.
    pub number: u32,
    /// What it tells, in our words.
    pub says: &'static str,
}

const fn event(source: &'static str, number: u32, says: &'static str) -> Logged {
    Logged {
        source,
        number,
        says,
    }
}

const W3SVC_1021: Logged = event("W3SVC", 1021, "the identity of the pool is invalid");
const W3SVC_1057: Logged = event(
    "W3SVC",
    1057,
    "no worker can be made for an invalid identity, and the pool is disabled",
);
const W3SVC_1059: Logged = event(
    "W3SVC",
    1059,
    "starting the worker failed, and the pool is disabled",
);
const W3SVC_1009: Logged = event("W3SVC", 1009, "a worker ended unexpectedly");
const W3SVC_1002: Logged = event(
    "W3SVC",
    1002,
    "the pool is disabled after a series of failures",
);
const WAS_5021: Logged = event(
    "WAS",
    5021,
    "the identity of the pool is invalid: its name, its password or its right to log on",
);
const WAS_5057: Logged = event(
    "WAS",
    5057,
    "no worker was made for an invalid identity, and the pool is disabled",
);
const WAS_5059: Logged = event(
    "WAS",
    5059,
    "starting the worker failed, and the pool is disabled",
);
const HTTP_503: Logged = event("HTTP", 503, "every request is answered so");

/// A worker whose account cannot log on (IIS "troubleshooting application pools").
pub(super) fn invalid_identity(iis: IisVersion) -> Vec<Logged> {
    if iis >= IisVersion::V7_0 {
        vec![WAS_5021, WAS_5057, WAS_5059, HTTP_503]
    } else {
        vec![W3SVC_1021, W3SVC_1057, W3SVC_1059, HTTP_503]
    }
}

/// A worker that starts and ends at once: it cannot open its queue of requests (IIS 6.0 "IIS_WPG").
pub(super) fn worker_ends() -> Vec<Logged> {
    vec![W3SVC_1009, W3SVC_1002, HTTP_503]
}

/// A service that is switched off (Win32 "system error codes").
pub(super) fn service_disabled() -> Vec<Logged> {
    vec![event(
        "Win32",
        1058,
        "the service cannot be started: it is disabled",
    )]
}

/// A service whose account cannot be logged on with what is stored.
pub(super) fn service_logon(windows: WindowsVersion) -> Vec<Logged> {
    let logon = if windows >= WindowsVersion::Vista {
        event(
            "Service Control Manager",
            7038,
            "the account could not be logged on with the stored password",
        )
    } else {
        event(
            "Service Control Manager",
            7013,
            "the logon with the stored password failed",
        )
    };
    vec![logon, SCM_7000, ERROR_1069]
}

/// A service whose account may not log on as a service.
pub(super) fn service_right(windows: WindowsVersion) -> Vec<Logged> {
    if windows >= WindowsVersion::Vista {
        let right = event(
            "Service Control Manager",
            7041,
            "the account was not granted the kind of logon that was asked for",
        );
        vec![right, SCM_7000, ERROR_1069]
    } else {
        service_logon(windows)
    }
}

const SCM_7000: Logged = event(
    "Service Control Manager",
    7000,
    "the service failed to start",
);
const ERROR_1069: Logged = event(
    "Win32",
    1069,
    "the service did not start because of a logon failure",
);

/// A component's server whose account cannot be logged on (Win32 "COM error codes"; KB 170543).
pub(super) fn component_logon() -> Vec<Logged> {
    vec![
        event(
            "DCOM",
            10_004,
            "the account could not be logged on to run the server",
        ),
        event(
            "COM",
            0x8000_401A,
            "the server's configured identity is wrong",
        ),
    ]
}

/// A package of IIS whose account cannot be logged on (KB 297989).
pub(super) fn package_logon() -> Vec<Logged> {
    vec![
        event(
            "DCOM",
            10_004,
            "the account could not be logged on to run the server",
        ),
        event(
            "W3SVC",
            36,
            "the application could not be loaded: its configured identity is wrong",
        ),
    ]
}

/// A component's server that runs as the user at the console, where nobody is.
pub(super) fn nobody_at_the_console() -> Vec<Logged> {
    vec![event(
        "COM",
        0x8000_401A,
        "the server's configured identity is wrong: nobody is at the console",
    )]
}

/// A component's server that is a service which does not start.
pub(super) fn component_service() -> Logged {
    event("DCOM", 10_005, "the component's service failed to start")
}

impl fmt::Display for Logged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Logged {
            source,
            number,
            says,
        } = self;
        match *source {
            "COM" => write!(f, "{source} {number:#010X}: {says}"),
            _ => write!(f, "{source} {number}: {says}"),
        }
    }
}

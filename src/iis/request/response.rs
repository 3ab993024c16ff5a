//! What IIS answers when a stage refuses.

use std::fmt;

/// An answer of IIS: status and sub-status, the error code where there is one, and what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Response {
    /// `401.3`
    pub status: &'static str,
    /// `0x80070005`
    pub error: Option<&'static str>,
    /// What it says.
    pub says: &'static str,
}

const fn plain(status: &'static str, says: &'static str) -> Response {
    Response {
        status,
        error: None,
        says,
    }
}

impl Response {
    /// The account that was offered could not be logged on.
    pub const LOGON_FAILED: Response = plain("401.1", "logon failed");
    /// Nothing that the server is willing to do lets this request in.
    pub const LOGON_BY_CONFIGURATION: Response =
        plain("401.2", "logon failed due to server configuration");
    /// An access list refuses.
    pub const ACCESS_LIST: Response = plain("401.3", "unauthorized by the list of the resource");
    /// A program could not be started as the user.
    pub const CGI_PRIVILEGES: Response = plain(
        "403.19",
        "the pool's identity may not start CGI programs as somebody else",
    );
    /// The credentials of a virtual folder are wrong (6.0).
    pub const SHARE_CREDENTIALS: Response =
        plain("500.16", "the credentials for the share are wrong");
    /// ASP.NET could not read its configuration (before 7.0).
    pub const ASP_NET_CONFIGURATION: Response =
        plain("500", "ASP.NET cannot read its configuration");
    /// The process of an application could not be started (before 6.0).
    pub const APPLICATION_NOT_LOADED: Response =
        plain("500", "an error while loading the application");
    /// A configuration file could not be read.
    pub const CONFIGURATION_UNREADABLE: Response = Response {
        status: "500.19",
        error: Some("0x80070005"),
        says: "the configuration file cannot be read",
    };
    /// A configuration file could not be read with the credentials of the virtual folder.
    pub const CONFIGURATION_CREDENTIALS: Response = Response {
        status: "500.19",
        error: Some("0x8007052e"),
        says: "the credentials for the configuration file are wrong",
    };
    /// A section stands where it may not.
    pub const SECTION_LOCKED: Response = Response {
        status: "500.19",
        error: Some("0x80070021"),
        says: "the section cannot be used at this path",
    };
    /// There is no process to serve it.
    pub const UNAVAILABLE: Response = plain("503", "the service is unavailable");
}

impl fmt::Display for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.status)?;
        if let Some(error) = self.error {
            write!(f, " with {error}")?;
        }
        write!(f, " ({})", self.says)
    }
}

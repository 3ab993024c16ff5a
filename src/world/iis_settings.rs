//! What can be said of IIS as a whole, beside its pools, sites and applications: settings as data.

use serde::{Deserialize, Serialize};

use super::{ApplicationSettings, Name, Who, WinPath};

/// A setting of the whole server.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "kebab-case", deny_unknown_fields)]
pub enum IisSetting {
    /// `filter PATH on every site`, `filter PATH on site N`
    Filter {
        /// The dll.
        path: WinPath,
        /// The site; `None` for every one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        site: Option<Name>,
    },
    /// `in-process extensions are PATH, name.dll`: the whole list InProcessIsapiApps.
    InProcessExtensions {
        /// The list, in order.
        programs: Vec<Program>,
    },
    /// `cgi runs as the process`, `cgi runs as the request user`: CreateProcessAsUser.
    Cgi {
        /// As whom.
        runs_as: CgiIdentity,
    },
    /// `asp.net runs as ACCOUNT`: processModel, where aspnet_wp.exe is used.
    AspNet {
        /// As whom.
        runs_as: Who,
    },
    /// `compression cache at PATH`, `asp templates at PATH`, `asp.net temporary files at PATH`
    Cache {
        /// Which.
        cache: Cache,
        /// Where.
        path: WinPath,
    },
    /// `section NAME is locked`, `section NAME is unlocked`: whether a web.config may set it.
    Section {
        /// The section by its own name, `anonymousAuthentication`.
        section: Name,
        /// Whether it is locked.
        locked: bool,
    },
    /// `web.config of PATH sets CLAUSE, CLAUSE`
    WebConfig {
        /// The folder that the file lies in.
        folder: WinPath,
        /// What it sets.
        settings: Box<ApplicationSettings>,
    },
}

/// An entry of InProcessIsapiApps.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Program {
    /// With its path.
    Path(WinPath),
    /// A file name alone, which any path matches.
    Bare(Name),
}

/// As whom a CGI program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CgiIdentity {
    /// As the process that starts it.
    Process,
    /// As the user of the request.
    RequestUser,
}

/// What several applications may keep in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cache {
    /// IIS Temporary Compressed Files.
    Compression,
    /// ASP Compiled Templates.
    AspTemplates,
    /// Temporary ASP.NET Files.
    AspNetTemporary,
}

/// How an anonymous or basic user is logged on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogonMethod {
    /// LogonMethod 0.
    Interactive,
    /// LogonMethod 1.
    Batch,
    /// LogonMethod 2.
    Network,
    /// LogonMethod 3: a network logon that keeps the password.
    Cleartext,
    /// IIS keeps the password itself (4.0 and 5.0): a network logon by sub-authentication.
    Synchronized,
}

/// A way to authenticate that is no anonymous one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// Integrated: NTLM or Kerberos.
    Windows,
    /// Basic.
    Basic,
    /// Digest.
    Digest,
    /// Client certificates mapped to accounts.
    Certificates,
}

/// Whose token the modules that impersonate get for an authenticated user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AuthenticatedAs {
    /// `authenticated users act as themselves`, the default.
    Themselves,
    /// `authenticated users act as the pool identity`: UseWorkerProcessUser (7.5 on), AzImpersonationLevel 1 (6.0).
    PoolIdentity,
    /// `authenticated users act as the anonymous user`: AzImpersonationLevel 2 (6.0).
    AnonymousUser,
}

/// What an application uses besides its own content.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Use {
    /// `uses component C`
    Component(Name),
    /// `uses PATH`
    Path(WinPath),
}

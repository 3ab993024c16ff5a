//! What can be said of a server, its pools, sites and applications: settings as data, whose meaning is another room's.

use serde::{Deserialize, Serialize};

use super::{
    AuthenticatedAs, Cache, IisVersion, LogonMethod, Name, Scheme, Use, Who, WinPath,
    WindowsVersion, fact::is_false,
};

/// `server N runs IIS V [in IIS 5.0 isolation mode] [on Windows W [SPn]] [, is in domain D] [, is a domain controller]`
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerStatement {
    /// The machine's name.
    pub name: Name,
    /// Which IIS; `None` for an artefact that does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iis: Option<IisVersion>,
    /// IIS 6.0 in IIS 5.0 isolation mode.
    #[serde(default, skip_serializing_if = "is_false")]
    pub isolation_mode: bool,
    /// Which Windows, if told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub windows: Option<WindowsVersion>,
    /// Which service pack, if told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_pack: Option<u8>,
    /// The domain that it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<Name>,
    /// Whether it is a domain controller.
    #[serde(default, skip_serializing_if = "is_false")]
    pub domain_controller: bool,
}

/// `pool P [runs as …] [, manual group membership] [, logs on as a service] [, ignores web.config]`
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoolStatement {
    /// Its name.
    pub name: Name,
    /// Whom it runs as; unsaid, that version's default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<PoolIdentity>,
    /// The group of workers is not put into its token.
    #[serde(default, skip_serializing_if = "is_false")]
    pub manual_group_membership: bool,
    /// A specific user logs on as a service, not as a batch job.
    #[serde(default, skip_serializing_if = "is_false")]
    pub logs_on_as_service: bool,
    /// enableConfigurationOverride is off.
    #[serde(default, skip_serializing_if = "is_false")]
    pub ignores_web_config: bool,
}

/// Whom a pool runs as.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PoolIdentity {
    /// NetworkService.
    NetworkService,
    /// LocalService.
    LocalService,
    /// LocalSystem.
    LocalSystem,
    /// ApplicationPoolIdentity: `IIS APPPOOL\name`.
    Own,
    /// An account.
    Account(Who),
    /// Not told by the artefact and without a default in it (IIS Express: whoever starts it).
    Unknown,
}

/// `site N at PATH …`
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SiteStatement {
    /// Its name.
    pub name: Name,
    /// The root folder.
    pub folder: WinPath,
    /// The clauses of its root application.
    #[serde(flatten)]
    pub settings: ApplicationSettings,
}

/// `application /a at PATH …`
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ApplicationStatement {
    /// The site that it is in.
    pub site: Name,
    /// Its URL path, `/a`.
    pub url: Name,
    /// Its folder.
    pub folder: WinPath,
    /// Its clauses.
    #[serde(flatten)]
    pub settings: ApplicationSettings,
}

/// `virtual folder /v at PATH [as ACCOUNT]`
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VirtualFolderStatement {
    /// The site that it is in.
    pub site: Name,
    /// Its URL path.
    pub url: Name,
    /// Its folder.
    pub folder: WinPath,
    /// The fixed account that content is opened as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Who>,
}

/// The clauses of an application. What is unsaid comes from the site, then from the version's defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ApplicationSettings {
    /// `in pool P`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pool: Option<Name>,
    /// `anonymous is …`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anonymous: Option<Anonymous>,
    /// `runs asp`, …
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub handlers: Vec<Handler>,
    /// `in process`, `pooled`, `isolated`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protection: Option<Protection>,
    /// `anonymous logs on interactively|as a batch job|over the network|in clear text|by password synchronization`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anonymous_logon: Option<LogonMethod>,
    /// `authenticates with windows, basic`
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub schemes: Vec<Scheme>,
    /// `basic logs on interactively|as a batch job|over the network|in clear text`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basic_logon: Option<LogonMethod>,
    /// `authenticated users act as the pool identity`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authenticated_as: Option<AuthenticatedAs>,
    /// `uses component C`, `uses PATH`
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<Use>,
    /// `compression cache at PATH`, `asp templates at PATH`, `asp.net temporary files at PATH`
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub caches: Vec<(Cache, WinPath)>,
    /// `stores a machine key`
    #[serde(skip_serializing_if = "is_false")]
    pub stores_machine_key: bool,
    /// `allows upload`: write or WebDAV access.
    #[serde(skip_serializing_if = "is_false")]
    pub allows_upload: bool,
    /// `uses forms authentication`
    #[serde(skip_serializing_if = "is_false")]
    pub forms_authentication: bool,
    /// `refuses out-of-process components`, `allows out-of-process components`: AspAllowOutOfProcComponents of IIS 4.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_of_process_components: Option<bool>,
}

/// Who an anonymous request runs as.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Anonymous {
    /// `no anonymous`
    Off,
    /// `anonymous is X`
    Account(Who),
    /// `anonymous is the pool identity`
    PoolIdentity,
}

/// What an application runs besides static content.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Handler {
    /// `asp`
    Asp,
    /// `asp.net`
    AspNet,
    /// `asp.net impersonating [as X]`
    AspNetImpersonating(Option<Who>),
    /// `asp.net core in process`
    AspNetCoreInProcess,
    /// `asp.net core out of process`
    AspNetCoreOutOfProcess,
    /// `php`
    Php,
    /// `php impersonating`
    PhpImpersonating,
    /// `isapi PATH [for .ext]`
    Isapi(WinPath, Option<Name>),
    /// `cgi PATH`
    Cgi(WinPath),
}

/// IIS 4 to 6: Low, Medium, High.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protection {
    /// Low.
    InProcess,
    /// Medium.
    Pooled,
    /// High.
    Isolated,
}

/// A process, as a rule of IIS derives it from configuration. The world knows nothing of pools.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcessStatement {
    /// What it is called here, `w3wp.exe of pool A`.
    pub name: Name,
    /// The program, `w3wp.exe`.
    pub image: Name,
    /// The pool that it works for, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pool: Option<Name>,
    /// Whose token it has; `None` where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Who>,
    /// How that account was logged on.
    pub logon: Logon,
    /// SIDs that are put into its token beside what the logon gives.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub injected: Vec<Who>,
}

/// How a token came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Logon {
    /// At the console, type 2.
    Interactive,
    /// Over the network, type 3.
    Network,
    /// As a batch job, type 4.
    Batch,
    /// As a service, type 5: also the built-in service accounts and virtual accounts.
    Service,
}

//! What somebody told us: a statement and where it was said. Everything else is worked out from these.

use std::{
    fmt,
    hash::{Hash, Hasher},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::{IisVersion, Name, WinPath, WindowsVersion};
use crate::{
    nt::{AccessMask, Sid},
    text::{Diagnostic, Place, SourceName},
};

/// A statement with the place where it was said.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fact {
    /// What is said.
    #[serde(flatten)]
    pub statement: Statement,
    /// Where.
    #[serde(default, rename = "at", skip_serializing_if = "Origin::is_unsaid")]
    pub origin: Origin,
}

/// Where something was said. Two facts that say the same are equal wherever they were said,
/// so all origins compare equal.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Nobody said where.
    #[default]
    Unsaid,
    /// A line of a source; line 0 is the source as a whole.
    Line(SourceName, u32),
    /// A document about Windows or IIS, by its citation.
    Document(Arc<str>),
    /// A rule of ours that made this fact of others: what it says, and where the others stand.
    Rule {
        /// The rule in a sentence, with its citation.
        says: Arc<str>,
        /// What it was applied to.
        from: Vec<Origin>,
    },
}

impl Origin {
    /// Whether nobody said where.
    pub fn is_unsaid(&self) -> bool {
        matches!(self, Origin::Unsaid)
    }

    /// The complaint, with this place.
    pub(crate) fn mark(&self, diagnostic: Diagnostic) -> Diagnostic {
        let (source, line) = match self {
            Origin::Line(source, line) => (source, *line),
            Origin::Rule { from, .. } => {
                return from
                    .iter()
                    .fold(diagnostic, |marked, origin| origin.mark(marked));
            }
            Origin::Unsaid | Origin::Document(_) => return diagnostic,
        };
        let place = Place {
            source: source.clone(),
            line,
            column: 0,
            excerpt: None,
        };
        diagnostic.at(place, "")
    }

    /// That line of that source.
    pub fn line(source: &SourceName, line: u32) -> Origin {
        Origin::Line(source.clone(), line)
    }
}

impl PartialEq for Origin {
    fn eq(&self, _: &Origin) -> bool {
        true
    }
}

impl Eq for Origin {}

impl Hash for Origin {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Unsaid => f.write_str("(no place)"),
            Origin::Line(source, 0) => f.write_str(source),
            Origin::Line(source, line) => write!(f, "{source}:{line}"),
            Origin::Document(citation) => f.write_str(citation),
            Origin::Rule { says, .. } => f.write_str(says),
        }
    }
}

/// Somebody, by name or by SID.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    /// An account by its name, with or without an authority.
    Name(Name),
    /// An account by its SID.
    Sid(Sid),
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Who::Name(name) => name.fmt(f),
            Who::Sid(sid) => sid.fmt(f),
        }
    }
}

/// What can be said of a server.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "says", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Statement {
    /// `server N runs IIS 6.0 …`
    Server(ServerStatement),
    /// `user N [has sid S]`
    User {
        /// Its name.
        name: Name,
        /// Its SID, if told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sid: Option<Sid>,
    },
    /// `group N [has sid S]`
    Group {
        /// Its name.
        name: Name,
        /// Its SID, if told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sid: Option<Sid>,
    },
    /// `X is a member of G`
    Member {
        /// X.
        member: Who,
        /// G.
        group: Who,
    },
    /// `machine sid S`
    MachineSid {
        /// S.
        sid: Sid,
    },
    /// `domain CORP has sid S`
    Domain {
        /// CORP.
        name: Name,
        /// S.
        sid: Sid,
    },
    /// `right R belongs to …`: the whole list of its holders.
    Right {
        /// A privilege or logon right by Windows' name.
        right: Name,
        /// Who holds it.
        holders: Vec<Who>,
    },
    /// `pool P …`
    Pool(PoolStatement),
    /// `site N at PATH …`: the site with its root application.
    Site(SiteStatement),
    /// `application /a at PATH …` under a site.
    Application(ApplicationStatement),
    /// `virtual folder /v at PATH …` under a site.
    VirtualFolder(VirtualFolderStatement),
    /// `folder|file|key PATH …`
    Object(ObjectStatement),
    /// A process that a rule of IIS makes of configuration; nobody writes these.
    Process(ProcessStatement),
    /// Something known to be unknown.
    Gap(Gap),
    /// `undescribed objects …, else …`
    Undescribed {
        /// What to try, in order.
        fallbacks: Vec<Fallback>,
    },
}

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
#[serde(default)]
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

/// `folder|file|key PATH [is owned by X] [, does not inherit]`, with its lines.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectStatement {
    /// What it is.
    pub noun: ObjectNoun,
    /// Where it is.
    pub path: WinPath,
    /// Who owns it. Unsaid: what the SDDL says, else Administrators; an import that does not know says so by a gap.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Who>,
    /// Where lines from above come from.
    #[serde(default, skip_serializing_if = "Inheritance::is_default")]
    pub inheritance: Inheritance,
    /// Its lines.
    #[serde(default)]
    pub list: Listing,
}

/// What kind of object is described.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ObjectNoun {
    /// A folder.
    Folder,
    /// A file.
    File,
    /// A registry key.
    Key,
}

/// How a described object comes to its inherited lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Inheritance {
    /// Unsaid: they are worked out from the folders above. An `sddl` that holds inherited lines, or says `AI`, is complete as it stands.
    #[default]
    Inherits,
    /// `does not inherit`
    Protected,
    /// `is listed in full`: what is listed is all that is stored, inherited lines included (imports).
    ListedInFull,
}

impl Inheritance {
    fn is_default(&self) -> bool {
        *self == Inheritance::Inherits
    }
}

/// The lines of a described object.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Listing {
    /// Access lines in stored order.
    Lines(Vec<AccessLine>),
    /// `sddl "…"`, as it was written; it has been read once and is well-formed.
    Sddl(Arc<str>),
}

impl Default for Listing {
    fn default() -> Listing {
        Listing::Lines(Vec::new())
    }
}

/// `allows|denies WHO RIGHTS [for …] [, one level] [, inherited]`: one entry.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessLine {
    /// Allow or deny.
    pub effect: Effect,
    /// Whom.
    pub who: Who,
    /// The stored mask.
    #[serde(with = "mask_as_hex")]
    pub mask: AccessMask,
    /// The stored inheritance flags (the low five bits of an entry's flags).
    #[serde(default, skip_serializing_if = "is_zero")]
    pub flags: u8,
    /// Where it was said.
    #[serde(default, rename = "at", skip_serializing_if = "Origin::is_unsaid")]
    pub origin: Origin,
}

/// What a line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// It lets in.
    Allow,
    /// It keeps out.
    Deny,
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

/// Something known to be unknown.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gap {
    /// `members of G are unknown`
    MembersOf(Who),
    /// `groups of X are unknown`
    GroupsOf(Who),
    /// `permissions of PATH are unknown`
    PermissionsOf(WinPath),
    /// `owner of PATH is unknown`
    OwnerOf(WinPath),
    /// `inherited lines of PATH are unknown`
    InheritedLinesOf(WinPath),
}

/// What holds for an object that nobody described.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fallback {
    /// `inherit`: from a described folder above.
    Inherit,
    /// `have default permissions`: the documented ones of that version.
    Defaults,
    /// `are closed`: nobody has any right, Administrators own it.
    Closed,
    /// `are unknown`
    Unknown,
}

fn is_false(value: &bool) -> bool {
    !value
}

fn is_zero(value: &u8) -> bool {
    *value == 0
}

/// Masks are hexadecimal texts in JSON.
mod mask_as_hex {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::nt::AccessMask;

    pub fn serialize<S: Serializer>(mask: &AccessMask, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(mask)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<AccessMask, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.strip_prefix("0x")
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .map(AccessMask)
            .ok_or_else(|| D::Error::custom("expected a mask such as \"0x001200a9\""))
    }
}

//! What somebody told us: a statement and where it was said. Everything else is worked out from these.

use std::{
    fmt,
    hash::{Hash, Hasher},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::{
    AccountState, ApplicationStatement, ComList, ComponentStatement, IisSetting, MachineList,
    MachineState, Name, PoolStatement, ProcessStatement, RunningStatement, ServerStatement,
    ServiceStatement, SiteStatement, TaskStatement, VirtualFolderStatement, WinPath,
};
use crate::{
    nt::{AccessMask, Ace, AceFlags, Sid},
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
    /// The question itself supposes it: the change of that number, from 1.
    Supposed(u32),
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
            Origin::Unsaid | Origin::Document(_) | Origin::Supposed(_) => return diagnostic,
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
            Origin::Supposed(number) => write!(f, "if {number}"),
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
    /// A setting of IIS as a whole.
    Iis(IisSetting),
    /// The state of an account: logged on, disabled, its password wrong, who can change it.
    Account(AccountState),
    /// How the machine is set up, and how documents about it are read.
    Machine(MachineState),
    /// `component N {clsid} is …`
    Component(ComponentStatement),
    /// `machine launch default allows X`, …: one of the machine's own COM lists.
    MachineCom {
        /// Which.
        which: MachineList,
        /// Its lines.
        list: ComList,
    },
    /// `component C is running as X`
    Running(RunningStatement),
    /// `service S runs as ACCOUNT from PATH`
    Service(ServiceStatement),
    /// `task T runs as ACCOUNT from PATH`
    Task(TaskStatement),
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

impl Effect {
    /// The entry that has it.
    pub fn ace(self, sid: Sid, mask: AccessMask, flags: AceFlags) -> Ace {
        match self {
            Effect::Allow => Ace::allow(sid, mask, flags),
            Effect::Deny => Ace::deny(sid, mask, flags),
        }
    }
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

pub(super) fn is_false(value: &bool) -> bool {
    !value
}

fn is_zero(value: &u8) -> bool {
    *value == 0
}

/// Masks are hexadecimal texts in JSON.
pub(super) mod mask_as_hex {
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

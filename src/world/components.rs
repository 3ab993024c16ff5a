//! What can be said of COM components, and of the machine's lists for those that have none.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Effect, Name, Origin, Who, WinPath};
use crate::nt::AccessMask;

/// `component N {clsid} is an exe PATH, runs as …`, with its lists.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComponentStatement {
    /// What it is called.
    pub name: Name,
    /// Its class id with braces, if told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Name>,
    /// What holds its code; unsaid, not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<ComponentForm>,
    /// Whom it runs as; unsaid, the launching user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<ComponentIdentity>,
    /// Its own launch list; unsaid, the machine's default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub launch: Option<ComList>,
    /// Its own access list; unsaid, the machine's default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<ComList>,
    /// `is not registered`: it has no AppID entry, so nobody can set its lists (S42).
    #[serde(default, skip_serializing_if = "super::fact::is_false")]
    pub unregistered: bool,
}

/// What holds a component's code.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ComponentForm {
    /// `is an exe PATH`
    Exe(WinPath),
    /// `is a dll PATH`
    Dll(WinPath),
    /// `is a service S`
    Service(Name),
    /// `is a library package`
    LibraryPackage,
    /// `is a server package`
    ServerPackage,
}

/// Whom a component runs as.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ComponentIdentity {
    /// `the launching user`
    LaunchingUser,
    /// `the interactive user`
    InteractiveUser,
    /// An account.
    Account(Who),
}

/// A launch or access list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ComList {
    /// Lines in stored order; none of them, nobody is let in by a line.
    Lines(Vec<ComLine>),
    /// `launch sddl "…"`, as it was written; it has been read once and is well-formed.
    Sddl(Arc<str>),
}

/// `launch|access allows|denies X [local|remote] [launch|activation]`
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComLine {
    /// Allow or deny.
    pub effect: Effect,
    /// Whom.
    pub who: Who,
    /// The stored mask, of bits 0x1 to 0x10.
    #[serde(with = "super::fact::mask_as_hex")]
    pub mask: AccessMask,
    /// Where it was said.
    #[serde(default, rename = "at", skip_serializing_if = "Origin::is_unsaid")]
    pub origin: Origin,
}

/// One of the machine's own COM lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MachineList {
    /// `machine launch default`
    LaunchDefault,
    /// `machine access default`
    AccessDefault,
    /// `machine launch limit`
    LaunchLimit,
    /// `machine access limit`
    AccessLimit,
}

/// `component C is running as X`, with the access list that it started with.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunningStatement {
    /// Which component.
    pub component: Name,
    /// As whom it runs.
    pub identity: Who,
    /// The access list that it was started with, which holds until it ends; unsaid, the one that it has now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<ComList>,
}

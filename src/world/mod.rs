//! What there is: facts with their places, and the server that they make.
//!
//! It holds IIS settings as data and does not know what they mean: to it a worker process is just a process.

mod accounts;
pub mod change;
pub mod com_defaults;
mod components;
pub mod defaults;
mod fact;
pub mod footprint;
mod iis_settings;
mod json;
pub mod localized;
mod logon;
mod machine;
mod memberships;
mod name;
pub mod notation;
mod objects;
mod path;
pub mod readings;
mod rights;
mod rights_words;
mod rule;
mod sayable;
mod server;
mod services;
mod settings;
mod urls;
mod verbs;
mod version;
pub mod well_known;

pub use accounts::{
    Accounts, Home, Principal, PrincipalId, PrincipalKind, Unresolved, is_placeholder, nearest,
};
pub use change::Change;
pub use components::*;
pub use fact::*;
pub use footprint::Footprint;
pub use iis_settings::*;
pub use json::{SCHEMA, from_json, to_json};
pub use logon::{
    Because, BroughtRight, Credentials, LogonRight, NetworkIdentity, OTHER_MACHINE, PrivilegeFact,
    TokenFacts, UnknownMembership, UserRight, other_machine,
};
pub use machine::*;
pub use name::{Name, fold};
pub use notation::{print, read};
pub use objects::{
    Completion, Described, DescriptorId, How, LineSource, ObjectGap, ObjectGapKind, Objects,
    Resource, Whence,
};
pub use path::WinPath;
pub use rights::{DEFAULT_RIGHTS, DefaultRight, RightSource, Rights};
pub use rights_words::{editor_right, rights_in_words};
pub use rule::Rule;
pub use server::{Edge, FactId, Node, ProcessId, ResourceId, Server};
pub use services::ServiceList;
pub use settings::*;
pub use urls::{MappedUrl, Unmapped, url_parts};
pub use verbs::{Meaning, Reading, Verb};
pub use version::{IisVersion, WindowsVersion};

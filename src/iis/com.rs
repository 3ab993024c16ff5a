//! COM components: who asks, as whom the server runs, and which lists decide.
//!
//! Two identities matter and are never merged. The *client* is whom COM presents to the lists; it comes from the caller's process or thread.
//! The *host* is the process with the component's code; it comes from the component's identity setting. Where documents leave one of them
//! open, there are several, and who asks tries them all.

mod client;
mod events;
mod host;
mod lists;
mod logon;

pub use client::{Caller, Client, Clients, clients};
pub use events::{EVENTS, Event, Failure};
pub use host::{Cannot, Doubt, Hosting, Runs, Step, hostings, running};
pub use lists::{List, ListLine, Part, Whose, lists};

use crate::{
    nt::com::ComRight,
    world::{ComponentStatement, FactId, Name, Server, WindowsVersion},
};

/// What is asked of a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ComVerb {
    /// Start its server.
    Launch,
    /// Get an object of it.
    Activate,
    /// Call it.
    Access,
    /// All three.
    Use,
}

impl ComVerb {
    /// Every one, with its word.
    pub const ALL: [(ComVerb, &'static str); 4] = [
        (ComVerb::Launch, "launch"),
        (ComVerb::Activate, "activate"),
        (ComVerb::Access, "access"),
        (ComVerb::Use, "use"),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            ComVerb::Launch => "launch",
            ComVerb::Activate => "activate",
            ComVerb::Access => "access",
            ComVerb::Use => "use",
        }
    }

    /// The rights that it needs, in the order in which COM asks for them.
    pub fn rights(self, remotely: bool) -> &'static [ComRight] {
        use ComRight::{
            ActivateLocally, ActivateRemotely, CallLocally, CallRemotely, LaunchLocally,
            LaunchRemotely,
        };
        match (self, remotely) {
            (ComVerb::Launch, false) => &[LaunchLocally],
            (ComVerb::Launch, true) => &[LaunchRemotely],
            (ComVerb::Activate, false) => &[ActivateLocally],
            (ComVerb::Activate, true) => &[ActivateRemotely],
            (ComVerb::Access, false) => &[CallLocally],
            (ComVerb::Access, true) => &[CallRemotely],
            (ComVerb::Use, false) => &[LaunchLocally, ActivateLocally, CallLocally],
            (ComVerb::Use, true) => &[LaunchRemotely, ActivateRemotely, CallRemotely],
        }
    }
}

/// The component of that name or class id, with the fact that describes it.
pub fn component<'a>(server: &'a Server, name: &Name) -> Option<(&'a ComponentStatement, FactId)> {
    let called = || {
        server
            .components()
            .find(|(component, _)| component.name == *name)
    };
    let of_class = || {
        server
            .components()
            .find(|(component, _)| component.class.as_ref() == Some(name))
    };
    called().or_else(of_class)
}

/// Whether a server whose caller is refused by the launch list starts all the same and stays, useless (X15): on Windows NT 4.0 and where
/// reading A is chosen. A refusal by the access list always comes after the start.
pub fn starts_though_refused(server: &Server) -> bool {
    match server.reading("X15") {
        Some((reading, _)) => reading.is("A"),
        None => server.windows() == WindowsVersion::Nt4,
    }
}

//! Who a token is on another machine: one row for each kind of account.

use crate::{
    nt::Sid,
    world::{Home, PrincipalId, Server, well_known::sid},
};

/// Who a token is where a share lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OnTheNetwork {
    /// The account itself.
    Itself,
    /// The account of this machine in its domain.
    Machine,
    /// Nobody: an anonymous logon.
    Nobody,
}

/// The accounts of Windows that are somebody else on the network (Win32 "LocalSystem", "NetworkService", "LocalService"; IIS
/// "application pool identities").
pub const BUILT_IN: [(Sid, OnTheNetwork); 4] = [
    (sid::SYSTEM, OnTheNetwork::Machine),
    (sid::NETWORK_SERVICE, OnTheNetwork::Machine),
    (sid::LOCAL_SERVICE, OnTheNetwork::Nobody),
    (sid::IUSR, OnTheNetwork::Nobody),
];

/// Who this account is on the network. A virtual account is the machine.
pub fn on_the_network(server: &Server, id: PrincipalId) -> OnTheNetwork {
    let principal = server.principal(id);
    let built_in = BUILT_IN
        .iter()
        .find(|(sid, _)| *sid == principal.key())
        .map(|(_, who)| *who);
    let who = built_in.unwrap_or_else(|| match principal.home() {
        Home::Pool(_) | Home::Service(_) => OnTheNetwork::Machine,
        Home::BuiltIn => OnTheNetwork::Nobody,
        Home::Local | Home::Domain(_) | Home::Nameless => OnTheNetwork::Itself,
    });
    match who {
        // A machine that is in no domain has no account that another machine knows.
        OnTheNetwork::Machine if server.domain().is_none() => OnTheNetwork::Nobody,
        OnTheNetwork::Machine | OnTheNetwork::Itself | OnTheNetwork::Nobody => who,
    }
}

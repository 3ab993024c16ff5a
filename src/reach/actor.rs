//! Who a closure is of: what somebody has to begin with.

use crate::world::{TokenFacts, footprint::HostId};

/// What somebody has to begin with.
#[derive(Clone, Debug, Default)]
pub struct Actor {
    /// The hosts that run its code. Several are *all of these*.
    pub code: Vec<HostId>,
    /// Whether it has code on the machine though in no host: a user at work.
    pub session: bool,
    /// The tokens that it acts with.
    pub wields: Vec<Held>,
}

/// A token that somebody has.
#[derive(Clone, Debug)]
pub struct Held {
    /// The token.
    pub token: TokenFacts,
    /// Whether it has it for certain. Where somebody acts as one of several and nobody knows which, none is certain.
    pub certain: bool,
}

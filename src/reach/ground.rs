//! From one server to a program: every rule applied to its tokens, objects and hosts.

mod sink;

pub(super) use sink::{Grounded, Keep, Sink, configured};

use super::{ObjectId, Power, TokenId, TokenSetId};
use crate::world::{FactId, PrincipalId, Rule, footprint::HostId};

/// What a clause needs of the server.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Condition {
    /// The token is granted that right on the object.
    Grants {
        /// Which token.
        token: TokenId,
        /// On what.
        object: ObjectId,
        /// Which right.
        power: Power,
    },
    /// The process of the host has that token.
    RunsAs {
        /// Which host.
        host: HostId,
        /// Which token.
        token: TokenId,
    },
    /// Configuration puts that token on a thread of the host.
    Handed {
        /// Which host.
        host: HostId,
        /// Which token.
        token: TokenId,
    },
    /// The user of the token is that of the host's process, and its integrity level is not below.
    SameUser {
        /// Which token.
        token: TokenId,
        /// Which host.
        host: HostId,
    },
    /// The host may read the object, as itself or as one that it acts for.
    CanRead {
        /// Which host.
        host: HostId,
        /// What.
        object: ObjectId,
    },
    /// The host may create files in that folder, so that what lies there is its own.
    CanCreate {
        /// Which host.
        host: HostId,
        /// In which folder.
        folder: ObjectId,
    },
    /// Who knows the password can log on with that token.
    LogsOn {
        /// Whose password.
        account: PrincipalId,
        /// With which token.
        token: TokenId,
    },
    /// The token may change the members of the group.
    ChangesMembers {
        /// Which token.
        token: TokenId,
        /// Of which group.
        group: PrincipalId,
        /// The fact that says so.
        fact: FactId,
    },
    /// The token may change the password.
    ChangesPassword {
        /// Which token.
        token: TokenId,
        /// Whose.
        account: PrincipalId,
        /// The fact that says so.
        fact: FactId,
    },
    /// The token is as good as SYSTEM's, or holds a privilege that the rule names.
    Powerful {
        /// Which token.
        token: TokenId,
        /// Because of what.
        because: Ground,
    },
    /// The same as the condition says of one token, for one of these as far as is known.
    OneOf {
        /// Which tokens.
        set: TokenSetId,
        /// The condition, for one that it may hold for.
        like: Box<Condition>,
    },
    /// Nobody described the object, and it is of a kind that is then not there.
    Absent(ObjectId),
    /// Nobody knows as whom the host runs, so it may be as anybody.
    RunsAsNobodyKnows(HostId),
    /// Configuration says so.
    Configured(Ground),
}

/// Why something about the server is so: a rule, and the facts that it speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ground {
    /// What says so.
    pub rule: Rule,
    /// The facts, whose places can be shown.
    pub facts: Vec<FactId>,
}

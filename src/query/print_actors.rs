//! Those who act → canonical text.

use std::fmt;

use super::{
    names::is_class,
    print::separated,
    syntax::{Account, Actor, Quantity, Reference, Requester},
};
use crate::world::Logon;

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Actor::Named {
                account,
                logon,
                not_elevated,
            } => {
                account.fmt(f)?;
                if let Some(logon) = logon {
                    f.write_str(match logon {
                        Logon::Interactive => " logged on interactively",
                        Logon::Network => " logged on over the network",
                        Logon::Batch => " logged on as a batch job",
                        Logon::Service => " logged on as a service",
                    })?;
                }
                if *not_elevated {
                    f.write_str(" not elevated")?;
                }
                Ok(())
            }
            Actor::Anonymous => f.write_str("anonymous"),
            Actor::Serving {
                part,
                url,
                requested_by,
            } => {
                write!(f, "{} {}", part.words(), url.node)?;
                match requested_by.as_ref().map(|requester| &requester.node) {
                    Some(Requester::Anonymous) => f.write_str(" requested by anonymous"),
                    Some(Requester::Account(account)) => write!(f, " requested by {account}"),
                    None => Ok(()),
                }
            }
            Actor::Component { name, client } => {
                write!(f, "component {}", ComponentName(&name.node))?;
                match client {
                    Some(client) => write!(f, " for {}", client.node),
                    None => Ok(()),
                }
            }
            Actor::Filter(path) => write!(f, "filter {}", path.node),
            Actor::Service(name) => write!(f, "service {}", name.node),
            Actor::Token(members) => {
                f.write_str("token {")?;
                separated(f, members, ", ")?;
                f.write_str("}")
            }
            Actor::Kind(Quantity::Plain, kind) => f.write_str(kind.plural()),
            Actor::Kind(Quantity::Some, kind) => write!(f, "any {}", kind.singular()),
            Actor::Kind(Quantity::Every, kind) => write!(f, "every {}", kind.singular()),
            Actor::TokensOf(Quantity::Every, account) => write!(f, "every token of {account}"),
            Actor::TokensOf(Quantity::Some | Quantity::Plain, account) => {
                write!(f, "any token of {account}")
            }
            Actor::MembersOf(group) => write!(f, "members of {group}"),
        }
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(kind) = self.kind {
            write!(f, "{} ", kind.singular())?;
        }
        self.name.node.fmt(f)
    }
}

/// A component by its name, or by its class in braces.
pub(super) struct ComponentName<'r>(pub &'r Reference);

impl fmt::Display for ComponentName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Reference::Name(name) if is_class(name.as_str()) => f.write_str(name.as_str()),
            other => other.fmt(f),
        }
    }
}

//! What Windows logs when a component cannot be used, and which number each failure gets.

use super::lists::{Part, Whose};
use crate::world::com_defaults::ComEra;

/// An event of the source DCOM in the system log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its number.
    pub id: u16,
    /// What it says.
    pub says: &'static str,
}

/// Every event about components that articles describe.
pub const EVENTS: [Event; 7] = [
    Event {
        id: 10000,
        says: "the server could not be started",
    },
    Event {
        id: 10001,
        says: "the server could not be started as the account that is set",
    },
    Event {
        id: 10002,
        says: "access denied: the component's own launch permissions",
    },
    Event {
        id: 10003,
        says: "access denied: the default launch permissions",
    },
    Event {
        id: 10004,
        says: "logon failure of the account that is set",
    },
    Event {
        id: 10010,
        says: "the server did not register in time",
    },
    Event {
        id: 10016,
        says: "permissions do not grant launch or activation",
    },
];

/// What kept a client away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// A list does not let it in.
    List(Part, Whose, ComEra),
    /// The account of the server cannot log on.
    LogOn,
    /// There is no account that it could run as.
    Nobody,
}

impl Failure {
    /// What Windows shows for it: the event in the log and the code that the caller gets.
    pub fn shown(self) -> &'static str {
        match self {
            Failure::List(Part::Launch, Whose::Own, ComEra::Unlimited) => {
                "event 10002, 0x80070005 for the caller (ASP 0178 by Server.CreateObject)"
            }
            Failure::List(Part::Launch, Whose::Default, ComEra::Unlimited) => {
                "event 10003, 0x80070005 for the caller (ASP 0178 by Server.CreateObject)"
            }
            Failure::List(Part::Launch, Whose::Own, ComEra::Limited) => {
                "event 10016 (application-specific permission settings), 0x80070005 for the caller"
            }
            Failure::List(Part::Launch, Whose::Default, ComEra::Limited) => {
                "event 10016 (machine-default permission settings), 0x80070005 for the caller"
            }
            Failure::List(Part::Launch, Whose::Limit, _) => {
                "event 10016 (machine-wide limit settings), 0x80070005 for the caller"
            }
            Failure::List(Part::Launch, Whose::Started, _) | Failure::List(Part::Access, _, _) => {
                "0x80070005 for the caller (ASP 0178 by Server.CreateObject); the server has started by then"
            }
            Failure::LogOn => "event 10004",
            Failure::Nobody => "the activation fails",
        }
    }
}

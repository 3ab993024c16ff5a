//! Who a process or an account is to another machine, and the token that it gets there.
//!
//! A path `\\server\share…` is opened by the other machine. What it knows is who calls: a machine account, an account, or
//! nobody in particular. Its own groups, rights and share lists are not facts about this server.

use super::{Because, PrivilegeFact, TokenFacts, template::Template};
use crate::{
    nt::{IntegrityLevel, Privilege, Privileges},
    world::{
        FactId, Home, Logon, Name, PrincipalId, RightSource, Server, Who, WinPath, WindowsVersion,
        accounts::qualified, well_known::sid,
    },
};

/// Who somebody is on the network.
#[derive(Clone, Debug)]
pub enum NetworkIdentity {
    /// An account that other machines know, with the token that it gets there.
    Account {
        /// `CORP\WEB1$`; the token's own account where nothing changes.
        name: Option<Name>,
        /// The token on the other machine, as far as it follows from facts about this one.
        token: Box<TokenFacts>,
        /// Why it is this account; the citation.
        why: &'static str,
    },
    /// Nobody in particular: the other machine sees an anonymous logon.
    Anonymous {
        /// The anonymous token.
        token: Box<TokenFacts>,
        /// Why; the citation.
        why: &'static str,
    },
    /// It cannot call at all: a token of a network logon has nothing to show to a second machine.
    NoSecondHop {
        /// Why; the citation.
        why: &'static str,
    },
    /// It is not known.
    Unknown {
        /// What is not known: `which domain WEB1 is in`.
        says: String,
        /// The fact that leaves it open, if one does.
        fact: Option<FactId>,
    },
}

/// Whether a logon leaves something that can be shown to a second machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// A password or a key: interactive, batch and service logons, and network logons in clear text.
    Kept,
    /// None, as after a network logon, unless delegation was arranged.
    Gone,
}

impl Credentials {
    /// What a logon of that kind leaves.
    pub fn of(logon: Option<Logon>) -> Credentials {
        match logon {
            Some(Logon::Network) => Credentials::Gone,
            Some(Logon::Interactive | Logon::Batch | Logon::Service) | None => Credentials::Kept,
        }
    }
}

/// What is not looked at on another machine, for every answer about one.
pub const OTHER_MACHINE: &str = "the other machine's own groups, rights and the list of its share are not modelled: the answer is about the list of the object alone";

const MACHINE: &str = "SYSTEM, NETWORK SERVICE and virtual accounts are the machine's account to others (Win32 \"service user accounts\"; IIS \"application pool identities\")";
const NO_SESSION: &str =
    "before Windows 2000 LocalSystem has nothing to show to other machines (KB 132679)";
const NOBODY: &str = "LOCAL SERVICE and IUSR are anonymous to others (Win32 \"LocalService account\"; IIS \"built-in accounts\")";
const ITSELF: &str = "an account with a password is itself to others (Win32 \"logon sessions\")";
const AS_ASKED: &str = "the question names what the token holds";
const SECOND_HOP: &str = "a network logon leaves no credentials that could be shown to another machine, unless delegation is arranged (Win32 \"impersonation levels\")";
const BYPASS: &str =
    "Everyone may bypass traverse checking unless somebody changed that (KB 981949)";

/// The machine that a path is on, for `\\machine\share…`; `None` for paths of this one, however they are written.
pub fn other_machine(path: &WinPath, server: &Server) -> Option<Name> {
    let mut rest = path.as_str().strip_prefix("\\\\")?;
    for own in ["?\\", ".\\"] {
        if let Some(device) = rest.strip_prefix(own) {
            let begins = device.get(..4)?;
            rest = begins
                .eq_ignore_ascii_case("UNC\\")
                .then(|| &device[begins.len()..])?;
        }
    }
    let machine = Name::from(rest.split('\\').next().unwrap_or_default());
    let bare = Name::from(machine.as_str().split('.').next().unwrap_or_default());
    let here = machine.is("localhost")
        || machine.is("127.0.0.1")
        || machine.is("::1")
        || server
            .name()
            .is_some_and(|name| *name == machine || *name == bare);
    (!machine.as_str().is_empty() && !here).then_some(machine)
}

impl Server {
    /// Who the bearer of a token is to another machine.
    ///
    /// `credentials` tells whether the logon behind the token left something to show; [`Credentials::of`] knows for each kind.
    pub fn network_token(
        &self,
        facts: &TokenFacts,
        credentials: Credentials,
        machine: &Name,
    ) -> NetworkIdentity {
        let anonymous = |why| NetworkIdentity::Anonymous {
            token: Box::new(self.fill(Template::anonymous(self), None, None)),
            why,
        };
        let Some(id) = facts.principal else {
            return NetworkIdentity::Account {
                name: None,
                token: Box::new(facts.clone()),
                why: AS_ASKED,
            };
        };
        let principal = self.principal(id);
        match (principal.key(), principal.home()) {
            (sid::SYSTEM, _) if self.windows() < WindowsVersion::W2000 => anonymous(NO_SESSION),
            (sid::LOCAL_SERVICE | sid::IUSR | sid::ANONYMOUS, _) => anonymous(NOBODY),
            (sid::SYSTEM | sid::NETWORK_SERVICE, _) | (_, Home::Pool(_) | Home::Service(_)) => {
                self.as_machine(facts)
            }
            (key, Home::BuiltIn) if key.sub_authorities().first() == Some(&80) => {
                self.as_machine(facts)
            }
            (_, Home::BuiltIn) => NetworkIdentity::Account {
                name: None,
                token: Box::new(facts.clone()),
                why: AS_ASKED,
            },
            (_, Home::Local | Home::Domain(_) | Home::Nameless)
                if credentials == Credentials::Gone =>
            {
                NetworkIdentity::NoSecondHop { why: SECOND_HOP }
            }
            (_, Home::Local | Home::Domain(_) | Home::Nameless)
                if self.accounts().may_be_of_a_domain(id) =>
            {
                NetworkIdentity::Account {
                    name: Some(principal.name().clone()),
                    token: Box::new(self.seen_from_outside(Some(id))),
                    why: ITSELF,
                }
            }
            (_, Home::Local | Home::Domain(_) | Home::Nameless) => NetworkIdentity::Unknown {
                says: format!(
                    "whether {machine} has an account `{}` with the same password: this one is local",
                    principal.name().bare()
                ),
                fact: principal.said().first().copied(),
            },
        }
    }

    /// The account of this machine in its domain.
    fn as_machine(&self, facts: &TokenFacts) -> NetworkIdentity {
        let unknown = |says: String| NetworkIdentity::Unknown {
            says,
            fact: facts.process.map(|process| self.process_fact(process)),
        };
        let Some(host) = self.name() else {
            return unknown("what this server is called, and which domain it is in".into());
        };
        let Some(domain) = self.domain() else {
            return unknown(format!(
                "which domain {host} is in: without one its account is known to nobody else"
            ));
        };
        let name = qualified(domain, &Name::new(format!("{host}$")));
        let id = self.accounts().look_up(&Who::Name(name.clone()));
        NetworkIdentity::Account {
            name: Some(name),
            token: Box::new(self.seen_from_outside(id)),
            why: MACHINE,
        }
    }

    /// The token that an account gets on another machine: of memberships those that hold there too, of privileges the one that
    /// Everyone has. Without an account, that of somebody whom no fact names.
    fn seen_from_outside(&self, id: Option<PrincipalId>) -> TokenFacts {
        let mut facts = match id {
            Some(id) => self.fill(
                Template::ordinary(self, id, self.principal(id).key(), Logon::Network),
                Some(id),
                None,
            ),
            None => self.fill(Template::stranger_over_the_network(self), None, None),
        };
        let everywhere = |facts: &TokenFacts, group: &crate::nt::Sid| match facts.because(group) {
            Some(Because::Member(..) | Because::Perhaps(_)) => self
                .accounts()
                .by_sid(group)
                .is_some_and(|group| self.accounts().is_of_a_domain(group)),
            Some(Because::DocumentedMember(..)) => {
                [sid::USERS, sid::ADMINISTRATORS, sid::GUESTS].contains(group)
                    || self
                        .accounts()
                        .by_sid(group)
                        .is_some_and(|group| self.accounts().is_of_a_domain(group))
            }
            Some(Because::Rule(_)) => {
                ![sid::LOCAL_ACCOUNT, sid::LOCAL_ADMINISTRATOR].contains(group)
            }
            Some(Because::User | Because::Injected(_) | Because::Asked) | None => true,
        };
        let groups = std::mem::take(&mut facts.token.groups);
        let (stay, go): (Vec<_>, Vec<_>) = groups
            .into_iter()
            .partition(|group| everywhere(&facts, &group.sid));
        facts.token.groups = stay;
        for group in go {
            facts.because.remove(&group.sid);
        }
        facts.token.privileges = Privileges::NONE.with(Privilege::ChangeNotify, true);
        facts.privileges = vec![PrivilegeFact {
            privilege: Privilege::ChangeNotify,
            enabled: true,
            holder: sid::EVERYONE,
            source: RightSource::Documented(BYPASS),
            perhaps: Vec::new(),
        }];
        facts.token.integrity = facts.token.integrity.map(|_| IntegrityLevel::MEDIUM_PLUS);
        facts.perhaps_integrity = None;
        facts
    }
}

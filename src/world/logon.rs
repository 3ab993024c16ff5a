//! The token that a principal's logon, or a process, has: every SID with why it is there, and what is not known.
//!
//! Documented tokens (SYSTEM, the service accounts, IUSR, virtual accounts) are as dumps of real machines show them; others
//! follow from the kind of logon and from memberships, through nested groups.

mod closure;
mod held;
mod joined;
mod level;
mod network;
mod privileges;
mod template;
mod user_right;

pub use held::BroughtRight;
pub use network::{Credentials, NetworkIdentity, OTHER_MACHINE, other_machine};
pub use user_right::{LogonRight, UserRight};

use std::collections::BTreeMap;

use super::{
    FactId, Home, Logon, Name, Principal, PrincipalId, PrincipalKind, ProcessId, RightSource,
    Server, WindowsVersion, accounts::service_key,
};
use crate::nt::{
    IntegrityLevel, Privilege, Sid, Token, TokenLevel, Unknown,
    elevation::{filtered, is_trigger},
};
use closure::Closure;
use template::Template;

/// A token, with the reason for everything in it.
#[derive(Clone, Debug)]
pub struct TokenFacts {
    /// The token. Groups that may be there are `Perhaps`; privileges that may be there are not in it, see `privileges`.
    pub token: Token,
    /// Whose it is; `None` for a token of nobody in particular.
    pub principal: Option<PrincipalId>,
    /// The process that has it, if it is a process's.
    pub process: Option<ProcessId>,
    /// How the account was logged on, where a logon made the token.
    pub logon: Option<Logon>,
    /// What each `nt::Unknown` of the token means, by its number.
    pub unknowns: Vec<UnknownMembership>,
    /// Why it has its integrity level.
    pub integrity: &'static str,
    /// If a group that is perhaps there would raise the integrity level: to what.
    pub perhaps_integrity: Option<IntegrityLevel>,
    /// The privileges with who brings them, also those that are only perhaps there.
    pub privileges: Vec<PrivilegeFact>,
    because: BTreeMap<Sid, Because>,
}

/// A membership that nobody told us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownMembership {
    /// Whose groups, or the user of the token.
    pub member: Option<PrincipalId>,
    /// Of which group.
    pub group: PrincipalId,
    /// The gap that says so.
    pub gap: FactId,
}

/// A privilege with its holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrivilegeFact {
    /// Which.
    pub privilege: Privilege,
    /// Whether it is enabled from the start.
    pub enabled: bool,
    /// The SID of the token that brings it.
    pub holder: Sid,
    /// Why that SID has it.
    pub source: RightSource,
    /// Empty if it is there; else it is there if one of these is true.
    pub perhaps: Vec<Unknown>,
}

/// Why a SID is in a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    /// It is the user.
    User,
    /// A rule of Windows puts it there: what it says, with its citation.
    Rule(&'static str),
    /// A fact about the process puts it there.
    Injected(FactId),
    /// A fact makes that SID of the token a member of it.
    Member(Sid, FactId),
    /// Windows itself makes that SID of the token a member of it; the citation.
    DocumentedMember(Sid, &'static str),
    /// It is there if this is true.
    Perhaps(Unknown),
    /// The question says so.
    Asked,
}

impl TokenFacts {
    /// Why this SID is in the token; `None` if it is not.
    pub fn because(&self, sid: &Sid) -> Option<&Because> {
        self.because.get(sid)
    }

    /// Whether somebody put it into groups that no fact makes it a member of ([`Server::token_joined`]).
    pub fn is_joined(&self) -> bool {
        let mut reasons = self.because.values();
        reasons.any(|because| *because == Because::Rule(joined::JOINED))
    }

    /// From this SID to the reason that needs no other SID: each SID on the way with why it is there.
    pub fn chain(&self, sid: &Sid) -> Vec<(Sid, &Because)> {
        let mut chain = Vec::new();
        let mut next = Some(*sid);
        while let Some(sid) = next {
            let Some(because) = self.because(&sid) else {
                break;
            };
            if chain.iter().any(|(known, _)| *known == sid) {
                break;
            }
            chain.push((sid, because));
            next = match because {
                Because::Member(member, _) | Because::DocumentedMember(member, _) => Some(*member),
                Because::User
                | Because::Rule(_)
                | Because::Injected(_)
                | Because::Perhaps(_)
                | Because::Asked => None,
            };
        }
        chain
    }
}

impl Server {
    /// The token that a logon of this principal would get.
    ///
    /// Built-in accounts and virtual accounts have their documented token whatever the logon; a pool's account has that of the
    /// process that runs as it, if one does. A group stands for a token of nobody in particular that holds it.
    pub fn token_of(&self, id: PrincipalId, logon: Logon) -> TokenFacts {
        let principal = self.principal(id);
        if matches!(principal.home(), Home::Pool(_)) {
            let own = |process: &ProcessId| self.identity_of(*process) == Some(id);
            let mut processes = self.processes().map(|(process, _)| process);
            if let Some(facts) = processes
                .find(own)
                .and_then(|process| self.token_of_process(process))
            {
                return facts;
            }
        }
        if principal.kind() == PrincipalKind::Group {
            return self.token_holding(&[principal.key()]);
        }
        let template = Template::of_account(self, id, logon);
        let mut facts = self.fill(template, Some(id), None);
        let strong = facts
            .token
            .groups
            .iter()
            .any(|group| is_trigger(&group.sid));
        if logon == Logon::Network && strong && self.is_filtered_over_the_network(principal) {
            facts.token = filtered(&facts.token);
            let left = facts.token.privileges;
            facts
                .privileges
                .retain(|fact| left.is_present(fact.privilege));
            facts.perhaps_integrity = None;
        }
        facts
    }

    /// Whether Windows filters the token of an account that comes over the network: local accounts but the built-in
    /// Administrator (RID 500), from Vista on, unless LocalAccountTokenFilterPolicy is 1, which nobody can state here.
    fn is_filtered_over_the_network(&self, principal: &Principal) -> bool {
        let built_in = principal.sid().and_then(|sid| sid.rid()) == Some(500)
            || principal
                .name()
                .bare()
                .eq_ignore_ascii_case("Administrator");
        self.windows() >= WindowsVersion::Vista
            && !self.is_domain_controller()
            && *principal.home() == Home::Local
            && !built_in
    }

    /// The token of a process; `None` if nobody knows as whom it runs.
    pub fn token_of_process(&self, id: ProcessId) -> Option<TokenFacts> {
        let identity = self.identity_of(id)?;
        let template = Template::of_process(self, id, identity)?;
        let mut facts = self.fill(template, Some(identity), Some(id));
        facts.token.level = TokenLevel::Primary;
        Some(facts)
    }

    /// The token of a service that runs as that account: with its own SID as a group, from Vista on.
    pub fn token_of_service(&self, service: &Name, account: PrincipalId) -> TokenFacts {
        let own = service_key(service.as_str());
        self.fill(
            Template::of_service(self, account, own),
            Some(account),
            None,
        )
    }

    /// Whose token a process has.
    pub fn identity_of(&self, id: ProcessId) -> Option<PrincipalId> {
        self.accounts()
            .look_up(self.process(id)?.identity.as_ref()?)
    }

    /// A token of nobody in particular that holds these SIDs beside what every authenticated token holds.
    pub fn token_holding(&self, sids: &[Sid]) -> TokenFacts {
        self.fill(Template::holding(sids), None, None)
    }

    fn fill(
        &self,
        template: Template,
        principal: Option<PrincipalId>,
        process: Option<ProcessId>,
    ) -> TokenFacts {
        let closure = Closure::of(self, &template);
        template.finish(self, closure, principal, process)
    }
}

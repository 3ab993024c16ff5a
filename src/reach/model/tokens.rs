//! The tokens of a model, each once: those that are there by configuration, those that a question brings, those of a
//! logon with a known password, and each of them with groups that somebody may join.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::Holds;
use crate::{
    nt::Sid,
    reach::TokenId,
    world::{AccountState, Home, Logon, Name, PrincipalId, PrincipalKind, Server, TokenFacts, Who},
};

/// Of more groups than these that somebody may join, all sets are not tried: each alone, and all together.
const MOST_JOINED: usize = 4;

/// Every token, once.
#[derive(Debug, Default)]
pub struct Tokens {
    all: Vec<Arc<TokenFacts>>,
    by_user: FxHashMap<Sid, SmallVec<[TokenId; 2]>>,
    by_address: FxHashMap<usize, TokenId>,
}

/// What comes of joining a group: the same token with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Joining {
    pub from: TokenId,
    pub group: PrincipalId,
    pub to: TokenId,
}

/// A way to log on with a known password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogsOn {
    pub account: PrincipalId,
    pub token: TokenId,
    pub holds: Holds,
    pub over_the_network: bool,
}

/// Who may change a group or a password, by the fact that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changes {
    pub what: PrincipalId,
    pub by: PrincipalId,
    pub fact: crate::world::FactId,
}

impl Tokens {
    /// The number of that token, a new one if it has none yet.
    pub fn intern(&mut self, facts: &Arc<TokenFacts>) -> TokenId {
        let address = Arc::as_ptr(facts) as usize;
        if let Some(known) = self.by_address.get(&address) {
            return *known;
        }
        self.find(facts).unwrap_or_else(|| {
            let id = TokenId(u32::try_from(self.all.len()).expect("fewer than 2^32 tokens"));
            self.all.push(facts.clone());
            self.by_user.entry(facts.token.user).or_default().push(id);
            // It is kept above, so its address stays its own.
            self.by_address.insert(address, id);
            id
        })
    }

    /// The number of that token, if it has one.
    pub fn find(&self, facts: &TokenFacts) -> Option<TokenId> {
        let of_user = self.by_user.get(&facts.token.user)?;
        of_user
            .iter()
            .copied()
            .find(|id| is_same(self.get(*id), facts))
    }

    pub fn get(&self, id: TokenId) -> &TokenFacts {
        &self.all[id.0 as usize]
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    pub fn ids(&self) -> impl Iterator<Item = TokenId> + use<> {
        (0..u32::try_from(self.all.len()).expect("fewer than 2^32 tokens")).map(TokenId)
    }

    /// Every token with every set of those groups.
    pub fn join(&mut self, groups: &[PrincipalId], server: &Server) -> Vec<Joining> {
        let mut found = Vec::new();
        let base: Vec<TokenId> = self.ids().collect();
        for first in base {
            if groups.len() <= MOST_JOINED {
                self.join_sets(first, groups, server, &mut found);
                continue;
            }
            let mut last = first;
            for group in groups {
                self.join_one(first, *group, server, &mut found);
                last = self.join_one(last, *group, server, &mut found);
            }
        }
        found
    }

    fn join_sets(
        &mut self,
        from: TokenId,
        groups: &[PrincipalId],
        server: &Server,
        found: &mut Vec<Joining>,
    ) {
        for (at, group) in groups.iter().enumerate() {
            let to = self.join_one(from, *group, server, found);
            if to != from {
                self.join_sets(to, &groups[at + 1..], server, found);
            }
        }
    }

    fn join_one(
        &mut self,
        from: TokenId,
        group: PrincipalId,
        server: &Server,
        found: &mut Vec<Joining>,
    ) -> TokenId {
        let to = self.intern(&Arc::new(server.token_joined(self.get(from), group)));
        let joining = Joining { from, group, to };
        if to != from && !found.contains(&joining) {
            found.push(joining);
        }
        to
    }

    /// The tokens that a known password of that account gives.
    pub fn log_on(&mut self, account: PrincipalId, server: &Server) -> Vec<LogsOn> {
        let principal = server.principal(account);
        let logs_on = match principal.home() {
            Home::Local | Home::Domain(_) | Home::Nameless => {
                principal.kind() != PrincipalKind::Group
            }
            Home::BuiltIn | Home::Pool(_) | Home::Service(_) => false,
        };
        if !logs_on || is_disabled(account, server) {
            return Vec::new();
        }
        let mut found: Vec<LogsOn> = Vec::new();
        for (logon, allows, denies) in LOGONS {
            let facts = server.token_of(account, logon);
            let holds = may_log_on(&facts, allows, denies, server);
            if holds == Holds::No {
                continue;
            }
            let token = self.intern(&Arc::new(facts));
            found.push(LogsOn {
                account,
                token,
                holds,
                over_the_network: logon == Logon::Network,
            });
        }
        found
    }
}

const LOGONS: [(Logon, &str, &str); 4] = [
    (
        Logon::Network,
        "SeNetworkLogonRight",
        "SeDenyNetworkLogonRight",
    ),
    (
        Logon::Interactive,
        "SeInteractiveLogonRight",
        "SeDenyInteractiveLogonRight",
    ),
    (Logon::Batch, "SeBatchLogonRight", "SeDenyBatchLogonRight"),
    (
        Logon::Service,
        "SeServiceLogonRight",
        "SeDenyServiceLogonRight",
    ),
];

fn may_log_on(facts: &TokenFacts, allows: &str, denies: &str, server: &Server) -> Holds {
    let has = |right: &str| match server.right_of_token(facts, &Name::from(right)) {
        Some(brought) if brought.perhaps.is_empty() => Holds::Yes,
        Some(_) => Holds::Perhaps,
        None => Holds::No,
    };
    match (has(allows), has(denies)) {
        (Holds::No, _) | (_, Holds::Yes) => Holds::No,
        (Holds::Yes, Holds::No) => Holds::Yes,
        (Holds::Perhaps, _) | (_, Holds::Perhaps) => Holds::Perhaps,
    }
}

/// Whether nothing tells the two apart.
fn is_same(one: &TokenFacts, other: &TokenFacts) -> bool {
    one.principal == other.principal
        && one.logon == other.logon
        && one.perhaps_integrity == other.perhaps_integrity
        && one.token == other.token
        && one.privileges == other.privileges
        && one.unknowns == other.unknowns
}

fn is_meant(who: &Who, account: PrincipalId, server: &Server) -> bool {
    server.accounts().look_up(who) == Some(account)
}

fn is_disabled(account: PrincipalId, server: &Server) -> bool {
    server.account_states().any(|(state, _)| match state {
        AccountState::Disabled { who } => is_meant(who, account, server),
        AccountState::LoggedOn { .. }
        | AccountState::WrongPassword { .. }
        | AccountState::MembersChangedBy { .. }
        | AccountState::PasswordChangedBy { .. } => false,
    })
}

/// Whether what is stored as the password of that account is not its password.
pub fn is_stored_wrong(account: PrincipalId, server: &Server) -> bool {
    server.account_states().any(|(state, _)| match state {
        AccountState::WrongPassword { who } => is_meant(who, account, server),
        AccountState::LoggedOn { .. }
        | AccountState::Disabled { .. }
        | AccountState::MembersChangedBy { .. }
        | AccountState::PasswordChangedBy { .. } => false,
    })
}

/// Who may change the members of groups, and who may set passwords.
pub fn changes(server: &Server) -> (Vec<Changes>, Vec<Changes>) {
    let (mut members, mut passwords) = (Vec::new(), Vec::new());
    for (state, fact) in server.account_states() {
        let (what, by, list) = match state {
            AccountState::MembersChangedBy { group, by } => (group, by, &mut members),
            AccountState::PasswordChangedBy { user, by } => (user, by, &mut passwords),
            AccountState::LoggedOn { .. }
            | AccountState::Disabled { .. }
            | AccountState::WrongPassword { .. } => continue,
        };
        let Some(what) = server.accounts().look_up(what) else {
            continue;
        };
        for who in by {
            if let Some(by) = server.accounts().look_up(who) {
                list.push(Changes { what, by, fact });
            }
        }
    }
    (members, passwords)
}

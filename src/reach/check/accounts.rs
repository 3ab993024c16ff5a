//! Rules about passwords, logons and memberships.

use super::{Checker, Fault, Judged, any, both, files::is_in, given, is_same, system};
use crate::{
    reach::{Claim, ObjectId, TokenId, model::Holds},
    world::{
        AccountState, FactId, Home, Logon, Name, PrincipalId, PrincipalKind, TokenFacts, Who,
        footprint::{Secret, Securable, Store},
    },
};

/// The ways to log on, with the right that lets in and the one that keeps out.
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

impl<'a> Checker<'_, 'a> {
    /// Whether a fact about accounts names that one.
    fn is_said(
        &self,
        account: PrincipalId,
        pick: impl Fn(&'a AccountState) -> Option<&'a Who>,
    ) -> bool {
        let accounts = self.server.accounts();
        self.server
            .account_states()
            .filter_map(|(state, _)| pick(state))
            .any(|who| accounts.look_up(who) == Some(account))
    }

    /// The passwords of an account that stand in stores of these kinds, and are its own.
    fn secrets(&self, account: PrincipalId, stores: &[Store]) -> Vec<&'a Secret> {
        let wrong = self.is_said(account, |state| match state {
            AccountState::WrongPassword { who } => Some(who),
            _ => None,
        });
        let secrets = self.footprint.secrets.iter();
        secrets
            .filter(|secret| !wrong && secret.account == account && stores.contains(&secret.store))
            .collect()
    }

    /// Whether a password of the account stands anywhere.
    pub(super) fn is_stored(&self, account: PrincipalId) -> bool {
        let stores = [
            Store::Metabase,
            Store::ServerConfiguration,
            Store::WebConfig,
            Store::Machine,
        ];
        !self.secrets(account, &stores).is_empty()
    }

    /// Whether it is an account that logs on with a password.
    fn logs_on(&self, account: PrincipalId) -> bool {
        let principal = self.server.principal(account);
        let has_password = match principal.home() {
            Home::Local | Home::Domain(_) | Home::Nameless => {
                principal.kind() != PrincipalKind::Group
            }
            Home::BuiltIn | Home::Pool(_) | Home::Service(_) => false,
        };
        has_password
            && !self.is_said(account, |state| match state {
                AccountState::Disabled { who } => Some(who),
                _ => None,
            })
    }

    /// Whether a token brings the right to log on in some way, and not the one that keeps out.
    fn brings(&self, facts: &TokenFacts, allows: &str, denies: &str) -> Holds {
        let has = |right: &str| match self.server.right_of_token(facts, &Name::from(right)) {
            None => Holds::No,
            Some(brought) => Holds::certain(brought.perhaps.is_empty()),
        };
        match (has(allows), has(denies)) {
            (Holds::No, _) | (_, Holds::Yes) => Holds::No,
            (Holds::Yes, Holds::No) => Holds::Yes,
            (Holds::Perhaps, _) | (_, Holds::Perhaps) => Holds::Perhaps,
        }
    }

    /// Whether an account may log on in that way, in some completion of what is not known.
    pub(super) fn may_log_on(&self, account: PrincipalId, wanted: Logon) -> bool {
        let (_, allows, denies) = LOGONS[match wanted {
            Logon::Network => 0,
            Logon::Interactive => 1,
            Logon::Batch => 2,
            Logon::Service => 3,
        }];
        let facts = self.server.token_of(account, wanted);
        self.logs_on(account) && self.brings(&facts, allows, denies) != Holds::No
    }

    /// Who may change the members of a group, or a password.
    fn changers(
        &self,
        pick: impl Fn(&'a AccountState) -> Option<&'a Vec<Who>>,
    ) -> Vec<PrincipalId> {
        let states: Vec<(&'a AccountState, FactId)> = self.server.account_states().collect();
        let whoever = states
            .into_iter()
            .filter_map(|(state, _)| pick(state))
            .flatten();
        whoever
            .filter_map(|who| self.server.accounts().look_up(who))
            .collect()
    }

    fn members_changed_by(&self, changed: PrincipalId) -> Vec<PrincipalId> {
        let accounts = self.server.accounts();
        self.changers(|state| match state {
            AccountState::MembersChangedBy { group, by }
                if accounts.look_up(group) == Some(changed) =>
            {
                Some(by)
            }
            _ => None,
        })
    }

    fn password_changed_by(&self, changed: PrincipalId) -> Vec<PrincipalId> {
        let accounts = self.server.accounts();
        self.changers(|state| match state {
            AccountState::PasswordChangedBy { user, by }
                if accounts.look_up(user) == Some(changed) =>
            {
                Some(by)
            }
            _ => None,
        })
    }

    fn acts_for(&self, token: TokenId, by: &[PrincipalId]) -> Judged {
        let facts = self.token(token);
        let ways = by
            .iter()
            .map(|id| system::holding(facts, &self.server.principal(*id).key()));
        any(ways, "the token may not change it")
    }

    fn reads_one_of(&self, file: ObjectId, secret: &Secret, copies: bool) -> bool {
        let what = self.what(file);
        let is_file = matches!(what, Securable::File(_) | Securable::FileIn(_));
        match copies {
            false => secret.files.contains(what),
            true => is_file && secret.copies.iter().any(|folder| is_in(what, folder)),
        }
    }
}

/// knows(U) <- system, stored(U, metabase).
pub(super) fn metabase(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    let ([Claim::System], Claim::Knows(account)) = (premises, conclusion) else {
        return Err(Fault::Shape);
    };
    let stored = !checker.secrets(account, &[Store::Metabase]).is_empty();
    given(stored, "its password does not stand in the metabase")
}

/// knows(U) <- reads(file), reads(key), stored(U,file,key).
pub(super) fn stored(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    learnt(checker, premises, conclusion, false)
}

/// knows(U) <- reads(copy of file), reads(key), stored(U,file,key).
pub(super) fn copied(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    learnt(checker, premises, conclusion, true)
}

fn learnt(
    checker: &Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
    copies: bool,
) -> Judged {
    let (file, key, account) = match (premises, conclusion) {
        ([Claim::Reads(file)], Claim::Knows(account)) => (*file, None, account),
        ([Claim::Reads(file), Claim::Reads(key)], Claim::Knows(account)) => {
            (*file, Some(*key), account)
        }
        _ => return Err(Fault::Shape),
    };
    let secrets = checker.secrets(account, &[Store::ServerConfiguration, Store::WebConfig]);
    let so = secrets.into_iter().any(|secret| {
        let opened = match (&secret.key, key) {
            (None, None) => true,
            (Some(needed), Some(key)) => needed == checker.what(key),
            (Some(_), None) | (None, Some(_)) => false,
        };
        opened && checker.reads_one_of(file, secret, copies)
    });
    // Told the other way round it may be so.
    match (so, key) {
        (false, Some(_)) => Err(Fault::Shape),
        (so, _) => given(so, "its password does not stand there"),
    }
}

/// joins(G) <- may change G | system; wields(T+G) <- wields(T), joins(G); knows(U) <- may reset U | system.
pub(super) fn changes(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    let anybody = |by: &[PrincipalId]| given(!by.is_empty(), "nobody is said to change it");
    match (premises, conclusion) {
        ([Claim::System], Claim::Joins(group)) => anybody(&checker.members_changed_by(group)),
        ([Claim::System], Claim::Knows(account)) => anybody(&checker.password_changed_by(account)),
        ([Claim::Wields(token)], Claim::Joins(group)) => {
            checker.acts_for(*token, &checker.members_changed_by(group))
        }
        ([Claim::Wields(token)], Claim::Knows(account)) => {
            checker.acts_for(*token, &checker.password_changed_by(account))
        }
        ([Claim::Wields(from), Claim::Joins(group)], Claim::Wields(to)) => {
            let made = checker.server.token_joined(checker.token(*from), *group);
            given(
                is_same(&made, checker.token(to)),
                "the token with that group is another one",
            )
        }
        _ => Err(Fault::Shape),
    }
}

/// wields(T over the network) <- knows(U), logon over the network.
pub(super) fn over_the_network(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    logs_on(checker, premises, conclusion, true)
}

/// wields(T) <- knows(U), logon(U,T).
pub(super) fn log_on(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    logs_on(checker, premises, conclusion, false)
}

fn logs_on(
    checker: &Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
    network: bool,
) -> Judged {
    let ([Claim::Knows(account)], Claim::Wields(token)) = (premises, conclusion) else {
        return Err(Fault::Shape);
    };
    let (account, facts) = (*account, checker.token(token));
    given(checker.logs_on(account), "nobody logs on as it")?;
    let mut ways = Vec::new();
    for (logon, allows, denies) in LOGONS {
        if (logon == Logon::Network) != network {
            continue;
        }
        let made = checker.server.token_of(account, logon);
        let holds = checker.brings(&made, allows, denies);
        if holds == Holds::No {
            continue;
        }
        let same = given(is_same(&made, facts), "a logon gives another token");
        ways.push(both(same, Ok(holds)));
    }
    any(ways, "it may not log on so")
}

/// knows(U) <- reads(account database), U local.
pub(super) fn guessed(
    checker: &mut Checker<'_, '_>,
    premises: &[Claim],
    conclusion: Claim,
) -> Judged {
    let ([Claim::Reads(file)], Claim::Knows(account)) = (premises, conclusion) else {
        return Err(Fault::Shape);
    };
    let database = match checker.what(*file) {
        Securable::File(path) => checker.footprint.account_database.contains(path),
        _ => false,
    };
    let is_user = checker.server.principal(account).kind() == PrincipalKind::User
        && checker.server.accounts().is_local(account);
    given(database && is_user, "its password is not kept there")
}

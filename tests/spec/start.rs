//! Whether something starts, slow and obvious: in one world in which everything is known, look at each thing that is needed.
//!
//! It is given plain sets of SIDs and knows nothing of names, versions or tokens.

use std::collections::BTreeSet;

use poolproof::nt::Sid;

/// What kind of account is to be logged on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account {
    /// SYSTEM and its like: always there.
    BuiltIn,
    /// A pool's own account, which IIS lets log on.
    OfPool,
    /// A service's own account.
    OfService,
    /// One with a password that somebody typed.
    Ordinary,
    /// One whose password is the domain's business.
    Managed,
    /// No account at all.
    Group,
}

/// Everything that matters, with nothing in doubt.
#[derive(Clone, Debug)]
pub struct Case {
    pub account: Account,
    pub switched_off: bool,
    pub disabled: bool,
    pub wrong_password: bool,
    /// The user and the groups of the token.
    pub token: BTreeSet<Sid>,
    /// Who may log on in the way that is needed; `None` if nobody said.
    pub allowed: Option<Vec<Sid>>,
    /// Who may not.
    pub denied: Vec<Sid>,
    /// What the group of workers means, where it means something.
    pub workers: Option<Workers>,
}

/// The group of workers.
#[derive(Clone, Debug)]
pub struct Workers {
    pub group: Option<Sid>,
    /// Whether it is needed only for these rights, each with its holders.
    pub only_for: Option<Vec<Vec<Sid>>>,
}

/// Whether it starts.
pub fn starts(case: &Case) -> bool {
    let any = |sids: &[Sid]| sids.iter().any(|sid| case.token.contains(sid));
    if case.switched_off || case.account == Account::Group {
        return false;
    }
    let can_log_on = match case.account {
        Account::Group => false,
        Account::BuiltIn => true,
        Account::OfPool => !any(&case.denied),
        Account::OfService | Account::Ordinary | Account::Managed => {
            let typed = case.account == Account::Ordinary;
            let enabled = case.account == Account::OfService || !case.disabled;
            enabled
                && !(typed && case.wrong_password)
                && case.allowed.as_ref().is_none_or(|allowed| any(allowed))
                && !any(&case.denied)
        }
    };
    let works = case.workers.as_ref().is_none_or(|workers| {
        let member = workers.group.is_some_and(|group| any(&[group]));
        match &workers.only_for {
            None => member,
            Some(rights) => member || rights.iter().all(|holders| any(holders)),
        }
    });
    can_log_on && works
}

/// What can be said if only one of several cases is real: yes if all start, no if none does.
pub fn among(cases: &[Case]) -> &'static str {
    let starting = cases.iter().filter(|case| starts(case)).count();
    match starting {
        0 => "no",
        some if some == cases.len() => "yes",
        _ => "unknown",
    }
}

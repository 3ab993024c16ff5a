//! What an account needs to be logged on for a process: it is there, enabled, its password is right, and it may log on in that way.

use super::{Basis, Condition, ConditionKind, Holds, Logged, OpenEnd};
use crate::world::{
    AccountState, FactId, Home, Logon, LogonRight, PrincipalId, PrincipalKind, RightSource, Server,
    Statement, TokenFacts, UserRight, WindowsVersion, well_known::sid,
};

const BUILT_IN: &str = "the service accounts of Windows have no password, cannot be disabled and need no right to log on (Win32 \"service user accounts\"; user rights \"deny log on as a service\")";
const VIRTUAL: &str = "a virtual account has no password and cannot be disabled (Windows \"service accounts\"; IIS \"application pool identities\")";
const MANAGED: &str = "the password of a managed service account is the domain's business (Windows \"managed service accounts\")";
const IIS_ADDS: &str = "IIS itself puts a pool's account among those that may log on as a service when it starts the worker (IIS \"application pool identities\"; \"how IIS interferes in group policy log on as a service\")";
const SAID_TO_RUN: &str = "whoever is said to run something was given the right that this needs, and no `right` sentence says otherwise";
const NO_DENIAL: &str =
    "nobody is denied it unless somebody says so (Win32 \"account rights constants\")";
const DENIAL_WINS: &str = "a right that forbids a logon goes before the one that allows it (Win32 \"account rights constants\")";

/// What is logged when an account cannot be logged on, by the reason.
#[derive(Clone, Debug, Default)]
pub struct LogonFailures {
    /// Disabled, or the password is wrong.
    pub refused: Vec<Logged>,
    /// It may not log on in that way.
    pub not_granted: Vec<Logged>,
}

/// What an account needs to be logged on in that way; `token` is what it would get, with everything that is put into it.
///
/// The account is taken for one that is said to run something: it holds the right that it needs unless a sentence about that right
/// says otherwise.
pub fn account(
    server: &Server,
    id: PrincipalId,
    logon: Logon,
    token: &TokenFacts,
    failures: &LogonFailures,
) -> Vec<Condition> {
    let principal = server.principal(id);
    let name = principal.name();
    if is_group(server, id) {
        let says = format!("{name} is a group");
        return vec![Condition::failed(
            ConditionKind::Account,
            format!("{name} is an account that can log on"),
            vec![Basis::said(says, principal.said().to_vec())],
            failures.refused.clone(),
        )];
    }
    if is_built_in(server, id) {
        let needs = format!("{name} can be logged on");
        return vec![Condition::met(
            ConditionKind::Account,
            needs,
            vec![Basis::rule(BUILT_IN)],
        )];
    }
    let mut conditions = Vec::new();
    if is_virtual(server, id) {
        conditions.push(Condition::met(
            ConditionKind::Account,
            format!("{name} can be logged on"),
            vec![Basis::rule(VIRTUAL)],
        ));
    } else {
        conditions.push(enabled(server, id, failures));
        conditions.push(password(server, id, failures));
    }
    conditions.extend(rights(server, id, logon, token, failures));
    conditions
}

/// Whether it is a group, also where what is said of it makes it a user besides.
fn is_group(server: &Server, id: PrincipalId) -> bool {
    let principal = server.principal(id);
    let declared = |fact: &FactId| matches!(server.fact(*fact).statement, Statement::Group { .. });
    principal.kind() == PrincipalKind::Group || principal.said().iter().any(declared)
}

/// Whether a logon of that account needs a password: not that of the built-in and virtual accounts, nor that of managed ones.
pub fn needs_password(server: &Server, id: PrincipalId) -> bool {
    !is_built_in(server, id) && !is_virtual(server, id) && !is_managed(server, id)
}

fn is_built_in(server: &Server, id: PrincipalId) -> bool {
    use sid::{IUSR, LOCAL_SERVICE, NETWORK_SERVICE, SYSTEM};
    [SYSTEM, LOCAL_SERVICE, NETWORK_SERVICE, IUSR].contains(&server.principal(id).key())
}

fn is_virtual(server: &Server, id: PrincipalId) -> bool {
    let principal = server.principal(id);
    match principal.home() {
        Home::Pool(_) | Home::Service(_) => true,
        // TrustedInstaller is NT SERVICE's.
        Home::BuiltIn => principal.key().sub_authorities().first() == Some(&80),
        Home::Local | Home::Domain(_) | Home::Nameless => false,
    }
}

/// `CORP\svc$`, from Windows 7 and Server 2008 R2 on.
fn is_managed(server: &Server, id: PrincipalId) -> bool {
    let principal = server.principal(id);
    matches!(principal.home(), Home::Domain(_))
        && principal.name().bare().ends_with('$')
        && server.windows() >= WindowsVersion::W7
}

fn enabled(server: &Server, id: PrincipalId, failures: &LogonFailures) -> Condition {
    let name = server.principal(id).name();
    let needs = format!("{name} is not disabled");
    match state(server, id, |state| match state {
        AccountState::Disabled { who } => Some(who),
        AccountState::LoggedOn { .. }
        | AccountState::WrongPassword { .. }
        | AccountState::MembersChangedBy { .. }
        | AccountState::PasswordChangedBy { .. } => None,
    }) {
        Some(fact) => Condition::failed(
            ConditionKind::AccountEnabled,
            needs,
            vec![Basis::said(format!("{name} is disabled"), vec![fact])],
            failures.refused.clone(),
        ),
        None => Condition::met(ConditionKind::AccountEnabled, needs, Vec::new()),
    }
}

fn password(server: &Server, id: PrincipalId, failures: &LogonFailures) -> Condition {
    let name = server.principal(id).name();
    let needs = format!("the stored password of {name} is right");
    if is_managed(server, id) {
        let needs = format!("{name} has its password");
        return Condition::met(ConditionKind::Password, needs, vec![Basis::rule(MANAGED)]);
    }
    match state(server, id, |state| match state {
        AccountState::WrongPassword { who } => Some(who),
        AccountState::LoggedOn { .. }
        | AccountState::Disabled { .. }
        | AccountState::MembersChangedBy { .. }
        | AccountState::PasswordChangedBy { .. } => None,
    }) {
        Some(fact) => Condition::failed(
            ConditionKind::Password,
            needs,
            vec![Basis::said(
                format!("the password of {name} is wrong"),
                vec![fact],
            )],
            failures.refused.clone(),
        ),
        None => Condition::met(ConditionKind::Password, needs, Vec::new()),
    }
}

/// The fact that says it of that account.
fn state(
    server: &Server,
    id: PrincipalId,
    about: impl Fn(&AccountState) -> Option<&crate::world::Who>,
) -> Option<FactId> {
    server
        .account_states()
        .find(|(state, _)| {
            about(state).is_some_and(|who| server.accounts().look_up(who) == Some(id))
        })
        .map(|(_, fact)| fact)
}

/// How an account logs on, and the rights that decide about it.
fn rights_of(logon: Logon) -> (&'static str, LogonRight, LogonRight) {
    match logon {
        Logon::Interactive => (
            "locally",
            LogonRight::Interactive,
            LogonRight::DenyInteractive,
        ),
        Logon::Network => (
            "over the network",
            LogonRight::Network,
            LogonRight::DenyNetwork,
        ),
        Logon::Batch => ("as a batch job", LogonRight::Batch, LogonRight::DenyBatch),
        Logon::Service => ("as a service", LogonRight::Service, LogonRight::DenyService),
    }
}

/// The right to log on in that way, and that no right forbids it.
fn rights(
    server: &Server,
    id: PrincipalId,
    logon: Logon,
    token: &TokenFacts,
    failures: &LogonFailures,
) -> [Condition; 2] {
    let name = server.principal(id).name();
    let (how, right, denial) = rights_of(logon);
    let needs = format!("{name} may log on {how} ({})", right.name());
    let pool = matches!(server.principal(id).home(), Home::Pool(_)) && logon == Logon::Service;
    let allowed = if pool {
        let because = vec![Basis::rule(IIS_ADDS)];
        Condition::met(ConditionKind::LogonRight, needs, because)
    } else {
        holds_right(server, token, right, needs, failures)
    };
    let needs = format!("{name} is not denied to log on {how} ({})", denial.name());
    [
        allowed,
        is_not_denied(server, token, denial, needs, failures),
    ]
}

fn holds_right(
    server: &Server,
    token: &TokenFacts,
    right: LogonRight,
    needs: String,
    failures: &LogonFailures,
) -> Condition {
    let kind = ConditionKind::LogonRight;
    let name = UserRight::Logon(right).as_name();
    let stated = server.stated_right(&name);
    let brought = server.right_of_token(token, &name);
    match brought {
        Some(brought) if brought.perhaps.is_empty() => Condition::met(
            kind,
            needs,
            vec![holder(server, brought.holder, right, brought.source)],
        ),
        _ if stated.is_empty() => Condition::met(kind, needs, vec![Basis::rule(SAID_TO_RUN)]),
        Some(brought) => Condition {
            holds: Holds::IfAny(brought.perhaps.clone()),
            gaps: brought
                .perhaps
                .iter()
                .copied()
                .map(OpenEnd::Membership)
                .collect(),
            logged: failures.not_granted.clone(),
            ..Condition::met(
                kind,
                needs,
                vec![holder(server, brought.holder, right, brought.source)],
            )
        },
        None => Condition::failed(
            kind,
            needs,
            vec![Basis::said(
                format!(
                    "{} belongs to none that the token holds: a stated list is the whole list",
                    right.name()
                ),
                stated,
            )],
            failures.not_granted.clone(),
        ),
    }
}

fn is_not_denied(
    server: &Server,
    token: &TokenFacts,
    denial: LogonRight,
    needs: String,
    failures: &LogonFailures,
) -> Condition {
    let kind = ConditionKind::NotDenied;
    let name = UserRight::Logon(denial).as_name();
    match server.right_of_token(token, &name) {
        None => {
            let because = match server.stated_right(&name) {
                stated if stated.is_empty() => Basis::rule(NO_DENIAL),
                stated => Basis::said(
                    format!("{} belongs to none that the token holds", denial.name()),
                    stated,
                ),
            };
            Condition::met(kind, needs, vec![because])
        }
        Some(brought) => {
            let open = !brought.perhaps.is_empty();
            let because = vec![
                holder(server, brought.holder, denial, brought.source),
                Basis::rule(DENIAL_WINS),
            ];
            Condition {
                holds: if open {
                    Holds::UnlessAny(brought.perhaps.clone())
                } else {
                    Holds::No
                },
                gaps: brought
                    .perhaps
                    .into_iter()
                    .map(OpenEnd::Membership)
                    .collect(),
                logged: failures.not_granted.clone(),
                ..Condition::met(kind, needs, because)
            }
        }
    }
}

/// That a SID of the token holds a right, and who says so.
pub(super) fn holder(
    server: &Server,
    holder: crate::nt::Sid,
    right: impl Into<RightName>,
    source: RightSource,
) -> Basis {
    let who = server.accounts().display(&holder);
    let RightName(right) = right.into();
    let (says, facts) = match source {
        RightSource::Stated(fact) => (format!("{right} belongs to {who}"), vec![fact]),
        RightSource::Documented(citation) => {
            (format!("{right} belongs to {who}: {citation}"), Vec::new())
        }
    };
    Basis {
        says,
        holder: Some(holder),
        facts,
    }
}

/// The name of a right, for sentences.
pub(super) struct RightName(&'static str);

impl From<LogonRight> for RightName {
    fn from(right: LogonRight) -> RightName {
        RightName(right.name())
    }
}

impl From<UserRight> for RightName {
    fn from(right: UserRight) -> RightName {
        RightName(right.name())
    }
}

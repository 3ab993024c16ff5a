//! What a thread really gets when it impersonates, and what each level lets it do.
//!
//! An impersonation that is not allowed at its level does not fail: the thread gets the token at identification level, and the next
//! thing that it opens is refused (Win32 "Impersonation Levels", ImpersonateLoggedOnUser).

use super::{ImpersonationLevel, Privilege, Restriction, Token, TokenLevel};

/// The logon session of anonymous logons, ANONYMOUS_LOGON_LUID.
pub const ANONYMOUS_SESSION: u64 = 0x3E6;

/// What an impersonation gave, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Impersonation {
    /// The level that the thread's token has.
    pub level: ImpersonationLevel,
    /// The rule that settled it, the first that applied.
    pub rule: ImpersonationRule,
}

/// The rules in the order in which they are asked. Sources differ on the order of the third to the fifth; it matters only for a process that
/// holds SeImpersonatePrivilege and runs below the client's integrity level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ImpersonationRule {
    /// Anonymous and identification level are never refused.
    BelowImpersonation,
    /// The client is anonymous.
    AnonymousClient,
    /// The process's own token has SeImpersonatePrivilege enabled.
    Privilege,
    /// The client's integrity level is above the process's: identification only.
    IntegrityAbove,
    /// The client's token was made with explicit credentials from the process's logon session.
    ExplicitCredentials,
    /// Both are the same user's, and both restricted or both not, in the same AppContainer or in none.
    SameUser,
    /// Nothing allows it: identification only.
    Otherwise,
}

impl ImpersonationRule {
    /// Whether this rule lowers what was asked to identification.
    pub const fn lowers(self) -> bool {
        match self {
            ImpersonationRule::IntegrityAbove | ImpersonationRule::Otherwise => true,
            ImpersonationRule::BelowImpersonation
            | ImpersonationRule::AnonymousClient
            | ImpersonationRule::Privilege
            | ImpersonationRule::ExplicitCredentials
            | ImpersonationRule::SameUser => false,
        }
    }
}

/// What a thread of a process with that primary token gets that impersonates the client at a level.
///
/// A client's token that is itself an impersonation token never gives more than its own level. It is the *process's* token that decides, even where
/// the thread already impersonates somebody. Privileges that are there but disabled do not help.
pub fn impersonate(process: &Token, client: &Token, level: ImpersonationLevel) -> Impersonation {
    let asked = match client.level {
        TokenLevel::Primary => level,
        TokenLevel::Impersonation(own) => level.min(own),
    };
    let rule = rule(process, client, asked);
    let level = if rule.lowers() {
        ImpersonationLevel::Identification
    } else {
        asked
    };
    Impersonation { level, rule }
}

fn rule(process: &Token, client: &Token, asked: ImpersonationLevel) -> ImpersonationRule {
    if asked < ImpersonationLevel::Impersonation {
        ImpersonationRule::BelowImpersonation
    } else if client.session == ANONYMOUS_SESSION {
        ImpersonationRule::AnonymousClient
    } else if process.privileges.is_enabled(Privilege::Impersonate) {
        ImpersonationRule::Privilege
    } else if is_above(client, process) {
        ImpersonationRule::IntegrityAbove
    } else if client.origin != 0 && client.origin == process.session {
        ImpersonationRule::ExplicitCredentials
    } else if is_same_user(process, client) {
        ImpersonationRule::SameUser
    } else {
        ImpersonationRule::Otherwise
    }
}

/// Windows without integrity levels has none above another.
fn is_above(client: &Token, process: &Token) -> bool {
    match (client.integrity, process.integrity) {
        (Some(client), Some(process)) => client > process,
        (None, _) | (_, None) => false,
    }
}

fn is_same_user(process: &Token, client: &Token) -> bool {
    let package = |token: &Token| token.app_container.as_ref().map(|app| app.package);
    process.user == client.user
        && is_restricted(process) == is_restricted(client)
        && package(process) == package(client)
}

fn is_restricted(token: &Token) -> bool {
    match token.restriction {
        Restriction::None => false,
        Restriction::Restricted(_) | Restriction::WriteRestricted(_) => true,
    }
}

/// The token on the thread after that impersonation.
pub fn thread_token(process: &Token, client: &Token, level: ImpersonationLevel) -> Token {
    let got = impersonate(process, client, level);
    Token {
        level: TokenLevel::Impersonation(got.level),
        ..client.clone()
    }
}

/// The token that access checks of a thread use: its own if it impersonates, else its process's.
///
/// New processes, SeTcbPrivilege and SeAuditPrivilege go by the process's token all the same.
pub fn effective<'a>(thread: Option<&'a Token>, process: &'a Token) -> &'a Token {
    thread.unwrap_or(process)
}

/// Why a token cannot be used for something, whatever the descriptor says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LevelRefusal {
    /// STATUS_BAD_IMPERSONATION_LEVEL, ERROR_BAD_IMPERSONATION_LEVEL 1346.
    BadImpersonationLevel,
    /// ERROR_NO_IMPERSONATION_TOKEN 1309: AccessCheck wants an impersonation token.
    NoImpersonationToken,
}

impl TokenLevel {
    /// Whether files, keys and other objects can be opened with such a token at all.
    ///
    /// # Errors
    /// Anonymous and identification level open nothing.
    pub fn may_open(self) -> Result<(), LevelRefusal> {
        match self {
            TokenLevel::Primary
            | TokenLevel::Impersonation(
                ImpersonationLevel::Impersonation | ImpersonationLevel::Delegation,
            ) => Ok(()),
            TokenLevel::Impersonation(
                ImpersonationLevel::Anonymous | ImpersonationLevel::Identification,
            ) => Err(LevelRefusal::BadImpersonationLevel),
        }
    }

    /// Whether a server can ask AccessCheck about such a token. Identification is enough for that.
    ///
    /// # Errors
    /// A primary token, or anonymous level.
    pub fn may_be_checked(self) -> Result<(), LevelRefusal> {
        match self {
            TokenLevel::Primary => Err(LevelRefusal::NoImpersonationToken),
            TokenLevel::Impersonation(ImpersonationLevel::Anonymous) => {
                Err(LevelRefusal::BadImpersonationLevel)
            }
            TokenLevel::Impersonation(
                ImpersonationLevel::Identification
                | ImpersonationLevel::Impersonation
                | ImpersonationLevel::Delegation,
            ) => Ok(()),
        }
    }

    /// Whether the client's identity reaches other machines with it. A primary token has its own credentials.
    pub fn reaches_other_machines(self) -> bool {
        match self {
            TokenLevel::Primary | TokenLevel::Impersonation(ImpersonationLevel::Delegation) => true,
            TokenLevel::Impersonation(
                ImpersonationLevel::Anonymous
                | ImpersonationLevel::Identification
                | ImpersonationLevel::Impersonation,
            ) => false,
        }
    }
}

//! How User Account Control splits a logon in two: a full token and a filtered one, linked.

use super::{
    Certainty, Elevation, GroupAttributes, IntegrityLevel, Privilege, Sid, Token, Unknown,
    restrict::{make_deny_only, only, without},
};

/// How somebody logs on, as far as the split asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LogonKind {
    /// At the machine or by remote desktop.
    Interactive,
    /// Over the network.
    Network,
    /// As a batch job, as the worker of a pool with a specific user.
    Batch,
    /// As a service, as the worker of any other pool.
    Service,
}

/// What decides about the split beside the token. The default is that of a fresh Windows, for an interactive logon of a domain account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogonCircumstances {
    /// How the logon is made.
    pub kind: LogonKind,
    /// Whether the account is the machine's own, not the domain's.
    pub local_account: bool,
    /// EnableLUA: off, nothing is split.
    pub enabled: bool,
    /// FilterAdministratorToken: on, the built-in Administrator is split too.
    pub filter_administrator: bool,
    /// LocalAccountTokenFilterPolicy is 1: local administrators come over the network with their full token.
    pub full_token_over_the_network: bool,
}

impl Default for LogonCircumstances {
    fn default() -> LogonCircumstances {
        LogonCircumstances {
            kind: LogonKind::Interactive,
            local_account: false,
            enabled: true,
            filter_administrator: false,
            full_token_over_the_network: false,
        }
    }
}

/// What a logon comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Split {
    /// One token, as it was.
    Whole(WhyWhole),
    /// Two tokens; each names the other as its linked one. The filtered one runs programs until somebody elevates.
    Halves {
        /// The administrator's.
        full: Box<Token>,
        /// The everyday one.
        filtered: Box<Token>,
    },
    /// Only the filtered token: a local administrator over the network has no way to elevate.
    FilteredOnly(Box<Token>),
    /// Whether it is split, or what is taken away, hangs on these memberships.
    Perhaps(Vec<Unknown>),
}

/// Why a token is not split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyWhole {
    /// UAC is off.
    Disabled,
    /// Batch jobs, services and network logons of domain accounts are never split.
    LogonKind,
    /// LocalAccountTokenFilterPolicy lets local accounts keep their token.
    Policy,
    /// The built-in Administrator, relative identifier 500.
    BuiltInAdministrator,
    /// No group and no privilege that would ask for it.
    NothingToFilter,
}

/// The relative identifiers in BUILTIN whose members are split: Administrators, Power Users, the Operators, RAS Servers,
/// Pre-Windows 2000 Compatible Access, Network Configuration and Cryptographic Operators.
const BUILTIN_TRIGGERS: [u32; 10] = [544, 547, 548, 549, 550, 551, 553, 554, 556, 569];

/// Those of a domain: Domain Admins and Controllers, Cert Publishers, Schema and Enterprise Admins, Group Policy Creator Owners; RAS
/// Servers is a group of the domain too.
const DOMAIN_TRIGGERS: [u32; 7] = [512, 516, 517, 518, 519, 520, 553];

/// The privileges that everybody may keep. Any other one asks for a split.
pub const HARMLESS_PRIVILEGES: [Privilege; 5] = [
    Privilege::ChangeNotify,
    Privilege::Shutdown,
    Privilege::Undock,
    Privilege::IncreaseWorkingSet,
    Privilege::TimeZone,
];

/// What is taken from a token that is split for its privileges alone.
const STRONG_PRIVILEGES: [Privilege; 9] = [
    Privilege::CreateToken,
    Privilege::Tcb,
    Privilege::TakeOwnership,
    Privilege::Backup,
    Privilege::Restore,
    Privilege::Debug,
    Privilege::Impersonate,
    Privilege::Relabel,
    Privilege::LoadDriver,
];

/// What a logon with that token comes to (Win32 "Developing Applications that Require Administrator Privilege" and
/// Microsoft's description of User Account Control).
pub fn split(token: &Token, circumstances: &LogonCircumstances) -> Split {
    if !circumstances.enabled {
        return Split::Whole(WhyWhole::Disabled);
    }
    let linked = match (circumstances.kind, circumstances.local_account) {
        (LogonKind::Interactive, _) => true,
        (LogonKind::Network, true) if circumstances.full_token_over_the_network => {
            return Split::Whole(WhyWhole::Policy);
        }
        (LogonKind::Network, true) => false,
        (LogonKind::Network, false) | (LogonKind::Batch | LogonKind::Service, _) => {
            return Split::Whole(WhyWhole::LogonKind);
        }
    };
    if is_built_in_administrator(&token.user) && !circumstances.filter_administrator {
        return Split::Whole(WhyWhole::BuiltInAdministrator);
    }
    match trigger(token) {
        Trigger::None => Split::Whole(WhyWhole::NothingToFilter),
        Trigger::Perhaps(unknowns) => Split::Perhaps(unknowns),
        Trigger::Certain if linked => link(full(token), filtered(token)),
        Trigger::Certain => Split::FilteredOnly(Box::new(Token {
            elevation: Elevation::Limited(None),
            ..filtered(token)
        })),
    }
}

/// Whether a group is one whose members are split.
pub fn is_trigger(group: &Sid) -> bool {
    match (group.authority(), group.sub_authorities()) {
        (5, [32, rid]) => BUILTIN_TRIGGERS.contains(rid),
        (5, [21, _, _, _, rid]) => DOMAIN_TRIGGERS.contains(rid),
        _ => false,
    }
}

fn is_built_in_administrator(user: &Sid) -> bool {
    matches!(
        (user.authority(), user.sub_authorities()),
        (5, [21, _, _, _, 500])
    )
}

enum Trigger {
    None,
    Certain,
    Perhaps(Vec<Unknown>),
}

fn trigger(token: &Token) -> Trigger {
    let mut unknowns = Vec::new();
    for group in token.groups.iter().filter(|group| {
        is_trigger(&group.sid)
            && !group
                .attributes
                .contains(GroupAttributes::USE_FOR_DENY_ONLY)
    }) {
        match &group.certainty {
            Certainty::Held => return Trigger::Certain,
            Certainty::Perhaps(which) => unknowns.extend(which),
        }
    }
    if !unknowns.is_empty() {
        // Even where a privilege asks for the split, what it takes away hangs on the group.
        unknowns.sort();
        unknowns.dedup();
        return Trigger::Perhaps(unknowns);
    }
    let strong = |(privilege, _)| !HARMLESS_PRIVILEGES.contains(&privilege);
    if token.privileges.iter().any(strong) {
        Trigger::Certain
    } else {
        Trigger::None
    }
}

fn full(token: &Token) -> Token {
    Token {
        integrity: token.integrity.map(|level| level.max(IntegrityLevel::HIGH)),
        ..token.clone()
    }
}

/// The filtered half: the groups that asked for it match deny lines only, the privileges that matter are gone, integrity is Medium.
///
/// With such a group only five harmless privileges are kept; without, nine strong ones go. A group
/// that is held perhaps is perhaps held deny-only, and the privileges go by the groups that are known: `split` says when that matters.
pub fn filtered(token: &Token) -> Token {
    let mut filtered = token.clone();
    let triggers: Vec<Sid> = token
        .groups
        .iter()
        .map(|group| group.sid)
        .filter(is_trigger)
        .collect();
    let by_group = token
        .groups
        .iter()
        .any(|group| is_trigger(&group.sid) && group.certainty == Certainty::Held);
    for sid in &triggers {
        make_deny_only(&mut filtered, sid);
    }
    filtered.privileges = if by_group {
        only(token.privileges, &HARMLESS_PRIVILEGES)
    } else {
        without(token.privileges, &STRONG_PRIVILEGES)
    };
    // A level below Medium is not raised by filtering.
    filtered.integrity = token
        .integrity
        .map(|level| level.min(IntegrityLevel::MEDIUM));
    filtered
}

/// Each half with a copy of the other. The copies name no further half, so that the pair is finite.
fn link(full: Token, filtered: Token) -> Split {
    let halved = |token: &Token, elevation| Token {
        elevation,
        ..token.clone()
    };
    let plain_full = halved(&full, Elevation::Default);
    let plain_filtered = halved(&filtered, Elevation::Limited(None));
    Split::Halves {
        full: Box::new(halved(&full, Elevation::Full(Box::new(plain_filtered)))),
        filtered: Box::new(halved(
            &filtered,
            Elevation::Limited(Some(Box::new(plain_full))),
        )),
    }
}

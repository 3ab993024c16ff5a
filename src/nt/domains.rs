//! Aliases in SDDL: two letters to a SID, for those that are the same everywhere and those of a domain.

use std::fmt;

use super::Sid;
use super::wellknown::WELL_KNOWN;

/// The SIDs of the domains that aliases such as `LA` and `DA` refer to, as far as they are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Domains {
    /// The machine's own SID, S-1-5-21-a-b-c.
    pub machine: Option<Sid>,
    /// The SID of the domain that the machine belongs to.
    pub domain: Option<Sid>,
    /// The SID of the root domain of the forest.
    pub forest_root: Option<Sid>,
}

impl Domains {
    /// None is known.
    pub const NONE: Domains = Domains {
        machine: None,
        domain: None,
        forest_root: None,
    };

    /// The SID of the domain in that role.
    pub fn of(&self, role: DomainRole) -> Option<Sid> {
        match role {
            DomainRole::Machine => self.machine,
            DomainRole::Domain => self.domain,
            DomainRole::ForestRoot => self.forest_root,
        }
    }
}

/// Whose account an alias means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DomainRole {
    /// The machine's.
    Machine,
    /// The domain's.
    Domain,
    /// The root domain's of the forest.
    ForestRoot,
}

impl fmt::Display for DomainRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            DomainRole::Machine => "the machine",
            DomainRole::Domain => "the domain",
            DomainRole::ForestRoot => "the root domain of the forest",
        })
    }
}

/// Why two letters stand for no SID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AliasError {
    /// Windows does not know them.
    Unknown,
    /// They stand for an account of a domain whose SID was not given.
    NeedsDomain(DomainRole),
}

struct DomainAlias {
    alias: [u8; 2],
    role: DomainRole,
    rid: u32,
    name: &'static str,
}

const fn account(alias: &[u8; 2], role: DomainRole, rid: u32, name: &'static str) -> DomainAlias {
    DomainAlias {
        alias: *alias,
        role,
        rid,
        name,
    }
}

#[rustfmt::skip] // one row a line
const DOMAIN_ALIASES: [DomainAlias; 17] = [
    account(b"LA", DomainRole::Machine, 500, "Administrator"),
    account(b"LG", DomainRole::Machine, 501, "Guest"),
    account(b"DA", DomainRole::Domain, 512, "Domain Admins"),
    account(b"DU", DomainRole::Domain, 513, "Domain Users"),
    account(b"DG", DomainRole::Domain, 514, "Domain Guests"),
    account(b"DC", DomainRole::Domain, 515, "Domain Computers"),
    account(b"DD", DomainRole::Domain, 516, "Domain Controllers"),
    account(b"CA", DomainRole::Domain, 517, "Cert Publishers"),
    account(b"PA", DomainRole::Domain, 520, "Group Policy Creator Owners"),
    account(b"CN", DomainRole::Domain, 522, "Cloneable Domain Controllers"),
    account(b"AP", DomainRole::Domain, 525, "Protected Users"),
    account(b"KA", DomainRole::Domain, 526, "Key Admins"),
    account(b"RS", DomainRole::Domain, 553, "RAS and IAS Servers"),
    account(b"RO", DomainRole::ForestRoot, 498, "Enterprise Read-only Domain Controllers"),
    account(b"SA", DomainRole::ForestRoot, 518, "Schema Admins"),
    account(b"EA", DomainRole::ForestRoot, 519, "Enterprise Admins"),
    account(b"EK", DomainRole::ForestRoot, 527, "Enterprise Key Admins"),
];

/// What an English Windows calls the account with this relative identifier in every machine or domain
/// (`Administrator`, `Domain Admins`). Only the SIDs of these accounts are fixed; they can be renamed.
pub fn domain_account_name(rid: u32) -> Option<&'static str> {
    DOMAIN_ALIASES
        .iter()
        .find(|row| row.rid == rid)
        .map(|row| row.name)
}

// Which row an alias means, by its two letters: 0 for none, 1 + n for a row of WELL_KNOWN, DOMAIN_FROM + n
// for one of DOMAIN_ALIASES. Reading a list looks up an alias in nearly every line.
const DOMAIN_FROM: u8 = 200;
const INDEX: [u8; 26 * 26] = {
    let mut index = [0; 26 * 26];
    let mut i = 0;
    while i < WELL_KNOWN.len() {
        if let Some(alias) = WELL_KNOWN[i].alias {
            index[slot(alias.as_bytes()[0], alias.as_bytes()[1])] = 1 + i as u8;
        }
        i += 1;
    }
    let mut i = 0;
    while i < DOMAIN_ALIASES.len() {
        index[slot(DOMAIN_ALIASES[i].alias[0], DOMAIN_ALIASES[i].alias[1])] = DOMAIN_FROM + i as u8;
        i += 1;
    }
    index
};

const fn slot(first: u8, second: u8) -> usize {
    (first - b'A') as usize * 26 + (second - b'A') as usize
}

/// The SID that two letters stand for, in either case.
///
/// # Errors
/// Windows does not know the letters, or they need a domain that is not known.
///
/// ```
/// use poolproof::nt::{AliasError, DomainRole, Domains, by_alias, well_known};
/// assert_eq!(by_alias("bu", &Domains::NONE), Ok(well_known::USERS));
/// assert_eq!(by_alias("LA", &Domains::NONE), Err(AliasError::NeedsDomain(DomainRole::Machine)));
/// ```
pub fn by_alias(alias: &str, domains: &Domains) -> Result<Sid, AliasError> {
    match alias.as_bytes() {
        [first, second] => by_letters(*first, *second, domains),
        _ => Err(AliasError::Unknown),
    }
}

pub(crate) fn by_letters(first: u8, second: u8, domains: &Domains) -> Result<Sid, AliasError> {
    let (first, second) = (first.to_ascii_uppercase(), second.to_ascii_uppercase());
    if !first.is_ascii_uppercase() || !second.is_ascii_uppercase() {
        return Err(AliasError::Unknown);
    }
    match INDEX[slot(first, second)] {
        0 => Err(AliasError::Unknown),
        found if found < DOMAIN_FROM => Ok(WELL_KNOWN[found as usize - 1].sid),
        found => {
            let row = &DOMAIN_ALIASES[(found - DOMAIN_FROM) as usize];
            domains
                .of(row.role)
                .and_then(|domain| domain.with(row.rid).ok())
                .ok_or(AliasError::NeedsDomain(row.role))
        }
    }
}

/// The two letters for this SID, where one of these domains issued it.
pub(crate) fn domain_alias_of(sid: &Sid, domains: &Domains) -> Option<&'static str> {
    let rid = sid.rid()?;
    DOMAIN_ALIASES
        .iter()
        .filter(|row| row.rid == rid)
        .find(|row| {
            domains
                .of(row.role)
                .is_some_and(|domain| sid.is_of(&domain))
        })
        .map(|row| std::str::from_utf8(&row.alias).expect("two letters"))
}

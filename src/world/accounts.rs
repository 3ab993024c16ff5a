//! Who there is: every principal of a server with its SID, and what names mean, resolved as Windows does.

mod directory;
mod mentions;
mod sids;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

pub(crate) use directory::Declaration;
pub(crate) use mentions::Mentions;
pub(crate) use sids::NOBODY;
pub use sids::is_placeholder;
use sids::pool_key;
pub(crate) use sids::service_key;

use super::{FactId, Name, Who, WindowsVersion, localized, well_known};
use crate::nt::{Domains, Sid};

/// A principal of one server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PrincipalId(pub(crate) u32);

/// What a principal is, as far as somebody said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PrincipalKind {
    /// Somebody who logs on.
    User,
    /// A group.
    Group,
    /// Nobody said.
    Unknown,
}

/// Where a principal comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Home {
    /// Every Windows has it.
    BuiltIn,
    /// It is this machine's; on a domain controller the domain's.
    Local,
    /// It is that domain's.
    Domain(Name),
    /// `IIS APPPOOL\name`, a virtual account.
    Pool(Name),
    /// `NT SERVICE\name`, a virtual account.
    Service(Name),
    /// Only its SID is known.
    Nameless,
}

/// A principal.
#[derive(Clone, Debug)]
pub struct Principal {
    pub(crate) sid: Sid,
    pub(crate) name: Name,
    pub(crate) kind: PrincipalKind,
    pub(crate) home: Home,
    pub(crate) said: Vec<FactId>,
}

impl Principal {
    /// Its SID; `None` if nobody told it.
    pub fn sid(&self) -> Option<Sid> {
        (!is_placeholder(&self.sid)).then_some(self.sid)
    }

    /// What stands for it in tokens and descriptors of this server: its SID, or one that stands in for it.
    pub fn key(&self) -> Sid {
        self.sid
    }

    /// Its name as Windows shows it; the SID's text if it has none.
    pub fn name(&self) -> &Name {
        &self.name
    }

    /// What it is.
    pub fn kind(&self) -> PrincipalKind {
        self.kind
    }

    /// Where it comes from.
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// The facts that declare it; none for one that is built in or only mentioned.
    pub fn said(&self) -> &[FactId] {
        &self.said
    }
}

/// Why a name means nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unresolved {
    /// Nobody has that name. The nearest names, best first.
    NotFound {
        /// Names that may have been meant.
        candidates: Vec<String>,
    },
    /// Several do: accounts of several domains.
    Ambiguous {
        /// Their full names.
        candidates: Vec<String>,
    },
}

/// What names are looked up in.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    pub machine: Option<Name>,
    pub domain: Option<Name>,
    pub controller: bool,
    pub windows: WindowsVersion,
    pub machine_sid: Option<Sid>,
    pub domain_sids: Vec<(Name, Sid)>,
}

/// Every principal of a server.
#[derive(Clone, Debug)]
pub struct Accounts {
    scope: Scope,
    principals: Vec<Principal>,
    by_sid: FxHashMap<Sid, PrincipalId>,
    /// Accounts of this machine.
    local: FxHashMap<Name, PrincipalId>,
    /// Accounts of domains, by `CORP\alice`.
    domain: FxHashMap<Name, PrincipalId>,
    /// Accounts of domains, by `alice`.
    domain_bare: FxHashMap<Name, SmallVec<[PrincipalId; 1]>>,
}

/// What a name says, before anybody is looked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Meaning {
    /// A built-in account.
    BuiltIn(Sid),
    /// An account of this machine, by name.
    Local(Name),
    /// An account of a domain, `CORP` and `alice`.
    Domain(Name, Name),
    /// `IIS APPPOOL\name`.
    Pool(Name),
    /// `NT SERVICE\name`.
    Service(Name),
    /// Any account of that SID.
    Sid(Sid),
    /// A name without an authority that is no built-in one.
    Bare(Name),
}

impl Accounts {
    /// Who is meant.
    ///
    /// A name without an authority is looked for among the built-in accounts, then on this machine, then in the
    /// domains (Win32 LookupAccountName, "isolated names"). Built-in accounts go by their English names, by those that people write
    /// (`LocalSystem`), and, if nobody else is called so, by their German and French ones and by the letters of SDDL (`BA`).
    ///
    /// # Errors
    /// Nobody has that name or SID in this server, or several do.
    pub fn resolve(&self, who: &Who) -> Result<PrincipalId, Unresolved> {
        match who {
            Who::Sid(sid) => self.by_sid(sid).ok_or_else(|| Unresolved::NotFound {
                candidates: Vec::new(),
            }),
            Who::Name(name) => self.find(name)?.ok_or_else(|| Unresolved::NotFound {
                candidates: self.nearest(name, 3),
            }),
        }
    }

    /// Who is meant, if it is exactly one; without looking for what else may have been meant.
    pub fn look_up(&self, who: &Who) -> Option<PrincipalId> {
        match who {
            Who::Sid(sid) => self.by_sid(sid),
            Who::Name(name) => self.find(name).ok().flatten(),
        }
    }

    /// The SID that is meant, also where this server has no such principal: any SID, and any `NT SERVICE\name`.
    ///
    /// # Errors
    /// As [`Accounts::resolve`].
    pub fn resolve_sid(&self, who: &Who) -> Result<Sid, Unresolved> {
        match who {
            Who::Sid(sid) => Ok(*sid),
            Who::Name(name) => match self.scope.meaning(name) {
                Meaning::Service(service) => Ok(service_key(service.as_str())),
                Meaning::BuiltIn(sid) => Ok(sid),
                Meaning::Local(_)
                | Meaning::Domain(..)
                | Meaning::Pool(_)
                | Meaning::Sid(_)
                | Meaning::Bare(_) => self.resolve(who).map(|id| self.get(id).sid),
            },
        }
    }

    /// The principal of that SID.
    pub fn by_sid(&self, sid: &Sid) -> Option<PrincipalId> {
        self.by_sid.get(sid).copied()
    }

    /// The principal. Ids come from this server.
    pub fn get(&self, id: PrincipalId) -> &Principal {
        &self.principals[id.0 as usize]
    }

    /// All of them, the built-in ones first, in an order that depends on names only.
    pub fn iter(&self) -> impl Iterator<Item = (PrincipalId, &Principal)> {
        (0..).map(PrincipalId).zip(&self.principals)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.principals.len()
    }

    /// Whether there are none; there are always the built-in ones.
    pub fn is_empty(&self) -> bool {
        self.principals.is_empty()
    }

    /// The domains that aliases in SDDL speak of, as far as their SIDs are known.
    pub fn domains(&self) -> Domains {
        let domain = self
            .scope
            .domain
            .as_ref()
            .or(match self.scope.domain_sids.as_slice() {
                [(only, _)] => Some(only),
                [] | [_, _, ..] => None,
            });
        let sid = |name: &Name| {
            let known = self
                .scope
                .domain_sids
                .iter()
                .find(|(known, _)| known == name);
            known.map(|(_, sid)| *sid)
        };
        Domains {
            machine: self.scope.machine_sid,
            domain: domain.and_then(sid),
            forest_root: None,
        }
    }

    /// What to call a SID: the principal's name, else the SID itself.
    pub fn display(&self, sid: &Sid) -> String {
        match self.by_sid(sid) {
            Some(id) => self.get(id).name.to_string(),
            None if is_placeholder(sid) => String::from("nobody in particular"),
            None => sid.to_string(),
        }
    }

    /// Whether the account may be one of a domain.
    pub(crate) fn may_be_of_a_domain(&self, id: PrincipalId) -> bool {
        let principal = self.get(id);
        match &principal.home {
            Home::Domain(_) => true,
            Home::Local => self.scope.controller,
            Home::Nameless => !self
                .scope
                .machine_sid
                .is_some_and(|machine| principal.sid.is_of(&machine)),
            Home::BuiltIn | Home::Pool(_) | Home::Service(_) => false,
        }
    }

    /// Whether the account certainly is one of a domain, whose groups hold accounts of domains only.
    pub(crate) fn is_of_a_domain(&self, id: PrincipalId) -> bool {
        let principal = self.get(id);
        match &principal.home {
            Home::Domain(_) => true,
            Home::Local => self.scope.controller,
            Home::Nameless => self
                .scope
                .domain_sids
                .iter()
                .any(|(_, domain)| principal.sid.is_of(domain)),
            Home::BuiltIn | Home::Pool(_) | Home::Service(_) => false,
        }
    }

    /// Whether the account is a local one, so that its tokens hold `Local account`.
    pub(crate) fn is_local(&self, id: PrincipalId) -> bool {
        let principal = self.get(id);
        let of_machine = |machine: Sid| principal.sid.is_of(&machine);
        !self.scope.controller
            && (principal.home == Home::Local
                || (principal.home == Home::Nameless
                    && self.scope.machine_sid.is_some_and(of_machine)))
    }

    /// The names nearest to this one, at most `limit`, best first.
    pub fn nearest(&self, name: &Name, limit: usize) -> Vec<String> {
        let named = self
            .principals
            .iter()
            .filter(|principal| principal.home != Home::Nameless);
        nearest(named.map(|principal| &principal.name), name, limit)
    }

    fn find(&self, name: &Name) -> Result<Option<PrincipalId>, Unresolved> {
        self.of_meaning(&self.scope.meaning(name))
    }

    fn of_meaning(&self, meaning: &Meaning) -> Result<Option<PrincipalId>, Unresolved> {
        Ok(match meaning {
            Meaning::BuiltIn(sid) | Meaning::Sid(sid) => self.by_sid(sid),
            Meaning::Local(name) => self.local.get(name).copied(),
            Meaning::Domain(domain, name) => self.domain.get(&qualified(domain, name)).copied(),
            Meaning::Pool(name) => self.by_sid(&pool_key(name.as_str())),
            Meaning::Service(name) => self.by_sid(&service_key(name.as_str())),
            Meaning::Bare(name) => match self.local.get(name) {
                Some(local) => Some(*local),
                None => match self.domain_bare.get(name).map(SmallVec::as_slice) {
                    Some([one]) => Some(*one),
                    Some(several) if !several.is_empty() => {
                        return Err(Unresolved::Ambiguous {
                            candidates: several
                                .iter()
                                .map(|id| self.get(*id).name.to_string())
                                .collect(),
                        });
                    }
                    Some(_) | None => {
                        if_nobody_else(name).and_then(|account| self.by_sid(&account.sid))
                    }
                },
            },
        })
    }
}

impl Scope {
    /// What a name says, by the form of it.
    pub(crate) fn meaning(&self, name: &Name) -> Meaning {
        let bare = Name::from(name.bare());
        let built_in = |account: &well_known::WellKnown| {
            (account.since <= self.windows).then_some(Meaning::BuiltIn(account.sid))
        };
        let Some(authority) = name.authority() else {
            return well_known::by_name(bare.as_str())
                .and_then(built_in)
                .unwrap_or(Meaning::Bare(bare));
        };
        let authority = Name::from(localized::authority(authority));
        let of_windows = || {
            well_known::by_name(bare.as_str())
                .or_else(|| localized::by_name(bare.as_str()))
                .and_then(built_in)
        };
        let virtual_accounts = self.windows >= WindowsVersion::Vista;
        if authority.is("NT SERVICE") && virtual_accounts {
            of_windows().unwrap_or(Meaning::Service(bare))
        } else if authority.is("IIS APPPOOL") && virtual_accounts {
            Meaning::Pool(bare)
        } else if self.is_here(&authority) {
            Meaning::Local(bare)
        } else if is_windows_own(&authority) {
            // Some documents write `BUILTIN\` before every account of the machine.
            of_windows().unwrap_or_else(|| match authority.is("BUILTIN") {
                true => Meaning::Local(bare.clone()),
                false => Meaning::Domain(authority.clone(), bare.clone()),
            })
        } else {
            Meaning::Domain(authority, bare)
        }
    }

    /// Whether an authority is this machine; on a domain controller the domain's accounts are its own.
    fn is_here(&self, authority: &Name) -> bool {
        authority.is(".")
            || self.machine.as_ref() == Some(authority)
            || (self.controller && self.domain.as_ref() == Some(authority))
    }

    /// The full name of a local account, for people.
    pub(crate) fn local_name(&self, bare: &Name) -> Name {
        let home = if self.controller {
            self.domain.as_ref().or(self.machine.as_ref())
        } else {
            self.machine.as_ref()
        };
        home.map_or_else(|| bare.clone(), |home| qualified(home, bare))
    }
}

/// The built-in account that a bare name means if nobody is called so: a translated name, or the two letters of SDDL.
pub(crate) fn if_nobody_else(name: &Name) -> Option<&'static well_known::WellKnown> {
    localized::by_name(name.as_str()).or_else(|| well_known::by_alias(name.as_str()))
}

fn is_windows_own(authority: &Name) -> bool {
    ["NT AUTHORITY", "BUILTIN", "APPLICATION PACKAGE AUTHORITY"]
        .iter()
        .any(|own| authority.is(own))
}

pub(crate) fn qualified(authority: &Name, bare: &Name) -> Name {
    Name::new(format!("{authority}\\{bare}"))
}

/// Of these names those nearest to the wanted one, best first. An authority counts only where both have one.
pub fn nearest<'a>(
    names: impl Iterator<Item = &'a Name>,
    wanted: &Name,
    limit: usize,
) -> Vec<String> {
    let whole = super::fold(wanted.as_str());
    let bare = super::fold(wanted.bare());
    let far = (bare.chars().count() / 3).clamp(1, 3);
    let mut near: Vec<(usize, &Name)> = names
        .filter_map(|name| {
            let by_whole = strsim::osa_distance(&whole, &super::fold(name.as_str()));
            let by_bare = strsim::osa_distance(&bare, &super::fold(name.bare()));
            let distance = by_whole.min(by_bare);
            (distance <= far).then_some((distance, name))
        })
        .collect();
    near.sort();
    near.truncate(limit);
    near.into_iter().map(|(_, name)| name.to_string()).collect()
}

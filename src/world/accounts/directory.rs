//! How the principals of a server come to be: those that Windows has, those declared, those only mentioned.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    Accounts, Home, Meaning, Principal, PrincipalId, PrincipalKind, Scope, if_nobody_else,
    mentions::{COMPARED, Mention, Mentions, undeclared},
    pool_key, qualified, service_key, sids,
};
use crate::{
    nt::Sid,
    text::Diagnostic,
    world::{FactId, Name, Who, WindowsVersion, well_known},
};

/// An account that a fact declares.
#[derive(Clone, Debug)]
pub(crate) struct Declaration<'a> {
    pub name: &'a Name,
    pub sid: Option<Sid>,
    pub kind: PrincipalKind,
    pub fact: FactId,
}

/// Relative identifiers that mean the same in every domain (MS-DTYP 2.4.2.4); the first three on every machine too.
const BY_RID: [(u32, &str, PrincipalKind); 10] = [
    (500, "Administrator", PrincipalKind::User),
    (501, "Guest", PrincipalKind::User),
    (503, "DefaultAccount", PrincipalKind::User),
    (502, "krbtgt", PrincipalKind::User),
    (512, "Domain Admins", PrincipalKind::Group),
    (513, "Domain Users", PrincipalKind::Group),
    (514, "Domain Guests", PrincipalKind::Group),
    (515, "Domain Computers", PrincipalKind::Group),
    (516, "Domain Controllers", PrincipalKind::Group),
    (517, "Cert Publishers", PrincipalKind::Group),
];

/// What is gathered of one account.
#[derive(Default)]
struct Entry {
    /// As it was written; of several spellings the first in order.
    spelled: Option<Name>,
    sids: BTreeSet<Sid>,
    kinds: BTreeSet<PrincipalKind>,
    said: Vec<FactId>,
}

impl Accounts {
    /// The accounts of a server, whatever order the facts come in.
    pub(crate) fn gather(
        scope: Scope,
        declarations: &[Declaration<'_>],
        mentions: Mentions<'_>,
        pools: &BTreeSet<&Name>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Accounts {
        let mut entries: BTreeMap<Meaning, Entry> = BTreeMap::new();
        for (domain, _) in &scope.domain_sids {
            for (_, name, kind) in &BY_RID[4..7] {
                let meaning = scope.declared(&qualified(domain, &Name::from(*name)));
                entries.entry(meaning).or_default().kinds.insert(*kind);
            }
        }
        for declaration in declarations {
            let meaning = declaration
                .sid
                .filter(|sid| well_known::by_sid(sid).is_some())
                .map_or_else(|| scope.declared(declaration.name), Meaning::BuiltIn);
            let entry = entries.entry(meaning).or_default();
            entry.spell(declaration.name);
            entry.sids.extend(declaration.sid);
            entry.kinds.insert(declaration.kind);
            entry.said.push(declaration.fact);
        }
        if scope.windows >= WindowsVersion::Vista {
            for pool in pools {
                entries.entry(Meaning::Pool((*pool).clone())).or_default();
            }
        }
        let declared_names: Vec<(String, Name)> = entries
            .values()
            .filter_map(|entry| entry.spelled.clone())
            .map(|name| (crate::world::fold(name.as_str()), name))
            .collect();
        let mut index = Index::of(&entries);
        let mut compared = 0;
        for mention in &mentions.in_order() {
            let meaning = scope.mentioned(mention, &index, diagnostics);
            let new = !entries.contains_key(&meaning);
            let entry = entries.entry(meaning.clone()).or_default();
            entry.kinds.extend(&mention.kinds);
            if new {
                index.add(&meaning, entry);
                if let Who::Name(name) = &mention.who {
                    entry.spell(name);
                    compared += 1;
                    let others: &[_] = if compared <= COMPARED {
                        &declared_names
                    } else {
                        &[]
                    };
                    diagnostics.extend(undeclared(&meaning, name, others, mention.origin));
                }
            }
        }
        assemble(scope, entries, diagnostics)
    }
}

/// The ways to what is gathered already.
#[derive(Default)]
struct Index {
    local: FxHashSet<Name>,
    domains: FxHashMap<Name, BTreeSet<Name>>,
    sids: FxHashMap<Sid, Meaning>,
}

impl Index {
    fn of(entries: &BTreeMap<Meaning, Entry>) -> Index {
        let mut index = Index::default();
        for (meaning, entry) in entries {
            index.add(meaning, entry);
        }
        index
    }

    fn add(&mut self, meaning: &Meaning, entry: &Entry) {
        for sid in &entry.sids {
            self.sids.entry(*sid).or_insert_with(|| meaning.clone());
        }
        match meaning {
            Meaning::Local(name) => {
                self.local.insert(name.clone());
            }
            Meaning::Domain(domain, name) => {
                self.domains
                    .entry(name.clone())
                    .or_default()
                    .insert(domain.clone());
            }
            Meaning::Pool(name) => {
                self.sids.insert(pool_key(name.as_str()), meaning.clone());
            }
            Meaning::Service(name) => {
                self.sids
                    .insert(service_key(name.as_str()), meaning.clone());
            }
            Meaning::BuiltIn(_) | Meaning::Sid(_) | Meaning::Bare(_) => {}
        }
    }
}

impl Entry {
    fn spell(&mut self, name: &Name) {
        let better = self
            .spelled
            .as_ref()
            .is_none_or(|known| name.as_str() < known.as_str());
        if better {
            self.spelled = Some(name.clone());
        }
    }

    fn kind(&self) -> PrincipalKind {
        let group = self.kinds.contains(&PrincipalKind::Group);
        let user = self.kinds.contains(&PrincipalKind::User);
        match (user, group) {
            (true, false) => PrincipalKind::User,
            (false, true) => PrincipalKind::Group,
            (true, true) | (false, false) => PrincipalKind::Unknown,
        }
    }
}

impl Scope {
    /// What a name means that declares an account: without an authority it is this machine's.
    fn declared(&self, name: &Name) -> Meaning {
        match self.meaning(name) {
            Meaning::Bare(bare) => Meaning::Local(bare),
            meaning @ (Meaning::BuiltIn(_)
            | Meaning::Local(_)
            | Meaning::Domain(..)
            | Meaning::Pool(_)
            | Meaning::Service(_)
            | Meaning::Sid(_)) => meaning,
        }
    }

    fn mentioned(
        &self,
        mention: &Mention<'_>,
        index: &Index,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Meaning {
        let name = match &mention.who {
            Who::Sid(sid) => return self.of_sid(sid, index),
            Who::Name(name) => name,
        };
        let Meaning::Bare(bare) = self.meaning(name) else {
            return self.declared(name);
        };
        let local = Meaning::Local(bare.clone());
        if index.local.contains(&bare) {
            return local;
        }
        let domains: Vec<&Name> = index.domains.get(&bare).into_iter().flatten().collect();
        match domains.as_slice() {
            [] => if_nobody_else(&bare)
                .filter(|account| account.since <= self.windows)
                .map_or(local, |account| Meaning::BuiltIn(account.sid)),
            [domain] => Meaning::Domain((*domain).clone(), bare),
            several => {
                let full = |domain: &&Name| qualified(domain, &bare).to_string();
                let headline = format!("`{name}` is an account of several domains");
                diagnostics.push(
                    mention
                        .origin
                        .mark(Diagnostic::warning("ambiguous-name", headline))
                        .candidates(several.iter().map(full).collect())
                        .help("write the domain before it; taken as an account of this machine"),
                );
                local
            }
        }
    }

    fn of_sid(&self, sid: &Sid, index: &Index) -> Meaning {
        if well_known::by_sid(sid).is_some() {
            return Meaning::BuiltIn(*sid);
        }
        let named = index.sids.get(sid).cloned();
        named
            .or_else(|| self.by_rid(sid))
            .unwrap_or(Meaning::Sid(*sid))
    }

    /// The account that has this SID in every domain or on every machine.
    fn by_rid(&self, sid: &Sid) -> Option<Meaning> {
        let (_, name, _) = BY_RID.iter().find(|(rid, _, _)| Some(*rid) == sid.rid())?;
        let name = Name::from(*name);
        let domain = self
            .domain_sids
            .iter()
            .find(|(_, domain)| sid.is_of(domain));
        match (domain, self.machine_sid) {
            (Some((domain, _)), _) => Some(self.declared(&qualified(domain, &name))),
            (None, Some(machine)) if sid.is_of(&machine) && sid.rid() <= Some(503) => {
                Some(Meaning::Local(name))
            }
            (None, Some(_) | None) => None,
        }
    }

    /// The SID that follows from where an account is and what it is called.
    fn sid_by_name(&self, issuer: Option<Sid>, name: &Name, last: usize) -> Option<Sid> {
        let (rid, _, _) = BY_RID[..last].iter().find(|(_, known, _)| name.is(known))?;
        issuer?.with(*rid).ok()
    }

    fn domain_sid(&self, domain: &Name) -> Option<Sid> {
        let known = self.domain_sids.iter().find(|(name, _)| name == domain);
        known.map(|(_, sid)| *sid)
    }
}

fn assemble(
    scope: Scope,
    entries: BTreeMap<Meaning, Entry>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Accounts {
    let mut accounts = Accounts {
        principals: Vec::with_capacity(well_known::ALL.len() + entries.len()),
        by_sid: FxHashMap::default(),
        local: FxHashMap::default(),
        domain: FxHashMap::default(),
        domain_bare: FxHashMap::default(),
        scope,
    };
    for account in well_known::ALL {
        if account.since <= accounts.scope.windows {
            accounts.add(Principal {
                sid: account.sid,
                name: account.qualified(),
                kind: if account.acts {
                    PrincipalKind::User
                } else {
                    PrincipalKind::Group
                },
                home: Home::BuiltIn,
                said: Vec::new(),
            });
        }
    }
    for (meaning, entry) in entries {
        accounts.enter(meaning, entry, diagnostics);
    }
    accounts
}

impl Accounts {
    fn add(&mut self, principal: Principal) -> PrincipalId {
        let id =
            PrincipalId(u32::try_from(self.principals.len()).expect("fewer than 2^32 accounts"));
        self.by_sid.insert(principal.sid, id);
        self.principals.push(principal);
        id
    }

    fn enter(&mut self, meaning: Meaning, entry: Entry, diagnostics: &mut Vec<Diagnostic>) {
        let kind = entry.kind();
        let stated = entry.sids.first().copied();
        if entry.sids.len() > 1 {
            let shown = entry.spelled.as_ref().map_or("an account", Name::as_str);
            diagnostics.push(Diagnostic::warning(
                "two-sids",
                format!(
                    "`{shown}` is said to have {} SIDs; the first in order counts",
                    entry.sids.len()
                ),
            ));
        }
        let (sid, name, home) = match &meaning {
            Meaning::BuiltIn(sid) => {
                let known = well_known::by_sid(sid);
                let name =
                    known.map_or_else(|| Name::new(sid.to_string()), |known| known.qualified());
                (*sid, name, Home::BuiltIn)
            }
            Meaning::Local(bare) | Meaning::Bare(bare) => {
                let spelled = entry
                    .spelled
                    .as_ref()
                    .map_or(bare.clone(), |name| Name::from(name.bare()));
                let full = self.scope.local_name(&spelled);
                let by_name = if self.scope.controller {
                    let domain = self.scope.domain.as_ref();
                    let issuer = domain.and_then(|domain| self.scope.domain_sid(domain));
                    self.scope.sid_by_name(issuer, bare, BY_RID.len())
                } else {
                    self.scope.sid_by_name(self.scope.machine_sid, bare, 3)
                };
                let sid = stated
                    .or(by_name)
                    .unwrap_or_else(|| sids::placeholder(full.as_str()));
                (sid, full, Home::Local)
            }
            Meaning::Domain(domain, bare) => {
                let full = entry
                    .spelled
                    .clone()
                    .unwrap_or_else(|| qualified(domain, bare));
                let by_name =
                    self.scope
                        .sid_by_name(self.scope.domain_sid(domain), bare, BY_RID.len());
                let sid = stated
                    .or(by_name)
                    .unwrap_or_else(|| sids::placeholder(qualified(domain, bare).as_str()));
                (sid, full, Home::Domain(domain.clone()))
            }
            Meaning::Pool(pool) => {
                let name = qualified(&Name::from("IIS APPPOOL"), pool);
                (pool_key(pool.as_str()), name, Home::Pool(pool.clone()))
            }
            Meaning::Service(service) => {
                let name = qualified(&Name::from("NT SERVICE"), service);
                (
                    service_key(service.as_str()),
                    name,
                    Home::Service(service.clone()),
                )
            }
            Meaning::Sid(sid) => (*sid, Name::new(sid.to_string()), Home::Nameless),
        };
        let id = match self.by_sid(&sid) {
            // Built in, or another name of an account that is here already.
            Some(id) => {
                let known = &mut self.principals[id.0 as usize];
                known.said.extend(entry.said);
                if known.home != Home::BuiltIn && known.kind == PrincipalKind::Unknown {
                    known.kind = kind;
                }
                id
            }
            None => self.add(Principal {
                sid,
                name,
                kind: virtual_kind(&home, kind),
                home,
                said: entry.said,
            }),
        };
        for other in entry.sids.iter().skip(1) {
            self.by_sid.entry(*other).or_insert(id);
        }
        match meaning {
            Meaning::Local(bare) | Meaning::Bare(bare) => {
                self.local.insert(bare, id);
            }
            Meaning::Domain(domain, bare) => {
                self.domain.insert(qualified(&domain, &bare), id);
                self.domain_bare.entry(bare).or_default().push(id);
            }
            Meaning::BuiltIn(_) | Meaning::Pool(_) | Meaning::Service(_) | Meaning::Sid(_) => {}
        }
    }
}

/// Virtual accounts act, whatever was said of them.
fn virtual_kind(home: &Home, said: PrincipalKind) -> PrincipalKind {
    match home {
        Home::Pool(_) | Home::Service(_) => PrincipalKind::User,
        Home::BuiltIn | Home::Local | Home::Domain(_) | Home::Nameless => said,
    }
}

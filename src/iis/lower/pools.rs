//! The pools of a server, also those that are only named, and the worker process of each.

use std::collections::{BTreeMap, BTreeSet};

use super::follows;
use crate::{
    iis::{
        seats,
        version::{DEFAULT_POOL, Version},
    },
    text::Diagnostic,
    world::{
        Fact, IisVersion, Logon, Name, Origin, PoolIdentity, PoolStatement, ProcessStatement,
        ServerStatement, Statement, Who, WindowsVersion, well_known,
    },
};

const WORKER: &str = "every pool of IIS 6.0 in worker process mode and later has w3wp.exe run as the pool's identity (IIS \"application pools\")";
const UNNAMED_POOL: &str = "an application names a pool that is not described; it has the defaults of its version (IIS \"application pools\")";

/// A pool for every name that an application, or nobody, gives and no sentence describes.
pub(super) fn named_pools(facts: &[Fact]) -> Vec<Fact> {
    let described: BTreeSet<&Name> = facts
        .iter()
        .filter_map(|fact| {
            let Statement::Pool(pool) = &fact.statement else {
                return None;
            };
            Some(&pool.name)
        })
        .collect();
    let sites: BTreeMap<&Name, Option<&Name>> = facts
        .iter()
        .filter_map(|fact| {
            let Statement::Site(site) = &fact.statement else {
                return None;
            };
            Some((&site.name, site.settings.pool.as_ref()))
        })
        .collect();
    let mut named: BTreeMap<Name, Vec<&Origin>> = BTreeMap::new();
    for fact in facts {
        let pool = if let Statement::Site(site) = &fact.statement {
            site.settings.pool.clone()
        } else if let Statement::Application(application) = &fact.statement {
            let of_site = sites.get(&application.site).copied().flatten();
            application.settings.pool.as_ref().or(of_site).cloned()
        } else {
            continue;
        };
        let pool = pool.unwrap_or_else(|| Name::from(DEFAULT_POOL));
        named.entry(pool).or_default().push(&fact.origin);
    }
    named
        .into_iter()
        .filter(|(name, _)| !described.contains(name))
        .map(|(name, from)| {
            let pool = PoolStatement {
                name,
                identity: None,
                manual_group_membership: false,
                logs_on_as_service: false,
                ignores_web_config: false,
            };
            follows(
                UNNAMED_POOL,
                from.into_iter().cloned().collect(),
                Statement::Pool(pool),
            )
        })
        .collect()
}

/// One description of every pool; where there are several, the first in order.
pub(super) fn described_pools(
    facts: &[Fact],
    added: &[Fact],
) -> BTreeMap<Name, (PoolStatement, Origin)> {
    let mut all: Vec<(&PoolStatement, &Origin)> = facts
        .iter()
        .chain(added)
        .filter_map(|fact| {
            let Statement::Pool(pool) = &fact.statement else {
                return None;
            };
            Some((pool, &fact.origin))
        })
        .collect();
    all.sort_by_cached_key(|(pool, _)| (pool.name.clone(), format!("{pool:?}")));
    let mut pools = BTreeMap::new();
    for (pool, origin) in all {
        pools
            .entry(pool.name.clone())
            .or_insert_with(|| (pool.clone(), origin.clone()));
    }
    pools
}

/// The worker process of a pool.
pub(super) fn worker(
    pool: &PoolStatement,
    said: &Origin,
    machine: &ServerStatement,
    version: &Version,
    diagnostics: &mut Vec<Diagnostic>,
) -> Fact {
    let identity = pool
        .identity
        .clone()
        .unwrap_or_else(|| version.default_identity.clone());
    let own = Who::Name(Name::new(format!("IIS APPPOOL\\{}", pool.name)));
    let named = |name: &str| Some(Who::Name(Name::from(name)));
    if identity == PoolIdentity::Own {
        complain_of_own(pool, said, machine, version, diagnostics);
    }
    let (identity, virtual_account, logon) = match identity {
        PoolIdentity::NetworkService => (
            named("NT AUTHORITY\\NETWORK SERVICE"),
            false,
            Logon::Service,
        ),
        PoolIdentity::LocalService => (named("NT AUTHORITY\\LOCAL SERVICE"), false, Logon::Service),
        PoolIdentity::LocalSystem => (named("NT AUTHORITY\\SYSTEM"), false, Logon::Service),
        PoolIdentity::Own if version.own_identity => (Some(own.clone()), true, Logon::Service),
        PoolIdentity::Own | PoolIdentity::Unknown => (None, false, Logon::Service),
        PoolIdentity::Account(who) => {
            let (service, is_virtual) = account_form(&who);
            let logon = if service || pool.logs_on_as_service {
                Logon::Service
            } else {
                Logon::Batch
            };
            (Some(who), is_virtual, logon)
        }
    };
    let mut injected = Vec::new();
    if version.injects_group && !pool.manual_group_membership {
        injected.extend(named(version.group_of_workers));
    }
    if version.injects_pool && identity.as_ref() != Some(&own) {
        injected.push(own);
    }
    if virtual_account && version.own_identity {
        injected.push(Who::Sid(well_known::sid::ALL_POOLS));
    }
    let process = ProcessStatement {
        name: seats::worker(version, &pool.name),
        image: Name::from(version.worker),
        pool: Some(pool.name.clone()),
        identity,
        logon,
        injected,
    };
    follows(WORKER, vec![said.clone()], Statement::Process(process))
}

/// Whether an account that is named is one of services, and whether it is a pool's virtual account.
fn account_form(who: &Who) -> (bool, bool) {
    let service_sid = |sid| {
        use well_known::sid::{IUSR, LOCAL_SERVICE, NETWORK_SERVICE, SYSTEM};
        [SYSTEM, LOCAL_SERVICE, NETWORK_SERVICE, IUSR].contains(&sid)
    };
    match who {
        Who::Sid(sid) => {
            let kind = (sid.authority() == 5)
                .then(|| sid.sub_authorities().first().copied())
                .flatten();
            (
                service_sid(*sid) || matches!(kind, Some(80 | 82)),
                kind == Some(82),
            )
        }
        Who::Name(name) => {
            let authority = name.authority().map(Name::from);
            let has = |wanted: &str| {
                authority
                    .as_ref()
                    .is_some_and(|authority| authority.is(wanted))
            };
            let foreign = authority.is_some()
                && !has("NT AUTHORITY")
                && !has("BUILTIN")
                && !has("NT-AUTORITÄT");
            let built_in =
                well_known::by_name(name.bare()).is_some_and(|account| service_sid(account.sid));
            let pool = has("IIS APPPOOL");
            ((built_in && !foreign) || pool || has("NT SERVICE"), pool)
        }
    }
}

fn complain_of_own(
    pool: &PoolStatement,
    said: &Origin,
    machine: &ServerStatement,
    version: &Version,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let old_pack = version.iis == IisVersion::V7_0
        && machine.service_pack.is_some_and(|pack| pack < 2)
        && machine
            .windows
            .is_none_or(|windows| windows <= WindowsVersion::Server2008);
    let headline = if !version.own_identity {
        format!(
            "IIS {} has no pool identities, so pool `{}` cannot run as its own",
            version.iis.number(),
            pool.name
        )
    } else if old_pack {
        format!(
            "pool identities came with service pack 2, so pool `{}` cannot run as its own",
            pool.name
        )
    } else {
        return;
    };
    diagnostics.push(
        said.mark(Diagnostic::warning("no-pool-identity", headline))
            .help("name an account, or a later version"),
    );
}

/// What to say of pools where there are none: 4.0 to 5.1, and IIS 5.0 isolation mode, which keeps and ignores them.
pub(super) fn without_pools(facts: &[Fact], version: &Version) -> Option<Diagnostic> {
    let mut said: Vec<(&Name, &Origin)> = facts
        .iter()
        .filter_map(|fact| {
            let Statement::Pool(pool) = &fact.statement else {
                return None;
            };
            Some((&pool.name, &fact.origin))
        })
        .collect();
    said.sort_by_key(|(name, _)| *name);
    let (name, origin) = said.first()?;
    let headline = format!(
        "{} has no pools, so `{name}` has no process",
        version.title()
    );
    Some(
        origin
            .mark(Diagnostic::warning("no-pools", headline))
            .help("say `in process`, `pooled` or `isolated` of its applications"),
    )
}

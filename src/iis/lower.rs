//! From pools and sites to processes: facts in, the same facts with what IIS makes of them out.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::version::{DEFAULT_POOL, Generation, Version};
use crate::{
    text::Diagnostic,
    world::{
        Fact, Gap, IisVersion, Logon, MappedUrl, Name, Origin, PoolIdentity, PoolStatement,
        ProcessStatement, Server, ServerStatement, Statement, Who, WindowsVersion, well_known,
    },
};

const WORKER: &str = "every pool of IIS 6.0 in worker process mode and later has w3wp.exe run as the pool's identity (IIS \"application pools\")";
const UNNAMED_POOL: &str = "an application names a pool that is not described; it has the defaults of its version (IIS \"application pools\")";
const IIS_WPG: &str =
    "setup of IIS 6.0 puts the service accounts into IIS_WPG (IIS 6.0 \"built-in accounts\")";

/// The server that these facts make once IIS has made processes of pools.
pub fn serve(facts: Vec<Fact>) -> (Server, Vec<Diagnostic>) {
    let (facts, mut diagnostics) = lower(facts);
    let (server, more) = Server::build(facts);
    diagnostics.extend(more);
    (server, diagnostics)
}

/// The pool that serves a URL: the application's, else the site's, else the default one.
pub fn pool_of(url: &MappedUrl) -> Name {
    url.pool.clone().unwrap_or_else(|| Name::from(DEFAULT_POOL))
}

/// Adds what IIS makes of its configuration: a worker process for each pool, pools that are only named, and the
/// memberships that setup makes. What is given stays, and comes first.
pub fn lower(mut facts: Vec<Fact>) -> (Vec<Fact>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let Some((machine, origin)) = machine(&facts) else {
        if facts
            .iter()
            .any(|fact| matches!(fact.statement, Statement::Pool(_)))
        {
            diagnostics.push(
                Diagnostic::warning(
                    "no-version",
                    "nobody says which IIS this is, so its pools have no processes",
                )
                .help("say `server NAME runs IIS 10.0`"),
            );
        }
        return (facts, diagnostics);
    };
    let (machine, origin) = (machine.clone(), origin.clone());
    let Some(iis) = machine.iis else {
        return (facts, diagnostics);
    };
    let version = Version::of(iis);
    let old_model = version.generation == Generation::Inetinfo
        || (iis == IisVersion::V6_0 && machine.isolation_mode);
    if old_model {
        let mode = if machine.isolation_mode {
            " in IIS 5.0 isolation mode"
        } else {
            ""
        };
        let headline = format!(
            "the process model of IIS {}{mode} is not in this version of poolproof",
            iis.number()
        );
        diagnostics.push(
            origin
                .mark(Diagnostic::warning("process-model", headline))
                .help("questions about accounts, files and lists are answered; those about processes are not"),
        );
        return (facts, diagnostics);
    }
    let mut added = named_pools(&facts);
    let pools = described_pools(&facts, &added);
    added.extend(workers_group(&facts, &version, &origin));
    for (pool, said) in pools.values() {
        added.push(worker(pool, said, &machine, &version, &mut diagnostics));
    }
    let known: BTreeSet<String> = derived(&facts);
    added.retain(|fact| !known.contains(&key(&fact.statement)));
    facts.extend(added);
    (facts, diagnostics)
}

/// What was said of the machine first in order, as the server reads it.
fn machine(facts: &[Fact]) -> Option<(&ServerStatement, &Origin)> {
    let said = facts.iter().filter_map(|fact| {
        let Statement::Server(server) = &fact.statement else {
            return None;
        };
        server.iis.map(|iis| (iis, server, &fact.origin))
    });
    said.min_by_key(|(iis, server, _)| {
        (
            *iis,
            server.name.clone(),
            server.windows,
            server.service_pack,
        )
    })
    .map(|(_, server, origin)| (server, origin))
}

/// A rule's fact.
fn follows(says: &str, from: Vec<Origin>, statement: Statement) -> Fact {
    let says = Arc::from(says);
    Fact {
        statement,
        origin: Origin::Rule { says, from },
    }
}

/// A pool for every name that an application, or nobody, gives and no sentence describes.
fn named_pools(facts: &[Fact]) -> Vec<Fact> {
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
fn described_pools(facts: &[Fact], added: &[Fact]) -> BTreeMap<Name, (PoolStatement, Origin)> {
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
    all.sort_by_key(|(pool, _)| {
        (
            pool.name.clone(),
            pool.name.as_str().to_owned(),
            format!("{pool:?}"),
        )
    });
    let mut pools = BTreeMap::new();
    for (pool, origin) in all {
        pools
            .entry(pool.name.clone())
            .or_insert_with(|| (pool.clone(), origin.clone()));
    }
    pools
}

/// The members that setup gives to IIS_WPG, unless somebody says who its members are.
fn workers_group(facts: &[Fact], version: &Version, origin: &Origin) -> Vec<Fact> {
    if version.injects_group {
        return Vec::new();
    }
    let group = Name::from(version.group_of_workers);
    let is_it = |who: &Who| matches!(who, Who::Name(name) if name.bare() == group.as_str() || group.is(name.bare()));
    let listed = facts.iter().any(|fact| {
        if let Statement::Member { group, .. } = &fact.statement {
            is_it(group) && !matches!(fact.origin, Origin::Rule { .. })
        } else if let Statement::Gap(Gap::MembersOf(group)) = &fact.statement {
            is_it(group)
        } else {
            false
        }
    });
    if listed {
        return Vec::new();
    }
    [
        "NT AUTHORITY\\SYSTEM",
        "NT AUTHORITY\\LOCAL SERVICE",
        "NT AUTHORITY\\NETWORK SERVICE",
    ]
    .into_iter()
    .map(|member| {
        let member = Who::Name(Name::from(member));
        let group = Who::Name(group.clone());
        follows(
            IIS_WPG,
            vec![origin.clone()],
            Statement::Member { member, group },
        )
    })
    .collect()
}

/// The worker process of a pool.
fn worker(
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
        name: Name::new(format!("{} of pool {}", version.worker, pool.name)),
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

/// What an earlier lowering added, by what it is.
fn derived(facts: &[Fact]) -> BTreeSet<String> {
    facts
        .iter()
        .map(|fact| &fact.statement)
        .filter(|statement| {
            matches!(
                statement,
                Statement::Process(_) | Statement::Pool(_) | Statement::Member { .. }
            )
        })
        .map(key)
        .collect()
}

/// What says the same says it in the same words.
fn key(statement: &Statement) -> String {
    crate::world::fold(&format!("{statement:?}"))
}

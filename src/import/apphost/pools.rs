//! Application pools: whom they run as, from the pool, else from `applicationPoolDefaults`, else from the version.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::{
    super::known::{Nature, nature},
    xml::Config,
};
use crate::world::{Name, PoolIdentity, PoolStatement, Statement, Who};

/// The pools that are defined, with the line of each.
pub(super) type Pools = BTreeMap<Name, u32>;

/// An element and, behind it, the defaults: the nearest that says something wins.
type Chain<'d> = Vec<Node<'d, 'd>>;

/// Says the pools.
pub(super) fn read(config: &mut Config<'_, '_>) -> Pools {
    let mut pools = Pools::new();
    for list in config.elements("applicationPools") {
        config.used(list);
        let defaults = list
            .children()
            .find(|node| node.has_tag_name("applicationPoolDefaults"));
        if let Some(defaults) = defaults {
            config.used(defaults);
            model(defaults)
                .into_iter()
                .for_each(|node| config.used(node));
        }
        let adds: Vec<_> = list
            .children()
            .filter(|node| node.has_tag_name("add"))
            .collect();
        let told = adds.iter().copied().chain(defaults).filter_map(model);
        let told = told
            .into_iter()
            .any(|node| node.attribute("identityType").is_some());
        let express = !told && is_express(config);
        if express {
            config.warn(
                list,
                "iis-express",
                "this is a configuration of IIS Express, which tells no identity".to_owned(),
                "its workers run as whoever starts it",
                "say it in a text: `pool NAME runs as ACCOUNT`",
            );
        }
        for add in adds {
            pool(config, add, defaults, express, &mut pools);
        }
    }
    pools
}

/// IIS Express sets variables of its own, and tells no identity anywhere.
fn is_express(config: &Config<'_, '_>) -> bool {
    ["%IIS_USER_HOME%", "%IIS_BIN%", "%IIS_SITES_HOME%"]
        .iter()
        .any(|variable| config.text().contains(variable))
}

fn model<'d>(pool: Node<'d, 'd>) -> Option<Node<'d, 'd>> {
    pool.children()
        .find(|node| node.has_tag_name("processModel"))
}

fn pool<'d>(
    config: &mut Config<'d, '_>,
    add: Node<'d, 'd>,
    defaults: Option<Node<'d, 'd>>,
    express: bool,
    pools: &mut Pools,
) {
    config.used(add);
    model(add).into_iter().for_each(|node| config.used(node));
    let Some(name) = add.attribute("name").filter(|name| !name.is_empty()) else {
        config.warn(
            add,
            "nameless-pool",
            "a pool without a name".to_owned(),
            "not taken",
            "IIS refuses the file",
        );
        return;
    };
    let name = Name::from(name);
    if let Some(line) = pools.insert(name.clone(), config.line(add)) {
        let headline = format!("the pool `{name}` is defined twice, first in line {line}");
        config.warn(add, "duplicate-pool", headline, "IIS refuses the file", "");
    }
    let pool: Chain<'d> = std::iter::once(add).chain(defaults).collect();
    let models: Chain<'d> = pool.iter().copied().filter_map(model).collect();
    let identity = if express {
        Some(PoolIdentity::Unknown)
    } else {
        identity(config, &models, &name)
    };
    let flag = |config: &mut Config<'d, '_>, chain: &Chain<'d>, name| {
        chain.iter().find_map(|node| config.flag(*node, name))
    };
    let statement = PoolStatement {
        identity: identity.clone(),
        manual_group_membership: flag(config, &models, "manualGroupMembership").unwrap_or(false),
        logs_on_as_service: logs_on_as_service(config, &models),
        ignores_web_config: flag(config, &pool, "enableConfigurationOverride") == Some(false),
        name,
    };
    config.count("pools", 1);
    config.say(Statement::Pool(statement), add);
    if let Some(PoolIdentity::Account(who)) = &identity {
        user(config, who, add);
    }
}

/// Whom it runs as; `None` if that is left to the version: NetworkService in 7.0, the pool's own account from 7.5 on.
fn identity<'d>(
    config: &mut Config<'d, '_>,
    models: &Chain<'d>,
    pool: &Name,
) -> Option<PoolIdentity> {
    let (node, kind) = models
        .iter()
        .find_map(|node| Some((*node, node.attribute("identityType")?)))?;
    match kind.trim().to_ascii_lowercase().as_str() {
        "localsystem" | "0" => Some(PoolIdentity::LocalSystem),
        "localservice" | "1" => Some(PoolIdentity::LocalService),
        "networkservice" | "2" => Some(PoolIdentity::NetworkService),
        "applicationpoolidentity" | "4" => Some(PoolIdentity::Own),
        "specificuser" | "3" => {
            let account = models
                .iter()
                .find_map(|node| node.attribute("userName"))
                .map_or("", str::trim);
            if account.is_empty() {
                let headline =
                    format!("the pool `{pool}` runs as a specific user whom it does not name");
                config.warn(
                    node,
                    "nameless-identity",
                    headline,
                    "its identity is unknown",
                    "",
                );
                return Some(PoolIdentity::Unknown);
            }
            Some(PoolIdentity::Account(Who::Name(account.into())))
        }
        _ => {
            let headline = format!("`{kind}` is no identity of a pool");
            config.warn(
                node,
                "bad-identity",
                headline,
                "its identity is unknown",
                "known are LocalSystem, LocalService, NetworkService, SpecificUser, ApplicationPoolIdentity",
            );
            Some(PoolIdentity::Unknown)
        }
    }
}

fn logs_on_as_service<'d>(config: &mut Config<'d, '_>, models: &Chain<'d>) -> bool {
    let Some((node, kind)) = models
        .iter()
        .find_map(|node| Some((*node, node.attribute("logonType")?)))
    else {
        return false;
    };
    match kind.trim().to_ascii_lowercase().as_str() {
        "logonservice" | "1" => true,
        "logonbatch" | "0" => false,
        _ => {
            config.warn(
                node,
                "bad-value",
                format!("`{kind}` is no type of logon"),
                "taken for LogonBatch",
                "",
            );
            false
        }
    }
}

/// An account that configuration names, if it is not one of Windows' own.
pub(super) fn user(config: &mut Config<'_, '_>, who: &Who, node: Node<'_, '_>) {
    if let Who::Name(name) = who
        && nature(who) == Nature::Ordinary
    {
        config.say(
            Statement::User {
                name: name.clone(),
                sid: None,
            },
            node,
        );
    }
}

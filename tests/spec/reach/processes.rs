//! Rules about processes: whose tokens they bring, and who can make them run other code.

use poolproof::{
    reach::Power,
    world::{
        IisVersion,
        footprint::{HostKind, Region, Role, Use},
    },
};

use super::{Closure, Fact, tokens::Slot};

/// E1: code acts with the token of the process that it runs in.
pub fn own_token(closure: &mut Closure) -> Vec<Fact> {
    let hosts = closure.hosts();
    hosts
        .into_iter()
        .filter_map(|host| closure.at(Slot::Identity(host)))
        .map(Fact::Wields)
        .collect()
}

/// E28: and with the tokens that configuration puts on threads there.
pub fn handed_tokens(closure: &mut Closure) -> Vec<Fact> {
    let mut found = Vec::new();
    for host in closure.hosts() {
        for (at, handed) in closure.world.footprint.hosts[host]
            .handed
            .iter()
            .enumerate()
        {
            if closure.world.is_handed(handed) {
                found.extend(closure.at(Slot::Handed(host, at)).map(Fact::Wields));
            }
        }
    }
    found
}

/// E3: code that acts as the user of another process can write into its memory, unless that one has a higher integrity level.
pub fn same_user(closure: &mut Closure) -> Vec<Fact> {
    if !closure.runs_code() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for token in closure.wielded() {
        let mine = closure.token_of(token);
        for host in 0..closure.world.footprint.hosts.len() {
            let Some(theirs) = closure.world.identity(host).map(|facts| &facts.token) else {
                continue;
            };
            let below = match (mine.integrity, theirs.integrity) {
                (Some(mine), Some(theirs)) => mine < theirs,
                _ => false,
            };
            if mine.user == theirs.user && !mine.user_deny_only && !below {
                found.push(Fact::Code(host));
            }
        }
    }
    found
}

/// The number of what is used.
fn number(closure: &Closure, used: &Use) -> usize {
    closure
        .world
        .number(|thing| thing.what == used.what)
        .expect("what is used was gathered")
}

/// What hosts use as that, with the number of the host and of the object.
fn used(closure: &Closure, role: Role) -> Vec<(usize, usize)> {
    let uses = closure.world.footprint.uses.iter();
    uses.filter(|used| used.role == role)
        .map(|used| (used.host.0 as usize, number(closure, used)))
        .collect()
}

fn kind(closure: &Closure, host: usize) -> HostKind {
    closure.world.footprint.hosts[host].kind
}

/// Whether what a host runs can be read there: by its process, or with an identity of requests for these regions.
pub fn can_read(closure: &mut Closure, host: usize, regions: &[&Region], thing: usize) -> bool {
    let world = closure.world;
    let own = closure.at(Slot::Identity(host));
    if own.is_some_and(|own| closure.grants(own, thing, 1)) {
        return true;
    }
    let requests = regions.iter().flat_map(|region| &region.read_as);
    let tokens: Vec<_> = requests
        .filter(|handed| world.is_handed(handed))
        .map(|handed| (*handed.token).clone())
        .collect();
    tokens.into_iter().any(|facts| {
        let token = closure.token(facts, Slot::Nowhere, true);
        closure.grants(token, thing, 1)
    })
}

/// E5: who writes a program that a process runs, an extension, a filter, its own file, decides what it does.
pub fn programs(closure: &mut Closure) -> Vec<Fact> {
    let world = closure.world;
    let mut found = Vec::new();
    for used in &world.footprint.uses {
        let host = used.host.0 as usize;
        let process = matches!(
            kind(closure, host),
            HostKind::Process(_) | HostKind::Child(_)
        );
        if used.role != Role::Program || !process {
            continue;
        }
        let thing = number(closure, used);
        let requests: Vec<&Region> = world
            .regions_of(host)
            .filter(|region| {
                used.applications.is_empty() || used.applications.contains(&region.application)
            })
            .collect();
        let planted = closure.has(Fact::Plants(thing));
        let written = closure.has(Fact::Writes(thing));
        if planted || (written && can_read(closure, host, &requests, thing)) {
            found.push(Fact::Code(host));
        }
    }
    found
}

/// E17: a service runs what its configuration, its key or its program says.
pub fn services(closure: &mut Closure) -> Vec<Fact> {
    let is_service = |closure: &Closure, host| matches!(kind(closure, host), HostKind::Service(_));
    let mut found = Vec::new();
    for (host, thing) in used(closure, Role::Control) {
        let powers = [
            Power::Configure,
            Power::ChangePermissions,
            Power::TakeOwnership,
        ];
        if is_service(closure, host) && closure.may(thing, &powers) {
            found.push(Fact::Code(host));
        }
    }
    for role in [Role::Directs, Role::Program] {
        for (host, thing) in used(closure, role) {
            if is_service(closure, host) && closure.has(Fact::Writes(thing)) {
                found.push(Fact::Code(host));
            }
        }
    }
    found
}

/// E18: a task runs what its file or its program says.
pub fn tasks(closure: &mut Closure) -> Vec<Fact> {
    let mut found = Vec::new();
    for role in [Role::Control, Role::Directs, Role::Program] {
        for (host, thing) in used(closure, role) {
            let task = matches!(kind(closure, host), HostKind::Task(_));
            if task && closure.has(Fact::Writes(thing)) {
                found.push(Fact::Code(host));
            }
        }
    }
    found
}

/// E19: a library is looked for in that folder before it is found where it is.
pub fn libraries(closure: &mut Closure) -> Vec<Fact> {
    used(closure, Role::Libraries)
        .into_iter()
        .filter(|(_, folder)| {
            closure.may(*folder, &[Power::AddFile]) || closure.has(Fact::Plants(*folder))
        })
        .map(|(host, _)| Fact::Code(host))
        .collect()
}

/// E23: keys of a component say which program its users load and its server is.
pub fn components(closure: &mut Closure) -> Vec<Fact> {
    let mut found = Vec::new();
    for (host, thing) in used(closure, Role::Directs) {
        let component = matches!(
            kind(closure, host),
            HostKind::Component(_) | HostKind::Process(_) | HostKind::Child(_)
        );
        if component && closure.has(Fact::Writes(thing)) {
            found.push(Fact::Code(host));
        }
    }
    for (host, thing) in used(closure, Role::Program) {
        let server = matches!(kind(closure, host), HostKind::Component(_));
        if server && closure.has(Fact::Writes(thing)) {
            found.push(Fact::Code(host));
        }
    }
    found
}

/// E25: who knows the machine key forges what the application trusts.
pub fn machine_keys(closure: &mut Closure) -> Vec<Fact> {
    used(closure, Role::MachineKey)
        .into_iter()
        .filter(|(_, file)| closure.has(Fact::Reads(*file)))
        .map(|(host, _)| Fact::Code(host))
        .collect()
}

/// E32: the configuration of the server, and that of the .NET Framework.
pub fn configuration(closure: &mut Closure) -> Vec<Fact> {
    let mut found = Vec::new();
    for configuration in &closure.world.footprint.configuration {
        let file = closure
            .world
            .number(|thing| thing.what == configuration.file)
            .expect("what configures was gathered");
        if !closure.has(Fact::Writes(file)) {
            continue;
        }
        if configuration.hosts.is_empty() {
            found.push(Fact::System);
        }
        let hosts = configuration.hosts.iter();
        found.extend(hosts.map(|host| Fact::Code(host.0 as usize)));
    }
    found
}

/// E13, a weakness: a process that COM+ hosts for IIS gives itself SYSTEM (MS02-062).
pub fn isolated_hosts(closure: &mut Closure) -> Vec<Fact> {
    let old = |iis| iis <= IisVersion::V5_1;
    if !closure.world.iis_is(old) {
        return Vec::new();
    }
    closure
        .hosts()
        .into_iter()
        .filter(|host| match kind(closure, *host) {
            HostKind::Process(id) => {
                let process = closure.world.server.process(id);
                process.is_some_and(|process| {
                    process.image.is("mtx.exe") || process.image.is("dllhost.exe")
                })
            }
            _ => false,
        })
        .map(|_| Fact::System)
        .collect()
}

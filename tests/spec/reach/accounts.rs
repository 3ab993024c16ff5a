//! Rules about accounts: passwords, groups, logons, and what is as good as SYSTEM.

use poolproof::{
    nt::Privilege,
    world::{
        AccountState, Home, IisVersion, Logon, PrincipalId, PrincipalKind, Who, WinPath,
        WindowsVersion,
        footprint::{Secret, Securable, Store},
        well_known::sid,
    },
};

use super::{
    Closure, Fact, World,
    tokens::{Slot, can_log_on, holds, holds_privilege},
};

/// Logons on the machine itself.
const LOGONS: [Logon; 3] = [Logon::Interactive, Logon::Batch, Logon::Service];

/// Privileges that are as good as being SYSTEM.
const MIGHTY: [Privilege; 6] = [
    Privilege::Debug,
    Privilege::Tcb,
    Privilege::CreateToken,
    Privilege::LoadDriver,
    Privilege::Restore,
    Privilege::TakeOwnership,
];

/// The passwords of a kind of store that are those of their accounts.
fn secrets(world: &World, store: Store) -> impl Iterator<Item = &Secret> {
    world
        .footprint
        .secrets
        .iter()
        .filter(move |secret| secret.store == store && !is_wrong(world, secret.account))
}

fn is_wrong(world: &World, account: PrincipalId) -> bool {
    said_of(world, account, |state| match state {
        AccountState::WrongPassword { who } => Some(who),
        _ => None,
    })
}

fn said_of(
    world: &World,
    account: PrincipalId,
    pick: impl Fn(&AccountState) -> Option<&Who>,
) -> bool {
    let whose = |who: &Who| world.server.accounts().look_up(who) == Some(account);
    world
        .server
        .account_states()
        .any(|(state, _)| pick(state).is_some_and(whose))
}

fn number(closure: &Closure, what: &Securable) -> usize {
    closure
        .world
        .number(|thing| thing.what == *what)
        .expect("where a password stands was gathered")
}

/// E7: administrators have the metabase decrypt what stands in it (4.0 to 6.0).
pub fn metabase(closure: &mut Closure) -> Vec<Fact> {
    if !closure.has(Fact::System) || !closure.world.iis_is(|iis| iis <= IisVersion::V6_0) {
        return Vec::new();
    }
    secrets(closure.world, Store::Metabase)
        .map(|secret| Fact::Knows(secret.account))
        .collect()
}

/// E8: who reads a file with passwords, and the key where there is one.
pub fn stored(closure: &mut Closure) -> Vec<Fact> {
    learnt(closure, |closure, secret| {
        let read = |what| closure.has(Fact::Reads(number(closure, what)));
        secret.files.iter().any(read)
    })
}

/// E9: and who reads a copy of it.
pub fn copies(closure: &mut Closure) -> Vec<Fact> {
    learnt(closure, |closure, secret| {
        closure.world.things.iter().enumerate().any(|(at, thing)| {
            let copy = secret.copies.iter().any(|folder| thing.is_under(folder));
            copy && thing.is_file() && closure.has(Fact::Reads(at))
        })
    })
}

fn learnt(closure: &Closure, read: impl Fn(&Closure, &Secret) -> bool) -> Vec<Fact> {
    let key = |secret: &Secret| {
        let key = secret.key.as_ref();
        key.is_none_or(|key| closure.has(Fact::Reads(number(closure, key))))
    };
    [Store::ServerConfiguration, Store::WebConfig]
        .into_iter()
        .flat_map(|store| secrets(closure.world, store))
        .filter(|secret| key(secret) && read(closure, secret))
        .map(|secret| Fact::Knows(secret.account))
        .collect()
}

/// E27, a weakness: who reads the account database tries passwords until one fits.
pub fn account_database(closure: &mut Closure) -> Vec<Fact> {
    let world = closure.world;
    let read = (0..world.things.len()).any(|at| {
        let thing = &world.things[at];
        let database = |path: &WinPath| thing.what == Securable::File(path.clone());
        world.footprint.account_database.iter().any(database) && closure.has(Fact::Reads(at))
    });
    world
        .server
        .principals()
        .filter(|(id, principal)| {
            let is_user = principal.kind() == PrincipalKind::User && has_a_password(world, *id);
            read && is_local(world, *id) && is_user
        })
        .map(|(id, _)| Fact::Knows(id))
        .collect()
}

/// E11, a weakness: what may impersonate, and every service account, finds a token of SYSTEM to act with.
pub fn service_accounts(closure: &mut Closure) -> Vec<Fact> {
    if closure.world.server.windows() < WindowsVersion::W2000 {
        return Vec::new();
    }
    closure
        .wielded()
        .into_iter()
        .filter(|token| {
            let user = closure.principal(*token);
            let virtual_account = user.is_some_and(|id| {
                let home = closure.world.server.principal(id).home();
                matches!(home, Home::Pool(_) | Home::Service(_))
            });
            let token = closure.token_of(*token);
            let service = [sid::LOCAL_SERVICE, sid::NETWORK_SERVICE].contains(&token.user)
                || virtual_account
                || holds(token, &sid::SERVICE);
            let privileges = [Privilege::Impersonate, Privilege::AssignPrimaryToken];
            service || holds_privilege(token, &privileges)
        })
        .map(|_| Fact::System)
        .collect()
}

/// Whether an account or group is this machine's to change.
fn is_local(world: &World, id: PrincipalId) -> bool {
    match world.server.principal(id).home() {
        Home::Local | Home::BuiltIn => true,
        Home::Domain(_) => world.server.is_domain_controller(),
        Home::Pool(_) | Home::Service(_) | Home::Nameless => false,
    }
}

/// Whether somebody is an account that logs on with a password.
fn has_a_password(world: &World, id: PrincipalId) -> bool {
    let principal = world.server.principal(id);
    principal.kind() != PrincipalKind::Group
        && matches!(principal.home(), Home::Local | Home::Domain(_))
}

/// E15: who may change the members of a group, and SYSTEM of every group of the machine.
pub fn changes_members(closure: &mut Closure) -> Vec<Fact> {
    let world = closure.world;
    let mut found = Vec::new();
    for (state, _) in world.server.account_states() {
        if let AccountState::MembersChangedBy { group, by } = state
            && let Some(group) = world.server.accounts().look_up(group)
            && by.iter().any(|who| is_wielded(closure, who))
        {
            found.push(Fact::Joins(group));
        }
    }
    if closure.has(Fact::System) {
        found.extend(
            world
                .server
                .principals()
                .filter(|(id, principal)| {
                    principal.kind() == PrincipalKind::Group
                        && is_local(world, *id)
                        && is_made_by_hand(principal.key())
                })
                .map(|(id, _)| Fact::Joins(id)),
        );
    }
    found
}

/// Whether members can be put into a group: not into one that Windows fills itself, such as Everyone.
fn is_made_by_hand(sid: poolproof::nt::Sid) -> bool {
    let built_in = sid.sub_authorities();
    poolproof::world::is_placeholder(&sid) || matches!(built_in.first(), Some(21 | 32))
}

/// E15: who may set the password of an account knows it, and SYSTEM that of every account of the machine.
pub fn resets_passwords(closure: &mut Closure) -> Vec<Fact> {
    let world = closure.world;
    let mut found = Vec::new();
    for (state, _) in world.server.account_states() {
        if let AccountState::PasswordChangedBy { user, by } = state
            && let Some(user) = world.server.accounts().look_up(user)
            && by.iter().any(|who| is_wielded(closure, who))
        {
            found.push(Fact::Knows(user));
        }
    }
    if closure.has(Fact::System) {
        found.extend(
            world
                .server
                .principals()
                .filter(|(id, _)| is_local(world, *id) && has_a_password(world, *id))
                .map(|(id, _)| Fact::Knows(id)),
        );
    }
    found
}

fn is_wielded(closure: &Closure, who: &Who) -> bool {
    let Some(id) = closure.world.server.accounts().look_up(who) else {
        return false;
    };
    let sid = closure.world.server.principal(id).key();
    closure
        .wielded()
        .into_iter()
        .any(|token| holds(closure.token_of(token), &sid))
}

/// E15: an account that the actor acts as is in whichever of these groups it likes, from its next logon on.
pub fn joins(closure: &mut Closure) -> Vec<Fact> {
    let groups: Vec<PrincipalId> = closure
        .facts()
        .filter_map(|fact| match fact {
            Fact::Joins(group) => Some(group),
            _ => None,
        })
        .collect();
    // Who is SYSTEM has nothing to gain by groups, and could choose among very many.
    if closure.has(Fact::System) {
        return Vec::new();
    }
    let mut subsets: Vec<Vec<PrincipalId>> = vec![Vec::new()];
    for group in groups {
        let more: Vec<_> = subsets
            .iter()
            .map(|chosen| [chosen.as_slice(), &[group]].concat())
            .collect();
        subsets.extend(more);
    }
    let mut found = Vec::new();
    for token in closure.wielded() {
        if closure.tokens[token].joined {
            continue;
        }
        for chosen in subsets.iter().filter(|chosen| !chosen.is_empty()) {
            found.extend(closure.with_groups(token, chosen).map(Fact::Wields));
        }
    }
    found
}

/// E20: a known password is good for a logon over the network.
pub fn logs_on_over_the_network(closure: &mut Closure) -> Vec<Fact> {
    logons(closure, &[Logon::Network])
}

/// E33: and for every logon on the machine that the account may do.
pub fn logs_on(closure: &mut Closure) -> Vec<Fact> {
    logons(closure, &LOGONS)
}

fn logons(closure: &mut Closure, kinds: &[Logon]) -> Vec<Fact> {
    let world = closure.world;
    let known: Vec<PrincipalId> = closure
        .facts()
        .filter_map(|fact| match fact {
            Fact::Knows(account) => Some(account),
            _ => None,
        })
        .collect();
    let mut found = Vec::new();
    for account in known {
        let disabled = said_of(world, account, |state| match state {
            AccountState::Disabled { who } => Some(who),
            _ => None,
        });
        for logon in kinds {
            let facts = world.server.token_of(account, *logon);
            if !disabled && has_a_password(world, account) && can_log_on(world, &facts, *logon) {
                found.extend(closure.at(Slot::Logon(account, *logon)).map(Fact::Wields));
            }
        }
    }
    found
}

/// E29: what is as good as SYSTEM.
pub fn as_good_as_system(closure: &mut Closure) -> Vec<Fact> {
    closure
        .wielded()
        .into_iter()
        .filter(|token| {
            let token = closure.token_of(*token);
            token.user == sid::SYSTEM
                || holds(token, &sid::ADMINISTRATORS)
                || holds_privilege(token, &MIGHTY)
        })
        .map(|_| Fact::System)
        .collect()
}

/// E30: SYSTEM is everywhere, may everything, acts as everybody here and knows what is stored.
pub fn system_has_all(closure: &mut Closure) -> Vec<Fact> {
    if !closure.has(Fact::System) {
        return Vec::new();
    }
    let world = closure.world;
    let mut found: Vec<Fact> = (0..world.footprint.hosts.len()).map(Fact::Code).collect();
    found.extend((0..world.things.len()).map(Fact::Free));
    let secrets = world.footprint.secrets.iter();
    found.extend(
        secrets
            .filter(|secret| !is_wrong(world, secret.account))
            .map(|secret| Fact::Knows(secret.account)),
    );
    for at in 0..world.footprint.anonymous.len() {
        if world.is_handed(&world.footprint.anonymous[at]) {
            found.extend(closure.at(Slot::Anonymous(at)).map(Fact::Wields));
        }
    }
    found.push(Fact::Somewhere);
    found
}

//! Tokens: where they come from, what they hold, what they are granted.

use poolproof::{
    nt::{AccessMask, Certainty, GroupAttributes, ObjectKind, Privilege, Sid, Token, Wish},
    world::{
        Credentials, Fact, Logon, LogonRight, Name, NetworkIdentity, Origin, PrincipalId,
        Statement, TokenFacts, Who,
    },
};

use super::{
    Closure, Known, World,
    things::{self, Thing},
};
use crate::spec::access::{self, Answer};

/// Where a token comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// It is that of the host's process.
    Identity(usize),
    /// It is handed to the host, by number.
    Handed(usize, usize),
    /// It is one of those that anonymous requests are served with.
    Anonymous(usize),
    /// A logon makes it.
    Logon(PrincipalId, Logon),
    /// The actor had it to begin with, by number.
    Given(usize),
    /// The actor does not have it: something is only asked of it.
    Nowhere,
}

/// The rights that rules tell apart.
const RIGHTS: [u32; 7] = [0x1, 0x2, 0x4, 0x40, 0x1_0000, 0x4_0000, 0x8_0000];

impl Closure<'_> {
    /// The number of a token.
    pub fn token(&mut self, facts: TokenFacts, slot: Slot, joined: bool) -> usize {
        let known = self
            .tokens
            .iter()
            .position(|known| known.facts.token == facts.token && known.slot == slot);
        if let Some(known) = known {
            return known;
        }
        let masks = self
            .world
            .things
            .iter()
            .map(|thing| granted(self.world, &facts, thing))
            .collect();
        self.tokens.push(Known {
            facts,
            slot,
            joined,
            masks,
        });
        self.tokens.len() - 1
    }

    /// The token of a slot in this world.
    pub fn at(&mut self, slot: Slot) -> Option<usize> {
        let facts = token_at(self.world, slot, &self.given)?;
        Some(self.token(facts, slot, false))
    }

    /// Whether a token is granted that right on a thing.
    pub fn grants(&self, token: usize, thing: usize, right: u32) -> bool {
        self.tokens[token].masks[thing] & right != 0
    }

    /// The user of a token.
    pub fn principal(&self, token: usize) -> Option<PrincipalId> {
        self.tokens[token].facts.principal
    }

    /// The token in the world where its user has joined these groups.
    pub fn with_groups(&mut self, token: usize, groups: &[PrincipalId]) -> Option<usize> {
        let known = &self.tokens[token];
        let (slot, user) = (known.slot, known.facts.principal?);
        let key = (user, groups.to_vec());
        let world = self.world;
        let other = self
            .others
            .entry(key)
            .or_insert_with(|| joined(world, user, groups));
        let facts = token_at(other.as_ref()?, slot, &self.given)?;
        Some(self.token(facts, slot, true))
    }
}

/// The world in which that account is a member of these groups too.
fn joined(world: &World, user: PrincipalId, groups: &[PrincipalId]) -> Option<World> {
    let name = |id: PrincipalId| -> Who {
        let principal = world.server.principal(id);
        match principal.sid() {
            Some(sid) => Who::Sid(sid),
            None => Who::Name(principal.name().clone()),
        }
    };
    let mut facts = world.facts.clone();
    // Who is in a group by a rule of IIS stays in it, although now somebody says of it where it is.
    facts.extend(super::fill::memberships_by_rule(&world.server));
    facts.extend(groups.iter().map(|group| Fact {
        statement: Statement::Member {
            member: name(user),
            group: name(*group),
        },
        origin: Origin::Unsaid,
    }));
    World::of(facts, &world.asked, &world.choice).ok()
}

fn token_at(world: &World, slot: Slot, given: &[TokenFacts]) -> Option<TokenFacts> {
    match slot {
        Slot::Identity(host) => world.identity(host).cloned(),
        Slot::Handed(host, at) => {
            let handed = world.footprint.hosts[host].handed.get(at)?;
            Some((*handed.token).clone())
        }
        Slot::Anonymous(at) => Some((*world.footprint.anonymous.get(at)?.token).clone()),
        Slot::Logon(account, logon) => Some(world.server.token_of(account, logon)),
        Slot::Given(at) => Some(made_anew(world, &given[at])),
        Slot::Nowhere => None,
    }
}

/// The token that the same process or logon has in that world.
fn made_anew(world: &World, facts: &TokenFacts) -> TokenFacts {
    let of_process = facts
        .process
        .and_then(|process| world.server.token_of_process(process));
    let of_logon = || {
        let logon = facts.logon.unwrap_or(Logon::Interactive);
        Some(world.server.token_of(facts.principal?, logon))
    };
    of_process
        .or_else(of_logon)
        .unwrap_or_else(|| facts.clone())
}

/// Which rights a token is granted on a thing, each asked for alone, without privileges that give rights.
fn granted(world: &World, facts: &TokenFacts, thing: &Thing) -> u32 {
    let Some(token) = presented(world, facts, thing) else {
        return 0;
    };
    let right_of = |thing: &Thing, right: u32| {
        let wish = Wish {
            rules: world.server.rules(),
            ..Wish::new(thing.kind, AccessMask(right))
        };
        matches!(
            access::check(&thing.list, &token, &wish),
            Answer::Granted(_)
        )
    };
    let known: u32 = thing.kind.mapping().all.0;
    let way = || {
        let is_file = matches!(thing.kind, ObjectKind::File | ObjectKind::Folder);
        if !is_file || token.privileges.is_enabled(Privilege::ChangeNotify) {
            return true;
        }
        let above = |other: &&Thing| {
            let own = thing.path.as_ref();
            let folder = other.path.as_ref();
            let named = matches!(
                other.what,
                poolproof::world::footprint::Securable::Folder(_)
            );
            named
                && other.what != thing.what
                && own
                    .zip(folder)
                    .is_some_and(|(own, folder)| own.is_under(folder))
        };
        world
            .things
            .iter()
            .filter(above)
            .all(|folder| right_of(folder, 0x20))
    };
    if !way() {
        return 0;
    }
    RIGHTS
        .into_iter()
        .filter(|right| known & right != 0 && right_of(thing, *right))
        .sum()
}

/// The token that the object's machine sees.
fn presented(world: &World, facts: &TokenFacts, thing: &Thing) -> Option<Token> {
    let mut token = match things::elsewhere(&world.server, thing) {
        None => facts.token.clone(),
        Some(machine) => {
            let credentials = Credentials::of(facts.logon);
            match world.server.network_token(facts, credentials, &machine) {
                NetworkIdentity::Account { token, .. }
                | NetworkIdentity::Anonymous { token, .. } => token.token,
                NetworkIdentity::NoSecondHop { .. } | NetworkIdentity::Unknown { .. } => {
                    return None;
                }
            }
        }
    };
    for privilege in [
        Privilege::TakeOwnership,
        Privilege::Relabel,
        Privilege::Security,
    ] {
        token.privileges = token.privileges.without(privilege);
    }
    Some(token)
}

/// Whether it holds one of these, enabled or not: who holds one can enable it.
pub fn holds_privilege(token: &Token, privileges: &[Privilege]) -> bool {
    privileges
        .iter()
        .any(|privilege| token.privileges.is_present(*privilege))
}

/// Whether it holds that SID as its user or as a group that lets in.
pub fn holds(token: &Token, sid: &Sid) -> bool {
    let enabled = |token: &Token| {
        token.group(sid).is_some_and(|group| {
            group.certainty == Certainty::Held
                && group.attributes.contains(GroupAttributes::ENABLED)
                && !group
                    .attributes
                    .contains(GroupAttributes::USE_FOR_DENY_ONLY)
        })
    };
    (token.user == *sid && !token.user_deny_only) || enabled(token)
}

/// Whether that account can be logged on so, by the rights of the token that it would get.
pub fn can_log_on(world: &World, facts: &TokenFacts, logon: Logon) -> bool {
    let of_kind = |denied: bool| {
        LogonRight::all()
            .find(|right| is_for(right, logon, denied))
            .expect("each logon has a right and one against it")
    };
    let held = |right: LogonRight| {
        let name = Name::from(right.name());
        world.server.right_of_token(facts, &name).is_some()
    };
    held(of_kind(false)) && !held(of_kind(true))
}

fn is_for(right: &LogonRight, logon: Logon, denied: bool) -> bool {
    let words = match logon {
        Logon::Interactive => "InteractiveLogonRight",
        Logon::Network => "NetworkLogonRight",
        Logon::Batch => "BatchLogonRight",
        Logon::Service => "ServiceLogonRight",
    };
    right.name() == format!("Se{}{words}", if denied { "Deny" } else { "" })
}

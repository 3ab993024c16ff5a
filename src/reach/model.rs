//! What claims can be about: the tokens and the objects of one server, each once, with what every object is to every host.

mod alike;
mod classes;
mod grants;
mod lists;
mod objects;
mod roles;
mod sets;
mod tokens;

use crate::{
    nt::{AccessMask, ObjectKind},
    world::{
        Footprint, PrincipalId, Server, TokenFacts,
        footprint::{HostId, Securable, Why},
    },
};
use std::sync::Arc;

use super::{ObjectId, Power, TokenId};

pub(super) use classes::{Classes, Way};
pub(super) use grants::{Grants, Told, told};
pub(super) use lists::{ListId, Lists};
pub use objects::Object;
pub(super) use objects::Objects;
pub(super) use roles::{Place, Roles, RunsAt, SecretAt, UsedAt};
pub(super) use sets::{Sets, TokenBits};
pub(super) use tokens::{Changes, Joining, LogsOn, Tokens};

/// What a question brings beside what configuration names.
#[derive(Clone, Debug, Default)]
pub struct Bring {
    /// Tokens that somebody acts with.
    pub tokens: Vec<TokenFacts>,
    /// Objects that are asked about.
    pub objects: Vec<Securable>,
    /// Leaves out what guessed passwords give: see [`Reach::leaves_out_guessing`].
    ///
    /// [`Reach::leaves_out_guessing`]: super::Reach::leaves_out_guessing
    pub without_guessing: bool,
}

/// Whether something about the server is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Holds {
    /// In no completion of what is not known.
    No,
    /// In some.
    Perhaps,
    /// In every one.
    Yes,
}

impl Holds {
    /// Certain or not.
    pub(super) fn certain(certain: bool) -> Holds {
        if certain { Holds::Yes } else { Holds::Perhaps }
    }

    /// Both.
    pub(super) fn and(self, other: Holds) -> Holds {
        self.min(other)
    }

    /// Either.
    pub(super) fn or(self, other: Holds) -> Holds {
        self.max(other)
    }

    /// One of these holds, and nobody knows which: it is so if it is so for all. Without any, nothing is known.
    pub(super) fn whichever(holds: impl IntoIterator<Item = Holds>) -> Holds {
        let mut all = holds.into_iter();
        let Some(first) = all.next() else {
            return Holds::Perhaps;
        };
        all.fold(
            first,
            |sum, next| if sum == next { sum } else { Holds::Perhaps },
        )
    }
}

/// Every right that rules tell apart, in the order of the type.
pub(super) const POWERS: [Power; 10] = [
    Power::Read,
    Power::WriteData,
    Power::Append,
    Power::AddFile,
    Power::AddFolder,
    Power::Delete,
    Power::DeleteChild,
    Power::ChangePermissions,
    Power::TakeOwnership,
    Power::Configure,
];

/// The bit that a right is on that kind of object; `None` if there is no such right on it.
pub fn bits_of(power: Power, kind: ObjectKind) -> Option<AccessMask> {
    use ObjectKind::{File, Folder, Key, Service};
    let bit = match (power, kind) {
        (Power::Read, File | Folder | Key) => 0x1,
        (Power::WriteData, File | Key) => 0x2,
        (Power::Append, File | Key) => 0x4,
        (Power::AddFile, Folder) => 0x2,
        (Power::AddFolder, Folder) => 0x4,
        (Power::DeleteChild, Folder) => 0x40,
        (Power::Configure, Service) => 0x2,
        (Power::Delete, File | Folder | Key) => 0x1_0000,
        (Power::ChangePermissions, File | Folder | Key | Service) => 0x4_0000,
        (Power::TakeOwnership, File | Folder | Key | Service) => 0x8_0000,
        (
            Power::Read
            | Power::WriteData
            | Power::Append
            | Power::AddFile
            | Power::AddFolder
            | Power::Delete
            | Power::DeleteChild
            | Power::ChangePermissions
            | Power::TakeOwnership
            | Power::Configure,
            _,
        ) => return None,
    };
    Some(AccessMask(bit))
}

/// The tokens of a host.
#[derive(Clone, Debug, Default)]
pub(super) struct HostTokens {
    /// One of these is its process's.
    pub identities: Vec<TokenId>,
    /// What its threads are given.
    pub handed: Vec<(TokenId, Holds)>,
    /// Whether it may have one that no footprint tells.
    pub visitors: bool,
}

/// The tokens and objects of one server.
#[derive(Debug)]
pub(super) struct Model<'a> {
    pub server: &'a Server,
    pub footprint: &'a Footprint,
    pub tokens: Tokens,
    pub joinings: Vec<Joining>,
    pub logons: Vec<LogsOn>,
    /// Whether the logons of users are left out whose passwords could only be guessed.
    pub leaves_out_guessing: bool,
    pub members: Vec<Changes>,
    pub passwords: Vec<Changes>,
    pub hosts: Vec<HostTokens>,
    /// By host, the identities of requests that it reads files with beside its own.
    pub read_as: Vec<Vec<(TokenId, Holds)>>,
    pub objects: Objects,
    pub lists: Lists,
    pub grants: Grants,
    pub roles: Roles<'a>,
    /// Which objects are like each other; `None` if each is taken for itself.
    pub classes: Option<Classes>,
    /// The objects that claims about content are made of, one of each class.
    pub subjects: Vec<ObjectId>,
    /// The objects that claims about rights are made of, one for each list.
    pub listed: Vec<ObjectId>,
}

/// Whether objects that nothing tells apart are taken together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grain {
    /// On large servers.
    BySize,
    /// Never.
    Each,
    /// Always.
    Classes,
}

/// Up to so many objects each is taken for itself.
const FEW_OBJECTS: usize = 20_000;

impl<'a> Model<'a> {
    pub fn new(
        server: &'a Server,
        footprint: &'a Footprint,
        bring: &Bring,
        grain: Grain,
    ) -> Model<'a> {
        let mut tokens = Tokens::default();
        let handed = |handed: &crate::world::footprint::Handed, tokens: &mut Tokens| {
            (tokens.intern(&handed.token), Holds::certain(handed.certain))
        };
        let hosts = footprint.hosts.iter().map(|host| HostTokens {
            identities: host
                .identities
                .iter()
                .map(|facts| tokens.intern(facts))
                .collect(),
            handed: host
                .handed
                .iter()
                .map(|one| handed(one, &mut tokens))
                .collect(),
            visitors: host.visitors,
        });
        let hosts: Vec<HostTokens> = hosts.collect();
        let mut read_as: Vec<Vec<(TokenId, Holds)>> = vec![Vec::new(); hosts.len()];
        for region in &footprint.regions {
            let runs = region.runs.iter().map(|runs| runs.host);
            let mut of: Vec<HostId> = region.readers.to_vec();
            of.extend(region.code.iter().copied().chain(runs));
            of.sort();
            of.dedup();
            for one in &region.read_as {
                let token = handed(one, &mut tokens);
                for host in &of {
                    let known = &mut read_as[host.0 as usize];
                    if !known.contains(&token) {
                        known.push(token);
                    }
                }
            }
        }
        for one in &footprint.anonymous {
            handed(one, &mut tokens);
        }
        for facts in &bring.tokens {
            tokens.intern(&Arc::new(facts.clone()));
        }
        let (members, passwords) = tokens::changes(server);
        let (accounts, leaves_out_guessing) = accounts(footprint, &passwords, server, bring);
        let logons = accounts
            .into_iter()
            .flat_map(|account| tokens.log_on(account, server))
            .collect();
        let mut groups: Vec<PrincipalId> = members.iter().map(|changes| changes.what).collect();
        groups.sort();
        groups.dedup();
        let joinings = tokens.join(&groups, server);
        let mut lists = Lists::new(tokens.ids().all(|id| {
            let privileges = &tokens.get(id).token.privileges;
            privileges.is_enabled(crate::nt::Privilege::ChangeNotify)
        }));
        let mut objects = Objects::default();
        let mut roles = Roles::of(server, footprint, &mut objects);
        roles.brought = bring
            .objects
            .iter()
            .map(|what| objects.intern(what, server))
            .collect();
        objects.read_lists(&mut lists, server);
        let grants = Grants::of(&lists, &tokens, server);
        let together = match grain {
            Grain::BySize => objects.ids().len() > FEW_OBJECTS,
            Grain::Each => false,
            Grain::Classes => true,
        };
        let classes = together.then(|| {
            let kinds: Vec<ObjectKind> = lists.iter().map(|(_, list)| list.kind).collect();
            let classes = Classes::of(&objects, &grants, &kinds, &roles);
            roles.take_together(&classes.of);
            objects.settle(&classes.lists, &classes.of);
            classes
        });
        let (subjects, listed) = match &classes {
            None => (objects.ids().collect(), objects.ids().collect()),
            Some(classes) => (firsts(&classes.of), firsts(&classes.lists)),
        };
        Model {
            server,
            footprint,
            tokens,
            joinings,
            logons,
            leaves_out_guessing,
            members,
            passwords,
            hosts,
            read_as,
            objects,
            lists,
            grants,
            roles,
            classes,
            subjects,
            listed,
        }
    }

    /// The claim of that right on an object: objects with one list have it together.
    pub fn may(&self, object: ObjectId, power: Power) -> super::Claim {
        super::Claim::May(self.objects.get(object).list, power)
    }

    /// The claim of being free to take any right on an object.
    pub fn free(&self, object: ObjectId) -> super::Claim {
        super::Claim::Free(self.objects.get(object).list)
    }

    /// The object that claims about the content of that one are made of; `None` if it was left out because another says all
    /// that it would say.
    pub fn subject(&self, object: ObjectId) -> Option<ObjectId> {
        let Some(classes) = &self.classes else {
            return Some(object);
        };
        let at = object.0 as usize;
        (classes.of[at] == classes.like[at]).then_some(classes.of[at])
    }

    /// Whether that token has that right on that object.
    pub fn grants(&self, token: TokenId, object: ObjectId, power: Power) -> Holds {
        self.grants.holds(token, self.objects.list(object), power)
    }

    /// What kind of thing an object is.
    pub fn kind(&self, object: ObjectId) -> ObjectKind {
        self.lists.get(self.objects.list(object)).kind
    }

    /// The tokens of a host.
    pub fn host(&self, id: HostId) -> &HostTokens {
        &self.hosts[id.0 as usize]
    }

    /// Whether the process of the host has that right.
    pub fn host_grants(&self, host: HostId, object: ObjectId, power: Power) -> Holds {
        let host = self.host(host);
        let identities = host.identities.iter().copied();
        let unknown = (host.visitors && !host.identities.is_empty()).then_some(Holds::Perhaps);
        let each = identities.map(|token| self.grants(token, object, power));
        Holds::whichever(each.chain(unknown))
    }

    /// Whether the host can read the object, as itself or as one that requests are made as.
    pub fn can_read(&self, host: HostId, object: ObjectId) -> Holds {
        let as_request = self.read_as[host.0 as usize]
            .iter()
            .map(|(token, holds)| holds.and(self.grants(*token, object, Power::Read)))
            .fold(Holds::No, Holds::or);
        self.host_grants(host, object, Power::Read).or(as_request)
    }
}

/// The objects that stand for themselves.
fn firsts(of: &[ObjectId]) -> Vec<ObjectId> {
    (0..)
        .map(ObjectId)
        .zip(of)
        .filter(|(object, first)| object == *first)
        .map(|(object, _)| object)
        .collect()
}

/// Everybody whose password somebody could come to know, and whether users are left out whose passwords could be guessed.
fn accounts(
    footprint: &Footprint,
    passwords: &[Changes],
    server: &Server,
    bring: &Bring,
) -> (Vec<PrincipalId>, bool) {
    let mut accounts: Vec<PrincipalId> = footprint
        .secrets
        .iter()
        .map(|secret| secret.account)
        .chain(passwords.iter().map(|changes| changes.what))
        .collect();
    let mut left_out = false;
    if !footprint.account_database.is_empty() {
        let users = local_users(server);
        left_out = bring.without_guessing && !users.is_empty();
        if !left_out {
            accounts.extend(users);
        }
    }
    accounts.sort();
    accounts.dedup();
    (accounts, left_out)
}

/// The users of this machine whose passwords are in its account database.
pub(super) fn local_users(server: &Server) -> Vec<PrincipalId> {
    server
        .principals()
        .filter(|(id, principal)| {
            principal.kind() == crate::world::PrincipalKind::User && server.accounts().is_local(*id)
        })
        .map(|(id, _)| id)
        .collect()
}

/// What says that something is so, where a footprint does.
pub(super) fn ground(why: &Why) -> super::Ground {
    super::Ground {
        rule: *why.rule,
        facts: why.facts.clone(),
    }
}

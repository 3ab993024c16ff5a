//! Which tokens each distinct list grants which rights: worked out once for every pair.

use super::{
    Holds, POWERS, bits_of,
    lists::{List, ListId, Lists, described, descriptors},
    sets::TokenBits,
    tokens::Tokens,
};
use crate::{
    nt::{
        AccessMask, ObjectKind, Privilege, SecurityDescriptor, Token,
        compiled::{CompiledDescriptor, CompiledToken, SidTable, rights},
    },
    reach::{Asked, Direct, Outcome, Power, Situation, TokenId, direct},
    world::{
        Credentials, Described, NetworkIdentity, ObjectNoun, Reading, Server, TokenFacts,
        footprint::Securable,
    },
};

/// For every list and right, the tokens that have it: in every completion, and in some.
#[derive(Debug, Default)]
pub struct Grants {
    /// By list, then by the place of the right in [`POWERS`].
    known: Vec<TokenBits>,
    possible: Vec<TokenBits>,
}

impl Grants {
    /// Every pair.
    pub fn of(lists: &Lists, tokens: &Tokens, server: &Server) -> Grants {
        let none = || TokenBits::none(tokens.len());
        let mut grants = Grants {
            known: Vec::with_capacity(lists.len() * POWERS.len()),
            possible: Vec::with_capacity(lists.len() * POWERS.len()),
        };
        let mut sids = SidTable::default();
        let compiled: Vec<Option<CompiledToken>> = tokens
            .ids()
            .map(|id| {
                let facts = tokens.get(id);
                let plain = facts.perhaps_integrity.is_none()
                    && facts.token.privileges.is_enabled(Privilege::ChangeNotify)
                    && facts.token.level.may_open().is_ok();
                plain.then(|| CompiledToken::new(&by_list(&facts.token), &mut sids))
            })
            .collect();
        for (_, list) in lists.iter() {
            let at = grants.known.len();
            grants.known.extend(POWERS.iter().map(|_| none()));
            grants.possible.extend(POWERS.iter().map(|_| none()));
            let one = match list.ways.as_slice() {
                [way] if !way.owner_unknown && list.machine.is_none() => Some(
                    CompiledDescriptor::new(&way.descriptor, list.kind, server.rules(), &mut sids),
                ),
                _ => None,
            };
            for id in tokens.ids() {
                let fast = one
                    .as_ref()
                    .zip(compiled[id.0 as usize].as_ref())
                    .and_then(|(descriptor, token)| rights(descriptor, token))
                    .map(|rights| rights.if_named);
                for (power, nth) in POWERS.iter().zip(0..) {
                    let Some(right) = bits_of(*power, list.kind) else {
                        continue;
                    };
                    let holds = match fast {
                        Some(all) if all.contains(right) => Holds::Yes,
                        Some(_) => Holds::No,
                        None => exact(list, tokens.get(id), right, server),
                    };
                    if holds == Holds::Yes {
                        grants.known[at + nth].insert(id);
                    }
                    if holds != Holds::No {
                        grants.possible[at + nth].insert(id);
                    }
                }
            }
        }
        grants
    }

    /// The tokens that have that right in every completion.
    pub fn known(&self, list: ListId, power: Power) -> &TokenBits {
        &self.known[at(list, power)]
    }

    /// Those that have it in some.
    pub fn possible(&self, list: ListId, power: Power) -> &TokenBits {
        &self.possible[at(list, power)]
    }

    /// Whether that token has it.
    pub fn holds(&self, token: TokenId, list: ListId, power: Power) -> Holds {
        if self.known(list, power).contains(token) {
            Holds::Yes
        } else if self.possible(list, power).contains(token) {
            Holds::Perhaps
        } else {
            Holds::No
        }
    }
}

fn at(list: ListId, power: Power) -> usize {
    list.0 as usize * POWERS.len() + power as usize
}

/// One right of one token on one list, whatever is not known of either.
fn exact(list: &List, facts: &TokenFacts, right: AccessMask, server: &Server) -> Holds {
    match list.machine.as_ref() {
        None => exact_here(list, facts, right, server),
        Some(machine) => {
            let credentials = Credentials::of(facts.logon);
            match server.network_token(facts, credentials, machine) {
                NetworkIdentity::Account { token, .. }
                | NetworkIdentity::Anonymous { token, .. } => {
                    exact_here(list, &token, right, server)
                }
                NetworkIdentity::NoSecondHop { .. } => Holds::No,
                NetworkIdentity::Unknown { .. } => Holds::Perhaps,
            }
        }
    }
}

fn exact_here(list: &List, facts: &TokenFacts, right: AccessMask, server: &Server) -> Holds {
    let token = by_list(&facts.token);
    if token.level.may_open().is_err() {
        return Holds::No;
    }
    let own = descriptors(&list.ways, &facts.token);
    let folders: Vec<Vec<(SecurityDescriptor, usize)>> = list
        .path
        .iter()
        .flat_map(|path| above(path, server))
        .map(|folder| descriptors(&folder.completions, &facts.token))
        .collect();
    let situation = Situation {
        own: own.iter().map(|(descriptor, _)| descriptor).collect(),
        parent: Vec::new(),
        above: folders
            .iter()
            .map(|folder| folder.iter().map(|(descriptor, _)| descriptor).collect())
            .collect(),
    };
    let asked = asked(list.kind, right, server);
    let answer = direct(&token, &situation, asked).outcome;
    let raised = facts.perhaps_integrity.map(|level| {
        let token = Token {
            integrity: Some(level),
            ..token.clone()
        };
        direct(&token, &situation, asked).outcome
    });
    match (answer, raised) {
        (answer, Some(raised)) if answer != raised => Holds::Perhaps,
        (Outcome::Yes, _) => Holds::Yes,
        (Outcome::No, _) => Holds::No,
        (Outcome::Unknown, _) => Holds::Perhaps,
    }
}

/// The token without the privileges that give rights by themselves: what these come to are rules of their own.
fn by_list(token: &Token) -> Token {
    let mut token = token.clone();
    for privilege in [
        Privilege::TakeOwnership,
        Privilege::Relabel,
        Privilege::Security,
    ] {
        token.privileges = token.privileges.without(privilege);
    }
    token
}

/// The folders above a path, the nearest first.
fn above(path: &crate::world::WinPath, server: &Server) -> Vec<Described> {
    let mut all = Vec::new();
    let mut next = path.parent();
    while let Some(folder) = next {
        all.push(server.describe(&folder, Some(ObjectNoun::Folder)));
        next = folder.parent();
    }
    all
}

fn asked(kind: ObjectKind, rights: AccessMask, server: &Server) -> Asked {
    Asked {
        rights,
        reading: Reading::All,
        kind,
        or_parent: None,
        rules: server.rules(),
    }
}

/// A check with everything that it was answered from, to be told and proved.
pub struct Told {
    /// The token that the check was of: on another machine not the one that acts.
    pub facts: TokenFacts,
    pub described: Option<Described>,
    pub own: Vec<(SecurityDescriptor, usize)>,
    pub above: Vec<(Described, Vec<(SecurityDescriptor, usize)>)>,
    pub rounds: Vec<(Option<crate::nt::IntegrityLevel>, Direct)>,
    pub outcome: Outcome,
}

/// The same check once more, with its reasons.
pub fn told(
    what: &Securable,
    list: &List,
    facts: &TokenFacts,
    right: AccessMask,
    server: &Server,
) -> Option<Told> {
    let facts = match list.machine.as_ref() {
        None => facts.clone(),
        Some(machine) => match server.network_token(facts, Credentials::of(facts.logon), machine) {
            NetworkIdentity::Account { token, .. } | NetworkIdentity::Anonymous { token, .. } => {
                *token
            }
            NetworkIdentity::NoSecondHop { .. } | NetworkIdentity::Unknown { .. } => {
                return None;
            }
        },
    };
    let described = described(what, server);
    let ways = described
        .as_ref()
        .map_or(&list.ways, |described| &described.completions);
    let own = descriptors(ways, &facts.token);
    let bypasses = facts.token.privileges.is_enabled(Privilege::ChangeNotify);
    let above: Vec<(Described, Vec<(SecurityDescriptor, usize)>)> = described
        .iter()
        .filter(|_| !bypasses)
        .flat_map(|described| above(&described.path, server))
        .map(|folder| {
            let lists = descriptors(&folder.completions, &facts.token);
            (folder, lists)
        })
        .collect();
    let situation = Situation {
        own: own.iter().map(|(descriptor, _)| descriptor).collect(),
        parent: Vec::new(),
        above: above
            .iter()
            .map(|(_, lists)| lists.iter().map(|(descriptor, _)| descriptor).collect())
            .collect(),
    };
    let asked = asked(list.kind, right, server);
    let levels = std::iter::once(facts.token.integrity).chain(facts.perhaps_integrity.map(Some));
    let rounds: Vec<_> = levels
        .map(|integrity| {
            let token = Token {
                integrity,
                ..by_list(&facts.token)
            };
            (integrity, direct(&token, &situation, asked))
        })
        .collect();
    let first = rounds.first()?.1.outcome;
    let agreed = rounds.iter().all(|(_, round)| round.outcome == first);
    Some(Told {
        outcome: if agreed { first } else { Outcome::Unknown },
        facts,
        described,
        own,
        above,
        rounds,
    })
}

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
        sideways::{Bearers, Several},
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
    /// Every pair: lists are walked once for all tokens, and only what sets cannot say is asked for pair by pair.
    pub fn of(lists: &Lists, tokens: &Tokens, server: &Server) -> Grants {
        let plain: Vec<Option<Token>> = tokens
            .ids()
            .map(|id| simple(tokens.get(id)).then(|| by_list(&tokens.get(id).token)))
            .collect();
        let bearers = Bearers::new(&plain);
        let mut grants = Grants::default();
        for (_, list) in lists.iter() {
            let rights = POWERS.map(|power| bits_of(power, list.kind));
            let walked = walk(&bearers, list, rights, server);
            for (nth, right) in rights.into_iter().enumerate() {
                let none = || TokenBits::none(tokens.len());
                let (mut known, mut possible) = (none(), none());
                if let (Some(walked), Some(_)) = (&walked, right) {
                    known = TokenBits::from(walked[nth].0.clone());
                    possible = TokenBits::from(walked[nth].1.clone());
                }
                let is_told =
                    |id: TokenId| walked.is_some() && bearers.plain().contains(id.0 as usize);
                let rest = tokens.ids().filter(|id| right.is_some() && !is_told(*id));
                for id in rest {
                    let right = right.unwrap_or(AccessMask::NONE);
                    let holds = exact(list, tokens.get(id), right, server);
                    if holds == Holds::Yes {
                        known.insert(id);
                    }
                    if holds != Holds::No {
                        possible.insert(id);
                    }
                }
                grants.known.push(known);
                grants.possible.push(possible);
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

/// Whether nothing about a token is open but what its SIDs say.
fn simple(facts: &TokenFacts) -> bool {
    facts.perhaps_integrity.is_none()
        && facts.token.privileges.is_enabled(Privilege::ChangeNotify)
        && facts.token.level.may_open().is_ok()
}

type Bounds = [(Several, Several); POWERS.len()];

/// For each right, the tokens that have it in all ways that the list may be, and in some; `None` if sets cannot say it.
fn walk(
    bearers: &Bearers,
    list: &List,
    rights: [Option<AccessMask>; POWERS.len()],
    server: &Server,
) -> Option<Bounds> {
    if list.machine.is_some() {
        return None;
    }
    let asked = rights.map(|right| right.unwrap_or(AccessMask::NONE));
    let mut bounds: Option<Bounds> = None;
    for way in &list.ways {
        if way.owner_unknown {
            return None;
        }
        let found = bearers.granted(&way.descriptor, list.kind, server.rules(), &asked)?;
        let mut found = found.into_iter();
        match &mut bounds {
            None => {
                bounds = Some(std::array::from_fn(|_| {
                    let several = found.next().expect("an answer for each right");
                    (several.clone(), several)
                }));
            }
            Some(bounds) => {
                for ((known, possible), several) in bounds.iter_mut().zip(found) {
                    known.keep(&several);
                    possible.unite(&several);
                }
            }
        }
    }
    bounds
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

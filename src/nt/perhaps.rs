//! Answers for a token of which something is not known: every answer that some completion of it gives.
//!
//! A group held perhaps is there when one of the unknowns behind it is true. Only groups that a descriptor speaks of can
//! change an answer about it, and these are few; so all their completions are tried. Past a stated number of them the answer is
//! a bound: nothing that some completion gives is outside it.

use std::collections::{BTreeMap, BTreeSet};

use super::bound::bound;
use super::walk::{condition_of, meant, resource_attributes};
use super::{
    AccessMask, Certainty, ClaimValues, Condition, ConditionToken, Decision, InvalidCheck, Literal,
    SecurityDescriptor, Sid, Status, Token, Unknown, Unsupported, Wish, access_check,
};

/// The most completions of a token that are tried for one answer.
pub const MOST_COMPLETIONS: usize = 1 << 12;

/// A token with its doubts settled in one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The token; every group of it is held.
    pub token: Token,
    /// The unknowns that are true in it; of those that matter, the others are false.
    pub holds: Vec<Unknown>,
}

/// There are more than [`MOST_COMPLETIONS`] ways to complete a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooMany {
    /// The unknowns that matter.
    pub unknowns: Vec<Unknown>,
}

/// All that a check can come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// Some completion is granted the request.
    pub granted: bool,
    /// Some completion is refused it.
    pub refused: bool,
    /// What the handle holds in every completion; none if one is refused.
    pub certain: AccessMask,
    /// What the handle holds in some completion.
    pub possible: AccessMask,
    /// Whether each of these answers really occurs. Otherwise they bound those that do.
    pub exact: bool,
    /// The unknowns that, with others fixed in some way, change the answer; those that could, where `exact` is false.
    pub deciding: Vec<Unknown>,
    /// What in the descriptor is not judged, if that leaves it open.
    pub unsupported: Option<Unsupported>,
}

impl Answers {
    /// The one answer, granted or refused, if there is only one.
    pub fn settled(&self) -> Option<bool> {
        (self.granted != self.refused).then_some(self.granted)
    }
}

/// The completions of a token that differ for some of these descriptors, asked with that PRINCIPAL SELF.
///
/// Groups in doubt that none of the descriptors speaks of are left out of all of them: they change nothing. Two ways that
/// give the same token are one completion.
///
/// # Errors
/// There are more than [`MOST_COMPLETIONS`].
pub fn completions(
    token: &Token,
    about: &[&SecurityDescriptor],
    principal_self: Option<Sid>,
) -> Result<Vec<Completion>, TooMany> {
    let doubts = Doubts::new(token, about, principal_self);
    Ok(doubts
        .ways()?
        .into_iter()
        .map(|(held, holds)| Completion {
            token: doubts.complete(&held),
            holds: holds.into_iter().collect(),
        })
        .collect())
}

/// Every answer that some completion of the token gives.
///
/// # Errors
/// Those of [`access_check`]; they do not depend on the completion.
pub fn answers(
    descriptor: &SecurityDescriptor,
    token: &Token,
    wish: &Wish,
) -> Result<Answers, InvalidCheck> {
    let doubts = Doubts::new(token, &[descriptor], wish.principal_self);
    let ways = match doubts.ways() {
        Ok(ways) => ways,
        Err(TooMany { unknowns }) => {
            let bound = bound(descriptor, token, wish)?;
            let (granted, refused) = (bound.may_be_granted, bound.may_be_refused);
            return Ok(Answers {
                granted,
                refused,
                certain: bound.certain,
                possible: bound.possible,
                exact: granted != refused && bound.certain == bound.possible,
                deciding: unknowns,
                unsupported: bound.unsupported,
            });
        }
    };
    let mut given: BTreeMap<&Held, Option<AccessMask>> = BTreeMap::new();
    for held in ways.keys() {
        let decision = access_check(descriptor, &doubts.complete(held), wish)?;
        if let Status::Unknown(unsupported) = decision.status {
            return Ok(Answers {
                granted: true,
                refused: true,
                certain: AccessMask::NONE,
                possible: AccessMask(u32::MAX)
                    .without(AccessMask::GENERIC | AccessMask::MAXIMUM_ALLOWED),
                exact: false,
                deciding: Vec::new(),
                unsupported: Some(unsupported),
            });
        }
        given.insert(
            held,
            Some(decision)
                .filter(Decision::is_granted)
                .map(|d| d.granted),
        );
    }
    let masks = || given.values().map(|mask| mask.unwrap_or(AccessMask::NONE));
    Ok(Answers {
        granted: given.values().any(Option::is_some),
        refused: given.values().any(Option::is_none),
        certain: masks().fold(AccessMask(u32::MAX), |all, one| all & one),
        possible: masks().fold(AccessMask::NONE, AccessMask::union),
        exact: true,
        deciding: doubts.deciding(&given),
        unsupported: None,
    })
}

/// Which of the doubtful groups that matter are there.
type Held = Vec<bool>;

/// The groups of a token that are in doubt and matter, and what stands behind them.
struct Doubts<'a> {
    token: &'a Token,
    /// The SIDs that a completion keeps if they are in doubt; device groups share them.
    sids: Vec<Sid>,
    /// Unknowns that stand behind the same groups are interchangeable.
    classes: BTreeMap<Held, BTreeSet<Unknown>>,
}

impl<'a> Doubts<'a> {
    fn new(
        token: &'a Token,
        about: &[&SecurityDescriptor],
        principal_self: Option<Sid>,
    ) -> Doubts<'a> {
        let doubtful = || {
            let groups = token.groups.iter().zip(std::iter::repeat(false));
            let devices = token.device_groups.iter().zip(std::iter::repeat(true));
            groups
                .chain(devices)
                .filter_map(|(group, device)| match &group.certainty {
                    Certainty::Held => None,
                    Certainty::Perhaps(unknowns) => Some((group.sid, device, unknowns)),
                })
        };
        if doubtful().next().is_none() {
            return Doubts {
                token,
                sids: Vec::new(),
                classes: BTreeMap::new(),
            };
        }
        let spoken_of: BTreeSet<Sid> = about
            .iter()
            .flat_map(|descriptor| spoken_of(descriptor, token, principal_self))
            .collect();
        let relevant: Vec<_> = doubtful()
            .filter(|(sid, ..)| spoken_of.contains(sid))
            .collect();
        let mut behind: BTreeMap<Unknown, Held> = BTreeMap::new();
        for (place, (_, _, unknowns)) in relevant.iter().enumerate() {
            for unknown in unknowns.iter() {
                behind
                    .entry(*unknown)
                    .or_insert_with(|| vec![false; relevant.len()])[place] = true;
            }
        }
        let mut classes: BTreeMap<Held, BTreeSet<Unknown>> = BTreeMap::new();
        for (unknown, groups) in behind {
            classes.entry(groups).or_default().insert(unknown);
        }
        let sids = relevant.iter().map(|(sid, ..)| *sid).collect();
        Doubts {
            token,
            sids,
            classes,
        }
    }

    /// Every set of groups that some truth of the unknowns gives, with one such truth.
    fn ways(&self) -> Result<BTreeMap<Held, BTreeSet<Unknown>>, TooMany> {
        let none = (vec![false; self.sids.len()], BTreeSet::new());
        let mut ways = BTreeMap::from([none]);
        for (groups, unknowns) in &self.classes {
            let more: Vec<_> = ways
                .iter()
                .map(|(held, holds)| (both(held, groups), holds | unknowns))
                .collect();
            for (held, holds) in more {
                ways.entry(held).or_insert(holds);
            }
            if ways.len() > MOST_COMPLETIONS {
                return Err(TooMany {
                    unknowns: self.classes.values().flatten().copied().collect(),
                });
            }
        }
        Ok(ways)
    }

    fn complete(&self, held: &Held) -> Token {
        let mut token = self.token.clone();
        let mut places = held.iter().zip(&self.sids);
        let mut keep = |group: &mut super::Group| match group.certainty {
            Certainty::Held => true,
            Certainty::Perhaps(_) => {
                group.certainty = Certainty::Held;
                let here = places.clone().next().filter(|(_, sid)| **sid == group.sid);
                match here {
                    Some((held, _)) => {
                        places.next();
                        *held
                    }
                    None => false,
                }
            }
        };
        token.groups.retain_mut(&mut keep);
        token.device_groups.retain_mut(&mut keep);
        token
    }

    /// The unknowns that change the answer: when one becomes true, its groups join those that are there.
    fn deciding(&self, given: &BTreeMap<&Held, Option<AccessMask>>) -> Vec<Unknown> {
        let decides = |groups: &Held| {
            given
                .iter()
                .any(|(held, answer)| given.get(&both(held, groups)) != Some(answer))
        };
        let mut deciding: Vec<_> = self
            .classes
            .iter()
            .filter(|(groups, _)| decides(groups))
            .flat_map(|(_, unknowns)| unknowns.iter().copied())
            .collect();
        deciding.sort_unstable();
        deciding
    }
}

fn both(one: &Held, other: &Held) -> Held {
    one.iter().zip(other).map(|(a, b)| *a || *b).collect()
}

/// Every SID on which an answer about this descriptor can depend.
fn spoken_of(
    descriptor: &SecurityDescriptor,
    token: &Token,
    principal_self: Option<Sid>,
) -> BTreeSet<Sid> {
    let mut sids: BTreeSet<Sid> = descriptor.owner.into_iter().chain(principal_self).collect();
    let wish = Wish {
        principal_self,
        ..Wish::new(super::ObjectKind::File, AccessMask::NONE)
    };
    for ace in descriptor.dacl.aces() {
        sids.insert(ace.sid);
        sids.extend(meant(&ace.sid, descriptor, &wish));
        if let super::AceKind::AllowCompound { server, .. } = &ace.kind {
            sids.insert(*server);
        }
        if let Some(condition) = condition_of(&ace.kind) {
            sids.extend(condition_sids(condition, descriptor, token));
        }
    }
    sids
}

/// Every SID that a condition may ask the token for: those written in it, and those in attributes if it names any.
pub(super) fn condition_sids(
    condition: &Condition,
    descriptor: &SecurityDescriptor,
    token: &Token,
) -> Vec<Sid> {
    let mut sids = Vec::new();
    let mut attributes = false;
    for part in &condition.tokens {
        match part {
            ConditionToken::Literal(literal) => literal_sids(literal, &mut sids),
            ConditionToken::Attribute { .. } => attributes = true,
            ConditionToken::Operator(_) => {}
        }
    }
    if attributes {
        let claims = &token.claims;
        let own = claims
            .user
            .iter()
            .chain(&claims.device)
            .chain(&claims.local);
        for claim in own.chain(resource_attributes(descriptor)) {
            if let ClaimValues::Sids(values) = &claim.values {
                sids.extend(values);
            }
        }
    }
    sids
}

fn literal_sids(literal: &Literal, sids: &mut Vec<Sid>) {
    match literal {
        Literal::Sid(sid) => sids.push(*sid),
        Literal::Composite(list) => list.iter().for_each(|one| literal_sids(one, sids)),
        Literal::Integer { .. } | Literal::String(_) | Literal::Octets(_) => {}
    }
}

//! Answers for a token of which something is not known: every answer that some completion of it gives.
//!
//! A group held perhaps is there when one of the unknowns behind it is true. Only groups that a descriptor speaks of can
//! change an answer about it, and these are few; so all their completions are tried. Past a stated number of them the answer is
//! a bound: nothing that some completion gives is outside it.

use super::bound::bound;
use super::matching::same;
use super::walk::{condition_of, resource_attributes};
use super::{
    AccessMask, AceKind, Certainty, ClaimValues, Condition, ConditionToken, Group, InvalidCheck,
    Literal, SecurityDescriptor, Sid, Status, Token, Unknown, Unsupported, Wish, access_check,
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

/// There are more than [`MOST_COMPLETIONS`] ways to complete a token, or more than 128 groups in doubt that matter.
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
        .map(|held| Completion {
            token: doubts.complete(held),
            holds: doubts.truth(held),
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
    let mut given = Vec::with_capacity(ways.len());
    for held in &ways {
        let decision = access_check(descriptor, &doubts.complete(*held), wish)?;
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
        given.push(decision.granted);
    }
    let masks = || given.iter().copied();
    Ok(Answers {
        // A request that is granted holds a right.
        granted: given.iter().any(|mask| !mask.is_empty()),
        refused: given.iter().any(|mask| mask.is_empty()),
        certain: masks().fold(AccessMask(u32::MAX), |all, one| all & one),
        possible: masks().fold(AccessMask::NONE, AccessMask::union),
        exact: true,
        deciding: doubts.deciding(&ways, &given),
        unsupported: None,
    })
}

/// Which of the doubtful groups that matter are there, a bit each.
type Held = u128;

/// The groups of a token that are in doubt and matter, and what stands behind them.
struct Doubts<'a> {
    token: &'a Token,
    /// The SIDs of those groups, the token's first and then its device's.
    groups: Vec<Sid>,
    /// Which groups come with an unknown; unknowns that bring the same groups are interchangeable.
    brings: Vec<(Held, Unknown)>,
}

impl<'a> Doubts<'a> {
    fn new(
        token: &'a Token,
        about: &[&SecurityDescriptor],
        principal_self: Option<Sid>,
    ) -> Doubts<'a> {
        let mut doubts = Doubts {
            token,
            groups: Vec::new(),
            brings: Vec::new(),
        };
        for group in token.groups.iter().chain(&token.device_groups) {
            let Certainty::Perhaps(unknowns) = &group.certainty else {
                continue;
            };
            let mut about = about.iter();
            if !about.any(|one| speaks_of(one, &group.sid, token, principal_self)) {
                continue;
            }
            let bit = 1_u128.checked_shl(doubts.groups.len() as u32).unwrap_or(0);
            doubts.groups.push(group.sid);
            for unknown in unknowns {
                match doubts.brings.iter_mut().find(|(_, known)| known == unknown) {
                    Some((groups, _)) => *groups |= bit,
                    None => doubts.brings.push((bit, *unknown)),
                }
            }
        }
        doubts
    }

    /// Every set of groups that some truth of the unknowns gives.
    fn ways(&self) -> Result<Vec<Held>, TooMany> {
        let too_many = || TooMany {
            unknowns: sorted(self.brings.iter().map(|(_, unknown)| *unknown)),
        };
        if self.groups.len() > Held::BITS as usize {
            return Err(too_many());
        }
        let mut ways = vec![0];
        for (groups, _) in &self.brings {
            for i in 0..ways.len() {
                ways.push(ways[i] | groups);
            }
            ways.sort_unstable();
            ways.dedup();
            if ways.len() > MOST_COMPLETIONS {
                return Err(too_many());
            }
        }
        Ok(ways)
    }

    /// The token with these groups, and without all others that are in doubt.
    fn complete(&self, held: Held) -> Token {
        let mut token = self.token.clone();
        let mut place = 0;
        let mut keep = |group: &mut Group| match group.certainty {
            Certainty::Held => true,
            Certainty::Perhaps(_) => {
                group.certainty = Certainty::Held;
                let matters = self.groups.get(place) == Some(&group.sid);
                let here = matters && held >> place & 1 != 0;
                place += usize::from(matters);
                here
            }
        };
        token.groups.retain_mut(&mut keep);
        token.device_groups.retain_mut(&mut keep);
        token
    }

    /// A truth of the unknowns that gives these groups: all that bring no other are true.
    fn truth(&self, held: Held) -> Vec<Unknown> {
        let within = self.brings.iter().filter(|(groups, _)| groups & !held == 0);
        sorted(within.map(|(_, unknown)| *unknown))
    }

    /// The unknowns that change the answer: when one becomes true, its groups join those that are there.
    fn deciding(&self, ways: &[Held], given: &[AccessMask]) -> Vec<Unknown> {
        let answer = |held: Held| ways.binary_search(&held).map(|at| given[at]);
        let decides = |groups: Held| {
            let mut both = ways.iter().zip(given);
            both.any(|(held, one)| answer(held | groups) != Ok(*one))
        };
        let deciding = self.brings.iter().filter(|(groups, _)| decides(*groups));
        sorted(deciding.map(|(_, unknown)| *unknown))
    }
}

fn sorted(unknowns: impl Iterator<Item = Unknown>) -> Vec<Unknown> {
    let mut sorted: Vec<_> = unknowns.collect();
    sorted.sort_unstable();
    sorted
}

/// Whether an answer about this descriptor can depend on whether the token holds this SID.
fn speaks_of(
    descriptor: &SecurityDescriptor,
    sid: &Sid,
    token: &Token,
    principal_self: Option<Sid>,
) -> bool {
    // OWNER RIGHTS and PRINCIPAL SELF stand for these two.
    let stood_for = descriptor.owner.iter().chain(&principal_self);
    stood_for.into_iter().any(|one| same(one, sid))
        || descriptor.dacl.aces().iter().any(|ace| {
            let beside = if let AceKind::AllowCompound { server, .. } = &ace.kind {
                same(server, sid)
            } else {
                condition_of(&ace.kind).is_some_and(|condition| {
                    condition_sids(condition, descriptor, token).contains(sid)
                })
            };
            beside || same(&ace.sid, sid)
        })
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

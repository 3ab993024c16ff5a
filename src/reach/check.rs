//! Is a derivation one? Is a certificate one? Every step is judged anew from the server and its footprint.
//!
//! Nothing of the program is used: not its clauses, not its conditions, not what its objects and tokens are said to be beside
//! their names. For each rule there is a small function that says whether the rule leads from these claims to that claim. Grants
//! in derivations are proofs that [`super::verify`] accepts, wherever the object has a path and the token is one that the facts
//! tell; else the check is asked once more.

mod accounts;
mod closed;
mod files;
mod grants;
mod hosts;
mod misstep;
mod served;
mod system;

use rustc_hash::FxHashMap;

use super::{
    Bound, Claim, Derivation, ObjectId, Power, Reach, RuleId, RuleSet, TokenId, actor::Actor,
    model::Holds, rules::RULES,
};
use crate::world::{
    Footprint, Server, TokenFacts,
    footprint::{Host, HostId, Securable},
};

pub use closed::{Escape, check_certificate};
pub use misstep::{Fault, Misstep};

/// Whether a rule leads from claims to a claim: in every completion or in some; or why it does not.
type Judged = Result<Holds, Fault>;

/// Judges one rule: its premises and its conclusion.
type Judge = fn(&mut Checker<'_, '_>, &[Claim], Claim) -> Judged;

/// Every rule that says something new, with what judges it.
const JUDGES: [(&str, Judge); 33] = [
    ("may", files::may),
    ("writes", files::writes),
    ("above", files::above),
    ("somewhere", hosts::somewhere),
    ("E1", hosts::own_token),
    ("E3", hosts::same_user),
    ("E4", files::reads),
    ("E5", served::runs),
    ("E6", served::obeys),
    ("E6b", files::uploads),
    ("E7", accounts::metabase),
    ("E8", accounts::stored),
    ("E9", accounts::copied),
    ("E10", hosts::code_cache),
    ("E11", system::impersonates),
    ("E13", system::out_of_process),
    ("E14", served::named_in_error),
    ("E14b", served::named),
    ("E15", accounts::changes),
    ("E16", files::frees),
    ("E17", hosts::service),
    ("E18", hosts::task),
    ("E19", hosts::libraries),
    ("E20", accounts::over_the_network),
    ("E23", hosts::component),
    ("E25", hosts::machine_key),
    ("E27", accounts::guessed),
    ("E28", hosts::handed),
    ("E29", system::amounts_to_system),
    ("E30", system::has_everything),
    ("E31", files::puts),
    ("E32", system::configures),
    ("E33", accounts::log_on),
];

/// Whether the derivation holds: it begins with what the actor has, and each step follows by one of these rules.
///
/// # Errors
/// The first step that does not.
pub fn check_derivation(
    derivation: &Derivation,
    reach: &Reach<'_>,
    actor: &Actor,
    bound: Bound,
    rules: RuleSet,
) -> Result<(), Misstep> {
    let mut checker = Checker::new(reach, true);
    checker.tree(
        derivation,
        &Asked {
            actor,
            bound,
            rules,
        },
    )
}

/// What a derivation is of.
struct Asked<'q> {
    actor: &'q Actor,
    bound: Bound,
    rules: RuleSet,
}

/// What is known while something is checked.
pub(super) struct Checker<'r, 'a> {
    reach: &'r Reach<'a>,
    server: &'a Server,
    footprint: &'a Footprint,
    /// Whether grants have to be proved.
    proofs: bool,
    grants: FxHashMap<(TokenId, ObjectId, Power), Judged>,
}

impl<'r, 'a> Checker<'r, 'a> {
    fn new(reach: &'r Reach<'a>, proofs: bool) -> Checker<'r, 'a> {
        Checker {
            reach,
            server: reach.server(),
            footprint: reach.footprint(),
            proofs,
            grants: FxHashMap::default(),
        }
    }

    fn tree(&mut self, derivation: &Derivation, asked: &Asked<'_>) -> Result<(), Misstep> {
        let misstep = |rule, fault| Misstep {
            claim: derivation.claim,
            rule,
            fault,
        };
        let Some(step) = &derivation.step else {
            let begins = self.begins(derivation.claim, asked);
            return begins.map_err(|fault| misstep(None, fault));
        };
        for from in &step.from {
            self.tree(from, asked)?;
        }
        let judged = if asked.rules.contains(step.rule) {
            let premises: Vec<Claim> = step.from.iter().map(meant).collect();
            self.judge(step.rule, &premises, derivation.claim)
        } else {
            Err(Fault::Rule)
        };
        match (judged, asked.bound) {
            (Ok(Holds::Yes), _) | (Ok(Holds::Perhaps), Bound::Possible) => Ok(()),
            (Ok(Holds::Perhaps | Holds::No), _) => Err(misstep(Some(step.rule), Fault::NotCertain)),
            (Err(fault), _) => Err(misstep(Some(step.rule), fault)),
        }
    }

    /// Whether the actor begins with that.
    fn begins(&self, claim: Claim, asked: &Asked<'_>) -> Result<(), Fault> {
        let has = match claim {
            Claim::Code(host) => asked.actor.code.contains(&host),
            Claim::CodeSomewhere => asked.actor.session,
            Claim::Wields(token) => {
                let facts = self.reach.token(token);
                let mut held = asked.actor.wields.iter();
                held.any(|held| {
                    (held.certain || asked.bound == Bound::Possible) && is_same(&held.token, facts)
                })
            }
            Claim::WieldsOneOf(_)
            | Claim::May(..)
            | Claim::Free(_)
            | Claim::Plants(_)
            | Claim::Reads(_)
            | Claim::Writes(_)
            | Claim::Knows(_)
            | Claim::Joins(_)
            | Claim::Starts(_)
            | Claim::System => false,
        };
        has.then_some(()).ok_or(Fault::NotBegun)
    }

    /// Whether that rule leads from these claims to that one, in whatever order they are told.
    fn judge(&mut self, rule: RuleId, premises: &[Claim], conclusion: Claim) -> Judged {
        let name = RULES.get(usize::from(rule.0)).map(|row| row.name);
        // Who acts with a token acts with one of several: that says nothing, and nothing is made of it.
        if let (Some("may"), [Claim::Wields(_)], Claim::WieldsOneOf(_)) =
            (name, premises, conclusion)
        {
            return Ok(Holds::Yes);
        }
        let judge = JUDGES.iter().find(|(known, _)| Some(*known) == name);
        let (_, judge) = judge.ok_or(Fault::Rule)?;
        match premises {
            [one, other] => match judge(self, premises, conclusion) {
                Err(Fault::Shape) => judge(self, &[*other, *one], conclusion),
                judged => judged,
            },
            _ => judge(self, premises, conclusion),
        }
    }

    fn what(&self, object: ObjectId) -> &'r Securable {
        &self.reach.object(object).what
    }

    fn token(&self, token: TokenId) -> &'r TokenFacts {
        self.reach.token(token)
    }

    fn host(&self, host: HostId) -> Result<&'a Host, Fault> {
        let host = self.footprint.hosts.get(host.0 as usize);
        host.ok_or(Fault::Lacks("there is no such host"))
    }
}

/// The claim that a premise comes to: for one of several tokens, the one that it was of.
fn meant(from: &Derivation) -> Claim {
    match (from.claim, &from.step) {
        (Claim::WieldsOneOf(_), Some(step)) => match step.from.as_slice() {
            [one] => one.claim,
            _ => from.claim,
        },
        (claim, _) => claim,
    }
}

/// Whether nothing tells two tokens apart.
fn is_same(one: &TokenFacts, other: &TokenFacts) -> bool {
    one.token == other.token
        && one.principal == other.principal
        && one.logon == other.logon
        && one.privileges == other.privileges
        && one.unknowns == other.unknowns
        && one.perhaps_integrity == other.perhaps_integrity
}

/// It is so if that is so.
fn given(so: bool, lacks: &'static str) -> Judged {
    match so {
        true => Ok(Holds::Yes),
        false => Err(Fault::Lacks(lacks)),
    }
}

/// The best of several ways; why the last one is none, if none is.
fn any(ways: impl IntoIterator<Item = Judged>, none: &'static str) -> Judged {
    let mut best: Judged = Err(Fault::Lacks(none));
    for way in ways {
        best = match (best, way) {
            (Ok(one), Ok(other)) => Ok(one.or(other)),
            (Ok(one), Err(_)) | (Err(_), Ok(one)) => Ok(one),
            (Err(Fault::Lacks(_)), Err(fault)) | (Err(fault), Err(_)) => Err(fault),
        };
    }
    best
}

/// Both.
fn both(one: Judged, other: Judged) -> Judged {
    Ok(one?.and(other?))
}

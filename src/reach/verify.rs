//! Is a proof a proof? Every leaf is looked up among the facts, every list is put together anew, every case walked again.
//!
//! None of this is shared with the evaluation but plain data, the names of accounts and the reader of SDDL: slow and
//! plain code, so that a mistake would have to be made twice. Lines with conditions, object types or labels of other kinds than
//! NO_WRITE_UP are not judged here; a proof that needs one is turned down with [`Flaw::NotChecked`].

mod bearer;
mod cases;
mod flaw;
mod lists;
mod stated;

pub use flaw::{Flaw, NotChecked};

use super::{Outcome, Proof};
use crate::{
    nt::Sid,
    world::{Fact, FactId, Server, Who},
};

/// Whether the proof holds on this server.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn verify(proof: &Proof, server: &Server) -> Result<(), Flaw> {
    if proof.asked.rules != server.rules() {
        return Err(Flaw::OtherWindows);
    }
    bearer::check(&proof.bearer, server)?;
    for thing in std::iter::once(&proof.object)
        .chain(&proof.parent)
        .chain(&proof.above)
    {
        lists::check(thing, &proof.bearer, server)?;
    }
    let above = proof.object.path.parent();
    let asked = proof.asked.or_parent.is_some();
    if proof.parent.as_ref().map(|parent| &parent.path) != above.as_ref().filter(|_| asked)
        || (asked && above.is_none())
    {
        return Err(Flaw::OtherParent);
    }
    for round in &proof.rounds {
        cases::check(proof, round, server)?;
    }
    let mut outcomes = proof.rounds.iter().map(|round| round.outcome);
    let first = outcomes.next().ok_or(Flaw::NoCases)?;
    let follows = if outcomes.all(|other| other == first) {
        first
    } else {
        Outcome::Unknown
    };
    if follows == proof.outcome {
        Ok(())
    } else {
        Err(Flaw::Outcome {
            claimed: proof.outcome,
            follows,
        })
    }
}

/// A fact of this server.
fn fact(server: &Server, id: FactId) -> Result<&Fact, Flaw> {
    server
        .facts()
        .nth(id.0 as usize)
        .map(|(_, fact)| fact)
        .ok_or(Flaw::NoSuchFact(id))
}

/// Who is meant, if it is one and no other.
fn sid_of(server: &Server, who: &Who) -> Option<Sid> {
    let id = server.accounts().look_up(who)?;
    Some(server.principal(id).key())
}

//! Which of a token's SIDs brings a right. Windows looks rights up by all SIDs of the token, those for denials only among them.

use super::TokenFacts;
use crate::{
    nt::{Certainty, Sid, Unknown},
    world::{FactId, Name, RightSource, Server, Statement},
};

/// A right that a token brings, with the SID that holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BroughtRight {
    /// The SID of the token that holds the right; one that is certainly there before one that perhaps is.
    pub holder: Sid,
    /// Why that SID holds it.
    pub source: RightSource,
    /// Empty if the token brings it; else it does if one of these is true.
    pub perhaps: Vec<Unknown>,
}

impl Server {
    /// The sentences that say who holds a right. Without any, the documented default of that Windows counts; with one, the stated list
    /// alone.
    pub fn stated_right(&self, right: &Name) -> Vec<FactId> {
        let stated = self.facts().filter(|(_, fact)| {
            matches!(&fact.statement, Statement::Right { right: stated, .. } if stated == right)
        });
        stated.map(|(id, _)| id).collect()
    }

    /// Which of a token's SIDs holds a right; `None` if none does in any completion of what is known.
    pub fn right_of_token(&self, facts: &TokenFacts, right: &Name) -> Option<BroughtRight> {
        let mut doubtful: Option<BroughtRight> = None;
        for (holder, source) in self.rights().holders(right) {
            let Some(perhaps) = holds(facts, holder) else {
                continue;
            };
            if perhaps.is_empty() {
                return Some(BroughtRight {
                    holder: *holder,
                    source: *source,
                    perhaps,
                });
            }
            let first = doubtful.get_or_insert(BroughtRight {
                holder: *holder,
                source: *source,
                perhaps: Vec::new(),
            });
            first.perhaps.extend(perhaps);
        }
        if let Some(doubtful) = &mut doubtful {
            doubtful.perhaps.sort();
            doubtful.perhaps.dedup();
        }
        doubtful
    }
}

/// On what it depends whether the token holds the SID: on nothing, or on one of these being true. `None` if it does not.
fn holds(facts: &TokenFacts, sid: &Sid) -> Option<Vec<Unknown>> {
    if facts.token.user == *sid {
        return Some(Vec::new());
    }
    match &facts.token.group(sid)?.certainty {
        Certainty::Held => Some(Vec::new()),
        Certainty::Perhaps(unknowns) => Some(unknowns.clone()),
    }
}

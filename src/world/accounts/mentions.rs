//! The accounts that facts speak of without declaring them, and what to say of those that nobody declares.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::{Meaning, PrincipalKind};
use crate::{
    text::Diagnostic,
    world::{Name, Origin, Who},
};

/// So many undeclared names are compared with all declared ones; where there are more, nobody reads the help.
pub(super) const COMPARED: usize = 64;

/// An account that facts speak of.
#[derive(Clone, Debug)]
pub(super) struct Mention<'a> {
    pub who: Who,
    /// What the facts show of it: only groups have members.
    pub kinds: BTreeSet<PrincipalKind>,
    pub origin: &'a Origin,
}

/// The accounts that facts speak of, each once.
#[derive(Default)]
pub(crate) struct Mentions<'a>(FxHashMap<Who, Mention<'a>>);

impl<'a> Mentions<'a> {
    /// A fact speaks of this account. Of several spellings the first in order is kept.
    pub(crate) fn add(&mut self, who: &Who, kind: PrincipalKind, origin: &'a Origin) {
        match self.0.get_mut(who) {
            Some(known) => {
                known.kinds.insert(kind);
                if spelling(who) < spelling(&known.who) {
                    known.who = who.clone();
                    known.origin = origin;
                }
            }
            None => {
                let kinds = BTreeSet::from([kind]);
                let mention = Mention {
                    who: who.clone(),
                    kinds,
                    origin,
                };
                self.0.insert(who.clone(), mention);
            }
        }
    }

    /// Names with an authority first, so that a bare name can mean an account that is only mentioned with one.
    pub(super) fn in_order(self) -> Vec<Mention<'a>> {
        let mut mentions: Vec<Mention<'_>> = self.0.into_values().collect();
        let rank = |mention: &Mention<'_>| match &mention.who {
            Who::Name(name) => u8::from(name.authority().is_none()),
            Who::Sid(_) => 2,
        };
        mentions.sort_by(|a, b| (rank(a), &a.who).cmp(&(rank(b), &b.who)));
        mentions
    }
}

fn spelling(who: &Who) -> Option<&str> {
    match who {
        Who::Name(name) => Some(name.as_str()),
        Who::Sid(_) => None,
    }
}

/// What to say of a name that nobody declares: who may have been meant, of the declared names given folded and as written.
pub(super) fn undeclared(
    meaning: &Meaning,
    name: &Name,
    declared: &[(String, Name)],
    origin: &Origin,
) -> Option<Diagnostic> {
    match meaning {
        Meaning::Local(_) | Meaning::Domain(..) => {}
        Meaning::Pool(pool) => {
            let headline =
                format!("there is no pool `{pool}`; its account is known by its name all the same");
            return Some(origin.mark(Diagnostic::note("no-such-pool", headline)));
        }
        Meaning::BuiltIn(_) | Meaning::Service(_) | Meaning::Sid(_) | Meaning::Bare(_) => {
            return None;
        }
    }
    let folded = crate::world::fold(name.as_str());
    let near = |(known, _): &&(String, Name)| {
        known.len().abs_diff(folded.len()) <= 4
            && *known != folded
            && strsim::osa_distance(known, &folded) <= (folded.chars().count() / 4).min(2)
    };
    let candidates: Vec<String> = declared
        .iter()
        .filter(near)
        .map(|(_, name)| name.to_string())
        .collect();
    let headline = format!("`{name}` is not declared; taken as an account of its own");
    let diagnostic = match candidates.first() {
        None => Diagnostic::note("undeclared-account", headline),
        Some(nearest) => Diagnostic::warning("undeclared-account", headline)
            .help(format!("did you mean `{nearest}`?")),
    };
    Some(origin.mark(diagnostic).candidates(candidates))
}

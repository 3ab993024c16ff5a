//! Objects on other machines, `\\machine\share…`: whoever acts is there who it is on the network.

use super::{
    can::{self, Pair, Site},
    explain::plain,
    subject::Acting,
};
use crate::{
    query::{
        Ground, KindOfNo, Note, Said, Verdict, meaning,
        resolve::Resolver,
        syntax::{self, Written},
    },
    text::Diagnostic,
    world::{Credentials, Name, NetworkIdentity, OTHER_MACHINE, Origin},
};

/// Whether one subject can do that to an object of another machine.
///
/// # Errors
/// As [`can::can`].
pub fn judge(
    acting: &Acting,
    machine: &Name,
    wanted: &Written<syntax::Wanted>,
    site: &mut Site<'_>,
    resolver: &Resolver<'_>,
) -> Result<Pair, Box<Diagnostic>> {
    let server = resolver.server;
    let Some(facts) = &acting.facts else {
        return can::here(acting, wanted, site, resolver);
    };
    let credentials = Credentials::of(facts.logon);
    let identity = server.network_token(facts, credentials, machine);
    let told = |who: &str, why: &str| {
        plain(Ground::Stated {
            says: format!("to {machine}, {} is {who}: {why}", acting.words),
        })
    };
    let mut pair = match identity {
        NetworkIdentity::Account { name, token, why } => {
            let mut outside = acting.clone();
            outside.facts = Some(*token);
            outside.logon_unsaid = false;
            outside.stands_on.extend(acting.evidence(server));
            outside
                .stands_on
                .extend(name.map(|name| told(name.as_str(), why)));
            outside.words = format!("{} on {machine}", acting.words);
            can::here(&outside, wanted, site, resolver)?
        }
        NetworkIdentity::Anonymous { token, why } => {
            let mut outside = acting.clone();
            outside.facts = Some(*token);
            outside.logon_unsaid = false;
            outside.stands_on.extend(acting.evidence(server));
            outside.stands_on.push(told("anonymous", why));
            outside.words = format!("{} on {machine}", acting.words);
            can::here(&outside, wanted, site, resolver)?
        }
        NetworkIdentity::NoSecondHop { why } => {
            let mut pair = without_answer(wanted, site, resolver)?;
            pair.verdict = Verdict::No(KindOfNo::Gated);
            pair.evidence.extend(acting.evidence(server));
            pair.evidence.push(told("nobody", why));
            pair
        }
        NetworkIdentity::Unknown { says, fact } => {
            let mut pair = without_answer(wanted, site, resolver)?;
            pair.evidence.extend(acting.evidence(server));
            pair.gaps.push(Said {
                says,
                at: fact.map_or(Origin::Unsaid, |fact| server.origin(fact).clone()),
            });
            pair
        }
    };
    pair.proof = None;
    pair.notes.push(Note::Remark(OTHER_MACHINE.into()));
    Ok(pair)
}

fn without_answer(
    wanted: &Written<syntax::Wanted>,
    site: &Site<'_>,
    resolver: &Resolver<'_>,
) -> Result<Pair, Box<Diagnostic>> {
    let server = resolver.server;
    let meaning = meaning::meaning(wanted, site.described.kind, server.rules(), resolver)?;
    Ok(Pair {
        verdict: Verdict::Unknown,
        wanted: meaning.wanted,
        evidence: Vec::new(),
        gaps: Vec::new(),
        notes: Vec::new(),
        proof: None,
    })
}

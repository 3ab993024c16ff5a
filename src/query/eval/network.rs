//! Objects on other machines, `\\machine\share…`: whoever acts is there who it is on the network.

use super::{
    can::{self, Pair, Site},
    explain::plain,
    subject::Acting,
};
use crate::{
    query::{
        Evidence, Ground, KindOfNo, Note, Said, Verdict, meaning,
        resolve::Resolver,
        syntax::{self, Written},
    },
    text::Diagnostic,
    world::{Credentials, Name, NetworkIdentity, OTHER_MACHINE, Origin, Server, TokenFacts},
};

/// Who somebody is to another machine.
pub enum Seen {
    /// Somebody with a token there.
    As(Box<Acting>),
    /// Nobody: it cannot call at all.
    Nobody(Vec<Evidence>),
    /// It is not known.
    Open(Said),
}

/// Who somebody that acts here is to another machine.
pub fn seen(acting: &Acting, machine: &Name, server: &Server) -> Seen {
    let Some(facts) = &acting.facts else {
        return Seen::As(Box::new(acting.clone()));
    };
    let told = |who: &str, why: &str| {
        plain(Ground::Stated {
            says: format!("to {machine}, {} is {who}: {why}", acting.words),
        })
    };
    let outside = |token: TokenFacts, step: Option<Evidence>| {
        let mut outside = acting.clone();
        outside.facts = Some(token);
        outside.logon_unsaid = false;
        outside.stands_on = acting.evidence(server);
        outside.stands_on.extend(step);
        outside.words = format!("{} on {machine}", acting.words);
        Seen::As(Box::new(outside))
    };
    match server.network_token(facts, Credentials::of(facts.logon), machine) {
        NetworkIdentity::Account { name, token, why } => {
            outside(*token, name.map(|name| told(name.as_str(), why)))
        }
        NetworkIdentity::Anonymous { token, why } => outside(*token, Some(told("anonymous", why))),
        NetworkIdentity::NoSecondHop { why } => {
            let mut steps = acting.evidence(server);
            steps.push(told("nobody", why));
            Seen::Nobody(steps)
        }
        NetworkIdentity::Unknown { says, fact } => Seen::Open(Said {
            says,
            at: fact.map_or(Origin::Unsaid, |fact| server.origin(fact).clone()),
        }),
    }
}

/// What to say beside every answer about another machine.
pub fn remark() -> Note {
    Note::Remark(OTHER_MACHINE.into())
}

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
    let mut pair = match seen(acting, machine, resolver.server) {
        Seen::As(outside) => can::here(&outside, wanted, site, resolver)?,
        Seen::Nobody(steps) => {
            let mut pair = without_answer(wanted, site, resolver)?;
            pair.verdict = Verdict::No(KindOfNo::Gated);
            pair.evidence = steps;
            pair
        }
        Seen::Open(gap) => {
            let mut pair = without_answer(wanted, site, resolver)?;
            pair.evidence = acting.evidence(resolver.server);
            pair.gaps.push(gap);
            pair
        }
    };
    pair.proof = None;
    pair.notes.push(remark());
    Ok(pair)
}

fn without_answer(
    wanted: &Written<syntax::Wanted>,
    site: &Site<'_>,
    resolver: &Resolver<'_>,
) -> Result<Pair, Box<Diagnostic>> {
    let server = resolver.server;
    let meaning = meaning::meaning(wanted, site.described.kind, server.rules(), resolver)?;
    Ok(Pair::open(meaning.wanted, Vec::new()))
}

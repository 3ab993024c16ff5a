//! `can S come to V O`, for one and one object: by what the closure says of the object, or by a token that S comes to act with.

use std::rc::Rc;

use super::{
    can::{self, Pair, Site},
    chain::Chain,
    journey::{Come, Journey, Refused, steps},
    subject::Acting,
};
use crate::{
    query::{
        Evidence, Ground, KindOfNo, Note, Verdict,
        resolve::{Object, Resolver, Subject, Thing},
        syntax::{self, Way, Written},
    },
    reach::{Bound, Claim, Derivation, Power, Reach, TokenId, actor::Actor},
    text::Diagnostic,
    world::{Server, Verb, footprint::Securable},
};

/// How pairs are judged: by the tokens of now, or by what can be come to.
pub enum Judge<'j, 'q, 'e> {
    /// Now.
    Now(&'j Resolver<'q>),
    /// By steps.
    BySteps(&'j Journey<'q, 'e>, Rc<Reach<'e>>),
}

impl<'j, 'q, 'e> Judge<'j, 'q, 'e> {
    /// For these who act and these objects.
    pub fn of(
        way: Way,
        journey: &'j Journey<'q, 'e>,
        actors: &[&Acting],
        objects: &[&Object],
    ) -> Judge<'j, 'q, 'e> {
        if way == Way::Now || journey.directly {
            return Judge::Now(journey.resolver);
        }
        let seeds: Vec<Actor> = actors.iter().map(|acting| journey.actor(acting)).collect();
        let server = journey.resolver.server;
        let brought = objects
            .iter()
            .flat_map(|object| securables(object, server))
            .collect();
        let reach = journey.reach(&seeds.iter().collect::<Vec<&Actor>>(), brought);
        Judge::BySteps(journey, reach)
    }

    /// What names are looked up in.
    pub fn resolver(&self) -> &'j Resolver<'q> {
        match self {
            Judge::Now(resolver) => resolver,
            Judge::BySteps(journey, _) => journey.resolver,
        }
    }

    /// Whether it asks about now.
    pub fn is_now(&self) -> bool {
        matches!(self, Judge::Now(_))
    }

    /// Whether one can do that to one object, and why.
    ///
    /// # Errors
    /// The verb means nothing on that kind of object.
    pub fn pair(
        &self,
        acting: &Acting,
        wanted: &Written<syntax::Wanted>,
        site: &mut Site<'_>,
    ) -> Result<Pair, Box<Diagnostic>> {
        match self {
            Judge::Now(resolver) => can::can(acting, wanted, site, resolver),
            Judge::BySteps(journey, reach) => come_to(acting, wanted, site, journey, reach),
        }
    }

    /// The same alone, with what else there is to know.
    ///
    /// # Errors
    /// As [`Judge::pair`].
    pub fn alone(
        &self,
        acting: &Acting,
        wanted: &Written<syntax::Wanted>,
        site: &mut Site<'_>,
    ) -> Result<Pair, Box<Diagnostic>> {
        match self {
            Judge::Now(resolver) => can::proved(acting, wanted, site, resolver),
            Judge::BySteps(journey, reach) => {
                let mut pair = come_to(acting, wanted, site, journey, reach)?;
                if matches!(pair.verdict, Verdict::No(_)) {
                    let weak = journey.with_weaknesses();
                    let brought = securables(site.object, journey.resolver.server);
                    let reach = weak.also_guessed(reach, &[&journey.actor(acting)], brought);
                    let way = come_to(acting, wanted, site, &weak, &reach)?;
                    pair.notes.extend(by_weakness(way.verdict, &way.evidence));
                }
                Ok(pair)
            }
        }
    }
}

/// That a known weakness would change a no.
pub fn by_weakness(verdict: Verdict, evidence: &[Evidence]) -> Option<Note> {
    let how = match verdict {
        Verdict::Yes => "it would be a yes",
        Verdict::Unknown => "it would not be settled",
        Verdict::No(_) => return None,
    };
    let mut names: Vec<&str> = Vec::new();
    for step in evidence {
        if let Ground::Step {
            rule, weak: true, ..
        } = step.ground
            && !names.contains(&rule)
        {
            names.push(rule);
        }
    }
    let which = match names.as_slice() {
        [] => "with known weaknesses".to_owned(),
        [one] => format!("with the known weakness {one}"),
        several => format!("with the known weaknesses {}", several.join(", ")),
    };
    Some(Note::Remark(format!(
        "{which} {how}: ask it `with weaknesses`"
    )))
}

/// Whether one can come to do that to one object.
fn come_to(
    acting: &Acting,
    wanted: &Written<syntax::Wanted>,
    site: &mut Site<'_>,
    journey: &Journey<'_, '_>,
    reach: &Reach<'_>,
) -> Result<Pair, Box<Diagnostic>> {
    let server = journey.resolver.server;
    let mut now = can::can(acting, wanted, site, journey.resolver)?;
    if now.verdict == Verdict::Yes {
        now.notes
            .push(Note::Remark("it can now, without a step".into()));
        return Ok(now);
    }
    let actor = journey.actor(acting);
    let (targets, whole) = targets(&wanted.node, site, reach, server);
    let come = journey.come_to(reach, &actor, &targets);
    let mut best: Option<(Derivation, Vec<Evidence>)> = None;
    let mut perhaps: Option<Pair> = None;
    let mut refused: Option<Refused> = None;
    let chain = Chain::of(journey, reach);
    match come {
        Come::Yes(derivation) => best = Some((derivation, Vec::new())),
        Come::Unknown(possible, gaps) => {
            let mut pair = Pair::open(now.wanted.clone(), chain.gaps(&gaps));
            pair.evidence = chain.told(&possible);
            perhaps = Some(pair);
        }
        Come::No(found) => refused = Some(found),
    }
    if !whole {
        for (token, distance) in tokens(reach, &actor, journey) {
            if journey.most.is_some_and(|most| distance >= most) {
                continue;
            }
            let nearer = |(known, _): &(Derivation, Vec<Evidence>)| steps(known) <= distance;
            if best.as_ref().is_some_and(nearer) {
                break;
            }
            let bearer = bearer(token, reach, server);
            let pair = can::can(&bearer, wanted, site, journey.resolver)?;
            if matches!(pair.verdict, Verdict::No(_)) {
                continue;
            }
            match (
                journey.come_to(reach, &actor, &[Claim::Wields(token)]),
                pair.verdict,
            ) {
                (Come::Yes(derivation), Verdict::Yes) => best = Some((derivation, pair.evidence)),
                (Come::Yes(derivation), _) => {
                    let mut open = pair;
                    open.evidence = chain.told(&derivation);
                    perhaps.get_or_insert(open);
                }
                (Come::Unknown(possible, gaps), _) => {
                    let mut open = Pair::open(pair.wanted, chain.gaps(&gaps));
                    open.gaps.extend(pair.gaps);
                    open.evidence = chain.told(&possible);
                    perhaps.get_or_insert(open);
                }
                (Come::No(_), _) => {}
            }
        }
    }
    if let Some((derivation, after)) = best {
        let mut evidence = can::url(site.object, server);
        evidence.extend(chain.told(&derivation));
        evidence.extend(after);
        return Ok(Pair {
            verdict: Verdict::Yes,
            wanted: now.wanted,
            evidence,
            gaps: Vec::new(),
            notes: Vec::new(),
            proof: None,
        });
    }
    if let Some(mut open) = perhaps {
        open.gaps.extend(now.gaps);
        open.gaps.dedup();
        return Ok(open);
    }
    if now.verdict == Verdict::Unknown {
        // Nothing that it comes to settles what is open now.
        return Ok(now);
    }
    now.evidence.extend(match &refused {
        Some(refused) => chain.refusal(refused),
        None => Vec::new(),
    });
    now.verdict = Verdict::No(KindOfNo::Unreachable);
    now.notes.clear();
    now.proof = None;
    Ok(now)
}

/// The tokens that an actor can come to act with, the nearest first.
pub fn tokens(reach: &Reach<'_>, actor: &Actor, journey: &Journey<'_, '_>) -> Vec<(TokenId, u32)> {
    let mut all = reach.wielded(actor, journey.rules, Bound::Possible);
    all.sort_by_key(|(token, distance)| (*distance, *token));
    all
}

/// Somebody who acts with that token.
pub fn bearer(token: TokenId, reach: &Reach<'_>, server: &Server) -> Acting {
    let facts = reach.token(token);
    let (subject, words) = match facts.principal {
        Some(id) => (
            Subject::Principal(id),
            server.principal(id).name().to_string(),
        ),
        None => {
            let user = facts.token.user;
            (Subject::Stranger(user), server.accounts().display(&user))
        }
    };
    Acting::of(subject, words, Some(facts.clone()))
}

/// What an object is to the closure: itself, and the folder above.
fn securables(object: &Object, server: &Server) -> Vec<Securable> {
    if object.thing != Thing::Path {
        return Vec::new();
    }
    let described = server.describe(&object.path, object.noun);
    let own = match described.kind {
        crate::nt::ObjectKind::Key => Securable::Key(object.path.clone()),
        crate::nt::ObjectKind::Folder => Securable::Folder(object.path.clone()),
        _ => Securable::File(object.path.clone()),
    };
    let parent = object.path.parent();
    let is_key = matches!(own, Securable::Key(_));
    let above = parent.filter(|_| !is_key).map(Securable::Folder);
    std::iter::once(own).chain(above).collect()
}

/// The claims that are what is asked for, and whether they are all that could give it: rights that no claim is about come by tokens.
fn targets(
    wanted: &syntax::Wanted,
    site: &Site<'_>,
    reach: &Reach<'_>,
    server: &Server,
) -> (Vec<Claim>, bool) {
    let mut places = securables(site.object, server).into_iter();
    let Some(object) = places.next().and_then(|own| reach.object_of(&own)) else {
        return (Vec::new(), false);
    };
    let parent = places.next().and_then(|above| reach.object_of(&above));
    let may = |power| Claim::May(object, power);
    let free = Claim::Free(object);
    let verb = match wanted {
        syntax::Wanted::Verb(verb) => *verb,
        syntax::Wanted::Letters(_)
        | syntax::Wanted::Right(_)
        | syntax::Wanted::Mask(_)
        | syntax::Wanted::Remotely(_)
        | syntax::Wanted::RequestAs(_) => return (vec![free], false),
    };
    match verb {
        Verb::Read => (vec![Claim::Reads(object)], true),
        Verb::Write => (vec![Claim::Writes(object)], true),
        Verb::List => (vec![Claim::Reads(object), free], false),
        Verb::Append => (vec![may(Power::Append), Claim::Plants(object), free], true),
        Verb::CreateFiles => (vec![may(Power::AddFile), free], true),
        Verb::CreateFolders => (vec![may(Power::AddFolder), free], true),
        Verb::ChangePermissions => (vec![may(Power::ChangePermissions), free], true),
        Verb::TakeOwnership => (vec![may(Power::TakeOwnership), free], true),
        Verb::Delete => {
            let mut all = vec![may(Power::Delete), free];
            if let Some(parent) = parent {
                all.push(Claim::May(parent, Power::DeleteChild));
                all.push(Claim::Free(parent));
            }
            (all, true)
        }
        Verb::Execute | Verb::Traverse | Verb::Modify | Verb::Control | Verb::ReadPermissions => {
            (vec![free, Claim::Plants(object)], false)
        }
        Verb::Launch
        | Verb::Activate
        | Verb::Access
        | Verb::Use
        | Verb::Start
        | Verb::Stop
        | Verb::Configure
        | Verb::Request
        | Verb::Become => (Vec::new(), false),
    }
}

//! `can S become P`: come to act with a token of P's, or to run code in P's process. For a group: with a token that holds it.

use super::{
    Bag,
    by_steps::{bearer, by_weakness, tokens},
    can::Pair,
    chain::Chain,
    journey::{Come, Journey},
    rows,
    seeds::{party, seeds},
    sets,
    subject::Acting,
    together,
};
use crate::{
    nt::{Certainty, GroupAttributes, Sid},
    query::{
        Answer, Claim as Said, KindOfNo, Note, Row, Verdict, Wanted,
        resolve::Subject,
        syntax::{Actor, ActorKind, Set, Written},
    },
    reach::{Claim, Reach, TokenId, actor},
    text::Diagnostic,
    world::{
        ComponentIdentity, Name, PrincipalId, PrincipalKind, Reading, Server, TokenFacts,
        well_known::sid,
    },
};

/// Whom one can become.
pub struct Whom {
    /// In the words of the answer.
    pub words: String,
    hosts: Vec<crate::world::footprint::HostId>,
    users: Vec<Sid>,
    group: Option<Sid>,
}

impl Whom {
    /// The one that a question names.
    ///
    /// # Errors
    /// Nobody is called so.
    pub fn named(
        whom: &Written<Actor>,
        journey: &Journey<'_, '_>,
    ) -> Result<Whom, Box<Diagnostic>> {
        let acting = Acting::named(&whom.node, whom.span, journey.resolver)?;
        Ok(Whom::of(&acting, journey))
    }

    /// That one: its account, and where its code runs.
    pub fn of(acting: &Acting, journey: &Journey<'_, '_>) -> Whom {
        let server = journey.resolver.server;
        let footprint = journey.engine.footprint();
        let mut whom = Whom {
            words: acting.words.clone(),
            hosts: Vec::new(),
            users: Vec::new(),
            group: None,
        };
        match &acting.subject {
            Subject::Principal(id) if server.principal(*id).kind() == PrincipalKind::Group => {
                whom.group = Some(server.principal(*id).key());
            }
            Subject::Principal(id) => whom.users.push(server.principal(*id).key()),
            Subject::Stranger(sid) => whom.users.push(*sid),
            Subject::Pool(..) | Subject::Made(_) => {
                whom.hosts = seeds(acting, footprint, server).code;
                if party(acting).is_some() {
                    let identities = whom
                        .hosts
                        .iter()
                        .flat_map(|id| &footprint.host(*id).identities);
                    whom.users = identities.map(|facts| facts.token.user).collect();
                }
                let own = acting
                    .each()
                    .into_iter()
                    .filter_map(|one| one.facts.as_ref());
                whom.users.extend(own.map(|facts| facts.token.user));
                whom.users.sort();
                whom.users.dedup();
            }
        }
        whom
    }

    /// Whether who acts with that token is this one.
    fn is(&self, facts: &TokenFacts) -> bool {
        let token = &facts.token;
        let holds = |group: &Sid| {
            token.group(group).is_some_and(|held| {
                held.certainty == Certainty::Held
                    && held.attributes.contains(GroupAttributes::ENABLED)
                    && !held.attributes.contains(GroupAttributes::USE_FOR_DENY_ONLY)
            })
        };
        self.users.contains(&token.user) || self.group.as_ref().is_some_and(holds)
    }

    /// The claims that are becoming it, of somebody with these tokens.
    pub fn targets(&self, reach: &Reach<'_>, wielded: &[(TokenId, u32)]) -> Vec<Claim> {
        let code = self.hosts.iter().map(|host| Claim::Code(*host));
        let tokens = wielded
            .iter()
            .filter(|(token, _)| self.is(reach.token(*token)))
            .map(|(token, _)| Claim::Wields(*token));
        let system = self.users.contains(&sid::SYSTEM).then_some(Claim::System);
        code.chain(tokens).chain(system).collect()
    }
}

/// Whether one can become that one.
fn pair(seeds: &actor::Actor, whom: &Whom, journey: &Journey<'_, '_>, reach: &Reach<'_>) -> Pair {
    let journey = &journey.as_it_is();
    let chain = Chain::of(journey, reach);
    let targets = whom.targets(reach, &tokens(reach, seeds, journey));
    let mut pair = Pair::open(Wanted::of_no_rights("become"), Vec::new());
    match journey.come_to(reach, seeds, &targets) {
        Come::Yes(derivation) => {
            pair.verdict = Verdict::Yes;
            pair.evidence = chain.told(&derivation);
        }
        Come::Unknown(possible, gaps) => {
            pair.evidence = chain.told(&possible);
            pair.gaps = chain.gaps(&gaps);
        }
        Come::No(refused) => {
            pair.verdict = Verdict::No(KindOfNo::Unreachable);
            pair.evidence = chain.refusal(&refused);
        }
    }
    pair
}

/// `can S become P`
///
/// # Errors
/// A name that nobody has.
pub fn becomes(
    subject: &Written<Set<Actor>>,
    whom: &Written<Actor>,
    journey: &Journey<'_, '_>,
) -> Result<Answer, Box<Diagnostic>> {
    let whom = Whom::named(whom, journey)?;
    let actors = sets::actors(subject, journey.resolver)?;
    let leaves = actors.leaves();
    let seeds: Vec<actor::Actor> = leaves.iter().map(|one| journey.actor(one)).collect();
    let reach = journey.reach(&seeds.iter().collect::<Vec<_>>(), Vec::new());
    let mut answer = Answer::to("");
    answer.claim = Some(Said {
        subject: match &actors {
            Bag::One(one) => one.words.clone(),
            Bag::All(_) | Bag::Any(_) => subject.node.to_string(),
        },
        positive: "can become".into(),
        negative: "cannot become".into(),
        object: whom.words.clone(),
    });
    if let (Bag::One(_), [only]) = (&actors, seeds.as_slice()) {
        let mut found = pair(only, &whom, journey, &reach);
        if matches!(found.verdict, Verdict::No(_)) {
            let weak = journey.with_weaknesses();
            let reach = weak.also_guessed(&reach, &[only], Vec::new());
            let way = pair(only, &whom, &weak, &reach);
            found.notes.extend(by_weakness(way.verdict, &way.evidence));
            found.notes.extend(launches(only, &whom, journey, &reach));
        }
        answer.verdict = Some(found.verdict);
        answer.evidence = found.evidence;
        answer.gaps = found.gaps;
        answer.notes = found.notes;
        return Ok(answer);
    }
    let mut verdicts = Vec::new();
    for (one, seeds) in leaves.iter().zip(&seeds) {
        let found = pair(seeds, &whom, journey, &reach);
        let can = match found.verdict {
            Verdict::No(_) => "cannot",
            Verdict::Yes | Verdict::Unknown => "can",
        };
        verdicts.push(found.verdict);
        answer.gaps.extend(found.gaps);
        answer.rows.push(Row {
            kind: "claim",
            name: format!("{} {can} become {}", one.words, whom.words),
            sid: None,
            verdict: found.verdict,
            evidence: found.evidence,
            shares: None,
        });
    }
    answer.total = answer.rows.len();
    let verdict = together(&actors, &mut verdicts.into_iter());
    if verdict != Verdict::Unknown {
        answer.gaps.clear();
    }
    answer.verdict = Some(verdict);
    Ok(answer)
}

/// To have a component's server started that runs as somebody is not to become him, and worth a word.
fn launches(
    seeds: &actor::Actor,
    whom: &Whom,
    journey: &Journey<'_, '_>,
    reach: &Reach<'_>,
) -> Option<Note> {
    let server = journey.resolver.server;
    let runs_as = |identity: &Option<ComponentIdentity>| match identity {
        Some(ComponentIdentity::Account(who)) => server
            .accounts()
            .resolve_sid(who)
            .is_ok_and(|sid| whom.users.contains(&sid)),
        Some(ComponentIdentity::LaunchingUser | ComponentIdentity::InteractiveUser) | None => false,
    };
    let launched: Vec<&Name> = server
        .components()
        .filter(|(one, fact)| {
            runs_as(&one.identity)
                && matches!(
                    journey.come_to(reach, seeds, &[Claim::Starts(*fact)]),
                    Come::Yes(_)
                )
        })
        .map(|(one, _)| &one.name)
        .collect();
    let first = launched.first()?;
    Some(Note::Remark(format!(
        "it can have component {first} started, whose server runs as {}; that is not becoming {}",
        whom.words, whom.words
    )))
}

/// `who | which KINDS can become P`
///
/// # Errors
/// A name that nobody has.
pub fn who_becomes(
    kinds: &[Written<ActorKind>],
    except: Option<&Written<Set<Actor>>>,
    whom: &Written<Actor>,
    journey: &Journey<'_, '_>,
) -> Result<Answer, Box<Diagnostic>> {
    let server = journey.resolver.server;
    let whom = Whom::named(whom, journey)?;
    let candidates = rows::candidates(kinds, except, journey.resolver)?;
    let seeds: Vec<actor::Actor> = candidates.iter().map(|one| journey.actor(one)).collect();
    let reach = journey.reach(&seeds.iter().collect::<Vec<_>>(), Vec::new());
    let mut answer = Answer::to("");
    for (one, seeds) in candidates.iter().zip(&seeds) {
        let found = pair(seeds, &whom, journey, &reach);
        let row = Row {
            kind: rows::kind_of(one, server),
            name: rows::name_of(one, server),
            sid: rows::sid_of(one, server),
            verdict: found.verdict,
            evidence: found.evidence,
            shares: None,
        };
        answer.row(row, found.gaps);
    }
    Ok(answer)
}

/// `what can S become`: the accounts whose tokens it comes to act with, and the pools whose code it comes to be.
///
/// # Errors
/// A name that nobody has.
pub fn what_becomes(
    subject: &Written<Set<Actor>>,
    journey: &Journey<'_, '_>,
) -> Result<Answer, Box<Diagnostic>> {
    let server = journey.resolver.server;
    let actors = sets::actors(subject, journey.resolver)?;
    let mut answer = Answer::to("");
    for acting in actors.leaves() {
        let seeds = journey.actor(acting);
        let reach = journey.reach(&[&seeds], Vec::new());
        for (kind, one) in becomable(&seeds, journey, &reach, server) {
            let whom = Whom::of(&one, journey);
            let found = pair(&seeds, &whom, journey, &reach);
            let name = rows::name_of(&one, server);
            if answer
                .rows
                .iter()
                .any(|row| row.kind == kind && row.name == name)
            {
                continue;
            }
            let row = Row {
                kind,
                name,
                sid: rows::sid_of(&one, server),
                verdict: found.verdict,
                evidence: found.evidence,
                shares: None,
            };
            answer.row(row, found.gaps);
        }
    }
    Ok(answer)
}

/// Those whom an actor may become, and those pools that may be among them.
fn becomable(
    seeds: &actor::Actor,
    journey: &Journey<'_, '_>,
    reach: &Reach<'_>,
    server: &Server,
) -> Vec<(&'static str, Acting)> {
    let mut all: Vec<(&'static str, Acting)> = Vec::new();
    let mut seen: Vec<Option<PrincipalId>> = Vec::new();
    for (token, _) in tokens(reach, seeds, journey) {
        let one = bearer(token, reach, server);
        let id = reach.token(token).principal;
        if id.is_none() || !seen.contains(&id) {
            seen.push(id);
            all.push((rows::kind_of(&one, server), one));
        }
    }
    let pools = sets::of_kind(ActorKind::Pool, server);
    all.extend(pools.into_iter().map(|pool| ("pool", pool)));
    all
}

impl Wanted {
    /// Something that is no rights on an object.
    pub fn of_no_rights(verb: &str) -> Wanted {
        Wanted {
            verb: verb.to_owned(),
            mask: crate::nt::AccessMask::NONE,
            reading: Reading::Any,
            kind: crate::nt::ObjectKind::Process,
        }
    }
}

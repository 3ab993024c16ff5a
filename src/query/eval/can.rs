//! `can S V O`: one subject, one object, one answer with its reasons.

use super::{
    beside::{by_privilege, other_logons},
    component,
    explain::Grounds,
    network, request, service, start,
    subject::{Acting, said_of},
    together,
};
use crate::{
    nt::{IntegrityLevel, Privilege, SecurityDescriptor, Token},
    query::{
        Evidence, Ground, KindOfNo, Note, Said, Verdict, Wanted,
        meaning::{self, Meaning},
        resolve::{Made, Object, Resolver, Subject, Thing},
        syntax::{self, Written},
    },
    reach::{Blocked, Outcome, Proof, Situation, Tried, direct},
    text::Diagnostic,
    world::{Described, ObjectNoun, Server, Verb, other_machine},
};

/// The answer about one subject and one object.
#[derive(Clone, Debug)]
pub struct Pair {
    /// What it comes to.
    pub verdict: Verdict,
    /// What was asked for.
    pub wanted: Wanted,
    /// Why.
    pub evidence: Vec<Evidence>,
    /// What is not known and matters.
    pub gaps: Vec<Said>,
    /// What else to know.
    pub notes: Vec<Note>,
    /// The proof or refusal, where it was asked for.
    pub proof: Option<Proof>,
}

impl Pair {
    /// Not to be said, because of these.
    pub fn open(wanted: Wanted, gaps: Vec<Said>) -> Pair {
        Pair {
            verdict: Verdict::Unknown,
            wanted,
            evidence: Vec::new(),
            gaps,
            notes: Vec::new(),
            proof: None,
        }
    }
}

/// An object with all that is known of it and of the folders above.
pub struct Site<'a> {
    /// As it was named.
    pub object: &'a Object,
    /// What is known of it.
    pub described: Described,
    parent: Option<Described>,
    above: Vec<Described>,
}

impl Site<'_> {
    /// What is known of an object, for questions with that right.
    pub fn of<'a>(object: &'a Object, wanted: &syntax::Wanted, server: &Server) -> Site<'a> {
        let hint = object
            .noun
            .or_else(|| meaning::asks_for_a_folder(wanted).then_some(ObjectNoun::Folder));
        let described = server.describe(&object.path, hint);
        let parent = object
            .path
            .parent()
            .map(|path| server.describe(&path, Some(ObjectNoun::Folder)));
        Site {
            object,
            described,
            parent,
            above: Vec::new(),
        }
    }

    /// What is known of the folder above.
    pub fn parent(&self) -> Option<&Described> {
        self.parent.as_ref()
    }

    /// The folders above, which matter to a token that may not bypass traverse checking.
    fn look_up(&mut self, server: &Server) {
        if !self.above.is_empty() {
            return;
        }
        let mut next = self.object.path.parent();
        while let Some(path) = next {
            self.above
                .push(server.describe(&path, Some(ObjectNoun::Folder)));
            next = path.parent();
        }
    }
}

/// Whether one subject can do that to one object, and why.
///
/// # Errors
/// The verb means nothing on that kind of object.
pub fn can(
    acting: &Acting,
    wanted: &Written<syntax::Wanted>,
    site: &mut Site<'_>,
    resolver: &Resolver<'_>,
) -> Result<Pair, Box<Diagnostic>> {
    judge(acting, wanted, site, resolver, Keep::Answer)
}

/// The same with its proof, which is larger than the answer.
///
/// # Errors
/// As [`can`].
pub fn proved(
    acting: &Acting,
    wanted: &Written<syntax::Wanted>,
    site: &mut Site<'_>,
    resolver: &Resolver<'_>,
) -> Result<Pair, Box<Diagnostic>> {
    judge(acting, wanted, site, resolver, Keep::Proof)
}

/// What is kept of what was found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    Answer,
    Proof,
}

fn judge(
    acting: &Acting,
    wanted: &Written<syntax::Wanted>,
    site: &mut Site<'_>,
    resolver: &Resolver<'_>,
    keep: Keep,
) -> Result<Pair, Box<Diagnostic>> {
    if requests(wanted, site.object) && acting.subject == Subject::Made(Made::Anonymous) {
        // The URL says whose token an anonymous request gets.
        return request::can(acting, wanted, site.object, resolver);
    }
    together::pair(acting, &mut |part| {
        let mut pair = judge_one(part, wanted, site, resolver, keep)?;
        if let Some(barred) = &part.barred {
            nobody_acts(part, barred, &mut pair);
        }
        Ok(pair)
    })
}

fn requests(wanted: &Written<syntax::Wanted>, object: &Object) -> bool {
    object.thing == Thing::Path && wanted.node.verb() == Some(Verb::Request)
}

fn judge_one(
    acting: &Acting,
    wanted: &Written<syntax::Wanted>,
    site: &mut Site<'_>,
    resolver: &Resolver<'_>,
    keep: Keep,
) -> Result<Pair, Box<Diagnostic>> {
    let server = resolver.server;
    match &site.object.thing {
        Thing::Component(name) => return component::can(acting, wanted, name, resolver),
        Thing::Path if requests(wanted, site.object) => {
            return request::can(acting, wanted, site.object, resolver);
        }
        Thing::Service(name) => return service::can(acting, wanted, name, resolver),
        Thing::Path => {}
    }
    if let Some(machine) = other_machine(&site.object.path, server) {
        return network::judge(acting, &machine, wanted, site, resolver);
    }
    let mut pair = on_this_machine(acting, wanted, site, resolver, keep)?;
    if keep == Keep::Proof {
        pair.notes.extend(start::note(&acting.subject, server));
    }
    Ok(pair)
}

/// The same for an object whose list is looked at as it stands, with the token as it is.
///
/// # Errors
/// As [`can`].
pub fn here(
    acting: &Acting,
    wanted: &Written<syntax::Wanted>,
    site: &mut Site<'_>,
    resolver: &Resolver<'_>,
) -> Result<Pair, Box<Diagnostic>> {
    on_this_machine(acting, wanted, site, resolver, Keep::Answer)
}

fn on_this_machine(
    acting: &Acting,
    wanted: &Written<syntax::Wanted>,
    site: &mut Site<'_>,
    resolver: &Resolver<'_>,
    keep: Keep,
) -> Result<Pair, Box<Diagnostic>> {
    let server = resolver.server;
    let mut meaning = meaning::meaning(wanted, site.described.kind, server.rules(), resolver)?;
    if site.parent.is_none() {
        // Nothing is above a root, so nothing there could do as well.
        meaning.asked.or_parent = None;
    }
    let Some(token) = acting.plain_token() else {
        return Ok(nobody_knows_who(acting, meaning, server));
    };
    if token.level.may_open().is_err() {
        return Ok(opens_nothing(acting, meaning, server));
    }
    if !token.privileges.is_enabled(Privilege::ChangeNotify) {
        site.look_up(server);
    }
    let own = descriptors(&site.described, &token);
    let of_parent = site
        .parent
        .as_ref()
        .map(|parent| descriptors(parent, &token))
        .unwrap_or_default();
    let above: Vec<Vec<(SecurityDescriptor, usize)>> = site
        .above
        .iter()
        .map(|folder| descriptors(folder, &token))
        .collect();
    let situation = Situation {
        own: own.iter().map(|(descriptor, _)| descriptor).collect(),
        parent: of_parent.iter().map(|(descriptor, _)| descriptor).collect(),
        above: above
            .iter()
            .map(|folder| folder.iter().map(|(descriptor, _)| descriptor).collect())
            .collect(),
    };
    let mut answer = direct(&token, &situation, meaning.asked);
    let raised = perhaps_level(acting).map(|level| {
        let raised = direct(&at_level(&token, level), &situation, meaning.asked);
        (Some(level), raised)
    });
    let outcome = match &raised {
        Some((_, raised)) if raised.outcome != answer.outcome => Outcome::Unknown,
        Some(_) | None => answer.outcome,
    };
    let proof = acting.facts.as_ref().filter(|_| keep == Keep::Proof);
    let proof = proof.and_then(|facts| {
        let mut rounds = vec![(token.integrity, &answer)];
        rounds.extend(raised.iter().map(|(level, raised)| (*level, raised)));
        let folders = site.above.iter().zip(&above);
        let folders: Vec<Tried<'_>> = folders
            .map(|(folder, tried)| (folder, tried.as_slice()))
            .collect();
        let parent = site
            .parent
            .as_ref()
            .map(|parent| (parent, of_parent.as_slice()));
        let object = (&site.described, own.as_slice());
        Proof::of(server, facts, object, parent, &folders, &rounds, outcome)
    });
    answer.outcome = outcome;
    let grounds = Grounds {
        server,
        acting,
        object: &site.described,
        parent: site.parent.as_ref(),
        above: &site.above,
        own: &own,
        of_parent: &of_parent,
    };
    let mut evidence = url(site.object, server);
    evidence.extend(grounds.evidence(&answer));
    let verdict = match answer.outcome {
        Outcome::Yes => Verdict::Yes,
        Outcome::No => Verdict::No(Grounds::kind_of_no(&answer)),
        Outcome::Unknown => Verdict::Unknown,
    };
    let gaps = match answer.outcome {
        Outcome::Yes | Outcome::No => Vec::new(),
        Outcome::Unknown => grounds.gaps(&answer),
    };
    let mut notes = Vec::new();
    notes.extend(by_privilege(acting, &meaning, verdict, &situation, &token));
    notes.extend(other_logons(
        acting,
        &meaning,
        verdict,
        &site.described,
        server,
    ));
    if let (Verdict::Yes, Some(Blocked { .. })) = (verdict, answer.blocked) {
        notes.push(Note::Remark(
            "the token may not bypass traverse checking; the folders above let it through".into(),
        ));
    }
    Ok(Pair {
        verdict,
        wanted: meaning.wanted,
        evidence,
        gaps,
        notes,
        proof,
    })
}

/// The URL by which an object was named, as a step.
pub fn url(object: &Object, server: &Server) -> Vec<Evidence> {
    let Some(url) = &object.url else {
        return Vec::new();
    };
    vec![Evidence {
        ground: Ground::Url {
            url: object.asked.clone(),
            path: url.path.clone(),
        },
        facts: url
            .facts
            .iter()
            .flat_map(|fact| said_of(server, *fact))
            .collect(),
    }]
}

/// Every descriptor that an object may have, with the completion that it is of. An owner whom nobody knows is
/// once somebody in the token and once nobody.
pub fn descriptors(described: &Described, token: &Token) -> Vec<(SecurityDescriptor, usize)> {
    let mut all = Vec::new();
    for (at, completion) in described.completions.iter().enumerate() {
        let mut descriptor = (*completion.descriptor).clone();
        if completion.owner_unknown {
            // First nobody's: what holds for a stranger's object needs no word about its owner.
            descriptor.owner = None;
            all.push((descriptor, at));
            all.push((completion.with_owner(token.user), at));
        } else {
            all.push((descriptor, at));
        }
    }
    all
}

/// The level that the token perhaps has, if it is not known for certain.
fn perhaps_level(acting: &Acting) -> Option<IntegrityLevel> {
    acting.facts.as_ref()?.perhaps_integrity
}

fn at_level(token: &Token, level: IntegrityLevel) -> Token {
    Token {
        integrity: Some(level),
        ..token.clone()
    }
}

/// A process of which nobody knows as whom it runs may or may not be let in; a list that lets everybody in does.
pub fn nobody_knows_who(acting: &Acting, meaning: Meaning, server: &Server) -> Pair {
    let at = match &acting.subject {
        Subject::Pool(name, _) => server
            .pool(name)
            .map(|(_, fact)| said_of(server, fact))
            .unwrap_or_default(),
        Subject::Principal(_) | Subject::Stranger(_) | Subject::Made(_) => Vec::new(),
    };
    let mut gaps = acting.unknown();
    gaps.extend(at);
    Pair::open(meaning.wanted, gaps)
}

/// Nobody acts there at all: the request is turned away before.
fn nobody_acts(acting: &Acting, barred: &Evidence, pair: &mut Pair) {
    pair.verdict = Verdict::No(KindOfNo::Gated);
    pair.evidence = acting.stands_on.clone();
    pair.evidence.push(barred.clone());
    pair.gaps.clear();
    pair.notes.clear();
    pair.proof = None;
}

/// A token below impersonation level is good for asking who somebody is, and opens nothing.
fn opens_nothing(acting: &Acting, meaning: Meaning, server: &Server) -> Pair {
    let mut evidence = acting.evidence(server);
    evidence.push(Evidence {
        ground: Ground::Rule {
            says: "the token is below impersonation level, so every open with it fails (ERROR_BAD_IMPERSONATION_LEVEL)".into(),
            source: "Win32 \"impersonation levels\"".into(),
        },
        facts: Vec::new(),
    });
    no(evidence, meaning)
}

fn no(evidence: Vec<Evidence>, meaning: Meaning) -> Pair {
    Pair {
        verdict: Verdict::No(KindOfNo::Gated),
        wanted: meaning.wanted,
        evidence,
        gaps: Vec::new(),
        notes: Vec::new(),
        proof: None,
    }
}

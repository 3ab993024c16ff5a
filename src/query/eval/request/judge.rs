//! One step of a request, judged: is that token let in, may it be logged on, does the pool start?

use super::{
    super::{
        can::{self, Site},
        made, start as told,
        subject::{Acting, said_of},
    },
    gap,
    sender::{Sender, is_logged_on},
    stage_ground,
};
use crate::{
    iis::{
        Bearer, Credential, logon,
        request::{Ask, Stage, Step},
        start::{self, Conditions, LogonFailures, Starting, Starts},
    },
    nt::{AccessMask, Privilege, Sid},
    query::{
        Evidence, Ground, KindOfNo, Row, Said, Verdict,
        resolve::{Object, Resolver, Subject, Thing},
        syntax::{Wanted, Written},
    },
    reach::Proof,
    text::Diagnostic,
    world::{Logon, Name, ObjectNoun, TokenFacts, WinPath, other_machine},
};

/// A step with what it came to.
pub struct Judged {
    /// The stage.
    pub stage: Stage,
    /// Whether it decides.
    pub decides: bool,
    /// What it came to.
    pub verdict: Verdict,
    /// Whose token it was.
    pub who: String,
    /// Its SID, if known.
    pub sid: Option<Sid>,
    /// What that one is.
    role: &'static str,
    somebody: bool,
    says: String,
    /// Why, its headline first.
    pub evidence: Vec<Evidence>,
    /// What is not known and matters.
    pub gaps: Vec<Said>,
    /// The proof of the access check, where there is one.
    pub proof: Option<Proof>,
}

impl Judged {
    /// Whether it refuses.
    pub fn is_refused(&self) -> bool {
        matches!(self.verdict, Verdict::No(_))
    }

    /// Whether the token is the worker's or the server's own, beside the user's.
    pub fn is_by_process(&self) -> bool {
        ["inetinfo.exe", "the worker process"].contains(&self.role)
    }

    /// Whether anybody acts in it who is known.
    pub fn is_somebody(&self) -> bool {
        self.somebody
    }

    /// Whether it is about the user of the request.
    pub fn is_by_user(&self) -> bool {
        self.role == "the user of the request"
    }

    /// Its sentence, with its stage.
    pub fn headline(&self) -> String {
        format!("{}: {}", self.stage.words(), self.says)
    }

    /// The step as a row.
    pub fn row(&self) -> Row {
        Row {
            kind: "stage",
            name: self.headline(),
            sid: self.sid,
            verdict: self.verdict,
            evidence: self.evidence.iter().skip(1).cloned().collect(),
            shares: None,
        }
    }
}

/// What was found of a step, before it is told.
struct Found {
    verdict: Verdict,
    evidence: Vec<Evidence>,
    gaps: Vec<Said>,
    proof: Option<Proof>,
}

impl Found {
    fn of(verdict: Verdict) -> Found {
        Found {
            verdict,
            evidence: Vec::new(),
            gaps: Vec::new(),
            proof: None,
        }
    }

    fn open(what: impl Into<String>) -> Found {
        Found {
            gaps: vec![gap(what)],
            ..Found::of(Verdict::Unknown)
        }
    }
}

/// Judges a step of a plan.
///
/// # Errors
/// As [`can::can`].
pub fn step(
    step: &Step,
    sender: &Sender,
    resolver: &Resolver<'_>,
) -> Result<Judged, Box<Diagnostic>> {
    let server = resolver.server;
    let acting = acting(step, sender, resolver);
    let found = match (&step.ask, &acting) {
        (Ask::Refused(_), _) => Found::of(Verdict::No(KindOfNo::Gated)),
        (Ask::Start(pool), _) => starts(pool, resolver),
        (Ask::Process(process), _) => match start::process(server, *process) {
            Some(conditions) => conditions_met(&conditions, conditions.token.as_ref(), resolver),
            None => Found::open("whether the process of its code starts"),
        },
        (_, None) => Found::open(format!("whose token {} has", step.role)),
        (Ask::Nothing, Some(_)) => Found::of(Verdict::Yes),
        (Ask::LogOn(method), Some(acting)) => {
            let by_sender = step.bearer.as_ref().is_some_and(by_sender);
            if by_sender && !is_logged_on(sender, resolver) {
                Found::of(Verdict::Yes)
            } else {
                logs_on(acting, logon(*method), resolver)
            }
        }
        (Ask::Hold(privileges), Some(acting)) => holds(acting, privileges, resolver),
        (Ask::Open { path, noun, rights }, Some(acting)) => {
            opens(acting, path, *noun, *rights, resolver)?
        }
    };
    let (who, sid) = acting.as_ref().map_or_else(
        || ("nobody knows who".to_owned(), None),
        |acting| named(acting, resolver),
    );
    let says = sentence(step, &who, found.verdict);
    let said: Vec<Said> = step
        .facts
        .iter()
        .filter(|_| !matches!(step.ask, Ask::Open { .. }) || step.stage == Stage::Configuration)
        .flat_map(|fact| said_of(server, *fact))
        .collect();
    let mut evidence = vec![stage_ground(step.stage, says.clone(), said)];
    evidence.extend(found.evidence);
    if let Verdict::No(_) = found.verdict {
        evidence.push(made::rule(&step.rule));
    }
    Ok(Judged {
        stage: step.stage,
        decides: step.decides,
        verdict: found.verdict,
        who,
        sid,
        role: step.role,
        somebody: acting.is_some(),
        says,
        evidence,
        gaps: found.gaps,
        proof: found.proof,
    })
}

/// Whether a token is the sender's own.
fn by_sender(bearer: &Bearer) -> bool {
    match bearer.credential {
        Credential::Authenticated(..) => true,
        Credential::Process(_) | Credential::Stored(_) => false,
    }
}

/// Whose token a step is about. A sender who was named with a token has that one.
fn acting(step: &Step, sender: &Sender, resolver: &Resolver<'_>) -> Option<Acting> {
    let bearer = step.bearer.as_ref()?;
    if let Sender::Acting(sender) = sender
        && by_sender(bearer)
        && !sender.logon_unsaid
    {
        return Some((**sender).clone());
    }
    let name = resolver.server.principal(bearer.principal).name();
    let mut token = bearer.token.clone();
    if let Ask::Open { path, .. } = &step.ask
        && other_machine(path, resolver.server).is_some()
        && bearer.credential.reaches_other_machines() == Some(true)
    {
        // A network logon in clear text leaves a password behind, which the kind of logon alone does not tell.
        token.logon = None;
    }
    let subject = Subject::Principal(bearer.principal);
    Some(Acting::of(subject, name.to_string(), Some(token)))
}

/// The name and the SID of the account behind a token.
pub fn named(acting: &Acting, resolver: &Resolver<'_>) -> (String, Option<Sid>) {
    let principal = acting.facts.as_ref().and_then(|facts| facts.principal);
    match principal {
        Some(id) => {
            let principal = resolver.server.principal(id);
            (principal.name().to_string(), principal.sid())
        }
        None => (acting.words.clone(), None),
    }
}

/// What a step is, in a sentence.
fn sentence(step: &Step, who: &str, verdict: Verdict) -> String {
    let by = if who == step.role {
        who.to_owned()
    } else {
        format!("{who}, {},", step.role)
    };
    let what = match &step.ask {
        Ask::Open { path, rights, .. } if *rights == crate::iis::request::ADD_FILE => {
            format!("{by} keeps files in {path} (0x{:x})", rights.0)
        }
        Ask::Open { path, rights, .. } if *rights == crate::iis::request::READ_AND_EXECUTE => {
            format!(
                "{by} opens {path} for reading and execution (0x{:x})",
                rights.0
            )
        }
        Ask::Open { path, rights, .. } => {
            format!("{by} opens {path} for reading (0x{:x})", rights.0)
        }
        Ask::LogOn(method) => format!("{by} is logged on {}", logged_on(logon(*method))),
        Ask::Hold(privileges) => {
            let names: Vec<&str> = privileges
                .iter()
                .map(|privilege| privilege.name())
                .collect();
            format!("{by} holds {}", names.join(" and "))
        }
        Ask::Start(pool) => format!("the worker process of pool {pool} starts"),
        Ask::Process(_) => "the process of its code starts".to_owned(),
        Ask::Refused(says) => says.clone(),
        Ask::Nothing => match step.stage {
            Stage::Authentication => format!("the request is made as {who}"),
            Stage::Code => format!("code runs as {who}"),
            Stage::AfterRevert => format!("code that reverts runs as {who}"),
            Stage::Compilation => format!("{by} compiles pages"),
            Stage::Cache => format!("{by} keeps what was made"),
            Stage::Configuration | Stage::StaticFile | Stage::Script => by,
        },
    };
    let what = what.trim_end_matches(',');
    match (verdict, &step.ask, step.decides) {
        (Verdict::No(_), Ask::Refused(_), _) => format!("{what}; IIS answers {}", step.refused),
        (Verdict::No(_), _, true) => format!("{what}: refused, IIS answers {}", step.refused),
        (Verdict::No(_), _, false) => format!("{what}: refused"),
        (Verdict::Unknown, ..) => format!("{what}: not settled by what is known"),
        (Verdict::Yes, ..) => what.to_owned(),
    }
}

fn logged_on(logon: Logon) -> &'static str {
    match logon {
        Logon::Interactive => "interactively",
        Logon::Network => "over the network",
        Logon::Batch => "as a batch job",
        Logon::Service => "as a service",
    }
}

/// Whether a token is let in to an object with all of these rights.
fn opens(
    acting: &Acting,
    path: &WinPath,
    noun: Option<ObjectNoun>,
    rights: AccessMask,
    resolver: &Resolver<'_>,
) -> Result<Found, Box<Diagnostic>> {
    let object = Object {
        path: path.clone(),
        noun,
        url: None,
        asked: path.to_string(),
        thing: Thing::Path,
    };
    let wanted = Written::nowhere(Wanted::Mask(rights));
    let mut site = Site::of(&object, &wanted.node, resolver.server);
    let pair = can::proved(acting, &wanted, &mut site, resolver)?;
    Ok(Found {
        verdict: pair.verdict,
        evidence: pair.evidence,
        gaps: pair.gaps,
        proof: pair.proof,
    })
}

/// Whether an account can be logged on in that way.
fn logs_on(acting: &Acting, logon: Logon, resolver: &Resolver<'_>) -> Found {
    let Some((facts, id)) = acting
        .facts
        .as_ref()
        .and_then(|facts| Some((facts, facts.principal?)))
    else {
        return Found::of(Verdict::Yes);
    };
    let conditions = Conditions {
        what: Starting::Account(id),
        account: Some(id),
        logon: Some(logon),
        token: Some(facts.clone()),
        conditions: start::account(resolver.server, id, logon, facts, &LogonFailures::default()),
    };
    conditions_met(&conditions, Some(facts), resolver)
}

/// Whether the worker process of a pool starts.
fn starts(pool: &Name, resolver: &Resolver<'_>) -> Found {
    match start::pool(resolver.server, pool) {
        Ok(conditions) => conditions_met(&conditions, conditions.token.as_ref(), resolver),
        Err(_) => Found::open(format!("whether pool {pool} starts")),
    }
}

/// What conditions come to, with those that fail.
fn conditions_met(
    conditions: &Conditions,
    facts: Option<&TokenFacts>,
    resolver: &Resolver<'_>,
) -> Found {
    let server = resolver.server;
    let mut found = Found::of(match conditions.starts() {
        Starts::Yes => Verdict::Yes,
        Starts::No => Verdict::No(KindOfNo::Gated),
        Starts::Unknown => Verdict::Unknown,
    });
    if found.verdict == Verdict::Yes {
        return found;
    }
    for condition in conditions.failing() {
        found
            .evidence
            .extend(told::condition_told(condition, facts, server));
        let gaps = condition.gaps.iter();
        found
            .gaps
            .extend(gaps.filter_map(|gap| told::gap_said(gap, facts, server)));
    }
    found
}

/// Whether a token holds privileges.
fn holds(acting: &Acting, privileges: &[Privilege], resolver: &Resolver<'_>) -> Found {
    let Some(facts) = &acting.facts else {
        return Found::open(format!("whose token {} has", acting.words));
    };
    let mut found = Found::of(Verdict::Yes);
    for privilege in privileges {
        if facts.token.privileges.is_present(*privilege) {
            continue;
        }
        let perhaps = facts
            .privileges
            .iter()
            .find(|fact| fact.privilege == *privilege && !fact.perhaps.is_empty());
        match perhaps {
            Some(_) if found.verdict == Verdict::Yes => {
                found.verdict = Verdict::Unknown;
                found
                    .gaps
                    .push(gap(format!("whether {} holds {privilege}", acting.words)));
            }
            Some(_) => {}
            None => {
                found.verdict = Verdict::No(KindOfNo::Gated);
                let right = Name::from(privilege.name());
                let holders: Vec<String> = resolver
                    .server
                    .rights()
                    .holders(&right)
                    .iter()
                    .map(|(holder, _)| resolver.server.accounts().display(holder))
                    .collect();
                let says = if holders.is_empty() {
                    format!("nobody holds {privilege}")
                } else {
                    format!(
                        "{privilege} belongs to {}, none of whom the token holds",
                        holders.join(", ")
                    )
                };
                found.evidence.push(super::plain(Ground::Stated { says }));
            }
        }
    }
    found
}

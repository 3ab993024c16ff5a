//! Requests: `can S request URL`, also at every stage, and `which identity serves URL`.
//!
//! Every step of the plan is judged by itself. The verdict is a yes if all that decide are, a no from the first that refuses, and
//! where a site offers several schemes that of the best: whoever asks chooses.

mod judge;
mod sender;
mod serves;
mod trial;

use super::{
    Bag,
    can::Pair,
    explain::plain,
    sets,
    subject::{Acting, said_of},
    together,
};
use crate::{
    iis::{
        self, Hosting,
        request::{Plan, Stage, plans},
    },
    query::{
        Answer, Claim, Evidence, Ground, Row, Said, Verdict, Wanted,
        resolve::{Object, Resolver},
        syntax::{self, Actor, Set, Target, Written},
    },
    text::{Diagnostic, Span},
    world::{Origin, Reading},
};
use judge::Judged;
use sender::{Sender, senders, sent_as};
use trial::Trial;

pub use serves::{every_stage as serves_at_every_stage, serves};

/// The hosting of a URL.
///
/// # Errors
/// It is no URL, or nothing serves it.
fn hosting(
    object: &Object,
    span: Span,
    resolver: &Resolver<'_>,
) -> Result<Hosting, Box<Diagnostic>> {
    let Some(url) = &object.url else {
        return Err(resolver
            .at(
                "not-a-url",
                format!("`{}` is no URL", object.asked),
                span,
                "a request is for a URL",
            )
            .help("a URL path begins with `/` or a site's name; `can S read` asks for a file")
            .into());
    };
    iis::host(resolver.server, url).map_err(|why| {
        resolver
            .at(
                "not-served",
                format!("nothing serves `{}`: {why}", object.asked),
                span,
                "not served",
            )
            .into()
    })
}

/// The path of a URL as it was asked, without its site.
fn path_of(object: &Object) -> &str {
    let at = object.asked.find('/');
    at.map_or("/", |at| &object.asked[at..])
}

/// What a request comes to, in the best of the ways in which it can be made.
fn tried(
    sender: &Sender,
    object: &Object,
    span: Span,
    resolver: &Resolver<'_>,
) -> Result<(Trial, usize), Box<Diagnostic>> {
    let hosting = hosting(object, span, resolver)?;
    let nobody = || {
        resolver
            .at(
                "no-version",
                "nobody says which IIS this is",
                span,
                "by which IIS",
            )
            .help("say `server NAME runs IIS 10.0`")
    };
    let requester = sender.requester(resolver).ok_or_else(nobody)?;
    let plans = plans(resolver.server, &hosting, path_of(object), requester);
    let ways = plans.len();
    let mut best: Option<Trial> = None;
    for plan in plans {
        let trial = Trial::of(plan, sender, resolver)?;
        let better = best
            .as_ref()
            .is_none_or(|best| rank(trial.verdict) > rank(best.verdict));
        if better {
            best = Some(trial);
        }
    }
    Ok((best.ok_or_else(nobody)?, ways))
}

fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Yes => 2,
        Verdict::Unknown => 1,
        Verdict::No(_) => 0,
    }
}

/// What a request asks of the file itself.
fn wanted() -> Wanted {
    Wanted {
        verb: "request".into(),
        mask: iis::request::READ,
        reading: Reading::All,
        kind: crate::nt::ObjectKind::File,
    }
}

fn pair(
    sender: &Sender,
    object: &Object,
    span: Span,
    resolver: &Resolver<'_>,
) -> Result<Pair, Box<Diagnostic>> {
    let (trial, ways) = tried(sender, object, span, resolver)?;
    let mut evidence = vec![url(object, &trial.plan, resolver)];
    evidence.extend(trial.evidence());
    Ok(Pair {
        verdict: trial.verdict,
        wanted: wanted(),
        evidence,
        gaps: trial.gaps(),
        notes: trial.notes(ways),
        proof: trial.proof(),
    })
}

/// Where the URL leads, and what serves it.
fn url(object: &Object, plan: &Plan, resolver: &Resolver<'_>) -> Evidence {
    let facts = plan.hosting.url.facts.iter();
    Evidence {
        ground: Ground::Url {
            url: object.asked.clone(),
            path: plan.hosting.url.path.clone(),
        },
        facts: facts
            .flat_map(|fact| said_of(resolver.server, *fact))
            .collect(),
    }
}

/// Whether a request of one subject for one URL succeeds. `object` is the URL's; it has none if a path was named.
///
/// # Errors
/// The object is no URL.
pub fn can(
    acting: &Acting,
    wanted: &Written<syntax::Wanted>,
    object: &Object,
    resolver: &Resolver<'_>,
) -> Result<Pair, Box<Diagnostic>> {
    let sender = sent_as(Sender::Acting(Box::new(acting.clone())), wanted, resolver)?;
    pair(&sender, object, wanted.span, resolver)
}

/// `can S request URL`
///
/// # Errors
/// A name that nobody has, or an object that is no URL.
pub fn ask(
    subject: &Written<Set<Actor>>,
    wanted: &Written<syntax::Wanted>,
    object: &Written<Set<Target>>,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let senders = senders(subject, wanted, resolver)?;
    let objects = sets::targets(object, resolver)?;
    let mut answer = Answer::to("");
    if let (Bag::One(sender), Bag::One(one)) = (&senders, &objects) {
        let pair = pair(sender, one, object.span, resolver)?;
        super::fill(&mut answer, pair, sender.words(), one);
        answer.claim = Some(claim(sender, one));
        return Ok(answer);
    }
    let mut verdicts = Vec::new();
    for sender in senders.leaves() {
        let mut each = Vec::new();
        for one in objects.leaves() {
            let pair = pair(sender, one, object.span, resolver)?;
            let claim = claim(sender, one);
            let says = match pair.verdict {
                Verdict::No(_) => &claim.negative,
                Verdict::Yes | Verdict::Unknown => &claim.positive,
            };
            answer.rows.push(Row {
                kind: "claim",
                name: format!("{} {says} {}", claim.subject, claim.object),
                sid: None,
                verdict: pair.verdict,
                evidence: pair.evidence,
                shares: None,
            });
            answer.gaps.extend(pair.gaps);
            each.push(pair.verdict);
        }
        verdicts.push(together(&objects, &mut each.into_iter()));
    }
    let verdict = together(&senders, &mut verdicts.into_iter());
    if verdict != Verdict::Unknown {
        answer.gaps.clear();
    }
    answer.verdict = Some(verdict);
    answer.total = answer.rows.len();
    answer.wanted = Some(self::wanted());
    answer.claim = Some(Claim {
        subject: subject.node.to_string(),
        positive: "can request".into(),
        negative: "cannot request".into(),
        object: object.node.to_string(),
    });
    Ok(answer)
}

fn claim(sender: &Sender, object: &Object) -> Claim {
    Claim {
        subject: sender.words().to_owned(),
        positive: "can request".into(),
        negative: "cannot request".into(),
        object: object.asked.clone(),
    }
}

/// `can S request URL at every stage`: a row for each step of each stage, those that do not decide too.
///
/// # Errors
/// As [`ask`]; several who ask or several URLs.
pub fn every_stage(
    subject: &Written<Set<Actor>>,
    wanted: &Written<syntax::Wanted>,
    object: &Written<Set<Target>>,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let senders = senders(subject, wanted, resolver)?;
    let objects = sets::targets(object, resolver)?;
    let (Bag::One(sender), Bag::One(one)) = (&senders, &objects) else {
        return Err(resolver
            .at(
                "not-one",
                "stages are told of one request at a time",
                subject.span,
                "expected one who asks, and one URL",
            )
            .into());
    };
    let (trial, ways) = tried(sender, one, object.span, resolver)?;
    let mut answer = Answer::to("");
    answer.verdict = Some(trial.verdict);
    answer.claim = Some(claim(sender, one));
    answer.evidence = vec![url(one, &trial.plan, resolver)];
    answer.gaps = trial.gaps();
    answer.notes = trial.notes(ways);
    answer.wanted = Some(self::wanted());
    for stage in Stage::ALL {
        let steps: Vec<&Judged> = trial
            .steps
            .iter()
            .filter(|step| step.stage == stage)
            .collect();
        if steps.is_empty() {
            answer.rows.push(Row {
                kind: "stage",
                name: format!("{}: {}", stage.words(), absent(stage)),
                sid: None,
                verdict: Verdict::Yes,
                evidence: Vec::new(),
                shares: None,
            });
        }
        answer.rows.extend(steps.iter().map(|step| step.row()));
    }
    answer.total = answer.rows.len();
    Ok(answer)
}

/// Why a stage has no step.
fn absent(stage: Stage) -> &'static str {
    match stage {
        Stage::Configuration => "no web.config on the way, and no pool",
        Stage::Authentication => "nobody is logged on",
        Stage::StaticFile => "it is no static file",
        Stage::Script => "no engine runs it",
        Stage::Code => "no code runs",
        Stage::AfterRevert => "no code runs that could revert",
        Stage::Compilation => "nothing is compiled",
        Stage::Cache => "nothing is kept",
    }
}

/// A step that is told by its headline alone.
fn stage_ground(stage: Stage, says: String, said: Vec<Said>) -> Evidence {
    Evidence {
        facts: said,
        ..plain(Ground::Stage {
            stage: stage.words(),
            says,
        })
    }
}

/// Something that is not known, without a place.
fn gap(says: impl Into<String>) -> Said {
    Said {
        says: says.into(),
        at: Origin::Unsaid,
    }
}

//! `list KINDS where …`: each condition is the question that one would ask of each.

use super::{
    answer_core, journey::Journey, narrowing::Narrowing, rows, sets, show, subject::Acting,
};
use crate::{
    query::{
        Answer, Evidence, Said, Verdict,
        resolve::{Made, Subject},
        syntax::{
            Actor, ActorKind, Condition, Core, Named, Noun, Predicate, Reference, Set, Written,
        },
    },
    text::Diagnostic,
    world::{Name, Who},
};

/// `list KINDS [where CONDITION and CONDITION]`
///
/// # Errors
/// A kind that nothing is said of, or what a condition's question would be refused for.
pub fn list(
    kind: &Written<Noun>,
    conditions: &[Written<Condition>],
    journey: &Journey<'_, '_>,
) -> Result<Answer, Box<Diagnostic>> {
    let resolver = journey.resolver;
    if conditions.is_empty() {
        return show::list(kind, resolver);
    }
    let Noun::Actor(of) = kind.node else {
        return Err(resolver
            .at(
                "no-conditions",
                format!("nothing is asked of {} here", kind.node.plural()),
                kind.span,
                "of which kind",
            )
            .help("pools, sites, applications, users and groups are listed `where` something holds")
            .into());
    };
    let server = resolver.server;
    let mut answer = Answer::to("");
    for acting in sets::of_kind(of, server) {
        let Some(actor) = written(&acting, journey) else {
            continue;
        };
        let mut verdict = Verdict::Yes;
        let mut evidence: Vec<Evidence> = Vec::new();
        let mut gaps: Vec<Said> = Vec::new();
        for condition in conditions {
            let found = holds(&actor, condition, journey)?;
            match found.verdict {
                Some(Verdict::Yes) | None => {}
                Some(Verdict::Unknown) if verdict == Verdict::Yes => verdict = Verdict::Unknown,
                Some(Verdict::Unknown) => {}
                Some(no @ Verdict::No(_)) => verdict = no,
            }
            evidence.extend(found.evidence);
            gaps.extend(found.gaps);
        }
        let row = crate::query::Row {
            kind: rows::kind_of(&acting, server),
            name: rows::name_of(&acting, server),
            sid: rows::sid_of(&acting, server),
            verdict,
            evidence,
            shares: None,
        };
        answer.row(row, gaps);
    }
    Ok(answer)
}

/// One of a kind, as a question would name it.
fn written(acting: &Acting, journey: &Journey<'_, '_>) -> Option<Written<Actor>> {
    let server = journey.resolver.server;
    let (kind, reference) = match &acting.subject {
        Subject::Pool(name, _) => (ActorKind::Pool, Reference::Name(name.clone())),
        Subject::Made(Made::Site(name)) => (ActorKind::Site, Reference::Name(name.clone())),
        Subject::Made(Made::Application(site, url)) => (
            ActorKind::Application,
            Reference::Url {
                site: Some(site.clone()),
                path: Name::clone(url),
            },
        ),
        Subject::Principal(id) => {
            let principal = server.principal(*id);
            let named = Who::Name(principal.name().clone());
            // A name that several have does not tell which.
            let reference = match server.resolve(&named) {
                Ok(found) if found == *id => Reference::Name(principal.name().clone()),
                _ => Reference::Sid(principal.sid()?),
            };
            let kind = match principal.kind() {
                crate::world::PrincipalKind::Group => ActorKind::Group,
                _ => ActorKind::User,
            };
            (kind, reference)
        }
        Subject::Stranger(_) | Subject::Made(_) => return None,
    };
    Some(Written::nowhere(Actor::Named {
        account: Named {
            kind: Some(kind),
            name: Written::nowhere(reference),
        },
        logon: None,
        not_elevated: false,
    }))
}

/// The answer to a condition's question about one.
fn holds(
    actor: &Written<Actor>,
    condition: &Written<Condition>,
    journey: &Journey<'_, '_>,
) -> Result<Answer, Box<Diagnostic>> {
    let actor = Written::new(actor.node.clone(), condition.span);
    let subject = || Written::new(Set::One(actor.node.clone()), condition.span);
    let core = match condition.node.says.clone() {
        Predicate::IdentityIs(account) => Core::RunsAs { actor, account },
        Predicate::MemberOf(group) => Core::IsMember {
            member: actor,
            groups: vec![group],
        },
        Predicate::Related(relation, other) => Core::Related {
            one: actor,
            relation,
            other: Written::new(Set::One(other.node), other.span),
        },
        Predicate::Can(way, wanted, object) => Core::Can {
            subject: subject(),
            way,
            wanted,
            object,
        },
        Predicate::Becomes(whom) => Core::Becomes {
            subject: subject(),
            whom,
        },
        Predicate::Starts => Core::Starts { what: actor },
        Predicate::Holds(right) => Core::Holds { actor, right },
    };
    let core = Written::new(core, condition.span);
    let mut answer = answer_core(&core, &Narrowing::default(), journey)?;
    if condition.node.denied {
        answer.verdict = answer.verdict.map(|verdict| match verdict {
            Verdict::Yes => Verdict::No(crate::query::KindOfNo::NotGranted),
            Verdict::No(_) => Verdict::Yes,
            Verdict::Unknown => Verdict::Unknown,
        });
    }
    Ok(answer)
}

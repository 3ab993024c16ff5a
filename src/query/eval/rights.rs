//! `what can S do to O`: all rights at once, as one row.

use super::{
    explain,
    network::{self, Seen},
    reasons, sets,
    subject::Acting,
};
use crate::{
    nt::{AccessMask, ObjectKind, SecurityDescriptor, Wish, answers, describe_rights},
    query::{
        Answer, Ground, Row, Said, Verdict,
        resolve::{Object, Resolver, Thing},
        syntax::{Actor, Set, Target, Written},
    },
    text::{Diagnostic, Span},
    world::{Server, other_machine},
};

/// `what can S do to O`
///
/// # Errors
/// As [`who_can`].
pub fn what_can_do(
    subject: &Written<Set<Actor>>,
    object: &Written<Set<Target>>,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    let server = resolver.server;
    let mut answer = Answer::to("");
    let objects = sets::targets(object, resolver)?;
    let actors = sets::actors(subject, resolver)?;
    let object_span = object.span;
    for object in objects.leaves() {
        let (kind, descriptors, gaps) = lists(object, server, object_span, resolver)?;
        if descriptors.is_empty() {
            answer.gaps.extend(gaps);
            continue;
        }
        let elsewhere = other_machine(&object.path, server);
        answer
            .notes
            .extend(elsewhere.as_ref().map(|_| network::remark()));
        for acting in actors.leaves().into_iter().flat_map(Acting::each) {
            let outside = match elsewhere
                .as_ref()
                .map(|machine| network::seen(acting, machine, server))
            {
                None => None,
                Some(Seen::As(outside)) => Some(outside),
                Some(Seen::Nobody(steps)) => {
                    answer.evidence.extend(steps);
                    continue;
                }
                Some(Seen::Open(gap)) => {
                    answer.gaps.push(gap);
                    continue;
                }
            };
            let acting = outside.as_deref().unwrap_or(acting);
            let Some(token) = acting.plain_token() else {
                answer.evidence.extend(acting.barred.clone());
                if acting.barred.is_none() {
                    answer.gaps.extend(acting.unknown());
                }
                continue;
            };
            if token.level.may_open().is_err() {
                answer.evidence.extend(acting.evidence(server));
                continue;
            }
            let (mut certain, mut possible) = (AccessMask(u32::MAX), AccessMask::NONE);
            for descriptor in &descriptors {
                let wish = Wish {
                    rules: server.rules(),
                    ..Wish::new(kind, AccessMask::MAXIMUM_ALLOWED)
                };
                let Ok(these) = answers(descriptor, &token, &wish) else {
                    continue;
                };
                certain = certain & these.certain;
                possible |= these.possible;
            }
            certain = certain & kind.mapping().all;
            possible = possible & kind.mapping().all;
            rights_row(
                &mut answer,
                acting,
                (kind, &object.words()),
                certain,
                possible,
            );
            answer.evidence.extend(acting.evidence(server));
        }
        answer.gaps.extend(gaps);
    }
    Ok(answer)
}

/// What decides of an object: its kind, each list that it may have, and what is not known.
type Lists = (ObjectKind, Vec<SecurityDescriptor>, Vec<Said>);

fn lists(
    object: &Object,
    server: &Server,
    span: Span,
    resolver: &Resolver<'_>,
) -> Result<Lists, Box<Diagnostic>> {
    match &object.thing {
        Thing::Path => {
            let described = server.describe(&object.path, object.noun);
            let gaps = described.gaps.iter().map(|gap| Said {
                says: reasons::gap_words(&gap.kind, &gap.path),
                at: gap.fact.map_or(crate::world::Origin::Unsaid, |fact| {
                    server.origin(fact).clone()
                }),
            });
            let lists = described.completions.iter();
            let lists = lists.map(|completion| (*completion.descriptor).clone());
            Ok((described.kind, lists.collect(), gaps.collect()))
        }
        Thing::Service(name) => {
            let (mut lists, mut gaps) = (Vec::new(), Vec::new());
            for (one, fact) in server.services().filter(|(one, _)| one.name == *name) {
                match server.list_of_service(one, fact) {
                    Ok(list) => lists.push(list.descriptor),
                    Err(says) => gaps.push(Said {
                        says,
                        at: server.origin(fact).clone(),
                    }),
                }
            }
            Ok((ObjectKind::Service, lists, gaps))
        }
        Thing::Component(name) => Err(resolver
            .at(
                "verb-and-kind",
                format!("component {name} has two lists, which are asked one by one"),
                span,
                "not with `do to`",
            )
            .help(format!(
                "`can … launch component {name}`, `can … access component {name}`"
            ))
            .into()),
    }
}

fn rights_row(
    answer: &mut Answer,
    acting: &Acting,
    (kind, called): (ObjectKind, &str),
    certain: AccessMask,
    possible: AccessMask,
) {
    let mut row = |mask: AccessMask, verdict: Verdict, says: String| {
        answer.row(
            Row {
                kind: "rights",
                name: describe_rights(kind, mask),
                sid: None,
                verdict,
                evidence: vec![explain::plain(Ground::Stated { says })],
                shares: None,
            },
            Vec::new(),
        );
    };
    if !certain.is_empty() {
        row(
            certain,
            Verdict::Yes,
            format!("{certain}, what {} has on {called}", acting.words),
        );
    }
    let perhaps = possible.without(certain);
    if !perhaps.is_empty() {
        row(
            perhaps,
            Verdict::Unknown,
            format!("{perhaps}, what it may have besides"),
        );
    }
}

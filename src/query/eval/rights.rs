//! `what can S do to O`: all rights at once, as one row.

use super::{explain, reasons, sets, subject::Acting};
use crate::{
    nt::{AccessMask, Wish, answers, describe_rights},
    query::{
        Answer, Ground, Row, Said, Verdict,
        resolve::Resolver,
        syntax::{Actor, Set, Target, Written},
    },
    text::Diagnostic,
    world::Described,
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
    for object in objects.leaves() {
        let described = server.describe(&object.path, object.noun);
        for acting in actors.leaves() {
            let Some(token) = acting.plain_token() else {
                continue;
            };
            let (mut certain, mut possible) = (AccessMask(u32::MAX), AccessMask::NONE);
            for completion in &described.completions {
                let wish = Wish {
                    rules: server.rules(),
                    ..Wish::new(described.kind, AccessMask::MAXIMUM_ALLOWED)
                };
                let Ok(these) = answers(&completion.descriptor, &token, &wish) else {
                    continue;
                };
                certain = certain & these.certain;
                possible |= these.possible;
            }
            certain = certain & described.kind.mapping().all;
            possible = possible & described.kind.mapping().all;
            rights_row(&mut answer, acting, &described, certain, possible);
            answer.evidence.extend(acting.evidence(server));
        }
        answer.gaps.extend(described.gaps.iter().map(|gap| Said {
            says: reasons::gap_words(&gap.kind, &gap.path),
            at: gap.fact.map_or(crate::world::Origin::Unsaid, |fact| {
                server.origin(fact).clone()
            }),
        }));
    }
    Ok(answer)
}

fn rights_row(
    answer: &mut Answer,
    acting: &Acting,
    described: &Described,
    certain: AccessMask,
    possible: AccessMask,
) {
    let mut row = |mask: AccessMask, verdict: Verdict, says: String| {
        answer.row(
            Row {
                kind: "rights",
                name: describe_rights(described.kind, mask),
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
            format!("{certain}, what {} has on {}", acting.words, described.path),
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

//! `are all pools isolated from each other`, `which pairs of pools are isolated`: every pair of a kind, each with its parts.

use super::{
    chain::Chain,
    journey::Journey,
    protection::{Found, Side, finish, reach_of, related},
    rows, sets,
};
use crate::{
    query::{
        Answer, Claim as Said, Ground, Note, Row, Verdict,
        syntax::{ActorKind, Relation, Written},
    },
    text::Diagnostic,
};

/// Every pair of a kind with what it comes to; of `protected`, both orders.
///
/// # Errors
/// As [`related`].
fn pairs(
    kind: ActorKind,
    relation: Relation,
    journey: &Journey<'_, '_>,
) -> Result<Vec<(String, String, Found)>, Box<Diagnostic>> {
    let server = journey.resolver.server;
    let all = sets::of_kind(kind, server);
    let sides: Vec<Side> = all.iter().map(|one| Side::of(one, journey)).collect();
    let reach = reach_of(&sides, journey);
    let mut found = Vec::new();
    for (at, one) in sides.iter().enumerate() {
        let others = if relation == Relation::Protected {
            &sides[..]
        } else {
            &sides[at + 1..]
        };
        for other in others {
            if std::ptr::eq(one, other) || one.party.is_none() || other.party.is_none() {
                continue;
            }
            let names = (
                rows::name_of(&one.acting, server),
                rows::name_of(&other.acting, server),
            );
            let pair = related(one, relation, other, journey, &reach)?;
            found.push((names.0, names.1, pair));
        }
    }
    Ok(found)
}

/// `are all pools isolated from each other`
///
/// # Errors
/// As [`related`].
pub fn all_related(
    kind: &Written<ActorKind>,
    relation: Relation,
    journey: &Journey<'_, '_>,
) -> Result<Answer, Box<Diagnostic>> {
    journey.not_directly(kind.span)?;
    let plural = kind.node.plural();
    let mut answer = Answer::to("");
    let mut verdicts = Vec::new();
    for (one, other, found) in pairs(kind.node, relation, journey)? {
        verdicts.push(found.verdict);
        answer
            .gaps
            .extend(found.parts.iter().flat_map(|part| part.gaps.clone()));
        answer.rows.push(pair_row(&one, &other, relation, found));
    }
    let no = verdicts
        .iter()
        .copied()
        .find(|verdict| matches!(verdict, Verdict::No(_)));
    let unknown = verdicts
        .contains(&Verdict::Unknown)
        .then_some(Verdict::Unknown);
    let verdict = no.or(unknown).unwrap_or(Verdict::Yes);
    if verdicts.is_empty() {
        answer
            .notes
            .push(Note::Remark(format!("there are no two {plural}")));
    }
    let reach = journey.reach(&[], Vec::new());
    finish(&mut answer, verdict, journey, &reach);
    answer.claim = Some(match verdict {
        Verdict::Yes => Said {
            subject: "no step found".into(),
            positive: "among those modelled leads from one to another of the".into(),
            negative: String::new(),
            object: plural.into(),
        },
        Verdict::No(_) | Verdict::Unknown => Said {
            subject: format!("all {plural}"),
            positive: format!("are {} from each other", relation.words()),
            negative: format!("are not {} from each other", relation.words()),
            object: String::new(),
        },
    });
    if let Verdict::No(_) = verdict {
        answer.claim = answer.claim.map(|claim| Said {
            subject: "not all".into(),
            negative: format!("{plural} are {} from each other", relation.words()),
            ..claim
        });
    }
    Ok(answer)
}

/// `which pairs of pools are [not] isolated`
///
/// # Errors
/// As [`related`].
pub fn which_pairs(
    kind: &Written<ActorKind>,
    denied: bool,
    relation: Relation,
    journey: &Journey<'_, '_>,
) -> Result<Answer, Box<Diagnostic>> {
    journey.not_directly(kind.span)?;
    let mut answer = Answer::to("");
    for (one, other, found) in pairs(kind.node, relation, journey)? {
        let gaps = found
            .parts
            .iter()
            .flat_map(|part| part.gaps.clone())
            .collect();
        let mut row = pair_row(&one, &other, relation, found);
        row.verdict = match (row.verdict, denied) {
            (Verdict::Unknown, _) => Verdict::Unknown,
            (Verdict::Yes, false) | (Verdict::No(_), true) => Verdict::Yes,
            (Verdict::Yes, true) | (Verdict::No(_), false) => continue,
        };
        answer.row(row, gaps);
    }
    let reach = journey.reach(&[], Vec::new());
    answer.evidence.push(Chain::of(journey, &reach).searched(0));
    Ok(answer)
}

/// A pair as a row, with the first chain that connects them.
fn pair_row(one: &str, other: &str, relation: Relation, found: Found) -> Row {
    let name = match relation {
        Relation::Protected => format!("{one} from {other}"),
        Relation::Isolated | Relation::StrictlyIsolated => format!("{one} and {other}"),
    };
    let evidence = found
        .parts
        .into_iter()
        .find(|part| part.verdict == found.verdict && part.verdict != Verdict::Yes)
        .map(|part| {
            let mut evidence = vec![super::explain::plain(Ground::Stated { says: part.about })];
            evidence.extend(part.evidence);
            evidence
        });
    Row {
        kind: "pair",
        name,
        sid: None,
        verdict: found.verdict,
        evidence: evidence.unwrap_or_default(),
        shares: None,
    }
}

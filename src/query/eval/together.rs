//! Somebody who consists of several: what they come to together.

use super::{
    can::Pair,
    made,
    subject::{Acting, Parts},
};
use crate::{
    query::{Answer, KindOfNo, Verdict},
    text::Diagnostic,
};

/// What somebody who consists of several can do: what one of them can; if it is one of them and nobody knows which, what all agree on.
///
/// # Errors
/// As `one`.
pub fn pair(
    acting: &Acting,
    one: &mut dyn FnMut(&Acting) -> Result<Pair, Box<Diagnostic>>,
) -> Result<Pair, Box<Diagnostic>> {
    let (parts, agree) = match &acting.parts {
        Parts::None => return one(acting),
        Parts::AnyOf(parts) => (parts, false),
        Parts::OneOf(parts) => (parts, true),
    };
    let mut pairs = Vec::new();
    for part in parts {
        pairs.push(pair(part, one)?);
    }
    let verdicts: Vec<Verdict> = pairs.iter().map(|pair| pair.verdict).collect();
    let verdict = joined(&verdicts, agree);
    let deciding = verdicts
        .iter()
        .position(|part| *part == verdict)
        .unwrap_or_default();
    let mut pair = pairs.swap_remove(deciding);
    if pair.verdict != verdict {
        // They do not agree, so that none of them decides.
        pair.evidence.clear();
        pair.gaps.clear();
    }
    if agree && verdict == Verdict::Unknown {
        pair.gaps.push(made::nobody(acting));
    }
    if parts.len() > 1 && (agree || verdict != Verdict::Yes) {
        // It is the proof of one of them.
        pair.proof = None;
    }
    pair.verdict = verdict;
    Ok(pair)
}

/// One verdict of several: any of them, or what they agree on. Nobody can do nothing.
fn joined(verdicts: &[Verdict], agree: bool) -> Verdict {
    let find = |wanted: &dyn Fn(&Verdict) -> bool| verdicts.iter().copied().find(|v| wanted(v));
    let yes = find(&|verdict| *verdict == Verdict::Yes);
    let no = find(&|verdict| matches!(verdict, Verdict::No(_)));
    let unknown = find(&|verdict| *verdict == Verdict::Unknown);
    match (agree, yes, no) {
        (true, Some(_), Some(_)) => Verdict::Unknown,
        (true, ..) => unknown.or(yes).or(no).unwrap_or(Verdict::Unknown),
        (false, ..) => yes
            .or(unknown)
            .or(no)
            .unwrap_or(Verdict::No(KindOfNo::Gated)),
    }
}

/// The same of a claim, of which each one's answer is known.
///
/// # Errors
/// As `one`.
pub fn answer(
    acting: &Acting,
    one: &dyn Fn(&Acting) -> Result<Answer, Box<Diagnostic>>,
) -> Result<Answer, Box<Diagnostic>> {
    let (parts, agree) = match &acting.parts {
        Parts::None => return one(acting),
        Parts::AnyOf(parts) => (parts, false),
        Parts::OneOf(parts) => (parts, true),
    };
    let mut answers = Vec::new();
    for part in parts {
        answers.push(answer(part, one)?);
    }
    let verdicts: Vec<Verdict> = answers.iter().filter_map(|answer| answer.verdict).collect();
    let verdict = joined(&verdicts, agree);
    let deciding = verdicts
        .iter()
        .position(|part| *part == verdict)
        .unwrap_or_default();
    let mut answer = answers.swap_remove(deciding);
    if answer.verdict != Some(verdict) {
        answer.evidence.clear();
        answer.gaps.clear();
    }
    if agree && verdict == Verdict::Unknown {
        answer.gaps.push(made::nobody(acting));
    }
    answer.verdict = Some(verdict);
    Ok(answer)
}

//! Files for a token of which something is not known: one answer for each way to complete it.

use super::{FileDecision, FileSituation, FileStatus, InvalidOpen, OpenRequest, open};
use crate::nt::{SecurityDescriptor, Token, TooMany, Unknown, completions};

/// What an open comes to in every completion of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileAnswers {
    /// The unknowns that are true, the others being false, and the answer then.
    pub answers: Vec<(Vec<Unknown>, FileDecision)>,
}

impl FileAnswers {
    /// Granted or refused in every completion; `None` where completions differ, or one is unknown for another reason.
    pub fn settled(&self) -> Option<bool> {
        let mut statuses = self
            .answers
            .iter()
            .map(|(_, decision)| match decision.status {
                FileStatus::Granted => Some(true),
                FileStatus::Refused(_) => Some(false),
                FileStatus::Unknown(_) => None,
            });
        let first = statuses.next()??;
        statuses
            .all(|status| status == Some(first))
            .then_some(first)
    }
}

/// Why there are no answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvalidFileAnswers {
    /// As for one open.
    Open(InvalidOpen),
    /// There are too many completions to try.
    TooMany(TooMany),
}

/// `open`, in every completion of a token that differs for the object and the folders above it.
///
/// # Errors
/// A label names no level, or there are too many completions.
pub fn open_answers(
    situation: &FileSituation<'_>,
    token: &Token,
    request: &OpenRequest,
) -> Result<FileAnswers, InvalidFileAnswers> {
    let mut about: Vec<&SecurityDescriptor> = vec![situation.descriptor];
    about.extend(situation.folders.iter().flatten());
    let ways = completions(token, &about, None).map_err(InvalidFileAnswers::TooMany)?;
    let mut answers = Vec::new();
    for way in ways {
        let decision = open(situation, &way.token, request).map_err(InvalidFileAnswers::Open)?;
        answers.push((way.holds, decision));
    }
    Ok(FileAnswers { answers })
}

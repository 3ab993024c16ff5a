//! An answer as it is told: the same sentences for every format.

use serde::Serialize;

use super::prose;
use crate::query::{Answer, Note, Row, Said, TokenListing, Verdict};

/// What a person or a program gets to see of an answer. The field names are those of the JSON form.
#[derive(Clone, Debug, Serialize)]
pub struct View {
    /// `poolproof/answer/1`
    pub schema: &'static str,
    /// The question in canonical spelling.
    pub question: String,
    /// The changes that it supposes, in canonical spelling.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub supposed: Vec<String>,
    /// `yes`, `no`, `unknown`, or nothing for sets and structure.
    pub verdict: Option<&'static str>,
    /// `denied`, `not_granted`, `gated`, `unreachable`.
    pub kind_of_no: Option<&'static str>,
    /// The answer in a sentence.
    pub says: Option<String>,
    /// The rows of a set question.
    pub rows: Vec<RowView>,
    /// How many rows there are in all.
    pub total: usize,
    /// Which rights were asked for.
    pub wanted: Option<WantedView>,
    /// The reason, step by step.
    pub evidence: Vec<EvidenceView>,
    /// What is not known and matters.
    pub gaps: Vec<FactView>,
    /// Whether all rows are there.
    pub complete: bool,
    /// Remarks.
    pub notes: Vec<String>,
    /// What to ask next.
    pub hint: Option<String>,
    #[serde(skip)]
    pub(super) counted: bool,
    #[serde(skip)]
    pub(super) token: Option<TokenListing>,
}

/// One row.
#[derive(Clone, Debug, Serialize)]
pub struct RowView {
    /// `pool`, `folder` …
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Its SID, where there is one.
    pub sid: Option<String>,
    /// `yes`, `unknown`.
    pub verdict: &'static str,
    /// Why.
    pub evidence: Vec<EvidenceView>,
    #[serde(skip)]
    pub(super) shares: Option<usize>,
}

/// The rights that were asked for.
#[derive(Clone, Debug, Serialize)]
pub struct WantedView {
    /// The verb as asked.
    pub verb: String,
    /// The mask in hexadecimal.
    pub mask: String,
    /// `any` when one of the rights is enough, else `all`.
    pub reading: &'static str,
    /// The rights by name.
    pub rights: String,
}

/// One step of a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EvidenceView {
    /// What kind of step: `ace`, `member`, `token` …
    pub rule: &'static str,
    /// The step in a sentence.
    pub says: String,
    /// The facts under it.
    pub facts: Vec<FactView>,
}

/// A fact with its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FactView {
    /// The fact in the words of the notation.
    pub says: String,
    /// File and line, or a citation.
    pub at: String,
}

impl View {
    /// The view of an answer.
    pub fn of(answer: &Answer) -> View {
        let (verdict, kind_of_no) = match answer.verdict {
            None => (None, None),
            Some(verdict) => (Some(word(verdict)), kind(verdict)),
        };
        View {
            schema: "poolproof/answer/1",
            question: answer.question.clone(),
            supposed: answer.supposed.clone(),
            verdict,
            kind_of_no,
            says: prose::headline(answer),
            rows: answer.rows.iter().map(RowView::of).collect(),
            total: answer.total,
            wanted: answer.wanted.as_ref().map(|wanted| WantedView {
                verb: wanted.verb.clone(),
                mask: wanted.mask.to_string(),
                reading: match wanted.reading {
                    crate::world::Reading::Any => "any",
                    crate::world::Reading::All => "all",
                },
                rights: prose::rights(wanted.kind, wanted.mask),
            }),
            evidence: answer.evidence.iter().map(prose::evidence).collect(),
            gaps: answer.gaps.iter().map(FactView::of).collect(),
            complete: answer.complete,
            counted: answer.counted,
            token: answer.token.as_deref().cloned(),
            notes: remarks(answer),
            hint: answer.notes.iter().find_map(|note| match note {
                Note::Hint(hint) => Some(hint.clone()),
                Note::Remark(_) => None,
            }),
        }
    }
}

fn remarks(answer: &Answer) -> Vec<String> {
    answer
        .notes
        .iter()
        .filter_map(|note| match note {
            Note::Remark(remark) => Some(remark.clone()),
            Note::Hint(_) => None,
        })
        .collect()
}

impl RowView {
    fn of(row: &Row) -> RowView {
        RowView {
            kind: row.kind,
            name: row.name.clone(),
            sid: row.sid.map(|sid| sid.to_string()),
            verdict: word(row.verdict),
            evidence: row.evidence.iter().map(prose::evidence).collect(),
            shares: row.shares,
        }
    }
}

impl FactView {
    pub(super) fn of(said: &Said) -> FactView {
        FactView {
            says: said.says.clone(),
            at: said.at.to_string(),
        }
    }
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Yes => "yes",
        Verdict::No(_) => "no",
        Verdict::Unknown => "unknown",
    }
}

fn kind(verdict: Verdict) -> Option<&'static str> {
    match verdict {
        Verdict::No(kind) => kind.name(),
        Verdict::Yes | Verdict::Unknown => None,
    }
}

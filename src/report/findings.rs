//! What came of insisting, as it is told: the same sentences for every format.

use serde::Serialize;

use super::{
    View,
    text::text as answer_text,
    view::{FactView, RowView},
};
use crate::{
    check::{Finding, Judged, Outcome, Truth},
    query::clause::syntax::Purpose,
};

/// What a person or a program gets to see. The field names are those of the JSON form.
#[derive(Clone, Debug, Serialize)]
pub struct FindingsView {
    /// `poolproof/check/1`
    pub schema: &'static str,
    /// One for each sentence, in their order.
    pub findings: Vec<FindingView>,
    /// How many there are of each kind.
    pub summary: Summary,
    /// Whether all of them were checked.
    pub complete: bool,
}

/// How many sentences came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// They hold.
    pub holds: usize,
    /// They are violated.
    pub violated: usize,
    /// What is known leaves them open.
    pub unknown: usize,
    /// They mean nothing in this world.
    pub meaningless: usize,
    /// They are about other versions.
    pub not_applicable: usize,
    /// There was no time for them.
    pub unchecked: usize,
}

/// One sentence.
#[derive(Clone, Debug, Serialize)]
pub struct FindingView {
    /// What it is called.
    pub name: String,
    /// `assert`, `invariant`
    pub purpose: &'static str,
    /// `holds`, `violated`, `unknown`, `meaningless`, `not_applicable`, `unchecked`
    pub verdict: &'static str,
    /// File and line.
    pub at: String,
    /// The clause in canonical spelling.
    pub clause: String,
    /// Why it matters, for a built-in rule.
    pub why: Option<&'static str>,
    /// Which benchmarks ask for it.
    pub references: &'static [&'static str],
    /// Whether breaking it is only advice that is not followed.
    pub advisory: bool,
    /// For whom it is so.
    pub witness: Vec<BindingView>,
    /// How many further cases there are.
    pub further: usize,
    /// How many different questions were asked.
    pub asked: usize,
    /// Whether what it supposes is met by nobody, so that it holds emptily.
    pub vacuous: bool,
    /// The answers that decide it.
    pub because: Vec<View>,
    /// What is not known and matters.
    pub gaps: Vec<FactView>,
    /// What else should be known.
    pub notes: Vec<String>,
    /// Why it means nothing.
    pub complaints: Vec<String>,
}

/// Whom a variable stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BindingView {
    /// The variable.
    pub variable: String,
    /// Who.
    pub is: String,
}

impl FindingsView {
    /// The view of findings.
    pub fn of(findings: &[Finding]) -> FindingsView {
        let mut summary = Summary::default();
        for finding in findings {
            *match verdict(&finding.outcome) {
                "holds" => &mut summary.holds,
                "violated" => &mut summary.violated,
                "unknown" => &mut summary.unknown,
                "meaningless" => &mut summary.meaningless,
                "not_applicable" => &mut summary.not_applicable,
                _ => &mut summary.unchecked,
            } += 1;
        }
        FindingsView {
            schema: "poolproof/check/1",
            findings: findings.iter().map(FindingView::of).collect(),
            summary,
            complete: summary.unchecked == 0,
        }
    }
}

fn verdict(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Judged(judged) => match judged.truth {
            Truth::Holds => "holds",
            Truth::Fails => "violated",
            Truth::Open => "unknown",
        },
        Outcome::Meaningless(_) => "meaningless",
        Outcome::OtherVersion => "not_applicable",
        Outcome::Unchecked => "unchecked",
    }
}

impl FindingView {
    fn of(finding: &Finding) -> FindingView {
        let judged = match &finding.outcome {
            Outcome::Judged(judged) => Some(judged),
            Outcome::Meaningless(_) | Outcome::OtherVersion | Outcome::Unchecked => None,
        };
        let complaints = match &finding.outcome {
            Outcome::Meaningless(complaints) => complaints
                .iter()
                .map(|complaint| complaint.headline.clone())
                .collect(),
            Outcome::Judged(_) | Outcome::OtherVersion | Outcome::Unchecked => Vec::new(),
        };
        let because: Vec<View> = judged.map(|judged| answers(judged)).unwrap_or_default();
        let mut gaps: Vec<FactView> = Vec::new();
        if judged.is_some_and(|judged| judged.truth == Truth::Open) {
            for gap in because.iter().flat_map(|view| &view.gaps) {
                if !gaps.contains(gap) {
                    gaps.push(gap.clone());
                }
            }
        }
        let witness = judged.map(|judged| &judged.witness);
        FindingView {
            name: finding.name.clone(),
            purpose: match finding.purpose {
                Purpose::Assert => "assert",
                Purpose::Invariant => "invariant",
            },
            verdict: verdict(&finding.outcome),
            at: finding.place.to_string(),
            clause: finding.clause.clone(),
            why: finding.rule.map(|rule| rule.why),
            references: finding.rule.map_or(&[], |rule| rule.references),
            advisory: finding.rule.is_some_and(|rule| rule.advisory),
            witness: witness
                .map(|witness| {
                    let binding = |binding: &crate::check::Binding| BindingView {
                        variable: binding.variable.clone(),
                        is: binding.who.clone(),
                    };
                    witness.bindings.iter().map(binding).collect()
                })
                .unwrap_or_default(),
            further: witness.map_or(0, |witness| witness.further),
            asked: witness.map_or(0, |witness| witness.asked),
            vacuous: judged.is_some_and(|judged| is_vacuous(judged)),
            because,
            gaps,
            notes: finding.notes.clone(),
            complaints,
        }
    }
}

fn is_vacuous(judged: &Judged) -> bool {
    judged.truth == Truth::Holds && (judged.premise == Truth::Fails || judged.witness.asked == 0)
}

fn answers(judged: &Judged) -> Vec<View> {
    judged
        .witness
        .claims
        .iter()
        .filter_map(|claim| claim.answer.as_deref())
        .map(View::of)
        .collect()
}

/// The findings as lines of text, a summary last.
pub fn findings_text(view: &FindingsView) -> String {
    let mut out = String::new();
    for finding in &view.findings {
        out.push_str(&one(finding));
    }
    out.push_str(&summary(view.summary));
    out.push('\n');
    out
}

fn one(finding: &FindingView) -> String {
    let word = match (finding.verdict, finding.advisory) {
        ("violated", true) => "advice not followed",
        ("not_applicable", _) => "does not apply",
        ("meaningless", _) => "means nothing here",
        ("unchecked", _) => "not checked",
        (word, _) => word,
    };
    format!(
        "{word}: {} ({})\n{}",
        finding.name,
        finding.at,
        told(finding)
    )
}

/// A clause that stood where a question does, as lines of text.
pub fn claim_text(view: &FindingsView) -> String {
    let one = |finding: &FindingView| {
        format!("{}: {}\n{}", finding.verdict, finding.clause, told(finding))
    };
    view.findings.iter().map(one).collect()
}

/// For whom it is so, and why.
fn told(finding: &FindingView) -> String {
    let mut out = String::new();
    let mut line = |text: &str| {
        out.push_str("  ");
        out.push_str(text.trim_end());
        out.push('\n');
    };
    if !finding.witness.is_empty() || finding.further > 0 {
        line(&format!("for      {}", whom(finding)));
    }
    if finding.verdict != "holds" {
        for answer in &finding.because {
            line(&answer.question);
            for told in answer_text(&deciding(answer)).lines() {
                line(&format!("  {told}"));
            }
        }
    } else if finding.vacuous {
        line("note     it holds emptily: nobody is as it supposes");
    }
    for note in &finding.notes {
        line(&format!("note     {note}"));
    }
    if let (Some(why), true) = (
        finding.why,
        ["violated", "unknown"].contains(&finding.verdict),
    ) {
        line(&format!("why      {why}"));
        if !finding.references.is_empty() {
            line(&format!("asked by {}", finding.references.join(", ")));
        }
    }
    out
}

/// Of an answer about many objects that all count so many are told.
const TOLD: usize = 3;

/// An answer with the objects that decide it: one where one is enough, else the first ones, and how many more there are.
fn deciding(answer: &View) -> View {
    let mut short = answer.clone();
    let counts = |row: &&RowView| row.kind == "claim" && Some(row.verdict) == answer.verdict;
    let alike: Vec<RowView> = answer.rows.iter().filter(counts).cloned().collect();
    if alike.is_empty() {
        return short;
    }
    let told = if alike.len() < answer.rows.len() {
        1
    } else {
        TOLD
    };
    let more = alike.len().saturating_sub(told);
    short.rows = alike;
    short.rows.truncate(told);
    if more > 0 {
        let note = format!("and so it is with {more} more; the question by itself tells all");
        short.notes.push(note);
    }
    short
}

/// `P = pool A, and 2 further cases`
fn whom(finding: &FindingView) -> String {
    let mut who: Vec<String> = finding
        .witness
        .iter()
        .map(|binding| format!("{} = {}", binding.variable, binding.is))
        .collect();
    if finding.further > 0 {
        let cases = if finding.further == 1 {
            "case"
        } else {
            "cases"
        };
        who.push(format!("and {} further {cases}", finding.further));
    }
    who.join(", ")
}

impl View {
    /// A clause that stood where a question does, as an answer: whether it holds, and a row for each claim that decides it.
    pub fn of_finding(finding: &Finding) -> View {
        let found = FindingView::of(finding);
        let rows: Vec<RowView> = found.because.into_iter().map(claim_row).collect();
        let mut notes = Vec::new();
        let found = FindingView {
            because: Vec::new(),
            ..found
        };
        if !found.witness.is_empty() || found.further > 0 {
            notes.push(format!("for {}", whom(&found)));
        }
        if found.vacuous {
            notes.push("it holds emptily: nobody is as it supposes".to_owned());
        }
        notes.extend(found.notes);
        View {
            schema: "poolproof/answer/1",
            question: found.clause,
            supposed: Vec::new(),
            verdict: match found.verdict {
                "holds" => Some("yes"),
                "violated" => Some("no"),
                "unknown" => Some("unknown"),
                _ => None,
            },
            kind_of_no: None,
            says: Some(found.verdict.to_owned()),
            total: rows.len(),
            rows,
            wanted: None,
            evidence: Vec::new(),
            gaps: found.gaps,
            complete: found.verdict != "unchecked",
            notes,
            hint: None,
            counted: false,
            token: None,
        }
    }
}

/// A claim that decides a clause, with everything that its answer stands on.
fn claim_row(answer: View) -> RowView {
    let mut evidence = answer.evidence;
    evidence.extend(answer.rows.into_iter().flat_map(|row| row.evidence));
    RowView {
        kind: "claim",
        name: answer.question,
        sid: None,
        verdict: answer.verdict.unwrap_or("unknown"),
        evidence,
        shares: None,
    }
}

fn summary(summary: Summary) -> String {
    let all = [
        (summary.holds, "holds", "hold"),
        (summary.violated, "is violated", "are violated"),
        (summary.unknown, "is unknown", "are unknown"),
        (
            summary.meaningless,
            "means nothing here",
            "mean nothing here",
        ),
        (summary.not_applicable, "does not apply", "do not apply"),
        (summary.unchecked, "was not checked", "were not checked"),
    ];
    let total: usize = all.iter().map(|(count, _, _)| count).sum();
    let told: Vec<String> = all
        .iter()
        .filter(|(count, _, _)| *count > 0)
        .map(|(count, one, many)| format!("{count} {}", if *count == 1 { one } else { many }))
        .collect();
    match told.as_slice() {
        [] => "nothing was insisted on".to_owned(),
        told => format!("of {total}: {}", told.join(", ")),
    }
}

//! Why a clause holds, fails or is open: for whom, and the answers that decide it, as few as there can be.

use std::rc::Rc;

use super::{
    Stop, Truth,
    lower::{Node, Part, What, called, open},
    meaning::Evaluation,
};
use crate::query::{
    Answer,
    clause::{Bound, syntax::Clause},
    syntax::Question,
};

/// Among more cases than this, the smallest witness is not looked for.
const COMPARED: usize = 16;

/// Why a clause is as it is.
#[derive(Clone, Debug, Default)]
pub struct Witness {
    /// For whom.
    pub bindings: Vec<Binding>,
    /// The claims that decide it there, in the order of the clause.
    pub claims: Vec<Claimed>,
    /// How many further cases decide it as well.
    pub further: usize,
    /// How many different questions were asked.
    pub asked: usize,
}

/// Whom a variable stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The variable; the kind where there is none.
    pub variable: String,
    /// Who: `pool A`.
    pub who: String,
    /// The same as syntax.
    pub bound: Bound,
}

/// A claim and what it comes to.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// As a question that can be asked again.
    pub question: Question,
    /// What it comes to.
    pub truth: Truth,
    /// Its answer with the evidence.
    pub answer: Option<Box<Answer>>,
}

impl Witness {
    fn size(&self) -> (usize, usize) {
        (self.claims.len(), self.bindings.len())
    }

    fn join(mut self, other: Witness) -> Witness {
        for binding in other.bindings {
            if !self.bindings.contains(&binding) {
                self.bindings.push(binding);
            }
        }
        for claim in other.claims {
            if !self
                .claims
                .iter()
                .any(|known| known.question == claim.question)
            {
                self.claims.push(claim);
            }
        }
        self.further += other.further;
        self
    }
}

/// Why a clause has this truth.
///
/// # Errors
/// There is no time for it.
pub fn because(
    clause: &Clause,
    truth: Truth,
    evaluation: &mut Evaluation<'_>,
) -> Result<Witness, Stop> {
    let whole = || What::Clause(clause, Rc::new([]));
    let found = evaluation.value(whole())?;
    // Where only all cases of what is open decide, the open questions are what there is to tell.
    let told = if found == truth { truth } else { found };
    let mut witness = why(whole(), told, evaluation)?;
    for claim in &mut witness.claims {
        claim.answer = evaluation.world.evidence(&claim.question).map(Box::new);
    }
    Ok(witness)
}

fn why(what: What<'_>, truth: Truth, evaluation: &mut Evaluation<'_>) -> Result<Witness, Stop> {
    let node = open(what, evaluation.world)?;
    match node {
        Node::Known(_) => Ok(Witness::default()),
        Node::Ask(question) => Ok(Witness {
            claims: vec![Claimed {
                question: *question,
                truth,
                answer: None,
            }],
            ..Witness::default()
        }),
        Node::Not(part) => of_part(*part, truth.denied(), evaluation),
        Node::All(parts) => match truth {
            Truth::Holds => every(parts, evaluation, truth),
            Truth::Fails | Truth::Open => smallest(parts, evaluation, truth),
        },
        Node::Any(parts) => match truth {
            Truth::Holds => smallest(parts, evaluation, truth),
            Truth::Fails => every(parts, evaluation, truth),
            Truth::Open => smallest(parts, evaluation, truth),
        },
        Node::Count { least, most, of } => counted(of, (least, most), truth, evaluation),
    }
}

fn of_part(part: Part<'_>, truth: Truth, evaluation: &mut Evaluation<'_>) -> Result<Witness, Stop> {
    let binding = part.binding.map(named);
    let inner = why(part.what, truth, evaluation)?;
    Ok(Witness {
        bindings: binding.into_iter().collect(),
        ..Witness::default()
    }
    .join(inner))
}

fn named((variable, bound): (String, Bound)) -> Binding {
    Binding {
        variable,
        who: called(&bound),
        bound,
    }
}

/// The smallest reason among the parts of that truth; the others are counted.
fn smallest(
    parts: Vec<Part<'_>>,
    evaluation: &mut Evaluation<'_>,
    truth: Truth,
) -> Result<Witness, Stop> {
    let mut best: Option<Witness> = None;
    let (mut found, mut counts) = (0_usize, false);
    for part in parts {
        counts |= part.binding.is_some();
        if evaluation.value(part.what.clone())? != truth {
            continue;
        }
        found += 1;
        if found > COMPARED {
            continue;
        }
        let witness = of_part(part, truth, evaluation)?;
        let further = witness.further;
        found += further;
        if best
            .as_ref()
            .is_none_or(|best| witness.size() < best.size())
        {
            best = Some(witness);
        }
    }
    let mut best = best.unwrap_or_default();
    best.further = if counts {
        found.saturating_sub(1)
    } else {
        best.further
    };
    Ok(best)
}

/// The reasons of all parts together; of many cases their number is all there is to tell.
fn every(
    parts: Vec<Part<'_>>,
    evaluation: &mut Evaluation<'_>,
    truth: Truth,
) -> Result<Witness, Stop> {
    let cases = parts.iter().any(|part| part.binding.is_some());
    if cases && parts.len() > 1 {
        return Ok(Witness::default());
    }
    let mut all = Witness::default();
    for part in parts {
        all = all.join(of_part(part, truth, evaluation)?);
    }
    Ok(all)
}

/// Those who are counted: as many as decide it.
fn counted(
    parts: Vec<Part<'_>>,
    (least, most): (usize, usize),
    truth: Truth,
    evaluation: &mut Evaluation<'_>,
) -> Result<Witness, Stop> {
    let (mut holding, mut open_ones) = (Vec::new(), Vec::new());
    for part in parts {
        match evaluation.value(part.what.clone())? {
            Truth::Holds => holding.push(part),
            Truth::Open => open_ones.push(part),
            Truth::Fails => {}
        }
    }
    let wanted = match truth {
        Truth::Holds => least,
        // One more than is allowed shows that they are too many; of too few all are shown.
        Truth::Fails => most.saturating_add(1).min(holding.len()),
        Truth::Open => 0,
    };
    let mut all = Witness::default();
    for part in holding.into_iter().take(wanted.min(COMPARED)) {
        all = all.join(of_part(part, Truth::Holds, evaluation)?);
    }
    if truth == Truth::Open {
        for part in open_ones.into_iter().take(1) {
            all = all.join(of_part(part, Truth::Open, evaluation)?);
        }
    }
    Ok(all)
}

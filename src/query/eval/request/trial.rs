//! What the steps of a request come to together, and what is told of them.

use super::{
    judge::{self, Judged},
    sender::Sender,
};
use crate::{
    iis::{Requester, request::Plan},
    query::{Evidence, Note, Said, Verdict, resolve::Resolver},
    reach::Proof,
    text::Diagnostic,
    world::Scheme,
};

/// What a request comes to in one of the ways in which it can be made.
pub struct Trial {
    /// The plan.
    pub plan: Plan,
    /// Its steps.
    pub steps: Vec<Judged>,
    /// What they come to.
    pub verdict: Verdict,
}

impl Trial {
    /// Judges every step of a plan.
    ///
    /// # Errors
    /// A step cannot be judged.
    pub fn of(
        plan: Plan,
        sender: &Sender,
        resolver: &Resolver<'_>,
    ) -> Result<Trial, Box<Diagnostic>> {
        let steps = plan
            .steps
            .iter()
            .map(|step| judge::step(step, sender, resolver))
            .collect::<Result<Vec<Judged>, Box<Diagnostic>>>()?;
        let mut deciding = steps.iter().filter(|step| step.decides);
        let verdict = match deciding.clone().find(|step| step.is_refused()) {
            Some(refused) => refused.verdict,
            None if deciding.any(|step| step.verdict == Verdict::Unknown) => Verdict::Unknown,
            None => Verdict::Yes,
        };
        Ok(Trial {
            plan,
            steps,
            verdict,
        })
    }

    /// The steps to tell: of a no the one that refuses, else those that decide.
    pub fn evidence(&self) -> Vec<Evidence> {
        let deciding = self.steps.iter().filter(|step| step.decides);
        match self.verdict {
            Verdict::No(_) => deciding
                .filter(|step| step.is_refused())
                .take(1)
                .flat_map(|step| step.evidence.clone())
                .collect(),
            Verdict::Yes => deciding.flat_map(|step| step.evidence.clone()).collect(),
            Verdict::Unknown => deciding
                .filter(|step| step.verdict == Verdict::Unknown)
                .flat_map(|step| step.evidence.clone())
                .collect(),
        }
    }

    /// What is not known and keeps it from being settled.
    pub fn gaps(&self) -> Vec<Said> {
        let mut gaps: Vec<Said> = Vec::new();
        if self.verdict != Verdict::Unknown {
            return gaps;
        }
        for step in self.steps.iter().filter(|step| step.decides) {
            for gap in &step.gaps {
                if !gaps.contains(gap) {
                    gaps.push(gap.clone());
                }
            }
        }
        gaps
    }

    /// What else to know; `tried` is in how many ways the request can be made.
    pub fn notes(&self, tried: usize) -> Vec<Note> {
        let mut notes: Vec<Note> = Vec::new();
        let mut say = |remark: String| notes.push(Note::Remark(remark));
        let refused: Vec<&Judged> = self
            .steps
            .iter()
            .filter(|step| step.decides && step.is_refused())
            .collect();
        for later in refused.iter().skip(1) {
            say(format!(
                "further on, it would fail too: {}",
                later.headline()
            ));
        }
        if let Verdict::No(_) = self.verdict
            && self.plan.requester == Requester::Anonymous
            && !self.plan.hosting.settings.schemes.is_empty()
            && refused.first().is_some_and(|step| step.is_by_user())
        {
            let schemes = &self.plan.hosting.settings.schemes;
            let schemes: Vec<&str> = schemes.iter().copied().map(scheme_word).collect();
            say(format!(
                "a browser would then be asked to authenticate by {} (KB 267850)",
                schemes.join(" or ")
            ));
        }
        if tried > 1
            && let Some(scheme) = self.plan.scheme
        {
            say(format!(
                "the site offers several schemes; this is the answer for {}",
                scheme_word(scheme)
            ));
        }
        for remark in &self.plan.remarks {
            say((*remark).to_owned());
        }
        notes
    }

    /// The proof of the check that refuses, or of one that is not settled; of a yes that of the last check.
    pub fn proof(&self) -> Option<Proof> {
        let mut deciding = self.steps.iter().filter(|step| step.decides);
        let step = match self.verdict {
            Verdict::No(_) => deciding.find(|step| step.is_refused()),
            Verdict::Unknown => deciding.find(|step| step.verdict == Verdict::Unknown),
            Verdict::Yes => deciding.rfind(|step| step.proof.is_some()),
        };
        step?.proof.clone()
    }
}

/// The scheme in a word, as the notation has it.
fn scheme_word(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Windows => "windows",
        Scheme::Basic => "basic",
        Scheme::Digest => "digest",
        Scheme::Certificates => "certificates",
    }
}

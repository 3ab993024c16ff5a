//! What claims and does not ask, where a question is expected: it is insisted on, and told with its evidence.

use std::io::{self, Write};

use super::{
    ask::{self, Format},
    check, exit,
};
use crate::{
    check::{Outcome, check_by},
    query::{self, clause},
    reach::RuleSet,
    report::{self, FindingsView, View, diagnostics},
    text::{Diagnostic, Source},
    world::Server,
};

/// What is insisted on in a server, and by which rules.
pub(super) struct Claims<'s> {
    /// The server.
    pub server: &'s Server,
    /// The rules that count where the clause does not say.
    pub rules: RuleSet,
    /// How it is told.
    pub format: Format,
    /// Whether complaints may be coloured.
    pub colour: bool,
}

impl Claims<'_> {
    /// Tells what comes of a text that was refused as a question: as a clause if it is one, else why it was refused.
    ///
    /// # Errors
    /// The output cannot be written to.
    pub(super) fn instead(
        &self,
        text: &str,
        refused: &Diagnostic,
        out: &mut dyn Write,
        errors: &mut dyn Write,
    ) -> io::Result<u8> {
        let source = Source::new("question", text);
        if !claims(text, refused) {
            return ask::refuse(refused, self.colour, errors);
        }
        let sentence = match clause::asked(&source) {
            Ok(sentence) => sentence,
            Err(complaint) => {
                // Where its first words are those of a clause, what is wrong is wrong with the clause.
                let begins = refused.code == clause::CLAIMED;
                let told = if begins { &complaint } else { refused };
                return ask::refuse(told, self.colour, errors);
            }
        };
        let finding = check_by(&sentence, self.server, self.rules);
        if let Outcome::Meaningless(complaints) = &finding.outcome {
            for complaint in complaints {
                write!(errors, "{}", diagnostics::draw(complaint, self.colour))?;
            }
            return Ok(exit::USAGE);
        }
        match self.format {
            Format::Text => {
                let view = FindingsView::of(std::slice::from_ref(&finding));
                write!(out, "{}", report::claim_text(&view))?;
            }
            Format::Json => writeln!(out, "{}", report::json(&View::of_finding(&finding)))?,
        }
        Ok(check::code(&finding))
    }
}

/// Whether a text may be meant as a clause: it is no question. What begins with `if` supposes a change, and is meant as a question.
fn claims(text: &str, refused: &Diagnostic) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    refused.code == clause::CLAIMED
        || !first.eq_ignore_ascii_case("if")
            && query::parse(&Source::new("question", text)).is_err()
}

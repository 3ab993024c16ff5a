//! A question's whole way, from text to answer.

use super::{
    Answer, Engine, LazyFootprint, eval,
    parse::parse,
    resolve::Resolver,
    syntax::{Core, Prefix, Question},
};
use crate::{
    reach::RuleSet,
    text::{Diagnostic, Source},
    world::{Name, Server},
};

/// Answers a question about a server. `last` is the last question in canonical spelling, which `why` alone repeats.
///
/// # Errors
/// The text is no question, a name in it is unknown or ambiguous, or its form cannot be answered yet.
pub fn ask(text: &str, server: &Server, last: Option<&str>) -> Result<Answer, Box<Diagnostic>> {
    let footprint = LazyFootprint::new();
    Asker::new(server, &footprint).ask(text, last)
}

/// Answers a question that is already read. `source` is the text that its places are in.
///
/// # Errors
/// As [`ask`].
pub fn answer(
    question: &Question,
    source: &Source,
    server: &Server,
) -> Result<Answer, Box<Diagnostic>> {
    let footprint = LazyFootprint::new();
    Asker::new(server, &footprint).answer(question, source)
}

/// Answers many questions about one server: what it takes to answer about steps is worked out once.
#[derive(Debug)]
pub struct Asker<'e> {
    engine: Engine<'e>,
    /// Every world that has a name, which `in`, `between` and `compare` ask by.
    worlds: &'e [(Name, &'e Server)],
}

impl<'e> Asker<'e> {
    /// Of that server, by the granted rules.
    pub fn new(server: &'e Server, footprint: &'e LazyFootprint) -> Asker<'e> {
        Asker {
            engine: Engine::new(server, footprint),
            worlds: &[],
        }
    }

    /// The same by other rules, where a question does not say which.
    #[must_use]
    pub fn by(self, rules: RuleSet) -> Asker<'e> {
        Asker {
            engine: self.engine.by(rules),
            ..self
        }
    }

    /// The same where other worlds have names, which `in`, `between` and `compare` ask by.
    #[must_use]
    pub fn among(self, worlds: &'e [(Name, &'e Server)]) -> Asker<'e> {
        Asker { worlds, ..self }
    }

    /// Answers a question.
    ///
    /// # Errors
    /// As [`ask`].
    pub fn ask(&self, text: &str, last: Option<&str>) -> Result<Answer, Box<Diagnostic>> {
        let source = Source::new("question", text);
        let question = parse(&source)?;
        if let Core::Again = question.core.node {
            return self.again(&question, &source, last);
        }
        self.answer(&question, &source)
    }

    /// Answers a question that was read from that text, or made by a program.
    ///
    /// # Errors
    /// As [`ask`].
    pub fn answer(&self, question: &Question, source: &Source) -> Result<Answer, Box<Diagnostic>> {
        let resolver = Resolver {
            server: self.engine.server(),
            source,
            footprint: self.engine.lazy_footprint(),
            worlds: self.worlds,
        };
        eval::answer(question, &resolver, &self.engine)
    }

    /// The last question once more, with `why` before it.
    fn again(
        &self,
        question: &Question,
        source: &Source,
        last: Option<&str>,
    ) -> Result<Answer, Box<Diagnostic>> {
        let prefix = question.prefix.clone();
        let asks_not = prefix
            .as_ref()
            .is_some_and(|prefix| prefix.node == Prefix::WhyNot);
        let word = if asks_not { "why not" } else { "why" };
        let Some(last) = last else {
            return Err(Box::new(
                Diagnostic::error(
                    "nothing-asked",
                    format!(
                        "`{word}` alone repeats the last question, and nothing was asked before"
                    ),
                )
                .at(source.place(question.core.span), "why what")
                .help(format!(
                    "say the whole question: `{word} can pool A read /secure`"
                )),
            ));
        };
        let source = Source::new("question", last);
        let mut before = parse(&source)?;
        before.prefix = prefix;
        let source = Source::new("question", before.to_string());
        let before = parse(&source)?;
        self.answer(&before, &source)
    }
}

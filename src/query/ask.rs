//! A question's whole way, from text to answer.

use super::{
    Answer, LaterForm, eval,
    parse::parse,
    resolve::Resolver,
    syntax::{Core, Prefix, Question},
};
use crate::{
    text::{Diagnostic, Source},
    world::{Name, Server},
};

/// Answers a question about a server. `last` is the last question in canonical spelling, which `why` alone repeats.
///
/// # Errors
/// The text is no question, a name in it is unknown or ambiguous, or its form cannot be answered yet.
pub fn ask(text: &str, server: &Server, last: Option<&str>) -> Result<Answer, Box<Diagnostic>> {
    ask_among(text, server, &[], last)
}

/// The same where other worlds have names, which `in`, `between` and `compare` ask by.
///
/// # Errors
/// As [`ask`]; or no world is called so.
pub fn ask_among(
    text: &str,
    server: &Server,
    worlds: &[(Name, &Server)],
    last: Option<&str>,
) -> Result<Answer, Box<Diagnostic>> {
    let source = Source::new("question", text);
    let question = parse(&source)?;
    let resolver = Resolver {
        server,
        source: &source,
        worlds,
    };
    if let Core::Again = question.core.node {
        return again(&question, &resolver, last);
    }
    eval::answer(&question, &resolver)
}

/// The form of a question that this version cannot answer, if it is one.
pub fn later_form(text: &str) -> Option<LaterForm> {
    match parse(&Source::new("question", text)).ok()?.core.node {
        Core::Later { form, .. } => Some(form),
        _ => None,
    }
}

/// The last question once more, with `why` before it.
fn again(
    question: &Question,
    resolver: &Resolver<'_>,
    last: Option<&str>,
) -> Result<Answer, Box<Diagnostic>> {
    let prefix = question.prefix.clone();
    let asks_not = prefix
        .as_ref()
        .is_some_and(|prefix| prefix.node == Prefix::WhyNot);
    let word = if asks_not { "why not" } else { "why" };
    let Some(last) = last else {
        return Err(resolver
            .at(
                "nothing-asked",
                format!("`{word}` alone repeats the last question, and nothing was asked before"),
                question.core.span,
                "why what",
            )
            .help(format!(
                "say the whole question: `{word} can pool A read /secure`"
            ))
            .into());
    };
    let source = Source::new("question", last);
    let mut before = parse(&source)?;
    before.prefix = prefix;
    let source = Source::new("question", before.to_string());
    let before = parse(&source)?;
    eval::answer(
        &before,
        &Resolver {
            source: &source,
            ..*resolver
        },
    )
}

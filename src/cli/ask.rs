//! `poolproof ask QUESTION… [-m WORLD]…`: one answer each, exit code by verdict.

use std::io::{self, Write};

use clap::{Args, ValueEnum};

use super::{
    Streams,
    claims::Claims,
    exit,
    readings::ReadingArgument,
    rules::RuleOptions,
    session::{NamedWorld, Session},
};
use crate::{
    query::{Answer, Asker, Verdict},
    report::{self, View, diagnostics},
    text::{Diagnostic, Severity},
};

/// What `ask` can be told.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// Questions, each one argument: "can pool A read /secure?"
    #[arg(required = true, value_name = "QUESTION")]
    questions: Vec<String>,
    /// A world to ask about: a .world file, facts in .json, an artefact, a folder of them; FILE@PATH if names in it are relative to PATH. Without it, the demo
    #[arg(short, long = "model", value_name = "WORLD")]
    model: Vec<String>,
    /// Another world, and what it is called in `in NAME`, `between NAME and NAME` and `compare NAME with NAME`; may be repeated
    #[arg(long = "world", value_name = "NAME=PATH", value_parser = NamedWorld::parse)]
    worlds: Vec<NamedWorld>,
    /// Which of two documents that disagree holds, as `X1=A`; may be repeated. `:assume` at the prompt lists them
    #[arg(long = "reading", value_name = "TOPIC=READING", value_parser = ReadingArgument::parse)]
    readings: Vec<ReadingArgument>,
    #[command(flatten)]
    rules: RuleOptions,
    /// How answers are told
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// How answers are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For a person
    Text,
    /// For a program: one JSON object a question
    Json,
}

/// Answers questions about worlds.
///
/// # Errors
/// The output cannot be written to.
pub(super) fn run(options: &Options, streams: &mut Streams<'_>) -> io::Result<u8> {
    let Some(mut session) = Session::open(&options.model, &options.readings, streams)? else {
        return Ok(exit::BAD_INPUT);
    };
    for world in &options.worlds {
        if let Err(complaint) = session.name(world) {
            write!(
                streams.errors,
                "{}",
                diagnostics::draw(&complaint, streams.colour)
            )?;
            return Ok(exit::BAD_INPUT);
        }
    }
    for complaint in &session.diagnostics {
        if complaint.severity > Severity::Note {
            write!(
                streams.errors,
                "{}",
                diagnostics::draw(complaint, streams.colour)
            )?;
        }
    }
    if session.has_errors() {
        return Ok(exit::BAD_INPUT);
    }
    let worlds = session.named();
    let asker = Asker::new(&session.server, &session.footprint)
        .by(options.rules.rules())
        .among(&worlds);
    let mut worst = exit::DONE;
    for question in &options.questions {
        let code = match asker.ask(question, None) {
            Ok(answer) => tell(&answer, options.format, streams.output)?,
            Err(complaint) => {
                let claims = Claims {
                    server: &session.server,
                    rules: options.rules.rules(),
                    format: options.format,
                    colour: streams.colour,
                };
                claims.instead(question, &complaint, streams.output, streams.errors)?
            }
        };
        worst = exit::worse(worst, code);
    }
    Ok(worst)
}

/// Tells an answer and gives the exit code.
///
/// # Errors
/// The output cannot be written to.
pub(super) fn tell(answer: &Answer, format: Format, out: &mut dyn Write) -> io::Result<u8> {
    let view = View::of(answer);
    match format {
        Format::Text => write!(out, "{}", report::text(&view))?,
        Format::Json => writeln!(out, "{}", report::json(&view))?,
    }
    Ok(code(answer))
}

/// Tells what is wrong with a question.
///
/// # Errors
/// The output cannot be written to.
pub(super) fn refuse(complaint: &Diagnostic, colour: bool, out: &mut dyn Write) -> io::Result<u8> {
    write!(out, "{}", diagnostics::draw(complaint, colour))?;
    Ok(exit::USAGE)
}

fn code(answer: &Answer) -> u8 {
    if !answer.complete {
        return exit::INCOMPLETE;
    }
    let any = |verdict: Verdict| answer.rows.iter().any(|row| row.verdict == verdict);
    match answer.verdict {
        Some(Verdict::Yes) => exit::DONE,
        Some(Verdict::No(_)) => exit::NO,
        Some(Verdict::Unknown) => exit::UNKNOWN,
        None if any(Verdict::Yes) => exit::DONE,
        None if any(Verdict::Unknown) || answer.undecided() => exit::UNKNOWN,
        None => exit::NO,
    }
}

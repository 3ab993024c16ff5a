//! `poolproof ask QUESTION… [-m WORLD]…`: one answer each, exit code by verdict.

use std::io::{self, Write};

use super::{
    exit,
    session::{Session, WorldArgument},
};
use crate::{
    query::{self, Answer, Verdict},
    report::{self, View},
    text::{Diagnostic, Severity},
};

/// How answers are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For a person.
    Text,
    /// For a program.
    Json,
}

impl Format {
    /// The format of that name.
    pub fn by_name(name: &str) -> Option<Format> {
        match name {
            "text" => Some(Format::Text),
            "json" => Some(Format::Json),
            _ => None,
        }
    }
}

/// Answers questions about worlds.
///
/// # Errors
/// The output cannot be written to.
pub(super) fn run(
    questions: &[String],
    worlds: &[WorldArgument],
    format: Format,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<i32> {
    let session = match Session::load(worlds) {
        Ok(session) => session,
        Err(diagnostic) => {
            write!(err, "{}", report::diagnostic(&diagnostic))?;
            return Ok(exit::BAD_INPUT);
        }
    };
    for diagnostic in &session.diagnostics {
        if diagnostic.severity > Severity::Note {
            write!(err, "{}", report::diagnostic(diagnostic))?;
        }
    }
    if session.has_errors() {
        return Ok(exit::BAD_INPUT);
    }
    let mut worst = exit::YES;
    for question in questions {
        let asked = query::ask(question, &session.server, None);
        let code = match &asked {
            Ok(_) => tell(&asked, format, out)?,
            Err(_) => tell(&asked, format, err)?,
        };
        worst = exit::worse(worst, code);
    }
    Ok(worst)
}

/// Tells an answer or what is wrong with the question, and gives the exit code.
///
/// # Errors
/// The output cannot be written to.
pub(super) fn tell(asked: &Result<Answer, Diagnostic>, format: Format, out: &mut dyn Write) -> io::Result<i32> {
    let answer = match asked {
        Ok(answer) => answer,
        Err(diagnostic) => {
            write!(out, "{}", report::diagnostic(diagnostic))?;
            return Ok(exit::USAGE);
        }
    };
    let view = View::of(answer);
    match format {
        Format::Text => write!(out, "{}", report::text(&view))?,
        Format::Json => writeln!(out, "{}", report::json(&view))?,
    }
    Ok(code(answer))
}

fn code(answer: &Answer) -> i32 {
    if !answer.complete {
        return exit::INCOMPLETE;
    }
    match answer.verdict {
        Some(Verdict::Yes) => exit::YES,
        Some(Verdict::No(_)) => exit::NO,
        Some(Verdict::Unknown) => exit::UNKNOWN,
        None if answer.rows.iter().any(|row| row.verdict == Verdict::Yes) => exit::YES,
        None if answer.rows.iter().any(|row| row.verdict == Verdict::Unknown) => exit::UNKNOWN,
        None if answer.undecided() => exit::UNKNOWN,
        None => exit::NO,
    }
}

//! `poolproof check FILE.inv… [-m WORLD]…`: insists on sentences in a world; the exit code tells what came of it.

use std::{
    fs, io,
    sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use clap::Args;

use super::{Streams, ask::Format, exit, readings::ReadingArgument, session::Session};
use crate::{
    check::{self, Finding, Outcome, PACKS, Pack, Truth},
    query::clause::{self, syntax::Insisted},
    report::{self, FindingsView, diagnostics},
    text::{Diagnostic, Place, Severity, Source},
    world::Server,
};

/// What `check` can be told.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// Files of assertions and invariants
    #[arg(value_name = "FILE.inv", required_unless_present_any = ["packs", "list"])]
    files: Vec<String>,
    /// Built-in rules to insist on: `isolation`, `exposure`; may be repeated
    #[arg(long = "pack", value_name = "NAME", value_parser = pack)]
    packs: Vec<&'static Pack>,
    /// Lists the built-in rules with what they say and why
    #[arg(long)]
    list: bool,
    /// A world to insist on it in, as for `ask`; may be repeated. Without it, the demo
    #[arg(short, long = "model", value_name = "WORLD")]
    model: Vec<String>,
    /// Which of two documents that disagree holds, as `X1=A`; may be repeated
    #[arg(long = "reading", value_name = "TOPIC=READING", value_parser = ReadingArgument::parse)]
    readings: Vec<ReadingArgument>,
    /// How findings are told
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Stop after so many seconds, and say what was not checked
    #[arg(long, value_name = "SECONDS")]
    budget: Option<u64>,
}

fn pack(name: &str) -> Result<&'static Pack, String> {
    check::pack(name).ok_or_else(|| {
        let known: Vec<&str> = PACKS.iter().map(|pack| pack.name).collect();
        format!("no pack is called `{name}`; there are {}", known.join(", "))
    })
}

/// Insists.
///
/// # Errors
/// The output cannot be written to.
pub(super) fn run(options: &Options, streams: &mut Streams<'_>) -> io::Result<u8> {
    if options.list {
        return list(options, streams);
    }
    let mut sentences = Vec::new();
    for file in &options.files {
        match read(file) {
            Ok((read, wrong)) => {
                if !wrong.is_empty() {
                    complain(&wrong, streams)?;
                    // The other files are read too, so that all mistakes are told at once.
                    sentences.push(None);
                }
                sentences.extend(read.into_iter().map(Some));
            }
            Err(complaint) => {
                complain(&[*complaint], streams)?;
                return Ok(exit::BAD_INPUT);
            }
        }
    }
    let Some(sentences) = sentences.into_iter().collect::<Option<Vec<Insisted>>>() else {
        return Ok(exit::USAGE);
    };
    let Some(session) = Session::open(&options.model, &options.readings, streams)? else {
        return Ok(exit::BAD_INPUT);
    };
    let loud: Vec<Diagnostic> = session
        .diagnostics
        .iter()
        .filter(|complaint| complaint.severity > Severity::Note)
        .cloned()
        .collect();
    complain(&loud, streams)?;
    if session.has_errors() {
        return Ok(exit::BAD_INPUT);
    }
    let end = options
        .budget
        .map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let interrupted = interrupts();
    let go_on =
        move || !interrupted.load(Ordering::Relaxed) && end.is_none_or(|end| Instant::now() < end);
    let mut findings = check::check_all(&sentences, &session.server, &go_on);
    for pack in &options.packs {
        findings.extend(pack.check(&session.server, &go_on));
    }
    tell(&findings, options.format, streams)
}

/// What is set when somebody presses Ctrl-C; the second time the program ends at once.
pub(super) fn interrupts() -> &'static AtomicBool {
    static PRESSED: AtomicBool = AtomicBool::new(false);
    static SET: OnceLock<()> = OnceLock::new();
    SET.get_or_init(|| {
        let handler = || {
            if PRESSED.swap(true, Ordering::Relaxed) {
                std::process::exit(i32::from(exit::INCOMPLETE));
            }
        };
        // Without a handler an interrupt ends the program, as it does elsewhere.
        let _ = ctrlc::set_handler(handler);
    });
    &PRESSED
}

/// The sentences of a file, and what is wrong in it.
///
/// # Errors
/// The file cannot be read.
pub(super) fn read(file: &str) -> Result<(Vec<Insisted>, Vec<Diagnostic>), Box<Diagnostic>> {
    let refused = |why: String| {
        Box::new(
            Diagnostic::error("cannot-read", format!("cannot read `{file}`: {why}"))
                .at(Place::whole(file.into()), "")
                .help("name a file of assertions and invariants"),
        )
    };
    let bytes = fs::read(file).map_err(|error| refused(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|_| refused("it is no UTF-8 text".to_owned()))?;
    Ok(clause::file(&Source::new(file, text)))
}

/// Insists on the sentences of a file at the prompt.
///
/// # Errors
/// The output cannot be written to.
pub(super) fn at_prompt(
    file: &str,
    server: &Server,
    format: Format,
    streams: &mut Streams<'_>,
) -> io::Result<u8> {
    let (sentences, wrong) = match read(file) {
        Ok(read) => read,
        Err(complaint) => {
            complain(&[*complaint], streams)?;
            return Ok(exit::BAD_INPUT);
        }
    };
    if !wrong.is_empty() {
        complain(&wrong, streams)?;
        return Ok(exit::USAGE);
    }
    tell(
        &check::check_all(&sentences, server, &|| true),
        format,
        streams,
    )
}

fn complain(complaints: &[Diagnostic], streams: &mut Streams<'_>) -> io::Result<()> {
    for complaint in complaints {
        let drawn = diagnostics::draw(complaint, streams.colour);
        write!(streams.errors, "{drawn}")?;
    }
    Ok(())
}

fn tell(findings: &[Finding], format: Format, streams: &mut Streams<'_>) -> io::Result<u8> {
    for finding in findings {
        if let Outcome::Meaningless(complaints) = &finding.outcome {
            complain(complaints, streams)?;
        }
    }
    let view = FindingsView::of(findings);
    match format {
        Format::Text => write!(streams.output, "{}", report::findings_text(&view))?,
        Format::Json => writeln!(streams.output, "{}", report::findings_json(&view))?,
    }
    let codes = findings.iter().map(code);
    Ok(codes.fold(exit::DONE, exit::worse))
}

/// The exit code of a finding.
pub(super) fn code(finding: &Finding) -> u8 {
    match &finding.outcome {
        Outcome::Judged(judged) => match judged.truth {
            Truth::Holds => exit::DONE,
            Truth::Fails => exit::NO,
            Truth::Open => exit::UNKNOWN,
        },
        Outcome::Meaningless(_) => exit::USAGE,
        Outcome::OtherVersion => exit::DONE,
        Outcome::Unchecked => exit::INCOMPLETE,
    }
}

/// The built-in rules.
fn list(options: &Options, streams: &mut Streams<'_>) -> io::Result<u8> {
    let wanted: Vec<&Pack> = if options.packs.is_empty() {
        PACKS.iter().collect()
    } else {
        options.packs.clone()
    };
    let out = &mut *streams.output;
    for pack in wanted {
        writeln!(out, "pack {}: {}", pack.name, pack.about)?;
        for (sentence, rule) in pack.sentences() {
            let advisory = if rule.advisory { " (advice)" } else { "" };
            writeln!(out, "\n  {}{advisory}", rule.name)?;
            writeln!(out, "    says     {}", sentence.clause.node)?;
            writeln!(out, "    why      {}", rule.why)?;
            if !rule.references.is_empty() {
                writeln!(out, "    asked by {}", rule.references.join(", "))?;
            }
            let (from, until) = (rule.from.number(), rule.until.number());
            writeln!(out, "    about    IIS {from} to {until}")?;
        }
        writeln!(out)?;
    }
    Ok(exit::DONE)
}

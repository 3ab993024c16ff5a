//! `poolproof import PATH… -o OUT`: artefacts into one world, with a coverage report.

use std::{fs, io, path::PathBuf};

use clap::Args;

use super::{
    Streams,
    ask::Format,
    exit,
    readings::ReadingArgument,
    session::{self, WorldArgument},
};
use crate::{
    import,
    report::{coverage, diagnostics},
    text::Severity,
    world::{print, to_json},
};

/// What `import` can be told.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// Artefacts, `FILE` or `FILE@PATH` (names in it are relative to PATH), or folders of them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,
    /// Where the world goes: facts in JSON if the name ends in `.json`, else sentences
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// Which of two documents that disagree holds, as `X1=A`: a fact of the world; may be repeated
    #[arg(long = "reading", value_name = "TOPIC=READING", value_parser = ReadingArgument::parse)]
    readings: Vec<ReadingArgument>,
    /// How the coverage is told
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Puts artefacts together.
///
/// # Errors
/// The coverage report cannot be written.
pub(super) fn run(options: &Options, streams: &mut Streams<'_>) -> io::Result<u8> {
    let worlds: Vec<WorldArgument> = options
        .paths
        .iter()
        .map(|path| WorldArgument::parse(path))
        .collect();
    let artefacts = match session::read_all(&worlds) {
        Ok(artefacts) => artefacts,
        Err(complaint) => {
            write!(
                streams.errors,
                "{}",
                diagnostics::draw(&complaint, streams.colour)
            )?;
            return Ok(exit::BAD_INPUT);
        }
    };
    let mut imported = import::import(&artefacts);
    ReadingArgument::assume(&options.readings, &mut imported.facts);
    for complaint in &imported.diagnostics {
        write!(
            streams.errors,
            "{}",
            diagnostics::draw(complaint, streams.colour)
        )?;
    }
    match options.format {
        Format::Text => write!(streams.output, "{}", coverage(&imported.coverage))?,
        Format::Json => {
            // Coverage holds texts, numbers and lists, which always have a JSON form.
            let json =
                serde_json::to_string_pretty(&imported.coverage).map_err(io::Error::other)?;
            writeln!(streams.output, "{json}")?;
        }
    }
    if let Some(output) = &options.output {
        let is_json = output
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        let text = if is_json {
            to_json(&imported.facts)
        } else {
            print(&imported.facts)
        };
        fs::write(output, text).map_err(|error| {
            io::Error::new(
                error.kind(),
                format!("cannot write `{}`: {error}", output.display()),
            )
        })?;
        if let Format::Text = options.format {
            writeln!(
                streams.output,
                "{} facts written to {}",
                imported.facts.len(),
                output.display()
            )?;
        }
    }
    let bad = imported
        .diagnostics
        .iter()
        .any(|complaint| complaint.severity == Severity::Error);
    Ok(if bad { exit::BAD_INPUT } else { exit::DONE })
}

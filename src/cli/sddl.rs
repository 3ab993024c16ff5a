//! `poolproof sddl`: what a descriptor says, in words; or many descriptors, one a line, in another form.

use std::io::{self, BufReader, BufWriter, Write};

use clap::{Args, ValueEnum};

use super::args::{DomainOptions, object_kind};
use super::lines::{LONGEST, Line, next_line};
use super::{Streams, exit};
use crate::nt::{Domains, ObjectKind, SddlError, SecurityDescriptor};
use crate::report::descriptor::{describe, to_text};
use crate::report::diagnostics::draw;
use crate::text::{Diagnostic, Source, Span};

/// What `sddl` can be told.
#[derive(Clone, Debug, Args)]
pub(super) struct Options {
    /// The descriptor, such as `O:BAD:P(A;OICI;FA;;;SY)`
    #[arg(required_unless_present = "lines", conflicts_with = "lines")]
    text: Option<String>,
    /// Read descriptors from standard input, one a line
    #[arg(long)]
    lines: bool,
    /// The kind of object that it stands on: it decides what rights are called
    #[arg(long, value_name = "KIND", default_value = "folder", value_parser = object_kind)]
    kind: ObjectKind,
    /// The form of the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    domains: DomainOptions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Words
    Text,
    /// One JSON object
    Json,
    /// SDDL as Windows prints it
    Sddl,
    /// The binary form, in hexadecimal digits
    Binary,
}

/// Tells what descriptors say.
pub(super) fn run(options: &Options, streams: &mut Streams<'_>) -> io::Result<u8> {
    match &options.text {
        Some(text) => tell_one(text, options, streams),
        None => tell_lines(options, streams),
    }
}

fn tell_one(text: &str, options: &Options, streams: &mut Streams<'_>) -> io::Result<u8> {
    let complaint = match SecurityDescriptor::from_sddl(text, &options.domains.domains()) {
        Ok(descriptor) => match tell(&descriptor, options) {
            Ok(told) => {
                streams.output.write_all(told.as_bytes())?;
                return Ok(exit::DONE);
            }
            Err(reason) => Diagnostic::error("unsayable", reason),
        },
        Err(error) => complaint(text, &error),
    };
    let drawn = draw(&complaint, streams.colour);
    streams.errors.write_all(drawn.as_bytes())?;
    Ok(exit::USAGE)
}

/// One answer a line, or a line that begins with `invalid:`.
fn tell_lines(options: &Options, streams: &mut Streams<'_>) -> io::Result<u8> {
    let mut input = BufReader::new(&mut *streams.input);
    let mut output = BufWriter::new(&mut *streams.output);
    let domains = options.domains.domains();
    let mut line = Vec::new();
    let mut all_valid = true;
    loop {
        let told = match next_line(&mut input, &mut line)? {
            Line::End => break,
            Line::TooLong => Err(format!("the line is longer than {} MiB", LONGEST >> 20)),
            Line::Read if line.trim_ascii().is_empty() => continue,
            Line::Read => tell_line(&line, &domains, options),
        };
        match told {
            Ok(told) => output.write_all(told.as_bytes())?,
            Err(reason) => {
                all_valid = false;
                writeln!(output, "invalid: {reason}")?;
            }
        }
    }
    output.flush()?;
    Ok(if all_valid {
        exit::DONE
    } else {
        exit::BAD_INPUT
    })
}

fn tell_line(line: &[u8], domains: &Domains, options: &Options) -> Result<String, String> {
    let text = std::str::from_utf8(line.strip_suffix(b"\r").unwrap_or(line))
        .map_err(|error| format!("byte {} of the line is not UTF-8", error.valid_up_to() + 1))?;
    let descriptor =
        SecurityDescriptor::from_sddl(text, domains).map_err(|error| error.to_string())?;
    tell(&descriptor, options)
}

/// The answer in the form that was asked for, with a line end.
fn tell(descriptor: &SecurityDescriptor, options: &Options) -> Result<String, String> {
    Ok(match options.format {
        Format::Text => to_text(&describe(descriptor, options.kind)),
        Format::Json => {
            let view = describe(descriptor, options.kind);
            let json = serde_json::to_string(&view).map_err(|error| error.to_string())?;
            json + "\n"
        }
        Format::Sddl => {
            let domains = options.domains.domains();
            let text = descriptor.to_sddl_with(&domains);
            text.map_err(|error| error.to_string())? + "\n"
        }
        Format::Binary => {
            let bytes = descriptor.to_bytes().map_err(|error| error.to_string())?;
            hexadecimal(&bytes) + "\n"
        }
    })
}

fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| char::from(DIGITS[usize::from(half)]);
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

fn complaint(text: &str, error: &SddlError) -> Diagnostic {
    let source = Source::new("sddl", text);
    let span = Span {
        start: error.at.start,
        end: error.at.end,
    };
    let complaint = Diagnostic::error("sddl", error.message()).at(source.place(span), "");
    match error.help() {
        Some(help) => complaint.help(help),
        None => complaint,
    }
}

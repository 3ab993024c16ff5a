//! `poolproof access-check`: cases of token, descriptor and mask in, one JSON object a line, answers out in the same order.
//!
//! An answer leaves as soon as there is no further case at hand, so that a program can ask one by one.

mod case;
mod claims;
mod descriptors;
mod token;
mod words;

use std::io::{self, BufReader, BufWriter, Write};

use clap::Args;

use super::args::DomainOptions;
use super::lines::{LONGEST, Line, next_line};
use super::{Streams, exit};
use descriptors::Descriptors;

/// What `access-check` can be told.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    domains: DomainOptions,
}

/// Bytes read and written at a time.
const CHUNK: usize = 1 << 16;

/// Answers every case of the input; exit code 3 if one of them was invalid.
pub(super) fn run(options: &Options, streams: &mut Streams<'_>) -> io::Result<u8> {
    let mut input = BufReader::with_capacity(CHUNK, &mut *streams.input);
    let mut output = BufWriter::with_capacity(CHUNK, &mut *streams.output);
    let mut descriptors = Descriptors::new(options.domains.domains());
    let mut all_valid = true;
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        // Without a whole line at hand the next read may wait for somebody who waits for our answers.
        if !input.buffer().contains(&b'\n') {
            output.flush()?;
        }
        let read = next_line(&mut input, &mut line)?;
        number += 1;
        // Some programs mark a file as UTF-8 by three bytes at its beginning.
        let mark = number == 1 && line.starts_with(b"\xEF\xBB\xBF");
        let text = line[if mark { 3 } else { 0 }..].trim_ascii();
        match read {
            Line::End => break,
            Line::TooLong => {
                let reason = format!("the line is longer than {} MiB", LONGEST >> 20);
                case::invalid(None, number, &reason, &mut output)?;
                all_valid = false;
            }
            Line::Read if text.is_empty() => {}
            Line::Read => all_valid &= case::answer((number, text), &mut descriptors, &mut output)?,
        }
    }
    output.flush()?;
    Ok(if all_valid {
        exit::DONE
    } else {
        exit::BAD_INPUT
    })
}

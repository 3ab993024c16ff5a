//! The command line: reads what was typed, does what was asked, and is the only room that talks to the outside.
//!
//! Commands work on streams that they are handed, so that a test can run them in memory.

mod access_check;
mod args;
mod lines;
mod sddl;

use std::ffi::OsString;
use std::io::{self, Read, Write};

use clap::Parser;

use args::{Args, Command};

/// What a command reads and writes.
pub struct Streams<'a> {
    /// Whether answers and complaints may be coloured.
    pub colour: bool,
    /// Standard input.
    pub input: &'a mut dyn Read,
    /// Standard output: answers.
    pub output: &'a mut dyn Write,
    /// Standard error: complaints and progress.
    pub errors: &'a mut dyn Write,
}

/// What a command tells the shell.
pub mod exit {
    /// It was done; of a question: yes.
    pub const DONE: u8 = 0;
    /// It was not understood.
    pub const USAGE: u8 = 2;
    /// What it was given to read is bad.
    pub const BAD_INPUT: u8 = 3;
}

/// Runs the program with these arguments, the first of which is its name, and gives its exit code.
pub fn run(args: impl IntoIterator<Item = OsString>, streams: &mut Streams<'_>) -> u8 {
    let done = match Args::try_parse_from(args) {
        Ok(args) => obey(args.command, streams),
        Err(usage) => tell_usage(&usage, streams),
    };
    match done.and_then(|code| streams.output.flush().map(|()| code)) {
        Ok(code) => code,
        // The reader of our answers has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => exit::DONE,
        Err(error) => {
            // Where complaints cannot be written either, the code alone has to tell.
            let _ = writeln!(streams.errors, "error: {error}");
            exit::BAD_INPUT
        }
    }
}

fn obey(command: Command, streams: &mut Streams<'_>) -> io::Result<u8> {
    match command {
        Command::AccessCheck(options) => access_check::run(&options, streams),
        Command::Sddl(options) => sddl::run(&options, streams),
    }
}

/// Help and the version are answers; anything else that clap has to say is a complaint.
fn tell_usage(usage: &clap::Error, streams: &mut Streams<'_>) -> io::Result<u8> {
    let text = usage.render();
    let coloured = |colour: bool| {
        if colour {
            text.ansi().to_string()
        } else {
            text.to_string()
        }
    };
    if usage.use_stderr() {
        write!(streams.errors, "{}", coloured(streams.colour))?;
        Ok(exit::USAGE)
    } else {
        write!(streams.output, "{}", coloured(streams.colour))?;
        Ok(exit::DONE)
    }
}

//! The command line: reads what was typed, does what was asked, and is the only room that talks to the outside.
//!
//! Commands work on streams that they are handed, so that a test can run them in memory.

mod access_check;
mod args;
mod ask;
mod check;
mod claims;
mod hunt;
mod import;
mod lines;
mod readings;
mod repl;
mod rules;
mod sddl;
mod session;

use std::ffi::OsString;
use std::io::{self, Read, Write};

use clap::Parser;

use args::{Args, Command};

/// What a command reads and writes.
pub struct Streams<'a> {
    /// Whether answers and complaints may be coloured.
    pub colour: bool,
    /// Whether somebody types at a terminal.
    pub terminal: bool,
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
    /// No; of a question about a set: no rows.
    pub const NO: u8 = 1;
    /// It was not understood.
    pub const USAGE: u8 = 2;
    /// What it was given to read is bad.
    pub const BAD_INPUT: u8 = 3;
    /// What is known leaves it open.
    pub const UNKNOWN: u8 = 4;
    /// A limit was hit.
    pub const INCOMPLETE: u8 = 5;

    /// The code of two questions together: an error outweighs an incomplete answer, that an unknown one, that a no.
    pub fn worse(one: u8, other: u8) -> u8 {
        let weight = |code: u8| {
            [DONE, NO, UNKNOWN, INCOMPLETE, USAGE, BAD_INPUT]
                .iter()
                .position(|known| *known == code)
        };
        if weight(other) > weight(one) {
            other
        } else {
            one
        }
    }
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

fn obey(command: Option<Command>, streams: &mut Streams<'_>) -> io::Result<u8> {
    match command {
        None => repl::run(&repl::Options::default(), streams),
        Some(command) => command_of(command, streams),
    }
}

fn command_of(command: Command, streams: &mut Streams<'_>) -> io::Result<u8> {
    match command {
        Command::Ask(options) => ask::run(&options, streams),
        Command::Check(options) => check::run(&options, streams),
        Command::Hunt(options) => hunt::run(&options, streams),
        Command::Import(options) => import::run(&options, streams),
        Command::Repl(options) => repl::run(&options, streams),
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

//! The `poolproof` program.

use std::io::{IsTerminal, stderr, stdin, stdout};
use std::process::ExitCode;

use poolproof::cli::{Streams, run};

fn main() -> ExitCode {
    let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let mut streams = Streams {
        terminal: stdin().is_terminal() && stdout().is_terminal(),
        colour: stdout().is_terminal() && stderr().is_terminal() && !no_colour,
        input: &mut stdin().lock(),
        output: &mut stdout().lock(),
        errors: &mut stderr().lock(),
    };
    ExitCode::from(run(std::env::args_os(), &mut streams))
}

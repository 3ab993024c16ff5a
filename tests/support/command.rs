//! The program, run in memory.

use poolproof::cli::{Streams, run};

/// What a run left behind.
#[derive(Debug, PartialEq, Eq)]
pub struct Ran {
    /// Its exit code.
    pub code: u8,
    /// What it answered.
    pub output: String,
    /// What it complained about.
    pub errors: String,
}

/// Runs `poolproof` with these arguments on that input, without colour.
pub fn poolproof(args: &[&str], mut input: &[u8]) -> Ran {
    let mut output = Vec::new();
    let mut errors = Vec::new();
    let mut streams = Streams {
        colour: false,
        terminal: false,
        input: &mut input,
        output: &mut output,
        errors: &mut errors,
    };
    let args = std::iter::once("poolproof").chain(args.iter().copied());
    let code = run(args.map(Into::into), &mut streams);
    Ran {
        code,
        output: String::from_utf8(output).expect("answers are UTF-8"),
        errors: String::from_utf8(errors).expect("complaints are UTF-8"),
    }
}

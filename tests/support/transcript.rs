//! Commands with what they print, as a person would see them in a terminal.

use std::fmt::Write;

use super::command::poolproof;

/// What was typed and printed so far.
#[derive(Default)]
pub struct Transcript {
    /// The whole of it.
    pub text: String,
}

impl Transcript {
    /// Runs `poolproof` with these arguments and that input, and gives its exit code.
    pub fn run(&mut self, args: &[&str], input: &str) -> u8 {
        let ran = poolproof(args, input.as_bytes());
        let typed: Vec<String> = args.iter().map(|arg| quoted(arg)).collect();
        writeln!(self.text, "$ poolproof {}", typed.join(" ")).unwrap();
        for line in input.lines() {
            writeln!(self.text, "< {line}").unwrap();
        }
        self.text.push_str(&ran.output);
        for line in ran.errors.lines() {
            writeln!(self.text, "! {line}").unwrap();
        }
        writeln!(self.text, "(exit {})\n", ran.code).unwrap();
        ran.code
    }
}

fn quoted(arg: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    if arg.chars().all(plain) {
        arg.to_owned()
    } else {
        format!("'{arg}'")
    }
}

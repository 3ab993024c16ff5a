//! The prompt, when its lines come from a file; and the help of every command.

use crate::support::{command::poolproof, snapshots, transcript::Transcript};

#[test]
fn lines_are_questions_and_commands() {
    let mut transcript = Transcript::default();
    let mut lines = |code: u8, input: &str| assert_eq!(transcript.run(&[], input), code, "{input}");
    lines(
        1,
        "# a comment, and an empty line\n\ncan pool A read /secure?\nwhy\ncan pool A write /secure\nwhy not\n",
    );
    lines(2, "why\n");
    lines(0, ":rights read\n:rights raed\n:rights\n");
    lines(0, ":help\n");
    lines(0, ":coverage\n");
    lines(
        0,
        ":load tests/stories/cellar.world\ncan pool Front read E:\\shop\n:load tests/none.world\nwho is pool Front\n",
    );
    lines(0, ":format json\nlist sites\n:format xml\n");
    lines(0, ":frobnicate\n:quit\nthis is never asked\n");
    snapshots::hold("cli", "prompt", &transcript.text);
}

#[test]
fn every_command_has_help() {
    let mut transcript = Transcript::default();
    assert_eq!(transcript.run(&["--help"], ""), 0);
    for command in ["ask", "import", "repl", "access-check", "sddl"] {
        assert_eq!(transcript.run(&[command, "--help"], ""), 0);
    }
    snapshots::hold("cli", "help", &transcript.text);
}

#[test]
fn the_prompt_works_on_other_worlds() {
    let ran = poolproof(
        &["repl", "-m", "tests/stories/cellar.world"],
        b"is pool Hand a member of IIS_IUSRS",
    );
    assert_eq!((ran.code, ran.errors.as_str()), (1, ""));
}

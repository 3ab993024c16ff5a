//! Which of two documents that disagree holds: on the command line, at the prompt, in an imported world.

use crate::support::command::poolproof;

const QUESTION: &str = "can pool A control \"C:\\WINDOWS\\IIS Temporary Compressed Files\"";

#[test]
fn a_reading_is_chosen_on_the_command_line() {
    let ask = |options: &[&str]| poolproof(&[&["ask", QUESTION][..], options].concat(), b"").code;
    assert_eq!(ask(&[]), 0);
    assert_eq!(ask(&["--reading", "X1=A"]), 1);
    assert_eq!(ask(&["--reading", "x1=b"]), 0);
    assert_eq!(ask(&["--reading", "X4=A", "--reading", "X1=A"]), 1);
}

#[test]
fn a_reading_that_cannot_be_chosen_is_an_error_that_says_why() {
    for (reading, says) in [
        ("X1=C", "X1 has the readings A"),
        ("X99=A", "there is no contradiction `X99`"),
        ("X26=B", "X26 cannot be chosen"),
        ("X1", "is no reading; say `X1=A`"),
    ] {
        let ran = poolproof(&["ask", QUESTION, "--reading", reading], b"");
        assert_eq!(ran.code, 2, "{reading}");
        assert!(ran.errors.contains(says), "{reading}: {}", ran.errors);
        let prompt = poolproof(&["repl"], format!(":assume {reading}\n").as_bytes());
        assert!(prompt.output.contains(says), "{reading}: {}", prompt.output);
    }
}

#[test]
fn a_reading_is_chosen_at_the_prompt_and_stays() {
    let yes = |input: &str| poolproof(&["repl"], input.as_bytes());
    assert_eq!(yes(&format!("{QUESTION}\n")).code, 0);
    assert_eq!(yes(&format!(":assume X1=A\n{QUESTION}\n")).code, 1);
    assert_eq!(
        yes(&format!(":assume X1 is read as A\n{QUESTION}\n")).code,
        1
    );
    assert_eq!(
        yes(&format!(":assume X1=A\n:assume X1=B\n{QUESTION}\n")).code,
        0
    );
    assert_eq!(
        yes(&format!(
            ":assume X1=A\n:load src/cli/demo.world\n{QUESTION}\n"
        ))
        .code,
        1
    );
}

#[test]
fn the_prompt_lists_every_contradiction() {
    let listed = poolproof(&["repl"], b":assume X1=A\n:assume\n").output;
    for row in &poolproof::world::readings::ALL {
        for says in [row.topic, row.about, row.a, row.b] {
            assert!(listed.contains(says), "{says}");
        }
    }
    assert!(
        listed.contains("(documented permissions): A, chosen"),
        "{listed}"
    );
}

#[test]
fn an_imported_world_keeps_the_reading() {
    let folder = std::env::temp_dir().join(format!("poolproof-readings-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    for name in ["kept.world", "kept.json"] {
        let out = folder.join(name);
        let out = out.to_str().expect("a plain path");
        let ran = poolproof(
            &[
                "import",
                "src/cli/demo.world",
                "--reading",
                "X1=A",
                "-o",
                out,
            ],
            b"",
        );
        assert_eq!(ran.code, 0, "{}", ran.errors);
        assert_eq!(
            poolproof(&["ask", QUESTION, "-m", out], b"").code,
            1,
            "{name}"
        );
    }
    std::fs::remove_dir_all(&folder).expect("it can go");
}

/// The notation knows the same contradictions as the table.
#[test]
fn every_contradiction_can_be_said() {
    let topics: Vec<&str> = poolproof::world::readings::ALL
        .iter()
        .map(|row| row.topic)
        .collect();
    assert_eq!(topics, poolproof::world::CONTRADICTIONS);
}

/// The document is the table.
#[test]
fn the_document_tells_every_contradiction() {
    let text = include_str!("../../docs/claims.md");
    for row in &poolproof::world::readings::ALL {
        let cell = |text: &str| format!("| {text} ");
        for says in [row.topic, row.about, row.a, row.b] {
            assert!(text.contains(&cell(says)), "{} {says}", row.topic);
        }
        let switch = format!("`{}=", row.topic);
        assert_eq!(
            text.contains(&switch),
            row.can_be_switched(),
            "{}",
            row.topic
        );
    }
}

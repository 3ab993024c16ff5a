//! `poolproof check`, as it is typed: what is printed, and the exit code.

use crate::support::{command::poolproof, snapshots, transcript::Transcript};

/// A file of the folder of examples.
fn inv(name: &str) -> String {
    format!("tests/cli/insist/{name}.inv")
}

/// One file for each code, then several, where the weightiest counts.
#[test]
fn the_exit_code_tells_what_came_of_it() {
    let mut transcript = Transcript::default();
    let mut check = |code: u8, files: &[&str], more: &[&str]| {
        let files: Vec<String> = files.iter().map(|name| inv(name)).collect();
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        let args = [&["check"][..], &files, more].concat();
        assert_eq!(transcript.run(&args, ""), code, "{args:?}");
    };
    let unsaid = ["-m", "tests/stories/unsaid.world"];
    check(0, &["works"], &[]);
    check(1, &["broken"], &[]);
    check(2, &["mistakes"], &[]);
    check(2, &["nobody"], &[]);
    check(3, &["none"], &[]);
    check(3, &["works"], &["-m", "tests/none.world"]);
    check(4, &["open"], &unsaid);
    check(5, &["works"], &["--budget", "0"]);
    check(2, &["pools"], &["-m", "tests/stories/orchard.world"]);
    check(1, &["works", "broken"], &[]);
    check(2, &[], &[]);
    check(2, &[], &["--pack", "nothing"]);
    snapshots::hold("cli", "check", &transcript.text);
}

/// Programs get the same as people.
#[test]
fn findings_have_a_json_form() {
    let ran = poolproof(&["check", &inv("broken"), "--format", "json"], b"");
    assert_eq!(ran.code, 1);
    let read: serde_json::Value = serde_json::from_str(&ran.output).expect("JSON");
    assert_eq!(read["schema"], "poolproof/check/1");
    let finding = &read["findings"][0];
    assert_eq!(finding["verdict"], "violated");
    assert_eq!(finding["at"], "tests/cli/insist/broken.inv:1");
    assert_eq!(finding["witness"][0]["is"], "pool A");
    assert_eq!(finding["because"][0]["verdict"], "yes");
    assert_eq!(read["summary"]["violated"], 1);
}

/// Every mistake of a file is told, with its line.
#[test]
fn all_mistakes_are_told_at_once() {
    let ran = poolproof(&["check", &inv("mistakes")], b"");
    for line in [1, 2, 3, 5, 6] {
        let place = format!("mistakes.inv:{line}:");
        assert!(ran.errors.contains(&place), "{place}\n{}", ran.errors);
    }
    assert!(!ran.errors.contains("mistakes.inv:4:"), "{}", ran.errors);
    assert_eq!(ran.output, "");
}

/// What is behind an unmet `if` is looked at all the same.
#[test]
fn a_name_that_nobody_has_is_no_pass() {
    let ran = poolproof(&["check", &inv("nobody")], b"");
    for wrong in ["`Z`", "`bob`", "`launch`"] {
        assert!(ran.errors.contains(wrong), "{wrong}\n{}", ran.errors);
    }
}

/// The prompt insists too.
#[test]
fn the_prompt_checks_a_file() {
    let typed = format!(":check {}\n:check {}\n", inv("works"), inv("nowhere"));
    let ran = poolproof(&["repl"], typed.as_bytes());
    assert!(ran.output.contains("of 2: 2 hold"), "{}", ran.output);
    assert!(ran.output.contains("cannot read"), "{}", ran.output);
}

/// Every built-in rule is listed with its reason.
#[test]
fn the_list_of_rules_tells_why() {
    let ran = poolproof(&["check", "--list"], b"");
    assert_eq!(ran.code, 0);
    for rule in poolproof::check::RULES {
        assert!(ran.output.contains(rule.name), "{}", rule.name);
        assert!(ran.output.contains(rule.why), "{}", rule.name);
    }
    let one = poolproof(&["check", "--list", "--pack", "exposure"], b"");
    assert!(!one.output.contains("pack isolation"));
}

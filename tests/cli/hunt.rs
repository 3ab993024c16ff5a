//! `poolproof hunt`, as it is typed: what it says that it searched, what it found, and the exit code.

use poolproof::{text::Source, world::read};

use crate::support::command::{Ran, poolproof};

const PAPER: &str = "invariants/unique-identities-isolate.inv";
const SMALL: [&str; 6] = ["--pools", "2", "--groups", "1", "--folders", "2"];

fn hunt(file: &str, more: &[&str]) -> Ran {
    let args = [&["hunt", file][..], &SMALL, more].concat();
    poolproof(&args, b"")
}

/// The sentence of the paper fails, and what it fails in is a world that can be read, asked and checked.
#[test]
fn the_sentence_of_the_paper_fails_in_a_world_of_one_statement_more() {
    let found = std::env::temp_dir().join("poolproof-hunt-found.world");
    let path = found.to_str().expect("a path of text");
    let ran = hunt(PAPER, &["--exhaustive", "1", "-o", path]);
    assert_eq!(ran.code, 1, "{}{}", ran.output, ran.errors);
    assert!(
        ran.output
            .starts_with("broken: unique identities isolate\n"),
        "{}",
        ran.output
    );
    let text = std::fs::read_to_string(&found).expect("the world was kept");
    let (facts, wrong) = read(&Source::new("found", text));
    assert!(wrong.is_empty() && !facts.is_empty(), "{wrong:?}");
    let checked = poolproof(&["check", PAPER, "-m", path], b"");
    assert_eq!(checked.code, 1, "{}{}", checked.output, checked.errors);
    let asked = poolproof(
        &["ask", "-m", path, "which pairs of pools are not isolated"],
        b"",
    );
    assert_eq!(asked.code, 0, "{}{}", asked.output, asked.errors);
    // The command that stands in it finds the same world again.
    let same = ran
        .output
        .lines()
        .find_map(|line| line.strip_prefix("  the same again: poolproof "));
    let same = same.expect("a command").replace('\'', "\"");
    let words: Vec<&str> = same
        .split('"')
        .enumerate()
        .flat_map(|(at, part)| match at % 2 {
            0 => part.split_whitespace().collect(),
            _ => vec![part],
        })
        .collect();
    let again = poolproof(&words, b"");
    assert_eq!((again.code, again.output), (ran.code, ran.output));
}

/// The same command finds the same world.
#[test]
fn a_hunt_by_chance_can_be_repeated() {
    let more = ["--worlds", "500", "--seed", "5"];
    let one = hunt(PAPER, &more);
    assert_eq!(one.code, 1, "{}{}", one.output, one.errors);
    assert_eq!(one, hunt(PAPER, &more));
}

/// A premise that nothing meets is no pass.
#[test]
fn what_was_never_tried_is_called_vacuous() {
    let file = std::env::temp_dir().join("poolproof-hunt-vacuous.inv");
    let text = "invariant \"never\":\n  for every pool P and every other pool Q:\n    if P and P do not share an identity then Q is protected from P\n";
    std::fs::write(&file, text).expect("a folder to write to");
    let ran = hunt(file.to_str().expect("a path of text"), &["--worlds", "20"]);
    assert_eq!(ran.code, 4, "{}{}", ran.output, ran.errors);
    assert!(ran.output.starts_with("vacuous: never\n"), "{}", ran.output);
}

/// A budget that is used up is told with its own exit code, and with what was not searched.
#[test]
fn what_a_budget_left_out_is_said() {
    let ran = hunt(
        "invariants/no-first-step.inv",
        &["--exhaustive", "2", "--budget", "0"],
    );
    assert_eq!(ran.code, 5, "{}{}", ran.output, ran.errors);
    assert!(
        ran.output.contains("not all of this scope"),
        "{}",
        ran.output
    );
    assert!(ran.output.contains("not searched: "), "{}", ran.output);
    let ran = hunt(
        "invariants/no-first-step.inv",
        &["--worlds", "500", "--budget", "0"],
    );
    assert_eq!(ran.code, 5, "{}{}", ran.output, ran.errors);
    assert!(
        ran.output
            .contains("not searched: 499 worlds, which were asked for too"),
        "{}",
        ran.output
    );
}

/// All that is found is shown once, and each further world goes into a file with a number.
#[test]
fn all_worlds_that_break_it_are_kept() {
    let folder = std::env::temp_dir();
    let path = folder.join("poolproof-hunt-all.world");
    let second = folder.join("poolproof-hunt-all-2.world");
    let _ = std::fs::remove_file(&second);
    let file = "invariants/08-nobody-elses-tokens.inv";
    let ran = hunt(
        file,
        &[
            "--exhaustive",
            "1",
            "--all",
            "-o",
            path.to_str().expect("a path of text"),
        ],
    );
    assert_eq!(ran.code, 1, "{}{}", ran.output, ran.errors);
    assert!(ran.output.starts_with("broken in "), "{}", ran.output);
    let (facts, wrong) = read(&Source::new(
        "found",
        std::fs::read_to_string(&second).expect("a second world"),
    ));
    assert!(wrong.is_empty() && !facts.is_empty(), "{wrong:?}");
}

/// Another one is one more, and the command that replays it says so.
#[test]
fn another_world_is_one_more() {
    let file = "invariants/08-nobody-elses-tokens.inv";
    let breaks = |ran: &Ran| ran.output.matches("# breaks:").count();
    let one = hunt(file, &["--exhaustive", "1"]);
    let two = hunt(file, &["--exhaustive", "1", "--another"]);
    let three = hunt(file, &["--exhaustive", "1", "--another", "2"]);
    assert_eq!((breaks(&one), breaks(&two), breaks(&three)), (1, 2, 3));
    assert!(two.output.contains(" --another 1\n"), "{}", two.output);
    let first = one.output.split("# breaks:").nth(1).expect("a world");
    let world = first.lines().filter(|line| !line.starts_with('#'));
    for line in world {
        assert!(two.output.contains(line), "{line}");
    }
    assert_eq!(hunt(file, &["--another", "1", "--all"]).code, 2);
}

/// Files, names and scopes that are none.
#[test]
fn what_cannot_be_hunted_is_said() {
    assert_eq!(hunt("tests/none.inv", &[]).code, 3);
    assert_eq!(hunt(PAPER, &["--iis", "5.0"]).code, 2);
    assert_eq!(hunt(PAPER, &["--iis", "11"]).code, 2);
    assert_eq!(hunt(PAPER, &["--only", "another"]).code, 2);
    let too_many = poolproof(&["hunt", PAPER, "--pools", "9"], b"");
    assert_eq!(too_many.code, 2, "{}", too_many.errors);
    assert!(
        too_many.errors.contains("at most 5 pools"),
        "{}",
        too_many.errors
    );
}

//! The table of claims, `docs/claims.md`, against what there is: each claim has a test that names it, or a reason why none.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use crate::support::stories;

const CLAIMS: u32 = 104;
const CONTRADICTIONS: u32 = 32;

/// Why a claim has no test: the words that the reason begins with.
const REASONS: [&str; 3] = ["outside: ", "cannot be known: ", "later: "];

/// A row of the table: the claim and what holds it.
struct Row {
    claim: String,
    says: String,
    held: String,
}

/// The rows whose first cell begins with that letter and a number.
fn rows(letter: char) -> Vec<Row> {
    let document = fs::read_to_string("docs/claims.md").expect("there is a table of claims");
    let mut rows = Vec::new();
    for line in document.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let number = cells[0].strip_prefix(letter);
        if number.is_some_and(|number| number.parse::<u32>().is_ok()) {
            rows.push(Row {
                claim: cells[0].to_owned(),
                says: cells[1].to_owned(),
                held: cells.last().expect("a row has cells").to_string(),
            });
        }
    }
    rows
}

/// The texts in backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The claims that a comment names: the words before the first colon that are `S` and a number, or `X` and a number.
fn named(comment: &str) -> impl Iterator<Item = &str> {
    let before = comment.split(':').next().unwrap_or(comment);
    before
        .split([' ', ',', '#', '/'])
        .map(|word| word.trim_end_matches('.'))
        .filter(|word| {
            word.strip_prefix(['S', 'X'])
                .is_some_and(|number| number.parse::<u32>().is_ok())
        })
}

/// The claims that each file of questions executes: those that a comment names which questions follow.
fn asked() -> BTreeMap<String, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    for world in stories::worlds(Path::new("tests/claims")) {
        let file = world.with_extension("ask");
        let text = fs::read_to_string(&file).expect("a file of questions");
        let mut executed = BTreeSet::new();
        let mut above: Vec<&str> = Vec::new();
        for line in text.lines() {
            if line.starts_with('#') {
                above = named(line).collect();
            } else if line.contains(" | ") {
                executed.extend(above.iter().map(|claim| (*claim).to_owned()));
            }
        }
        let name = file.file_name().expect("a file has a name");
        all.insert(name.to_string_lossy().into_owned(), executed);
    }
    all
}

/// The claims that each test in Rust executes, `advice::name`: those that the comment above it names.
fn tested() -> BTreeMap<String, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    let files = fs::read_dir("tests/claims").expect("claims lie in a folder");
    let mut files: Vec<PathBuf> = files.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "rs"));
    for file in files {
        let module = file
            .file_stem()
            .expect("a file has a name")
            .to_string_lossy();
        let text = fs::read_to_string(&file).expect("a file of tests");
        let mut above: Vec<&str> = Vec::new();
        for line in text.lines() {
            if let Some(comment) = line.strip_prefix("/// ") {
                above.extend(named(comment));
            } else if let Some(function) = line.strip_prefix("fn ") {
                let name = function.split('(').next().unwrap_or(function);
                let claims = above.drain(..).map(str::to_owned).collect();
                all.insert(format!("{module}::{name}"), claims);
            } else if !line.starts_with("#[") {
                above.clear();
            }
        }
    }
    all
}

#[test]
fn the_table_has_one_row_for_every_claim_and_every_contradiction() {
    for (letter, last) in [('S', CLAIMS), ('X', CONTRADICTIONS)] {
        let found: Vec<String> = rows(letter).into_iter().map(|row| row.claim).collect();
        let wanted: Vec<String> = (1..=last).map(|n| format!("{letter}{n}")).collect();
        assert_eq!(found, wanted);
    }
    for row in rows('S').iter().chain(&rows('X')) {
        assert!(!row.says.is_empty(), "{} is told in a line", row.claim);
    }
}

#[test]
fn every_claim_has_a_test_that_names_it_or_a_reason_why_none() {
    let executed: BTreeMap<String, BTreeSet<String>> =
        asked().into_iter().chain(tested()).collect();
    let mut wrong = Vec::new();
    for row in rows('S') {
        let tests: Vec<&str> = quoted(&row.held).collect();
        let reason = REASONS.iter().any(|reason| row.held.contains(reason));
        if tests.is_empty() && !reason {
            wrong.push(format!("{} has neither a test nor a reason", row.claim));
        }
        for test in tests {
            match executed.get(test) {
                None => wrong.push(format!("{}: there is no test `{test}`", row.claim)),
                Some(claims) if !claims.contains(&row.claim) => {
                    wrong.push(format!("{}: `{test}` does not name it", row.claim));
                }
                Some(_) => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_claim_that_a_test_names_stands_in_the_table_with_that_test() {
    let held: BTreeMap<String, String> = rows('S')
        .into_iter()
        .chain(rows('X'))
        .map(|row| (row.claim, row.held))
        .collect();
    let mut wrong = Vec::new();
    for (test, claims) in asked().into_iter().chain(tested()) {
        for claim in claims {
            match held.get(&claim) {
                None => wrong.push(format!("`{test}` names {claim}, which is no claim")),
                Some(held) if !quoted(held).any(|named| named == test) => {
                    wrong.push(format!("{claim}: its row does not name `{test}`"));
                }
                Some(_) => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// How many claims are executed, and why the others are not; `docs/claims.md` says it in a sentence.
#[test]
fn the_counts_in_the_document_are_right() {
    let rows = rows('S');
    let executed = rows.iter().filter(|row| quoted(&row.held).next().is_some());
    let sentence = format!(
        "{} of {CLAIMS} claims are executed; {} are not, with the reason.",
        executed.clone().count(),
        rows.len() - executed.count()
    );
    let document = fs::read_to_string("docs/claims.md").expect("there is a table of claims");
    assert!(document.contains(&sentence), "it should say: {sentence}");
}

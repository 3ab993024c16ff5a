//! The shape of the project: which room may look at which, and what every file keeps to.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const MOST_LINES: usize = 450;

/// A source file, its path from the root of the project.
struct File {
    path: PathBuf,
    text: String,
}

/// Every Rust file of these folders, sorted.
fn files(folders: &[&str]) -> Vec<File> {
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> = folders
        .iter()
        .map(|name| Path::new(ROOT).join(name))
        .collect();
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.map(|entry| entry.expect("a readable folder").path()) {
            if entry.is_dir() {
                open.push(entry);
            } else if entry.extension().is_some_and(|end| end == "rs") {
                let path = entry.strip_prefix(ROOT).expect("below the root").to_owned();
                let text = fs::read_to_string(&entry).expect("a file of text");
                found.push(File { path, text });
            }
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

/// The rooms in the order of `lib.rs`.
fn rooms() -> Vec<String> {
    let lib = fs::read_to_string(Path::new(ROOT).join("src/lib.rs")).expect("src/lib.rs");
    lib.lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect()
}

/// The room that a source file belongs to: none for `lib.rs` and `main.rs`.
fn room_of(path: &Path) -> Option<String> {
    let below = path.strip_prefix("src").ok()?;
    let first = below.components().next()?.as_os_str().to_str()?;
    let room = first.strip_suffix(".rs").unwrap_or(first);
    (!["lib", "main"].contains(&room)).then(|| room.to_owned())
}

/// The rooms that a text names behind `crate::`, with braces or without.
fn rooms_named(text: &str) -> BTreeSet<String> {
    let word = |text: &str| -> String {
        text.trim_start()
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect()
    };
    let mut named = BTreeSet::new();
    for (at, key) in text.match_indices("crate::") {
        let part_of_a_word =
            text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$');
        let rest = &text[at + key.len()..];
        if part_of_a_word {
            continue;
        }
        match rest.strip_prefix('{') {
            None => {
                named.insert(word(rest));
            }
            Some(list) => {
                // The names at the first level of the braces.
                let mut depth = 0;
                let mut start = true;
                for (at, c) in list.char_indices() {
                    if start && depth == 0 && !c.is_whitespace() {
                        named.insert(word(&list[at..]));
                        start = false;
                    }
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => start = true,
                        _ => {}
                    }
                }
            }
        }
    }
    named.remove("");
    named
}

#[test]
fn a_room_looks_only_at_rooms_above_it() {
    let rooms = rooms();
    let place = |name: &str| rooms.iter().position(|room| room == name);
    let mut wrong = Vec::new();
    for file in files(&["src"]) {
        let Some(room) = room_of(&file.path) else {
            continue;
        };
        let Some(own) = place(&room) else {
            wrong.push(format!("{} is in no room of lib.rs", file.path.display()));
            continue;
        };
        for named in rooms_named(&file.text) {
            match place(&named) {
                Some(other) if other <= own => {}
                Some(_) => wrong.push(format!("{} looks down at {named}", file.path.display())),
                None => wrong.push(format!(
                    "{} names {named}, which is no room",
                    file.path.display()
                )),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn names_behind_crate_are_found_in_every_form() {
    let named = |text: &str| rooms_named(text).into_iter().collect::<Vec<_>>().join(" ");
    assert_eq!(named("use crate::nt::{Sid, Ace};"), "nt");
    assert_eq!(
        named("use crate::{nt::{Sid, Ace}, text, world::Server};"),
        "nt text world"
    );
    assert_eq!(
        named("pub(in crate::nt) fn f() -> crate::world::Server"),
        "nt world"
    );
    assert_eq!(named("mycrate::cli"), "");
}

#[test]
fn every_file_begins_with_what_it_answers_and_fits_in_the_head() {
    let unfinished = [
        concat!("to", "do!("),
        concat!("unimplemented", "!("),
        concat!("#[", "ignore"),
    ];
    let mut wrong = Vec::new();
    for file in files(&["src", "tests", "benches"]) {
        let path = file.path.display();
        if !file.text.starts_with("//! ") {
            wrong.push(format!("{path} does not begin with `//! `"));
        }
        let lines = file.text.lines().count();
        if lines > MOST_LINES {
            wrong.push(format!("{path} has {lines} lines, more than {MOST_LINES}"));
        }
        for word in unfinished {
            if file.text.contains(word) {
                wrong.push(format!("{path} contains `{word}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A file that no module lists is not compiled: its tests would pass unseen.
#[test]
fn every_test_file_is_listed_by_its_module() {
    let all = files(&["tests"]);
    let mut wrong = Vec::new();
    for file in &all {
        let stem = file
            .path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .expect("a name");
        let folder = file.path.parent().expect("a folder");
        let (name, listed_in) = match stem {
            "main" => continue,
            "mod" => {
                let name = folder
                    .file_name()
                    .and_then(|name| name.to_str())
                    .expect("a name");
                (name, folder.parent().expect("a folder"))
            }
            _ => (stem, folder),
        };
        let modules = [
            listed_in.join("main.rs"),
            listed_in.join("mod.rs"),
            listed_in.with_extension("rs"),
        ];
        let line = format!("mod {name};");
        let listed = all
            .iter()
            .filter(|other| modules.contains(&other.path))
            .any(|other| {
                other.text.lines().any(|l| {
                    l.trim_start_matches("pub ")
                        .trim_start_matches("pub(crate) ")
                        == line
                })
            });
        if !listed {
            wrong.push(format!("{} is listed nowhere", file.path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// One law: its name, its reason, and how many cases it tries.
struct Law {
    name: String,
    reason: String,
    cases: String,
}

/// The laws of a file, in order, by reading its lines.
fn laws(text: &str) -> Vec<Law> {
    let mut laws = Vec::new();
    let mut reason: Vec<&str> = Vec::new();
    let mut is_test = false;
    // Inside `proptest! { … }`, with the configuration that was last given.
    let mut cases: Option<String> = None;
    for line in text.lines() {
        let words = line.trim();
        if line.starts_with("proptest! {") {
            cases = Some("256".to_owned());
        } else if line == "}" {
            cases = None;
        } else if words.starts_with("#![proptest_config(") {
            cases = Some(if words.contains("many()") {
                "2,560".to_owned()
            } else {
                let digits: String = words.chars().filter(char::is_ascii_digit).collect();
                let count: u32 = digits.parse().expect("the number of cases, in digits");
                match (count / 1000, count % 1000) {
                    (0, few) => few.to_string(),
                    (thousands, rest) => format!("{thousands},{rest:03}"),
                }
            });
        } else if let Some(sentence) = words.strip_prefix("/// ") {
            reason.push(sentence);
        } else if words == "#[test]" {
            is_test = true;
        } else if let Some(rest) = words.strip_prefix("fn ") {
            if is_test {
                let name = rest
                    .split('(')
                    .next()
                    .expect("something before the bracket");
                laws.push(Law {
                    name: name.to_owned(),
                    reason: reason.join(" "),
                    cases: cases.clone().unwrap_or_else(|| "every case".to_owned()),
                });
            }
            reason.clear();
            is_test = false;
        } else if !words.starts_with("#[") && !words.starts_with("//") {
            reason.clear();
        }
    }
    laws
}

/// What stands above the list of laws.
const ABOUT_LAWS: &str = "# Laws

- `removing_an_allow_line_never_grants`: an allow line can only let in.

A law is a sentence that is true of every server by our semantics; if one fails, we are wrong.
It does not say what the answer is, but how answers hang together, so it can be tried on cases that nobody thought of.
Each is a test of that name in `tests/laws`, with the number of random cases that every run tries; cases are made small, and a failure is made smaller before it is shown.

What judges what:

- The specification in `tests/spec` is the rule as it is published, slow and obvious, and shares no code with what it judges but plain data; fast code agrees with it.
- The exhaustive model leaves nothing to chance: all lists, tokens and requests over a few SIDs and rights, judged by the specification.
- Samba's own access check and SDDL reader judge both from outside, by `tools/samba`, on as many random cases as one likes; `bash .ci/run` compares a million.
- Tables of edge cases (`tests/tables`, `tests/forms`) hold single answers, and cite who says so.

More cases:

```sh
PROPTEST_CASES=100000 cargo test --release --test main laws    # laws that say 256 here; those that say 2,560 try ten times as many
POOLPROOF_NIGHT=1 cargo test --release --test main exhaustive  # longer lists and a fourth SID
```

A law with a number of its own keeps it.
A failing case is kept as a seed in `proptest-regressions`, and once it is understood as a test beside the law; [bugs](bugs.md) tells what was found.
This page is written by `POOLPROOF_WRITE_LAWS=1 cargo test --test main -- shape`.
";

/// `docs/laws.md` as the laws make it.
fn law_document() -> String {
    let mut list = String::new();
    let mut count = 0;
    for file in files(&["tests/laws"])
        .into_iter()
        .chain(files(&["tests"]).into_iter().filter(is_exhaustive))
    {
        let laws = laws(&file.text);
        if laws.is_empty() {
            continue;
        }
        let topic = file
            .text
            .lines()
            .next()
            .unwrap_or_default()
            .trim_start_matches("//! ")
            .trim_end_matches('.');
        list.push_str(&format!("\n## {topic}\n\n"));
        for Law {
            name,
            reason,
            cases,
        } in laws
        {
            count += 1;
            list.push_str(&format!("- `{name}` ({cases}): {reason}\n"));
        }
    }
    format!("{ABOUT_LAWS}There are {count} laws.\n{list}")
}

/// The exhaustive model is a law without chance.
fn is_exhaustive(file: &File) -> bool {
    file.path == Path::new("tests/exhaustive.rs")
}

#[test]
fn every_law_gives_its_reason() {
    let silent: Vec<String> = files(&["tests/laws"])
        .iter()
        .flat_map(|file| laws(&file.text))
        .filter(|law| law.reason.is_empty())
        .map(|law| law.name)
        .collect();
    assert!(silent.is_empty(), "without a reason: {}", silent.join(", "));
}

#[test]
fn every_law_is_listed_in_the_document() {
    let path = Path::new(ROOT).join("docs/laws.md");
    let written = law_document();
    if std::env::var_os("POOLPROOF_WRITE_LAWS").is_some() {
        fs::write(&path, &written).expect("docs/laws.md can be written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        found, written,
        "write it by `POOLPROOF_WRITE_LAWS=1 cargo test --test main -- shape`"
    );
}

/// A defect is held by a test only as long as there is one of that name.
#[test]
fn every_test_that_holds_a_defect_exists() {
    let path = Path::new(ROOT).join("docs/bugs.md");
    let text = fs::read_to_string(path).expect("docs/bugs.md");
    let all = files(&["src", "tests"]);
    let mut named = 0;
    for row in text.lines().filter(|line| line.starts_with("| ")) {
        let held_by = row.trim_end_matches(" |").rsplit(" | ").next();
        // Every second piece between backticks is inside them.
        for name in held_by.unwrap_or_default().split('`').skip(1).step_by(2) {
            let line = format!("fn {name}(");
            assert!(
                all.iter().any(|file| file.text.contains(&line)),
                "docs/bugs.md names `{name}`, and there is no such test"
            );
            named += 1;
        }
    }
    assert!(named > 10, "the table of defects is read");
}

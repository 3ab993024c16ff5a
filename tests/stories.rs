//! Stories: a small world, questions, verdicts. Ours lie in `tests/stories`; others are read in place from `POOLPROOF_FIXTURES`.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
};

use poolproof::{
    iis,
    query::{self, Answer, Verdict},
    text::{Diagnostic, Source},
    world::Server,
};

/// What stands before the bar.
enum Expected {
    Verdict(&'static str),
    Error,
    Rows(Vec<String>),
    Count(usize),
}

/// What a story came to.
#[derive(Default)]
struct Tally {
    asked: usize,
    /// Forms that are not built yet, by name, and how often each was met.
    later: BTreeMap<String, usize>,
    wrong: Vec<String>,
}

fn expected(text: &str) -> Option<Expected> {
    let text = text.trim();
    Some(match text {
        "yes" => Expected::Verdict("yes"),
        "no" => Expected::Verdict("no"),
        "unknown" => Expected::Verdict("unknown"),
        "error" => Expected::Error,
        _ => {
            if let Some(count) = text.strip_prefix("count ") {
                Expected::Count(count.trim().parse().ok()?)
            } else {
                let names = text.strip_prefix("rows")?;
                Expected::Rows(
                    names
                        .split(',')
                        .map(|name| name.trim().to_uppercase())
                        .filter(|name| !name.is_empty())
                        .collect(),
                )
            }
        }
    })
}

fn word(answer: &Answer) -> &'static str {
    match answer.verdict {
        Some(Verdict::Yes) => "yes",
        Some(Verdict::No(_)) => "no",
        Some(Verdict::Unknown) => "unknown",
        None => "rows",
    }
}

/// The names by which a row can be called.
fn names(row: &query::Row) -> Vec<String> {
    let full = row.name.to_uppercase();
    let bare = full.rsplit('\\').next().unwrap_or(&full).to_owned();
    let mut names = vec![full, bare];
    names.extend(row.sid.map(|sid| sid.to_string().to_uppercase()));
    names
}

fn matches_rows(answer: &Answer, expected: &[String]) -> bool {
    let rows: Vec<Vec<String>> = answer
        .rows
        .iter()
        .filter(|row| row.verdict == Verdict::Yes)
        .map(names)
        .collect();
    rows.len() == expected.len()
        && expected
            .iter()
            .all(|name| rows.iter().any(|row| row.contains(name)))
        && rows
            .iter()
            .all(|row| row.iter().any(|name| expected.contains(name)))
}

fn server(world: &Path) -> Server {
    let text = fs::read_to_string(world).expect("a story has a world");
    let (facts, _) = poolproof::world::read(&Source::new(world.display().to_string(), text));
    iis::serve(facts).0
}

fn tell(world: &Path, tally: &mut Tally) {
    let server = server(world);
    let questions = fs::read_to_string(world.with_extension("ask")).expect("a story has questions");
    for (number, line) in questions.lines().enumerate() {
        let Some((before, question)) = line.split_once(" | ").filter(|_| !line.starts_with('#'))
        else {
            continue;
        };
        let at = format!("{}:{}", world.with_extension("ask").display(), number + 1);
        let expected = expected(before).unwrap_or_else(|| panic!("{at}: `{before}` is no verdict"));
        if let Some(form) = query::later_form(question) {
            *tally.later.entry(form.to_string()).or_default() += 1;
            continue;
        }
        let asked = query::ask(question, &server, None);
        if let Some(form) = not_built(&asked) {
            *tally.later.entry(form.to_owned()).or_default() += 1;
            continue;
        }
        tally.asked += 1;
        let right = match (&expected, &asked) {
            (Expected::Error, Err(_)) => true,
            (Expected::Verdict(verdict), Ok(answer)) => word(answer) == *verdict,
            (Expected::Rows(rows), Ok(answer)) => matches_rows(answer, rows),
            (Expected::Count(count), Ok(answer)) => answer.total == *count,
            (Expected::Error, Ok(_)) | (_, Err(_)) => false,
        };
        if !right {
            let got = match &asked {
                Ok(answer) => format!(
                    "{} {:?}",
                    word(answer),
                    answer
                        .rows
                        .iter()
                        .map(|row| (&row.name, row.verdict))
                        .collect::<Vec<_>>()
                ),
                Err(diagnostic) => format!("error: {}", diagnostic.headline),
            };
            tally.wrong.push(format!(
                "{at}\n  {question}\n  expected {before}, got {got}"
            ));
        }
    }
}

/// What an answer lacks that is not built yet, beside forms of questions.
fn not_built(asked: &Result<Answer, Box<Diagnostic>>) -> Option<&'static str> {
    match asked {
        Err(diagnostic) if diagnostic.code == "later-form" => {
            Some("applications and sites that act")
        }
        Ok(_) | Err(_) => None,
    }
}

fn worlds(folder: &Path) -> Vec<PathBuf> {
    let mut worlds: Vec<PathBuf> = fs::read_dir(folder)
        .expect("stories lie in a folder")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "world")
        })
        .filter(|path| path.with_extension("ask").exists())
        .collect();
    worlds.sort();
    worlds
}

fn report(folder: &str, tally: &Tally) {
    let left_out: usize = tally.later.values().sum();
    println!(
        "{folder}: {} questions answered, {left_out} left out:",
        tally.asked
    );
    for (form, count) in &tally.later {
        println!("  {count:3} {form}");
    }
    assert!(
        tally.wrong.is_empty(),
        "{} wrong answers\n{}",
        tally.wrong.len(),
        tally.wrong.join("\n")
    );
}

#[test]
fn our_stories_come_out_as_told() {
    let mut tally = Tally::default();
    for world in worlds(Path::new("tests/stories")) {
        tell(&world, &mut tally);
    }
    report("tests/stories", &tally);
    assert!(
        tally.later.is_empty(),
        "our own stories ask only what can be answered"
    );
}

#[test]
fn the_fixtures_stories_come_out_as_told() {
    let Some(folder) = env::var_os("POOLPROOF_FIXTURES") else {
        println!("skipped: POOLPROOF_FIXTURES is unset");
        return;
    };
    let mut tally = Tally::default();
    for world in worlds(&Path::new(&folder).join("stories")) {
        tell(&world, &mut tally);
    }
    report("stories", &tally);
}

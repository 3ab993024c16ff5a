//! Stories: a small world `NAME.world`, and beside it `NAME.ask`, a line a question: `VERDICT | QUESTION`, comments after `#`.
//!
//! A verdict is `yes`, `no`, `unknown` or `error`; `rows a, b` for exactly these rows, `perhaps a, b` for exactly these that
//! may be rows, `count n` for so many; `says TEXT` for an answer or a refusal in which that text stands.

use std::{
    fs,
    path::{Path, PathBuf},
};

use poolproof::{
    iis,
    query::{self, Answer, Verdict},
    report::{self, View},
    text::{Diagnostic, Severity, Source},
    world::Server,
};

/// What stands before the bar.
enum Expected {
    Verdict(&'static str),
    Error,
    Rows(Verdict, Vec<String>),
    Count(usize),
    Says(String),
}

/// What a story came to.
#[derive(Default)]
pub struct Tally {
    /// How many questions were answered.
    pub asked: usize,
    /// What the reader of a world complained about.
    pub complaints: Vec<String>,
    /// What did not come out as told.
    pub wrong: Vec<String>,
}

/// A line of an `.ask` file that is a question: its number, what is expected, the question.
pub fn lines(questions: &str) -> impl Iterator<Item = (usize, &str, &str)> {
    let numbered = (1..).zip(questions.lines());
    numbered
        .filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty())
        .map(|(number, line)| {
            let (before, question) = line
                .split_once(" | ")
                .unwrap_or_else(|| panic!("line {number}: `{line}` has no verdict before a bar"));
            (number, before, question)
        })
}

/// Tells every story of a folder of ours: worlds without a warning, where nothing is left out.
pub fn told(folder: &str) {
    let mut tally = Tally::default();
    for world in worlds(Path::new(folder)) {
        tell(&world, &mut tally);
    }
    report(folder, &tally);
    assert!(
        tally.complaints.is_empty(),
        "our own worlds are well-formed:\n{}",
        tally.complaints.join("\n")
    );
}

/// Asks every question beside a world.
pub fn tell(world: &Path, tally: &mut Tally) {
    let (server, complaints) = server(world);
    let complaints = complaints
        .iter()
        .filter(|complaint| complaint.severity > Severity::Note)
        .map(|complaint| format!("{}: {}", world.display(), complaint.headline));
    tally.complaints.extend(complaints);
    let file = world.with_extension("ask");
    let questions = fs::read_to_string(&file).expect("a story has questions");
    for (number, before, question) in lines(&questions) {
        let at = format!("{}:{number}", file.display());
        let expected = expected(before).unwrap_or_else(|| panic!("{at}: `{before}` is no verdict"));
        let asked = query::ask(question, &server, None);
        tally.asked += 1;
        if !matches(&expected, &asked) {
            let got = got(&expected, &asked);
            tally.wrong.push(format!(
                "{at}\n  {question}\n  expected {before}, got {got}"
            ));
        }
    }
}

/// The server of a world file, and what was wrong with the file.
fn server(world: &Path) -> (Server, Vec<Diagnostic>) {
    let text = fs::read_to_string(world).expect("a story has a world");
    let source = Source::new(world.display().to_string(), text);
    let (facts, mut complaints) = poolproof::world::read(&source);
    let (server, more) = iis::serve(facts);
    complaints.extend(more);
    (server, complaints)
}

fn expected(text: &str) -> Option<Expected> {
    let text = text.trim();
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    Some(match (first, rest) {
        ("yes", "") => Expected::Verdict("yes"),
        ("no", "") => Expected::Verdict("no"),
        ("unknown", "") => Expected::Verdict("unknown"),
        ("error", "") => Expected::Error,
        ("rows", names) => Expected::Rows(Verdict::Yes, list(names)),
        ("perhaps", names) => Expected::Rows(Verdict::Unknown, list(names)),
        ("count", number) => Expected::Count(number.trim().parse().ok()?),
        ("says", words) if !words.is_empty() => Expected::Says(words.to_owned()),
        _ => return None,
    })
}

fn list(names: &str) -> Vec<String> {
    names
        .split(',')
        .map(|name| name.trim().to_uppercase())
        .filter(|name| !name.is_empty())
        .collect()
}

fn matches(expected: &Expected, asked: &Result<Answer, Box<Diagnostic>>) -> bool {
    match (expected, asked) {
        (Expected::Error, Err(_)) => true,
        (Expected::Verdict(verdict), Ok(answer)) => word(answer) == *verdict,
        (Expected::Rows(verdict, names), Ok(answer)) => matches_rows(answer, *verdict, names),
        (Expected::Count(count), Ok(answer)) => answer.total == *count,
        (Expected::Says(words), _) => said(asked).contains(words),
        (Expected::Error, Ok(_)) | (_, Err(_)) => false,
    }
}

/// The whole of what a reader sees.
fn said(asked: &Result<Answer, Box<Diagnostic>>) -> String {
    match asked {
        Ok(answer) => report::text(&View::of(answer)),
        Err(diagnostic) => report::diagnostics::draw(diagnostic, false),
    }
}

fn got(expected: &Expected, asked: &Result<Answer, Box<Diagnostic>>) -> String {
    match (expected, asked) {
        (Expected::Says(_), _) => said(asked),
        (_, Ok(answer)) => format!(
            "{} {:?}",
            word(answer),
            answer
                .rows
                .iter()
                .map(|row| (&row.name, row.verdict))
                .collect::<Vec<_>>()
        ),
        (_, Err(diagnostic)) => format!("error: {}", diagnostic.headline),
    }
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

fn matches_rows(answer: &Answer, verdict: Verdict, expected: &[String]) -> bool {
    let rows: Vec<Vec<String>> = answer
        .rows
        .iter()
        .filter(|row| row.verdict == verdict)
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

/// The worlds in a folder that have questions beside them.
pub fn worlds(folder: &Path) -> Vec<PathBuf> {
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

/// Says how many were asked, and insists that all came out as told.
pub fn report(folder: &str, tally: &Tally) {
    println!("{folder}: {} questions answered", tally.asked);
    assert!(
        tally.wrong.is_empty(),
        "{} wrong answers\n{}",
        tally.wrong.len(),
        tally.wrong.join("\n")
    );
}

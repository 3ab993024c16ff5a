//! The manual of the language: every example is read, and its table is what the verbs mean.

use poolproof::{
    nt::{ObjectKind, describe_rights},
    query,
    text::Source,
    world::{Change, Reading, Verb, from_json, notation, to_json},
};

use super::{file, read_twice, told};

fn manual() -> String {
    file("docs/language.md").text.to_string()
}

/// What stands in the fences of that language, one text a fence.
fn fences(manual: &str, language: &str) -> Vec<String> {
    let opening = format!("```{language}\n");
    manual
        .split(&opening)
        .skip(1)
        .map(|fence| {
            fence
                .split_once("```")
                .expect("a closed fence")
                .0
                .to_owned()
        })
        .collect()
}

#[test]
fn every_statement_of_the_manual_is_read() {
    let examples = fences(&manual(), "world");
    assert!(examples.len() > 15);
    for example in examples {
        let (facts, diagnostics) = read_twice(&Source::new("manual", &*example));
        assert!(diagnostics.is_empty(), "{example}\n{}", told(&diagnostics));
        assert!(!facts.is_empty());
    }
}

#[test]
fn every_change_of_the_manual_is_read_and_printed() {
    let examples = fences(&manual(), "changes");
    assert!(!examples.is_empty());
    for text in examples.iter().flat_map(|fence| fence.lines()) {
        let read = |text: &str| {
            let source = Source::new("manual", text);
            let read = notation::changes(&source, text, 0).unwrap_or_else(|complaint| {
                panic!("{text}\n{}", told(&[*complaint]));
            });
            read.into_iter()
                .map(|(change, _)| change)
                .collect::<Vec<Change>>()
        };
        let changes = read(text);
        assert_eq!(read(&notation::print_changes(&changes)), changes, "{text}");
    }
}

#[test]
fn every_world_in_json_of_the_manual_is_read() {
    let examples = fences(&manual(), "json");
    assert!(examples.len() > 1);
    for example in examples {
        let (facts, diagnostics) = from_json(&Source::new("manual", &*example));
        assert!(diagnostics.is_empty(), "{example}\n{}", told(&diagnostics));
        assert!(!facts.is_empty());
        assert_eq!(from_json(&Source::new("manual", to_json(&facts))).0, facts);
    }
}

#[test]
fn every_question_of_the_manual_is_read_and_printed() {
    let manual = manual();
    let read = |text: &str| {
        query::parse(&Source::new("manual", text)).unwrap_or_else(|complaint| {
            panic!("{text}\n{}", told(&[*complaint]));
        })
    };
    let examples = fences(&manual, "ask");
    assert!(!examples.is_empty());
    for question in examples.iter().flat_map(|fence| fence.lines()) {
        let tree = read(question);
        assert_eq!(read(&tree.to_string()), tree, "{question}");
    }
}

/// The table of verbs as the verbs make it.
fn table() -> String {
    let kinds = [ObjectKind::File, ObjectKind::Folder, ObjectKind::Key];
    let mut table = String::from("| verb | file | folder | key |\n|---|---|---|---|\n");
    for verb in Verb::all() {
        let cells = kinds.map(|kind| cell(verb, kind));
        if cells.iter().any(Option::is_some) {
            let cells = cells.map(|cell| cell.unwrap_or_else(|| "–".to_owned()));
            table.push_str(&format!("| {verb} | {} |\n", cells.join(" | ")));
        }
    }
    table
}

fn cell(verb: Verb, kind: ObjectKind) -> Option<String> {
    let meaning = verb.meaning(kind)?;
    let bits: Vec<String> = meaning
        .mask
        .bits()
        .map(|bit| describe_rights(kind, bit))
        .collect();
    let rights = match (bits.len(), meaning.reading) {
        (1, _) => bits[0].clone(),
        (2, Reading::Any) => format!("any of {}, {}", bits[0], bits[1]),
        (_, reading) => format!("{reading} of {}", meaning.mask),
    };
    let or = meaning.note.filter(|note| note.starts_with("or "));
    Some(match or {
        Some(or) => format!("{rights}, {or}"),
        None => rights,
    })
}

#[test]
fn the_table_of_verbs_is_what_the_verbs_mean() {
    let table = table();
    assert!(
        manual().contains(&table),
        "docs/language.md should hold\n{table}"
    );
}

#[test]
fn the_example_of_the_readme_is_the_file_behind_it() {
    let readme = fences(&file("README.md").text, "world");
    let behind = file("docs/examples/two-pools.world").text;
    assert_eq!(readme, [behind.to_string()]);
}

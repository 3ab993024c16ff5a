//! No rule of the notation without an example: the manual and the mistakes use every one.

use std::{collections::BTreeSet, fs, path::Path};

use pest::Parser;

use super::grammar::{Grammar, Rule};
use crate::text::lines;

/// Rules whose names begin so belong to the world notation; the others are shared words and names.
const OURS: [&str; 9] = [
    "access_",
    "change_",
    "clause_",
    "com_",
    "fallback_",
    "handler_",
    "mistake_",
    "scope_",
    "statement_",
];

fn texts() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manual = fs::read_to_string(root.join("docs/language.md")).expect("the manual");
    let fences = manual.split("```world\n").skip(1);
    let mut texts: Vec<String> = fences
        .filter_map(|fence| Some(fence.split_once("```")?.0.to_owned()))
        .collect();
    let mistakes = fs::read_dir(root.join("tests/mistakes/world")).expect("the mistakes");
    texts.extend(mistakes.filter_map(|entry| fs::read_to_string(entry.ok()?.path()).ok()));
    texts
}

/// The changes of the manual, and slips in them.
fn changes() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manual = fs::read_to_string(root.join("docs/language.md")).expect("the manual");
    let fences = manual.split("```changes\n").skip(1);
    let fences = fences.filter_map(|fence| Some(fence.split_once("```")?.0));
    let mut changes: Vec<String> = fences.flat_map(str::lines).map(str::to_owned).collect();
    changes.push("alice leaves Editors".to_owned());
    changes
}

#[test]
fn every_rule_of_the_notation_has_an_example() {
    let mut used = BTreeSet::new();
    for text in texts() {
        for line in lines(&text) {
            for rule in [
                Rule::sentence,
                Rule::below_site,
                Rule::below_object,
                Rule::below_component,
                Rule::below_machine_com,
                Rule::below_program,
                Rule::slip,
                Rule::slip_below,
            ] {
                let parsed = Grammar::parse(rule, line.text).into_iter();
                used.extend(parsed.flat_map(|pairs| pairs.flatten().map(|pair| pair.as_rule())));
            }
        }
    }
    for line in changes() {
        let parsed = Grammar::parse(Rule::changes, &line).into_iter();
        used.extend(parsed.flat_map(|pairs| pairs.flatten().map(|pair| pair.as_rule())));
    }
    let unused: Vec<String> = Rule::all_rules()
        .iter()
        .filter(|rule| !used.contains(rule))
        .map(|rule| format!("{rule:?}"))
        .filter(|name| OURS.iter().any(|begin| name.starts_with(begin)))
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}

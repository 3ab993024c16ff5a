//! What was expected at a place, in people's words.

use super::{
    grammar::Rule,
    words::{Group, Word, word},
};

/// More than this many things that may come next are no help.
const NAMED: usize = 4;

/// What was expected, in people's words: `expected a verb such as `read`, or …`.
pub(super) fn expectation(rules: &[Rule]) -> String {
    let mut names: Vec<String> = Vec::new();
    let mut keywords: Vec<(Group, &str)> = Vec::new();
    let mut signs: Vec<&str> = Vec::new();
    let mut end = false;
    for rule in rules {
        match word(*rule) {
            Word::Keyword(group, spelling) => keywords.push((group, spelling)),
            Word::Name(_, called) => names.push(called.to_owned()),
            Word::End => end = true,
            Word::Sign(sign) => signs.push(sign),
            Word::Form | Word::Silent | Word::Mistake => {}
        }
    }
    keywords.sort();
    keywords.dedup();
    // What only goes on with something complete is named when nothing else is.
    if !names.is_empty() || keywords.iter().any(|(group, _)| *group < Group::Modifier) {
        keywords.retain(|(group, _)| *group < Group::Modifier);
    }
    let verbs = keywords
        .iter()
        .filter(|(group, _)| *group == Group::Verb)
        .count();
    let begins = keywords
        .iter()
        .filter(|(group, _)| *group == Group::Begin)
        .count();
    let kinds = keywords
        .iter()
        .filter(|(group, _)| *group == Group::Kind)
        .count();
    let mut expected: Vec<String> = Vec::new();
    if begins > NAMED {
        expected.push("a question, such as `can pool A read /secure`".to_owned());
        keywords.clear();
        names.clear();
    }
    if verbs > NAMED {
        expected.push("a verb, such as `read`".to_owned());
        keywords.retain(|(group, _)| *group != Group::Verb);
        // Rights stand where verbs stand.
        names.clear();
    }
    // A word that begins a question begins something else where a name may stand.
    if !names.is_empty() {
        keywords.retain(|(group, _)| *group != Group::Begin);
    }
    for name in names {
        if !expected.contains(&name) {
            expected.push(name);
        }
    }
    let kind = keywords.iter().find(|(group, _)| *group == Group::Kind);
    if let (true, Some((_, kind))) = (kinds >= NAMED, kind) {
        expected.push(format!("a kind, such as `{kind}`"));
        keywords.retain(|(group, _)| *group != Group::Kind);
    }
    if end {
        expected.push("the end".to_owned());
    }
    signs.sort_unstable();
    signs.dedup();
    // An opening bracket is one way of many, a closing one is what is missing.
    signs.retain(|sign| matches!(*sign, "}" | ")" | ":") || expected.is_empty());
    for sign in signs {
        expected.push(format!("`{sign}`"));
    }
    for (_, spelling) in keywords {
        expected.push(format!("`{spelling}`"));
    }
    let more = expected.len() > NAMED;
    expected.truncate(NAMED);
    match expected.as_slice() {
        [] => String::new(),
        [one] => format!("expected {one}"),
        [first @ .., last] if !more => format!("expected {} or {last}", first.join(", ")),
        all => format!("expected {}, …", all.join(", ")),
    }
}

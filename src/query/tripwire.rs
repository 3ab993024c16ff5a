//! Grammar and words keep step: each keyword is spelled as its rule reads it, and each rule has a question.

use pest::Parser;

use super::{
    grammar::{Grammar, Rule},
    words::{Word, spelling, word},
};

#[test]
fn every_spelling_is_read_by_its_rule() {
    for rule in Rule::all_rules() {
        let Some(spelling) = spelling(*rule) else {
            continue;
        };
        let read = Grammar::parse(*rule, spelling).map(|pairs| pairs.as_str().len());
        let rest = read.map(|length| &spelling[length..]);
        // The preposition of a verb is a keyword of its own.
        assert!(
            matches!(rest, Ok("" | " of" | " in")),
            "{rule:?} does not read `{spelling}`"
        );
    }
}

/// Rules that leave no pair: keywords of statements, and what names are made of.
const APART: [Rule; 16] = [
    Rule::kw_many,
    Rule::kw_read_and_execute,
    Rule::kw_everything,
    Rule::kw_on,
    Rule::kw_at,
    Rule::kw_processes,
    Rule::kw_tokens,
    Rule::kw_sids,
    Rule::kw_urls,
    Rule::kw_the,
    Rule::account_word,
    Rule::bare,
    Rule::quoted,
    Rule::service_account,
    Rule::guid,
    Rule::unquoted_name,
];

/// Adding a rule means adding a question, or a clause, that has it.
#[test]
fn every_rule_occurs_in_a_question_of_the_tests() {
    let mut missing: Vec<Rule> = Rule::all_rules()
        .iter()
        .copied()
        .filter(|rule| word(*rule) != Word::Silent && !APART.contains(rule))
        .collect();
    for (folder, whole) in [
        ("tests/queries", Rule::question),
        ("tests/mistakes/questions", Rule::question),
        ("tests/clauses", Rule::insisted),
    ] {
        let folder = format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"));
        for entry in std::fs::read_dir(folder).expect("a folder of the project") {
            let path = entry.expect("it can be listed").path();
            let text = std::fs::read_to_string(path).expect("a file of the project");
            for line in text.lines() {
                let line = line.strip_suffix('?').unwrap_or(line);
                if let Ok(pairs) = Grammar::parse(whole, line) {
                    for pair in pairs.flatten() {
                        missing.retain(|rule| *rule != pair.as_rule());
                    }
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

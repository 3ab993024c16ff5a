//! `:rights VERB`: what a verb asks for on each kind of object.

use std::fmt::Write;

use super::descriptor::object_noun;
use crate::{
    nt::{ObjectKind, describe_rights},
    text::nearest,
    world::{Reading, Verb},
};

/// A verb's rights on every kind that it means something on; without a verb, every verb.
pub fn rights_of(words: &str) -> String {
    let words = words.trim();
    if words.is_empty() {
        return Verb::all().map(table).collect();
    }
    let of = |verb: &Verb| words.eq_ignore_ascii_case(&verb.to_string());
    match Verb::by_words(words).or_else(|| Verb::all().find(of)) {
        Some(verb) => table(verb),
        None => {
            let known: Vec<&str> = Verb::all().map(Verb::text).collect();
            let near = nearest(words, known.iter().copied());
            let near = if near.is_empty() {
                known.join(", ")
            } else {
                near.join(", ")
            };
            format!("error: no verb is called `{words}`\nhelp: there are {near}\n")
        }
    }
}

fn table(verb: Verb) -> String {
    let mut out = String::new();
    for kind in ObjectKind::ALL {
        let Some(meaning) = verb.meaning(kind) else {
            continue;
        };
        let reading = match meaning.reading {
            Reading::Any if meaning.mask.0.count_ones() > 1 => "any of ",
            Reading::All if meaning.mask.0.count_ones() > 1 => "all of ",
            Reading::Any | Reading::All => "",
        };
        let note = meaning
            .note
            .map(|note| format!(" ({note})"))
            .unwrap_or_default();
        let _ = writeln!(
            out,
            "{verb} a {}: {reading}{} ({}){note}",
            object_noun(kind),
            describe_rights(kind, meaning.mask),
            meaning.mask
        );
    }
    out
}

//! The grammar of questions, read from `grammar/`. Only reading, words and completion may name its rules.

#![allow(missing_docs)]

#[derive(pest_derive::Parser)]
#[grammar = "grammar/words.pest"]
#[grammar = "grammar/names.pest"]
#[grammar = "grammar/query.pest"]
#[grammar = "grammar/clause.pest"]
pub struct Grammar;

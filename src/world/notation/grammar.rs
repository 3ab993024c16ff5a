//! The parser that the grammar files make. Only this room's readers name its rules.
#![allow(missing_docs)] // the rules are described in the grammar files

#[derive(pest_derive::Parser)]
#[grammar = "grammar/words.pest"]
#[grammar = "grammar/names.pest"]
#[grammar = "grammar/world.pest"]
#[grammar = "grammar/machine.pest"]
#[grammar = "grammar/change.pest"]
pub(super) struct Grammar;

//! What a question supposes, and the worlds that it names.

use pest::iterators::Pair;

use super::{
    grammar::Rule,
    names::unquoted,
    nouns::{Read, Reader, span_of},
    syntax::Written,
};
use crate::{
    text::Source,
    world::{Change, Name, notation},
};

/// What stands between `if` and `then`, or behind `given`: sentences of the notation, which its own grammar reads.
pub(super) fn changes(source: &Source, supposed: &Pair<'_, Rule>) -> Read<Vec<Written<Change>>> {
    let mut inner = supposed.clone().into_inner();
    let Some(change) = inner.find(|pair| pair.as_rule() == Rule::change) else {
        return Ok(Vec::new());
    };
    let begun = change.as_str();
    let text = begun.trim_matches([' ', '\u{a0}']);
    let start =
        change.as_span().start() + (begun.len() - begun.trim_start_matches([' ', '\u{a0}']).len());
    let read = notation::changes(source, text, start)?;
    let written = read
        .into_iter()
        .map(|(change, span)| Written::new(change, span));
    Ok(written.collect())
}

/// The name of a world.
pub(super) fn world(reader: &mut Reader<'_>) -> Read<Written<Name>> {
    let name = reader.take()?;
    let text = unquoted(name.as_str());
    Ok(Written::new(Name::new(&*text), span_of(&name)))
}

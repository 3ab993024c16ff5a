//! What narrows or orders a question: from the grammar's pairs to syntax.

use pest::iterators::Pair;

use super::{
    grammar::Rule,
    mistakes,
    names::unquoted,
    nouns::{Read, Reader, span_of},
    supposed::changes,
    syntax::{Field, Modifier, Written},
};
use crate::world::{Change, Name};

/// What stands behind the core of a question.
pub(super) struct Behind {
    /// Each kind at most once.
    pub modifiers: Vec<Written<Modifier>>,
    /// What `given` supposes: the same as between `if` and `then`.
    pub given: Vec<Written<Change>>,
}

/// All modifiers, to the end of the question.
pub(super) fn modifiers(reader: &mut Reader<'_>) -> Read<Behind> {
    let mut modifiers: Vec<Written<Modifier>> = Vec::new();
    let mut given = Vec::new();
    while reader.next_is().is_some() {
        let pair = reader.take()?;
        if pair.as_rule() == Rule::EOI {
            break;
        }
        if pair.as_rule() == Rule::mod_given {
            given = changes(reader.source(), &pair)?;
            continue;
        }
        let span = span_of(&pair);
        let modifier = modifier(reader, pair)?;
        if modifiers
            .iter()
            .any(|earlier| earlier.node.keyword() == modifier.keyword())
        {
            let word = format!("`{}`", modifier.keyword());
            return Err(mistakes::twice(reader.source(), span, &word));
        }
        modifiers.push(Written::new(modifier, span));
    }
    Ok(Behind { modifiers, given })
}

fn modifier<'q>(outer: &Reader<'q>, pair: Pair<'q, Rule>) -> Read<Modifier> {
    let rule = pair.as_rule();
    let mut reader = outer.inside(pair.clone());
    let keyword = reader.take()?;
    Ok(match rule {
        Rule::mod_directly => Modifier::Directly,
        Rule::mod_stage => Modifier::EveryStage,
        Rule::mod_weaknesses => Modifier::Weaknesses,
        Rule::mod_steps => Modifier::Steps(number(&mut reader)?),
        Rule::mod_limit => Modifier::Limit(number(&mut reader)?),
        Rule::mod_under => {
            let place = reader.take()?;
            Modifier::Under(reader.reference(place)?.node)
        }
        Rule::mod_with => Modifier::With(rules(&mut reader)?),
        Rule::mod_without => Modifier::Without(rules(&mut reader)?),
        Rule::mod_in => Modifier::In(world_name(&mut reader)?),
        Rule::mod_between => {
            let first = world_name(&mut reader)?;
            reader.take_if(Rule::kw_and);
            Modifier::Between(first, world_name(&mut reader)?)
        }
        Rule::mod_sort => Modifier::SortBy(field(&mut reader)?),
        Rule::mod_group => Modifier::GroupBy(field(&mut reader)?),
        _ => return reader.unexpected(&keyword),
    })
}

fn number(reader: &mut Reader<'_>) -> Read<u32> {
    let digits = reader.take()?;
    digits
        .as_str()
        .parse()
        .map_err(|_| mistakes::too_large(reader.source(), span_of(&digits), digits.as_str()))
}

/// `E11, E12 and E27`, each once.
fn rules(reader: &mut Reader<'_>) -> Read<Vec<Written<String>>> {
    let mut names: Vec<Written<String>> = Vec::new();
    while reader.next_is().is_some() {
        let pair = reader.take()?;
        if pair.as_rule() == Rule::kw_and {
            continue;
        }
        let name = Written::new(pair.as_str().to_ascii_uppercase(), span_of(&pair));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names)
}

fn world_name(reader: &mut Reader<'_>) -> Read<Name> {
    let name = reader.take()?;
    Ok(Name::new(&*unquoted(name.as_str())))
}

fn field(reader: &mut Reader<'_>) -> Read<Field> {
    let word = reader.take()?;
    Ok(match word.as_rule() {
        Rule::kw_name => Field::Name,
        Rule::kw_kind => Field::Kind,
        Rule::kw_sid => Field::Sid,
        Rule::kw_verdict => Field::Verdict,
        Rule::kw_reason => Field::Reason,
        Rule::kw_folder => Field::Folder,
        Rule::kw_permissions => Field::Permissions,
        _ => return reader.unexpected(&word),
    })
}

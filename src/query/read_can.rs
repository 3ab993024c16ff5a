//! Questions with `can`, and what is done to what: from the grammar's pairs to syntax.

use super::{
    grammar::Rule,
    mistakes,
    nouns::{Read, Reader, around, span_of},
    parse::{kinds, skip},
    read_things::thing_kind,
    serve,
    syntax::{Core, Set, Target, Wanted, Way, Written},
};
use crate::{nt::AccessMask, text::Span, world::Verb};

/// `can S V O`, `cannot S V O`
pub(super) fn can(reader: &mut Reader<'_>, denied: &mut Option<Span>) -> Read<Core> {
    let can = reader.take()?;
    if can.as_str().len() > "can".len() {
        *denied = Some(span_of(&can));
    }
    let subject = reader.actors()?;
    if let Some(not) = reader.take_if(Rule::kw_not) {
        *denied = Some(span_of(&not));
    }
    let way = way(reader);
    if reader.next_is() == Some(Rule::becoming) {
        return Ok(Core::Becomes {
            subject,
            whom: reader.becoming()?,
        });
    }
    let (wanted, object) = deed(reader)?;
    Ok(Core::Can {
        subject,
        way,
        wanted,
        object,
    })
}

/// Whether it says `come to`.
pub(super) fn way(reader: &mut Reader<'_>) -> Way {
    match reader.take_if(Rule::kw_come_to) {
        Some(_) => Way::BySteps,
        None => Way::Now,
    }
}

/// `who [except SET] can V O`, `which KINDS [except SET] can V O`
pub(super) fn who_can(reader: &mut Reader<'_>) -> Read<Core> {
    skip(reader, &[Rule::kw_who, Rule::kw_which]);
    let kinds = kinds(reader);
    let except = match reader.take_if(Rule::kw_except) {
        Some(_) => Some(reader.actors()?),
        None => None,
    };
    plain_can(reader)?;
    let way = way(reader);
    if reader.next_is() == Some(Rule::becoming) {
        return Ok(Core::WhoBecomes {
            kinds,
            except,
            whom: reader.becoming()?,
        });
    }
    let (wanted, object) = deed(reader)?;
    Ok(Core::WhoCan {
        kinds,
        except,
        way,
        wanted,
        object,
    })
}

/// `what [except SET] can S V`, `which files under P [except SET] can S V`, `what can S do to O`
pub(super) fn what_can(reader: &mut Reader<'_>) -> Read<Core> {
    let mut range = None;
    if reader.take_if(Rule::kw_which).is_some() {
        let word = reader.take()?;
        range = Some(reader.range_of(thing_kind(word.as_rule()), span_of(&word))?);
    } else {
        reader.take_if(Rule::kw_what);
    }
    let mut except = exception(reader)?;
    plain_can(reader)?;
    let subject = reader.actors()?;
    if reader.take_if(Rule::kw_do_to).is_some() {
        let object = reader.targets()?;
        return match except {
            Some(except) => Err(mistakes::twice(
                reader.source(),
                except.span,
                "what is asked about",
            )),
            None => Ok(Core::WhatCanDo { subject, object }),
        };
    }
    let way = way(reader);
    if reader.take_if(Rule::kw_become).is_some() {
        return match except {
            Some(except) => Err(mistakes::twice(
                reader.source(),
                except.span,
                "what is asked about",
            )),
            None => Ok(Core::WhatBecomes { subject }),
        };
    }
    let mut wanted = wanted(reader)?;
    serve::behind(reader, &mut wanted)?;
    if let Some(behind) = exception(reader)? {
        if except.is_some() {
            return Err(mistakes::twice(reader.source(), behind.span, "`except`"));
        }
        except = Some(behind);
    }
    if let Some(except) = &mut except {
        serve::by_verb(except, &wanted.node);
    }
    Ok(Core::WhatCan {
        range,
        except,
        subject,
        way,
        wanted,
    })
}

fn exception(reader: &mut Reader<'_>) -> Read<Option<Written<Set<Target>>>> {
    match reader.take_if(Rule::kw_except) {
        Some(_) => reader.targets().map(Some),
        None => Ok(None),
    }
}

/// The `can` of a set question, which has no `cannot`.
fn plain_can(reader: &mut Reader<'_>) -> Read<()> {
    let can = reader.take()?;
    if can.as_str().len() > "can".len() {
        return Err(mistakes::denied_set(reader.source(), span_of(&can)));
    }
    Ok(())
}

/// What is done, and to what.
pub(super) fn deed(reader: &mut Reader<'_>) -> Read<(Written<Wanted>, Written<Set<Target>>)> {
    let mut wanted = wanted(reader)?;
    let mut object = reader.targets()?;
    serve::behind(reader, &mut wanted)?;
    serve::by_verb(&mut object, &wanted.node);
    Ok((wanted, object))
}

/// A verb with its preposition, or rights exactly.
fn wanted(reader: &mut Reader<'_>) -> Read<Written<Wanted>> {
    let pair = reader.take()?;
    let mut span = span_of(&pair);
    let node = match pair.as_rule() {
        Rule::right_letters => Wanted::Letters(
            pair.into_inner()
                .map(|letters| letters.as_str().to_ascii_uppercase())
                .collect(),
        ),
        Rule::right_name => Wanted::Right(pair.as_str().to_ascii_uppercase()),
        Rule::right_mask => match u32::from_str_radix(&pair.as_str()[2..], 16) {
            Ok(mask) if mask != 0 => Wanted::Mask(AccessMask(mask)),
            Ok(_) | Err(_) => {
                return Err(mistakes::bad_mask(reader.source(), span, pair.as_str()));
            }
        },
        _ => match Verb::by_words(&pair.as_str().replace('\u{a0}', " ")) {
            Some(verb) => Wanted::Verb(verb),
            None => return reader.unexpected(&pair),
        },
    };
    for preposition in [Rule::kw_of, Rule::kw_in, Rule::kw_to] {
        if let Some(word) = reader.take_if(preposition) {
            span = around(span, span_of(&word));
        }
    }
    Ok(Written::new(node, span))
}

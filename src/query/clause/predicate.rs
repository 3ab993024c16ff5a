//! What is said of somebody → the questions that ask for it: the words of a claim are put into the order of a question,
//! with [`SUBJECT`] in the place of its subject, and read by the functions that read questions.

use pest::{Parser, iterators::Pair};

use super::syntax::{Predicate, SUBJECT, subject};
use crate::{
    query::{
        grammar::{Grammar, Rule},
        mistakes, modifiers,
        nouns::{Read, Reader, span_of},
        parse, read_can,
        syntax::{Actor, Core, Named, Reference, Written},
    },
    text::Span,
    world::Name,
};

/// The subject of a predicate's questions, as syntax.
pub(super) fn placeholder() -> Actor {
    Actor::Named {
        account: Named {
            kind: None,
            name: Written::nowhere(Reference::Name(subject())),
        },
        logon: None,
        not_elevated: false,
    }
}

/// What is said, as the questions that ask for it.
pub(super) fn predicate<'q>(outer: &Reader<'q>, pair: &Pair<'q, Rule>) -> Read<Predicate> {
    let span = span_of(pair);
    let parts: Vec<Pair<'q, Rule>> = pair.clone().into_inner().collect();
    let mut denied = false;
    let mut verb: Vec<Pair<'q, Rule>> = Vec::new();
    let mut several: Vec<Pair<'q, Rule>> = Vec::new();
    let mut rest: Vec<Pair<'q, Rule>> = Vec::new();
    let mut after = Vec::new();
    let mut all = false;
    for part in parts {
        match part.as_rule() {
            Rule::kw_not => denied = true,
            Rule::kw_can => {
                denied = part.as_str().len() > "can".len();
                verb.push(part);
            }
            Rule::kw_do_not => denied = true,
            Rule::clause_deed => {
                for word in part.into_inner() {
                    match word.as_rule() {
                        Rule::clause_wanted => several.push(word),
                        Rule::kw_and if rest.is_empty() => all = true,
                        Rule::kw_or if rest.is_empty() => {}
                        Rule::comma => {}
                        Rule::clause_targets => rest.extend(word.into_inner()),
                        Rule::kw_come_to => verb.push(word),
                        _ => rest.push(word),
                    }
                }
            }
            Rule::mod_directly
            | Rule::mod_steps
            | Rule::mod_weaknesses
            | Rule::mod_with
            | Rule::mod_without => after.push(part),
            _ => rest.push(part),
        }
    }
    let subject = Grammar::parse(Rule::actor_name, SUBJECT)
        .map_err(|_| mistakes::out_of_step(outer.source(), span))?;
    let ask = |verb_words: Option<Pair<'q, Rule>>| -> Read<Written<Core>> {
        let mut stream: Vec<Pair<'q, Rule>> = Vec::new();
        let mut head = verb.iter().cloned();
        stream.extend(head.next());
        stream.extend(subject.clone());
        stream.extend(head);
        stream.extend(verb_words.into_iter().flat_map(Pair::into_inner));
        stream.extend(rest.iter().cloned());
        let mut reader = Reader::of(outer.source(), stream, span);
        let core = match pair.as_rule() {
            Rule::said_can => read_can::can(&mut reader, &mut None)?,
            Rule::said_member => {
                // The subject stands behind `is` in the question.
                parse::is_member(&mut turned(outer, &subject, &rest, span), &mut None)?
            }
            Rule::said_between => turned(outer, &subject, &rest, span).relation(&mut None)?,
            Rule::said_does => does(&mut reader)?,
            _ => return outer.unexpected(pair),
        };
        Ok(Written::new(core, span))
    };
    let claims = if several.is_empty() {
        vec![ask(None)?]
    } else {
        several
            .into_iter()
            .map(|verb| ask(Some(verb)))
            .collect::<Read<Vec<_>>>()?
    };
    let behind = modifiers::modifiers(&mut Reader::of(outer.source(), after, span))?;
    if let Some(given) = behind.given.first() {
        return Err(mistakes::nothing_supposed(outer.source(), given.span));
    }
    Ok(Predicate {
        denied,
        all: all && claims.len() > 1,
        claims,
        modifiers: behind.modifiers,
    })
}

/// `is SUBJECT …`: the first word, the subject, the other words.
fn turned<'q>(
    outer: &Reader<'q>,
    subject: &pest::iterators::Pairs<'q, Rule>,
    words: &[Pair<'q, Rule>],
    span: Span,
) -> Reader<'q> {
    let mut stream: Vec<Pair<'q, Rule>> = Vec::new();
    let mut words = words.iter().cloned();
    let first = words.next().filter(|word| word.as_rule() == Rule::kw_is);
    stream.extend(first);
    stream.extend(subject.clone());
    stream.extend(words.filter(|word| word.as_rule() != Rule::kw_members_of));
    Reader::of(outer.source(), stream, span)
}

/// `starts`, `runs as X`, `holds PRIVILEGE`, `shares an identity with Q`
fn does(reader: &mut Reader<'_>) -> Read<Core> {
    let actor = reader.actor()?;
    let word = reader.take()?;
    Ok(match word.as_rule() {
        Rule::kw_start | Rule::kw_starts => Core::Starts { what: actor },
        Rule::kw_run_as | Rule::kw_runs_as => Core::RunsAs {
            actor,
            account: reader.account()?,
        },
        Rule::kw_hold | Rule::kw_holds => {
            let right = reader.take()?;
            let span = span_of(&right);
            let name = Name::new(reader.reference(right)?.node.text());
            Core::Holds {
                actor,
                right: Written::new(name, span),
            }
        }
        Rule::kw_share_with | Rule::kw_shares_with => {
            let other = reader.actor()?;
            Core::SharesIdentity { one: actor, other }
        }
        _ => return reader.unexpected(&word),
    })
}

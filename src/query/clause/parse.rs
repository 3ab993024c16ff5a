//! Text → clauses: files of sentences, and how their claims are joined.

use pest::{Parser, iterators::Pair};

use super::{
    complain::not_understood,
    cut::{self, Piece},
    predicate::{placeholder, predicate},
    syntax::{Clause, ClauseKind, Count, Insisted, Predicate, Purpose, Ranged, Said, Whom},
};
use crate::{
    query::{
        grammar::{Grammar, Rule},
        mistakes,
        names::unquoted,
        nouns::{Read, Reader, actor_kind, span_of},
        syntax::{Actor, Core, Set, Written},
    },
    text::{Diagnostic, Source, Span},
    world::{Name, fold},
};

/// Reads an `.inv` file: its sentences, and what is wrong with each that is none.
pub fn file(source: &Source) -> (Vec<Insisted>, Vec<Diagnostic>) {
    let (pieces, mut wrong) = cut::pieces(source);
    let mut read: Vec<Insisted> = Vec::new();
    for piece in pieces {
        let line = piece.line;
        match insisted(&piece) {
            Ok(sentence) if read.iter().any(|earlier| same_name(earlier, &sentence)) => {
                let span = sentence.name.span;
                let said = Diagnostic::error("said-twice", "two sentences have the same name")
                    .at(piece.source.place(span), "said before")
                    .help("a name tells which sentence was broken; give each its own");
                wrong.push(in_file(said, line));
            }
            Ok(sentence) => read.push(sentence),
            Err(complaint) => wrong.push(in_file(*complaint, line)),
        }
    }
    if read.is_empty() && wrong.is_empty() {
        wrong.push(
            Diagnostic::error("nothing-insisted", "the file insists on nothing")
                .at(source.whole(), "")
                .help("write `assert \"what it is called\": pool A can read /secure`"),
        );
    }
    (read, wrong)
}

fn same_name(one: &Insisted, other: &Insisted) -> bool {
    fold(&one.name.node) == fold(&other.name.node)
}

/// Reads a clause alone.
///
/// # Errors
/// The text is none: what is wrong and where.
pub fn clause(source: &Source) -> Read<Written<Clause>> {
    let piece = cut::alone(source);
    let mut reader = read(&piece, Rule::clause_alone)?;
    clause_of(&mut reader)
}

/// Reads a clause that stands where a question does, as a sentence that is called as the clause is.
///
/// # Errors
/// As [`clause`].
pub fn asked(source: &Source) -> Read<Insisted> {
    let clause = clause(source)?;
    Ok(Insisted {
        purpose: Purpose::Assert,
        name: Written::new(clause.node.to_string(), clause.span),
        clause,
        source: source.clone(),
        line: 1,
    })
}

impl Insisted {
    /// A complaint about this sentence, with its place in the file.
    #[must_use]
    pub fn in_file(&self, complaint: Diagnostic) -> Diagnostic {
        in_file(complaint, self.line)
    }
}

/// What stands on the first line of a piece stands on this line of the file.
fn in_file(mut complaint: Diagnostic, line: u32) -> Diagnostic {
    if let Some(place) = &mut complaint.place
        && place.line > 0
    {
        place.line = place.line.saturating_add(line.saturating_sub(1));
    }
    complaint
}

fn insisted(piece: &Piece) -> Read<Insisted> {
    let mut reader = read(piece, Rule::insisted)?;
    let purpose = match reader.take()?.as_rule() {
        Rule::kw_invariant => Purpose::Invariant,
        _ => Purpose::Assert,
    };
    let name = reader.take()?;
    let name = Written::new(unquoted(name.as_str()).into_owned(), span_of(&name));
    if name.node.trim().is_empty() {
        let said = Diagnostic::error("missing-name", "a sentence has a name")
            .at(piece.source.place(name.span), "an empty one")
            .help("say what it insists on: `assert \"secure content is private\": …`");
        return Err(Box::new(said));
    }
    Ok(Insisted {
        purpose,
        name,
        clause: clause_of(&mut reader)?,
        source: piece.source.clone(),
        line: piece.line,
    })
}

fn read(piece: &Piece, rule: Rule) -> Read<Reader<'_>> {
    cut::guard(piece)?;
    let pairs = Grammar::parse(rule, &piece.text)
        .map_err(|error| not_understood(&piece.source, &piece.text, &error))?;
    if let Some(pair) = pairs
        .clone()
        .flatten()
        .find(|pair| mistakes::is_one(pair.as_rule()))
    {
        return Err(mistakes::explain(&piece.source, &piece.text, &pair));
    }
    Ok(Reader::new(&piece.source, pairs))
}

// ---- How claims are joined

fn clause_of(reader: &mut Reader<'_>) -> Read<Written<Clause>> {
    let pair = reader.take()?;
    let span = span_of(&pair);
    let rule = pair.as_rule();
    let mut inner = reader.inside(pair.clone());
    let node = match rule {
        Rule::clause_any | Rule::clause_all => {
            let mut parts = vec![clause_of(&mut inner)?];
            while inner.next_is().is_some() {
                inner.take()?;
                parts.push(clause_of(&mut inner)?);
            }
            if parts.len() == 1 {
                return Ok(parts.swap_remove(0));
            }
            match rule {
                Rule::clause_any => Clause::Or(parts),
                _ => Clause::And(parts),
            }
        }
        Rule::clause_group => return clause_of(&mut inner),
        Rule::clause_not => {
            inner.take()?;
            Clause::Not(Box::new(clause_of(&mut inner)?))
        }
        Rule::clause_if => {
            inner.take()?;
            let premise = Box::new(clause_of(&mut inner)?);
            inner.take()?;
            let conclusion = Box::new(clause_of(&mut inner)?);
            Clause::If {
                premise,
                conclusion,
            }
        }
        Rule::clause_for => {
            inner.take()?;
            let mut ranges = Vec::new();
            let mut such_that = None;
            while let Some(next) = inner.take_if(Rule::ranged) {
                let span = span_of(&next);
                ranges.push(Written::new(ranged(&mut reader.inside(next))?, span));
                inner.take_if(Rule::kw_and);
            }
            if inner.take_if(Rule::kw_where).is_some() {
                such_that = Some(Box::new(clause_of(&mut inner)?));
            }
            Clause::For {
                ranges,
                such_that,
                body: Box::new(clause_of(&mut inner)?),
            }
        }
        Rule::said => Clause::Said(said(&mut inner)?),
        Rule::said_pair => return pair_of(&mut inner, span),
        _ => return reader.unexpected(&pair),
    };
    Ok(Written::new(node, span))
}

/// `every other pool Q`
fn ranged(reader: &mut Reader<'_>) -> Read<Ranged> {
    let how = reader.take()?.as_rule();
    let kind = clause_kind(reader)?.node;
    Ok(Ranged {
        every: matches!(how, Rule::kw_every | Rule::kw_every_other),
        other: matches!(how, Rule::kw_every_other | Rule::kw_some_other),
        kind,
        variable: variable(&reader.take()?),
    })
}

fn clause_kind(reader: &mut Reader<'_>) -> Read<Written<ClauseKind>> {
    let pair = reader.take()?;
    let span = span_of(&pair);
    let kind = match pair.as_rule() {
        Rule::kw_component | Rule::kw_components => ClauseKind::Component,
        Rule::kw_service | Rule::kw_services => ClauseKind::Service,
        rule => match actor_kind(rule) {
            Some(kind) => ClauseKind::Actor(kind),
            None => return reader.unexpected(&pair),
        },
    };
    Ok(Written::new(kind, span))
}

fn variable(pair: &Pair<'_, Rule>) -> Name {
    Name::new(&*unquoted(pair.as_str()))
}

// ---- What is said of somebody

fn said(reader: &mut Reader<'_>) -> Read<Said> {
    let pair = reader.take()?;
    let rule = pair.as_rule();
    let mut inner = reader.inside(pair.clone());
    let subject = match rule {
        Rule::clause_actors => Whom::Named(inner.actors()?),
        Rule::said_only => only(&mut inner)?,
        Rule::said_quantified => quantified(&mut inner)?,
        _ => return reader.unexpected(&pair),
    };
    let pair = reader.take()?;
    let predicate = predicate(reader, &pair)?;
    Ok(Said { subject, predicate })
}

/// `only {A, B}`, `nobody except A`
fn only(reader: &mut Reader<'_>) -> Read<Whom> {
    reader.take()?;
    reader.take_if(Rule::kw_except);
    if reader.next_is().is_none() {
        return Ok(Whom::Nobody);
    }
    let who = actors_in(reader)?;
    Ok(Whom::Only { who })
}

fn actors_in(reader: &mut Reader<'_>) -> Read<Written<Set<Actor>>> {
    let pair = reader.take()?;
    reader.inside(pair).actors()
}

/// `no pool P except B where CLAUSE`
fn quantified(reader: &mut Reader<'_>) -> Read<Whom> {
    let word = reader.take()?;
    let (count, other) = match word.as_rule() {
        Rule::kw_no => (Count::No, false),
        Rule::kw_no_other => (Count::No, true),
        Rule::kw_every => (Count::Every, false),
        Rule::kw_every_other => (Count::Every, true),
        Rule::kw_some | Rule::kw_any => (Count::AtLeast(1), false),
        Rule::kw_some_other => (Count::AtLeast(1), true),
        Rule::kw_at_least => {
            let number = reader.take()?;
            let span = span_of(&number);
            let Ok(count) = number.as_str().parse() else {
                return Err(mistakes::too_large(reader.source(), span, number.as_str()));
            };
            let word = word.as_str().to_ascii_lowercase();
            let count = match word.split_whitespace().last() {
                Some("least") => Count::AtLeast(count),
                Some("most") => Count::AtMost(count),
                _ => Count::Exactly(count),
            };
            (count, false)
        }
        _ => return reader.unexpected(&word),
    };
    let kind = clause_kind(reader)?;
    let name = reader.take_if(Rule::variable).map(|pair| variable(&pair));
    let except = match reader.take_if(Rule::kw_except) {
        Some(_) => Some(actors_in(reader)?),
        None => None,
    };
    let such_that = match reader.take_if(Rule::kw_where) {
        Some(_) => Some(Box::new(clause_of(reader)?)),
        None => None,
    };
    Ok(Whom::Ranged {
        count,
        other,
        kind,
        variable: name,
        except,
        such_that,
    })
}

/// `P and Q do not share an identity`: each of them with each.
fn pair_of(reader: &mut Reader<'_>, span: Span) -> Read<Written<Clause>> {
    let actors = actors_in(reader)?;
    let word = reader.take()?;
    let denied = word.as_str().to_ascii_lowercase().contains("not");
    let members = leaves(&actors);
    let mut pairs = Vec::new();
    for (at, one) in members.iter().enumerate() {
        for other in &members[at + 1..] {
            let claim = Core::SharesIdentity {
                one: Written::new(placeholder(), one.span),
                other: other.clone(),
            };
            let said = Said {
                subject: Whom::Named(Written::new(Set::One(one.node.clone()), one.span)),
                predicate: Predicate {
                    denied,
                    all: false,
                    claims: vec![Written::new(claim, span)],
                    modifiers: Vec::new(),
                },
            };
            pairs.push(Written::new(Clause::Said(said), span));
        }
    }
    match pairs.len() {
        0 => Err(Box::new(
            Diagnostic::error("shares-alone", "nobody shares an identity alone")
                .at(reader.source().place(actors.span), "with whom")
                .help("write `pool A and pool B share an identity`"),
        )),
        1 => Ok(pairs.swap_remove(0)),
        _ => Ok(Written::new(Clause::And(pairs), span)),
    }
}

fn leaves(set: &Written<Set<Actor>>) -> Vec<Written<Actor>> {
    match &set.node {
        Set::One(actor) => vec![Written::new(actor.clone(), set.span)],
        Set::Listed(parts) | Set::And(parts) | Set::Or(parts) => {
            parts.iter().flat_map(leaves).collect()
        }
        Set::Except(whole, _) => leaves(whole),
    }
}

// ---- Complaints of the grammar

//! Text → syntax. One function for each form; nothing is looked up.

use pest::{Parser, iterators::Pair};

use super::{
    grammar::{Grammar, Rule},
    guard, mistakes, modifiers,
    nouns::{Read, Reader, actor_kind, around, span_of},
    read_can::{can, what_can, who_can},
    read_things::thing_kind,
    stopped,
    supposed::{changes, world},
    syntax::{ActorKind, Core, Named, Noun, Prefix, Question, Reference, Written},
};
use crate::{
    text::{Diagnostic, Source, Span},
    world::Name,
};

/// Reads a question.
///
/// ```
/// use poolproof::{query, text::Source};
/// let question = query::parse(&Source::new("question", "Can pool A  READ /secure?")).unwrap();
/// assert_eq!(question.to_string(), "can pool A read /secure");
/// ```
///
/// # Errors
/// The text is no question: what is wrong, where, and what to type instead. It takes time in proportion to the text.
pub fn parse(source: &Source) -> Result<Question, Box<Diagnostic>> {
    let text = guard::check(source)?;
    let pairs = Grammar::parse(Rule::question, &text)
        .map_err(|error| stopped::not_understood(source, &text, &error))?;
    if let Some(pair) = pairs
        .clone()
        .flatten()
        .find(|pair| mistakes::is_one(pair.as_rule()))
    {
        return Err(mistakes::explain(source, &text, &pair));
    }
    question(Reader::new(source, pairs))
}

fn question(mut reader: Reader<'_>) -> Read<Question> {
    let mut changes = match reader.take_if(Rule::supposed) {
        Some(supposed) => changes(reader.source(), &supposed)?,
        None => Vec::new(),
    };
    let mut prefix = match reader.next_is() {
        Some(Rule::kw_why | Rule::kw_explain) => Some(Prefix::Why),
        Some(Rule::kw_why_not) => Some(Prefix::WhyNot),
        Some(Rule::kw_count) => Some(Prefix::Count),
        Some(Rule::kw_how) => Some(Prefix::How),
        _ => None,
    };
    let mut prefix_span = Span::default();
    if prefix.is_some() {
        prefix_span = span_of(&reader.take()?);
    }
    let first = reader.take()?;
    let mut modifiers = Vec::new();
    let core = if first.as_rule() == Rule::EOI {
        Written::new(Core::Again, prefix_span)
    } else {
        let core = core(&reader, first)?;
        if let Some(denied) = core.denied {
            prefix = Some(match prefix {
                Some(Prefix::Why) => Prefix::WhyNot,
                Some(Prefix::WhyNot | Prefix::Count | Prefix::How) | None => {
                    return Err(mistakes::denied_question(reader.source(), denied));
                }
            });
        }
        if prefix == Some(Prefix::How)
            && !matches!(core.core.node, Core::Can { .. } | Core::Becomes { .. })
        {
            return Err(mistakes::how_what(reader.source(), prefix_span));
        }
        let behind = modifiers::modifiers(&mut reader)?;
        modifiers = behind.modifiers;
        changes.extend(behind.given);
        core.core
    };
    Ok(Question {
        changes,
        prefix: prefix.map(|prefix| Written::new(prefix, prefix_span)),
        core,
        modifiers,
    })
}

/// A core, and where it says `not`.
struct Claimed {
    core: Written<Core>,
    denied: Option<Span>,
}

fn core<'q>(outer: &Reader<'q>, pair: Pair<'q, Rule>) -> Read<Claimed> {
    let span = span_of(&pair);
    let rule = pair.as_rule();
    let mut reader = outer.inside(pair.clone());
    let mut denied = None;
    let node = match rule {
        Rule::can => can(&mut reader, &mut denied)?,
        Rule::who_can | Rule::which_can => who_can(&mut reader)?,
        Rule::what_can | Rule::which_range => what_can(&mut reader)?,
        Rule::is_member => is_member(&mut reader, &mut denied)?,
        Rule::is_in => reader.is_in(&mut denied)?,
        Rule::relation => reader.relation(&mut denied)?,
        Rule::are_all => reader.are_all()?,
        Rule::pairs => reader.pairs_that_are()?,
        Rule::separates => reader.separates()?,
        Rule::list_belonging => {
            skip(&mut reader, &[Rule::kw_list]);
            Core::ListBelonging {
                what: reader.belonging()?,
            }
        }
        Rule::who_is_member | Rule::which_are_members | Rule::list_members => {
            who_is_member(&mut reader)?
        }
        Rule::who_is => {
            skip(&mut reader, &[Rule::kw_who, Rule::kw_is]);
            Core::WhoIs {
                actor: reader.actor()?,
            }
        }
        Rule::which_groups => {
            skip(
                &mut reader,
                &[Rule::kw_which, Rule::kw_groups, Rule::kw_group, Rule::kw_is],
            );
            Core::WhichGroups {
                member: reader.actor()?,
            }
        }
        Rule::show => show(&mut reader)?,
        Rule::show_token => {
            skip(&mut reader, &[Rule::kw_show, Rule::kw_token_of]);
            Core::ShowToken {
                actor: reader.actor()?,
            }
        }
        Rule::runs_where => reader.runs_where()?,
        Rule::serves => reader.serves()?,
        Rule::share_identity => reader.share_identity()?,
        Rule::does => reader.does(&mut denied)?,
        Rule::compare => {
            skip(&mut reader, &[Rule::kw_compare]);
            let before = world(&mut reader)?;
            skip(&mut reader, &[Rule::kw_with]);
            let after = world(&mut reader)?;
            Core::Compare { before, after }
        }
        Rule::list => {
            skip(&mut reader, &[Rule::kw_list, Rule::kw_every]);
            let word = reader.take()?;
            match noun(word.as_rule()) {
                Some(kind) => Core::List {
                    kind: Written::new(kind, span_of(&word)),
                    conditions: reader.conditions()?,
                },
                None => return reader.unexpected(&word),
            }
        }
        _ => return reader.unexpected(&pair),
    };
    Ok(Claimed {
        core: Written::new(node, span),
        denied,
    })
}

/// Steps over these keywords, each of them if it is there.
pub(super) fn skip(reader: &mut Reader<'_>, keywords: &[Rule]) {
    for keyword in keywords {
        reader.take_if(*keyword);
    }
}

/// `users and groups`
pub(super) fn kinds(reader: &mut Reader<'_>) -> Vec<Written<ActorKind>> {
    let mut kinds = Vec::new();
    while let Some(rule) = reader.next_is() {
        if rule == Rule::kw_and || rule == Rule::kw_or {
            reader.take_if(rule);
            continue;
        }
        let Some(kind) = actor_kind(rule) else { break };
        if let Some(pair) = reader.take_if(rule) {
            let kind = Written::new(kind, span_of(&pair));
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
    }
    kinds
}

/// `is P a member of G, H`
pub(super) fn is_member(reader: &mut Reader<'_>, denied: &mut Option<Span>) -> Read<Core> {
    skip(reader, &[Rule::kw_is]);
    let member = reader.actor()?;
    if let Some(not) = reader.take_if(Rule::kw_not) {
        *denied = Some(span_of(&not));
    }
    skip(reader, &[Rule::kw_a_member_of, Rule::kw_in]);
    let mut groups = vec![reader.account()?];
    while reader.next_is().is_some() {
        groups.push(reader.account()?);
    }
    Ok(Core::IsMember { member, groups })
}

/// `who is a member of G`, `which users are members of G`, `list members of G`
fn who_is_member(reader: &mut Reader<'_>) -> Read<Core> {
    skip(
        reader,
        &[Rule::kw_who, Rule::kw_which, Rule::kw_list, Rule::kw_is],
    );
    let kinds = kinds(reader);
    skip(
        reader,
        &[
            Rule::kw_a_member_of,
            Rule::kw_in,
            Rule::kw_are_members_of,
            Rule::kw_members_of,
        ],
    );
    Ok(Core::WhoIsMember {
        kinds,
        group: reader.account()?,
    })
}

/// `show X`
fn show(reader: &mut Reader<'_>) -> Read<Core> {
    skip(reader, &[Rule::kw_show]);
    let pair = reader.take()?;
    let span = span_of(&pair);
    let rule = pair.as_rule();
    if rule == Rule::serving {
        // It is shown by telling who it is.
        let node = reader.inside(pair).serving()?;
        return Ok(Core::WhoIs {
            actor: Written::new(node, span),
        });
    }
    if let Some(what) = reader.belonging_of(&pair)? {
        return Ok(Core::ListBelonging {
            what: Written::new(what, span),
        });
    }
    let (kind, name) = match rule {
        Rule::kw_process => {
            let name = reader.take()?;
            (noun(rule), reader.reference(name)?)
        }
        Rule::of_component | Rule::of_filter | Rule::of_service => {
            let kind = match rule {
                Rule::of_component => Noun::Component,
                Rule::of_filter => Noun::Filter,
                _ => Noun::Service,
            };
            (Some(kind), reader.behind_kind(pair)?)
        }
        Rule::of_user
        | Rule::of_group
        | Rule::of_pool
        | Rule::of_site
        | Rule::of_application
        | Rule::of_sid => {
            let mut inner = reader.inside(pair);
            let word = inner.take()?;
            let name = inner.take()?;
            (
                actor_kind(word.as_rule()).map(Noun::Actor),
                reader.reference(name)?,
            )
        }
        Rule::actor_name => (None, reader.reference(pair)?),
        _ => {
            let thing = reader.thing(pair)?.node;
            (thing.kind.map(Noun::Thing), thing.name)
        }
    };
    let span = around(span, name.span);
    Ok(Core::Show {
        what: Written::new(Named { kind, name }, span),
    })
}

fn noun(rule: Rule) -> Option<Noun> {
    match rule {
        Rule::kw_process | Rule::kw_processes => Some(Noun::Process),
        Rule::kw_component | Rule::kw_components => Some(Noun::Component),
        Rule::kw_filter | Rule::kw_filters => Some(Noun::Filter),
        Rule::kw_service | Rule::kw_services => Some(Noun::Service),
        Rule::kw_advice => Some(Noun::Advice),
        _ => actor_kind(rule)
            .map(Noun::Actor)
            .or_else(|| thing_kind(rule).map(Noun::Thing)),
    }
}

/// The name of a reference, for messages.
impl Reference {
    /// What was named, without quotes.
    pub fn text(&self) -> String {
        match self {
            Reference::Name(name) => name.as_str().to_owned(),
            Reference::Sid(sid) => sid.to_string(),
            Reference::Path(path) => path.as_str().to_owned(),
            Reference::Url { site, path } => {
                let site = site.as_ref().map_or("", Name::as_str);
                format!("{site}{path}")
            }
        }
    }
}

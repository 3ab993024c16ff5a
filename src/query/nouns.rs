//! The reader of the grammar's pairs, sets, and those who act: from pairs to syntax.

use pest::iterators::{Pair, Pairs};

use super::{
    grammar::Rule,
    mistakes,
    syntax::{Account, Actor, ActorKind, Named, Quantity, Set, Target, Written},
    words::{self, Word},
};
use crate::{
    text::{Diagnostic, Source, Span},
    world::Logon,
};

/// What was read, or what is wrong with it.
pub(super) type Read<T> = Result<T, Box<Diagnostic>>;

/// The pairs of one rule, read from left to right.
pub(super) struct Reader<'q> {
    source: &'q Source,
    pairs: std::iter::Peekable<std::vec::IntoIter<Pair<'q, Rule>>>,
    /// Where the rule stands, for what is missing.
    whole: Span,
}

impl<'q> Reader<'q> {
    /// The pairs of a whole text.
    pub fn new(source: &'q Source, pairs: Pairs<'q, Rule>) -> Reader<'q> {
        let whole = Span {
            start: 0,
            end: source.text.len(),
        };
        Reader {
            source,
            pairs: without_signs(pairs),
            whole,
        }
    }

    /// These pairs, in an order of somebody else's.
    pub fn of(source: &'q Source, pairs: Vec<Pair<'q, Rule>>, whole: Span) -> Reader<'q> {
        let said: Vec<_> = pairs.into_iter().filter(is_said).collect();
        Reader {
            source,
            pairs: said.into_iter().peekable(),
            whole,
        }
    }

    /// The pairs inside this one.
    pub fn inside(&self, pair: Pair<'q, Rule>) -> Reader<'q> {
        Reader {
            source: self.source,
            whole: span_of(&pair),
            pairs: without_signs(pair.into_inner()),
        }
    }

    /// The source that is read.
    pub fn source(&self) -> &'q Source {
        self.source
    }

    /// The rule of the next pair.
    pub fn next_is(&mut self) -> Option<Rule> {
        self.pairs.peek().map(Pair::as_rule)
    }

    /// The next pair.
    pub fn take(&mut self) -> Read<Pair<'q, Rule>> {
        match self.pairs.next() {
            Some(pair) => Ok(pair),
            None => Err(mistakes::out_of_step(self.source, self.whole)),
        }
    }

    /// The next pair if it is of this rule.
    pub fn take_if(&mut self, rule: Rule) -> Option<Pair<'q, Rule>> {
        self.pairs.next_if(|pair| pair.as_rule() == rule)
    }

    /// The complaint about a pair that the grammar should not have let through.
    pub fn unexpected<T>(&self, pair: &Pair<'q, Rule>) -> Read<T> {
        Err(mistakes::out_of_step(self.source, span_of(pair)))
    }

    // ---- Sets

    /// `A and B`, `{A, B} except C`, of those who act.
    pub fn actors(&mut self) -> Read<Written<Set<Actor>>> {
        self.set(Reader::actor)
    }

    /// The same of those that something is done to.
    pub fn targets(&mut self) -> Read<Written<Set<Target>>> {
        self.set(Reader::target)
    }

    /// `except` binds weakest, then `or`, then `and`.
    fn set<T>(&mut self, one: fn(&mut Self) -> Read<Written<T>>) -> Read<Written<Set<T>>> {
        let whole = self.alternatives(one)?;
        if self.take_if(Rule::kw_except).is_none() {
            return Ok(whole);
        }
        let without = self.alternatives(one)?;
        let span = around(whole.span, without.span);
        Ok(Written::new(
            Set::Except(Box::new(whole), Box::new(without)),
            span,
        ))
    }

    fn alternatives<T>(&mut self, one: fn(&mut Self) -> Read<Written<T>>) -> Read<Written<Set<T>>> {
        let mut ways = vec![vec![self.atom(one)?]];
        loop {
            if self.take_if(Rule::kw_and).is_some() {
                let next = self.atom(one)?;
                if let Some(way) = ways.last_mut() {
                    way.push(next);
                }
            } else if self.take_if(Rule::kw_or).is_some() {
                ways.push(vec![self.atom(one)?]);
            } else {
                break;
            }
        }
        let ways = ways.into_iter().map(|way| joined(way, Set::And)).collect();
        Ok(joined(ways, Set::Or))
    }

    fn atom<T>(&mut self, one: fn(&mut Self) -> Read<Written<T>>) -> Read<Written<Set<T>>> {
        match self.next_is() {
            Some(Rule::actors_group | Rule::targets_group) => {
                let pair = self.take()?;
                let mut inner = self.inside(pair);
                inner.set(one)
            }
            Some(Rule::actors_listed | Rule::targets_listed) => {
                let pair = self.take()?;
                let span = span_of(&pair);
                let mut inner = self.inside(pair);
                let mut listed = Vec::new();
                while inner.next_is().is_some() {
                    listed.push(inner.set(one)?);
                }
                Ok(Written::new(Set::Listed(listed), span))
            }
            _ => {
                let one = one(self)?;
                Ok(Written::new(Set::One(one.node), one.span))
            }
        }
    }

    // ---- Those who act

    /// Somebody who acts, or several of a kind.
    pub fn actor(&mut self) -> Read<Written<Actor>> {
        let pair = self.take()?;
        let span = span_of(&pair);
        let (node, span) = match pair.as_rule() {
            Rule::kw_anonymous => (Actor::Anonymous, span),
            Rule::token => {
                let mut inner = self.inside(pair);
                inner.take()?;
                let mut members = Vec::new();
                while inner.next_is().is_some() {
                    members.push(inner.account()?);
                }
                (Actor::Token(members), span)
            }
            Rule::members_of => {
                let mut inner = self.inside(pair);
                inner.take()?;
                (Actor::MembersOf(inner.account()?.node), span)
            }
            Rule::kw_every | Rule::kw_any => {
                let quantity = quantity_of(pair.as_rule());
                let kind = self.take()?;
                let span = around(span, span_of(&kind));
                match actor_kind(kind.as_rule()) {
                    Some(kind) => (Actor::Kind(quantity, kind), span),
                    None => return self.unexpected(&kind),
                }
            }
            Rule::kw_pools | Rule::kw_sites | Rule::kw_applications => {
                match actor_kind(pair.as_rule()) {
                    Some(kind) => (Actor::Kind(Quantity::Plain, kind), span),
                    None => return self.unexpected(&pair),
                }
            }
            Rule::tokens_of => {
                let mut inner = self.inside(pair);
                let quantity = quantity_of(inner.take()?.as_rule());
                inner.take_if(Rule::kw_token_of);
                (Actor::TokensOf(quantity, inner.account()?.node), span)
            }
            Rule::kw_token_of => {
                let actor = self.actor()?;
                let span = around(span, actor.span);
                (actor.node, span)
            }
            Rule::serving => {
                let mut inner = self.inside(pair);
                (inner.serving()?, span)
            }
            Rule::acting_component => {
                let mut inner = self.inside(pair);
                (inner.component()?, span)
            }
            Rule::of_filter => (Actor::Filter(self.behind_kind(pair)?), span),
            Rule::of_service => (Actor::Service(self.behind_kind(pair)?), span),
            _ => {
                let account = self.named(pair)?;
                let (logon, not_elevated, end) = self.logon(account.span)?;
                let node = Actor::Named {
                    account: account.node,
                    logon,
                    not_elevated,
                };
                (node, end)
            }
        };
        Ok(Written::new(node, span))
    }

    fn logon(&mut self, mut span: Span) -> Read<(Option<Logon>, bool, Span)> {
        let (mut logon, mut not_elevated) = (None, false);
        loop {
            if let Some(pair) = self.take_if(Rule::logged_on) {
                let here = span_of(&pair);
                let how = self
                    .inside(pair.clone())
                    .pairs
                    .last()
                    .map(|how| how.as_rule());
                let said = match how {
                    Some(Rule::kw_interactively) => Logon::Interactive,
                    Some(Rule::kw_over_the_network) => Logon::Network,
                    Some(Rule::kw_as_a_batch_job) => Logon::Batch,
                    Some(Rule::kw_as_a_service) => Logon::Service,
                    _ => return self.unexpected(&pair),
                };
                logon = Some(said);
                span = around(span, here);
            } else if let Some(pair) = self.take_if(Rule::kw_not_elevated) {
                not_elevated = true;
                span = around(span, span_of(&pair));
            } else {
                return Ok((logon, not_elevated, span));
            }
        }
    }

    /// Somebody by kind and name: `pool A`, `alice`, `sid S-1-5-20`.
    pub fn account(&mut self) -> Read<Written<Account>> {
        let pair = self.take()?;
        self.named(pair)
    }

    fn named(&self, pair: Pair<'q, Rule>) -> Read<Written<Account>> {
        let span = span_of(&pair);
        let rule = pair.as_rule();
        let kind = match rule {
            Rule::of_user => Some(ActorKind::User),
            Rule::of_group => Some(ActorKind::Group),
            Rule::of_pool => Some(ActorKind::Pool),
            Rule::of_site => Some(ActorKind::Site),
            Rule::of_application => Some(ActorKind::Application),
            Rule::of_sid => None,
            Rule::actor_name | Rule::group_name => {
                let name = self.reference(pair)?;
                return Ok(Written::new(Named { kind: None, name }, span));
            }
            _ => return self.unexpected(&pair),
        };
        let mut inner = self.inside(pair);
        inner.take()?;
        let name = inner.take()?;
        let name = self.reference(name)?;
        Ok(Written::new(Named { kind, name }, span))
    }
}

/// Commas and brackets have done their work in the grammar.
fn without_signs(
    pairs: Pairs<'_, Rule>,
) -> std::iter::Peekable<std::vec::IntoIter<Pair<'_, Rule>>> {
    let said: Vec<_> = pairs.filter(is_said).collect();
    said.into_iter().peekable()
}

fn is_said(pair: &Pair<'_, Rule>) -> bool {
    let sign = matches!(words::word(pair.as_rule()), Word::Sign(_));
    !(sign && pair.as_str().len() == 1)
}

/// `every`, or `any`.
pub(super) fn quantity_of(rule: Rule) -> Quantity {
    if rule == Rule::kw_every {
        Quantity::Every
    } else {
        Quantity::Some
    }
}

/// The kind of those who act that a kind word means.
pub(super) fn actor_kind(rule: Rule) -> Option<ActorKind> {
    match rule {
        Rule::kw_user | Rule::kw_users => Some(ActorKind::User),
        Rule::kw_group | Rule::kw_groups => Some(ActorKind::Group),
        Rule::kw_pool | Rule::kw_pools => Some(ActorKind::Pool),
        Rule::kw_site | Rule::kw_sites => Some(ActorKind::Site),
        Rule::kw_application | Rule::kw_applications => Some(ActorKind::Application),
        _ => None,
    }
}

/// The bytes of a pair.
pub(super) fn span_of(pair: &Pair<'_, Rule>) -> Span {
    let span = pair.as_span();
    Span {
        start: span.start(),
        end: span.end(),
    }
}

/// From the beginning of one to the end of the other.
pub(super) fn around(first: Span, last: Span) -> Span {
    Span {
        start: first.start.min(last.start),
        end: first.end.max(last.end),
    }
}

/// One alone, or several put together.
fn joined<T>(
    mut parts: Vec<Written<Set<T>>>,
    join: fn(Vec<Written<Set<T>>>) -> Set<T>,
) -> Written<Set<T>> {
    // A set is read by reading its first part, so there is one.
    if parts.len() == 1 {
        return parts.swap_remove(0);
    }
    let span = around(parts[0].span, parts[parts.len() - 1].span);
    Written::new(join(parts), span)
}

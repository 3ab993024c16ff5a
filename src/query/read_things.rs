//! Those that something is done to: from the grammar's pairs to syntax.

use pest::iterators::Pair;

use super::{
    grammar::Rule,
    names::unquoted,
    nouns::{Read, Reader, around, quantity_of, span_of},
    syntax::{Named, Quantity, Range, Target, ThingKind, Written},
};
use crate::text::Span;

impl<'q> Reader<'q> {
    /// An object, or several.
    pub fn target(&mut self) -> Read<Written<Target>> {
        let pair = self.take()?;
        let span = span_of(&pair);
        let rule = pair.as_rule();
        if rule == Rule::kw_every || rule == Rule::kw_any {
            let kind = self.take()?;
            let kind = thing_kind(kind.as_rule());
            return self.range(quantity_of(rule), kind, span);
        }
        if rule == Rule::kw_all_things {
            return self.range(Quantity::Every, None, span);
        }
        if rule == Rule::kw_anything {
            return self.range(Quantity::Some, None, span);
        }
        if matches!(
            rule,
            Rule::kw_files | Rule::kw_folders | Rule::kw_keys | Rule::kw_objects
        ) {
            return self.range(Quantity::Plain, thing_kind(rule), span);
        }
        if rule == Rule::belonging_all {
            let mut inner = self.inside(pair);
            let quantity = match inner.take()?.as_rule() {
                Rule::kw_everything_in => Quantity::Every,
                _ => Quantity::Some,
            };
            let what = inner.belonging()?;
            return Ok(Written::new(Target::Belonging(quantity, what.node), span));
        }
        if let Some(what) = self.belonging_of(&pair)? {
            return Ok(Written::new(Target::Belonging(Quantity::Plain, what), span));
        }
        let node = match rule {
            Rule::class_id => Target::Component(self.reference(pair)?),
            Rule::of_component => Target::Component(self.behind_kind(pair)?),
            Rule::of_service => Target::Service(self.behind_kind(pair)?),
            _ => Target::Named(self.thing(pair)?.node),
        };
        Ok(Written::new(node, span))
    }

    fn range(
        &mut self,
        quantity: Quantity,
        kind: Option<ThingKind>,
        begin: Span,
    ) -> Read<Written<Target>> {
        let range = self.range_of(kind, begin)?;
        Ok(Written::new(
            Target::Range(quantity, range.node),
            range.span,
        ))
    }

    /// The parts of a range behind its kind word.
    pub fn range_of(&mut self, kind: Option<ThingKind>, begin: Span) -> Read<Written<Range>> {
        let mut range = Range {
            kind,
            under: None,
            inside: None,
            matching: None,
        };
        let mut span = begin;
        loop {
            if let Some(pair) = self.take_if(Rule::range_under) {
                span = around(span, span_of(&pair));
                let mut inner = self.inside(pair);
                inner.take()?;
                let place = inner.take()?;
                range.under = Some(self.reference(place)?);
            } else if let Some(pair) = self.take_if(Rule::range_in) {
                span = around(span, span_of(&pair));
                let mut inner = self.inside(pair);
                inner.take()?;
                range.inside = Some(inner.belonging()?);
            } else if let Some(pair) = self.take_if(Rule::range_matching) {
                span = around(span, span_of(&pair));
                let mut inner = self.inside(pair);
                inner.take()?;
                let pattern = inner.take()?;
                let written = span_of(&pattern);
                range.matching = Some(Written::new(
                    unquoted(pattern.as_str()).into_owned(),
                    written,
                ));
            } else {
                return Ok(Written::new(range, span));
            }
        }
    }

    /// An object by its name, with its kind if it was said.
    pub fn thing(&self, pair: Pair<'q, Rule>) -> Read<Written<Named<ThingKind>>> {
        let span = span_of(&pair);
        let kind = match pair.as_rule() {
            Rule::of_file => Some(ThingKind::File),
            Rule::of_folder => Some(ThingKind::Folder),
            Rule::of_key => Some(ThingKind::Key),
            Rule::of_url => None,
            _ => {
                let name = self.reference(pair)?;
                return Ok(Written::new(Named { kind: None, name }, span));
            }
        };
        let mut inner = self.inside(pair);
        inner.take()?;
        let name = inner.take()?;
        let name = self.reference(name)?;
        Ok(Written::new(Named { kind, name }, span))
    }
}

/// The kind of objects that a kind word means; `None` for objects of every kind.
pub(super) fn thing_kind(rule: Rule) -> Option<ThingKind> {
    match rule {
        Rule::kw_file | Rule::kw_files => Some(ThingKind::File),
        Rule::kw_folder | Rule::kw_folders => Some(ThingKind::Folder),
        Rule::kw_key | Rule::kw_keys => Some(ThingKind::Key),
        _ => None,
    }
}

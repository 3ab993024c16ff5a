//! What is said of two, and of what belongs to somebody: from the grammar's pairs to syntax.

use pest::iterators::Pair;

use super::{
    grammar::Rule,
    nouns::{Read, Reader, actor_kind, span_of},
    read_can::{deed, way},
    syntax::{
        Actor, ActorKind, Belonging, Condition, Core, Predicate, Reference, Relation, Written,
    },
};
use crate::{text::Span, world::Name};

impl<'q> Reader<'q> {
    /// `content of pool B`, `what pool B reads or runs`, `folders above SET`
    pub fn belonging(&mut self) -> Read<Written<Belonging>> {
        let pair = self.take()?;
        let span = span_of(&pair);
        match self.belonging_of(&pair)? {
            Some(what) => Ok(Written::new(what, span)),
            None => self.unexpected(&pair),
        }
    }

    /// The same of a pair that may be something else.
    pub fn belonging_of(&self, pair: &Pair<'q, Rule>) -> Read<Option<Belonging>> {
        let mut inner = self.inside(pair.clone());
        Ok(Some(match pair.as_rule() {
            Rule::content_of => {
                inner.take()?;
                Belonging::Content(inner.account()?)
            }
            Rule::used_by => {
                inner.take()?;
                Belonging::Used(inner.account()?)
            }
            Rule::used_beside => {
                inner.take()?;
                inner.take()?;
                Belonging::Beside(inner.account()?)
            }
            Rule::stored => Belonging::Secrets,
            Rule::above => {
                inner.take()?;
                inner.take()?;
                Belonging::Above(Box::new(inner.targets()?))
            }
            _ => return Ok(None),
        }))
    }

    /// `become P`
    pub fn becoming(&mut self) -> Read<Written<Actor>> {
        let pair = self.take()?;
        let mut inner = self.inside(pair);
        inner.take()?;
        inner.actor()
    }

    /// `is O in content of S`
    pub fn is_in(&mut self, denied: &mut Option<Span>) -> Read<Core> {
        self.take_if(Rule::kw_is);
        let object = self.target()?;
        self.not(denied);
        self.take_if(Rule::kw_in);
        Ok(Core::IsIn {
            object,
            what: self.belonging()?,
        })
    }

    /// `is B protected from A`, `is A [strictly] isolated from B`
    pub fn relation(&mut self, denied: &mut Option<Span>) -> Read<Core> {
        self.take_if(Rule::kw_is);
        let one = self.actor()?;
        self.not(denied);
        let relation = self.related()?;
        Ok(Core::Related {
            one,
            relation,
            other: self.actors()?,
        })
    }

    /// `are all pools isolated from each other`
    pub fn are_all(&mut self) -> Read<Core> {
        self.take_if(Rule::kw_are);
        self.take_if(Rule::kw_every);
        Ok(Core::AllRelated {
            kind: self.kind()?,
            relation: self.related()?,
        })
    }

    /// `which pairs of pools are [not] isolated`
    pub fn pairs_that_are(&mut self) -> Read<Core> {
        self.take_if(Rule::kw_which);
        self.take_if(Rule::kw_pairs_of);
        let kind = self.kind()?;
        self.take_if(Rule::kw_are);
        let mut denied = None;
        self.not(&mut denied);
        Ok(Core::Pairs {
            kind,
            denied: denied.is_some(),
            relation: self.related()?,
        })
    }

    /// `what separates A from B`
    pub fn separates(&mut self) -> Read<Core> {
        self.take_if(Rule::kw_what);
        self.take_if(Rule::kw_separates);
        let one = self.actor()?;
        self.take_if(Rule::kw_from);
        Ok(Core::Separates {
            one,
            other: self.actor()?,
        })
    }

    /// The conditions behind `where`, to the end.
    pub fn conditions(&mut self) -> Read<Vec<Written<Condition>>> {
        let mut conditions = Vec::new();
        self.take_if(Rule::kw_where);
        loop {
            self.take_if(Rule::kw_and);
            let Some(pair) = self.take_if(Rule::condition) else {
                return Ok(conditions);
            };
            let span = span_of(&pair);
            let condition = self.inside(pair).condition()?;
            conditions.push(Written::new(condition, span));
        }
    }

    fn condition(&mut self) -> Read<Condition> {
        let word = self.take()?;
        let mut not = None;
        self.not(&mut not);
        let mut denied = not.is_some();
        let says = match word.as_rule() {
            Rule::kw_identity_is => Predicate::IdentityIs(self.account()?),
            Rule::kw_is if self.take_if(Rule::kw_a_member_of).is_some() => {
                Predicate::MemberOf(self.account()?)
            }
            Rule::kw_is => {
                let relation = self.related()?;
                Predicate::Related(relation, self.actor()?)
            }
            Rule::kw_can => {
                denied |= word.as_str().len() > "can".len();
                let way = way(self);
                if self.next_is() == Some(Rule::becoming) {
                    Predicate::Becomes(self.becoming()?)
                } else {
                    let (wanted, object) = deed(self)?;
                    Predicate::Can(way, wanted, object)
                }
            }
            Rule::kw_it_starts => Predicate::Starts,
            Rule::kw_does if self.take_if(Rule::kw_start).is_some() => Predicate::Starts,
            Rule::kw_it_holds | Rule::kw_does => {
                self.take_if(Rule::kw_hold);
                let right = self.take()?;
                let span = span_of(&right);
                let name = match self.reference(right)?.node {
                    Reference::Name(name) => name,
                    other => Name::new(other.text()),
                };
                Predicate::Holds(Written::new(name, span))
            }
            _ => return self.unexpected(&word),
        };
        Ok(Condition { denied, says })
    }

    fn not(&mut self, denied: &mut Option<Span>) {
        if let Some(not) = self.take_if(Rule::kw_not) {
            *denied = Some(span_of(&not));
        }
    }

    fn kind(&mut self) -> Read<Written<ActorKind>> {
        let word = self.take()?;
        match actor_kind(word.as_rule()) {
            Some(kind) => Ok(Written::new(kind, span_of(&word))),
            None => self.unexpected(&word),
        }
    }

    fn related(&mut self) -> Read<Relation> {
        let word = self.take()?;
        Ok(match word.as_rule() {
            Rule::kw_protected | Rule::kw_protected_from => Relation::Protected,
            Rule::kw_isolated | Rule::kw_isolated_from => Relation::Isolated,
            Rule::kw_strictly_isolated | Rule::kw_strictly_isolated_from => {
                Relation::StrictlyIsolated
            }
            _ => return self.unexpected(&word),
        })
    }
}

//! Syntax → canonical text: what is read from it equals what was printed, and printing that again changes nothing.

use std::fmt;

use super::{
    print_actors::ComponentName,
    print_names::{plain_or_quoted, quoted},
    print_relating,
    syntax::{
        Actor, ActorKind, Core, Modifier, Named, Noun, Prefix, Quantity, Question, Range, Set,
        Target, ThingKind, Written,
    },
};
use crate::world::notation;

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = Unfinished(self).to_string();
        f.write_str(&text)?;
        // One `?` at the end is not read.
        f.write_str(if text.ends_with('?') { "?" } else { "" })
    }
}

/// A question before its end is looked at.
struct Unfinished<'q>(&'q Question);

impl fmt::Display for Unfinished<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let question = self.0;
        if !question.changes.is_empty() {
            let changes = question.changes.iter().map(|change| &change.node);
            write!(f, "if {} then ", notation::print_changes(changes))?;
        }
        if let Some(prefix) = &question.prefix {
            prefix.node.fmt(f)?;
            if question.core.node != Core::Again {
                f.write_str(" ")?;
            }
        }
        // `files matching "*.x" under C:\y` is one range, so that a modifier `under` needs brackets before it.
        let under = question
            .modifiers
            .first()
            .is_some_and(|modifier| matches!(modifier.node, Modifier::Under(_)));
        print_core(f, &question.core.node, under)?;
        for modifier in &question.modifiers {
            write!(f, " {}", modifier.node)?;
        }
        Ok(())
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Prefix::Why => "why",
            Prefix::WhyNot => "why not",
            Prefix::Count => "count",
            Prefix::How => "how",
        })
    }
}

/// The core; `under` says that a modifier `under` follows it.
fn print_core(f: &mut fmt::Formatter<'_>, core: &Core, under: bool) -> fmt::Result {
    match core {
        Core::Can {
            subject,
            way,
            wanted,
            object,
        } => {
            write!(f, "can {} {}{} ", subject.node, way.words(), wanted.node)?;
            last_set(f, &object.node, under)?;
            wanted.node.behind(f)
        }
        Core::WhoCan {
            kinds,
            except,
            way,
            wanted,
            object,
        } => {
            who(f, kinds)?;
            if let Some(except) = except {
                write!(f, " except {}", bracketed(&except.node))?;
            }
            write!(f, " can {}{} ", way.words(), wanted.node)?;
            last_set(f, &object.node, under)?;
            wanted.node.behind(f)
        }
        Core::Becomes { subject, whom } => {
            write!(f, "can {} become {}", subject.node, whom.node)
        }
        Core::WhoBecomes {
            kinds,
            except,
            whom,
        } => {
            who(f, kinds)?;
            if let Some(except) = except {
                write!(f, " except {}", bracketed(&except.node))?;
            }
            write!(f, " can become {}", whom.node)
        }
        Core::WhatBecomes { subject } => write!(f, "what can {} become", subject.node),
        Core::Related {
            one,
            relation,
            other,
        } => write!(
            f,
            "is {} {} from {}",
            one.node,
            relation.words(),
            other.node
        ),
        Core::AllRelated { kind, relation } => write!(
            f,
            "are all {} {} from each other",
            kind.node.plural(),
            relation.words()
        ),
        Core::Pairs {
            kind,
            denied,
            relation,
        } => {
            let not = if *denied { "not " } else { "" };
            let kind = kind.node.plural();
            write!(f, "which pairs of {kind} are {not}{}", relation.words())
        }
        Core::Separates { one, other } => {
            write!(f, "what separates {} from {}", one.node, other.node)
        }
        Core::IsIn { object, what } => write!(f, "is {} in {}", object.node, what.node),
        Core::ListBelonging { what } => {
            f.write_str("list ")?;
            print_relating::belonging(f, &what.node, under)
        }
        Core::WhatCan {
            range,
            except,
            subject,
            way,
            wanted,
        } => {
            match range {
                Some(range) => write!(f, "which {}", range.node)?,
                None => f.write_str("what")?,
            }
            if let Some(except) = except {
                write!(f, " except {}", bracketed(&except.node))?;
            }
            write!(f, " can {} {}{}", subject.node, way.words(), wanted.node)?;
            wanted.node.behind(f)
        }
        Core::WhatCanDo { subject, object } => {
            write!(f, "what can {} do to ", subject.node)?;
            last_set(f, &object.node, under)
        }
        Core::IsMember { member, groups } => {
            write!(f, "is {} a member of ", member.node)?;
            separated(f, groups, ", ")
        }
        Core::WhoIsMember { kinds, group } if kinds.is_empty() => {
            write!(f, "who is a member of {}", group.node)
        }
        Core::WhoIsMember { kinds, group } => {
            who(f, kinds)?;
            write!(f, " are members of {}", group.node)
        }
        Core::WhoIs { actor } => write!(f, "who is {}", actor.node),
        Core::WhichGroups { member } => {
            write!(f, "which groups is {} a member of", member.node)
        }
        Core::Show { what } => write!(f, "show {}", what.node),
        Core::List { kind, conditions } => {
            write!(f, "list {}", kind.node.plural())?;
            for (at, condition) in conditions.iter().enumerate() {
                f.write_str(if at == 0 { " where " } else { " and " })?;
                let last = at + 1 == conditions.len();
                print_relating::condition(f, &condition.node, under && last)?;
            }
            Ok(())
        }
        Core::ShowToken { actor } => write!(f, "show token of {}", actor.node),
        Core::RunsWhere { url } => write!(f, "where does {} run", url.node),
        Core::Serves { url, stage } => {
            write!(f, "which identity serves {}", url.node)?;
            match stage {
                Some(stage) => write!(f, " at stage {}", stage.node.words()),
                None => Ok(()),
            }
        }
        Core::Starts { what } => match &what.node {
            Actor::Component {
                name,
                client: Some(client),
            } => {
                let component = ComponentName(&name.node);
                write!(f, "does component {component} start for {}", client.node)
            }
            other => write!(f, "does {other} start"),
        },
        Core::RunsAs { actor, account } => {
            write!(f, "does {} run as {}", actor.node, account.node)
        }
        Core::Holds { actor, right } => {
            let right = plain_or_quoted(right.node.as_str());
            write!(f, "does {} hold {right}", actor.node)
        }
        Core::SharesIdentity { one, other } => {
            write!(f, "does {} share an identity with {}", one.node, other.node)
        }
        Core::ShareIdentity { kind } => {
            write!(f, "which {} share an identity", kind.node.plural())
        }
        Core::Compare { before, after } => write!(
            f,
            "compare {} with {}",
            plain_or_quoted(before.node.as_str()),
            plain_or_quoted(after.node.as_str())
        ),
        Core::Again => Ok(()),
    }
}

/// `who`, or `which users and groups`
fn who(f: &mut fmt::Formatter<'_>, kinds: &[Written<ActorKind>]) -> fmt::Result {
    for (at, kind) in kinds.iter().enumerate() {
        f.write_str(if at == 0 { "which " } else { " and " })?;
        f.write_str(kind.node.plural())?;
    }
    if kinds.is_empty() {
        f.write_str("who")?;
    }
    Ok(())
}

pub(super) fn separated<T: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    parts: &[Written<T>],
    separator: &str,
) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            f.write_str(separator)?;
        }
        part.node.fmt(f)?;
    }
    Ok(())
}

// ---- Sets

impl<T: fmt::Display> fmt::Display for Set<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Set::One(one) => one.fmt(f),
            Set::Listed(parts) => {
                f.write_str("{")?;
                separated(f, parts, ", ")?;
                f.write_str("}")
            }
            Set::And(parts) => operands(f, parts, " and ", |part| {
                matches!(part, Set::And(_) | Set::Or(_) | Set::Except(..))
            }),
            Set::Or(parts) => operands(f, parts, " or ", |part| {
                matches!(part, Set::Or(_) | Set::Except(..))
            }),
            Set::Except(whole, without) => {
                grouped(f, &whole.node, matches!(whole.node, Set::Except(..)))?;
                f.write_str(" except ")?;
                grouped(f, &without.node, matches!(without.node, Set::Except(..)))
            }
        }
    }
}

fn operands<T: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    parts: &[Written<Set<T>>],
    operator: &str,
    needs_brackets: fn(&Set<T>) -> bool,
) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            f.write_str(operator)?;
        }
        grouped(f, &part.node, needs_brackets(&part.node))?;
    }
    Ok(())
}

pub(super) fn grouped<T: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    set: &Set<T>,
    brackets: bool,
) -> fmt::Result {
    if brackets {
        write!(f, "({set})")
    } else {
        fmt::Display::fmt(set, f)
    }
}

/// A set behind `except`, which takes no second `except` without brackets.
fn bracketed<T: fmt::Display>(set: &Set<T>) -> String {
    match set {
        Set::Except(..) => format!("({set})"),
        Set::One(_) | Set::Listed(_) | Set::And(_) | Set::Or(_) => set.to_string(),
    }
}

/// The set at the end of a core.
pub(super) fn last_set(f: &mut fmt::Formatter<'_>, set: &Set<Target>, under: bool) -> fmt::Result {
    grouped(f, set, under && takes_under(set))
}

/// Whether an `under` that follows would be taken for a part of this set.
pub(super) fn takes_under(set: &Set<Target>) -> bool {
    match set {
        Set::One(Target::Range(_, range)) => range.under.is_none() && range.inside.is_none(),
        Set::One(Target::Belonging(_, what)) => print_relating::takes_under(what),
        Set::One(Target::Named(_) | Target::Component(_) | Target::Service(_)) | Set::Listed(_) => {
            false
        }
        Set::And(parts) | Set::Or(parts) => {
            parts.last().is_some_and(|part| takes_under(&part.node))
        }
        Set::Except(_, without) => takes_under(&without.node),
    }
}

// ---- Those that something is done to

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Named(named) => named.fmt(f),
            Target::Component(name) => write!(f, "component {}", ComponentName(&name.node)),
            Target::Service(name) => write!(f, "service {}", name.node),
            Target::Belonging(Quantity::Plain, what) => fmt::Display::fmt(what, f),
            Target::Belonging(Quantity::Some, what) => write!(f, "anything in {what}"),
            Target::Belonging(Quantity::Every, what) => write!(f, "everything in {what}"),
            Target::Range(Quantity::Plain, range) => range.fmt(f),
            Target::Range(Quantity::Some, range) => match range.kind {
                Some(kind) => write!(f, "any {}{}", kind.singular(), Narrowed(range)),
                None => write!(f, "anything{}", Narrowed(range)),
            },
            Target::Range(Quantity::Every, range) => match range.kind {
                Some(kind) => write!(f, "every {}{}", kind.singular(), Narrowed(range)),
                None => write!(f, "everything{}", Narrowed(range)),
            },
        }
    }
}

impl fmt::Display for Named<ThingKind> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(kind) = self.kind {
            write!(f, "{} ", kind.singular())?;
        }
        self.name.node.fmt(f)
    }
}

impl fmt::Display for Named<Noun> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(kind) = self.kind {
            write!(f, "{} ", kind.singular())?;
        }
        if self.kind == Some(Noun::Component) {
            return ComponentName(&self.name.node).fmt(f);
        }
        self.name.node.fmt(f)
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.map_or("objects", ThingKind::plural))?;
        Narrowed(self).fmt(f)
    }
}

/// The parts of a range behind its kind.
struct Narrowed<'r>(&'r Range);

impl fmt::Display for Narrowed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(under) = &self.0.under {
            write!(f, " under {}", under.node)?;
        }
        if let Some(inside) = &self.0.inside {
            write!(f, " in {}", inside.node)?;
        }
        if let Some(pattern) = &self.0.matching {
            write!(f, " matching {}", quoted(&pattern.node))?;
        }
        Ok(())
    }
}

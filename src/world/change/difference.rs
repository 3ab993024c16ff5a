//! What leads from one world to another, as changes.

use std::collections::BTreeMap;

use super::{Change, ListOf, NewLine, ObjectName, OldLines};
use crate::world::{AccessLine, Fact, Listing, ObjectStatement, Origin, Statement, WinPath};

/// The facts that somebody said: without the processes, pools, accounts and memberships that a rule of IIS made of others.
pub fn without_derived(facts: impl IntoIterator<Item = Fact>) -> Vec<Fact> {
    let is_made = |fact: &Fact| {
        let by_rule = matches!(fact.origin, Origin::Rule { .. });
        matches!(fact.statement, Statement::Process(_))
            || by_rule
                && matches!(
                    fact.statement,
                    Statement::Pool(_)
                        | Statement::User { .. }
                        | Statement::Group { .. }
                        | Statement::Member { .. }
                )
    };
    facts.into_iter().filter(|fact| !is_made(fact)).collect()
}

/// The changes that make the second world of the first: what only the first says is taken back, what only the second says is
/// added. The order of facts does not matter, and a fact that is said twice counts twice.
///
/// Access lines that were added to an object are told line by line where that comes to the same.
pub fn difference(before: &[Fact], after: &[Fact]) -> Vec<Change> {
    let gone = missing(before, after);
    let mut new = missing(after, before);
    let mut changes = Vec::new();
    for statement in gone {
        if let Statement::Object(old) = statement
            && let Some(at) = new.iter().position(|other| is_about(other, &old.path))
            && let Statement::Object(object) = new[at]
            && let Some(lines) = line_by_line(old, object)
        {
            changes.extend(lines);
            new.remove(at);
            continue;
        }
        changes.push(Change::NoLongerSaid(statement.clone()));
    }
    changes.extend(new.into_iter().map(|statement| match statement {
        Statement::Member { .. } => Change::Say(statement.clone()),
        other => Change::Said(other.clone()),
    }));
    changes
        .into_iter()
        .map(|change| match change {
            Change::NoLongerSaid(statement @ Statement::Member { .. }) => {
                Change::TakeBack(statement)
            }
            other => other,
        })
        .collect()
}

/// The statements of `facts` that `others` lack, each as often as it is lacking.
fn missing<'a>(facts: &'a [Fact], others: &[Fact]) -> Vec<&'a Statement> {
    let mut there: BTreeMap<String, Vec<&Statement>> = BTreeMap::new();
    for other in others {
        there
            .entry(key(&other.statement))
            .or_default()
            .push(&other.statement);
    }
    let mut missing = Vec::new();
    for fact in facts {
        let known = there.get_mut(&key(&fact.statement));
        let at = known
            .as_ref()
            .and_then(|known| known.iter().position(|other| **other == fact.statement));
        match (known, at) {
            (Some(known), Some(at)) => {
                known.swap_remove(at);
            }
            (Some(_) | None, _) => missing.push(&fact.statement),
        }
    }
    missing
}

/// Statements that are equal have the same.
fn key(statement: &Statement) -> String {
    crate::world::fold(&crate::world::notation::sentence(statement))
}

fn is_about(statement: &Statement, path: &WinPath) -> bool {
    matches!(statement, Statement::Object(object) if object.path == *path)
}

/// Lines put in or taken out, if that is all that differs and an editor would put them there.
fn line_by_line(old: &ObjectStatement, new: &ObjectStatement) -> Option<Vec<Change>> {
    let (Listing::Lines(before), Listing::Lines(after)) = (&old.list, &new.list) else {
        return None;
    };
    let same = old.noun == new.noun && old.inheritance == new.inheritance && old.owner == new.owner;
    if !same {
        return None;
    }
    let is_own = |line: &&AccessLine| line.flags & 0x10 == 0;
    if !before.iter().chain(after).all(|line| is_own(&line)) {
        return None;
    }
    let of = || {
        ListOf::Object(ObjectName {
            noun: None,
            path: new.path.clone(),
        })
    };
    let whole = |line: &AccessLine| OldLines {
        effect: line.effect,
        who: line.who.clone(),
        rights: None,
        scope: None,
    };
    let added = |line: &AccessLine| NewLine {
        effect: line.effect,
        who: line.who.clone(),
        mask: line.mask,
        scope: Some(line.flags & 0x0B),
        one_level: line.flags & 0x04 != 0,
    };
    // Denials in front of what is there, grants behind it.
    if after.len() > before.len() {
        let more = after.len() - before.len();
        for front in 0..=more {
            let (head, rest) = after.split_at(front);
            let (middle, tail) = rest.split_at(before.len());
            let fits = middle == before.as_slice()
                && head
                    .iter()
                    .all(|line| line.effect == crate::world::Effect::Deny)
                && tail
                    .iter()
                    .all(|line| line.effect == crate::world::Effect::Allow);
            if fits && new.noun != crate::world::ObjectNoun::File {
                let lines = head.iter().rev().chain(tail);
                return Some(
                    lines
                        .map(|line| Change::Line {
                            list: of(),
                            line: added(line),
                        })
                        .collect(),
                );
            }
        }
    }
    // All lines of somebody gone.
    let gone: Vec<&AccessLine> = before.iter().filter(|line| !after.contains(line)).collect();
    let [one] = gone.as_slice() else { return None };
    let theirs = |line: &&AccessLine| line.effect == one.effect && line.who == one.who;
    let kept: Vec<&AccessLine> = before.iter().filter(|line| !theirs(line)).collect();
    (kept.iter().copied().eq(after)).then(|| {
        vec![Change::NoLine {
            list: of(),
            lines: whole(one),
        }]
    })
}

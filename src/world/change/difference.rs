//! What leads from one world to another, as changes.

use std::collections::BTreeMap;

use super::{Change, ListOf, NewLine, ObjectName, OldLines};
use crate::world::{
    AccessLine, Fact, Listing, ObjectStatement, Origin, Server, Statement, WinPath,
};

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
    let differ = gone.iter().chain(&new);
    // Where who is who differs, one name may mean two accounts on the way.
    let plain = differ.clone().any(|statement| tells_names(statement));
    let mut words = InWords::of(before, if plain { 0 } else { differ.count() });
    let mut plainly = Vec::new();
    for statement in gone {
        let told = match statement {
            Statement::Object(old) => {
                let at = new.iter().position(|other| is_about(other, &old.path));
                let told = at.is_some_and(|at| {
                    let Statement::Object(object) = new[at] else {
                        return false;
                    };
                    let lines = line_by_line(old, object);
                    lines.is_some_and(|lines| words.tell(lines, Some(statement), Some(new[at])))
                });
                if let Some(at) = at.filter(|_| told) {
                    new.remove(at);
                }
                told
            }
            Statement::Member { .. } => {
                let back = vec![Change::TakeBack(statement.clone())];
                words.tell(back, Some(statement), None)
            }
            Statement::Server(_)
            | Statement::User { .. }
            | Statement::Group { .. }
            | Statement::MachineSid { .. }
            | Statement::Domain { .. }
            | Statement::Right { .. }
            | Statement::Pool(_)
            | Statement::Site(_)
            | Statement::Application(_)
            | Statement::VirtualFolder(_)
            | Statement::Iis(_)
            | Statement::Account(_)
            | Statement::Machine(_)
            | Statement::Component(_)
            | Statement::MachineCom { .. }
            | Statement::Running(_)
            | Statement::Service(_)
            | Statement::Task(_)
            | Statement::Process(_)
            | Statement::Gap(_)
            | Statement::Undescribed { .. } => false,
        };
        if !told {
            plainly.push(Change::NoLongerSaid(statement.clone()));
        }
    }
    for statement in new {
        let said = matches!(statement, Statement::Member { .. })
            && words.tell(vec![Change::Say(statement.clone())], None, Some(statement));
        if !said {
            plainly.push(Change::Said(statement.clone()));
        }
    }
    words.into_changes().chain(plainly).collect()
}

/// Whether a statement says whom a name or a SID means.
fn tells_names(statement: &Statement) -> bool {
    matches!(
        statement,
        Statement::User { sid: Some(_), .. }
            | Statement::Group { sid: Some(_), .. }
            | Statement::MachineSid { .. }
            | Statement::Domain { .. }
            | Statement::Server(_)
    )
}

/// More statements than these that differ are told plainly, each by itself.
const MOST: usize = 200;

/// What is told in words of its own: only what, made in the first world, does exactly what it is to do.
struct InWords<'a> {
    before: &'a [Fact],
    /// Nothing where too much differs.
    server: Option<Server>,
    /// What adds comes first: nothing is gone then that its names may need.
    adding: Vec<Change>,
    taking: Vec<Change>,
}

impl<'a> InWords<'a> {
    fn of(before: &'a [Fact], differ: usize) -> InWords<'a> {
        let few = (1..=MOST).contains(&differ);
        InWords {
            before,
            server: few.then(|| Server::build(before).0),
            adding: Vec::new(),
            taking: Vec::new(),
        }
    }

    /// Whether these changes take exactly the one statement out and put exactly the other in; then they are taken.
    fn tell(
        &mut self,
        changes: Vec<Change>,
        gone: Option<&Statement>,
        new: Option<&Statement>,
    ) -> bool {
        let Some(server) = &self.server else {
            return false;
        };
        let told_before =
            |change: &Change| self.adding.contains(change) || self.taking.contains(change);
        if changes.is_empty() || changes.iter().any(told_before) {
            return false;
        }
        let mut facts = self.before.to_vec();
        for change in &changes {
            match change.apply(&facts, server, &Origin::Unsaid) {
                Ok(after) => facts = after,
                Err(_) => return false,
            }
        }
        let is_exact = missing(self.before, &facts).into_iter().eq(gone)
            && missing(&facts, self.before).into_iter().eq(new);
        if is_exact {
            let adds = |change: &Change| matches!(change, Change::Say(_) | Change::Line { .. });
            let (adding, taking): (Vec<Change>, Vec<Change>) = changes.into_iter().partition(adds);
            self.adding.extend(adding);
            self.taking.extend(taking);
        }
        is_exact
    }

    fn into_changes(self) -> impl Iterator<Item = Change> {
        self.adding.into_iter().chain(self.taking)
    }
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

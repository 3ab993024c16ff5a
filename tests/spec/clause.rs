//! What clauses mean, slowly: true in a completion if it is true there as a reader would say, and certain if it is so in all.
//!
//! A completion gives every question a yes or a no. Nothing is skipped, nothing is remembered.

use std::collections::{BTreeMap, BTreeSet};

use poolproof::query::{
    Verdict,
    clause::{
        Bindings, Bound, bind, leaves,
        syntax::{Clause, ClauseKind, Count, Said, Whom},
    },
    syntax::{Actor, Core, Question, Set, Written},
};
use poolproof::world::Name;

/// A world in which every question has an answer that a table tells.
pub struct Table {
    /// Of which pools and groups it consists.
    pub kinds: BTreeMap<ClauseKind, Vec<Bound>>,
    /// What questions come to.
    pub answers: fn(&str) -> Verdict,
}

/// What a clause comes to: `Some` if all completions agree.
pub fn certain(clause: &Clause, table: &Table) -> Option<bool> {
    let mut asked = BTreeSet::new();
    gather(clause, &[], table, &mut asked);
    let open: Vec<&String> = asked
        .iter()
        .filter(|text| (table.answers)(text) == Verdict::Unknown)
        .collect();
    let mut seen = BTreeSet::new();
    for completion in 0..(1_u32 << open.len()) {
        let is = |text: &str| match open.iter().position(|known| *known == text) {
            Some(at) => completion & (1 << at) != 0,
            None => (table.answers)(text) == Verdict::Yes,
        };
        seen.insert(holds(clause, &[], table, &is));
    }
    match seen.len() {
        1 => seen.first().copied(),
        _ => None,
    }
}

/// How many questions of a clause are open.
pub fn open_questions(clause: &Clause, table: &Table) -> usize {
    let mut asked = BTreeSet::new();
    gather(clause, &[], table, &mut asked);
    let open = |text: &&String| (table.answers)(text) == Verdict::Unknown;
    asked.iter().filter(open).count()
}

type Env<'e> = &'e [(Name, Bound)];

fn gather(clause: &Clause, env: Env<'_>, table: &Table, asked: &mut BTreeSet<String>) {
    let found = std::cell::RefCell::new(BTreeSet::new());
    for answer in [true, false] {
        holds(clause, env, table, &|text: &str| {
            found.borrow_mut().insert(text.to_owned());
            answer
        });
    }
    asked.extend(found.into_inner());
}

fn holds(clause: &Clause, env: Env<'_>, table: &Table, is: &dyn Fn(&str) -> bool) -> bool {
    let all = |parts: &[Written<Clause>]| -> Vec<bool> {
        parts
            .iter()
            .map(|part| holds(&part.node, env, table, is))
            .collect()
    };
    match clause {
        Clause::And(parts) => all(parts).into_iter().all(|part| part),
        Clause::Or(parts) => all(parts).into_iter().any(|part| part),
        Clause::Not(inner) => !holds(&inner.node, env, table, is),
        Clause::If {
            premise,
            conclusion,
        } => {
            let (premise, conclusion) = (
                holds(&premise.node, env, table, is),
                holds(&conclusion.node, env, table, is),
            );
            !premise || conclusion
        }
        Clause::For { .. } => for_from(clause, 0, env, table, is),
        Clause::Said(said) => said_holds(said, env, table, is),
    }
}

fn for_from(
    clause: &Clause,
    at: usize,
    env: Env<'_>,
    table: &Table,
    is: &dyn Fn(&str) -> bool,
) -> bool {
    let Clause::For {
        ranges,
        such_that,
        body,
    } = clause
    else {
        return true;
    };
    let Some(range) = ranges.get(at) else {
        let meant = such_that
            .as_ref()
            .is_none_or(|clause| holds(&clause.node, env, table, is));
        let claimed = holds(&body.node, env, table, is);
        return if ranges[at - 1].node.every {
            !meant || claimed
        } else {
            meant && claimed
        };
    };
    let cases: Vec<bool> = members(range.node.kind, range.node.other, env, table)
        .into_iter()
        .map(|bound| {
            let mut inner = env.to_vec();
            inner.push((range.node.variable.clone(), bound));
            for_from(clause, at + 1, &inner, table, is)
        })
        .collect();
    if range.node.every {
        cases.into_iter().all(|case| case)
    } else {
        cases.into_iter().any(|case| case)
    }
}

fn members(kind: ClauseKind, other: bool, env: Env<'_>, table: &Table) -> Vec<Bound> {
    let all = table.kinds.get(&kind).cloned().unwrap_or_default();
    all.into_iter()
        .filter(|bound| !other || env.iter().all(|(_, known)| known != bound))
        .collect()
}

fn said_holds(said: &Said, env: Env<'_>, table: &Table, is: &dyn Fn(&str) -> bool) -> bool {
    match &said.subject {
        Whom::Named(set) => {
            let mut set = set.clone();
            let bindings = Bindings {
                subject: None,
                variables: env,
            };
            bindings.actors(&mut set.node);
            of_set(said, &set, env, is)
        }
        Whom::Ranged {
            count,
            other,
            kind,
            variable,
            except,
            such_that,
        } => {
            let mut meant = 0_u32;
            let mut so = 0_u32;
            for bound in members(kind.node, *other, env, table) {
                let mut inner = env.to_vec();
                if let Some(variable) = variable {
                    inner.push((variable.clone(), bound.clone()));
                }
                let excepted = except.as_ref().is_some_and(|set| {
                    let named = leaves(set).0;
                    named.iter().any(|one| one.node == bound.actor())
                });
                let such = such_that
                    .as_ref()
                    .is_none_or(|clause| holds(&clause.node, &inner, table, is));
                if excepted || !such {
                    continue;
                }
                meant += 1;
                so += u32::from(predicate(said, &bound.actor(), &inner, is));
            }
            match count {
                Count::No => so == 0,
                Count::Every => so == meant,
                Count::AtLeast(least) => so >= *least,
                Count::AtMost(most) => so <= *most,
                Count::Exactly(count) => so == *count,
            }
        }
        // Of accounts, of which these worlds have none.
        Whom::Only { .. } | Whom::Nobody => true,
    }
}

fn of_set(said: &Said, set: &Written<Set<Actor>>, env: Env<'_>, is: &dyn Fn(&str) -> bool) -> bool {
    match &set.node {
        Set::One(actor) => predicate(said, actor, env, is),
        Set::Listed(parts) | Set::And(parts) => {
            parts.iter().all(|part| of_set(said, part, env, is))
        }
        Set::Or(parts) => parts.iter().any(|part| of_set(said, part, env, is)),
        Set::Except(..) => unreachable!("these clauses have no exception in a list"),
    }
}

/// One verb after the other, of one who acts.
fn predicate(said: &Said, actor: &Actor, env: Env<'_>, is: &dyn Fn(&str) -> bool) -> bool {
    let claims: Vec<bool> = said
        .predicate
        .claims
        .iter()
        .map(|claim| {
            let bindings = Bindings {
                subject: Some(actor),
                variables: env,
            };
            is(&text(bind(&claim.node, &bindings)))
        })
        .collect();
    let joined = if said.predicate.all {
        claims.iter().all(|claim| *claim)
    } else {
        claims.iter().any(|claim| *claim)
    };
    joined != said.predicate.denied
}

fn text(core: Core) -> String {
    Question {
        changes: Vec::new(),
        prefix: None,
        core: Written::nowhere(core),
        modifiers: Vec::new(),
    }
    .to_string()
}

//! Whether a client gets what it wants of a component: every way in which it may be, and what each comes to.
//!
//! A way is one client that COM may present, one process that the server may be, and one set of lists. In each, the check is asked once for every
//! completion of the memberships that are not known, of all lists together. The answer is yes if it is in all ways, no if it is in none.

use crate::{
    iis::com::{
        Caller, Client, Doubt, Hosting, List, Part, Runs, clients, hostings, lists, running,
    },
    nt::{
        AccessMask, Decision, SecurityDescriptor, Sid, Status, TooMany, Unknown, Wish,
        access_check, answers, com::ComRight, completions,
    },
    reach::Outcome,
    world::{ComponentStatement, FactId, Server, com_defaults::ComMachine},
};

/// COM_RIGHTS_EXECUTE, which is asked with every right.
const EXECUTE: AccessMask = AccessMask(0x1);

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// The rights, in the order in which COM asks for them.
    pub rights: &'a [ComRight],
    /// Whether the caller is on another machine.
    pub remotely: bool,
}

/// One way in which it may be.
#[derive(Clone, Debug)]
pub struct Way {
    /// Whom COM presents.
    pub client: Client,
    /// Where the server runs.
    pub hosting: Hosting,
    /// How the machine is set up.
    pub machine: ComMachine,
    /// What it comes to.
    pub outcome: Outcome,
    /// The lists that were asked, each with the right and what it decided in the first case that counts.
    pub checks: Vec<Check>,
    /// The memberships that turn the answer.
    pub deciding: Vec<Unknown>,
    /// What cannot be judged.
    pub doubts: Vec<Doubt>,
}

/// One list asked for one right.
#[derive(Clone, Debug)]
pub struct Check {
    /// The right.
    pub right: ComRight,
    /// The list.
    pub list: List,
    /// What it decided: where the way is a no, in a case in which it refused, if there is one.
    pub decision: Decision,
}

/// All ways together.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// What they come to.
    pub outcome: Outcome,
    /// Each of them.
    pub ways: Vec<Way>,
    /// Why there are several clients.
    pub open: Option<&'static str>,
}

/// Judges what is asked.
pub fn judge(
    server: &Server,
    component: (&ComponentStatement, FactId),
    caller: &Caller,
    ask: Ask<'_>,
) -> Judgement {
    let clients = clients(server, caller);
    let mut ways = Vec::new();
    for client in &clients.possible {
        for hosting in hostings(server, component, client) {
            let hosting = told_apart(hosting, component);
            for own in own_accounts(&hosting, client) {
                for machine in server.com_machines() {
                    ways.push(way(
                        server,
                        component,
                        (client, own),
                        &hosting,
                        machine,
                        ask,
                    ));
                }
            }
        }
    }
    let all = |outcome| ways.iter().all(|way: &Way| way.outcome == outcome);
    let outcome = if all(Outcome::Yes) {
        Outcome::Yes
    } else if all(Outcome::No) {
        Outcome::No
    } else {
        Outcome::Unknown
    };
    Judgement {
        outcome,
        ways,
        open: clients.open,
    }
}

/// A server of somebody who is not known leaves that open.
fn told_apart(mut hosting: Hosting, component: (&ComponentStatement, FactId)) -> Hosting {
    if hosting.runs == Runs::AsSomebody {
        hosting.open.push(Doubt {
            says: format!("as whom component {} runs", component.0.name),
            fact: Some(component.1),
        });
    }
    hosting
}

/// The account that the server runs as. One that is not known may be the client's own, and may be one that no line names.
fn own_accounts(hosting: &Hosting, client: &Client) -> Vec<Sid> {
    match &hosting.runs {
        Runs::As(sid) => vec![*sid],
        Runs::AsSomebody => client
            .facts
            .iter()
            .map(|facts| facts.token.user)
            .chain([SOMEBODY])
            .collect(),
        Runs::InCaller | Runs::Nobody(_) => vec![SOMEBODY],
    }
}

fn way(
    server: &Server,
    component: (&ComponentStatement, FactId),
    (client, own): (&Client, Sid),
    hosting: &Hosting,
    machine: ComMachine,
    ask: Ask<'_>,
) -> Way {
    let mut way = Way {
        client: client.clone(),
        hosting: hosting.clone(),
        machine,
        outcome: Outcome::Unknown,
        checks: Vec::new(),
        deciding: Vec::new(),
        doubts: Vec::new(),
    };
    match &hosting.runs {
        Runs::Nobody(_) => {
            way.outcome = Outcome::No;
            return way;
        }
        // Nothing outside the caller's process is asked, and nobody else can reach it.
        Runs::InCaller => {
            way.outcome = if ask.remotely {
                Outcome::No
            } else {
                Outcome::Yes
            };
            return way;
        }
        Runs::As(_) | Runs::AsSomebody => {}
    }
    let instances = running(server, &component.0.name);
    let instance = instances
        .into_iter()
        .find(|(_, fact)| Some(*fact) == hosting.joins);
    let mut asked: Vec<(ComRight, List)> = Vec::new();
    for right in ask.rights {
        let part = Part::of(right.kind());
        for list in lists(server, component, instance, part, &way.machine, own) {
            match list {
                Ok(list) => asked.push((*right, list)),
                Err(doubt) => way.doubts.push(doubt),
            }
        }
    }
    let Some(facts) = &client.facts else {
        way.doubts.push(Doubt {
            says: "whom COM presents".to_owned(),
            fact: client.from.first().copied(),
        });
        return way;
    };
    let descriptors: Vec<&SecurityDescriptor> =
        asked.iter().map(|(_, list)| &list.descriptor).collect();
    let wish = |right: ComRight| Wish {
        principal_self: Some(own),
        rules: server.rules(),
        ..Wish::new(right.kind(), EXECUTE | right.bit())
    };
    let completed = match completions(&facts.token, &descriptors, Some(own)) {
        Ok(completed) => completed,
        Err(TooMany { unknowns }) => {
            way.deciding = unknowns;
            way.outcome = bounded(&asked, facts, wish);
            settle(&mut way);
            return way;
        }
    };
    // For every completion, what every list decided.
    let mut cases: Vec<(Vec<Unknown>, Vec<Decision>)> = Vec::new();
    for completion in completed {
        let mut decisions = Vec::new();
        for (right, list) in &asked {
            match access_check(&list.descriptor, &completion.token, &wish(*right)) {
                Ok(decision) if !matches!(decision.status, Status::Unknown(_)) => {
                    decisions.push(decision);
                }
                Ok(_) | Err(_) => {
                    way.doubts.push(Doubt {
                        says: format!("what {} decides, which cannot be judged", list.says),
                        fact: None,
                    });
                    return way;
                }
            }
        }
        cases.push((completion.holds, decisions));
    }
    cases.sort_by_key(|(holds, _)| holds.len());
    let granted = |decisions: &[Decision]| decisions.iter().all(Decision::is_granted);
    let yes = cases.iter().all(|(_, decisions)| granted(decisions));
    let no = !cases.iter().any(|(_, decisions)| granted(decisions));
    way.outcome = match (yes, no) {
        (true, _) => Outcome::Yes,
        (false, true) => Outcome::No,
        (false, false) => Outcome::Unknown,
    };
    if way.outcome == Outcome::Unknown {
        way.deciding = deciding(&cases);
    }
    for (at, (right, list)) in asked.into_iter().enumerate() {
        let refused = cases
            .iter()
            .find(|(_, decisions)| !decisions[at].is_granted());
        let Some((_, decisions)) = refused.or(cases.first()) else {
            continue;
        };
        way.checks.push(Check {
            right,
            list,
            decision: decisions[at].clone(),
        });
    }
    settle(&mut way);
    way
}

/// An account that nobody is and no line names.
pub const SOMEBODY: Sid = Sid::of(0, &[0]);

/// A no stands whatever is not known; a yes does not.
fn settle(way: &mut Way) {
    if way.outcome == Outcome::Yes && !way.doubts.is_empty() {
        way.outcome = Outcome::Unknown;
    }
}

/// What holds in all completions when they are too many to try.
fn bounded(
    asked: &[(ComRight, List)],
    facts: &crate::world::TokenFacts,
    wish: impl Fn(ComRight) -> Wish,
) -> Outcome {
    let mut outcome = Outcome::Yes;
    for (right, list) in asked {
        match answers(&list.descriptor, &facts.token, &wish(*right)) {
            Ok(found) if found.settled() == Some(false) => return Outcome::No,
            Ok(found) if found.settled() == Some(true) => {}
            Ok(_) | Err(_) => outcome = Outcome::Unknown,
        }
    }
    outcome
}

/// The unknowns that, with the rest as it is, turn the answer; all that matter if none does alone.
fn deciding(cases: &[(Vec<Unknown>, Vec<Decision>)]) -> Vec<Unknown> {
    let granted = |decisions: &[Decision]| decisions.iter().all(Decision::is_granted);
    let mut all: Vec<Unknown> = cases
        .iter()
        .flat_map(|(holds, _)| holds.iter().copied())
        .collect();
    all.sort();
    all.dedup();
    let turns = |unknown: &Unknown| {
        cases.iter().any(|(holds, decisions)| {
            let mut with = holds.clone();
            with.push(*unknown);
            with.sort();
            !holds.contains(unknown)
                && cases
                    .iter()
                    .any(|(other, others)| *other == with && granted(others) != granted(decisions))
        })
    };
    let turning: Vec<Unknown> = all.iter().copied().filter(turns).collect();
    if turning.is_empty() { all } else { turning }
}

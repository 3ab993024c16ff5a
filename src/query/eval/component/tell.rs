//! The reasons of an answer about a component: who asks, where the server runs, and each line that let in or kept out.

use super::judge::{Check, Judgement, Way};
use crate::{
    iis::com::{Failure, Part, Runs},
    nt::{BitReason, Reason, Sid, com::ComRight},
    query::{
        Evidence, Ground, KindOfNo, Said,
        eval::{
            explain::plain,
            reasons::holds,
            subject::{Acting, said_of},
        },
    },
    reach::Outcome,
    world::{FactId, Origin, Server, TokenFacts, com_defaults::ComEra},
};

/// The right in words.
pub fn right_words(right: ComRight) -> &'static str {
    match right {
        ComRight::LaunchLocally => "local launch",
        ComRight::LaunchRemotely => "remote launch",
        ComRight::ActivateLocally => "local activation",
        ComRight::ActivateRemotely => "remote activation",
        ComRight::CallLocally => "local calls",
        ComRight::CallRemotely => "remote calls",
    }
}

/// A step in words, with the facts that it rests on.
pub fn step(server: &Server, says: impl Into<String>, from: &[FactId]) -> Evidence {
    Evidence {
        ground: Ground::Stated { says: says.into() },
        facts: from
            .iter()
            .flat_map(|fact| said_of(server, *fact))
            .collect(),
    }
}

/// The steps of a judgement: of a yes the first way's, of a no every way's that tells something new.
pub fn evidence(server: &Server, acting: Option<&Acting>, judgement: &Judgement) -> Vec<Evidence> {
    let mut steps: Vec<Evidence> = acting
        .map(|acting| acting.evidence(server))
        .unwrap_or_default();
    let known = acting
        .and_then(|acting| acting.facts.as_ref())
        .map(|facts| facts.token.user);
    let ways: &[Way] = match judgement.outcome {
        Outcome::Yes => judgement.ways.get(..1).unwrap_or_default(),
        Outcome::No | Outcome::Unknown => &judgement.ways,
    };
    let eras = ways
        .iter()
        .any(|way| way.machine.era != ways[0].machine.era);
    for way in ways {
        let told = match judgement.outcome {
            Outcome::Unknown => who_asks(server, known, way),
            Outcome::Yes | Outcome::No => of_way(server, known, way, eras),
        };
        for one in told {
            if !steps.iter().any(|known| known.ground == one.ground) {
                steps.push(one);
            }
        }
        if steps.len() > MOST_STEPS {
            break;
        }
    }
    steps
}

/// Enough to see why; more ways say the same of other doubts.
const MOST_STEPS: usize = 12;

fn who_asks(server: &Server, known: Option<Sid>, way: &Way) -> Vec<Evidence> {
    let mut steps = Vec::new();
    if let Some(facts) = &way.client.facts
        && known != Some(facts.token.user)
    {
        steps.push(Evidence {
            ground: Ground::Token {
                subject: "the client".to_owned(),
                account: account(server, facts),
                sid: facts.principal.and_then(|id| server.principal(id).sid()),
                logon: facts.logon,
            },
            facts: Vec::new(),
        });
    }
    steps.push(step(server, way.client.says, &way.client.from));
    for one in &way.hosting.steps {
        steps.push(step(server, one.says.clone(), &one.from));
    }
    steps
}

/// The name of the account of a token.
pub fn account(server: &Server, facts: &TokenFacts) -> String {
    facts.principal.map_or_else(
        || server.accounts().display(&facts.token.user),
        |id| server.principal(id).name().to_string(),
    )
}

/// `eras` says whether it is open which era of COM the machine has, so that what is shown has to say its own.
fn of_way(server: &Server, known: Option<Sid>, way: &Way, eras: bool) -> Vec<Evidence> {
    let mut steps = who_asks(server, known, way);
    match &way.hosting.runs {
        Runs::Nobody(cannot) => {
            steps.push(step(server, cannot.says.clone(), &cannot.from));
            steps.push(shown(cannot.failure, None));
            return steps;
        }
        Runs::InCaller if way.outcome == Outcome::No => {
            let says = "what runs in its caller's process cannot be reached from another machine";
            steps.push(step(server, says, &[]));
            return steps;
        }
        Runs::InCaller | Runs::As(_) | Runs::AsSomebody => {}
    }
    let refusing = way.outcome == Outcome::No;
    for check in &way.checks {
        if refusing && check.decision.is_granted() {
            continue;
        }
        steps.extend(of_check(server, way, check));
        if refusing {
            let era = eras.then_some(way.machine.era);
            steps.push(shown(failure(way, check), era));
        }
    }
    steps
}

/// What Windows shows for a refusal by a list.
pub fn failure(way: &Way, check: &Check) -> Failure {
    Failure::List(check.list.part, check.list.whose, way.machine.era)
}

fn shown(failure: Failure, era: Option<ComEra>) -> Evidence {
    let when = match era {
        Some(ComEra::Unlimited) => " before Windows XP SP2 and Server 2003 SP1",
        Some(ComEra::Limited) => " since Windows XP SP2 and Server 2003 SP1",
        None => "",
    };
    plain(Ground::Stated {
        says: format!("Windows shows{when}: {}", failure.shown()),
    })
}

/// The line that settles a right, and why the client holds whom it names.
fn of_check(server: &Server, way: &Way, check: &Check) -> Vec<Evidence> {
    let wanted = right_words(check.right);
    let list = &check.list;
    let reason = check
        .decision
        .reasons()
        .find(|(_, reason)| reason.grants() == check.decision.is_granted())
        .or_else(|| check.decision.reasons().next());
    // The wanted bit tells more than the one that every line holds.
    let reason = check
        .decision
        .reasons()
        .find(|(bit, reason)| {
            *bit == check.right.bit() && reason.grants() == check.decision.is_granted()
        })
        .or(reason);
    let Some((_, BitReason { first, .. })) = reason else {
        return Vec::new();
    };
    let said = |line: usize| {
        list.lines
            .get(line)
            .map(|line| Said {
                says: line.says.clone(),
                at: line.at.clone(),
            })
            .into_iter()
            .collect::<Vec<_>>()
    };
    let of_line = |line: u32, does: &str| {
        let line = line as usize;
        let Some(ace) = list.descriptor.dacl.aces().get(line) else {
            return Vec::new();
        };
        let who = server.accounts().display(&ace.sid);
        let mut says = format!("{} {does} {who} ({wanted})", list.says);
        if let Some(remark) = list.remark {
            says = format!("{says}: {remark}");
        }
        let mut steps = vec![Evidence {
            ground: Ground::Stated { says },
            facts: said(line),
        }];
        if let Some(facts) = &way.client.facts {
            steps.extend(holds(server, facts, &ace.sid));
        }
        steps
    };
    match first {
        Reason::Allowed { line } => of_line(line, "lets in"),
        Reason::Denied { line } => of_line(line, "keeps out"),
        Reason::NoDacl | Reason::NullDacl => vec![plain(Ground::Stated {
            says: format!("{} is no list, so that everybody is let in", list.says),
        })],
        Reason::NotAsked
        | Reason::NotGranted
        | Reason::ImplicitOwner
        | Reason::Privilege(_)
        | Reason::PrivilegeNeeded(_)
        | Reason::Integrity(_) => {
            let mut says = format!("no line of {} lets the client in ({wanted})", list.says);
            if let Some(remark) = list.remark {
                says = format!("{says}: {remark}");
            }
            let mut facts: Vec<Said> = Vec::new();
            for line in 0..list.lines.len() {
                for one in said(line) {
                    if !facts.contains(&one) {
                        facts.push(one);
                    }
                }
            }
            vec![Evidence {
                ground: Ground::Stated { says },
                facts,
            }]
        }
    }
}

/// The kind of a no: the first way's.
pub fn kind_of_no(judgement: &Judgement) -> KindOfNo {
    let Some(way) = judgement.ways.first() else {
        return KindOfNo::NotGranted;
    };
    if matches!(way.hosting.runs, Runs::Nobody(_) | Runs::InCaller) {
        return KindOfNo::Gated;
    }
    let refusing = way.checks.iter().find(|check| !check.decision.is_granted());
    let denied = refusing.is_some_and(|check| {
        check
            .decision
            .reasons()
            .any(|(_, reason)| matches!(reason.first, Reason::Denied { .. }))
    });
    if denied {
        KindOfNo::Denied
    } else {
        KindOfNo::NotGranted
    }
}

/// What stands between yes and no.
pub fn gaps(server: &Server, judgement: &Judgement) -> Vec<Said> {
    let mut gaps: Vec<Said> = Vec::new();
    let mut put = |says: String, at: Origin| {
        if !gaps.iter().any(|known| known.says == says) {
            gaps.push(Said { says, at });
        }
    };
    let origin =
        |fact: Option<FactId>| fact.map_or(Origin::Unsaid, |fact| server.origin(fact).clone());
    if let Some(open) = judgement.open
        && differs(judgement, |way| {
            way.client.facts.as_ref().map(|facts| facts.token.user)
        })
    {
        put(open.to_owned(), Origin::Unsaid);
    }
    let by_machine = differs(judgement, |way| way.machine.clone());
    let by_hosting = differs(judgement, |way| way.hosting.clone());
    for way in &judgement.ways {
        if by_hosting {
            for open in &way.hosting.open {
                put(open.says.clone(), origin(open.fact));
            }
        }
        if by_machine {
            for open in &way.machine.open {
                put((*open).to_owned(), Origin::Unsaid);
            }
        }
        for doubt in &way.doubts {
            put(doubt.says.clone(), origin(doubt.fact));
        }
        let Some(facts) = &way.client.facts else {
            continue;
        };
        for unknown in &way.deciding {
            let Some(membership) = facts.unknowns.get(unknown.0 as usize) else {
                continue;
            };
            let member = membership.member.map_or_else(
                || "the account".to_owned(),
                |id| server.principal(id).name().to_string(),
            );
            let group = server.principal(membership.group).name();
            put(
                format!("whether {member} is a member of {group}"),
                origin(Some(membership.gap)),
            );
        }
    }
    gaps
}

/// Whether ways that differ in this one thing come to different answers, as far as they are told apart by it.
fn differs<K: PartialEq>(judgement: &Judgement, key: impl Fn(&Way) -> K) -> bool {
    judgement.ways.iter().any(|one| {
        judgement
            .ways
            .iter()
            .any(|other| key(one) != key(other) && one.outcome != other.outcome)
    })
}

/// Whether a refusal came by the launch list, and only by it.
pub fn refused_by_launch(judgement: &Judgement) -> bool {
    !judgement.ways.is_empty()
        && judgement.ways.iter().all(|way| {
            way.checks
                .iter()
                .any(|check| !check.decision.is_granted() && check.list.part == Part::Launch)
        })
}

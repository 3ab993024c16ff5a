//! Sentences: every step of a reason in words, made here and nowhere else.

use super::view::{EvidenceView, FactView};
use crate::{
    nt::{AccessMask, IntegrityLevel, ObjectKind, describe_rights, to_icacls},
    query::{Answer, Evidence, Ground, Verdict},
    reach::rules,
    world::{Logon, WinPath},
};

/// The answer in a sentence.
pub(super) fn headline(answer: &Answer) -> Option<String> {
    let Some(claim) = &answer.claim else {
        return set_headline(answer);
    };
    let says = |verb: &str| {
        let says = format!("{} {verb} {}", claim.subject, claim.object);
        says.trim_end().to_owned()
    };
    Some(match answer.verdict {
        Some(Verdict::Yes) | None => says(&claim.positive),
        Some(Verdict::No(_)) => says(&claim.negative),
        Some(Verdict::Unknown) => format!(
            "whether {} is not settled by what is known",
            says(&claim.positive)
        ),
    })
}

/// The number of rows and what they are.
fn set_headline(answer: &Answer) -> Option<String> {
    let title = answer.title.as_ref()?;
    let open = answer
        .rows
        .iter()
        .filter(|row| row.verdict == Verdict::Unknown)
        .count();
    let open = match (open, answer.undecided()) {
        (0, false) => String::new(),
        (0, true) => ", and that is not settled by what is known".to_owned(),
        (open, _) => format!(", {open} perhaps"),
    };
    Some(match answer.total {
        0 if !open.is_empty() => format!("none for certain{open}: {title}"),
        0 => format!("none: {title}"),
        total => format!("{total}{open}: {title}"),
    })
}

/// A step with its sentence and its facts.
pub(super) fn evidence(evidence: &Evidence) -> EvidenceView {
    EvidenceView {
        rule: rule(&evidence.ground),
        says: sentence(&evidence.ground),
        facts: evidence.facts.iter().map(FactView::of).collect(),
    }
}

/// The rights of a mask as a person reads them: by name, or in `icacls`' letters where there are many.
pub(super) fn rights(kind: ObjectKind, mask: AccessMask) -> String {
    let names = describe_rights(kind, mask);
    let many = names.matches('|').count() >= 3;
    let letters = matches!(kind, ObjectKind::File | ObjectKind::Folder) && many;
    letters.then(|| to_icacls(mask)).flatten().unwrap_or(names)
}

fn rule(ground: &Ground) -> &'static str {
    match ground {
        Ground::Url { .. } => "url",
        Ground::Token { .. } => "token",
        Ground::Line { .. } => "ace",
        Ground::Holds { .. } | Ground::IsHimself { .. } => "holds",
        Ground::NothingGrants { .. } => "no-ace",
        Ground::Owner { .. } => "owner",
        Ground::NoList { .. } => "no-list",
        Ground::Privilege { .. } | Ground::PrivilegeNeeded { .. } => "privilege",
        Ground::Integrity { .. } => "integrity",
        Ground::Restricted => "restrict",
        Ground::FromParent { .. } => "parent",
        Ground::Traverse { .. } => "traverse",
        Ground::Undescribed { .. } => "object",
        Ground::Runs { .. } => "process",
        Ground::Rule { .. } => "rule",
        Ground::Needs { .. } => "needs",
        Ground::Logged { .. } => "logged",
        Ground::Stage { .. } => "stage",
        Ground::Begins { .. } => "begins",
        Ground::Step { rule, .. } => rule,
        Ground::Nearly { .. } => "lacks",
        Ground::Searched { .. } => "searched",
        Ground::Belongs { .. } => "belongs",
        Ground::Stated { .. } => "stated",
    }
}

fn sentence(ground: &Ground) -> String {
    match ground {
        Ground::Url { url, path } => format!("{url} is served from {path}"),
        Ground::Token {
            subject,
            account,
            sid,
            logon,
        } => {
            let sid = sid.map(|sid| format!(" ({sid})")).unwrap_or_default();
            let how = logon.map(logged_on).unwrap_or_default();
            if subject == account {
                format!("{account}{sid}{how}")
            } else {
                format!("{subject} has the token of {account}{sid}{how}")
            }
        }
        Ground::Line {
            allows,
            who,
            mask,
            settles,
            number,
            of,
            path,
            inherited_from,
            kind,
        } => {
            let effect = if *allows { "allows" } else { "denies" };
            let from = inherited_from
                .as_ref()
                .map(|folder| format!(", inherited from {folder}"))
                .unwrap_or_default();
            format!(
                "line {number} of {of} on {path} {effect} {who} {}: it settles {}{from}",
                rights(*kind, *mask),
                rights(*kind, *settles),
            )
        }
        Ground::Holds {
            who,
            chain,
            deny_only,
        } => {
            let only = if *deny_only {
                " for deny lines only"
            } else {
                ""
            };
            format!("the token holds {who}{only}: {}", chain.join("; "))
        }
        Ground::IsHimself { who } => format!("the line names {who}, the account of the token"),
        Ground::NothingGrants {
            rights: missing,
            kind,
            lines,
            path,
            others,
        } => nothing_grants(*kind, *missing, *lines, path, others),
        Ground::Owner { owner, path } => {
            format!("{owner} owns {path}, and an owner may read and change its permissions")
        }
        Ground::NoList { path } => {
            format!("{path} has no access list, so everybody may do everything")
        }
        Ground::Privilege { privilege } => format!("{privilege} gives it, whatever the list says"),
        Ground::PrivilegeNeeded { privilege } => {
            format!("only {privilege} would give it, and the token does not hold it enabled")
        }
        Ground::Integrity { object, token } => {
            let token = token.map_or_else(
                || "none".to_owned(),
                |level| level_name(IntegrityLevel(level)),
            );
            format!(
                "the object's integrity level is {}, the token's is {token}; that comes before the list",
                level_name(IntegrityLevel(*object))
            )
        }
        Ground::Restricted => {
            "the token is restricted, and its restricting SIDs are not let in".to_owned()
        }
        Ground::FromParent { path } => {
            format!("the right comes from the folder above, {path}")
        }
        Ground::Traverse { path } => format!(
            "{path} cannot be traversed, and the token does not hold SeChangeNotifyPrivilege (bypass traverse checking)"
        ),
        Ground::Undescribed { path, how } => format!("nobody described {path}: {how}"),
        Ground::Runs { url, process } => format!("{url} runs in {process}"),
        Ground::Rule { says, source } => format!("{says} ({source})"),
        Ground::Needs { what, holds } => {
            let holds = match holds {
                Some(true) => "yes",
                Some(false) => "no",
                None => "not known",
            };
            format!("{what}: {holds}")
        }
        Ground::Logged { says } | Ground::Stated { says } => says.clone(),
        Ground::Begins { says } => format!("it {says}"),
        Ground::Step {
            comes_to,
            says,
            source,
            ..
        } => format!("it {comes_to}: {says} ({source})"),
        Ground::Nearly { rule, would, lacks } => {
            let is_word = rules::by_name(rule).is_some_and(|id| rules::definitions().contains(id));
            let named = if is_word {
                String::new()
            } else {
                format!("{rule}: ")
            };
            format!("{named}it {would} if {lacks}")
        }
        Ground::Searched { tried, off, closed } => searched(*tried, off, *closed),
        Ground::Belongs { role, says, source } => format!("{role}: {says} ({source})"),
        Ground::Stage { stage, says } => format!("{stage}: {says}"),
    }
}

/// What was searched, how much of it, and what was not looked at.
fn searched(tried: usize, off: &[&str], closed: usize) -> String {
    let off = match off {
        [] => "none is off".to_owned(),
        off => format!("off: {}", off.join(", ")),
    };
    let closed = match closed {
        0 => String::new(),
        1 => "; all that it comes to is one claim".to_owned(),
        claims => format!("; all that it comes to are {claims} claims, closed under them"),
    };
    format!("{tried} rules were tried, {off}{closed}")
}

fn nothing_grants(
    kind: ObjectKind,
    missing: AccessMask,
    lines: usize,
    path: &WinPath,
    others: &[String],
) -> String {
    let lines = match lines {
        0 => format!("the access list of {path} is empty"),
        1 => format!("the one line that is for {path} itself does not give the token"),
        n => format!("none of the {n} lines that are for {path} itself gives the token"),
    };
    let rights = if lines.ends_with("empty") {
        String::new()
    } else {
        format!(" {}", rights(kind, missing))
    };
    let others = match others {
        [] => String::new(),
        others => format!("; it is given to {}", others.join(", ")),
    };
    format!("{lines}{rights}{others}")
}

fn logged_on(logon: Logon) -> &'static str {
    match logon {
        Logon::Interactive => ", logged on interactively",
        Logon::Network => ", logged on over the network",
        Logon::Batch => ", logged on as a batch job",
        Logon::Service => ", logged on as a service",
    }
}

fn level_name(level: IntegrityLevel) -> String {
    match level {
        IntegrityLevel::UNTRUSTED => "Untrusted".into(),
        IntegrityLevel::LOW => "Low".into(),
        IntegrityLevel::MEDIUM => "Medium".into(),
        IntegrityLevel::MEDIUM_PLUS => "Medium Plus".into(),
        IntegrityLevel::HIGH => "High".into(),
        IntegrityLevel::SYSTEM => "System".into(),
        IntegrityLevel::PROTECTED => "Protected".into(),
        IntegrityLevel(other) => format!("{other:#x}"),
    }
}

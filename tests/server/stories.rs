//! The stories: who is a member of what, and who can do what by one access check.

use std::{env, fs, path::PathBuf};

use poolproof::{
    iis,
    nt::{self, AccessMask, ObjectKind, Sid, Wish},
    text::Source,
    world::{self, Described, ObjectNoun, Server, TokenFacts, WinPath},
};

use super::{holds, key, token};

fn stories() -> Option<PathBuf> {
    match env::var_os("POOLPROOF_FIXTURES") {
        Some(fixtures) => Some(PathBuf::from(fixtures).join("stories")),
        None => {
            println!("skipped: POOLPROOF_FIXTURES is not set");
            None
        }
    }
}

fn story(name: &str) -> Option<(Server, Vec<(String, String)>)> {
    let folder = stories()?;
    let text =
        |end: &str| fs::read_to_string(folder.join(format!("{name}.{end}"))).expect("a story");
    let (facts, diagnostics) = world::read(&Source::new(format!("{name}.world"), text("world")));
    assert_eq!(diagnostics, []);
    let lines = text("ask")
        .lines()
        .filter_map(|line| line.split_once('|'))
        .filter(|(verdict, _)| !verdict.trim_start().starts_with('#'))
        .map(|(verdict, question)| {
            (
                verdict.trim().to_owned(),
                question.trim().trim_end_matches('?').to_owned(),
            )
        })
        .collect();
    Some((iis::serve(facts).0, lines))
}

/// Membership is what a token holds; the answers of the stories were worked out by hand.
#[test]
fn members_are_as_the_stories_say() {
    let mut asked = 0;
    for name in ["web01", "iis10", "gaps"] {
        let Some((server, lines)) = story(name) else {
            return;
        };
        for (verdict, question) in &lines {
            let Some((subject, group)) = question
                .strip_prefix("is ")
                .and_then(|rest| rest.split_once(" a member of "))
            else {
                continue;
            };
            let group = key(&server, group.trim_matches('"'));
            assert_eq!(
                holds(&token(&server, subject), &group),
                verdict,
                "{name}: {question}"
            );
            asked += 1;
        }
    }
    assert!(asked >= 15, "{asked}");
}

/// The verbs of the stories that are one access check of one object, and nothing above it.
const VERBS: [(&str, u32, u32, bool); 5] = [
    ("read permissions of ", 0x2_0000, 0x2_0000, true),
    ("change permissions of ", 0x4_0000, 0x4_0000, true),
    ("take ownership of ", 0x8_0000, 0x8_0000, true),
    ("read ", 0x1, 0x1, true),
    ("write ", 0x6, 0x6, true),
];

/// The answers over every descriptor that the object may have: one if all agree.
fn verdict(server: &Server, facts: &TokenFacts, described: &Described, bits: u32) -> &'static str {
    let mut found = std::collections::BTreeSet::new();
    for completion in &described.completions {
        let owners: Vec<Sid> = if completion.owner_unknown {
            vec![Sid::of(0, &[0]), facts.token.user]
        } else {
            Vec::new()
        };
        let tried: Vec<_> = if owners.is_empty() {
            vec![(*completion.descriptor).clone()]
        } else {
            owners
                .into_iter()
                .map(|owner| completion.with_owner(owner))
                .collect()
        };
        for descriptor in tried {
            // `any` of the bits: some bit is certain, or none is possible, in every completion of the token.
            let mut wish = Wish::new(described.kind, AccessMask(bits));
            wish.rules = server.rules();
            let mut certain = false;
            let mut possible = false;
            for bit in AccessMask(bits).bits() {
                let answers = nt::answers(
                    &descriptor,
                    &facts.token,
                    &Wish {
                        desired: bit,
                        ..wish
                    },
                )
                .expect("a question of one bit");
                certain |= !answers.refused;
                possible |= answers.granted;
            }
            if possible {
                found.insert("yes");
            }
            if !certain {
                found.insert("no");
            }
        }
    }
    match found.into_iter().collect::<Vec<_>>().as_slice() {
        [only] => only,
        _ => "unknown",
    }
}

#[test]
fn single_checks_are_as_the_stories_say() {
    let mut asked = 0;
    for name in ["web01", "iis10", "files", "gaps"] {
        let Some((server, lines)) = story(name) else {
            return;
        };
        for (expected, question) in &lines {
            let Some(rest) = question.strip_prefix("can ") else {
                continue;
            };
            let Some((verb, bits, (subject, object))) =
                VERBS.iter().find_map(|(verb, bits, _, _)| {
                    let (subject, object) = rest.split_once(&format!(" {verb}"))?;
                    Some((verb, bits, (subject, object)))
                })
            else {
                continue;
            };
            if expected == "error"
                || subject.contains("come to")
                || question.contains("IIS Temporary")
            {
                continue;
            }
            if subject.split(' ').count() > 2 {
                continue;
            }
            let (path, noun) = match object.strip_prefix('/') {
                Some(_) => (server.map_url(None, object).expect("one site").path, None),
                None => (WinPath::new(object.trim_matches('"')), None::<ObjectNoun>),
            };
            let described = server.describe(&path, noun);
            assert_ne!(described.completions.len(), 0);
            assert!(matches!(
                described.kind,
                ObjectKind::File | ObjectKind::Folder
            ));
            let token = token(&server, subject);
            assert_eq!(
                verdict(&server, &token, &described, *bits),
                expected,
                "{name}: {question} ({verb}): {described:#?}"
            );
            asked += 1;
        }
    }
    assert!(asked >= 40, "{asked}");
}

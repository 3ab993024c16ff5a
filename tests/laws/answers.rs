//! Answers: what they rest on, and what they have to do with each other.

use std::collections::BTreeSet;

use poolproof::{
    iis,
    nt::{AccessMask, AceKind, AclState, Reason, Sid},
    query::{self, Answer, Verdict},
    reach::{Flaw, Held, NotChecked, Outcome, Proof, verify},
    report::{View, json, text},
    search::{
        facts,
        questions::{Question, asked},
        sketch::said,
    },
    world::{Because, Fact, Name, Server, Statement, Whence},
};
use proptest::{prelude::*, sample::Index};

use crate::{
    spec::answers::{self as spec, Small},
    support::questions::questions,
};

fn server(facts: &[Fact]) -> Server {
    iis::serve(facts.to_vec()).0
}

fn ask(server: &Server, question: &str) -> Option<Answer> {
    query::ask(question, server, None).ok()
}

fn word(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        None => "none",
        Some(Verdict::Yes) => "yes",
        Some(Verdict::No(_)) => "no",
        Some(Verdict::Unknown) => "unknown",
    }
}

/// An answer in the words of its reader.
fn told(answer: &Option<Answer>) -> Option<String> {
    answer.as_ref().map(|answer| text(&View::of(answer)))
}

fn proof_of(facts: &[Fact], question: &Question) -> (Server, Option<Proof>) {
    let server = server(facts);
    let answer = ask(&server, &question.can());
    let proof = answer.and_then(|answer| answer.proof).map(|proof| *proof);
    (server, proof)
}

/// Changes one thing of a proof that it stands or falls with. The first way from `way` on that applies is taken.
fn alter(proof: &mut Proof, way: usize, at: Index) {
    let lists: Vec<usize> = (0..proof.object.lists.len())
        .filter(|list| !proof.object.lists[*list].lines.is_empty())
        .collect();
    let written: Vec<usize> = (0..proof.bearer.holds.len())
        .filter(|held| matches!(proof.bearer.holds[*held].because, Because::Member(..)))
        .collect();
    for way in way..way + 14 {
        let way = way % 14;
        if way < 7 && !lists.is_empty() {
            alter_line(proof, lists[at.index(lists.len())], way, at);
            return;
        }
        let round = &mut proof.rounds[0];
        let case = at.index(round.cases.len().max(1));
        match way {
            7 if !round.cases.is_empty() => {
                round.cases[case].granted ^= true;
                return;
            }
            8 if !round.cases.is_empty() => {
                // Two cases may differ in what no line that counts speaks of, so all about one list go.
                let own = round.cases[case].own;
                round.cases.retain(|case| case.own != own);
                return;
            }
            9 if !round.cases.is_empty() && !round.cases[case].settled.is_empty() => {
                let settled = &mut round.cases[case].settled;
                let one = at.index(settled.len());
                settled[one].reason.first = match settled[one].reason.first {
                    Reason::Allowed { line } => Reason::Allowed { line: line + 1 },
                    Reason::NotGranted => Reason::Denied { line: 0 },
                    _ => Reason::NotGranted,
                };
                return;
            }
            10 if !written.is_empty() => {
                proof.bearer.holds.remove(written[at.index(written.len())]);
                return;
            }
            11 if !written.is_empty() => {
                let held = &mut proof.bearer.holds[written[at.index(written.len())]];
                held.sid = Sid::of(5, &[21, 7, 7, 7, 7777]);
                return;
            }
            12 => {
                proof.bearer.holds.push(Held {
                    sid: Sid::of(5, &[21, 7, 7, 7, 7777]),
                    deny_only: false,
                    perhaps: Vec::new(),
                    because: Because::Rule("because"),
                });
                return;
            }
            13 => {
                proof.outcome = match proof.outcome {
                    Outcome::Yes | Outcome::Unknown => Outcome::No,
                    Outcome::No => Outcome::Yes,
                };
                return;
            }
            _ => {}
        }
    }
}

fn alter_line(proof: &mut Proof, list: usize, way: usize, at: Index) {
    let list = &mut proof.object.lists[list];
    let line = at.index(list.lines.len());
    let AclState::Present(acl) = &mut list.descriptor.dacl else {
        return;
    };
    match way {
        0 => {
            acl.aces[line].kind = match acl.aces[line].kind {
                AceKind::Allow => AceKind::Deny,
                _ => AceKind::Allow,
            }
        }
        1 => {
            acl.aces.remove(line);
            list.lines.remove(line);
        }
        2 => acl.aces[line].sid = Sid::of(5, &[21, 7, 7, 7, 7777]),
        3 => acl.aces[line].mask = AccessMask(acl.aces[line].mask.0 ^ 1),
        4 => list.lines[line].steps_up += 1,
        5 => list.lines[line].line += 1,
        _ => {
            let other = match &proof.object.gaps.first() {
                Some(_) => Whence::Gap(usize::MAX),
                None => Whence::Gap(0),
            };
            list.lines[line].whence = match list.lines[line].whence {
                Whence::Fact(..) => other,
                Whence::Gap(_) => Whence::Gap(usize::MAX),
            };
        }
    }
}

proptest! {
    /// An answer is worth as much as the proof that somebody else can check.
    #[test]
    fn every_answer_rests_on_a_proof_that_holds((facts, question) in asked()) {
        let (server, proof) = proof_of(&facts, &question);
        if let Some(proof) = proof {
            match verify(&proof, &server) {
                Ok(()) | Err(Flaw::NotChecked(NotChecked::TooMany)) => {}
                Err(flaw) => prop_assert!(false, "{}: {flaw}\n{proof:#?}", question.can()),
            }
        }
    }

    /// A check that accepts everything proves nothing.
    #[test]
    fn a_proof_with_one_thing_altered_is_rejected(
        (facts, question) in asked(),
        way in 0_usize..14,
        at in any::<Index>(),
    ) {
        let (server, proof) = proof_of(&facts, &question);
        if let Some(mut proof) = proof.filter(|proof| verify(proof, &server).is_ok()) {
            alter(&mut proof, way, at);
            prop_assert!(verify(&proof, &server).is_err(), "{}, altered by {way}\n{proof:#?}", question.can());
        }
    }

    /// Unknown is neither too little nor too much said: yes and no hold in every way in which the gaps can be filled, and
    /// where they differ the answer is unknown.
    #[test]
    fn a_verdict_is_that_of_every_way_to_fill_the_gaps(small in spec::small()) {
        let Small { facts, question, .. } = &small;
        let answer = ask(&server(facts), question);
        let verdict = word(answer.and_then(|answer| answer.verdict));
        prop_assert_eq!(verdict, spec::verdict(&small), "{}", question);
    }

    /// `who can` is `can`, asked for everybody.
    #[test]
    fn who_lists_those_who_can((facts, question) in asked()) {
        let server = server(&facts);
        let Some(who) = ask(&server, &question.who()) else { return Ok(()) };
        let rows: BTreeSet<(String, &str)> =
            who.rows.iter().map(|row| (row.name.clone(), word(Some(row.verdict)))).collect();
        prop_assert_eq!(rows.len(), who.rows.len(), "a row stands twice");
        for (name, verdict) in &rows {
            // A quoted SID would be a name.
            let subject = if name.starts_with("S-1-") { name.clone() } else { format!("\"{name}\"") };
            let one = Question { subject, ..question.clone() };
            let answer = ask(&server, &one.can());
            prop_assert_eq!(word(answer.and_then(|answer| answer.verdict)), *verdict, "{}", one.can());
        }
        for name in ["ann", "bob", "CORP\\cy", "CORP\\dee", "NT AUTHORITY\\SYSTEM"] {
            let one = Question { subject: format!("\"{name}\""), ..question.clone() };
            let Some(answer) = ask(&server, &one.can()) else { continue };
            let listed = rows.iter().any(|(row, _)| row.eq_ignore_ascii_case(name) || row.ends_with(&format!("\\{name}")));
            let can = word(answer.verdict) != "no";
            prop_assert_eq!(listed, can, "{}", one.can());
        }
    }

    /// `which pools can` is `can pool`, asked for every pool.
    #[test]
    fn which_pools_lists_the_pools_that_can((facts, question) in asked()) {
        let server = server(&facts);
        let Some(which) = ask(&server, &question.which_pools()) else { return Ok(()) };
        for (pool, _) in server.pools() {
            let one = Question { subject: format!("pool \"{}\"", pool.name), ..question.clone() };
            let Some(answer) = ask(&server, &one.can()) else { continue };
            let row = which.rows.iter().find(|row| pool.name.is(&row.name));
            let listed = row.map_or("no", |row| word(Some(row.verdict)));
            prop_assert_eq!(listed, word(answer.verdict), "{}", one.can());
        }
    }

    /// `what can` is `can`, asked of every object.
    #[test]
    fn what_lists_the_objects_that_one_can((facts, question) in asked()) {
        let server = server(&facts);
        let Some(what) = ask(&server, &question.what()) else { return Ok(()) };
        for id in server.objects().in_order() {
            let path = server.objects().get(*id).path();
            let one = Question { object: format!("\"{path}\""), ..question.clone() };
            let Some(answer) = ask(&server, &one.can()) else { continue };
            let row = what.rows.iter().find(|row| row.name == path.as_str());
            let listed = row.map_or("no", |row| word(Some(row.verdict)));
            prop_assert_eq!(listed, word(answer.verdict), "{}", one.can());
        }
    }

    /// A number stands for its rows, and rows that are kept back are owned up to.
    #[test]
    fn numbers_and_limits_tell_how_many_there_are((facts, question) in asked(), limit in 1_usize..6) {
        let server = server(&facts);
        for form in [question.who(), question.what(), question.which_pools()] {
            let Some(all) = ask(&server, &form) else { continue };
            let yes = all.rows.iter().filter(|row| row.verdict == Verdict::Yes).count();
            prop_assert_eq!(all.total, yes);
            prop_assert!(all.complete);
            let counted = ask(&server, &format!("count {form}"));
            prop_assert_eq!(counted.map(|answer| answer.total), Some(all.total));
            let some = ask(&server, &format!("{form} limit {limit}"));
            let some = some.map(|answer| (answer.rows.len(), answer.total, answer.complete));
            prop_assert_eq!(some, Some((all.rows.len().min(limit), all.total, all.rows.len() <= limit)));
        }
    }

    /// What was said first is no truer than what was said last.
    #[test]
    fn the_order_of_facts_changes_no_answer(
        ((facts, question), shuffled) in asked().prop_flat_map(|(facts, question)| {
            let shuffled = Just(facts.clone()).prop_shuffle();
            (Just((facts, question)), shuffled)
        }),
    ) {
        let (one, other) = (server(&facts), server(&shuffled));
        for form in [question.can(), question.who(), question.what(), question.which_pools()] {
            prop_assert_eq!(told(&ask(&one, &form)), told(&ask(&other, &form)), "{}", form);
        }
    }

    /// Somebody whom nobody speaks of is nobody's business.
    #[test]
    fn an_account_that_nobody_mentions_changes_nothing_for_others(
        (facts, question) in asked(),
        is_user in any::<bool>(),
    ) {
        let name = Name::from("zoe");
        let account = if is_user {
            Statement::User { name, sid: None }
        } else {
            Statement::Group { name, sid: None }
        };
        let with: Vec<Fact> = facts.iter().cloned().chain([said(account)]).collect();
        let (without, with) = (server(&facts), server(&with));
        for form in [question.can(), question.what(), question.which_pools()] {
            prop_assert_eq!(told(&ask(&without, &form)), told(&ask(&with, &form)), "{}", form);
        }
    }

    /// Whatever is said and whatever is asked, there is an answer or a complaint, and either can be told.
    #[test]
    fn asking_never_panics(facts in facts::facts(), question in questions()) {
        let server = server(&facts);
        if let Ok(answer) = query::ask(&question.to_string(), &server, None) {
            let view = View::of(&answer);
            text(&view);
            json(&view);
            if let Some(proof) = &answer.proof {
                let _ = verify(proof, &server);
            }
        }
    }

    /// `why` asks for more reasons, not for another answer.
    #[test]
    fn why_has_the_verdict_of_the_question_without_it((facts, question) in asked()) {
        let server = server(&facts);
        let plain = ask(&server, &question.can());
        for prefix in ["why", "why not"] {
            let why = ask(&server, &format!("{prefix} {}", question.can()));
            prop_assert_eq!(
                why.map(|answer| answer.verdict),
                plain.as_ref().map(|answer| answer.verdict)
            );
        }
    }

    /// A person and a program are told the same.
    #[test]
    fn text_and_json_tell_the_same((facts, question) in asked()) {
        let server = server(&facts);
        for form in [question.can(), question.who(), question.what()] {
            let Some(answer) = ask(&server, &form) else { continue };
            let view = View::of(&answer);
            let program: serde_json::Value = serde_json::from_str(&json(&view)).expect("JSON");
            let fields = [
                "schema", "question", "verdict", "kind_of_no", "rows", "total", "wanted", "evidence",
                "gaps", "complete", "hint",
            ];
            for field in fields {
                prop_assert!(program.get(field).is_some(), "{}: no {}", form, field);
            }
            prop_assert_eq!(&program["schema"], "poolproof/answer/1");
            let person = text(&view);
            match answer.verdict {
                None => {
                    prop_assert!(program["verdict"].is_null());
                    prop_assert_eq!(program["rows"].as_array().map(Vec::len), Some(answer.rows.len()));
                }
                Some(verdict) => {
                    let word = word(Some(verdict));
                    prop_assert_eq!(&program["verdict"], word);
                    let first = person.lines().next().unwrap_or_default().to_lowercase();
                    prop_assert!(first.starts_with(word), "{first}");
                }
            }
            prop_assert_eq!(program["kind_of_no"].is_null(), !matches!(answer.verdict, Some(Verdict::No(_))));
        }
    }
}

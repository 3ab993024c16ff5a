//! Clauses: what they say, what they mean, and what becomes of mistakes.

use std::{collections::BTreeMap, rc::Rc};

use poolproof::{
    check::{Answers, Stop, Truth, holds, judge, premise},
    query::{
        Answer, Verdict,
        clause::{
            self, Bound, Naming,
            syntax::{Clause, ClauseKind},
        },
        syntax::{Actor, ActorKind, Question, Written},
    },
    text::{Source, Span},
};
use proptest::prelude::*;

use crate::spec::clause::{Table, certain, open_questions};

fn read(text: &str) -> Written<Clause> {
    match clause::clause(&Source::new("clause", text)) {
        Ok(clause) => clause,
        Err(complaint) => panic!("{text}\n{complaint:?}"),
    }
}

/// A claim about somebody.
fn claims() -> impl Strategy<Value = String> {
    let who = prop_oneof![
        Just("P"),
        Just("Q"),
        Just("pool A"),
        Just("P and Q"),
        Just("{P, pool A}"),
        Just("P or Q"),
        Just("no pool"),
        Just("every pool"),
        Just("some pool"),
        Just("every pool except pool A"),
        Just("no pool R where (R runs as alice)"),
        Just("at least 2 pools"),
        Just("at most 1 pools"),
        Just("exactly 2 pools"),
    ];
    let what = prop_oneof![
        Just("can read C:\\x"),
        Just("cannot write C:\\x"),
        Just("can read or write /secure"),
        Just("can read and write /secure"),
        Just("can come to write content of P"),
        Just("can become SYSTEM"),
        Just("is a member of Editors"),
        Just("is not a member of Editors"),
        Just("runs as alice"),
        Just("does not run as alice"),
        Just("starts"),
        Just("does not start"),
        Just("holds SeImpersonatePrivilege"),
        Just("shares an identity with Q"),
        Just("is protected from Q"),
        Just("is not strictly isolated from P with weaknesses"),
    ];
    (who, what).prop_map(|(who, what)| format!("{who} {what}"))
}

/// Clauses of a few claims.
fn clauses() -> impl Strategy<Value = String> {
    claims().prop_recursive(3, 8, 3, |inner| {
        let ranges = prop_oneof![
            Just("every pool P"),
            Just("some pool P"),
            Just("every pool P and every other pool Q"),
            Just("every pool P and some other pool Q"),
            Just("some pool Q and every other pool P"),
        ];
        prop_oneof![
            inner.clone().prop_map(|clause| format!("not ({clause})")),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|all| bracketed(&all, " and ")),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|all| bracketed(&all, " or ")),
            (inner.clone(), inner.clone())
                .prop_map(|(premise, then)| format!("if ({premise}) then ({then})")),
            (ranges.clone(), inner.clone()).prop_map(|(over, body)| format!("for {over}: {body}")),
            (ranges, inner.clone(), inner)
                .prop_map(|(over, such, body)| format!("for {over} where ({such}): ({body})")),
        ]
    })
}

fn bracketed(all: &[String], word: &str) -> String {
    let all: Vec<String> = all.iter().map(|clause| format!("({clause})")).collect();
    all.join(word)
}

// ---- Worlds that are tables

fn table() -> Table {
    let pool = |name: &str| {
        let text = format!("pool {name} starts");
        let clause = read(&text).node;
        match clause {
            Clause::Said(said) => match said.subject {
                clause::syntax::Whom::Named(set) => match set.node {
                    poolproof::query::syntax::Set::One(Actor::Named { account, .. }) => {
                        Bound::Acts(account)
                    }
                    other => panic!("{other:?}"),
                },
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    };
    let pools = ["A", "B", "C"].map(pool).to_vec();
    Table {
        kinds: BTreeMap::from([(ClauseKind::Actor(ActorKind::Pool), pools)]),
        answers: by_letters,
    }
}

/// A yes, a no or neither, by nothing but the letters of the question.
fn by_letters(question: &str) -> Verdict {
    let sum = question.bytes().fold(7_u32, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u32::from(byte))
    });
    match (sum >> 7) % 5 {
        0 | 1 => Verdict::Yes,
        2 | 3 => Verdict::No(poolproof::query::KindOfNo::Denied),
        _ => Verdict::Unknown,
    }
}

impl Answers for Table {
    fn everything(&mut self, kind: ClauseKind) -> Rc<[Bound]> {
        self.kinds.get(&kind).cloned().unwrap_or_default().into()
    }

    fn accounts(&mut self) -> Rc<[Bound]> {
        Rc::new([])
    }

    fn ask(&mut self, question: &Question) -> Result<Verdict, Stop> {
        let mut plain = question.clone();
        plain.modifiers.clear();
        Ok((self.answers)(&plain.to_string()))
    }

    fn names(&mut self, who: &Bound, named: &Actor, _: Span) -> Result<Naming, Stop> {
        Ok(if who.actor() == *named {
            Naming::Himself
        } else {
            Naming::Another
        })
    }

    fn has_members(&mut self, _: &Actor) -> bool {
        false
    }

    fn evidence(&mut self, _: &Question) -> Option<Answer> {
        None
    }
}

fn truth(clause: &Clause) -> Truth {
    holds(clause, &mut table()).expect("tables answer everything")
}

fn as_truth(certain: Option<bool>) -> Truth {
    certain.map_or(Truth::Open, Truth::of)
}

// ---- Text

proptest! {
    /// A clause in a report can be put into a file again.
    #[test]
    fn what_is_read_from_a_printed_clause_is_that_clause(text in clauses()) {
        let once = read(&text);
        let printed = once.node.to_string();
        let again = read(&printed);
        prop_assert_eq!(&again.node, &once.node, "{}", printed);
        prop_assert_eq!(again.node.to_string(), printed);
    }

    /// Comments, line ends and indentation are for people.
    #[test]
    fn a_clause_may_be_broken_into_lines_anywhere(text in clauses(), pad in 0_usize..4) {
        let blanks = format!("   # why\n{}", " ".repeat(pad));
        let broken = format!("assert \"x\":\n{}\n# end\n", text.replace(' ', &blanks));
        // A path has no blank, and a phrase of several words is one keyword.
        let whole = format!("assert \"x\": {text}");
        let (read, wrong) = clause::file(&Source::new("a.inv", whole));
        prop_assert!(wrong.is_empty());
        let (again, wrong) = clause::file(&Source::new("b.inv", broken));
        prop_assert!(wrong.is_empty(), "{:?}", wrong);
        prop_assert_eq!(read, again);
    }

    /// A wrong sentence costs only itself, and each is told with its own line.
    #[test]
    fn every_mistake_of_a_file_is_told(all in prop::collection::vec(prop::option::of(clauses()), 1..8)) {
        let mut text = String::new();
        let mut expected = Vec::new();
        for (at, clause) in all.iter().enumerate() {
            match clause {
                Some(clause) => text.push_str(&format!("assert \"s{at}\":\n  {clause}\n")),
                None => {
                    text.push_str(&format!("assert \"s{at}\":\n  pool A can fly\n"));
                    expected.push(u32::try_from(2 * at + 2).expect("few lines"));
                }
            }
        }
        let (read, wrong) = clause::file(&Source::new("a.inv", text));
        let lines: Vec<u32> = wrong
            .iter()
            .filter_map(|one| one.place.as_ref())
            .map(|place| place.line)
            .collect();
        prop_assert_eq!(lines, expected);
        prop_assert_eq!(read.len(), all.iter().flatten().count());
    }

    /// Whatever stands in a file, reading ends with sentences or complaints.
    #[test]
    fn no_text_stops_the_reader(words in prop::collection::vec(
        prop::sample::select(vec![
            "assert", "invariant", "\"x\"", ":", "for", "every", "other", "pool", "P", "where", "if", "then", "not",
            "and", "or", "(", ")", "{", "}", ",", "can", "cannot", "read", "write", "C:\\x", "is", "a member of",
            "only", "nobody", "at least", "2", "pools", "except", "shares", "do not", "share an identity", "content of",
            "protected from", "\n", "#", "\"", "runs as", "become", "come to", "what", "reads or runs",
        ]), 0..40)) {
        let text = words.join(" ");
        let (read, wrong) = clause::file(&Source::new("a.inv", text));
        prop_assert!(!read.is_empty() || !wrong.is_empty());
    }
}

/// Nothing nests deeper than 64, and what would is refused before it is parsed.
#[test]
fn what_nests_too_deep_is_refused() {
    let deep = |open: &str, close: &str, times: usize| {
        format!("{}pool A starts{}", open.repeat(times), close.repeat(times))
    };
    for (open, close) in [
        ("(", ")"),
        ("not (", ")"),
        ("not ", ""),
        ("if pool A starts then ", ""),
        ("if pool A starts and ", " then pool A starts"),
        ("for every pool P: ", ""),
    ] {
        let code = |text: &str| {
            let read = clause::clause(&Source::new("clause", text));
            read.err().map(|complaint| complaint.code)
        };
        assert_eq!(code(&deep(open, close, 30)), None, "{open}");
        assert_eq!(code(&deep(open, close, 1_500)), Some("too-deep"), "{open}");
    }
}

// ---- Meaning

proptest! {
    /// A clause is certain if every completion of what is open agrees; trying all of them is slow and right.
    #[test]
    fn a_clause_comes_to_what_all_completions_agree_on(text in clauses()) {
        let clause = read(&text).node;
        prop_assume!(open_questions(&clause, &table()) <= 8);
        let expected = as_truth(certain(&clause, &table()));
        prop_assert_eq!(truth(&clause), expected, "{}", text);
        let judged = judge(&clause, &mut table()).expect("tables answer everything");
        prop_assert_eq!(judged.truth, expected);
    }

    /// De Morgan: to deny both is to deny one of them.
    #[test]
    fn to_deny_several_is_to_deny_one_of_them(one in clauses(), other in clauses()) {
        let both = read(&format!("not (({one}) and ({other}))"));
        let either = read(&format!("(not ({one})) or (not ({other}))"));
        prop_assert_eq!(truth(&both.node), truth(&either.node));
    }

    /// `if` is no more than this.
    #[test]
    fn if_then_is_not_or(one in clauses(), other in clauses()) {
        let implied = read(&format!("if ({one}) then ({other})"));
        let either = read(&format!("(not ({one})) or ({other})"));
        prop_assert_eq!(truth(&implied.node), truth(&either.node));
    }

    /// What is claimed first makes no difference.
    #[test]
    fn the_order_of_claims_does_not_matter(all in prop::collection::vec(clauses(), 2..4)) {
        let reversed: Vec<String> = all.iter().rev().cloned().collect();
        for word in [" and ", " or "] {
            let one = truth(&read(&bracketed(&all, word)).node);
            prop_assert_eq!(one, truth(&read(&bracketed(&reversed, word)).node));
        }
    }

    /// Not every one means that for one it is not so.
    #[test]
    fn not_every_is_some_not(body in clauses()) {
        let not_every = read(&format!("not (for every pool P: ({body}))"));
        let some_not = read(&format!("for some pool P: not ({body})"));
        prop_assert_eq!(truth(&not_every.node), truth(&some_not.node));
    }

    /// A count is at least and at most itself; `no` is at most none.
    #[test]
    fn counts_agree(count in 0_u32..5) {
        let told = |how: &str| truth(&read(&format!("{how} pools can read C:\\x")).node);
        let exactly = told(&format!("exactly {count}"));
        let (least, most) = (told(&format!("at least {count}")), told(&format!("at most {count}")));
        if exactly == Truth::Holds {
            prop_assert_eq!((least, most), (Truth::Holds, Truth::Holds));
        }
        if least == Truth::Fails || most == Truth::Fails {
            prop_assert_eq!(exactly, Truth::Fails);
        }
        prop_assert_eq!(told("at most 0"), truth(&read("no pool can read C:\\x").node));
    }

    /// A claim that is a witness came out as the witness says.
    #[test]
    fn a_witness_says_what_was_answered(text in clauses()) {
        let clause = read(&text).node;
        let judged = judge(&clause, &mut table()).expect("tables answer everything");
        for claim in &judged.witness.claims {
            let mut plain = claim.question.clone();
            plain.modifiers.clear();
            let answered = Truth::of_verdict(by_letters(&plain.to_string()));
            prop_assert_eq!(claim.truth, answered, "{}", plain);
        }
    }

    /// What supposes nothing that is so holds, and is told to hold emptily.
    #[test]
    fn an_unmet_premise_is_told(body in clauses()) {
        let clause = read(&format!("if pool A starts and not pool A starts then ({body})")).node;
        let mut world = table();
        world.answers = |_| Verdict::Yes;
        prop_assert_eq!(premise(&clause, &mut world).expect("answered"), Truth::Fails);
        prop_assert_eq!(holds(&clause, &mut world).expect("answered"), Truth::Holds);
    }
}

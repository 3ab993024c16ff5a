//! Hunting invariants: the fast way says of every world what building it says, and the last sentence of the story holds by chance too.

use std::fs;

use poolproof::{
    query::clause::{
        self,
        syntax::{Clause, Count, Insisted, Said, Whom},
    },
    search::hunt::{
        Alphabet, ByClause, Finding, Ground, Judge, Plan, Scope, Symmetry, Wish, sketches,
    },
    text::Source,
    world::{IisVersion, print},
};
use proptest::prelude::*;

/// Every sentence that is hunted in the story, and some that speak of what they do not.
fn sentences() -> Vec<Insisted> {
    let mut texts: Vec<String> = fs::read_dir("invariants")
        .expect("there is a folder of invariants")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|end| end == "inv"))
        .map(|path| fs::read_to_string(path).expect("a file of text"))
        .collect();
    texts.sort();
    texts.push(
        "invariant \"of one\": for every pool P and every other pool Q: \
         if P cannot read what Q reads or runs and not Q can write stored secrets then P cannot write folders above content of Q"
            .to_owned(),
    );
    texts
        .into_iter()
        .flat_map(|text| {
            let (read, wrong) = clause::file(&Source::new("a sentence", text));
            assert!(wrong.is_empty(), "{wrong:?}");
            read
        })
        .collect()
}

fn scopes() -> impl Strategy<Value = Scope> {
    let versions = prop::sample::select(vec![
        IisVersion::V6_0,
        IisVersion::V7_0,
        IisVersion::V8_5,
        IisVersion::V10_0,
    ]);
    (2..4_usize, 0..2_usize, versions).prop_map(|(pools, groups, iis)| Scope {
        pools,
        groups,
        folders: pools,
        iis,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// What is looked up in tables is what the server of the world answers: whether it breaks, and whether the premise is met.
    #[test]
    fn a_sentence_is_judged_fast_as_it_is_on_the_server((scope, world) in scopes().prop_flat_map(|scope| {
        let alphabet = Alphabet::of(&scope.facts());
        (Just(scope), sketches(&alphabet, 4))
    }), which in any::<prop::sample::Index>()) {
        let base = scope.facts();
        let alphabet = Alphabet::of(&base);
        let sentences = sentences();
        let sentence: &Insisted = which.get(&sentences);
        let mut judge = ByClause::new(sentence.clone(), &base, &alphabet);
        let fast = judge.of_world(&alphabet, &base, &world);
        let facts = alphabet.world(&base, &world);
        let slow = judge.of_facts(&facts);
        prop_assert_eq!(fast.finding, slow.finding, "{}\n{}", sentence.name.node, print(&facts));
        prop_assert_eq!(fast.met > 0, slow.met > 0, "{}\n{}", sentence.name.node, print(&facts));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// Where there is no first step there is none at all. It is told of the rules of this program, not of Windows.
    #[test]
    fn no_world_by_chance_breaks_the_last_sentence(scope in scopes(), seed in any::<u64>()) {
        let base = scope.facts();
        let alphabet = Alphabet::of(&base);
        let symmetry = Symmetry::none();
        let ground = Ground { base: &base, alphabet: &alphabet, symmetry: &symmetry, renamings: &[] };
        let last = sentences().into_iter().find(|one| one.name.node == "no first step").expect("the last sentence");
        let mut judge = ByClause::new(last, &base, &alphabet);
        let plan = Plan::Chance { seed, worlds: 400, statements: 10 };
        let tally = ground.hunt(plan, Some(1), &mut judge, &mut |_| Wish::GoOn);
        let found: Vec<String> = tally.found.iter().map(|found| print(&found.facts)).collect();
        prop_assert_eq!(found, Vec::<String>::new());
        prop_assert_eq!(tally.disputed, 0);
        prop_assert!(tally.met > 0, "it is tried");
    }
}

fn said(text: &str) -> Said {
    match clause::clause(&Source::new("clause", text)) {
        Ok(read) => match read.node {
            Clause::Said(said) => said,
            other => panic!("{text} is {other:?}"),
        },
        Err(complaint) => panic!("{text}: {complaint:?}"),
    }
}

/// A claim that is denied is denied however its words are written: hunts of what it would mean without `not` are vacuous.
#[test]
fn words_of_clauses_are_understood_in_any_case() {
    for (text, denied) in [
        ("P and Q do not share an identity", true),
        ("P and Q DO NOT SHARE AN IDENTITY", true),
        ("P and Q share an identity", false),
        ("P and Q share the same identity", false),
        ("P does not share an identity with Q", true),
        ("P does not share an identity with any token of Q", true),
        (
            "no pool except P shares an identity with any token of P",
            false,
        ),
        ("any token of P holds SeDebugPrivilege", false),
        ("P is not a member of Editors", true),
        ("P Cannot read what others than Q read or run", true),
        ("P can not read stored secrets", true),
    ] {
        assert_eq!(said(text).predicate.denied, denied, "{text}");
    }
    for (text, wanted) in [
        ("at least 2 pools can read C:\\x", Count::AtLeast(2)),
        ("At Least 2 pools can read C:\\x", Count::AtLeast(2)),
        ("at most 3 pools can read C:\\x", Count::AtMost(3)),
        ("AT MOST 3 pools can read C:\\x", Count::AtMost(3)),
        ("exactly 1 pools can read C:\\x", Count::Exactly(1)),
        ("no pool can read C:\\x", Count::No),
        ("some pool can read C:\\x", Count::AtLeast(1)),
    ] {
        match said(text).subject {
            Whom::Ranged { count, .. } => assert_eq!(count, wanted, "{text}"),
            other => panic!("{text} is about {other:?}"),
        }
    }
    let negated = clause::clause(&Source::new("clause", "Not P can read C:\\x"));
    assert!(matches!(negated.expect("a clause").node, Clause::Not(_)));
}

/// A hunt that leaves off says so: what was found is kept, and the rest is called not searched.
#[test]
fn a_hunt_that_is_stopped_keeps_what_it_found() {
    let scope = Scope {
        pools: 2,
        groups: 0,
        folders: 1,
        iis: IisVersion::V6_0,
    };
    let base = scope.facts();
    let alphabet = Alphabet::of(&base);
    let symmetry = Symmetry::of(&scope, &alphabet);
    let ground = Ground {
        base: &base,
        alphabet: &alphabet,
        symmetry: &symmetry,
        renamings: &[],
    };
    let paper = sentences()
        .into_iter()
        .find(|one| one.name.node == "unique identities isolate")
        .expect("the first");
    let mut judge = ByClause::new(paper, &base, &alphabet);
    let until = |found: usize| {
        move |tally: &poolproof::search::hunt::Tally| {
            if tally.found.len() >= found {
                Wish::Stop
            } else {
                Wish::GoOn
            }
        }
    };
    let tally = ground.hunt(
        Plan::Exhaustive { within: 1 },
        None,
        &mut judge,
        &mut until(2),
    );
    assert_eq!((tally.found.len(), tally.complete), (2, false));
    for found in &tally.found {
        assert_eq!(judge.of_facts(&found.facts).finding, Finding::Broken);
    }
}

//! Questions about steps: what they have to do with what can be done now, with each other, and with the steps that are shown.

use poolproof::{
    iis,
    query::{Answer, Asker, Ground, LazyFootprint, Verdict},
    search::reach_worlds::{POOLS, servers, servers_with_gaps},
    world::{Fact, Server},
};
use proptest::{prelude::*, sample::select};

use super::many;

fn server(facts: &[Fact]) -> Server {
    iis::serve(facts.to_vec()).0
}

/// Asks several questions of one server; what is refused, a verb that means nothing there, is `None`.
fn ask<const N: usize>(server: &Server, questions: [String; N]) -> [Option<Answer>; N] {
    let footprint = LazyFootprint::new();
    let asker = Asker::new(server, &footprint);
    questions.map(|question| asker.ask(&question, None).ok())
}

fn verdict(answer: &Option<Answer>) -> Option<Verdict> {
    answer.as_ref()?.verdict
}

fn is_yes(answer: &Option<Answer>) -> bool {
    verdict(answer) == Some(Verdict::Yes)
}

fn is_no(answer: &Option<Answer>) -> bool {
    matches!(verdict(answer), Some(Verdict::No(_)))
}

/// Yes, no or unknown, whatever kind of no.
fn word(answer: &Option<Answer>) -> Option<&'static str> {
    verdict(answer).map(|verdict| match verdict {
        Verdict::Yes => "yes",
        Verdict::No(_) => "no",
        Verdict::Unknown => "unknown",
    })
}

fn subjects() -> impl Strategy<Value = &'static str> {
    select(vec![
        "pool Red",
        "pool Green",
        "ann",
        "bob",
        "anonymous",
        "site Shop",
        "Staff",
    ])
}

fn verbs() -> impl Strategy<Value = &'static str> {
    select(vec![
        "read",
        "write",
        "delete",
        "create files in",
        "change permissions of",
        "control",
        "(RX)",
        "execute",
    ])
}

fn objects() -> impl Strategy<Value = &'static str> {
    select(vec![
        "C:\\green",
        "C:\\red",
        "C:\\green\\web.config",
        "C:\\green\\sub",
        "C:\\files",
        "C:\\nowhere\\at\\all",
        "content of pool Green",
    ])
}

proptest! {
    #![proptest_config(many())]

    /// What a token of now is granted needs no step; steps only add to it.
    #[test]
    fn what_can_be_done_now_can_be_come_to(
        facts in servers(), who in subjects(), verb in verbs(), object in objects(),
    ) {
        let server = server(&facts);
        let [now, steps] = ask(&server, [
            format!("can {who} {verb} {object}"),
            format!("can {who} come to {verb} {object}"),
        ]);
        prop_assert_eq!(now.is_some(), steps.is_some());
        prop_assert!(!is_yes(&now) || is_yes(&steps), "{:?}", steps);
        prop_assert!(!is_no(&steps) || is_no(&now), "{:?}", now);
    }

    /// `directly` leaves no steps.
    #[test]
    fn directly_is_now(
        facts in servers_with_gaps(), who in subjects(), verb in verbs(), object in objects(),
    ) {
        let server = server(&facts);
        let [now, steps] = ask(&server, [
            format!("can {who} {verb} {object}"),
            format!("can {who} come to {verb} {object} directly"),
        ]);
        prop_assert_eq!(verdict(&now), verdict(&steps));
    }

    /// Who may take more steps comes to no less.
    #[test]
    fn more_steps_only_add(facts in servers(), who in subjects(), verb in verbs(), object in objects(), most in 0_u32..6) {
        let server = server(&facts);
        let [few, more, any] = ask(&server, [
            format!("can {who} come to {verb} {object} through at most {most} steps"),
            format!("can {who} come to {verb} {object} through at most {} steps", most + 1),
            format!("can {who} come to {verb} {object}"),
        ]);
        prop_assert!(!is_yes(&few) || is_yes(&more));
        prop_assert!(!is_yes(&more) || is_yes(&any));
    }

    /// A rule only adds claims, and a known weakness is a rule.
    #[test]
    fn weaknesses_only_add(facts in servers(), who in subjects()) {
        let server = server(&facts);
        let [become_it, weak, protected, weakly] = ask(&server, [
            format!("can {who} become pool Green"),
            format!("can {who} become pool Green with weaknesses"),
            format!("is pool Green protected from {who}"),
            format!("is pool Green protected from {who} with weaknesses"),
        ]);
        prop_assert!(!is_yes(&become_it) || is_yes(&weak));
        prop_assert!(!is_no(&protected) || is_no(&weakly));
    }

    /// One that is protected is so in each of the three parts, and one part that is not is enough.
    #[test]
    fn protected_is_all_of_its_parts(facts in servers_with_gaps(), who in subjects()) {
        let server = server(&facts);
        let [protected] = ask(&server, [format!("is pool Green protected from {who}")]);
        if let Some(answer) = protected {
            let all: Vec<Verdict> = answer.rows.iter().map(|row| row.verdict).collect();
            prop_assert_eq!(all.len(), 3);
            let no = all.iter().any(|part| matches!(part, Verdict::No(_)));
            let unknown = all.contains(&Verdict::Unknown);
            let whole = match (no, unknown) {
                (true, _) => "no",
                (false, true) => "unknown",
                (false, false) => "yes",
            };
            prop_assert_eq!(word(&Some(answer)), Some(whole));
        }
    }

    /// Isolation goes both ways: it is being protected from each other, and has no first.
    #[test]
    fn isolated_is_protected_both_ways(facts in servers_with_gaps()) {
        let server = server(&facts);
        let [one, other, there, back, strictly] = ask(&server, [
            "is pool Red isolated from pool Green".to_owned(),
            "is pool Green isolated from pool Red".to_owned(),
            "is pool Red protected from pool Green".to_owned(),
            "is pool Green protected from pool Red".to_owned(),
            "is pool Red strictly isolated from pool Green".to_owned(),
        ]);
        prop_assert_eq!(word(&one), word(&other));
        prop_assert_eq!(is_yes(&one), is_yes(&there) && is_yes(&back));
        prop_assert_eq!(is_no(&one), is_no(&there) || is_no(&back));
        prop_assert!(!is_yes(&strictly) || is_yes(&one));
    }

    /// A pair that is a row is one of which the question alone says so.
    #[test]
    fn pairs_are_those_that_are_not_isolated(facts in servers()) {
        let server = server(&facts);
        let [pairs, red_green, all] = ask(&server, [
            "which pairs of pools are not isolated".to_owned(),
            "is pool Red isolated from pool Green".to_owned(),
            "are all pools isolated from each other".to_owned(),
        ]);
        if let (Some(pairs), Some(_)) = (pairs, verdict(&red_green)) {
            let row = pairs.rows.iter().find(|row| ["Red and Green", "Green and Red"].contains(&row.name.as_str()));
            let found = row.map(|row| row.verdict);
            let expected = match verdict(&red_green) {
                Some(Verdict::No(_)) => Some(Verdict::Yes),
                Some(Verdict::Unknown) => Some(Verdict::Unknown),
                Some(Verdict::Yes) | None => None,
            };
            prop_assert_eq!(found, expected);
            prop_assert_eq!(is_yes(&all), pairs.rows.is_empty());
        }
    }

    /// The chain that is shown is a shortest one: with as many steps as it has it is still a yes, with one less no longer.
    #[test]
    fn the_chain_shown_has_the_steps_that_it_needs(facts in servers(), from in subjects()) {
        let server = server(&facts);
        let [free] = ask(&server, [format!("can {from} become pool Green")]);
        let shown = |answer: &Answer| {
            let is_step = |ground: &Ground| matches!(ground, Ground::Step { .. });
            answer.evidence.iter().filter(|step| is_step(&step.ground)).count()
        };
        if let (true, Some(answer)) = (is_yes(&free), &free) {
            // A part that is used twice is shown once and counted twice.
            let shown = shown(answer);
            let mut least = shown;
            let enough = |most: usize| {
                let [within] = ask(&server, [
                    format!("can {from} become pool Green through at most {most} steps"),
                ]);
                is_yes(&within)
            };
            while least < shown + 12 && !enough(least) {
                least += 1;
            }
            prop_assert!(enough(least));
            prop_assert!(shown == 0 || !enough(shown - 1));
        }
    }

    /// What somebody can become is a row of what he can become, and nobody is one that he cannot.
    #[test]
    fn rows_of_become_are_claims_of_become(facts in servers(), pool in select(&POOLS[..])) {
        let server = server(&facts);
        let [who, red, green] = ask(&server, [
            format!("which pools can become pool {pool}"),
            format!("can pool Red become pool {pool}"),
            format!("can pool Green become pool {pool}"),
        ]);
        if let Some(who) = who {
            for (name, alone) in [("Red", &red), ("Green", &green)] {
                let row = who.rows.iter().any(|row| row.name == name && row.verdict == Verdict::Yes);
                prop_assert_eq!(row, is_yes(alone));
            }
        }
    }
}

//! The rules over one server: what the table says, and that the program that it makes can be relied on.

use poolproof::{
    iis,
    nt::{
        AccessMask, ObjectKind, Rules, SecurityDescriptor, Token, Wish, access_check,
        sideways::Bearers,
    },
    reach::{
        Bound, Bring, Claim, Condition, Holds, Kind, ObjectId, Reach, RuleSet, actor::Actor, rules,
    },
    search::access::{descriptors, plain_descriptors, plain_tokens, tokens},
    world::{
        Fact, Footprint, Server,
        footprint::{Party, Securable},
    },
};
use proptest::{collection::vec, prelude::*};

use crate::support::{served::worlds, worlds};

const OURS: [&str; 6] = ["annex", "cellar", "orchard", "halves", "weaver", "requests"];

fn pools(server: &Server, footprint: &Footprint) -> Vec<Actor> {
    let mut actors: Vec<Actor> = server
        .pools()
        .map(|(pool, _)| Actor {
            code: footprint.begins_in(&Party::Pool(pool.name.clone())),
            ..Actor::default()
        })
        .collect();
    actors.extend(footprint.ids().map(|(host, _)| Actor {
        code: vec![host],
        ..Actor::default()
    }));
    actors
}

/// What an actor comes to, in words: numbers differ from one program to another.
fn closed(reach: &Reach<'_>, actor: &Actor, bound: Bound, rules: RuleSet) -> Vec<String> {
    let seeds = reach.seeds(actor, bound);
    let closed = reach.program().close(&seeds, reach.truth(bound), rules);
    let mut words: Vec<String> = closed
        .iter()
        .map(|id| reach.claim(id))
        .filter(|claim| !matches!(claim, Claim::WieldsOneOf(_)))
        .map(|claim| reach.words(&claim))
        .collect();
    words.sort();
    words.dedup();
    words
}

/// Every rule of the catalogue has its row, in its place, and says what it says and who says so.
#[test]
fn the_table_has_a_row_for_every_step() {
    let names: Vec<&str> = rules::RULES.iter().map(|row| row.name).collect();
    for number in 1..=33 {
        let name = format!("E{number}");
        assert!(names.contains(&name.as_str()), "{name} has no row");
    }
    let weak: Vec<&str> = rules::RULES
        .iter()
        .filter(|row| row.kind == Kind::Weakness)
        .map(|row| row.name)
        .collect();
    assert_eq!(weak, ["E11", "E12", "E13", "E14", "E27"]);
    for row in rules::RULES {
        assert!(
            !row.clause.is_empty() && !row.says.is_empty() && !row.source.is_empty(),
            "{row:?}"
        );
        assert_eq!(
            rules::by_name(&row.name.to_lowercase()).map(|id| rules::rule(id).name),
            Some(row.name)
        );
    }
}

/// What a set of rules leaves out is left out, and a name that no rule has is told.
#[test]
fn rules_are_chosen_by_their_names() {
    let weak = rules::by_name("E11").expect("a row");
    let plain = rules::chosen(&[], &[]).expect("no names");
    assert!(!plain.contains(weak));
    assert!(rules::chosen(&["e11"], &[]).expect("a name").contains(weak));
    let without = rules::chosen(&[], &["E4"]).expect("a name");
    assert!(!without.contains(rules::by_name("E4").expect("a row")));
    assert_eq!(rules::chosen(&["E99"], &[]), Err("E99".to_owned()));
}

/// The table in the documents is the table.
#[test]
fn the_document_has_the_table() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/model.md");
    let text = std::fs::read_to_string(file).expect("the model is documented");
    let block = text
        .split_once("<!-- rules -->\n")
        .and_then(|(_, rest)| rest.split_once("<!-- /rules -->"))
        .map(|(block, _)| block);
    assert_eq!(block, Some(rules::table().as_str()));
}

/// Objects are taken together only where nothing tells them apart, so nobody comes to anything else.
fn classes_tell_nothing_apart(server: &Server) {
    let footprint = iis::footprint(server);
    let each = Reach::new(server, &footprint, Bring::default());
    let objects: Vec<Securable> = each
        .objects()
        .map(|(_, object)| object.what.clone())
        .collect();
    let bring = || Bring {
        objects: objects.clone(),
        ..Bring::default()
    };
    let brought = Reach::in_classes(server, &footprint, bring());
    let together = Reach::in_classes(server, &footprint, Bring::default());
    for actor in pools(server, &footprint) {
        for bound in [Bound::Known, Bound::Possible] {
            for rules in [rules::granted(), rules::all()] {
                let one = of_objects(&each, &objects, &actor, bound, rules);
                assert_eq!(one, of_objects(&brought, &objects, &actor, bound, rules));
                let plain = |reach| -> Vec<String> {
                    let words = closed(reach, &actor, bound, rules);
                    let told = [
                        "runs code",
                        "acts as",
                        "knows",
                        "puts accounts",
                        "is as good",
                    ];
                    let is_told = |word: &String| told.iter().any(|start| word.starts_with(start));
                    words.into_iter().filter(is_told).collect()
                };
                assert_eq!(plain(&each), plain(&together));
            }
        }
    }
}

/// What an actor comes to on these objects.
fn of_objects(
    reach: &Reach<'_>,
    objects: &[Securable],
    actor: &Actor,
    bound: Bound,
    rules: RuleSet,
) -> Vec<(Securable, [bool; 3])> {
    let seeds = reach.seeds(actor, bound);
    let closed = reach.program().close(&seeds, reach.truth(bound), rules);
    let claims: [fn(ObjectId) -> Claim; 3] = [Claim::Reads, Claim::Writes, Claim::Free];
    let holds = |claim: Claim| {
        let id = reach.claim_id(&claim);
        id.is_some_and(|id| closed.holds(id))
    };
    objects
        .iter()
        .map(|what| {
            let object = reach.object_of(what).expect("it was brought");
            (what.clone(), claims.map(|claim| holds(claim(object))))
        })
        .collect()
}

/// Random worlds are small; our stories have servers of every version with folders that share their lists.
#[test]
fn nothing_tells_the_objects_of_a_class_in_our_stories_apart() {
    for name in OURS {
        classes_tell_nothing_apart(&worlds::server(name));
    }
}

/// Compares the list walked once with a check for each token and right; how many answers there were.
fn sideways_agrees(descriptor: &SecurityDescriptor, tokens: &[Token], rules: Rules) -> usize {
    let kind = ObjectKind::Folder;
    let rights = [0x1, 0x2, 0x4, 0x40, 0x1_0000, 0x4_0000, 0x8_0000].map(AccessMask);
    let all: Vec<Option<Token>> = tokens.iter().cloned().map(Some).collect();
    let bearers = Bearers::new(&all);
    let Some(found) = bearers.granted(descriptor, kind, rules, &rights) else {
        return 0;
    };
    let mut answers = 0;
    for (at, token) in tokens.iter().enumerate() {
        for (right, several) in rights.iter().zip(&found) {
            if !bearers.plain().contains(at) {
                assert!(!several.contains(at));
                continue;
            }
            let wish = Wish {
                rules,
                ..Wish::new(kind, *right)
            };
            let granted =
                access_check(descriptor, token, &wish).is_ok_and(|decision| decision.is_granted());
            assert_eq!(several.contains(at), granted, "{right}");
            answers += 1;
        }
    }
    answers
}

/// A clause that holds in no completion can bring nothing, so leaving it out changes nothing.
fn leaving_out_changes_nothing(server: &Server) {
    let footprint = iis::footprint(server);
    let some = Reach::new(server, &footprint, Bring::default());
    let every = Reach::open(server, &footprint, Bring::default());
    for actor in pools(server, &footprint) {
        for bound in [Bound::Known, Bound::Possible] {
            for rules in [rules::granted(), rules::all()] {
                assert_eq!(
                    closed(&some, &actor, bound, rules),
                    closed(&every, &actor, bound, rules)
                );
            }
        }
    }
}

/// Random worlds seldom have components, filters and services; our stories have them.
#[test]
fn clauses_that_never_hold_can_be_left_out_of_our_stories() {
    for name in OURS {
        leaving_out_changes_nothing(&worlds::server(name));
    }
}

/// Every condition of a step that is told can be explained, and one that is told as known is proved by a check that grants.
fn steps_are_explained(server: &Server) {
    let footprint = iis::footprint(server);
    let reach = Reach::new(server, &footprint, Bring::default());
    for actor in pools(server, &footprint) {
        for (token, _) in reach.wielded(&actor, rules::granted(), Bound::Known) {
            let found = reach.come_to(&actor, &[Claim::Wields(token)], rules::granted());
            let poolproof::reach::Reached::Yes(derivation) = found else {
                panic!("a token that is wielded is come to");
            };
            for step in derivation.in_order() {
                for condition in reach.conditions_of(step) {
                    let grounds = reach.explain(&condition);
                    assert!(grounds.known, "{condition:?}");
                    if let Condition::Grants { .. } = condition {
                        assert_eq!(reach.holds(&condition), Holds::Yes);
                        let proof = grounds.proof.as_ref();
                        let outcome = proof.map(|proof| proof.outcome);
                        assert!(
                            outcome.is_none_or(|outcome| outcome == poolproof::reach::Outcome::Yes),
                            "{condition:?}"
                        );
                    }
                }
            }
        }
    }
}

/// A reader follows a chain step by step, so each must say what it stands on, and a known one must be granted by the check.
#[test]
fn every_step_in_our_stories_is_explained() {
    for name in OURS {
        steps_are_explained(&worlds::server(name));
    }
}

fn served(facts: Vec<Fact>) -> Server {
    iis::serve(facts).0
}

proptest! {
    /// A list walked once for many tokens gives each what a check of its own gives.
    #[test]
    fn the_check_turned_sideways_agrees_with_the_check(
        descriptor in descriptors(),
        tokens in vec(tokens(), 1..6),
        old in any::<bool>(),
    ) {
        let rules = if old { Rules::BEFORE_VISTA } else { Rules::TODAY };
        sideways_agrees(&descriptor, &tokens, rules);
    }

    /// And it passes on no question about plain lists and tokens.
    #[test]
    fn the_check_turned_sideways_answers_every_plain_question(
        descriptor in plain_descriptors(),
        tokens in vec(plain_tokens(), 1..6),
    ) {
        prop_assert!(sideways_agrees(&descriptor, &tokens, Rules::TODAY) > 0);
    }

    /// Objects of one class are alike in every way that a rule could ask for.
    #[test]
    fn nothing_tells_the_objects_of_a_class_apart(facts in worlds()) {
        classes_tell_nothing_apart(&served(facts));
    }

    /// What is left out of a program because it can never hold is of no use to anybody.
    #[test]
    fn clauses_that_never_hold_can_be_left_out(facts in worlds()) {
        leaving_out_changes_nothing(&served(facts));
    }

    /// What nobody knows widens what is possible and takes nothing from it.
    #[test]
    fn what_is_certain_is_possible(facts in worlds()) {
        let server = served(facts);
        let footprint = iis::footprint(&server);
        let reach = Reach::new(&server, &footprint, Bring::default());
        for actor in pools(&server, &footprint) {
            let possible = closed(&reach, &actor, Bound::Possible, rules::granted());
            for claim in closed(&reach, &actor, Bound::Known, rules::granted()) {
                prop_assert!(possible.contains(&claim), "{claim}");
            }
        }
    }
}

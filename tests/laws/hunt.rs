//! Hunting: what is found fails, is small, and is found again; renaming changes nothing; fast and slow agree.

use std::{collections::BTreeSet, ops::ControlFlow};

use poolproof::{
    iis,
    nt::{AccessMask, Wish, access_check},
    query::{self, Verdict},
    search::hunt::{
        Alphabet, BySentence, Finding, Ground, Judgement, Lines, PLANES, Plan, Renaming, Scope,
        Symmetry, Wish as Go, Worlds, shrink, sketches, smaller,
    },
    text::{Severity, Source},
    world::{Fact, IisVersion, ObjectNoun, WinPath, footprint::Securable, print, read},
};
use proptest::prelude::*;

const SMALL: Scope = Scope {
    pools: 2,
    groups: 1,
    folders: 2,
    iis: IisVersion::V6_0,
};

fn scopes() -> impl Strategy<Value = Scope> {
    let versions = prop::sample::select(vec![
        IisVersion::V6_0,
        IisVersion::V7_0,
        IisVersion::V7_5,
        IisVersion::V10_0,
    ]);
    (1..4_usize, 0..3_usize, 0..7_usize, versions).prop_map(|(pools, groups, folders, iis)| Scope {
        pools,
        groups,
        folders: folders.min(2 * pools),
        iis,
    })
}

/// A world of a scope.
fn worlds() -> impl Strategy<Value = (Scope, Vec<u16>)> {
    scopes().prop_flat_map(|scope| {
        let alphabet = Alphabet::of(&scope.facts());
        (Just(scope), sketches(&alphabet, 6))
    })
}

/// Whether the pool that serves the second site may be written to by the first, now: a law for tests, without any steps.
fn first_cannot_write_second(facts: &[Fact]) -> Judgement {
    let (server, wrong) = iis::serve(facts.to_vec());
    if wrong
        .iter()
        .any(|complaint| complaint.severity > Severity::Note)
    {
        return Judgement {
            met: 0,
            finding: Finding::Meaningless,
        };
    }
    let question = "can pool Pool1 write C:\\sites\\site2";
    let finding = match query::ask(question, &server, None).map(|answer| answer.verdict) {
        Ok(Some(Verdict::Yes)) => Finding::Broken,
        Ok(Some(Verdict::Unknown)) => Finding::Open,
        Ok(Some(Verdict::No(_))) => Finding::Holds,
        Ok(None) | Err(_) => Finding::Meaningless,
    };
    Judgement { met: 1, finding }
}

fn hunt(scope: Scope, plan: Plan, all: bool) -> (Vec<Vec<Fact>>, u64) {
    let base = scope.facts();
    let alphabet = Alphabet::of(&base);
    let symmetry = Symmetry::of(&scope, &alphabet);
    let renamings = Renaming::all(&scope);
    let ground = Ground {
        base: &base,
        alphabet: &alphabet,
        symmetry: &symmetry,
        renamings: &renamings,
    };
    let mut judge = BySentence(first_cannot_write_second);
    let tally = ground.hunt(plan, (!all).then_some(1), &mut judge, &mut |_| Go::GoOn);
    let found = tally.found.into_iter().map(|found| found.facts);
    (found.collect(), tally.judged)
}

/// A base is a world of the notation like any other: it is read without complaint and prints what it says.
#[test]
fn a_base_is_a_world_without_complaint() {
    for iis in [IisVersion::V6_0, IisVersion::V7_0, IisVersion::V10_0] {
        for (pools, groups, folders) in [(1, 0, 0), (2, 1, 2), (3, 3, 3), (3, 2, 6)] {
            let scope = Scope {
                pools,
                groups,
                folders,
                iis,
            };
            let (facts, wrong) = read(&Source::new("the base", scope.text()));
            assert_eq!(wrong, []);
            assert_eq!(iis::serve(facts).1, [], "{}", scope.text());
        }
    }
}

proptest! {
    /// A statement of an alphabet is one that can be said: its world prints, and reads as the same.
    #[test]
    fn a_world_of_a_hunt_is_what_its_print_says((scope, world) in worlds()) {
        let base = scope.facts();
        let facts = Alphabet::of(&base).world(&base, &world);
        let (again, wrong) = read(&Source::new("printed", print(&facts)));
        prop_assert_eq!(wrong, []);
        let sorted = |facts: &[Fact]| -> BTreeSet<String> {
            facts.iter().map(|fact| print(std::slice::from_ref(fact))).collect()
        };
        prop_assert_eq!(sorted(&again), sorted(&facts));
    }

    /// A renaming is a renaming: applied to the statements of a world it gives the statements of the renamed one.
    #[test]
    fn the_least_world_is_the_same_for_all_its_names((scope, world) in worlds(), which in any::<prop::sample::Index>()) {
        let alphabet = Alphabet::of(&scope.facts());
        let symmetry = Symmetry::of(&scope, &alphabet);
        let least = symmetry.least(&world);
        let images: Vec<Vec<u16>> = symmetry.images_of(&world).collect();
        prop_assert_eq!(images.len() + 1, Renaming::all(&scope).len(), "every renaming stays in the alphabet");
        if !images.is_empty() {
            let image: &Vec<u16> = which.get(&images);
            prop_assert_eq!(symmetry.least(image), least.clone());
        }
        // One of them stands for all, for as many as there are.
        let mut all: BTreeSet<Vec<u16>> = images.into_iter().collect();
        all.insert(world);
        prop_assert_eq!(symmetry.stands_for(&least), Some(all.len() as u64));
        prop_assert_eq!(all.iter().filter(|one| symmetry.stands_for(one).is_some()).count(), 1);
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// What lines come to without a server is what the access check says on the server that they make.
    #[test]
    fn lists_put_together_decide_as_those_of_a_server((scope, world) in worlds()) {
        let base = scope.facts();
        let alphabet = Alphabet::of(&base);
        let lists: Vec<u16> = world
            .into_iter()
            .filter(|edit| {
                let edit = &alphabet.edits()[usize::from(*edit)];
                edit.is_about_access() && !matches!(edit, poolproof::search::hunt::Edit::Member { .. })
            })
            .collect();
        let (server, _) = iis::serve(alphabet.world(&base, &lists));
        let tokens: Vec<_> = server
            .processes()
            .filter_map(|(id, _)| server.token_of_process(id))
            .collect();
        let tokens: Vec<_> = tokens.iter().map(|facts| &facts.token).collect();
        let mut lines = Lines::new(&base, &alphabet);
        let paths = ["C:\\sites", "C:\\sites\\site1", "C:\\sites\\site1\\inner", "C:\\caches\\asp"].map(WinPath::new);
        let objects: Vec<(Securable, usize)> = paths
            .iter()
            .flat_map(|path| [Securable::Folder(path.clone()), Securable::FileIn(path.clone()), Securable::FolderIn(path.clone())])
            .filter_map(|what| lines.object(&what).ok().map(|number| (what, number)))
            .collect();
        let numbers: Vec<usize> = objects.iter().map(|(_, number)| *number).collect();
        let mut view = lines.view(&tokens, &numbers, server.rules()).expect("plain tokens");
        let mut table = Vec::new();
        view.fill(&lists, &mut table);
        for ((what, _), planes) in objects.iter().zip(&table) {
            let described = match what {
                Securable::Folder(path) => server.describe(path, Some(ObjectNoun::Folder)),
                Securable::FileIn(path) => server.describe(&path.join("other.txt"), Some(ObjectNoun::File)),
                Securable::FolderIn(path) => server.describe(&path.join("other"), Some(ObjectNoun::Folder)),
                other => unreachable!("not asked for: {other:?}"),
            };
            let descriptor = &described.completions[0].descriptor;
            for (plane, bit) in planes.iter().zip(PLANES) {
                for (at, token) in tokens.iter().enumerate() {
                    let wish = Wish { rules: server.rules(), ..Wish::new(described.kind, AccessMask(bit)) };
                    let slow = access_check(descriptor, token, &wish).expect("a plain check").is_granted();
                    prop_assert_eq!(plane >> at & 1 == 1, slow, "{:?} {:#x} {}", what, bit, token.user);
                }
            }
        }
    }
}

/// Nothing that is found is larger than it has to be: whatever is left out of it, it fails no more.
#[test]
fn nothing_can_be_left_out_of_what_is_found() {
    let plan = Plan::Chance {
        seed: 1,
        worlds: 400,
        statements: 12,
    };
    let (found, _) = hunt(SMALL, plan, false);
    let [facts] = found.as_slice() else {
        panic!("one world is found, not {}", found.len());
    };
    assert_eq!(first_cannot_write_second(facts).finding, Finding::Broken);
    for smaller in smaller(facts) {
        assert_ne!(first_cannot_write_second(&smaller).finding, Finding::Broken);
    }
    // And it is what its print says.
    let (again, wrong) = read(&Source::new("found", print(facts)));
    assert_eq!(wrong, []);
    assert_eq!(first_cannot_write_second(&again).finding, Finding::Broken);
}

/// Chance begins at the seed and nowhere else.
#[test]
fn the_same_seed_finds_the_same_world() {
    let plan = |seed| Plan::Chance {
        seed,
        worlds: 400,
        statements: 12,
    };
    assert_eq!(hunt(SMALL, plan(7), false), hunt(SMALL, plan(7), false));
}

/// No two worlds that are shown differ in names alone, and none says all that another says.
#[test]
fn all_that_is_found_is_different() {
    let (found, _) = hunt(SMALL, Plan::Exhaustive { within: 1 }, true);
    assert!(found.len() > 3, "{}", found.len());
    let texts: BTreeSet<String> = found.iter().map(|facts| print(facts)).collect();
    assert_eq!(texts.len(), found.len());
}

/// Worlds that differ in names alone are judged once and counted all: the count is what going through all of them gives.
#[test]
fn all_worlds_are_counted_as_without_renaming() {
    for scope in [
        Scope { groups: 2, ..SMALL },
        Scope {
            pools: 3,
            folders: 1,
            ..SMALL
        },
    ] {
        let alphabet = Alphabet::of(&scope.facts());
        let symmetry = Symmetry::of(&scope, &alphabet);
        let count = |symmetry: &Symmetry, within| {
            let (mut shown, mut all) = (0_u64, 0_u64);
            let worlds = Worlds {
                alphabet: &alphabet,
                symmetry,
                within,
            };
            let ended = worlds.each(|_, alike| {
                shown += 1;
                all += alike;
                ControlFlow::<()>::Continue(())
            });
            assert!(ended.is_continue());
            assert_eq!(all, worlds.count());
            (shown, all)
        };
        let (plain, all) = count(&Symmetry::none(), 2);
        assert_eq!(plain, all);
        let (shown, also_all) = count(&symmetry, 2);
        assert_eq!(also_all, all);
        assert!(shown < all);
    }
}

/// The plain question of lists has 18 statements, and with all of them 2^18 worlds.
#[test]
fn the_plain_question_has_its_worlds() {
    let scope = Scope {
        pools: 2,
        groups: 3,
        folders: 1,
        iis: IisVersion::V6_0,
    };
    let alphabet = Alphabet::plain(&scope.facts());
    assert_eq!(alphabet.len(), 18);
    let worlds = Worlds {
        alphabet: &alphabet,
        symmetry: &Symmetry::none(),
        within: 18,
    };
    assert_eq!(worlds.count(), 1 << 18);
}

/// Shrinking asks for nothing but smaller worlds, and ends.
#[test]
fn shrinking_keeps_what_fails() {
    let facts = SMALL.facts();
    let server = |facts: &[Fact]| {
        facts
            .iter()
            .any(|fact| print(std::slice::from_ref(fact)).contains("IIS"))
    };
    let least = shrink(facts, &mut |facts| server(facts));
    assert_eq!(least.len(), 1);
}

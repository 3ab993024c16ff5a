//! Hunting by skeletons: what follows by steps is the same as on the server that a world makes.

use poolproof::{
    iis,
    reach::{Bring, Reach, Reached, actor::Actor, rules},
    search::hunt::{
        Alphabet, Fast, Finding, Judgement, Lines, Making, Scope, Skeleton,
        formula::{Formula, Instance},
        sketches,
    },
    world::{Fact, Footprint, IisVersion, Name, footprint::Party, print},
};
use proptest::prelude::*;

fn party(pool: usize) -> Party {
    Party::Pool(Name::from(format!("Pool{pool}").as_str()))
}

/// Code of a pool: in its worker process.
fn actor(footprint: &Footprint, pool: usize) -> Actor {
    Actor {
        code: footprint.hosts_of(&party(pool)),
        ..Actor::default()
    }
}

/// The ordered pairs of pools.
fn pairs(scope: &Scope) -> Vec<(usize, usize)> {
    let all = || 1..=scope.pools;
    all()
        .flat_map(|one| all().map(move |other| (one, other)))
        .filter(|(one, other)| one != other)
        .collect()
}

/// Every pool is protected from every other, by skeletons.
fn skeleton(scope: Scope) -> impl FnMut(&[Fact], &mut Lines) -> Option<Skeleton> {
    move |facts, lines| {
        let (server, _) = iis::serve(facts.to_vec());
        let footprint = iis::footprint(&server);
        let reach = Reach::open(&server, &footprint, Bring::default());
        let mut making = Making::new(&reach, lines).ok()?;
        let mut instances = Vec::new();
        for (from, to) in pairs(&scope) {
            let parts = reach.parts_of(&party(to));
            let comes = making.comes(&actor(&footprint, from), &parts).ok()?;
            instances.push(Instance {
                premise: Formula::Known(true),
                conclusion: Formula::Comes(comes).contrary(),
            });
        }
        let (view, steps) = making.finish(rules::granted()).ok()?;
        Some(Skeleton {
            view,
            instances,
            steps,
        })
    }
}

/// The same on the server of the world.
fn slow(scope: Scope, facts: &[Fact]) -> Judgement {
    let (server, _) = iis::serve(facts.to_vec());
    let footprint = iis::footprint(&server);
    let reach = Reach::new(&server, &footprint, Bring::default());
    let mut finding = Finding::Holds;
    for (from, to) in pairs(&scope) {
        let parts = reach.parts_of(&party(to));
        let all = [&parts.become_it, &parts.read_it, &parts.change_it];
        for targets in all {
            finding = finding.max(
                match reach.come_to_any(&actor(&footprint, from), targets, rules::granted()) {
                    Reached::Yes(_) => Finding::Broken,
                    Reached::No { .. } => Finding::Holds,
                    Reached::Unknown { .. } => Finding::Open,
                },
            );
        }
    }
    Judgement {
        met: u32::try_from(pairs(&scope).len()).expect("few pools"),
        finding,
    }
}

fn scopes() -> impl Strategy<Value = Scope> {
    let versions =
        prop::sample::select(vec![IisVersion::V6_0, IisVersion::V7_0, IisVersion::V10_0]);
    (2..4_usize, 0..2_usize, versions).prop_map(|(pools, groups, iis)| Scope {
        pools,
        groups,
        folders: pools,
        iis,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// A world judged by its skeleton is judged as the server that it makes.
    #[test]
    fn skeletons_judge_as_servers(scope in scopes(), picks in prop::collection::vec(any::<prop::sample::Index>(), 8)) {
        let base = scope.facts();
        let alphabet = Alphabet::of(&base);
        let mut fast = Fast::new(skeleton(scope), &base, &alphabet);
        // Few statements of a skeleton, several lists for each.
        let mut skeletons = 0;
        for pick in &picks {
            let one = u16::try_from(pick.index(alphabet.len())).expect("a small alphabet");
            let other = u16::try_from(picks[0].index(alphabet.len())).expect("a small alphabet");
            let mut world = if alphabet.fit(usize::from(one), usize::from(other)) { vec![one, other] } else { vec![one] };
            world.sort_unstable();
            world.dedup();
            let Some(judgement) = fast.judge(&alphabet, &base, &world) else { continue };
            skeletons += 1;
            let facts = alphabet.world(&base, &world);
            prop_assert_eq!(judgement, slow(scope, &facts), "{}", print(&facts));
        }
        prop_assume!(skeletons > 0);
    }

    /// The same for worlds of many statements.
    #[test]
    fn skeletons_judge_large_worlds_as_servers((scope, world) in scopes().prop_flat_map(|scope| {
        let alphabet = Alphabet::of(&scope.facts());
        (Just(scope), sketches(&alphabet, 6))
    })) {
        let base = scope.facts();
        let alphabet = Alphabet::of(&base);
        let mut fast = Fast::new(skeleton(scope), &base, &alphabet);
        if let Some(judgement) = fast.judge(&alphabet, &base, &world) {
            let facts = alphabet.world(&base, &world);
            prop_assert_eq!(judgement, slow(scope, &facts), "{}", print(&facts));
        }
    }
}

/// The base itself: nobody comes to anything, and it is judged by its skeleton.
#[test]
fn on_the_base_every_pool_is_protected() {
    for iis in [
        IisVersion::V6_0,
        IisVersion::V7_0,
        IisVersion::V7_5,
        IisVersion::V10_0,
    ] {
        let scope = Scope {
            pools: 3,
            groups: 1,
            folders: 3,
            iis,
        };
        let base = scope.facts();
        let alphabet = Alphabet::of(&base);
        let holds = slow(scope, &base);
        assert_eq!(holds.finding, Finding::Holds, "{iis:?}");
        let mut fast = Fast::new(skeleton(scope), &base, &alphabet);
        assert_eq!(fast.judge(&alphabet, &base, &[]), Some(holds), "{iis:?}");
    }
}

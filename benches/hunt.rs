//! How many worlds a hunt judges in what time.

use std::ops::ControlFlow;

use divan::{Bencher, black_box};
use poolproof::{
    iis,
    nt::{Sid, Token},
    query::clause::{self, syntax::Insisted},
    search::hunt::{
        Alphabet, ByClause, Fast, Finding, Ground, Lines, Plan, Renaming, Scope, Skeleton,
        Symmetry, Wish, Worlds,
        formula::{Can, Formula, Instance, Target, plane},
    },
    text::Source,
    world::{Fact, IisVersion, Name, Server, WinPath, footprint::Securable},
};

fn main() {
    divan::main();
}

const PLAIN: Scope = Scope {
    pools: 2,
    groups: 3,
    folders: 1,
    iis: IisVersion::V6_0,
};

/// Unique identities and no group of both with rights on the folder: then the second pool has none on it either.
fn plain(facts: &[Fact], lines: &mut Lines) -> Option<Skeleton> {
    let (server, _) = iis::serve(facts.to_vec());
    let worker = |pool: &str| -> Option<Token> {
        let process = *server.processes_of_pool(&Name::from(pool)).first()?;
        Some(server.token_of_process(process)?.token)
    };
    let (one, other) = (worker("Pool1")?, worker("Pool2")?);
    let folder = WinPath::new("C:\\sites\\site1");
    let what = [
        Securable::Folder(folder.clone()),
        Securable::FileIn(folder.clone()),
        Securable::FolderIn(folder),
    ];
    let objects: Vec<usize> = what
        .iter()
        .map(|what| lines.object(what).ok())
        .collect::<Option<_>>()?;
    let groups: Vec<Token> = ["Group1", "Group2", "Group3"]
        .iter()
        .map(|group| server.token_holding(&[sid(&server, group)]).token)
        .collect();
    let mut tokens = vec![&other];
    tokens.extend(&groups);
    let view = lines.view(&tokens, &objects, server.rules()).ok()?;
    let can = |token: usize| {
        Formula::Can(Can {
            tokens: 1 << token,
            rights: [0x1, 0x2, 0x4].into_iter().filter_map(plane).collect(),
            any: true,
            objects: (0..3)
                .map(|object| Target {
                    object,
                    given: None,
                })
                .collect(),
        })
    };
    let shared = ["Group1", "Group2", "Group3"]
        .iter()
        .enumerate()
        .map(|(at, group)| {
            let group = sid(&server, group);
            let both = one.matches_allow(&group) && other.matches_allow(&group);
            Formula::all(vec![Formula::Known(both), can(at + 1)])
        });
    let unique = Formula::Known(one.user != other.user);
    let premise = Formula::all(vec![unique, Formula::any(shared.collect()).contrary()]);
    Some(Skeleton {
        view,
        instances: vec![Instance {
            premise,
            conclusion: can(0).contrary(),
        }],
        steps: None,
    })
}

fn sid(server: &Server, name: &str) -> Sid {
    let who = poolproof::world::Who::Name(Name::from(name));
    let id = server.accounts().look_up(&who).expect("a declared group");
    server.principal(id).key()
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn the_plain_question_in_all_its_worlds(bencher: Bencher<'_, '_>) {
    let base = PLAIN.facts();
    let alphabet = Alphabet::plain(&base);
    let symmetry = Symmetry::none();
    bencher.bench_local(|| {
        let mut fast = Fast::new(plain, &base, &alphabet);
        let worlds = Worlds {
            alphabet: &alphabet,
            symmetry: &symmetry,
            within: alphabet.len(),
        };
        let (mut broken, mut met) = (0_u64, 0_u64);
        let ended = worlds.each(|world, alike| {
            let judgement = fast
                .judge(&alphabet, &base, world)
                .expect("a plain skeleton");
            met += alike * u64::from(judgement.met > 0);
            broken += alike * u64::from(judgement.finding == Finding::Broken);
            ControlFlow::<()>::Continue(())
        });
        assert!(ended.is_continue() && met > 0 && broken > 0);
        black_box((met, broken))
    });
}

/// The last of the invariants that this project ships.
fn last() -> Insisted {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/invariants/no-first-step.inv");
    let text = std::fs::read_to_string(path).expect("a file of this project");
    let (read, wrong) = clause::file(&Source::new(path, text));
    assert!(wrong.is_empty(), "{wrong:?}");
    read.into_iter().next().expect("one invariant")
}

fn hunted(scope: Scope, plan: Plan, least: u64) -> u64 {
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
    let mut judge = ByClause::new(last(), &base, &alphabet);
    let tally = ground.hunt(plan, Some(1), &mut judge, &mut |_| Wish::GoOn);
    assert!(tally.found.is_empty() && tally.worlds >= least && tally.met > 0);
    tally.met
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn twenty_thousand_worlds_by_chance(bencher: Bencher<'_, '_>) {
    let scope = Scope {
        pools: 3,
        groups: 3,
        folders: 3,
        iis: IisVersion::V6_0,
    };
    let plan = Plan::Chance {
        seed: 1,
        worlds: 20_000,
        statements: 12,
    };
    bencher.bench_local(|| black_box(hunted(scope, plan, 20_000)));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn every_world_within_two_statements(bencher: Bencher<'_, '_>) {
    let scope = Scope {
        pools: 2,
        groups: 0,
        folders: 1,
        iis: IisVersion::V6_0,
    };
    let plan = Plan::Exhaustive { within: 2 };
    bencher.bench_local(|| black_box(hunted(scope, plan, 100_000)));
}

//! Steps over servers of three sizes: loading them, all pairs of pools, and one question with its proof.

#[allow(dead_code)] // each benchmark uses a part of it
mod generator;

use divan::Bencher;
use generator::{GROWTH, SIZES, Size, World};
use poolproof::{
    iis,
    reach::{Bound, Bring, ClaimId, Reach, actor::Actor, rules},
    world::{Footprint, Server, footprint::Party},
};

fn main() {
    divan::main();
}

/// Servers of three sizes, and what more objects cost by themselves, with as many pools, users and lists.
const ALL_SIZES: [Size; 6] = [
    SIZES[0], SIZES[1], SIZES[2], GROWTH[0], GROWTH[1], GROWTH[2],
];

fn server(size: Size) -> Server {
    iis::serve(World::new(size).served()).0
}

fn parties(server: &Server) -> Vec<Party> {
    server
        .pools()
        .map(|(pool, _)| Party::Pool(pool.name.clone()))
        .collect()
}

fn actor(footprint: &Footprint, party: &Party) -> Actor {
    Actor {
        code: footprint.begins_in(party),
        ..Actor::default()
    }
}

#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn the_footprint(bencher: Bencher<'_, '_>, size: Size) {
    let server = server(size);
    bencher.bench_local(|| iis::footprint(&server));
}

/// What a question brings by itself: nothing, and no guessed passwords, as the program does on servers with many users.
fn bring() -> Bring {
    Bring {
        without_guessing: true,
        ..Bring::default()
    }
}

#[divan::bench(args = ALL_SIZES, sample_count = 3, sample_size = 1)]
fn every_rule_over_the_server(bencher: Bencher<'_, '_>, size: Size) {
    let server = server(size);
    let footprint = iis::footprint(&server);
    bencher.bench_local(|| Reach::new(&server, &footprint, bring()));
}

/// The same where whoever asks can read the account database, so that every user's tokens matter.
#[divan::bench(args = SIZES, sample_count = 1, sample_size = 1)]
fn every_rule_with_guessed_passwords(bencher: Bencher<'_, '_>, size: Size) {
    let server = server(size);
    let footprint = iis::footprint(&server);
    bencher.bench_local(|| Reach::new(&server, &footprint, Bring::default()));
}

/// What each pool begins with, and what it must not come to, part by part.
type Prepared = (Vec<Vec<ClaimId>>, Vec<[Vec<ClaimId>; 3]>);

fn prepared(reach: &Reach<'_>) -> Prepared {
    let parties = parties(reach.server());
    let seeds = parties
        .iter()
        .map(|party| reach.seeds(&actor(reach.footprint(), party), Bound::Known));
    let targets = parties.iter().map(|party| {
        let parts = reach.parts_of(party);
        [parts.become_it, parts.read_it, parts.change_it].map(|targets| {
            let mut ids: Vec<ClaimId> = targets
                .iter()
                .filter_map(|target| reach.claim_id(&target.claim))
                .collect();
            ids.sort_unstable();
            ids.dedup();
            ids
        })
    });
    (seeds.collect(), targets.collect())
}

#[divan::bench(args = ALL_SIZES, sample_count = 20, sample_size = 1)]
fn steps_and_protection_of_all_pairs(bencher: Bencher<'_, '_>, size: Size) {
    let server = server(size);
    let footprint = iis::footprint(&server);
    let reach = Reach::new(&server, &footprint, bring());
    let (seeds, targets) = prepared(&reach);
    bencher.bench_local(|| {
        let truth = reach.truth(Bound::Known);
        let all = reach.program().all(&seeds, truth, rules::granted());
        let mut broken = 0;
        for parts in &targets {
            for claims in parts {
                broken += all.count_any(claims);
            }
        }
        broken
    });
}

#[divan::bench(args = ALL_SIZES, sample_count = 20, sample_size = 1)]
fn one_pair_with_its_proof(bencher: Bencher<'_, '_>, size: Size) {
    let server = server(size);
    let footprint = iis::footprint(&server);
    let reach = Reach::new(&server, &footprint, bring());
    let parties = parties(&server);
    let first = actor(&footprint, &parties[0]);
    let parts = reach.parts_of(&parties[1]);
    bencher.bench_local(|| reach.come_to_any(&first, &parts.read_it, rules::granted()));
}

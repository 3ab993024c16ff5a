//! A server from facts in memory.

#[allow(dead_code)] // each benchmark uses a part of it
mod generator;

use divan::Bencher;
use generator::{SIZES, Size, World};
use poolproof::world::Server;

fn main() {
    divan::main();
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn a_server_from_facts(bencher: Bencher<'_, '_>, size: Size) {
    let facts = World::new(size).facts();
    bencher
        .with_inputs(|| facts.clone())
        .bench_local_values(Server::build);
}

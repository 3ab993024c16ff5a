//! One access check: computed by numbers, remembered, with evidence, and as the specification walks it; and one SDDL text.

#[allow(dead_code)] // each benchmark uses a part of it
mod generator;
#[allow(dead_code)] // the specification is more than its check
#[path = "../tests/spec/mod.rs"]
mod spec;

use divan::{Bencher, black_box};
use generator::{Chance, SIZES, Size, World};
use poolproof::nt::compiled::{CompiledDescriptor, CompiledToken, Memo, SidTable, check};
use poolproof::nt::{
    AccessMask, Domains, ObjectKind, Rules, SecurityDescriptor, Token, Wish, access_check,
};

fn main() {
    divan::main();
}

const READ: AccessMask = AccessMask(0x12_0089);
/// Pairs that are asked about one after the other.
const PAIRS: usize = 1 << 14;
const MOST_TOKENS: usize = 1_000;

struct Bench {
    descriptors: Vec<SecurityDescriptor>,
    tokens: Vec<Token>,
    compiled_descriptors: Vec<CompiledDescriptor>,
    compiled_tokens: Vec<CompiledToken>,
    /// A token against every descriptor in turn, as a question about everything goes.
    in_turn: Vec<(usize, usize)>,
    /// Any token against any descriptor: mostly out of the processor's caches.
    at_random: Vec<(usize, usize)>,
}

impl Bench {
    fn new(size: Size) -> Bench {
        let world = World::new(size);
        let descriptors: Vec<SecurityDescriptor> = world
            .texts
            .iter()
            .map(|text| {
                SecurityDescriptor::from_sddl(text, &Domains::NONE).expect("generated SDDL")
            })
            .collect();
        let tokens: Vec<Token> = (0..world.users.len().min(MOST_TOKENS))
            .map(|user| world.token(user))
            .collect();
        let mut sids = SidTable::default();
        let compiled_descriptors = descriptors
            .iter()
            .map(|descriptor| {
                CompiledDescriptor::new(descriptor, ObjectKind::File, Rules::TODAY, &mut sids)
            })
            .collect();
        let compiled_tokens = tokens
            .iter()
            .map(|token| CompiledToken::new(token, &mut sids))
            .collect();
        let mut chance = Chance::new(1);
        let at_random = (0..PAIRS)
            .map(|_| (chance.below(descriptors.len()), chance.below(tokens.len())))
            .collect();
        let in_turn = std::iter::repeat_with(|| chance.below(tokens.len()))
            .flat_map(|token| (0..descriptors.len()).map(move |descriptor| (descriptor, token)))
            .take(PAIRS)
            .collect();
        Bench {
            descriptors,
            tokens,
            compiled_descriptors,
            compiled_tokens,
            in_turn,
            at_random,
        }
    }
}

/// Calls `ask` with one pair after the other, each pair once in a sample.
fn run<T>(
    bencher: Bencher<'_, '_>,
    pairs: &[(usize, usize)],
    mut ask: impl FnMut(usize, usize) -> T,
) {
    let mut at = 0;
    bencher.bench_local(|| {
        let (descriptor, token) = pairs[at % PAIRS];
        at += 1;
        // Dropped here, as whoever asks would: answers that pile up would measure the memory.
        drop(black_box(ask(descriptor, token)));
    });
}

impl Bench {
    fn compute(&self, descriptor: usize, token: usize) -> Option<bool> {
        check(
            &self.compiled_descriptors[descriptor],
            &self.compiled_tokens[token],
            READ,
        )
    }

    fn recall(&self, memo: &mut Memo, descriptor: usize, token: usize) -> Option<bool> {
        memo.check(
            (descriptor as u32, &self.compiled_descriptors[descriptor]),
            (token as u32, &self.compiled_tokens[token]),
            READ,
        )
    }
}

#[divan::bench(args = SIZES, sample_count = 20, sample_size = PAIRS as u32)]
fn computed(bencher: Bencher<'_, '_>, size: Size) {
    let bench = Bench::new(size);
    run(bencher, &bench.in_turn, |d, t| bench.compute(d, t));
}

#[divan::bench(args = SIZES, sample_count = 20, sample_size = PAIRS as u32)]
fn computed_at_random(bencher: Bencher<'_, '_>, size: Size) {
    let bench = Bench::new(size);
    run(bencher, &bench.at_random, |d, t| bench.compute(d, t));
}

#[divan::bench(args = SIZES, sample_count = 20, sample_size = PAIRS as u32)]
fn remembered(bencher: Bencher<'_, '_>, size: Size) {
    let bench = Bench::new(size);
    let mut memo = Memo::default();
    for (d, t) in &bench.in_turn {
        bench.recall(&mut memo, *d, *t);
    }
    run(bencher, &bench.in_turn, |d, t| {
        bench.recall(&mut memo, d, t)
    });
}

#[divan::bench(args = SIZES, sample_count = 20, sample_size = PAIRS as u32)]
fn remembered_at_random(bencher: Bencher<'_, '_>, size: Size) {
    let bench = Bench::new(size);
    let mut memo = Memo::default();
    for (d, t) in &bench.at_random {
        bench.recall(&mut memo, *d, *t);
    }
    run(bencher, &bench.at_random, |d, t| {
        bench.recall(&mut memo, d, t)
    });
}

#[divan::bench(args = SIZES, sample_count = 20, sample_size = PAIRS as u32)]
fn with_evidence(bencher: Bencher<'_, '_>, size: Size) {
    let bench = Bench::new(size);
    let wish = Wish::new(ObjectKind::File, READ);
    run(bencher, &bench.in_turn, |d, t| {
        access_check(&bench.descriptors[d], &bench.tokens[t], &wish)
    });
}

#[divan::bench(args = SIZES, sample_count = 20, sample_size = PAIRS as u32)]
fn as_the_specification_does(bencher: Bencher<'_, '_>, size: Size) {
    let bench = Bench::new(size);
    let wish = Wish::new(ObjectKind::File, READ);
    run(bencher, &bench.in_turn, |d, t| {
        spec::access::check(&bench.descriptors[d], &bench.tokens[t], &wish)
    });
}

#[divan::bench(args = SIZES, sample_count = 20, sample_size = PAIRS as u32)]
fn one_sddl_text_read(bencher: Bencher<'_, '_>, size: Size) {
    let world = World::new(size);
    let mut at = 0;
    bencher.bench_local(|| {
        at += 1;
        let text = black_box(&world.texts[at % world.texts.len()]);
        drop(black_box(SecurityDescriptor::from_sddl(
            text,
            &Domains::NONE,
        )));
    });
}

//! The command `access-check` on cases in memory: its cases per second are what `items` tells.

#[allow(dead_code)] // each benchmark uses a part of it
mod generator;

use divan::Bencher;
use divan::counter::ItemsCount;
use generator::{Chance, SIZES, Size, World};
use poolproof::cli::{Streams, run};
use poolproof::nt::Sid;

fn main() {
    divan::main();
}

const CASES: usize = 20_000;

fn cases(world: &World) -> String {
    let mut chance = Chance::new(3);
    let mut lines = String::new();
    for id in 0..CASES {
        let token = world.token(chance.below(world.users.len()));
        let groups: Vec<Sid> = token.groups.iter().map(|group| group.sid).collect();
        let case = serde_json::json!({
            "id": id,
            "sddl": &**chance.pick(&world.texts),
            "object": "file",
            "token": {"user": token.user, "groups": groups, "privileges": ["SeChangeNotifyPrivilege"], "integrity": "medium"},
            "desired": *chance.pick(&[0x12_0089_u32, 0x1, 0x2, 0x200_0000, 0x1F_01FF]),
        });
        lines.push_str(&case.to_string());
        lines.push('\n');
    }
    lines
}

#[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
fn access_checks_from_lines(bencher: Bencher<'_, '_>, size: Size) {
    let input = cases(&World::new(size));
    bencher.counter(ItemsCount::new(CASES)).bench_local(|| {
        let mut output = Vec::new();
        let mut streams = Streams {
            terminal: false,
            colour: false,
            input: &mut input.as_bytes(),
            output: &mut output,
            errors: &mut Vec::new(),
        };
        let code = run(["poolproof", "access-check"].map(Into::into), &mut streams);
        assert_eq!(code, 0);
        output
    });
}

//! Stories: a small world, questions, verdicts. Ours lie in `tests/stories`; others are read in place from `POOLPROOF_FIXTURES`.

use std::{env, path::Path};

use crate::support::stories::{Tally, report, tell, told, worlds};

#[test]
fn our_stories_come_out_as_told() {
    told("tests/stories");
}

/// Questions that administrators really asked, with the facts that they told.
#[test]
fn the_twenty_questions_come_out_as_told() {
    told("tests/stories/questions");
}

#[test]
fn the_fixtures_stories_come_out_as_told() {
    let Some(folder) = env::var_os("POOLPROOF_FIXTURES") else {
        println!("skipped: POOLPROOF_FIXTURES is unset");
        return;
    };
    let mut tally = Tally::default();
    for world in worlds(&Path::new(&folder).join("stories")) {
        tell(&world, &mut tally);
    }
    report("stories", &tally);
}

//! What a hunt came to, in words: how much was tried, what was found, and never more than that.

use std::fmt::Write as _;

use crate::{
    search::hunt::{Alphabet, Found, Plan, Scope, Tally},
    world::print,
};

/// What a hunt was told, for the telling.
#[derive(Clone, Copy, Debug)]
pub struct Hunted<'a> {
    /// What the invariant is called.
    pub name: &'a str,
    /// The worlds; `None` if they begin with a world of the user's own.
    pub scope: Option<&'a Scope>,
    /// How they were gone through.
    pub plan: Plan,
    /// What could be said beside the base.
    pub alphabet: &'a Alphabet,
    /// The command that does the same again.
    pub command: &'a str,
}

/// What a hunt came to.
pub fn tally(hunted: &Hunted<'_>, tally: &Tally) -> String {
    let mut text = match tally.found.len() {
        0 if tally.met == 0 => format!("vacuous: {}\n", hunted.name),
        0 => format!("no counterexample: {}\n", hunted.name),
        1 => format!("broken: {}\n", hunted.name),
        several => format!("broken in {several} ways: {}\n", hunted.name),
    };
    let say = |text: &mut String, line: String| {
        // Writing to a string does not fail.
        let _ = writeln!(text, "  {line}");
    };
    say(&mut text, searched(hunted, tally));
    say(&mut text, premise(tally));
    if tally.open > 0 {
        say(
            &mut text,
            format!("{} left it open: they are no passes", worlds(tally.open)),
        );
    }
    if tally.meaningless > 0 {
        say(
            &mut text,
            format!(
                "{} were left out: the facts contradict each other, or the sentence means nothing there",
                worlds(tally.meaningless)
            ),
        );
    }
    if tally.disputed > 0 {
        say(
            &mut text,
            format!(
                "{} were broken by one way of judging and not by the other: please report this fault",
                worlds(tally.disputed)
            ),
        );
    }
    if let Some(left) = not_searched(hunted, tally) {
        say(&mut text, left);
    }
    say(&mut text, format!("the same again: {}", hunted.command));
    text
}

/// Where the worlds are from, and how many were judged.
fn searched(hunted: &Hunted<'_>, tally: &Tally) -> String {
    let of = match hunted.scope {
        Some(scope) => format!(
            "{}, {} and {} on IIS {}",
            plural(scope.pools, "pool"),
            plural(scope.groups, "group"),
            plural(scope.folders, "folder of content"),
            scope.iis.number()
        ),
        None => "the base".to_owned(),
    };
    match hunted.plan {
        Plan::Chance {
            seed, statements, ..
        } => format!(
            "searched: {} of up to {statements} of {} statements beside {of}, by chance from seed {seed}",
            worlds(tally.worlds),
            number(hunted.alphabet.len() as u64),
        ),
        Plan::Exhaustive { within } => {
            let complete = if tally.complete {
                "complete up to this scope"
            } else {
                "not all of this scope"
            };
            format!(
                "searched: {} within {} of {} beside {of}, {} of them other than in names; {complete}",
                worlds(tally.worlds),
                plural(within, "statement"),
                number(hunted.alphabet.len() as u64),
                number(tally.judged),
            )
        }
    }
}

fn premise(tally: &Tally) -> String {
    if tally.met == 0 {
        "its premise held in none of them: nothing was tried".to_owned()
    } else {
        format!("its premise held in {}", worlds(tally.met))
    }
}

/// What an end before the end leaves out.
fn not_searched(hunted: &Hunted<'_>, tally: &Tally) -> Option<String> {
    if tally.complete || !tally.found.is_empty() {
        return None;
    }
    Some(match hunted.plan {
        Plan::Chance { worlds: all, .. } => format!(
            "not searched: {}, which were asked for too",
            worlds(all.saturating_sub(tally.worlds))
        ),
        Plan::Exhaustive { .. } => {
            "not searched: what comes behind the last world judged".to_owned()
        }
    })
}

/// A world that was found, with how it can be found again, in the world notation.
pub fn found(hunted: &Hunted<'_>, found: &Found) -> String {
    let mut text = format!(
        "# breaks: {}\n# found by: {}\n",
        hunted.name, hunted.command
    );
    let which = number(found.at);
    let _ = writeln!(
        text,
        "# world {which} of that hunt; beside its base it said:"
    );
    for edit in &found.edits {
        for line in hunted.alphabet.edits()[usize::from(*edit)]
            .to_string()
            .lines()
        {
            let _ = writeln!(text, "#   {line}");
        }
    }
    text.push_str("# nothing of what follows can be left out\n");
    text + &print(&found.facts)
}

fn worlds(count: u64) -> String {
    format!(
        "{} world{}",
        number(count),
        if count == 1 { "" } else { "s" }
    )
}

fn plural(count: usize, what: &str) -> String {
    match (count, what.split_once(' ')) {
        (1, _) => format!("1 {what}"),
        (_, Some((first, rest))) => format!("{count} {first}s {rest}"),
        (_, None) => format!("{count} {what}s"),
    }
}

/// A number with commas between thousands.
pub fn number(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

//! Input that is too long, too deep, or no text: a clear complaint in reasonable time.

use std::time::{Duration, Instant};

use poolproof::{
    text::{Diagnostic, Source},
    world::{Fact, from_json, read, to_json},
};

/// What anything here may take; the work itself takes far less.
const REASONABLE: Duration = Duration::from_secs(20);

fn read_in_time(text: String) -> (Vec<Fact>, Vec<Diagnostic>) {
    let source = Source::new("bad", text);
    let begin = Instant::now();
    let read = read(&source);
    assert!(begin.elapsed() < REASONABLE);
    read
}

#[test]
fn nul_bytes_are_no_names() {
    let (facts, diagnostics) =
        read_in_time("user a\0b\nuser \"c\0d\"\nuser eve\n\0\0\0".to_owned());
    assert_eq!(facts.len(), 1);
    assert_eq!(diagnostics.len(), 3);
    assert!(diagnostics.iter().all(|one| !one.headline.contains('\0')));
}

#[test]
fn a_name_of_64_kib_is_a_name() {
    let name = "n".repeat(1 << 16);
    let (facts, diagnostics) = read_in_time(format!(
        "user {name} is a member of Users\npool {name}\n{name}\n"
    ));
    assert_eq!(facts.len(), 3);
    assert_eq!(diagnostics.len(), 1);
    assert!(diagnostics[0].headline.len() < 200);
    let excerpt = diagnostics[0].place.clone().and_then(|place| place.excerpt);
    assert!(excerpt.is_some_and(|excerpt| excerpt.line.len() < 200));
}

#[test]
fn brackets_do_not_nest() {
    let deep = format!("{}{}", "(".repeat(5_000), ")".repeat(5_000));
    let text = format!(
        "folder C:\\x\n  allows A {deep}\n{deep}\nfolder C:\\y sddl \"D:{deep}\"\nfolder C:\\z\n"
    );
    let (facts, diagnostics) = read_in_time(text);
    assert_eq!(facts.len(), 2);
    assert_eq!(diagnostics.len(), 3);
    let json = "[".repeat(5_000);
    let (facts, diagnostics) = from_json(&Source::new(
        "deep.json",
        format!("{{\"schema\":\"poolproof/world/1\",\"facts\":[{json}"),
    ));
    assert!(facts.is_empty());
    assert_eq!(diagnostics.len(), 1);
}

#[test]
fn a_hundred_thousand_lines_are_read_in_linear_time() {
    let good: String = (0..50_000)
        .map(|n| format!("folder C:\\x\\{n}\n  allows Staff read\n"))
        .collect();
    let (facts, diagnostics) = read_in_time(good);
    assert_eq!((facts.len(), diagnostics.len()), (50_000, 0));

    let begin = Instant::now();
    let (again, _) = from_json(&Source::new("large.json", to_json(&facts)));
    assert!(begin.elapsed() < REASONABLE);
    assert_eq!(again.len(), 50_000);

    // All lines of one object.
    let lines: String = (0..100_000)
        .map(|n| format!("  allows a{n} read\n"))
        .collect();
    let (facts, diagnostics) = read_in_time(format!("folder C:\\x\n{lines}"));
    assert_eq!((facts.len(), diagnostics.len()), (1, 0));

    // All of them wrong, with a place each.
    let wrong: String = (0..100_000)
        .map(|n| format!("fodler C:\\x\\{n}\n"))
        .collect();
    let (facts, diagnostics) = read_in_time(wrong);
    assert_eq!((facts.len(), diagnostics.len()), (0, 100_000));
    let last = diagnostics.last().and_then(|one| one.place.as_ref());
    assert_eq!(last.map(|place| place.line), Some(100_000));
}

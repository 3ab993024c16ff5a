//! Questions that cannot be answered, and what is said about each.

use std::fmt::Write;

use poolproof::{query, report::diagnostics::draw};

use super::{Line, Servers, lines};
use crate::support::snapshots;

#[test]
fn wrong_questions_get_a_place_and_help() {
    let mut servers = Servers::default();
    let mut document = String::new();
    for line in lines("mistakes") {
        match line {
            Line::Comment(comment) => writeln!(document, "──── {comment}\n").unwrap(),
            Line::Question { world, text } => {
                let told = match query::ask(&text, servers.get(&world), None) {
                    Ok(answer) => panic!("`{text}` is answered: {answer:?}"),
                    Err(complaint) => draw(&complaint, false),
                };
                writeln!(document, "{text}\n{told}").unwrap();
            }
        }
    }
    writeln!(document, "──── What is too much.\n").unwrap();
    let mut servers = Servers::default();
    for (what, question) in extremes() {
        let complaint = query::ask(&question, servers.get("demo"), None).expect_err(what);
        let drawn = draw(&complaint, false);
        let shown: Vec<String> = drawn.lines().map(shortened).collect();
        writeln!(document, "({what})\n{}\n", shown.join("\n")).unwrap();
    }
    snapshots::hold("asking", "mistakes", &document);
}

/// Questions that nobody types, and some program may.
fn extremes() -> [(&'static str, String); 5] {
    let deep = 5_000;
    [
        (
            "5,000 nested brackets",
            format!(
                "can {}alice{} read /secure",
                "(".repeat(deep),
                ")".repeat(deep)
            ),
        ),
        (
            "5,000 nested sets",
            format!(
                "can {}alice{} read /secure",
                "{".repeat(deep),
                "}".repeat(deep)
            ),
        ),
        (
            "2,000 times `if`",
            format!(
                "{}can pool A read /secure",
                "if pool A runs as SYSTEM then ".repeat(2_000)
            ),
        ),
        (
            "a name of 64 KiB",
            format!("can pool {} read /secure", "n".repeat(64 * 1024)),
        ),
        (
            "a name of 60,000 letters, unknown",
            format!("can pool {} read /secure", "n".repeat(60_000)),
        ),
    ]
}

/// The beginning of a long line.
fn shortened(line: &str) -> String {
    let beginning: String = line.chars().take(120).collect();
    match line.chars().count() {
        ..=120 => beginning,
        length => format!("{beginning}… ({length} characters)"),
    }
}

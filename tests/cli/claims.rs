//! Clauses that stand where a question does, as they are typed: what is printed, and the exit code.

use crate::support::{command::poolproof, snapshots, transcript::Transcript};

/// The codes are those of `check`: it holds, it is violated, it means nothing, it is left open.
#[test]
fn a_clause_that_is_asked_is_insisted_on() {
    let mut transcript = Transcript::default();
    let mut ask = |code: u8, args: &[&str]| {
        let args = [&["ask"][..], args].concat();
        assert_eq!(transcript.run(&args, ""), code, "{args:?}");
    };
    ask(0, &["no pool can write /secure"]);
    ask(1, &["no pool except B can read /secure"]);
    ask(0, &["pool A can read /secure"]);
    ask(
        1,
        &["for every pool P and every other pool Q: P cannot read content of Q"],
    );
    ask(
        4,
        &[
            "no pool can read C:\\chiefs",
            "-m",
            "tests/stories/unsaid.world",
        ],
    );
    ask(2, &["no pool can read"]);
    ask(2, &["no pool except Z can read /secure"]);
    // What begins with `if` supposes a change and asks.
    ask(2, &["if pool A starts then pool A can read /secure"]);
    ask(2, &["pools raed /secure"]);
    snapshots::hold("cli", "claims", &transcript.text);
}

/// It is an answer like any other, under the same names.
#[test]
fn a_clause_has_the_json_form_of_an_answer() {
    let ran = poolproof(
        &["ask", "no pool can read /secure", "--format", "json"],
        b"",
    );
    assert_eq!(ran.code, 1);
    let claim: serde_json::Value = serde_json::from_str(&ran.output).expect("JSON");
    assert_eq!(claim["schema"], "poolproof/answer/1");
    assert_eq!(claim["question"], "no pool can read /secure");
    assert_eq!(claim["verdict"], "no");
    assert_eq!(claim["rows"][0]["kind"], "claim");
    assert_eq!(claim["rows"][0]["verdict"], "yes");
    assert_eq!(claim["total"], 1);
    let question = poolproof(&["ask", "can pool A read /secure", "--format", "json"], b"");
    let question: serde_json::Value = serde_json::from_str(&question.output).expect("JSON");
    let names = |value: &serde_json::Value| -> Vec<String> {
        value
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect()
    };
    assert_eq!(names(&claim), names(&question));
}

/// Rules that are put on by an option count for what a clause asks, too.
#[test]
fn options_about_rules_count_for_clauses() {
    let clause = "no pool can become SYSTEM";
    assert_eq!(poolproof(&["ask", clause], b"").code, 0);
    assert_eq!(
        poolproof(&["ask", "--with-weaknesses", clause], b"").code,
        1
    );
}

/// The prompt insists as well, and `why` goes on with the last question.
#[test]
fn the_prompt_insists_on_clauses() {
    let ran = poolproof(
        &["repl"],
        b"can pool A read /secure\nno pool can write /secure\nwhy\n",
    );
    assert_eq!(ran.code, 0, "{}", ran.errors);
    assert!(
        ran.output.contains("holds: no pool can write /secure"),
        "{}",
        ran.output
    );
}

//! The story of docs/isolation.md: what breaks each sentence, that the next one mends it, and what each clause of the last is for.

use std::{fs, path::PathBuf};

use poolproof::{
    query::clause::{self, syntax::Insisted},
    search::hunt::{Alphabet, ByClause, Finding, Judge},
    text::Source,
    world::{Fact, read},
};

use crate::support::command::{Ran, poolproof};

/// The sentences in their order, and the IIS on which each is broken by one statement.
const STORY: [(&str, &str); 9] = [
    ("unique-identities-isolate", "6.0"),
    ("02-lines-of-ones-own", "6.0"),
    ("03-deleting", "6.0"),
    ("04-lists-and-owners", "6.0"),
    ("05-tokens-of-threads", "6.0"),
    ("06-what-others-go-by", "6.0"),
    ("07-folders-above", "6.0"),
    ("08-nobody-elses-tokens", "10.0"),
    ("09-stored-secrets", "6.0"),
];

const LAST: &str = "no-first-step";

/// Two pools, a group and two folders.
const SCOPE: [&str; 6] = ["--pools", "2", "--groups", "1", "--folders", "2"];

fn file(name: &str) -> String {
    format!("invariants/{name}.inv")
}

fn hunt(file: &str, args: &[&str]) -> Ran {
    poolproof(&[&["hunt", file][..], args].concat(), b"")
}

fn hunted(name: &str, iis: &str) -> Ran {
    let args = [&SCOPE[..], &["--version", iis, "--exhaustive", "1"]].concat();
    hunt(&file(name), &args)
}

fn sentence(name: &str) -> Insisted {
    let path = file(name);
    let text = fs::read_to_string(&path).expect("a file of this project");
    let (read, wrong) = clause::file(&Source::new(path, text));
    assert!(wrong.is_empty(), "{wrong:?}");
    read.into_iter().next().expect("a file has one sentence")
}

fn finding(name: &str, facts: &[Fact]) -> Finding {
    let nothing_more = Alphabet::new(Vec::new());
    let mut judge = ByClause::new(sentence(name), facts, &nothing_more);
    judge.of_facts(facts).finding
}

/// A counterexample is one of the sentence that it was found for, and the next sentence does not speak of it any more.
#[test]
fn each_sentence_mends_what_broke_the_one_before() {
    let next = STORY.iter().skip(1).map(|(name, _)| *name).chain([LAST]);
    for ((name, iis), next) in STORY.into_iter().zip(next) {
        let ran = hunted(name, iis);
        assert_eq!(ran.code, 1, "{name}: {}{}", ran.output, ran.errors);
        let (facts, wrong) = read(&Source::new(
            name,
            ran.output.split_once("\n\n").expect("a world").1,
        ));
        assert_eq!(wrong, []);
        assert_eq!(finding(name, &facts), Finding::Broken, "{name}");
        assert_eq!(
            finding(next, &facts),
            Finding::Holds,
            "{next} on what broke {name}"
        );
    }
}

/// Nothing within one statement of either base breaks the last sentence, and it is not vacuous.
#[test]
fn nothing_within_one_statement_breaks_the_last_sentence() {
    for iis in ["6.0", "7.0", "10.0"] {
        let ran = hunted(LAST, iis);
        assert_eq!(ran.code, 0, "{}{}", ran.output, ran.errors);
        assert!(
            ran.output.contains("complete up to this scope"),
            "{}",
            ran.output
        );
    }
}

/// Nor does anything within two, where the scope is small.
#[test]
fn nothing_within_two_statements_breaks_the_last_sentence() {
    let args = [
        "--pools",
        "2",
        "--groups",
        "0",
        "--folders",
        "1",
        "--exhaustive",
        "2",
    ];
    let ran = hunt(&file(LAST), &args);
    assert_eq!(ran.code, 0, "{}{}", ran.output, ran.errors);
    assert!(
        ran.output.contains("complete up to this scope"),
        "{}",
        ran.output
    );
}

/// What is left out of the last sentence, or put in place of it; where it is hunted; and what breaks it then.
struct Ablation {
    without: &'static str,
    with: &'static str,
    hunted: &'static [&'static str],
    said: &'static str,
}

const IIS_6: &[&str] = &["--groups", "1", "--version", "6.0", "--exhaustive", "1"];
const IIS_10: &[&str] = &["--groups", "0", "--version", "10.0", "--exhaustive", "1"];
const SERVICE: &[&str] = &["--base", "invariants/service.world", "--exhaustive", "0"];
const BARE: &[&str] = &["--base", "invariants/drive.world", "--exhaustive", "1"];
const DRIVE: &[&str] = &["--base", "invariants/drive.world", "--exhaustive", "2"];

const fn row(
    without: &'static str,
    with: &'static str,
    hunted: &'static [&'static str],
    said: &'static str,
) -> Ablation {
    Ablation {
        without,
        with,
        hunted,
        said,
    }
}

const ABLATIONS: &[Ablation] = &[
    row(
        "no pool except P shares an identity with any token of P",
        "",
        IIS_6,
        "pool Pool1 runs as Worker2",
    ),
    row(
        "no service shares an identity with any token of P",
        "",
        SERVICE,
        "",
    ),
    row(
        "not any token of P can read content of Q",
        "",
        IIS_6,
        r"C:\sites\site1 allows Worker2 (RD)",
    ),
    row(
        "any token of P can read content of Q",
        "P can read content of Q",
        IIS_6,
        r"C:\sites\site1 allows Visitor2 (RD)",
    ),
    row(
        "read, change permissions of or take ownership of stored secrets",
        "change permissions of or take ownership of stored secrets",
        IIS_10,
        "",
    ),
    row(
        "read, change permissions of or take ownership of stored secrets",
        "read or take ownership of stored secrets",
        IIS_10,
        "",
    ),
    row(
        "read, change permissions of or take ownership of stored secrets",
        "read or change permissions of stored secrets",
        IIS_10,
        "",
    ),
    row(
        "write, delete, change permissions of or take ownership of what others than P read or run",
        "delete, change permissions of or take ownership of what others than P read or run",
        IIS_6,
        "",
    ),
    row(
        "write, delete, change permissions of or take ownership of what others than P read or run",
        "write, change permissions of or take ownership of what others than P read or run",
        IIS_6,
        "",
    ),
    row(
        "write, delete, change permissions of or take ownership of what others than P read or run",
        "write, delete or take ownership of what others than P read or run",
        IIS_6,
        "",
    ),
    row(
        "write, delete, change permissions of or take ownership of what others than P read or run",
        "write, delete or change permissions of what others than P read or run",
        IIS_6,
        "",
    ),
    row(
        "what others than P read or run",
        "what Q reads or runs",
        IIS_6,
        "",
    ),
    row("what others than P read or run", "content of Q", IIS_6, ""),
    row(
        "delete, change permissions of or take ownership of folders above (what others than P read or run)",
        "change permissions of or take ownership of folders above (what others than P read or run)",
        DRIVE,
        "",
    ),
    row(
        "delete, change permissions of or take ownership of folders above (what others than P read or run)",
        "delete or take ownership of folders above (what others than P read or run)",
        DRIVE,
        "",
    ),
    row(
        "delete, change permissions of or take ownership of folders above (what others than P read or run)",
        "delete or change permissions of folders above (what others than P read or run)",
        DRIVE,
        "",
    ),
    row(
        "not any token of P holds SeBackupPrivilege",
        "",
        BARE,
        "right SeBackupPrivilege belongs to Worker1",
    ),
    row(
        "not any token of P holds SeRestorePrivilege",
        "",
        BARE,
        "right SeRestorePrivilege belongs to Worker1",
    ),
    row(
        "not any token of P holds SeTakeOwnershipPrivilege",
        "",
        BARE,
        "right SeTakeOwnershipPrivilege belongs to Worker1",
    ),
    row(
        "not any token of P holds SeDebugPrivilege",
        "",
        BARE,
        "right SeDebugPrivilege belongs to Worker1",
    ),
    row(
        "not any token of P holds SeTcbPrivilege",
        "",
        BARE,
        "right SeTcbPrivilege belongs to Worker1",
    ),
    row(
        "not any token of P holds SeCreateTokenPrivilege",
        "",
        BARE,
        "right SeCreateTokenPrivilege belongs to Worker1",
    ),
    row(
        "not any token of P holds SeLoadDriverPrivilege",
        "",
        BARE,
        "right SeLoadDriverPrivilege belongs to Worker1",
    ),
];

/// The last sentence with something left out, or weakened.
fn weakened(ablation: &Ablation) -> String {
    let whole = fs::read_to_string(file(LAST)).expect("a file of this project");
    assert!(whole.contains(ablation.without), "{}", ablation.without);
    if !ablation.with.is_empty() {
        return whole.replace(ablation.without, ablation.with);
    }
    let first = format!("if {}\n       and ", ablation.without);
    let later = format!("       and {}\n", ablation.without);
    whole.replace(&first, "if ").replace(&later, "")
}

/// The statements beside the base, as a found world tells them.
fn said_beside(output: &str) -> String {
    let lines = output.lines().filter_map(|line| line.strip_prefix("#   "));
    lines.collect::<Vec<&str>>().join("; ")
}

/// No clause of the last sentence is there for nothing: without it some world breaks the sentence.
#[test]
fn every_clause_of_the_last_sentence_is_needed() {
    let document = fs::read_to_string("docs/isolation.md").expect("a document");
    let path = std::env::temp_dir().join("poolproof-ablation.inv");
    let path = PathBuf::from(&path);
    let name = path.to_str().expect("a path of text");
    let mut table = String::new();
    let mut wrong = Vec::new();
    for ablation in ABLATIONS {
        fs::write(&path, weakened(ablation)).expect("a folder to write to");
        let scope = if ablation.hunted.contains(&"--base") {
            &[][..]
        } else {
            &["--pools", "2", "--folders", "2"]
        };
        let ran = hunt(name, &[scope, ablation.hunted].concat());
        let said = said_beside(&ran.output);
        let instead = match ablation.with {
            "" => "left out".to_owned(),
            with => format!("`{with}`"),
        };
        let breaks = if said.is_empty() {
            "the base itself".to_owned()
        } else {
            format!("`{said}`")
        };
        let row = format!(
            "| `{}` | {instead} | `{}` | {breaks} |\n",
            ablation.without,
            ablation.hunted.join(" ")
        );
        if ran.code != 1 || !said.contains(ablation.said) || !document.contains(&row) {
            wrong.push(format!("{}{}{}", ran.code, ran.output, ran.errors));
        }
        table += &row;
    }
    assert!(
        wrong.is_empty(),
        "{}\nthe table is\n{table}",
        wrong.join("\n")
    );
}

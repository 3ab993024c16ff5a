//! Every command in the README and in `docs/` is run, and must print what stands below it.
//!
//! A fence marked `console` holds commands after `$ ` and what they print, and `# exit N` where the code is not 0.
//! With `POOLPROOF_BLESS=1` the printed lines are written into the documents; read the difference before it is committed.

use std::{env, fmt::Write as _, fs, path::PathBuf};

use crate::support::command::poolproof;

/// The words of a command line: quotes of either kind group, and nothing else is special.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![];
    let mut word: Option<String> = None;
    let mut quoted: Option<char> = None;
    for c in line.chars() {
        match c {
            '"' | '\'' if quoted.is_none_or(|quote| quote == c) => {
                quoted = quoted.is_none().then_some(c);
                word.get_or_insert_default();
            }
            c if c.is_whitespace() && quoted.is_none() => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// Runs `[echo TEXT |] poolproof ARGS…` or `cargo run --release [-- ARGS…]` and gives what it prints.
fn run(command: &str) -> String {
    let (input, command) = match command.split_once(" | ") {
        Some((echo, command)) => (words(echo)[1..].join(" ") + "\n", command),
        None => (String::new(), command),
    };
    let command = command
        .replace("cargo run --release --", "poolproof")
        .replace("cargo run --release", "poolproof");
    let arguments = words(&command);
    assert_eq!(arguments[0], "poolproof", "`{command}` is not ours to run");
    let arguments: Vec<&str> = arguments.iter().skip(1).map(String::as_str).collect();
    let ran = poolproof(&arguments, input.as_bytes());
    let mut printed = ran.errors + &ran.output;
    if ran.code != 0 {
        let _ = writeln!(printed, "# exit {}", ran.code);
    }
    printed
}

/// The document with what its commands really print.
fn really(document: &str) -> (String, usize) {
    let mut out = String::new();
    let mut commands = 0;
    let mut inside = false;
    for line in document.lines() {
        if line.trim_start().starts_with("```") {
            inside = line.trim() == "```console";
            out.push_str(line);
            out.push('\n');
            continue;
        }
        match line.strip_prefix("$ ") {
            Some(command) if inside => {
                commands += 1;
                let _ = writeln!(out, "{line}");
                out.push_str(&run(command));
            }
            _ if inside => {}
            _ => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    (out, commands)
}

#[test]
fn the_documents_print_what_the_program_prints() {
    let mut documents = vec![PathBuf::from("README.md")];
    let docs = fs::read_dir("docs").expect("there is a folder of documents");
    documents.extend(
        docs.map(|entry| entry.expect("readable").path())
            .filter(|path| path.extension().is_some_and(|e| e == "md")),
    );
    documents.sort();
    let mut commands = 0;
    let mut wrong = vec![];
    for path in documents {
        let text = fs::read_to_string(&path).expect("a document is text");
        let (really, count) = really(&text);
        commands += count;
        if really != text {
            if env::var_os("POOLPROOF_BLESS").is_some() {
                fs::write(&path, really).expect("the document can be written");
            } else {
                wrong.push(format!(
                    "{}:\n{}",
                    path.display(),
                    difference(&text, &really)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(commands > 0, "there are commands to run");
}

/// A reader types off what a document shows, and a command there reads the file.
#[test]
fn every_example_stands_whole_in_a_document() {
    let documents: String = ["README.md", "docs/tour.md", "docs/language.md"]
        .map(|path| fs::read_to_string(path).expect("a document is text"))
        .concat();
    let examples = fs::read_dir("docs/examples").expect("there is a folder of examples");
    for example in examples {
        let path = example.expect("readable").path();
        let text = fs::read_to_string(&path).expect("an example is text");
        let fence = format!("```world\n{text}```\n");
        assert!(
            documents.contains(&fence),
            "{} stands nowhere",
            path.display()
        );
    }
}

/// The first line that differs, with its neighbours.
fn difference(text: &str, really: &str) -> String {
    let at = text
        .lines()
        .zip(really.lines())
        .take_while(|(a, b)| a == b)
        .count();
    let line = |text: &str| text.lines().nth(at).unwrap_or("(end)").to_owned();
    format!(
        "line {}:\n  says   {}\n  prints {}",
        at + 1,
        line(text),
        line(really)
    )
}

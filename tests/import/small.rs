//! Small artefacts of our own, through the import: what each says, what is wrong with it, and what became of its lines.

use std::fmt::Write;

use poolproof::{
    import::{Artefact, Import, import},
    text::{Diagnostic, Severity},
    world,
};

use crate::support::snapshots::hold;

/// A file of `tests/artefacts`.
pub(super) fn artefact(name: &str) -> Artefact {
    let path = format!("{}/tests/artefacts/{name}", env!("CARGO_MANIFEST_DIR"));
    Artefact::new(
        name,
        std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}")),
    )
}

fn complaint(complaint: &Diagnostic) -> String {
    let severity = match complaint.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let mut text = format!("{severity} [{}]: {}\n", complaint.code, complaint.headline);
    if let Some(place) = &complaint.place {
        let _ = writeln!(text, "  at {place}: {}", complaint.label);
        if let Some(excerpt) = &place.excerpt {
            let _ = writeln!(
                text,
                "  | {}",
                &excerpt.line[excerpt.under.start..excerpt.under.end]
            );
        }
    }
    if let Some(help) = &complaint.help {
        let _ = writeln!(text, "  help: {help}");
    }
    text
}

fn document(import: &Import) -> String {
    let complaints: String = import.diagnostics.iter().map(complaint).collect();
    let coverage = serde_json::to_string_pretty(&import.coverage).expect("plain data");
    format!(
        "{}\n---- complaints\n{complaints}\n---- coverage\n{coverage}\n",
        world::print(&import.facts)
    )
}

#[test]
fn each_alone() {
    for name in [
        "server.config",
        "mistakes.config",
        "listing.txt",
        "damaged.txt",
    ] {
        hold(
            "import",
            &name.replace('.', "_"),
            &document(&import(&[artefact(name)])),
        );
    }
    let saved = artefact("saved.txt").relative_to("D:\\sites".into());
    hold("import", "saved_txt", &document(&import(&[saved])));
}

/// A sentence says what `-m FILE@PATH` says; a file that nobody handed in is complained about.
#[test]
fn a_sentence_says_where_names_lie() {
    let world = |text: &str| Artefact::new("said.world", text.as_bytes());
    let by_hand = import(&[artefact("saved.txt").relative_to("D:\\sites".into())]);
    let said = world("names in saved.txt are relative to D:\\sites\n");
    let by_sentence = import(&[artefact("saved.txt"), said]);
    let objects = |import: &Import| -> Vec<String> {
        let is_object = |fact: &&world::Fact| matches!(fact.statement, world::Statement::Object(_));
        let objects = import.facts.iter().filter(is_object);
        objects
            .map(|fact| format!("{:?}", fact.statement))
            .collect()
    };
    assert!(!objects(&by_hand).is_empty());
    assert_eq!(objects(&by_hand), objects(&by_sentence));
    let wrong = import(&[world("names in other.txt are relative to D:\\sites\n")]);
    assert!(
        wrong
            .diagnostics
            .iter()
            .any(|one| one.code == "unknown-file")
    );
}

#[test]
fn all_together() {
    let mut artefacts: Vec<Artefact> = ["server.config", "listing.txt", "added.world"]
        .map(artefact)
        .into();
    artefacts.push(artefact("saved.txt").relative_to("D:\\sites".into()));
    hold("import", "together", &document(&import(&artefacts)));
}

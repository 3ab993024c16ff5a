//! Laws of damaged artefacts: nothing half-read is taken for whole, and every line is answered for.

use std::path::PathBuf;

use poolproof::{
    import::{Artefact, Import, Outcome, import},
    search::artefacts::{as_icacls, as_save, damage, damaged, listings, saved},
    text::Severity,
    world::{Gap, Listing, ObjectStatement, Statement},
};
use proptest::{prelude::*, sample::Index};

use super::import::{meant, seen};

/// Files to damage: our own small ones, and real ones where `POOLPROOF_FIXTURES` says they are.
fn files() -> Vec<(String, Vec<u8>)> {
    let mut folders = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/artefacts")];
    if let Some(root) = std::env::var_os("POOLPROOF_FIXTURES") {
        let real = PathBuf::from(root).join("real");
        let kinds = [
            "icacls",
            "icacls-save",
            "applicationhost",
            "webconfig",
            "cacls",
            "secinf",
            "metabase",
        ];
        folders.extend(kinds.map(|kind| real.join(kind)));
    }
    let mut files: Vec<(String, Vec<u8>)> = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).expect("a folder of files"))
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.is_file())
        .map(|path| {
            (
                path.display().to_string(),
                std::fs::read(&path).expect("a file"),
            )
        })
        .collect();
    files.sort();
    files
}

/// Every line that says something was used or is named as left out, and what was not used whole was complained about.
fn answered_for(import: &Import) -> Result<(), TestCaseError> {
    for artefact in &import.coverage.artefacts {
        let left: usize = artefact.left_out.iter().map(|range| range.lines).sum();
        prop_assert_eq!(artefact.used + left, artefact.lines, "{:#?}", artefact);
        let named = import.diagnostics.iter().any(|complaint| {
            complaint.severity > Severity::Note
                && complaint
                    .place
                    .as_ref()
                    .is_some_and(|place| *place.source == artefact.name)
        });
        prop_assert!(
            named || artefact.outcome == Outcome::Read,
            "{:#?}",
            artefact
        );
    }
    Ok(())
}

fn read(bytes: impl Into<Vec<u8>>) -> Import {
    import(&[Artefact::new("file", bytes)])
}

proptest! {
    /// Whatever happened to a file, reading it ends, and says what became of each of its lines.
    #[test]
    fn every_line_of_a_damaged_file_is_answered_for(which in any::<Index>(), damage in damage()) {
        let files = files();
        let (name, bytes) = which.get(&files);
        let import = import(&[Artefact::new(name.as_str(), damaged(bytes, &damage))]);
        answered_for(&import)?;
    }

    /// Bytes of any kind do not stop an import either.
    #[test]
    fn any_bytes_are_answered_for(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        answered_for(&read(bytes))?;
    }

    /// A saved list that was cut anywhere gives an object as it was, or says that it is unknown, or says nothing of it.
    #[test]
    fn a_cut_save_file_gives_no_half_list(objects in saved(), cut in any::<Index>(), wide in any::<bool>()) {
        let text = as_save(&objects);
        let bytes: Vec<u8> = if wide {
            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
        } else {
            text.clone().into_bytes()
        };
        let cut = cut.index(bytes.len());
        let import = read(&bytes[..cut]);
        // What lies under an object may be in the part that is missing, so the noun is not compared.
        for fact in &import.facts {
            if let Statement::Object(ObjectStatement { path, list: Listing::Sddl(list), .. }) = &fact.statement {
                prop_assert!(objects.contains(&(path.to_string(), list.to_string())));
            }
        }
        answered_for(&import)?;
    }

    /// A listing that was cut gives an object as it was, or unknown; only the last may lack entries, and then the
    /// missing count of icacls is pointed out.
    #[test]
    fn a_cut_listing_says_that_it_may_be_cut(objects in listings(), cut in any::<Index>()) {
        let text = as_icacls(&objects);
        let last_line = text.trim_end().rfind('\n').map_or(0, |at| at + 1);
        let cut = text.floor_char_boundary(cut.index(last_line.max(1)));
        let import = read(&text[..cut]);
        let objects = meant(&objects);
        let read = seen(&import);
        for (nth, object) in read.iter().enumerate() {
            let whole = objects.iter().find(|whole| whole.0 == object.0);
            let Some(whole) = whole else {
                // Where the first line of an object is cut, a shorter account or path may stand there.
                prop_assert_eq!(nth, read.len() - 1);
                continue;
            };
            prop_assert!(whole == object || (nth == read.len() - 1 && whole.1.starts_with(&object.1)));
        }
        let said = ["no-summary", "count-differs", "broken-list", "unknown-kind",
            "kind-not-read", "empty", "lost-entry"];
        prop_assert!(import.diagnostics.iter().any(|complaint| said.contains(&complaint.code)));
    }

    /// An entry that was used is one that matters: without its line the facts are others.
    #[test]
    fn every_line_that_is_used_matters(objects in listings(), which in any::<Index>()) {
        let text = as_icacls(&objects);
        let lines: Vec<&str> = text.lines().collect();
        let continued: Vec<usize> = (0..lines.len()).filter(|n| lines[*n].starts_with("   ")).collect();
        let without = *which.get(&continued);
        let rest: String = (0..lines.len()).filter(|n| *n != without).map(|n| format!("{}\n", lines[n])).collect();
        prop_assert_ne!(seen(&read(rest)), seen(&read(text)));
    }

    /// A configuration that ends early is not well-formed, and nothing of it is used.
    #[test]
    fn a_cut_configuration_gives_nothing(cut in any::<Index>()) {
        let text = include_str!("../artefacts/server.config").trim_end();
        let import = read(&text.as_bytes()[..cut.index(text.len())]);
        prop_assert!(import.facts.is_empty());
        prop_assert!(import.diagnostics.iter().any(|complaint| complaint.severity > Severity::Note));
    }

    /// An entry whose end is damaged makes its object unknown: no list is taken without it.
    #[test]
    fn a_broken_entry_makes_its_object_unknown(objects in listings(), which in any::<Index>(), nth in any::<Index>()) {
        let object = which.index(objects.len());
        let entry = nth.index(objects[object].entries.len());
        let good = objects[object].entries[entry].tail();
        let bad = good.replacen('(', "(Q", 1);
        let mut said = 0;
        let mut text = String::new();
        for line in as_icacls(&objects).lines() {
            let here = said == objects[..object].iter().map(|object| object.entries.len()).sum::<usize>() + entry;
            if line.contains(":(") {
                said += 1;
            }
            let line = if here && line.contains(":(") { line.replace(&good, &bad) } else { line.to_owned() };
            text.push_str(&line);
            text.push('\n');
        }
        let import = read(text);
        let path = objects[object].path.as_str();
        prop_assert!(seen(&import).iter().all(|(read, _)| read != path));
        let unknown = Statement::Gap(Gap::PermissionsOf(path.into()));
        prop_assert!(import.facts.iter().any(|fact| fact.statement == unknown));
    }
}

/// Sizes that no tool writes and somebody may hand over.
#[test]
fn extremes_are_read_or_refused() {
    let name = "n".repeat(64 * 1024);
    let long = read(format!("C:\\{name} BUILTIN\\Users:(RX)\n"));
    assert_eq!(seen(&long).len(), 1);

    let aces = "(A;;FA;;;S-1-5-21-1-2-3-4)".repeat(10_000);
    let wide = read(format!("x\r\nD:{aces}\r\n"));
    assert_eq!(wide.coverage.artefacts[0].counts["entries"], 10_000);

    let empty = read("x\r\nD:\r\n");
    assert_eq!(empty.coverage.artefacts[0].counts["objects"], 1);

    let lines = "  BUILTIN\\Users:(RX)\n".repeat(100_000);
    let many = read(format!("C:\\x Everyone:(F)\n{lines}"));
    assert_eq!(seen(&many)[0].1.len(), 100_001);

    let deep = format!(
        "<configuration><system.applicationHost>{}{}</system.applicationHost></configuration>",
        "<a>".repeat(5_000),
        "</a>".repeat(5_000)
    );
    assert_eq!(read(deep).coverage.artefacts[0].outcome, Outcome::Read);

    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><configuration><system.applicationHost>&b;</system.applicationHost></configuration>";
    assert!(
        read(bomb)
            .diagnostics
            .iter()
            .any(|complaint| complaint.code == "dtd")
    );

    for nothing in [
        &b""[..],
        b"\0\0\0\0",
        b"\n\n\n",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"PK\x03\x04rest",
        b"\xff\xfe\0\0",
    ] {
        let import = read(nothing);
        assert!(import.facts.is_empty());
        assert!(!import.diagnostics.is_empty(), "{nothing:?}");
    }
}

//! `poolproof import`: what was read and what was not, and the world that comes of it.

use std::{fs, path::PathBuf};

use crate::support::{command::poolproof, snapshots, transcript::Transcript};

/// An empty folder of this name.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

#[test]
fn the_coverage_says_what_was_read() {
    let mut transcript = Transcript::default();
    let whole = [
        "import",
        "tests/artefacts/listing.txt",
        "tests/artefacts/server.config",
    ];
    assert_eq!(transcript.run(&whole, ""), 0);
    // An object whose list is damaged is unknown, and that something was bad is told by the exit code.
    assert_eq!(
        transcript.run(&["import", "tests/artefacts/damaged.txt"], ""),
        3
    );
    assert_eq!(transcript.run(&["import", "tests/none"], ""), 3);
    assert_eq!(transcript.run(&["import"], ""), 2);
    snapshots::hold("cli", "import", &transcript.text);
}

#[test]
fn the_coverage_has_a_form_for_programs() {
    let ran = poolproof(
        &["import", "--format", "json", "tests/artefacts/listing.txt"],
        b"",
    );
    let json: serde_json::Value = serde_json::from_str(&ran.output).expect("JSON alone");
    assert_eq!(json["artefacts"][0]["name"], "tests/artefacts/listing.txt");
    assert_eq!(json["artefacts"][0]["kind"], "icacls");
}

/// Sentences or JSON, one file or the many that it was made of: the same answers, but for the places.
#[test]
fn what_was_imported_can_be_asked_again() {
    let folder = folder("import");
    let models = [
        "tests/artefacts/server.config",
        "tests/artefacts/listing.txt",
        "tests/artefacts/added.world",
    ];
    let questions = [
        "list pools",
        "list folders",
        "can pool Shop read D:\\sites\\shop",
        "can pool Shop write D:\\sites\\shop",
        "can pool Intranet read D:\\sites\\shop",
        "who can read D:\\sites\\shop",
        "what can pool Shop read",
        "show D:\\sites\\shop",
    ];
    let ask = |models: &[&str]| -> Vec<String> {
        let mut args = vec!["ask", "--format", "json"];
        args.extend(questions);
        args.extend(models.iter().flat_map(|model| ["-m", *model]));
        let ran = poolproof(&args, b"");
        assert!([0, 1, 4].contains(&ran.code), "{}", ran.errors);
        serde_json::Deserializer::from_str(&ran.output)
            .into_iter::<serde_json::Value>()
            .map(|answer| without_places(answer.expect("an object")).to_string())
            .collect()
    };
    let before = ask(&models);
    assert_eq!(before.len(), questions.len());
    for name in ["out.json", "out.world"] {
        let out = folder.join(name).display().to_string();
        let ran = poolproof(&[&["import", "-o", &out][..], &models[..]].concat(), b"");
        assert_eq!(ran.code, 0, "{}", ran.errors);
        assert!(
            ran.output.contains(&format!("facts written to {out}")),
            "{}",
            ran.output
        );
        for (question, (was, is)) in questions.iter().zip(before.iter().zip(ask(&[&out]))) {
            assert_eq!(*was, is, "{question} of {name}");
        }
    }
}

/// Where a fact was found is another place in another file.
fn without_places(mut value: serde_json::Value) -> serde_json::Value {
    match &mut value {
        serde_json::Value::Object(fields) => {
            fields.remove("at");
            fields
                .values_mut()
                .for_each(|field| *field = without_places(field.take()));
        }
        serde_json::Value::Array(items) => {
            items
                .iter_mut()
                .for_each(|item| *item = without_places(item.take()));
        }
        _ => {}
    }
    value
}

#[test]
fn a_world_that_cannot_be_written_is_bad_input() {
    let out = folder("unwritable")
        .join("none/out.world")
        .display()
        .to_string();
    let ran = poolproof(&["import", "tests/artefacts/listing.txt", "-o", &out], b"");
    assert_eq!(ran.code, 3);
    assert!(ran.errors.contains("cannot write"), "{}", ran.errors);
}

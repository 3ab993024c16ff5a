//! Snapshots: whole documents in the top-level `snapshots/`, one file a case.

/// Holds a document against `snapshots/FOLDER/NAME.snap`.
pub fn hold(folder: &str, name: &str, document: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("{}/snapshots/{folder}", env!("CARGO_MANIFEST_DIR")));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, document));
}

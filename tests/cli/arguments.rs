//! What clap makes of what is typed: help is an answer, a mistake is a complaint.

use crate::support::command::poolproof;

#[test]
fn help_and_version_are_answers() {
    let help = poolproof(&["--help"], b"");
    assert_eq!((help.code, help.errors.as_str()), (0, ""));
    assert!(help.output.contains("access-check"), "{}", help.output);
    let version = poolproof(&["--version"], b"");
    assert_eq!(version.code, 0);
    assert!(version.output.starts_with("poolproof "));
}

#[test]
fn what_is_not_understood_is_a_complaint() {
    for args in [
        &["sdll", "x"][..],
        &["sddl"],
        &["sddl", "D:", "--kind", "pipe"],
    ] {
        let ran = poolproof(args, b"");
        assert_eq!((ran.code, ran.output.as_str()), (2, ""), "{args:?}");
        assert!(ran.errors.starts_with("error: "), "{}", ran.errors);
    }
}

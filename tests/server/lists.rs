//! Lists of described and undescribed objects, and where their lines come from.

use poolproof::world::{How, ObjectGapKind, ObjectNoun, Whence, WinPath};

use super::{server, server_and_complaints};

const WORLD: &str = "server BOX runs IIS 10.0
user alice
folder C:\\a does not inherit
  allows alice read
  allows Users write for files only
folder C:\\a\\b\\c
  denies alice write
file C:\\a\\f
  sddl \"D:(A;;GA;;;BU)\"
folder C:\\lost
folder C:\\lost\\sub
  allows alice read
permissions of C:\\lost are unknown
folder C:\\own is owned by alice, does not inherit
owner of C:\\own is unknown
undescribed objects inherit, else are closed
";

#[test]
fn lines_know_where_they_were_written() {
    let server = server(WORLD);
    let described = server.describe(&WinPath::new("C:\\a\\b\\c"), None);
    assert_eq!(described.how, How::WorkedOut);
    let lines: Vec<_> = described.completions[0]
        .lines
        .iter()
        .map(|line| (line.path.as_str(), line.steps_up, line.line))
        .collect();
    assert_eq!(
        lines,
        [("C:\\a\\b\\c", 0, 1), ("C:\\a", 2, 1), ("C:\\a", 2, 2)]
    );
    let Whence::Fact(_, origin) = &described.completions[0].lines[1].whence else {
        panic!("a fact")
    };
    assert_eq!(origin.to_string(), "test.world:4");
}

#[test]
fn generic_rights_are_mapped_and_a_plain_text_inherits() {
    let server = server(WORLD);
    let described = server.describe(&WinPath::new("c:\\A\\F"), None);
    let aces = described.completions[0].descriptor.dacl.aces();
    assert_eq!(aces[0].mask.0, 0x1F_01FF);
    assert_eq!(aces.len(), 3);
}

#[test]
fn an_undescribed_path_takes_what_is_passed_on_or_is_closed() {
    let server = server(WORLD);
    let passed = server.describe(&WinPath::new("C:\\a\\b"), None);
    assert_eq!(
        (passed.how, passed.kind),
        (How::InheritedUndescribed, poolproof::nt::ObjectKind::Folder)
    );
    assert_eq!(
        server.describe(&WinPath::new("E:\\x"), None).how,
        How::Closed
    );
    let hinted = server.describe(&WinPath::new("C:\\a\\new"), Some(ObjectNoun::Folder));
    assert_eq!(hinted.kind, poolproof::nt::ObjectKind::Folder);
}

#[test]
fn what_inherits_from_the_unknown_is_open_behind_its_own_lines() {
    let server = server(WORLD);
    let described = server.describe(&WinPath::new("C:\\lost\\sub"), None);
    assert_eq!(described.completions.len(), 3);
    let kinds: Vec<_> = described
        .gaps
        .iter()
        .map(|gap| (&gap.kind, gap.path.as_str()))
        .collect();
    assert_eq!(
        kinds,
        [
            (&ObjectGapKind::Permissions, "C:\\lost"),
            (&ObjectGapKind::InheritedLines, "C:\\lost\\sub")
        ]
    );
}

#[test]
fn an_unknown_owner_is_marked() {
    let server = server(WORLD);
    let described = server.describe(&WinPath::new("C:\\own"), None);
    assert!(described.completions[0].owner_unknown);
    assert_eq!(described.gaps[0].kind, ObjectGapKind::Owner);
}

#[test]
fn two_descriptions_are_both_kept() {
    let (server, complaints) = server_and_complaints(
        "server BOX runs IIS 10.0\nuser alice\nfolder C:\\x does not inherit\n  allows alice read\nfolder C:\\x does not inherit\n  denies alice read\n",
    );
    assert_eq!(
        server
            .describe(&WinPath::new("C:\\x"), None)
            .completions
            .len(),
        2
    );
    assert_eq!(
        complaints
            .iter()
            .map(|complaint| complaint.code)
            .collect::<Vec<_>>(),
        ["two-descriptions"]
    );
}

#[test]
fn a_text_that_needs_a_domain_nobody_named_is_a_gap() {
    let server = server("server BOX runs IIS 10.0\nfolder C:\\x\n  sddl \"D:P(A;;FA;;;LA)\"\n");
    let described = server.describe(&WinPath::new("C:\\x"), None);
    assert!(matches!(
        described.gaps[0].kind,
        ObjectGapKind::Unreadable(_)
    ));
    assert_eq!(described.how, How::Unknown);
}

/// A path can have as many folders as its length allows: nothing may run out of stack.
#[test]
fn a_path_of_thousands_of_folders_is_described() {
    let server = server(WORLD);
    let deep = format!("C:\\a{}", "\\x".repeat(16_000));
    let described = server.describe(&WinPath::new(&deep), None);
    assert_eq!(described.how, How::InheritedUndescribed);
}

//! Worked examples of inheritance: a parent's line, and what a new file and a new folder below it get.

use poolproof::nt::{
    AclState, Control, ObjectKind, SecurityDescriptor, Token,
    inherit::{create, propagate},
};

use crate::support::lines::{lines, sid};

/// The parent's list, then the child's as a file and as a folder. `default`: nothing of use, so the creator's default list.
const EXAMPLES: &[(&str, &str, &str)] = &[
    (
        "(A;OICI;0x1200a9;;;BU)",
        "(A;ID;0x1200a9;;;BU)",
        "(A;OICIID;0x1200a9;;;BU)",
    ),
    (
        "(A;OICIIO;GA;;;CO)",
        "(A;ID;0x1f01ff;;;U)",
        "(A;ID;0x1f01ff;;;U)(A;OICIIOID;GA;;;CO)",
    ),
    ("(A;CI;0x4;;;BU)", "default", "(A;CIID;0x4;;;BU)"),
    ("(A;CIIO;0x2;;;BU)", "default", "(A;CIID;0x2;;;BU)"),
    (
        "(A;OI;GR;;;WD)",
        "(A;ID;0x120089;;;WD)",
        "(A;OIIOID;GR;;;WD)",
    ),
    ("(A;OINP;0x1;;;WD)", "(A;ID;0x1;;;WD)", "default"),
    ("(A;CINP;GR;;;WD)", "default", "(A;ID;0x120089;;;WD)"),
    (
        "(A;OICI;GR;;;WD)",
        "(A;ID;0x120089;;;WD)",
        "(A;ID;0x120089;;;WD)(A;OICIIOID;GR;;;WD)",
    ),
    ("(A;;0x1f01ff;;;BA)", "default", "default"),
    (
        "(D;OICI;0x2;;;IS)(A;OICI;0x1301bf;;;IS)",
        "(D;ID;0x2;;;IS)(A;ID;0x1301bf;;;IS)",
        "(D;OICIID;0x2;;;IS)(A;OICIID;0x1301bf;;;IS)",
    ),
    (
        "(A;OICIIO;GA;;;CG)",
        "(A;ID;0x1f01ff;;;G)",
        "(A;ID;0x1f01ff;;;G)(A;OICIIOID;GA;;;CG)",
    ),
];

/// The creator's default list, and what becomes of it on a file.
const DEFAULT: (&str, &str) = (
    "(A;;GA;;;U)(A;;GA;;;SY)",
    "(A;;0x1f01ff;;;U)(A;;0x1f01ff;;;SY)",
);

fn parent(text: &str) -> SecurityDescriptor {
    SecurityDescriptor {
        owner: Some(sid("BA")),
        dacl: AclState::of(lines(text)),
        control: Control::DACL_AUTO_INHERITED,
        ..SecurityDescriptor::default()
    }
}

#[test]
fn a_new_object_gets_what_the_worked_examples_say() {
    let creator = Token {
        primary_group: Some(sid("G")),
        default_dacl: AclState::of(lines(DEFAULT.0)),
        ..Token::of(sid("U"))
    };
    for (above, file, folder) in EXAMPLES {
        for (kind, expected) in [(ObjectKind::File, file), (ObjectKind::Folder, folder)] {
            let child = create(Some(&parent(above)), None, &creator, kind);
            let expected = if *expected == "default" {
                DEFAULT.1
            } else {
                expected
            };
            assert_eq!(
                child.dacl,
                AclState::of(lines(expected)),
                "{above} for a {kind:?}"
            );
            assert_eq!(child.owner, Some(sid("U")), "{above}");
        }
    }
}

/// Propagation gives the same, but never the creator's default list: what is left is an empty one.
#[test]
fn propagation_gives_an_empty_child_what_the_worked_examples_say() {
    let child = SecurityDescriptor {
        owner: Some(sid("U")),
        group: Some(sid("G")),
        dacl: AclState::of(Vec::new()),
        ..SecurityDescriptor::default()
    };
    for (above, file, folder) in EXAMPLES {
        for (kind, expected) in [(ObjectKind::File, file), (ObjectKind::Folder, folder)] {
            let after = propagate(&parent(above), &child, kind);
            let expected = if *expected == "default" { "" } else { expected };
            let expected = AclState::of(lines(expected));
            assert_eq!(after.dacl, expected, "{above} for a {kind:?}");
        }
    }
}

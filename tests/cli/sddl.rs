//! `poolproof sddl`: snapshots of descriptors in words, and every form once.

use crate::support::command::poolproof;
use crate::support::snapshots::hold;

const SHOP: &str = "O:BAG:SYD:PAI(A;OICI;FA;;;SY)(D;;0x2;;;S-1-5-21-1-2-3-1001)(A;OICIIO;GA;;;CO)(A;ID;0x1200a9;;;IS)\
    (XA;CI;FR;;;WD;(Member_of {SID(BU)} && @User.x == 1))(A;;GR;;;OW)S:(ML;;NW;;;HI)(AU;SAFA;0x2;;;WD)";

fn told(args: &[&str]) -> String {
    let ran = poolproof(args, b"");
    assert_eq!((ran.code, ran.errors.as_str()), (0, ""), "{args:?}");
    ran.output
}

fn complaint(text: &str) -> String {
    let ran = poolproof(&["sddl", text], b"");
    assert_eq!((ran.code, ran.output.as_str()), (2, ""), "{text}");
    ran.errors
}

#[test]
fn a_folder_with_all_sorts_of_lines() {
    hold("sddl", "folder", &told(&["sddl", SHOP]));
}

#[test]
fn the_three_states_of_a_list_are_told_apart() {
    let absent = told(&["sddl", "O:BAG:BA"]);
    let null = told(&["sddl", "O:BAG:BAD:NO_ACCESS_CONTROL"]);
    let empty = told(&["sddl", "O:BAG:BAD:P"]);
    hold("sddl", "states", &format!("{absent}\n{null}\n{empty}"));
}

#[test]
fn rights_are_called_by_the_kind_of_object() {
    let texts: Vec<String> = [
        "file",
        "folder",
        "key",
        "service",
        "scm",
        "process",
        "thread",
        "token",
        "com-launch",
        "com-access",
    ]
    .iter()
    .map(|kind| {
        let text = told(&["sddl", "O:BAD:(A;CI;0x20003;;;BU)", "--kind", kind]);
        let line = text.lines().nth(3).expect("the only line of the list");
        format!("{kind:11}{line}")
    })
    .collect();
    hold("sddl", "kinds", &texts.join("\n"));
}

#[test]
fn json_says_the_same() {
    let text = told(&["sddl", SHOP, "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&text).expect("one JSON object");
    assert_eq!(json["schema"], "poolproof/descriptor/1");
    assert_eq!(json["dacl"]["lines"][3]["rights"], "RX");
    assert_eq!(json["dacl"]["lines"][3]["inherited"], true);
    assert_eq!(json["owner"]["name"], r"BUILTIN\Administrators");
    assert_eq!(json["notes"][0]["code"], "not-canonical");
}

#[test]
fn other_forms_of_one_text() {
    let text = "S:(AU;SA;GA;;;WD)D:(a;;0x1f01ff;;;SY)O:BA";
    assert_eq!(
        told(&["sddl", text, "--format", "sddl"]),
        "O:BAD:(A;;FA;;;SY)S:(AU;SA;GA;;;WD)\n"
    );
    assert_eq!(
        told(&["sddl", "O:WD", "--format", "binary"]),
        "0100008014000000000000000000000000000000010100000000000100000000\n"
    );
}

#[test]
fn many_texts_a_line_each() {
    let input = b"O:BAG:BA\r\n\n   \nO:QQ\nO:\xFF\nO:SYG:SY";
    let ran = poolproof(&["sddl", "--lines", "--format", "sddl"], input);
    let expected = "O:BAG:BA\n\
        invalid: no account has the letters `QQ` (at character 3)\n\
        invalid: byte 3 of the line is not UTF-8\n\
        O:SYG:SY\n";
    assert_eq!((ran.code, ran.output.as_str()), (3, expected));
}

#[test]
fn letters_of_a_domain_need_its_sid() {
    assert!(complaint("O:LA").contains("is an account of the machine"));
    let with = told(&["sddl", "O:LA", "--machine-sid", "S-1-5-21-1-2-3"]);
    assert!(with.starts_with("owner  S-1-5-21-1-2-3-500"), "{with}");
}

#[test]
fn a_mistake_is_shown_where_it_is() {
    insta::assert_snapshot!(complaint("O:BAD:(A;OICI;FB;;;SY)"), @r"
    error: no right is called `FB`
      | O:BAD:(A;OICI;FB;;;SY)
      |               ^^
    help: rights are numbers, or letters such as GA, FA, FR, KA, RC, WD, CC
    ");
}

//! `poolproof access-check`: every form of an answer, and lines that are no cases.

use serde_json::{Value, json};

use super::cases::{answer, case, is_granted, of_token, refusal, run};
use crate::support::command::poolproof;

#[test]
fn granted_and_refused() {
    assert_eq!(
        run(&case(json!({})).to_string()).output,
        "{\"id\":1,\"granted\":true,\"granted_mask\":1,\"status\":\"ok\",\"max_allowed\":3}\n"
    );
    assert_eq!(
        run(&case(json!({"desired": 5})).to_string()).output,
        "{\"id\":1,\"granted\":false,\"granted_mask\":null,\"status\":\"access_denied\",\"max_allowed\":3}\n"
    );
    assert_eq!(
        run(&case(json!({"desired": 0x100_0001})).to_string()).output,
        "{\"id\":1,\"granted\":false,\"granted_mask\":null,\"status\":\"privilege_not_held\",\"max_allowed\":3}\n"
    );
    let refused = answer(&case(json!({"sddl": "O:BAG:BAD:"})));
    assert_eq!(
        (&refused["granted"], &refused["max_allowed"]),
        (&json!(false), &json!(0))
    );
}

#[test]
fn the_maximum_alone_and_with_rights() {
    let maximum = answer(&case(json!({"desired": 0x200_0000})));
    assert_eq!(
        (&maximum["granted_mask"], &maximum["max_allowed"]),
        (&json!(3), &json!(3))
    );
    assert!(is_granted(&case(json!({"desired": 0x200_0002}))));
    assert!(!is_granted(&case(json!({"desired": 0x200_0004}))));
}

#[test]
fn an_id_comes_back_as_it_was_written() {
    for id in [
        "1",
        "1.0",
        "-7",
        "12345678901234567890123",
        r#""a\"b\u00e9""#,
        "null",
    ] {
        let line = case(json!({}))
            .to_string()
            .replace("\"id\":1", &format!("\"id\":{id}"));
        let ran = run(&line);
        assert!(
            ran.output
                .starts_with(&format!("{{\"id\":{id},\"granted\":true")),
            "{id}: {}",
            ran.output
        );
    }
    let mut nameless = case(json!({}));
    nameless.as_object_mut().expect("an object").remove("id");
    assert_eq!(answer(&nameless)["id"], Value::Null);
    assert!(refusal(&case(json!({"id": [1]}))).contains("a number or a string"));
    let broken = answer(&case(json!({"id": "x", "sddl": "nonsense"})));
    assert_eq!(broken["id"], "x");
    let misspelt = answer(&case(json!({"id": "y", "objekt": "file"})));
    assert_eq!(misspelt["id"], "y");
}

#[test]
fn a_mask_in_words_and_numbers() {
    assert!(is_granted(&case(json!({"desired": "0x1"}))));
    assert!(is_granted(&case(json!({"desired": "0x00000003"}))));
    for wrong in [
        json!("1"),
        json!("0x"),
        json!("0x+1"),
        json!("0x123456789"),
        json!(-1),
        json!(1.0),
        json!(4_294_967_296_u64),
        Value::Null,
    ] {
        refusal(&case(json!({"desired": wrong})));
    }
    assert!(refusal(&case(json!({"desired": 0}))).contains("no right"));
    assert!(refusal(&case(json!({"desired": 0x8000_0000_u32}))).contains("1360"));
}

#[test]
fn fields_that_nobody_knows_are_refused() {
    assert!(refusal(&case(json!({"desried": 1}))).contains("`desried`"));
    assert!(refusal(&of_token("D:", 1, json!({"integrty": "low"}))).contains("`integrty`"));
    assert!(
        refusal(&of_token(
            "D:",
            1,
            json!({"groups": [{"sid": "BU", "attribute": []}]})
        ))
        .contains("`attribute`")
    );
    assert!(
        refusal(&of_token(
            "D:",
            1,
            json!({"privileges": [{"name": "SeTcbPrivilege", "on": true}]})
        ))
        .contains("`on`")
    );
    let twice = case(json!({}))
        .to_string()
        .replace("\"desired\":1", "\"desired\":1,\"desired\":2");
    assert!(run(&twice).output.contains("duplicate field `desired`"));
    for missing in ["sddl", "token", "desired"] {
        let mut case = case(json!({}));
        case.as_object_mut().expect("an object").remove(missing);
        assert!(refusal(&case).contains(missing));
    }
    assert!(refusal(&case(json!({"token": {"groups": []}}))).contains("user"));
    for sid in ["", "S-1", "S-1-5-32-545 ", "QQ", "DA", "BUILTIN\\Users"] {
        refusal(&case(json!({"token": {"user": sid}})));
    }
}

#[test]
fn lines_that_are_no_cases_are_answered_and_the_next_goes_on() {
    let good = case(json!({})).to_string();
    let deep = "[".repeat(100_000);
    let bad: [&[u8]; 8] = [
        b"{",
        b"[]",
        b"1",
        b"nonsense",
        b"\xFF\xFE{",
        b"\0",
        deep.as_bytes(),
        b"{\"id\":1}{\"id\":2}",
    ];
    let mut input = Vec::new();
    for line in bad {
        input.extend_from_slice(line);
        input.push(b'\n');
        input.extend_from_slice(good.as_bytes());
        input.push(b'\n');
    }
    let ran = poolproof(&["access-check"], &input);
    let statuses: Vec<&str> = ran
        .output
        .lines()
        .map(|line| {
            if line.contains("\"invalid\"") {
                "invalid"
            } else {
                "ok"
            }
        })
        .collect();
    assert_eq!(statuses, ["invalid", "ok"].repeat(8));
    assert_eq!(ran.code, 3);
    assert!(
        ran.output
            .lines()
            .nth(2)
            .is_some_and(|line| line.contains("line 3: "))
    );
}

#[test]
fn line_ends_blanks_and_marks_do_not_matter() {
    let good = case(json!({})).to_string();
    let input = format!("\u{FEFF}{good}\r\n\r\n   \n\t{good} \n\n{good}");
    let ran = run(&input);
    assert_eq!((ran.code, ran.output.lines().count()), (0, 3));
    assert_eq!(run("").output, "");
    assert_eq!(run("\n").code, 0);
}

#[test]
fn long_lines_are_read_and_endless_ones_are_not() {
    let list = "(A;;0x1;;;WD)".repeat(4000);
    let long =
        case(json!({"sddl": format!("O:BAG:BAD:{list}"), "id": "n".repeat(1 << 20)})).to_string();
    assert!(run(&long).output.contains("\"ok\""));
    let endless = format!("{}\n{}", "x".repeat(17 << 20), case(json!({})));
    let ran = run(&endless);
    assert_eq!((ran.code, ran.output.lines().count()), (3, 2));
    assert!(
        ran.output.starts_with(
            "{\"id\":null,\"granted\":null,\"granted_mask\":null,\"status\":\"invalid\""
        )
    );
    assert!(
        ran.output
            .contains("line 1: the line is longer than 16 MiB")
    );
    assert!(ran.output.ends_with("\"max_allowed\":3}\n"));
}

#[test]
fn many_texts_are_read_and_forgotten() {
    let cases: Vec<String> = (0..10_000)
        .map(|n| {
            let sddl = format!("O:BAG:BAD:(A;;{:#x};;;WD)", n % 0xFFFF + 1);
            case(json!({"id": n, "sddl": sddl, "desired": n % 0xFFFF + 1})).to_string()
        })
        .collect();
    let ran = run(&cases.join("\n"));
    assert_eq!(ran.code, 0);
    for (n, line) in ran.output.lines().enumerate() {
        assert!(
            line.starts_with(&format!("{{\"id\":{n},\"granted\":true")),
            "{line}"
        );
    }
}

#[test]
fn domains_are_given_on_the_command_line() {
    let line =
        case(json!({"sddl": "O:LAG:DUD:(A;;0x1;;;DA)", "token": {"user": "S-1-5-21-7-8-9-512"}}))
            .to_string();
    let without = poolproof(&["access-check"], line.as_bytes());
    assert!(without.output.contains("is an account of"));
    let args = [
        "access-check",
        "--machine-sid",
        "S-1-5-21-1-2-3",
        "--domain-sid",
        "S-1-5-21-7-8-9",
    ];
    assert!(poolproof(&args, line.as_bytes()).output.contains("\"ok\""));
}

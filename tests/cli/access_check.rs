//! `poolproof access-check`: every field of a case, every kind of answer, every way to be no case.

use serde_json::{Value, json};

use crate::support::command::{Ran, poolproof};

fn run(input: &str) -> Ran {
    let ran = poolproof(&["access-check"], input.as_bytes());
    assert_eq!(ran.errors, "");
    ran
}

/// The answer to one case.
fn answer(case: &Value) -> Value {
    let ran = run(&case.to_string());
    assert_eq!(ran.output.matches('\n').count(), 1);
    let answer: Value = serde_json::from_str(&ran.output).expect("an answer is JSON");
    assert_eq!(ran.code == 3, answer["status"] == "invalid", "{case}");
    answer
}

/// Why a case is none.
fn refusal(case: &Value) -> String {
    let answer = answer(case);
    assert_eq!(answer["status"], "invalid", "{case} got {answer}");
    answer["error"].as_str().expect("a sentence").to_owned()
}

/// A case of a user alone, with these fields instead or besides.
fn case(fields: Value) -> Value {
    with(
        json!({"id": 1, "sddl": "O:BAG:BAD:(A;;0x3;;;WD)", "token": {"user": "S-1-5-21-1-2-3-1001", "groups": ["WD"]}, "desired": 1}),
        fields,
    )
}

/// The case of a token with these fields instead or besides.
fn of_token(sddl: &str, desired: u32, fields: Value) -> Value {
    let token = with(json!({"user": "S-1-5-21-1-2-3-1001"}), fields);
    case(json!({"sddl": sddl, "desired": desired, "token": token}))
}

fn with(mut object: Value, fields: Value) -> Value {
    let into = object.as_object_mut().expect("an object");
    into.extend(fields.as_object().expect("an object").clone());
    object
}

fn is_granted(case: &Value) -> bool {
    let answer = answer(case);
    answer["granted"]
        .as_bool()
        .unwrap_or_else(|| panic!("{case} got {answer}"))
}

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
fn groups_with_every_attribute() {
    let attributes =
        |attributes: Value| json!({"groups": [{"sid": "S-1-5-32-545", "attributes": attributes}]});
    let allow = "O:BAG:BAD:(A;;0x1;;;BU)";
    let deny = "O:BAG:BAD:(D;;0x1;;;BU)(A;;0x1;;;S-1-5-21-1-2-3-1001)";
    for (words, allowed, denied) in [
        (json!(["enabled"]), true, true),
        (json!(["mandatory", "enabled", "owner"]), true, true),
        (json!(["deny-only"]), false, true),
        (json!([]), false, false),
        (json!(["owner"]), false, false),
    ] {
        assert_eq!(
            is_granted(&of_token(allow, 1, attributes(words.clone()))),
            allowed,
            "{words}"
        );
        assert_eq!(
            !is_granted(&of_token(deny, 1, attributes(words.clone()))),
            denied,
            "{words}"
        );
    }
    assert!(is_granted(&of_token(
        allow,
        1,
        json!({"groups": [{"sid": "BU"}]})
    )));
    assert!(refusal(&of_token(allow, 1, attributes(json!(["on"])))).contains("`on`"));
    assert!(
        refusal(&of_token(
            allow,
            1,
            attributes(json!(["enabled", "deny-only"]))
        ))
        .contains("not both")
    );
}

#[test]
fn a_user_for_deny_only() {
    let allow = "O:BAG:BAD:(A;;0x1;;;S-1-5-21-1-2-3-1001)";
    let deny_only = json!({"user_attributes": ["deny-only"]});
    assert!(is_granted(&of_token(
        allow,
        1,
        json!({"user_attributes": []})
    )));
    assert!(is_granted(&of_token(
        allow,
        1,
        json!({"user_attributes": ["enabled"]})
    )));
    assert!(!is_granted(&of_token(allow, 1, deny_only.clone())));
    let owned = "O:S-1-5-21-1-2-3-1001G:BAD:";
    assert!(is_granted(&of_token(owned, 0x20000, json!({}))));
    assert!(!is_granted(&of_token(owned, 0x20000, deny_only)));
    assert!(
        refusal(&of_token(allow, 1, json!({"user_attributes": ["owner"]}))).contains("deny-only")
    );
}

#[test]
fn a_sid_that_stands_twice_says_the_same_both_times() {
    let sddl = "O:BAG:BAD:(A;;0x1;;;BU)";
    let twice = |second: Value| of_token(sddl, 1, json!({"groups": ["BU", second]}));
    assert!(is_granted(&twice(json!("S-1-5-32-545"))));
    assert!(is_granted(&twice(json!("S-1-5-21-1-2-3-1001"))));
    assert!(refusal(&twice(json!({"sid": "BU", "attributes": []}))).contains("twice"));
    let user_disabled = json!({"sid": "S-1-5-21-1-2-3-1001", "attributes": ["deny-only"]});
    assert!(refusal(&twice(user_disabled)).contains("twice"));
}

#[test]
fn privileges_count_when_enabled() {
    let sddl = "O:BAG:BAD:";
    for (name, right) in [
        ("SeSecurityPrivilege", 0x100_0000),
        ("SeTakeOwnershipPrivilege", 0x8_0000),
        ("SeRelabelPrivilege", 0x8_0000),
    ] {
        let privileges =
            |privileges: Value| of_token(sddl, right, json!({"privileges": privileges}));
        assert!(is_granted(&privileges(json!([name]))));
        assert!(is_granted(&privileges(json!([{"name": name}]))));
        assert!(is_granted(&privileges(
            json!([{"name": name, "enabled": true}])
        )));
        assert!(!is_granted(&privileges(
            json!([{"name": name, "enabled": false}])
        )));
        assert!(
            refusal(&privileges(json!([name, {"name": name, "enabled": false}]))).contains("twice")
        );
    }
    assert!(refusal(&of_token(sddl, 1, json!({"privileges": ["SeFly"]}))).contains("`SeFly`"));
}

#[test]
fn restricting_sids_have_to_be_let_in_too() {
    let sddl = "O:BAG:BAD:(A;;0x3;;;S-1-5-21-1-2-3-1001)(A;;0x1;;;RC)";
    let token = |write: bool, sids: Value| json!({"restricted": sids, "write_restricted": write});
    assert!(is_granted(&of_token(sddl, 1, token(false, json!(["RC"])))));
    assert!(!is_granted(&of_token(sddl, 2, token(false, json!(["RC"])))));
    assert!(!is_granted(&of_token(sddl, 1, token(false, json!(["WR"])))));
    assert!(is_granted(&of_token(sddl, 1, token(true, json!(["WR"])))));
    assert!(!is_granted(&of_token(sddl, 2, token(true, json!(["WR"])))));
    assert!(is_granted(&of_token(sddl, 2, token(false, json!([])))));
    assert!(is_granted(&of_token(sddl, 2, token(true, json!([])))));
}

#[test]
fn integrity_in_words_and_numbers() {
    let sddl = "O:BAG:BAD:(A;;0x3;;;S-1-5-21-1-2-3-1001)S:(ML;;NW;;;HI)";
    let writes = |level: Value| is_granted(&of_token(sddl, 2, json!({"integrity": level})));
    for low in [
        json!("untrusted"),
        json!("low"),
        json!("medium"),
        json!("medium-plus"),
        json!(0),
        json!(8192),
        json!(12287),
    ] {
        assert!(!writes(low.clone()), "{low}");
    }
    for high in [
        json!("high"),
        json!("system"),
        json!("protected"),
        json!(12288),
        json!(0xFFFF_FFFF_u32),
        Value::Null,
    ] {
        assert!(writes(high.clone()), "{high}");
    }
    assert!(is_granted(&of_token(
        sddl,
        2,
        json!({"integrity": "low", "policy": "off"})
    )));
    assert!(!is_granted(&of_token(
        sddl,
        2,
        json!({"integrity": "low", "policy": "on"})
    )));
    for wrong in [
        json!("hihg"),
        json!(-1),
        json!(1.5),
        json!(4_294_967_296_u64),
        json!(true),
    ] {
        refusal(&of_token(sddl, 2, json!({"integrity": wrong})));
    }
    refusal(&of_token(sddl, 2, json!({"policy": "of"})));
}

#[test]
fn self_stands_for_whom_the_case_says() {
    let sddl = "O:BAG:BAD:(A;;0x1;;;PS)";
    let user = json!("S-1-5-21-1-2-3-1001");
    assert!(!is_granted(&of_token(sddl, 1, json!({}))));
    assert!(is_granted(&of_token(sddl, 1, json!({"self": user}))));
    let outside = |inside: Value| with(of_token(sddl, 1, inside), json!({"self": user}));
    assert!(is_granted(&outside(json!({}))));
    assert!(is_granted(&outside(json!({"self": user}))));
    assert!(refusal(&outside(json!({"self": "BU"}))).contains("not the same"));
}

#[test]
fn claims_are_operands_of_conditions() {
    let granted = |condition: &str, claims: Value| {
        let sddl = format!("O:BAG:BAD:(XA;;0x1;;;S-1-5-21-1-2-3-1001;({condition}))");
        is_granted(&of_token(&sddl, 1, json!({"claims": claims})))
    };
    assert!(granted(
        "@User.clearance >= 3",
        json!({"User": {"Clearance": 3}})
    ));
    assert!(!granted(
        "@User.clearance >= 3",
        json!({"User": {"clearance": 2}})
    ));
    assert!(!granted(
        "@User.clearance >= 3",
        json!({"Device": {"clearance": 3}})
    ));
    assert!(granted(
        "@Device.zone == \"lab\"",
        json!({"Device": {"zone": "LAB"}})
    ));
    assert!(granted(
        "@User.roles Contains {\"a\", \"b\"}",
        json!({"User": {"roles": ["a", "b", "c"]}})
    ));
    assert!(granted(
        "@User.trusted == 1",
        json!({"User": {"trusted": true}})
    ));
    assert!(granted("kind == -4", json!({"Local": {"kind": -4}})));
    assert!(granted(
        "@User.big > 9223372036854775806",
        json!({"User": {"big": 9_223_372_036_854_775_807_u64}})
    ));
    let wrong = |claims: Value| refusal(&of_token("D:", 1, json!({"claims": claims})));
    assert!(wrong(json!({"User": {"x": 1.5}})).contains("`x`"));
    assert!(wrong(json!({"User": {"x": []}})).contains("`x`"));
    assert!(wrong(json!({"User": {"x": 1, "X": 2}})).contains("twice"));
    assert!(wrong(json!({"Usr": {}})).contains("Usr"));
}

#[test]
fn groups_of_the_device() {
    let sddl = "O:BAG:BAD:(XA;;0x1;;;S-1-5-21-1-2-3-1001;(Device_Member_of {SID(BU)}))";
    assert!(is_granted(&of_token(
        sddl,
        1,
        json!({"device_groups": ["BU"]})
    )));
    assert!(!is_granted(&of_token(sddl, 1, json!({"groups": ["BU"]}))));
}

#[test]
fn nothing_is_mapped_unless_it_is_attached() {
    let sddl = "O:BAG:BAD:(A;;GR;;;WD)";
    let on = |object: &str, attach: bool| {
        let fields =
            json!({"sddl": sddl, "object": object, "attach": attach, "desired": 0x200_0000});
        answer(&case(fields))["max_allowed"].clone()
    };
    for (object, rights) in [
        ("file", 0x12_0089),
        ("folder", 0x12_0089),
        ("key", 0x2_0019),
        ("service", 0x2_008D),
        ("scm", 0x2_0014),
        ("process", 0x2_0410),
        ("thread", 0x2_0048),
        ("token", 0x2_001A),
        ("com-launch", 0),
        ("com-access", 0),
    ] {
        assert_eq!(on(object, true), json!(rights), "{object}");
        assert_eq!(on(object, false), json!(0), "{object}");
    }
    assert!(refusal(&case(json!({"object": "pipe"}))).contains("`pipe`"));
    assert!(refusal(&case(json!({"attach": "yes"}))).contains("boolean"));
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
fn what_is_not_judged_is_unknown() {
    let sddl = "O:BAG:BAD:(A;;0x1;;;WD)S:(TL;;0x1;;;S-1-19-512-4096)";
    let answer = answer(&case(json!({"sddl": sddl})));
    assert_eq!(answer["status"], "unknown");
    assert_eq!(
        (&answer["granted"], &answer["max_allowed"]),
        (&Value::Null, &Value::Null)
    );
    assert!(
        answer["error"]
            .as_str()
            .is_some_and(|error| error.contains("trust label"))
    );
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

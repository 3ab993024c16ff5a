//! `poolproof access-check`: every field of a token, and what stands beside it.

use serde_json::{Value, json};

use super::cases::{answer, case, is_granted, of_token, refusal, with};

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

//! Cases for `poolproof access-check`, made from a plain one, and their answers.

use serde_json::{Value, json};

use crate::support::command::{Ran, poolproof};

/// What the command does with these lines.
pub fn run(input: &str) -> Ran {
    let ran = poolproof(&["access-check"], input.as_bytes());
    assert_eq!(ran.errors, "");
    ran
}

/// The answer to one case.
pub fn answer(case: &Value) -> Value {
    let ran = run(&case.to_string());
    assert_eq!(ran.output.matches('\n').count(), 1);
    let answer: Value = serde_json::from_str(&ran.output).expect("an answer is JSON");
    assert_eq!(ran.code == 3, answer["status"] == "invalid", "{case}");
    answer
}

/// Why a case is none.
pub fn refusal(case: &Value) -> String {
    let answer = answer(case);
    assert_eq!(answer["status"], "invalid", "{case} got {answer}");
    answer["error"].as_str().expect("a sentence").to_owned()
}

/// A case of a user alone, with these fields instead or besides.
pub fn case(fields: Value) -> Value {
    with(
        json!({"id": 1, "sddl": "O:BAG:BAD:(A;;0x3;;;WD)", "token": {"user": "S-1-5-21-1-2-3-1001", "groups": ["WD"]}, "desired": 1}),
        fields,
    )
}

/// The case of a token with these fields instead or besides.
pub fn of_token(sddl: &str, desired: u32, fields: Value) -> Value {
    let token = with(json!({"user": "S-1-5-21-1-2-3-1001"}), fields);
    case(json!({"sddl": sddl, "desired": desired, "token": token}))
}

pub fn with(mut object: Value, fields: Value) -> Value {
    let into = object.as_object_mut().expect("an object");
    into.extend(fields.as_object().expect("an object").clone());
    object
}

pub fn is_granted(case: &Value) -> bool {
    let answer = answer(case);
    answer["granted"]
        .as_bool()
        .unwrap_or_else(|| panic!("{case} got {answer}"))
}

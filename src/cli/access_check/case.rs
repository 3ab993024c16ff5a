//! One case: a line of JSON, what it asks, and the line that answers it.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::descriptors::Descriptors;
use super::token::TokenForm;
use super::words::Of;
use crate::nt::{
    AccessMask, Decision, InvalidCheck, ObjectKind, Sid, Status, UnsupportedKind, Wish,
    access_check,
};

/// A case as it is written. A field that nobody knows is an error: misspelt, it would change the answer unseen.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseForm<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    sddl: Cow<'a, str>,
    object: Option<Of<ObjectKind>>,
    token: TokenForm,
    desired: Of<AccessMask>,
    #[serde(default)]
    attach: bool,
    #[serde(rename = "self")]
    principal_self: Option<Of<Sid>>,
}

/// What can be saved of a case that is wrong elsewhere.
#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
}

/// What is answered.
struct Answer {
    decision: Decision,
    /// What MAXIMUM_ALLOWED alone would give.
    maximum: AccessMask,
}

/// Answers the case in that line of the input; whether it was a valid one.
///
/// # Errors
/// The answer could not be written.
pub(super) fn answer(
    (number, line): (u64, &[u8]),
    descriptors: &mut Descriptors,
    out: &mut impl Write,
) -> io::Result<bool> {
    let (id, decided) = decide_line(line, descriptors);
    match &decided {
        Ok(answer) => valid(id, answer, out)?,
        Err(reason) => invalid(id, number, reason, out)?,
    }
    Ok(decided.is_ok())
}

/// The case's name, as far as it can be read, and its answer or the sentence that says why it is none.
fn decide_line<'a>(
    line: &'a [u8],
    descriptors: &mut Descriptors,
) -> (Option<&'a RawValue>, Result<Answer, String>) {
    let text = match std::str::from_utf8(line) {
        Ok(text) => text,
        Err(error) => {
            let at = error.valid_up_to() + 1;
            return (None, Err(format!("byte {at} of the line is not UTF-8")));
        }
    };
    match serde_json::from_str::<CaseForm<'_>>(text) {
        Ok(case) if !case.id.is_none_or(is_plain) => {
            (None, Err("an `id` is a number or a string".to_owned()))
        }
        Ok(case) => (case.id, decide(case, descriptors)),
        Err(error) => {
            let named = serde_json::from_str::<Named<'_>>(text);
            let id = named.ok().and_then(|named| named.id);
            (id.filter(|id| is_plain(id)), Err(without_line(&error)))
        }
    }
}

fn is_plain(id: &RawValue) -> bool {
    !id.get().starts_with(['{', '['])
}

/// What the JSON reader says, with the column only: a case is one line.
fn without_line(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let suffix = format!(" at line {} column {}", error.line(), error.column());
    match text.strip_suffix(&suffix) {
        Some(reason) => format!("{reason}, at column {}", error.column()),
        None => text,
    }
}

fn decide(case: CaseForm<'_>, descriptors: &mut Descriptors) -> Result<Answer, String> {
    let (token, self_in_token) = case.token.read()?;
    let principal_self = match (case.principal_self.map(|form| form.0), self_in_token) {
        (Some(outside), Some(inside)) if outside != inside => {
            return Err(
                "`self` stands in the case and in the token, and is not the same".to_owned(),
            );
        }
        (outside, inside) => outside.or(inside),
    };
    let kind = case.object.map_or(ObjectKind::File, |form| form.0);
    let written = descriptors.read(&case.sddl)?;
    let attached;
    let descriptor = if case.attach {
        attached = written.attach(kind);
        &attached
    } else {
        written
    };
    let wish = Wish {
        principal_self,
        ..Wish::new(kind, case.desired.0)
    };
    let check = |wish: &Wish| {
        access_check(descriptor, &token, wish).map_err(|error: InvalidCheck| error.to_string())
    };
    let decision = check(&wish)?;
    let maximum = if wish.desired == AccessMask::MAXIMUM_ALLOWED {
        decision.granted
    } else {
        let wish = Wish {
            desired: AccessMask::MAXIMUM_ALLOWED,
            ..wish
        };
        check(&wish)?.granted
    };
    Ok(Answer { decision, maximum })
}

fn valid(id: Option<&RawValue>, answer: &Answer, out: &mut impl Write) -> io::Result<()> {
    begin(id, out)?;
    let granted = answer.decision.granted.0;
    let maximum = answer.maximum.0;
    match answer.decision.status {
        Status::Granted => writeln!(
            out,
            r#""granted":true,"granted_mask":{granted},"status":"ok","max_allowed":{maximum}}}"#
        ),
        Status::AccessDenied => writeln!(
            out,
            r#""granted":false,"granted_mask":null,"status":"access_denied","max_allowed":{maximum}}}"#
        ),
        Status::PrivilegeNotHeld => writeln!(
            out,
            r#""granted":false,"granted_mask":null,"status":"privilege_not_held","max_allowed":{maximum}}}"#
        ),
        Status::Unknown(unsupported) => {
            let what = match unsupported.what {
                UnsupportedKind::TrustLabel => "a process trust label",
                UnsupportedKind::AccessFilter => "an access filter",
                UnsupportedKind::CentralPolicy => "a central access policy",
            };
            let line = unsupported.line + 1;
            writeln!(
                out,
                r#""granted":null,"granted_mask":null,"status":"unknown","max_allowed":null,"error":"line {line} of the SACL is {what}, which is not judged"}}"#
            )
        }
    }
}

/// The answer to a case that is none.
pub(super) fn invalid(
    id: Option<&RawValue>,
    number: u64,
    reason: &str,
    out: &mut impl Write,
) -> io::Result<()> {
    begin(id, out)?;
    out.write_all(
        br#""granted":null,"granted_mask":null,"status":"invalid","max_allowed":null,"error":"#,
    )?;
    serde_json::to_writer(&mut *out, &format_args!("line {number}: {reason}"))?;
    out.write_all(b"}\n")
}

fn begin(id: Option<&RawValue>, out: &mut impl Write) -> io::Result<()> {
    out.write_all(br#"{"id":"#)?;
    out.write_all(id.map_or("null", RawValue::get).as_bytes())?;
    out.write_all(b",")
}

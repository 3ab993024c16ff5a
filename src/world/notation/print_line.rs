//! One access line in words.

use super::{
    access::{LineOf, SCOPES},
    spell,
};
use crate::{
    nt::AceFlags,
    world::{AccessLine, Effect, ObjectNoun, Who},
};

/// One access line, as it stands under an object of that kind.
pub fn access_line(line: &AccessLine, noun: ObjectNoun) -> String {
    line_in_words(line, LineOf::Object(noun))
}

/// One access line under an object or a service.
pub(super) fn line_in_words(line: &AccessLine, of: LineOf) -> String {
    let scope = line.flags & SCOPE_BITS;
    let mut text = line_words(
        line.effect,
        &line.who,
        &of.rights_in_words(line.mask, line.effect),
        (scope != of.default_flags()).then_some(scope),
        of,
    );
    if line.flags & AceFlags::NO_PROPAGATE.0 != 0 {
        text.push_str(", one level");
    }
    if line.flags & AceFlags::INHERITED.0 != 0 {
        text.push_str(", inherited");
    }
    text
}

const SCOPE_BITS: u8 =
    AceFlags::OBJECT_INHERIT.0 | AceFlags::CONTAINER_INHERIT.0 | AceFlags::INHERIT_ONLY.0;

/// `allows WHO RIGHTS [for …]`
pub(super) fn line_words(
    effect: Effect,
    who: &Who,
    rights: &str,
    scope: Option<u8>,
    of: LineOf,
) -> String {
    let effect = match effect {
        Effect::Allow => "allows",
        Effect::Deny => "denies",
    };
    let mut text = format!("{effect} {} {rights}", spell::account(who));
    let row = scope.and_then(|scope| SCOPES.iter().find(|(flags, ..)| *flags == scope));
    if let Some((_, words, on_keys)) = row {
        let words = match (of, on_keys) {
            (LineOf::Object(ObjectNoun::Key), Some(on_keys)) => on_keys,
            (LineOf::Object(_) | LineOf::Service, _) => words,
        };
        text.push_str(" for ");
        text.push_str(words);
    }
    text
}

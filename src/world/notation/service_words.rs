//! What the words of a service's access line stand for, and which words say a mask.

use crate::{
    nt::{AccessMask, ObjectKind},
    world::{Effect, Verb},
};

/// The verbs of a service, each one right (Win32, "Service Security and Access Rights").
const VERBS: [Verb; 7] = [
    Verb::Start,
    Verb::Stop,
    Verb::Configure,
    Verb::Delete,
    Verb::ReadPermissions,
    Verb::ChangePermissions,
    Verb::TakeOwnership,
];

/// SERVICE_ALL_ACCESS.
const ALL: AccessMask = AccessMask(0xF_01FF);

/// What an editor stores for its word; services have `read` and `full control`.
///
/// `read` is what GENERIC_READ stands for; a deny line leaves READ_CONTROL out, as on files.
pub(super) fn service_right(word: &str, effect: Effect) -> Option<AccessMask> {
    match (word, effect) {
        ("full control", _) => Some(ALL),
        ("read", Effect::Allow) => Some(ObjectKind::Service.mapping().read),
        ("read", Effect::Deny) => {
            let read = ObjectKind::Service.mapping().read;
            Some(read.without(AccessMask::READ_CONTROL))
        }
        _ => None,
    }
}

/// The rights of a line in words where words can say them, else the mask.
pub(super) fn service_rights_in_words(mask: AccessMask, effect: Effect) -> String {
    for word in ["full control", "read"] {
        if service_right(word, effect) == Some(mask) {
            return match (effect, word) {
                (Effect::Deny, "full control") => "everything".to_owned(),
                (Effect::Allow | Effect::Deny, word) => word.to_owned(),
            };
        }
    }
    let mut said = AccessMask::default();
    let mut words = Vec::new();
    for verb in VERBS {
        if let Some(meaning) = verb.meaning(ObjectKind::Service)
            && mask.contains(meaning.mask)
        {
            said |= meaning.mask;
            words.push(verb.text());
        }
    }
    if said == mask && !words.is_empty() {
        words.join(", ")
    } else {
        mask.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_of_services_are_printed_in_words() {
        let said = |mask, effect| service_rights_in_words(AccessMask(mask), effect);
        assert_eq!(said(0xF_01FF, Effect::Allow), "full control");
        assert_eq!(said(0xF_01FF, Effect::Deny), "everything");
        assert_eq!(said(0x2_008D, Effect::Allow), "read");
        assert_eq!(said(0x8D, Effect::Deny), "read");
        assert_eq!(said(0x32, Effect::Allow), "start, stop, configure");
        assert_eq!(said(0x2_0000, Effect::Allow), "read permissions");
        assert_eq!(said(0x34, Effect::Allow), "0x00000034");
        assert_eq!(said(0, Effect::Allow), "0x00000000");
    }
}

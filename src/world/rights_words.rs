//! What the words of the Windows editors stand for in an access line.
//!
//! In a line, `read` is all that an editor stores when somebody ticks "Read"; in a question it is the verb, see `verbs`.

use crate::nt::{AccessMask, ObjectKind, to_icacls};

use super::{Effect, ObjectNoun};

/// A word of the editors, its mask on files and folders (icacls R, W, RX, M, F), its mask on keys.
const EDITOR: [(&str, u32, u32); 5] = [
    ("read", 0x12_0089, 0x2_0019),
    ("write", 0x10_0116, 0x2_0006),
    ("read and execute", 0x12_00A9, 0x2_0019),
    ("modify", 0x13_01BF, 0x3_001F),
    ("full control", 0x1F_01FF, 0xF_003F),
];

impl ObjectNoun {
    /// The kind of object that decides what rights are called.
    pub fn kind(self) -> ObjectKind {
        match self {
            ObjectNoun::Folder => ObjectKind::Folder,
            ObjectNoun::File => ObjectKind::File,
            ObjectNoun::Key => ObjectKind::Key,
        }
    }
}

/// What an editor stores for its word (`read`, `write`, `read and execute`, `modify`, `full control`); `None` for any other word.
///
/// A deny line leaves READ_CONTROL and SYNCHRONIZE out, as the editors do, so that it does not deny what every
/// other right needs; full control is denied whole.
pub fn editor_right(word: &str, effect: Effect, noun: ObjectNoun) -> Option<AccessMask> {
    EDITOR
        .iter()
        .find(|(known, ..)| *known == word)
        .map(|row| editor_mask(row, effect, noun))
}

fn editor_mask(
    (word, on_files, on_keys): &(&str, u32, u32),
    effect: Effect,
    noun: ObjectNoun,
) -> AccessMask {
    let mask = AccessMask(match noun {
        ObjectNoun::Folder | ObjectNoun::File => *on_files,
        ObjectNoun::Key => *on_keys,
    });
    match effect {
        Effect::Deny if *word != "full control" => {
            mask.without(AccessMask::READ_CONTROL | AccessMask::SYNCHRONIZE)
        }
        Effect::Allow | Effect::Deny => mask,
    }
}

/// The rights of a line in the words in which they are printed: an editor's word, else letters, else the mask.
pub fn rights_in_words(mask: AccessMask, effect: Effect, noun: ObjectNoun) -> String {
    if let Some((word, ..)) = EDITOR
        .iter()
        .find(|row| editor_mask(row, effect, noun) == mask)
    {
        return match (effect, *word) {
            (Effect::Deny, "full control") => "everything".to_owned(),
            (Effect::Allow | Effect::Deny, word) => word.to_owned(),
        };
    }
    let letters = match noun {
        ObjectNoun::Folder | ObjectNoun::File if !mask.is_empty() => to_icacls(mask),
        ObjectNoun::Folder | ObjectNoun::File | ObjectNoun::Key => None,
    };
    match letters {
        Some(letters) => format!("({letters})"),
        None => mask.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deny_line_leaves_out_what_every_right_needs() {
        let denied = |word| {
            editor_right(word, Effect::Deny, ObjectNoun::Folder)
                .unwrap()
                .0
        };
        assert_eq!(denied("read"), 0x89);
        assert_eq!(denied("write"), 0x116);
        assert_eq!(denied("read and execute"), 0xA9);
        assert_eq!(denied("modify"), 0x1_01BF);
        assert_eq!(denied("full control"), 0x1F_01FF);
        assert_eq!(
            editor_right("read", Effect::Deny, ObjectNoun::Key),
            Some(AccessMask(0x19))
        );
    }

    #[test]
    fn rights_are_printed_in_the_best_words() {
        let said = |mask, effect, noun| rights_in_words(AccessMask(mask), effect, noun);
        assert_eq!(
            said(0x12_00A9, Effect::Allow, ObjectNoun::File),
            "read and execute"
        );
        assert_eq!(
            said(0x1F_01FF, Effect::Deny, ObjectNoun::File),
            "everything"
        );
        assert_eq!(said(0x40, Effect::Allow, ObjectNoun::Folder), "(DC)");
        assert_eq!(
            said(0x1_0101, Effect::Allow, ObjectNoun::Folder),
            "(D,RD,WA)"
        );
        assert_eq!(said(0x200, Effect::Allow, ObjectNoun::Folder), "0x00000200");
        assert_eq!(said(0x1, Effect::Allow, ObjectNoun::Key), "0x00000001");
        assert_eq!(said(0, Effect::Allow, ObjectNoun::File), "0x00000000");
    }
}

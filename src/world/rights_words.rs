//! What words for rights stand for in an access line: the words of the Windows editors, icacls' letters, Windows' names.
//!
//! In a line, `read` is all that an editor stores when somebody ticks "Read"; in a question it is the verb, see `verbs`.

use crate::nt::{AccessMask, ObjectKind};

use super::{Effect, ObjectNoun};

/// A word of the editors, its mask on files and folders (icacls R, W, RX, M, F), its mask on keys.
const EDITOR: [(&str, u32, u32); 5] = [
    ("read", 0x12_0089, 0x2_0019),
    ("write", 0x10_0116, 0x2_0006),
    ("read and execute", 0x12_00A9, 0x2_0019),
    ("modify", 0x13_01BF, 0x3_001F),
    ("full control", 0x1F_01FF, 0xF_003F),
];

/// The letters of icacls, in the order in which it lists them; those of several bits are first.
const LETTERS: [(&str, u32); 26] = [
    ("F", 0x1F_01FF),
    ("M", 0x13_01BF),
    ("RX", 0x12_00A9),
    ("R", 0x12_0089),
    ("W", 0x10_0116),
    ("D", 0x1_0000),
    ("DE", 0x1_0000),
    ("RC", 0x2_0000),
    ("WDAC", 0x4_0000),
    ("WO", 0x8_0000),
    ("S", 0x10_0000),
    ("AS", 0x100_0000),
    ("MA", 0x200_0000),
    ("GR", 0x8000_0000),
    ("GW", 0x4000_0000),
    ("GE", 0x2000_0000),
    ("GA", 0x1000_0000),
    ("RD", 0x1),
    ("WD", 0x2),
    ("AD", 0x4),
    ("REA", 0x8),
    ("WEA", 0x10),
    ("X", 0x20),
    ("DC", 0x40),
    ("RA", 0x80),
    ("WA", 0x100),
];

/// Where the letters of single bits begin; `D` is printed as `DE`.
const SINGLE: usize = 6;

/// Windows' names that files, folders and keys share.
const SHARED_NAMES: [(&str, u32); 10] = [
    ("DELETE", 0x1_0000),
    ("READ_CONTROL", 0x2_0000),
    ("WRITE_DAC", 0x4_0000),
    ("WRITE_OWNER", 0x8_0000),
    ("SYNCHRONIZE", 0x10_0000),
    ("ACCESS_SYSTEM_SECURITY", 0x100_0000),
    ("GENERIC_ALL", 0x1000_0000),
    ("GENERIC_EXECUTE", 0x2000_0000),
    ("GENERIC_WRITE", 0x4000_0000),
    ("GENERIC_READ", 0x8000_0000),
];

/// Windows' names for rights on files and folders.
const FILE_NAMES: [(&str, u32); 18] = [
    ("FILE_READ_DATA", 0x1),
    ("FILE_LIST_DIRECTORY", 0x1),
    ("FILE_WRITE_DATA", 0x2),
    ("FILE_ADD_FILE", 0x2),
    ("FILE_APPEND_DATA", 0x4),
    ("FILE_ADD_SUBDIRECTORY", 0x4),
    ("FILE_READ_EA", 0x8),
    ("FILE_WRITE_EA", 0x10),
    ("FILE_EXECUTE", 0x20),
    ("FILE_TRAVERSE", 0x20),
    ("FILE_DELETE_CHILD", 0x40),
    ("FILE_READ_ATTRIBUTES", 0x80),
    ("FILE_WRITE_ATTRIBUTES", 0x100),
    ("FILE_GENERIC_READ", 0x12_0089),
    ("FILE_GENERIC_WRITE", 0x12_0116),
    ("FILE_GENERIC_EXECUTE", 0x12_00A0),
    ("FILE_ALL_ACCESS", 0x1F_01FF),
    ("STANDARD_RIGHTS_REQUIRED", 0xF_0000),
];

/// Windows' names for rights on keys.
const KEY_NAMES: [(&str, u32); 10] = [
    ("KEY_QUERY_VALUE", 0x1),
    ("KEY_SET_VALUE", 0x2),
    ("KEY_CREATE_SUB_KEY", 0x4),
    ("KEY_ENUMERATE_SUB_KEYS", 0x8),
    ("KEY_NOTIFY", 0x10),
    ("KEY_CREATE_LINK", 0x20),
    ("KEY_READ", 0x2_0019),
    ("KEY_EXECUTE", 0x2_0019),
    ("KEY_WRITE", 0x2_0006),
    ("KEY_ALL_ACCESS", 0xF_003F),
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

/// The mask of icacls' letters for a right, in any case.
pub fn letter_right(letters: &str) -> Option<AccessMask> {
    LETTERS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(letters))
        .map(|(_, mask)| AccessMask(*mask))
}

/// The mask of Windows' name for a right on that noun, in any case.
pub fn named_right(name: &str, noun: ObjectNoun) -> Option<AccessMask> {
    names_of(noun)
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, mask)| AccessMask(mask))
}

/// Windows' names for rights on that noun.
pub fn right_names(noun: ObjectNoun) -> impl Iterator<Item = &'static str> {
    names_of(noun).map(|(name, _)| name)
}

fn names_of(noun: ObjectNoun) -> impl Iterator<Item = (&'static str, u32)> {
    let own: &[(&str, u32)] = match noun {
        ObjectNoun::Folder | ObjectNoun::File => &FILE_NAMES,
        ObjectNoun::Key => &KEY_NAMES,
    };
    own.iter().chain(&SHARED_NAMES).copied()
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
    let singles = &LETTERS[SINGLE..];
    let told = singles.iter().fold(0, |told, (_, bit)| told | bit);
    let has_letters = match noun {
        ObjectNoun::Folder | ObjectNoun::File => true,
        ObjectNoun::Key => false,
    };
    if !has_letters || mask.is_empty() || !AccessMask(told).contains(mask) {
        return mask.to_string();
    }
    let letters: Vec<&str> = singles
        .iter()
        .filter(|(_, bit)| mask.intersects(AccessMask(*bit)))
        .map(|(letters, _)| *letters)
        .collect();
    format!("({})", letters.join(","))
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
            "(DE,RD,WA)"
        );
        assert_eq!(said(0x200, Effect::Allow, ObjectNoun::Folder), "0x00000200");
        assert_eq!(said(0x1, Effect::Allow, ObjectNoun::Key), "0x00000001");
        assert_eq!(said(0, Effect::Allow, ObjectNoun::File), "0x00000000");
    }
}

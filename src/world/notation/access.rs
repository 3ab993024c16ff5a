//! Access lines: from `allows Staff read for children only` to entries.

use pest::iterators::Pair;

use super::{
    grammar::Rule,
    names::{Here, Read},
};
use crate::{
    nt::{AccessMask, AceFlags, from_icacls, right_by_name, specific_rights},
    text::{Diagnostic, nearest},
    world::{AccessLine, Effect, ObjectNoun, Verb, editor_right},
};

const OI: u8 = AceFlags::OBJECT_INHERIT.0;
const CI: u8 = AceFlags::CONTAINER_INHERIT.0;
const NP: u8 = AceFlags::NO_PROPAGATE.0;
const IO: u8 = AceFlags::INHERIT_ONLY.0;
const ID: u8 = AceFlags::INHERITED.0;

/// The flags of a line that does not say what it is for: on a folder for all that is in it, on a key for its subkeys.
pub(super) fn default_flags(noun: ObjectNoun) -> u8 {
    match noun {
        ObjectNoun::Folder => OI | CI,
        ObjectNoun::Key => CI,
        ObjectNoun::File => 0,
    }
}

/// What a line is for, by its flags (of OI, CI and IO), in the words in which it is printed, on folders and on keys.
pub(super) const SCOPES: [(u8, &str, Option<&str>); 8] = [
    (OI | CI, "this folder, subfolders and files", None),
    (
        CI,
        "this folder and subfolders",
        Some("this key and subkeys"),
    ),
    (OI, "this folder and files", None),
    (0, "this folder only", Some("this key only")),
    (OI | CI | IO, "children only", None),
    (OI | IO, "files only", None),
    (CI | IO, "subfolders only", Some("subkeys only")),
    (IO, "nothing", None),
];

/// The rights of a line while they are gathered; letters in brackets may tell inheritance too.
#[derive(Default)]
struct Rights {
    mask: AccessMask,
    flags: Option<u8>,
}

impl Here<'_> {
    /// One line: an entry for each that is named.
    pub fn access_line(&self, line: Pair<'_, Rule>, noun: ObjectNoun) -> Read<Vec<AccessLine>> {
        let mut effect = Effect::Allow;
        let mut whom = Vec::new();
        let mut rights_part = None;
        let mut scope = None;
        let mut more = 0;
        for part in line.into_inner() {
            match part.as_rule() {
                Rule::kw_denies => effect = Effect::Deny,
                Rule::access_who => whom = self.everybody(part.into_inner())?,
                Rule::access_rights => rights_part = Some(part),
                Rule::access_scope => scope = Some(part),
                Rule::kw_one_level => more |= NP,
                Rule::kw_inherited => more |= ID,
                _ => {}
            }
        }
        let said = scope.as_ref().map(|scope| scope_flags(scope.clone()));
        let mut rights = Rights::default();
        if let Some(part) = rights_part {
            // Which verbs make sense depends on what the line is for.
            let is_for = match (noun, said) {
                (ObjectNoun::Folder, Some(flags)) if flags == (OI | IO) => ObjectNoun::File,
                _ => noun,
            };
            for part in part.into_inner() {
                self.right_in_line(&mut rights, &part, effect, is_for)?;
            }
        }
        if let (Some(_), Some(scope)) = (rights.flags, scope) {
            let wrong = Diagnostic::error("said-twice", "the line says twice what it is for")
                .help("leave out the words, or the letters OI, CI, IO and NP");
            return Err(self.on(wrong, &scope, "the letters in brackets say it too"));
        }
        let flags = said.or(rights.flags).unwrap_or(default_flags(noun)) | more;
        Ok(whom
            .into_iter()
            .map(|who| AccessLine {
                effect,
                who,
                mask: rights.mask,
                flags,
                origin: self.origin(),
            })
            .collect())
    }

    fn right_in_line(
        &self,
        rights: &mut Rights,
        part: &Pair<'_, Rule>,
        effect: Effect,
        noun: ObjectNoun,
    ) -> Read<()> {
        let editor = |word| editor_right(word, effect, noun);
        let mask = match part.as_rule() {
            Rule::kw_and => None,
            Rule::kw_read_and_execute => editor("read and execute"),
            Rule::kw_everything | Rule::kw_control => editor("full control"),
            Rule::kw_read => editor("read"),
            Rule::kw_write => editor("write"),
            Rule::kw_modify => editor("modify"),
            Rule::right_mask => Some(self.mask(part)?),
            Rule::right_name => Some(self.windows_name(part, noun)?),
            Rule::right_letters => {
                for letters in part.clone().into_inner() {
                    self.letters(rights, &letters, noun)?;
                }
                None
            }
            _ => Some(self.verb_in_line(part, noun)?),
        };
        rights.mask |= mask.unwrap_or_default();
        Ok(())
    }

    fn mask(&self, part: &Pair<'_, Rule>) -> Read<AccessMask> {
        u32::from_str_radix(&part.as_str()[2..], 16)
            .map(AccessMask)
            .map_err(|_| {
                let wrong = Diagnostic::error(
                    "bad-mask",
                    format!("`{}` does not fit into 32 bits", part.as_str()),
                );
                self.on(wrong, part, "too many digits")
            })
    }

    fn windows_name(&self, part: &Pair<'_, Rule>, noun: ObjectNoun) -> Read<AccessMask> {
        let name = part.as_str();
        let kind = noun.kind();
        right_by_name(kind, name).ok_or_else(|| {
            let wrong = Diagnostic::error(
                "unknown-right",
                format!("`{name}` is no right on a {}", noun_word(noun)),
            )
            .candidates(nearest(
                name,
                specific_rights(kind).iter().map(|(name, _)| name),
            ));
            self.on(wrong, part, "not known")
        })
    }

    fn letters(&self, rights: &mut Rights, part: &Pair<'_, Rule>, noun: ObjectNoun) -> Read<()> {
        let letters = part.as_str();
        let flag = match letters.to_ascii_uppercase().as_str() {
            "OI" => Some(OI),
            "CI" => Some(CI),
            "IO" => Some(IO),
            "NP" => Some(NP),
            "I" => Some(ID),
            _ => None,
        };
        if let Some(flag) = flag {
            rights.flags = Some(rights.flags.unwrap_or(0) | flag);
            return Ok(());
        }
        if letters.eq_ignore_ascii_case("N") {
            let wrong = Diagnostic::error(
                "unknown-right",
                "`(N)` is icacls' word for a denial of everything",
            )
            .help("write `denies … everything`");
            return Err(self.on(wrong, part, "no right"));
        }
        let wrong = match (from_icacls(letters), noun) {
            (Ok(mask), ObjectNoun::Folder | ObjectNoun::File) => {
                rights.mask |= mask;
                return Ok(());
            }
            (Ok(_), ObjectNoun::Key) => Diagnostic::error(
                "letters-on-key",
                "icacls' letters are for files and folders",
            )
            .help("for a key write `read`, `write`, `full control`, `KEY_…` or a mask"),
            (Err(_), _) => Diagnostic::error(
                "unknown-right",
                format!("`{letters}` is no right in icacls' letters"),
            )
            .help("known are F M RX R W D DE RC WDAC WO S AS MA GR GW GE GA RD WD AD REA WEA X DC RA WA"),
        };
        Err(self.on(wrong, part, "not known"))
    }

    fn verb_in_line(&self, part: &Pair<'_, Rule>, noun: ObjectNoun) -> Read<AccessMask> {
        let words = part.as_str();
        let verb = Verb::by_words(words);
        let meaning = verb.and_then(|verb| verb.meaning(noun.kind()));
        meaning.map(|meaning| meaning.mask).ok_or_else(|| {
            let wrong = Diagnostic::error(
                "verb-of-another-kind",
                format!("`{words}` means nothing on a {}", noun_word(noun)),
            )
            .help(match noun {
                ObjectNoun::Folder => {
                    "for the files in a folder, end the line with `for files only`"
                }
                ObjectNoun::File => "that is for folders",
                ObjectNoun::Key => {
                    "for a key write `read`, `write`, `list`, `full control` or `KEY_…`"
                }
            });
            self.on(wrong, part, "not on this object")
        })
    }
}

fn scope_flags(scope: Pair<'_, Rule>) -> u8 {
    let said = scope.into_inner().last().map(|part| part.as_rule());
    match said {
        Some(Rule::scope_all) => OI | CI,
        Some(Rule::scope_container_and_folders) => CI,
        Some(Rule::scope_container_and_files) => OI,
        Some(Rule::scope_children) => OI | CI | IO,
        Some(Rule::scope_files) => OI | IO,
        Some(Rule::scope_folders) => CI | IO,
        Some(Rule::scope_nothing) => IO,
        _ => 0,
    }
}

/// What the notation calls that kind of object.
pub(super) fn noun_word(noun: ObjectNoun) -> &'static str {
    match noun {
        ObjectNoun::Folder => "folder",
        ObjectNoun::File => "file",
        ObjectNoun::Key => "key",
    }
}

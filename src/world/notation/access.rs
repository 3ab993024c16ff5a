//! Access lines: from `allows Staff read for children only` to entries.

use pest::iterators::Pair;

use super::{
    grammar::Rule,
    names::{Here, Read},
    service_words::{service_right, service_rights_in_words},
};
use crate::{
    nt::{AccessMask, AceFlags, ObjectKind, from_icacls, right_by_name, specific_rights},
    text::{Diagnostic, nearest},
    world::{AccessLine, Effect, ObjectNoun, Verb, Who, editor_right, rights_in_words},
};

const OI: u8 = AceFlags::OBJECT_INHERIT.0;
const CI: u8 = AceFlags::CONTAINER_INHERIT.0;
const NP: u8 = AceFlags::NO_PROPAGATE.0;
const IO: u8 = AceFlags::INHERIT_ONLY.0;
const ID: u8 = AceFlags::INHERITED.0;

/// What a line belongs to, which decides what its words mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineOf {
    /// A folder, a file or a key.
    Object(ObjectNoun),
    /// A service.
    Service,
}

impl LineOf {
    /// What decides how its rights are called.
    fn kind(self) -> ObjectKind {
        match self {
            LineOf::Object(noun) => noun.kind(),
            LineOf::Service => ObjectKind::Service,
        }
    }

    /// As it is called.
    fn word(self) -> &'static str {
        match self {
            LineOf::Object(noun) => noun_word(noun),
            LineOf::Service => "service",
        }
    }

    /// What an editor stores for its word.
    fn editor_right(self, word: &str, effect: Effect) -> Option<AccessMask> {
        match self {
            LineOf::Object(noun) => editor_right(word, effect, noun),
            LineOf::Service => service_right(word, effect),
        }
    }

    /// The rights of a line in words.
    pub fn rights_in_words(self, mask: AccessMask, effect: Effect) -> String {
        match self {
            LineOf::Object(noun) => rights_in_words(mask, effect, noun),
            LineOf::Service => service_rights_in_words(mask, effect),
        }
    }

    /// The flags of a line that does not say what it is for.
    pub fn default_flags(self) -> u8 {
        match self {
            LineOf::Object(noun) => default_flags(noun),
            LineOf::Service => 0,
        }
    }

    /// What to write instead of a word that means nothing there.
    fn words_that_fit(self) -> &'static str {
        match self {
            LineOf::Object(ObjectNoun::Folder) => {
                "for the files in a folder, end the line with `for files only`"
            }
            LineOf::Object(ObjectNoun::File) => "that is for folders",
            LineOf::Object(ObjectNoun::Key) => {
                "for a key write `read`, `write`, `list`, `full control` or `KEY_…`"
            }
            LineOf::Service => {
                "for a service write `start`, `stop`, `configure`, `read`, `full control` or `SERVICE_…`"
            }
        }
    }
}

/// The flags of a line that does not say what it is for: on a folder for all that is in it, on a key for its subkeys.
fn default_flags(noun: ObjectNoun) -> u8 {
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

/// What a line says.
pub(super) struct SaidLine {
    pub effect: Effect,
    pub whom: Vec<Who>,
    pub mask: AccessMask,
    /// Whether every right is meant by one word.
    pub anything: bool,
    /// The flags OI, CI and IO, if anything is said of them; letters may hold NP and ID too.
    pub scope: Option<u8>,
    /// The flags NP and ID that words add.
    pub more: u8,
}

/// The rights of a line while they are gathered; letters in brackets may tell inheritance too.
#[derive(Default)]
struct Rights {
    mask: AccessMask,
    flags: Option<u8>,
}

impl Here<'_> {
    /// One line: an entry for each that is named.
    pub fn access_line(&self, line: Pair<'_, Rule>, of: LineOf) -> Read<Vec<AccessLine>> {
        let said = self.said_line(line, of)?;
        let flags = said.scope.unwrap_or(of.default_flags()) | said.more;
        Ok(said
            .whom
            .into_iter()
            .map(|who| AccessLine {
                effect: said.effect,
                who,
                mask: said.mask,
                flags,
                origin: self.origin(),
            })
            .collect())
    }

    /// A line in its parts, also one that is taken back.
    pub fn said_line(&self, line: Pair<'_, Rule>, of: LineOf) -> Read<SaidLine> {
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
        let mut anything = false;
        if let Some(part) = rights_part {
            // Which verbs make sense depends on what the line is for.
            let is_for = match (of, said) {
                (LineOf::Object(ObjectNoun::Folder), Some(flags)) if flags == (OI | IO) => {
                    LineOf::Object(ObjectNoun::File)
                }
                _ => of,
            };
            for part in part.into_inner() {
                anything |= part.as_rule() == Rule::kw_everything;
                self.right_in_line(&mut rights, &part, effect, is_for)?;
            }
        }
        if let (Some(_), Some(scope)) = (rights.flags, scope) {
            let wrong = Diagnostic::error("said-twice", "the line says twice what it is for")
                .help("leave out the words, or the letters OI, CI, IO and NP");
            return Err(self.on(wrong, &scope, "the letters in brackets say it too"));
        }
        Ok(SaidLine {
            effect,
            whom,
            mask: rights.mask,
            anything,
            scope: said.or(rights.flags),
            more,
        })
    }

    fn right_in_line(
        &self,
        rights: &mut Rights,
        part: &Pair<'_, Rule>,
        effect: Effect,
        of: LineOf,
    ) -> Read<()> {
        let editor = |word| of.editor_right(word, effect);
        let mask = match part.as_rule() {
            Rule::kw_and => None,
            Rule::kw_everything | Rule::kw_control => editor("full control"),
            Rule::kw_read_and_execute | Rule::kw_read | Rule::kw_write | Rule::kw_modify => {
                let word = match part.as_rule() {
                    Rule::kw_read_and_execute => "read and execute",
                    Rule::kw_read => "read",
                    Rule::kw_write => "write",
                    _ => "modify",
                };
                Some(editor(word).ok_or_else(|| self.of_another_kind(part, of))?)
            }
            Rule::right_mask => Some(self.mask(part)?),
            Rule::right_name => Some(self.windows_name(part, of)?),
            Rule::right_letters => {
                for letters in part.clone().into_inner() {
                    self.letters(rights, &letters, of)?;
                }
                None
            }
            _ => Some(self.verb_in_line(part, of)?),
        };
        rights.mask |= mask.unwrap_or_default();
        Ok(())
    }

    /// A mask in hexadecimal.
    pub fn mask(&self, part: &Pair<'_, Rule>) -> Read<AccessMask> {
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

    fn windows_name(&self, part: &Pair<'_, Rule>, of: LineOf) -> Read<AccessMask> {
        let name = part.as_str();
        let kind = of.kind();
        right_by_name(kind, name).ok_or_else(|| {
            let wrong = Diagnostic::error(
                "unknown-right",
                format!("`{name}` is no right on a {}", of.word()),
            )
            .candidates(nearest(
                name,
                specific_rights(kind).iter().map(|(name, _)| name),
            ));
            self.on(wrong, part, "not known")
        })
    }

    fn letters(&self, rights: &mut Rights, part: &Pair<'_, Rule>, of: LineOf) -> Read<()> {
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
        let wrong = match (from_icacls(letters), of) {
            (Ok(mask), LineOf::Object(ObjectNoun::Folder | ObjectNoun::File)) => {
                rights.mask |= mask;
                return Ok(());
            }
            (Ok(_), LineOf::Service) => Diagnostic::error(
                "letters-on-service",
                "icacls' letters are for files and folders",
            )
            .help(of.words_that_fit()),
            (Ok(_), LineOf::Object(ObjectNoun::Key)) => Diagnostic::error(
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

    fn verb_in_line(&self, part: &Pair<'_, Rule>, of: LineOf) -> Read<AccessMask> {
        let words = part.as_str();
        let verb = Verb::by_words(words);
        let meaning = verb.and_then(|verb| verb.meaning(of.kind()));
        meaning
            .map(|meaning| meaning.mask)
            .ok_or_else(|| self.of_another_kind(part, of))
    }

    fn of_another_kind(&self, part: &Pair<'_, Rule>, of: LineOf) -> Box<Diagnostic> {
        let wrong = Diagnostic::error(
            "verb-of-another-kind",
            format!("`{}` means nothing on a {}", part.as_str(), of.word()),
        )
        .help(of.words_that_fit());
        self.on(wrong, part, "not on this object")
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

//! What a reader makes of one artefact: facts, complaints, and the account of its lines.

use std::{collections::BTreeMap, sync::Arc};

use super::sheet::{Ledger, Sheet};
use crate::{
    nt::AccessMask,
    text::Diagnostic,
    world::{Fact, Gap, ObjectNoun, Origin, Statement, WinPath, fold},
};

/// A text to read, with what the user said about it.
pub(crate) struct Input<'a> {
    /// The text.
    pub sheet: &'a Sheet,
    /// The folder that relative names in it are relative to.
    pub base: Option<&'a WinPath>,
}

impl Input<'_> {
    /// The origin of what a line says.
    pub fn origin(&self, line: u32) -> Origin {
        Origin::line(&self.sheet.source.name, line)
    }

    /// A path as the artefact writes it, made absolute if the user said what it is relative to.
    pub fn path(&self, written: &str) -> Path {
        let written = written.trim();
        if is_absolute(written) {
            return Path {
                path: WinPath::new(written),
                relative: false,
            };
        }
        let mut below = written;
        while let Some(rest) = below
            .strip_prefix(".\\")
            .or_else(|| below.strip_prefix("./"))
        {
            below = rest;
        }
        match self.base {
            Some(base) if below.is_empty() || below == "." => Path {
                path: base.clone(),
                relative: false,
            },
            Some(base) => Path {
                path: base.join(below),
                relative: false,
            },
            None => Path {
                path: WinPath::new(below),
                relative: true,
            },
        }
    }
}

/// A path, and whether it still hangs in the air.
pub(crate) struct Path {
    /// The path.
    pub path: WinPath,
    /// Nobody said what it is relative to.
    pub relative: bool,
}

/// Whether a path says all of where it is: a drive with a root, a share, or a variable.
pub(crate) fn is_absolute(path: &str) -> bool {
    match path.as_bytes() {
        [drive, b':'] | [drive, b':', b'\\' | b'/', ..] => drive.is_ascii_alphabetic(),
        [b'\\', b'\\', ..] | [b'%', ..] => true,
        _ => false,
    }
}

/// What a reader made of an artefact.
pub(crate) struct Reading {
    /// What it says.
    pub facts: Vec<Fact>,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
    /// What was found, by name.
    pub counts: BTreeMap<&'static str, usize>,
    /// What became of its lines.
    pub ledger: Ledger,
    /// Nothing of it could be used.
    pub refused: bool,
    /// A person states these facts: what they do not say is not a gap.
    pub stated: bool,
}

impl Reading {
    /// Nothing yet.
    pub fn new(sheet: &Sheet) -> Reading {
        Reading {
            facts: Vec::new(),
            diagnostics: Vec::new(),
            counts: BTreeMap::new(),
            ledger: Ledger::new(sheet),
            refused: false,
            stated: false,
        }
    }

    /// One more fact.
    pub fn say(&mut self, statement: Statement, origin: Origin) {
        self.facts.push(Fact { statement, origin });
    }

    /// The permissions of an object are unknown.
    pub fn unknown(&mut self, path: WinPath, origin: Origin) {
        self.say(Statement::Gap(Gap::PermissionsOf(path)), origin);
    }

    /// So many more of these were found.
    pub fn count(&mut self, what: &'static str, more: usize) {
        if more > 0 {
            *self.counts.entry(what).or_default() += more;
        }
    }

    /// The complaint that names are relative to something nobody said, once for a file.
    pub fn warn_relative(&mut self, input: &Input<'_>, line: u32, example: &str) {
        let name = &input.sheet.source.name;
        self.diagnostics.push(
            Diagnostic::warning(
                "relative-names",
                format!("the names in `{name}` are relative"),
            )
            .at(
                input.sheet.place(line),
                "relative to a folder that it does not name",
            )
            .help(format!(
                "say which folder holds `{example}`: `-m {name}@C:\\` if it is `C:\\{example}`"
            )),
        );
    }
}

/// Whether a described object is a folder or a file, where the artefact does not say: an entry with inheritance flags
/// makes it a folder; else a root or a name without an extension is taken for a folder, another for a file. What lies
/// under it, if anything is described there, corrects this in `assemble`.
pub(crate) fn noun(path: &WinPath, inheritable: bool) -> ObjectNoun {
    let name = path.file_name();
    let extension = name.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty()
            && !extension.is_empty()
            && extension.chars().all(|c| c.is_alphanumeric() || c == '_')
    });
    if extension && !inheritable && !name.ends_with('\\') {
        ObjectNoun::File
    } else {
        ObjectNoun::Folder
    }
}

/// Whether Windows takes both names for the same.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other) || (!one.is_ascii() && fold(one) == fold(other))
}

/// Reasons are shared between the lines that they hold for.
pub(crate) fn because(reason: &str) -> Arc<str> {
    reason.into()
}

/// Flags of an entry that only those of containers have.
pub(crate) const INHERITANCE_FLAGS: u8 = 0x0F;

/// Full control of a file or folder.
pub(crate) const FULL: AccessMask = AccessMask(0x001F_01FF);

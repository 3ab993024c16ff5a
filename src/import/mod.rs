//! Artefacts → facts *and* complaints: what an auditor was handed, read as far as it can be, with an account of the rest.
//!
//! ```text
//! bytes ──decode──▶ text ──recognise──▶ reader ──▶ facts, diagnostics, account of lines ──assemble──▶ Import
//! ```
//!
//! A kind of artefact is recognised by its content, never by its file name. A reader is one file and one row of the
//! table in `recognise`. Reading never fails as a whole: what is damaged makes permissions *unknown*, never absent.
//! Nothing here touches a disk; names and bytes are handed in.

mod apphost;
mod assemble;
mod bytes;
mod compare;
mod coverage;
mod gaps;
mod icacls;
mod icacls_save;
mod known;
mod objects;
mod reading;
mod recognise;
mod sheet;
mod statements;

pub use assemble::import;
pub use bytes::{Decoded, Encoding, NoText, decode};
pub use coverage::{
    ArtefactCoverage, Coverage, LeftOut, ObjectCoverage, ObjectState, Outcome, Undescribed,
};
pub use recognise::{Kind, kind_of};

use self::{
    reading::{Input, Reading},
    sheet::Sheet,
};
use crate::{
    text::{Diagnostic, SourceName},
    world::{Fact, WinPath},
};

/// Something that an auditor handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artefact {
    /// What it is called: places in facts and complaints begin with this.
    pub name: SourceName,
    /// Its content.
    pub bytes: Vec<u8>,
    /// The folder that relative names in it are relative to, if the user said so (`-m FILE@PATH`).
    pub base: Option<WinPath>,
}

impl Artefact {
    /// An artefact without a base.
    pub fn new(name: impl Into<SourceName>, bytes: impl Into<Vec<u8>>) -> Artefact {
        Artefact {
            name: name.into(),
            bytes: bytes.into(),
            base: None,
        }
    }

    /// With names relative to this folder.
    #[must_use]
    pub fn relative_to(mut self, base: WinPath) -> Artefact {
        self.base = Some(base);
        self
    }
}

/// What artefacts say together.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// Facts with their places, and the gaps between them.
    pub facts: Vec<Fact>,
    /// What is wrong or worth knowing, by artefact.
    pub diagnostics: Vec<Diagnostic>,
    /// What was read and what was not.
    pub coverage: Coverage,
}

/// How one kind of artefact is known and read.
struct Reader {
    /// Its stable name.
    kind: &'static str,
    /// What it is, in words.
    title: &'static str,
    /// Whether a text is of this kind.
    recognises: fn(&Sheet) -> bool,
    /// How it is read; `None` for kinds that this version only recognises.
    read: Option<fn(&Input<'_>) -> Reading>,
}

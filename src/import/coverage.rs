//! What was read and what was not, per artefact and line, and who describes which object: plain data for reports.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::world::WinPath;

/// The account of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// One for each artefact, by name.
    pub artefacts: Vec<ArtefactCoverage>,
    /// Every object that some artefact describes, or says it could not, by path.
    pub objects: Vec<ObjectCoverage>,
    /// Paths that configuration names and no artefact describes: what is asked about them is unknown.
    pub undescribed: Vec<Undescribed>,
}

/// What became of one artefact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ArtefactCoverage {
    /// Its name.
    pub name: String,
    /// The stable name of its kind, `icacls-save`; `unknown` for what no reader knows, `binary` for what is no text.
    pub kind: &'static str,
    /// Its kind in words.
    pub title: &'static str,
    /// How its text was encoded; empty for bytes that are no text.
    pub encoding: &'static str,
    /// How far it was read.
    pub outcome: Outcome,
    /// What was found in it: `objects` → 2.
    pub counts: BTreeMap<&'static str, usize>,
    /// How many lines say something; each was used or is in `left_out`.
    pub lines: usize,
    /// How many were used.
    pub used: usize,
    /// The lines that were not used.
    pub left_out: Vec<LeftOut>,
}

/// How far an artefact was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// As far as this version reads files of that kind.
    Read,
    /// Something of it was damaged or not understood; the diagnostics say what.
    Partly,
    /// Nothing of it was used: it is damaged.
    Refused,
    /// Its kind is known, and this version does not read it.
    NotRead,
    /// No reader knows it.
    Unknown,
}

/// Lines that were not used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The first of them, from 1.
    pub first: u32,
    /// The last of them.
    pub last: u32,
    /// How many of them say something.
    pub lines: usize,
    /// Why.
    pub reason: String,
}

/// Where an object is described.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ObjectCoverage {
    /// Its path.
    pub path: WinPath,
    /// The places, `acl.txt:12`.
    pub described_at: Vec<String>,
    /// Whether they agree.
    pub state: ObjectState,
}

/// What is known of an object's permissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ObjectState {
    /// Described.
    Described,
    /// Described differently by several artefacts.
    Disagree,
    /// An artefact says, or shows by its damage, that they are not known.
    Unknown,
}

/// A path that is named and not described.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Undescribed {
    /// The path.
    pub path: WinPath,
    /// Where it is named.
    pub named_at: Vec<String>,
    /// The nearest described folder above it, if any: it may or may not inherit from that.
    pub below: Option<WinPath>,
}

//! Names as Windows compares them: without regard to case, shown as they were written.

use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    sync::Arc,
};

use rustc_hash::FxHasher;
use serde::{Deserialize, Serialize};

/// A name of an account, a pool, a site or a server, as somebody wrote it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Name(Arc<str>);

/// The text in the case in which Windows compares names: one character to one character.
pub fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

pub(crate) fn fold_char(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_uppercase();
    }
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

pub(crate) fn cmp_folded(a: &str, b: &str) -> Ordering {
    // Most names are ASCII to their end or to where they differ.
    let (left, right) = (a.as_bytes(), b.as_bytes());
    for (at, (x, y)) in left.iter().zip(right).enumerate() {
        if !x.is_ascii() || !y.is_ascii() {
            let rest = (a[at..].chars(), b[at..].chars());
            return rest.0.map(fold_char).cmp(rest.1.map(fold_char));
        }
        let order = x.to_ascii_uppercase().cmp(&y.to_ascii_uppercase());
        if order.is_ne() {
            return order;
        }
    }
    left.len().cmp(&right.len())
}

/// Hashes a text as Windows compares it: eight bytes of the folded text at a time.
pub(crate) fn hash_folded<H: Hasher>(text: &str, state: &mut H) {
    let mut hash = |folded: &[u8], fold: bool| {
        let mut chunks = folded.chunks_exact(8);
        for chunk in &mut chunks {
            let mut eight = [0; 8];
            eight.copy_from_slice(chunk);
            if fold {
                eight.make_ascii_uppercase();
            }
            state.write_u64(u64::from_le_bytes(eight));
        }
        let mut last = [0xFF; 8];
        let rest = chunks.remainder();
        last[..rest.len()].copy_from_slice(rest);
        if fold {
            last.make_ascii_uppercase();
        }
        state.write_u64(u64::from_le_bytes(last));
    };
    if text.is_ascii() {
        hash(text.as_bytes(), true);
    } else {
        hash(fold(text).as_bytes(), false);
    }
}

/// One number for all spellings of a text that Windows takes for the same.
pub(crate) fn folded_hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hash_folded(text, &mut hasher);
    // The hasher leaves texts that differ late close together; a table wants them apart (the finisher of MurmurHash3).
    let mut number = hasher.finish();
    number = (number ^ (number >> 33)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    number = (number ^ (number >> 33)).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    number ^ (number >> 33)
}

/// Whether a text begins with another, as Windows compares names.
pub(crate) fn starts_folded(text: &str, start: &str) -> bool {
    let mut chars = text.chars().map(fold_char);
    start
        .chars()
        .map(fold_char)
        .all(|c| chars.next() == Some(c))
}

impl Name {
    /// The name as written.
    pub fn new(text: impl Into<Arc<str>>) -> Name {
        Name(text.into())
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the first backslash: a domain, a machine or an authority.
    pub fn authority(&self) -> Option<&str> {
        self.0.split_once('\\').map(|(authority, _)| authority)
    }

    /// The name without its authority.
    pub fn bare(&self) -> &str {
        self.0.split_once('\\').map_or(&*self.0, |(_, bare)| bare)
    }

    /// Whether Windows takes both for the same.
    pub fn is(&self, other: &str) -> bool {
        cmp_folded(&self.0, other) == Ordering::Equal
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Name {
        Name::new(text)
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Name) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Name {}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Name) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Name) -> Ordering {
        cmp_folded(&self.0, &other.0)
    }
}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash_folded(&self.0, state);
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

//! Names as Windows compares them: without regard to case, shown as they were written.

use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    sync::Arc,
};

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
    a.chars().map(fold_char).cmp(b.chars().map(fold_char))
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
        for c in self.0.chars() {
            fold_char(c).hash(state);
        }
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

//! Descriptors by their text: cases tend to come with few distinct ones, so each is read once.

use rustc_hash::FxHashMap;

use crate::nt::{Domains, SecurityDescriptor};

/// When more texts than these are remembered, all are forgotten.
const MOST_TEXTS: usize = 4096;
/// When the texts together are longer than this, all are forgotten.
const MOST_BYTES: usize = 16 << 20;

/// Texts that were read, with what they mean.
pub(super) struct Descriptors {
    domains: Domains,
    known: FxHashMap<Box<str>, SecurityDescriptor>,
    bytes: usize,
}

impl Descriptors {
    /// None read yet; letters such as `DA` mean accounts of these domains.
    pub(super) fn new(domains: Domains) -> Descriptors {
        Descriptors {
            domains,
            known: FxHashMap::default(),
            bytes: 0,
        }
    }

    /// The descriptor that a text means.
    ///
    /// # Errors
    /// The sentence that says what is wrong and where.
    pub(super) fn read(&mut self, text: &str) -> Result<&SecurityDescriptor, String> {
        if !self.known.contains_key(text) {
            let read = SecurityDescriptor::from_sddl(text, &self.domains)
                .map_err(|error| format!("in `sddl`: {error}"))?;
            if self.known.len() >= MOST_TEXTS || self.bytes + text.len() > MOST_BYTES {
                self.known.clear();
                self.bytes = 0;
            }
            self.bytes += text.len();
            self.known.insert(text.into(), read);
        }
        Ok(&self.known[text])
    }
}

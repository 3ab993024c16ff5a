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
    /// Where in `read` a text's meaning stands.
    known: FxHashMap<Box<str>, usize>,
    read: Vec<SecurityDescriptor>,
    bytes: usize,
}

impl Descriptors {
    /// None read yet; letters such as `DA` mean accounts of these domains.
    pub(super) fn new(domains: Domains) -> Descriptors {
        Descriptors {
            domains,
            known: FxHashMap::default(),
            read: Vec::new(),
            bytes: 0,
        }
    }

    /// The descriptor that a text means.
    ///
    /// # Errors
    /// The sentence that says what is wrong and where.
    pub(super) fn read(&mut self, text: &str) -> Result<&SecurityDescriptor, String> {
        let place = match self.known.get(text) {
            Some(place) => *place,
            None => {
                let read = SecurityDescriptor::from_sddl(text, &self.domains)
                    .map_err(|error| format!("in `sddl`: {error}"))?;
                self.remember(text, read)
            }
        };
        Ok(&self.read[place])
    }

    fn remember(&mut self, text: &str, read: SecurityDescriptor) -> usize {
        if self.read.len() >= MOST_TEXTS || self.bytes + text.len() > MOST_BYTES {
            self.known.clear();
            self.read.clear();
            self.bytes = 0;
        }
        let place = self.read.len();
        self.read.push(read);
        self.known.insert(text.into(), place);
        self.bytes += text.len();
        place
    }
}

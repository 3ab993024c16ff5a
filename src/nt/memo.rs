//! What was answered before, for pairs of compiled descriptors and tokens.
//!
//! Answers lie in blocks by token and then by descriptor, so that looking one up is three loads, and a question about one
//! object and every token costs half a kilobyte a token, not a row of all descriptors.

use super::AccessMask;
use super::compiled::{CompiledDescriptor, CompiledToken, NOT_RIGHTS, Rights, rights};

const BLOCK: usize = 64;

/// Remembers what was answered, by the caller's numbers for descriptors and tokens, which begin near 0.
#[derive(Clone, Debug, Default)]
pub struct Memo {
    tokens: Vec<Vec<Option<Box<[Remembered; BLOCK]>>>>,
    count: usize,
}

/// An answer in two words.
// The bits of generic rights, which no answer holds, say in the first word whether there is an answer.
#[derive(Clone, Copy, Debug, Default)]
struct Remembered {
    if_named: AccessMask,
    maximum: AccessMask,
}

const COMPUTED: AccessMask = AccessMask::GENERIC_READ;
const ASK_GENERAL: AccessMask = AccessMask::GENERIC_WRITE;

impl Memo {
    /// What this token may do to objects of this descriptor, computed once.
    pub fn rights(
        &mut self,
        descriptor: (u32, &CompiledDescriptor),
        token: (u32, &CompiledToken),
    ) -> Option<Rights> {
        let found = self.find(descriptor, token);
        (!found.if_named.intersects(ASK_GENERAL)).then_some(Rights {
            if_named: found.if_named.without(COMPUTED),
            maximum: found.maximum,
        })
    }

    /// Whether a request without MAXIMUM_ALLOWED is granted, from what is remembered.
    #[inline]
    pub fn check(
        &mut self,
        descriptor: (u32, &CompiledDescriptor),
        token: (u32, &CompiledToken),
        desired: AccessMask,
    ) -> Option<bool> {
        if desired.is_empty() || desired.intersects(NOT_RIGHTS) {
            return None;
        }
        let found = self.find(descriptor, token);
        (!found.if_named.intersects(ASK_GENERAL)).then_some(found.if_named.contains(desired))
    }

    #[inline]
    fn find(
        &mut self,
        (descriptor_id, descriptor): (u32, &CompiledDescriptor),
        (token_id, token): (u32, &CompiledToken),
    ) -> Remembered {
        let (block, place) = (
            descriptor_id as usize / BLOCK,
            descriptor_id as usize % BLOCK,
        );
        let row = self.tokens.get(token_id as usize);
        if let Some(Some(answers)) = row.and_then(|row| row.get(block)) {
            let found = answers[place];
            if found.if_named.intersects(COMPUTED) {
                return found;
            }
        }
        self.compute(descriptor_id, descriptor, token_id, token)
    }

    #[cold]
    fn compute(
        &mut self,
        descriptor_id: u32,
        descriptor: &CompiledDescriptor,
        token_id: u32,
        token: &CompiledToken,
    ) -> Remembered {
        let computed = match rights(descriptor, token) {
            Some(rights) => Remembered {
                if_named: rights.if_named | COMPUTED,
                maximum: rights.maximum,
            },
            None => Remembered {
                if_named: COMPUTED | ASK_GENERAL,
                maximum: AccessMask::NONE,
            },
        };
        let (block, place) = (
            descriptor_id as usize / BLOCK,
            descriptor_id as usize % BLOCK,
        );
        let row = at_least(&mut self.tokens, token_id as usize);
        let answers =
            at_least(row, block).get_or_insert_with(|| Box::new([Remembered::default(); BLOCK]));
        answers[place] = computed;
        self.count += 1;
        computed
    }

    /// How many pairs are remembered.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// The element at a place, in a vector that grows to hold it.
fn at_least<T: Default>(vector: &mut Vec<T>, place: usize) -> &mut T {
    if vector.len() <= place {
        vector.resize_with(place + 1, T::default);
    }
    &mut vector[place]
}

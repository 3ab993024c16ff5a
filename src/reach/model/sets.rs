//! Sets of tokens, as bits.

use rustc_hash::FxHashMap;

use crate::{
    nt::sideways::Several,
    reach::{TokenId, TokenSetId},
};

/// A set of the tokens of one model.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TokenBits {
    words: Box<[u64]>,
}

impl From<Several> for TokenBits {
    fn from(several: Several) -> TokenBits {
        TokenBits { words: several.0 }
    }
}

impl TokenBits {
    /// None of so many.
    pub fn none(tokens: usize) -> TokenBits {
        TokenBits {
            words: vec![0; tokens.div_ceil(64)].into_boxed_slice(),
        }
    }

    pub fn insert(&mut self, token: TokenId) {
        self.words[token.0 as usize / 64] |= 1 << (token.0 % 64);
    }

    pub fn contains(&self, token: TokenId) -> bool {
        self.words[token.0 as usize / 64] >> (token.0 % 64) & 1 == 1
    }

    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// Whether the other has all of it.
    pub fn is_within(&self, other: &TokenBits) -> bool {
        self.words
            .iter()
            .zip(&other.words)
            .all(|(one, other)| one & !other == 0)
    }

    pub fn count(&self) -> usize {
        let ones = self.words.iter().map(|word| word.count_ones() as usize);
        ones.sum()
    }

    /// Every token in it, in order.
    pub fn iter(&self) -> impl Iterator<Item = TokenId> + '_ {
        (0..).zip(&self.words).flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(TokenId(64 * at + bit))
            })
        })
    }
}

/// Every set that many lists have in common, once.
#[derive(Debug, Default)]
pub struct Sets {
    numbers: FxHashMap<TokenBits, TokenSetId>,
}

impl Sets {
    /// The number of a set, and whether it is new.
    pub fn intern(&mut self, set: &TokenBits) -> (TokenSetId, bool) {
        if let Some(known) = self.numbers.get(set) {
            return (*known, false);
        }
        let id = TokenSetId(u32::try_from(self.numbers.len()).expect("fewer than 2^32 sets"));
        self.numbers.insert(set.clone(), id);
        (id, true)
    }
}

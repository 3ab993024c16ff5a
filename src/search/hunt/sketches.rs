//! Worlds by chance: some statements of an alphabet, each kind of statement as likely as any other.

use proptest::{collection::vec, prelude::*};

use super::Alphabet;

/// Worlds of up to so many statements more than their base. Every smaller one is a world too.
pub fn sketches(alphabet: &Alphabet, most: usize) -> impl Strategy<Value = Vec<u16>> + use<> {
    of_kinds(alphabet, most, |_| true)
}

/// Worlds that say something about lists and owners alone.
pub fn lists(alphabet: &Alphabet, most: usize) -> impl Strategy<Value = Vec<u16>> + use<> {
    let to = usize::from(alphabet.lists_to());
    of_kinds(alphabet, most, move |start| start < to)
}

/// Worlds that say nothing about lists and owners.
pub fn structures(alphabet: &Alphabet, most: usize) -> impl Strategy<Value = Vec<u16>> + use<> {
    let to = usize::from(alphabet.lists_to());
    of_kinds(alphabet, most, move |start| start >= to)
}

fn of_kinds<F: Fn(usize) -> bool>(
    alphabet: &Alphabet,
    most: usize,
    wanted: F,
) -> impl Strategy<Value = Vec<u16>> + use<F> {
    let kinds: Vec<(usize, usize)> = alphabet
        .kinds()
        .filter(|kind| wanted(kind.start))
        .map(|kind| (kind.start, kind.len()))
        .collect();
    let slots: Vec<u16> = alphabet.slots().to_vec();
    vec((any::<u16>(), any::<u16>()), 0..=most).prop_map(move |picked| {
        let mut world: Vec<u16> = Vec::with_capacity(picked.len());
        for (kind, member) in picked {
            let Some((start, len)) = kinds.get(usize::from(kind) % kinds.len().max(1)) else {
                continue;
            };
            let edit = start + usize::from(member) % len;
            let slot = slots[edit];
            let taken = |said: &u16| {
                usize::from(*said) == edit || slot != 0 && slots[usize::from(*said)] == slot
            };
            if !world.iter().any(taken) {
                world.push(u16::try_from(edit).expect("fewer than 65,536 statements"));
            }
        }
        world.sort_unstable();
        world
    })
}

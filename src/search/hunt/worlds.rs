//! All worlds within so many statements of a base, the smallest first, one for each that differ in names alone.

use std::ops::ControlFlow;

use super::{Alphabet, Symmetry};

/// A set of worlds to go through.
#[derive(Clone, Copy, Debug)]
pub struct Worlds<'a> {
    /// What can be said.
    pub alphabet: &'a Alphabet,
    /// Which worlds differ in names alone.
    pub symmetry: &'a Symmetry,
    /// How many statements at most.
    pub within: usize,
}

impl Worlds<'_> {
    /// How many there are, whatever stands for what.
    pub fn count(&self) -> u64 {
        // Of the edits that fit nothing else of their slot, at most one is in a world: the product of (1 + n x) over slots.
        let mut sizes = vec![0u64; self.within + 1];
        sizes[0] = 1;
        for slot in self.slots() {
            for size in (1..=self.within).rev() {
                sizes[size] = sizes[size].saturating_add(sizes[size - 1].saturating_mul(slot));
            }
        }
        sizes.into_iter().fold(0, u64::saturating_add)
    }

    /// How many statements share each slot; one that always fits has a slot of its own.
    fn slots(&self) -> Vec<u64> {
        let mut shares: Vec<(usize, u64)> = Vec::new();
        for edit in 0..self.alphabet.len() {
            match shares
                .iter_mut()
                .find(|(first, _)| !self.alphabet.fit(*first, edit))
            {
                Some((_, share)) => *share += 1,
                None => shares.push((edit, 1)),
            }
        }
        shares.into_iter().map(|(_, share)| share).collect()
    }

    /// Shows each world that stands for others, with how many it stands for: those of no statement, of one, of two.
    pub fn each<B>(&self, mut show: impl FnMut(&[u16], u64) -> ControlFlow<B>) -> ControlFlow<B> {
        let mut world = Vec::with_capacity(self.within);
        for size in 0..=self.within.min(self.alphabet.len()) {
            self.longer(&mut world, 0, size, &mut show)?;
        }
        ControlFlow::Continue(())
    }

    /// A world that stands for others begins with one that does: what does not is not gone on from.
    fn longer<B>(
        &self,
        world: &mut Vec<u16>,
        from: usize,
        more: usize,
        show: &mut impl FnMut(&[u16], u64) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let Some(stands_for) = self.symmetry.stands_for(world) else {
            return ControlFlow::Continue(());
        };
        if more == 0 {
            return show(world, stands_for);
        }
        // As many must be left as are still to come.
        for next in from..=self.alphabet.len().saturating_sub(more) {
            let fits = |said: &u16| self.alphabet.fit(usize::from(*said), next);
            if world.iter().all(fits) {
                world.push(u16::try_from(next).expect("fewer than 65,536 statements"));
                self.longer(world, next + 1, more - 1, show)?;
                world.pop();
            }
        }
        ControlFlow::Continue(())
    }
}

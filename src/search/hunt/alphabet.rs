//! Which statements a hunt may add to a server: every access line, owner, membership, identity and handler that can matter.
//!
//! The alphabet is made of what the server says, so it fits any base: its accounts, its described folders, the places that
//! configuration names.

use rustc_hash::FxHashMap;

use super::{
    Edit,
    cast::{Cast, allow, by_name, is_of_workers},
};
use crate::world::{Fact, ObjectNoun, Who, WinPath};

/// The statements that may be added, in an order of their own.
#[derive(Clone, Debug)]
pub struct Alphabet {
    edits: Vec<Edit>,
    /// Where each kind of statement begins: chance picks the kind first.
    kinds: Vec<usize>,
    /// The edits that leave no room for each other have the same number; 0 for those that always fit.
    slots: Vec<u16>,
}

impl Alphabet {
    /// The alphabet of these statements, which stand together by kind.
    pub fn new(kinds: Vec<Vec<Edit>>) -> Alphabet {
        let mut alphabet = Alphabet {
            edits: Vec::new(),
            kinds: Vec::new(),
            slots: Vec::new(),
        };
        let mut slots = FxHashMap::default();
        for kind in kinds.into_iter().filter(|kind| !kind.is_empty()) {
            alphabet.kinds.push(alphabet.edits.len());
            for edit in kind {
                let next = u16::try_from(slots.len() + 1).expect("few slots");
                let slot = edit
                    .slot()
                    .map_or(0, |slot| *slots.entry(slot).or_insert(next));
                alphabet.slots.push(slot);
                alphabet.edits.push(edit);
            }
        }
        alphabet
    }

    /// The alphabet of a server.
    pub fn of(facts: &[Fact]) -> Alphabet {
        let cast = Cast::of(facts);
        Alphabet::new(vec![
            cast.lines_on_content(),
            cast.lines_elsewhere(),
            cast.partial_lines(),
            cast.denials(),
            cast.owners(),
            cast.memberships(),
            cast.identities(),
            cast.clauses(),
            cast.rights(),
        ])
    }

    /// The plain question about lists: who is in which group, and which lines stand on the content of the last pool.
    ///
    /// For two pools, three groups and one folder it is 18 statements: six memberships, and reading and writing for either
    /// pool, each group and Everyone.
    pub fn plain(facts: &[Fact]) -> Alphabet {
        let cast = Cast::of(facts);
        let workers = cast.workers();
        let declared: Vec<&Who> = cast
            .groups
            .iter()
            .filter(|group| !is_of_workers(group))
            .collect();
        let members = workers.iter().flat_map(|worker| {
            declared.iter().map(|group| Edit::Member {
                member: worker.clone(),
                group: (*group).clone(),
            })
        });
        let mut named = workers.clone();
        named.extend(declared.iter().map(|group| (*group).clone()));
        named.push(by_name("Everyone"));
        let content: Vec<&WinPath> = cast.sites.iter().map(|(_, folder)| folder).collect();
        let lines = content.into_iter().flat_map(|folder| {
            named.iter().flat_map(|who| {
                [0x1, 0x2].map(|mask| allow(ObjectNoun::Folder, folder, who, mask, 3))
            })
        });
        Alphabet::new(vec![lines.collect(), members.collect()])
    }

    /// The statements, by number.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.edits.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// Where the statements of each kind stand.
    pub fn kinds(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        let ends = self.kinds.iter().skip(1).copied().chain([self.edits.len()]);
        self.kinds
            .iter()
            .copied()
            .zip(ends)
            .map(|(from, to)| from..to)
    }

    /// Whether both can be said of one server.
    pub fn fit(&self, one: usize, other: usize) -> bool {
        self.slots[one] == 0 || self.slots[one] != self.slots[other]
    }

    /// For each statement, what it shares with those that leave no room for it; 0 for one that always fits.
    pub(super) fn slots(&self) -> &[u16] {
        &self.slots
    }

    /// Statements before that one are about lists and owners alone, if those stand together before the others.
    pub fn lists_to(&self) -> u16 {
        let is_about_lists = |edit: &&Edit| matches!(edit, Edit::Line { .. } | Edit::Owner { .. });
        let before = self.edits.iter().take_while(is_about_lists);
        u16::try_from(before.count()).expect("fewer than 65,536 statements")
    }

    /// The facts of the base with these statements.
    pub fn world(&self, base: &[Fact], edits: &[u16]) -> Vec<Fact> {
        let mut facts = base.to_vec();
        for edit in edits {
            self.edits[usize::from(*edit)].apply(&mut facts);
        }
        facts
    }
}

//! Worlds that differ in names alone: pools with all that is theirs change places, groups too, and nothing else happens.
//!
//! A set of statements stands for all its renamings if it is the least of them; how many there are is its multiplicity.

use rustc_hash::FxHashMap;

use super::{Alphabet, Edit, Scope};

/// What is numbered like the pool that it belongs to.
const OF_POOLS: [&str; 5] = ["Pool", "Worker", "Visitor", "Site", "site"];
const OF_GROUPS: [&str; 1] = ["Group"];

/// The renamings under which a base stays what it is, as permutations of its alphabet.
#[derive(Clone, Debug)]
pub struct Symmetry {
    /// Where each renaming takes each statement; the one that changes nothing is left out.
    images: Vec<Vec<u16>>,
}

/// A renaming: which number takes the place of which, both from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renaming {
    pools: Vec<usize>,
    groups: Vec<usize>,
}

impl Renaming {
    /// Every renaming that leaves the base of a scope what it is; that which changes nothing first.
    pub fn all(scope: &Scope) -> Vec<Renaming> {
        let alike = |pools: &Vec<usize>| {
            pools.iter().zip(1..).all(|(to, from)| {
                scope.has_site(*to) == scope.has_site(from)
                    && scope.has_inner(*to) == scope.has_inner(from)
            })
        };
        let pools: Vec<Vec<usize>> = permutations(scope.pools)
            .into_iter()
            .filter(alike)
            .collect();
        let groups = permutations(scope.groups);
        let with = |pools: &Vec<usize>| {
            let pools = pools.clone();
            groups.iter().map(move |groups| Renaming {
                pools: pools.clone(),
                groups: groups.clone(),
            })
        };
        pools.iter().flat_map(with).collect()
    }

    /// A name, a path or a whole text with the numbers changed.
    pub fn apply(&self, text: &str) -> String {
        let mut renamed = String::with_capacity(text.len());
        let mut rest = text;
        let mut inside_a_word = false;
        while let Some(next) = rest.chars().next() {
            if !inside_a_word && let Some((stem, number, after)) = numbered(rest) {
                let table = if OF_GROUPS.contains(&stem) {
                    &self.groups
                } else {
                    &self.pools
                };
                let number = number
                    .checked_sub(1)
                    .and_then(|at| table.get(at))
                    .copied()
                    .unwrap_or(number);
                renamed += &format!("{stem}{number}");
                rest = after;
                inside_a_word = true;
                continue;
            }
            renamed.push(next);
            rest = &rest[next.len_utf8()..];
            inside_a_word = next.is_alphanumeric();
        }
        renamed
    }

    fn changes_nothing(&self) -> bool {
        let stays = |table: &[usize]| table.iter().zip(1..).all(|(to, from)| *to == from);
        stays(&self.pools) && stays(&self.groups)
    }
}

/// A stem with its number at the beginning of a text, and what stands behind.
fn numbered(text: &str) -> Option<(&'static str, usize, &str)> {
    let stem = OF_POOLS
        .into_iter()
        .chain(OF_GROUPS)
        .find(|stem| text.starts_with(stem))?;
    let behind = &text[stem.len()..];
    let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
    let after = &behind[digits..];
    let ends = !after.starts_with(|next: char| next.is_alphanumeric());
    let number = behind[..digits].parse().ok()?;
    ends.then_some((stem, number, after))
}

fn permutations(of: usize) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for _ in 0..of {
        all = all
            .iter()
            .flat_map(|begun: &Vec<usize>| {
                (1..=of).filter(|next| !begun.contains(next)).map(|next| {
                    let mut longer = begun.clone();
                    longer.push(next);
                    longer
                })
            })
            .collect();
    }
    all
}

impl Symmetry {
    /// No renaming at all: of a base that we know nothing of.
    pub fn none() -> Symmetry {
        Symmetry { images: Vec::new() }
    }

    /// The renamings of a scope on an alphabet of its base. One that leads out of the alphabet does not count.
    pub fn of(scope: &Scope, alphabet: &Alphabet) -> Symmetry {
        let numbers: FxHashMap<&Edit, u16> = alphabet.edits().iter().zip(0..).collect();
        let image = |renaming: &Renaming| {
            alphabet
                .edits()
                .iter()
                .map(|edit| {
                    let renamed = edit.renamed(&|text| renaming.apply(text));
                    numbers.get(&renamed).copied()
                })
                .collect::<Option<Vec<u16>>>()
        };
        let images = Renaming::all(scope)
            .iter()
            .filter(|renaming| !renaming.changes_nothing())
            .filter_map(image)
            .collect();
        Symmetry { images }
    }

    /// How many renamings there are, that which changes nothing too.
    pub fn order(&self) -> usize {
        self.images.len() + 1
    }

    /// How many worlds this one stands for; `None` if another stands for it. Its statements are in order.
    pub fn stands_for(&self, world: &[u16]) -> Option<u64> {
        let mut fixed = 1;
        let mut image: smallvec::SmallVec<[u16; 24]> = smallvec::SmallVec::new();
        for to in &self.images {
            image.clear();
            image.extend(world.iter().map(|edit| to[usize::from(*edit)]));
            image.sort_unstable();
            match image.as_slice().cmp(world) {
                std::cmp::Ordering::Less => return None,
                std::cmp::Ordering::Equal => fixed += 1,
                std::cmp::Ordering::Greater => {}
            }
        }
        // The renamings that change nothing are a subgroup; each image is met equally often.
        Some((self.order() / fixed) as u64)
    }

    /// The same world under other names, once for each renaming that changes something; statements in order.
    pub fn images_of<'a>(&'a self, world: &'a [u16]) -> impl Iterator<Item = Vec<u16>> + 'a {
        self.images.iter().map(|to| {
            let mut image: Vec<u16> = world.iter().map(|edit| to[usize::from(*edit)]).collect();
            image.sort_unstable();
            image
        })
    }

    /// The world that stands for this one.
    pub fn least(&self, world: &[u16]) -> Vec<u16> {
        let mut own = world.to_vec();
        own.sort_unstable();
        self.images_of(world).fold(own, Vec::min)
    }
}

//! The lists of one world after another, put together from those of the base and from what each statement was found to do to them.

use super::{
    PLANES, Planes,
    lines::{List, Placed, Touch},
};

/// READ_CONTROL and WRITE_DAC, which owners have.
const OF_OWNERS: u32 = 0x6_0000;

/// Who may do what in one world after another, for some tokens and some objects.
#[derive(Clone, Debug)]
pub struct View {
    pub(super) everybody: u64,
    pub(super) allowed: Vec<u64>,
    pub(super) denied: Vec<u64>,
    pub(super) lists: Vec<List>,
    pub(super) touches: Vec<Vec<(usize, Touch)>>,
    /// Of the base.
    pub(super) planes: Vec<Planes>,
    pub(super) merged: Vec<Placed>,
    pub(super) dirty: Vec<usize>,
}

impl View {
    /// The rights on the base.
    pub fn base(&self) -> &[Planes] {
        &self.planes
    }

    /// The rights in the world of these statements, which are about lists and owners alone, in place of those of the base.
    pub fn fill(&mut self, world: &[u16], table: &mut Vec<Planes>) {
        table.clone_from(&self.planes);
        self.dirty.clear();
        for edit in world {
            for (object, _) in &self.touches[usize::from(*edit)] {
                if !self.dirty.contains(object) {
                    self.dirty.push(*object);
                }
            }
        }
        let dirty = std::mem::take(&mut self.dirty);
        for object in &dirty {
            table[*object] = self.changed(*object, world);
        }
        self.dirty = dirty;
    }

    fn changed(&mut self, object: usize, world: &[u16]) -> Planes {
        let list = &self.lists[object];
        let mut owner = list.owner;
        let mut merged = std::mem::take(&mut self.merged);
        merged.clear();
        merged.extend(list.lines.iter().flatten().copied());
        for edit in world {
            for (_, touch) in self.touches[usize::from(*edit)]
                .iter()
                .filter(|(touched, _)| *touched == object)
            {
                match touch {
                    Touch::Owner(other) => owner = *other,
                    Touch::Line(line) => {
                        let place = (line.steps_up, line.rank);
                        let at =
                            merged.partition_point(|known| (known.steps_up, known.rank) <= place);
                        merged.insert(at, *line);
                    }
                }
            }
        }
        let planes = self.rights(owner, list.lines.is_some().then_some(&merged));
        self.merged = merged;
        planes
    }

    pub(super) fn rights(&self, owner: Option<u16>, lines: Option<&[Placed]>) -> Planes {
        let Some(lines) = lines else {
            return [self.everybody; PLANES.len()];
        };
        let mut allowed = [0; PLANES.len()];
        let mut open = [self.everybody; PLANES.len()];
        if let Some(owner) = owner {
            let owns = self.allowed[usize::from(owner)];
            for (plane, bit) in PLANES.iter().enumerate() {
                if bit & OF_OWNERS != 0 {
                    allowed[plane] |= owns;
                    open[plane] &= !owns;
                }
            }
        }
        for line in lines {
            let who = if line.allows {
                self.allowed[usize::from(line.sid)]
            } else {
                self.denied[usize::from(line.sid)]
            };
            if who == 0 {
                continue;
            }
            for (plane, bit) in PLANES.iter().enumerate() {
                if line.mask & bit != 0 {
                    let here = open[plane] & who;
                    open[plane] &= !here;
                    if line.allows {
                        allowed[plane] |= here;
                    }
                }
            }
        }
        allowed
    }
}

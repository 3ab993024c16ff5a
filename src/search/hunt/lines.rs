//! What lines and owners come to without building a server: each statement's effect on each object, found out once.
//!
//! A line is tried on the base alone, by the engine that answers questions: what it adds to the list of an object, and
//! where in it, is remembered. The list of an object in a world is then put together from what is remembered.

mod plain;

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use super::{Alphabet, Edit};
use crate::{
    iis,
    nt::{Rules, Sid, Token},
    world::{Fact, Server, WinPath, footprint::Securable},
};
use plain::{Live, added, described, is_plain, list_of, place_of};

/// The rights that are told apart, each with a plane of its own. What privileges give besides is no matter of lists.
pub const PLANES: [u32; 9] = [
    0x1, 0x2, 0x4, 0x20, 0x40, 0x1_0000, 0x2_0000, 0x4_0000, 0x8_0000,
];

/// READ_CONTROL and WRITE_DAC, which owners have.
const OF_OWNERS: u32 = 0x6_0000;

/// For each right, which tokens have it: the token at place `n` is bit `n`.
pub type Planes = [u64; PLANES.len()];

/// Objects with their lists, and what each statement does to them.
pub struct Lines {
    base: Server,
    facts: Vec<Fact>,
    tried: Vec<Trial>,
    sids: Vec<Sid>,
    numbers: FxHashMap<Sid, u16>,
    objects: Vec<List>,
    known: FxHashMap<Securable, Option<usize>>,
    /// By statement: the objects that it touches.
    touches: Vec<Vec<(usize, Touch)>>,
}

/// A statement on the base alone, built when it is first asked for.
struct Trial {
    edit: Edit,
    /// The object whose list or owner it is about; `None` for other statements.
    path: Option<WinPath>,
    server: OnceCell<Server>,
}

impl Trial {
    fn server(&self, base: &[Fact]) -> &Server {
        self.server.get_or_init(|| {
            let mut facts = base.to_vec();
            self.edit.apply(&mut facts);
            iis::serve(facts).0
        })
    }
}

#[derive(Clone, Debug)]
struct List {
    owner: Option<u16>,
    /// Live lines in their order. None: everybody may do everything.
    lines: Option<Vec<Placed>>,
}

/// A live line and where it stands among others: own lines first, and on one object what was added to deny, what stood
/// there, and what was added to allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Placed {
    steps_up: u16,
    rank: u8,
    allows: bool,
    sid: u16,
    /// One bit for each of [`PLANES`].
    rights: u16,
}

#[derive(Clone, Copy, Debug)]
enum Touch {
    Line(Placed),
    Owner(Option<u16>),
}

/// Why worlds cannot be judged by their lines alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotPlain;

impl Lines {
    /// For the worlds of a base and an alphabet.
    pub fn new(base: &[Fact], alphabet: &Alphabet) -> Lines {
        let tried = alphabet.edits().iter().map(|edit| {
            let path = match edit {
                Edit::Line { path, .. } | Edit::Owner { path, .. } => Some(path.clone()),
                Edit::Member { .. }
                | Edit::Identity { .. }
                | Edit::Clause { .. }
                | Edit::Right { .. }
                | Edit::Say(_) => None,
            };
            Trial {
                edit: edit.clone(),
                path,
                server: OnceCell::new(),
            }
        });
        Lines {
            tried: tried.collect(),
            facts: base.to_vec(),
            base: iis::serve(base.to_vec()).0,
            sids: Vec::new(),
            numbers: FxHashMap::default(),
            objects: Vec::new(),
            known: FxHashMap::default(),
            touches: vec![Vec::new(); alphabet.len()],
        }
    }

    /// The number of an object.
    ///
    /// # Errors
    /// Its list is not known, or says what lines alone do not say.
    pub fn object(&mut self, what: &Securable) -> Result<usize, NotPlain> {
        if let Some(known) = self.known.get(what) {
            return known.ok_or(NotPlain);
        }
        let number = self.learn(what);
        self.known.insert(what.clone(), number.ok());
        number
    }

    fn learn(&mut self, what: &Securable) -> Result<usize, NotPlain> {
        let own = list_of(&described(&self.base, what).ok_or(NotPlain)?)?;
        let number = self.objects.len();
        let mut touches = Vec::new();
        let touched = place_of(what);
        for (edit, trial) in self.tried.iter().enumerate() {
            let above = |path: &WinPath| touched.is_some_and(|touched| touched.is_under(path));
            if !trial.path.as_ref().is_some_and(above) {
                continue;
            }
            let server = trial.server(&self.facts);
            let with = list_of(&described(server, what).ok_or(NotPlain)?)?;
            if with.owner != own.owner {
                touches.push((edit, Change::Owner(with.owner)));
            }
            touches.extend(
                added(&own, &with)?
                    .into_iter()
                    .map(|line| (edit, Change::Line(line))),
            );
        }
        for (edit, change) in touches {
            let touch = match change {
                Change::Owner(owner) => Touch::Owner(owner.map(|owner| self.intern(owner))),
                Change::Line(line) => {
                    let rank = if line.allows { 2 } else { 0 };
                    Touch::Line(self.place(line, rank))
                }
            };
            self.touches[edit].push((number, touch));
        }
        let owner = own.owner.map(|owner| self.intern(owner));
        let lines = own
            .lines
            .map(|lines| lines.into_iter().map(|line| self.place(line, 1)).collect());
        self.objects.push(List { owner, lines });
        Ok(number)
    }

    fn intern(&mut self, sid: Sid) -> u16 {
        let next = u16::try_from(self.sids.len()).expect("few accounts");
        let sids = &mut self.sids;
        *self.numbers.entry(sid).or_insert_with(|| {
            sids.push(sid);
            next
        })
    }

    fn place(&mut self, line: Live, rank: u8) -> Placed {
        Placed {
            steps_up: line.steps_up,
            rank,
            allows: line.allows,
            sid: self.intern(line.sid),
            rights: (0..)
                .zip(PLANES)
                .filter(|(_, bit)| line.mask & bit != 0)
                .fold(0, |all, (at, _): (u16, u32)| all | 1 << at),
        }
    }

    /// What these tokens may do to these objects of the base, ready for the statements of worlds.
    ///
    /// # Errors
    /// A token says more than lines can tell: it is restricted, holds a group perhaps, or is of low integrity.
    pub fn view(
        &self,
        tokens: &[&Token],
        objects: &[usize],
        rules: Rules,
    ) -> Result<View, NotPlain> {
        let plain = |token: &&Token| is_plain(token, rules);
        if tokens.len() > 64 || !tokens.iter().all(plain) {
            return Err(NotPlain);
        }
        let who = |matches: &dyn Fn(&Token, &Sid) -> bool, sid: &Sid| {
            let bits = tokens.iter().enumerate();
            bits.filter(|(_, token)| matches(token, sid))
                .fold(0, |set, (at, _)| set | 1 << at)
        };
        let mut view = View {
            everybody: if tokens.len() == 64 {
                u64::MAX
            } else {
                (1 << tokens.len()) - 1
            },
            allowed: self
                .sids
                .iter()
                .map(|sid| who(&|token, sid| token.matches_allow(sid), sid))
                .collect(),
            denied: self
                .sids
                .iter()
                .map(|sid| who(&|token, sid| token.matches_deny(sid), sid))
                .collect(),
            lists: objects.iter().map(|at| self.objects[*at].clone()).collect(),
            touches: vec![Vec::new(); self.touches.len()],
            planes: Vec::new(),
            merged: Vec::new(),
            dirty: Vec::new(),
        };
        let local: FxHashMap<usize, usize> = objects.iter().copied().zip(0..).collect();
        for (edit, touches) in self.touches.iter().enumerate() {
            let here = touches
                .iter()
                .filter(|(_, touch)| match touch {
                    Touch::Line(line) => view.matters(line),
                    Touch::Owner(_) => true,
                })
                .filter_map(|(object, touch)| Some((*local.get(object)?, *touch)));
            let here = here.collect();
            view.touches[edit] = here;
        }
        let mut lists = std::mem::take(&mut view.lists);
        for lines in lists.iter_mut().filter_map(|list| list.lines.as_mut()) {
            lines.retain(|line| view.matters(line));
        }
        view.lists = lists;
        view.planes = view
            .lists
            .iter()
            .map(|list| view.rights(list.owner, list.lines.as_deref()))
            .collect();
        Ok(view)
    }
}

enum Change {
    Owner(Option<Sid>),
    Line(Live),
}

/// Who may do what in one world after another, for some tokens and some objects.
#[derive(Clone, Debug)]
pub struct View {
    everybody: u64,
    allowed: Vec<u64>,
    denied: Vec<u64>,
    lists: Vec<List>,
    touches: Vec<Vec<(usize, Touch)>>,
    /// Of the base.
    planes: Vec<Planes>,
    merged: Vec<Placed>,
    dirty: Vec<usize>,
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

    /// Whom a line is about, of the tokens.
    fn whom(&self, line: &Placed) -> u64 {
        if line.allows {
            self.allowed[usize::from(line.sid)]
        } else {
            self.denied[usize::from(line.sid)]
        }
    }

    /// Whether a line says anything about any of the tokens.
    fn matters(&self, line: &Placed) -> bool {
        line.rights != 0 && self.whom(line) != 0
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

    fn rights(&self, owner: Option<u16>, lines: Option<&[Placed]>) -> Planes {
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
            let who = self.whom(line);
            let mut left = line.rights;
            while left != 0 {
                let plane = left.trailing_zeros() as usize;
                left &= left - 1;
                let here = open[plane] & who;
                open[plane] &= !here;
                if line.allows {
                    allowed[plane] |= here;
                }
            }
        }
        allowed
    }
}

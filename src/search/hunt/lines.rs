//! What lines and owners come to without building a server: each statement's effect on each object, found out once.
//!
//! A line is tried on the base alone, by the engine that answers questions: what it adds to the list of an object, and
//! where in it, is remembered. The list of an object in a world is then put together from what is remembered.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use super::{Alphabet, Edit, View};
use crate::{
    iis,
    nt::{
        AccessMask, AceKind, AclState, Certainty, Group, IntegrityLevel, Restriction, Rules, Sid,
        Token,
    },
    world::{Described, Fact, ObjectNoun, Server, WinPath, footprint::Securable},
};

/// The rights that are told apart, each with a plane of its own. What privileges give besides is no matter of lists.
pub const PLANES: [u32; 9] = [
    0x1, 0x2, 0x4, 0x20, 0x40, 0x1_0000, 0x2_0000, 0x4_0000, 0x8_0000,
];

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
pub(super) struct List {
    pub owner: Option<u16>,
    /// Live lines in their order. None: everybody may do everything.
    pub lines: Option<Vec<Placed>>,
}

/// A live line and where it stands among others: own lines first, and on one object what was added to deny, what stood
/// there, and what was added to allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Placed {
    pub steps_up: u16,
    pub rank: u8,
    pub allows: bool,
    pub sid: u16,
    pub mask: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Touch {
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
            mask: line.mask,
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
                .filter_map(|(object, touch)| Some((*local.get(object)?, *touch)));
            view.touches[edit] = here.collect();
        }
        view.planes = view
            .lists
            .iter()
            .map(|list| view.rights(list.owner, list.lines.as_deref()))
            .collect();
        Ok(view)
    }
}

/// A line as a list has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Live {
    steps_up: u16,
    allows: bool,
    sid: Sid,
    mask: u32,
}

struct Plain {
    owner: Option<Sid>,
    lines: Option<Vec<Live>>,
}

enum Change {
    Owner(Option<Sid>),
    Line(Live),
}

const OWNER_RIGHTS: Sid = Sid::of(3, &[4]);
const PRINCIPAL_SELF: Sid = Sid::of(5, &[10]);

/// Whether lines alone say what the token may do.
fn is_plain(token: &Token, rules: Rules) -> bool {
    let held = |group: &Group| group.certainty == Certainty::Held;
    let level = token
        .integrity
        .filter(|_| rules.integrity && token.no_write_up);
    token.restriction == Restriction::None
        && token.app_container.is_none()
        && token.groups.iter().all(held)
        && level.is_none_or(|level| level >= IntegrityLevel::MEDIUM)
}

/// A name that nobody gives a file.
const NAMELESS: &str = "\u{1}";

/// Where an object is.
fn place_of(what: &Securable) -> Option<&WinPath> {
    match what {
        Securable::File(path)
        | Securable::Folder(path)
        | Securable::Key(path)
        | Securable::FileIn(path)
        | Securable::FolderIn(path) => Some(path),
        Securable::Service(_) | Securable::Task(_) => None,
    }
}

fn described(server: &Server, what: &Securable) -> Option<Described> {
    let nameless =
        |folder: &WinPath, noun| Some(server.describe(&folder.join(NAMELESS), Some(noun)));
    match what {
        Securable::File(path) => Some(server.describe(path, Some(ObjectNoun::File))),
        Securable::Folder(path) => Some(server.describe(path, Some(ObjectNoun::Folder))),
        Securable::Key(path) => Some(server.describe(path, Some(ObjectNoun::Key))),
        Securable::FileIn(folder) => nameless(folder, ObjectNoun::File),
        Securable::FolderIn(folder) => nameless(folder, ObjectNoun::Folder),
        Securable::Service(_) | Securable::Task(_) => None,
    }
}

fn list_of(described: &Described) -> Result<Plain, NotPlain> {
    let [completion] = described.completions.as_slice() else {
        return Err(NotPlain);
    };
    let descriptor = &completion.descriptor;
    let labelled = !descriptor.sacl.aces().is_empty();
    if labelled || completion.owner_unknown || !described.gaps.is_empty() {
        return Err(NotPlain);
    }
    let lines = match &descriptor.dacl {
        AclState::Absent | AclState::Null => None,
        AclState::Present(acl) => {
            let mut lines = Vec::new();
            for (ace, source) in acl.aces.iter().zip(&completion.lines) {
                if !ace.is_live() {
                    continue;
                }
                let allows = ace.kind == AceKind::Allow;
                let is_plain = allows || ace.kind == AceKind::Deny;
                if !is_plain || ace.sid == OWNER_RIGHTS || ace.sid == PRINCIPAL_SELF {
                    return Err(NotPlain);
                }
                lines.push(Live {
                    steps_up: u16::try_from(source.steps_up).map_err(|_| NotPlain)?,
                    allows,
                    sid: ace.sid,
                    mask: ace.mask.without(AccessMask::GENERIC).0,
                });
            }
            Some(lines)
        }
    };
    Ok(Plain {
        owner: descriptor.owner,
        lines,
    })
}

/// The lines that one list has and the other lacks. What both have stands in the same order in both.
fn added(less: &Plain, more: &Plain) -> Result<Vec<Live>, NotPlain> {
    let (Some(less), Some(more)) = (&less.lines, &more.lines) else {
        return if less.lines.is_none() && more.lines.is_none() {
            Ok(Vec::new())
        } else {
            Err(NotPlain)
        };
    };
    let mut rest = less.iter().peekable();
    let mut added = Vec::new();
    for line in more {
        if rest.peek() == Some(&line) {
            rest.next();
        } else {
            added.push(*line);
        }
    }
    match rest.next() {
        None => Ok(added),
        Some(_) => Err(NotPlain),
    }
}

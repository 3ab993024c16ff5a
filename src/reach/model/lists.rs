//! The distinct access lists of the objects of a model: what a check needs of an object, without its path.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::{
    nt::{AclState, ObjectKind, SecurityDescriptor, Token},
    world::{
        Completion, Described, DescriptorId, FactId, How, Listing, Name, ObjectGap, ObjectNoun,
        Server, Statement, WinPath, footprint::Securable, other_machine, well_known::sid,
    },
};

/// A distinct list, by its place among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ListId(pub u32);

/// A distinct list, in every way that the facts leave open.
#[derive(Clone, Debug)]
pub struct List {
    /// What it is on.
    pub kind: ObjectKind,
    /// Every descriptor that there may be.
    pub ways: Vec<Completion>,
    /// The machine that looks at it, if it is another one.
    pub machine: Option<Name>,
    /// The object, where the folders above matter too: for a token that may not bypass traverse checking.
    pub path: Option<WinPath>,
}

/// Every distinct list.
#[derive(Debug, Default)]
pub struct Lists {
    all: Vec<List>,
    by_content: FxHashMap<Content, ListId>,
    by_descriptor: FxHashMap<DescriptorId, ListId>,
    nameless: FxHashMap<(DescriptorId, bool), ListId>,
    /// Whether every token may bypass traverse checking, so that paths do not matter.
    bypassed: bool,
}

type Content = (
    ObjectKind,
    Vec<Arc<SecurityDescriptor>>,
    Option<Name>,
    Option<WinPath>,
);

/// What stands for any name that nobody used.
pub const NAMELESS: &str = "(any other)";

/// Windows' default for the keys of services and classes.
const KEY: &str = "O:BAG:SYD:(A;CI;KA;;;SY)(A;CI;KA;;;BA)(A;CI;KR;;;BU)";
/// Windows' default for tasks: who made one and administrators.
const TASK: &str = "O:BAG:SYD:(A;;FA;;;SY)(A;;FA;;;BA)";

impl Lists {
    /// None yet, for tokens that all bypass traverse checking, or not.
    pub fn new(bypassed: bool) -> Lists {
        Lists {
            bypassed,
            ..Lists::default()
        }
    }

    pub fn get(&self, id: ListId) -> &List {
        &self.all[id.0 as usize]
    }

    pub fn iter(&self) -> impl Iterator<Item = (ListId, &List)> {
        (0..).map(ListId).zip(&self.all)
    }

    /// The list on that object.
    pub fn of(&mut self, what: &Securable, server: &Server) -> ListId {
        if !self.bypassed {
            return self.slow(what, server);
        }
        match what {
            Securable::File(path) | Securable::Folder(path) | Securable::Key(path) => {
                let Some(resource) = server.objects().at(path) else {
                    return self.slow(what, server);
                };
                let descriptor = server.descriptor_id(resource);
                if let Some(known) = self.by_descriptor.get(&descriptor)
                    && self.get(*known).machine == other_machine(path, server)
                {
                    return *known;
                }
                let found = self.slow(what, server);
                self.by_descriptor.insert(descriptor, found);
                found
            }
            Securable::FileIn(folder) | Securable::FolderIn(folder) => {
                let is_file = matches!(what, Securable::FileIn(_));
                // What documents tell is told of paths; without them, folders with one list pass on the same.
                let alike = server.documented_facts().next().is_none();
                let resource = server.objects().at(folder).filter(|_| alike);
                let Some(resource) = resource else {
                    return self.slow(what, server);
                };
                let key = (server.descriptor_id(resource), is_file);
                if let Some(known) = self.nameless.get(&key)
                    && self.get(*known).machine == other_machine(folder, server)
                {
                    return *known;
                }
                let found = self.slow(what, server);
                self.nameless.insert(key, found);
                found
            }
            Securable::Service(_) | Securable::Task(_) => self.slow(what, server),
        }
    }

    fn slow(&mut self, what: &Securable, server: &Server) -> ListId {
        let list = read(what, server, self.bypassed);
        let content = list.ways.iter().all(|way| !way.owner_unknown).then(|| {
            let ways = list.ways.iter().map(|way| way.descriptor.clone());
            (
                list.kind,
                ways.collect(),
                list.machine.clone(),
                list.path.clone(),
            )
        });
        let next = ListId(u32::try_from(self.all.len()).expect("fewer than 2^32 lists"));
        // An owner whom nobody knows is put in together with lines that speak of it: such lists are not compared.
        if let Some(content) = content {
            let found = *self.by_content.entry(content).or_insert(next);
            if found != next {
                return found;
            }
        }
        self.all.push(list);
        next
    }
}

/// The list of an object, in every way that there is.
fn read(what: &Securable, server: &Server, bypassed: bool) -> List {
    match what {
        Securable::File(_)
        | Securable::Folder(_)
        | Securable::Key(_)
        | Securable::FileIn(_)
        | Securable::FolderIn(_) => {
            let mut described = described(what, server).expect("an object with a path");
            if server.is_perhaps_none(what) {
                described.completions.push(nobody());
            }
            List {
                kind: described.kind,
                machine: other_machine(&described.path, server),
                path: (!bypassed).then(|| described.path.clone()),
                ways: described.completions,
            }
        }
        Securable::Service(fact) => {
            let Statement::Service(service) = &server.fact(*fact).statement else {
                return plain(ObjectKind::Service, Vec::new());
            };
            let ways = match server.list_of_service(service, *fact) {
                Ok(list) => vec![Arc::new(list.descriptor)],
                Err(_) => anything(),
            };
            plain(ObjectKind::Service, ways)
        }
        Securable::Task(fact) => plain(ObjectKind::File, vec![Arc::new(of_task(*fact, server))]),
    }
}

/// On what is not there nobody has a right.
fn nobody() -> Completion {
    Completion {
        descriptor: Arc::new(SecurityDescriptor {
            dacl: AclState::of(Vec::new()),
            ..SecurityDescriptor::default()
        }),
        owner_unknown: false,
        lines: Vec::new(),
    }
}

fn plain(kind: ObjectKind, descriptors: Vec<Arc<SecurityDescriptor>>) -> List {
    let ways = descriptors.into_iter().map(|descriptor| Completion {
        descriptor,
        owner_unknown: false,
        lines: Vec::new(),
    });
    List {
        kind,
        ways: ways.collect(),
        machine: None,
        path: None,
    }
}

/// Nothing is known: nobody is let in, or everybody is.
fn anything() -> Vec<Arc<SecurityDescriptor>> {
    let of = |dacl| {
        Arc::new(SecurityDescriptor {
            owner: Some(sid::SYSTEM),
            group: Some(sid::SYSTEM),
            dacl,
            ..SecurityDescriptor::default()
        })
    };
    vec![of(AclState::of(Vec::new())), of(AclState::Null)]
}

fn of_task(fact: FactId, server: &Server) -> SecurityDescriptor {
    let Statement::Task(task) = &server.fact(fact).statement else {
        return SecurityDescriptor::default();
    };
    let from_text = |text: &str| {
        SecurityDescriptor::from_sddl(text, &server.accounts().domains()).unwrap_or_default()
    };
    let mut descriptor = match &task.list {
        None => from_text(TASK),
        Some(Listing::Sddl(text)) => from_text(text),
        Some(Listing::Lines(lines)) => {
            let aces = lines.iter().filter_map(|line| {
                let id = server.accounts().look_up(&line.who)?;
                let sid = server.principal(id).key();
                Some(line.effect.ace(sid, line.mask, crate::nt::AceFlags::NONE))
            });
            SecurityDescriptor {
                dacl: AclState::of(aces.collect()),
                ..SecurityDescriptor::default()
            }
        }
    };
    descriptor.owner = descriptor.owner.or(Some(sid::ADMINISTRATORS));
    descriptor.group = descriptor.group.or(Some(sid::SYSTEM));
    descriptor.attach(ObjectKind::File)
}

/// What is known of an object that has a path.
pub fn described(what: &Securable, server: &Server) -> Option<Described> {
    let (path, noun) = match what {
        Securable::File(path) => (path.clone(), ObjectNoun::File),
        Securable::Folder(path) => (path.clone(), ObjectNoun::Folder),
        Securable::Key(path) => (path.clone(), ObjectNoun::Key),
        Securable::FileIn(folder) => (folder.join(NAMELESS), ObjectNoun::File),
        Securable::FolderIn(folder) => (folder.join(NAMELESS), ObjectNoun::Folder),
        Securable::Service(_) | Securable::Task(_) => return None,
    };
    let mut described = server.describe(&path, Some(noun));
    let stated = described.resource.is_some() || described.documented.is_some();
    let is_gap = described
        .gaps
        .iter()
        .any(|gap: &ObjectGap| gap.fact.is_some() && gap.path == described.path);
    if matches!(what, Securable::Key(_)) && !stated && !is_gap {
        // Keys without lines have Windows' default, whatever is said of undescribed objects.
        let default = SecurityDescriptor::from_sddl(KEY, &server.accounts().domains());
        described.completions = vec![Completion {
            descriptor: Arc::new(default.unwrap_or_default().attach(ObjectKind::Key)),
            owner_unknown: false,
            lines: Vec::new(),
        }];
        described.how = How::Documented;
        described.gaps.clear();
    }
    if !stated {
        // A folder that nobody described may look like a file to whoever asks by its path alone.
        described.kind = match noun {
            ObjectNoun::File => ObjectKind::File,
            ObjectNoun::Folder => ObjectKind::Folder,
            ObjectNoun::Key => ObjectKind::Key,
        };
    }
    Some(described)
}

/// Every descriptor of a list as it is for that token: an owner whom nobody knows is once nobody and once the token's user.
pub fn descriptors(ways: &[Completion], token: &Token) -> Vec<(SecurityDescriptor, usize)> {
    let mut all = Vec::new();
    for (at, way) in ways.iter().enumerate() {
        let mut descriptor = (*way.descriptor).clone();
        if way.owner_unknown {
            descriptor.owner = None;
            all.push((descriptor, at));
            all.push((way.with_owner(token.user), at));
        } else {
            all.push((descriptor, at));
        }
    }
    all
}

//! Which statements a hunt may add to a server: every access line, owner, membership, identity and handler that can matter.
//!
//! The alphabet is made of what the server says, so it fits any base: its accounts, its described folders, the places that
//! configuration names.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::{Clause, Edit};
use crate::{
    nt::AccessMask,
    world::{
        AccessLine, Anonymous, ComponentForm, Effect, Fact, Handler, IisVersion, Name, ObjectNoun,
        Origin, PoolIdentity, Statement, Use, VirtualFolderStatement, Who, WinPath,
    },
};

/// The statements that may be added, in an order of their own.
#[derive(Clone, Debug)]
pub struct Alphabet {
    edits: Vec<Edit>,
    /// Where each kind of statement begins: chance picks the kind first.
    kinds: Vec<usize>,
    /// The edits that leave no room for each other have the same number; 0 for those that always fit.
    slots: Vec<u16>,
}

/// What is said of a base that an alphabet is made of.
struct Cast {
    iis: IisVersion,
    users: Vec<Who>,
    groups: Vec<Who>,
    pools: Vec<Name>,
    sites: Vec<(Name, WinPath)>,
    components: Vec<Name>,
    objects: Vec<(ObjectNoun, WinPath)>,
}

/// The rights that rules of reach tell apart, as masks of lines.
const RIGHTS: [u32; 7] = [0x1, 0x2, 0x4, 0x1_0000, 0x40, 0x4_0000, 0x8_0000];

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

fn by_name(name: &str) -> Who {
    Who::Name(Name::from(name))
}

fn is_of_workers(group: &Who) -> bool {
    matches!(group, Who::Name(name) if name.is("IIS_WPG") || name.is("IIS_IUSRS"))
}

fn allow(noun: ObjectNoun, path: &WinPath, who: &Who, mask: u32, flags: u8) -> Edit {
    line(Effect::Allow, noun, path, who, mask, flags)
}

fn line(effect: Effect, noun: ObjectNoun, path: &WinPath, who: &Who, mask: u32, flags: u8) -> Edit {
    let flags = match noun {
        ObjectNoun::Folder => flags,
        ObjectNoun::File => 0,
        ObjectNoun::Key => flags & 0xA,
    };
    Edit::Line {
        noun,
        path: path.clone(),
        line: AccessLine {
            effect,
            who: who.clone(),
            mask: AccessMask(mask),
            flags,
            origin: Origin::Unsaid,
        },
    }
}

impl Cast {
    fn of(facts: &[Fact]) -> Cast {
        let mut cast = Cast {
            iis: IisVersion::V10_0,
            users: Vec::new(),
            groups: Vec::new(),
            pools: Vec::new(),
            sites: Vec::new(),
            components: Vec::new(),
            objects: Vec::new(),
        };
        let mut places = BTreeSet::new();
        for fact in facts {
            cast.take(&fact.statement, &mut places);
        }
        if cast.iis > IisVersion::V7_0 {
            // Those whom pools run as come first, as on servers where these are accounts like any other.
            let accounts = cast.workers();
            cast.users.splice(0..0, accounts);
        }
        cast.objects = places.into_iter().collect();
        cast
    }

    fn take(&mut self, statement: &Statement, places: &mut BTreeSet<(ObjectNoun, WinPath)>) {
        if let Statement::Server(server) = statement {
            self.iis = server.iis.unwrap_or(self.iis);
        }
        if let Statement::User { name, .. } = statement {
            self.users.push(Who::Name(name.clone()));
        }
        if let Statement::Group { name, .. } = statement {
            self.groups.push(Who::Name(name.clone()));
        }
        if let Statement::Pool(pool) = statement {
            self.pools.push(pool.name.clone());
        }
        if let Statement::Site(site) = statement {
            self.sites.push((site.name.clone(), site.folder.clone()));
            places.insert((ObjectNoun::Folder, site.folder.clone()));
        }
        if let Statement::Object(object) = statement {
            places.insert((object.noun, object.path.clone()));
        }
        if let Statement::Component(component) = statement {
            self.components.push(component.name.clone());
            if let Some(ComponentForm::Dll(program) | ComponentForm::Exe(program)) = &component.form
            {
                places.insert((ObjectNoun::File, program.clone()));
            }
        }
        if let Statement::Service(service) = statement
            && let Some(program) = &service.program
        {
            places.insert((ObjectNoun::File, program.clone()));
        }
    }

    /// Those whom pools run as on a server where each has an account of its own.
    fn workers(&self) -> Vec<Who> {
        if self.iis > IisVersion::V7_0 {
            let own = |pool: &Name| by_name(&format!("IIS APPPOOL\\{pool}"));
            self.pools.iter().map(own).collect()
        } else {
            let is_worker =
                |who: &&Who| matches!(who, Who::Name(name) if name.as_str().starts_with("Worker"));
            self.users.iter().filter(is_worker).cloned().collect()
        }
    }

    /// Everybody whom a line may speak of.
    fn named(&self) -> Vec<Who> {
        let mut named = self.users.clone();
        named.extend(self.groups.iter().cloned());
        if self.iis > IisVersion::V6_0 {
            named.push(by_name("IIS_IUSRS"));
        }
        named.push(by_name("Everyone"));
        named
    }

    fn content(&self) -> impl Iterator<Item = &WinPath> {
        self.sites.iter().map(|(_, folder)| folder)
    }

    fn memberships(&self) -> Vec<Edit> {
        let mut groups = self.groups.clone();
        groups.push(by_name("Administrators"));
        let into = |group: &Who| {
            let group = group.clone();
            self.users.iter().map(move |member| Edit::Member {
                member: member.clone(),
                group: group.clone(),
            })
        };
        groups.iter().flat_map(into).collect()
    }

    fn identities(&self) -> Vec<Edit> {
        let of = |pool: &Name| {
            let others = self.users.iter().cloned().map(PoolIdentity::Account);
            let built_in = [PoolIdentity::NetworkService, PoolIdentity::LocalSystem];
            let pool = pool.clone();
            let fits = |identity: &PoolIdentity| match identity {
                // Windows' own account of another pool cannot be logged on.
                PoolIdentity::Account(Who::Name(name)) => name.authority().is_none(),
                PoolIdentity::Account(Who::Sid(_))
                | PoolIdentity::NetworkService
                | PoolIdentity::LocalService
                | PoolIdentity::LocalSystem
                | PoolIdentity::Own
                | PoolIdentity::Unknown => true,
            };
            others
                .chain(built_in)
                .filter(fits)
                .map(move |identity| Edit::Identity {
                    pool: pool.clone(),
                    identity,
                })
        };
        self.pools.iter().flat_map(of).collect()
    }

    fn clauses(&self) -> Vec<Edit> {
        let mut edits = Vec::new();
        for (site, _) in &self.sites {
            let mut clauses = vec![
                Clause::Runs(Handler::AspNet),
                Clause::Runs(Handler::AspNetImpersonating(None)),
                Clause::Runs(Handler::Php),
                Clause::AllowsUpload,
                Clause::StoresMachineKey,
            ];
            if self.iis > IisVersion::V6_0 {
                clauses.push(Clause::Anonymous(Anonymous::PoolIdentity));
            }
            clauses.push(Clause::Anonymous(Anonymous::Off));
            let visitors = self.users.iter().cloned().filter(is_an_account);
            for user in visitors {
                clauses.push(Clause::Anonymous(Anonymous::Account(user.clone())));
                clauses.push(Clause::Runs(Handler::AspNetImpersonating(Some(user))));
            }
            clauses.extend(self.pools.iter().cloned().map(Clause::InPool));
            let uses = |name: &Name| Clause::Uses(Use::Component(name.clone()));
            clauses.extend(self.components.iter().map(uses));
            edits.extend(clauses.into_iter().map(|clause| Edit::Clause {
                site: site.clone(),
                clause,
            }));
            for folder in self.content() {
                for user in self.users.iter().cloned().filter(is_an_account) {
                    edits.push(Edit::Say(Statement::VirtualFolder(
                        VirtualFolderStatement {
                            site: site.clone(),
                            url: Name::from("/files"),
                            folder: folder.clone(),
                            account: Some(user),
                        },
                    )));
                }
            }
        }
        edits
    }

    fn rights(&self) -> Vec<Edit> {
        let rights = [
            "SeBackupPrivilege",
            "SeRestorePrivilege",
            "SeTakeOwnershipPrivilege",
            "SeDebugPrivilege",
            "SeTcbPrivilege",
            "SeCreateTokenPrivilege",
            "SeLoadDriverPrivilege",
        ];
        let to = |right: &str| {
            let right = Name::from(right);
            self.users.iter().map(move |holder| Edit::Right {
                right: right.clone(),
                holder: holder.clone(),
            })
        };
        rights.into_iter().flat_map(to).collect()
    }

    fn is_content(&self, path: &WinPath) -> bool {
        self.content().any(|folder| path.is_under(folder))
    }

    fn lines(&self, on_content: bool) -> Vec<Edit> {
        let mut edits = Vec::new();
        for (noun, path) in &self.objects {
            if self.is_content(path) != on_content {
                continue;
            }
            for who in self.named() {
                for mask in RIGHTS {
                    let is_for_folders = mask == 0x40;
                    if !is_for_folders || *noun == ObjectNoun::Folder {
                        edits.push(allow(*noun, path, &who, mask, 3));
                    }
                }
            }
        }
        edits
    }

    fn lines_on_content(&self) -> Vec<Edit> {
        self.lines(true)
    }

    fn lines_elsewhere(&self) -> Vec<Edit> {
        self.lines(false)
    }

    /// Lines on content that do not hold for everything in it.
    fn partial_lines(&self) -> Vec<Edit> {
        let partial = [(0x1, 0x9), (0x2, 0x9), (0x2, 0), (0x2, 0xA), (0x40, 0)];
        let mut edits = Vec::new();
        for folder in self.content() {
            for who in self.named() {
                for (mask, flags) in partial {
                    edits.push(allow(ObjectNoun::Folder, folder, &who, mask, flags));
                }
            }
        }
        edits
    }

    fn denials(&self) -> Vec<Edit> {
        let mut edits = Vec::new();
        for folder in self.content() {
            for who in self.named() {
                let full = 0x1F_01FF;
                edits.push(line(
                    Effect::Deny,
                    ObjectNoun::Folder,
                    folder,
                    &who,
                    full,
                    3,
                ));
            }
        }
        edits
    }

    fn owners(&self) -> Vec<Edit> {
        let mut edits = Vec::new();
        for (noun, path) in &self.objects {
            edits.extend(self.users.iter().map(|owner| Edit::Owner {
                noun: *noun,
                path: path.clone(),
                owner: owner.clone(),
            }));
        }
        edits
    }
}

fn is_an_account(who: &Who) -> bool {
    matches!(who, Who::Name(name) if name.authority().is_none())
}

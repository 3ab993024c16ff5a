//! Whom and what statements can be about: the accounts, pools, sites and objects that a base speaks of, and every statement about them.

use std::collections::BTreeSet;

use super::{Clause, Edit};
use crate::{
    nt::AccessMask,
    world::{
        AccessLine, Anonymous, ComponentForm, Effect, Fact, Handler, IisVersion, Name, ObjectNoun,
        Origin, PoolIdentity, Statement, Use, VirtualFolderStatement, Who, WinPath,
    },
};

/// What is said of a base that an alphabet is made of.
pub(super) struct Cast {
    iis: IisVersion,
    users: Vec<Who>,
    pub groups: Vec<Who>,
    pools: Vec<Name>,
    pub sites: Vec<(Name, WinPath)>,
    components: Vec<Name>,
    objects: Vec<(ObjectNoun, WinPath)>,
}

/// The rights that rules of reach tell apart, as masks of lines.
const RIGHTS: [u32; 7] = [0x1, 0x2, 0x4, 0x1_0000, 0x40, 0x4_0000, 0x8_0000];

pub(super) fn by_name(name: &str) -> Who {
    Who::Name(Name::from(name))
}

pub(super) fn is_of_workers(group: &Who) -> bool {
    matches!(group, Who::Name(name) if name.is("IIS_WPG") || name.is("IIS_IUSRS"))
}

pub(super) fn allow(noun: ObjectNoun, path: &WinPath, who: &Who, mask: u32, flags: u8) -> Edit {
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
    pub fn of(facts: &[Fact]) -> Cast {
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
    pub fn workers(&self) -> Vec<Who> {
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

    pub fn memberships(&self) -> Vec<Edit> {
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

    pub fn identities(&self) -> Vec<Edit> {
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

    pub fn clauses(&self) -> Vec<Edit> {
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
            let visitors = self
                .users
                .iter()
                .filter(|user| is_an_account(user))
                .cloned();
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
                for user in self
                    .users
                    .iter()
                    .filter(|user| is_an_account(user))
                    .cloned()
                {
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

    pub fn rights(&self) -> Vec<Edit> {
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

    pub fn lines_on_content(&self) -> Vec<Edit> {
        self.lines(true)
    }

    pub fn lines_elsewhere(&self) -> Vec<Edit> {
        self.lines(false)
    }

    /// Lines on content that do not hold for everything in it.
    pub fn partial_lines(&self) -> Vec<Edit> {
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

    pub fn denials(&self) -> Vec<Edit> {
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

    pub fn owners(&self) -> Vec<Edit> {
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

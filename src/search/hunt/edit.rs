//! A statement more: what makes one world of a hunt differ from the server that it begins with.

use crate::world::{
    AccessLine, Anonymous, ApplicationSettings, Effect, Fact, Handler, Inheritance, Listing, Name,
    ObjectNoun, ObjectStatement, Origin, PoolIdentity, PoolStatement, Statement, Use, Who, WinPath,
    notation::{access_line, clauses, sentence},
};

/// A statement more.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Edit {
    /// A line on an object, where an editor would put it: an allow behind the others, a denial before them.
    Line {
        /// What the object is.
        noun: ObjectNoun,
        /// Where it is.
        path: WinPath,
        /// The line.
        line: AccessLine,
    },
    /// Another owner.
    Owner {
        /// What the object is.
        noun: ObjectNoun,
        /// Where it is.
        path: WinPath,
        /// Who owns it.
        owner: Who,
    },
    /// A membership.
    Member {
        /// Who.
        member: Who,
        /// In what.
        group: Who,
    },
    /// Another identity of a pool.
    Identity {
        /// Which pool.
        pool: Name,
        /// As whom it runs.
        identity: PoolIdentity,
    },
    /// A clause of a site.
    Clause {
        /// Which site.
        site: Name,
        /// What it says.
        clause: Clause,
    },
    /// A holder more of a privilege.
    Right {
        /// Which.
        right: Name,
        /// Who holds it, beside Administrators.
        holder: Who,
    },
    /// Anything else that can be said.
    Say(Statement),
}

/// A clause of a site.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Clause {
    /// `runs asp.net`
    Runs(Handler),
    /// `anonymous is X`
    Anonymous(Anonymous),
    /// `in pool P`
    InPool(Name),
    /// `uses component C`
    Uses(Use),
    /// `allows upload`
    AllowsUpload,
    /// `stores a machine key`
    StoresMachineKey,
}

/// What two edits cannot both say: a world has at most one edit of a slot.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// Who owns it.
    Owner(WinPath),
    /// Whom it runs as.
    Identity(Name),
    /// Who its visitors are.
    Anonymous(Name),
    /// In which pool it is.
    Pool(Name),
    /// What a URL of a site leads to.
    Url(Name, Name),
}

impl Edit {
    /// What it leaves no room for, if it does.
    pub fn slot(&self) -> Option<Slot> {
        match self {
            Edit::Owner { path, .. } => Some(Slot::Owner(path.clone())),
            Edit::Identity { pool, .. } => Some(Slot::Identity(pool.clone())),
            Edit::Clause { site, clause } => match clause {
                Clause::Anonymous(_) => Some(Slot::Anonymous(site.clone())),
                Clause::InPool(_) => Some(Slot::Pool(site.clone())),
                Clause::Runs(_)
                | Clause::Uses(_)
                | Clause::AllowsUpload
                | Clause::StoresMachineKey => None,
            },
            Edit::Say(Statement::VirtualFolder(folder)) => {
                Some(Slot::Url(folder.site.clone(), folder.url.clone()))
            }
            Edit::Line { .. } | Edit::Member { .. } | Edit::Right { .. } | Edit::Say(_) => None,
        }
    }

    /// Whether it changes lists, owners and memberships alone, and leaves everything else of the server as it is.
    pub fn is_about_access(&self) -> bool {
        match self {
            Edit::Line { .. } | Edit::Owner { .. } | Edit::Member { .. } => true,
            Edit::Identity { .. } | Edit::Clause { .. } | Edit::Right { .. } | Edit::Say(_) => {
                false
            }
        }
    }

    /// Adds it to what is said.
    pub fn apply(&self, facts: &mut Vec<Fact>) {
        match self {
            Edit::Line { noun, path, line } => {
                let object = object_at(facts, *noun, path);
                match (&mut object.list, line.effect) {
                    (Listing::Lines(lines), Effect::Allow) => lines.push(line.clone()),
                    (Listing::Lines(lines), Effect::Deny) => lines.insert(0, line.clone()),
                    // A list in SDDL is left alone: nobody can say a line beside it.
                    (Listing::Sddl(_), Effect::Allow | Effect::Deny) => {}
                }
            }
            Edit::Owner { noun, path, owner } => {
                object_at(facts, *noun, path).owner = Some(owner.clone());
            }
            Edit::Member { member, group } => facts.push(said(Statement::Member {
                member: member.clone(),
                group: group.clone(),
            })),
            Edit::Identity { pool, identity } => {
                for fact in facts {
                    if let Statement::Pool(said) = &mut fact.statement
                        && said.name == *pool
                    {
                        said.identity = Some(identity.clone());
                    }
                }
            }
            Edit::Clause { site, clause } => {
                for fact in facts {
                    if let Statement::Site(said) = &mut fact.statement
                        && said.name == *site
                    {
                        clause.apply(&mut said.settings);
                    }
                }
            }
            Edit::Right { right, holder } => add_holder(facts, right, holder),
            Edit::Say(statement) => facts.push(said(statement.clone())),
        }
    }

    /// The same edit with other names and paths.
    #[must_use]
    pub fn renamed(&self, rename: &dyn Fn(&str) -> String) -> Edit {
        let name = |known: &Name| Name::new(rename(known.as_str()));
        let path = |known: &WinPath| WinPath::new(&rename(known.as_str()));
        let who = |known: &Who| match known {
            Who::Name(known) => Who::Name(name(known)),
            Who::Sid(sid) => Who::Sid(*sid),
        };
        match self {
            Edit::Line {
                noun,
                path: at,
                line,
            } => Edit::Line {
                noun: *noun,
                path: path(at),
                line: AccessLine {
                    who: who(&line.who),
                    ..line.clone()
                },
            },
            Edit::Owner {
                noun,
                path: at,
                owner,
            } => Edit::Owner {
                noun: *noun,
                path: path(at),
                owner: who(owner),
            },
            Edit::Member { member, group } => Edit::Member {
                member: who(member),
                group: who(group),
            },
            Edit::Identity { pool, identity } => Edit::Identity {
                pool: name(pool),
                identity: match identity {
                    PoolIdentity::Account(account) => PoolIdentity::Account(who(account)),
                    PoolIdentity::NetworkService
                    | PoolIdentity::LocalService
                    | PoolIdentity::LocalSystem
                    | PoolIdentity::Own
                    | PoolIdentity::Unknown => identity.clone(),
                },
            },
            Edit::Clause { site, clause } => Edit::Clause {
                site: name(site),
                clause: clause.renamed(&name, &path, &who),
            },
            Edit::Right { right, holder } => Edit::Right {
                right: right.clone(),
                holder: who(holder),
            },
            Edit::Say(statement) => Edit::Say(statement_renamed(statement, &name, &path, &who)),
        }
    }
}

impl std::fmt::Display for Edit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Edit::Line { noun, path, line } => write!(f, "{path} {}", access_line(line, *noun)),
            Edit::Owner { path, owner, .. } => write!(f, "{path} is owned by {owner}"),
            Edit::Member { member, group } => write!(f, "{member} is a member of {group}"),
            Edit::Identity { pool, identity } => {
                let said = Statement::Pool(PoolStatement {
                    name: pool.clone(),
                    identity: Some(identity.clone()),
                    manual_group_membership: false,
                    logs_on_as_service: false,
                    ignores_web_config: false,
                });
                f.write_str(&sentence(&said))
            }
            Edit::Clause { site, clause } => {
                let mut settings = ApplicationSettings::default();
                clause.apply(&mut settings);
                write!(f, "site {site} {}", clauses(&settings).join(", "))
            }
            Edit::Right { right, holder } => write!(f, "right {right} belongs to {holder}"),
            Edit::Say(statement) => {
                let facts = [said(statement.clone())];
                f.write_str(crate::world::print(&facts).trim_end())
            }
        }
    }
}

impl Clause {
    fn apply(&self, settings: &mut ApplicationSettings) {
        match self {
            Clause::Runs(handler) => {
                if !settings.handlers.contains(handler) {
                    settings.handlers.push(handler.clone());
                }
            }
            Clause::Anonymous(anonymous) => settings.anonymous = Some(anonymous.clone()),
            Clause::InPool(pool) => settings.pool = Some(pool.clone()),
            Clause::Uses(used) => {
                if !settings.uses.contains(used) {
                    settings.uses.push(used.clone());
                }
            }
            Clause::AllowsUpload => settings.allows_upload = true,
            Clause::StoresMachineKey => settings.stores_machine_key = true,
        }
    }

    fn renamed(
        &self,
        name: &dyn Fn(&Name) -> Name,
        path: &dyn Fn(&WinPath) -> WinPath,
        who: &dyn Fn(&Who) -> Who,
    ) -> Clause {
        match self {
            Clause::Runs(Handler::AspNetImpersonating(Some(account))) => {
                Clause::Runs(Handler::AspNetImpersonating(Some(who(account))))
            }
            Clause::Runs(Handler::Isapi(program, extension)) => {
                Clause::Runs(Handler::Isapi(path(program), extension.clone()))
            }
            Clause::Runs(Handler::Cgi(program)) => Clause::Runs(Handler::Cgi(path(program))),
            Clause::Anonymous(Anonymous::Account(account)) => {
                Clause::Anonymous(Anonymous::Account(who(account)))
            }
            Clause::InPool(pool) => Clause::InPool(name(pool)),
            Clause::Uses(Use::Path(used)) => Clause::Uses(Use::Path(path(used))),
            Clause::Uses(Use::Component(component)) => {
                Clause::Uses(Use::Component(name(component)))
            }
            Clause::Runs(
                Handler::Asp
                | Handler::AspNet
                | Handler::AspNetImpersonating(None)
                | Handler::AspNetCoreInProcess
                | Handler::AspNetCoreOutOfProcess
                | Handler::Php
                | Handler::PhpImpersonating,
            )
            | Clause::Anonymous(Anonymous::Off | Anonymous::PoolIdentity)
            | Clause::AllowsUpload
            | Clause::StoresMachineKey => self.clone(),
        }
    }
}

/// Only what alphabets say is renamed: virtual folders.
fn statement_renamed(
    statement: &Statement,
    name: &dyn Fn(&Name) -> Name,
    path: &dyn Fn(&WinPath) -> WinPath,
    who: &dyn Fn(&Who) -> Who,
) -> Statement {
    let mut statement = statement.clone();
    if let Statement::VirtualFolder(folder) = &mut statement {
        folder.site = name(&folder.site);
        folder.folder = path(&folder.folder);
        folder.account = folder.account.as_ref().map(who);
    }
    statement
}

/// A fact that nobody said anywhere.
pub(super) fn said(statement: Statement) -> Fact {
    Fact {
        statement,
        origin: Origin::Unsaid,
    }
}

/// What is said of the object there; it becomes a described one if it was none.
fn object_at<'f>(
    facts: &'f mut Vec<Fact>,
    noun: ObjectNoun,
    path: &WinPath,
) -> &'f mut ObjectStatement {
    let described =
        |fact: &Fact| matches!(&fact.statement, Statement::Object(object) if object.path == *path);
    let at = facts.iter().position(described).unwrap_or_else(|| {
        facts.push(said(Statement::Object(ObjectStatement {
            noun,
            path: path.clone(),
            owner: None,
            inheritance: Inheritance::Inherits,
            list: Listing::default(),
        })));
        facts.len() - 1
    });
    match &mut facts[at].statement {
        Statement::Object(object) => object,
        other => unreachable!("a description was looked for, not {other:?}"),
    }
}

fn add_holder(facts: &mut Vec<Fact>, right: &Name, holder: &Who) {
    for fact in facts.iter_mut() {
        if let Statement::Right {
            right: known,
            holders,
        } = &mut fact.statement
            && known == right
        {
            if !holders.contains(holder) {
                holders.push(holder.clone());
            }
            return;
        }
    }
    facts.push(said(Statement::Right {
        right: right.clone(),
        holders: vec![Who::Name(Name::from("Administrators")), holder.clone()],
    }));
}

//! What imported facts leave open: who belongs to a group that somebody named and nobody listed.
//!
//! A name in an access list may be that of a user or of a group, so both its groups and its members are unknown.
//! Accounts that Windows puts into tokens itself (Everyone, SYSTEM, SERVICE, a pool's own account …) leave nothing
//! open. The built-in groups of a machine do: their members among ordinary accounts are not told.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    icacls_save::well_formed,
    known::{Nature, canonical, nature},
};
use crate::{
    nt::Sid,
    world::{Anonymous, Fact, Gap, Listing, Name, Origin, PoolIdentity, Statement, Who},
};

/// The gaps that imported facts leave, where nothing else that was handed over says more.
pub(super) fn between(stated: &[Fact], read: &[Fact]) -> Vec<Fact> {
    let mut told = Told::default();
    for fact in stated.iter().chain(read) {
        told.learn(&fact.statement);
    }
    for fact in stated {
        told.declare(&fact.statement);
    }
    let mut gaps: BTreeMap<Gap, Origin> = BTreeMap::new();
    for fact in read {
        for (who, origin) in named(fact) {
            for gap in told.open(&canonical(who)) {
                gaps.entry(gap).or_insert_with(|| origin.clone());
            }
        }
    }
    gaps.into_iter()
        .map(|(gap, origin)| Fact {
            statement: Statement::Gap(gap),
            origin,
        })
        .collect()
}

/// Of whom something is told.
#[derive(Default)]
struct Told {
    /// All members are listed.
    members: BTreeSet<Who>,
    /// All groups are listed.
    groups: BTreeSet<Who>,
    /// A user, so it has no members.
    users: BTreeSet<Who>,
}

impl Told {
    fn learn(&mut self, statement: &Statement) {
        if let Statement::User { name, .. } = statement {
            self.users.insert(Who::Name(name.clone()));
        }
    }

    /// What a person states is complete.
    fn declare(&mut self, statement: &Statement) {
        let both = |name: &Name, sid: &Option<Sid>| {
            std::iter::once(Who::Name(name.clone()))
                .chain(sid.map(Who::Sid))
                .collect::<Vec<_>>()
        };
        match statement {
            Statement::User { name, sid } => {
                self.users.extend(both(name, sid));
                self.groups.extend(both(name, sid));
            }
            Statement::Group { name, sid } => {
                self.members.extend(both(name, sid));
                self.groups.extend(both(name, sid));
            }
            Statement::Member { member, group } => {
                self.groups.insert(member.clone());
                self.members.insert(group.clone());
            }
            _ => {}
        }
    }

    fn open(&self, who: &Who) -> Vec<Gap> {
        let members = !self.members.contains(who) && !self.users.contains(who);
        let groups = !self.groups.contains(who);
        let (members, groups) = match nature(who) {
            Nature::Documented => (false, false),
            Nature::LocalGroup => (members, false),
            Nature::Ordinary => (members, groups),
        };
        let members = members.then(|| Gap::MembersOf(who.clone()));
        let groups = groups.then(|| Gap::GroupsOf(who.clone()));
        members.into_iter().chain(groups).collect()
    }
}

/// Everybody whom a fact names, with the place.
fn named(fact: &Fact) -> Vec<(Who, Origin)> {
    let here = |who: &Who| (who.clone(), fact.origin.clone());
    match &fact.statement {
        Statement::Object(object) => {
            let mut all: Vec<(Who, Origin)> = object.owner.iter().map(here).collect();
            match &object.list {
                Listing::Lines(lines) => {
                    all.extend(
                        lines
                            .iter()
                            .map(|line| (line.who.clone(), line.origin.clone())),
                    );
                }
                Listing::Sddl(text) => {
                    if let Ok(descriptor) = well_formed(text) {
                        // A domain that nobody told leaves its accounts to the server, which knows no SID for them.
                        let of_no_domain =
                            |sid: &&Sid| !matches!(sid.sub_authorities(), [21, 0, 0, 0, _]);
                        let sids = descriptor.dacl.aces().iter().map(|ace| &ace.sid);
                        let sids = sids.chain(&descriptor.owner).filter(of_no_domain);
                        all.extend(sids.map(|sid| here(&Who::Sid(*sid))));
                    }
                }
            }
            all
        }
        Statement::Pool(pool) => match &pool.identity {
            Some(PoolIdentity::Account(who)) => vec![here(who)],
            _ => Vec::new(),
        },
        Statement::Site(site) => anonymous(&site.settings.anonymous)
            .map(here)
            .into_iter()
            .collect(),
        Statement::Application(application) => anonymous(&application.settings.anonymous)
            .map(here)
            .into_iter()
            .collect(),
        Statement::VirtualFolder(folder) => folder.account.iter().map(here).collect(),
        _ => Vec::new(),
    }
}

fn anonymous(setting: &Option<Anonymous>) -> Option<&Who> {
    match setting {
        Some(Anonymous::Account(who)) => Some(who),
        Some(Anonymous::Off | Anonymous::PoolIdentity) | None => None,
    }
}

//! What imported facts leave open: who belongs to a group that somebody named and nobody listed.
//!
//! A name in an access list may be that of a user or of a group, so both its groups and its members are unknown.
//! Accounts that Windows puts into tokens itself (Everyone, SYSTEM, SERVICE, a pool's own account …) leave nothing
//! open. The built-in groups of a machine do: their members among ordinary accounts are not told.

use std::collections::{BTreeMap, BTreeSet, HashSet};

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
    let mut seen: HashSet<Who> = HashSet::new();
    for fact in read {
        named(fact, &mut |who, origin| {
            // Many lists name few accounts: each is looked up once.
            if seen.contains(who) {
                return;
            }
            seen.insert(who.clone());
            for gap in told.open(&canonical(who.clone())) {
                gaps.entry(gap).or_insert_with(|| origin.clone());
            }
        });
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
            Statement::Server(_)
            | Statement::MachineSid { .. }
            | Statement::Domain { .. }
            | Statement::Right { .. }
            | Statement::Pool(_)
            | Statement::Site(_)
            | Statement::Application(_)
            | Statement::VirtualFolder(_)
            | Statement::Object(_)
            | Statement::Process(_)
            | Statement::Gap(_)
            | Statement::Undescribed { .. }
            | Statement::Iis(_)
            | Statement::Account(_)
            | Statement::Machine(_)
            | Statement::Component(_)
            | Statement::MachineCom { .. }
            | Statement::Running(_)
            | Statement::Service(_)
            | Statement::Task(_) => {}
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

/// Shows everybody whom a fact names, with the place.
fn named(fact: &Fact, show: &mut impl FnMut(&Who, &Origin)) {
    let here = &fact.origin;
    match &fact.statement {
        Statement::Object(object) => {
            object.owner.iter().for_each(|who| show(who, here));
            match &object.list {
                Listing::Lines(lines) => {
                    lines.iter().for_each(|line| show(&line.who, &line.origin));
                }
                Listing::Sddl(text) => {
                    if let Ok(descriptor) = well_formed(text) {
                        // A domain that nobody told leaves its accounts to the server, which knows no SID for them.
                        let of_no_domain =
                            |sid: &&Sid| !matches!(sid.sub_authorities(), [21, 0, 0, 0, _]);
                        let sids = descriptor.dacl.aces().iter().map(|ace| &ace.sid);
                        let sids = sids.chain(&descriptor.owner).filter(of_no_domain);
                        sids.for_each(|sid| show(&Who::Sid(*sid), here));
                    }
                }
            }
        }
        Statement::Pool(pool) => {
            if let Some(PoolIdentity::Account(who)) = &pool.identity {
                show(who, here);
            }
        }
        Statement::Site(site) => {
            anonymous(&site.settings.anonymous)
                .into_iter()
                .for_each(|who| show(who, here));
        }
        Statement::Application(application) => anonymous(&application.settings.anonymous)
            .into_iter()
            .for_each(|who| show(who, here)),
        Statement::VirtualFolder(folder) => {
            folder.account.iter().for_each(|who| show(who, here));
        }
        Statement::Server(_)
        | Statement::User { .. }
        | Statement::Group { .. }
        | Statement::Member { .. }
        | Statement::MachineSid { .. }
        | Statement::Domain { .. }
        | Statement::Right { .. }
        | Statement::Process(_)
        | Statement::Gap(_)
        | Statement::Undescribed { .. }
        | Statement::Iis(_)
        | Statement::Account(_)
        | Statement::Machine(_)
        | Statement::Component(_)
        | Statement::MachineCom { .. }
        | Statement::Running(_)
        | Statement::Service(_)
        | Statement::Task(_) => {}
    }
}

fn anonymous(setting: &Option<Anonymous>) -> Option<&Who> {
    match setting {
        Some(Anonymous::Account(who)) => Some(who),
        Some(Anonymous::Off | Anonymous::PoolIdentity) | None => None,
    }
}

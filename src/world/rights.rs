//! Who holds which privilege and logon right: as stated, else the documented default of that Windows.

mod documented;

use std::collections::BTreeMap;

pub use documented::{ALL as DEFAULT_RIGHTS, DefaultRight};

use super::{
    Accounts, Fact, FactId, Home, Name, PrincipalId, ServerStatement, Statement, Who,
    WindowsVersion, well_known::sid,
};
use crate::nt::{Privilege, Sid};

/// Why somebody holds a right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RightSource {
    /// A `right` sentence.
    Stated(FactId),
    /// The documented default; the citation.
    Documented(&'static str),
}

/// The holders of every right.
#[derive(Clone, Debug, Default)]
pub struct Rights {
    holders: BTreeMap<Name, Vec<(Sid, RightSource)>>,
}

const CONTROLLER: &str =
    "default user rights of domain controllers (Win32 \"user rights assignment\")";

impl Rights {
    pub(super) fn gather(
        facts: &[Fact],
        ids: &[FactId],
        accounts: &Accounts,
        windows: WindowsVersion,
        machine: &ServerStatement,
    ) -> Rights {
        let mut rights = Rights::default();
        rights.defaults(accounts, windows, machine);
        let mut stated: BTreeMap<Name, Vec<(Sid, RightSource)>> = BTreeMap::new();
        for id in ids {
            let Statement::Right { right, holders } = &facts[id.0 as usize].statement else {
                continue;
            };
            let list = stated.entry(right.clone()).or_default();
            for who in holders {
                if let Some(holder) = accounts.look_up(who) {
                    list.push((accounts.get(holder).key(), RightSource::Stated(*id)));
                }
            }
        }
        for (right, mut holders) in stated {
            holders.sort_by_key(|(holder, _)| *holder);
            holders.dedup_by_key(|(holder, _)| *holder);
            rights.holders.insert(right, holders);
        }
        rights
    }

    /// Who holds that right, by Windows' name for it.
    pub fn holders(&self, right: &Name) -> &[(Sid, RightSource)] {
        self.holders.get(right).map_or(&[], Vec::as_slice)
    }

    /// Every privilege that somebody holds, with its holders.
    pub fn privileges(&self) -> impl Iterator<Item = (Privilege, &[(Sid, RightSource)])> {
        self.holders.iter().filter_map(|(name, holders)| {
            Some((Privilege::by_name(name.as_str())?, holders.as_slice()))
        })
    }

    fn defaults(
        &mut self,
        accounts: &Accounts,
        windows: WindowsVersion,
        machine: &ServerStatement,
    ) {
        for row in DEFAULT_RIGHTS {
            if row.on.includes(windows, machine.iis)
                && machine.service_pack.unwrap_or(0) >= row.service_pack
            {
                for holder in row.holders {
                    for sid in named(holder, accounts, machine) {
                        self.give(row.right, sid, row.says);
                    }
                }
            }
        }
        if machine.domain_controller {
            let users = sid::AUTHENTICATED_USERS;
            self.give("SeMachineAccountPrivilege", users, CONTROLLER);
        }
    }

    fn give(&mut self, right: &str, holder: Sid, says: &'static str) {
        let list = self.holders.entry(Name::from(right)).or_default();
        if list.iter().all(|(known, _)| *known != holder) {
            list.push((holder, RightSource::Documented(says)));
        }
    }
}

/// Who is meant by a name of the data; nobody where this machine has no such account.
fn named(holder: &str, accounts: &Accounts, machine: &ServerStatement) -> Vec<Sid> {
    let key = |id: PrincipalId| accounts.get(id).key();
    if holder == "<pools>" {
        let pools = accounts.iter();
        return pools
            .filter(|(_, principal)| matches!(principal.home(), Home::Pool(_)))
            .map(|(_, principal)| principal.key())
            .collect();
    }
    let found = match holder.strip_prefix(".\\") {
        Some(local) => accounts.local_account(&local.replace("<machine>", machine.name.as_str())),
        None => accounts.look_up(&Who::Name(Name::from(holder))),
    };
    found.map(key).into_iter().collect()
}

impl Accounts {
    /// This machine's account of that name.
    pub(super) fn local_account(&self, name: &str) -> Option<PrincipalId> {
        self.look_up(&Who::Name(Name::new(format!(".\\{name}"))))
    }
}

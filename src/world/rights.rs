//! Who holds which privilege and logon right: as stated, else the documented default of that Windows.

use std::collections::BTreeMap;

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

const SINCE_VISTA: &str = "default user rights of Windows Vista, Server 2008 and later (KB 981949; Win32 \"user rights assignment\")";
const OF_2003: &str = "default user rights of Windows Server 2003 with IIS 6.0 (KB 812614)";
const OF_2000: &str = "default user rights of Windows 2000 and before (KB 271071)";

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
        use sid::{
            ADMINISTRATORS as BA, BACKUP_OPERATORS as BO, EVERYONE as WD, IIS_IUSRS,
            LOCAL_SERVICE as LS,
        };
        use sid::{NETWORK_SERVICE as NS, POWER_USERS as PU, SERVICE as SU, USERS as BU};
        let client = matches_client(windows);
        let local = |name: &str| {
            accounts
                .local_account(name)
                .map(|id| accounts.get(id).key())
        };
        let pools: Vec<Sid> = accounts
            .iter()
            .filter(|(_, principal)| matches!(principal.home(), Home::Pool(_)))
            .map(|(_, principal)| principal.key())
            .collect();
        let pools_and = |holders: &[Sid]| [holders, &pools].concat();
        let iis6: Vec<Sid> = ["IWAM", "ASPNET"]
            .iter()
            .filter_map(|name| match *name {
                "IWAM" => local(&format!("IWAM_{}", machine.name)),
                other => local(other),
            })
            .collect();
        if windows >= WindowsVersion::Vista {
            let says = SINCE_VISTA;
            self.give("SeImpersonatePrivilege", &[LS, NS, BA, IIS_IUSRS, SU], says);
            self.give("SeAssignPrimaryTokenPrivilege", &pools_and(&[LS, NS]), says);
            self.give("SeIncreaseQuotaPrivilege", &pools_and(&[LS, NS, BA]), says);
            self.give("SeAuditPrivilege", &pools_and(&[LS, NS]), says);
            self.give("SeChangeNotifyPrivilege", &[WD, LS, NS, BA, BU, BO], says);
            self.give("SeCreateGlobalPrivilege", &[BA, LS, NS, SU], says);
            self.give("SeIncreaseWorkingSetPrivilege", &[BU], says);
            self.give("SeNetworkLogonRight", &[WD, BA, BU, BO], says);
            self.give("SeInteractiveLogonRight", &[BA, BU, BO], says);
            let logs = Sid::of(5, &[32, 559]);
            self.give("SeBatchLogonRight", &[BA, BO, logs, IIS_IUSRS], says);
            self.give(
                "SeServiceLogonRight",
                &pools_and(&[sid::ALL_SERVICES]),
                says,
            );
            self.give("SeSystemtimePrivilege", &[LS, BA], says);
            self.give(
                "SeTimeZonePrivilege",
                if client { &[LS, BA, BU] } else { &[LS, BA] },
                says,
            );
            self.give(
                "SeShutdownPrivilege",
                if client { &[BA, BU, BO] } else { &[BA, BO] },
                says,
            );
            self.give(
                "SeUndockPrivilege",
                if client { &[BA, BU] } else { &[BA] },
                says,
            );
            self.give("SeCreateSymbolicLinkPrivilege", &[BA], says);
            if windows >= WindowsVersion::W10 {
                self.give("SeDelegateSessionUserImpersonatePrivilege", &[BA], says);
            }
            self.administrators(says);
        } else if windows == WindowsVersion::Server2003 || windows == WindowsVersion::Xp {
            let says = OF_2003;
            let wpg: Vec<Sid> = local("IIS_WPG").into_iter().collect();
            self.give(
                "SeImpersonatePrivilege",
                &[&[BA, SU], &*wpg, &iis6].concat(),
                says,
            );
            let iwam = &iis6[..iis6.len().min(1)];
            self.give(
                "SeAssignPrimaryTokenPrivilege",
                &[&[NS, LS], iwam].concat(),
                says,
            );
            self.give(
                "SeIncreaseQuotaPrivilege",
                &[&[NS, LS, BA], iwam].concat(),
                says,
            );
            self.give("SeAuditPrivilege", &[NS, LS], says);
            self.give("SeChangeNotifyPrivilege", &[WD, BA, BU, PU, BO], says);
            self.give("SeCreateGlobalPrivilege", &[BA, SU], says);
            self.give("SeNetworkLogonRight", &[WD, BA, BU, PU, BO], says);
            self.give("SeInteractiveLogonRight", &[BA, BU, PU, BO], says);
            self.give("SeBatchLogonRight", &[&[LS], &*wpg, &iis6].concat(), says);
            self.give(
                "SeServiceLogonRight",
                &[&[NS], &iis6[iis6.len().min(1)..]].concat(),
                says,
            );
            self.give("SeSystemtimePrivilege", &[BA, PU], says);
            self.give("SeShutdownPrivilege", &[BA, BO, PU], says);
            self.give("SeUndockPrivilege", &[BA, PU], says);
            self.administrators(says);
        } else {
            let says = OF_2000;
            self.give("SeChangeNotifyPrivilege", &[WD], says);
            self.give("SeIncreaseQuotaPrivilege", &[BA], says);
            self.give("SeNetworkLogonRight", &[WD, BA, BU, BO], says);
            self.give("SeInteractiveLogonRight", &[BA, BU, BO], says);
            self.give("SeSystemtimePrivilege", &[BA, PU], says);
            self.give("SeShutdownPrivilege", &[BA, BO, PU], says);
            if windows == WindowsVersion::W2000 && machine.service_pack >= Some(4) {
                self.give(
                    "SeImpersonatePrivilege",
                    &[&[BA, SU], &*iis6].concat(),
                    says,
                );
                self.give("SeCreateGlobalPrivilege", &[BA, SU], says);
            }
            self.administrators(says);
        }
        if machine.domain_controller {
            self.give(
                "SeMachineAccountPrivilege",
                &[sid::AUTHENTICATED_USERS],
                SINCE_VISTA,
            );
        }
    }

    /// What Administrators hold on every Windows.
    fn administrators(&mut self, says: &'static str) {
        for right in [
            "SeSecurityPrivilege",
            "SeTakeOwnershipPrivilege",
            "SeLoadDriverPrivilege",
            "SeSystemProfilePrivilege",
            "SeProfileSingleProcessPrivilege",
            "SeIncreaseBasePriorityPrivilege",
            "SeCreatePagefilePrivilege",
            "SeDebugPrivilege",
            "SeSystemEnvironmentPrivilege",
            "SeRemoteShutdownPrivilege",
            "SeManageVolumePrivilege",
        ] {
            self.give(right, &[sid::ADMINISTRATORS], says);
        }
        for right in ["SeBackupPrivilege", "SeRestorePrivilege"] {
            self.give(right, &[sid::ADMINISTRATORS, sid::BACKUP_OPERATORS], says);
        }
    }

    fn give(&mut self, right: &str, holders: &[Sid], says: &'static str) {
        let list = holders
            .iter()
            .map(|holder| (*holder, RightSource::Documented(says)))
            .collect();
        self.holders.insert(Name::from(right), list);
    }
}

/// Whether a Windows is a client edition.
fn matches_client(windows: WindowsVersion) -> bool {
    use WindowsVersion::{Vista, W7, W8, W8_1, W10, W11};
    [Vista, W7, W8, W8_1, W10, W11].contains(&windows)
}

impl Accounts {
    /// This machine's account of that name.
    pub(super) fn local_account(&self, name: &str) -> Option<PrincipalId> {
        self.look_up(&Who::Name(Name::new(format!(".\\{name}"))))
    }
}

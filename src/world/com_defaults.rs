//! What a machine's own COM lists hold where nobody says: documented defaults and limits, by version of Windows and service pack.
//!
//! Lines of the older lists are stored with bit 1 alone, which stands for every right; here they are written out, so that a line added to them
//! is of the same format. Limits of the whole machine came with Windows XP SP2 and Windows Server 2003 SP1. Where the service pack is not told, both are tried.

use super::{
    ComLine, ComList, Effect, IisVersion, MachineList, Origin, Server, Who, WindowsVersion,
    well_known::sid,
};
use crate::nt::{AccessMask, Sid};

/// Which COM a machine has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ComEra {
    /// Without limits of the machine: NT 4.0, 2000, XP before SP2, Server 2003 before SP1.
    Unlimited,
    /// With them.
    Limited,
}

/// Whom a documented line names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DefaultWho {
    /// An account of every Windows.
    Sid(Sid),
    /// `IUSR_` and the machine's name.
    AnonymousUser,
    /// `IWAM_` and the machine's name.
    IsolatedUser,
}

/// A documented list for a range of versions. All lines let in.
#[derive(Clone, Copy, Debug)]
pub struct DefaultList {
    /// Which list.
    pub which: MachineList,
    /// The first Windows that has it so.
    pub from: WindowsVersion,
    /// The last one.
    pub to: WindowsVersion,
    /// Before or since the limits.
    pub era: ComEra,
    /// Whom it lets in, with the stored mask.
    pub lines: &'static [(DefaultWho, u32)],
    /// Where it is documented.
    pub citation: &'static str,
}

use ComEra::{Limited, Unlimited};
use DefaultWho::{AnonymousUser, IsolatedUser, Sid as Known};
use MachineList::{AccessDefault, AccessLimit, LaunchDefault, LaunchLimit};
use WindowsVersion::{Nt4, Server2003, Server2025, W2000, Xp};

const DISTRIBUTED_COM_USERS: Sid = Sid::of(5, &[32, 562]);
const PERFORMANCE_LOG_USERS: Sid = Sid::of(5, &[32, 559]);
const SELF: Sid = Sid::of(5, &[10]);

/// Every documented list. A list that has no row does not exist on that Windows.
pub const DEFAULT_LISTS: &[DefaultList] = &[
    DefaultList {
        which: LaunchDefault,
        from: Nt4,
        to: Nt4,
        era: Unlimited,
        lines: &[
            (Known(sid::ADMINISTRATORS), 0x1F),
            (Known(sid::SYSTEM), 0x1F),
            (Known(sid::INTERACTIVE), 0x1F),
            (AnonymousUser, 0x1F),
        ],
        citation: "default launch permissions of Windows NT 4.0 with IIS 4.0 (KB 172925)",
    },
    DefaultList {
        which: LaunchDefault,
        from: W2000,
        to: Server2003,
        era: Unlimited,
        lines: &[
            (Known(sid::SYSTEM), 0x1F),
            (Known(sid::ADMINISTRATORS), 0x1F),
            (Known(sid::INTERACTIVE), 0x1F),
        ],
        citation: "default launch permissions (Win32 \"DefaultLaunchPermission\")",
    },
    DefaultList {
        which: LaunchDefault,
        from: Xp,
        to: Server2025,
        era: Limited,
        lines: &[
            (Known(sid::SYSTEM), 0x1F),
            (Known(sid::ADMINISTRATORS), 0x1F),
            (Known(sid::INTERACTIVE), 0x1F),
        ],
        citation: "default launch permissions (Win32 \"DefaultLaunchPermission\")",
    },
    DefaultList {
        which: AccessDefault,
        from: Nt4,
        to: Server2003,
        era: Unlimited,
        lines: &[],
        citation: "the default access permissions are blank (KB 290398; Win32 \"DefaultAccessPermission\")",
    },
    DefaultList {
        which: AccessDefault,
        from: Xp,
        to: Server2025,
        era: Limited,
        lines: &[
            (Known(SELF), 0x7),
            (Known(sid::SYSTEM), 0x3),
            (Known(sid::ADMINISTRATORS), 0x7),
        ],
        citation: "default access permissions since Windows XP SP2 and Server 2003 SP1 (Win32 \"DefaultAccessPermission\")",
    },
    DefaultList {
        which: LaunchLimit,
        from: Xp,
        to: Xp,
        era: Limited,
        lines: &[
            (Known(sid::ADMINISTRATORS), 0x1F),
            (Known(sid::EVERYONE), 0xB),
        ],
        citation: "launch limit of the machine (Win32 \"DCOM security enhancements in Windows XP SP2\")",
    },
    DefaultList {
        which: LaunchLimit,
        from: Server2003,
        to: Server2025,
        era: Limited,
        lines: &[
            (Known(sid::ADMINISTRATORS), 0x1F),
            (Known(sid::EVERYONE), 0xB),
            (Known(DISTRIBUTED_COM_USERS), 0x1F),
            (Known(PERFORMANCE_LOG_USERS), 0x1F),
        ],
        citation: "launch limit of the machine (Win32 \"MachineLaunchRestriction\")",
    },
    DefaultList {
        which: AccessLimit,
        from: Xp,
        to: Xp,
        era: Limited,
        lines: &[(Known(sid::EVERYONE), 0x7), (Known(sid::ANONYMOUS), 0x3)],
        citation: "access limit of the machine (Win32 \"DCOM security enhancements in Windows XP SP2\")",
    },
    DefaultList {
        which: AccessLimit,
        from: Server2003,
        to: Server2025,
        era: Limited,
        lines: &[
            (Known(sid::EVERYONE), 0x7),
            (Known(sid::ANONYMOUS), 0x3),
            (Known(DISTRIBUTED_COM_USERS), 0x7),
            (Known(PERFORMANCE_LOG_USERS), 0x7),
        ],
        citation: "access limit of the machine (Win32 \"MachineAccessRestriction\")",
    },
];

/// Whom the setup of IIS adds to the default launch list (X11).
const ADDED_BY_SETUP: &[DefaultWho] = &[AnonymousUser, IsolatedUser];
const SETUP: &str =
    "the setup of IIS adds its two accounts to the default launch permissions (KB 275167)";
/// Whom the other reading of the default access list lets in besides (X10).
const ALSO_READ: &[(DefaultWho, u32)] = &[
    (Known(sid::SYSTEM), 0x7),
    (Known(sid::INTERACTIVE), 0x7),
    (AnonymousUser, 0x7),
];
const ALSO_READ_IN: &str =
    "default access permissions as other documents list them (KB 176799, KB 172925)";

/// The list of that era on that Windows; `None` where there is none.
pub fn documented(
    which: MachineList,
    windows: WindowsVersion,
    era: ComEra,
) -> Option<&'static DefaultList> {
    DEFAULT_LISTS
        .iter()
        .find(|row| row.which == which && row.era == era && (row.from..=row.to).contains(&windows))
}

/// The eras that a Windows of that service pack may be of, the older one first.
pub fn eras(windows: WindowsVersion, service_pack: Option<u8>) -> &'static [ComEra] {
    let limited_since = match windows {
        Nt4 | W2000 => return &[Unlimited],
        Xp => 2,
        Server2003 => 1,
        WindowsVersion::Vista
        | WindowsVersion::Server2008
        | WindowsVersion::W7
        | WindowsVersion::Server2008R2
        | WindowsVersion::W8
        | WindowsVersion::Server2012
        | WindowsVersion::W8_1
        | WindowsVersion::Server2012R2
        | WindowsVersion::W10
        | WindowsVersion::Server2016
        | WindowsVersion::Server2019
        | WindowsVersion::Server2022
        | WindowsVersion::W11
        | Server2025 => return &[Limited],
    };
    match service_pack {
        None => &[Unlimited, Limited],
        Some(pack) if pack < limited_since => &[Unlimited],
        Some(_) => &[Limited],
    }
}

/// One way in which the COM of a machine may be set up, as far as nobody says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComMachine {
    /// Before or since the limits.
    pub era: ComEra,
    /// Whether the default launch list holds the two accounts of IIS.
    pub setup_added: bool,
    /// What is taken to be so and nobody said, in the words of a gap.
    pub open: Vec<&'static str>,
}

const WHICH_PACK: &str = "which service pack is installed";
const WHETHER_ADDED: &str =
    "whether the setup of IIS added its accounts to the default launch list (X11)";

/// A line of a documented list, for one server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefaultLine {
    /// Whom it lets in.
    pub who: Sid,
    /// The stored mask.
    pub mask: AccessMask,
    /// Where it is documented.
    pub citation: &'static str,
}

impl Server {
    /// Every way in which its COM may be set up. There is more than one where the service pack is not told, or where documents are silent.
    pub fn com_machines(&self) -> Vec<ComMachine> {
        let mut eras = eras(self.windows(), self.service_pack());
        let limit = |which| self.machine_com(which).is_some();
        if eras.len() > 1 && (limit(LaunchLimit) || limit(AccessLimit)) {
            // Somebody who states a limit has a Windows that knows it.
            eras = &[Limited];
        }
        let mut machines = Vec::new();
        for era in eras {
            let added: &[bool] = match self.setup_adds(*era) {
                Some(true) => &[true],
                Some(false) => &[false],
                None => &[false, true],
            };
            for setup_added in added {
                let mut open = Vec::new();
                if eras.len() > 1 {
                    open.push(WHICH_PACK);
                }
                if added.len() > 1 {
                    open.push(WHETHER_ADDED);
                }
                machines.push(ComMachine {
                    era: *era,
                    setup_added: *setup_added,
                    open,
                });
            }
        }
        machines
    }

    /// Whether the setup of IIS put its accounts into the default launch list (X11). By version where no reading is chosen: 5.0 did, 6.0 did
    /// before SP1, 4.0 names the anonymous user only, and of 5.1 no document tells.
    fn setup_adds(&self, era: ComEra) -> Option<bool> {
        let windows = self.windows();
        if self.iis().is_none_or(|iis| iis > IisVersion::V6_0) || windows > Server2003 {
            return Some(false);
        }
        if let Some((reading, _)) = self.reading("X11") {
            return Some(reading.is("A"));
        }
        if era == Limited || windows == Nt4 || self.machine_com(LaunchDefault).is_some() {
            return Some(false);
        }
        (windows != Xp).then_some(true)
    }

    /// The documented lines of one of its own lists; `None` where its Windows has no such list.
    ///
    /// An account that nobody names does not exist, so no line names it. A default access list without a line is blank.
    pub fn com_default(
        &self,
        which: MachineList,
        machine: &ComMachine,
    ) -> Option<Vec<DefaultLine>> {
        let row = documented(which, self.windows(), machine.era)?;
        let mut lines: Vec<DefaultLine> = Vec::new();
        let mut put = |who: DefaultWho, mask: u32, citation| {
            let Some(who) = self.com_account(who) else {
                return;
            };
            if lines.iter().all(|line| line.who != who) {
                let mask = AccessMask(mask);
                lines.push(DefaultLine {
                    who,
                    mask,
                    citation,
                });
            }
        };
        for (who, mask) in row.lines {
            put(*who, *mask, row.citation);
        }
        if which == LaunchDefault && machine.setup_added {
            for who in ADDED_BY_SETUP {
                put(*who, 0x1F, SETUP);
            }
        }
        let other_reading = || {
            self.reading("X10")
                .is_some_and(|(reading, _)| reading.is("A"))
        };
        if which == AccessDefault && machine.era == Unlimited && other_reading() {
            for (who, mask) in ALSO_READ {
                put(*who, *mask, ALSO_READ_IN);
            }
        }
        Some(lines)
    }

    /// The documented list as if somebody had stated it, for a change that adds a line to it: the first way where several are open.
    /// `None` where its Windows has no such list.
    pub fn com_default_stated(&self, which: MachineList) -> Option<ComList> {
        let machines = self.com_machines();
        let lines = self.com_default(which, machines.first()?)?;
        let stated = |line: DefaultLine| ComLine {
            effect: Effect::Allow,
            who: Who::Sid(line.who),
            mask: line.mask,
            origin: Origin::Document(line.citation.into()),
        };
        Some(ComList::Lines(lines.into_iter().map(stated).collect()))
    }

    fn com_account(&self, who: DefaultWho) -> Option<Sid> {
        let name = self.name().map_or("", |name| name.as_str());
        let local = |prefix: &str| {
            let id = self.accounts().local_account(&format!("{prefix}{name}"))?;
            Some(self.principal(id).key())
        };
        match who {
            Known(sid) => Some(sid),
            AnonymousUser if self.iis().is_some() => local("IUSR_"),
            IsolatedUser if self.iis().is_some() => local("IWAM_"),
            AnonymousUser | IsolatedUser => None,
        }
    }
}

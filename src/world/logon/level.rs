//! Which integrity level a token has, and why (MS-DTYP 2.5.3.3; token dumps).

use super::closure::Closure;
use crate::nt::{IntegrityLevel, Privilege, Privileges, Sid};

/// What the integrity level follows from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// It is always this one.
    Fixed(IntegrityLevel, &'static str),
    /// High where it holds SeImpersonatePrivilege, else Medium.
    ByImpersonation,
    /// High for the full token of somebody whom UAC would split, else this one.
    ByElevation(IntegrityLevel),
}

impl Level {
    /// The level, as far as it is certain.
    pub fn of(self, closure: &Closure, privileges: Privileges) -> (IntegrityLevel, &'static str) {
        self.judge(privileges, &mut |sid| {
            closure
                .entries
                .get(sid)
                .is_some_and(|entry| entry.perhaps.is_empty())
        })
    }

    /// The level if all that may be there is.
    pub fn possibly_of(
        self,
        closure: &Closure,
        privileges: Privileges,
    ) -> (IntegrityLevel, &'static str) {
        self.judge(privileges, &mut |sid| closure.entries.contains_key(sid))
    }

    fn judge(
        self,
        privileges: Privileges,
        holds: &mut dyn FnMut(&Sid) -> bool,
    ) -> (IntegrityLevel, &'static str) {
        match self {
            Level::Fixed(level, reason) => (level, reason),
            Level::ByImpersonation if privileges.is_present(Privilege::Impersonate) => (
                IntegrityLevel::HIGH,
                "a batch or service token with SeImpersonatePrivilege was seen at High",
            ),
            Level::ByImpersonation => (
                IntegrityLevel::MEDIUM,
                "a batch or service token without SeImpersonatePrivilege was seen at Medium",
            ),
            Level::ByElevation(plain) => {
                let group = ELEVATING.iter().any(|rid| holds(&Sid::of(5, &[32, *rid])));
                let privilege = privileges
                    .iter()
                    .any(|(privilege, _)| !is_harmless(privilege));
                if group || privilege {
                    (
                        IntegrityLevel::HIGH,
                        "the full token of an account that UAC would split is High",
                    )
                } else {
                    (plain, "a logon without powerful groups or privileges")
                }
            }
        }
    }
}

/// Built-in groups whose members UAC gives two tokens.
const ELEVATING: [u32; 9] = [544, 547, 548, 549, 550, 551, 554, 556, 569];

/// Privileges that a filtered token keeps.
fn is_harmless(privilege: Privilege) -> bool {
    matches!(
        privilege,
        Privilege::ChangeNotify
            | Privilege::Shutdown
            | Privilege::Undock
            | Privilege::IncreaseWorkingSet
            | Privilege::TimeZone
    )
}

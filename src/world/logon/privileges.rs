//! Which privileges a token has, and who brings them.

use super::{PrivilegeFact, closure::Closure};
use crate::{
    nt::{Privilege, Unknown},
    world::{RightSource, Server, WindowsVersion, well_known::sid},
};

/// Enabled from the start in the tokens that were seen; the others wait for their holder.
pub(super) fn starts_enabled(privilege: Privilege) -> bool {
    matches!(
        privilege,
        Privilege::ChangeNotify | Privilege::Impersonate | Privilege::CreateGlobal
    )
}

/// Privileges are looked up by all SIDs of the token at logon, those for denials only among them.
pub(super) fn privileges(server: &Server, closure: &Closure) -> Vec<PrivilegeFact> {
    let mut found: Vec<PrivilegeFact> = server
        .rights()
        .privileges()
        .filter_map(|(privilege, holders)| {
            let in_token = || {
                holders.iter().filter_map(|(holder, source)| {
                    closure
                        .entries
                        .get(holder)
                        .map(|entry| (*holder, *source, entry))
                })
            };
            let certain = in_token().find(|(_, _, entry)| entry.perhaps.is_empty());
            let (holder, source, _) = certain.or_else(|| in_token().next())?;
            let mut perhaps: Vec<Unknown> = Vec::new();
            if certain.is_none() {
                perhaps.extend(in_token().flat_map(|(_, _, entry)| entry.perhaps.iter().copied()));
                perhaps.sort();
                perhaps.dedup();
            }
            Some(PrivilegeFact {
                privilege,
                enabled: starts_enabled(privilege),
                holder,
                source,
                perhaps,
            })
        })
        .collect();
    found.sort_by_key(|fact| fact.privilege);
    found
}

/// LocalSystem's are fixed (Win32 "LocalSystem account").
pub(super) fn system_privileges(server: &Server) -> Vec<PrivilegeFact> {
    use Privilege::*;
    let source =
        RightSource::Documented("the privileges of LocalSystem (Win32 \"LocalSystem account\")");
    let enabled = [
        LockMemory,
        Tcb,
        ProfileSingleProcess,
        IncreaseBasePriority,
        CreatePagefile,
        CreatePermanent,
        Debug,
        Audit,
        ChangeNotify,
        Impersonate,
        CreateGlobal,
    ];
    let disabled = [
        CreateToken,
        AssignPrimaryToken,
        IncreaseQuota,
        Security,
        TakeOwnership,
        LoadDriver,
        Systemtime,
        Backup,
        Restore,
        Shutdown,
        SystemEnvironment,
        Undock,
        ManageVolume,
    ];
    let old = server.windows() < WindowsVersion::Xp;
    let known = |privilege: &Privilege| {
        !(old && matches!(privilege, Impersonate | CreateGlobal | ManageVolume))
    };
    let fact = |privilege: Privilege, enabled: bool| PrivilegeFact {
        privilege,
        enabled,
        holder: sid::SYSTEM,
        source,
        perhaps: Vec::new(),
    };
    let mut all: Vec<PrivilegeFact> = enabled
        .into_iter()
        .filter(known)
        .map(|privilege| fact(privilege, true))
        .chain(
            disabled
                .into_iter()
                .filter(known)
                .map(|privilege| fact(privilege, false)),
        )
        .collect();
    all.sort_by_key(|fact| fact.privilege);
    all
}

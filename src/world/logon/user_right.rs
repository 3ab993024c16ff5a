//! What a user right is called: privileges and the rights to log on, by Windows' names and by the words of its policy editor.

use std::fmt;

use crate::{nt::Privilege, text::nearest, world::Name};

/// A right to log on in some way, or a right that forbids it (Win32 "account rights constants").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // the names are Windows' own, see `name`
pub enum LogonRight {
    Network,
    Interactive,
    RemoteInteractive,
    Batch,
    Service,
    DenyNetwork,
    DenyInteractive,
    DenyRemoteInteractive,
    DenyBatch,
    DenyService,
}

/// A right that Windows gives to accounts and groups, not to objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UserRight {
    /// What lets its holder step over a check.
    Privilege(Privilege),
    /// What lets an account log on, or forbids it.
    Logon(LogonRight),
}

/// Every right to log on with Windows' name for it and the words of the policy editor.
const LOGON_RIGHTS: [(LogonRight, &str, &str); 10] = [
    (
        LogonRight::Network,
        "SeNetworkLogonRight",
        "Access this computer from the network",
    ),
    (
        LogonRight::Interactive,
        "SeInteractiveLogonRight",
        "Allow log on locally",
    ),
    (
        LogonRight::RemoteInteractive,
        "SeRemoteInteractiveLogonRight",
        "Allow log on through Remote Desktop Services",
    ),
    (
        LogonRight::Batch,
        "SeBatchLogonRight",
        "Log on as a batch job",
    ),
    (
        LogonRight::Service,
        "SeServiceLogonRight",
        "Log on as a service",
    ),
    (
        LogonRight::DenyNetwork,
        "SeDenyNetworkLogonRight",
        "Deny access to this computer from the network",
    ),
    (
        LogonRight::DenyInteractive,
        "SeDenyInteractiveLogonRight",
        "Deny log on locally",
    ),
    (
        LogonRight::DenyRemoteInteractive,
        "SeDenyRemoteInteractiveLogonRight",
        "Deny log on through Remote Desktop Services",
    ),
    (
        LogonRight::DenyBatch,
        "SeDenyBatchLogonRight",
        "Deny log on as a batch job",
    ),
    (
        LogonRight::DenyService,
        "SeDenyServiceLogonRight",
        "Deny log on as a service",
    ),
];

/// What Windows says of each privilege, in the order of [`Privilege::ALL`].
const PRIVILEGE_WORDS: [&str; 35] = [
    "Create a token object",
    "Replace a process level token",
    "Lock pages in memory",
    "Adjust memory quotas for a process",
    "Add workstations to domain",
    "Act as part of the operating system",
    "Manage auditing and security log",
    "Take ownership of files or other objects",
    "Load and unload device drivers",
    "Profile system performance",
    "Change the system time",
    "Profile single process",
    "Increase scheduling priority",
    "Create a pagefile",
    "Create permanent shared objects",
    "Back up files and directories",
    "Restore files and directories",
    "Shut down the system",
    "Debug programs",
    "Generate security audits",
    "Modify firmware environment values",
    "Bypass traverse checking",
    "Force shutdown from a remote system",
    "Remove computer from docking station",
    "Synchronize directory service data",
    "Enable computer and user accounts to be trusted for delegation",
    "Perform volume maintenance tasks",
    "Impersonate a client after authentication",
    "Create global objects",
    "Access Credential Manager as a trusted caller",
    "Modify an object label",
    "Increase a process working set",
    "Change the time zone",
    "Create symbolic links",
    "Obtain an impersonation token for another user in the same session",
];

impl LogonRight {
    /// Every one.
    pub fn all() -> impl Iterator<Item = LogonRight> {
        LOGON_RIGHTS.iter().map(|(right, ..)| *right)
    }

    fn row(self) -> &'static (LogonRight, &'static str, &'static str) {
        // `LOGON_RIGHTS` is in the order of the enum, which a test holds.
        &LOGON_RIGHTS[self as usize]
    }

    /// Windows' name, `SeBatchLogonRight`.
    pub fn name(self) -> &'static str {
        self.row().1
    }
}

impl UserRight {
    /// Every right, privileges first.
    pub fn all() -> impl Iterator<Item = UserRight> {
        let privileges = Privilege::ALL
            .iter()
            .map(|(privilege, _)| UserRight::Privilege(*privilege));
        privileges.chain(LogonRight::all().map(UserRight::Logon))
    }

    /// Windows' name, `SeDebugPrivilege`.
    pub fn name(self) -> &'static str {
        match self {
            UserRight::Privilege(privilege) => privilege.name(),
            UserRight::Logon(right) => right.name(),
        }
    }

    /// The words of Windows' policy editor and of `whoami`, `Debug programs`.
    pub fn words(self) -> &'static str {
        match self {
            UserRight::Privilege(privilege) => Privilege::ALL
                .iter()
                .zip(PRIVILEGE_WORDS)
                .find(|((known, _), _)| *known == privilege)
                .map_or("", |(_, words)| words),
            UserRight::Logon(right) => right.row().2,
        }
    }

    /// The right that is meant: by its name, without `Se` or what ends the name, or by the words of the policy editor.
    ///
    /// # Errors
    /// No right is called so; these are near.
    pub fn read(text: &str) -> Result<UserRight, Vec<String>> {
        let wanted = bare(text);
        let found = UserRight::all().find(|right| {
            !wanted.is_empty() && (bare(right.name()) == wanted || bare(right.words()) == wanted)
        });
        found.ok_or_else(|| {
            let names = UserRight::all().map(UserRight::name);
            let near = nearest(text, names);
            if !near.is_empty() {
                return near;
            }
            // `Impersonat` is nearer to the bare name than to the whole one.
            let bares: Vec<(String, &str)> = UserRight::all()
                .map(|right| (bare(right.name()), right.name()))
                .collect();
            let near = nearest(&wanted, bares.iter().map(|(bare, _)| bare));
            near.iter()
                .filter_map(|near| bares.iter().find(|(bare, _)| bare == near))
                .map(|(_, name)| (*name).to_owned())
                .collect()
        })
    }

    /// Windows' name, as facts call it.
    pub fn as_name(self) -> Name {
        Name::from(self.name())
    }
}

/// What tells one right from another: lower case, without white space, `Se` in front, `Privilege` or `Right` behind.
fn bare(text: &str) -> String {
    let folded: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect();
    let body = folded.strip_prefix("se").filter(|rest| {
        UserRight::all().any(|right| {
            let name = right.name().to_ascii_lowercase();
            name == folded
                || name
                    .strip_prefix("se")
                    .is_some_and(|name| ends(name) == *rest)
        })
    });
    ends(body.unwrap_or(&folded)).to_owned()
}

/// Without the word that every name of its kind ends with.
fn ends(text: &str) -> &str {
    text.strip_suffix("privilege")
        .or_else(|| text.strip_suffix("right"))
        .unwrap_or(text)
}

impl fmt::Display for UserRight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_spelling_is_of_one_right() {
        for right in LogonRight::all() {
            assert_eq!(right.row().0, right);
        }
        for right in UserRight::all() {
            let name = right.name();
            let without = name.strip_prefix("Se").unwrap_or(name);
            for spelling in [
                name,
                &name.to_uppercase(),
                without,
                ends(&without.to_lowercase()),
                right.words(),
            ] {
                assert_eq!(UserRight::read(spelling), Ok(right), "{spelling}");
            }
        }
        let words: BTreeSet<&str> = UserRight::all().map(UserRight::words).collect();
        assert_eq!(words.len(), UserRight::all().count());
    }

    #[test]
    fn a_name_that_is_none_has_near_ones() {
        assert_eq!(
            UserRight::read("SeImpersonatPrivilege"),
            Err(vec!["SeImpersonatePrivilege".to_owned()])
        );
        assert_eq!(
            UserRight::read("Impersonat"),
            Err(vec!["SeImpersonatePrivilege".to_owned()])
        );
        assert!(UserRight::read("zebra").is_err_and(|near| near.is_empty()));
        assert!(UserRight::read("Se").is_err());
        assert!(UserRight::read("").is_err());
    }
}

//! What stands beside an answer: what a privilege or another logon would change.

use super::{can::descriptors, subject::Acting};
use crate::{
    nt::{AccessMask, Privilege, Token},
    query::{Note, Verdict, meaning::Meaning, resolve::Subject},
    reach::{Outcome, Situation, direct},
    world::{Described, Logon, Server},
};

/// `no, but with SeBackupPrivilege …`: privileges that the token holds and that would give it.
pub fn by_privilege(
    acting: &Acting,
    meaning: &Meaning,
    verdict: Verdict,
    situation: &Situation<'_>,
    plain: &Token,
) -> Option<Note> {
    let Verdict::No(_) = verdict else {
        return None;
    };
    let facts = acting.facts.as_ref()?;
    let gives = |privilege: Privilege| {
        let mut token = plain.clone();
        token.privileges = token.privileges.with(privilege, true);
        match privilege {
            // Backup intent: the rights that the file system gives for it (MS-FSA 2.1.5.1).
            Privilege::Backup => BACKUP.contains(meaning.asked.rights),
            Privilege::Restore => RESTORE.contains(meaning.asked.rights),
            _ => direct(&token, situation, meaning.asked).outcome == Outcome::Yes,
        }
    };
    let names: Vec<&str> = [
        Privilege::TakeOwnership,
        Privilege::Relabel,
        Privilege::Security,
        Privilege::Backup,
        Privilege::Restore,
    ]
    .into_iter()
    .filter(|privilege| facts.token.privileges.is_present(*privilege) && gives(*privilege))
    .map(Privilege::name)
    .collect();
    (!names.is_empty())
        .then(|| Note::Remark(format!("not by the list, but with {}", names.join(" or "))))
}

/// What SeBackupPrivilege gives an open with backup intent.
const BACKUP: AccessMask = AccessMask(0x0112_00A9);
/// What SeRestorePrivilege gives it.
const RESTORE: AccessMask = AccessMask(0x011F_0116);

/// Whether another logon of the same user would get another answer, in one line.
pub fn other_logons(
    acting: &Acting,
    meaning: &Meaning,
    verdict: Verdict,
    described: &Described,
    server: &Server,
) -> Option<Note> {
    let Subject::Principal(id) = acting.subject else {
        return None;
    };
    if !acting.logon_unsaid {
        return None;
    }
    let differs = |logon: &(Logon, &str)| {
        let other = Acting::new(Subject::Principal(id), Some(logon.0), server);
        let Some(token) = other.plain_token() else {
            return false;
        };
        let own = descriptors(described, &token);
        let situation = Situation {
            own: own.iter().map(|(descriptor, _)| descriptor).collect(),
            ..Situation::default()
        };
        let mut asked = meaning.asked;
        asked.or_parent = None;
        let outcome = direct(&token, &situation, asked).outcome;
        matches!(
            (verdict, outcome),
            (Verdict::Yes, Outcome::No) | (Verdict::No(_), Outcome::Yes)
        )
    };
    let logons = [
        (Logon::Network, "over the network"),
        (Logon::Batch, "as a batch job"),
        (Logon::Service, "as a service"),
    ];
    // Deleting may also come from the folder above, which other logons share; only the object's own list is compared.
    if meaning.asked.or_parent.is_some() {
        return None;
    }
    let others: Vec<&str> = logons
        .iter()
        .filter(|logon| differs(logon))
        .map(|(_, words)| *words)
        .collect();
    let would = match verdict {
        Verdict::Yes => "could not",
        Verdict::No(_) => "could",
        Verdict::Unknown => return None,
    };
    (!others.is_empty()).then(|| {
        Note::Remark(format!(
            "logged on {}, {} {would}",
            others.join(" or "),
            acting.words
        ))
    })
}

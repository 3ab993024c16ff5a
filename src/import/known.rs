//! Accounts that every Windows has, by the names that listings and settings write for them.

use super::reading::same;
use crate::{
    nt::Sid,
    world::{Name, Who, localized, well_known},
};

/// What is known of an account by its name or SID alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    /// Windows itself decides who holds it, or it acts with a documented token.
    Documented,
    /// A group that every Windows has, with members of its own on each machine.
    LocalGroup,
    /// A user or a group of the machine or of a domain.
    Ordinary,
}

/// The nature of an account.
pub(super) fn nature(who: &Who) -> Nature {
    match who {
        Who::Sid(sid) => of_sid(sid),
        Who::Name(name) => of_name(name),
    }
}

fn of_sid(sid: &Sid) -> Nature {
    match (sid.authority(), sid.sub_authorities()) {
        (5, [32, _]) => Nature::LocalGroup,
        (5, [21, ..]) => Nature::Ordinary,
        (0..=5 | 15 | 16 | 18 | 19, _) => Nature::Documented,
        _ => Nature::Ordinary,
    }
}

fn of_name(name: &Name) -> Nature {
    let Some(authority) = name.authority() else {
        return sid_of_name(name).map_or(Nature::Ordinary, |sid| of_sid(&sid));
    };
    match (is_authority(authority), sid_of_name(name)) {
        (true, Some(sid)) => of_sid(&sid),
        (true, None) if same(localized::authority(authority), "BUILTIN") => Nature::LocalGroup,
        (true, None) => Nature::Documented,
        (false, _) => Nature::Ordinary,
    }
}

/// The SID of a name that means the same on every Windows; `CORP\\Users` does not.
pub(super) fn sid_of_name(name: &Name) -> Option<Sid> {
    if name
        .authority()
        .is_some_and(|authority| !is_authority(authority))
    {
        return None;
    }
    let known = well_known::by_name(name.bare()).or_else(|| localized::by_name(name.bare()))?;
    Some(known.sid)
}

/// A built-in account by Windows' name, however it was written; another one as it was written.
pub(super) fn canonical(who: Who) -> Who {
    let sid = match &who {
        Who::Sid(sid) => Some(*sid),
        Who::Name(name) => sid_of_name(name),
    };
    match sid.and_then(|sid| well_known::by_sid(&sid)) {
        Some(known) => Who::Name(known.qualified()),
        None => who,
    }
}

/// Authorities that are the same on every Windows, beside those that `localized` translates.
const AUTHORITIES: [&str; 12] = [
    "NT AUTHORITY",
    "BUILTIN",
    "NT SERVICE",
    "IIS APPPOOL",
    "NT VIRTUAL MACHINE",
    "APPLICATION PACKAGE AUTHORITY",
    "Mandatory Label",
    "Window Manager",
    "Font Driver Host",
    "AUTORIDADE NT",
    "ENTIDAD DE PAQUETES DE APLICACIONES",
    "AUTORITÀ PACCHETTI APPLICAZIONI",
];

/// Whether what stands before a backslash is an authority of Windows' own, in any language that is known.
pub(super) fn is_authority(text: &str) -> bool {
    let known = |text: &str| AUTHORITIES.iter().any(|known| same(known, text));
    // Translations are looked up one by one, so only for what can be one: they hold no dot and no drive.
    known(text) || (!text.contains(['.', ':', '/']) && known(localized::authority(text)))
}

/// Whether a text is an account that icacls prints without an authority, `Everyone`.
pub(super) fn is_bare(text: &str) -> bool {
    well_known::by_name(text)
        .or_else(|| localized::by_name(text))
        .is_some_and(|known| known.authority.is_empty())
}

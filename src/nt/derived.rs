//! SIDs that are computed from a name: of services and of application pools.

use std::fmt;

use sha1::{Digest, Sha1};

use super::Sid;

/// A name with characters beyond ASCII: Windows folds their case by a table that no source describes, so
/// the SID cannot be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NonAsciiName {
    /// The first such character.
    pub character: char,
    /// Its byte offset in the name.
    pub at: usize,
}

impl fmt::Display for NonAsciiName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the SID of a name with `{}` is not known: it depends on how Windows folds the case of that letter",
            self.character
        )
    }
}

impl std::error::Error for NonAsciiName {}

/// The SID of `NT SERVICE\name`, S-1-5-80-…: from the SHA-1 of the name in capitals (MS-DTYP 2.4.2.4).
/// The name is that of the service's key, not the displayed one.
///
/// # Errors
/// A letter beyond ASCII.
pub fn service_sid(name: &str) -> Result<Sid, NonAsciiName> {
    derive(80, name, |byte| byte.to_ascii_uppercase())
}

/// The SID of `IIS APPPOOL\name`, S-1-5-82-…: from the SHA-1 of the name in small letters. It depends on the
/// name alone and is the same on all machines.
///
/// # Errors
/// A letter beyond ASCII.
///
/// ```
/// let sid = poolproof::nt::pool_sid("DefaultAppPool").unwrap();
/// assert_eq!(sid.to_string(), "S-1-5-82-3006700770-424185619-1745488364-794895919-4004696415");
/// ```
pub fn pool_sid(name: &str) -> Result<Sid, NonAsciiName> {
    derive(82, name, |byte| byte.to_ascii_lowercase())
}

fn derive(kind: u32, name: &str, fold: fn(u8) -> u8) -> Result<Sid, NonAsciiName> {
    if let Some((at, character)) = name.char_indices().find(|(_, c)| !c.is_ascii()) {
        return Err(NonAsciiName { character, at });
    }
    let mut hash = Sha1::new();
    for byte in name.bytes() {
        hash.update([fold(byte), 0]); // UTF-16, little-endian
    }
    let digest = hash.finalize();
    let mut subs = [kind, 0, 0, 0, 0, 0];
    for (sub, four) in subs[1..].iter_mut().zip(digest.chunks_exact(4)) {
        *sub = u32::from_le_bytes([four[0], four[1], four[2], four[3]]);
    }
    Ok(Sid::of(5, &subs))
}

//! SIDs that follow from a name.

use sha1::{Digest, Sha1};

use crate::{
    nt::{self, Sid},
    world::fold,
};

/// An authority that Windows has not given out (MS-DTYP 2.4.1.1 lists those it has): under it stand the SIDs of accounts
/// of which nobody told us the real one. They are never shown.
const NOBODY_KNOWS: u64 = 0xFFFF_FFFF_FF01;

/// Who is nobody in particular: the user of a token that stands for a group.
pub(crate) const NOBODY: Sid = Sid::of(NOBODY_KNOWS, &[0]);

/// Whether a SID stands in for one that nobody told us.
pub fn is_placeholder(sid: &Sid) -> bool {
    sid.authority() == NOBODY_KNOWS
}

/// The stand-in for the SID of the account of that qualified name. It depends on nothing else.
pub(super) fn placeholder(qualified: &str) -> Sid {
    Sid::of(NOBODY_KNOWS, &digest(&fold(qualified)))
}

fn digest(text: &str) -> [u32; 5] {
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let digest = Sha1::digest(&bytes);
    let mut words = [0; 5];
    for (word, four) in words.iter_mut().zip(digest.chunks_exact(4)) {
        *word = u32::from_le_bytes([four[0], four[1], four[2], four[3]]);
    }
    words
}

/// The SID of `IIS APPPOOL\name`; a stand-in where the name has letters whose case nobody says how Windows folds.
pub(crate) fn pool_key(name: &str) -> Sid {
    nt::pool_sid(name).unwrap_or_else(|_| placeholder(&format!("IIS APPPOOL\\{name}")))
}

/// The SID of `NT SERVICE\name`, or a stand-in.
pub(crate) fn service_key(name: &str) -> Sid {
    nt::service_sid(name).unwrap_or_else(|_| placeholder(&format!("NT SERVICE\\{name}")))
}

//! What a label leaves to lower tokens, as a table of numbers.
//!
//! The rows of files, keys, processes, threads, services and tokens are published (Win32, "Mandatory Integrity Control", and
//! the generic mapping of NtCoreLib); those of the service manager and of COM were worked out by hand from the same words.

use poolproof::nt::{AceKind, ObjectKind, Privilege};

use super::access::{Question, WRITE_OWNER, is_live};

/// A row: NW, NR, NX, NW NR, NW NX, NR NX, NW NR NX, none.
pub fn row(kind: ObjectKind) -> [u32; 8] {
    match kind {
        ObjectKind::File | ObjectKind::Folder => [
            0x1200A9, 0x1F0176, 0x1F01DF, 0x100020, 0x120089, 0x1F0156, 0, 0x1F01FF,
        ],
        ObjectKind::Key => [
            0x120019, 0x1F0026, 0xF003F, 0x100000, 0x20019, 0xF0026, 0, 0xF003F,
        ],
        ObjectKind::Process => [
            0x121411, 0x1FFBEF, 0xFEFFE, 0x101001, 0x20410, 0xFEBEE, 0, 0x1FFFFF,
        ],
        ObjectKind::Thread => [
            0x121848, 0x1FFFB7, 0xFE7FF, 0x101800, 0x20048, 0xFE7B7, 0, 0x1FFFFF,
        ],
        ObjectKind::Service => [
            0x1201FD, 0x1F0172, 0xF008F, 0x100170, 0x2008D, 0xF0002, 0, 0xF01FF,
        ],
        ObjectKind::Token => [
            0x12001F, 0x1F01E5, 0xF01FA, 0x100005, 0x2001A, 0xF01E0, 0, 0xF01FF,
        ],
        ObjectKind::ServiceManager => [
            0x12001D, 0x1F002B, 0xF0036, 0x100009, 0x20014, 0xF0022, 0, 0xF003F,
        ],
        ObjectKind::ComLaunch => [
            0x120000, 0x10001F, 0x2001F, 0x100000, 0x20000, 0x1F, 0, 0x1F,
        ],
        ObjectKind::ComAccess => [0x120000, 0x100007, 0x20007, 0x100000, 0x20000, 0x7, 0, 0x7],
    }
}

/// The place in a row of these policy bits (1 NW, 2 NR, 4 NX).
pub fn column(policy: u32) -> usize {
    match policy & 7 {
        1 => 0,
        2 => 1,
        4 => 2,
        3 => 3,
        5 => 4,
        6 => 5,
        7 => 6,
        _ => 7,
    }
}

/// Level and policy of the label that counts, `None` if its SID is no level.
fn label(question: &Question) -> Option<(u32, u32)> {
    for ace in question.descriptor.sacl.aces() {
        if ace.kind == AceKind::MandatoryLabel && is_live(ace) {
            let text = ace.sid.to_string();
            let level = text.strip_prefix("S-1-16-")?.parse().ok()?;
            return Some((level, ace.mask.0));
        }
    }
    Some((0x2000, 1))
}

fn is_looked_at(question: &Question) -> bool {
    question.wish.rules.integrity && question.token.integrity.is_some()
}

pub fn label_is_wrong(question: &Question) -> bool {
    is_looked_at(question) && label(question).is_none()
}

pub fn leaves(question: &Question, bit: u32) -> bool {
    if !is_looked_at(question) || !question.token.no_write_up {
        return true;
    }
    let (Some((level, policy)), Some(own)) = (label(question), question.token.integrity) else {
        return true;
    };
    if own.0 >= level {
        return true;
    }
    let relabel = question.token.privileges.is_enabled(Privilege::Relabel);
    row(question.wish.kind)[column(policy)] & bit != 0 || (relabel && bit == WRITE_OWNER)
}

//! Lines of a list in the short form of the tables, `(A;OICI;0x1200a9;;;BU)`, read by the simplest of readers.
//!
//! It knows the few words that the tables use and panics on any other: a table that cannot be read is a mistake in the table.

use poolproof::nt::{AccessMask, Ace, AceFlags, AceKind, Sid};

/// The lines of a text.
pub fn lines(text: &str) -> Vec<Ace> {
    let lines = text.split('(').skip(1);
    lines.map(|line| one(line.trim_end_matches(')'))).collect()
}

/// A SID by its two letters, by the tables' own names, or in full.
pub fn sid(word: &str) -> Sid {
    let text = match word {
        "WD" => "S-1-1-0",
        "CO" => "S-1-3-0",
        "CG" => "S-1-3-1",
        "SY" => "S-1-5-18",
        "BA" => "S-1-5-32-544",
        "BU" => "S-1-5-32-545",
        "IS" => "S-1-5-32-568",
        "U" => "S-1-5-21-1-2-3-1001",
        "G" => "S-1-5-21-1-2-3-513",
        other => other,
    };
    text.parse().expect("a SID of the tables")
}

fn one(line: &str) -> Ace {
    let fields: Vec<&str> = line.split(';').collect();
    let [kind, flags, mask, "", "", who] = fields[..] else {
        panic!("`{line}` has not six fields")
    };
    Ace {
        kind: match kind {
            "A" => AceKind::Allow,
            "D" => AceKind::Deny,
            other => panic!("`{other}` is no kind of line in the tables"),
        },
        flags: AceFlags(flags.as_bytes().chunks(2).map(flag).sum()),
        mask: AccessMask(rights(mask)),
        sid: sid(who),
    }
}

fn flag(letters: &[u8]) -> u8 {
    match letters {
        b"OI" => 0x01,
        b"CI" => 0x02,
        b"NP" => 0x04,
        b"IO" => 0x08,
        b"ID" => 0x10,
        other => panic!("{other:?} is no flag of the tables"),
    }
}

fn rights(mask: &str) -> u32 {
    match mask {
        "GA" => 0x1000_0000,
        "GX" => 0x2000_0000,
        "GW" => 0x4000_0000,
        "GR" => 0x8000_0000,
        "FA" => 0x1F_01FF,
        hex => u32::from_str_radix(hex.trim_start_matches("0x"), 16).expect("a mask of the tables"),
    }
}
